//! Pieces of text and a grammar to readings.
//!
//! Each symbol is tried at most once at each piece, and keeps at most one reading for each end, so
//! the work is linear in the text: the grammar has a greatest depth and its expressions a greatest
//! length.

use std::rc::Rc;

use super::evaluate::evaluate;
use super::grammar::{Accepts, Context, Grammar, Item, Rule, Symbol};
use super::meaning::Value;
use super::pieces::Piece;

/// A stretch of pieces that a rule reads.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    /// One past the last piece.
    pub(super) end: usize,
    pub(super) value: Value,
    /// The rule, as an index.
    pub(super) rule: usize,
    /// The rules that it and its parts were read by.
    pub(super) parts: Vec<usize>,
    weight: i32,
}

/// Reads the pieces of one sentence.
pub(super) struct Parser<'a> {
    grammar: &'a Grammar,
    pieces: &'a [Piece],
    /// What is known of each symbol at each piece.
    known: Vec<Option<Rc<Vec<Reading>>>>,
}

/// A rule matched up to some item.
#[derive(Clone, Default)]
struct Partial {
    at: usize,
    captures: Vec<Value>,
    parts: Vec<usize>,
    weight: i32,
}

impl<'a> Parser<'a> {
    pub(super) fn new(grammar: &'a Grammar, pieces: &'a [Piece]) -> Parser<'a> {
        Parser { grammar, pieces, known: vec![None; pieces.len() * grammar.symbols()] }
    }

    /// The longest expression that begins at piece `start`.
    pub(super) fn longest(&mut self, start: usize) -> Option<Reading> {
        if self.is_inside_word(start) {
            return None;
        }
        let readings = self.readings(self.grammar.goal, start);
        readings
            .iter()
            .filter(|reading| !self.cuts_word(reading.end))
            .max_by_key(|r| r.end)
            .cloned()
    }

    /// Whether the piece is the rest of a word or number.
    fn is_inside_word(&self, start: usize) -> bool {
        let Some(piece) = self.pieces.get(start).filter(|piece| piece.glued) else { return false };
        let before = start.checked_sub(1).and_then(|before| self.pieces.get(before));
        let Some(before) = before else { return false };
        if before.is_word() || before.is_digits() {
            return true;
        }
        // "1.2017", "4:30" and "$1990" are parts of something else.
        let second = start.checked_sub(2).and_then(|index| self.pieces.get(index));
        let number_before = second.is_some_and(Piece::is_digits) && before.glued;
        let is_separator = matches!(before.lower.as_str(), "." | ":" | "/" | "," | "-");
        piece.is_digits()
            && (is_separator && number_before
                || matches!(before.lower.as_str(), "$" | "€" | "£" | "#" | "_" | "+" | "="))
    }

    /// Whether a reading that ends before piece `end` would cut a word or number in two.
    fn cuts_word(&self, end: usize) -> bool {
        let Some(next) = self.pieces.get(end).filter(|piece| piece.glued) else { return false };
        let Some(last) = end.checked_sub(1).and_then(|last| self.pieces.get(last)) else {
            return false;
        };
        if next.is_digits() || next.is_word() {
            return last.is_word() || last.is_digits();
        }
        let behind = self.pieces.get(end + 1).filter(|piece| piece.glued);
        let number_behind = behind.is_some_and(Piece::is_digits);
        last.is_digits()
            && (next.lower == "%"
                || number_behind && matches!(next.lower.as_str(), "." | ":" | "/" | ","))
    }

    fn readings(&mut self, symbol: Symbol, start: usize) -> Rc<Vec<Reading>> {
        let slot = start * self.grammar.symbols() + usize::from(symbol.0);
        if let Some(known) = self.known.get(slot).and_then(Option::as_ref) {
            return Rc::clone(known);
        }
        let mut readings: Vec<Reading> = Vec::new();
        let (grammar, pieces) = (self.grammar, self.pieces);
        if let Some(piece) = pieces.get(start) {
            for (index, rule) in grammar.rules_of(symbol, piece, pieces.get(start + 1)) {
                for reading in self.apply(index, rule, start) {
                    keep_best(&mut readings, reading);
                }
            }
        }
        let readings = Rc::new(readings);
        if let Some(known) = self.known.get_mut(slot) {
            *known = Some(Rc::clone(&readings));
        }
        readings
    }

    /// All readings of one rule at piece `start`, one for each end.
    fn apply(&mut self, index: usize, rule: &Rule, start: usize) -> Vec<Reading> {
        if !self.contexts_hold(&rule.before, start, true) {
            return Vec::new();
        }
        let mut partials = vec![Partial { at: start, ..Partial::default() }];
        for item in &rule.items {
            partials =
                partials.iter().flat_map(|partial| self.step(item, partial, start)).collect();
            if partials.is_empty() {
                return Vec::new();
            }
        }
        let mut readings = Vec::new();
        for partial in partials {
            if partial.at == start || !self.contexts_hold(&rule.after, partial.at, false) {
                continue;
            }
            if let Some(value) = evaluate(&rule.meaning, &partial.captures) {
                // Only the rule's own weight counts, or that of the one it passes on.
                let parts_weight =
                    if rule.passes_on() { partial.weight } else { partial.weight % 100 };
                let weight = rule.weight * 100 + parts_weight;
                let mut parts = partial.parts;
                // What only passes on another rule's reading is that rule's.
                let passed_on = if rule.passes_on() { parts.first().copied() } else { None };
                let name = passed_on.unwrap_or(index);
                parts.push(index);
                readings.push(Reading { end: partial.at, value, rule: name, parts, weight });
            }
        }
        readings
    }

    /// The ways to go on from `partial` with `item`.
    fn step(&mut self, item: &Item, partial: &Partial, start: usize) -> Vec<Partial> {
        let mut next = Vec::new();
        if item.optional {
            let mut skipped = partial.clone();
            if item.is_captured() {
                skipped.captures.push(Value::Nothing);
            }
            next.push(skipped);
        }
        let Some(piece) = self.pieces.get(partial.at) else { return next };
        if item.glued && !piece.glued && partial.at > start {
            return next;
        }
        match &item.accepts {
            Accepts::Words(_) => {
                if accepts_piece(&item.accepts, piece) {
                    let mut taken = partial.clone();
                    taken.at += 1;
                    taken.weight += 1;
                    next.push(taken);
                }
            }
            Accepts::Class(class) => {
                let found = piece.readings.iter().find(|reading| reading.class == *class);
                if let Some(reading) = found {
                    let mut taken = partial.clone();
                    taken.at += 1;
                    taken.weight += 1;
                    taken.captures.push(Value::from_word(reading.value));
                    next.push(taken);
                }
            }
            Accepts::Symbol(symbol) => {
                for reading in self.readings(*symbol, partial.at).iter() {
                    let mut taken = partial.clone();
                    taken.at = reading.end;
                    taken.captures.push(reading.value.clone());
                    taken.parts.push(reading.rule);
                    taken.parts.extend(reading.parts.iter().filter(|part| **part != reading.rule));
                    taken.weight += reading.weight;
                    next.push(taken);
                }
            }
        }
        next
    }

    /// Whether what stands beside piece `at` is as the rule wants it. Of several wanted contexts
    /// each is about the next piece outwards; an unwanted one is about the nearest.
    fn contexts_hold(&self, contexts: &[Context], at: usize, before: bool) -> bool {
        let mut distance = 0;
        let count = contexts.len();
        for number in 0..count {
            // Before the expression the contexts are read outwards, from the last.
            let number = if before { count - 1 - number } else { number };
            let Some(context) = contexts.get(number) else { break };
            let index = if before { at.checked_sub(distance + 1) } else { Some(at + distance) };
            let holds = match index.and_then(|index| self.pieces.get(index)) {
                Some(piece) => accepts_piece(&context.accepts, piece),
                None => self.accepts_edge(&context.accepts, before),
            };
            if holds != context.wanted {
                return false;
            }
            distance += usize::from(context.wanted);
        }
        true
    }

    /// Whether the edge of the sentence is accepted.
    fn accepts_edge(&self, accepts: &Accepts, before: bool) -> bool {
        let (start, end) = self.grammar.edges;
        let edge = if before { start } else { end };
        matches!(accepts, Accepts::Words(words) if words.contains(&edge))
    }
}

fn accepts_piece(accepts: &Accepts, piece: &Piece) -> bool {
    match accepts {
        Accepts::Words(words) => piece.literal.is_some_and(|literal| words.contains(&literal)),
        Accepts::Class(class) => class.alone().meets(piece.classes),
        Accepts::Symbol(_) => false,
    }
}

/// Keeps one reading for each end: that of the greater weight, or else the first.
fn keep_best(readings: &mut Vec<Reading>, reading: Reading) {
    match readings.iter_mut().find(|known| known.end == reading.end) {
        Some(known) if known.weight < reading.weight => *known = reading,
        Some(_) => {}
        None => readings.push(reading),
    }
}
