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

/// Names of one key that are compared each with each; of more, each is compared with as many that
/// follow it in the order of their letters.
const MOST_OF_ONE_KEY: usize = 64;

/// Calls `meet` with the places of each two names that share a key, once for each two.
pub(super) fn each_pair(names: &[&str], keys: &[Vec<u64>], mut meet: impl FnMut(usize, usize)) {
    let mut filed: Vec<(u64, u32)> = Vec::new();
    for (place, of_name) in (0..).zip(keys) {
        filed.extend(of_name.iter().map(|key| (*key, place)));
    }
    filed.sort_unstable();
    for block in filed.chunk_by(|(one, _), (other, _)| one == other) {
        let Some((key, _)) = block.first() else { continue };
        let mut places: Vec<usize> = block.iter().map(|(_, place)| *place as usize).collect();
        if places.len() > MOST_OF_ONE_KEY {
            places.sort_by_key(|place| (names.get(*place), *place));
        }
        for (at, one) in places.iter().enumerate() {
            let others = places.get(at + 1..).unwrap_or_default();
            for other in others.iter().take(MOST_OF_ONE_KEY) {
                if first_shared(keys.get(*one), keys.get(*other)) == Some(*key) {
                    meet((*one).min(*other), (*one).max(*other));
                }
            }
        }
    }
}

/// The least key that both names are filed under.
fn first_shared(one: Option<&Vec<u64>>, other: Option<&Vec<u64>>) -> Option<u64> {
    let (one, other) = one.zip(other)?;
    one.iter().find(|key| other.binary_search(key).is_ok()).copied()
}
