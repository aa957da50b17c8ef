//! What the libraries must not reach for: files, clock, threads, environment, the terminal.

use anyhow::Result;

use super::house::House;
use super::rust_source::Token;
use super::sources::{LibraryFile, library_files};

/// Crates that turn values into values and nothing else.
const PURE: [&str; 5] = ["corpus", "enrich", "model", "parse", "report"];

/// Modules of the standard library that a pure crate has no use for.
const REACHES_OUT: [&str; 6] = ["env", "fs", "net", "process", "thread", "time"];

/// The pure crates reach for no file, clock, thread or environment.
pub(super) fn files_clock_and_threads(house: &House<'_>) -> Result<Vec<String>> {
    let mut breaches = Vec::new();
    for name in PURE {
        for file in library_files(house, name)? {
            breaches.extend(reaches_out(&file));
        }
    }
    Ok(breaches)
}

/// No library lets itself print.
pub(super) fn printing(house: &House<'_>) -> Result<Vec<String>> {
    let mut breaches = Vec::new();
    for path in house.files_below("crates/", ".rs").filter(|path| !path.starts_with("crates/cli/"))
    {
        let text = house.text(path)?;
        let allows = |(_, line): &(usize, &str)| line.contains("clippy::print_std");
        let lines = text.lines().enumerate().filter(allows);
        breaches.extend(lines.map(|(index, _)| {
            let line = index + 1;
            format!("{path}:{line}: libraries do not print; return what is to be said")
        }));
    }
    Ok(breaches)
}

fn reaches_out(file: &LibraryFile) -> Vec<String> {
    let path = &file.path;
    let tokens = &file.source.tokens;
    let mut breaches = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let behind = tokens.get(index + 1..).unwrap_or_default();
        let [first, second, rest @ ..] = behind else { continue };
        if !(first.is_sign(':') && second.is_sign(':')) {
            continue;
        }
        let named = if token.is_word("std") { first_names(rest) } else { Vec::new() };
        for module in named.iter().filter(|module| REACHES_OUT.contains(module)) {
            let line = token.line;
            breaches.push(format!(
                "{path}:{line}: std::{module} has no place in a crate that only turns values into \
                 values; the pipeline and the command line reach out"
            ));
        }
        if rest.first().is_some_and(|word| word.is_word("now")) {
            let line = token.line;
            breaches.push(format!(
                "{path}:{line}: the clock is not read here; take the time as a value"
            ));
        }
    }
    breaches
}

/// The names that may come next in a path: one, or those at the first level of braces.
fn first_names(tokens: &[Token]) -> Vec<&str> {
    let Some(first) = tokens.first() else { return Vec::new() };
    if !first.is_sign('{') {
        return first.word().into_iter().collect();
    }
    let mut names = Vec::new();
    let mut depth = 0;
    for (index, token) in tokens.iter().enumerate() {
        if token.is_sign('{') {
            depth += 1;
        } else if token.is_sign('}') {
            depth -= 1;
        }
        if depth == 0 {
            break;
        }
        let begins = index.checked_sub(1).and_then(|before| tokens.get(before));
        let begins = begins.is_some_and(|before| before.is_sign('{') || before.is_sign(','));
        if depth == 1 && begins {
            names.extend(token.word());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reaching_out_is_seen_however_it_is_written() {
        for (text, expected) in [
            ("use std::fs;", 1),
            ("use std::{fmt, fs::{self, File}, io};", 1),
            ("use std::{collections::BTreeMap, fmt::{self, Write}};", 0),
            ("fn f() { std::thread::spawn(g); let t = Instant::now(); }", 2),
            ("fn f() { let path = env!(\"X\"); let now = 1; }", 0),
            ("#[cfg(test)] mod tests { use std::fs; }", 0),
        ] {
            let breaches = reaches_out(&LibraryFile::of(text));
            assert_eq!(breaches.len(), expected, "{text}: {breaches:?}");
        }
    }
}
