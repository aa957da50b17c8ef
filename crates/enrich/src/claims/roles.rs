//! Offices, ranks and kin: what a noun says of somebody who is named beside it.

use annalist_model::Span;
use annalist_tables::{DataError, Row, data_file, read_rows};

use super::chunks::{ChunkKind, Determiner, NounPhrase};
use super::clauses::Unit;
use super::items::{Item, Kind};
use super::parties::{Kinds, Known, Memory, pronoun};
use super::words::{Classes, NounSort, Words, folded};
use crate::hash::WordMap;

/// The type of relation that a role gives with an object of some kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Give {
    kinds: Kinds,
    pub(super) kind: &'static str,
    /// Whether the object is the subject of the relation: an adviser of X is one X is advised by.
    pub(super) is_inverse: bool,
}

/// A noun for an office, a rank or a kinsman.
#[derive(Debug)]
struct Role {
    /// Who has it: a person, or an organisation.
    who: Kinds,
    prepositions: Vec<&'static str>,
    /// With a preposition or an owner: "the leader of X", "X’s leader".
    gives: Vec<Give>,
    /// With a name right before it: "X leader Y".
    before: Vec<Give>,
    /// As one of several: "a leader of X", "X leaders".
    among: Vec<Give>,
}

/// How a word before a role changes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Modifier {
    /// "senior": one of several.
    Among,
    /// "deputy": another office.
    Deputy,
}

/// All roles.
#[derive(Debug)]
pub(super) struct Roles {
    roles: Vec<Role>,
    /// Roles of two words.
    doubles: WordMap<&'static str, usize>,
    modifiers: WordMap<&'static str, Modifier>,
    /// What the deputy of an office holds.
    deputy: Give,
}

/// A role as a text tells of it, without its holder.
#[derive(Clone, Debug)]
pub(super) struct RolePhrase {
    /// Who may hold it.
    pub(super) who: Kinds,
    pub(super) give: Give,
    pub(super) object: Known,
    /// The words for it.
    pub(super) words: Span,
    /// From the first to the last of its words, object and all.
    pub(super) span: Span,
    /// The chunk behind it.
    pub(super) end: usize,
}

impl Roles {
    pub(super) fn load(words: &mut Words) -> Result<Roles, DataError> {
        let mut roles = Vec::new();
        let mut doubles = WordMap::default();
        for row in read_rows(data_file!("claims/roles.tsv"), 8)? {
            let place = roles.len();
            let who = Kinds::parse(row.cell(2)).ok_or_else(|| row.error("who has it?"))?;
            for word in [row.cell(0), row.cell(1)] {
                if word.contains(' ') {
                    doubles.insert(word, place);
                }
            }
            if !row.cell(0).contains(' ') {
                let is_person = who.has(Kinds::PERSON);
                let sort = if is_person { NounSort::Person } else { NounSort::Organisation };
                words.add_noun(row.cell(0), row.cell(1), sort, Some(place));
            }
            roles.push(Role {
                who,
                prepositions: row.cell(3).split(',').collect(),
                gives: gives(&row, 4)?,
                before: gives(&row, 5)?,
                among: gives(&row, 6)?,
            });
        }
        let sorts = [("among", Modifier::Among), ("deputy", Modifier::Deputy)];
        let mut modifiers = WordMap::default();
        for row in read_rows(data_file!("claims/modifiers.tsv"), 2)? {
            modifiers.insert(row.cell(0), row.choice(1, &sorts)?);
        }
        let any = Kinds::parse("olgb").unwrap_or_default();
        let deputy = Give { kinds: any, kind: "position_held", is_inverse: false };
        Ok(Roles { roles, doubles, modifiers, deputy })
    }

    /// The role that the noun phrase at `chunk` tells of.
    pub(super) fn phrase(
        &self,
        unit: &Unit,
        chunk: usize,
        text: &str,
        memory: &mut Memory,
    ) -> Option<RolePhrase> {
        let noun = *unit.chunks.get(chunk)?.noun()?;
        let first = unit.chunks.get(chunk)?.items.start;
        let head = unit.items.get(noun.head)?;
        // The noun is the head, or stands right before the name that is.
        let at = if head.name().is_some() { noun.head.checked_sub(1)? } else { noun.head };
        if at < first {
            return None;
        }
        let item = unit.items.get(at)?;
        let word = item.span.slice(text)?;
        let double = at.checked_sub(1).filter(|before| *before >= first).and_then(|before| {
            let before = unit.items.get(before)?;
            let both = format!("{} {}", folded(before.span.slice(text)?), folded(word));
            self.doubles.get(both.as_str()).copied()
        });
        let noun_of = item.word.noun.filter(|_| item.kind == Kind::Word);
        let place = double.or_else(|| noun_of?.role)?;
        let role = self.roles.get(place)?;
        let words = words_before(unit, first, at)?;
        let is_plural = noun_of.is_some_and(|it| it.is_plural) && double.is_none();
        let modified = self.modified(unit, first, at, text);
        let is_among = is_plural
            || noun.determiner == Determiner::Indefinite
            || modified == Some(Modifier::Among);
        let (object, behind, is_before, from) =
            self.object(unit, chunk, first, at, role, text, memory)?;
        let gives = match () {
            () if is_among => &role.among,
            () if is_before => &role.before,
            () => &role.gives,
        };
        let mut give = *gives.iter().find(|give| give.kinds.has(object.kind))?;
        if modified == Some(Modifier::Deputy) && self.deputy.kinds.has(object.kind) {
            give = self.deputy;
        }
        let last = unit.items.get(noun.head)?.span;
        let span = words.cover(object.party.span).cover(last).cover(from);
        Some(RolePhrase { who: role.who, give, object, words, span, end: behind })
    }

