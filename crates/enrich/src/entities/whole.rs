//! Names as whole as the text has them: what was found in parts is put together where lists or the
//! text itself know the whole, and what runs two names into one is cut.

mod cut;

use std::collections::BTreeSet;

use annalist_model::{EntityKind, Span};
use annalist_tables::{DataError, data_file, read_rows, read_words};
use deunicode::deunicode;

use super::key::is_acronym;
use crate::names::{Candidate, NameLexicon, fold};
use crate::segment::Segments;

/// Most names that are parts of one.
const MOST_PARTS: usize = 4;

/// Most small words between two parts.
const MOST_BETWEEN: usize = 3;

/// Fewest letters of an acronym that tells how far a name reaches.
const FEWEST_LETTERS: usize = 3;

/// Longest by-name in quotation marks, in words.
const LONGEST_BY_NAME: usize = 3;

/// How sure it is that what was put together is one name, per mille.
const SCORE: u16 = 900;

/// The names and words that tell what is one name.
#[derive(Debug)]
pub(crate) struct WholeNames {
    /// Listed organisations whose names have small words in them.
    listed: BTreeSet<&'static str>,
    /// Last words of the names of units that a number tells apart.
    units: BTreeSet<&'static str>,
    /// Places.
    places: BTreeSet<&'static str>,
}

impl WholeNames {
    pub(crate) fn load() -> Result<WholeNames, DataError> {
        let listed = read_words(data_file!("names/organisations.tsv"))?;
        let places = read_rows(data_file!("names/places.tsv"), 2)?;
        let units = read_words(data_file!("entities/numbered-units.tsv"))?;
        Ok(WholeNames {
            listed: listed.into_iter().filter(|name| name.split(' ').count() > 2).collect(),
            units: units.into_iter().collect(),
            places: places.iter().map(|row| row.cell(0)).collect(),
        })
    }

    /// `names`, sorted and disjoint as they were, each of them whole, without words that are none.
    pub(crate) fn put_together(
        &self,
        segments: &Segments<'_>,
        names: Vec<Candidate>,
        lexicon: &NameLexicon,
    ) -> Vec<Candidate> {
        let text = segments.text();
        let names: Vec<Candidate> = names
            .into_iter()
            .flat_map(|name| cut::cut(text, name, lexicon, &self.places))
            .collect();
        let mut whole: Vec<Candidate> = Vec::with_capacity(names.len());
        let mut at = 0;
        while let Some(first) = names.get(at) {
            let parts = names.get(at..).unwrap_or_default();
            if let Some((taken, name)) = self.one_of(text, parts) {
                whole.push(name);
                at += taken;
            } else {
                whole.push(self.with_number(text, first.clone(), whole.last()));
                at += 1;
            }
        }
        whole
    }

    /// The name that begins with the first of `parts`, and how many of them it is made of.
    fn one_of(&self, text: &str, parts: &[Candidate]) -> Option<(usize, Candidate)> {
        let first = parts.first()?;
        let joined = joined(text, parts);
        for taken in (2..=joined).rev() {
            let span = first.span.cover(parts.get(taken - 1)?.span);
            let is_listed = || self.listed.contains(fold(span.slice(text).unwrap_or("")).as_str());
            if defines(text, parts, taken, span) || is_listed() {
                let kind = EntityKind::Organisation;
                return Some((taken, Candidate { span, kind, score: SCORE, rule: "whole-name" }));
            }
        }
        around_by_name(text, parts)
    }

    /// The unit with the ordinal before it.
    fn with_number(&self, text: &str, name: Candidate, last: Option<&Candidate>) -> Candidate {
        let is_unit = name.kind == EntityKind::Organisation
            && name.span.slice(text).is_some_and(|written| {
                let word = written.rsplit(' ').next().unwrap_or_default();
                written.contains(' ') && self.units.contains(word.to_lowercase().as_str())
            });
        let before = text.get(..name.span.start() as usize).unwrap_or_default();
        let number = before.strip_suffix(' ').and_then(|it| it.split_whitespace().next_back());
        let Some(number) = number.filter(|it| is_unit && is_ordinal(it)) else { return name };
        let start = name.span.start() - 1 - number.len() as u32;
        let is_free = last.is_none_or(|last| last.span.end() <= start);
        let span = Span::new(start, name.span.end()).filter(|_| is_free);
        span.map_or(name.clone(), |span| Candidate { span, ..name })
    }
}

