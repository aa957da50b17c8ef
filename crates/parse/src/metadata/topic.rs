//! Whether a page is a topic of a forum, whose first post is its article.

use std::collections::HashSet;

use annalist_tables::{DataError, data_file};

use super::address::parts;
use super::json_ld::SchemaTypes;
use super::places::Places;
use crate::page::Page;

/// The words that come with the crate.
#[derive(Debug)]
pub(crate) struct TopicWords {
    folders: HashSet<&'static str>,
    /// What the names of files begin with, before a number.
    beginnings: Vec<&'static str>,
}

impl TopicWords {
    /// The words that come with the crate.
    pub(crate) fn load() -> Result<TopicWords, DataError> {
        let mut words = TopicWords { folders: HashSet::new(), beginnings: Vec::new() };
        for row in data_file!("topics.tsv").rows()? {
            let [word, _example] = row.columns()?;
            if word.ends_with('-') {
                words.beginnings.push(word);
            } else {
                words.folders.insert(word);
            }
        }
        Ok(words)
    }

    /// Whether an address is that of a topic.
    fn is_address_of_topic(&self, address: &str) -> bool {
        let is_numbered = |part: &str| {
            let mut rest = self.beginnings.iter().filter_map(|word| part.strip_prefix(word));
            rest.any(|rest| rest.starts_with(|it: char| it.is_ascii_digit()))
        };
        if parts(address).skip(1).any(is_numbered) {
            return true;
        }
        let mut folders = parts(address).skip(1).skip_while(|it| !self.folders.contains(it));
        let file = folders.next();
        file.is_some_and(|it| it.contains('.')) || folders.any(|rest| !rest.is_empty())
    }

    /// Whether a page is a topic: its address says so, or its microdata do.
    pub(super) fn is_topic<'u>(
        &self,
        page: &Page<'_>,
        places: &Places,
        types: &SchemaTypes,
        mut addresses: impl Iterator<Item = &'u str>,
    ) -> bool {
        addresses.any(|address| self.is_address_of_topic(address))
            || places.items.iter().any(|&node| {
                page.attribute(node, "itemtype").is_some_and(|kinds| {
                    kinds.split_ascii_whitespace().any(|it| types.is_topic(it))
                })
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_tell_topics() {
        let words = TopicWords::load().unwrap();
        for row in data_file!("topics.tsv").rows().unwrap() {
            let [folder, example] = row.columns().unwrap();
            assert!(words.is_address_of_topic(example), "{folder}");
        }
        assert!(words.is_address_of_topic("https://a.example/showthread.php?t=1"));
        assert!(!words.is_address_of_topic("https://a.example/forum/"));
        assert!(!words.is_address_of_topic("https://a.example/topic-of-the-day"));
        assert!(!words.is_address_of_topic("https://forum.example/2018/09/strike"));
    }
}
