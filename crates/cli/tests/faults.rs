//! What happens to a run when something happens to its disk, its pages, its clock or its readers.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime};

use common::{KEPT, annalist, command, files, folder, manifest, page, said, send, write};
use serde_json::Value;

/// A folder with `count` pages in `in`.
fn with_pages(count: usize) -> tempfile::TempDir {
    let folder = folder(&[]);
    for number in 100..100 + count {
        write(folder.path(), &format!("in/{number}.html"), &page(&format!("Page {number}")));
    }
    folder
}

fn run(folder: &Path, output: &str) -> common::Said {
    annalist(folder, &["run", "in", "-o", output])
}

/// The same command where no file may grow beyond so many blocks of 1,024 bytes: what is written
/// beyond fails, as it does on a full disk.
fn with_room_for(blocks: u32, folder: &Path, arguments: &[&str]) -> Command {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    let mut limited = Command::new("bash");
    limited.arg("-c").arg(script).arg(env!("CARGO_BIN_EXE_annalist")).args(arguments);
    limited.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    limited
}

/// Whether `out` is what a run from nothing gives.
fn check_equals_a_clean_run(folder: &Path) {
    let _ = fs::remove_dir_all(folder.join("clean"));
    run(folder, "clean");
    assert!(files(&folder.join("out")) == files(&folder.join("clean")));
}

#[test]
fn a_full_disk_breaks_no_file_and_the_next_run_completes_the_folder() {
    let folder = with_pages(30);
    run(folder.path(), "clean").check(0, &[]);
    let clean = files(&folder.path().join("clean"));
    for blocks in [0, 1, 8, 24, 64] {
        let _ = fs::remove_dir_all(folder.path().join("out"));
        let told = said(with_room_for(blocks, folder.path(), &["run", "in", "-o", "out"]), b"");
        assert!(matches!(told.code, Some(2..=4)), "{blocks} blocks: {told:#?}");
        assert!(told.err.contains("File too large"), "{blocks} blocks: {told:#?}");
        let out = folder.path().join("out");
        let written = if out.exists() { files(&out) } else { BTreeMap::new() };
        for (name, bytes) in written {
            // The manifest tells what could not be written; so do the reports on the collection.
            let tells = ["manifest.jsonl", "corpus.json", "corpus.md"].contains(&name.as_str());
            let tells = tells || name.starts_with("html/");
            assert!(tells || clean.get(&name) == Some(&bytes), "{blocks} blocks: {name}");
        }
        run(folder.path(), "out").check(0, &["30 documents"]);
        assert!(files(&folder.path().join("out")) == clean, "{blocks} blocks");
    }
}

#[test]
fn what_cannot_be_kept_is_done_again_and_said() {
    let folder = with_pages(3);
    fs::create_dir_all(folder.path().join("out")).unwrap();
    // Where the folder of what is kept should be, there is a file.
    fs::write(folder.path().join("out").join(KEPT), "").unwrap();
    for _ in 0..2 {
        run(folder.path(), "out").check(0, &["3 documents", "cannot be kept for the next run"]);
    }
    check_equals_a_clean_run(folder.path());
}

/// A run on one thread, held after its first page.
fn held_run(folder: &Path) -> Child {
    let mut child = command(folder, &["run", "in", "-o", "out", "-j", "1", "-v"]).spawn().unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    stderr.read_line(&mut line).unwrap();
    assert!(line.contains("100.html: done"), "{line}");
    send("-STOP", &child);
    std::thread::spawn(move || std::io::copy(&mut stderr, &mut std::io::sink()));
    child
}

fn go_on(mut child: Child) -> Option<i32> {
    send("-CONT", &child);
    child.wait().unwrap().code()
}

#[test]
fn a_page_that_vanishes_is_named_and_one_that_changes_is_read_as_it_is_then() {
    let folder = with_pages(40);
    let child = held_run(folder.path());
    fs::remove_file(folder.path().join("in/138.html")).unwrap();
    write(folder.path(), "in/139.html", &page("Another page"));
    assert_eq!(go_on(child), Some(3));
    let outcomes = fs::read_to_string(folder.path().join("out/manifest.jsonl")).unwrap();
    assert!(outcomes.contains("taken away while the run was going on"), "{outcomes}");
    let record = fs::read_to_string(folder.path().join("out/records/139.html.json")).unwrap();
    assert!(record.contains("Another page"));
    assert_eq!(manifest(&folder.path().join("out")).len(), 40);
    run(folder.path(), "out").check(0, &["39 documents"]);
    check_equals_a_clean_run(folder.path());
}

