//! Claims of one document together: what is told twice is one claim with two passages.

use annalist_model::{
    Claims, DateMention, Document, Event, Owner, Part, Participant, Party, Relation, Span,
};

/// The claims of a document in the making.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    relations: Vec<Relation>,
    events: Vec<Event>,
}

impl Gathered {
    /// Adds a relation, if it can be one: between two that are not the same.
    pub(super) fn add_relation(&mut self, relation: Relation) {
        let (subject, object) = (relation.subject, relation.object);
        if subject.entity.is_some() && subject.entity != object.entity {
            self.relations.push(relation);
        }
    }

    pub(super) fn add_event(&mut self, event: Event) {
        self.events.push(event);
    }

    /// The claims, sorted, each once.
    pub(super) fn finish(self, document: &Document, dates: &[DateMention], claims: &mut Claims) {
        let context = Context { document, dates };
        let mut relations = self.relations;
        relations.sort_by_key(|it| first(&it.evidence));
        for relation in relations {
            context.join_relation(&mut claims.relations, relation);
        }
        let mut events = self.events;
        events.sort_by_key(|it| first(&it.evidence));
        for event in events {
            context.join_event(&mut claims.events, event);
        }
        claims
            .relations
            .sort_by(|a, b| (first(&a.evidence), &a.kind).cmp(&(first(&b.evidence), &b.kind)));
        claims.events.sort_by(|a, b| {
            (first(&a.evidence), &a.predicate).cmp(&(first(&b.evidence), &b.predicate))
        });
    }
}

fn first(evidence: &[Span]) -> Option<(u32, u32)> {
    evidence.first().map(|span| (span.start(), span.end()))
}

/// How far back the same claim is looked for, so that a long text takes no longer by the word.
const LOOK_BACK: usize = 400;

struct Context<'d> {
    document: &'d Document,
    dates: &'d [DateMention],
}

impl Context<'_> {
    fn owner(&self, evidence: &[Span]) -> Owner {
        evidence.first().map_or(Owner::Article, |span| self.document.owner_at(span.start()))
    }

    fn value(&self, date: Span) -> Option<&str> {
        let place = self.dates.binary_search_by_key(&date.start(), |it| it.span.start()).ok()?;
        self.dates.get(place).map(|date| date.value.as_str())
    }

    /// Whether two dates do not contradict each other.
    fn agree(&self, one: Option<Span>, other: Option<Span>) -> bool {
        let (Some(one), Some(other)) = (one, other) else { return true };
        self.value(one) == self.value(other)
    }

    /// Whether two parties are the same, by entity or else by words.
    fn same(&self, one: Party, other: Party) -> bool {
        match (one.entity, other.entity) {
            (Some(one), Some(other)) => one == other,
            (None, None) => self.document.slice(one.span) == self.document.slice(other.span),
            _ => false,
        }
    }

    fn same_reporter(&self, one: Option<Party>, other: Option<Party>) -> bool {
        match (one, other) {
            (Some(one), Some(other)) => self.same(one, other),
            (None, None) => true,
            _ => false,
        }
    }

    fn join_relation(&self, joined: &mut Vec<Relation>, relation: Relation) {
        let owner = self.owner(&relation.evidence);
        let known = joined.iter_mut().rev().take(LOOK_BACK).find(|it| {
            it.kind == relation.kind
                && it.modality == relation.modality
                && self.same(it.subject, relation.subject)
                && self.same(it.object, relation.object)
                && self.same_reporter(it.reporter, relation.reporter)
                && self.agree(it.date, relation.date)
                && self.owner(&it.evidence) == owner
        });
        let Some(known) = known else {
            joined.push(relation);
            return;
        };
        known.date = known.date.or(relation.date);
        known.place = known.place.or(relation.place);
        known.role = known.role.or(relation.role);
        cite(&mut known.evidence, &relation.evidence);
    }

    fn join_event(&self, joined: &mut Vec<Event>, event: Event) {
        let owner = self.owner(&event.evidence);
        let known = joined.iter_mut().rev().take(LOOK_BACK).find(|it| {
            it.predicate == event.predicate
                && it.modality == event.modality
                && self.agree(it.date, event.date)
                && self.same_reporter(it.reporter, event.reporter)
                && self.are_one(it, &event)
                && self.owner(&it.evidence) == owner
        });
        let Some(known) = known else {
            joined.push(event);
            return;
        };
        known.date = known.date.or(event.date);
        for participant in &event.participants {
            let part = participant.part;
            let is_told = known.parties(part).any(|it| {
                it.entity.is_none()
                    || participant.party.entity.is_none()
                    || self.same(*it, participant.party)
            });
            if !is_told {
                known.participants.push(*participant);
            }
        }
        known.participants.sort();
        cite(&mut known.evidence, &event.evidence);
    }

    /// Whether two events of one kind are one: the same is done to the same, by nobody else and
    /// nowhere else.
    fn are_one(&self, one: &Event, other: &Event) -> bool {
        let agree = |part: Part| {
            let mut here = one.parties(part).peekable();
            let there: Vec<&Party> = other.parties(part).collect();
            here.peek().is_none()
                || there.is_empty()
                || here.any(|it| there.iter().any(|other| self.same(*it, **other)))
        };
        let core = |event: &Event| {
            let of = |part| -> Vec<Participant> {
                event.participants.iter().filter(|it| it.part == part).copied().collect()
            };
            let patients = of(Part::Patient);
            if patients.is_empty() { of(Part::Agent) } else { patients }
        };
        let (mine, theirs) = (core(one), core(other));
        let shares = mine.iter().any(|it| {
            theirs.iter().any(|other| {
                it.part == other.part
                    && it.party.entity.is_some()
                    && it.party.entity == other.party.entity
            })
        });
        // Without a date, two meetings are told of as easily as one twice.
        let is_dated = one.date.is_some() || other.date.is_some();
        shares
            && agree(Part::Agent)
            && agree(Part::Place)
            && agree(Part::Recipient)
            && (is_dated || one.parties(Part::Patient).next().is_some())
    }
}

/// Adds the passages that overlap none of those that are there.
fn cite(known: &mut Vec<Span>, more: &[Span]) {
    for span in more {
        if !known.iter().any(|it| it.overlaps(*span)) {
            known.push(*span);
        }
    }
    known.sort();
}
