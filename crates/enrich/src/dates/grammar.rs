//! The rules about time: read from a table, checked, and made ready for matching.
//!
//! A rule says which pieces of text make an expression and what it means:
//!
//! ```text
//! date    month-day-year    <month> <day> ?, <year>    date($3,$1,$2)    March 13, 2017 => 2017-03-13
//! ```
//!
//! The first cell names what the rule makes, and another rule can ask for it by that name. Rules
//! never lead back to themselves, so that no text is read deeper than the grammar is.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::feasts::Feasts;
use super::lexicon::{Class, Classes, Lexicon};
use super::meaning::Expression;
use super::pieces::Piece;
use annalist_tables::{DataError, DataFile, Row, read_rows};

/// What rules with the same name in their first cell make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Symbol(pub(super) u16);

/// A word that rules ask for as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Literal(u16);

/// What an item of a pattern accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Accepts {
    /// One of these words.
    Words(Vec<Literal>),
    /// A word or numeral of a class.
    Class(Class),
    /// What other rules make.
    Symbol(Symbol),
}

/// One item of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) accepts: Accepts,
    /// No white space may stand before it.
    pub(super) glued: bool,
    pub(super) optional: bool,
}

impl Item {
    /// Whether the meaning of the rule can speak of it.
    pub(super) fn is_captured(&self) -> bool {
        !matches!(self.accepts, Accepts::Words(_))
    }
}

/// What must or must not stand beside the expression, as one piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Context {
    pub(super) accepts: Accepts,
    pub(super) wanted: bool,
}

/// One rule.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) id: &'static str,
    pub(super) before: Vec<Context>,
    pub(super) items: Vec<Item>,
    pub(super) after: Vec<Context>,
    pub(super) meaning: Expression,
    beginning: Beginning,
    /// Of two readings of the same words, that of the greater weight stands.
    pub(super) weight: i32,
    #[cfg_attr(not(test), expect(dead_code, reason = "only tests run the examples"))]
    pub(super) examples: &'static str,
}

impl Rule {
    /// Whether it only makes something out of what another rule has read.
    pub(super) fn passes_on(&self) -> bool {
        let is_symbol = |item: &Item| matches!(item.accepts, Accepts::Symbol(_));
        matches!(self.items.as_slice(), [item] if is_symbol(item))
            && self.meaning == Expression::Capture(1)
    }
}

/// All rules, by what they make.
#[derive(Debug)]
pub(super) struct Grammar {
    pub(super) rules: Vec<Rule>,
    /// The rules of each symbol, as indexes.
    by_symbol: Vec<Vec<usize>>,
    /// How expressions of each symbol can begin.
    beginnings: Vec<Beginning>,
    literals: HashMap<&'static str, Literal>,
    /// The words that stand for the edges of a sentence.
    pub(super) edges: (Literal, Literal),
    /// What a whole expression is.
    pub(super) goal: Symbol,
}

/// A set of pieces: words of the rules, and classes.
#[derive(Clone, Debug, Default)]
struct Pieces {
    /// The words, a bit for each.
    words: Vec<u64>,
    classes: Classes,
}

impl Pieces {
    fn add_word(&mut self, literal: Literal) {
        let (slot, bit) = (usize::from(literal.0 / 64), literal.0 % 64);
        if self.words.len() <= slot {
            self.words.resize(slot + 1, 0);
        }
        if let Some(bits) = self.words.get_mut(slot) {
            *bits |= 1 << bit;
        }
    }

    fn add(&mut self, other: &Pieces) {
        if self.words.len() < other.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        for (bits, others) in self.words.iter_mut().zip(&other.words) {
            *bits |= others;
        }
        self.classes.add(other.classes);
    }

    fn accepts(&self, piece: &Piece) -> bool {
        let has_word = |literal: Literal| {
            let bits = self.words.get(usize::from(literal.0 / 64));
            bits.is_some_and(|bits| bits >> (literal.0 % 64) & 1 == 1)
        };
        self.classes.meets(piece.classes) || piece.literal.is_some_and(has_word)
    }
}

/// What an expression can begin with: most of what a rule cannot read shows within two pieces.
#[derive(Clone, Debug, Default)]
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

    fn accepts(&self, piece: &Piece, next: Option<&Piece>) -> bool {
        self.first.accepts(piece)
            && (self.is_single || next.is_some_and(|next| self.second.accepts(next)))
    }
}

/// The symbol of whole expressions.
const GOAL: &str = "expression";

const COLUMNS: usize = 6;

