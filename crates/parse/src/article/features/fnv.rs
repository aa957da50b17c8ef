//! One number for many: the hash of Fowler, Noll and Vo (FNV-1a), which is the same everywhere.

/// The hash of `parts`, in their order.
pub(super) fn fnv(parts: impl Iterator<Item = u64>) -> u64 {
    parts.fold(0xCBF2_9CE4_8422_2325, |hash, part| (hash ^ part).wrapping_mul(0x0100_0000_01B3))
}
