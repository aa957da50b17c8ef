//! What is kept in an output folder for the next run, in numbers.

use std::path::Path;

use crate::cache::{self, Cache};

/// What is kept in an output folder for the next run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Inputs that are known.
    pub inputs: usize,
    /// Bytes on disk.
    pub bytes: u64,
    /// Parts that are damaged; what they tell of is done again.
    pub faults: usize,
}

/// What is kept in `output`.
pub fn kept(output: &Path) -> Kept {
    let cache = Cache::read(output);
    Kept { inputs: cache.entries().count(), bytes: cache::bytes_in(output), faults: cache.faults() }
}
