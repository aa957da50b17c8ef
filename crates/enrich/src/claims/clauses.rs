//! Chunks to clauses: to each verb its subject, its objects, what prepositions tie to it, and its dates.
//! Where the row of chunks leaves a doubt, there is no subject.

use super::chunks::{AUXILIARY, Chunk, ChunkKind, Form, VerbGroup};
use super::items::Item;
use super::words::Classes;

/// A sentence, or the part of one that is read by itself.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub(super) items: Vec<Item>,
    pub(super) chunks: Vec<Chunk>,
}

/// What a verb has beside it; noun phrases and prepositions are given as chunks.
#[derive(Clone, Debug, Default)]
pub(super) struct Clause {
    pub(super) verb: usize,
    /// Whether what is done is done to the subject.
    pub(super) is_passive: bool,
    pub(super) subjects: Vec<usize>,
    pub(super) objects: Vec<usize>,
    /// What the object is made or called: "designated X a terrorist".
    pub(super) second: Option<usize>,
    pub(super) prepositions: Vec<(usize, Vec<usize>)>,
    /// Dates, those behind the verb first.
    pub(super) dates: Vec<usize>,
    /// The chunk behind all of it.
    pub(super) end: usize,
}

/// How a verb is joined to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joined {
    /// "never met X or joined Y"
    Alternative,
    /// "was arrested and charged", "may have met X and joined Y"
    Closely,
    /// "met X and joined Y"
    Loosely,
}

/// How often it is asked for the subject of another verb in turn.
const DEPTH: usize = 6;

/// How many commas back the beginning of what is put in is looked for.
const ASIDES: usize = 6;

impl Unit {
    pub(super) fn kind(&self, at: usize) -> Option<&ChunkKind> {
        self.chunks.get(at).map(|chunk| &chunk.kind)
    }

    pub(super) fn is_noun(&self, at: usize) -> bool {
        matches!(self.kind(at), Some(ChunkKind::Noun(_)))
    }

    pub(super) fn is(&self, at: usize, kind: &ChunkKind) -> bool {
        self.kind(at) == Some(kind)
    }

    pub(super) fn verb(&self, at: usize) -> Option<&VerbGroup> {
        self.chunks.get(at).and_then(Chunk::verb)
    }

    /// The first item of a chunk.
    pub(super) fn first_item(&self, at: usize) -> Option<&Item> {
        self.items.get(self.chunks.get(at)?.items.start)
    }

    /// The chunk before, adverbs aside.
    pub(super) fn before(&self, at: usize) -> Option<usize> {
        let before = self.chunks.get(..at)?;
        before.iter().rposition(|chunk| chunk.kind != ChunkKind::Adverb)
    }

    /// The clause of the verb at `verb`, where it has a subject. `tongue` knows the verbs that
    /// bring a clause with them.
    pub(super) fn clause(&self, verb: usize, tongue: &dyn Tongue) -> Option<Clause> {
        let group = self.verb(verb)?;
        let mut clause = Clause { verb, is_passive: group.is_passive, ..Clause::default() };
        let by_agent = self.agent_follows(verb, tongue);
        match group.form {
            Form::Infinitive | Form::Ing => return None,
            Form::Bare if by_agent => {
                clause.is_passive = true;
                clause.subjects = self.reduced_subject(verb, tongue)?;
            }
            Form::Finite | Form::Bare => {
                clause.subjects = self.subjects(verb, tongue, DEPTH)?;
                let is_joined = group.form == Form::Bare && !self.is_noun(verb + 1);
                if is_joined && self.joined_verb(verb).is_some_and(|it| it.is_passive) {
                    clause.is_passive = true;
                }
            }
        }
        self.add_arguments(&mut clause, verb + 1);
        let left = self.dates_before(&clause);
        clause.dates.extend(left);
        Some(clause)
    }

    /// The same of an infinitive or another verb that takes its subject from `governor`.
    pub(super) fn governed(&self, verb: usize, governor: &Clause) -> Clause {
        let is_passive = self.verb(verb).is_some_and(|group| group.is_passive);
        let subjects = governor.subjects.clone();
        let mut clause = Clause { verb, is_passive, subjects, ..Clause::default() };
        self.add_arguments(&mut clause, verb + 1);
        let left = self.dates_before(&clause);
        clause.dates.extend(left);
        clause
    }

