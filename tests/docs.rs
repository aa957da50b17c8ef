//! What the documentation lists is what the code has.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::fmt::Write;

use annalist_model::Code;

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
