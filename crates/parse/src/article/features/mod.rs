//! Paragraphs in numbers: what the model that picks the article's own ones is told of each.
//!
//! Four groups, each with the names of its numbers beside them: the words of the paragraph
//! ([`wording`]), where on the page it stands ([`standing`]), what is around it in the tree
//! ([`around`]), and those that are made alike ([`kin`]). Lengths are in bytes, shares from 0 to 1.

mod around;
mod kin;
mod standing;
mod survey;
mod wording;

use super::units::Unit;
use crate::mask::Mask;
use crate::page::Page;

use survey::Survey;

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

/// The names of the numbers, in their order.
pub(crate) fn names() -> Vec<&'static str> {
    [wording::NAMES, standing::NAMES, around::NAMES, kin::NAMES, PAGE].concat()
}

/// Each paragraph in numbers, in the order of [`names`].
pub(crate) fn describe(page: &Page<'_>, units: &[Unit], evidence: &Evidence<'_>) -> Vec<Vec<f32>> {
    let survey = Survey::new(page, units, evidence);
    let wording = wording::Wording::new(&survey, evidence);
    let standing = standing::Standing::new(&survey, evidence);
    let around = around::Around::new(&survey, evidence.container);
    let kin = kin::Kin::new(&survey);
    let page = page_numbers(&survey, evidence);
    let count = names().len();
    (0..units.len())
        .map(|at| {
            let mut row = Vec::with_capacity(count);
            wording.add(at, &mut row);
            standing.add(at, &mut row);
            around.add(at, &mut row);
            kin.add(at, &mut row);
            row.extend(&page);
            row
        })
        .collect()
}

/// The likelihood of a paragraph, told by its numbers, once what the rules would leave out of an
/// article is doubted: its odds are a fifth.
pub(crate) fn doubted(row: &[f32], likelihood: f32, is_article: bool) -> f32 {
    let place = wording::NAMES.len() + standing::LEFT_OUT;
    if !is_article || row.get(place) != Some(&1.0) {
        return likelihood;
    }
    likelihood / (likelihood + 5.0 * (1.0 - likelihood))
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
