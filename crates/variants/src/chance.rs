//! Numbers that look like chance and follow from a seed (`SplitMix64`).

/// A row of numbers.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// The row that follows from `seed`.
    pub fn new(seed: u64) -> Chance {
        Chance(seed)
    }

    /// Some number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`; 0 where that is 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.number() % bound.max(1)
    }

    /// One of `all`, the first ones far more often, as words are used.
    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        let length = all.len() as u64;
        let bound = self.below(length) + 1;
        let bound = self.below(bound) + 1;
        all.get(self.below(bound) as usize)
    }
}
