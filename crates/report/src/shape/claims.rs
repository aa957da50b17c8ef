//! Relations, events, quotations and quantities, each with the passages that say so.

use annalist_model as model;
use model::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::place::{Bytes, Offsets, Place, Places};
use super::text::Text;
use crate::fault::{Fault, read_each};

/// A stretch of the text.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Passage {
    /// First code point.
    start: u32,
    /// One past the last code point.
    end: u32,
    /// The bytes of the saved file that it was read from; null where it was generated.
    source_bytes: Option<Bytes>,
}

impl Passage {
    fn of(span: Span, places: &Places<'_>) -> Passage {
        let Place { start, end, source_bytes } = places.place(span);
        Passage { start, end, source_bytes }
    }

    fn all(spans: &[Span], places: &Places<'_>) -> Vec<Passage> {
        spans.iter().map(|span| Passage::of(*span, places)).collect()
    }

    fn read(&self, offsets: &Offsets<'_>) -> Result<Span, Fault> {
        offsets.span(self.start, self.end)
    }

    fn read_all(
        key: &str,
        passages: Vec<Passage>,
        offsets: &Offsets<'_>,
    ) -> Result<Vec<Span>, Fault> {
        read_each(key, passages, |passage| passage.read(offsets))
    }

    fn read_optional(
        key: &str,
        passage: Option<Passage>,
        offsets: &Offsets<'_>,
    ) -> Result<Option<Span>, Fault> {
        passage.map(|it| it.read(offsets)).transpose().map_err(|fault| fault.under(key))
    }
}

/// Somebody or something that takes part in a claim.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Party {
    /// The entity that the words stand for, by its number; null where they stand for none.
    entity: Option<u32>,
    /// Where the words stand: a name, a pronoun or a description.
    #[serde(flatten)]
    words: Passage,
}

impl Party {
    fn of(party: &model::Party, places: &Places<'_>) -> Party {
        Party { entity: party.entity, words: Passage::of(party.span, places) }
    }

    fn of_optional(party: Option<&model::Party>, places: &Places<'_>) -> Option<Party> {
        party.map(|party| Party::of(party, places))
    }

    fn read(&self, offsets: &Offsets<'_>) -> Result<model::Party, Fault> {
        Ok(model::Party { span: self.words.read(offsets)?, entity: self.entity })
    }

    fn read_optional(
        key: &str,
        party: Option<Party>,
        offsets: &Offsets<'_>,
    ) -> Result<Option<model::Party>, Fault> {
        party.map(|it| it.read(offsets)).transpose().map_err(|fault| fault.under(key))
    }
}

/// A date of `dates`, by its place.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct When {
    /// Its TIMEX3 value.
    value: String,
    /// Where it stands.
    #[serde(flatten)]
    words: Passage,
}

impl When {
    fn of(span: Option<Span>, found: &model::Annotations, places: &Places<'_>) -> Option<When> {
        let date = found.date_at(span?)?;
        Some(When { value: date.value.clone(), words: Passage::of(date.span, places) })
    }

    fn read(when: Option<When>, offsets: &Offsets<'_>) -> Result<Option<Span>, Fault> {
        Passage::read_optional("date", when.map(|it| it.words), offsets)
    }
}

/// A relation between two parties, read from its subject: `leader_of` says that the subject leads the
/// object.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Relation {
    /// Its type.
    #[serde(rename = "type")]
    kind: String,
    /// Of whom it is told; always an entity.
    subject: Party,
    /// To whom the subject stands so.
    object: Party,
    /// The words for the office, the part or the quality.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    role: Option<Passage>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date: Option<When>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<Party>,
    /// How the text stands behind it.
    modality: Text<model::Modality>,
    /// Who says so, where the text says that others do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reporter: Option<Party>,
    /// The rule that read it.
    rule: String,
    /// The passages that say so.
    evidence: Vec<Passage>,
}

impl Relation {
    pub(crate) fn of(
        relation: &model::Relation,
        found: &model::Annotations,
        places: &Places<'_>,
    ) -> Relation {
        Relation {
            kind: relation.kind.clone(),
            subject: Party::of(&relation.subject, places),
            object: Party::of(&relation.object, places),
            role: relation.role.map(|role| Passage::of(role, places)),
            date: When::of(relation.date, found, places),
            place: Party::of_optional(relation.place.as_ref(), places),
            modality: Text(relation.modality),
            reporter: Party::of_optional(relation.reporter.as_ref(), places),
            rule: relation.rule.clone(),
            evidence: Passage::all(&relation.evidence, places),
        }
    }

    pub(crate) fn read(self, offsets: &Offsets<'_>) -> Result<model::Relation, Fault> {
        Ok(model::Relation {
            kind: self.kind,
            subject: self.subject.read(offsets).map_err(|fault| fault.under("subject"))?,
            object: self.object.read(offsets).map_err(|fault| fault.under("object"))?,
            role: Passage::read_optional("role", self.role, offsets)?,
            date: When::read(self.date, offsets)?,
            place: Party::read_optional("place", self.place, offsets)?,
            modality: self.modality.0,
            reporter: Party::read_optional("reporter", self.reporter, offsets)?,
            evidence: Passage::read_all("evidence", self.evidence, offsets)?,
            rule: self.rule,
        })
    }
}

