//! Cases that are files: a page, a line of dashes, and what is read from the page.

#![allow(dead_code, reason = "each test file takes the form of its own cases")]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use annalist_model::Document;
use annalist_parse::{Input, Parser};

/// What parts a page from what is expected of it.
const BORDER: &str = "\n----\n";

/// A page, as its file has it, and what is read from it.
pub(crate) struct Case<'a> {
    pub(crate) page: &'a str,
    pub(crate) expected: &'a str,
    pub(crate) document: &'a Document,
}

/// Reads the page of each file in `tests/FOLDER`, and compares what `show` tells of it.
#[track_caller]
pub(crate) fn check(folder: &str, show: impl Fn(&Document) -> String) {
    check_each(folder, |case| {
        let found = show(case.document);
        let expected = case.expected;
        if found == expected {
            return String::new();
        }
        format!("-- expected\n{expected}-- found\n{found}")
    });
}

/// Reads the page of each file in `tests/FOLDER`; `faults` says what is wrong with it, if anything.
#[track_caller]
pub(crate) fn check_each(folder: &str, faults: impl Fn(&Case<'_>) -> String) {
    let parser = Parser::new().unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let mut cases: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(cases.len() > 10, "the cases are gone: {cases:?}");
    let mut failed = String::new();
    for case in &cases {
        let name = case.file_name().unwrap().to_string_lossy();
        let text = fs::read_to_string(case).unwrap();
        let (page, expected) =
            text.split_once(BORDER).unwrap_or_else(|| panic!("{name} has no line of dashes"));
        let input = Input { name: &name, bytes: page.as_bytes(), ..Input::default() };
        let document = parser.parse(&input).unwrap();
        let found = faults(&Case { page, expected, document: &document });
        if !found.is_empty() {
            let _ = write!(failed, "\n{name}\n{found}");
        }
    }
    assert!(failed.is_empty(), "{failed}");
}
