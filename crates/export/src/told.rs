//! What a document tells of somebody, in one shape: relations, events and quotations.

use std::collections::BTreeMap;

use annalist_model::{DateMention, Modality, Party, Span};

use crate::collection::Entity;
use crate::page::Place;
use crate::{Page, text};

/// What a claim tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sort {
    Relation,
    Event,
    Quotation,
}

impl Sort {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Sort::Relation => "relation",
            Sort::Event => "event",
            Sort::Quotation => "quotation",
        }
    }

    fn letter(self) -> char {
        match self {
            Sort::Relation => 'r',
            Sort::Event => 'e',
            Sort::Quotation => 'q',
        }
    }
}

/// A relation, an event or a quotation of a document.
#[derive(Debug)]
pub(crate) struct Told<'r> {
    /// Its identifier: what it is, of which document, from where to where.
    pub(crate) id: String,
    pub(crate) sort: Sort,
    /// The type of the relation, the predicate of the event, the kind of the quotation.
    pub(crate) what: &'r str,
    /// Who takes part, and as what: `subject`, `object`, `agent`, `speaker` and so on.
    pub(crate) parties: Vec<Taking<'r>>,
    /// The words for the office or the part; of a quotation the word that says so.
    pub(crate) role: Option<&'r str>,
    /// When, where it tells.
    pub(crate) date: Option<&'r DateMention>,
    /// How the text stands behind it; of a quotation none: it is said, whether or not it is so.
    pub(crate) modality: Option<Modality>,
    /// The passages that say so, in order.
    pub(crate) evidence: &'r [Span],
    /// The first of them.
    pub(crate) first: Span,
    /// Where the first of them stands.
    pub(crate) place: Place,
    /// The rule that read it.
    pub(crate) rule: &'r str,
}

/// Somebody who takes part.
#[derive(Debug)]
pub(crate) struct Taking<'r> {
    pub(crate) part: &'static str,
    /// The words that stand for them there.
    pub(crate) span: Span,
    pub(crate) words: &'r str,
    /// What the collection knows of them, where the words stand for a name.
    pub(crate) entity: Option<&'r Entity>,
}

impl<'r> Taking<'r> {
    /// The name; else the words.
    pub(crate) fn name(&self) -> &'r str {
        self.entity.map_or(self.words, |entity| &entity.name)
    }
}

impl<'r> Told<'r> {
    /// How the text stands behind it, where it says so itself or says that others do. What it denies,
    /// what is meant, expected or asked for is nothing that is so.
    pub(crate) fn held(&self) -> Option<Modality> {
        self.modality.filter(|it| matches!(it, Modality::Asserted | Modality::Reported))
    }

    /// The words that say so first, on one line.
    pub(crate) fn words(&self, page: &Page<'_>) -> String {
        text::line(page.document().slice(self.first))
    }

    /// Those who take a part.
    pub(crate) fn parties(&self, part: &str) -> impl Iterator<Item = &Taking<'r>> {
        self.parties.iter().filter(move |it| it.part == part)
    }
}

impl<'r> Page<'r> {
    /// What the document tells: relations, events, quotations, each in the order of the record.
    pub(crate) fn told(&self) -> Vec<Told<'r>> {
        let claims = &self.record.annotations().claims;
        let mut all = Vec::new();
        for it in &claims.relations {
            let mut parties = vec![("subject", &it.subject), ("object", &it.object)];
            parties.extend(it.place.iter().map(|place| ("place", place)));
            parties.extend(it.reporter.iter().map(|by| ("reporter", by)));
            all.push(Raw {
                sort: Sort::Relation,
                what: &it.kind,
                parties,
                role: it.role,
                date: it.date,
                modality: Some(it.modality),
                evidence: &it.evidence,
                rule: &it.rule,
            });
        }
        for it in &claims.events {
            let parties = it.participants.iter().map(|it| (it.part.as_str(), &it.party));
            let reporter = it.reporter.iter().map(|by| ("reporter", by));
            all.push(Raw {
                sort: Sort::Event,
                what: &it.predicate,
                parties: parties.chain(reporter).collect(),
                role: Some(it.trigger),
                date: it.date,
                modality: Some(it.modality),
                evidence: &it.evidence,
                rule: &it.rule,
            });
        }
        for it in &claims.quotations {
            let speaker = it.speaker.iter().map(|by| ("speaker", by));
            let recipient = it.recipient.iter().map(|to| ("recipient", to));
            all.push(Raw {
                sort: Sort::Quotation,
                what: it.kind.as_str(),
                parties: speaker.chain(recipient).collect(),
                role: it.cue,
                date: None,
                modality: None,
                evidence: &it.parts,
                rule: &it.rule,
            });
        }
        let mut seen = BTreeMap::new();
        all.into_iter().filter_map(|raw| self.make(raw, &mut seen)).collect()
    }

    fn make(&self, raw: Raw<'r>, seen: &mut BTreeMap<String, u32>) -> Option<Told<'r>> {
        let Raw { sort, what, parties, role, date, modality, evidence, rule } = raw;
        let first = *evidence.first()?;
        let place = self.place(first);
        let id = format!("{}-{}-{}-{}", sort.letter(), self.key, place.start, place.end);
        // Several may stand at one place: the later ones are numbered.
        let count = seen.entry(id.clone()).or_default();
        *count += 1;
        let id = if *count > 1 { format!("{id}-{count}") } else { id };
        let document = self.document();
        let parties = parties.into_iter().map(|(part, party)| Taking {
            part,
            span: party.span,
            words: document.slice(party.span),
            entity: party.entity.and_then(|local| self.entity_of(local)),
        });
        Some(Told {
            id,
            sort,
            what,
            parties: parties.collect(),
            role: role.map(|span| document.slice(span)),
            date: date.and_then(|span| self.record.annotations().date_at(span)),
            modality,
            evidence,
            first,
            place,
            rule,
        })
    }
}

/// A claim as the record has it.
struct Raw<'r> {
    sort: Sort,
    what: &'r str,
    parties: Vec<(&'static str, &'r Party)>,
    role: Option<Span>,
    date: Option<Span>,
    modality: Option<Modality>,
    evidence: &'r [Span],
    rule: &'r str,
}
