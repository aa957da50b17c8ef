//! The words of a text as lists see them.

use super::fold::{Fold, raw_words};
use crate::names::NameLexicon;

/// Letters from which a word in capitals may be a name that the list does not write so.
const LONG: usize = 4;

/// One word of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct ListedWord {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Its number.
    pub(super) key: u64,
    pub(super) is_article: bool,
    /// Whether a name may begin with it: it has a capital, or a script that has none.
    pub(super) may_begin: bool,
    /// Whether nothing but a blank, a hyphen or a stop parts it from the word before.
    pub(super) goes_on: bool,
}

/// The words of `text`, in order.
pub(super) fn words(text: &str, fold: &mut Fold<'_>) -> Vec<ListedWord> {
    let mut end_before = 0;
    raw_words(text)
        .map(|(start, word)| {
            let end = start + word.len();
            let between = text.get(end_before..start).unwrap_or("\n");
            end_before = end;
            let is_article = fold.is_article(word);
            ListedWord {
                start,
                end,
                key: fold.word(word),
                is_article,
                may_begin: !word.starts_with(char::is_lowercase),
                goes_on: matches!(
                    between,
                    " " | "-" | "\u{a0}" | ". " | "." | "\u{2010}" | "’" | "'"
                ),
            }
        })
        .collect()
}

/// How near one word is to a listed name of one word, per mille. A word is a name by how it is
/// written alone, so that has to be the same.
pub(super) fn single_score(listed: &str, written: &str, lexicon: &NameLexicon) -> u16 {
    if listed == written {
        return 1000;
    }
    let is_common = lexicon.is_common(&written.to_lowercase());
    let is_acronym = !listed.contains(char::is_lowercase);
    let is_loud = written.chars().count() >= LONG && !written.contains(char::is_lowercase);
    let same_letters = listed.to_lowercase() == written.to_lowercase();
    if same_letters
        && !is_common
        && (is_loud || is_acronym && !written.contains(char::is_lowercase))
    {
        950
    } else {
        0
    }
}
