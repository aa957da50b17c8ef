//! A run over what an earlier one left gives what a run from nothing gives.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use annalist_variants::Chance;

use super::tests::{Witness, files, folder, run_in, run_with};
use super::*;
use crate::State;
use crate::cache::FOLDER;

/// Collections that grow, and steps of each.
const SEEDS: u64 = 8;
const STEPS: usize = 10;

/// Changes the pages below `folder/in`, or what was made of them, as somebody might between two runs.
fn change(folder: &Path, chance: &mut Chance) {
    let page = folder.join(format!("in/{}/{}.html", chance.below(3), chance.below(8)));
    fs::create_dir_all(page.parent().unwrap()).unwrap();
    let text = ["one", "two", "six", "ten", "boom", "PNG", ""][chance.below(7) as usize];
    match chance.below(10) {
        0..4 => fs::write(&page, text).unwrap(),
        4 => drop(fs::remove_file(&page)),
        5 => drop(fs::rename(&page, folder.join("in/0/moved.html"))),
        6 if page.exists() => {
            // Other bytes, as many, with the time of writing put back.
            let time = fs::metadata(&page).unwrap().modified().unwrap();
            let length = fs::metadata(&page).unwrap().len() as usize;
            fs::write(&page, "x".repeat(length)).unwrap();
            fs::File::options().write(true).open(&page).unwrap().set_modified(time).unwrap();
        }
        7 if page.exists() => {
            let old = SystemTime::now() - Duration::from_secs(chance.below(10_000_000));
            fs::File::options().write(true).open(&page).unwrap().set_modified(old).unwrap();
        }
        8 => damage(folder, chance),
        _ => drop(fs::remove_dir_all(folder.join("in").join(chance.below(3).to_string()))),
    }
}

/// Changes what an earlier run wrote.
fn damage(folder: &Path, chance: &mut Chance) {
    let log = folder.join("out").join(FOLDER).join("log");
    let written = files(&folder.join("out"));
    match chance.below(4) {
        0 => drop(fs::remove_file(log)),
        1 => {
            let Ok(mut bytes) = fs::read(&log) else { return };
            let place = chance.below(bytes.len() as u64) as usize;
            bytes[place] ^= 1 << chance.below(8);
            fs::write(log, bytes).unwrap();
        }
        2 => {
            let Ok(bytes) = fs::read(&log) else { return };
            fs::write(log, &bytes[..chance.below(bytes.len() as u64) as usize]).unwrap();
        }
        _ if written.is_empty() => {}
        _ => {
            let (name, _) = &written[chance.below(written.len() as u64) as usize];
            // Without run.json the folder is nobody's, and no run writes to it.
            if name != Path::new("run.json") {
                fs::write(folder.join("out").join(name), "{}").unwrap();
            }
        }
    }
}

#[test]
fn whatever_changes_between_two_runs_the_folder_is_that_of_a_run_from_nothing() {
    for seed in 0..SEEDS {
        let mut chance = Chance::new(seed);
        let folder = folder(&[("in/0/0.html", "first"), ("in/keep.html", "kept")]);
        for step in 0..STEPS {
            for _ in 0..chance.below(4) {
                change(folder.path(), &mut chance);
            }
            let jobs = 1 + chance.below(3) as usize;
            run_in(folder.path(), &["in"], "out", jobs, &Witness::default()).unwrap();
            let _ = fs::remove_dir_all(folder.path().join("clean"));
            run_in(folder.path(), &["in"], "clean", 2, &Witness::default()).unwrap();
            assert_eq!(
                files(&folder.path().join("out")),
                files(&folder.path().join("clean")),
                "seed {seed}, step {step}"
            );
        }
    }
}

