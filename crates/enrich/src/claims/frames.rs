//! Verbs and what they tell: which parts their subject, object and prepositions take, and which
//! relations and events that gives.

use std::borrow::Cow;

use annalist_model::Part;
use annalist_tables::{DataError, Row, data_file, read_rows};

use super::clauses::{Clause, Unit};
use super::parties::Kinds;
use super::words::folded;
use crate::hash::WordMap;

/// A part that a verb gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Agent,
    Patient,
    /// What the patient is made or called.
    Second,
    /// What a preposition ties to the verb.
    Behind(&'static str),
}

impl Slot {
    fn parse(text: &'static str) -> Slot {
        match text {
            "agent" => Slot::Agent,
            "patient" => Slot::Patient,
            "second" => Slot::Second,
            preposition => Slot::Behind(preposition),
        }
    }
}

/// What a verb gives once its parts are there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Gift {
    Event {
        predicate: &'static str,
        parts: Vec<(Part, Slot)>,
    },
    Relation {
        kind: &'static str,
        subject: Slot,
        object: Slot,
        role: Option<Slot>,
    },
    /// The holder has the role that the words tell of.
    Role {
        holder: Slot,
        role: Slot,
    },
}

/// One way to use a verb.
#[derive(Debug)]
pub(super) struct Frame {
    /// What makes it another verb: "hand over".
    particle: Option<&'static str>,
    /// Each part with the kinds that may take it, and whether it must be there.
    pub(super) slots: Vec<(Slot, Kinds, bool)>,
    pub(super) gifts: Vec<Gift>,
    /// What the rule is called in records.
    pub(super) name: &'static str,
}

/// All verbs.
#[derive(Debug)]
pub(super) struct Frames(WordMap<&'static str, Vec<Frame>>);

impl Frames {
    pub(super) fn load() -> Result<Frames, DataError> {
        let mut frames: WordMap<&'static str, Vec<Frame>> = WordMap::default();
        for row in read_rows(data_file!("claims/frames.tsv"), 4)? {
            let (lemma, particle) = match row.cell(0).split_once(' ') {
                Some((lemma, particle)) => (lemma, Some(particle)),
                None => (row.cell(0), None),
            };
            let slots = row.cell(1).split(' ').map(|text| slot(text, &row));
            let slots = slots.collect::<Result<_, DataError>>()?;
            let gifts = row.cell(2).split("; ").map(|text| gift(text, &row));
            let gifts = gifts.collect::<Result<_, DataError>>()?;
            let frame = Frame { particle, slots, gifts, name: row.cell(0) };
            frames.entry(lemma).or_default().push(frame);
        }
        Ok(Frames(frames))
    }

    /// The verbs that have a frame.
    pub(super) fn lemmas(&self) -> impl Iterator<Item = &'static str> {
        self.0.keys().copied()
    }

    /// The ways to use the verb that fit what stands behind it; those with a particle first.
    pub(super) fn of<'f>(
        &'f self,
        lemma: &str,
        unit: &Unit,
        clause: &Clause,
        text: &str,
    ) -> Vec<&'f Frame> {
        let known = self.0.get(lemma).map(Vec::as_slice).unwrap_or_default();
        let beside = beside(unit, clause, text);
        let with: Vec<&Frame> = known
            .iter()
            .filter(|it| it.particle.is_some_and(|particle| beside.iter().any(|it| it == particle)))
            .collect();
        if with.is_empty() {
            known.iter().filter(|it| it.particle.is_none()).collect()
        } else {
            with
        }
    }
}

/// The words that may make a verb another one: what follows it, its objects, and what follows them.
fn beside<'t>(unit: &Unit, clause: &Clause, text: &'t str) -> Vec<Cow<'t, str>> {
    let behind = unit.chunks.get(clause.verb).map(|chunk| chunk.items.end);
    let heads = clause.objects.iter().filter_map(|at| Some(unit.chunks.get(*at)?.noun()?.head));
    let objects_end = clause.objects.last().and_then(|at| unit.chunks.get(*at));
    let places = behind.into_iter().chain(heads).chain(objects_end.map(|chunk| chunk.items.end));
    let item = |at: usize| unit.items.get(at).filter(|item| item.name().is_none());
    places.filter_map(|at| item(at)?.span.slice(text)).map(folded).collect()
}

fn slot(text: &'static str, row: &Row) -> Result<(Slot, Kinds, bool), DataError> {
    let (name, letters) =
        text.split_once(':').ok_or_else(|| row.error(format!("{text:?} has no kinds")))?;
    let must = !name.ends_with('?');
    let kinds =
        Kinds::parse(letters).ok_or_else(|| row.error(format!("{letters:?} are no kinds")))?;
    Ok((Slot::parse(name.trim_end_matches('?')), kinds, must))
}

fn gift(text: &'static str, row: &Row) -> Result<Gift, DataError> {
    let mut words = text.split(' ');
    let kind = words.next().unwrap_or_default();
    let wrong = || row.error(format!("{text:?} gives nothing"));
    match kind {
        "event" => {
            let predicate = words.next().ok_or_else(wrong)?;
            let parts = words.map(|word| {
                let (part, slot) = word.split_once('=').unwrap_or((word, word));
                Part::parse(part).map(|part| (part, Slot::parse(slot))).ok_or_else(wrong)
            });
            Ok(Gift::Event { predicate, parts: parts.collect::<Result<_, DataError>>()? })
        }
        "role" => {
            let (holder, role) = words.next().zip(words.next()).ok_or_else(wrong)?;
            Ok(Gift::Role { holder: Slot::parse(holder), role: Slot::parse(role) })
        }
        kind => {
            let (subject, object) = words.next().zip(words.next()).ok_or_else(wrong)?;
            let role = words.next().map(Slot::parse);
            let (subject, object) = (Slot::parse(subject), Slot::parse(object));
            Ok(Gift::Relation { kind, subject, object, role })
        }
    }
}
