//! Pieces of text and a grammar to readings.
//!
//! Each symbol is tried at most once at each piece, and keeps at most one reading for each end, so
//! the work is linear in the text: the grammar has a greatest depth and its expressions a greatest
//! length.

use std::rc::Rc;

use super::beginnings::BitSet;
use super::evaluate::evaluate;
use super::grammar::{Accepts, Context, Grammar, Rule, Symbol};
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
    pieces: &'a [Piece<'a>],
    memory: Memory,
}

/// What is known of the pieces of a sentence; its room serves one sentence after the other.
#[derive(Default)]
pub(super) struct Memory {
    /// Of each symbol at each piece: 0 where it was not asked for, else one more than the place of
    /// its readings in `found`.
    known: Vec<u32>,
    found: Vec<Readings>,
    /// The rules that may begin at each piece.
    possible: Vec<Option<Rc<BitSet>>>,
}

/// What a symbol reads at a piece.
type Readings = Rc<[Reading]>;

impl Memory {
    fn clear(&mut self, pieces: usize, symbols: usize) {
        self.known.clear();
        self.known.resize(pieces * symbols, 0);
        // The first are none, for the many symbols that read nothing.
        self.found.truncate(1);
        if self.found.is_empty() {
            self.found.push(Rc::from([]));
        }
        self.possible.clear();
        self.possible.resize(pieces, None);
    }

    /// The readings of a slot that was asked for.
    fn known(&self, slot: usize) -> Option<&Readings> {
        let place = self.known.get(slot)?.checked_sub(1)?;
        self.found.get(place as usize)
    }

    fn keep(&mut self, slot: usize, readings: Vec<Reading>) -> Readings {
        let place = if readings.is_empty() { 0 } else { self.found.len() };
        if !readings.is_empty() {
            self.found.push(readings.into());
        }
        if let Some((known, place)) = self.known.get_mut(slot).zip(u32::try_from(place + 1).ok()) {
            *known = place;
        }
        self.found.get(place).map(Rc::clone).unwrap_or_default()
    }
}

/// A rule on its way through the pieces.
struct Way<'r> {
    index: usize,
    rule: &'r Rule,
    start: usize,
    captures: Vec<Value>,
    parts: Vec<usize>,
    /// All that was read from `start`, by this rule and by those before it.
    readings: Vec<Reading>,
}

impl<'a> Parser<'a> {
    /// What `memory` holds of another sentence is forgotten.
    pub(super) fn new(
        grammar: &'a Grammar,
        pieces: &'a [Piece<'a>],
        mut memory: Memory,
    ) -> Parser<'a> {
        memory.clear(pieces.len(), grammar.symbols());
        Parser { grammar, pieces, memory }
    }

    /// The memory, for the next sentence.
    pub(super) fn into_memory(self) -> Memory {
        self.memory
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
        let is_separator = matches!(before.lower.as_ref(), "." | ":" | "/" | "," | "-");
        piece.is_digits()
            && (is_separator && number_before
                || matches!(before.lower.as_ref(), "$" | "€" | "£" | "#" | "_" | "+" | "="))
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
                || number_behind && matches!(next.lower.as_ref(), "." | ":" | "/" | ","))
    }

    fn readings(&mut self, symbol: Symbol, start: usize) -> Readings {
        let slot = start * self.grammar.symbols() + usize::from(symbol.0);
        if let Some(known) = self.memory.known(slot) {
            return Rc::clone(known);
        }
        let mut readings: Vec<Reading> = Vec::new();
        let (grammar, pieces) = (self.grammar, self.pieces);
        if let (Some(piece), Some(possible)) =
            (pieces.get(start), self.memory.possible.get_mut(start))
        {
            let rules = possible
                .get_or_insert_with(|| Rc::new(grammar.rules_at(piece, pieces.get(start + 1))));
            let rules = Rc::clone(rules);
            for (index, rule) in grammar.rules_of(symbol, &rules) {
                if self.contexts_hold(&rule.before, start, true) {
                    let (captures, parts) = (Vec::new(), Vec::new());
                    let mut way = Way { index, rule, start, captures, parts, readings };
                    self.walk(&mut way, 0, start, 0);
                    readings = way.readings;
                }
            }
        }
        self.memory.keep(slot, readings)
    }

    /// Goes on with the items of a rule from `number` on at piece `at`, and adds what it reads.
    /// It calls itself once an item, and rules are short.
    fn walk(&mut self, way: &mut Way<'_>, number: usize, at: usize, weight: i32) {
        let Some(item) = way.rule.items.get(number) else {
            self.arrive(way, at, weight);
            return;
        };
        if item.optional {
            if item.is_captured() {
                way.captures.push(Value::Nothing);
            }
            self.walk(way, number + 1, at, weight);
            if item.is_captured() {
                way.captures.pop();
            }
        }
        let Some(piece) = self.pieces.get(at) else { return };
        if item.glued && !piece.glued && at > way.start {
            return;
        }
        match &item.accepts {
            Accepts::Words(_) => {
                if accepts_piece(&item.accepts, piece) {
                    self.walk(way, number + 1, at + 1, weight + 1);
                }
            }
            Accepts::Class(class) => {
                let found = piece.readings.iter().find(|reading| reading.class == *class);
                if let Some(reading) = found {
                    way.captures.push(Value::from_word(reading.value));
                    self.walk(way, number + 1, at + 1, weight + 1);
                    way.captures.pop();
                }
            }
            Accepts::Symbol(symbol) => {
                for reading in self.readings(*symbol, at).iter() {
                    let known = way.parts.len();
                    way.captures.push(reading.value.clone());
                    way.parts.push(reading.rule);
                    way.parts.extend(reading.parts.iter().filter(|part| **part != reading.rule));
                    self.walk(way, number + 1, reading.end, weight + reading.weight);
                    way.parts.truncate(known);
                    way.captures.pop();
                }
            }
        }
    }

    /// Adds what a rule reads whose items end before piece `at`.
    fn arrive(&self, way: &mut Way<'_>, at: usize, weight: i32) {
        let rule = way.rule;
        if at == way.start || !self.contexts_hold(&rule.after, at, false) {
            return;
        }
        let Some(value) = evaluate(&rule.meaning, &way.captures) else { return };
        // Only the rule's own weight counts, or that of the one it passes on.
        let parts_weight = if rule.passes_on { weight } else { weight % 100 };
        let weight = rule.weight * 100 + parts_weight;
        // What only passes on another rule's reading is that rule's.
        let passed_on = if rule.passes_on { way.parts.first().copied() } else { None };
        let mut parts = way.parts.clone();
        parts.push(way.index);
        let name = passed_on.unwrap_or(way.index);
        keep_best(&mut way.readings, Reading { end: at, value, rule: name, parts, weight });
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

fn accepts_piece(accepts: &Accepts, piece: &Piece<'_>) -> bool {
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
