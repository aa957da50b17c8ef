//! A bound on the memory that documents take together: how many bytes of pages are worked on at once.
//!
//! What a page takes is in proportion to its length, and bounded by the number of its elements. So many
//! long pages that come together, on many threads, would take many times what one takes. They wait for
//! each other here; pages of common length never do.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// What may be in hand at once, in bytes of pages.
#[derive(Debug)]
pub(crate) struct Weights {
    most: u64,
    in_hand: Mutex<u64>,
    less: Condvar,
}

/// A page in hand; put down when it is dropped.
#[derive(Debug)]
pub(crate) struct Weight<'a> {
    weights: &'a Weights,
    bytes: u64,
}

/// Something in hand that borrows nothing; put down when it is dropped.
#[derive(Debug)]
pub(crate) struct OwnWeight {
    weights: Arc<Weights>,
    bytes: u64,
}

impl Weights {
    /// Nothing is in hand, and `most` bytes may be.
    pub(crate) fn new(most: u64) -> Weights {
        Weights { most, in_hand: Mutex::new(0), less: Condvar::new() }
    }

    /// Takes up a page of `bytes` bytes, once there is room for it. One that is longer than all that may
    /// be in hand is taken up alone.
    pub(crate) fn take_up(&self, bytes: u64) -> Weight<'_> {
        Weight { weights: self, bytes: self.wait_for(bytes) }
    }

    /// The same, for whoever may outlive its caller.
    pub(crate) fn take_up_own(self: &Arc<Weights>, bytes: u64) -> OwnWeight {
        OwnWeight { bytes: self.wait_for(bytes), weights: Arc::clone(self) }
    }

    /// Waits until there is room for `bytes`, and takes it; how much was taken.
    fn wait_for(&self, bytes: u64) -> u64 {
        let bytes = bytes.min(self.most);
        let in_hand = self.in_hand.lock().unwrap_or_else(PoisonError::into_inner);
        let is_full = |in_hand: &mut u64| *in_hand > self.most - bytes;
        let mut in_hand =
            self.less.wait_while(in_hand, is_full).unwrap_or_else(PoisonError::into_inner);
        *in_hand += bytes;
        bytes
    }

    fn put_down(&self, bytes: u64) {
        *self.in_hand.lock().unwrap_or_else(PoisonError::into_inner) -= bytes;
        self.less.notify_all();
    }
}

impl Drop for Weight<'_> {
    fn drop(&mut self) {
        self.weights.put_down(self.bytes);
    }
}

impl Drop for OwnWeight {
    fn drop(&mut self) {
        self.weights.put_down(self.bytes);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::thread;

    use super::*;

    #[test]
    fn no_more_is_in_hand_than_may_be() {
        let weights = Weights::new(100);
        let (now, greatest) = (AtomicU64::new(0), AtomicU64::new(0));
        thread::scope(|scope| {
            for bytes in [60, 50, 40, 30, 500, 1, 99, 100] {
                let (weights, now, greatest) = (&weights, &now, &greatest);
                scope.spawn(move || {
                    for _ in 0..50 {
                        let _weight = weights.take_up(bytes);
                        let bytes = bytes.min(100);
                        let sum = now.fetch_add(bytes, Ordering::SeqCst) + bytes;
                        greatest.fetch_max(sum, Ordering::SeqCst);
                        thread::yield_now();
                        now.fetch_sub(bytes, Ordering::SeqCst);
                    }
                });
            }
        });
        assert!(greatest.load(Ordering::SeqCst) <= 100);
        assert_eq!(*weights.in_hand.lock().unwrap(), 0);
    }
}
