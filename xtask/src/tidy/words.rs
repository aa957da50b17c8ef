//! Words are data: no source of crates/enrich holds one that its data files hold.
//!
//! A data file's head ends in a line that names its columns. One column holds words; others hold
//! codes, such as the kind of a word, and those a source must name to understand them. So a literal
//! may be a code, but no word that is not a code as well.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::house::House;
use super::rust_source::{Kind, Token};
use super::sources::{LibraryFile, library_files};

/// Columns that hold the words of a file; the first that a file has counts.
const WORDS: [&str; 5] = ["word", "name", "cue", "form", "letters"];

/// Columns that hold text: neither words alone nor codes.
const TEXTS: [&str; 5] = ["compared as", "examples", "known as", "pattern", "short form"];

/// The plain vocabulary of the language, which the names of rules and codes are taken from as well.
const VOCABULARY: &str = "names/common-words.tsv";

/// Literals that are words by chance: the file below the sources, the literal, what it is there.
const BY_CHANCE: [(&str, &str, &str); 4] = [
    ("dates/mod.rs", "us", "a region of a language tag"),
    ("entities/key.rs", "ah", "an ending of romanised names"),
    ("listed/fold.rs", "’s", "an ending that lists leave out"),
    ("matching/word.rs", "form", "a way in which two words are alike"),
];

/// What the data files of the crate hold.
#[derive(Debug, Default)]
struct Lexicon {
    /// Words, each with a file that has it.
    words: BTreeMap<String, String>,
    codes: BTreeSet<String>,
}

/// No string literal in the sources of crates/enrich is a word of its data files.
pub(super) fn literals(house: &House<'_>) -> Result<Vec<String>> {
    let mut lexicon = Lexicon::default();
    for path in house.files_below("crates/enrich/data/", ".tsv") {
        lexicon.add(path, &house.text(path)?);
    }
    let files = library_files(house, "enrich")?;
    let check = |file: &LibraryFile| lexicon.check(&file.path, &file.source.tokens);
    Ok(files.iter().flat_map(check).collect())
}

impl Lexicon {
    fn add(&mut self, path: &str, text: &str) {
        let head = text.lines().take_while(|line| line.starts_with('#')).last().unwrap_or_default();
        let columns: Vec<&str> = head.trim_start_matches('#').trim().split('\t').collect();
        let words = columns.iter().position(|column| WORDS.contains(column));
        for row in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            for (index, cell) in row.split('\t').enumerate() {
                if words == Some(index) {
                    if !path.ends_with(VOCABULARY) {
                        // `*ed` in a list stands for the ending of a word.
                        let word = cell.trim_start_matches('*').to_lowercase();
                        self.words.entry(word).or_insert_with(|| path.to_owned());
                    }
                } else if columns.get(index).is_some_and(|column| !TEXTS.contains(column)) {
                    self.codes.insert(cell.to_owned());
                    let parts = cell.split(|c: char| !c.is_alphanumeric() && c != '-');
                    self.codes.extend(parts.map(str::to_owned));
                }
            }
        }
    }

    fn check(&self, path: &str, tokens: &[Token]) -> Vec<String> {
        let mut breaches = Vec::new();
        for (index, Token { kind, line }) in tokens.iter().enumerate() {
            let Kind::Text(text) = kind else { continue };
            let before = tokens.get(..index).unwrap_or_default();
            if is_by_chance(path, text) || is_glue(before) || self.is_code(text) {
                continue;
            }
            if let Some(file) = self.words.get(&text.trim().to_lowercase()) {
                breaches.push(format!(
                    "{path}:{line}: {text:?} is a word of {file}; words are data, so ask the data \
                     file for what the source decides by it"
                ));
            }
        }
        breaches
    }

    /// Whether a literal is one of the names that data files and sources agree on. Capitals alone
    /// are codes of values, such as those of TIMEX3.
    fn is_code(&self, text: &str) -> bool {
        self.codes.contains(text) || !text.chars().any(char::is_lowercase)
    }
}

fn is_by_chance(path: &str, text: &str) -> bool {
    BY_CHANCE.iter().any(|(file, literal, _)| path.ends_with(file) && *literal == text)
}

/// Whether a literal joins the parts of a message: `.join(" and ")`.
fn is_glue(before: &[Token]) -> bool {
    matches!(before, [.., join, open] if join.is_word("join") && open.is_sign('('))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::rust_source::RustSource;

    impl Lexicon {
        fn breaches(&self, source: &str) -> Vec<String> {
            self.check("a.rs", &RustSource::read(source).unwrap().tokens)
        }
    }

    #[test]
    fn words_are_found_and_codes_are_not() {
        let mut lexicon = Lexicon::default();
        lexicon.add(
            "d/words.tsv",
            "# Words.\n# class\tword\tvalue\nday\tMonday\t1\nnow\tnow\tdate(1)\n",
        );
        lexicon.add("d/linkers.tsv", "# word\tkind\nand\tand\nof\tof\nto\tlinks\n");
        lexicon.add("d/rules.tsv", "# rule\texamples\nweekday\ton [Friday] at noon\n");
        lexicon.add("d/names/common-words.tsv", "# word\nrule\n");
        assert_eq!(lexicon.breaches("parts.join(\" to \")"), Vec::<String>::new());
        assert_eq!(lexicon.breaches("words.replace('-', \" to \")").len(), 1);
        for (literal, expected) in [
            ("Monday", 1),
            ("monday", 1),
            ("to", 1),
            ("TO", 0),
            ("and", 0),
            ("now", 0),
            ("date", 0),
            ("rule", 0),
            ("noon", 0),
            ("other", 0),
        ] {
            let breaches = lexicon.breaches(&format!("const A: &str = {literal:?};"));
            assert_eq!(breaches.len(), expected, "{literal}: {breaches:?}");
        }
    }
}