    /// Whether the verb alone is passive: "captured by X", "known as X".
    fn agent_follows(&self, verb: usize, tongue: &dyn Tongue) -> bool {
        let mut next = verb + 1;
        while self.is(next, &ChunkKind::Adverb) {
            next += 1;
        }
        let main = self.verb(verb).and_then(|group| self.items.get(group.main));
        let is_past = main.and_then(|item| item.word.verb).is_none_or(|verb| verb.past);
        self.is(next, &ChunkKind::Preposition)
            && self.first_item(next).is_some_and(|item| {
                let lemma = self.verb(verb).and_then(|group| group.lemma);
                item.is(Classes::BY)
                    || item.is(Classes::AS) && !is_past
                    || item.is(Classes::LOCATIVE) && lemma.is_some_and(|it| tongue.tells_where(it))
            })
    }

    fn reduced_subject(&self, verb: usize, tongue: &dyn Tongue) -> Option<Vec<usize>> {
        let before = self.before(verb)?;
        match self.kind(before)? {
            ChunkKind::Noun(_) => Some(vec![before]),
            ChunkKind::Comma => {
                let noun = before.checked_sub(1).filter(|noun| self.is_noun(*noun))?;
                Some(vec![noun])
            }
            ChunkKind::Joint => self.subjects(verb, tongue, DEPTH),
            _ => None,
        }
    }

    /// The verb that the one at `verb` is joined to: "was captured and killed".
    fn joined_verb(&self, verb: usize) -> Option<&VerbGroup> {
        let before = self.before(verb)?;
        if !matches!(self.kind(before)?, ChunkKind::Joint | ChunkKind::Contrast) {
            return None;
        }
        self.chunks.get(..before)?.iter().rev().find_map(Chunk::verb)
    }

    /// The verb whose auxiliaries and adverbs may hold for the one at `verb` as well, and how the two
    /// are joined. One that has auxiliaries of its own shares none.
    pub(super) fn shares_with(&self, verb: usize) -> Option<(usize, Joined)> {
        let group = self.verb(verb)?;
        let items = self.chunks.get(verb)?.items.start..group.main;
        if self.items.get(items)?.iter().any(|item| item.is(AUXILIARY)) {
            return None;
        }
        let joint = self.before(verb).filter(|it| self.is(*it, &ChunkKind::Joint))?;
        let above = self.chunks.get(..joint)?.iter().rposition(|chunk| chunk.verb().is_some())?;
        let between = self.chunks.get(above + 1..joint)?;
        let goes_on = between.iter().all(|chunk| {
            !matches!(chunk.kind, ChunkKind::End | ChunkKind::Colon | ChunkKind::Subordinator)
        });
        let joined = if self.first_item(joint)?.is(Classes::ALTERNATIVE) {
            Joined::Alternative
        } else if self.verb(above)?.said.any(Classes::HAVE)
            || self.before(joint) == Some(above) && self.verb(above)?.is_passive
        {
            Joined::Closely
        } else {
            Joined::Loosely
        };
        goes_on.then_some((above, joined))
    }

    fn subjects(&self, verb: usize, tongue: &dyn Tongue, depth: usize) -> Option<Vec<usize>> {
        let depth = depth.checked_sub(1)?;
        let mut at = self.before(verb)?;
        // "the army on Monday captured"
        while matches!(self.kind(at)?, ChunkKind::Date(_)) {
            at = self.before(at)?;
            if self.is(at, &ChunkKind::Preposition) {
                at = self.before(at)?;
            }
            if self.is(at, &ChunkKind::Comma) {
                // "On Monday, captured": nobody is named.
                at = self.before(at).filter(|it| self.is_noun(*it))?;
            }
        }
        match self.kind(at)? {
            ChunkKind::Noun(_) => self.noun_subjects(at, tongue, depth),
            ChunkKind::Relative => self.antecedent(at).map(|noun| vec![noun]),
            ChunkKind::Comma => self
                .subjects_before_aside(at, tongue, depth)
                .or_else(|| self.joined_subjects(verb, at, tongue, depth)),
            ChunkKind::Joint | ChunkKind::Contrast => self.joined_subjects(verb, at, tongue, depth),
            _ => None,
        }
    }