/// Somebody who takes part in an event.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Participant {
    /// How.
    part: Text<model::Part>,
    /// Who.
    #[serde(flatten)]
    party: Party,
}

/// Something that happened, or is said to have happened.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Event {
    /// What happened.
    predicate: String,
    /// The word that says so, at the first evidence.
    trigger: Passage,
    /// Who took part.
    participants: Vec<Participant>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date: Option<When>,
    /// How the text stands behind it.
    modality: Text<model::Modality>,
    /// Who says so, where the text says that others do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reporter: Option<Party>,
    /// The rule that read it.
    rule: String,
    /// The passages that tell of it.
    evidence: Vec<Passage>,
}

impl Event {
    pub(crate) fn of(
        event: &model::Event,
        found: &model::Annotations,
        places: &Places<'_>,
    ) -> Event {
        let participants = event
            .participants
            .iter()
            .map(|it| Participant { part: Text(it.part), party: Party::of(&it.party, places) });
        Event {
            predicate: event.predicate.clone(),
            trigger: Passage::of(event.trigger, places),
            participants: participants.collect(),
            date: When::of(event.date, found, places),
            modality: Text(event.modality),
            reporter: Party::of_optional(event.reporter.as_ref(), places),
            rule: event.rule.clone(),
            evidence: Passage::all(&event.evidence, places),
        }
    }

    pub(crate) fn read(self, offsets: &Offsets<'_>) -> Result<model::Event, Fault> {
        let participants = read_each("participants", self.participants, |it| {
            Ok(model::Participant { part: it.part.0, party: it.party.read(offsets)? })
        })?;
        Ok(model::Event {
            predicate: self.predicate,
            trigger: self.trigger.read(offsets).map_err(|fault| fault.under("trigger"))?,
            participants,
            date: When::read(self.date, offsets)?,
            modality: self.modality.0,
            reporter: Party::read_optional("reporter", self.reporter, offsets)?,
            evidence: Passage::read_all("evidence", self.evidence, offsets)?,
            rule: self.rule,
        })
    }
}

/// Words that the text gives as somebody's own.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Quotation {
    /// How it is set.
    kind: Text<model::QuotationKind>,
    /// Who says them; null where the text does not tell.
    speaker: Option<Party>,
    /// The word that gives them to the speaker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cue: Option<Passage>,
    /// To whom they are said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recipient: Option<Party>,
    /// The rule that found the speaker, or the quotation where there is none.
    rule: String,
    /// The words, without the marks around them: one stretch for each paragraph, and for each side of
    /// what stands between.
    parts: Vec<Passage>,
}

impl Quotation {
    pub(crate) fn of(quotation: &model::Quotation, places: &Places<'_>) -> Quotation {
        Quotation {
            kind: Text(quotation.kind),
            speaker: Party::of_optional(quotation.speaker.as_ref(), places),
            cue: quotation.cue.map(|cue| Passage::of(cue, places)),
            recipient: Party::of_optional(quotation.recipient.as_ref(), places),
            rule: quotation.rule.clone(),
            parts: Passage::all(&quotation.parts, places),
        }
    }

    pub(crate) fn read(self, offsets: &Offsets<'_>) -> Result<model::Quotation, Fault> {
        Ok(model::Quotation {
            kind: self.kind.0,
            parts: Passage::read_all("parts", self.parts, offsets)?,
            speaker: Party::read_optional("speaker", self.speaker, offsets)?,
            cue: Passage::read_optional("cue", self.cue, offsets)?,
            recipient: Party::read_optional("recipient", self.recipient, offsets)?,
            rule: self.rule,
        })
    }
}

/// A number of the text, with what it counts.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Quantity {
    /// What it measures.
    kind: Text<model::QuantityKind>,
    /// The number in digits, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    /// The unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    /// How exact it is, in the words of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bound: Option<Passage>,
    /// What is counted, in the words of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    of: Option<Passage>,
    /// The number with its unit.
    #[serde(flatten)]
    words: Passage,
}

impl Quantity {
    pub(crate) fn of(quantity: &model::Quantity, places: &Places<'_>) -> Quantity {
        Quantity {
            kind: Text(quantity.kind),
            value: quantity.value.clone(),
            unit: quantity.unit.clone(),
            bound: quantity.bound.map(|bound| Passage::of(bound, places)),
            of: quantity.of.map(|of| Passage::of(of, places)),
            words: Passage::of(quantity.span, places),
        }
    }

    pub(crate) fn read(self, offsets: &Offsets<'_>) -> Result<model::Quantity, Fault> {
        Ok(model::Quantity {
            kind: self.kind.0,
            span: self.words.read(offsets)?,
            value: self.value,
            unit: self.unit,
            bound: Passage::read_optional("bound", self.bound, offsets)?,
            of: Passage::read_optional("of", self.of, offsets)?,
        })
    }
}
