//! The examples of a word list: lines of its head that say what each of its rows does.
//!
//! ```text
//! # example: Yesterday {Cap} Zandrik spoke. => person {Cap} Zandrik
//! # example role: ...                 only for rows whose second cell, or all but the first, say "role"
//! # example class month: ...          only for rows whose first cell is "month"
//! ```
//!
//! `{}` is the first cell, `{1}` the one behind it; `{Cap}` and `{1Cap}` have capitals, `{CAPS}` is all
//! capitals, `{1:02}` has two digits at least. A text that begins with `@de` is German.

use std::fmt::Write;

/// One line of the head.
pub(crate) struct Example {
    key: Option<String>,
    /// The text, with places to fill.
    text: String,
    /// What must be found, with places to fill.
    expected: String,
}

impl Example {
    pub(crate) fn parse(line: &str) -> Option<Example> {
        let line = line.strip_prefix("# example")?;
        let (key, rest) = line.split_once(": ")?;
        let (text, expected) = rest.rsplit_once(" => ")?;
        let key = Some(key.trim()).filter(|key| !key.is_empty()).map(str::to_owned);
        Some(Example { key, text: text.to_owned(), expected: expected.to_owned() })
    }

    /// Whether the example is about the row.
    pub(crate) fn is_for(&self, cells: &[&str]) -> bool {
        let Some(key) = self.key.as_deref() else { return true };
        match key.strip_prefix("class ") {
            Some(class) => cells[0] == class,
            None => cells[1..].contains(&key) || cells[1..].join(" ") == key,
        }
    }

    /// The text and what must be found in it, for this row.
    pub(crate) fn fill(&self, cells: &[&str]) -> (String, String) {
        (fill(&self.text, cells), fill(&self.expected, cells))
    }
}

/// The template with the cells in their places.
fn fill(template: &str, cells: &[&str]) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        let (place, behind) = behind.split_once('}').unwrap();
        filled.push_str(before);
        let form = place.trim_start_matches(|c: char| c.is_ascii_digit());
        let column = place[..place.len() - form.len()].parse().unwrap_or(0);
        write_cell(&mut filled, cells[column], form);
        rest = behind;
    }
    filled + rest
}

fn write_cell(filled: &mut String, cell: &str, form: &str) {
    match form {
        "Cap" => filled.push_str(&capitals(cell)),
        "CAPS" => filled.push_str(&cell.to_uppercase()),
        ":02" => write!(filled, "{cell:0>2}").unwrap(),
        _ => filled.push_str(cell),
    }
}

/// The words with a capital each, but for those that have none within names.
fn capitals(words: &str) -> String {
    let small = ["and", "de", "del", "du", "for", "in", "la", "of", "on", "the", "to"];
    let capital = |(index, word): (usize, &str)| {
        if index > 0 && small.contains(&word) {
            return word.to_owned();
        }
        let mut letters = word.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
    };
    words.split(' ').enumerate().map(capital).collect::<Vec<String>>().join(" ")
}
