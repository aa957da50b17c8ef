//! The weights of features, in a table that answers with one look.

use super::tags::{PerTag, TAGS};

/// A feature, or a free place.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    /// Number of the feature; 0 where the place is free.
    number: u32,
    row: [i8; TAGS],
}

/// An open table of features by their numbers: a row is found where its number points to, or in one
/// of the places right behind. Greater numbers point further on, so that features in rising order
/// fill the table from its start to its end.
#[derive(Debug)]
pub(super) struct Weights {
    slots: Vec<Slot>,
    /// A bit for each feature that there is: most that are asked for are not, and this tells so
    /// without a look at the table.
    present: Vec<u64>,
}

/// Bits of a number that point into the bits of those that there are.
const PRESENT_BITS: u32 = 22;

impl Weights {
    pub(super) fn new(features: &[(u32, [i8; TAGS])]) -> Weights {
        let mut weights = Weights {
            slots: vec![Slot::default(); features.len() * 3 / 2 + 2],
            present: vec![0; 1 << (PRESENT_BITS - 6)],
        };
        for (number, row) in features {
            weights.insert(*number, *row);
        }
        weights
    }

    fn insert(&mut self, number: u32, row: [i8; TAGS]) {
        let (word, bit) = present_at(number);
        if let Some(word) = self.present.get_mut(word) {
            *word |= bit;
        }
        let mut at = self.place_of(number);
        while self.slots.get(at).is_some_and(|slot| slot.number != 0) {
            at = self.behind(at);
        }
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = Slot { number, row };
        }
    }

    /// Adds the weights of features, of those that have any.
    ///
    /// First it is seen which may have some, then these are looked up: a look is far away in memory,
    /// and so many are under way at a time.
    pub(super) fn add_all(&self, features: &[u64], sums: &mut PerTag) {
        for features in features.chunks(AT_A_TIME) {
            let mut likely = [0; AT_A_TIME];
            let mut count = 0;
            for feature in features {
                let number = number_of(*feature);
                let (word, bit) = present_at(number);
                if let Some(place) = likely.get_mut(count) {
                    *place = number;
                }
                count += usize::from(self.present.get(word).is_some_and(|word| word & bit != 0));
            }
            for number in likely.get(..count).unwrap_or_default() {
                self.add(*number, sums);
            }
        }
    }

    fn add(&self, number: u32, sums: &mut PerTag) {
        let mut at = self.place_of(number);
        while let Some(slot) = self.slots.get(at).filter(|slot| slot.number != 0) {
            if slot.number == number {
                for (sum, weight) in sums.iter_mut().zip(slot.row) {
                    *sum += i32::from(weight);
                }
                return;
            }
            at = self.behind(at);
        }
    }

    fn place_of(&self, number: u32) -> usize {
        ((u64::from(number) * self.slots.len() as u64) >> 32) as usize
    }

    fn behind(&self, at: usize) -> usize {
        if at + 1 < self.slots.len() { at + 1 } else { 0 }
    }
}

/// How many features are looked at together.
const AT_A_TIME: usize = 64;

fn present_at(number: u32) -> (usize, u64) {
    let bit = number >> (32 - PRESENT_BITS);
    ((bit >> 6) as usize, 1 << (bit & 63))
}

/// The number that a feature is known by in the file; never 0.
pub(super) fn number_of(feature: u64) -> u32 {
    ((feature >> 32) as u32).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_has_its_own_weights() {
        let row = |weight: i8| std::array::from_fn(|tag| weight + tag as i8);
        let weights = Weights::new(&[(7, row(1)), (7 + 8, row(20)), (1 << 30, row(-50))]);
        let sum = |numbers: &[u64]| {
            let mut sums = [0; TAGS];
            let features: Vec<u64> = numbers.iter().map(|number| number << 32).collect();
            weights.add_all(&features, &mut sums);
            (sums[0], sums[1])
        };
        assert_eq!(sum(&[7]), (1, 2));
        assert_eq!(sum(&[15, 1 << 30, 3]), (-30, -28));
        assert_eq!(sum(&[3, 23]), (0, 0));
    }
}
