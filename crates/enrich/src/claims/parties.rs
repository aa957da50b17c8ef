//! Who the words of a noun phrase stand for: a name, or a pronoun or description that only one name
//! fits.

use annalist_model::{EntityKind, Party, Span};

use super::chunks::{ChunkKind, Determiner, Form, NounPhrase};
use super::clauses::Unit;
use super::items::{Item, Kind};
use super::words::{Classes, NounSort};

/// The kinds of things that a rule lets take a part, a letter each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Kinds(u16);

impl Kinds {
    pub(super) const PERSON: Kinds = Kinds(1);
    pub(super) const ORGANISATION: Kinds = Kinds(2);
    pub(super) const PLACE: Kinds = Kinds(4);
    pub(super) const GROUP: Kinds = Kinds(8);
    pub(super) const OTHER: Kinds = Kinds(16);
    /// A body of a state, told by a name and a noun: "the Iraqi government".
    pub(super) const BODY: Kinds = Kinds(32);
    /// People who act together: "British commandos".
    pub(super) const PEOPLE: Kinds = Kinds(64);
    /// Any other words.
    pub(super) const WORDS: Kinds = Kinds(128);

    const LETTERS: [(char, Kinds); 8] = [
        ('p', Kinds::PERSON),
        ('o', Kinds::ORGANISATION),
        ('l', Kinds::PLACE),
        ('g', Kinds::GROUP),
        ('x', Kinds::OTHER),
        ('b', Kinds::BODY),
        ('h', Kinds::PEOPLE),
        ('w', Kinds::WORDS),
    ];

    /// The kinds that the letters stand for.
    pub(super) fn parse(letters: &str) -> Option<Kinds> {
        let mut kinds = Kinds::default();
        for letter in letters.chars() {
            let (_, kind) = Kinds::LETTERS.iter().find(|(it, _)| *it == letter)?;
            kinds.0 |= kind.0;
        }
        Some(kinds).filter(|kinds| kinds.0 != 0)
    }

    pub(super) fn of(kind: EntityKind) -> Kinds {
        match kind {
            EntityKind::Person => Kinds::PERSON,
            EntityKind::Organisation => Kinds::ORGANISATION,
            EntityKind::Place => Kinds::PLACE,
            EntityKind::Group => Kinds::GROUP,
            EntityKind::Other => Kinds::OTHER,
        }
    }

    pub(super) fn has(self, one: Kinds) -> bool {
        self.0 & one.0 != 0
    }
}

/// A party, with what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) party: Party,
    pub(super) kind: Kinds,
    /// Whether it is named, or its words hold a name: "British commandos".
    pub(super) is_named: bool,
}

impl Known {
    /// What `span` names.
    pub(super) fn named(span: Span, entity: u32, kind: Kinds) -> Known {
        Known { party: Party { span, entity: Some(entity) }, kind, is_named: true }
    }
}

/// A person or an organisation that was named, or referred to, in one of the last sentences.
#[derive(Clone, Copy, Debug)]
struct Named {
    /// None of somebody without a name: "a man".
    entity: Option<u32>,
    kind: Kinds,
    start: u32,
    is_subject: bool,
}

/// What a reader remembers of the sentence before, and of this one so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    before: Vec<Named>,
    here: Vec<Named>,
}

impl Memory {
    /// Goes on to the next sentence.
    pub(super) fn turn(&mut self) {
        self.before = std::mem::take(&mut self.here);
    }

    /// Forgets all: another text begins.
    pub(super) fn clear(&mut self) {
        *self = Memory::default();
    }

    /// Remembers the names of a sentence, and people who have none.
    pub(super) fn note_unit(&mut self, unit: &Unit) {
        for item in &unit.items {
            if let Some((entity, kind)) = item.name() {
                self.note(Some(entity), Kinds::of(kind), item.span.start());
            }
        }
        for (at, chunk) in unit.chunks.iter().enumerate() {
            let Some(noun) = chunk.noun() else { continue };
            let is_new = noun.determiner == Determiner::Indefinite
                && unit.items.get(noun.head).is_some_and(|it| is_one(it, NounSort::Person));
            // "became a leader", "X, a leader of Y", "as a leader" tell of somebody who is named.
            let before = at.checked_sub(1);
            let is_told = before.is_some_and(|before| {
                unit.is(before, &ChunkKind::Comma)
                    || unit.is_noun(before)
                    || unit.verb(before).is_some_and(|verb| verb.is_copula)
                    || unit.first_item(before).is_some_and(|it| it.is(Classes::AS))
            });
            if let Some(head) = unit.items.get(noun.head).filter(|_| is_new && !is_told) {
                self.note(None, Kinds::PERSON, head.span.start());
            }
        }
        self.here.sort_by_key(|it| it.start);
    }

    fn note(&mut self, entity: Option<u32>, kind: Kinds, start: u32) {
        if !self.here.iter().any(|it| it.start == start) {
            self.here.push(Named { entity, kind, start, is_subject: false });
        }
    }

