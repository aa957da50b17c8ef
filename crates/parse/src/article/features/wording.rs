//! The words of a paragraph in numbers.

use std::collections::{HashMap, HashSet};

use html5ever::{LocalName, local_name};

use super::Evidence;
use super::declared::Declared;
use super::survey::Survey;
use crate::page::is_heading;

pub(super) const NAMES: &[&str] = &[
    "length",
    "linked",
    "good",
    "bad",
    "tag",
    "capitals",
    "digits",
    "capital-words",
    "commas",
    "words",
    "last-sign",
    "has-at",
    "repeated",
    "title-overlap",
    "description-overlap",
    "declared",
];

/// Texts of the paragraphs and what they are compared with.
pub(super) struct Wording<'s> {
    survey: &'s Survey<'s>,
    texts: Vec<String>,
    title: HashSet<String>,
    description: HashSet<String>,
    declared: Declared,
    /// How often each text stands on the page.
    counts: HashMap<String, u32>,
}

/// Words of a paragraph that are compared with those of title and description.
const COMPARED: usize = 80;

impl<'s> Wording<'s> {
    pub(super) fn new(survey: &'s Survey<'s>, evidence: &Evidence<'_>) -> Wording<'s> {
        let text_of = |unit: &super::Unit| {
            let mut text = String::with_capacity(unit.length + 8);
            survey.page.add_text(unit.start..unit.end + 1, &mut text);
            text
        };
        let texts: Vec<String> = survey.units.iter().map(text_of).collect();
        let mut counts: HashMap<String, u32> = HashMap::new();
        for text in &texts {
            match counts.get_mut(text) {
                Some(count) => *count += 1,
                None => _ = counts.insert(text.clone(), 1),
            }
        }
        let words = |text: &str| words_of(text).take(COMPARED).collect();
        Wording {
            survey,
            texts,
            title: words(evidence.title),
            description: words(evidence.description),
            declared: Declared::of(survey.page),
            counts,
        }
    }

    pub(super) fn add(&self, at: usize, row: &mut Vec<f32>) {
        let unit = &self.survey.units[at];
        let text = &self.texts[at];
        let length = unit.length.max(1) as f32;
        let (mut letters, mut capitals, mut digits, mut commas) = (0, 0, 0, 0);
        for character in text.chars() {
            letters += 1;
            capitals += u32::from(character.is_uppercase());
            digits += u32::from(character.is_ascii_digit());
            commas += u32::from(matches!(character, ',' | '،' | '、'));
        }
        let (mut words, mut capital_words) = (0, 0);
        for word in text.split_whitespace() {
            words += 1;
            capital_words += u32::from(word.starts_with(char::is_uppercase));
        }
        let letters = letters.max(1) as f32;
        row.extend([
            unit.length as f32,
            unit.linked as f32 / length,
            unit.good as f32 / length,
            unit.bad as f32 / length,
            tag_number(&self.survey.page.tag(unit.block)),
            capitals as f32 / letters,
            digits as f32 / letters,
            capital_words as f32 / words.max(1) as f32,
            commas as f32,
            words as f32,
            last_sign(text),
            f32::from(u8::from(text.contains('@'))),
            self.counts.get(text).copied().unwrap_or(1) as f32,
            overlap(text, &self.title),
            overlap(text, &self.description),
            self.declared.share(text),
        ]);
    }
}

/// The kinds of blocks, those that are most alike side by side.
pub(super) fn tag_number(tag: &LocalName) -> f32 {
    match *tag {
        local_name!("p") => 0.0,
        local_name!("li") => 1.0,
        local_name!("h1") => 2.0,
        local_name!("h2") => 3.0,
        local_name!("h3") => 4.0,
        _ if is_heading(tag) => 5.0,
        local_name!("blockquote") => 6.0,
        local_name!("pre") => 7.0,
        local_name!("td") | local_name!("th") => 8.0,
        local_name!("dt") => 9.0,
        local_name!("dd") => 10.0,
        local_name!("figcaption") | local_name!("caption") => 11.0,
        local_name!("section") | local_name!("article") | local_name!("main") => 12.0,
        local_name!("div") => 13.0,
        _ => 14.0,
    }
}

/// What a text ends in.
fn last_sign(text: &str) -> f32 {
    match text.chars().next_back() {
        Some('.' | '…' | '。' | '؟' | '।') => 1.0,
        Some('!' | '！') => 2.0,
        Some('?' | '？') => 3.0,
        Some(':') => 4.0,
        Some(')' | '”' | '"' | '»' | '’') => 5.0,
        Some(',' | ';') => 6.0,
        _ => 0.0,
    }
}

fn words_of(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|character: char| !character.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// How much two texts share of their words, as Dice has it; -1 where there is nothing to compare
/// with.
fn overlap(text: &str, others: &HashSet<String>) -> f32 {
    if others.is_empty() {
        return -1.0;
    }
    let own: HashSet<String> = words_of(text).take(COMPARED).collect();
    let shared = own.iter().filter(|word| others.contains(*word)).count();
    2.0 * shared as f32 / (own.len() + others.len()) as f32
}