    /// The subjects of a verb right behind the noun phrase at `noun`.
    fn noun_subjects(&self, noun: usize, tongue: &dyn Tongue, depth: usize) -> Option<Vec<usize>> {
        let top = self.climb(noun);
        let Some(before) = self.before(top) else { return Some(vec![top]) };
        match self.kind(before)? {
            ChunkKind::Preposition => None,
            ChunkKind::Verb(group) => {
                if group.lemma.is_some_and(|lemma| tongue.brings_clause(lemma)) {
                    return Some(vec![top]);
                }
                // "the army that attacked the camp fled"
                let relative =
                    self.before(before).filter(|it| self.is(*it, &ChunkKind::Relative))?;
                let noun = self.antecedent(relative)?;
                self.noun_subjects_of_outer(noun, tongue, depth)
            }
            ChunkKind::Joint => Some(self.listed_before(top, before)),
            ChunkKind::Relative => {
                // "the man who the army captured": the subject is there, the clause is not the noun’s.
                Some(vec![top])
            }
            _ => Some(vec![top]),
        }
    }

    fn noun_subjects_of_outer(
        &self,
        noun: usize,
        tongue: &dyn Tongue,
        depth: usize,
    ) -> Option<Vec<usize>> {
        let depth = depth.checked_sub(1)?;
        self.noun_subjects(noun, tongue, depth)
    }

    /// From the noun phrase behind prepositions to the one that they hang on: "the leader of the group".
    fn climb(&self, noun: usize) -> usize {
        let mut top = noun;
        while let (Some(preposition), Some(outer)) = (top.checked_sub(1), top.checked_sub(2)) {
            if !self.is(preposition, &ChunkKind::Preposition) || !self.is_noun(outer) {
                break;
            }
            top = outer;
        }
        top
    }

    /// The row that ends in `last`, which stands behind the joint at `joint`: "A, B and C".
    fn listed_before(&self, last: usize, joint: usize) -> Vec<usize> {
        let mut row = vec![last];
        let mut at = joint;
        if at.checked_sub(1).is_some_and(|it| self.is(it, &ChunkKind::Comma)) {
            at -= 1;
        }
        while let Some(noun) = at.checked_sub(1).filter(|noun| self.is_noun(*noun)) {
            let top = self.climb(noun);
            row.push(top);
            let comma = top.checked_sub(1).filter(|comma| self.is(*comma, &ChunkKind::Comma));
            let Some(comma) =
                comma.filter(|comma| comma.checked_sub(1).is_some_and(|it| self.is_noun(it)))
            else {
                break;
            };
            at = comma;
        }
        let first = row.last().copied().unwrap_or(last);
        let before = first.checked_sub(1).and_then(|before| self.kind(before));
        // "attacked the camp and the army fled": the row may belong to what stands before it.
        if matches!(before, Some(ChunkKind::Verb(_) | ChunkKind::Preposition | ChunkKind::Date(_)))
        {
            return vec![last];
        }
        row.reverse();
        row
    }

    /// The noun phrase that "who" or "which" at `relative` stands for.
    fn antecedent(&self, relative: usize) -> Option<usize> {
        let before = relative.checked_sub(1)?;
        match self.kind(before)? {
            ChunkKind::Noun(_) => Some(before),
            ChunkKind::Comma => before.checked_sub(1).filter(|noun| self.is_noun(*noun)),
            _ => None,
        }
    }

    /// The subjects before what is put in between two commas, the second of which is at `close`.
    fn subjects_before_aside(
        &self,
        close: usize,
        tongue: &dyn Tongue,
        depth: usize,
    ) -> Option<Vec<usize>> {
        let commas = self.chunks.get(..close)?.iter().enumerate().rev();
        let commas = commas.filter(|(_, chunk)| chunk.kind == ChunkKind::Comma).map(|(at, _)| at);
        commas.take(ASIDES).find_map(|open| {
            let noun = open.checked_sub(1).filter(|noun| self.is_noun(*noun))?;
            self.is_aside(open, close).then(|| self.noun_subjects(noun, tongue, depth)).flatten()
        })
    }

    /// Whether what stands between two commas can be left out.
    fn is_aside(&self, open: usize, close: usize) -> bool {
        let Some(aside) = self.chunks.get(open + 1..close) else { return false };
        let has_verb =
            aside.iter().any(|it| it.verb().is_some_and(|verb| verb.form == Form::Finite));
        match aside.first().map(|chunk| &chunk.kind) {
            Some(ChunkKind::Relative) => true,
            Some(ChunkKind::Noun(_) | ChunkKind::Preposition | ChunkKind::Date(_)) => {
                !has_verb || aside.iter().any(|it| it.kind == ChunkKind::Relative)
            }
            Some(ChunkKind::Verb(verb)) => verb.form != Form::Finite && !has_verb,
            Some(ChunkKind::Adverb) => !has_verb,
            _ => false,
        }
    }