    /// Of what the role is one: behind a preposition, the owner, or a name right before it; with the
    /// chunk behind, whether it is the last, and the first word.
    #[expect(clippy::too_many_arguments, reason = "one question about one noun phrase")]
    fn object(
        &self,
        unit: &Unit,
        chunk: usize,
        first: usize,
        at: usize,
        role: &Role,
        text: &str,
        memory: &mut Memory,
    ) -> Option<(Known, usize, bool, Span)> {
        let noun = *unit.chunks.get(chunk)?.noun()?;
        if at == noun.head
            && unit.is(chunk + 1, &ChunkKind::Preposition)
            && unit.is_noun(chunk + 2)
            && let Some(word) = unit.first_item(chunk + 1).and_then(|it| it.span.slice(text))
            && role.prepositions.contains(&folded(word).as_ref())
        {
            let object = unit.party(chunk + 2, memory, &[])?;
            return Some((object, chunk + 3, false, object.party.span));
        }
        let owned = unit.items.get(first..at)?;
        if let Some(owner) = owned.iter().rposition(|item| item.kind == Kind::Genitive) {
            let item = unit.items.get((first + owner).checked_sub(1)?)?;
            let (entity, kind) = item.name()?;
            let owner = Known::named(item.span, entity, Kinds::of(kind));
            return Some((owner, chunk + 1, false, item.span));
        }
        let opening = unit.items.get(first)?;
        let is_his = opening.is(Classes::POSSESSIVE)
            && opening.is(Classes::HE.or(Classes::SHE).or(Classes::IT));
        if is_his {
            let own: Vec<u32> =
                unit.items.get(noun.head)?.name().map(|(entity, _)| entity).into_iter().collect();
            let owner = pronoun(opening, memory, &own)?;
            return Some((owner, chunk + 1, false, opening.span));
        }
        let (item, entity, kind) = before_role(unit, first, at)?;
        let object = Known::named(item.span, entity, Kinds::of(kind));
        Some((object, chunk + 1, true, item.span))
    }

    fn modified(&self, unit: &Unit, first: usize, at: usize, text: &str) -> Option<Modifier> {
        let before = unit.items.get(first..at)?;
        let modifier = |item: &Item| {
            let word = item.span.slice(text).filter(|_| item.kind == Kind::Word)?;
            let word = folded(word);
            self.modifiers.get(word.as_ref()).copied()
        };
        before.iter().find_map(modifier)
    }
}

/// The words for a role: the noun at `at` and what describes it.
fn words_before(unit: &Unit, first: usize, at: usize) -> Option<Span> {
    let before = unit.items.get(first..at)?;
    let describes = |item: &&Item| item.kind == Kind::Word && item.word.is_open();
    let count = before.iter().rev().take_while(describes).count();
    let from = unit.items.get(at - count)?;
    Some(from.span.cover(unit.items.get(at)?.span))
}

/// The name that stands before a role with nothing but describing words between.
fn before_role(
    unit: &Unit,
    first: usize,
    at: usize,
) -> Option<(&Item, u32, annalist_model::EntityKind)> {
    let noun = NounPhrase { head: at, determiner: Determiner::None, is_pronoun: false };
    let (item, entity, kind) = unit.name_within(&noun)?;
    let is_within = unit.items.get(first..at)?.iter().any(|it| it.span == item.span);
    is_within.then_some((item, entity, kind))
}

fn gives(row: &Row, column: usize) -> Result<Vec<Give>, DataError> {
    if row.cell(column) == "-" {
        return Ok(Vec::new());
    }
    let give = |text: &'static str| {
        let (letters, kind) = text.split_once(':')?;
        let is_inverse = kind.starts_with('~');
        let kinds = Kinds::parse(letters)?;
        Some(Give { kinds, kind: kind.trim_start_matches('~'), is_inverse })
    };
    row.cell(column)
        .split(',')
        .map(|text| give(text).ok_or_else(|| row.error(format!("{text:?} gives no relation"))))
        .collect()
}
