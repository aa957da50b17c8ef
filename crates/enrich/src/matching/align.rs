//! The words of two names, paired.

use super::word::{Likeness, NameWord};

/// Letters from which a word may be one that somebody has parted in two.
const LONG_ENOUGH_TO_PART: usize = 5;

/// The words of two names in pairs, the likest first, and what is left of each.
#[derive(Clone, Debug, Default)]
pub(super) struct Alignment {
    pub(super) pairs: Vec<(usize, usize, Likeness)>,
    pub(super) left_of_a: Vec<usize>,
    pub(super) left_of_b: Vec<usize>,
}

/// Pairs the words of `a` and `b`, in any order.
pub(super) fn align(a: &[NameWord], b: &[NameWord]) -> Alignment {
    let mut likely: Vec<(Likeness, usize, usize, usize)> = Vec::with_capacity(a.len() + b.len());
    for (at, word) in a.iter().enumerate() {
        for (other_at, other) in b.iter().enumerate() {
            let likeness = word.likeness(other);
            if likeness > Likeness::None {
                likely.push((likeness, at.abs_diff(other_at), at, other_at));
            }
        }
    }
    likely.sort_unstable_by_key(|(likeness, distance, at, other_at)| {
        (std::cmp::Reverse(*likeness), *distance, *at, *other_at)
    });
    let mut alignment = Alignment::default();
    let (mut taken_a, mut taken_b) = (vec![false; a.len()], vec![false; b.len()]);
    for (likeness, _, at, other_at) in likely {
        let (Some(slot_a), Some(slot_b)) = (taken_a.get_mut(at), taken_b.get_mut(other_at)) else {
            continue;
        };
        if !*slot_a && !*slot_b {
            (*slot_a, *slot_b) = (true, true);
            alignment.pairs.push((at, other_at, likeness));
        }
    }
    let left = |taken: &[bool]| -> Vec<usize> {
        taken.iter().enumerate().filter(|(_, taken)| !**taken).map(|(at, _)| at).collect()
    };
    alignment.left_of_a = left(&taken_a);
    alignment.left_of_b = left(&taken_b);
    alignment
}

impl Alignment {
    /// The mean nearness of the pairs, per mille.
    pub(super) fn score(&self) -> u16 {
        let sum: usize =
            self.pairs.iter().map(|(.., likeness)| usize::from(likeness.score())).sum();
        u16::try_from(sum / self.pairs.len().max(1)).unwrap_or_default()
    }

    /// How many pairs differ by slips.
    pub(super) fn slips(&self) -> usize {
        self.pairs.iter().filter(|(.., likeness)| likeness.is_slip()).count()
    }

    /// How many words stand in one name alone.
    pub(super) fn left(&self) -> usize {
        self.left_of_a.len() + self.left_of_b.len()
    }

    /// Whether each name has words that the other lacks.
    pub(super) fn differs_both_ways(&self) -> bool {
        !self.left_of_a.is_empty() && !self.left_of_b.is_empty()
    }
}

/// Where two neighbours that are left of one name are one word that is left of the other: their
/// places in the first.
pub(super) fn parted(
    words: &[NameWord],
    left: &[usize],
    others: &[NameWord],
    left_of_others: &[usize],
) -> Option<usize> {
    left.windows(2).find_map(|pair| {
        let [first, second] = pair else { return None };
        let (one, two) = (words.get(*first)?, words.get(*second)?);
        let is_joined = |other: &usize| {
            others.get(*other).is_some_and(|other| {
                other.text.len() >= LONG_ENOUGH_TO_PART
                    && other.text.strip_prefix(one.text.as_str()) == Some(two.text.as_str())
            })
        };
        (first + 1 == *second && left_of_others.iter().any(is_joined)).then_some(*first)
    })
}
