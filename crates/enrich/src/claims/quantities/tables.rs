//! The words of quantities: numbers, units, bounds, what is counted, and what befalls it.

use annalist_model::QuantityKind;
use annalist_tables::{DataError, Row, data_file, read_rows};

use super::amount::Amount;
use crate::claims::words::folded;
use crate::hash::WordMap;

/// How a word for a number goes together with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NumberSort {
    /// "twelve", "twenty"
    Cardinal,
    /// "one", which is more often no number.
    One,
    /// "hundred"
    Hundred,
    /// "million", "dozen"
    Scale,
    /// "bn", behind digits in sums of money.
    Short,
    /// "half", before an article and a scale.
    Half,
    /// "a", before a scale.
    Article,
    /// "several", before a scale.
    Few,
    /// "dozens"
    Vague,
}

/// A word for a number.
#[derive(Clone, Copy, Debug)]
pub(super) struct NumberWord {
    pub(super) sort: NumberSort,
    /// None of what has no value.
    pub(super) amount: Option<Amount>,
}

/// On which side of the number a unit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
}

/// A unit, or a currency.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    /// None where the words do not tell which of several.
    pub(super) unit: Option<&'static str>,
    pub(super) kind: QuantityKind,
}

/// What words before a number say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// How exact it is.
    Exactness,
    /// It is the lower end of a range.
    Pair,
    /// It is what something was before.
    From,
}

/// Whom a verb befalls, or what else a word tells of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Patient,
    /// The same, of a word that is as often a noun: "killing".
    Doing,
    Agent,
    Toll,
    Label,
}

/// All words of quantities.
#[derive(Debug)]
pub(super) struct Tables {
    numbers: WordMap<&'static str, NumberWord>,
    before: WordMap<&'static str, Measure>,
    after: WordMap<&'static str, Measure>,
    bounds: WordMap<&'static str, Bound>,
    counted: WordMap<&'static str, Option<QuantityKind>>,
    fates: WordMap<&'static str, (Fate, Option<QuantityKind>)>,
}

/// What is no quantity.
const NONE: &str = "none";

/// Most words of a unit or a bound.
pub(super) const LONGEST: usize = 3;

impl Tables {
    pub(super) fn load() -> Result<Tables, DataError> {
        let mut tables = Tables {
            numbers: WordMap::default(),
            before: WordMap::default(),
            after: WordMap::default(),
            bounds: WordMap::default(),
            counted: WordMap::default(),
            fates: WordMap::default(),
        };
        for row in read_rows(data_file!("claims/numbers.tsv"), 3)? {
            let sorts = [
                ("article", NumberSort::Article),
                ("cardinal", NumberSort::Cardinal),
                ("few", NumberSort::Few),
                ("half", NumberSort::Half),
                ("hundred", NumberSort::Hundred),
                ("one", NumberSort::One),
                ("scale", NumberSort::Scale),
                ("short", NumberSort::Short),
                ("vague", NumberSort::Vague),
            ];
            let sort = row.choice(2, &sorts)?;
            let amount = match row.cell(1) {
                "-" => None,
                digits => {
                    Some(Amount::parse(digits).ok_or_else(|| row.error("this is no number"))?)
                }
            };
            tables.numbers.insert(row.cell(0), NumberWord { sort, amount });
        }
        for row in read_rows(data_file!("claims/measures.tsv"), 4)? {
            let side = row.choice(1, &[("after", Side::After), ("before", Side::Before)])?;
            let unit = Some(row.cell(2)).filter(|unit| *unit != "-");
            let kind = kind(&row, 3)?.ok_or_else(|| row.error("a unit measures something"))?;
            let of_side = if side == Side::Before { &mut tables.before } else { &mut tables.after };
            of_side.insert(row.cell(0), Measure { unit, kind });
        }
        for row in read_rows(data_file!("claims/bounds.tsv"), 2)? {
            let sorts = [("bound", Bound::Exactness), ("from", Bound::From), ("pair", Bound::Pair)];
            tables.bounds.insert(row.cell(0), row.choice(1, &sorts)?);
        }
        for row in read_rows(data_file!("claims/counted.tsv"), 2)? {
            tables.counted.insert(row.cell(0), kind(&row, 1)?);
        }
        for row in read_rows(data_file!("claims/fates.tsv"), 3)? {
            let sorts = [
                ("agent", Fate::Agent),
                ("doing", Fate::Doing),
                ("label", Fate::Label),
                ("patient", Fate::Patient),
                ("toll", Fate::Toll),
            ];
            tables.fates.insert(row.cell(0), (row.choice(1, &sorts)?, kind(&row, 2)?));
        }
        Ok(tables)
    }

    /// The verbs that the tables name.
    pub(super) fn lemmas(&self) -> impl Iterator<Item = &'static str> {
        let is_verb = |fate: Fate| matches!(fate, Fate::Agent | Fate::Patient);
        self.fates.iter().filter(move |(_, (fate, _))| is_verb(*fate)).map(|(lemma, _)| *lemma)
    }

    pub(super) fn number(&self, word: &str) -> Option<NumberWord> {
        self.numbers.get(folded(word).as_ref()).copied()
    }

    pub(super) fn measure(&self, words: &str, side: Side) -> Option<Measure> {
        let of_side = if side == Side::Before { &self.before } else { &self.after };
        of_side.get(words).copied()
    }

    pub(super) fn bound(&self, words: &str) -> Option<Bound> {
        self.bounds.get(words).copied()
    }

    /// What the noun makes of a number: the outer `None` where no list has it, the inner one where
    /// the number is no quantity.
    pub(super) fn counted(&self, noun: &str) -> Option<Option<QuantityKind>> {
        self.counted.get(folded(noun).as_ref()).copied()
    }

    /// What a noun tells of a number near it.
    pub(super) fn noun_fate(&self, noun: &str) -> Option<(Fate, Option<QuantityKind>)> {
        self.fate(folded(noun).as_ref())
            .filter(|(fate, _)| matches!(fate, Fate::Label | Fate::Toll))
    }

    /// What befalls the subject or the object of a verb.
    pub(super) fn fate(&self, lemma: &str) -> Option<(Fate, Option<QuantityKind>)> {
        self.fates.get(lemma).copied()
    }
}

fn kind(row: &Row, column: usize) -> Result<Option<QuantityKind>, DataError> {
    match row.cell(column) {
        NONE => Ok(None),
        name => QuantityKind::parse(name)
            .map(Some)
            .ok_or_else(|| row.error(format!("{name:?} is no kind of quantity"))),
    }
}
