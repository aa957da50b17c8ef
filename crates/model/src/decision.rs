//! What the user has decided about names, for good.

use crate::EntityKind;

/// One decision. Names are compared by their letters, whatever their case and accents.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// Two names are of one.
    Same {
        /// One name.
        one: String,
        /// The other name.
        other: String,
    },
    /// Two names are of two.
    NotSame {
        /// One name.
        one: String,
        /// The other name.
        other: String,
    },
    /// What looks like a name is none.
    NotAnEntity {
        /// The words.
        name: String,
    },
    /// A name is of a thing of this kind.
    Kind {
        /// The name.
        name: String,
        /// The kind.
        kind: EntityKind,
    },
    /// Whatever has this name is to be called by another.
    Preferred {
        /// A name that it has.
        name: String,
        /// The name to be used.
        preferred: String,
    },
}

/// The rule of what a decision has made so.
pub const DECIDED: &str = "decided";
