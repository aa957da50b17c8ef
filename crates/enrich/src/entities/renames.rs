//! What the text says was renamed: the old name and the new one are two.

use std::collections::BTreeMap;

use annalist_model::Span;
use annalist_tables::{DataError, data_file, read_rows};

use super::stated;
use crate::names::{Candidate, NameLexicon};

/// The words that tell of a renaming.
#[derive(Debug)]
pub(crate) struct Renames {
    phrases: Vec<&'static str>,
}

/// Two names of which the text says that one followed the other, by their clusters, and where.
pub(super) type Renamed = BTreeMap<(usize, usize), Span>;

impl Renames {
    pub(crate) fn load() -> Result<Renames, DataError> {
        let rows = read_rows(data_file!("entities/renames.tsv"), 1)?;
        Ok(Renames { phrases: rows.iter().map(|row| row.cell(0)).collect() })
    }

    /// The names that stand on either side of such words, the lesser cluster first.
    pub(super) fn find(
        &self,
        text: &str,
        names: &[Candidate],
        cluster_of: &[usize],
        lexicon: &NameLexicon,
    ) -> Renamed {
        let pairs = names.windows(2).zip(cluster_of.windows(2));
        pairs
            .filter_map(|(pair, of_pair)| {
                let ([first, second], [one, other]) = (pair, of_pair) else { return None };
                let between = stated::words_between(text, first.span, second.span, lexicon)?;
                let tells = self.phrases.iter().any(|phrase| ends_in(&between, phrase));
                let evidence = first.span.cover(second.span);
                let pair = (*one.min(other), *one.max(other));
                (one != other && tells).then_some((pair, evidence))
            })
            .collect()
    }
}

/// Whether `words` ends in the whole words of `phrase`.
fn ends_in(words: &str, phrase: &str) -> bool {
    words.strip_suffix(phrase).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
}
