//! Whatever cannot be done is told with what it is about, the cause, and what to do. Each case is a line
//! of `errors.tsv`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use common::{annalist, folder, gzip, page};

#[test]
fn every_error_names_file_cause_and_what_to_do() {
    let mut faults = Vec::new();
    for line in include_str!("errors.tsv").lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [code, command, texts @ ..] = cells.as_slice() else { panic!("{line}") };
        assert_eq!(texts.len(), 3, "{line}");
        let folder = place();
        let arguments: Vec<&str> = command.split(' ').collect();
        let told = annalist(folder.path(), &arguments);
        let missing: Vec<&&str> = texts.iter().filter(|text| !told.err.contains(**text)).collect();
        if told.code != code.parse().ok() || !missing.is_empty() {
            faults.push(format!("{command}: {:?} lacks {missing:?}: {}", told.code, told.err));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Files with which something is wrong, and one with which nothing is.
fn place() -> tempfile::TempDir {
    let torn = gzip(&page("Torn"));
    let long = vec![b'a'; 101];
    folder(&[
        ("a.html", &page("One")),
        ("a.maff", b"x"),
        ("bad.jsonl", b"\n[1]\n"),
        ("blank.jsonl", b"\n"),
        ("broken.html.gz", &torn[..torn.len() / 2]),
        ("broken.zip", b"PK\x03\x04 and no more"),
        ("css/a.css", b"p {}"),
        ("empty.html", b""),
        ("empty.tsv", b"name\n"),
        ("file", b"mine"),
        ("in/b.html", &page("Two")),
        ("long.html", &long),
        ("theirs/corpus.md", b"mine"),
    ])
}
