//! Words before a date that say of what it is the date: "Updated 7 May 2018".

use annalist_tables::{DataError, data_file};

use crate::letters::Finder;

/// Of what a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateOf {
    Publication,
    Change,
    /// A right, a membership, a visit: nothing of the article.
    Other,
}

const KINDS: &[(&str, DateOf)] =
    &[("modified", DateOf::Change), ("other", DateOf::Other), ("published", DateOf::Publication)];

/// The words that come with the crate.
#[derive(Debug)]
pub(crate) struct DateLabels {
    labels: Vec<(&'static str, DateOf)>,
    /// All labels at once: most words before a date hold none.
    any: Finder,
}

/// A label stands in the last words before a date, so many bytes at most.
const WITHIN: usize = 48;

impl DateLabels {
    /// The words that come with the crate.
    pub(crate) fn load() -> Result<DateLabels, DataError> {
        let mut labels = Vec::new();
        let file = data_file!("date-labels.tsv");
        for row in file.rows()? {
            let [words, _, _example] = row.columns()?;
            labels.push((words, row.choice(1, KINDS)?));
        }
        // "last updated" before "updated".
        labels.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        let any = Finder::new(file, labels.iter().map(|(words, _)| *words))?;
        Ok(DateLabels { labels, any })
    }

    /// What the words before a date say of it: the label nearest to it counts.
    pub(super) fn before_date(&self, before: &str) -> Option<DateOf> {
        let lower = before.to_lowercase();
        let from = lower.len().saturating_sub(WITHIN);
        let from = (from..=lower.len()).find(|&at| lower.is_char_boundary(at))?;
        let near = &lower[from..];
        if !self.any.finds_any(near) {
            return None;
        }
        let place = |words: &str| {
            let (at, _) = near.rmatch_indices(words).find(|(at, _)| {
                let next = near[at + words.len()..].chars().next();
                let last = near[..*at].chars().next_back();
                !next.is_some_and(char::is_alphanumeric)
                    && !last.is_some_and(char::is_alphanumeric)
                    && !is_over(&near[at + words.len()..])
            })?;
            Some(at + words.len())
        };
        let found = self.labels.iter().filter_map(|(words, kind)| Some((place(words)?, *kind)));
        found.max_by_key(|(end, _)| *end).map(|(_, kind)| kind)
    }
}

/// Whether a label says nothing of the date after these words: they are its own, and a sign parts
/// them from what follows, as in "Edited by Ada Lorne | ".
fn is_over(words: &str) -> bool {
    let end = words.rfind(['|', '•', '·']);
    end.is_some_and(|end| words[..end].contains(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_label_says_of_what_a_date_is() {
        let labels = DateLabels::load().unwrap();
        for row in data_file!("date-labels.tsv").rows().unwrap() {
            let [words, _, example] = row.columns().unwrap();
            let before = example.strip_suffix("7 May 2018").unwrap();
            assert_eq!(labels.before_date(before), Some(row.choice(1, KINDS).unwrap()), "{words}");
        }
    }

    #[test]
    fn the_label_nearest_to_the_date_counts() {
        let labels = DateLabels::load().unwrap();
        assert_eq!(labels.before_date("Posted 3 May | Updated: "), Some(DateOf::Change));
        assert_eq!(labels.before_date("Edited by Ada Lorne | "), None);
        assert_eq!(labels.before_date("Updated | "), Some(DateOf::Change));
        assert_eq!(labels.before_date("By Ada Lorne, "), None);
        assert_eq!(labels.before_date("Notwithstanding "), None);
    }
}
