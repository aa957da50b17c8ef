//! Words beside the numbers and months of a shown time: "th", "of", "pm", "Uhr", "年".

use annalist_tables::{DataError, data_file};
use foldhash::{HashMap, HashMapExt};

use super::tokens::Token;

/// What a word tells of the numbers beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// The number before it is a day.
    Ordinal,
    /// Nothing.
    Filler,
    BeforeNoon,
    AfterNoon,
    /// The numbers before it are a time of day, though a full stop parts them.
    OClock,
    /// It parts hours from minutes.
    Hour,
    Utc,
    Year,
    Month,
    Day,
}

const NAMES: &[(&str, Mark)] = &[
    ("after-noon", Mark::AfterNoon),
    ("before-noon", Mark::BeforeNoon),
    ("day", Mark::Day),
    ("filler", Mark::Filler),
    ("hour", Mark::Hour),
    ("month", Mark::Month),
    ("o-clock", Mark::OClock),
    ("ordinal", Mark::Ordinal),
    ("utc", Mark::Utc),
    ("year", Mark::Year),
];

/// The marks that come with the crate.
#[derive(Debug)]
pub(super) struct Marks {
    marks: HashMap<&'static str, Mark>,
}

impl Marks {
    pub(super) fn load() -> Result<Marks, DataError> {
        let mut marks = HashMap::new();
        for row in data_file!("stamp-marks.tsv").rows()? {
            let [word, _, _example] = row.columns()?;
            marks.insert(word, row.choice(1, NAMES)?);
        }
        Ok(Marks { marks })
    }

    /// What the word at the front of `tokens` tells, and how many tokens it takes: "p.m." is one
    /// word.
    pub(super) fn at(&self, tokens: &[Token<'_>]) -> Option<(Mark, usize)> {
        match tokens {
            [Token::Word(one), Token::Sign('.'), Token::Word(two), ..]
                if one.len() == 1 && two.len() == 1 =>
            {
                Some((*self.marks.get(format!("{one}{two}").as_str())?, 3))
            }
            [Token::Word(word), ..] => Some((*self.marks.get(word)?, 1)),
            _ => None,
        }
    }

    /// Whether the word at the front of `tokens` is this mark.
    pub(super) fn is(&self, tokens: &[Token<'_>], mark: Mark) -> bool {
        self.at(tokens).is_some_and(|(found, _)| found == mark)
    }
}
