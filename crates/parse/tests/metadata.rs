//! Small pages, and what their metadata say. Each file of `metadata/` holds a page, a line of
//! dashes, and a line for each field with where it was found. Adding a case is adding a file.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::fmt::{Display, Write};
use std::fs;
use std::path::{Path, PathBuf};

use annalist_model::{Metadata, Sourced};
use annalist_parse::{Input, Parser};

/// What parts a page from what is expected of it.
const BORDER: &str = "\n----\n";

#[test]
fn each_page_says_what_its_file_says() {
    let parser = Parser::new().unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/metadata");
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
        let found = show(parser.parse(&input).unwrap().metadata());
        if found != expected {
            let _ = write!(failed, "\n{name}\n-- expected\n{expected}-- found\n{found}");
        }
    }
    assert!(failed.is_empty(), "{failed}");
}

/// A line a value: its field, where it was found, what it is.
fn show(metadata: &Metadata) -> String {
    let mut out = String::new();
    add(&mut out, "title", metadata.title.iter());
    add(&mut out, "author", metadata.authors.iter());
    add(&mut out, "published", metadata.published.iter());
    add(&mut out, "modified", metadata.modified.iter());
    out
}

fn add<'m, T: Display + 'm>(
    out: &mut String,
    field: &str,
    values: impl Iterator<Item = &'m Sourced<T>>,
) {
    for value in values {
        let _ = writeln!(out, "{field} ({}): {}", value.origin.as_str(), value.value);
    }
}
