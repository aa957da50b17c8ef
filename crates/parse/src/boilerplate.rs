//! Words that belong to the page and not to what it says: consent, appeals, labels of buttons.

use std::collections::HashSet;

use annalist_tables::{DataError, data_file};

/// A paragraph past this many bytes says more than any appeal.
const LONGEST: usize = 700;

/// The words of boilerplate.
#[derive(Debug)]
pub(crate) struct Boilerplate {
    phrases: Vec<&'static str>,
    lines: HashSet<&'static str>,
    openings: Vec<&'static str>,
}

impl Boilerplate {
    /// The words that come with the crate.
    pub(crate) fn load() -> Result<Boilerplate, DataError> {
        let mut words =
            Boilerplate { phrases: Vec::new(), lines: HashSet::new(), openings: Vec::new() };
        for row in data_file!("boilerplate.tsv").rows()? {
            let [phrase, kind, _example] = row.columns()?;
            match kind {
                "phrase" => words.phrases.push(phrase),
                "opening" => words.openings.push(phrase),
                "line" => {
                    words.lines.insert(phrase);
                }
                _ => return Err(row.error(format!("no kind is called “{kind}”"))),
            }
        }
        Ok(words)
    }

    /// Whether `text`, the whole of a block, is a label or an appeal.
    pub(crate) fn is_boilerplate(&self, text: &str) -> bool {
        self.is_label(text) || self.is_appeal(text)
    }

    /// Whether `text` is a label such as "Share".
    pub(crate) fn is_label(&self, text: &str) -> bool {
        if text.len() > 60 {
            return false;
        }
        let lower = text.to_lowercase();
        let bare = lower.trim_matches(|character: char| !character.is_alphanumeric());
        bare.is_empty() || self.lines.contains(bare)
    }

    fn is_appeal(&self, text: &str) -> bool {
        if text.len() > LONGEST {
            return false;
        }
        let lower = text.to_lowercase();
        self.phrases.iter().any(|phrase| lower.contains(phrase))
            || self.openings.iter().any(|opening| lower.starts_with(opening))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_example_is_boilerplate() {
        let words = Boilerplate::load().unwrap();
        for row in data_file!("boilerplate.tsv").rows().unwrap() {
            let [phrase, _, example] = row.columns().unwrap();
            assert!(words.is_boilerplate(example), "{phrase}: {example}");
        }
    }

    #[test]
    fn sentences_that_share_a_word_are_not() {
        let words = Boilerplate::load().unwrap();
        assert!(!words.is_boilerplate("They share the harbour."));
        assert!(!words.is_boilerplate("The baker sold cookies."));
    }
}
