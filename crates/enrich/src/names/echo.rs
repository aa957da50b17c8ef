//! A second look at a document: what was named in full is found again where it is named in short.

use std::collections::{BTreeMap, BTreeSet};

use annalist_model::{EntityKind, Span};

use super::candidate::{Candidate, is_free};
use super::lexicon::{NameLexicon, OrganisationWord};
use super::word::{Word, fold};
use crate::segment::{Segments, TokenKind};

/// Score from which a name is sure enough to be looked for again.
const SURE: u16 = 600;

/// Score below which what the rest of the document says weighs more.
const DOUBTFUL: u16 = 700;

/// The rule of people who are named by their surname.
pub(super) const SURNAME_AGAIN: &str = "surname-again";

/// The rule of people who are named by their given name.
pub(super) const GIVEN_NAME_AGAIN: &str = "given-name-again";

/// The rule of organisations that are named by one word of their name.
pub(super) const WORD_OF_ORGANISATION: &str = "word-of-organisation";

/// What single words stand for in this document.
#[derive(Default)]
struct Known {
    /// Last words of the names of people.
    surnames: BTreeSet<String>,
    /// First words of the names of people.
    given_names: BTreeSet<String>,
    /// Words that the names of organisations end or begin in and are known by alone.
    organisation_words: BTreeSet<String>,
    /// Names of one word, with the weight of each kind.
    singles: BTreeMap<String, BTreeMap<EntityKind, u32>>,
}

/// `chosen`, corrected and completed by what the document says elsewhere.
pub(super) fn find_again(
    segments: &Segments<'_>,
    chosen: Vec<Candidate>,
    sentences: &[Vec<Word>],
    lexicon: &NameLexicon,
) -> Vec<Candidate> {
    let known = gather(segments.text(), &chosen, lexicon);
    let mut found: Vec<Candidate> =
        chosen.into_iter().map(|it| corrected(it, segments.text(), &known, lexicon)).collect();
    let spans: Vec<Span> = found.iter().map(|candidate| candidate.span).collect();
    let free_span = |word: &Word| {
        let span = segments.span(word.token..word.token + 1);
        span.filter(|span| is_free(*span, &spans))
    };
    for words in sentences {
        for (at, word) in words.iter().enumerate() {
            let first = at.checked_sub(1).and_then(|before| words.get(before));
            let Some(span) = free_span(word) else { continue };
            let is_part = [first, words.get(at + 1)]
                .into_iter()
                .flatten()
                .any(|beside| beside.is_named && !beside.is_function_word);
            if let Some((kind, rule)) = known.kind_of(word, is_part, lexicon) {
                found.push(Candidate { span, kind, score: 690, rule });
            }
            // A relative: an unknown given name before a surname of the document.
            let first = first.filter(|first| known.is_relative(first, word, lexicon));
            if let Some(first) = first.and_then(free_span) {
                let (span, kind) = (first.cover(span), EntityKind::Person);
                found.push(Candidate { span, kind, score: 700, rule: "surname-of-relative" });
            }
        }
    }
    found
}

fn gather(text: &str, chosen: &[Candidate], lexicon: &NameLexicon) -> Known {
    let mut known = Known::default();
    for candidate in chosen {
        let name = fold(candidate.span.slice(text).unwrap_or_default());
        let words: Vec<&str> = name.split_whitespace().collect();
        match (candidate.kind, words.as_slice()) {
            (kind, [word]) => {
                let kinds = known.singles.entry((*word).to_owned()).or_default();
                *kinds.entry(kind).or_default() += u32::from(candidate.score);
            }
            (EntityKind::Organisation, [first, .., last]) if candidate.score >= SURE => {
                let is_head = |word: &str| {
                    lexicon.is_organisation_word(word, OrganisationWord::Tail)
                        || lexicon.is_organisation_word(word, OrganisationWord::Head)
                };
                let stands_alone = |word: &str| {
                    is_head(word)
                        || !lexicon.is_common(word)
                            && !lexicon.is_known(word)
                            && !lexicon.is_title_word(word)
                            && !lexicon.is_surname(word)
                };
                let words = [first, last].into_iter().filter(|word| stands_alone(word));
                known.organisation_words.extend(words.map(|word| (*word).to_owned()));
            }
            (EntityKind::Person, [first, .., last]) if candidate.score >= SURE => {
                known.surnames.insert(lexicon.without_article(last).to_owned());
                known.given_names.insert((*first).to_owned());
            }
            _ => {}
        }
    }
    known
}

/// The candidate, with the kind that the rest of the document gives its word if it is doubtful.
fn corrected(
    mut candidate: Candidate,
    text: &str,
    known: &Known,
    lexicon: &NameLexicon,
) -> Candidate {
    let name = fold(candidate.span.slice(text).unwrap_or_default());
    if candidate.score >= DOUBTFUL || name.contains(char::is_whitespace) {
        return candidate;
    }
    if known.surnames.contains(lexicon.without_article(&name)) {
        return Candidate {
            kind: EntityKind::Person,
            rule: SURNAME_AGAIN,
            score: 800,
            ..candidate
        };
    }
    if let Some((kind, weight)) = known.singles.get(&name).and_then(heaviest)
        && kind != candidate.kind
        && weight > u32::from(candidate.score)
    {
        candidate.kind = kind;
        candidate.rule = "name-again";
    }
    candidate
}

fn heaviest(kinds: &BTreeMap<EntityKind, u32>) -> Option<(EntityKind, u32)> {
    kinds.iter().max_by_key(|(_, weight)| **weight).map(|(kind, weight)| (*kind, *weight))
}

impl Known {
    /// Whether `first` can only be the given name of another person of the surname `last`.
    fn is_relative(&self, first: &Word, last: &Word, lexicon: &NameLexicon) -> bool {
        let lower = first.lower.as_str();
        let is_name = first.kind == TokenKind::Word
            && first.is_named
            && !first.all_capitals
            && !first.is_function_word
            && lower.chars().all(|c| c.is_alphabetic() || c == '-')
            && !lexicon.is_common(lower)
            && !lexicon.is_no_name(lower)
            && !lexicon.is_title_word(lower);
        is_name && last.is_named && self.surnames.contains(lexicon.without_article(&last.lower))
    }

    /// What the word stands for. The short name of an organisation stands alone: it is no part of a
    /// longer name.
    fn kind_of(
        &self,
        word: &Word,
        is_part: bool,
        lexicon: &NameLexicon,
    ) -> Option<(EntityKind, &'static str)> {
        let lower = word.lower.as_str();
        if word.kind != TokenKind::Word || !word.is_named || word.is_function_word {
            return None;
        }
        if self.surnames.contains(lexicon.without_article(lower)) {
            return Some((EntityKind::Person, SURNAME_AGAIN));
        }
        if self.given_names.contains(lower) && !lexicon.is_no_name(lower) {
            return Some((EntityKind::Person, GIVEN_NAME_AGAIN));
        }
        if lexicon.is_common(lower) && word.capital_is_free {
            return None;
        }
        match self.singles.get(lower).and_then(heaviest) {
            Some((kind, _)) => Some((kind, "name-again")),
            None if !is_part && self.organisation_words.contains(lower) => {
                Some((EntityKind::Organisation, WORD_OF_ORGANISATION))
            }
            None => None,
        }
    }
}
