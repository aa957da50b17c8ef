//! What becomes of the output folder: replaced by a run that gives a record, by one at a time, and
//! whole again after one that was stopped.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use std::fs;
use std::path::Path;

use common::{annalist, annalist_with, files, folder, names, page, write};
use serde_json::Value;

/// A folder with two pages and what a run made of them in `out`.
fn with_output() -> tempfile::TempDir {
    let folder = folder(&[
        ("in/a.html", &page("A")),
        ("in/sub/b.html", &page("B")),
        ("css/x.css", b"p {}"),
        ("css/README", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("bad/empty.html", b""),
        ("other/c.html", &page("C")),
    ]);
    annalist(folder.path(), &["run", "in", "-o", "out"]).check(0, &["2 documents"]);
    folder
}

#[test]
fn without_a_record_an_earlier_output_is_left_as_it_is() {
    let folder = with_output();
    let out = folder.path().join("out");
    let before = files(&out);
    let untouched = |arguments: &[&str], input: &[u8], code, words: &str| {
        let told = annalist_with(folder.path(), arguments, input);
        told.check(code, &[words]);
        assert_eq!(files(&out), before, "{arguments:?}");
    };
    untouched(&["report", "-o", "out"], b"", 2, "stdin holds no line");
    untouched(&["report", "-o", "out"], b"\n", 2, "stdin holds no line");
    untouched(&["report", "-o", "out"], b"{}\n", 4, "nothing was written: out is as it was");
    untouched(&["run", "css", "-o", "out"], b"", 2, "no page found in css: all 2 files");
    untouched(&["run", "bad", "-o", "out"], b"", 4, "nothing was written: out is as it was");
    untouched(&["run", "in/typo.html", "-o", "out"], b"", 4, "there is no such file");
    untouched(&["run", "-", "-o", "out"], b"", 2, "nothing came on standard input");
    annalist(folder.path(), &["verify", "out"]).check(0, &["2 of 2 records"]);
}

#[test]
fn nothing_is_made_where_every_input_was_passed_over() {
    let folder = with_output();
    annalist(folder.path(), &["run", "css", "-o", "new/out"]).check(2, &["no page found in css"]);
    assert!(!folder.path().join("new").exists());
    // What failed is to be told, and there is nothing yet to lose.
    annalist(folder.path(), &["run", "bad", "-o", "new/out"]).check(4, &["new/out/manifest.jsonl"]);
    assert_eq!(common::manifest(&folder.path().join("new/out")), ["empty.html failed"]);
}

#[test]
fn two_runs_over_the_same_pages_leave_the_same_folder() {
    let folder = with_output();
    annalist(folder.path(), &["run", "in", "-o", "again"]).check(0, &[]);
    annalist(folder.path(), &["run", "other", "-o", "third"]).check(0, &[]);
    annalist(folder.path(), &["run", "in", "-o", "third"]).check(0, &[]);
    let out = files(&folder.path().join("out"));
    assert_eq!(files(&folder.path().join("again")), out);
    assert_eq!(files(&folder.path().join("third")), out);
}

#[test]
fn the_collection_leads_to_the_reports_on_its_pages() {
    let folder = folder(&[("in/100%.html", &page("A")), ("in/sub/b c.html", &page("B"))]);
    annalist(folder.path(), &["run", "in", "-o", "out"]).check(0, &[]);
    let corpus = fs::read_to_string(folder.path().join("out/corpus.md")).unwrap();
    for (link, report) in [
        ("reports/100%25.html.md", "100%.html.md"),
        ("reports/sub/b%20c.html.md", "sub/b c.html.md"),
    ] {
        assert!(corpus.contains(link), "{link} is not in {corpus}");
        assert!(folder.path().join("out/reports").join(report).exists(), "{report}");
    }
}

#[test]
fn all_places_that_count_agree() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let folder = folder(&[("in/empty.html", b""), ("in/x.css", b"p {}")]);
    // One page twice: it counts once.
    for (slug, name) in [
        ("wordpress-nested-thread", "a.html"),
        ("wordpress-nested-thread", "b.html"),
        ("drupal-indented-replies", "c.html"),
    ] {
        let page = fs::read(fixtures.join(slug).join("page.html")).unwrap();
        write(folder.path(), &format!("in/{name}"), &page);
    }
    let arguments = ["run", "in", "-o", "out", "--log-format", "json"];
    let told = annalist(folder.path(), &arguments);
    let said: Value = serde_json::from_str(told.check(3, &[]).err.lines().last().unwrap()).unwrap();
    let out = folder.path().join("out");
    let corpus: Value =
        serde_json::from_slice(&fs::read(out.join("corpus.json")).unwrap()).unwrap();
    for key in ["documents", "comments", "entities", "skipped", "failed"] {
        assert_eq!(said[key], corpus["summary"][key], "{key}");
    }
    let number = |key: &str| said[key].as_u64().unwrap();
    assert_eq!((number("documents"), number("skipped"), number("failed")), (3, 1, 1));
    let markdown = fs::read_to_string(out.join("corpus.md")).unwrap();
    let (names, comments) = (number("entities"), number("comments"));
    assert!(names > 0 && comments > 0);
    for words in [format!("{names} names"), format!("{comments} comments by readers")] {
        assert!(markdown.contains(&words), "{words} is not in {markdown}");
        assert!(said["message"].as_str().unwrap().contains(&words), "{said}");
    }

    let manifest = fs::read_to_string(out.join("manifest.jsonl")).unwrap();
    let manifest = manifest.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let done: Vec<Value> = manifest.filter(|line| line["status"] == "done").collect();
    let documents = corpus["documents"].as_array().unwrap();
    for (line, document) in done.iter().zip(documents) {
        assert_eq!(
            (&line["input"], &line["comments"]),
            (&document["input"], &document["comments"])
        );
    }
    // The second of the same pages is listed, and not counted again.
    let listed: u64 = documents.iter().map(|it| it["comments"].as_u64().unwrap()).sum();
    assert_eq!(listed, comments + documents[1]["comments"].as_u64().unwrap());
}

