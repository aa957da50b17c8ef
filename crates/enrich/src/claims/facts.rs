//! A unit to the relations and events that its clauses and nouns tell of.

use annalist_model::{
    DateMention, Event, Modality, Part, Participant, Party, Relation, Span, TimexType,
};

use super::ClaimReader;
use super::chunks::{ChunkKind, Determiner, Form};
use super::clauses::{Clause, Unit};
use super::frames::{Frame, Gift, Slot};
use super::gather::Gathered;
use super::hedges::{Attitude, hedge};
use super::items::Kind;
use super::parties::{Kinds, Known, Memory};
use super::roles::RolePhrase;
use super::words::{Classes, folded};

/// What is known of a unit beside its words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around<'d> {
    pub(super) text: &'d str,
    pub(super) dates: &'d [DateMention],
    /// Whether the words are quoted, and from whom.
    pub(super) quoted: Option<Option<Party>>,
}

/// How a claim is told, and by whom.
#[derive(Clone, Copy, Debug)]
struct Told {
    modality: Modality,
    reporter: Option<Party>,
}

/// The parties that take the parts of a frame, each with its chunk.
type Filled = Vec<(Slot, Vec<(usize, Known)>)>;

/// One pass over a unit.
struct Reading<'r> {
    reader: &'r ClaimReader,
    unit: &'r Unit,
    around: Around<'r>,
}

/// Adds what the unit tells to `gathered`.
pub(super) fn read_unit(
    reader: &ClaimReader,
    unit: &Unit,
    around: Around<'_>,
    memory: &mut Memory,
    gathered: &mut Gathered,
) {
    memory.note_unit(unit);
    let reading = Reading { reader, unit, around };
    for at in 0..unit.chunks.len() {
        match unit.chunks.get(at).map(|chunk| &chunk.kind) {
            Some(ChunkKind::Verb(_)) => reading.read_verb(at, memory, gathered),
            Some(ChunkKind::Noun(_)) => reading.read_noun(at, memory, gathered),
            _ => {}
        }
    }
}

