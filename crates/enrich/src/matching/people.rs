//! Two names of people.

use super::Judgement;
use super::align::{Alignment, align, parted};
use super::word::Likeness;
use super::words::{NameWords, PersonName};

/// Letters of a surname that an initial beside it is enough for.
const SURNAME_BESIDE_INITIAL: usize = 4;

pub(super) fn judge(words: &NameWords, a: &PersonName, b: &PersonName) -> Judgement {
    if a.words.is_empty() || b.words.is_empty() {
        return Judgement::plain(0, "no-words");
    }
    if a.words.len() == b.words.len() && a.words.iter().zip(&b.words).all(|(a, b)| a.text == b.text)
    {
        return Judgement::of(1000, "same-words", align(&a.words, &b.words));
    }
    if a.letters == b.letters {
        return Judgement::plain(960, "same-letters");
    }
    if a.has_patronymic && b.has_patronymic && !begin_alike(a, b) {
        return Judgement::of(550, "another-father", align(&a.words, &b.words));
    }
    let alignment = align(&a.words, &b.words);
    if !alignment.differs_both_ways() {
        return judge_words(a, b, alignment);
    }
    if let Some((joined, other)) = joined(words, a, b, &alignment) {
        let Judgement { score, rule, .. } = judge(words, &joined, other);
        return Judgement::plain(score.min(900), rule);
    }
    if is_backwards(a, b) {
        return Judgement::plain(700, "written-backwards");
    }
    // Both have a name that the other lacks: a different given name, or a different family.
    Judgement::of(alignment.score().min(600), "names-differ", alignment)
}

fn judge_words(a: &PersonName, b: &PersonName, alignment: Alignment) -> Judgement {
    let left = alignment.left();
    let score = alignment.score();
    let slips = alignment.slips();
    let shorter = if a.words.len() <= b.words.len() { a } else { b };
    if shorter.words.len() == 1 {
        // A single name is not enough, unless it is said whose rank or office it goes with.
        return if left == 0 || shorter.had_title && slips == 0 {
            Judgement::of(score.min(850), "single-name", alignment)
        } else {
            Judgement::of(score.min(650), "single-name-of-several", alignment)
        };
    }
    let initials = alignment.pairs.iter().filter(|(.., it)| *it == Likeness::Initial).count();
    if initials > 0 && alignment.pairs.len() - initials < 2 {
        return if initial_and_surname(a, b, &alignment) {
            Judgement::of(720, "initial-and-surname", alignment)
        } else {
            Judgement::of(score.min(680), "initial-only", alignment)
        };
    }
    if slips * 2 > alignment.pairs.len() && slips > 1 {
        return Judgement::of(score.min(690), "too-many-slips", alignment);
    }
    let slips_twice = alignment.pairs.iter().any(|(.., it)| *it == Likeness::Slips);
    if left > 0 && slips_twice {
        return Judgement::of(score.min(690), "slips-and-names-left-out", alignment);
    }
    if are_swapped(a, b, &alignment) {
        return Judgement::of(690, "given-names-swapped", alignment);
    }
    let lost = u16::try_from(left).unwrap_or(u16::MAX).saturating_mul(25);
    let rule = if left > 0 { "names-left-out" } else { "words-agree" };
    Judgement::of(score.saturating_sub(lost).max(700), rule, alignment)
}

/// Whether the given names, which stand first, are the same.
fn begin_alike(a: &PersonName, b: &PersonName) -> bool {
    let first = a.words.first().zip(b.words.first());
    first.is_some_and(|(a, b)| a.likeness(b) > Likeness::None)
}

/// Whether the one is an initial with the surname of the other, and nothing else.
fn initial_and_surname(a: &PersonName, b: &PersonName, alignment: &Alignment) -> bool {
    let is_plain = a.words.len() == 2 && b.words.len() == 2 && alignment.left() == 0;
    let surname = alignment.pairs.iter().any(|(at, other, likeness)| {
        let length = a.words.get(*at).map_or(0, |word| word.text.len());
        *likeness >= Likeness::Sound && at == other && length >= SURNAME_BESIDE_INITIAL
    });
    is_plain && surname
}

/// Whether two names of just two given names have them the other way round, so that either may be
/// the family's. What stands before a comma is.
fn are_swapped(a: &PersonName, b: &PersonName, alignment: &Alignment) -> bool {
    let is_bare = |name: &PersonName| {
        name.words.len() == 2
            && name.is_whole
            && !name.had_comma
            && name.words.iter().all(|word| word.is_given_name)
    };
    is_bare(a) && is_bare(b) && alignment.pairs.iter().all(|(at, other, _)| at != other)
}

/// One of the names with two words joined that the other one writes as one, and that other.
fn joined<'n>(
    words: &NameWords,
    a: &'n PersonName,
    b: &'n PersonName,
    alignment: &Alignment,
) -> Option<(PersonName, &'n PersonName)> {
    let (left_a, left_b) = (&alignment.left_of_a, &alignment.left_of_b);
    let of_a = parted(&a.words, left_a, &b.words, left_b).map(|at| (a, b, at));
    let of_b = || parted(&b.words, left_b, &a.words, left_a).map(|at| (b, a, at));
    let (name, other, at) = of_a.or_else(of_b)?;
    let mut name = name.clone();
    let second = name.words.remove(at + 1);
    let slot = name.words.get_mut(at)?;
    *slot = words.word(slot.text.clone() + &second.text, false);
    Some((name, other))
}

/// Whether the letters of the one are those of the other from behind, as programs write out what
/// runs from right to left.
fn is_backwards(a: &PersonName, b: &PersonName) -> bool {
    let (a, b) = (&a.written, &b.written);
    a.len() == b.len() && a.len() >= SURNAME_BESIDE_INITIAL && a.bytes().rev().eq(b.bytes())
}
