//! What the documents of a collection claim, together: the same relation or event of several documents
//! is one, with all its evidence, and what contradicts is put side by side.
//!
//! Claims are gathered by keys that sort (type, parties, how it is meant); a key holds all that
//! decides, so the claims of one key are settled without a look at those of others, and the order in
//! which documents came leaves no trace. What a key has in common fits in memory; all keys need not.

mod contradictions;
mod events;
pub(crate) mod facts;
mod join;
mod relations;
mod said;

use std::collections::BTreeSet;

use annalist_model::{Date, Interval, Modality, Owner, Part, TimexDetails, TimexType};

use crate::Passage;
use crate::documents::Documents;
use crate::store::write_text;

pub use self::join::ClaimCounts;
pub(crate) use self::join::{Claims, Told};

/// What the documents claim.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CorpusClaims {
    /// Who stands to whom in what relation, that of most sources first.
    pub relations: Vec<CorpusRelation>,
    /// What happened, dated events first, in the order of time.
    pub events: Vec<CorpusEvent>,
    /// Who is quoted, that of most quotations first.
    pub speakers: Vec<CorpusSpeaker>,
    /// Claims that cannot all be true.
    pub contradictions: Vec<Contradiction>,
}

/// Somebody or something that takes part in a claim.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CorpusParty {
    /// The number of the entity, where the words stand for one.
    pub entity: Option<u32>,
    /// The words; of an entity its name.
    pub words: String,
}

/// When something is said to be or to have happened.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClaimTime {
    /// The days that it means.
    pub interval: Interval,
    /// Its TIMEX3 type.
    pub kind: TimexType,
    /// Its TIMEX3 value.
    pub value: String,
    /// What it says beside its value.
    pub details: TimexDetails,
}

/// What one document says of a claim.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClaimEvidence {
    /// The place of the document in [`Corpus::documents`](crate::Corpus::documents).
    pub document: u32,
    /// How it stands behind the claim.
    pub modality: Modality,
    /// Who says so, where the document says that others do.
    pub reporter: Option<CorpusParty>,
    /// When, as it tells.
    pub time: Option<ClaimTime>,
    /// The words for the office, the part or the quality.
    pub role: Option<String>,
    /// The passages that say so; at least one.
    pub passages: Vec<Passage>,
}

/// In what way a claim is made: what is held for true stands apart from what is denied or only may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stance {
    /// A document, or somebody in it, holds it for true.
    Held,
    /// It is denied or said not to be so.
    Denied,
    /// It is planned, expected, asked, or so only if something else is.
    Open,
}

impl Stance {
    /// All of them, in order.
    pub(crate) const ALL: [Stance; 3] = [Stance::Held, Stance::Denied, Stance::Open];

    /// The name in published reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Stance::Held => "held",
            Stance::Denied => "denied",
            Stance::Open => "open",
        }
    }

    fn of(modality: Modality) -> Stance {
        match modality {
            Modality::Asserted | Modality::Reported => Stance::Held,
            Modality::Denied | Modality::Negated => Stance::Denied,
            Modality::Planned
            | Modality::Predicted
            | Modality::Conditional
            | Modality::Question => Stance::Open,
        }
    }
}

/// A relation that documents tell of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorpusRelation {
    /// Its type.
    pub kind: String,
    /// Of whom it is told.
    pub subject: CorpusParty,
    /// To whom the subject stands so.
    pub object: CorpusParty,
    /// How it is meant.
    pub stance: Stance,
    /// How many documents tell of it in their articles that are no near copies of one another.
    pub sources: u32,
    /// What each document says, in the order of the corpus.
    pub evidence: Vec<ClaimEvidence>,
}

/// An event that documents tell of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorpusEvent {
    /// What happened.
    pub predicate: String,
    /// Who took part, and how; sorted.
    pub participants: Vec<(Part, CorpusParty)>,
    /// When, as exact as any document tells.
    pub time: Option<ClaimTime>,
    /// How it is meant.
    pub stance: Stance,
    /// How many documents tell of it in their articles that are no near copies of one another.
    pub sources: u32,
    /// What each document says, in the order of the corpus.
    pub evidence: Vec<ClaimEvidence>,
}

/// Somebody whose words documents quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorpusSpeaker {
    /// Who.
    pub speaker: CorpusParty,
    /// The quotations, in the order of the corpus: document and passages.
    pub quotations: Vec<(u32, Vec<Passage>)>,
}

/// Claims that cannot all be true, side by side. Which of them is, is for a reader to say.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Contradiction {
    /// What contradicts.
    pub kind: ContradictionKind,
    /// The places of the claims in [`CorpusClaims::relations`] or [`CorpusClaims::events`], ascending.
    pub claims: Vec<u32>,
}

/// What contradicts in claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContradictionKind {
    /// Events: what happens once is said to have happened at several times.
    Dates,
    /// Relations: an office that one holds is said to be held by several at one time.
    Holders,
    /// Relations: held for true here, denied there.
    RelationDenied,
    /// Events: held for true here, denied there.
    EventDenied,
}

impl ContradictionKind {
    /// All of them, in order.
    pub(crate) const ALL: [ContradictionKind; 4] = [
        ContradictionKind::Dates,
        ContradictionKind::Holders,
        ContradictionKind::RelationDenied,
        ContradictionKind::EventDenied,
    ];

    /// The name in published reports.
    pub fn as_str(self) -> &'static str {
        match self {
            ContradictionKind::Dates => "dates",
            ContradictionKind::Holders => "holders",
            ContradictionKind::RelationDenied => "relation_denied",
            ContradictionKind::EventDenied => "event_denied",
        }
    }

    /// Whether it is one of events.
    pub fn is_of_events(self) -> bool {
        matches!(self, ContradictionKind::Dates | ContradictionKind::EventDenied)
    }
}

impl CorpusParty {
    /// Writes where a party stands among others: words that stand for nothing first.
    fn write_order(&self, key: &mut Vec<u8>) {
        key.push(u8::from(self.entity.is_some()));
        key.extend_from_slice(&self.entity.unwrap_or_default().to_be_bytes());
        write_text(key, self.words.as_bytes());
    }
}

/// How many of the documents that tell so in their articles are no near copies of one another.
fn support(evidence: &[ClaimEvidence], documents: &Documents<'_>) -> u32 {
    let of_article = |it: &&ClaimEvidence| it.passages.iter().any(|it| it.owner == Owner::Article);
    let told = evidence.iter().filter(of_article);
    told.map(|it| documents.source(it.document)).collect::<BTreeSet<u32>>().len() as u32
}

/// The first and last day, open ends as far as they go.
fn days(interval: Interval) -> (Option<Date>, Option<Date>) {
    (interval.from.map(Date::first_day), interval.to.map(Date::last_day))
}

/// Whether two times have a day in common.
fn overlap(one: Interval, other: Interval) -> bool {
    let ((from, to), (other_from, other_to)) = (days(one), days(other));
    let before =
        |to: Option<Date>, from: Option<Date>| to.zip(from).is_some_and(|(to, from)| to < from);
    !before(to, other_from) && !before(other_to, from)
}
