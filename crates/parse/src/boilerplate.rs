//! Words that belong to the page and not to what it says: consent, appeals, labels of buttons.

use annalist_tables::{DataError, data_file};
use foldhash::{HashSet, HashSetExt};

use crate::letters::{Finder, lowers_to};

/// A label is no longer than this, in bytes.
const LONGEST_LABEL: usize = 60;

/// A paragraph past this many bytes says more than any appeal.
const LONGEST: usize = 700;

/// The words of boilerplate.
#[derive(Debug)]
pub(crate) struct Boilerplate {
    /// All phrases at once: a page asks for each of its paragraphs.
    phrases: Finder,
    lines: HashSet<&'static str>,
    openings: Vec<&'static str>,
}

impl Boilerplate {
    /// The words that come with the crate.
    pub(crate) fn load() -> Result<Boilerplate, DataError> {
        let file = data_file!("boilerplate.tsv");
        let (mut phrases, mut lines, mut openings) = (Vec::new(), HashSet::new(), Vec::new());
        for row in file.rows()? {
            let [phrase, kind, _example] = row.columns()?;
            match kind {
                "phrase" => phrases.push(phrase),
                "opening" => openings.push(phrase),
                "line" => {
                    lines.insert(phrase);
                }
                _ => return Err(row.error(format!("no kind is called “{kind}”"))),
            }
        }
        Ok(Boilerplate { phrases: Finder::new(file, phrases)?, lines, openings })
    }

    /// Whether `text`, the whole of a block, is a label or an appeal.
    pub(crate) fn is_boilerplate(&self, text: &str) -> bool {
        if text.len() > LONGEST {
            return false;
        }
        let opens =
            |opening: &&str| text.get(..opening.len()).is_some_and(|it| lowers_to(it, opening));
        (text.len() <= LONGEST_LABEL && self.is_label(&text.to_lowercase()))
            || self.phrases.finds_any(text)
            || self.openings.iter().any(opens)
    }

    /// Whether a text in lower case is a label such as "share".
    fn is_label(&self, lower: &str) -> bool {
        let bare = lower.trim_matches(|character: char| !character.is_alphanumeric());
        bare.is_empty() || self.lines.contains(bare)
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
