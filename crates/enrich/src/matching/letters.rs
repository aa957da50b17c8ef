//! Names in any script to plain Latin letters.

use std::collections::HashMap;

use annalist_tables::{DataError, data_file, read_rows};
use deunicode::deunicode_char;

/// The letters of the Arabic script that its article is made of, as they are compared.
const ARTICLE: &str = "al";

/// Letters that a word must have behind the article for it to be one.
const SHORTEST_AFTER_ARTICLE: usize = 3;

/// What the letters of other scripts are compared as.
#[derive(Debug)]
pub(super) struct Letters {
    arabic: HashMap<char, &'static str>,
}

/// A name in plain letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PlainName {
    pub(super) text: String,
    /// Whether its script writes no vowels.
    pub(super) lacks_vowels: bool,
}

impl Letters {
    pub(super) fn load() -> Result<Letters, DataError> {
        let mut arabic = HashMap::new();
        for row in read_rows(data_file!("names/arabic-letters.tsv"), 3)? {
            let letter = row.cell(0).chars().next().unwrap_or_default();
            arabic.insert(letter, if row.cell(1) == "-" { "" } else { row.cell(1) });
        }
        Ok(Letters { arabic })
    }

    /// The name in small plain letters. An article that a script writes onto the word is parted from
    /// it by a hyphen, as romanisations do.
    pub(super) fn plain(&self, name: &str) -> PlainName {
        if name.is_ascii() {
            return PlainName { text: name.to_ascii_lowercase(), lacks_vowels: false };
        }
        let mut text = String::with_capacity(name.len());
        let mut lacks_vowels = false;
        let mut word_begins = true;
        let mut rest = name.chars();
        while let Some(letter) = rest.next() {
            let Some(latin) = self.arabic.get(&letter) else {
                lacks_vowels |= is_hebrew(letter);
                word_begins = !letter.is_alphanumeric();
                text.push_str(deunicode_char(letter).unwrap_or(" "));
                continue;
            };
            lacks_vowels = true;
            text.push_str(latin);
            if word_begins && self.has_article(letter, rest.as_str()) {
                rest.next();
                text.push_str("l-");
            }
            word_begins = false;
        }
        text.make_ascii_lowercase();
        PlainName { text, lacks_vowels }
    }

    fn has_article(&self, letter: char, behind: &str) -> bool {
        let latin = |letter: char| self.arabic.get(&letter).copied();
        let mut behind = behind.chars();
        let pair = latin(letter).zip(behind.next().and_then(latin));
        let is_article = pair.is_some_and(|(a, l)| ARTICLE.strip_prefix(a) == Some(l));
        let length = behind.take_while(|letter| latin(*letter).is_some()).count();
        is_article && length >= SHORTEST_AFTER_ARTICLE
    }
}

fn is_hebrew(letter: char) -> bool {
    matches!(letter, '\u{5d0}'..='\u{5ea}')
}

/// The words of a name in plain letters. Stops between single letters go, so that an acronym is one
/// word; apostrophes go; an ampersand is a word; other marks part words.
pub(super) fn plain_words(plain: &str) -> Vec<String> {
    let plain = plain.replace('&', " & ");
    let is_inside = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '`' | '.' | '&');
    let mut words = Vec::new();
    for part in plain.split(|c: char| !is_inside(c)).filter(|part| !part.is_empty()) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_written_onto_the_word_is_parted_from_it() {
        let letters = Letters::load().unwrap();
        assert_eq!(letters.plain("قيس الخزعلي").text, "qys al-khzly");
        // That is a name of its own.
        assert_eq!(letters.plain("حزب الله").text, "hzb allh");
    }

    #[test]
    fn other_scripts_keep_their_vowels() {
        let letters = Letters::load().unwrap();
        let plain = letters.plain("Сергей Лавров");
        assert_eq!((plain.text.as_str(), plain.lacks_vowels), ("sergei lavrov", false));
        assert!(letters.plain("בנימין").lacks_vowels);
    }
}