    /// The subjects of the verb that the one at `verb` is joined to; `at` is the joint or the comma.
    fn joined_subjects(
        &self,
        verb: usize,
        at: usize,
        tongue: &dyn Tongue,
        depth: usize,
    ) -> Option<Vec<usize>> {
        let is_comma = self.is(at, &ChunkKind::Comma);
        // A comma alone joins only where an object follows: "raided a camp, captured two men, and left".
        if is_comma && !self.is_noun(verb + 1) {
            return None;
        }
        let before = self.chunks.get(..at)?;
        let is_finite = |chunk: &Chunk| {
            chunk.verb().is_some_and(|it| matches!(it.form, Form::Finite | Form::Bare))
        };
        let joined = before.iter().rposition(is_finite)?;
        let between = before.get(joined..)?;
        if between.iter().any(|it| matches!(it.kind, ChunkKind::Colon | ChunkKind::End)) {
            return None;
        }
        // ", who led the group, and fled": which of the two has fled?
        let closes_aside = between.last().is_some_and(|it| it.kind == ChunkKind::Comma);
        let relative = self.before(joined).filter(|it| self.is(*it, &ChunkKind::Relative));
        let is_aside = relative
            .and_then(|it| it.checked_sub(1))
            .is_some_and(|it| self.is(it, &ChunkKind::Comma));
        if closes_aside && is_aside {
            return None;
        }
        self.subjects(joined, tongue, depth)
    }

    /// The row of noun phrases that begins at `first`, with the chunk behind it. In a row behind a
    /// colon, what is said of one of them ("who led the group,") is passed over.
    pub(super) fn row(&self, first: usize, with_asides: bool) -> (Vec<usize>, usize) {
        let mut row = vec![first];
        let mut end = self.behind_of(first);
        let (mut kept, mut kept_end) = (1, end);
        for _ in 0..40 {
            let mut next = end;
            if self.is(next, &ChunkKind::Comma) {
                next += 1;
                if with_asides && self.is(next, &ChunkKind::Relative) {
                    let rest = self.chunks.get(next..).unwrap_or_default();
                    let close = rest.iter().position(|it| it.kind == ChunkKind::Comma);
                    let Some(close) = close else { break };
                    end = next + close;
                    continue;
                }
            }
            let is_joined = self.is(next, &ChunkKind::Joint);
            if is_joined {
                next += 1;
            }
            if next == end || !self.is_noun(next) {
                break;
            }
            let behind = self.behind_of(next);
            // "captured A and B fled"
            let is_subject = self.verb(behind).is_some_and(|verb| {
                verb.form == Form::Finite || verb.form == Form::Bare && self.is_noun(behind + 1)
            });
            if is_subject {
                break;
            }
            row.push(next);
            end = behind;
            if is_joined {
                (kept, kept_end) = (row.len(), end);
                break;
            }
        }
        row.truncate(kept);
        (row, kept_end)
    }

    /// The chunk behind a noun phrase and what "of" ties to it.
    pub(super) fn behind_of(&self, noun: usize) -> usize {
        let mut end = noun + 1;
        while self.is_of(end) && self.is_noun(end + 1) {
            end += 2;
        }
        end
    }

    /// Whether the preposition at `at` ties a noun to the one before it, whatever the verb.
    pub(super) fn is_of(&self, at: usize) -> bool {
        self.is(at, &ChunkKind::Preposition)
            && self.first_item(at).is_some_and(|item| item.is(Classes::OF))
    }

    fn add_arguments(&self, clause: &mut Clause, from: usize) {
        let mut at = from;
        while self.is(at, &ChunkKind::Adverb) {
            at += 1;
        }
        if self.is_noun(at) && !clause.is_passive {
            at = self.add_objects(clause, at);
        } else if self.is_noun(at) {
            clause.second = Some(at);
            at = self.behind_of(at);
        }
        self.add_tied(clause, at);
    }

    fn add_objects(&self, clause: &mut Clause, at: usize) -> usize {
        let (objects, mut end) = self.row(at, false);
        clause.objects = objects;
        if self.is_noun(end) && clause.objects.len() == 1 {
            clause.second = Some(end);
            return self.behind_of(end);
        }
        if self.is(end, &ChunkKind::Colon) && self.is_noun(end + 1) {
            let (named, behind) = self.row(end + 1, true);
            clause.objects.extend(named);
            end = behind;
        }
        end
    }

