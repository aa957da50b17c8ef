//! Small pages, and what their metadata say. Each file of `metadata/` holds a page, a line of
//! dashes, and a line for each field with where it was found, and for a date in doubt. Adding a
//! case is adding a file.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod support;

use std::fmt::{Display, Write};

use annalist_model::{Code, Metadata, Sourced};

#[test]
fn each_page_says_what_its_file_says() {
    support::check("metadata", |document| {
        let mut out = show(document.metadata());
        let doubts = document.diagnostics().iter().filter(|it| it.code == Code::DateDiffers);
        out.extend(doubts.map(|it| format!("{}: {}\n", it.code, it.message)));
        out
    });
}

/// A line a value: its field, where it was found, what it is.
fn show(metadata: &Metadata) -> String {
    let mut out = String::new();
    add(&mut out, "title", metadata.title.iter());
    add(&mut out, "author", metadata.authors.iter());
    add(&mut out, "published", metadata.published.iter());
    add(&mut out, "modified", metadata.modified.iter());
    add(&mut out, "image", metadata.images.iter());
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
