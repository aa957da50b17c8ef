//! What is known of a written word by itself, wherever it stands.

use std::borrow::Cow;

use super::classes::{ClassTable, Classes};
use crate::hash::{join, of_bytes};
use crate::names::lexicon::NameLexicon;
use crate::names::word::Word;

/// Letters of the longest beginning and end of a word that are asked for.
const LONGEST_AFFIX: usize = 4;

/// A written word.
#[derive(Clone, Debug, Default)]
pub(super) struct Form {
    /// Number of the word as written.
    pub(super) written: u64,
    /// Number of the word in lower case, each digit as 0.
    pub(super) lower: u64,
    /// Its letters as kinds of letters, one for each.
    pub(super) shape: u64,
    /// The same, one for each row of one kind.
    pub(super) short_shape: u64,
    /// Its beginnings and ends, of one letter and more.
    pub(super) affixes: Vec<u64>,
    /// Its last three letters.
    pub(super) ending: u64,
    pub(super) classes: Classes,
    /// Lists that have it: a bit each.
    pub(super) lists: u32,
}

impl Form {
    pub(super) fn new(
        written: &str,
        word: &Word,
        classes: &ClassTable,
        lexicon: &NameLexicon,
    ) -> Form {
        let plain = without_digits(&word.lower);
        let lower = of_bytes(plain.as_bytes());
        let of_last_part = || {
            let last = plain.rsplit('-').next().filter(|last| last.len() < plain.len())?;
            let bare = lexicon.without_article(&plain);
            classes
                .get(of_bytes(bare.as_bytes()))
                .or_else(|| classes.get(of_bytes(last.as_bytes())))
        };
        let classes = classes.get(lower).or_else(of_last_part).unwrap_or_default();
        let (shape, short_shape) = shapes(written);
        Form {
            written: of_bytes(written.as_bytes()),
            lower,
            shape,
            short_shape,
            affixes: affixes(&plain),
            ending: ending(&plain, 3),
            classes,
            lists: lists(word, lexicon) << 8 | u32::from(classes.lists),
        }
    }

    /// What stands before the first word and behind the last one.
    pub(super) fn outside(number: u64) -> Form {
        Form {
            written: number,
            lower: number,
            shape: number,
            short_shape: number,
            ..Form::default()
        }
    }
}

/// The word with each digit as 0.
fn without_digits(lower: &str) -> Cow<'_, str> {
    if lower.contains(char::is_numeric) {
        lower.chars().map(|c| if c.is_numeric() { '0' } else { c }).collect()
    } else {
        lower.into()
    }
}

/// The kinds of letters of a word, one for each and one for each row of a kind.
fn shapes(written: &str) -> (u64, u64) {
    let (mut long, mut short, mut last) = (1, 1, 0);
    for c in written.chars().take(24) {
        let kind = match c {
            'a'..='z' => 1,
            'A'..='Z' => 2,
            _ if c.is_lowercase() => 1,
            _ if c.is_uppercase() => 2,
            _ if c.is_numeric() => 3,
            _ if c.is_alphabetic() => 4,
            _ => 8 + u64::from(c),
        };
        long = join(long, kind);
        if kind != last {
            short = join(short, kind);
        }
        last = kind;
    }
    (long, short)
}

fn affixes(lower: &str) -> Vec<u64> {
    let starts = lower.char_indices().skip(1).map(|(at, _)| at).take(LONGEST_AFFIX);
    let prefixes =
        starts.map(|at| join(1, of_bytes(lower.get(..at).unwrap_or_default().as_bytes())));
    let ends =
        lower.char_indices().rev().map(|(at, _)| at).filter(|at| *at > 0).take(LONGEST_AFFIX);
    let suffixes = ends.map(|at| join(2, of_bytes(lower.get(at..).unwrap_or_default().as_bytes())));
    prefixes.chain(suffixes).collect()
}

fn ending(lower: &str, letters: usize) -> u64 {
    let start = lower.char_indices().rev().take(letters).last().map_or(0, |(at, _)| at);
    of_bytes(lower.get(start..).unwrap_or_default().as_bytes())
}

/// Which of the lists have the word: a bit each.
fn lists(word: &Word, lexicon: &NameLexicon) -> u32 {
    let lower = word.lower.as_str();
    let has_article = lexicon.without_article(lower).len() < lower.len();
    let own = [has_article, word.is_function_word, word.all_capitals];
    let own = own.iter().fold(0, |bits, is_so| bits << 1 | u32::from(*is_so));
    lexicon.marks(lower) << 3 | own
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_tell_capitals_and_digits() {
        assert_eq!(shapes("Baghdad").1, shapes("Iran").1);
        assert_ne!(shapes("Baghdad").0, shapes("Iran").0);
        assert_ne!(shapes("IRAN").1, shapes("Iran").1);
        assert_eq!(shapes("al-Sadr").1, shapes("el-Hakim").1);
    }

    #[test]
    fn beginnings_and_ends_are_whole_letters() {
        assert_eq!(affixes("öäü").len(), 4);
        assert_eq!(affixes("a"), Vec::<u64>::new());
        assert_eq!(ending("sadr", 3), of_bytes("adr".as_bytes()));
        assert_eq!(ending("ab", 3), of_bytes("ab".as_bytes()));
    }
}