#[test]
fn an_output_that_can_no_longer_be_written_fails_its_documents_and_no_more() {
    let folder = with_pages(40);
    let child = held_run(folder.path());
    // As root, permissions hold nobody back; a file where the folder was does.
    fs::remove_dir_all(folder.path().join("out/reports")).unwrap();
    fs::write(folder.path().join("out/reports"), "").unwrap();
    assert_eq!(go_on(child), Some(3));
    let outcomes = fs::read_to_string(folder.path().join("out/manifest.jsonl")).unwrap();
    assert!(outcomes.contains("the result cannot be written"), "{outcomes}");
    fs::remove_file(folder.path().join("out/reports")).unwrap();
    run(folder.path(), "out").check(0, &["40 documents"]);
    check_equals_a_clean_run(folder.path());
}

#[test]
fn a_clock_that_jumps_hides_no_change() {
    let folder = with_pages(4);
    let set = |name: &str, time: SystemTime| {
        let path = folder.path().join("in").join(name);
        fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
    };
    let future = SystemTime::now() + Duration::from_secs(10 * 365 * 86_400);
    let past = SystemTime::UNIX_EPOCH + Duration::from_secs(86_400);
    for (first, then) in [(future, past), (past, future), (future, future), (past, past)] {
        write(folder.path(), "in/100.html", &page("Page AAA"));
        set("100.html", first);
        run(folder.path(), "out").check(0, &["4 documents"]);
        // As many bytes.
        write(folder.path(), "in/100.html", &page("Page BBB"));
        set("100.html", then);
        run(folder.path(), "out").check(0, &["(3 unchanged"]);
        check_equals_a_clean_run(folder.path());
    }
    // What was written has times of another age, and is the same.
    for (name, _) in files(&folder.path().join("out")) {
        let file = fs::File::options().write(true).open(folder.path().join("out").join(name));
        file.unwrap().set_modified(past).unwrap();
    }
    run(folder.path(), "out").check(0, &["(4 unchanged"]);
    check_equals_a_clean_run(folder.path());
}

#[test]
fn an_interrupted_run_ends_with_130_and_the_next_does_only_the_rest() {
    let folder = with_pages(200);
    let child = held_run(folder.path());
    send("-INT", &child);
    assert_eq!(go_on(child), Some(130));
    let done = manifest(&folder.path().join("out"));
    let done = done.iter().filter(|outcome| outcome.ends_with(" done")).count();
    assert!((1..200).contains(&done), "{done}");
    let told = run(folder.path(), "out");
    told.check(0, &["200 documents", &format!("({done} unchanged since an earlier run)")]);
    check_equals_a_clean_run(folder.path());
}

#[test]
fn a_reader_that_has_gone_is_no_error_for_what_is_printed() {
    let folder = with_pages(200);
    run(folder.path(), "out").check(0, &[]);
    for arguments in [&["status", "in", "-o", "new", "-v"][..], &["doctor"], &["parse", "in"]] {
        let mut child = command(folder.path(), arguments).spawn().unwrap();
        drop(child.stdout.take());
        let code = child.wait().unwrap().code();
        assert!(matches!(code, Some(0 | 1)), "{arguments:?}: {code:?}");
    }
}

#[test]
fn what_is_kept_may_be_damaged_or_deleted() {
    let folder = with_pages(5);
    run(folder.path(), "out").check(0, &[]);
    let log = folder.path().join("out").join(KEPT).join("log");
    let mut bytes = fs::read(&log).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    fs::write(&log, bytes).unwrap();
    annalist(folder.path(), &["doctor", "-o", "out"]).check(1, &[]);
    let told = annalist(folder.path(), &["status", "in", "-o", "out"]);
    told.check(1, &[]);
    assert!(told.out.contains("1 part of what was kept cannot be read"), "{told:#?}");
    run(folder.path(), "out").check(0, &["(4 unchanged"]);
    check_equals_a_clean_run(folder.path());
    annalist(folder.path(), &["doctor", "-o", "out"]).check(0, &[]);
    fs::remove_dir_all(folder.path().join("out").join(KEPT)).unwrap();
    run(folder.path(), "out").check(0, &["5 documents with"]);
    check_equals_a_clean_run(folder.path());
    annalist(folder.path(), &["run", "in", "-o", "out", "--no-cache"]).check(0, &[]);
    assert!(!folder.path().join("out").join(KEPT).exists());
    check_equals_a_clean_run(folder.path());
}

