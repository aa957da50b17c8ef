//! Names that no list knows and no word gives away: rows of rare words with a capital that nothing
//! but a name explains.
//!
//! One such row is weak evidence. What stands before it says what it may name, and what the
//! document says of it elsewhere outweighs that.

use std::collections::BTreeMap;

use annalist_model::{EntityKind, Span};

use super::candidate::{Candidate, is_free};
use super::lexicon::{NameLexicon, Side};
use super::word::Word;
use crate::segment::{Segments, TokenKind};

/// Longest row, in words.
const LONGEST: usize = 3;

/// The score of a name that only its surroundings speak for.
const SCORE: u16 = 560;

/// A row of unknown words, and what it seems to name.
struct Occurrence {
    name: String,
    span: Span,
    kind: Option<EntityKind>,
}

/// The names among the words that `chosen`, which are sorted, leave over.
pub(super) fn find(
    segments: &Segments<'_>,
    sentences: &[Vec<Word>],
    chosen: &[Candidate],
    lexicon: &NameLexicon,
) -> Vec<Candidate> {
    let spans: Vec<Span> = chosen.iter().map(|candidate| candidate.span).collect();
    let mut found = Vec::new();
    for words in sentences {
        Reader { segments, words, spans: &spans, lexicon }.read(&mut found);
    }
    let mut kinds: BTreeMap<&str, BTreeMap<EntityKind, usize>> = BTreeMap::new();
    for occurrence in &found {
        if let Some(kind) = occurrence.kind {
            *kinds.entry(&occurrence.name).or_default().entry(kind).or_default() += 1;
        }
    }
    let of_document = |occurrence: &Occurrence| {
        let kinds = kinds.get(occurrence.name.as_str())?;
        kinds.iter().max_by_key(|(_, count)| **count).map(|(kind, _)| *kind)
    };
    let named = found.iter().filter_map(|occurrence| {
        let (span, kind) = (occurrence.span, of_document(occurrence)?);
        Some(Candidate { span, kind, score: SCORE, rule: "unknown-name" })
    });
    named.collect()
}

/// Reads one sentence.
struct Reader<'a> {
    segments: &'a Segments<'a>,
    words: &'a [Word],
    spans: &'a [Span],
    lexicon: &'a NameLexicon,
}

impl Reader<'_> {
    fn read(&self, found: &mut Vec<Occurrence>) {
        let mut at = 0;
        while at < self.words.len() {
            let run = self.words.get(at..).unwrap_or_default();
            let length = run.iter().take_while(|word| self.is_unknown(word)).count();
            if (1..=LONGEST).contains(&length) && !self.touches_name(at, at + length) {
                found.extend(self.occurrence(at, at + length));
            }
            at += length.max(1);
        }
    }

    /// Whether the word has a capital that only a name explains.
    fn is_unknown(&self, word: &Word) -> bool {
        let lower = word.lower.as_str();
        word.kind == TokenKind::Word
            && word.is_named
            && !word.capital_is_free
            && !word.all_capitals
            && !word.is_function_word
            && lower.chars().filter(|c| c.is_alphabetic()).count() > 2
            && !lower.contains(|c: char| c.is_ascii_digit())
            && !self.lexicon.is_common(lower)
            && !self.lexicon.is_no_name(lower)
            && !self.lexicon.is_title_word(lower)
            && self.span(word).is_some_and(|span| is_free(span, self.spans))
    }

    fn span(&self, word: &Word) -> Option<Span> {
        self.segments.span(word.token..word.token + 1)
    }

    /// Whether another word with a capital or a name stands right beside the row, so that it is but
    /// a part of something.
    fn touches_name(&self, start: usize, end: usize) -> bool {
        let before = start.checked_sub(1).and_then(|before| self.words.get(before));
        let is_name = |word: &Word| {
            word.kind == TokenKind::Word && word.is_named && !word.capital_is_free
                || word.all_capitals
                || self.span(word).is_some_and(|span| !is_free(span, self.spans))
        };
        let joins = |word: &Word| matches!(word.lower.as_str(), "-" | "/" | "&" | "." | "_");
        let touches = |word: &Word| is_name(word) || joins(word) && word.glued;
        before.is_some_and(|word| is_name(word) || joins(word))
            || self.words.get(end).is_some_and(|word| touches(word) && !word.is("."))
    }

    fn occurrence(&self, start: usize, end: usize) -> Option<Occurrence> {
        let row = self.words.get(start..end)?;
        let span = self.segments.span(row.first()?.token..row.last()?.token + 1)?;
        let name: Vec<&str> = row.iter().map(|word| word.lower.as_str()).collect();
        let before = start.checked_sub(1).and_then(|before| self.words.get(before))?;
        let has_article = self.lexicon.is_article(&before.lower);
        let is_at = |side| self.lexicon.is_cue(&before.lower, side, EntityKind::Place);
        let kind = if is_at(Side::Before) || is_at(Side::BeforeUnknown) {
            Some(EntityKind::Place)
        } else {
            Some(EntityKind::Person).filter(|_| row.len() > 1 && !has_article)
        };
        Some(Occurrence { name: name.join(" "), span, kind })
    }
}
