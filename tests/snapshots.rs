//! Four snapshots of every fixture: the document, the annotations, the record, the report. The
//! first that changes shows which stage to look at.
//!
//! `cargo xtask snapshots` runs this test. `ANNALIST_ONLY=SLUG` looks at one fixture;
//! `ANNALIST_SNAPSHOTS=accept` takes what comes out as it is, and removes what belongs to no
//! fixture.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::path::{Path, PathBuf};

use annalist_tests::{Fixture, fixtures, show};

/// The snapshots of one fixture, in the order of the stages.
const STAGES: [&str; 4] = ["document", "annotations", "record", "report"];

fn snapshots_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots")
}

/// What the stages make of a fixture.
fn shown(fixture: &Fixture) -> [String; 4] {
    let record = fixture.record();
    let json: serde_json::Value =
        serde_json::from_str(&annalist_report::record_json(&record)).unwrap();
    [
        show::document(record.document()),
        show::annotations(&record),
        serde_json::to_string_pretty(&json).unwrap(),
        annalist_report::document_markdown(&record),
    ]
}

/// The stages of a fixture that differ from their snapshots.
fn differing(fixture: &Fixture) -> Vec<String> {
    let Ok(shown) = catch_unwind(|| shown(fixture)) else {
        return vec![format!("{}: gives no record", fixture.slug)];
    };
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(snapshots_folder().join(&fixture.slug));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let mut differing = Vec::new();
    for (stage, text) in STAGES.iter().zip(&shown) {
        let compare = || settings.bind(|| insta::assert_snapshot!(*stage, text));
        if catch_unwind(AssertUnwindSafe(compare)).is_err() {
            differing.push(format!("{}/{stage}", fixture.slug));
        }
    }
    differing
}

/// One test, not two: while the fixtures are compared no panic is told, whoever panics.
#[test]
fn fixtures_and_snapshots_agree() {
    no_snapshot_is_left_without_its_fixture();
    every_fixture_is_as_its_snapshots_show_it();
}

fn every_fixture_is_as_its_snapshots_show_it() {
    let only = std::env::var("ANNALIST_ONLY").ok();
    let chosen: Vec<Fixture> = fixtures()
        .into_iter()
        .filter(|fixture| only.as_ref().is_none_or(|only| *only == fixture.slug))
        .collect();
    assert!(!chosen.is_empty(), "there is no fixture “{}”", only.unwrap_or_default());
    // The loop goes to the end; what differs is listed once, not told by each panic.
    let hook = take_hook();
    set_hook(Box::new(|_| {}));
    let differing: Vec<String> = chosen.iter().flat_map(differing).collect();
    set_hook(hook);
    assert!(
        differing.is_empty(),
        "{} snapshots differ:\n  {}\nread them with `cargo xtask snapshots`, \
         then take them with `cargo xtask snapshots --accept`",
        differing.len(),
        differing.join("\n  ")
    );
}

fn no_snapshot_is_left_without_its_fixture() {
    let slugs: Vec<String> = fixtures().into_iter().map(|fixture| fixture.slug).collect();
    let accepts = std::env::var("ANNALIST_SNAPSHOTS").is_ok_and(|it| it == "accept");
    let mut orphans = Vec::new();
    fs::create_dir_all(snapshots_folder()).unwrap();
    for entry in fs::read_dir(snapshots_folder()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !slugs.contains(&name) {
            orphans.push(path);
            continue;
        }
        for entry in fs::read_dir(&path).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let is_known = STAGES.iter().any(|stage| {
                name.strip_prefix(stage).is_some_and(|rest| rest == ".snap" || rest == ".snap.new")
            });
            if !is_known {
                orphans.push(path);
            }
        }
    }
    if accepts {
        for path in &orphans {
            if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }.unwrap();
        }
        return;
    }
    assert!(orphans.is_empty(), "snapshots that belong to no fixture: {orphans:#?}");
}
