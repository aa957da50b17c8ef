//! What a document tells: relations, events and quotations, ready for its own page and for those of
//! the entities that take part.

use annalist_corpus::{days_of, sentence_around};
use annalist_model::{Event, Modality, Owner, Part, Precision, Quotation, Record, Relation, Span};
use serde::{Deserialize, Serialize};

use crate::markdown::days::{Known, days_words};
use crate::markdown::shortened_name;
use crate::shape::place::Places;

/// Longest name or description of a party, in code points.
const NAME: usize = 120;

/// Longest quotation that is shown in full, in code points.
const WORDS: usize = 400;

/// Most passages that are led to for one claim.
const CITED: usize = 3;

/// What sort of claim it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Sort {
    Relation,
    Event,
    Quotation,
}

/// One claim, with those who take part in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Told {
    pub(super) sort: Sort,
    /// The relation, what happened, or the cue: "leader of", "captured", "said".
    pub(super) what: String,
    pub(super) parties: Vec<Party>,
    /// The words for an office, or those that are quoted.
    pub(super) words: String,
    /// When, in words; empty where that is not told.
    pub(super) when: String,
    /// First and last day, where they are told.
    pub(super) days: Option<(String, String)>,
    /// How exact the time is: the shape on the timeline.
    pub(super) shape: String,
    /// How the text stands behind it.
    pub(super) modality: String,
    /// Whether the text, or somebody in it, holds it for true.
    pub(super) is_held: bool,
    /// The comment that tells it; none where the article does.
    pub(super) comment: Option<u32>,
    /// The sentence that says so.
    pub(super) snippet: String,
    /// Where the passages begin, in code points.
    pub(super) places: Vec<u32>,
    pub(super) rule: String,
}

/// Who takes part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Party {
    /// How: `subject`, `object`, `agent`, `speaker` …
    pub(super) part: String,
    pub(super) name: String,
    /// The words that stand for it here, where they are others.
    pub(super) words: String,
    /// The number of the entity in the document.
    pub(super) entity: Option<u32>,
}

/// All claims of a record, in the order of the text.
pub(super) fn all(record: &Record, places: &Places<'_>) -> Vec<Told> {
    let claims = &record.annotations().claims;
    let reader = Reader { record, places };
    let relations = claims.relations.iter().map(|it| reader.relation(it));
    let events = claims.events.iter().map(|it| reader.event(it));
    let quotations = claims.quotations.iter().map(|it| reader.quotation(it));
    relations.chain(events).chain(quotations).collect()
}

/// The words at which a claim is marked in the text, for each in the order of [`all`].
pub(super) fn marks(record: &Record) -> Vec<Vec<Span>> {
    let claims = &record.annotations().claims;
    let relations = claims.relations.iter().map(|it| match (it.role, it.evidence.first()) {
        (Some(role), Some(first)) if first.contains(role) => vec![role],
        _ => it.evidence.clone(),
    });
    let events = claims.events.iter().map(|it| vec![it.trigger]);
    let quotations = claims.quotations.iter().map(|it| it.parts.clone());
    relations.chain(events).chain(quotations).collect()
}

struct Reader<'r> {
    record: &'r Record,
    places: &'r Places<'r>,
}

