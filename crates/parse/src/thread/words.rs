//! The words of threads.

use crate::letters::lowers_to;
use crate::stamp::StampWords;
use annalist_tables::{DataError, data_file};

/// The words that threads are read with.
#[derive(Debug)]
pub(crate) struct ThreadWords {
    pub(crate) stamps: StampWords,
    says: Vec<&'static str>,
    badges: Vec<&'static str>,
    removed: Vec<&'static str>,
}

impl ThreadWords {
    /// The words that come with the crate.
    pub(crate) fn load() -> Result<ThreadWords, DataError> {
        let mut says = Vec::new();
        for row in data_file!("says.tsv").rows()? {
            let [verb, _example] = row.columns()?;
            says.push(verb);
        }
        // "ha scritto" before "scritto".
        says.sort_by_key(|verb| std::cmp::Reverse(verb.len()));
        let mut badges = Vec::new();
        for row in data_file!("badges.tsv").rows()? {
            let [badge, _example] = row.columns()?;
            badges.push(badge);
        }
        let mut removed = Vec::new();
        for row in data_file!("removed.tsv").rows()? {
            let [opening, _example] = row.columns()?;
            removed.push(opening);
        }
        Ok(ThreadWords { stamps: StampWords::load()?, says, badges, removed })
    }

    /// The name in "NAME says:", where `line` is that.
    pub(crate) fn name_before_says<'l>(&self, line: &'l str) -> Option<&'l str> {
        let head = line.trim().strip_suffix([':', '：'])?.trim_end();
        self.without_says(head)
    }

    /// The title in "Pingback: TITLE", where `line` is that.
    pub(crate) fn title_of_trackback<'l>(&self, line: &'l str) -> Option<&'l str> {
        let (label, title) = line.split_once(':')?;
        let is_label = ["pingback", "trackback"].contains(&label.trim().to_lowercase().as_str());
        is_label.then(|| title.trim()).filter(|title| !title.is_empty())
    }

    /// `name` without what stands around it: "Submitted by", "says:", "(not verified)".
    pub(crate) fn bare_name<'l>(&self, name: &'l str) -> &'l str {
        let mut head = name.trim().trim_end_matches([':', '：', ',', '|']).trim_end();
        head = self.without_says(head).unwrap_or(head);
        while let Some(rest) = self.badges.iter().find_map(|badge| without_badge(head, badge)) {
            head = rest;
        }
        head
    }

    fn without_says<'l>(&self, head: &'l str) -> Option<&'l str> {
        self.says.iter().find_map(|verb| {
            let at = head.len().checked_sub(verb.len())?;
            let name = head.get(..at)?;
            let is_verb = lowers_to(head.get(at..)?, verb) && name.ends_with(char::is_whitespace);
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

/// `name` without `badge` at either end, where a name is left.
fn without_badge<'l>(name: &'l str, badge: &str) -> Option<&'l str> {
    let is_badge = |part: Option<&str>| part.is_some_and(|part| lowers_to(part, badge));
    let cut = name.len().checked_sub(badge.len())?;
    let rest = if is_badge(name.get(cut..)) && !name[..cut].ends_with(char::is_alphanumeric) {
        &name[..cut]
    } else if is_badge(name.get(..badge.len())) && name[badge.len()..].starts_with([' ', ':']) {
        &name[badge.len()..]
    } else {
        return None;
    };
    let rest = rest.trim_matches([' ', ':', ',', '|', '\u{a0}']);
    (!rest.is_empty()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_example_is_read() {
        let words = ThreadWords::load().unwrap();
        for row in data_file!("says.tsv").rows().unwrap() {
            let [verb, example] = row.columns().unwrap();
            assert_eq!(words.name_before_says(example), Some("Ada Lorne"), "{verb}");
        }
        for row in data_file!("badges.tsv").rows().unwrap() {
            let [badge, example] = row.columns().unwrap();
            assert_eq!(words.bare_name(example), "Ada Lorne", "{badge}");
        }
        for row in data_file!("removed.tsv").rows().unwrap() {
            let [_, example] = row.columns().unwrap();
            assert!(words.is_removed(example), "{example}");
        }
        assert_eq!(words.bare_name("Ada Lorne"), "Ada Lorne");
    }
}