impl Grammar {
    pub(super) fn load(
        file: DataFile,
        lexicon: &Lexicon,
        feasts: &Feasts,
    ) -> Result<Grammar, DataError> {
        let rows = read_rows(file, COLUMNS)?;
        let mut reader =
            RuleReader { lexicon, feasts, symbols: BTreeMap::new(), literals: HashMap::new() };
        let edges = (reader.literal("^"), reader.literal("$"));
        for row in &rows {
            let next = Symbol(u16::try_from(reader.symbols.len()).unwrap_or(u16::MAX));
            reader.symbols.entry(row.cell(0)).or_insert(next);
        }
        let mut by_symbol = vec![Vec::new(); reader.symbols.len()];
        let mut rules = Vec::new();
        for row in &rows {
            let symbol = reader.symbols.get(row.cell(0)).map(|symbol| usize::from(symbol.0));
            if let Some(of_symbol) = symbol.and_then(|symbol| by_symbol.get_mut(symbol)) {
                of_symbol.push(rules.len());
            }
            rules.push(reader.read_rule(row)?);
        }
        refuse_cycles(&rows, &rules, &by_symbol)?;
        let goal = reader.symbols.get(GOAL).copied().ok_or_else(|| DataError {
            file: file.name.to_owned(),
            line: 1,
            message: format!("no rule makes {GOAL:?}"),
        })?;
        let beginnings = find_beginnings(&mut rules, &by_symbol);
        Ok(Grammar { rules, by_symbol, beginnings, literals: reader.literals, edges, goal })
    }

    /// The word of the rules that is written so.
    pub(super) fn literal(&self, lower: &str) -> Option<Literal> {
        self.literals.get(lower).copied()
    }

    /// The words that rules ask for as they stand, in no order.
    pub(super) fn words(&self) -> impl Iterator<Item = &'static str> {
        self.literals.keys().copied()
    }

    /// A rule for whole expressions that reads something made of these words and of marks alone.
    pub(super) fn made_of(&self, words: &HashSet<&str>, lexicon: &Lexicon) -> Option<&'static str> {
        let is_among = |word: &str| !word.starts_with(char::is_alphanumeric) || words.contains(word);
        let among: HashSet<Literal> =
            self.literals.iter().filter(|(word, _)| is_among(word)).map(|(_, it)| *it).collect();
        let mut symbols: BTreeMap<Symbol, &'static str> = BTreeMap::new();
        let is_made = |rule: &Rule, symbols: &BTreeMap<Symbol, &'static str>| {
            let items = rule.items.iter().filter(|item| !item.optional).map(|item| &item.accepts);
            let beside = rule.before.iter().chain(&rule.after).filter(|context| context.wanted);
            items.chain(beside.map(|context| &context.accepts)).all(|accepts| match accepts {
                Accepts::Words(words) => words.iter().any(|word| among.contains(word)),
                Accepts::Class(class) => lexicon.class_meets(*class, words),
                Accepts::Symbol(symbol) => symbols.contains_key(symbol),
            })
        };
        loop {
            let known = symbols.len();
            for (symbol, of_symbol) in (0u16..).zip(&self.by_symbol) {
                let mut rules = of_symbol.iter().filter_map(|index| self.rules.get(*index));
                if let Some(rule) = rules.find(|rule| is_made(rule, &symbols)) {
                    let passed_on = parts(rule).next().filter(|_| rule.passes_on());
                    let id = passed_on.and_then(|part| symbols.get(&part).copied());
                    let id = id.unwrap_or(rule.id);
                    if Symbol(symbol) == self.goal {
                        return Some(id);
                    }
                    symbols.entry(Symbol(symbol)).or_insert(id);
                }
            }
            if symbols.len() == known {
                return None;
            }
        }
    }

    /// How many symbols there are.
    pub(super) fn symbols(&self) -> usize {
        self.by_symbol.len()
    }

    /// The rules that make `symbol` of what begins with `piece` and goes on with `next`.
    pub(super) fn rules_of<'g>(
        &'g self,
        symbol: Symbol,
        piece: &'g Piece,
        next: Option<&'g Piece>,
    ) -> impl Iterator<Item = (usize, &'g Rule)> {
        let beginning = self.beginnings.get(usize::from(symbol.0));
        let may_begin = beginning.is_some_and(|it| it.accepts(piece, next));
        let indexes = self.by_symbol.get(usize::from(symbol.0)).filter(|_| may_begin);
        indexes
            .into_iter()
            .flatten()
            .filter_map(|index| self.rules.get(*index).map(|rule| (*index, rule)))
            .filter(move |(_, rule)| rule.beginning.accepts(piece, next))
    }
}

/// Reads rules, and numbers the words that they ask for.
struct RuleReader<'l> {
    lexicon: &'l Lexicon,
    feasts: &'l Feasts,
    symbols: BTreeMap<&'static str, Symbol>,
    literals: HashMap<&'static str, Literal>,
}