impl Reading<'_> {
    fn read_verb(&self, verb: usize, memory: &mut Memory, gathered: &mut Gathered) {
        let Some(clause) = self.unit.clause(verb, &self.reader.attitudes) else { return };
        if let [subject] = clause.subjects.as_slice()
            && let Some(known) = self.unit.party(*subject, memory, &[])
        {
            memory.note_subject(&known);
        }
        let told = self.told(verb, memory);
        self.read_clause(&clause, told, memory, gathered);
        self.read_governed(&clause, told, memory, gathered);
    }

    fn told(&self, verb: usize, memory: &mut Memory) -> Told {
        let hedge = hedge(self.unit, verb, &self.reader.attitudes);
        let reporter = hedge.reporter.and_then(|it| self.unit.party(it, memory, &[]));
        self.quoted(Told { modality: hedge.modality, reporter: reporter.map(|it| it.party) })
    }

    /// What is told between quotation marks is told by whom they quote.
    fn quoted(&self, told: Told) -> Told {
        let Some(speaker) = self.around.quoted else { return told };
        let modality = match told.modality {
            Modality::Asserted => Modality::Reported,
            other => other,
        };
        Told { modality, reporter: told.reporter.or(speaker) }
    }

    fn read_clause(
        &self,
        clause: &Clause,
        told: Told,
        memory: &mut Memory,
        gathered: &mut Gathered,
    ) {
        let Some(group) = self.unit.verb(clause.verb) else { return };
        if group.is_copula {
            self.read_copula(clause, told, memory, gathered);
        }
        let Some(lemma) = group.lemma else { return };
        let told = self.named(clause, told, memory);
        for frame in self.reader.frames.of(lemma, self.unit, clause, self.around.text) {
            if let Some(filled) = self.fill(frame, clause, memory) {
                self.give(frame, clause, &filled, told, memory, gathered);
            }
        }
    }

    /// What a verb that gives words of its own tells, its subject tells: "described X as".
    fn named(&self, clause: &Clause, told: Told, memory: &mut Memory) -> Told {
        let attitude = self.reader.attitudes.of(self.unit, clause.verb);
        if attitude != Some(Attitude::Names) || told.modality != Modality::Asserted {
            return told;
        }
        let speaker = match clause.is_passive {
            true => None,
            false => clause.subjects.first().and_then(|it| self.unit.party(*it, memory, &[])),
        };
        Told { modality: Modality::Reported, reporter: speaker.map(|it| it.party) }
    }

    /// "X is the leader of Y"
    fn read_copula(
        &self,
        clause: &Clause,
        told: Told,
        memory: &mut Memory,
        gathered: &mut Gathered,
    ) {
        let behind = clause.prepositions.iter().filter(|(at, _)| !self.unit.is_of(*at));
        let further = behind.flat_map(|(_, nouns)| nouns.iter().skip(1));
        let told_of: Vec<usize> = clause.objects.iter().chain(further).copied().collect();
        for noun in told_of {
            for subject in &clause.subjects {
                let Some(holder) = self.unit.party(*subject, memory, &[]) else { continue };
                let phrase = self.reader.roles.phrase(self.unit, noun, self.around.text, memory);
                let Some(phrase) = phrase else { continue };
                // "Y’s leader is X" is told of X by the noun before.
                if !self.ends_in_name(noun) {
                    let dates = self.date_of(clause);
                    self.add_role(&phrase, holder, told, dates, "copula", gathered);
                }
            }
        }
    }

    /// The verb that hangs on this one: "went on to lead", "is expected to visit".
    fn read_governed(
        &self,
        clause: &Clause,
        told: Told,
        memory: &mut Memory,
        gathered: &mut Gathered,
    ) {
        let mut next = clause.verb + 1;
        while self.unit.is(next, &ChunkKind::Adverb) {
            next += 1;
        }
        let is_infinitive = |at| self.unit.verb(at).is_some_and(|it| it.form == Form::Infinitive);
        if !is_infinitive(next) {
            return;
        }
        let attitude = self.reader.attitudes.of(self.unit, clause.verb);
        let modality = match attitude {
            Some(Attitude::Plans) => Modality::Planned,
            Some(Attitude::Predicts) => Modality::Predicted,
            Some(Attitude::Fails) => Modality::Negated,
            Some(Attitude::Says) => Modality::Reported,
            Some(Attitude::Denies) => Modality::Denied,
            Some(Attitude::Does) => Modality::Asserted,
            _ => return,
        };
        let modality = if told.modality == Modality::Asserted { modality } else { told.modality };
        let governed = self.unit.governed(next, clause);
        let told = Told { modality, ..told };
        self.read_clause(&governed, told, memory, gathered);
    }

    /// The parts of the frame, as the clause fills them; none where one that must be is not there.
    fn fill(&self, frame: &Frame, clause: &Clause, memory: &mut Memory) -> Option<Filled> {
        let mut filled: Filled = Vec::new();
        let mut subjects: Vec<u32> = Vec::new();
        let subject = match clause.subjects.as_slice() {
            [subject] => self.unit.party(*subject, memory, &[]),
            _ => None,
        };
        for (slot, kinds, must) in &frame.slots {
            let chunks = self.chunks_of(*slot, clause);
            let is_subject = chunks == clause.subjects;
            let mut parties = Vec::new();
            for chunk in chunks {
                let but = if is_subject { &[] } else { subjects.as_slice() };
                let known = self.unit.party(chunk, memory, but).or_else(|| {
                    // "renamed itself"
                    self.is_self(chunk).then_some(subject).flatten()
                });
                parties.extend(known.filter(|it| kinds.has(it.kind)).map(|it| (chunk, it)));
            }
            let is_agent = *slot == Slot::Agent && clause.is_passive;
            if parties.is_empty() && *must && !is_agent {
                return None;
            }
            if is_subject {
                subjects.extend(parties.iter().filter_map(|(_, it)| it.party.entity));
            }
            filled.push((*slot, parties));
        }
        Some(filled)
    }

    fn is_self(&self, chunk: usize) -> bool {
        self.unit.first_item(chunk).is_some_and(|item| item.is(Classes::SELF))
    }

    fn chunks_of(&self, slot: Slot, clause: &Clause) -> Vec<usize> {
        let behind = |fits: &dyn Fn(usize) -> bool| -> Vec<usize> {
            let nouns = clause.prepositions.iter().filter(|(at, _)| fits(*at));
            nouns.flat_map(|(_, nouns)| nouns.iter().copied()).collect()
        };
        let is = |at: usize, class| self.unit.first_item(at).is_some_and(|it| it.is(class));
        match slot {
            Slot::Agent if clause.is_passive => behind(&|at| is(at, Classes::BY)),
            Slot::Agent => clause.subjects.clone(),
            Slot::Patient if clause.is_passive => clause.subjects.clone(),
            Slot::Patient => clause.objects.clone(),
            Slot::Second => clause.second.into_iter().collect(),
            Slot::Behind(word) => behind(&|at| {
                let item = self.unit.first_item(at).and_then(|it| it.span.slice(self.around.text));
                item.is_some_and(|it| folded(it) == word)
            }),
        }
    }

    fn give(
        &self,
        frame: &Frame,
        clause: &Clause,
        filled: &Filled,
        told: Told,
        memory: &mut Memory,
        gathered: &mut Gathered,
    ) {
        let parties = |slot: Slot| {
            filled.iter().filter(move |(it, _)| *it == slot).flat_map(|(_, parties)| parties)
        };
        let Some(trigger) =
            self.trigger(clause).filter(|_| !self.is_partly_negated(clause, told, frame))
        else {
            return;
        };
        let date = self.date_of(clause);
        let place = self.place_of(clause, memory);
        for gift in &frame.gifts {
            match gift {
                Gift::Event { predicate, parts } => {
                    let mut participants: Vec<Participant> = parts
                        .iter()
                        .flat_map(|(part, slot)| {
                            parties(*slot)
                                .map(|(_, it)| Participant { part: *part, party: it.party })
                        })
                        .collect();
                    let takes_place = participants.iter().any(|it| it.part == Part::Place);
                    let place = place.filter(|_| !takes_place);
                    let place = place.map(|party| Participant { part: Part::Place, party });
                    let has_entity = participants.iter().any(|it| it.party.entity.is_some());
                    if participants.is_empty() || !has_entity && date.is_none() {
                        continue;
                    }
                    participants.extend(place);
                    participants.sort();
                    participants.dedup();
                    let spans = participants.iter().map(|it| it.party.span).chain(date);
                    let evidence = spans.fold(trigger, Span::cover);
                    gathered.add_event(Event {
                        predicate: (*predicate).to_owned(),
                        trigger,
                        participants,
                        date,
                        modality: told.modality,
                        reporter: told.reporter,
                        evidence: vec![evidence],
                        rule: frame.name.to_owned(),
                    });
                }
                Gift::Relation { kind, subject, object, role } => {
                    let role = role.and_then(|slot| parties(slot).next());
                    let role = role.map(|(_, it)| it.party.span);
                    for (_, subject) in parties(*subject) {
                        for (_, object) in parties(*object).filter(|(_, it)| it.is_named) {
                            let spans = [subject.party.span, object.party.span];
                            let spans = spans.into_iter().chain(role).chain(date);
                            gathered.add_relation(Relation {
                                kind: (*kind).to_owned(),
                                subject: subject.party,
                                object: object.party,
                                role,
                                date,
                                place,
                                modality: told.modality,
                                reporter: told.reporter,
                                evidence: vec![spans.fold(trigger, Span::cover)],
                                rule: frame.name.to_owned(),
                            });
                        }
                    }
                }
                Gift::Role { holder, role } => {
                    for (_, holder) in parties(*holder) {
                        for chunk in self.chunks_of(*role, clause) {
                            let phrase = self.reader.roles.phrase(
                                self.unit,
                                chunk,
                                self.around.text,
                                memory,
                            );
                            if let Some(phrase) = phrase.filter(|_| !self.ends_in_name(chunk)) {
                                self.add_role(&phrase, *holder, told, date, frame.name, gathered);
                            }
                        }
                    }
                }
            }
        }
    }

    /// Whether it may not be the verb that is negated: "was not founded in the drought".
    fn is_partly_negated(&self, clause: &Clause, told: Told, frame: &Frame) -> bool {
        let is_part = |at: usize| {
            let item = self.unit.first_item(at);
            let word = item.and_then(|it| it.span.slice(self.around.text)).map(folded);
            let takes =
                |slot: &Slot| matches!(slot, Slot::Behind(it) if word.as_deref() == Some(*it));
            item.is_some_and(|it| it.is(Classes::BY.or(Classes::OF)))
                || frame.slots.iter().any(|(slot, ..)| takes(slot))
        };
        told.modality == Modality::Negated
            && (!clause.dates.is_empty() || !clause.prepositions.iter().all(|(at, _)| is_part(*at)))
    }

    /// Roles that a noun phrase gives to a name within it or beside it.
    fn read_noun(&self, noun: usize, memory: &mut Memory, gathered: &mut Gathered) {
        let Some(phrase) = self.reader.roles.phrase(self.unit, noun, self.around.text, memory)
        else {
            return;
        };
        let told = self.quoted(Told { modality: Modality::Asserted, reporter: None });
        let (holders, rule) = match self.ends_in_name(noun) {
            true => (self.names_from(noun), "title"),
            false => (self.beside(noun, &phrase), "apposition"),
        };
        for holder in holders {
            if let Some(holder) = self.unit.party(holder, memory, &[]) {
                self.add_role(&phrase, holder, told, None, rule, gathered);
            }
        }
    }

    fn ends_in_name(&self, noun: usize) -> bool {
        let head = self.unit.chunks.get(noun).and_then(|chunk| chunk.noun()).map(|it| it.head);
        head.and_then(|head| self.unit.items.get(head)).is_some_and(|it| it.name().is_some())
    }

    /// The noun phrase, and those that follow it in a row of names alone: "commanders A, B and C".
    fn names_from(&self, noun: usize) -> Vec<usize> {
        let (row, _) = self.unit.row(noun, false);
        let is_name = |at: &usize| {
            self.unit.chunks.get(*at).is_some_and(|it| it.items.len() == 1)
                && self.ends_in_name(*at)
        };
        let is_plural = self.unit.chunks.get(noun).and_then(|chunk| {
            let before = self.unit.items.get(chunk.items.end.checked_sub(2)?)?;
            before.word.noun.map(|noun| noun.is_plural)
        });
        let more = row.iter().skip(1).take_while(|at| is_name(at)).copied();
        match is_plural {
            Some(true) => std::iter::once(noun).chain(more).collect(),
            _ => vec![noun],
        }
    }

    /// The name that the role stands beside: "X, the leader of Y,", "the leader of Y, X,".
    fn beside(&self, noun: usize, phrase: &RolePhrase) -> Vec<usize> {
        let unit = self.unit;
        let end = phrase.end;
        let closes = |at: usize| {
            matches!(
                unit.kind(at),
                None | Some(
                    ChunkKind::Comma | ChunkKind::End | ChunkKind::Joint | ChunkKind::Colon
                )
            )
        };
        let is_name = |at: usize| self.ends_in_name(at);
        let is_lone = |at: usize| is_name(at) && self.is_titled_name(at);
        let comma_before = noun.checked_sub(1).filter(|at| unit.is(*at, &ChunkKind::Comma));
        let name_before = comma_before.and_then(|at| at.checked_sub(1)).filter(|at| is_name(*at));
        let name_behind =
            Some(end + 1).filter(|at| unit.is(end, &ChunkKind::Comma) && is_lone(*at));
        let determiner = unit.chunks.get(noun).and_then(|it| it.noun()).map(|it| it.determiner);
        let ends_name =
            |at: usize| closes(at) && !unit.is(at, &ChunkKind::Joint) || unit.verb(at).is_some();
        match (name_before, name_behind) {
            // "Besides X, the leader of Y, Z, said": whose is it?
            (Some(_), Some(behind)) if ends_name(behind + 1) => Vec::new(),
            (Some(before), _) if closes(end) || unit.is(end, &ChunkKind::Relative) => vec![before],
            (None, Some(behind)) => {
                let starts = noun
                    .checked_sub(1)
                    .is_some_and(|at| unit.first_item(at).is_some_and(|it| it.is(Classes::AS)));
                let fits = ends_name(behind + 1)
                    && (starts && unit.verb(behind + 1).is_some()
                        || !starts && determiner != Some(Determiner::Indefinite));
                if fits { vec![behind] } else { Vec::new() }
            }
            _ => self.after_as(noun, phrase),
        }
    }

    /// Whether the noun phrase is a name with nothing but titles before it.
    fn is_titled_name(&self, noun: usize) -> bool {
        let items = self.unit.chunks.get(noun).and_then(|it| self.unit.items.get(it.items.clone()));
        let Some((_, titles)) = items.and_then(<[_]>::split_last) else { return false };
        titles.iter().all(|item| {
            let word = item.span.slice(self.around.text).unwrap_or_default();
            item.kind == Kind::Word && word.starts_with(char::is_uppercase) && item.word.is_open()
        })
    }

    /// "As leader of Y, the infamous X has …"
    fn after_as(&self, noun: usize, phrase: &RolePhrase) -> Vec<usize> {
        let unit = self.unit;
        let opens = noun == 1 && unit.first_item(0).is_some_and(|it| it.is(Classes::AS));
        let subject = phrase.end + 1;
        let fits = opens
            && unit.is(phrase.end, &ChunkKind::Comma)
            && unit.is_noun(subject)
            && unit.verb(subject + 1).is_some();
        if fits { vec![subject] } else { Vec::new() }
    }

    fn add_role(
        &self,
        phrase: &RolePhrase,
        holder: Known,
        told: Told,
        date: Option<Span>,
        rule: &str,
        gathered: &mut Gathered,
    ) {
        if !phrase.who.has(holder.kind) || !phrase.object.is_named {
            return;
        }
        let (subject, object) = match phrase.give.is_inverse {
            true => (phrase.object, holder),
            false => (holder, phrase.object),
        };
        let evidence = phrase.span.cover(holder.party.span);
        let evidence = date.map_or(evidence, |date| evidence.cover(date));
        gathered.add_relation(Relation {
            kind: phrase.give.kind.to_owned(),
            subject: subject.party,
            object: object.party,
            role: Some(phrase.words),
            date,
            place: None,
            modality: told.modality,
            reporter: told.reporter,
            evidence: vec![evidence],
            rule: rule.to_owned(),
        });
    }

    fn trigger(&self, clause: &Clause) -> Option<Span> {
        let main = self.unit.verb(clause.verb)?.main;
        self.unit.items.get(main).map(|item| item.span)
    }

    /// The date of what a clause tells: one that means days, not one end of a stretch.
    fn date_of(&self, clause: &Clause) -> Option<Span> {
        let dates = clause.dates.iter().filter_map(|at| self.around.dates.get(*at));
        let is_when = |date: &&DateMention| {
            matches!(date.kind, TimexType::Date | TimexType::Time)
                && date.interval.is_some()
                && date.details.limit.is_none()
        };
        dates.clone().find(is_when).map(|date| date.span)
    }

    /// Where it happens.
    fn place_of(&self, clause: &Clause, memory: &mut Memory) -> Option<Party> {
        clause.prepositions.iter().find_map(|(at, nouns)| {
            let is_where = self.unit.first_item(*at)?.is(Classes::LOCATIVE);
            let known = self.unit.party(*nouns.first()?, memory, &[])?;
            (is_where && known.kind == Kinds::PLACE).then_some(known.party)
        })
    }
}
