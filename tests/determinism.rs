//! Same input, same bytes: for any number of threads, any order of inputs, any number of times.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::path::PathBuf;

use annalist_tests::{files, fixtures, folder, run};

#[test]
fn threads_order_and_repetition_change_no_byte() {
    let out = tempfile::tempdir().unwrap();
    let mut pages: Vec<PathBuf> = fixtures().into_iter().map(|fixture| fixture.page).collect();
    let summary = run(&pages, &out.path().join("first"), 1);
    assert_eq!((summary.done, summary.failed), (pages.len(), 0));
    let first = files(&out.path().join("first"));
    pages.reverse();
    let middle = pages.len() / 2;
    pages.rotate_left(middle);
    for (name, jobs) in [("shuffled", 1), ("threads", 8), ("again", 8)] {
        run(&pages, &out.path().join(name), jobs);
        let other = files(&out.path().join(name));
        let names = |files: &[(String, Vec<u8>)]| {
            files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(names(&first), names(&other));
        // What spares the next run work lies as the documents came to an end.
        let differing: Vec<&str> = first
            .iter()
            .zip(&other)
            .filter(|(one, other)| one != other)
            .map(|((name, _), _)| name.as_str())
            .filter(|name| !name.starts_with(".annalist/"))
            .collect();
        assert!(differing.is_empty(), "{name}: {differing:?} differ");
    }
}

#[test]
fn a_second_run_into_the_same_folder_changes_no_byte() {
    let out = tempfile::tempdir().unwrap();
    let target = out.path().join("out");
    run(&[folder()], &target, 2);
    let first = files(&target);
    run(&[folder()], &target, 3);
    assert_eq!(first, files(&target));
}
