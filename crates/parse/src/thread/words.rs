//! The words of threads.

use crate::data::{DataError, data_file};
use crate::stamp::StampWords;

/// The words that threads are read with.
#[derive(Debug)]
pub(crate) struct ThreadWords {
    pub(crate) stamps: StampWords,
    says: Vec<&'static str>,
    removed: Vec<&'static str>,
}

impl ThreadWords {
    /// The words that come with the crate.
    pub(crate) fn load() -> Result<ThreadWords, DataError> {
        let mut says = Vec::new();
        for row in data_file!("says.tsv").rows() {
            let [verb, _example] = row.columns()?;
            says.push(verb);
        }
        // "ha scritto" before "scritto".
        says.sort_by_key(|verb| std::cmp::Reverse(verb.len()));
        let mut removed = Vec::new();
        for row in data_file!("removed.tsv").rows() {
            let [opening, _example] = row.columns()?;
            removed.push(opening);
        }
        Ok(ThreadWords { stamps: StampWords::load()?, says, removed })
    }

    /// The name in "NAME says:", where `line` is that.
    pub(crate) fn name_before_says<'l>(&self, line: &'l str) -> Option<&'l str> {
        let head = line.trim().strip_suffix([':', '：'])?.trim_end();
        self.without_says(head)
    }

    /// `name` without a verb such as "says" and a colon behind it.
    pub(crate) fn bare_name<'l>(&self, name: &'l str) -> &'l str {
        let head = name.trim().trim_end_matches([':', '：', ',', '|']).trim_end();
        self.without_says(head).unwrap_or(head)
    }

    fn without_says<'l>(&self, head: &'l str) -> Option<&'l str> {
        self.says.iter().find_map(|verb| {
            let at = head.len().checked_sub(verb.len())?;
            let name = head.get(..at)?;
            let is_verb =
                head.get(at..)?.to_lowercase() == *verb && name.ends_with(char::is_whitespace);
            (is_verb && !name.trim().is_empty()).then(|| name.trim())
        })
    }

    /// Whether `text` stands in the place of a comment that was taken away.
    pub(crate) fn is_removed(&self, text: &str) -> bool {
        if text.len() > 200 {
            return false;
        }
        let lower = text.trim().to_lowercase();
        self.removed.iter().any(|opening| lower.starts_with(opening))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_example_is_read() {
        let words = ThreadWords::load().unwrap();
        for row in data_file!("says.tsv").rows() {
            let [verb, example] = row.columns().unwrap();
            assert_eq!(words.name_before_says(example), Some("Ada Lorne"), "{verb}");
        }
        for row in data_file!("removed.tsv").rows() {
            let [_, example] = row.columns().unwrap();
            assert!(words.is_removed(example), "{example}");
        }
        assert_eq!(words.bare_name("Ada Lorne"), "Ada Lorne");
    }
}
