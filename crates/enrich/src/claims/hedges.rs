//! How a text stands behind what a clause tells: denied, planned, said by others.

use annalist_model::Modality;
use annalist_tables::{DataError, data_file, read_rows};

use super::chunks::{ChunkKind, Form};
use super::clauses::{Joined, Tongue, Unit};
use super::items::Mark;
use super::words::Classes;
use crate::hash::WordMap;

/// What a verb says of the clause or the verb that hangs on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attitude {
    Says,
    Denies,
    Asks,
    /// Leaves it open: "did not say that".
    Leaves,
    /// Gives words of its own for something: "described him as".
    Names,
    Plans,
    Predicts,
    /// "failed to"
    Fails,
    /// "went on to"
    Does,
    /// "based in", behind a name
    Stands,
}

/// The verbs that stand above others.
#[derive(Debug)]
pub(super) struct Attitudes(WordMap<&'static str, Attitude>);

impl Attitudes {
    pub(super) fn load() -> Result<Attitudes, DataError> {
        let sorts = [
            ("asks", Attitude::Asks),
            ("denies", Attitude::Denies),
            ("does", Attitude::Does),
            ("fails", Attitude::Fails),
            ("names", Attitude::Names),
            ("plans", Attitude::Plans),
            ("predicts", Attitude::Predicts),
            ("says", Attitude::Says),
            ("stands", Attitude::Stands),
        ];
        let rows = read_rows(data_file!("claims/attitudes.tsv"), 2)?;
        let attitudes = rows.iter().map(|row| Ok((row.cell(0), row.choice(1, &sorts)?)));
        attitudes.collect::<Result<_, DataError>>().map(Attitudes)
    }

    /// The verbs that have one.
    pub(super) fn lemmas(&self) -> impl Iterator<Item = &'static str> {
        self.0.keys().copied()
    }

    pub(super) fn of(&self, unit: &Unit, verb: usize) -> Option<Attitude> {
        self.0.get(unit.verb(verb)?.lemma?).copied()
    }
}

impl Tongue for Attitudes {
    fn tells_where(&self, lemma: &str) -> bool {
        self.0.get(lemma) == Some(&Attitude::Stands)
    }

    fn brings_clause(&self, lemma: &str) -> bool {
        let attitude = self.0.get(lemma);
        attitude.is_some_and(|it| {
            matches!(it, Attitude::Says | Attitude::Denies | Attitude::Asks | Attitude::Predicts)
        })
    }
}

/// How a clause is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hedge {
    pub(super) modality: Modality,
    /// The noun phrase that says so.
    pub(super) reporter: Option<usize>,
}

/// How the text stands behind the verb at `verb`.
pub(super) fn hedge(unit: &Unit, verb: usize, attitudes: &Attitudes) -> Hedge {
    let own = own_modality(unit, verb);
    let Some((reporter, attitude)) = reported(unit, verb, attitudes) else {
        return Hedge { modality: own, reporter: None };
    };
    let modality = match (own, attitude) {
        (Modality::Asserted, Attitude::Denies) => Modality::Denied,
        (Modality::Asserted, Attitude::Asks) => Modality::Question,
        (Modality::Asserted, Attitude::Leaves) => Modality::Conditional,
        (Modality::Asserted, _) => Modality::Reported,
        (own, _) => own,
    };
    Hedge { modality, reporter }
}

/// What the clause says of itself.
fn own_modality(unit: &Unit, verb: usize) -> Modality {
    let Some(group) = unit.verb(verb) else { return Modality::Asserted };
    if unit.items.iter().any(|item| item.is_mark(Mark::Question)) {
        return Modality::Question;
    }
    let mut said = group.said;
    let before = group.main.checked_sub(1).and_then(|it| unit.items.get(it));
    if is_denied_before(unit, verb) || before.is_some_and(|it| it.is(Classes::NEARLY)) {
        said = said.or(Classes::NOT);
    }
    let mut content = content(unit, verb);
    let mut is_conditional = has_condition(unit, verb);
    // What is said of a verb holds for those that are joined to it, as far as these share it.
    let (mut at, mut shared) = (verb, SHARED);
    for _ in 0..CHAIN {
        let Some((above, joined)) = unit.shares_with(at) else { break };
        if joined == Joined::Loosely {
            shared = shared.and(Classes::HEARSAY);
        }
        if is_denied_before(unit, above) {
            said = said.or(Classes::NOT.and(shared));
        }
        said = said.or(unit.verb(above).map_or(Classes::default(), |it| it.said.and(shared)));
        is_conditional |= has_condition(unit, above);
        content = content.or_else(|| self::content(unit, above));
        at = above;
    }
    if said.any(Classes::NOT) {
        return Modality::Negated;
    }
    if is_conditional || said.any(Classes::POSSIBLE) {
        return Modality::Conditional;
    }
    if said.any(Classes::FUTURE) {
        return Modality::Predicted;
    }
    if said.any(Classes::HEARSAY)
        || unit.is(verb + 1, &ChunkKind::Adverb)
            && unit.first_item(verb + 1).is_some_and(|it| it.is(Classes::HEARSAY))
    {
        return content.unwrap_or(Modality::Reported);
    }
    content.unwrap_or(Modality::Asserted)
}

