//! How many and how much: counts of people and things, sums of money, shares, each with its unit, with
//! how exact it is, and with what it counts.
//!
//! Read from tokens alone: a number (`numeral`), the unit and the words beside it, the noun behind it,
//! and the verb that says what befell those who are counted (`counted`). Dates, ages, numbers of units
//! and houses, telephones and scores are none; a number of which nothing tells what it counts is left
//! out.

mod amount;
mod counted;
mod numeral;
mod tables;
#[cfg(test)]
mod tests;

use std::ops::Range;

use annalist_model::{Annotations, BlockKind, EntityKind, Quantity, QuantityKind, Span};
use annalist_tables::DataError;

use super::words::{Classes, Words, folded};
use crate::segment::{Segments, TokenKind};
use amount::Amount;
use counted::Counted;
use numeral::{Numeral, Numerals};
use tables::{Bound, Fate, LONGEST, Measure, Side, Tables};

/// Reads quantities. Built once.
#[derive(Debug)]
pub(super) struct QuantityReader(Tables);

impl QuantityReader {
    pub(super) fn load() -> Result<QuantityReader, DataError> {
        Ok(QuantityReader(Tables::load()?))
    }

    /// The verbs that the tables name.
    pub(super) fn lemmas(&self) -> impl Iterator<Item = &'static str> {
        self.0.lemmas()
    }

    /// The quantities of a document, in the order of the text.
    pub(super) fn read(
        &self,
        segments: &Segments<'_>,
        words: &Words,
        found: &Annotations,
        names: &[(Span, u32, EntityKind)],
    ) -> Vec<Quantity> {
        let mut pass =
            Pass { segments, words, tables: &self.0, found, names, quantities: Vec::new() };
        for sentence in segments.sentences() {
            if !matches!(sentence.block, BlockKind::Code | BlockKind::TableRow) {
                pass.read_sentence(sentence.tokens.clone());
            }
        }
        pass.quantities
    }
}

/// One pass over a document.
struct Pass<'d> {
    segments: &'d Segments<'d>,
    words: &'d Words,
    tables: &'d Tables,
    found: &'d Annotations,
    /// The outermost names, sorted.
    names: &'d [(Span, u32, EntityKind)],
    quantities: Vec<Quantity>,
}

/// A number with its unit and what stands before it.
struct Sized {
    /// From the currency to the unit.
    tokens: Range<usize>,
    amount: Option<Amount>,
    upper: Option<Amount>,
    measure: Option<Measure>,
    bound: Option<(Range<usize>, Bound)>,
    is_one: bool,
}

/// The quantity before, for those that it is joined to: "killed 12 soldiers and 3 civilians".
struct Last {
    /// The token behind it and what it counts.
    end: usize,
    fate: Option<QuantityKind>,
}