    /// Remembers what a pronoun or description at `start` stands for.
    fn note_meant(&mut self, entity: u32, kind: Kinds, start: u32) {
        self.note(Some(entity), kind, start);
        self.here.sort_by_key(|it| it.start);
    }

    /// Remembers that the party is the subject of a clause.
    pub(super) fn note_subject(&mut self, known: &Known) {
        let start = known.party.span.start();
        for named in self.here.iter_mut().filter(|it| it.start == start) {
            named.is_subject = true;
        }
    }

    /// The one of `kind` that a word at `start` can mean; `but` is whom it cannot.
    fn only(&self, kind: Kinds, start: u32, but: &[u32]) -> Option<u32> {
        let fits = |named: &&Named| {
            kind.has(named.kind) && !named.entity.is_some_and(|entity| but.contains(&entity))
        };
        let here: Vec<&Named> =
            self.here.iter().filter(|it| it.start < start).filter(fits).collect();
        let named: Vec<&Named> =
            if here.is_empty() { self.before.iter().filter(fits).collect() } else { here };
        let first = named.first()?.entity?;
        named.iter().all(|it| it.entity == Some(first)).then_some(first)
    }

    /// The only organisation of this sentence so far and the one before: "the group" is less sure than
    /// a pronoun to mean the nearest.
    fn organisation(&self, start: u32, but: &[u32]) -> Option<u32> {
        let here = self.here.iter().filter(|it| it.start < start);
        let named = self.before.iter().chain(here).filter(|it| {
            Kinds::ORGANISATION.has(it.kind) && !it.entity.is_some_and(|it| but.contains(&it))
        });
        let mut named = named.filter_map(|it| it.entity);
        let first = named.next()?;
        named.all(|it| it == first).then_some(first)
    }

    /// What "it" at `start` can mean: what the sentence before, or this one so far, is about.
    fn topic(&self, start: u32) -> Option<(u32, Kinds)> {
        let thing = Kinds(Kinds::ORGANISATION.0 | Kinds::PLACE.0);
        let pick = |named: Vec<&Named>| {
            let subject = named.iter().find(|it| it.is_subject)?;
            let other_organisation = named
                .iter()
                .any(|it| it.kind == Kinds::ORGANISATION && it.entity != subject.entity);
            let is_thing = thing.has(subject.kind) && !other_organisation;
            subject.entity.filter(|_| is_thing).map(|entity| (entity, subject.kind))
        };
        let here: Vec<&Named> = self.here.iter().filter(|it| it.start < start).collect();
        if here.iter().any(|it| it.kind == Kinds::ORGANISATION) {
            return pick(here);
        }
        pick(self.before.iter().collect())
    }
}

/// Whether the item is the noun for one of that sort.
fn is_one(item: &Item, sort: NounSort) -> bool {
    item.kind == Kind::Word
        && item.word.noun.is_some_and(|noun| noun.sort == sort && !noun.is_plural)
}

impl Unit {
    /// The party that the noun phrase at `chunk` stands for; `but` is whom a pronoun cannot mean.
    pub(super) fn party(&self, chunk: usize, memory: &mut Memory, but: &[u32]) -> Option<Known> {
        let noun = *self.chunks.get(chunk)?.noun()?;
        let head = *self.items.get(noun.head)?;
        if noun.is_pronoun {
            return pronoun(&head, memory, but);
        }
        if let Some((entity, kind)) = head.name() {
            return Some(Known::named(head.span, entity, Kinds::of(kind)));
        }
        let words = self.words_of(chunk, &noun)?;
        let sort = head.word.noun.filter(|_| head.kind == Kind::Word);
        match sort.map(|it| (it.sort, it.is_plural)) {
            Some((NounSort::Locality, false)) => {
                if let Some(place) = self.named_after_of(chunk, Kinds::PLACE) {
                    return Some(place);
                }
            }
            Some((NounSort::Organisation, false)) if sort.is_some_and(|it| it.role.is_none()) => {
                let own = self.name_within(&noun);
                if let Some((item, entity, kind)) =
                    own.filter(|(_, _, kind)| *kind == EntityKind::Organisation)
                {
                    return Some(Known::named(item.span, entity, Kinds::of(kind)));
                }
                if own.is_none()
                    && noun.determiner == Determiner::Definite
                    && let Some(entity) = memory.organisation(words.start(), but)
                {
                    memory.note_meant(entity, Kinds::ORGANISATION, words.start());
                    return Some(Known::named(words, entity, Kinds::ORGANISATION));
                }
            }
            Some((NounSort::Person, false)) => {
                if let Some(named) = self.known_as(chunk).or_else(|| self.name_beside(chunk)) {
                    return Some(named);
                }
                let is_bare = self.name_within(&noun).is_none()
                    && noun.determiner == Determiner::Definite
                    && !self.is_of(chunk + 1);
                if is_bare && let Some(entity) = memory.only(Kinds::PERSON, words.start(), but) {
                    memory.note_meant(entity, Kinds::PERSON, words.start());
                    return Some(Known::named(words, entity, Kinds::PERSON));
                }
            }
            Some((NounSort::Body, _)) => {
                let named = self.name_within(&noun).map(|(item, ..)| item.span.cover(head.span));
                let after = || {
                    let place = self.named_after_of(chunk, Kinds::PLACE)?;
                    Some(head.span.cover(place.party.span))
                };
                if let Some(span) = named.or_else(after) {
                    let party = Party { span, entity: None };
                    return Some(Known { party, kind: Kinds::BODY, is_named: true });
                }
            }
            _ => {}
        }
        let is_people = sort.is_some_and(|it| {
            it.sort == NounSort::People
                || it.is_plural && it.sort == NounSort::Person
                || it.sort == NounSort::Body
        });
        let kind = if is_people { Kinds::PEOPLE } else { Kinds::WORDS };
        let is_named = self.name_within(&noun).is_some();
        Some(Known { party: Party { span: words, entity: None }, kind, is_named })
    }