#[test]
fn announcements_of_links_are_no_comments_by_readers() {
    let line = r#"{"schema_version":1,"id":"x","input":"a.html","source":{"url":null,"media_type":"text/html","charset":"UTF-8","bytes":9,"sha256":"0000000000000000000000000000000000000000000000000000000000000000","saved_at":null},"metadata":{"title":null,"authors":[],"published":null,"tags":[]},"text":"Hi!","blocks":[],"comments":[{"id":0,"parent":null,"depth":0,"author":null,"posted":null,"kind":"trackback","start":0,"end":2,"source_bytes":null,"quotes":[]}],"entities":[],"dates":[],"diagnostics":[]}"#;
    let folder = folder(&[("records.jsonl", line.as_bytes())]);
    annalist(folder.path(), &["report", "records.jsonl", "-o", "out"])
        .check(0, &["1 document with 0 comments by readers"]);
    let manifest = fs::read_to_string(folder.path().join("out/manifest.jsonl")).unwrap();
    assert!(manifest.contains(r#""comments":0"#), "{manifest}");
}

#[cfg(unix)]
mod stopped {
    use std::io::{BufRead, BufReader};
    use std::os::unix::process::ExitStatusExt;
    use std::process::Child;

    use super::*;
    use crate::common::{command, send};

    /// Enough pages that a run over them is still at work when its first page is done.
    fn with_many_pages() -> tempfile::TempDir {
        let folder = with_output();
        for number in 100..500 {
            write(folder.path(), &format!("many/{number}.html"), &page(&format!("Page {number}")));
        }
        folder
    }

    /// A run over many pages, held after its first page.
    fn held_run(folder: &Path) -> Child {
        let mut child =
            command(folder, &["run", "many", "-o", "out", "-j", "1", "-v"]).spawn().unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        stderr.read_line(&mut line).unwrap();
        assert!(line.contains("100.html: done"), "{line}");
        send("-STOP", &child);
        // The rest is not looked at, and must not fill the pipe.
        std::thread::spawn(move || std::io::copy(&mut stderr, &mut std::io::sink()));
        child
    }

    #[test]
    fn one_run_at_a_time_writes_to_a_folder() {
        let folder = with_many_pages();
        let mut first = held_run(folder.path());
        let in_use = "the output folder ./out is in use: another run of annalist writes to it";
        annalist(folder.path(), &["run", "in", "-o", "./out"]).check(2, &[in_use]);
        annalist_with(folder.path(), &["report", "-o", "./out"], b"{}\n").check(2, &[in_use]);
        annalist(folder.path(), &["run", "in", "-o", "elsewhere"]).check(0, &[]);
        send("-CONT", &first);
        assert_eq!(first.wait().unwrap().code(), Some(0));
        let out = folder.path().join("out");
        assert_eq!(names(&out.join("records")).len(), 400);
        assert!(!names(&out).iter().any(|name| name.contains("lock")));
        annalist(folder.path(), &["verify", "out"]).check(0, &["400 of 400 records"]);
    }

    #[test]
    fn a_run_that_is_ended_leaves_nothing_that_the_next_does_not_clear() {
        for signal in ["-TERM", "-KILL"] {
            let folder = with_many_pages();
            let mut child = held_run(folder.path());
            send(signal, &child);
            send("-CONT", &child);
            let number = child.wait().unwrap().signal();
            assert_eq!(number, Some(if signal == "-TERM" { 15 } else { 9 }), "it ends at once");
            annalist(folder.path(), &["verify", "out"])
                .check(2, &["out has no manifest.jsonl", "has not come to its end"]);
            write(folder.path(), "out/records/mine.json", b"mine");
            write(folder.path(), "out/reports/mine.md", b"mine");
            annalist(folder.path(), &["run", "other", "-o", "out", "--no-html"])
                .check(0, &["1 document "]);
            assert_eq!(
                names(&folder.path().join("out")),
                [
                    "corpus.json",
                    "corpus.md",
                    "manifest.jsonl",
                    "records/c.html.json",
                    "records/mine.json",
                    "reports/c.html.md",
                    "reports/mine.md",
                    "run.json"
                ],
                "after {signal}"
            );
        }
    }

    #[test]
    fn an_interrupted_run_keeps_what_was_done_and_the_next_clears_the_rest() {
        let folder = with_many_pages();
        let mut child = held_run(folder.path());
        send("-INT", &child);
        send("-CONT", &child);
        assert_eq!(child.wait().unwrap().code(), Some(130));
        let out = folder.path().join("out");
        let outcomes = common::manifest(&out);
        let done = outcomes.iter().filter(|outcome| outcome.ends_with(" done")).count();
        assert_eq!(outcomes.len(), 400);
        assert!((1..400).contains(&done), "{done}");
        let records = names(&out.join("records"));
        assert_eq!(records.len(), done + 2, "with those of the run before");
        let told = annalist(folder.path(), &["verify", "out"]);
        told.check(1, &[&format!("{done} of {} records", done + 2)]);
        assert!(told.out.contains("records/sub/b.html.json: expected a line of manifest.jsonl"));

        annalist(folder.path(), &["run", "other", "-o", "out"]).check(0, &[]);
        assert_eq!(names(&out.join("records")), ["c.html.json"]);
        assert_eq!(names(&out.join("reports")), ["c.html.md"]);
    }
}
