//! The titles that a page declares, to compare its headings with.

use super::candidate::{Candidate, Field};
use super::headline::key;
use super::title::{LONGEST_TITLE, SEPARATORS};
use crate::letters::letters;

/// What stands before a headline within its element is no longer than this, in bytes of its key.
const LONGEST_PREFIX: usize = 16;

/// How much of a heading a declared title says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    None,
    /// What stands after a separator: the headline after the name of the site, or that name.
    Tail,
    /// Half of the words.
    Words,
    /// One is within the other.
    Within,
    /// All of it, or of one of its parts.
    Same,
}

/// The titles that a page declares.
pub(super) struct Declared {
    /// The key of each title, and of what stands before a separator in it.
    heads: Vec<String>,
    /// The key of what stands after one.
    tails: Vec<String>,
    /// The words of each title.
    words: Vec<Vec<String>>,
}

impl Declared {
    pub(super) fn new(candidates: &[Candidate]) -> Declared {
        let titles = candidates
            .iter()
            .filter(|it| it.field == Field::Title && it.text.len() <= LONGEST_TITLE)
            .take(20);
        let mut declared = Declared { heads: Vec::new(), tails: Vec::new(), words: Vec::new() };
        for title in titles {
            declared.heads.push(key(&title.text));
            for (head, tail) in splits(&title.text) {
                declared.heads.push(key(head));
                declared.tails.push(key(tail));
            }
            declared.words.push(words_of(&title.text));
        }
        declared.heads.retain(|key| !key.is_empty());
        declared
    }

    /// A heading without the short word before it that no title declares, "Thread: " or "Opinion ",
    /// if a sign or an element parts the two; `first` is the text of the first element.
    pub(super) fn without_prefix<'t>(&self, text: &'t str, first: &str) -> &'t str {
        let own = key(text);
        let declared = self.heads.iter().filter(|title| {
            title.len() >= 16
                && own.len() > title.len()
                && own.len() <= title.len() + LONGEST_PREFIX
        });
        let Some(title) = declared.filter(|title| own.ends_with(title.as_str())).max() else {
            return text;
        };
        let blanks = text.match_indices(' ').map(|(at, _)| at + 1);
        let Some(at) = blanks.into_iter().find(|&at| key(&text[at..]) == *title) else {
            return text;
        };
        let prefix = text[..at].trim_end();
        let is_parted = prefix.ends_with([':', '|', '-', '–', '—']) || prefix == first;
        if is_parted { &text[at..] } else { text }
    }

    /// Whether `text` is all that a title declares, or what stands before a separator in one.
    pub(super) fn is_head(&self, text: &str) -> bool {
        self.heads.contains(&key(text))
    }

    pub(super) fn likeness(&self, text: &str) -> Likeness {
        let own = key(text);
        if own.is_empty() {
            return Likeness::None;
        }
        if self.heads.contains(&own) {
            return Likeness::Same;
        }
        if self.tails.contains(&own) {
            return Likeness::Tail;
        }
        let is_within = |known: &String| {
            let (short, long) = if known.len() < own.len() { (known, &own) } else { (&own, known) };
            short.len() >= 8 && long.contains(short.as_str())
        };
        if self.heads.iter().any(is_within) {
            return Likeness::Within;
        }
        let words = words_of(text);
        let shares_half = |title: &Vec<String>| {
            let shared = words.iter().filter(|word| title.contains(word)).count();
            shared >= 2 && shared * 2 >= words.len().min(title.len())
        };
        if self.words.iter().any(shares_half) { Likeness::Words } else { Likeness::None }
    }
}

fn words_of(text: &str) -> Vec<String> {
    let mut words: Vec<String> = text.split_whitespace().map(key).collect();
    words.retain(|word| word.len() > 2);
    words
}

/// A title split at each of its separators.
fn splits(title: &str) -> impl Iterator<Item = (&str, &str)> {
    SEPARATORS.into_iter().chain([": "]).flat_map(move |separator| {
        title
            .match_indices(separator)
            .map(move |(at, _)| (&title[..at], &title[at + separator.len()..]))
    })
}

/// The ends of a title up to or from a separator, as keys, with their lengths in bytes without
/// white space.
pub(super) fn parts(title: &str) -> Vec<(String, usize)> {
    let ends = splits(title).flat_map(|(head, tail)| [head, tail]);
    std::iter::once(title).chain(ends).map(|part| (key(part), letters(part))).collect()
}
