//! Two names of people.

use super::Judgement;
use super::align::{Likeness, align, joined_alike, likeness};
use super::words::{NameWords, PersonName};
use crate::names::NameLexicon;

pub(super) fn judge(words: &NameWords, lexicon: &NameLexicon, a: &str, b: &str) -> Judgement {
    let (a, b) = (words.person(a, lexicon), words.person(b, lexicon));
    if a.words.is_empty() || b.words.is_empty() {
        return (0, "no-words");
    }
    if a.words == b.words {
        return (1000, "same-words");
    }
    if a.words.concat() == b.words.concat() {
        return (960, "same-letters");
    }
    if a.has_patronymic && b.has_patronymic && !begin_alike(&a, &b) {
        return (550, "another-father");
    }
    judge_words(&a, &b)
}

fn judge_words(a: &PersonName, b: &PersonName) -> Judgement {
    let alignment = align(&a.words, &b.words);
    let (left_a, left_b) = (alignment.left_of_a.len(), alignment.left_of_b.len());
    let score = alignment.score();
    let shorter = if a.words.len() <= b.words.len() { a } else { b };
    if left_a > 0 && left_b > 0 {
        // Both have a name that the other lacks: a different given name, or a different family.
        return if joined_alike(&a.words, &b.words) {
            (800, "parted-otherwise")
        } else {
            (score.min(600), "names-differ")
        };
    }
    if shorter.words.len() == 1 {
        // A single name is not enough, unless it is said whose rank or office it goes with.
        let is_only = left_a == 0 && left_b == 0;
        return if is_only || shorter.had_title && alignment.slips() == 0 {
            (score.min(850), "single-name")
        } else {
            (score.min(650), "single-name-of-several")
        };
    }
    let initials = alignment.pairs.iter().filter(|(.., it)| *it == Likeness::Initial).count();
    let full = alignment.pairs.len() - initials;
    if initials > 0 && full < 2 {
        return (score.min(680), "initial-only");
    }
    if alignment.slips() * 2 > alignment.pairs.len() && alignment.slips() > 1 {
        return (score.min(690), "too-many-slips");
    }
    let left = u16::try_from(left_a + left_b).unwrap_or(u16::MAX);
    let rule = if left > 0 { "names-left-out" } else { "words-agree" };
    (score.saturating_sub(left.saturating_mul(25)).max(700), rule)
}

/// Whether the given names, which stand first, are the same.
fn begin_alike(a: &PersonName, b: &PersonName) -> bool {
    let first = a.words.first().zip(b.words.first());
    first.is_some_and(|(a, b)| likeness(a, b) > Likeness::None)
}