#[test]
fn status_says_what_a_run_would_do_and_why() {
    let folder = with_pages(4);
    let status = |more: &[&str]| {
        let arguments = [&["status", "in", "-o", "out"], more].concat();
        annalist(folder.path(), &arguments)
    };
    assert!(status(&[]).check(1, &[]).out.contains("out is not whole"));
    run(folder.path(), "out").check(0, &[]);
    let told = status(&[]);
    assert_eq!(told.code, Some(0), "{told:#?}");
    assert!(told.out.contains("out is up to date"), "{told:#?}");

    write(folder.path(), "in/new.html", &page("New"));
    write(folder.path(), "in/empty.html", b"");
    write(folder.path(), "in/101.html", &page("Other"));
    fs::remove_file(folder.path().join("in/102.html")).unwrap();
    fs::remove_file(folder.path().join("out/records/103.html.json")).unwrap();
    let before = files(folder.path());
    let told = status(&[]);
    assert_eq!(told.code, Some(1));
    for line in [
        "new      new.html",
        "changed  101.html: the page, or what lies beside it, has changed",
        "changed  103.html: its record is gone",
        "gone     102.html",
        "6 inputs: 2 new, 2 changed, 1 gone, 1 unchanged, 0 failed, 0 passed over",
    ] {
        assert!(told.out.contains(line), "{line} is not in {}", told.out);
    }
    assert!(files(folder.path()) == before, "nothing was changed");

    run(folder.path(), "out").check(3, &["4 documents", "empty.html"]);
    let told = status(&["--json"]);
    let json: Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!((told.code, &json["current"], &json["failed"]), (Some(0), &true.into(), &1.into()));
    let told = status(&["--prefer", "future", "-v"]);
    assert!(told.out.contains("the configuration is date none, prefer future"), "{told:#?}");
    write(folder.path(), "d.jsonl", b"");
    annalist(folder.path(), &["decide", "not-an-entity", "March", "--decisions", "d.jsonl"]);
    let told = status(&["--decisions", "d.jsonl"]);
    assert!(told.out.contains("100.html: decisions have changed"), "{told:#?}");
}

#[test]
fn a_page_with_too_much_text_is_named_and_the_rest_goes_on() {
    let folder = with_pages(2);
    let long = format!("<title>Long</title><article><p>{}</p>", "Some words of it. ".repeat(2_000));
    write(folder.path(), "in/long.html", long.as_bytes());
    let told = annalist(folder.path(), &["run", "in", "-o", "out", "--max-text", "20000"]);
    let summary = "1 failed: 1 with too much text (F005)";
    let words = ["long.html: the page has 3", "raise max-text", "2 documents", " dates,", summary];
    told.check(3, &words);
    let arguments = ["run", "in", "-o", "out", "-v"];
    annalist(folder.path(), &arguments).check(0, &["3 documents", "time: finding ", "collection "]);
}

#[test]
fn a_page_that_takes_too_long_is_named_in_run_and_status_and_the_rest_goes_on() {
    let folder = with_pages(2);
    let sentence =
        "On 3 May 2007 Colonel Adam Karim of the Ministry of Water met Sara Haddad in Basra. ";
    let long = format!("<title>Long</title><article><p>{}</p>", sentence.repeat(180_000));
    write(folder.path(), "in/slow.html", long.as_bytes());
    let arguments = ["run", "in", "-o", "out", "--page-timeout", "1", "--log-format", "json"];
    let told = annalist(folder.path(), &arguments);
    told.check(3, &["slow.html: reading the page took longer than 1 seconds"]);
    let lines: Vec<Value> =
        told.err.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["code"], "F011");
    let summary = lines.last().unwrap();
    assert_eq!((&summary["documents"], &summary["failed"]), (&2.into(), &1.into()));
    assert_eq!(summary["failures"], serde_json::json!({ "F011": 1 }));
    for stage in ["finding", "pages", "collection"] {
        assert!(summary["seconds"][stage].is_number(), "{stage}: {summary}");
    }
    let told = annalist(folder.path(), &["status", "in", "-o", "out"]);
    let line = "failed   slow.html: reading the page took longer than 1 seconds and was given up; \
                the next run tries it again";
    assert!(told.out.contains(line), "{told:#?}");
}
