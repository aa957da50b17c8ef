//! What a collection is told about names: by a judge of spellings, and by the user.

use std::fmt;

use annalist_model::{Decision, EntityKind};

/// Says which names can be spellings of one. It sees all names at once, sorted, so that what it says
/// does not depend on how they were gathered.
pub trait NameJudge {
    /// The pairs of `names` that are worth a word, by their places.
    fn judge(&self, kind: EntityKind, names: &[&str]) -> Vec<NamePair>;
}

/// What a judge says of two names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamePair {
    /// The place of the one.
    pub one: usize,
    /// The place of the other, which comes later.
    pub other: usize,
    /// Whether both are of one; else they are near, but too little speaks for it.
    pub is_same: bool,
    /// How near they are, per mille.
    pub score: u16,
    /// Why.
    pub rule: String,
}

/// What goes into a corpus beside its documents.
#[derive(Clone, Copy, Default)]
pub struct Corrections<'a> {
    /// Who judges spellings; without one, names are one where their letters are.
    pub judge: Option<&'a dyn NameJudge>,
    /// What the user has decided, which goes before all else.
    pub decisions: &'a [Decision],
}

impl fmt::Debug for Corrections<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let judged = self.judge.is_some();
        f.debug_struct("Corrections")
            .field("judged", &judged)
            .field("decisions", &self.decisions)
            .finish()
    }
}
