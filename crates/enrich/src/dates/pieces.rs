//! Tokens to the finer pieces that rules about time are written in: runs of letters, runs of
//! digits, single marks.

use std::borrow::Cow;

use annalist_model::Span;

use super::grammar::{Grammar, Literal};
use super::lexicon::{Classes, Lexicon, Reading};
use crate::segment::{Segments, TokenKind, is_apostrophe, is_hyphen};

/// A piece of a sentence.
#[derive(Clone, Debug)]
pub(super) struct Piece<'t> {
    pub(super) span: Span,
    /// Whether no white space stands before it.
    pub(super) glued: bool,
    /// In lower case, with one kind of apostrophe and of hyphen.
    pub(super) lower: Cow<'t, str>,
    /// Whether it begins with a capital.
    pub(super) capital: bool,
    /// What the lexicon knows of it.
    pub(super) readings: Vec<Reading>,
    /// The classes of its readings.
    pub(super) classes: Classes,
    /// The word of the grammar that it is.
    pub(super) literal: Option<Literal>,
}

impl Piece<'_> {
    pub(super) fn is_digits(&self) -> bool {
        self.lower.starts_with(|c: char| c.is_ascii_digit())
    }

    pub(super) fn is_word(&self) -> bool {
        self.lower.starts_with(char::is_alphabetic)
    }
}

/// The pieces of the sentence made of `tokens`.
pub(super) fn cut<'t>(
    segments: &Segments<'t>,
    tokens: std::ops::Range<usize>,
    lexicon: &Lexicon,
    grammar: &Grammar,
) -> Vec<Piece<'t>> {
    let language = segments.language();
    let pieces = Vec::with_capacity(tokens.len() + 8);
    let mut cutter = Cutter { pieces, language, lexicon, grammar };
    for index in tokens {
        let Some(token) = segments.tokens().get(index) else { break };
        let word = segments.word(index);
        if token.kind == TokenKind::Mark || is_whole(word, lexicon) {
            cutter.push(word, token.span, token.glued);
            continue;
        }
        let mut at = 0;
        while let Some(length) = run_length(word.get(at..).unwrap_or_default()) {
            let start = token.span.start() + at as u32;
            let run = word.get(at..at + length).unwrap_or_default();
            if let Some(span) = Span::new(start, start + length as u32) {
                cutter.push(run, span, at > 0 || token.glued);
            }
            at += length;
        }
    }
    cutter.pieces
}

struct Cutter<'a, 't> {
    pieces: Vec<Piece<'t>>,
    language: Option<&'a str>,
    lexicon: &'a Lexicon,
    grammar: &'a Grammar,
}

impl<'t> Cutter<'_, 't> {
    fn push(&mut self, word: &'t str, span: Span, glued: bool) {
        let lower = fold(word);
        let mut readings = Vec::new();
        self.lexicon.readings(word, &lower, self.language, &mut readings);
        let mut classes = Classes::default();
        for reading in &readings {
            classes.add(reading.class.alone());
        }
        let literal = self.grammar.literal(&lower);
        let capital = word.starts_with(char::is_uppercase);
        self.pieces.push(Piece { span, glued, lower, capital, readings, classes, literal });
    }
}

/// Whether the lexicon knows the token as it stands, so that it is not cut.
fn is_whole(word: &str, lexicon: &Lexicon) -> bool {
    word.contains(|c: char| !c.is_alphanumeric()) && lexicon.knows(&fold(word))
}

/// Lower case, plain apostrophes and hyphens, and no comma between groups of digits.
fn fold(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return Cow::Borrowed(word);
    }
    let plain = word.chars().filter(|c| *c != ',' || word.len() == 1).map(|c| match c {
        _ if is_apostrophe(c) => '\'',
        _ if is_hyphen(c) => '-',
        '–' | '—' => '-',
        _ => c,
    });
    Cow::Owned(plain.flat_map(char::to_lowercase).collect())
}

/// The length of the first run of one kind: grouped digits, letters, or a single mark.
fn run_length(word: &str) -> Option<usize> {
    let first = word.chars().next()?;
    let run: usize = if first.is_ascii_digit() {
        let is_digit = |c: &char| c.is_ascii_digit() || *c == ',';
        word.chars().take_while(is_digit).map(char::len_utf8).sum()
    } else if first.is_alphabetic() {
        word.chars().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum()
    } else {
        first.len_utf8()
    };
    Some(run)
}
