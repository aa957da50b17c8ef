//! The merge across documents, one at a time.

use annalist_corpus::Partial;

/// Gathers what documents give to the corpus, as they come.
///
/// Like is merged with like: a document with a document, two with two. So each document takes part
/// in few merges, whatever a merge costs. The order does not show in the result.
#[derive(Debug, Default)]
pub(crate) struct Fold {
    /// At place n, what 2ⁿ documents gave, or nothing.
    heaps: Vec<Option<Partial>>,
}

impl Fold {
    /// Adds what one document gave.
    pub(crate) fn push(&mut self, mut partial: Partial) {
        for heap in &mut self.heaps {
            match heap.take() {
                None => {
                    *heap = Some(partial);
                    return;
                }
                Some(other) => partial = other.merge(partial),
            }
        }
        self.heaps.push(Some(partial));
    }

    /// What all documents gave.
    pub(crate) fn finish(self) -> Partial {
        self.heaps.into_iter().flatten().fold(Partial::default(), Partial::merge)
    }
}
