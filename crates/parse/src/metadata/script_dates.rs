//! The date of publication in the data that a page carries for its scripts.

use std::collections::HashSet;

use annalist_model::{DateTime, Origin};
use annalist_tables::{DataError, data_file};

use super::candidate::{Candidate, Field};
use super::places::Places;
use crate::page::Page;
use crate::stamp::is_plausible;

/// Behind all dates that the page shows or declares.
const RANK: u32 = 70;

/// A key and a value are no longer than this, in bytes.
const LONGEST: usize = 40;

/// What every key has in it.
const STEM: &str = "ubli";

/// The keys that come with the crate.
#[derive(Debug)]
pub(crate) struct ScriptKeys {
    keys: HashSet<&'static str>,
}

impl ScriptKeys {
    /// The keys that come with the crate.
    pub(crate) fn load() -> Result<ScriptKeys, DataError> {
        let mut keys = HashSet::new();
        for row in data_file!("script-keys.tsv").rows()? {
            let [key, _example] = row.columns()?;
            keys.insert(key);
        }
        Ok(ScriptKeys { keys })
    }

    /// The first date of publication in the scripts of a page.
    pub(super) fn read(&self, page: &Page<'_>, places: &Places, candidates: &mut Vec<Candidate>) {
        let found = places.scripts.iter().flat_map(|&script| page.below(script)).find_map(|node| {
            let text = page.text_node(node)?;
            let (at, start) = self.first_in(text)?;
            Some((at, page.bytes_within(node, start..start + 10)))
        });
        if let Some((at, bytes)) = found {
            candidates.push(Candidate {
                field: Field::Published,
                rank: RANK,
                text: at.to_string(),
                origin: Origin::Markup,
                bytes,
            });
        }
    }

    /// The first date under one of the keys, and where it stands.
    fn first_in(&self, text: &str) -> Option<(DateTime, usize)> {
        text.match_indices(STEM).find_map(|(at, _)| {
            let before = text[..at].bytes().rev().take(LONGEST);
            let start = at - before.take_while(|byte| is_of_key(*byte)).count();
            let length =
                text[start..].bytes().take(LONGEST).take_while(|byte| is_of_key(*byte)).count();
            let key: String =
                text[start..start + length].chars().filter(char::is_ascii_alphabetic).collect();
            if !self.keys.contains(key.to_ascii_lowercase().as_str()) {
                return None;
            }
            // Quotes, escaped or not, and the colon between key and value.
            let rest = &text[start + length..];
            let value = rest.trim_start_matches(['"', '\'', '\\', ':', ' ']);
            let value_at = start + length + (rest.len() - value.len());
            let end = value.bytes().take(LONGEST).take_while(|byte| is_of_date(*byte)).count();
            let date = DateTime::parse_iso(&value[..end])?;
            (date.date.day().is_some() && is_plausible(&date)).then_some((date, value_at))
        })
    }
}

fn is_of_key(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

fn is_of_date(byte: u8) -> bool {
    byte.is_ascii_digit() || b"-:.+TZ ".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_is_found() {
        let keys = ScriptKeys::load().unwrap();
        for row in data_file!("script-keys.tsv").rows().unwrap() {
            let [key, example] = row.columns().unwrap();
            let found = keys.first_in(example).map(|(at, _)| at.to_string());
            assert_eq!(found.as_deref(), Some("2018-09-06T10:00:00Z"), "{key}");
        }
        assert!(keys.first_in(r#"{\"published_at\":\"2018-09-06\"}"#).is_some());
        assert!(keys.first_in(r#""publisher":"2018-09-06""#).is_none());
    }
}
