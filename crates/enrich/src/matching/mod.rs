//! Whether two names, as strings, can name the same one.
//!
//! A name is taken apart once ([`words`]): what writings of one name differ in goes (scripts, titles,
//! legal forms, translated words, compounds), and of each word that is left its sound is noted
//! ([`sounds`]). Then [`align`] pairs the words of two names. People and organisations are judged by
//! different rules: a different given name is a different person, a different word another company.
//! [`blocks`] finds which names are worth comparing among many.

mod align;
mod blocks;
mod compounds;
mod letters;
mod organisations;
mod people;
mod sounds;
mod word;
mod words;

use annalist_model::EntityKind;

use crate::names::NameLexicon;
use crate::{NameMatch, WordPair};
use annalist_tables::DataError;

use align::Alignment;
use word::{Likeness, NameWord};
use words::{NameWords, OrganisationName, PersonName};

/// Longest name that is compared word by word, in bytes; longer ones must be equal.
const LONGEST_NAME: usize = 400;

/// Score from which two names match, per mille.
pub(crate) const MATCH: u16 = 700;

/// Score from which two names may be spellings of one, per mille.
const SPELLING: u16 = 930;

/// Compares names.
#[derive(Debug)]
pub(crate) struct NameMatcher {
    words: NameWords,
}

/// A name taken apart, to be compared with many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreparedName {
    name: String,
    parts: Parts,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Parts {
    Person(PersonName),
    Organisation(OrganisationName),
    TooLong,
}

impl Parts {
    fn words(&self) -> &[NameWord] {
        match self {
            Parts::Person(name) => &name.words,
            Parts::Organisation(name) => &name.words,
            Parts::TooLong => &[],
        }
    }
}

/// What stands in one of two names and not in the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parting {
    /// Numbers, in both of them, and nothing else.
    Numbers,
    /// One word of each.
    OneWord,
    /// Anything else.
    More,
}

/// A score per mille, the rule that gave it, and the words that it paired.
struct Judgement {
    score: u16,
    rule: &'static str,
    alignment: Option<Alignment>,
}

impl Judgement {
    fn plain(score: u16, rule: &'static str) -> Judgement {
        Judgement { score, rule, alignment: None }
    }

    fn of(score: u16, rule: &'static str, alignment: Alignment) -> Judgement {
        Judgement { score, rule, alignment: Some(alignment) }
    }
}

impl NameMatcher {
    pub(crate) fn load() -> Result<NameMatcher, DataError> {
        Ok(NameMatcher { words: NameWords::load()? })
    }

    /// Takes a name apart.
    pub(crate) fn prepare(
        &self,
        name: &str,
        kind: EntityKind,
        lexicon: &NameLexicon,
    ) -> PreparedName {
        let parts = if name.len() > LONGEST_NAME {
            Parts::TooLong
        } else if kind == EntityKind::Person {
            Parts::Person(self.words.person(name, lexicon))
        } else {
            Parts::Organisation(self.words.organisation(name, lexicon))
        };
        PreparedName { name: name.to_owned(), parts }
    }

    /// A word in small plain letters.
    pub(crate) fn plain(&self, word: &str) -> String {
        self.words.plain(word)
    }

    /// What spellings of a word of plain letters share.
    pub(crate) fn sound(&self, word: &str) -> String {
        self.words.reading(word)
    }

    /// The score of two names, per mille, and the rule that gave it.
    pub(crate) fn score(&self, a: &PreparedName, b: &PreparedName) -> (u16, &'static str) {
        let judgement = self.judge(a, b);
        (judgement.score, judgement.rule)
    }

