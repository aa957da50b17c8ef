//! Two names of organisations.

use super::Judgement;
use super::align::{align, joined_alike};
use super::words::{NameWords, OrganisationName};

/// Shortest single word that may stand for a longer name that begins with it.
const SHORTEST_NAME: usize = 6;

pub(super) fn judge(words: &NameWords, a: &str, b: &str) -> Judgement {
    let (a, b) = (words.organisation(a), words.organisation(b));
    if a.words.is_empty() || b.words.is_empty() {
        return (0, "no-words");
    }
    if a.words == b.words {
        return (if forms_agree(&a, &b) { 1000 } else { 900 }, "same-words");
    }
    if with_forms(&a) == with_forms(&b) || a.words.concat() == b.words.concat() {
        return (960, "same-letters");
    }
    if is_acronym_of(&a, &b) || is_acronym_of(&b, &a) {
        return (850, "acronym");
    }
    judge_words(&a, &b)
}

fn judge_words(a: &OrganisationName, b: &OrganisationName) -> Judgement {
    let alignment = align(&a.words, &b.words);
    let score = alignment.score();
    let (left_a, left_b) = (alignment.left_of_a.len(), alignment.left_of_b.len());
    if left_a == 0 && left_b == 0 {
        return if alignment.slips() > 2 {
            (score.min(690), "too-many-slips")
        } else {
            (score, "words-agree")
        };
    }
    if left_a > 0 && left_b > 0 {
        return if joined_alike(&a.words, &b.words) {
            (800, "parted-otherwise")
        } else {
            (score.min(600), "words-differ")
        };
    }
    // One has words that the other lacks.
    let shorter = a.words.len().min(b.words.len());
    let left = left_a + left_b;
    let begins_alike = alignment.pairs.iter().any(|(at, other, _)| *at == 0 && *other == 0);
    let is_long_word = a.words.first().is_some_and(|word| word.len() >= SHORTEST_NAME);
    let enough = shorter >= 2 && left == 1 || shorter == 1 && left == 1 && is_long_word;
    let has_number = alignment
        .left_of_a
        .iter()
        .filter_map(|at| a.words.get(*at))
        .chain(alignment.left_of_b.iter().filter_map(|at| b.words.get(*at)))
        .any(|word| word.bytes().any(|byte| byte.is_ascii_digit()));
    if begins_alike && enough && !has_number {
        (score.saturating_sub(150).max(700), "word-left-out")
    } else {
        (score.min(650), "words-left-out")
    }
}

fn forms_agree(a: &OrganisationName, b: &OrganisationName) -> bool {
    a.legal_forms.is_empty() || b.legal_forms.is_empty() || a.legal_forms == b.legal_forms
}

/// All letters, those of the legal form included, which may be written onto the name.
fn with_forms(name: &OrganisationName) -> String {
    name.words.concat() + &name.legal_forms.concat()
}

/// Whether `short` is one word of the first letters of `long`.
fn is_acronym_of(short: &OrganisationName, long: &OrganisationName) -> bool {
    let [word] = short.words.as_slice() else { return false };
    word.len() >= 2 && long.words.len() > 1 && long.initials.contains(word)
}
