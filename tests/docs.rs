//! What the documentation lists is what the code has.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::fmt::Write;
use std::fs;
use std::path::Path;

use annalist_model::Code;
use annalist_pipeline::FailureCode;

#[test]
fn every_diagnostic_is_listed() {
    let mut table = String::from("| code | severity | meaning |\n| --- | --- | --- |\n");
    for code in Code::ALL {
        let (severity, meaning) = (code.severity().as_str(), code.meaning());
        let _ = writeln!(table, "| {code} | {severity} | {meaning} |");
    }
    let page = include_str!("../docs/DIAGNOSTICS.md");
    let listed = &page[page.find("| code").unwrap_or(page.len())..];
    assert_eq!(listed, table, "docs/DIAGNOSTICS.md lists other codes than there are");
}

#[test]
fn every_kind_of_failure_is_listed() {
    let page = include_str!("../docs/FAILURES.md");
    let listed: Vec<&str> = page.lines().filter(|line| line.starts_with("| F")).collect();
    let row = |code: FailureCode| format!("| {code} | {} | {} |", code.words(), code.meaning());
    let table: Vec<String> = FailureCode::ALL.into_iter().map(row).collect();
    assert_eq!(listed, table, "docs/FAILURES.md lists other codes than there are");
}

#[test]
fn every_bound_is_as_the_code_has_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let page = include_str!("../docs/BOUNDS.md");
    let rows = page.lines().filter(|line| line.starts_with("| ")).skip(2);
    let mut wrong = Vec::new();
    for row in rows {
        let place = row.trim_end_matches(" |").rsplit(" | ").next().unwrap_or_default();
        let (file, words) = place.split_once("`: `").unwrap_or_else(|| panic!("{row}"));
        let file = file.trim_start_matches('`');
        let source = fs::read_to_string(root.join(file)).unwrap_or_default();
        if !source.contains(words.trim_end_matches('`')) {
            wrong.push(row);
        }
    }
    assert!(wrong.is_empty(), "docs/BOUNDS.md says what the code has otherwise: {wrong:#?}");
}
