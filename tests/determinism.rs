//! Same input, same bytes: for any number of threads, any order of inputs, any number of times.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use annalist_pipeline::Html;
use annalist_tests::{files, fixtures, folder, run, run_as};

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

/// When each file of the report was written.
fn written(html: &Path) -> BTreeMap<String, SystemTime> {
    let time = |name: &str| fs::metadata(html.join(name)).unwrap().modified().unwrap();
    files(html).into_iter().map(|(name, _)| (name.clone(), time(&name))).collect()
}

#[test]
fn of_the_report_in_html_only_what_changed_is_written_again() {
    let temporary = tempfile::tempdir().unwrap();
    let (pages, out) = (temporary.path().join("pages"), temporary.path().join("out"));
    fs::create_dir_all(&pages).unwrap();
    let put = |slug: &str| {
        let fixture = fixtures().into_iter().find(|it| it.slug == slug).unwrap();
        fs::write(pages.join(format!("{slug}.html")), fixture.bytes()).unwrap();
    };
    put("json-ld-news");
    put("hacker-news");
    run(std::slice::from_ref(&pages), &out, 2);
    let before = written(&out.join("html"));
    put("arabic-names");
    run(std::slice::from_ref(&pages), &out, 3);
    let after = written(&out.join("html"));
    let is_document = |name: &&String| name.starts_with("d/");
    assert_eq!(before.keys().filter(is_document).count(), 2);
    assert_eq!(after.keys().filter(is_document).count(), 3);
    for (name, time) in before.iter().filter(|(name, _)| is_document(name)) {
        assert_eq!(after.get(name), Some(time), "{name} was written again");
    }
    assert_eq!(before["report.css"], after["report.css"]);
    assert_ne!(before["index.html"], after["index.html"]);
    // What is no longer there goes, and what is left is what a run from nothing gives.
    fs::remove_file(pages.join("hacker-news.html")).unwrap();
    run(std::slice::from_ref(&pages), &out, 1);
    let fresh = temporary.path().join("fresh");
    run(std::slice::from_ref(&pages), &fresh, 2);
    assert!(files(&out.join("html")) == files(&fresh.join("html")));
    // The other forms take its place.
    run_as(std::slice::from_ref(&pages), &out, 1, Html::SingleFile);
    assert!(out.join("report.html").is_file() && !out.join("html").exists());
    run_as(std::slice::from_ref(&pages), &fresh, 4, Html::SingleFile);
    let bytes = |folder: &Path| fs::read(folder.join("report.html")).unwrap();
    assert!(bytes(&out) == bytes(&fresh));
}
