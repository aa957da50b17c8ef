//! Where a name may begin, and how far it goes.

use annalist_model::EntityKind;

use super::SentenceReader;
use crate::names::lexicon::{Linker, OrganisationWord, Particle, PlaceWord};
use crate::segment::{TokenKind, is_apostrophe};

/// Longest run, in words; longer ones are no names.
const LONGEST_RUN: usize = 12;

impl SentenceReader<'_> {
    /// Where the name begins that a title at `at` belongs to. A title that is part of the name of
    /// an organisation or a place is none.
    pub(super) fn title_at(&self, at: usize) -> Option<usize> {
        let (length, _) = self.lexicon.title(self.words.get(at..)?)?;
        let behind = at + length;
        let follows = self.begins_name(behind) || self.bracketed_end(behind).is_some();
        let end = self.run_end(at);
        let is_part = end > behind
            && self.word(at).is_some_and(|word| word.is_named)
            && self.by_words(at..end).is_some_and(|(kind, ..)| kind != EntityKind::Person);
        (follows && !is_part && self.phrase_end(at) <= at).then_some(behind)
    }

    /// The end of the known name at `at`, if one begins there with a capital.
    pub(super) fn phrase_end(&self, at: usize) -> usize {
        let named = self.word(at).is_some_and(|word| word.is_named);
        let phrase = self.words.get(at..).filter(|_| named).and_then(|it| self.lexicon.phrase(it));
        phrase.map_or(at, |(length, _)| at + length)
    }

    /// Whether a name can begin at `at`.
    fn begins_name(&self, at: usize) -> bool {
        let Some(word) = self.word(at).filter(|word| word.is_named) else { return false };
        if word.is_function_word && !word.all_capitals {
            return false;
        }
        !(word.capital_is_free
            && self.lexicon.is_common(&word.lower)
            && !self.lexicon.is_known(&word.lower))
    }

    /// Whether a name can go on with the word at `at`.
    fn goes_on(&self, at: usize) -> bool {
        self.word(at).is_some_and(|word| {
            word.is_named
                && !(word.is_function_word && word.lower.chars().count() > 1)
                && !(word.capital_is_free
                    && self.lexicon.is_common(&word.lower)
                    && !self.makes_names(&word.lower))
        })
    }

    /// Whether names end in the word, so that it counts in a headline.
    fn makes_names(&self, lower: &str) -> bool {
        self.lexicon.is_known(lower)
            || self.lexicon.is_organisation_word(lower, OrganisationWord::Tail)
            || self.lexicon.is_place_word(lower, PlaceWord::Tail)
    }

    /// Behind a first name in square brackets that a name follows.
    fn bracketed_end(&self, at: usize) -> Option<usize> {
        let is_bracketed = self.word(at)?.is("[")
            && self.word(at + 1)?.is_named
            && self.word(at + 2)?.is("]")
            && self.word(at + 3)?.is_named
            && !self.word(at + 3)?.glued;
        is_bracketed.then_some(at + 3)
    }

    /// The end of the run that begins at `at`, or `at` where none does.
    pub(super) fn run_end(&self, at: usize) -> usize {
        let mut end = match self.bracketed_end(at) {
            Some(end) => end + 1,
            None if self.begins_name(at) => at + 1,
            None if self.begins_with_particle(at) => at + 2,
            None => return at,
        };
        let mut has_head = self.is_head(at);
        while end - at < LONGEST_RUN {
            let Some(next) = self.run_step(at, end, has_head) else { break };
            has_head |= (end..next).any(|word| self.is_head(word));
            end = next;
        }
        end
    }

    fn begins_with_particle(&self, at: usize) -> bool {
        self.word(at).is_some_and(|word| {
            !word.is_named && self.lexicon.is_particle(&word.lower, Particle::Article)
        }) && !self.word(at).is_some_and(|word| word.is_function_word)
            && self.goes_on(at + 1)
    }

    fn is_head(&self, at: usize) -> bool {
        let lower = self.lower(at);
        self.word(at).is_some_and(|word| word.is_named)
            && (self.lexicon.is_organisation_word(lower, OrganisationWord::Head)
                || self.lexicon.is_place_word(lower, PlaceWord::HeadBeforeOf))
    }

    /// Where the run that has come to `end` goes on to.
    fn run_step(&self, start: usize, end: usize, has_head: bool) -> Option<usize> {
        if self.is_closed(start, end) {
            return None;
        }
        if self.goes_on(end) {
            return Some(end + 1);
        }
        if let Some(behind) = self.bracketed_end(end) {
            return Some(behind + 1);
        }
        let word = self.word(end)?;
        let next_is_named = self.goes_on(end + 1);
        if has_head && self.lexicon.linker(&word.lower) == Some(Linker::ForeignOf) {
            return self.past_foreign_linker(end + 1);
        }
        if self.lexicon.is_particle(&word.lower, Particle::Inner)
            && !word.is_named
            && !word.is_function_word
        {
            return next_is_named.then_some(end + 2);
        }
        if self.is_plural_possessive(end) {
            return next_is_named.then_some(end + 2);
        }
        match self.lexicon.linker(&word.lower) {
            Some(Linker::Of) if has_head => self.past_linker(end + 1),
            Some(Linker::On) if has_head && self.lexicon.is_common(self.lower(end + 1)) => {
                self.past_linker(end + 1)
            }
            Some(Linker::And) if word.kind == TokenKind::Mark => next_is_named.then_some(end + 2),
            Some(Linker::And) => {
                let joins = has_head
                    && (start..end)
                        .any(|at| self.lexicon.linker(self.lower(at)) == Some(Linker::Of))
                    && self.lexicon.is_common(self.lower(end - 1))
                    && self.lexicon.is_common(self.lower(end + 1));
                (joins && next_is_named).then_some(end + 2)
            }
            _ if word.is(",") => {
                let is_part = self.lexicon.linker(self.lower(end + 1)) == Some(Linker::AfterComma)
                    && self.word(end + 1)?.is_named;
                is_part.then_some(end + 2)
            }
            _ => None,
        }
    }

    /// Whether the mark at `at` makes a genitive of the plural before it, in the name of a body
    /// that belongs to many.
    fn is_plural_possessive(&self, at: usize) -> bool {
        let is_mark = self.word(at).is_some_and(|mark| {
            mark.glued && mark.lower.chars().count() == 1 && mark.lower.chars().all(is_apostrophe)
        });
        let plural = at.checked_sub(1).map(|before| self.lower(before)).unwrap_or_default();
        is_mark
            && plural.ends_with('s')
            && self.lexicon.is_organisation_word(self.lower(at + 1), OrganisationWord::Tail)
    }

    /// Behind the small words of a foreign name, and the name word that must follow them.
    fn past_foreign_linker(&self, at: usize) -> Option<usize> {
        let is_small = |at: &usize| {
            self.word(*at).is_some_and(|word| !word.is_named)
                && (self.lexicon.linker(self.lower(*at)) == Some(Linker::ForeignOf)
                    || self.lexicon.is_particle(self.lower(*at), Particle::Leading))
        };
        let behind = at + (at..at + 2).take_while(is_small).count();
        self.goes_on(behind).then_some(behind + 1)
    }

    /// Whether the last word of the run is one that names end in, such as a legal form.
    fn is_closed(&self, start: usize, end: usize) -> bool {
        end > start + 1 && self.lexicon.linker(self.lower(end - 1)) == Some(Linker::AfterComma)
    }

    /// Behind the article, if there is one, and the name word that must follow a linker.
    fn past_linker(&self, at: usize) -> Option<usize> {
        let behind = match self.lexicon.linker(self.lower(at)) {
            Some(Linker::Article) => at + 1,
            _ => at,
        };
        (self.goes_on(behind)).then_some(behind + 1)
    }
}
