//! Names by rules and lists.
//!
//! A run is a row of words with capitals, with the small words that join them. A run is cut at
//! titles, and what is left is told apart by its words, by the lists, and by what stands beside it.

mod judge;
mod runs;

use std::ops::Range;

use annalist_model::{EntityKind, Span};

use super::candidate::Candidate;
use super::lexicon::NameLexicon;
use super::word::{Word, fold};
use crate::segment::{Habit, SegmentWords, Segments, TokenKind, is_hyphen};

/// What rules and lists take for names.
pub(super) fn find(
    segments: &Segments<'_>,
    sentences: &[Vec<Word>],
    lexicon: &NameLexicon,
    segment_words: &SegmentWords,
) -> Vec<Candidate> {
    let mut found = Vec::new();
    let nouns_have_capitals = segment_words.has_habit(segments.language(), Habit::NounCapitals);
    for words in sentences {
        let mut reader = SentenceReader { segments, words, lexicon, nouns_have_capitals, found };
        reader.read();
        found = reader.found;
    }
    found
}

/// The rule of names that are parts of a word.
pub(super) const COMPOUND: &str = "compound";

/// The rule of people behind a title.
pub(super) const TITLED: &str = "titled";

/// The rule of acronyms.
pub(super) const ACRONYM: &str = "acronym";

/// The score of one that stands alone.
pub(super) const ACRONYM_ALONE: u16 = 600;

/// The rule of people whose given name a list has.
pub(super) const GIVEN_AND_FAMILY: &str = "given-and-family-name";

/// The rule of organisations whose name begins as those from Arabic do.
pub(super) const ARABIC_HEAD: &str = "organisation-arabic-head";

/// The rule of names that a list has.
pub(crate) const KNOWN: &str = "known-name";

/// What a row of words was taken for.
type Verdict = (EntityKind, &'static str, u16);

/// Finds the names of one sentence.
struct SentenceReader<'a> {
    segments: &'a Segments<'a>,
    words: &'a [Word],
    lexicon: &'a NameLexicon,
    /// Whether the language writes all nouns with a capital, so that one says little.
    nouns_have_capitals: bool,
    found: Vec<Candidate>,
}

impl SentenceReader<'_> {
    fn read(&mut self) {
        let mut at = 0;
        let mut titled = false;
        while at < self.words.len() {
            if let Some(behind) = self.title_at(at) {
                titled = true;
                at = behind;
                continue;
            }
            let end = self.run_end(at).max(self.phrase_end(at));
            if end <= at + 1 && self.phrase_end(at) <= at && self.read_compound(at) {
                at += 1;
            } else if end > at {
                self.read_run(at..end, titled);
                at = end;
            } else {
                at += 1;
            }
            titled = false;
        }
    }

    fn word(&self, at: usize) -> Option<&Word> {
        self.words.get(at)
    }

    fn lower(&self, at: usize) -> &str {
        self.word(at).map_or("", |word| word.lower.as_str())
    }

    /// Cuts a run at the titles in it, and judges what is left.
    fn read_run(&mut self, run: Range<usize>, titled: bool) {
        let whole = self.by_words(run.clone()).filter(|(kind, ..)| *kind != EntityKind::Person);
        let title = (run.start + 1..run.end)
            .find_map(|at| {
                let (length, _) = self.lexicon.title(self.words.get(at..run.end)?)?;
                (at + length < run.end && self.phrase_end(at) <= at).then_some((at, at + length))
            })
            .filter(|_| whole.is_none() || !titled);
        match title {
            Some((at, behind)) if whole.is_none() => {
                self.read_part(run.start..at, titled);
                self.read_run(behind..run.end, true);
            }
            _ => self.read_part(run, titled),
        }
    }

    /// Judges a row of words without titles.
    fn read_part(&mut self, part: Range<usize>, titled: bool) {
        if part.is_empty() {
            return;
        }
        if let Some(verdict) = self.judge(part.clone(), titled) {
            self.push(part, verdict);
            return;
        }
        if let Some(person) = self.person_at_end(part.clone()) {
            self.read_part(part.start..person, titled);
            self.read_rest(person..part.end, false);
            return;
        }
        // A part that is nothing as a whole may hold names that a list knows.
        let mut rest = part.start;
        let mut at = part.start;
        while at < part.end {
            let known = self.phrase_end(at).min(part.end);
            if known > at && !(at == part.start && known == part.end) {
                self.read_rest(rest..at, titled && rest == part.start);
                self.read_known(at..known);
                rest = known;
                at = known;
            } else {
                at += 1;
            }
        }
        if rest > part.start {
            self.read_rest(rest..part.end, false);
        }
    }

    /// Where the name of a person begins that the part ends in, behind words that are none.
    fn person_at_end(&self, part: Range<usize>) -> Option<usize> {
        let starts = part.start + 1..part.end.saturating_sub(1);
        starts.rev().take(3).find(|start| {
            self.lexicon.is_given_name(self.lower(*start))
                && self.phrase_end(part.start) <= part.start
                && self
                    .judge(*start..part.end, false)
                    .is_some_and(|(kind, ..)| kind == EntityKind::Person)
        })
    }

    fn read_known(&mut self, part: Range<usize>) {
        if let Some((_, kind)) = self.words.get(part.clone()).and_then(|it| self.lexicon.phrase(it))
        {
            self.push(part, (kind, KNOWN, 900));
        }
    }

    fn read_rest(&mut self, part: Range<usize>, titled: bool) {
        if let Some(verdict) = self.judge(part.clone(), titled).filter(|_| !part.is_empty()) {
            self.push(part, verdict);
        }
    }

    /// The names that are parts of a compound: "NAME-backed", "NAME-NAME".
    fn read_compound(&mut self, at: usize) -> bool {
        let Some(word) = self.word(at).filter(|word| word.kind == TokenKind::Word) else {
            return false;
        };
        let Some(span) = self.segments.span(word.token..word.token + 1) else { return false };
        let written = self.segments.word(word.token);
        if !written.contains(is_hyphen) {
            return false;
        }
        let mut found = Vec::new();
        let mut start = 0;
        for part in written.split(is_hyphen) {
            let lone = Word { lower: fold(part), ..word.clone() };
            let known =
                self.lexicon.phrase(&[lone]).filter(|_| part.starts_with(char::is_uppercase));
            let begin = span.start() + start as u32;
            if let Some((1, kind)) = known
                && part.len() < written.len()
                && let Some(span) = Span::new(begin, begin + part.len() as u32)
            {
                found.push(Candidate { span, kind, score: 700, rule: COMPOUND });
            }
            start += part.len() + written.get(start + part.len()..).map_or(0, hyphen_length);
        }
        let any = !found.is_empty();
        self.found.extend(found);
        any
    }

    fn push(&mut self, part: Range<usize>, (kind, rule, score): Verdict) {
        let first = self.word(part.start).map(|word| word.token);
        let last = part.end.checked_sub(1).and_then(|at| self.word(at)).map(|word| word.token);
        if let (Some(first), Some(last)) = (first, last)
            && let Some(span) = self.segments.span(first..last + 1)
        {
            self.found.push(Candidate { span, kind, score, rule });
        }
    }
}

/// The length of the hyphen that `rest` begins with.
fn hyphen_length(rest: &str) -> usize {
    rest.chars().next().filter(|c| is_hyphen(*c)).map_or(0, char::len_utf8)
}
