//! Quotation marks to quotations: which words stand between them, and who says them.

use annalist_model::{Party, Quotation, QuotationKind, Span};

use super::chunks::{ChunkKind, Form};
use super::clauses::Unit;
use super::hedges::{Attitude, Attitudes};
use super::items::{Kind, Mark};
use super::parties::Memory;
use super::words::Classes;
use crate::segment::{Segments, TokenKind};

/// Words between quotation marks, in one paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    /// The words, without the marks.
    pub(super) inner: Span,
    /// With the marks.
    pub(super) outer: Span,
    /// Whether they are sentences, not part of one.
    pub(super) is_direct: bool,
    /// Whether the paragraph ends before the quotation does.
    pub(super) is_open: bool,
    words: usize,
}

/// Fewest words of a part of a sentence that is quoted for its words, not for a name.
const FEWEST: usize = 2;

/// Fewest words of a quotation of which nobody is told to be the speaker.
const FEWEST_ALONE: usize = 5;

/// The quoted stretches of the tokens of one block.
pub(super) fn stretches(segments: &Segments<'_>, tokens: std::ops::Range<usize>) -> Vec<Stretch> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for at in tokens.clone() {
        let Some(token) = segments.tokens().get(at).filter(|it| it.kind == TokenKind::Mark) else {
            continue;
        };
        let Some(mark) = segments.word(at).chars().next() else { continue };
        match open {
            None => {
                let next = segments.tokens().get(at + 1);
                let opens = matches!(mark, '“' | '„' | '«' | '"')
                    && next.is_some_and(|next| next.glued && next.span.start() == token.span.end());
                if opens && at + 1 < tokens.end {
                    open = Some((at, mark));
                }
            }
            Some((start, opened)) => {
                let closes = match opened {
                    '“' => mark == '”',
                    '„' => matches!(mark, '“' | '”'),
                    '«' => mark == '»',
                    _ => mark == '"',
                };
                if closes {
                    found.extend(stretch(segments, start, at, false));
                    open = None;
                }
            }
        }
    }
    if let Some((start, '“' | '"')) = open {
        found.extend(stretch(segments, start, tokens.end, true));
    }
    found
}

fn stretch(segments: &Segments<'_>, open: usize, close: usize, is_open: bool) -> Option<Stretch> {
    let first = segments.tokens().get(open + 1)?;
    let last = segments.tokens().get(close.checked_sub(1)?).filter(|_| close > open + 1)?;
    let inner = first.span.cover(last.span);
    let end = segments.tokens().get(close).filter(|_| !is_open).unwrap_or(last);
    let outer = segments.tokens().get(open)?.span.cover(end.span);
    let kinds = segments.tokens().get(open + 1..close)?;
    let words = kinds.iter().filter(|token| token.kind == TokenKind::Word).count();
    let begins = segments.word(open + 1).chars().next().is_some_and(|c| !c.is_lowercase());
    let ends = |at: usize| {
        let mark = segments.word(at).chars().next();
        matches!(mark, Some('.' | ',' | '!' | '?' | '…' | '—' | '–' | ';'))
    };
    let ends_within = ends(close - 1);
    let ends_behind = !is_open && ends(close + 1);
    let is_sentence = begins && words > 1 && (ends_within || ends_behind || is_open);
    // "we have ended the war." is cut out of a sentence that goes on to its end.
    let is_direct = is_sentence || is_open;
    Some(Stretch { inner, outer, is_direct, is_open, words })
}

/// Who says what is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Saying {
    pub(super) speaker: Party,
    pub(super) cue: Option<Span>,
    pub(super) recipient: Option<Party>,
    pub(super) rule: &'static str,
}

/// Who says the words of the `quoted` chunk of a unit, as the sentence around it tells.
pub(super) fn saying(
    unit: &Unit,
    quoted: usize,
    attitudes: &Attitudes,
    memory: &mut Memory,
) -> Option<Saying> {
    behind(unit, quoted, attitudes, memory)
        .or_else(|| before(unit, quoted, attitudes, memory))
        .or_else(|| named_source(unit, memory))
        .or_else(|| with_colon(unit, quoted, memory))
}

fn speaks(attitude: Option<Attitude>) -> bool {
    use Attitude::{Asks, Denies, Names, Says};
    matches!(attitude, Some(Says | Denies | Asks | Names))
}

