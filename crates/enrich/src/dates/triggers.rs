//! The words that an expression of time cannot do without: text that has none of them is not looked
//! at any further.

use std::collections::HashSet;

use aho_corasick::{AhoCorasick, MatchKind};

use super::grammar::Grammar;
use super::lexicon::Lexicon;
use annalist_tables::{DataError, DataFile, read_words};

/// Finds such words, and digits, in text.
#[derive(Debug)]
pub(super) struct Triggers(AhoCorasick);

impl Triggers {
    /// All words of the grammar but the quiet ones, which stand in any text. No expression may be
    /// made of those alone.
    pub(super) fn load(
        quiet: DataFile,
        lexicon: &Lexicon,
        grammar: &Grammar,
    ) -> Result<Triggers, DataError> {
        let words = read_words(quiet)?;
        if let Some(rule) = grammar.made_of(&words, lexicon) {
            return Err(DataError {
                file: quiet.name.to_owned(),
                line: 1,
                message: format!("rule {rule:?} reads what is made of quiet words alone"),
            });
        }
        let known: HashSet<&str> = lexicon.words().chain(grammar.words()).collect();
        let is_loud = |word: &&str| word.starts_with(char::is_alphabetic) && !words.contains(*word);
        let mut loud: Vec<&str> = known.into_iter().filter(is_loud).collect();
        loud.extend(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "½"]);
        loud.sort_unstable();
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .build(&loud);
        let automaton = automaton.map_err(|error| DataError {
            file: quiet.name.to_owned(),
            line: 1,
            message: error.to_string(),
        })?;
        Ok(Triggers(automaton))
    }

    /// Whether an expression of time may stand in `text`.
    pub(super) fn may_be_in(&self, text: &str) -> bool {
        self.0.find_iter(text).any(|found| {
            let first = text.get(found.range()).and_then(|word| word.chars().next());
            if !first.is_some_and(char::is_alphabetic) {
                return true;
            }
            let before = text.get(..found.start()).and_then(|text| text.chars().next_back());
            let behind = text.get(found.end()..).and_then(|text| text.chars().next());
            !before.is_some_and(char::is_alphabetic) && !behind.is_some_and(char::is_alphabetic)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::DateReader;

    #[test]
    fn text_without_a_word_of_time_is_passed_over() {
        let triggers = DateReader::load().unwrap().triggers;
        for text in ["in May", "MONDAY", "at 3", "a day.", "½ hour", "(today)"] {
            assert!(triggers.may_be_in(text), "{text}");
        }
        for text in ["", "He mayored it of the one and the other in full.", "the last of them all"]
        {
            assert!(!triggers.may_be_in(text), "{text}");
        }
    }
}
