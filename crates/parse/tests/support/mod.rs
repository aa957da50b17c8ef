//! Cases that are files: a page, a line of dashes, and what is read from the page.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use annalist_model::Document;
use annalist_parse::{Input, Parser};

/// What parts a page from what is expected of it.
const BORDER: &str = "\n----\n";

/// Reads the page of each file in `tests/FOLDER`, and compares what `show` tells of it.
#[track_caller]
pub(crate) fn check(folder: &str, show: impl Fn(&Document) -> String) {
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
        let found = show(&parser.parse(&input).unwrap());
        if found != expected {
            let _ = write!(failed, "\n{name}\n-- expected\n{expected}-- found\n{found}");
        }
    }
    assert!(failed.is_empty(), "{failed}");
}
