//! What the groups of features share: sums over the paragraphs, and the elements that matter.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Evidence;
use crate::article::units::{Paragraphs, Unit};
use crate::page::Page;

/// A page as the features see it.
pub(super) struct Survey<'a> {
    pub(super) page: &'a Page<'a>,
    pub(super) units: &'a [Unit],
    paragraphs: &'a Paragraphs,
    /// How many paragraphs start before each node, and before the end.
    before: Vec<u32>,
    pub(super) good: Sums,
    pub(super) bad: Sums,
    pub(super) length: Sums,
    pub(super) linked: Sums,
    /// The paragraphs of the element that the rules would take.
    pub(super) container: Option<Range<usize>>,
    /// The element right above most good text.
    pub(super) top: usize,
    /// Whether the rules would leave a paragraph out.
    pub(super) is_left_out: Vec<bool>,
}

impl<'a> Survey<'a> {
    pub(super) fn new(
        page: &'a Page<'a>,
        paragraphs: &'a Paragraphs,
        evidence: &Evidence<'_>,
    ) -> Survey<'a> {
        let units = paragraphs.units.as_slice();
        let mut survey = Survey {
            page,
            units,
            paragraphs,
            before: starts_before(page, units),
            good: Sums::of(units, |unit| unit.good),
            bad: Sums::of(units, |unit| unit.bad),
            length: Sums::of(units, |unit| unit.length),
            linked: Sums::of(units, |unit| unit.linked),
            container: None,
            top: top_element(page, units),
            is_left_out: units
                .iter()
                .map(|unit| unit.is_teaser || evidence.left_out.hides(page, unit.start))
                .collect(),
        };
        survey.container = evidence.container.map(|node| survey.paragraphs(node));
        survey
    }

    /// The words of a paragraph.
    pub(super) fn words(&self, at: usize) -> &'a str {
        self.paragraphs.words(&self.units[at])
    }

    /// The paragraphs that start below an element.
    pub(super) fn paragraphs(&self, node: usize) -> Range<usize> {
        let nodes = self.page.subtree(node);
        self.before[nodes.start] as usize..self.before[nodes.end] as usize
    }

    /// Whether a paragraph stands in the element that the rules would take.
    pub(super) fn is_inside(&self, at: usize) -> bool {
        self.container.as_ref().is_some_and(|range| range.contains(&at))
    }
}

/// For each node, and for the end of the page, how many paragraphs start before it.
fn starts_before(page: &Page<'_>, units: &[Unit]) -> Vec<u32> {
    let mut before = Vec::with_capacity(page.len() + 1);
    for (unit, count) in units.iter().zip(0..) {
        before.resize(unit.start + 1, count);
    }
    before.resize(page.len() + 1, units.len() as u32);
    before
}

/// The element that good paragraphs hand most to: all of their length to the one above them, half
/// of it to the one above that.
fn top_element(page: &Page<'_>, units: &[Unit]) -> usize {
    let mut handed: BTreeMap<usize, usize> = BTreeMap::new();
    for unit in units.iter().filter(|unit| unit.good > 0) {
        for (above, part) in page.ancestors(unit.block).zip([1, 2]) {
            *handed.entry(above).or_default() += unit.good / part;
        }
    }
    // Of two that get the same, the first.
    handed.into_iter().rev().max_by_key(|&(_, sum)| sum).map_or(0, |(node, _)| node)
}

/// Sums over the first paragraphs.
pub(super) struct Sums(Vec<f32>);

impl Sums {
    fn of(units: &[Unit], value: impl Fn(&Unit) -> usize) -> Sums {
        let mut sum = 0;
        let mut sums = vec![0.0];
        sums.extend(units.iter().map(|unit| {
            sum += value(unit);
            sum as f32
        }));
        Sums(sums)
    }

    pub(super) fn within(&self, paragraphs: Range<usize>) -> f32 {
        self.0[paragraphs.end] - self.0[paragraphs.start]
    }

    pub(super) fn all(&self) -> f32 {
        self.0[self.0.len() - 1]
    }
}