impl RuleReader<'_> {
    fn literal(&mut self, word: &'static str) -> Literal {
        let next = Literal(u16::try_from(self.literals.len()).unwrap_or(u16::MAX));
        *self.literals.entry(word).or_insert(next)
    }

    fn read_rule(&mut self, row: &Row) -> Result<Rule, DataError> {
        let mut rule = Rule {
            id: row.cell(1),
            before: Vec::new(),
            items: Vec::new(),
            after: Vec::new(),
            meaning: Expression::parse(row.cell(3)).map_err(|message| row.error(message))?,
            beginning: Beginning::default(),
            weight: row.number(4)?,
            examples: row.cell(5),
        };
        for part in row.cell(2).split(' ') {
            self.read_part(&mut rule, part).map_err(|message| row.error(message))?;
        }
        let captures = rule.items.iter().filter(|item| item.is_captured()).count();
        if rule.items.iter().all(|item| item.optional) {
            return Err(row.error("the pattern asks for nothing"));
        }
        if let Some(name) = rule.meaning.feasts().iter().find(|name| !self.feasts.has(name)) {
            return Err(row.error(format!("no table gives the days of the feast {name:?}")));
        }
        match rule.meaning.greatest_capture().filter(|greatest| *greatest > captures) {
            Some(capture) => Err(row.error(format!("the pattern has no item ${capture}"))),
            None => Ok(rule),
        }
    }

    /// Adds one part of a pattern to its rule.
    fn read_part(&mut self, rule: &mut Rule, part: &'static str) -> Result<(), String> {
        let context = part.strip_suffix(')').and_then(|part| {
            let open = part.strip_prefix('(').map(|inner| (inner, true));
            open.or_else(|| part.strip_prefix("!(").map(|inner| (inner, false)))
        });
        if let Some((inner, wanted)) = context {
            let context = Context { accepts: self.read_accepts(inner)?, wanted };
            if matches!(context.accepts, Accepts::Symbol(_)) {
                return Err(format!("{part:?} can only be a word or a class of words"));
            }
            let side = if rule.items.is_empty() { &mut rule.before } else { &mut rule.after };
            side.push(context);
            return Ok(());
        }
        if !rule.after.is_empty() {
            return Err(format!("{part:?} stands behind what follows the expression"));
        }
        let (part, optional) = strip_sign(part, '?');
        let (part, glued) = strip_sign(part, '~');
        rule.items.push(Item { accepts: self.read_accepts(part)?, glued, optional });
        Ok(())
    }

    fn read_accepts(&mut self, text: &'static str) -> Result<Accepts, String> {
        let Some(name) = text.strip_prefix('<').and_then(|text| text.strip_suffix('>')) else {
            return Ok(Accepts::Words(text.split('|').map(|word| self.literal(word)).collect()));
        };
        match (self.symbols.get(name), self.lexicon.class(name)) {
            (Some(_), Some(_)) => Err(format!("<{name}> is a class of words and made by rules")),
            (Some(symbol), None) => Ok(Accepts::Symbol(*symbol)),
            (None, Some(class)) => Ok(Accepts::Class(class)),
            (None, None) => Err(format!("<{name}> is no class of words and made by no rule")),
        }
    }
}

fn strip_sign(part: &'static str, sign: char) -> (&'static str, bool) {
    part.strip_prefix(sign).filter(|rest| !rest.is_empty()).map_or((part, false), |it| (it, true))
}

/// The symbols that a rule asks for.
fn parts(rule: &Rule) -> impl Iterator<Item = Symbol> {
    rule.items.iter().filter_map(|item| match item.accepts {
        Accepts::Symbol(symbol) => Some(symbol),
        _ => None,
    })
}

/// Removes, again and again, the symbols whose rules ask for none that is left; what stays leads
/// back to itself.
fn refuse_cycles(rows: &[Row], rules: &[Rule], by_symbol: &[Vec<usize>]) -> Result<(), DataError> {
    let mut open: BTreeSet<usize> = (0..by_symbol.len()).collect();
    loop {
        let is_closed = |symbol: &usize| {
            let of_symbol = by_symbol.get(*symbol).into_iter().flatten();
            of_symbol
                .filter_map(|rule| rules.get(*rule))
                .flat_map(parts)
                .all(|part| !open.contains(&usize::from(part.0)))
        };
        let closed: Vec<usize> = open.iter().copied().filter(is_closed).collect();
        if closed.is_empty() {
            break;
        }
        open.retain(|symbol| !closed.contains(symbol));
    }
    let looping = open.first().and_then(|symbol| by_symbol.get(*symbol)?.first());
    match looping.and_then(|rule| rows.get(*rule)) {
        Some(row) => Err(row.error(format!("the rules of {:?} lead back to it", row.cell(0)))),
        None => Ok(()),
    }
}

/// How each rule, and each symbol, can begin.
fn find_beginnings(rules: &mut [Rule], by_symbol: &[Vec<usize>]) -> Vec<Beginning> {
    let mut of_symbols = vec![Beginning::default(); by_symbol.len()];
    // The grammar is no deeper than it has symbols, so this many rounds are enough.
    for _ in 0..by_symbol.len() {
        for (symbol, of_symbol) in by_symbol.iter().enumerate() {
            let mut beginning = Beginning::default();
            for index in of_symbol {
                if let Some(rule) = rules.get_mut(*index) {
                    rule.beginning = beginning_of(&rule.items, &of_symbols);
                    beginning.add(&rule.beginning);
                }
            }
            if let Some(slot) = of_symbols.get_mut(symbol) {
                *slot = beginning;
            }
        }
    }
    of_symbols
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
            Accepts::Words(words) => words.iter().for_each(|word| first.add_word(*word)),
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
