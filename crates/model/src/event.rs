//! What happened.

use crate::claim::Rules;
use crate::{AnnotationError, Modality, Party, Span};

/// How somebody takes part in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Does it.
    Agent,
    /// Has it done to them; of an election, is elected.
    Patient,
    /// Gets the patient, or hears of it.
    Recipient,
    /// Where it happens.
    Place,
}

impl Part {
    /// All parts, in the order of reports.
    pub const ALL: [Part; 4] = [Part::Agent, Part::Patient, Part::Recipient, Part::Place];

    /// The name in published records.
    pub fn as_str(self) -> &'static str {
        match self {
            Part::Agent => "agent",
            Part::Patient => "patient",
            Part::Recipient => "recipient",
            Part::Place => "place",
        }
    }

    /// The part with this published name.
    pub fn parse(name: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|part| part.as_str() == name)
    }
}

/// Somebody who takes part in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Participant {
    /// How.
    pub part: Part,
    /// Who.
    pub party: Party,
}

/// Something that happened, or is said to have happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What happened, a name of the rules: "captured".
    pub predicate: String,
    /// The word that says so, at the first evidence.
    pub trigger: Span,
    /// Who took part, sorted.
    pub participants: Vec<Participant>,
    /// When, as one of the dates of the document.
    pub date: Option<Span>,
    /// How the text stands behind it.
    pub modality: Modality,
    /// Who says so, where the text says that others do.
    pub reporter: Option<Party>,
    /// The passages that tell of it, sorted and disjoint; at least one.
    pub evidence: Vec<Span>,
    /// The rule that read it.
    pub rule: String,
}

impl Event {
    /// Those who take this part in it.
    pub fn parties(&self, part: Part) -> impl Iterator<Item = &Party> {
        self.participants.iter().filter(move |it| it.part == part).map(|it| &it.party)
    }

    pub(crate) fn check(&self, rules: &Rules<'_>) -> Result<(), AnnotationError> {
        rules.evidence("event", &self.evidence)?;
        rules.span("event", self.trigger)?;
        self.participants.iter().try_for_each(|it| rules.party("participant", &it.party))?;
        if let Some(pair) = self.participants.windows(2).find(|pair| pair[0] >= pair[1]) {
            let span = pair[1].party.span;
            return Err(AnnotationError::OutOfOrder { what: "participant", span });
        }
        self.reporter.iter().try_for_each(|by| rules.party("reporter", by))?;
        self.date.into_iter().try_for_each(|date| rules.date(date))
    }
}