    /// The name by which the one of a noun phrase goes: "a commander known as X".
    fn known_as(&self, chunk: usize) -> Option<Known> {
        let is_known = self.verb(chunk + 1).is_some_and(|it| it.form == Form::Bare)
            && self.first_item(chunk + 2).is_some_and(|it| it.is(Classes::AS));
        let named = self.chunks.get(chunk + 3).filter(|_| is_known)?.noun()?;
        let item = self.items.get(named.head)?;
        let (entity, kind) = item.name().filter(|(_, kind)| *kind == EntityKind::Person)?;
        Some(Known::named(item.span, entity, Kinds::of(kind)))
    }

    /// The name that stands beside a description: "his wife, X,".
    fn name_beside(&self, chunk: usize) -> Option<Known> {
        let comma = self.behind_of(chunk);
        let named = self.chunks.get(comma + 1).filter(|_| self.is(comma, &ChunkKind::Comma))?;
        let is_lone = named.items.len() == 1;
        let closes = match self.kind(comma + 2) {
            None | Some(ChunkKind::Comma | ChunkKind::End) => true,
            Some(_) => false,
        };
        let item = self.items.get(named.noun().filter(|_| is_lone && closes)?.head)?;
        let (entity, kind) = item.name().filter(|(_, kind)| *kind == EntityKind::Person)?;
        Some(Known::named(item.span, entity, Kinds::of(kind)))
    }

    /// The words of a noun phrase without its determiner, with what "of" ties to it.
    fn words_of(&self, chunk: usize, noun: &NounPhrase) -> Option<Span> {
        let range = self.chunks.get(chunk)?.items.clone();
        let items = self.items.get(range)?;
        let is_determiner = |item: &Item| {
            item.is(Classes::DEFINITE.or(Classes::INDEFINITE)) && !item.is(Classes::POSSESSIVE)
        };
        let first = items.iter().find(|item| !is_determiner(item))?;
        let mut span = first.span.cover(self.items.get(noun.head)?.span);
        let behind = self.chunks.get(chunk + 2).filter(|_| self.is_of(chunk + 1));
        if let Some(of) = behind.and_then(|it| self.items.get(it.noun()?.head)) {
            span = span.cover(of.span);
        }
        Some(span)
    }

    /// The last name of a noun phrase before its head that owns nothing else.
    pub(super) fn name_within(&self, noun: &NounPhrase) -> Option<(&Item, u32, EntityKind)> {
        let before = self.items.get(..noun.head)?;
        for item in before.iter().rev() {
            if let Some((entity, kind)) = item.name() {
                return Some((item, entity, kind));
            }
            let is_within =
                item.kind == Kind::Genitive || item.kind == Kind::Word && item.word.is_open();
            if !is_within {
                return None;
            }
        }
        None
    }

    /// The name of that kind that "of" ties to the noun phrase: "the village of X".
    fn named_after_of(&self, chunk: usize, kind: Kinds) -> Option<Known> {
        let named = self.chunks.get(chunk + 2).filter(|_| self.is_of(chunk + 1))?.noun()?;
        let item = self.items.get(named.head)?;
        let (entity, found) = item.name()?;
        let known = Known::named(item.span, entity, Kinds::of(found));
        kind.has(known.kind).then_some(known)
    }
}

/// What a pronoun stands for.
pub(super) fn pronoun(item: &Item, memory: &mut Memory, but: &[u32]) -> Option<Known> {
    let start = item.span.start();
    let (entity, kind) = if item.is(Classes::SELF) {
        return None;
    } else if item.is(Classes::HE.or(Classes::SHE)) {
        (memory.only(Kinds::PERSON, start, but)?, Kinds::PERSON)
    } else if item.is(Classes::IT) {
        memory.topic(start).filter(|(entity, _)| !but.contains(entity))?
    } else {
        return None;
    };
    memory.note_meant(entity, kind, start);
    Some(Known::named(item.span, entity, kind))
}