impl Pass<'_> {
    fn read_sentence(&mut self, tokens: Range<usize>) {
        let mut last: Option<Last> = None;
        let mut next = tokens.start;
        while next < tokens.end {
            if let Some((behind, _)) = self.name_at(next) {
                next = behind.max(next + 1);
                continue;
            }
            let Some(numeral) = self.numerals().read(next, tokens.end) else {
                next += 1;
                continue;
            };
            let first = numeral.tokens.clone();
            next = first.end;
            if first.clone().any(|at| self.is_date(at)) {
                continue;
            }
            let Some(sized) = self.sized(&numeral, &tokens) else { continue };
            next = sized.tokens.end.max(next);
            self.add(&sized, &tokens, &mut last);
        }
    }

    fn numerals(&self) -> Numerals<'_> {
        Numerals { segments: self.segments, words: self.words, tables: self.tables }
    }

    /// The number with its unit, its bound and the other end of the range.
    fn sized(&self, numeral: &Numeral, within: &Range<usize>) -> Option<Sized> {
        let mut tokens = numeral.tokens.clone();
        let before = self.unit_before(tokens.start, within.start);
        if let Some((from, _)) = before {
            tokens.start = from;
        }
        let bound = self.bound_before(tokens.start, within.start);
        let mut measure = before.map(|(_, measure)| measure);
        if let Some((end, unit)) = self.unit_behind(tokens.end, within.end) {
            tokens.end = end;
            measure = measure.or(Some(unit));
        }
        let (mut amount, mut upper) = (numeral.amount, numeral.upper);
        let is_pair = bound.as_ref().is_some_and(|(_, bound)| *bound == Bound::Pair);
        let is_from = bound.as_ref().is_some_and(|(_, bound)| *bound == Bound::From);
        let joins = self.joins_range(tokens.end, within.end, is_pair);
        if upper.is_none()
            && !is_from
            && joins
            && let Some(low) = amount
        {
            let mut at = tokens.end + 1;
            if let Some((behind, _)) = self.unit_at(at, within.end, Side::Before) {
                at = behind;
            }
            let high = self.numerals().read(at, within.end);
            if let Some((high, value)) = high.and_then(|it| Some((it.clone(), it.amount?))) {
                let low = match (numeral.scale, high.scale) {
                    (None, Some(scale)) if low.is_below(value) && measure_is_open(low, value) => {
                        low.times(scale)?
                    }
                    _ => low,
                };
                if low.is_below(value) {
                    (amount, upper) = (Some(low), Some(value));
                    tokens.end = high.tokens.end;
                    if let Some((end, unit)) = self.unit_behind(tokens.end, within.end) {
                        tokens.end = end;
                        measure = measure.or(Some(unit));
                    }
                }
            }
        }
        let is_money = measure.is_some_and(|it| it.kind == QuantityKind::Money);
        let fits = (!numeral.is_short || is_money)
            && self.stands_free(&tokens, within)
            && (measure.is_some() || !self.is_label_before(&tokens, &bound, within.start));
        let bound = bound.filter(|(_, bound)| {
            *bound == Bound::Exactness || *bound == Bound::Pair && upper.is_some()
        });
        fits.then_some(Sized { tokens, amount, upper, measure, bound, is_one: numeral.is_one })
    }

    /// Whether what joins two ends of a range stands at `at`: a dash, "to", or "and" behind "between".
    fn joins_range(&self, at: usize, end: usize, is_pair: bool) -> bool {
        let Some(token) = self.segments.tokens().get(at).filter(|_| at < end) else { return false };
        if token.kind == TokenKind::Mark {
            return token.glued && matches!(self.segments.word(at), "–" | "—" | "-" | "‒");
        }
        let wanted = if is_pair { Classes::JOINT } else { Classes::TO };
        self.is(at, end, wanted)
    }

    fn unit_before(&self, at: usize, start: usize) -> Option<(usize, Measure)> {
        let from = |count: usize| at.checked_sub(count).filter(|from| *from >= start);
        (1..=2).rev().filter_map(from).find_map(|from| {
            let glued = self.segments.tokens().get(from + 1..at)?.iter().all(|it| it.glued);
            let words = self.joined(from..at, "").filter(|_| glued)?;
            Some((from, self.tables.measure(&words, Side::Before)?))
        })
    }

    fn unit_behind(&self, at: usize, end: usize) -> Option<(usize, Measure)> {
        self.unit_at(at, end, Side::After)
    }

    fn unit_at(&self, at: usize, end: usize, side: Side) -> Option<(usize, Measure)> {
        (1..=LONGEST).rev().filter(|count| at + count <= end).find_map(|count| {
            let words = self.joined(at..at + count, " ")?;
            Some((at + count, self.tables.measure(&words, side)?))
        })
    }

    fn bound_before(&self, at: usize, start: usize) -> Option<(Range<usize>, Bound)> {
        let from = |count: usize| at.checked_sub(count).filter(|from| *from >= start);
        (1..=LONGEST).rev().filter_map(from).find_map(|from| {
            let words = self.joined(from..at, " ")?;
            Some((from..at, self.tables.bound(&words)?))
        })
    }

    fn joined(&self, tokens: Range<usize>, between: &str) -> Option<String> {
        let words = tokens.map(|at| {
            let word = self.segments.word(at);
            (!word.is_empty()).then(|| folded(word))
        });
        Some(words.collect::<Option<Vec<_>>>()?.join(between))
    }

    /// Whether no letters, digits or signs are written onto the number, and no number beside it.
    fn stands_free(&self, tokens: &Range<usize>, within: &Range<usize>) -> bool {
        let all = self.segments.tokens();
        let Some(first) = all.get(tokens.start) else { return false };
        let before = tokens.start.checked_sub(1).filter(|at| *at >= within.start);
        let opens = ['"', '“', '‘', '\'', '(', '[', '«', '—', '–', '…', '*'];
        let fits_before =
            before.and_then(|at| all.get(at).map(|it| (at, it))).is_none_or(|(at, it)| {
                let is_open = it.kind == TokenKind::Mark && self.segments.word(at).ends_with(opens);
                it.kind != TokenKind::Number && (!first.glued || is_open)
            });
        let behind = all.get(tokens.end).filter(|_| tokens.end < within.end);
        let fits_behind = behind.is_none_or(|it| {
            let closes =
                ['"', '”', '’', '\'', ')', ']', '»', '.', ',', ';', '!', '?', '…', '—', '–'];
            let is_close = it.kind == TokenKind::Mark
                && (self.segments.word(tokens.end).starts_with(closes)
                    // A colon or a stroke between two numbers makes them one.
                    || !all.get(tokens.end + 1).is_some_and(|next| next.glued));
            it.kind != TokenKind::Number && (!it.glued || is_close)
        });
        fits_before && fits_behind
    }

    /// Whether the number belongs to the name or noun before it: "Route 66", "page 12".
    fn is_label_before(
        &self,
        tokens: &Range<usize>,
        bound: &Option<(Range<usize>, Bound)>,
        start: usize,
    ) -> bool {
        let Some(before) = tokens.start.checked_sub(1).filter(|it| *it >= start) else {
            return false;
        };
        if bound.is_some() {
            return false;
        }
        let text = self.segments.word(before);
        let is_label = self.tables.noun_fate(text).is_some_and(|(fate, _)| fate == Fate::Label);
        let is_title = before > start
            && self.segments.tokens().get(before).is_some_and(|it| it.kind == TokenKind::Word)
            && text.starts_with(char::is_uppercase)
            && self.words.look_up(text).is_open()
            && self.name_before(before + 1).is_none();
        is_label || is_title
    }

    /// Adds the quantity, if anything tells what it counts.
    fn add(&mut self, sized: &Sized, within: &Range<usize>, last: &mut Option<Last>) {
        let start = sized.bound.as_ref().map_or(sized.tokens.start, |(range, _)| range.start);
        let counted = match sized.measure {
            // "4% up", "5 km north"
            Some(_) if !self.is(sized.tokens.end, within.end, Classes::OF) => Counted::default(),
            _ => self.counted(sized.tokens.end, within.end, sized.is_one),
        };
        let end = counted.noun.as_ref().map_or(sized.tokens.end, |noun| noun.end);
        let joined = last.as_ref().filter(|it| self.is_joined(it.end, start));
        let before = self.fate_before(start, within.start).or_else(|| joined?.fate);
        let befallen = before
            .or_else(|| self.fate_behind(end, within.end))
            .or(counted.fate)
            .or_else(|| self.noun_before(start, within.start)?.1);
        let is_people = counted.kind == Some(QuantityKind::People);
        let kind = match (sized.measure, counted.kind) {
            _ if counted.is_none => None,
            (Some(measure), _) => Some(measure.kind),
            (None, Some(kind)) if is_people => befallen.or(Some(kind)),
            _ if sized.is_one => None,
            (None, Some(kind)) => Some(kind),
            (None, None) if counted.noun.is_none() => befallen,
            (None, None) => Some(QuantityKind::Count),
        };
        let span = self.segments.span(sized.tokens.clone());
        let Some((kind, span)) = kind.zip(span) else { return };
        let bound = sized.bound.as_ref().and_then(|(range, _)| self.segments.span(range.clone()));
        self.quantities.push(Quantity {
            kind,
            span,
            value: sized.amount.map(|it| it.to_string()),
            upper: sized.upper.map(|it| it.to_string()),
            unit: sized.measure.and_then(|it| it.unit).map(str::to_owned),
            bound,
            of: counted.noun.and_then(|noun| self.segments.span(noun)),
        });
        *last = Some(Last { end, fate: before });
    }

    /// Whether nothing but "and" or a comma stands between two quantities.
    fn is_joined(&self, end: usize, start: usize) -> bool {
        let between = end..start;
        (1..=3).contains(&between.len())
            && between.clone().all(|at| {
                self.segments.word(at) == ","
                    || self.is(
                        at,
                        start,
                        Classes::JOINT.or(Classes::INDEFINITE).or(Classes::DEFINITE),
                    )
            })
    }

    fn is(&self, at: usize, end: usize, classes: Classes) -> bool {
        at < end
            && self.segments.tokens().get(at).is_some_and(|it| it.kind == TokenKind::Word)
            && self.words.look_up(self.segments.word(at)).classes.any(classes)
    }

    /// The name that begins at a token: the token behind it, and what it names.
    fn name_at(&self, at: usize) -> Option<(usize, EntityKind)> {
        let start = self.segments.tokens().get(at)?.span.start();
        let place = self.names.binary_search_by_key(&start, |(span, ..)| span.start()).ok()?;
        let (span, _, kind) = self.names.get(place)?;
        let rest = self.segments.tokens().get(at..)?;
        let count = rest.iter().take_while(|it| it.span.start() < span.end()).count();
        Some((at + count, *kind))
    }

    /// The name that ends before a token.
    fn name_before(&self, at: usize) -> Option<EntityKind> {
        let end = self.segments.tokens().get(at.checked_sub(1)?)?.span.end();
        let place = self.names.partition_point(|(span, ..)| span.start() < end);
        let (span, _, kind) = self.names.get(place.checked_sub(1)?)?;
        (span.end() >= end).then_some(*kind)
    }

    /// Whether a token belongs to an expression of time.
    fn is_date(&self, at: usize) -> bool {
        let Some(token) = self.segments.tokens().get(at) else { return false };
        let dates = &self.found.dates;
        let place = dates.partition_point(|date| date.span.start() <= token.span.start());
        let date = place.checked_sub(1).and_then(|place| dates.get(place));
        date.is_some_and(|date| date.span.end() > token.span.start())
    }
}

/// Whether the scale of the upper end belongs to the lower one too: "5 to 7 million".
fn measure_is_open(low: Amount, high: Amount) -> bool {
    // "900 to 2 thousand" is written by nobody; a lower end of three digits has its own scale.
    Amount::parse("1000").is_some_and(|limit| low.is_below(limit)) && low.is_below(high)
}
