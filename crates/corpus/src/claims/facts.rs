//! What one document claims, without its text.

use annalist_model::{
    Annotations, CodePoints, Interval, Modality, Part, Party, Record, Span, TimexDetails, TimexType,
};

use crate::Passage;
use crate::passage::on_one_line;
use crate::quotations::{Quotations, days_of};

/// Longest words that are kept of a party, in code points.
const WORDS: usize = 160;

/// The claims of one document, but for those in words that repeat a comment of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ClaimFacts {
    pub(crate) relations: Vec<RelationFact>,
    pub(crate) events: Vec<EventFact>,
    pub(crate) quotations: Vec<QuotationFact>,
}

/// Somebody who takes part in a claim.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PartyFact {
    /// The number of the entity in the document, where the words stand for one.
    pub(crate) entity: Option<u32>,
    pub(crate) words: String,
}

/// When, where it means days.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct WhenFact {
    pub(crate) interval: Interval,
    pub(crate) kind: TimexType,
    pub(crate) value: String,
    pub(crate) details: TimexDetails,
}

/// How a document stands behind a claim, and where it makes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stand {
    pub(crate) modality: Modality,
    pub(crate) reporter: Option<PartyFact>,
    pub(crate) when: Option<WhenFact>,
    pub(crate) passages: Vec<Passage>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RelationFact {
    pub(crate) kind: String,
    pub(crate) subject: PartyFact,
    pub(crate) object: PartyFact,
    pub(crate) role: Option<String>,
    pub(crate) stand: Stand,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct EventFact {
    pub(crate) predicate: String,
    pub(crate) participants: Vec<(Part, PartyFact)>,
    pub(crate) stand: Stand,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct QuotationFact {
    pub(crate) speaker: PartyFact,
    pub(crate) passages: Vec<Passage>,
}

impl ClaimFacts {
    pub(crate) fn of(
        record: &Record,
        points: &CodePoints<'_>,
        quotations: &Quotations<'_>,
    ) -> ClaimFacts {
        let reader = Reader { record, points, quotations, found: record.annotations() };
        let claims = &reader.found.claims;
        let relations = claims.relations.iter().filter_map(|it| {
            Some(RelationFact {
                kind: it.kind.clone(),
                subject: reader.party(&it.subject),
                object: reader.party(&it.object),
                role: it.role.map(|role| reader.words(role)),
                stand: reader.stand(it.modality, it.reporter.as_ref(), it.date, &it.evidence)?,
            })
        });
        let events = claims.events.iter().filter_map(|it| {
            let participants = it.participants.iter();
            Some(EventFact {
                predicate: it.predicate.clone(),
                participants: participants.map(|it| (it.part, reader.party(&it.party))).collect(),
                stand: reader.stand(it.modality, it.reporter.as_ref(), it.date, &it.evidence)?,
            })
        });
        let spoken = claims.quotations.iter().filter_map(|it| {
            let speaker = reader.party(it.speaker.as_ref()?);
            let passages = reader.passages(&it.parts);
            (!passages.is_empty()).then_some(QuotationFact { speaker, passages })
        });
        ClaimFacts {
            relations: relations.collect(),
            events: events.collect(),
            quotations: spoken.collect(),
        }
    }
}

struct Reader<'r> {
    record: &'r Record,
    points: &'r CodePoints<'r>,
    quotations: &'r Quotations<'r>,
    found: &'r Annotations,
}

impl Reader<'_> {
    fn words(&self, span: Span) -> String {
        let words = on_one_line(self.record.document().slice(span));
        match words.char_indices().nth(WORDS) {
            None => words,
            Some((cut, _)) => words.get(..cut).unwrap_or_default().to_owned(),
        }
    }

    fn party(&self, party: &Party) -> PartyFact {
        PartyFact { entity: party.entity, words: self.words(party.span) }
    }

    fn passages(&self, spans: &[Span]) -> Vec<Passage> {
        let own = spans.iter().filter(|span| !self.quotations.repeats(span.start()));
        let document = self.record.document();
        own.map(|span| Passage::of(document, self.points, self.quotations, *span)).collect()
    }

    /// None where all that says so repeats a comment of the page.
    fn stand(
        &self,
        modality: Modality,
        reporter: Option<&Party>,
        date: Option<Span>,
        evidence: &[Span],
    ) -> Option<Stand> {
        let passages = self.passages(evidence);
        let date = date.and_then(|span| self.found.date_at(span));
        let when = date.and_then(|date| {
            Some(WhenFact {
                interval: days_of(date)?,
                kind: date.kind,
                value: date.value.clone(),
                details: date.details.clone(),
            })
        });
        let reporter = reporter.map(|by| self.party(by));
        (!passages.is_empty()).then_some(Stand { modality, reporter, when, passages })
    }
}
