//! Words of a page in a vault: names of notes, Markdown, front matter, Mermaid.

use std::collections::BTreeSet;

use crate::text::{line, visible};

/// Longest name of a note, in code points.
const NAME: usize = 80;

/// Longest label in a picture, in code points.
const LABEL: usize = 40;

/// Names that no file may have on some systems.
const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "com1", "lpt1"];

/// Gives names to notes: letters, digits, blanks and hyphens alone, so that none is a way to
/// elsewhere, nor a sign in a link. No two are the same, whatever their case.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    pub(super) fn give(&mut self, folder: &str, words: &str) -> String {
        let plain = |it: char| if it.is_alphanumeric() || it == '-' { it } else { ' ' };
        let words = line(&words.chars().map(plain).collect::<String>());
        let name: String = words.trim_matches(['-', ' ']).chars().take(NAME).collect();
        let is_none = name.is_empty() || RESERVED.contains(&name.to_lowercase().as_str());
        let name = if is_none { format!("Note {name}") } else { name };
        let name = name.trim();
        let mut number = 1;
        loop {
            let path = match number {
                1 => format!("{folder}/{name}"),
                _ => format!("{folder}/{name} {number}"),
            };
            if self.0.insert(path.to_lowercase()) {
                return path;
            }
            number += 1;
        }
    }
}

/// Words that Markdown takes for nothing but words, on one line.
pub(super) fn plain(words: &str) -> String {
    let words = line(&visible(words));
    let mut escaped = String::with_capacity(words.len() + words.len() / 8);
    let mut letters = words.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            // Beside a link, a bracket with a sign before it would be taken for part of it.
            '[' => escaped.push_str("&#91;"),
            ']' => escaped.push_str("&#93;"),
            _ => {
                if letter.is_ascii_punctuation() && means(letter, &escaped, letters.peek()) {
                    escaped.push('\\');
                }
                escaped.push(letter);
            }
        }
    }
    escaped
}

/// Whether a sign would mean something behind these words and before the next letter.
fn means(sign: char, before: &str, next: Option<&char>) -> bool {
    match sign {
        ',' | '\'' | '"' | '?' | '/' | ';' | '(' | '!' => false,
        // What begins an item of a list, and what begins an address.
        '-' | '+' => before.is_empty(),
        ')' => before.bytes().all(|it| it.is_ascii_digit()),
        '.' => before.bytes().all(|it| it.is_ascii_digit()) || before.ends_with("www"),
        ':' => matches!(next, Some('/' | ':')) || before.ends_with(':'),
        _ => true,
    }
}

/// A link to a note, that shows `words`.
pub(super) fn link(note: &str, words: &str) -> String {
    // Within a link nothing is escaped: what would end it goes.
    let plain = |it: char| if "[]|#^<`".contains(it) { ' ' } else { it };
    let words: String = visible(words).chars().map(plain).collect();
    format!("[[{note}|{}]]", line(&words))
}

/// A value of front matter.
pub(super) fn value(words: &str) -> String {
    // What is a string of JSON is one of YAML.
    serde_json::Value::from(line(&visible(words))).to_string()
}

/// A label in a picture of Mermaid, where signs have meanings: none is left.
pub(super) fn label(words: &str) -> String {
    let plain = |it: char| if it.is_alphanumeric() || "-'’.,".contains(it) { it } else { ' ' };
    let words = line(&words.chars().map(plain).collect::<String>());
    let label: String = words.chars().take(LABEL).collect();
    label.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_of_a_note_is_a_way_to_elsewhere() {
        let mut names = Names::default();
        for (words, expected) in [
            ("Omar Haddad", "People/Omar Haddad"),
            ("OMAR HADDAD", "People/OMAR HADDAD 2"),
            ("../../etc/passwd", "People/etc passwd"),
            ("a|b]]#^c", "People/a b c"),
            ("con", "People/Note con"),
            ("…", "People/Note"),
            ("قيس", "People/قيس"),
        ] {
            assert_eq!(names.give("People", words), expected);
        }
        assert!(names.give("People", &"x".repeat(500)).len() < 100);
    }

    #[test]
    fn words_stay_words() {
        assert_eq!(
            plain("[[x]] #tag <b> ==a=="),
            "&#91;&#91;x&#93;&#93; \\#tag &lt;b\\> \\=\\=a\\=\\="
        );
        assert_eq!(plain("1. Mr. X (at 8.5: yes!)"), "1\\. Mr. X (at 8.5: yes!)");
        assert_eq!(plain("- http://x www.y a:: b"), "\\- http\\://x www\\.y a\\:\\: b");
        assert_eq!(link("People/A", "a|b]] [[c"), "[[People/A|a b c]]");
        assert_eq!(value("a\"\n- b: c"), "\"a\\\" - b: c\"");
        assert_eq!(label("a\"]; click x : y"), "a click x y");
    }
}