impl Reader<'_> {
    fn relation(&self, it: &Relation) -> Told {
        let mut parties =
            vec![self.party("subject", &it.subject), self.party("object", &it.object)];
        parties.extend(it.place.iter().map(|place| self.party("place", place)));
        parties.extend(it.reporter.iter().map(|by| self.party("reporter", by)));
        let words = it.role.map(|role| self.slice(role, NAME)).unwrap_or_default();
        let what = it.kind.replace('_', " ");
        let told = self.told(Sort::Relation, what, &it.evidence, &it.rule);
        self.at(it.date, Told { parties, words, ..held(told, it.modality) })
    }

    fn event(&self, it: &Event) -> Told {
        let mut parties = Vec::new();
        for part in Part::ALL {
            parties.extend(it.parties(part).map(|party| self.party(part.as_str(), party)));
        }
        parties.extend(it.reporter.iter().map(|by| self.party("reporter", by)));
        let words = self.slice(it.trigger, NAME);
        let what = it.predicate.replace('_', " ");
        let told = self.told(Sort::Event, what, &it.evidence, &it.rule);
        self.at(it.date, Told { parties, words, ..held(told, it.modality) })
    }

    fn quotation(&self, it: &Quotation) -> Told {
        let mut parties: Vec<Party> =
            it.speaker.iter().map(|it| self.party("speaker", it)).collect();
        parties.extend(it.recipient.iter().map(|it| self.party("recipient", it)));
        let document = self.record.document();
        let parts: Vec<&str> = it.parts.iter().map(|part| document.slice(*part)).collect();
        let what = it.cue.map(|cue| self.slice(cue, NAME)).unwrap_or_default();
        let told = self.told(Sort::Quotation, what, &it.parts, &it.rule);
        Told { parties, words: shortened_name(&parts.join(" … "), WORDS), ..told }
    }

    /// What all claims have.
    fn told(&self, sort: Sort, what: String, evidence: &[Span], rule: &str) -> Told {
        let document = self.record.document();
        let first = evidence.first();
        let comment = first.and_then(|span| match document.owner_at(span.start()) {
            Owner::Comment(comment) => Some(comment),
            Owner::Article => None,
        });
        Told {
            sort,
            what,
            parties: Vec::new(),
            words: String::new(),
            when: String::new(),
            days: None,
            shape: String::new(),
            modality: String::new(),
            is_held: true,
            comment,
            snippet: first.map(|span| sentence_around(document, *span)).unwrap_or_default(),
            places: evidence.iter().take(CITED).map(|it| self.places.place(*it).start).collect(),
            rule: rule.to_owned(),
        }
    }

    /// `told`, at the date that stands at these words.
    fn at(&self, date: Option<Span>, told: Told) -> Told {
        let date = date.and_then(|span| self.record.annotations().date_at(span));
        let Some((date, days)) = date.and_then(|date| Some((date, days_of(date)?))) else {
            return told;
        };
        let known = Known { days, kind: date.kind, value: &date.value, details: &date.details };
        let first = days.from.or(days.to).map(|it| it.first_day().to_string());
        let last = days.to.or(days.from).map(|it| it.last_day().to_string());
        Told {
            when: days_words(known),
            days: first.zip(last),
            shape: shape(&date.value, days).to_owned(),
            ..told
        }
    }

    fn party(&self, part: &str, party: &annalist_model::Party) -> Party {
        let words = self.slice(party.span, NAME);
        let entities = &self.record.annotations().entities;
        let entity = party.entity.and_then(|number| entities.get(number as usize));
        let name = entity.map(|entity| shortened_name(&entity.name, NAME));
        let words_are_its_name = name.as_ref().is_none_or(|name| *name == words);
        Party {
            part: part.to_owned(),
            name: name.unwrap_or_else(|| words.clone()),
            words: if words_are_its_name { String::new() } else { words },
            entity: party.entity,
        }
    }

    fn slice(&self, span: Span, most: usize) -> String {
        shortened_name(self.record.document().slice(span), most)
    }
}

fn held(told: Told, modality: Modality) -> Told {
    Told { modality: modality.as_str().to_owned(), is_held: modality.is_held(), ..told }
}

/// How exact a time is, as the shape of its sign.
pub(super) fn shape(value: &str, days: annalist_model::Interval) -> &'static str {
    if days.from.is_none() || days.to.is_none() {
        return "open";
    }
    match Precision::of(value) {
        Some(Precision::Stretch) => "stretch",
        Some(Precision::Second | Precision::Minute | Precision::DayPart | Precision::Day) => "day",
        _ => "vague",
    }
}
