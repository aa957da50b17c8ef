//! The words of two names, paired.

use strsim::osa_distance;

use crate::entities::skeleton;

/// How two words compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    None,
    /// One is the first letter of the other.
    Initial,
    /// They differ by a slip or two.
    Slip,
    /// They are romanisations of one word.
    Skeleton,
    Equal,
}

impl Likeness {
    /// How near the words are, per mille.
    pub(super) fn score(self) -> u16 {
        match self {
            Likeness::None => 0,
            Likeness::Initial => 750,
            Likeness::Slip => 820,
            Likeness::Skeleton => 930,
            Likeness::Equal => 1000,
        }
    }
}

/// Letters of a word for each slip that it may hold.
const LETTERS_A_SLIP: usize = 4;

/// Most slips in a word.
const MOST_SLIPS: usize = 2;

/// Letters from which a word that begins alike may hold the most slips.
const LONG: usize = 6;

/// Shortest word that may hold a slip.
const SHORTEST_WITH_SLIP: usize = 4;

/// Longest word that slips are looked for in.
const LONGEST_WITH_SLIP: usize = 40;

/// How `a` and `b` compare.
pub(super) fn likeness(a: &str, b: &str) -> Likeness {
    if a == b {
        return Likeness::Equal;
    }
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let is_number = |word: &str| word.bytes().any(|byte| byte.is_ascii_digit());
    if short.chars().count() == 1 {
        let is_initial = long.starts_with(short) && !is_number(short);
        return if is_initial { Likeness::Initial } else { Likeness::None };
    }
    if is_number(a) && is_number(b) {
        return Likeness::None;
    }
    if skeleton(a) == skeleton(b) && short.len() > 2 {
        return Likeness::Skeleton;
    }
    let length = long.chars().count();
    let begins_alike = a.chars().next() == b.chars().next();
    let slips = if begins_alike && length >= LONG { MOST_SLIPS } else { length / LETTERS_A_SLIP };
    let may_slip = (SHORTEST_WITH_SLIP..=LONGEST_WITH_SLIP).contains(&length);
    if may_slip && osa_distance(a, b) <= slips.min(MOST_SLIPS) {
        Likeness::Slip
    } else {
        Likeness::None
    }
}

/// Whether two names have the same letters up to slips, but part them into words otherwise.
pub(super) fn joined_alike(a: &[String], b: &[String]) -> bool {
    a.len() != b.len() && likeness(&a.concat(), &b.concat()) >= Likeness::Slip
}

/// The words of two names in pairs, the likest first, and what is left of each.
#[derive(Debug, Default)]
pub(super) struct Alignment {
    pub(super) pairs: Vec<(usize, usize, Likeness)>,
    pub(super) left_of_a: Vec<usize>,
    pub(super) left_of_b: Vec<usize>,
}

/// Pairs the words of `a` and `b`, in any order.
pub(super) fn align(a: &[String], b: &[String]) -> Alignment {
    let mut likely: Vec<(Likeness, usize, usize, usize)> = Vec::new();
    for (at, word) in a.iter().enumerate() {
        for (other_at, other) in b.iter().enumerate() {
            let likeness = likeness(word, other);
            if likeness > Likeness::None {
                likely.push((likeness, at.abs_diff(other_at), at, other_at));
            }
        }
    }
    likely.sort_by_key(|(likeness, distance, at, other_at)| {
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
        self.pairs.iter().filter(|(.., likeness)| *likeness == Likeness::Slip).count()
    }
}