/// How many of the first names have nothing but small words between them.
fn joined(text: &str, parts: &[Candidate]) -> usize {
    let pairs = parts.windows(2).take(MOST_PARTS - 1);
    let are_near = pairs.take_while(|pair| {
        let [one, other] = pair else { return false };
        let between = text.get(one.span.end() as usize..other.span.start() as usize);
        between.is_some_and(|between| {
            let is_small = |word: &str| word.chars().all(char::is_lowercase);
            !between.contains('\n')
                && between.starts_with(' ')
                && between.split_whitespace().all(is_small)
                && (1..=MOST_BETWEEN).contains(&between.split_whitespace().count())
        })
    });
    1 + are_near.count()
}

/// Whether an acronym in brackets behind the first `taken` names stands for all of them.
fn defines(text: &str, parts: &[Candidate], taken: usize, span: Span) -> bool {
    let Some(acronym) = parts.get(taken) else { return false };
    let between = text.get(span.end() as usize..acronym.span.start() as usize);
    let letters = acronym.span.slice(text).unwrap_or_default();
    let is_opened = between.is_some_and(|between| between.trim_start() == "(");
    let is_long = letters.len() >= FEWEST_LETTERS && is_acronym(letters);
    is_opened && is_long && spells(span.slice(text).unwrap_or_default(), letters)
}

/// Whether the letters are the first of all words of the name, or of those with capitals.
pub(super) fn spells(name: &str, letters: &str) -> bool {
    let plain = deunicode(name);
    let words = plain.split([' ', '-']).filter(|word| !word.is_empty());
    let first = |word: &str| word.chars().next().map(|letter| letter.to_ascii_uppercase());
    let of_all: String = words.clone().filter_map(first).collect();
    let named = words.filter(|word| word.starts_with(char::is_uppercase));
    let of_named: String = named.filter_map(first).collect();
    let letters = letters.to_ascii_uppercase();
    letters == of_all || letters == of_named
}

/// A person whose by-name stands in quotation marks between the given name and the surname.
fn around_by_name(text: &str, parts: &[Candidate]) -> Option<(usize, Candidate)> {
    let first = parts.first()?;
    let is_word = |name: &Candidate| name.span.slice(text).is_some_and(|it| !it.contains(' '));
    let taken = (2..=3).find(|taken| {
        let Some(last) = parts.get(taken - 1) else { return false };
        let between = text.get(first.span.end() as usize..last.span.start() as usize);
        let is_person = first.kind == EntityKind::Person || last.kind == EntityKind::Person;
        is_person && is_word(last) && between.is_some_and(is_by_name)
    })?;
    let span = first.span.cover(parts.get(taken - 1)?.span);
    let (kind, rule) = (EntityKind::Person, "by-name-within");
    is_word(first).then_some((taken, Candidate { span, kind, score: SCORE, rule }))
}

fn is_by_name(between: &str) -> bool {
    let Some(inside) = between.strip_prefix(' ').and_then(|it| it.strip_suffix(' ')) else {
        return false;
    };
    let inside = inside.strip_prefix(['"', '“']).and_then(|it| it.strip_suffix(['"', '”']));
    inside.is_some_and(|inside| {
        let words = inside.split(' ');
        words.clone().count() <= LONGEST_BY_NAME
            && words.clone().all(|word| word.starts_with(char::is_alphabetic))
            && inside.starts_with(char::is_uppercase)
    })
}

/// Whether the word is a number in order, such as `101st`: digits with two letters.
fn is_ordinal(word: &str) -> bool {
    let ending = word.trim_start_matches(|c: char| c.is_ascii_digit());
    ending.len() < word.len() && ending.len() == 2 && ending.chars().all(char::is_lowercase)
}
