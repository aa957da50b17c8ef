//! The words and numerals that expressions of time are made of.

use std::collections::{HashMap, HashSet};

use foldhash::HashMap as FoldHashMap;

use annalist_tables::{DataError, DataFile, Row, read_rows};

/// What a word stands for within its class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WordValue {
    /// A number: of a month, a weekday, a count.
    Number(i64),
    /// A name that the meaning of a rule understands, such as that of a unit.
    Name(&'static str),
}

/// Which writings of a word count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Any,
    Capital,
    Capitals,
    Lower,
}

/// A set of words or numerals that a rule can ask for by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Class(u8);

/// Most classes that there can be: as many as a [`Classes`] has bits.
const MOST_CLASSES: usize = 128;

impl Class {
    /// The set of this class alone.
    pub(super) fn alone(self) -> Classes {
        Classes(1u128.checked_shl(u32::from(self.0)).unwrap_or_default())
    }
}

/// A set of classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Classes(u128);

impl Classes {
    pub(super) fn add(&mut self, other: Classes) {
        self.0 |= other.0;
    }

    /// The numbers of its classes.
    pub(super) fn iter(self) -> impl Iterator<Item = usize> {
        let mut bits = self.0;
        std::iter::from_fn(move || {
            let lowest = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
            bits &= bits - 1;
            Some(lowest)
        })
    }

    pub(super) fn meets(self, other: Classes) -> bool {
        self.0 & other.0 != 0
    }
}

/// Numerals of a class: how many digits, and between which values.
#[derive(Clone, Copy, Debug)]
struct Numeral {
    class: Class,
    digits: (usize, usize),
    range: (i64, i64),
}

/// One reading of a piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) class: Class,
    pub(super) value: WordValue,
}

/// A word with the language that it is of; one without counts in every text.
#[derive(Clone, Copy, Debug)]
struct Entry {
    language: Option<&'static str>,
    form: Form,
    reading: Reading,
}

/// Words and numerals by class.
#[derive(Debug)]
pub(super) struct Lexicon {
    classes: HashMap<&'static str, Class>,
    words: FoldHashMap<&'static str, Vec<Entry>>,
    numerals: Vec<Numeral>,
}

impl Lexicon {
    /// Reads words, each file with its language, and numerals.
    pub(super) fn load(
        words: &[(Option<&'static str>, DataFile)],
        numerals: DataFile,
    ) -> Result<Lexicon, DataError> {
        let mut lexicon = Lexicon {
            classes: HashMap::new(),
            words: FoldHashMap::default(),
            numerals: Vec::new(),
        };
        let forms = [
            ("any", Form::Any),
            ("capital", Form::Capital),
            ("capitals", Form::Capitals),
            ("lower", Form::Lower),
        ];
        for (language, file) in words {
            for row in read_rows(*file, 4)? {
                let class = lexicon.add_class(&row)?;
                let value = row.number(2).map_or(WordValue::Name(row.cell(2)), WordValue::Number);
                let (form, reading) = (row.choice(3, &forms)?, Reading { class, value });
                let entries = lexicon.words.entry(row.cell(1)).or_default();
                entries.push(Entry { language: *language, form, reading });
            }
        }
        for row in read_rows(numerals, 5)? {
            let class = lexicon.add_class(&row)?;
            let digits = (row.number(1)?, row.number(2)?);
            let range = (row.number(3)?, row.number(4)?);
            lexicon.numerals.push(Numeral { class, digits, range });
        }
        Ok(lexicon)
    }

    fn add_class(&mut self, row: &Row) -> Result<Class, DataError> {
        let known = self.classes.len();
        let next = u8::try_from(known).ok().filter(|_| known < MOST_CLASSES);
        let next = next.ok_or_else(|| row.error(format!("more than {MOST_CLASSES} classes")))?;
        Ok(*self.classes.entry(row.cell(0)).or_insert(Class(next)))
    }

    /// The class with this name.
    pub(super) fn class(&self, name: &str) -> Option<Class> {
        self.classes.get(name).copied()
    }

    /// All words, in no order.
    pub(super) fn words(&self) -> impl Iterator<Item = &'static str> {
        self.words.keys().copied()
    }

    /// Whether the class holds one of these words.
    pub(super) fn class_meets(&self, class: Class, words: &HashSet<&str>) -> bool {
        words
            .iter()
            .filter_map(|word| self.words.get(word))
            .flatten()
            .any(|it| it.reading.class == class)
    }

    /// Whether the word, in lower case, is in any class.
    pub(super) fn knows(&self, lower: &str) -> bool {
        self.words.contains_key(lower)
    }

    /// The readings of a piece, given as it is written and in lower case.
    pub(super) fn readings(
        &self,
        written: &str,
        lower: &str,
        language: Option<&str>,
        readings: &mut Vec<Reading>,
    ) {
        if let Some(entries) = self.words.get(lower) {
            let is_capital = written.starts_with(char::is_uppercase);
            let fits = |form: Form| match form {
                Form::Any => true,
                Form::Capital => is_capital,
                Form::Capitals => written.chars().all(char::is_uppercase),
                Form::Lower => !is_capital,
            };
            let is_read = |of: Option<&str>| of.is_none() || of == language;
            let fitting =
                entries.iter().filter(|entry| fits(entry.form) && is_read(entry.language));
            readings.extend(fitting.map(|entry| entry.reading));
        }
        let digits = lower.len();
        if digits > 9 || !lower.bytes().all(|byte| byte.is_ascii_digit()) {
            return;
        }
        let Ok(number) = lower.parse::<i64>() else { return };
        for numeral in &self.numerals {
            let (fewest, most) = numeral.digits;
            let (least, greatest) = numeral.range;
            if (fewest..=most).contains(&digits) && (least..=greatest).contains(&number) {
                let value = WordValue::Number(number);
                readings.push(Reading { class: numeral.class, value });
            }
        }
    }
}