/// What the noun or adjective says that the clause hangs on: "rumours that", "it is not true that".
fn content(unit: &Unit, verb: usize) -> Option<Modality> {
    let before = unit.chunks.get(..verb)?;
    let that = before.iter().rposition(|chunk| {
        use ChunkKind::{Colon, End, Subordinator, Verb};
        matches!(chunk.kind, Verb(_) | Subordinator | End | Colon)
    })?;
    unit.first_item(that)
        .filter(|item| unit.is(that, &ChunkKind::Subordinator) && item.is(Classes::RELATIVE))?;
    // "claims by officials that"
    let noun = unit.before(that)?;
    let preposition = noun.checked_sub(1).filter(|it| unit.is(*it, &ChunkKind::Preposition));
    let behind = preposition.filter(|_| unit.is_noun(noun)).unwrap_or(that);
    let above = behind.checked_sub(1)?;
    let items = unit.items.get(unit.chunks.get(above)?.items.clone())?;
    let word = items.last()?;
    let is_negated = items.iter().any(|it| it.is(Classes::NO)) || is_clause_negated(unit, above);
    let (held, negated) = if word.is(Classes::OPEN_THAT) {
        (Some(Modality::Conditional), Modality::Conditional)
    } else if word.is(Classes::SAYS_THAT) {
        (Some(Modality::Reported), Modality::Conditional)
    } else if word.is(Classes::DENIES_THAT) {
        (Some(Modality::Denied), Modality::Conditional)
    } else if word.is(Classes::UNTRUE_THAT) {
        (Some(Modality::Negated), Modality::Conditional)
    } else if word.is(Classes::TRUE_THAT) {
        (None, Modality::Negated)
    } else if word.is(Classes::SURE_THAT) {
        (None, Modality::Conditional)
    } else {
        return None;
    };
    if is_negated { Some(negated) } else { held }
}

/// Whether the verb that the chunk at `at` stands behind, or is, is negated.
fn is_clause_negated(unit: &Unit, at: usize) -> bool {
    let chunks = unit.chunks.get(..=at).unwrap_or_default();
    let governor = chunks.iter().rfind(|chunk| {
        use ChunkKind::{Comma, End, Subordinator, Verb};
        matches!(chunk.kind, Verb(_) | Comma | Subordinator | End)
    });
    governor.and_then(|chunk| chunk.verb()).is_some_and(|group| group.said.any(Classes::NOT))
}

/// How many verbs back what is said of one is looked for.
const CHAIN: usize = 6;

/// What verbs that are joined may share.
const SHARED: Classes = Classes::NOT.or(Classes::POSSIBLE).or(Classes::FUTURE).or(Classes::HEARSAY);

/// Whether the subject is nobody: "no group attacked", "neither X nor Y".
fn is_denied_before(unit: &Unit, verb: usize) -> bool {
    let before = unit.chunks.get(..verb).unwrap_or_default();
    let clause = before.iter().rev().take_while(|chunk| {
        !matches!(
            chunk.kind,
            ChunkKind::Comma
                | ChunkKind::End
                | ChunkKind::Subordinator
                | ChunkKind::Verb(_)
                | ChunkKind::Relative
                | ChunkKind::Colon
                | ChunkKind::Contrast
        )
    });
    let mut negated = clause.filter_map(|chunk| unit.items.get(chunk.items.start));
    negated.any(|item| item.is(Classes::NOT.or(Classes::NO)) && !item.is(Classes::BE))
}

