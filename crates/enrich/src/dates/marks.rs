//! What a rule says beside the value: modifiers, quantity and frequency.

use annalist_model::Modifier;

use super::meaning::Operation;
use super::moment::Edge;

/// What was said beside a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    pub(super) modifier: Option<Modifier>,
    pub(super) quantity: Option<&'static str>,
    pub(super) frequency: Option<String>,
}

impl Marks {
    /// Adds what is said of a part; of two modifiers the first stands.
    pub(super) fn add(&mut self, of_part: Marks) {
        self.modifier = self.modifier.or(of_part.modifier);
        self.quantity = self.quantity.or(of_part.quantity);
        self.frequency = self.frequency.take().or(of_part.frequency);
    }

    /// What the marks of its parts say of the result of an operation.
    pub(super) fn through(self, operation: Operation) -> Marks {
        let modifier = self.modifier;
        let modifier = match operation {
            // More than a year ago was before that point.
            Operation::BeforeNow | Operation::Earlier => modifier.map(|it| point(it, true)),
            Operation::Later => modifier.map(|it| point(it, false)),
            // What is said of one end, or of the whole that a part is of, does not hold for both.
            Operation::Range | Operation::Nth | Operation::Lasting | Operation::Closest => None,
            _ => modifier,
        };
        Marks { modifier, ..self }
    }
}

/// What a modifier of a length says of the point that lies so far back, or on.
fn point(of_length: Modifier, is_back: bool) -> Modifier {
    match (of_length, is_back) {
        (Modifier::MoreThan, true) | (Modifier::LessThan, false) => Modifier::Before,
        (Modifier::LessThan, true) | (Modifier::MoreThan, false) => Modifier::After,
        (Modifier::EqualOrMore, true) | (Modifier::EqualOrLess, false) => Modifier::OnOrBefore,
        (Modifier::EqualOrLess, true) | (Modifier::EqualOrMore, false) => Modifier::OnOrAfter,
        (other, _) => other,
    }
}

impl Edge {
    /// The modifier that says so.
    pub(super) fn modifier(name: &str) -> Option<Modifier> {
        match Edge::parse(name)? {
            Edge::Start => Modifier::parse(name),
            Edge::Middle => Some(Modifier::Mid),
            Edge::End => Modifier::parse(name),
        }
    }
}
