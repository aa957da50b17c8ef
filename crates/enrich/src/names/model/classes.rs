//! What the model knows of a word by itself: which words it is used like, and which lists of names
//! have it.

use super::weights::number_of;

/// The classes of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Classes {
    /// Its cluster among a few, from 1; 0 if none is known.
    pub(super) coarse: u8,
    /// Its cluster among many, from 1.
    pub(super) fine: u16,
    /// Lists that have it: a bit each.
    pub(super) lists: u8,
}

const COARSE_BITS: u32 = 8;
const FINE_BITS: u32 = 11;

impl Classes {
    fn of(packed: u32) -> Classes {
        Classes {
            coarse: (packed & ((1 << COARSE_BITS) - 1)) as u8,
            fine: ((packed >> COARSE_BITS) & ((1 << FINE_BITS) - 1)) as u16,
            lists: (packed >> (COARSE_BITS + FINE_BITS)) as u8,
        }
    }

    #[cfg(feature = "training")]
    pub(super) fn packed(self) -> u32 {
        u32::from(self.coarse)
            | u32::from(self.fine) << COARSE_BITS
            | u32::from(self.lists) << (COARSE_BITS + FINE_BITS)
    }
}

/// The classes of all words.
#[derive(Debug)]
pub(super) struct ClassTable {
    words: Vec<(u32, u32)>,
    /// Where the words begin whose numbers begin so.
    starts: Vec<u32>,
}

/// Bits of a number that the table of starts goes by.
const START_BITS: u32 = 17;

impl ClassTable {
    pub(super) fn new(words: Vec<(u32, u32)>) -> ClassTable {
        let mut starts = Vec::with_capacity((1 << START_BITS) + 1);
        for (at, (number, _)) in words.iter().enumerate() {
            let bucket = (number >> (32 - START_BITS)) as usize;
            while starts.len() <= bucket {
                starts.push(at as u32);
            }
        }
        starts.resize((1 << START_BITS) + 1, words.len() as u32);
        ClassTable { words, starts }
    }

    /// The classes of the word with this number.
    pub(super) fn get(&self, word: u64) -> Option<Classes> {
        let number = number_of(word);
        let bucket = (number >> (32 - START_BITS)) as usize;
        let (from, to) = (*self.starts.get(bucket)?, *self.starts.get(bucket + 1)?);
        let words = self.words.get(from as usize..to as usize)?;
        words.iter().find(|(known, _)| *known == number).map(|(_, packed)| Classes::of(*packed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_its_own_classes() {
        let table = ClassTable::new(vec![(3, 0x0102), (3 << 20, 1 << 19), (u32::MAX, 5)]);
        let found = |number: u64| table.get(number << 32);
        assert_eq!(found(3), Some(Classes { coarse: 2, fine: 1, lists: 0 }));
        assert_eq!(found(3 << 20), Some(Classes { coarse: 0, fine: 0, lists: 1 }));
        assert_eq!(found(u64::from(u32::MAX)), Some(Classes { coarse: 5, fine: 0, lists: 0 }));
        assert_eq!(found(4), None);
    }
}
