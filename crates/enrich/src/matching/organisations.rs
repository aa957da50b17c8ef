//! Two names of organisations.

use super::Judgement;
use super::align::{Alignment, align, parted};
use super::word::{Likeness, NameWord};
use super::words::{NameWords, OrganisationName};

/// Shortest single word that may stand for a longer name that begins with it.
const SHORTEST_NAME: usize = 6;

/// Letters of a whole name from which one slip in it may be overlooked.
const LONG_NAME: usize = 12;

pub(super) fn judge(words: &NameWords, a: &OrganisationName, b: &OrganisationName) -> Judgement {
    let whole = judge_whole(words, a, b);
    // What a stroke parts are two names of one.
    let names = |name: &OrganisationName| -> Vec<OrganisationName> {
        if name.others.is_empty() { vec![name.clone()] } else { name.others.clone() }
    };
    if a.others.is_empty() && b.others.is_empty() {
        return whole;
    }
    let (of_a, of_b) = (names(a), names(b));
    let pairs = of_a.iter().flat_map(|a| of_b.iter().map(move |b| (a, b)));
    let best = pairs.map(|(a, b)| judge_whole(words, a, b)).max_by_key(|it| it.score);
    match best {
        Some(best) if best.score > whole.score => {
            Judgement::plain(best.score.min(900), "one-of-its-names")
        }
        _ => whole,
    }
}

fn judge_whole(words: &NameWords, a: &OrganisationName, b: &OrganisationName) -> Judgement {
    if a.words.is_empty() || b.words.is_empty() {
        return Judgement::plain(0, "no-words");
    }
    if a.words.len() == b.words.len() && a.words.iter().zip(&b.words).all(|(a, b)| a.text == b.text)
    {
        let score = if forms_agree(a, b) { 1000 } else { 900 };
        return Judgement::of(score, "same-words", align(&a.words, &b.words));
    }
    if a.letters == b.letters {
        return Judgement::plain(960, "same-letters");
    }
    if is_acronym_of(a, b) || is_acronym_of(b, a) {
        return Judgement::plain(850, "acronym");
    }
    let alignment = align(&a.words, &b.words);
    if alignment.left() == 0 {
        return judge_slips(a, alignment);
    }
    if a.letters.len().min(b.letters.len()) >= LONG_NAME && words.is_slip(&a.letters, &b.letters) {
        return Judgement::of(850, "one-slip", alignment);
    }
    if !alignment.differs_both_ways() {
        return judge_left_out(a, b, words, alignment);
    }
    let (left_a, left_b) = (&alignment.left_of_a, &alignment.left_of_b);
    let is_parted = parted(&a.words, left_a, &b.words, left_b)
        .or_else(|| parted(&b.words, left_b, &a.words, left_a));
    if is_parted.is_some() && left_a.len() + left_b.len() == 3 {
        return Judgement::of(800, "parted-otherwise", alignment);
    }
    if a.words.len() != b.words.len() && words.is_slip(&a.bare(), &b.bare()) {
        return Judgement::of(800, "parted-otherwise", alignment);
    }
    Judgement::of(alignment.score().min(600), "words-differ", alignment)
}

fn judge_slips(a: &OrganisationName, alignment: Alignment) -> Judgement {
    let score = alignment.score();
    let slips_twice = alignment.pairs.iter().any(|(.., it)| *it == Likeness::Slips);
    if alignment.slips() > 2 || slips_twice && a.words.len() == 1 {
        return Judgement::of(score.min(690), "too-many-slips", alignment);
    }
    Judgement::of(score, "words-agree", alignment)
}

/// One has words that the other lacks.
fn judge_left_out(
    a: &OrganisationName,
    b: &OrganisationName,
    words: &NameWords,
    alignment: Alignment,
) -> Judgement {
    let (longer, left) = if alignment.left_of_a.is_empty() {
        (b, &alignment.left_of_b)
    } else {
        (a, &alignment.left_of_a)
    };
    let shorter = a.words.len().min(b.words.len());
    let score = alignment.score();
    let begins_alike = alignment.pairs.iter().any(|(at, other, _)| *at == 0 && *other == 0);
    let is_at_end = |at: &usize| at + left.len() >= longer.words.len();
    let left_words: Vec<&NameWord> = left.iter().filter_map(|at| longer.words.get(*at)).collect();
    let is_telling = |word: &&NameWord| word.is_number() || words.is_place(&word.text);
    let is_dropped = left_words.iter().all(|word| words.is_dropped(&word.text));
    let is_long = a.words.first().is_some_and(|word| word.text.len() >= SHORTEST_NAME);
    let is_only_one = left.len() == 1 && shorter >= 2 && left.iter().all(is_at_end);
    if begins_alike && is_dropped && (shorter >= 2 || is_long) {
        Judgement::of(score.saturating_sub(100).max(700), "word-often-left-out", alignment)
    } else if begins_alike && is_only_one && !left_words.iter().any(is_telling) {
        Judgement::of(score.saturating_sub(150).max(700), "word-left-out", alignment)
    } else {
        Judgement::of(score.min(650), "words-left-out", alignment)
    }
}

fn forms_agree(a: &OrganisationName, b: &OrganisationName) -> bool {
    a.legal_forms.is_empty() || b.legal_forms.is_empty() || a.legal_forms == b.legal_forms
}

/// Whether `short` is one word of the first letters of `long`.
fn is_acronym_of(short: &OrganisationName, long: &OrganisationName) -> bool {
    let [word] = short.words.as_slice() else { return false };
    word.text.len() >= 2 && long.words.len() > 1 && long.initials.contains(&word.text)
}

/// The keys under which the name is found: pairs of its words, the letters of its acronym, and its
/// first word where the others are often left out.
pub(super) fn keys(name: &OrganisationName, words: &NameWords) -> Vec<String> {
    let mut keys = super::blocks::pairs_of(&name.words);
    match name.words.as_slice() {
        [] => {}
        [word] => keys.push(format!("={}", word.text)),
        [first, rest @ ..] => {
            let acronyms = name.initials.iter().filter(|it| it.len() > 1);
            keys.extend(acronyms.map(|it| format!("={it}")));
            if rest.iter().all(|word| words.is_dropped(&word.text)) {
                keys.push(first.key().to_owned());
            }
        }
    }
    keys
}
