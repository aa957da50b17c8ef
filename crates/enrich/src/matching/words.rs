//! Names to words that can be compared.

use std::collections::{HashMap, HashSet};

use deunicode::deunicode;

use crate::names::{NameLexicon, Particle};
use annalist_tables::{DataError, data_file, read_rows};

/// Most words of a name that are compared.
const MOST_WORDS: usize = 16;

/// What writings of the names of organisations differ in.
#[derive(Debug)]
pub(super) struct NameWords {
    /// Legal forms, of one word or more, and the short form of each.
    legal_forms: HashMap<&'static str, &'static str>,
    /// Words that are compared as another.
    same: HashMap<&'static str, &'static str>,
    /// Words that join others and tell nothing apart.
    fillers: HashSet<&'static str>,
}

/// Words of the longest legal form.
const LONGEST_FORM: usize = 5;

/// The name of an organisation, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OrganisationName {
    pub(super) words: Vec<String>,
    pub(super) legal_forms: Vec<&'static str>,
    /// First letters: of all words as written, and of those of more than two letters.
    pub(super) initials: [String; 2],
}

/// The name of a person, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PersonName {
    pub(super) words: Vec<String>,
    /// Whether it says whose child the person is, so that the order of the words counts.
    pub(super) has_patronymic: bool,
    pub(super) had_title: bool,
}

impl NameWords {
    pub(super) fn load() -> Result<NameWords, DataError> {
        let table = |file| -> Result<HashMap<&'static str, &'static str>, DataError> {
            Ok(read_rows(file, 2)?.iter().map(|row| (row.cell(0), row.cell(1))).collect())
        };
        Ok(NameWords {
            legal_forms: table(data_file!("names/legal-forms.tsv"))?,
            same: table(data_file!("names/name-words.tsv"))?,
            fillers: annalist_tables::read_words(data_file!("names/fillers.tsv"))?,
        })
    }

    pub(super) fn organisation(&self, name: &str) -> OrganisationName {
        let plain = plain_words(name);
        let first_letters = |shortest: usize| -> String {
            let long = plain.iter().filter(|word| word.len() >= shortest);
            long.filter_map(|word| word.chars().next()).collect()
        };
        let initials = [first_letters(1), first_letters(3)];
        let mut words = Vec::new();
        let mut legal_forms = Vec::new();
        let mut at = 0;
        while at < plain.len() {
            match self.legal_form_at(&plain, at) {
                Some((length, form)) => {
                    legal_forms.push(form);
                    at += length;
                }
                None => {
                    words.extend(plain.get(at).map(|word| self.compared_as(word)));
                    at += 1;
                }
            }
        }
        let full: Vec<String> =
            words.iter().filter(|word| !self.fillers.contains(word.as_str())).cloned().collect();
        let words = match (full.is_empty(), words.is_empty()) {
            (false, _) => full,
            (true, false) => words,
            (true, true) => plain,
        };
        OrganisationName { words: cut(words), legal_forms, initials }
    }

    fn compared_as(&self, word: &str) -> String {
        self.same.get(word).map_or_else(|| word.to_owned(), |same| (*same).to_owned())
    }

    fn legal_form_at(&self, words: &[String], at: usize) -> Option<(usize, &'static str)> {
        (1..=LONGEST_FORM).rev().find_map(|length| {
            let phrase = words.get(at..at + length)?.join(" ");
            self.legal_forms.get(phrase.as_str()).map(|form| (length, *form))
        })
    }

    pub(super) fn person(&self, name: &str, lexicon: &NameLexicon) -> PersonName {
        let plain = plain_words(name);
        let titles = leading_titles(&plain, lexicon);
        let rest = plain.get(titles..).unwrap_or_default();
        let within = rest.get(1..rest.len().saturating_sub(1)).unwrap_or_default();
        let has_patronymic =
            within.iter().any(|word| lexicon.is_particle(word, Particle::Patronym));
        let mut words: Vec<String> = Vec::new();
        let mut kunya = String::new();
        for word in rest {
            if lexicon.is_particle(word, Particle::Kunya) && kunya.is_empty() {
                kunya = word.clone() + " ";
            } else if !is_small(word, lexicon) {
                words.push(kunya.clone() + word);
                kunya.clear();
            }
        }
        if words.is_empty() {
            words = rest.to_vec();
        }
        PersonName { words: cut(words), has_patronymic, had_title: titles > 0 }
    }
}

fn cut(mut words: Vec<String>) -> Vec<String> {
    words.truncate(MOST_WORDS);
    words
}

fn is_small(word: &str, lexicon: &NameLexicon) -> bool {
    lexicon.is_particle(word, Particle::Article) || lexicon.is_particle(word, Particle::Inner)
}

/// How many words at the beginning are titles; at least one word is left.
fn leading_titles(words: &[String], lexicon: &NameLexicon) -> usize {
    let is_title = |word: &&String| lexicon.is_title_word(word);
    let titles = words.iter().take_while(is_title).count();
    if titles < words.len() { titles } else { 0 }
}

/// The words of a name in plain lower-case letters. Stops between single letters go, so that an
/// acronym is one word; apostrophes go; an ampersand is a word; other marks part words.
pub(super) fn plain_words(name: &str) -> Vec<String> {
    let plain = deunicode(name).to_lowercase().replace('&', " & ");
    let mut words = Vec::new();
    for part in plain.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '`' | '.' | '&')))
    {
        let bare: String = part.chars().filter(|c| !matches!(c, '\'' | '`')).collect();
        let letters: Vec<&str> = bare.split('.').filter(|it| !it.is_empty()).collect();
        if letters.len() > 1 && letters.iter().all(|letter| letter.len() == 1) {
            words.push(letters.concat());
        } else {
            words.extend(letters.into_iter().map(str::to_owned));
        }
    }
    words
}