#[test]
fn what_did_not_change_is_not_read_again() {
    let folder = folder(&[("in/a.html", "a"), ("in/b.html", "b"), ("in/boom.html", "boom")]);
    let run = || {
        let witness = Witness::default();
        let summary = run_in(folder.path(), &["in"], "out", 2, &witness).unwrap();
        (summary.unchanged, witness.read.load(Ordering::Relaxed))
    };
    assert_eq!(run(), (0, 3));
    assert_eq!(run(), (2, 0));
    fs::write(folder.path().join("in/a.html"), "A").unwrap();
    assert_eq!(run(), (1, 1));
    fs::remove_file(folder.path().join("out/reports/b.html.md")).unwrap();
    assert_eq!(run(), (1, 1));
    fs::remove_dir_all(folder.path().join("out").join(FOLDER)).unwrap();
    assert_eq!(run(), (0, 3));
}

#[test]
fn a_page_that_broke_off_is_tried_again_where_that_is_wished_or_it_has_changed() {
    let folder = folder(&[("in/a.html", "a"), ("in/boom.html", "boom")]);
    let run = |retry_failed| {
        let witness = Witness::default();
        let settings = Settings { jobs: 1, retry_failed, ..Settings::default() };
        let summary = run_with(folder.path(), &["in"], "out", &witness, &settings).unwrap();
        (summary.failed, witness.read.load(Ordering::Relaxed), witness.seen.into_inner().unwrap())
    };
    let (failed, read, told) = run(false);
    assert_eq!((failed, read), (1, 2));
    assert!(told[1].starts_with("boom.html ! ") && told[1].contains("it went off"), "{told:?}");
    assert_eq!(run(false), (1, 0, told.clone()), "a failure is told of each time");
    assert_eq!(run(true), (1, 1, told));
    fs::write(folder.path().join("in/boom.html"), "calm").unwrap();
    let (failed, read, _) = run(false);
    assert_eq!((failed, read), (0, 1));
}

#[test]
fn an_interrupted_run_goes_on_where_it_was() {
    let pages: Vec<(String, &str)> = (100..150).map(|n| (format!("in/{n}.html"), "page")).collect();
    let pages: Vec<(&str, &str)> =
        pages.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let folder = folder(&pages);
    let witness = Witness { stop_after: Some(20), ..Witness::default() };
    let first = run_in(folder.path(), &["in"], "out", 1, &witness).unwrap();
    assert!(first.interrupted && first.done >= 20);
    let witness = Witness::default();
    let second = run_in(folder.path(), &["in"], "out", 1, &witness).unwrap();
    assert_eq!((second.done, second.unchanged), (50, first.done));
    assert_eq!(witness.read.load(Ordering::Relaxed), 50 - first.done);
}

#[test]
fn the_status_tells_of_a_page_that_broke_the_reading_as_failed() {
    let folder = folder(&[("in/a.html", "a"), ("in/boom.html", "boom")]);
    run_in(folder.path(), &["in"], "out", 1, &Witness::default()).unwrap();
    let engine = Engine::new(annalist_enrich::Options::default()).unwrap();
    let selection = Selection {
        working_folder: folder.path().to_owned(),
        paths: vec!["in".into()],
        ..Selection::default()
    };
    let witness = Witness::default();
    let status = || {
        let settings = Settings { max_bytes: 100, ..Settings::default() };
        let control = Control { watch: &witness, stop: &witness.stop };
        let found = crate::status(&engine, &selection, Path::new("out"), &settings, control);
        found.unwrap().inputs
    };
    let states = status();
    assert_eq!((states[0].input.as_str(), &states[0].state), ("a.html", &State::Unchanged));
    let State::Failed { cause } = &states[1].state else { panic!("{states:?}") };
    assert!(states[1].input == "boom.html" && cause.contains("it went off"), "{states:?}");
    // It is not read for that, and a page that was mended is one that has changed.
    assert_eq!(witness.read.load(Ordering::Relaxed), 0);
    fs::write(folder.path().join("in/boom.html"), "calm").unwrap();
    assert!(matches!(status()[1].state, State::Changed { .. }));
}