/// Whether "if" or a word like it opens the clause.
fn has_condition(unit: &Unit, verb: usize) -> bool {
    let before = unit.chunks.get(..verb).unwrap_or_default();
    for (at, chunk) in before.iter().enumerate().rev() {
        match &chunk.kind {
            ChunkKind::Subordinator => {
                return unit.first_item(at).is_some_and(|it| it.is(Classes::CONDITION));
            }
            ChunkKind::Verb(group) if group.form == Form::Finite => return false,
            ChunkKind::End | ChunkKind::Colon => return false,
            _ => {}
        }
    }
    false
}

/// Who says what the verb at `verb` tells, where somebody does.
fn reported(unit: &Unit, verb: usize, attitudes: &Attitudes) -> Option<(Option<usize>, Attitude)> {
    said_before(unit, verb, attitudes)
        .or_else(|| said_behind(unit, verb, attitudes))
        .or_else(|| source(unit))
}

/// "Officials said that …"
fn said_before(
    unit: &Unit,
    verb: usize,
    attitudes: &Attitudes,
) -> Option<(Option<usize>, Attitude)> {
    for above in (0..verb).rev() {
        if unit.is(above, &ChunkKind::End) {
            return None;
        }
        let Some(group) = unit.verb(above) else { continue };
        let attitude = attitudes.of(unit, above);
        let says = matches!(attitude, Some(Attitude::Says | Attitude::Denies | Attitude::Asks));
        if !says || matches!(group.form, Form::Infinitive) {
            continue;
        }
        let between = unit.chunks.get(above + 1..verb)?;
        let has_that = between.iter().any(|it| it.kind == ChunkKind::Subordinator);
        let first = between.iter().find(|it| it.kind != ChunkKind::Adverb)?;
        let begins_clause = matches!(first.kind, ChunkKind::Noun(_) | ChunkKind::Subordinator);
        // "X, who said that Y led it, was captured"
        let aside = above.checked_sub(1).is_some_and(|it| unit.is(it, &ChunkKind::Relative));
        let is_closed = aside && between.iter().any(|it| it.kind == ChunkKind::Comma);
        if (has_that || begins_clause) && !is_closed {
            let subject = unit.clause(above, attitudes).and_then(|it| it.subjects.first().copied());
            let is_negated = group.said.any(Classes::NOT) || is_denied_before(unit, above);
            let attitude = if is_negated { Attitude::Leaves } else { attitude? };
            return Some((subject, attitude));
        }
    }
    None
}

/// "…, officials said."
fn said_behind(
    unit: &Unit,
    verb: usize,
    attitudes: &Attitudes,
) -> Option<(Option<usize>, Attitude)> {
    let last = unit
        .chunks
        .iter()
        .rposition(|it| it.verb().is_some_and(|it| it.form != Form::Infinitive))?;
    let attitude = attitudes.of(unit, last).filter(|it| *it == Attitude::Says)?;
    if last <= verb {
        return None;
    }
    let rest = unit.chunks.get(last + 1..)?;
    let is_plain = rest.iter().all(|it| {
        !matches!(it.kind, ChunkKind::Subordinator | ChunkKind::Quoted | ChunkKind::Colon)
    });
    // "…, said the minister": the speaker stands behind.
    let before = last.checked_sub(1)?;
    if unit.is(before, &ChunkKind::Comma) {
        let speaker = (last + 1..unit.chunks.len()).find(|at| unit.is_noun(*at));
        return (is_plain && speaker.is_some()).then_some((speaker, attitude));
    }
    let has_object = rest.first().is_some_and(|it| it.noun().is_some());
    let mut first = before;
    while !unit.is(first, &ChunkKind::Comma) {
        first = first.checked_sub(1)?;
        if unit.verb(first).is_some() {
            return None;
        }
    }
    let speaker = Some(first + 1).filter(|at| unit.is_noun(*at));
    (is_plain && !has_object && speaker.is_some()).then_some((speaker, attitude))
}

/// "according to officials"
fn source(unit: &Unit) -> Option<(Option<usize>, Attitude)> {
    let word = unit.items.iter().position(|item| item.is(Classes::SOURCE))?;
    let at = unit.chunks.iter().position(|chunk| chunk.items.contains(&word))?;
    let speaker = (at + 1..unit.chunks.len()).find(|at| unit.is_noun(*at));
    Some((speaker, Attitude::Says))
}
