//! Names of several words that some write as one: Abd al-Rahman and Abdurrahman, Saif al-Din and
//! Saifuddin, Abu Bakr.

use std::collections::HashMap;

use annalist_tables::{DataError, data_file, read_rows};

use crate::names::{NameLexicon, Particle};

/// Letters that are left of a word that is cut in two.
const SHORTEST_REST: usize = 4;

/// The words that names are compounded of, and what each is compared as.
#[derive(Debug)]
pub(super) struct Compounds {
    /// Joined with the word behind them.
    heads: HashMap<&'static str, &'static str>,
    /// Joined with the word before them.
    tails: HashMap<&'static str, &'static str>,
    /// Written onto the beginning of a word, longest first.
    prefixes: Vec<(&'static str, &'static str)>,
    /// Written onto the end of a word, longest first.
    suffixes: Vec<(&'static str, &'static str)>,
}

#[derive(Clone, Copy)]
enum Place {
    Head,
    Tail,
    Prefix,
    Suffix,
}

impl Compounds {
    pub(super) fn load() -> Result<Compounds, DataError> {
        let places = [
            ("head", Place::Head),
            ("tail", Place::Tail),
            ("prefix", Place::Prefix),
            ("suffix", Place::Suffix),
        ];
        let (mut heads, mut tails) = (HashMap::new(), HashMap::new());
        let (mut prefixes, mut suffixes) = (Vec::new(), Vec::new());
        for row in read_rows(data_file!("names/compounds.tsv"), 4)? {
            let (written, same) = (row.cell(0), row.cell(2));
            match row.choice(1, &places)? {
                Place::Head => _ = heads.insert(written, same),
                Place::Tail => _ = tails.insert(written, same),
                Place::Prefix => prefixes.push((written, same)),
                Place::Suffix => suffixes.push((written, same)),
            }
        }
        for written in [&mut prefixes, &mut suffixes] {
            written.sort_by_key(|(letters, _): &(&str, &str)| std::cmp::Reverse(letters.len()));
        }
        Ok(Compounds { heads, tails, prefixes, suffixes })
    }

    /// The words with each compound as one. An article within a compound goes.
    pub(super) fn join(&self, words: &[String], lexicon: &NameLexicon) -> Vec<String> {
        let is_article = |word: &String| lexicon.is_particle(word, Particle::Article);
        let mut joined: Vec<String> = Vec::with_capacity(words.len());
        let mut head: Option<String> = None;
        for (at, word) in words.iter().enumerate() {
            if is_article(word) && head.is_some() {
                continue;
            }
            let has_more = words.get(at + 1..).is_some_and(|rest| !rest.iter().all(is_article));
            let begins = self.heads.get(word.as_str()).filter(|_| head.is_none() && has_more);
            if let Some(same) = begins {
                head = Some((*same).to_owned());
                continue;
            }
            let word = self.taken_apart(word);
            if let Some(tail) = self.tails.get(word.as_str()).filter(|_| head.is_none())
                && let Some(before) = joined.iter().rposition(|it| !is_article(it))
            {
                joined.truncate(before + 1);
                joined.iter_mut().skip(before).for_each(|it| it.push_str(tail));
                continue;
            }
            joined.push(head.take().unwrap_or_default() + &word);
        }
        joined.extend(head);
        joined
    }

    /// The word with its parts as they are compared.
    fn taken_apart(&self, word: &str) -> String {
        for (prefix, same) in &self.prefixes {
            if let Some(rest) = word.strip_prefix(prefix).filter(|it| it.len() >= SHORTEST_REST) {
                return (*same).to_owned() + rest;
            }
        }
        for (suffix, same) in &self.suffixes {
            if let Some(rest) = word.strip_suffix(suffix).filter(|it| it.len() >= 2) {
                return rest.to_owned() + same;
            }
        }
        word.to_owned()
    }
}