/// `“…,” X said`, `“…,” said X`
fn behind(
    unit: &Unit,
    quoted: usize,
    attitudes: &Attitudes,
    memory: &mut Memory,
) -> Option<Saying> {
    let mut next = quoted + 1;
    if unit.is(next, &ChunkKind::Comma) || unit.is(next, &ChunkKind::Adverb) {
        next += 1;
    }
    if let Some(group) = unit.verb(next) {
        let says = speaks(attitudes.of(unit, next)) && !group.is_passive;
        let speaker = next + 1;
        if !says || !unit.is_noun(speaker) {
            return None;
        }
        return made(unit, speaker, next, None, "said-by", memory);
    }
    if !unit.is_noun(next) {
        return None;
    }
    let verb = (next..unit.chunks.len()).find(|at| {
        unit.verb(*at).is_some_and(|it| matches!(it.form, Form::Finite | Form::Bare))
            && unit.clause(*at, attitudes).is_some_and(|it| it.subjects == [next])
    })?;
    if !speaks(attitudes.of(unit, verb)) || unit.verb(verb)?.is_passive {
        return None;
    }
    let recipient = unit.is_noun(verb + 1).then_some(verb + 1);
    made(unit, next, verb, recipient, "says-behind", memory)
}

/// `X said: “…”`, `X said that “…”`, `X described it as “…”`
fn before(
    unit: &Unit,
    quoted: usize,
    attitudes: &Attitudes,
    memory: &mut Memory,
) -> Option<Saying> {
    let chunks = unit.chunks.get(..quoted)?;
    let verb = chunks.iter().rposition(|chunk| chunk.verb().is_some())?;
    let between = chunks.get(verb + 1..)?;
    let is_tied = between.iter().all(|chunk| {
        matches!(
            chunk.kind,
            ChunkKind::Noun(_)
                | ChunkKind::Comma
                | ChunkKind::Colon
                | ChunkKind::Subordinator
                | ChunkKind::Preposition
                | ChunkKind::Date(_)
                | ChunkKind::Adverb
        )
    });
    if !is_tied || !speaks(attitudes.of(unit, verb)) {
        return None;
    }
    let clause = unit.clause(verb, attitudes).filter(|it| !it.is_passive)?;
    let [speaker] = clause.subjects.as_slice() else { return None };
    let recipient = unit.is_noun(verb + 1).then_some(verb + 1);
    made(unit, *speaker, verb, recipient, "says-before", memory)
}

/// `“…,” according to X`
fn named_source(unit: &Unit, memory: &mut Memory) -> Option<Saying> {
    let word = unit.items.iter().position(|item| item.is(Classes::SOURCE))?;
    let at = unit.chunks.iter().position(|chunk| chunk.items.contains(&word))?;
    let speaker = (at + 1..(at + 3).min(unit.chunks.len())).find(|at| unit.is_noun(*at))?;
    let known = unit.party(speaker, memory, &[])?;
    let cue = unit.items.get(word)?.span;
    Some(Saying { speaker: known.party, cue: Some(cue), recipient: None, rule: "source" })
}

/// `X: “…”`, as interviews are written.
fn with_colon(unit: &Unit, quoted: usize, memory: &mut Memory) -> Option<Saying> {
    let is_interview = quoted == 2 && unit.is_noun(0) && unit.is(1, &ChunkKind::Colon);
    let known = unit.party(0, memory, &[]).filter(|_| is_interview)?;
    known.party.entity?;
    Some(Saying { speaker: known.party, cue: None, recipient: None, rule: "colon" })
}

fn made(
    unit: &Unit,
    speaker: usize,
    verb: usize,
    recipient: Option<usize>,
    rule: &'static str,
    memory: &mut Memory,
) -> Option<Saying> {
    let cue = unit.items.get(unit.verb(verb)?.main)?.span;
    let known = unit.party(speaker, memory, &[]);
    let words = unit.items.get(unit.chunks.get(speaker)?.noun()?.head)?.span;
    // A pronoun that may mean several is still the one who speaks, and means nobody.
    let speaker = known.map_or(Party { span: words, entity: None }, |known| known.party);
    let recipient = recipient.and_then(|it| unit.party(it, memory, &[])).map(|it| it.party);
    Some(Saying { speaker, cue: Some(cue), recipient, rule })
}

