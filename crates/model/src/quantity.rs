//! How many and how much.

use crate::claim::Rules;
use crate::{AnnotationError, Span};

/// What a quantity measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuantityKind {
    /// People, as they are.
    People,
    /// People dead, wounded, missing or held.
    Casualties,
    /// Seats of a body.
    Seats,
    /// Votes cast.
    Votes,
    /// A sum of money.
    Money,
    /// A share in a hundred.
    Share,
    /// Anything else that is counted.
    Count,
}

impl QuantityKind {
    /// All kinds.
    pub const ALL: [QuantityKind; 7] = [
        QuantityKind::People,
        QuantityKind::Casualties,
        QuantityKind::Seats,
        QuantityKind::Votes,
        QuantityKind::Money,
        QuantityKind::Share,
        QuantityKind::Count,
    ];

    /// The name in published records.
    pub fn as_str(self) -> &'static str {
        match self {
            QuantityKind::People => "people",
            QuantityKind::Casualties => "casualties",
            QuantityKind::Seats => "seats",
            QuantityKind::Votes => "votes",
            QuantityKind::Money => "money",
            QuantityKind::Share => "share",
            QuantityKind::Count => "count",
        }
    }

    /// The kind with this published name.
    pub fn parse(name: &str) -> Option<QuantityKind> {
        QuantityKind::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// A number of the text, with what it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// What it measures.
    pub kind: QuantityKind,
    /// The number with its unit: "1.5 million euros".
    pub span: Span,
    /// The number in digits: "1500000". Of "dozens" there is none.
    pub value: Option<String>,
    /// The unit, as the rules call it: "EUR", "%".
    pub unit: Option<String>,
    /// How exact it is, in the words of the text: "more than".
    pub bound: Option<Span>,
    /// What is counted, in the words of the text: "fighters".
    pub of: Option<Span>,
}

impl Quantity {
    pub(crate) fn check(&self, rules: &Rules<'_>) -> Result<(), AnnotationError> {
        rules.span("quantity", self.span)?;
        let beside = self.bound.into_iter().chain(self.of);
        beside.into_iter().try_for_each(|span| rules.span("quantity", span))
    }
}
