//! How rules can begin: most of what a rule cannot read shows within two pieces.

use super::grammar::{Accepts, Item, Rule};
use super::lexicon::Classes;
use super::pieces::Piece;

/// A set of rules, or of words, a bit for each.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct BitSet(Vec<u64>);

impl BitSet {
    fn with_room_for(rules: usize) -> BitSet {
        BitSet(vec![0; rules.div_ceil(64)])
    }

    pub(super) fn insert(&mut self, rule: usize) {
        if self.0.len() <= rule / 64 {
            self.0.resize(rule / 64 + 1, 0);
        }
        if let Some(bits) = self.0.get_mut(rule / 64) {
            *bits |= 1 << (rule % 64);
        }
    }

    fn add(&mut self, other: &BitSet) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (bits, others) in self.0.iter_mut().zip(&other.0) {
            *bits |= others;
        }
    }

    fn keep(&mut self, other: &BitSet) {
        for (bits, others) in self.0.iter_mut().zip(&other.0) {
            *bits &= others;
        }
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(|bits| *bits == 0)
    }

    pub(super) fn has(&self, number: usize) -> bool {
        self.0.get(number / 64).is_some_and(|bits| bits >> (number % 64) & 1 == 1)
    }

    fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.shared(self)
    }

    /// The rules of both sets, in order.
    pub(super) fn shared<'s>(&'s self, other: &'s BitSet) -> impl Iterator<Item = usize> + 's {
        self.0.iter().zip(&other.0).enumerate().flat_map(|(slot, (one, other))| {
            let mut bits = one & other;
            std::iter::from_fn(move || {
                let lowest = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
                bits &= bits - 1;
                Some(slot * 64 + lowest)
            })
        })
    }
}

/// The rules that take a piece at some place, by the word or the classes of the piece.
#[derive(Debug, Default)]
struct Takers {
    by_word: Vec<BitSet>,
    by_class: Vec<BitSet>,
}

impl Takers {
    fn insert(&mut self, pieces: &Pieces, rule: usize) {
        for word in pieces.words.iter() {
            insert_at(&mut self.by_word, word, rule);
        }
        for class in pieces.classes.iter() {
            insert_at(&mut self.by_class, class, rule);
        }
    }

    fn collect(&self, piece: &Piece<'_>, rules: &mut BitSet) {
        if let Some(of_word) = piece.literal.and_then(|word| self.by_word.get(word.index())) {
            rules.add(of_word);
        }
        for class in piece.classes.iter() {
            if let Some(of_class) = self.by_class.get(class) {
                rules.add(of_class);
            }
        }
    }
}

fn insert_at(sets: &mut Vec<BitSet>, index: usize, rule: usize) {
    if sets.len() <= index {
        sets.resize_with(index + 1, BitSet::default);
    }
    if let Some(set) = sets.get_mut(index) {
        set.insert(rule);
    }
}

/// How the rules of a grammar can begin.
#[derive(Debug, Default)]
pub(super) struct Beginnings {
    rules: usize,
    first: Takers,
    second: Takers,
    /// The rules that may read a single piece.
    single: BitSet,
}

impl Beginnings {
    pub(super) fn of(rules: &[Rule], by_symbol: &[Vec<usize>]) -> Beginnings {
        let mut beginnings = Beginnings { rules: rules.len(), ..Beginnings::default() };
        for (index, beginning) in find_beginnings(rules, by_symbol).iter().enumerate() {
            beginnings.first.insert(&beginning.first, index);
            beginnings.second.insert(&beginning.second, index);
            if beginning.is_single {
                beginnings.single.insert(index);
            }
        }
        beginnings
    }

    /// The rules that may read what begins with `piece` and goes on with `next`.
    pub(super) fn at(&self, piece: &Piece<'_>, next: Option<&Piece<'_>>) -> BitSet {
        let mut rules = BitSet::with_room_for(self.rules);
        self.first.collect(piece, &mut rules);
        if rules.is_empty() {
            return rules;
        }
        let mut going_on = BitSet::with_room_for(self.rules);
        going_on.add(&self.single);
        if let Some(next) = next {
            self.second.collect(next, &mut going_on);
        }
        rules.keep(&going_on);
        rules
    }
}

/// Words of the rules, and classes.
#[derive(Clone, Debug, Default, PartialEq)]
struct Pieces {
    words: BitSet,
    classes: Classes,
}

impl Pieces {
    fn add(&mut self, other: &Pieces) {
        self.words.add(&other.words);
        self.classes.add(other.classes);
    }
}

/// How one rule, or symbol, can begin.
#[derive(Clone, Debug, Default, PartialEq)]
struct Beginning {
    first: Pieces,
    second: Pieces,
    /// Whether it may be one piece long.
    is_single: bool,
}

impl Beginning {
    fn add(&mut self, other: &Beginning) {
        self.first.add(&other.first);
        self.second.add(&other.second);
        self.is_single |= other.is_single;
    }
}

/// How each rule can begin.
fn find_beginnings(rules: &[Rule], by_symbol: &[Vec<usize>]) -> Vec<Beginning> {
    let mut of_rules = vec![Beginning::default(); rules.len()];
    let mut of_symbols = vec![Beginning::default(); by_symbol.len()];
    // The grammar is no deeper than it has symbols, so this many rounds are enough.
    for _ in 0..by_symbol.len() {
        let mut is_settled = true;
        for (symbol, of_symbol) in by_symbol.iter().enumerate() {
            let mut beginning = Beginning::default();
            for index in of_symbol {
                if let (Some(rule), Some(of_rule)) = (rules.get(*index), of_rules.get_mut(*index)) {
                    *of_rule = beginning_of(&rule.items, &of_symbols);
                    beginning.add(of_rule);
                }
            }
            if let Some(slot) = of_symbols.get_mut(symbol) {
                is_settled &= *slot == beginning;
                *slot = beginning;
            }
        }
        if is_settled {
            break;
        }
    }
    of_rules
}

fn beginning_of(items: &[Item], of_symbols: &[Beginning]) -> Beginning {
    let mut beginning = Beginning::default();
    for (index, item) in items.iter().enumerate() {
        let is_one_piece = match &item.accepts {
            Accepts::Symbol(symbol) => {
                let of_symbol = of_symbols.get(usize::from(symbol.0));
                if let Some(of_symbol) = of_symbol {
                    beginning.second.add(&of_symbol.second);
                }
                of_symbol.is_some_and(|it| it.is_single)
            }
            _ => true,
        };
        beginning.first.add(&first_of(std::slice::from_ref(item), of_symbols));
        let rest = items.get(index + 1..).unwrap_or_default();
        if is_one_piece {
            beginning.second.add(&first_of(rest, of_symbols));
            beginning.is_single |= rest.iter().all(|item| item.optional);
        }
        if !item.optional {
            break;
        }
    }
    beginning
}

/// What a row of items can begin with.
fn first_of(items: &[Item], of_symbols: &[Beginning]) -> Pieces {
    let mut first = Pieces::default();
    for item in items {
        match &item.accepts {
            Accepts::Words(words) => words.iter().for_each(|word| first.words.insert(word.index())),
            Accepts::Class(class) => first.classes.add(class.alone()),
            Accepts::Symbol(symbol) => {
                if let Some(of_symbol) = of_symbols.get(usize::from(symbol.0)) {
                    first.add(&of_symbol.first);
                }
            }
        }
        if !item.optional {
            break;
        }
    }
    first
}
