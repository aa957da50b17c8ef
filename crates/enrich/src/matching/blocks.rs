//! Which names may be the same one's, without comparing each with each.
//!
//! Each name is filed under a few keys, made of what its words sound like; only names that share a
//! key are compared. A key holds a whole word and the beginning of another, so that a slip in one
//! word leaves a key that still leads to the name.

use super::word::NameWord;

/// Most words of a name that keys are made of.
const MOST_WORDS: usize = 6;

/// For each word of more than a letter, with the first sound of each other one.
pub(super) fn pairs_of(words: &[NameWord]) -> Vec<String> {
    let words = words.get(..MOST_WORDS).unwrap_or(words);
    if let [word] = words {
        return vec![word.key().to_owned()];
    }
    let mut keys = Vec::new();
    for (at, word) in words.iter().enumerate().filter(|(_, word)| word.text.len() > 1) {
        for (_, other) in words.iter().enumerate().filter(|(other_at, _)| *other_at != at) {
            keys.push(format!("{} {}", word.key(), other.first_sound()));
        }
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}
