//! Runs that are killed at any moment. No file is ever there in part, and the next run completes what
//! a run that nothing happened to would have written.
//!
//! `cargo test` kills a few runs over a few pages; how many of each the environment may say:
//!
//! ```sh
//! ANNALIST_TEST_KILLS=200 ANNALIST_TEST_PAGES=500 cargo test --release -p annalist-cli --test crashes
//! ```
//!
//! `ANNALIST_TEST_BINARY` names another build of annalist to be killed.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use annalist_variants::{Chance, Originals};
use common::{annalist, command, files, write};

/// What the moments and the pages follow from.
const SEED: u64 = 20_070_320;

/// Files that a killed run had not yet given their names, and its lock.
const UNFINISHED: &str = ".annalist";

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Two states of one collection: `before`, and `now` with pages that are new, changed and gone.
fn collections(folder: &Path, pages: u64) {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let originals = Originals::read(&fixtures).unwrap();
    for number in 0..pages {
        let page = originals.variant(SEED, number);
        if number % 20 != 3 {
            write(folder, &format!("before/{}", page.name), &page.bytes);
        }
        let bytes = match number % 10 {
            7 => originals.variant(SEED + 1, number).bytes,
            _ => page.bytes,
        };
        if number % 20 != 11 {
            write(folder, &format!("now/{}", page.name), &bytes);
        }
    }
}

/// Runs over `input` to the end.
fn run(folder: &Path, input: &str, output: &str) {
    annalist(folder, &["run", input, "-o", output, "-q", "-j", "2"]).check(0, &[]);
}

/// Starts a run and kills it after `moment`; whether it was still at work.
fn kill_after(folder: &Path, moment: Duration) -> bool {
    let mut child = command(folder, &["run", "now", "-o", "out", "-q", "-j", "2"]).spawn().unwrap();
    sleep(moment);
    let at_work = child.try_wait().unwrap().is_none();
    let _ = child.kill();
    child.wait().unwrap();
    at_work
}

/// Fails where a file is neither as it was nor as it will be.
fn check_no_file_is_broken(
    out: &Path,
    before: &BTreeMap<String, Vec<u8>>,
    now: &BTreeMap<String, Vec<u8>>,
    point: &str,
) {
    // A run that is killed at once has made no folder yet.
    let written = if out.exists() { files(out) } else { BTreeMap::new() };
    for (name, bytes) in written {
        let is_unfinished = name.rsplit('/').next().is_some_and(|it| it.starts_with(UNFINISHED));
        let is_whole = [before, now].iter().any(|state| state.get(&name) == Some(&bytes));
        assert!(is_unfinished || is_whole, "{point}: {name} is broken");
    }
}

#[test]
fn a_run_that_is_killed_leaves_no_broken_file_and_the_next_completes_it() {
    let (kills, pages) = (number("ANNALIST_TEST_KILLS", 10), number("ANNALIST_TEST_PAGES", 40));
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    collections(folder, pages);
    run(folder, "before", "clean-before");
    let start = Instant::now();
    run(folder, "now", "clean");
    let whole_run = start.elapsed();
    let (before, now) = (files(&folder.join("clean-before")), files(&folder.join("clean")));
    let out = folder.join("out");

    let mut chance = Chance::new(SEED);
    let (mut at_work, mut without_manifest) = (0, 0);
    for kill in 0..kills {
        // From nothing; over the output of an earlier state; or over what the last killed run left.
        let from = chance.below(3);
        if from < 2 {
            let _ = fs::remove_dir_all(&out);
        }
        if from == 1 {
            run(folder, "before", "out");
        }
        let share = if from == 0 { 1_050 } else { 500 };
        let moment = whole_run.mul_f64(chance.below(share) as f64 / 1_000.0);
        at_work += u64::from(kill_after(folder, moment));
        let point = format!("kill {kill}, from {from}, after {moment:?}");
        check_no_file_is_broken(&out, &before, &now, &point);
        without_manifest += u64::from(!out.join("manifest.jsonl").exists());
        if chance.below(4) > 0 || kill + 1 == kills {
            run(folder, "now", "out");
            assert_eq!(
                files(&out).keys().collect::<Vec<_>>(),
                now.keys().collect::<Vec<_>>(),
                "{point}"
            );
            assert!(files(&out) == now, "{point}: another output");
        }
    }
    println!(
        "{kills} kills of runs over {pages} pages, seed {SEED}: {at_work} while at work, \
         {without_manifest} before there was a manifest"
    );
    assert!(at_work * 3 >= kills, "{at_work} of {kills} runs were still at work");
}
