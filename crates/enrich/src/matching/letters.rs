//! Names in any script to plain Latin letters.

use std::collections::HashMap;

use annalist_tables::{DataError, data_file, read_rows};
use deunicode::deunicode_char;

/// Letters that a word must have behind the article for it to be one.
const SHORTEST_AFTER_ARTICLE: usize = 3;

/// What the letters of other scripts are compared as.
#[derive(Debug)]
pub(super) struct Letters {
    arabic: HashMap<char, &'static str>,
    /// Articles that are written onto the word, and what each is compared as.
    articles: Vec<(&'static str, &'static str)>,
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
        let (mut arabic, mut articles) = (HashMap::new(), Vec::new());
        for row in read_rows(data_file!("names/arabic-letters.tsv"), 3)? {
            let (written, latin) = (row.cell(0), row.cell(1));
            let mut letters = written.chars();
            match (letters.next(), letters.next()) {
                (Some(letter), None) => {
                    arabic.insert(letter, if latin == "-" { "" } else { latin });
                }
                _ => articles.push((written, latin)),
            }
        }
        Ok(Letters { arabic, articles })
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
        let mut rest = name;
        while let Some(letter) = rest.chars().next() {
            if let Some((behind, latin)) = self.article_before(rest).filter(|_| word_begins) {
                text.push_str(latin);
                (rest, word_begins, lacks_vowels) = (behind, false, true);
                continue;
            }
            rest = rest.get(letter.len_utf8()..).unwrap_or_default();
            if let Some(latin) = self.arabic.get(&letter) {
                lacks_vowels = true;
                word_begins = false;
                text.push_str(latin);
            } else {
                lacks_vowels |= is_hebrew(letter);
                word_begins = !letter.is_alphanumeric();
                text.push_str(deunicode_char(letter).unwrap_or(" "));
            }
        }
        text.make_ascii_lowercase();
        PlainName { text, lacks_vowels }
    }

    /// What is behind the article that `rest` begins with, and what it is compared as.
    fn article_before<'r>(&self, rest: &'r str) -> Option<(&'r str, &'static str)> {
        self.articles.iter().find_map(|(article, latin)| {
            let behind = rest.strip_prefix(article)?;
            let letters = behind.chars().take_while(|letter| self.arabic.contains_key(letter));
            (letters.count() >= SHORTEST_AFTER_ARTICLE).then_some((behind, *latin))
        })
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
