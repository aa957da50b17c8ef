//! What is left of a name when its spelling is taken away.

use deunicode::deunicode;

use crate::names::{NameLexicon, Particle};

/// A name cut into words that can be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NameKey {
    /// Each word in plain lower-case letters; articles are gone, and a kunya is one word with the
    /// name behind it.
    words: Vec<String>,
    /// The skeleton of each word.
    skeletons: Vec<String>,
}

impl NameKey {
    pub(crate) fn new(name: &str, lexicon: &NameLexicon) -> NameKey {
        let name = plain_name(name, lexicon);
        let known_as = lexicon.known_as(&name.to_lowercase());
        let mut words = key_words(known_as.unwrap_or(&name), lexicon);
        if let [word] = words.as_mut_slice()
            && let Some(singular) = word.strip_suffix('s').filter(|it| lexicon.is_group(it))
        {
            *word = singular.to_owned();
        }
        // The letters of an acronym all count.
        let skeletons = if known_as.is_none() && is_acronym(&name) {
            words.clone()
        } else {
            words.iter().map(|word| skeleton(word)).collect()
        };
        NameKey { words, skeletons }
    }

    pub(crate) fn words(&self) -> &[String] {
        &self.words
    }

    pub(crate) fn skeletons(&self) -> &[String] {
        &self.skeletons
    }

    pub(crate) fn last(&self) -> Option<&str> {
        self.skeletons.last().map(String::as_str)
    }

    pub(crate) fn first(&self) -> Option<&str> {
        self.skeletons.first().map(String::as_str)
    }
}

pub(super) fn is_acronym(name: &str) -> bool {
    name.chars().count() <= 6 && !name.contains(|c: char| c.is_lowercase() || c.is_whitespace())
}

/// The name without square brackets and without an article of the language before it.
pub(crate) fn plain_name(name: &str, lexicon: &NameLexicon) -> String {
    let name: String = name.chars().filter(|c| !matches!(c, '[' | ']')).collect();
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_article = |word: &str| lexicon.is_article(&word.to_lowercase());
    let from = usize::from(words.len() > 1 && words.first().is_some_and(|word| is_article(word)));
    words.get(from..).unwrap_or_default().join(" ")
}

fn key_words(name: &str, lexicon: &NameLexicon) -> Vec<String> {
    let plain = deunicode(name).to_lowercase();
    let parts =
        plain.split(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | ',' | '&' | '"'));
    let parts: Vec<String> = parts
        .map(|part| part.chars().filter(|c| c.is_alphanumeric()).collect())
        .filter(|part: &String| !part.is_empty())
        .collect();
    let mut words: Vec<String> = Vec::new();
    let mut kunya: Option<String> = None;
    for part in &parts {
        if lexicon.is_particle(part, Particle::Article) && parts.len() > 1 {
            continue;
        }
        if lexicon.is_particle(part, Particle::Kunya) && kunya.is_none() && parts.len() > 1 {
            kunya = Some(part.clone());
            continue;
        }
        words.push(match kunya.take() {
            Some(kunya) => format!("{kunya} {part}"),
            None => part.clone(),
        });
    }
    words.extend(kunya);
    if words.is_empty() { parts } else { words }
}

/// Consonants from which a word is told by them alone.
const ENOUGH_CONSONANTS: usize = 4;

/// What romanisations of one name have in common. A word of many consonants is told by them alone,
/// with the vowel that it ends in; in a shorter one the vowels count too, by classes.
fn skeleton(word: &str) -> String {
    if word.contains(' ') {
        return word.split(' ').map(skeleton).collect::<Vec<_>>().join("~");
    }
    let classed = classed(word);
    let mut form = String::with_capacity(classed.len());
    for letter in classed.chars() {
        if !form.ends_with(letter) {
            form.push(letter);
        }
    }
    // A last h after a vowel is a matter of taste.
    if form.ends_with("ah") {
        form.pop();
    }
    let consonants: String = form.chars().filter(|letter| !is_vowel(*letter)).collect();
    if consonants.chars().count() < ENOUGH_CONSONANTS {
        return form;
    }
    let first = form.chars().next().filter(|letter| is_vowel(*letter));
    let last = form.chars().next_back().filter(|letter| *letter == 'i');
    first.into_iter().chain(consonants.chars()).chain(last).collect()
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'i' | 'u')
}

/// Letters and pairs of letters that romanised names mix up, by one of each class.
fn classed(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let mut classed = String::with_capacity(word.len());
    let mut at = 0;
    while let Some(letter) = letters.get(at) {
        let next = letters.get(at + 1).copied();
        let (class, taken) = match (*letter, next) {
            ('a' | 'e', Some('i' | 'y')) => ('i', 2),
            ('k' | 'g', Some('h')) => ('k', 2),
            ('d', Some('h')) => ('z', 2),
            ('p', Some('h')) => ('f', 2),
            ('c', Some('k')) => ('k', 2),
            ('o', Some('u')) | ('a' | 'o', Some('w')) => ('u', 2),
            ('q' | 'c', _) => ('k', 1),
            ('e' | 'y', _) => ('i', 1),
            ('o' | 'w', _) => ('u', 1),
            (other, _) => (other, 1),
        };
        classed.push(class);
        at += taken;
    }
    classed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_have_one_skeleton() {
        for (a, b) in [
            ("qassem", "qasim"),
            ("suleimani", "soleimani"),
            ("hezbollah", "hizballah"),
            ("muqtada", "moqtada"),
            ("khazali", "khazaali"),
            ("qais", "qays"),
            ("muhandis", "mohandes"),
        ] {
            assert_eq!(skeleton(a), skeleton(b), "{a} {b}");
        }
    }

    #[test]
    fn other_names_have_another() {
        for (a, b) in [
            ("laith", "qais"),
            ("bush", "bash"),
            ("omar", "amir"),
            ("iran", "iraq"),
            ("iraq", "iraqi"),
            ("brown", "brian"),
        ] {
            assert_ne!(skeleton(a), skeleton(b), "{a} {b}");
        }
    }
}
