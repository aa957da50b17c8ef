//! The second look: what the first one thinks of the paragraphs around each.
//!
//! A paragraph is seldom alone of its kind. The model of the second look is told how likely the
//! first one found its neighbours, the insides of the elements above it, those made alike, and the
//! page as a whole (stacked sequential learning; Cohen and Carvalho, 2005).

use std::ops::Range;

use super::kin::Kin;
use super::survey::Survey;
use crate::article::pick::{Bar, share};

pub(super) const NAMES: &[&str] = &[
    "first",
    "first-3-before",
    "first-2-before",
    "first-1-before",
    "first-1-after",
    "first-2-after",
    "first-3-after",
    "first-5-before",
    "first-5-after",
    "1-above-first",
    "1-above-share",
    "2-above-first",
    "2-above-share",
    "3-above-first",
    "3-above-share",
    "4-above-first",
    "4-above-share",
    "5-above-first",
    "5-above-share",
    "kin-first",
    "share-before",
    "since-first",
    "until-first",
    "bar",
    "promise",
    "over-bar",
    "best-before",
    "best-after",
    "page-first",
];

/// Elements above the block of a paragraph of which the inside is told.
const LEVELS: usize = 5;

/// Neighbours of a mean.
const NEAR: usize = 5;

/// Sums of trees are told up to this far from even odds.
const SUREST: f32 = 9.2;

/// Distances, in paragraphs, are told up to this one.
const FARTHEST: f32 = 60.0;

/// Who stands around each paragraph of a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Company {
    /// The length of each, in bytes.
    lengths: Vec<f32>,
    /// The paragraphs in the elements above its block, the nearest first.
    above: Vec<[Range<u32>; LEVELS]>,
    /// The family of each.
    kin: Vec<u32>,
}

impl Company {
    pub(super) fn new(survey: &Survey<'_>, kin: &Kin<'_>) -> Company {
        let around = |block: usize| {
            let mut node = block;
            [(); LEVELS].map(|()| {
                node = survey.page.parent(node).unwrap_or(node);
                let inside = survey.paragraphs(node);
                inside.start as u32..inside.end as u32
            })
        };
        let mut above: Vec<[Range<u32>; LEVELS]> = Vec::with_capacity(survey.units.len());
        for (at, unit) in survey.units.iter().enumerate() {
            let is_same = at > 0 && survey.units[at - 1].block == unit.block;
            let next = if is_same { above[at - 1].clone() } else { around(unit.block) };
            above.push(next);
        }
        Company {
            lengths: survey.units.iter().map(|unit| unit.length as f32).collect(),
            above,
            kin: (0..survey.units.len()).map(|at| kin.family(at) as u32).collect(),
        }
    }

    /// Writes the numbers of the second look into the last columns of `rows`, which hold those of the
    /// first. `sums` are what the trees of the first look say of each paragraph.
    pub(crate) fn look_again(&self, sums: &[f32], rows: &mut super::Rows) {
        let likelihoods: Vec<f32> = sums.iter().map(|&sum| share(sum)).collect();
        let seen = Seen::new(self, sums, &likelihoods);
        for at in 0..self.lengths.len() {
            seen.write(at, rows.second_mut(at));
        }
    }
}

/// What the first look says, summed up.
struct Seen<'a> {
    company: &'a Company,
    sums: Vec<f32>,
    likelihoods: &'a [f32],
    /// Bytes, and likely bytes, of the first paragraphs.
    length: Vec<f32>,
    likely: Vec<f32>,
    /// The same of each family.
    families: Vec<[f32; 2]>,
    since: Vec<f32>,
    until: Vec<f32>,
    best_before: Vec<f32>,
    best_after: Vec<f32>,
    bar: Bar,
}

impl<'a> Seen<'a> {
    fn new(company: &'a Company, sums: &[f32], likelihoods: &'a [f32]) -> Seen<'a> {
        let lengths = &company.lengths;
        let (mut length, mut likely) = (vec![0.0], vec![0.0]);
        let families = company.kin.iter().max().map_or(0, |last| *last as usize + 1);
        let mut families = vec![[0.0; 2]; families];
        for ((&own, &likelihood), &family) in lengths.iter().zip(likelihoods).zip(&company.kin) {
            length.push(length[length.len() - 1] + own);
            likely.push(likely[likely.len() - 1] + own * likelihood);
            let family = &mut families[family as usize];
            family[0] += own + 1.0;
            family[1] += (own + 1.0) * likelihood;
        }
        let distances = |order: &mut dyn Iterator<Item = usize>| {
            let (mut distances, mut distance) = (vec![FARTHEST; sums.len()], FARTHEST);
            for at in order {
                distances[at] = distance;
                distance = if likelihoods[at] > 0.5 { 1.0 } else { (distance + 1.0).min(FARTHEST) };
            }
            distances
        };
        let bests = |order: &mut dyn Iterator<Item = usize>| {
            let (mut bests, mut best) = (vec![-1.0; sums.len()], -1.0_f32);
            for at in order {
                bests[at] = best;
                best = best.max(likelihoods[at]);
            }
            bests
        };
        let bytes: Vec<usize> = lengths.iter().map(|&it| it as usize).collect();
        Seen {
            company,
            sums: sums.iter().map(|sum| sum.clamp(-SUREST, SUREST)).collect(),
            likelihoods,
            length,
            likely,
            families,
            since: distances(&mut (0..sums.len())),
            until: distances(&mut (0..sums.len()).rev()),
            best_before: bests(&mut (0..sums.len())),
            best_after: bests(&mut (0..sums.len()).rev()),
            bar: Bar::of(&bytes, likelihoods),
        }
    }

    fn write(&self, at: usize, row: &mut [f32]) {
        let (own, likelihood) = (self.company.lengths[at], self.likelihoods[at]);
        let count = self.sums.len();
        let all = self.likely[count].max(1e-9);
        let near = |steps: isize| {
            at.checked_add_signed(steps).and_then(|it| self.sums.get(it)).copied().unwrap_or(-9.0)
        };
        let mean = |range: Range<usize>| {
            let count = range.len() as f32;
            if range.is_empty() { -9.0 } else { self.sums[range].iter().sum::<f32>() / count }
        };
        let mut numbers = row.iter_mut();
        let mut tell = |number: f32| {
            if let Some(place) = numbers.next() {
                *place = number;
            }
        };
        tell(self.sums[at]);
        for steps in [-3, -2, -1, 1, 2, 3] {
            tell(near(steps));
        }
        tell(mean(at.saturating_sub(NEAR)..at));
        tell(mean(count.min(at + 1)..count.min(at + 1 + NEAR)));
        for inside in &self.company.above[at] {
            let (start, end) = (inside.start as usize, inside.end as usize);
            let length = self.length[end] - self.length[start] - own;
            let likely = self.likely[end] - self.likely[start] - own * likelihood;
            tell(if length > 0.0 { likely / length } else { -1.0 });
            tell(likely / all);
        }
        let family = self.families[self.company.kin[at] as usize];
        let kin = [family[0] - own - 1.0, family[1] - (own + 1.0) * likelihood];
        tell(if kin[0] > 0.5 { kin[1] / kin[0] } else { -1.0 });
        tell(self.likely[at] / all);
        tell(self.since[at]);
        tell(self.until[at]);
        tell(self.bar.likelihood);
        tell(self.bar.promise);
        tell(likelihood - self.bar.likelihood);
        tell(self.best_before[at]);
        tell(self.best_after[at]);
        tell(all / self.length[count].max(1.0));
    }
}
