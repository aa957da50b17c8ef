//! What a number counts, and what befalls those whom it counts.

use std::ops::Range;

use annalist_model::{EntityKind, QuantityKind};

use super::Pass;
use super::tables::Fate;
use crate::claims::words::{Classes, NounSort, Word, folded};
use crate::segment::TokenKind;

/// Most words from a number to the noun that it counts.
const REACH: usize = 6;

/// Most words between those who are counted and the verb that tells what befell them.
const FAR: usize = 8;

/// What a number counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counted {
    /// The noun with what describes it.
    pub(super) noun: Option<Range<usize>>,
    pub(super) kind: Option<QuantityKind>,
    /// Whether the noun makes the number no quantity.
    pub(super) is_none: bool,
    /// What a describing word says that befell them: "12 wounded soldiers".
    pub(super) fate: Option<QuantityKind>,
    /// Whether "of" ties the noun to the number.
    pub(super) is_behind_of: bool,
}

const DETERMINERS: Classes = Classes::DEFINITE.or(Classes::INDEFINITE).or(Classes::POSSESSIVE);
const AUXILIARY: Classes = Classes::BE.or(Classes::HAVE);

impl Pass<'_> {
    /// What a number that ends before `at` counts; a noun in the singular is taken where `is_one`.
    pub(super) fn counted(&self, at: usize, end: usize, is_one: bool) -> Counted {
        let mut counted = Counted::default();
        let mut next = at;
        if self.is(next, end, Classes::OF) {
            next += 1;
            counted.is_behind_of = true;
            while self.is(next, end, DETERMINERS) {
                next += 1;
            }
            // "42 of the 120 seats"
            if let Some(numeral) = self.numerals().read(next, end) {
                next = numeral.tokens.end;
            }
        }
        while self.is(next, end, Classes::ADVERB.or(Classes::INDEFINITE)) {
            next += 1;
        }
        let first = next;
        let may_be_singular = is_one || counted.is_behind_of;
        let mut last_open = None;
        let mut limit = end.min(first + REACH);
        while next < limit {
            if let Some((behind, kind)) = self.name_at(next) {
                let describes = matches!(kind, EntityKind::Group | EntityKind::Place);
                if !describes || counted.noun.is_some() {
                    break;
                }
                limit = end.min(limit + behind - next);
                next = behind;
                continue;
            }
            let Some(word) = self.open_word(next) else { break };
            let text = self.segments.word(next);
            let known = self.tables.counted(text);
            let is_plural = known.is_some() || is_plural(text, word);
            if counted.noun.is_some() && !is_plural {
                break;
            }
            let is_past = word.verb.is_some_and(|it| it.past || it.participle);
            if known.is_none() && is_past {
                if counted.noun.is_some() {
                    break;
                }
                // "12 wounded soldiers", but "200 wounded in"
                let describes = self.open_word(next + 1).is_some() && next + 1 < end;
                if !describes {
                    break;
                }
                counted.fate = counted.fate.or(self.fate(word, Fate::Patient));
            }
            last_open = Some(next);
            next += 1;
            if is_plural {
                counted.noun = Some(first..next);
                counted.is_none = known == Some(None);
                counted.kind = known.flatten().or_else(|| people(word));
            }
        }
        if counted.noun.is_none()
            && may_be_singular
            && let Some(last) = last_open
        {
            // In the singular the row of words ends with the noun, if no verb is left in it.
            counted.noun = Some(first..last + 1);
            counted.kind = people(self.words.look_up(self.segments.word(last)));
        }
        counted
    }

    /// Whom a verb before the number, or its determiner, befalls: "killed at least 12".
    pub(super) fn fate_before(&self, at: usize, start: usize) -> Option<QuantityKind> {
        let mut before = at;
        while before > start && self.is(before - 1, at, DETERMINERS.or(Classes::ADVERB)) {
            before -= 1;
        }
        let verb = before.checked_sub(1).filter(|verb| *verb >= start)?;
        let word = self.words.look_up(self.segments.word(verb));
        let is_passive =
            verb.checked_sub(1).is_some_and(|it| it >= start && self.is(it, verb, Classes::BE));
        let doing = || self.tables.fate(&folded(self.segments.word(verb)));
        self.fate(word, Fate::Patient)
            .filter(|_| !is_passive)
            .or_else(|| doing().filter(|(fate, _)| *fate == Fate::Doing)?.1)
    }

    /// What a verb behind the noun says that befell its subject: "12 soldiers in Mosul were killed".
    pub(super) fn fate_behind(&self, at: usize, end: usize) -> Option<QuantityKind> {
        let (mut is_passive, mut has_auxiliary, mut is_aside) = (false, false, false);
        for next in at..end.min(at + FAR) {
            if let Some((behind, _)) = self.name_at(next) {
                if !is_aside && behind > next {
                    return None;
                }
                continue;
            }
            if self.is_date(next) {
                continue;
            }
            if self.segments.tokens().get(next)?.kind == TokenKind::Mark {
                return None;
            }
            let word = self.words.look_up(self.segments.word(next));
            let classes = word.classes;
            if classes.any(AUXILIARY) {
                has_auxiliary = true;
                is_passive |= classes.any(Classes::BE);
            } else if classes.any(Classes::NOT) {
                return None;
            } else if classes.any(Classes::LOCATIVE.or(Classes::AS)) && !has_auxiliary {
                is_aside = true;
            } else if let Some(verb) = word
                .verb
                .filter(|_| !is_aside || has_auxiliary || word.verb.is_some_and(|it| it.past))
            {
                let is_agent = !is_passive && (verb.past || verb.base || verb.third);
                let is_reduced = !has_auxiliary && !self.begins_noun(next + 1, end);
                return match () {
                    () if is_agent && self.fate(word, Fate::Agent).is_some() => {
                        self.fate(word, Fate::Agent)
                    }
                    () if verb.participle && (is_passive || is_reduced) => {
                        self.fate(word, Fate::Patient)
                    }
                    () => None,
                };
            } else if !classes.any(Classes::ADVERB.or(DETERMINERS)) && !is_aside {
                return None;
            }
        }
        None
    }

    /// What a noun before the number says of it: "the death toll rose to 12".
    pub(super) fn noun_before(
        &self,
        at: usize,
        start: usize,
    ) -> Option<(Fate, Option<QuantityKind>)> {
        let near = at.saturating_sub(FAR / 2).max(start);
        for place in (near..at).rev() {
            if self.segments.tokens().get(place)?.kind == TokenKind::Mark {
                return None;
            }
            let known = self.tables.noun_fate(self.segments.word(place));
            match known {
                Some((Fate::Label, _)) if place + 1 < at => {}
                Some(known) => return Some(known),
                None => {}
            }
        }
        None
    }

    fn fate(&self, word: Word, part: Fate) -> Option<QuantityKind> {
        let (fate, kind) = self.tables.fate(word.verb?.lemma?)?;
        kind.filter(|_| fate == part)
    }

    fn begins_noun(&self, at: usize, end: usize) -> bool {
        let Some(token) = self.segments.tokens().get(at).filter(|_| at < end) else { return false };
        match token.kind {
            TokenKind::Number => true,
            TokenKind::Word => {
                !self.is_date(at)
                    && (self.is(at, end, DETERMINERS)
                        || self.name_at(at).is_some()
                        || self.open_word(at).is_some_and(|it| it.verb.is_none()))
            }
            _ => false,
        }
    }

    /// The word at `at`, if it may be part of a noun phrase: in lower case, of no closed class.
    fn open_word(&self, at: usize) -> Option<Word> {
        let token = self.segments.tokens().get(at)?;
        let text = self.segments.word(at);
        let is_plain = token.kind == TokenKind::Word && text.starts_with(char::is_lowercase);
        let word = self.words.look_up(text);
        (is_plain && word.is_open() && !self.is_date(at)).then_some(word)
    }
}

fn is_plural(text: &str, word: Word) -> bool {
    let is_verb = word.verb.is_some_and(|verb| verb.third && !verb.is_noun);
    // "losses", but no "loss", "virus", "crisis"
    let mut letters = text.chars().rev();
    let by_ending = text.len() > 3
        && letters.next() == Some('s')
        && !matches!(letters.next(), Some('s' | 'u' | 'i'));
    word.noun.is_some_and(|noun| noun.is_plural) || by_ending && !is_verb
}

/// Whether the noun is one for people.
fn people(word: Word) -> Option<QuantityKind> {
    let noun = word.noun?;
    let is_people = matches!(noun.sort, NounSort::Person | NounSort::People);
    is_people.then_some(QuantityKind::People)
}
