//! Paragraphs that are made alike: the same element in elements of the same names and classes.
//! Those of an article are many and good; what most of its kind are not is seldom a part of it.

use foldhash::{HashMap, HashMapExt};

use super::survey::Survey;
use crate::fnv::Fnv;
use crate::page::{Page, class_and_id};

pub(super) const NAMES: &[&str] =
    &["kin-count", "kin-length", "kin-linked", "kin-good", "kin-purity", "kin-spread", "kin-after"];

/// Elements by which kin is known: that of the paragraph, and this many above it.
const ABOVE: usize = 2;

pub(super) struct Kin<'s> {
    survey: &'s Survey<'s>,
    /// The family of each paragraph.
    of: Vec<usize>,
    families: Vec<Family>,
}

#[derive(Default)]
struct Family {
    count: f32,
    length: f32,
    linked: f32,
    good: f32,
    first: usize,
    last: usize,
}

impl<'s> Kin<'s> {
    pub(super) fn new(survey: &'s Survey<'s>) -> Kin<'s> {
        let mut numbers: HashMap<u64, usize> = HashMap::new();
        let mut by_block: HashMap<usize, usize> = HashMap::new();
        let mut families: Vec<Family> = Vec::new();
        let mut of = Vec::with_capacity(survey.units.len());
        for (at, unit) in survey.units.iter().enumerate() {
            let number = *by_block.entry(unit.block).or_insert_with(|| {
                let next = numbers.len();
                *numbers.entry(likeness(survey.page, unit.block)).or_insert(next)
            });
            if number == families.len() {
                families.push(Family { first: at, ..Family::default() });
            }
            let family = &mut families[number];
            family.count += 1.0;
            family.length += unit.length as f32;
            family.linked += unit.linked as f32;
            family.good += unit.good as f32;
            family.last = at;
            of.push(number);
        }
        Kin { survey, of, families }
    }

    /// The family that has most good text, where it has several members.
    pub(super) fn largest(&self) -> Option<usize> {
        let several = (0..self.families.len()).filter(|&it| self.families[it].count > 1.0);
        several.max_by(|&one, &other| {
            // Of two alike, the first.
            let [one_good, other_good] = [one, other].map(|it| self.families[it].good);
            one_good.total_cmp(&other_good).then(other.cmp(&one))
        })
    }

    /// The number of the family of a paragraph.
    pub(super) fn family(&self, at: usize) -> usize {
        self.of[at]
    }

    pub(super) fn add(&self, at: usize, row: &mut Vec<f32>) {
        let family = &self.families[self.of[at]];
        let is_kin = |other: Option<&usize>| other == Some(&self.of[at]);
        row.extend([
            family.count,
            family.length / family.count,
            family.linked / family.length.max(1.0),
            family.good / self.survey.good.all().max(1.0),
            family.good / family.length.max(1.0),
            (family.last - family.first + 1) as f32 / family.count,
            f32::from(u8::from(is_kin(self.of.get(at + 1)))),
        ]);
    }
}

/// Names and classes of an element and of those above it, as one number.
fn likeness(page: &Page<'_>, node: usize) -> u64 {
    let nodes = std::iter::once(node).chain(page.ancestors(node).take(ABOVE));
    let mut hash = Fnv::default();
    for element in nodes.filter_map(|it| page.element(it)) {
        let class = class_and_id(element)[0].unwrap_or_default();
        for part in [element.name(), "\t", class, "\n"] {
            hash.add_text(part);
        }
    }
    hash.finish()
}
