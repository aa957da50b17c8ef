//! Whether two names, as strings, can name the same one.
//!
//! [`words`] takes away what writings of one name differ in (scripts, titles, legal forms), and
//! [`align`] pairs the words that are left. People and organisations are judged by different
//! rules: a different given name is a different person, a different word another company.

mod align;
mod organisations;
mod people;
mod words;

use annalist_model::EntityKind;

use crate::NameMatch;
use crate::names::NameLexicon;
use annalist_tables::DataError;

use words::NameWords;

/// Longest name that is compared word by word, in bytes; longer ones must be equal.
const LONGEST_NAME: usize = 400;

/// Score from which two names match, per mille.
const MATCH: u16 = 700;

/// Compares names.
#[derive(Debug)]
pub(crate) struct NameMatcher {
    words: NameWords,
}

/// A score per mille, and the rule that gave it.
type Judgement = (u16, &'static str);

impl NameMatcher {
    pub(crate) fn load() -> Result<NameMatcher, DataError> {
        Ok(NameMatcher { words: NameWords::load()? })
    }

    pub(crate) fn compare(
        &self,
        a: &str,
        b: &str,
        kind: EntityKind,
        lexicon: &NameLexicon,
    ) -> NameMatch {
        let (score, rule) = if a == b {
            (1000, "equal")
        } else if a.len() > LONGEST_NAME || b.len() > LONGEST_NAME {
            (0, "too-long")
        } else if kind == EntityKind::Person {
            people::judge(&self.words, lexicon, a, b)
        } else {
            organisations::judge(&self.words, a, b)
        };
        NameMatch { is_match: score >= MATCH, score, rule: rule.to_owned() }
    }
}
