//! What a row of words stands for.

use std::ops::Range;

use annalist_model::EntityKind;

use super::{
    ACRONYM, ACRONYM_ALONE, ARABIC_HEAD, GIVEN_AND_FAMILY, KNOWN, SentenceReader, TITLED, Verdict,
};
use crate::names::lexicon::{Linker, OrganisationWord, Particle, PlaceWord, Side};
use crate::names::word::Word;
use crate::segment::{TokenKind, is_hyphen};

/// Longest name of a person, in words.
const LONGEST_PERSON: usize = 5;

impl SentenceReader<'_> {
    pub(super) fn judge(&self, part: Range<usize>, titled: bool) -> Option<Verdict> {
        let words = self.words.get(part.clone())?;
        if let Some((length, kind)) = self.lexicon.phrase(words)
            && length == words.len()
        {
            return if titled && kind == EntityKind::Place && words.len() == 1 {
                Some((EntityKind::Person, TITLED, 800))
            } else {
                Some((kind, KNOWN, 950))
            };
        }
        if titled && words.len() <= LONGEST_PERSON && self.looks_personal(part.start, words) {
            return Some((EntityKind::Person, TITLED, 920));
        }
        if let Some(verdict) = self.by_words(part.clone()) {
            return Some(verdict);
        }
        match words {
            [word] => self.judge_single(part.start, word),
            _ => self.judge_row(part, words),
        }
    }

    /// Whether no word of the row speaks against a person. A month may be a given name, unless what
    /// stands before it makes it a date.
    fn looks_personal(&self, start: usize, words: &[Word]) -> bool {
        let before = start.checked_sub(1).and_then(|before| self.word(before));
        let is_free = before.is_none_or(|word| !word.is_function_word);
        words.iter().enumerate().all(|(index, word)| {
            let is_given = index == 0 && is_free && self.lexicon.is_given_name(&word.lower);
            let is_suffix = index > 1
                && index + 1 == words.len()
                && self.lexicon.linker(&word.lower) == Some(Linker::AfterComma);
            is_suffix
                || (is_given || !self.lexicon.is_no_name(&word.lower))
                    && matches!(self.lexicon.linker(&word.lower), None | Some(Linker::ForeignOf))
                    && !self.lexicon.is_group(&word.lower)
        })
    }

    /// What the words that organisations, places and events are called by say.
    pub(super) fn by_words(&self, part: Range<usize>) -> Option<Verdict> {
        let words = self.words.get(part)?;
        let (first, last) = (words.first()?, words.last()?);
        if words.len() < 2 || self.is_group_of_known(words) {
            return None;
        }
        let has_of = words.iter().any(|word| self.lexicon.linker(&word.lower) == Some(Linker::Of));
        let head = words.iter().position(|word| {
            self.lexicon.is_organisation_word(&word.lower, OrganisationWord::Head)
        });
        let joins = |word: &Word| self.lexicon.linker(&word.lower).filter(|_| !word.is_named);
        let of = words.iter().position(|word| {
            matches!(joins(word), Some(Linker::Of | Linker::On | Linker::ForeignOf))
        });
        if let (Some(head), Some(of)) = (head, of)
            && head < of
        {
            return Some((EntityKind::Organisation, "organisation-of", 880));
        }
        if self.lexicon.is_organisation_word(&first.lower, OrganisationWord::ArabicHead)
            && first.is_named
        {
            return Some((EntityKind::Organisation, ARABIC_HEAD, 880));
        }
        if self.lexicon.is_organisation_word(&last.lower, OrganisationWord::Tail) {
            return Some((EntityKind::Organisation, "organisation-tail", 860));
        }
        if words.iter().any(|word| word.kind == TokenKind::Mark && joins(word) == Some(Linker::And))
        {
            return Some((EntityKind::Organisation, "organisation-and-sign", 860));
        }
        if has_of && self.lexicon.is_place_word(&first.lower, PlaceWord::HeadBeforeOf) {
            return Some((EntityKind::Place, "place-of", 850));
        }
        if self.lexicon.is_place_word(&last.lower, PlaceWord::Tail) {
            return Some((EntityKind::Place, "place-tail", 850));
        }
        if self.lexicon.is_other_word(&last.lower) {
            return Some((EntityKind::Other, "event-word", 700));
        }
        let place_head = self.lexicon.is_place_word(&first.lower, PlaceWord::Head)
            && words.len() <= 3
            && !words.iter().skip(1).any(|word| self.lexicon.is_given_name(&word.lower));
        place_head.then_some((EntityKind::Place, "place-head", 750))
    }

    /// Whether the row is a nation and then a name that a list knows without it.
    fn is_group_of_known(&self, words: &[Word]) -> bool {
        let rest = words.get(1..).unwrap_or_default();
        words.first().is_some_and(|word| self.lexicon.is_group(&word.lower))
            && rest.len() > 1
            && self.lexicon.phrase(rest).is_some_and(|(length, _)| length == rest.len())
    }

    fn judge_single(&self, at: usize, word: &Word) -> Option<Verdict> {
        let lower = word.lower.as_str();
        if self.lexicon.is_no_name(lower) || lower.chars().count() < 2 {
            return None;
        }
        if let Some(article) = lower.split_once('-').map(|(article, _)| article)
            && self.lexicon.is_particle(article, Particle::Article)
        {
            if let Some((kind, score)) = self.by_cues(at, at + 1) {
                return Some((kind, "cue", score));
            }
            return Some((EntityKind::Person, "article-name", 600));
        }
        if self.has_common_tail(word) {
            return None;
        }
        if let Some(score) = self.acronym(at, word) {
            return Some((EntityKind::Organisation, ACRONYM, score));
        }
        let is_free = word.capital_is_free && self.lexicon.is_common(lower);
        if self.nouns_have_capitals || is_free {
            return None;
        }
        if let Some((kind, score)) = self.by_cues(at, at + 1) {
            return Some((kind, "cue", score));
        }
        if self.lexicon.is_given_name(lower) && !self.lexicon.is_common(lower) {
            return Some((EntityKind::Person, "given-name", 600));
        }
        None
    }

    /// Whether a compound goes on in lower case, so that its first part is but a part of a word.
    fn has_common_tail(&self, word: &Word) -> bool {
        let written = self.segments.word(word.token);
        written.split(is_hyphen).skip(1).any(|part| part.starts_with(char::is_lowercase))
    }

    /// How surely the word is an acronym that something is known by: it has an article, owns
    /// something, or stands in brackets behind a name that it may be short for.
    fn acronym(&self, at: usize, word: &Word) -> Option<u16> {
        let letters = word.lower.trim_end_matches('.');
        if !(2..=6).contains(&letters.len()) || letters.contains(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let capitals = self.segments.word(word.token).chars().filter(|c| c.is_uppercase()).count();
        let before = at.checked_sub(1).and_then(|before| self.word(before));
        let named_before = at.checked_sub(2).and_then(|before| self.word(before));
        let in_brackets = before.is_some_and(|word| word.is("("))
            && named_before.is_some_and(|word| word.is_named);
        let is_closed = self.word(at + 1).is_some_and(|word| word.is(")"));
        if capitals >= 2 && in_brackets && is_closed {
            return Some(720);
        }
        let has_article = before.is_some_and(|word| self.lexicon.is_article(&word.lower));
        let owns = self.word(at + 1).is_some_and(|word| word.kind == TokenKind::Clitic);
        (word.all_capitals && (has_article || in_brackets || owns)).then_some(ACRONYM_ALONE)
    }

    fn judge_row(&self, part: Range<usize>, words: &[Word]) -> Option<Verdict> {
        let first = words.first()?;
        let given = self.lexicon.is_given_name(&first.lower);
        let known = self.lexicon.phrase(words).is_some_and(|(length, _)| length > 1 || !given);
        if self.lexicon.is_group(&first.lower) || known {
            // A nation or a place before something else: two names, or none.
            return None;
        }
        if words.len() > LONGEST_PERSON || !self.looks_personal(part.start, words) {
            return None;
        }
        let has_particle = words.iter().any(|word| self.is_particle_word(&word.lower));
        let is_initial = |word: &Word| word.lower.trim_end_matches('.').chars().count() == 1;
        let has_initial = words.iter().any(is_initial);
        if words.last().is_some_and(|last| {
            is_initial(last) || last.lower.contains(|c: char| c.is_ascii_digit())
        }) {
            return None;
        }
        let is_bracketed = first.is("[");
        if given || has_particle || is_bracketed {
            let last_is_common = words
                .last()
                .is_some_and(|word| word.capital_is_free && self.lexicon.is_common(&word.lower));
            return (!last_is_common).then_some((EntityKind::Person, GIVEN_AND_FAMILY, 850));
        }
        if has_initial && words.len() >= 2 && !first.all_capitals {
            return Some((EntityKind::Person, "initials", 750));
        }
        let rare = words.iter().all(|word| !self.lexicon.is_common(&word.lower));
        if let Some((kind, score)) = self.by_cues(part.start, part.end) {
            return Some((kind, "cue", score));
        }
        if words.iter().all(|word| word.all_capitals) {
            return None;
        }
        let has_surname = words.last().is_some_and(|word| self.lexicon.is_surname(&word.lower));
        (rare && has_surname && words.len() <= 3).then_some((
            EntityKind::Person,
            "family-name",
            600,
        ))
    }

    fn is_particle_word(&self, lower: &str) -> bool {
        let article = lower.split_once('-').map(|(article, _)| article);
        self.lexicon.is_particle(lower, Particle::Inner)
            || self.lexicon.is_particle(lower, Particle::Kunya)
            || article.is_some_and(|it| self.lexicon.is_particle(it, Particle::Article))
    }

    /// What the words beside the name say.
    fn by_cues(&self, start: usize, end: usize) -> Option<(EntityKind, u16)> {
        let before = start.checked_sub(1).map(|at| self.lower(at)).unwrap_or_default();
        let behind = match self.word(end) {
            Some(word) if word.kind == TokenKind::Clitic => self.lower(end + 1),
            Some(word) if word.is(",") => self.lower(end + 1),
            _ => self.lower(end),
        };
        let order = [
            // Who speaks behind "the dentist in X" is not X.
            (before, Side::Before, EntityKind::Place, 640),
            (behind, Side::After, EntityKind::Person, 680),
            (behind, Side::After, EntityKind::Organisation, 660),
            (behind, Side::After, EntityKind::Place, 660),
            (before, Side::Before, EntityKind::Organisation, 640),
        ];
        let found =
            order.iter().find(|(cue, side, kind, _)| self.lexicon.is_cue(cue, *side, *kind));
        found.map(|(.., kind, score)| (*kind, *score))
    }
}
