//! The words of a paragraph in numbers.

use foldhash::{HashMap, HashMapExt};
use html5ever::{LocalName, local_name};

use super::Evidence;
use super::declared::Declared;
use super::survey::Survey;
use crate::fnv::Fnv;
use crate::letters::count;
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

/// What the texts of the paragraphs are compared with.
pub(super) struct Wording<'s> {
    survey: &'s Survey<'s>,
    title: Words,
    description: Words,
    declared: Declared,
    /// How often the text of each stands on the page.
    counts: Vec<f32>,
}

/// Words of a paragraph that are compared with those of title and description.
const COMPARED: usize = 30;

impl<'s> Wording<'s> {
    pub(super) fn new(survey: &'s Survey<'s>, evidence: &Evidence<'_>) -> Wording<'s> {
        let mut texts: HashMap<&str, usize> = HashMap::new();
        let mut times: Vec<f32> = Vec::new();
        let mut places = Vec::with_capacity(survey.units.len());
        for at in 0..survey.units.len() {
            let place = *texts.entry(survey.words(at)).or_insert(times.len());
            times.resize(times.len().max(place + 1), 0.0);
            times[place] += 1.0;
            places.push(place);
        }
        let counts = places.into_iter().map(|place| times[place]).collect();
        Wording {
            survey,
            title: Words::of(evidence.title),
            description: Words::of(evidence.description),
            declared: Declared::of(survey.page),
            counts,
        }
    }

    pub(super) fn add(&self, at: usize, row: &mut Vec<f32>) {
        let unit = &self.survey.units[at];
        let text = self.survey.words(at);
        let own = Words::of(text);
        let length = unit.length.max(1) as f32;
        let Counts { letters, capitals, digits, commas, words, capital_words } = Counts::of(text);
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
            self.counts[at],
            own.overlap(&self.title),
            own.overlap(&self.description),
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

/// Signs and words of a text whose white space is folded.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    letters: u32,
    capitals: u32,
    digits: u32,
    commas: u32,
    words: u32,
    /// Words that start with a capital.
    capital_words: u32,
}

impl Counts {
    fn of(text: &str) -> Counts {
        if text.is_ascii() { Counts::of_ascii(text.as_bytes()) } else { Counts::of_any(text) }
    }

    /// Most texts: each kind of sign is counted many at a time.
    fn of_ascii(text: &[u8]) -> Counts {
        let number = |is_such: fn(u8) -> bool| count(text, is_such) as u32;
        let is_capital = |sign: Option<&u8>| sign.is_some_and(u8::is_ascii_uppercase);
        let begun = text.windows(2).filter(|pair| pair[0] == b' ' && is_capital(pair.last()));
        Counts {
            letters: text.len() as u32,
            capitals: number(|sign| sign.is_ascii_uppercase()),
            digits: number(|sign| sign.is_ascii_digit()),
            commas: number(|sign| sign == b','),
            words: number(|sign| sign == b' ') + u32::from(!text.is_empty()),
            capital_words: begun.count() as u32 + u32::from(is_capital(text.first())),
        }
    }

    fn of_any(text: &str) -> Counts {
        let mut counts = Counts::default();
        let mut starts_word = true;
        for sign in text.chars() {
            let is_capital =
                if sign.is_ascii() { sign.is_ascii_uppercase() } else { sign.is_uppercase() };
            counts.letters += 1;
            counts.capitals += u32::from(is_capital);
            counts.digits += u32::from(sign.is_ascii_digit());
            counts.commas += u32::from(matches!(sign, ',' | '،' | '、'));
            counts.words += u32::from(starts_word);
            counts.capital_words += u32::from(starts_word && is_capital);
            starts_word = sign == ' ';
        }
        counts
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

/// The different words of a text, in lower case, as their hashes, sorted.
struct Words(Vec<u64>);

impl Words {
    fn of(text: &str) -> Words {
        let mut hashes: Vec<u64> = Vec::with_capacity(COMPARED);
        let mut word = Fnv::default();
        let mut was_word = false;
        for sign in text.chars().chain([' ']) {
            let is_word = sign.is_alphanumeric();
            if is_word && sign.is_ascii() {
                word.add(u64::from(u32::from(sign.to_ascii_lowercase())));
            } else if is_word {
                sign.to_lowercase().for_each(|letter| word.add(u64::from(u32::from(letter))));
            } else if was_word {
                hashes.push(std::mem::take(&mut word).finish());
                if hashes.len() == COMPARED {
                    break;
                }
            }
            was_word = is_word;
        }
        hashes.sort_unstable();
        hashes.dedup();
        Words(hashes)
    }

    /// How much two texts share of their words, as Dice has it; -1 where there is nothing to compare
    /// with.
    fn overlap(&self, others: &Words) -> f32 {
        if others.0.is_empty() {
            return -1.0;
        }
        let shared = self.0.iter().filter(|word| others.0.binary_search(word).is_ok()).count();
        2.0 * shared as f32 / (self.0.len() + others.0.len()) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_counted_alike_in_any_text() {
        for text in ["", "A", "The Pier, opened in 1911", "PIER 4, Kelm.", "a"] {
            assert_eq!(Counts::of_ascii(text.as_bytes()), Counts::of_any(text), "{text}");
        }
        let counts = Counts::of("Über 40 Gäste, Ada");
        assert_eq!((counts.capital_words, counts.words, counts.digits), (3, 4, 2));
    }

    #[test]
    fn words_are_compared_in_any_case() {
        let title = Words::of("The Ferry of KELM");
        assert_eq!(Words::of("the ferry of Kelm!").overlap(&title), 1.0);
        assert_eq!(Words::of("Über Kelm").overlap(&Words::of("über Orra")), 0.5);
        assert_eq!(Words::of("x").overlap(&Words::of("")), -1.0);
    }
}