    /// How two names compare, with the words that speak for it and against.
    pub(crate) fn explain(&self, a: &PreparedName, b: &PreparedName) -> NameMatch {
        let is_turned = b.name < a.name;
        let (first, second) = if is_turned { (b, a) } else { (a, b) };
        let Judgement { score, rule, alignment } = self.judge(a, b);
        let text = |name: &PreparedName, at: usize| {
            name.parts.words().get(at).map(|word| word.text.clone()).unwrap_or_default()
        };
        let alignment = alignment.unwrap_or_default();
        let mut pairs: Vec<WordPair> = alignment
            .pairs
            .iter()
            .map(|(at, other, likeness)| {
                let (one, other) = (text(first, *at), text(second, *other));
                let (a, b) = if is_turned { (other, one) } else { (one, other) };
                WordPair { a, b, likeness: likeness.name() }
            })
            .collect();
        pairs.sort_by(|one, other| (&one.a, &one.b).cmp(&(&other.a, &other.b)));
        let left = |name, left: &[usize]| left.iter().map(|at| text(name, *at)).collect();
        let of_first: Vec<String> = left(first, &alignment.left_of_a);
        let of_second: Vec<String> = left(second, &alignment.left_of_b);
        let (left_of_a, left_of_b) =
            if is_turned { (of_second, of_first) } else { (of_first, of_second) };
        let rule = rule.to_owned();
        NameMatch { is_match: score >= MATCH, score, rule, pairs, left_of_a, left_of_b }
    }

    /// The keys under which a name is filed; names that share none are not the same one's.
    fn keys(&self, name: &PreparedName) -> Vec<String> {
        match &name.parts {
            Parts::Person(name) => blocks::pairs_of(&name.words),
            Parts::Organisation(name) => organisations::keys(name, &self.words),
            Parts::TooLong => vec![name.name.clone()],
        }
    }

    /// Whether two names differ in nothing but how they are romanised.
    pub(crate) fn are_spellings(&self, a: &PreparedName, b: &PreparedName) -> bool {
        let Judgement { score, rule, alignment } = self.judge(a, b);
        let whole = matches!(rule, "same-letters" | "same-words" | "words-agree");
        // One word alone is too little to tell a spelling from another name.
        if a.parts.words().len().min(b.parts.words().len()) < 2 {
            return score == 1000;
        }
        let pairs = alignment.unwrap_or_default().pairs;
        let is_spelling =
            |likeness: &Likeness| matches!(likeness, Likeness::Equal | Likeness::Sound);
        score >= SPELLING && whole && pairs.iter().all(|(.., likeness)| is_spelling(likeness))
    }

    /// What parts two names: nothing but numbers, one word of each, or more.
    pub(crate) fn parting(&self, a: &PreparedName, b: &PreparedName) -> Parting {
        let (words, others) = (a.parts.words(), b.parts.words());
        let Alignment { left_of_a, left_of_b, .. } = align::align(words, others);
        let are_numbers = |words: &[NameWord], left: &[usize]| {
            let mut left = left.iter().filter_map(|at| words.get(*at)).peekable();
            left.peek().is_some() && left.all(NameWord::is_number)
        };
        if are_numbers(words, &left_of_a) && are_numbers(others, &left_of_b) {
            Parting::Numbers
        } else if left_of_a.len() == 1 && left_of_b.len() == 1 {
            Parting::OneWord
        } else {
            Parting::More
        }
    }

    /// The keys under which a name is filed, as numbers, ascending.
    pub(crate) fn key_numbers(&self, name: &PreparedName) -> Vec<u64> {
        let mut keys: Vec<u64> = self.keys(name).iter().map(|key| hash(key)).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// Calls `meet` with the places of each two names that are worth comparing.
    pub(crate) fn each_near_pair(&self, names: &[PreparedName], meet: impl FnMut(usize, usize)) {
        let keys: Vec<Vec<u64>> = names.iter().map(|name| self.key_numbers(name)).collect();
        let written: Vec<&str> = names.iter().map(|name| name.name.as_str()).collect();
        blocks::each_pair(&written, &keys, meet);
    }

    /// Judges the names in the order of their letters, so that which comes first never shows.
    fn judge(&self, a: &PreparedName, b: &PreparedName) -> Judgement {
        let (a, b) = if b.name < a.name { (b, a) } else { (a, b) };
        if a.name == b.name {
            return Judgement::plain(1000, "equal");
        }
        match (&a.parts, &b.parts) {
            (Parts::Person(a), Parts::Person(b)) => people::judge(&self.words, a, b),
            (Parts::Organisation(a), Parts::Organisation(b)) => {
                organisations::judge(&self.words, a, b)
            }
            (Parts::TooLong, _) | (_, Parts::TooLong) => Judgement::plain(0, "too-long"),
            _ => Judgement::plain(0, "other-kinds"),
        }
    }
}

/// A number for a key: the same on every machine.
fn hash(key: &str) -> u64 {
    key.bytes().fold(0xcbf2_9ce4_8422_2325, |number, byte| {
        (number ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
