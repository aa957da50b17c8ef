//! Records to [`Corpus`].

use annalist_model::Record;

/// What a set of documents gives to the corpus. Merging is associative and commutative.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Partial {}

/// What a collection of documents says as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corpus {}

impl Partial {
    /// What one record gives.
    pub fn of(record: &Record) -> Partial {
        let _ = record;
        Partial {}
    }

    /// What two sets of documents give together.
    #[must_use]
    pub fn merge(self, other: Partial) -> Partial {
        let _ = other;
        self
    }

    /// The corpus of all that was gathered.
    pub fn finish(&self) -> Corpus {
        Corpus {}
    }
}
