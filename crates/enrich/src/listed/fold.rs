//! Names to numbers that all their spellings share.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use annalist_model::EntityKind;

use super::MOST_WORDS;
use crate::matching::NameMatcher;
use crate::names::{NameLexicon, Particle};

/// Letters from which a word counts by its sound; a shorter one counts by its letters.
const SHORTEST_SOUND: usize = 4;

/// The number before the first word.
pub(super) const START: u64 = 0xcbf2_9ce4_8422_2325;

/// Folds words, and remembers those that it has folded.
pub(super) struct Fold<'a> {
    matcher: &'a NameMatcher,
    lexicon: &'a NameLexicon,
    /// The numbers of words, by a number of the word as it is written.
    known: HashMap<u64, u64, BuildHasherDefault<AsItIs>>,
}

/// Takes a number that is mixed already for its own hash.
#[derive(Clone, Copy, Debug, Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |number, byte| join(number, u64::from(*byte)));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

/// What a name is filed under.
#[derive(Clone, Copy, Debug)]
pub(super) struct NameNumber {
    pub(super) name: u64,
    /// That of its first word.
    pub(super) first: u64,
    pub(super) words: u8,
}

impl<'a> Fold<'a> {
    pub(super) fn new(matcher: &'a NameMatcher, lexicon: &'a NameLexicon) -> Fold<'a> {
        Fold { matcher, lexicon, known: HashMap::default() }
    }

    /// The number of a name; none where it has no words, or too many.
    pub(super) fn name(&mut self, name: &str, kind: Option<EntityKind>) -> Option<NameNumber> {
        let is_person = matches!(kind, None | Some(EntityKind::Person));
        // Lists write the family name first, and a comma behind it.
        let turned = name.split_once(',').filter(|(_, given)| is_person && !given.contains(','));
        let turned = turned.map(|(family, given)| format!("{given} {family}"));
        let name = turned.as_deref().unwrap_or(name);
        let (mut key, mut first, mut words) = (START, None, 0);
        for word in raw_words(name).map(|(_, word)| word) {
            if self.is_article(word) {
                continue;
            }
            let number = self.word(word);
            key = join(key, number);
            first = first.or(Some(number));
            words += 1;
        }
        let words = u8::try_from(words).ok().filter(|words| usize::from(*words) <= MOST_WORDS)?;
        Some(NameNumber { name: key, first: first?, words })
    }

    /// The number of a word.
    pub(super) fn word(&mut self, word: &str) -> u64 {
        let written = number_of(word);
        if let Some(number) = self.known.get(&written) {
            return *number;
        }
        let plain = self.matcher.plain(word);
        let letters: String = plain.chars().filter(char::is_ascii_alphanumeric).collect();
        let number = if letters.len() < SHORTEST_SOUND {
            number_of(&letters)
        } else {
            number_of(&self.matcher.sound(&letters))
        };
        self.known.insert(written, number);
        number
    }

    pub(super) fn is_article(&self, word: &str) -> bool {
        word.len() <= 3 && self.lexicon.is_particle(&word.to_lowercase(), Particle::Article)
    }
}

/// The words of a text, each with where it begins: letters, digits and the marks within them.
pub(super) fn raw_words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_inside = |c: char| {
        c.is_alphanumeric()
            || matches!(c, '\'' | '’' | '‘' | '`' | '\u{300}'..='\u{36f}' | '\u{640}'..='\u{65f}')
    };
    text.split(move |c: char| !is_inside(c)).filter_map(move |part| {
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        let is_quote = |c: char| matches!(c, '\'' | '’' | '‘' | '`');
        let word = part.trim_end_matches(is_quote);
        let bare = ["'s", "’s", "'S", "’S"].iter().find_map(|tail| word.strip_suffix(tail));
        let word = bare.unwrap_or(word);
        word.contains(|c: char| c.is_alphanumeric()).then_some((start, word))
    })
}

fn number_of(letters: &str) -> u64 {
    letters.bytes().fold(START, |number, letter| join(number, u64::from(letter)))
}

/// The number of what goes on with another.
pub(super) fn join(number: u64, with: u64) -> u64 {
    (number ^ with).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23)
}
