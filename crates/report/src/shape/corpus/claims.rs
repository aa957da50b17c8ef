//! What the documents of a collection claim, with all evidence, and what of it contradicts.

use annalist_corpus as corpus;
use annalist_model as model;
use model::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::timeline::PassageLine;
use crate::shape::text::Text;
use crate::shape::timex::TimexDetails;

/// Somebody or something that takes part in a claim.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CorpusParty")]
pub(crate) struct PartyLine {
    /// The number of the entity; null where the words stand for none.
    pub(crate) entity: Option<u32>,
    /// The words; of an entity its name.
    pub(crate) words: String,
}

/// When something is said to be or to have happened.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ClaimTime")]
pub(crate) struct TimeLine {
    /// The first of the days that it means; null where that end is open.
    pub(crate) from: Option<Text<Date>>,
    /// The last of them; null where that end is open.
    pub(crate) to: Option<Text<Date>>,
    /// Its TIMEX3 type.
    #[serde(rename = "type")]
    pub(crate) kind: Text<model::TimexType>,
    /// Its TIMEX3 value.
    pub(crate) value: String,
    /// What it says beside its value.
    #[serde(flatten)]
    pub(crate) details: TimexDetails,
}

/// What one document says of a claim.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ClaimEvidence")]
pub(crate) struct EvidenceLine {
    /// The document.
    pub(crate) document: u32,
    /// How it stands behind the claim.
    pub(crate) modality: Text<model::Modality>,
    /// Who says so, where the document says that others do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reporter: Option<PartyLine>,
    /// When, as it tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) date: Option<TimeLine>,
    /// The words for the office, the part or the quality.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) role: Option<String>,
    /// The passages that say so.
    pub(crate) passages: Vec<PassageLine>,
}

/// In what way a claim is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Stance {
    /// A document, or somebody in it, holds it for true.
    Held,
    /// It is denied or said not to be so.
    Denied,
    /// It is planned, expected, asked, or so only if something else is.
    Open,
}

/// A relation that documents tell of, read from its subject.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CorpusRelation")]
pub(crate) struct RelationLine {
    /// Its type.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// Of whom it is told.
    pub(crate) subject: PartyLine,
    /// To whom the subject stands so.
    pub(crate) object: PartyLine,
    /// How it is meant.
    pub(crate) stance: Stance,
    /// How many documents tell of it in their articles that are no near copies of one another.
    pub(crate) sources: u32,
    /// What each document says.
    pub(crate) evidence: Vec<EvidenceLine>,
}

/// Somebody who takes part in an event.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CorpusParticipant")]
pub(crate) struct ParticipantLine {
    /// How.
    pub(crate) part: Text<model::Part>,
    /// Who.
    #[serde(flatten)]
    pub(crate) party: PartyLine,
}

/// An event that documents tell of.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CorpusEvent")]
pub(crate) struct EventLine {
    /// What happened.
    pub(crate) predicate: String,
    /// Who took part.
    pub(crate) participants: Vec<ParticipantLine>,
    /// When, as exact as any document tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) date: Option<TimeLine>,
    /// How it is meant.
    pub(crate) stance: Stance,
    /// How many documents tell of it in their articles that are no near copies of one another.
    pub(crate) sources: u32,
    /// What each document says.
    pub(crate) evidence: Vec<EvidenceLine>,
}

/// Words that a document gives as somebody's own.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CorpusQuotation")]
pub(crate) struct QuotationLine {
    /// The document.
    pub(crate) document: u32,
    /// The words, in one passage or several.
    pub(crate) passages: Vec<PassageLine>,
}

/// Somebody whom documents quote.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CorpusSpeaker")]
pub(crate) struct SpeakerLine {
    /// Who.
    #[serde(flatten)]
    pub(crate) speaker: PartyLine,
    /// The quotations.
    pub(crate) quotations: Vec<QuotationLine>,
}

/// What contradicts in claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ContradictionKind {
    /// Events: what happens once is said to have happened at several times.
    Dates,
    /// Relations: an office that one holds is said to be held by several at one time.
    Holders,
    /// Relations: held for true here, denied there.
    RelationDenied,
    /// Events: held for true here, denied there.
    EventDenied,
}

/// Claims that cannot all be true, side by side; which of them is, is for a reader to say.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Contradiction")]
pub(crate) struct ContradictionLine {
    /// What contradicts.
    pub(crate) kind: ContradictionKind,
    /// The claims: places in `events` for dates and denied events, in `relations` for the others.
    pub(crate) claims: Vec<u32>,
}

impl PartyLine {
    fn of(party: corpus::CorpusParty) -> PartyLine {
        PartyLine { entity: party.entity, words: party.words }
    }
}

impl TimeLine {
    fn of(time: corpus::ClaimTime) -> TimeLine {
        TimeLine {
            from: time.interval.from.map(Text),
            to: time.interval.to.map(Text),
            kind: Text(time.kind),
            value: time.value,
            details: TimexDetails::of(&time.details),
        }
    }
}

impl EvidenceLine {
    fn of(evidence: corpus::ClaimEvidence) -> EvidenceLine {
        EvidenceLine {
            document: evidence.document,
            modality: Text(evidence.modality),
            reporter: evidence.reporter.map(PartyLine::of),
            date: evidence.time.map(TimeLine::of),
            role: evidence.role,
            passages: evidence.passages.into_iter().map(PassageLine::of).collect(),
        }
    }
}

impl Stance {
    fn of(stance: corpus::Stance) -> Stance {
        match stance {
            corpus::Stance::Held => Stance::Held,
            corpus::Stance::Denied => Stance::Denied,
            corpus::Stance::Open => Stance::Open,
        }
    }
}

impl RelationLine {
    pub(super) fn of(relation: corpus::CorpusRelation) -> RelationLine {
        RelationLine {
            kind: relation.kind,
            subject: PartyLine::of(relation.subject),
            object: PartyLine::of(relation.object),
            stance: Stance::of(relation.stance),
            sources: relation.sources,
            evidence: relation.evidence.into_iter().map(EvidenceLine::of).collect(),
        }
    }
}

impl EventLine {
    pub(super) fn of(event: corpus::CorpusEvent) -> EventLine {
        let participants = event.participants.into_iter();
        let participants = participants
            .map(|(part, party)| ParticipantLine { part: Text(part), party: PartyLine::of(party) });
        EventLine {
            predicate: event.predicate,
            participants: participants.collect(),
            date: event.time.map(TimeLine::of),
            stance: Stance::of(event.stance),
            sources: event.sources,
            evidence: event.evidence.into_iter().map(EvidenceLine::of).collect(),
        }
    }
}

impl SpeakerLine {
    pub(super) fn of(speaker: corpus::CorpusSpeaker) -> SpeakerLine {
        let quotations = speaker.quotations.into_iter().map(|(document, passages)| QuotationLine {
            document,
            passages: passages.into_iter().map(PassageLine::of).collect(),
        });
        SpeakerLine { speaker: PartyLine::of(speaker.speaker), quotations: quotations.collect() }
    }
}

impl ContradictionLine {
    pub(super) fn of(contradiction: corpus::Contradiction) -> ContradictionLine {
        let kind = match contradiction.kind {
            corpus::ContradictionKind::Dates => ContradictionKind::Dates,
            corpus::ContradictionKind::Holders => ContradictionKind::Holders,
            corpus::ContradictionKind::RelationDenied => ContradictionKind::RelationDenied,
            corpus::ContradictionKind::EventDenied => ContradictionKind::EventDenied,
        };
        ContradictionLine { kind, claims: contradiction.claims }
    }
}
