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

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::lexicon::{Class, Lexicon};
use super::meaning::Expression;
use crate::data::{DataError, DataFile, Row, read_rows};

/// What rules with the same name in their first cell make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Symbol(pub(super) u16);

/// What an item of a pattern accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Accepts {
    /// One of these words, in lower case.
    Words(Vec<&'static str>),
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
    /// What expressions of each symbol can begin with.
    first: Vec<First>,
    /// What a whole expression is.
    pub(super) goal: Symbol,
}

/// What an expression can begin with.
#[derive(Clone, Debug, Default)]
struct First {
    words: BTreeSet<&'static str>,
    classes: BTreeSet<Class>,
}

/// The symbol of whole expressions.
const GOAL: &str = "expression";

const COLUMNS: usize = 6;

impl Grammar {
    pub(super) fn load(file: DataFile, lexicon: &Lexicon) -> Result<Grammar, DataError> {
        let rows = read_rows(file, COLUMNS)?;
        let mut symbols: BTreeMap<&'static str, Symbol> = BTreeMap::new();
        for row in &rows {
            let next = Symbol(u16::try_from(symbols.len()).unwrap_or(u16::MAX));
            symbols.entry(row.cell(0)).or_insert(next);
        }
        let mut by_symbol = vec![Vec::new(); symbols.len()];
        let mut rules = Vec::new();
        for row in &rows {
            let rule = read_rule(row, lexicon, &symbols)?;
            if let Some(of_symbol) =
                symbols.get(row.cell(0)).and_then(|symbol| by_symbol.get_mut(usize::from(symbol.0)))
            {
                of_symbol.push(rules.len());
            }
            rules.push(rule);
        }
        refuse_cycles(&rows, &rules, &by_symbol)?;
        let goal = symbols.get(GOAL).copied().ok_or_else(|| DataError {
            file: file.name.to_owned(),
            line: 1,
            message: format!("no rule makes {GOAL:?}"),
        })?;
        let first = first_sets(&rules, &by_symbol);
        Ok(Grammar { rules, by_symbol, first, goal })
    }

    /// The rules that make `symbol`.
    pub(super) fn rules_of(&self, symbol: Symbol) -> impl Iterator<Item = (usize, &Rule)> {
        let indexes = self.by_symbol.get(usize::from(symbol.0));
        indexes
            .into_iter()
            .flatten()
            .filter_map(|index| self.rules.get(*index).map(|rule| (*index, rule)))
    }

    /// Whether an expression of `symbol` can begin with this piece.
    pub(super) fn may_begin(&self, symbol: Symbol, piece: &super::pieces::Piece) -> bool {
        self.first.get(usize::from(symbol.0)).is_some_and(|first| {
            piece.readings.iter().any(|reading| first.classes.contains(&reading.class))
                || first.words.contains(piece.lower.as_str())
        })
    }
}

fn read_rule(
    row: &Row,
    lexicon: &Lexicon,
    symbols: &BTreeMap<&'static str, Symbol>,
) -> Result<Rule, DataError> {
    let mut rule = Rule {
        id: row.cell(1),
        before: Vec::new(),
        items: Vec::new(),
        after: Vec::new(),
        meaning: Expression::parse(row.cell(3)).map_err(|message| row.error(message))?,
        weight: row.number(4)?,
        examples: row.cell(5),
    };
    let accepts = |text| read_accepts(text, lexicon, symbols).map_err(|message| row.error(message));
    for part in row.cell(2).split(' ') {
        let context = part.strip_suffix(')').and_then(|part| {
            let open = part.strip_prefix('(').map(|inner| (inner, true));
            open.or_else(|| part.strip_prefix("!(").map(|inner| (inner, false)))
        });
        if let Some((inner, wanted)) = context {
            let context = Context { accepts: accepts(inner)?, wanted };
            if matches!(context.accepts, Accepts::Symbol(_)) {
                return Err(row.error(format!("{part:?} can only be a word or a class of words")));
            }
            let side = if rule.items.is_empty() { &mut rule.before } else { &mut rule.after };
            side.push(context);
            continue;
        }
        if !rule.after.is_empty() {
            return Err(row.error(format!("{part:?} stands behind what follows the expression")));
        }
        let (part, optional) = strip_sign(part, '?');
        let (part, glued) = strip_sign(part, '~');
        rule.items.push(Item { accepts: accepts(part)?, glued, optional });
    }
    let captures = rule.items.iter().filter(|item| item.is_captured()).count();
    if rule.items.iter().all(|item| item.optional) {
        return Err(row.error("the pattern asks for nothing"));
    }
    if let Some(capture) = rule.meaning.greatest_capture().filter(|greatest| *greatest > captures) {
        return Err(row.error(format!("the pattern has no item ${capture}")));
    }
    Ok(rule)
}

fn strip_sign(part: &'static str, sign: char) -> (&'static str, bool) {
    part.strip_prefix(sign).filter(|rest| !rest.is_empty()).map_or((part, false), |it| (it, true))
}

fn read_accepts(
    text: &'static str,
    lexicon: &Lexicon,
    symbols: &BTreeMap<&'static str, Symbol>,
) -> Result<Accepts, String> {
    let Some(name) = text.strip_prefix('<').and_then(|text| text.strip_suffix('>')) else {
        return Ok(Accepts::Words(text.split('|').collect()));
    };
    match (symbols.get(name), lexicon.class(name)) {
        (Some(_), Some(_)) => Err(format!("<{name}> is a class of words and made by rules")),
        (Some(symbol), None) => Ok(Accepts::Symbol(*symbol)),
        (None, Some(class)) => Ok(Accepts::Class(class)),
        (None, None) => Err(format!("<{name}> is no class of words and made by no rule")),
    }
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

fn first_sets(rules: &[Rule], by_symbol: &[Vec<usize>]) -> Vec<First> {
    let mut known: HashMap<usize, First> = HashMap::new();
    // The grammar is no deeper than it has symbols, so this many rounds are enough.
    for _ in 0..by_symbol.len() {
        for (symbol, of_symbol) in by_symbol.iter().enumerate() {
            let mut first = First::default();
            for rule in of_symbol.iter().filter_map(|rule| rules.get(*rule)) {
                add_first(&mut first, rule, &known);
            }
            known.insert(symbol, first);
        }
    }
    (0..by_symbol.len()).map(|symbol| known.remove(&symbol).unwrap_or_default()).collect()
}

fn add_first(first: &mut First, rule: &Rule, known: &HashMap<usize, First>) {
    for item in &rule.items {
        match &item.accepts {
            Accepts::Words(words) => first.words.extend(words),
            Accepts::Class(class) => {
                first.classes.insert(*class);
            }
            Accepts::Symbol(symbol) => {
                if let Some(of_symbol) = known.get(&usize::from(symbol.0)) {
                    first.words.extend(&of_symbol.words);
                    first.classes.extend(&of_symbol.classes);
                }
            }
        }
        if !item.optional {
            return;
        }
    }
}
