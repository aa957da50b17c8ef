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

use std::collections::{BTreeMap, BTreeSet, HashSet};

use foldhash::HashMap as FoldHashMap;

use super::beginnings::{Beginnings, BitSet};
use super::feasts::Feasts;
use super::lexicon::{Class, Lexicon};
use super::meaning::{Expression, Operation};
use super::pieces::Piece;
use annalist_tables::{DataError, DataFile, Row, read_rows};

/// What rules with the same name in their first cell make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Symbol(pub(super) u16);

/// A word that rules ask for as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Literal(u16);

impl Literal {
    pub(super) fn index(self) -> usize {
        usize::from(self.0)
    }
}

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
    /// Whether it only makes something out of what another rule has read.
    pub(super) passes_on: bool,
    /// Of two readings of the same words, that of the greater weight stands.
    pub(super) weight: i32,
    #[cfg_attr(not(test), expect(dead_code, reason = "only tests run the examples"))]
    pub(super) examples: &'static str,
}

impl Rule {
    /// Whether it reads words only so that no other rule finds a date in them.
    fn is_decoy(&self) -> bool {
        matches!(&self.meaning, Expression::Call(Operation::Nothing, _))
    }
}

/// All rules, by what they make.
#[derive(Debug)]
pub(super) struct Grammar {
    pub(super) rules: Vec<Rule>,
    /// The rules of each symbol, as indexes.
    by_symbol: Vec<Vec<usize>>,
    /// The rules of each symbol, as sets.
    of_symbol: Vec<BitSet>,
    beginnings: Beginnings,
    literals: FoldHashMap<&'static str, Literal>,
    /// The words that stand for the edges of a sentence.
    pub(super) edges: (Literal, Literal),
    /// What a whole expression is.
    pub(super) goal: Symbol,
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
        let mut reader = RuleReader {
            lexicon,
            feasts,
            symbols: BTreeMap::new(),
            literals: FoldHashMap::default(),
        };
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
        let beginnings = Beginnings::of(&rules, &by_symbol);
        let mut of_symbol = vec![BitSet::default(); by_symbol.len()];
        for (set, rules) in of_symbol.iter_mut().zip(&by_symbol) {
            rules.iter().for_each(|rule| set.insert(*rule));
        }
        let literals = reader.literals;
        Ok(Grammar { rules, by_symbol, of_symbol, beginnings, literals, edges, goal })
    }

    /// The word of the rules that is written so.
    pub(super) fn literal(&self, lower: &str) -> Option<Literal> {
        self.literals.get(lower).copied()
    }

    /// The words that rules ask for as they stand, in no order. Those of decoys alone are not among
    /// them: where no date could be found, there is nothing to keep from it.
    pub(super) fn words(&self) -> impl Iterator<Item = &'static str> {
        let mut asked = BitSet::default();
        for rule in self.rules.iter().filter(|rule| !rule.is_decoy()) {
            let beside = rule.before.iter().chain(&rule.after).filter(|context| context.wanted);
            let items = rule.items.iter().map(|item| &item.accepts);
            for accepts in items.chain(beside.map(|context| &context.accepts)) {
                if let Accepts::Words(words) = accepts {
                    words.iter().for_each(|word| asked.insert(word.index()));
                }
            }
        }
        let is_asked = move |literal: &Literal| asked.has(literal.index());
        self.literals.iter().filter(move |(_, literal)| is_asked(literal)).map(|(word, _)| *word)
    }

    /// A rule for whole expressions that reads something made of these words and of marks alone.
    pub(super) fn made_of(&self, words: &HashSet<&str>, lexicon: &Lexicon) -> Option<&'static str> {
        let is_among =
            |word: &str| !word.starts_with(char::is_alphanumeric) || words.contains(word);
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
                let rules = of_symbol.iter().filter_map(|index| self.rules.get(*index));
                let mut rules = rules.filter(|rule| !rule.is_decoy());
                if let Some(rule) = rules.find(|rule| is_made(rule, &symbols)) {
                    let passed_on = parts(rule).next().filter(|_| rule.passes_on);
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

    /// The rules that may read what begins with `piece` and goes on with `next`.
    pub(super) fn rules_at(&self, piece: &Piece<'_>, next: Option<&Piece<'_>>) -> BitSet {
        self.beginnings.at(piece, next)
    }

    /// Those of `rules` that make `symbol`.
    pub(super) fn rules_of<'g>(
        &'g self,
        symbol: Symbol,
        rules: &'g BitSet,
    ) -> impl Iterator<Item = (usize, &'g Rule)> {
        let of_symbol = self.of_symbol.get(usize::from(symbol.0));
        of_symbol
            .into_iter()
            .flat_map(|of_symbol| of_symbol.shared(rules))
            .filter_map(|index| self.rules.get(index).map(|rule| (index, rule)))
    }
}

/// Reads rules, and numbers the words that they ask for.
struct RuleReader<'l> {
    lexicon: &'l Lexicon,
    feasts: &'l Feasts,
    symbols: BTreeMap<&'static str, Symbol>,
    literals: FoldHashMap<&'static str, Literal>,
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
            passes_on: false,
            weight: row.number(4)?,
            examples: row.cell(5),
        };
        for part in row.cell(2).split(' ') {
            self.read_part(&mut rule, part).map_err(|message| row.error(message))?;
        }
        let is_symbol = |item: &Item| matches!(item.accepts, Accepts::Symbol(_));
        rule.passes_on = matches!(rule.items.as_slice(), [item] if is_symbol(item))
            && rule.meaning == Expression::Capture(1);
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
