//! A row of tokens to a number: digits, words, both together, and ranges.

use std::ops::Range;

use super::amount::Amount;
use super::tables::{NumberSort, Tables};
use crate::claims::words::{Classes, Words};
use crate::segment::{Segments, TokenKind, is_hyphen};

/// A number as the text writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Numeral {
    pub(super) tokens: Range<usize>,
    /// None of "dozens".
    pub(super) amount: Option<Amount>,
    /// The upper end, where one word gives both: "15-20".
    pub(super) upper: Option<Amount>,
    /// Whether it stands in digits.
    pub(super) is_digits: bool,
    /// Whether it is "one", which is more often no number.
    pub(super) is_one: bool,
    /// Whether its letters stand for a scale in sums of money alone: "5m".
    pub(super) is_short: bool,
    /// The scale behind the digits, which both ends of a range share: "5 to 7 million".
    pub(super) scale: Option<Amount>,
}

/// What numbers are read with.
#[derive(Clone, Copy)]
pub(super) struct Numerals<'d> {
    pub(super) segments: &'d Segments<'d>,
    pub(super) words: &'d Words,
    pub(super) tables: &'d Tables,
}

impl Numerals<'_> {
    /// The number that begins at `at` and ends before `end`.
    pub(super) fn read(&self, at: usize, end: usize) -> Option<Numeral> {
        let token = self.segments.tokens().get(at).filter(|_| at < end)?;
        let text = self.segments.word(at);
        match token.kind {
            TokenKind::Number => {
                let amount = Amount::parse(text)?;
                Some(self.scaled(at, end, amount))
            }
            TokenKind::Word if text.starts_with(|c: char| c.is_ascii_digit()) => {
                mixed(at, text, self.tables)
            }
            TokenKind::Word => self.words_from(at, end),
            _ => None,
        }
    }

    fn sort(&self, at: usize, end: usize) -> Option<NumberSort> {
        let is_word = self.segments.tokens().get(at)?.kind == TokenKind::Word && at < end;
        is_word.then(|| self.tables.number(self.segments.word(at)))?.map(|it| it.sort)
    }

    /// Digits with the scales behind them: "1.2 million".
    fn scaled(&self, at: usize, end: usize, amount: Amount) -> Numeral {
        let mut numeral = Numeral {
            tokens: at..at + 1,
            amount: Some(amount),
            upper: None,
            is_digits: true,
            is_one: false,
            is_short: false,
            scale: None,
        };
        while let Some(word) = self
            .sort(numeral.tokens.end, end)
            .and_then(|_| self.tables.number(self.segments.word(numeral.tokens.end)))
        {
            let is_scale = matches!(word.sort, NumberSort::Scale | NumberSort::Hundred);
            let is_short = word.sort == NumberSort::Short;
            let product = numeral.amount.zip(word.amount).and_then(|(one, other)| one.times(other));
            let Some(product) = product.filter(|_| is_scale || is_short) else { break };
            numeral.amount = Some(product);
            let scale = numeral.scale.map_or(word.amount, |scale| scale.times(word.amount?));
            numeral.scale = scale;
            numeral.is_short |= is_short;
            numeral.tokens.end += 1;
        }
        numeral
    }

    /// A number in words: "two hundred and fifty", "half a million", "dozens".
    fn words_from(&self, at: usize, end: usize) -> Option<Numeral> {
        let first =
            self.sort(at, end).or_else(|| self.hyphened(at).map(|_| NumberSort::Cardinal))?;
        match first {
            NumberSort::Vague => Some(self.vague(at, at + 1, end)),
            NumberSort::Few => {
                let is_scale = |at| {
                    matches!(self.sort(at, end), Some(NumberSort::Hundred | NumberSort::Scale))
                };
                let mut next = at + 1;
                while is_scale(next) {
                    next += 1;
                }
                (next > at + 1).then(|| self.vague(at, next, end))
            }
            NumberSort::Half => {
                let is_article = self.sort(at + 1, end) == Some(NumberSort::Article);
                let scale =
                    self.tables.number(self.segments.word(at + 2)).filter(|_| is_article)?;
                let half = self.tables.number(self.segments.word(at))?.amount?;
                let amount = half.times(scale.amount?)?;
                let is_scale = self.sort(at + 2, end) == Some(NumberSort::Scale);
                is_scale.then(|| Numeral { tokens: at..at + 3, ..plain(Some(amount)) })
            }
            NumberSort::Article => {
                let scale =
                    matches!(self.sort(at + 1, end), Some(NumberSort::Hundred | NumberSort::Scale));
                let numeral = self.cardinal(at + 1, end).filter(|_| scale)?;
                Some(Numeral { tokens: at..numeral.tokens.end, ..numeral })
            }
            NumberSort::Short => None,
            NumberSort::Cardinal | NumberSort::One | NumberSort::Hundred | NumberSort::Scale => {
                self.cardinal(at, end)
            }
        }
    }

    /// Words without a value, with what "of" ties to them: "hundreds of thousands".
    fn vague(&self, at: usize, from: usize, end: usize) -> Numeral {
        let mut behind = from;
        let is_of = |at: usize| {
            at < end && self.words.look_up(self.segments.word(at)).classes.any(Classes::OF)
        };
        while is_of(behind) && self.sort(behind + 1, end) == Some(NumberSort::Vague) {
            behind += 2;
        }
        Numeral { tokens: at..behind, ..plain(None) }
    }

    /// "twenty-five"
    fn hyphened(&self, at: usize) -> Option<Amount> {
        let (tens, ones) = self.segments.word(at).split_once(is_hyphen)?;
        let cardinal = |word: &str| {
            let word = self.tables.number(word)?;
            let fits = matches!(word.sort, NumberSort::Cardinal | NumberSort::One);
            word.amount.filter(|_| fits)
        };
        cardinal(tens)?.plus(cardinal(ones)?)
    }

    fn cardinal(&self, at: usize, end: usize) -> Option<Numeral> {
        let (mut total, mut part, mut next) = (Amount::ZERO, Amount::ZERO, at);
        while next < end {
            if let Some(amount) =
                self.hyphened(next).filter(|_| part.is_zero() || part_is_hundreds(part))
            {
                part = part.plus(amount)?;
                next += 1;
                continue;
            }
            let Some(word) =
                self.sort(next, end).and_then(|_| self.tables.number(self.segments.word(next)))
            else {
                // "two hundred and fifty"
                let is_joint =
                    self.words.look_up(self.segments.word(next)).classes.any(Classes::JOINT);
                let goes_on = part_is_hundreds(part)
                    && (self.sort(next + 1, end) == Some(NumberSort::Cardinal)
                        || next + 1 < end && self.hyphened(next + 1).is_some());
                if is_joint && goes_on {
                    next += 1;
                    continue;
                }
                break;
            };
            let amount = word.amount;
            match word.sort {
                NumberSort::Cardinal | NumberSort::One
                    if part.is_zero() || part_is_hundreds(part) =>
                {
                    part = part.plus(amount?)?;
                }
                NumberSort::Hundred => part = or_one(part).times(amount?)?,
                NumberSort::Scale => {
                    total = total.plus(or_one(part).times(amount?)?)?;
                    part = Amount::ZERO;
                }
                _ => break,
            }
            next += 1;
        }
        let amount = total.plus(part)?;
        let is_one = next == at + 1 && self.sort(at, end) == Some(NumberSort::One);
        (next > at && !amount.is_zero()).then(|| Numeral {
            tokens: at..next,
            is_one,
            ..plain(Some(amount))
        })
    }
}

