//! One number for many: the hash of Fowler, Noll and Vo (FNV-1a), which is the same everywhere.

/// A hash that grows part by part.
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Fnv {
        Fnv(0xCBF2_9CE4_8422_2325)
    }
}

impl Fnv {
    pub(crate) fn add(&mut self, part: u64) {
        self.0 = (self.0 ^ part).wrapping_mul(0x0100_0000_01B3);
    }

    pub(crate) fn add_text(&mut self, text: &str) {
        text.bytes().for_each(|byte| self.add(u64::from(byte)));
    }

    pub(crate) fn finish(self) -> u64 {
        self.0
    }
}
