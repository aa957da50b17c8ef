//! One way to make numbers of words, the same on every machine and in every version of the standard
//! library: what the model of names has learned of a word stands under its number.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// What numbers are multiplied by: an odd number whose bits look random.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// The number of some bytes.
pub(crate) fn of_bytes(bytes: &[u8]) -> u64 {
    let (chunks, rest) = bytes.as_chunks::<8>();
    let whole =
        chunks.iter().fold(bytes.len() as u64, |sum, chunk| join(sum, u64::from_le_bytes(*chunk)));
    let mut last = [0; 8];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    join(whole, u64::from_le_bytes(last))
}

/// The number of two numbers, in this order.
pub(crate) fn join(one: u64, other: u64) -> u64 {
    let mixed = (one.rotate_left(23) ^ other).wrapping_mul(STEP);
    mixed ^ (mixed >> 29)
}

/// A map by the words of a list.
pub(crate) type WordMap<K, V> = HashMap<K, V, BuildHasherDefault<WordHasher>>;

/// A set of the words of a list, or of what is made of them.
pub(crate) type WordSet<K> = HashSet<K, BuildHasherDefault<WordHasher>>;

/// Hashes words faster than the standard library does. It is for the keys of our own lists alone:
/// words of a text could be made to collide.
#[derive(Debug, Default)]
pub(crate) struct WordHasher(u64);

impl Hasher for WordHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = join(self.0, of_bytes(bytes));
    }

    fn write_u8(&mut self, number: u8) {
        self.0 = join(self.0, number.into());
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = join(self.0, number);
    }

    fn write_isize(&mut self, number: isize) {
        self.0 = join(self.0, number as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_has_another_number() {
        let words = ["", "a", "b", "ab", "ba", "abcdefgh", "abcdefghi", "abcdefgh\0"];
        let numbers: std::collections::BTreeSet<u64> =
            words.iter().map(|word| of_bytes(word.as_bytes())).collect();
        assert_eq!(numbers.len(), words.len());
        assert_ne!(join(1, 2), join(2, 1));
    }
}
