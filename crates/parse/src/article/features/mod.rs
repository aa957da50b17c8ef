//! Paragraphs in numbers: what the model that picks the article's own ones is told of each.
//!
//! The first look has four groups, each with the names of its numbers beside them: the words of the paragraph
//! ([`wording`]), where on the page it stands ([`standing`]), what is around it in the tree
//! ([`around`]), and those that are made alike ([`kin`]). Lengths are in bytes, shares from 0 to 1.

mod around;
mod company;
mod declared;
mod kin;
mod standing;
mod survey;
mod ways;
mod wording;

use super::units::Paragraphs;
use crate::mask::Mask;
use crate::page::Page;

pub(crate) use company::Company;
use survey::Survey;
pub(crate) use ways::{Way, ways};

/// What is known of a page before its paragraphs are judged.
pub(crate) struct Evidence<'a> {
    /// What the rules would leave out.
    pub(crate) left_out: &'a Mask,
    /// The element that the rules would take.
    pub(crate) container: Option<usize>,
    /// The element of the headline.
    pub(crate) headline: Option<usize>,
    /// Title and description of the page, as its metadata says them.
    pub(crate) title: &'a str,
    pub(crate) description: &'a str,
    /// What kind of page it is, likelihood by likelihood.
    pub(crate) kind: [f32; 3],
}

/// What is told of the page itself.
const PAGE: &[&str] = &[
    "page-good",
    "page-good-share",
    "page-paragraphs",
    "container-good",
    "thread",
    "index",
    "offer",
];

/// The names of the numbers of the first look, in their order.
pub(crate) fn names() -> Vec<&'static str> {
    [wording::NAMES, standing::NAMES, around::NAMES, kin::NAMES, PAGE].concat()
}

/// The names of the numbers of the second look: those of the first, and what it says.
pub(crate) fn second_names() -> Vec<&'static str> {
    [names().as_slice(), company::NAMES].concat()
}

/// A row of numbers for each paragraph, in the order of [`second_names`].
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    first: usize,
    width: usize,
    numbers: Vec<f32>,
}

impl Rows {
    /// All numbers of a paragraph. Those of the second look are 0 until they are written.
    #[cfg(feature = "training")]
    pub(crate) fn row(&self, at: usize) -> &[f32] {
        &self.numbers[at * self.width..(at + 1) * self.width]
    }

    /// The rows, one after the other.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[f32]> + Clone {
        self.numbers.chunks_exact(self.width.max(1))
    }

    /// Lets every row say how likely the page is of each kind.
    #[cfg(feature = "training")]
    pub(crate) fn set_kinds(&mut self, kinds: [f32; 3]) {
        let first = self.first;
        for row in self.numbers.chunks_exact_mut(self.width.max(1)) {
            row[first - kinds.len()..first].copy_from_slice(&kinds);
        }
    }

    /// Those of the second look.
    fn second_mut(&mut self, at: usize) -> &mut [f32] {
        &mut self.numbers[at * self.width + self.first..(at + 1) * self.width]
    }
}

/// Each paragraph in the numbers of the first look, and who stands around it, for the second.
pub(crate) fn describe(
    page: &Page<'_>,
    paragraphs: &Paragraphs,
    evidence: &Evidence<'_>,
) -> (Rows, Company) {
    let survey = Survey::new(page, paragraphs, evidence);
    let wording = wording::Wording::new(&survey, evidence);
    let standing = standing::Standing::new(&survey, evidence);
    let around = around::Around::new(&survey, evidence.container);
    let kin = kin::Kin::new(&survey);
    let page = page_numbers(&survey, evidence);
    let first = names().len();
    let width = first + company::NAMES.len();
    let mut numbers = Vec::with_capacity(width * survey.units.len());
    for at in 0..survey.units.len() {
        wording.add(at, &mut numbers);
        standing.add(at, &mut numbers);
        around.add(at, &mut numbers);
        kin.add(at, &mut numbers);
        numbers.extend(&page);
        numbers.resize((at + 1) * width, 0.0);
    }
    (Rows { first, width, numbers }, Company::new(&survey, &kin))
}

fn page_numbers(survey: &Survey<'_>, evidence: &Evidence<'_>) -> Vec<f32> {
    let inside = survey.container.clone().map_or(0.0, |range| survey.good.within(range));
    let good = survey.good.all();
    let mut numbers = vec![
        good,
        good / survey.length.all().max(1.0),
        survey.units.len() as f32,
        inside / good.max(1.0),
    ];
    numbers.extend(evidence.kind);
    numbers
}