/// Who speaks in the block that a unit announces: "The minister said in a letter:".
pub(super) fn announced(unit: &Unit, attitudes: &Attitudes, memory: &mut Memory) -> Option<Saying> {
    unit.items.last().filter(|item| item.is_mark(Mark::Colon))?;
    let verb = unit.chunks.iter().position(|chunk| chunk.verb().is_some())?;
    if !speaks(attitudes.of(unit, verb)) {
        return None;
    }
    let clause = unit.clause(verb, attitudes).filter(|it| !it.is_passive)?;
    let [speaker] = clause.subjects.as_slice() else { return None };
    made(unit, *speaker, verb, None, "announced", memory)
}

/// The chunk of a unit that stands for the stretch.
pub(super) fn chunk_of(unit: &Unit, stretch: &Stretch) -> Option<usize> {
    unit.chunks.iter().position(|chunk| {
        let item = unit.items.get(chunk.items.start);
        item.is_some_and(|item| item.kind == Kind::Quoted && item.span == stretch.outer)
    })
}

/// The quotations of a document in the making.
#[derive(Debug, Default)]
pub(super) struct Quoting {
    pub(super) quotations: Vec<Quotation>,
    /// Whether the last one goes on in the next paragraph.
    pub(super) goes_on: bool,
    /// The unit that the last one stood in: where it began.
    last_unit: Option<u32>,
}

impl Quoting {
    /// Adds a stretch, with who says it. `unit` tells of which sentence it is a part.
    pub(super) fn add(&mut self, stretch: &Stretch, saying: Option<Saying>, unit: u32) {
        let same_sentence = self.last_unit == Some(unit);
        if let Some(last) = self.quotations.last_mut() {
            let is_same = saying.is_none()
                || last.speaker.map(|it| it.span) == saying.map(|it| it.speaker.span);
            let joins = self.goes_on
                || same_sentence
                    && is_same
                    && last.speaker.is_some()
                    && last.kind == kind_of(stretch)
                    && stretch.is_direct;
            let is_behind = last.parts.last().is_some_and(|it| it.end() <= stretch.inner.start());
            if joins && is_behind {
                last.parts.push(stretch.inner);
                if last.speaker.is_none()
                    && let Some(saying) = saying
                {
                    tell(last, saying);
                }
                self.goes_on = stretch.is_open;
                return;
            }
        }
        let fewest = if saying.is_some() { FEWEST } else { FEWEST_ALONE };
        let is_worth = stretch.words >= fewest && (stretch.is_direct || saying.is_some());
        self.goes_on = stretch.is_open && is_worth;
        if !is_worth {
            return;
        }
        self.last_unit = Some(unit);
        let mut quotation = Quotation {
            kind: kind_of(stretch),
            parts: vec![stretch.inner],
            speaker: None,
            cue: None,
            recipient: None,
            rule: "marks".to_owned(),
        };
        if let Some(saying) = saying {
            tell(&mut quotation, saying);
        }
        self.quotations.push(quotation);
    }

    /// Adds a paragraph that is set apart; `follows` tells whether it goes on from the last one.
    pub(super) fn add_block(&mut self, span: Span, follows: bool, saying: Option<Saying>) {
        self.goes_on = false;
        self.last_unit = None;
        if follows
            && let Some(last) =
                self.quotations.last_mut().filter(|it| it.kind == QuotationKind::Block)
        {
            last.parts.push(span);
            return;
        }
        let mut quotation = Quotation {
            kind: QuotationKind::Block,
            parts: vec![span],
            speaker: None,
            cue: None,
            recipient: None,
            rule: "set-apart".to_owned(),
        };
        if let Some(saying) = saying {
            tell(&mut quotation, saying);
        }
        self.quotations.push(quotation);
    }
}

fn kind_of(stretch: &Stretch) -> QuotationKind {
    if stretch.is_direct { QuotationKind::Direct } else { QuotationKind::Partial }
}

fn tell(quotation: &mut Quotation, saying: Saying) {
    quotation.speaker = Some(saying.speaker);
    quotation.cue = saying.cue;
    quotation.recipient = saying.recipient;
    quotation.rule = saying.rule.to_owned();
}
