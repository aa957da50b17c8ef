//! The tokens of one block to sentences.

use std::ops::Range;

use super::words::Abbreviation;
use super::{SegmentWords, Token, TokenKind};

/// Longest line, in bytes, that is taken for a line of its own (a heading, a signature, an item)
/// when it ends without a full stop and the next begins with a capital.
const SHORT_LINE: usize = 45;

/// Most tokens of a sentence; what goes on longer is no prose, and is cut.
const LONGEST: usize = 1000;

/// The sentences of one block, as ranges of `tokens`. Where the language makes ordinals with a full
/// stop, one behind a short number ends no sentence.
pub(super) fn split(
    text: &str,
    tokens: &[Token],
    words: &SegmentWords,
    has_ordinals: bool,
) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut line = 0;
    for next in 1..tokens.len() {
        let cut = Cut { text, tokens, next, line, words, has_ordinals };
        let breaks = cut.line_breaks();
        let line_is_short = cut.line_length() <= SHORT_LINE;
        if cut.follows_end_mark()
            || cut.follows_abbreviation()
            || breaks > 1
            || next - start >= LONGEST
            || breaks == 1
                && (cut.begins_item()
                    || cut.begins_or_ends_quoting()
                    || line_is_short && cut.begins_capital())
        {
            sentences.push(start..next);
            start = next;
        }
        if breaks > 0 {
            line = next;
        }
    }
    if start < tokens.len() {
        sentences.push(start..tokens.len());
    }
    sentences
}

/// A place between two tokens that may be the end of a sentence.
struct Cut<'a> {
    text: &'a str,
    tokens: &'a [Token],
    /// Index of the token behind the cut.
    next: usize,
    /// Index of the first token of the line before the cut.
    line: usize,
    words: &'a SegmentWords,
    has_ordinals: bool,
}

impl Cut<'_> {
    fn word(&self, index: usize) -> &str {
        self.tokens.get(index).and_then(|token| token.span.slice(self.text)).unwrap_or_default()
    }

    fn ends_at(&self) -> u32 {
        self.tokens.get(self.next - 1).map_or(0, |token| token.span.end())
    }

    fn starts_at(&self) -> u32 {
        self.tokens.get(self.next).map_or(0, |token| token.span.start())
    }

    fn line_length(&self) -> usize {
        let start = self.tokens.get(self.line).map_or(0, |token| token.span.start());
        self.ends_at().saturating_sub(start) as usize
    }

    fn line_breaks(&self) -> usize {
        let between = self.text.get(self.ends_at() as usize..self.starts_at() as usize);
        between.unwrap_or_default().matches('\n').count()
    }

    /// The first word behind the cut, past opening marks and those of lines that are quoted.
    fn first_word(&self) -> &str {
        let is_opening =
            |index: &usize| is_opening_mark(self.word(*index)) || self.is_quoting(*index);
        let opening = (self.next..self.tokens.len()).take(3).take_while(is_opening).count();
        self.word(self.next + opening)
    }

    fn begins_capital(&self) -> bool {
        self.first_word().starts_with(char::is_uppercase)
    }

    /// Whether the line behind the cut is an item of a list, with its mark or its number.
    fn begins_item(&self) -> bool {
        matches!(self.word(self.next).chars().next(), Some('•' | '*' | '-' | '–' | '—'))
            || self.is_short_number(self.next) && matches!(self.word(self.next + 1), "." | ")")
    }

    /// Whether quoted lines of a letter begin or end at the cut. Within them a sentence goes on from
    /// line to line.
    fn begins_or_ends_quoting(&self) -> bool {
        self.is_quoting(self.line) != self.is_quoting(self.next)
    }

    /// Whether the token is what letters put before the lines that they quote.
    fn is_quoting(&self, index: usize) -> bool {
        self.word(index).starts_with('>')
    }

    /// Whether a full stop, question mark or exclamation mark stands before the cut, perhaps with
    /// closing marks behind it.
    fn follows_end_mark(&self) -> bool {
        let closing = (0..self.next)
            .rev()
            .take(3)
            .take_while(|index| is_closing_mark(self.word(*index)))
            .count();
        let Some(end) = self.next.checked_sub(closing + 1) else { return false };
        let first = self.first_word();
        let glued = self.tokens.get(self.next).is_some_and(|token| token.glued);
        if is_closing_mark(self.word(self.next)) && glued {
            return false;
        }
        let starts = !first.starts_with(char::is_lowercase);
        let numbers_item = end == self.line + 1 || self.has_ordinals;
        if numbers_item && self.word(end) == "." && self.follows_short_number(end) {
            return false;
        }
        match self.word(end).chars().next() {
            Some('!' | '?' | '…') => starts && !glued,
            Some('.') if self.word(end) == "." && glued => self.is_lost_blank(end),
            // An ellipsis ends a sentence only where the next word has a capital.
            Some('.') => starts && !glued && (self.word(end) == "." || self.begins_capital()),
            _ => false,
        }
    }

    /// Whether the mark at `end` stands right behind a number of one or two digits.
    fn follows_short_number(&self, end: usize) -> bool {
        let is_glued = self.tokens.get(end).is_some_and(|token| token.glued);
        is_glued && end.checked_sub(1).is_some_and(|before| self.is_short_number(before))
    }

    fn is_short_number(&self, index: usize) -> bool {
        let token = self.tokens.get(index);
        token.is_some_and(|it| it.kind == TokenKind::Number && it.span.len() <= 2)
    }

    /// Whether the full stop at `end` has lost the blank behind it: a word in lower case before,
    /// one with a capital behind.
    fn is_lost_blank(&self, end: usize) -> bool {
        let before = end.checked_sub(1).map(|index| self.word(index)).unwrap_or_default();
        let mut first = self.word(self.next).chars();
        before.chars().count() > 2
            && before.ends_with(char::is_lowercase)
            && first.next().is_some_and(char::is_uppercase)
            && first.next().is_some_and(char::is_lowercase)
    }

    /// Whether the token before the cut is an abbreviation, with its stop, that ends a sentence.
    fn follows_abbreviation(&self) -> bool {
        let last = self.next - 1;
        let word = self.word(last);
        let is_word = self.tokens.get(last).is_some_and(|token| token.kind == TokenKind::Word);
        let Some(bare) = word.strip_suffix('.').filter(|_| is_word) else { return false };
        let kind = self.words.abbreviation(bare).unwrap_or(if bare.chars().count() == 1 {
            Abbreviation::Joins
        } else {
            Abbreviation::MayEnd
        });
        let first = self.first_word();
        kind == Abbreviation::MayEnd
            && first.starts_with(char::is_uppercase)
            && self.words.is_function_word(&first.to_lowercase())
    }
}

fn is_opening_mark(word: &str) -> bool {
    matches!(word.chars().next(), Some('"' | '\'' | '“' | '‘' | '(' | '[' | '«' | '•' | '*'))
}

fn is_closing_mark(word: &str) -> bool {
    matches!(word.chars().next(), Some('"' | '\'' | '”' | '’' | ')' | ']' | '»'))
}