fn plain(amount: Option<Amount>) -> Numeral {
    Numeral {
        tokens: 0..0,
        amount,
        upper: None,
        is_digits: false,
        is_one: false,
        is_short: false,
        scale: None,
    }
}

/// The number before a scale, which may be left out: "hundred thousand".
fn or_one(part: Amount) -> Amount {
    if part.is_zero() { Amount::parse("1").unwrap_or(part) } else { part }
}

/// Whether ones and tens may still follow.
fn part_is_hundreds(part: Amount) -> bool {
    let text = part.to_string();
    text.len() > 2 && text.ends_with("00")
}

/// Digits and letters in one word: "15-20", "2.3bn".
fn mixed(at: usize, text: &str, tables: &Tables) -> Option<Numeral> {
    let base = Numeral { tokens: at..at + 1, is_digits: true, ..plain(None) };
    if let Some((low, high)) = text.split_once(is_hyphen) {
        let (low, high) = (Amount::parse(low)?, Amount::parse(high)?);
        let numeral = Numeral { amount: Some(low), upper: Some(high), ..base };
        return low.is_below(high).then_some(numeral);
    }
    let letters = text.find(|c: char| c.is_alphabetic())?;
    let (digits, letters) = (text.get(..letters)?, text.get(letters..)?);
    let scale = tables.number(letters).filter(|it| it.sort == NumberSort::Short)?.amount?;
    let amount = Amount::parse(digits)?.times(scale)?;
    Some(Numeral { amount: Some(amount), is_short: true, scale: Some(scale), ..base })
}
