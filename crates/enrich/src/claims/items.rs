//! A sentence as a row of items: names and dates in one piece each, words, and marks.

use annalist_model::{EntityKind, Span};

use super::words::{Classes, Word, Words};
use crate::segment::{Segments, TokenKind, is_apostrophe};

/// A mark between words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Comma,
    Colon,
    Semicolon,
    Stop,
    Question,
    Dash,
    Open,
    Close,
    Quote,
    Other,
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Number,
    /// A name, with its entity and what it stands for here.
    Name(u32, EntityKind),
    /// An expression of time, by its place in the list.
    Date(usize),
    Mark(Mark),
    /// The ending that makes an owner of the words before it.
    Genitive,
    /// A quotation that is read by itself.
    Quoted,
}

/// One item of a sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) span: Span,
    pub(super) kind: Kind,
    pub(super) word: Word,
}

impl Item {
    /// Whether the word does any of these things. A name does none.
    pub(super) fn is(&self, classes: Classes) -> bool {
        matches!(self.kind, Kind::Word | Kind::Number) && self.word.classes.any(classes)
    }

    pub(super) fn is_mark(&self, mark: Mark) -> bool {
        self.kind == Kind::Mark(mark)
    }

    pub(super) fn name(&self) -> Option<(u32, EntityKind)> {
        match self.kind {
            Kind::Name(entity, kind) => Some((entity, kind)),
            _ => None,
        }
    }
}

/// What was found in a document before its clauses are read, to be looked up in the order of the text.
#[derive(Debug)]
pub(super) struct Found<'d> {
    /// The outermost names, sorted: place, entity, kind.
    pub(super) names: Vec<(Span, u32, EntityKind)>,
    /// The places of dates, sorted.
    pub(super) dates: Vec<Span>,
    pub(super) segments: &'d Segments<'d>,
}

impl Found<'_> {
    fn name_from(&self, start: u32) -> Option<(Span, u32, EntityKind)> {
        let place = self.names.binary_search_by_key(&start, |(span, ..)| span.start()).ok()?;
        self.names.get(place).copied()
    }

    fn date_from(&self, start: u32) -> Option<(usize, Span)> {
        let place = self.dates.binary_search_by_key(&start, |span| span.start()).ok()?;
        self.dates.get(place).map(|span| (place, *span))
    }

    /// The items of a row of tokens. Each of `quoted`, which are sorted, is one item.
    pub(super) fn items(
        &self,
        tokens: std::ops::Range<usize>,
        quoted: &[Span],
        words: &Words,
    ) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::with_capacity(tokens.len());
        let mut next = tokens.start;
        while next < tokens.end {
            let Some(token) = self.segments.tokens().get(next) else { break };
            let start = token.span.start();
            let whole = self.whole(start, quoted, next..tokens.end);
            if let Some((kind, span, behind)) = whole {
                items.push(Item { span, kind, word: Word::default() });
                next = behind;
                continue;
            }
            let text = self.segments.word(next);
            let is_next_word = |at: usize| {
                self.segments.tokens().get(at).is_some_and(|it| it.kind == TokenKind::Word)
            };
            let (kind, word) = match token.kind {
                TokenKind::Word => (Kind::Word, words.look_up(text)),
                TokenKind::Number => (Kind::Number, Word::default()),
                TokenKind::Clitic => {
                    let word = words.look_up(text);
                    // "he’s" is no owner.
                    let owns = word.classes.any(Classes::GENITIVE)
                        && next + 1 < tokens.end
                        && items.last().is_some_and(|it| match it.kind {
                            Kind::Word => it.word.is_open(),
                            kind => !matches!(kind, Kind::Mark(_)),
                        });
                    (if owns { Kind::Genitive } else { Kind::Word }, word)
                }
                TokenKind::Mark if token.glued && text.chars().all(is_apostrophe) => {
                    // The plural owner: "the traders’ association".
                    let owns = is_next_word(next + 1)
                        && items
                            .last()
                            .is_some_and(|it| matches!(it.kind, Kind::Word | Kind::Name(..)));
                    (if owns { Kind::Genitive } else { Kind::Mark(Mark::Other) }, Word::default())
                }
                _ => (Kind::Mark(mark_of(text)), Word::default()),
            };
            items.push(Item { span: token.span, kind, word });
            next += 1;
        }
        items
    }

    /// The quotation, name or date that begins at `start`, with the token behind it.
    fn whole(
        &self,
        start: u32,
        quoted: &[Span],
        tokens: std::ops::Range<usize>,
    ) -> Option<(Kind, Span, usize)> {
        let behind = quoted.partition_point(|span| span.start() <= start);
        let quote = quoted.get(..behind).and_then(|it| it.last());
        let found = quote
            .filter(|span| start < span.end())
            .map(|span| (Kind::Quoted, *span))
            .or_else(|| self.name_from(start).map(|(span, id, kind)| (Kind::Name(id, kind), span)))
            .or_else(|| self.date_from(start).map(|(place, span)| (Kind::Date(place), span)));
        let (kind, span) = found?;
        let rest = self.segments.tokens().get(tokens.clone())?;
        let count = rest.iter().take_while(|token| token.span.end() <= span.end()).count();
        // A name that ends within a word is no name here: "Iranian-backed".
        let ends_whole = rest.get(count.checked_sub(1)?)?.span.end() == span.end();
        (ends_whole || kind == Kind::Quoted).then_some((kind, span, tokens.start + count))
    }
}

fn mark_of(text: &str) -> Mark {
    match text.chars().next() {
        Some(',') => Mark::Comma,
        Some(':') => Mark::Colon,
        Some(';') => Mark::Semicolon,
        Some('?') => Mark::Question,
        Some('.' | '!' | '…') => Mark::Stop,
        Some('–' | '—' | '-' | '―') => Mark::Dash,
        Some('(' | '[' | '{') => Mark::Open,
        Some(')' | ']' | '}') => Mark::Close,
        Some('"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '\'' | '`' | '‟') => {
            Mark::Quote
        }
        _ => Mark::Other,
    }
}

/// The items without quotation marks, without names in brackets ("(IRGC)"), and with commas for
/// brackets and dashes, which stand around what is put in.
pub(super) fn smoothed(items: &[Item]) -> Vec<Item> {
    let mut smooth: Vec<Item> = Vec::with_capacity(items.len());
    let mut next = 0;
    while let Some(item) = items.get(next) {
        let is_short_bracket = item.is_mark(Mark::Open)
            && items.get(next + 2).is_some_and(|it| it.is_mark(Mark::Close))
            && items.get(next + 1).is_some_and(|it| it.name().is_some() || it.word.is_open());
        if is_short_bracket {
            next += 3;
            continue;
        }
        match item.kind {
            Kind::Mark(Mark::Quote | Mark::Other) => {}
            Kind::Mark(Mark::Open | Mark::Close | Mark::Dash) => {
                let comma = Item { kind: Kind::Mark(Mark::Comma), ..*item };
                if !smooth.last().is_some_and(|it| it.is_mark(Mark::Comma)) {
                    smooth.push(comma);
                }
            }
            _ => smooth.push(*item),
        }
        next += 1;
    }
    smooth
}