    /// Adds what prepositions tie to the verb, and the dates behind it.
    fn add_tied(&self, clause: &mut Clause, from: usize) {
        let mut at = from;
        loop {
            match self.kind(at) {
                Some(ChunkKind::Adverb) => at += 1,
                Some(ChunkKind::Date(date)) => {
                    clause.dates.push(*date);
                    at += 1;
                }
                Some(ChunkKind::Preposition) => match self.kind(at + 1) {
                    Some(ChunkKind::Noun(_)) => {
                        let (nouns, end) = self.row(at + 1, false);
                        clause.prepositions.push((at, nouns));
                        at = end;
                    }
                    Some(ChunkKind::Date(_) | ChunkKind::Preposition | ChunkKind::Adverb) => {
                        at += 1;
                    }
                    _ => break,
                },
                Some(ChunkKind::Comma) => match self.behind_aside(at) {
                    Some(behind) => at = behind,
                    None => break,
                },
                _ => break,
            }
        }
        clause.end = at;
    }

    /// Behind what is put in at the comma `open`, where the clause goes on there.
    fn behind_aside(&self, open: usize) -> Option<usize> {
        let goes_on =
            |at: usize| matches!(self.kind(at), Some(ChunkKind::Preposition | ChunkKind::Date(_)));
        match self.kind(open + 1)? {
            ChunkKind::Date(_) => return Some(open + 1),
            ChunkKind::Preposition if matches!(self.kind(open + 2), Some(ChunkKind::Date(_))) => {
                return Some(open + 1);
            }
            ChunkKind::Noun(_) | ChunkKind::Relative => {}
            _ => return None,
        }
        let rest = self.chunks.get(open + 1..)?;
        let close = open + 1 + rest.iter().position(|it| it.kind == ChunkKind::Comma)?;
        let aside = self.chunks.get(open + 1..close)?;
        let is_plain = aside.iter().all(|it| it.kind != ChunkKind::End)
            && (aside.iter().all(|it| it.verb().is_none())
                || aside.iter().any(|it| it.kind == ChunkKind::Relative));
        (is_plain && goes_on(close + 1)).then_some(close + 1)
    }

    /// The dates before the verb that belong to its clause.
    fn dates_before(&self, clause: &Clause) -> Vec<usize> {
        let Some(first) = clause.subjects.first().copied() else { return Vec::new() };
        let dates_in = |chunks: &[Chunk]| -> Vec<usize> {
            let date = |chunk: &Chunk| match chunk.kind {
                ChunkKind::Date(date) => Some(date),
                _ => None,
            };
            chunks.iter().rev().filter_map(date).collect()
        };
        let before = self.chunks.get(..first.min(clause.verb)).unwrap_or_default();
        let mut from = before.len();
        while let Some(at) = from.checked_sub(1) {
            match before.get(at).map(|chunk| &chunk.kind) {
                Some(
                    ChunkKind::Comma
                    | ChunkKind::Date(_)
                    | ChunkKind::Preposition
                    | ChunkKind::Adverb
                    | ChunkKind::Contrast
                    | ChunkKind::Joint,
                ) => from = at,
                Some(ChunkKind::Noun(_))
                    if at.checked_sub(1).is_some_and(|it| self.is(it, &ChunkKind::Preposition)) =>
                {
                    from = at;
                }
                Some(ChunkKind::Subordinator | ChunkKind::End | ChunkKind::Quoted) | None => break,
                // What stands there belongs to another verb.
                _ => return self.dates_between(first, clause.verb),
            }
        }
        let mut dates = self.dates_between(first, clause.verb);
        dates.extend(dates_in(before.get(from..).unwrap_or_default()));
        dates
    }

    /// The dates right before the verb: "the army on Monday captured".
    fn dates_between(&self, subject: usize, verb: usize) -> Vec<usize> {
        let between = self.chunks.get(subject..verb).unwrap_or_default();
        if between.iter().any(|chunk| chunk.verb().is_some()) {
            return Vec::new();
        }
        let date = |chunk: &Chunk| match chunk.kind {
            ChunkKind::Date(date) => Some(date),
            _ => None,
        };
        between.iter().filter_map(date).collect()
    }
}

/// What is known of single words, beyond what they do in a clause.
pub(super) trait Tongue {
    /// Whether a clause follows the verb: "said the army had left".
    fn brings_clause(&self, lemma: &str) -> bool;

    /// Whether the verb alone, behind a name, tells where that stands: "X, based in Y".
    fn tells_where(&self, lemma: &str) -> bool;
}
