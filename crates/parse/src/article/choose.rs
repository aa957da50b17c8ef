//! Choosing the element that holds the article.

use html5ever::local_name;

use super::units::Unit;
use crate::blocks::Mask;
use crate::page::{Page, is_block, is_heading};
use crate::roles::Roles;

/// Where the article stands.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    /// The element that holds it.
    pub(crate) container: usize,
    /// Paragraphs between the headline and the container that open the article.
    pub(crate) leads: Vec<usize>,
    /// Bytes of good text in it.
    pub(crate) good: usize,
    /// Whether it holds teasers of other pages, and no article.
    pub(crate) is_index: bool,
}

/// A page with less good text than this, in bytes, holds no article.
const LEAST: u64 = 8;

/// The best element to hold the article, where the page has one. `headline` is the element of the
/// headline, where it is known.
pub(crate) fn choose(
    page: &Page<'_>,
    mask: &Mask,
    units: &[Unit],
    headline: Option<usize>,
) -> Option<Choice> {
    let sums = Sums::new(units);
    let total = sums.within(units, page.all()).0;
    if total < LEAST {
        return None;
    }
    let mut best: Option<(u64, usize)> = None;
    let mut node = 0;
    while node < page.len() {
        if let Some(end) = mask.end_at(node) {
            node = end;
            continue;
        }
        let is_candidate =
            page.element(node).is_some() && is_block(&page.tag(node)) && page.is_visible(node);
        if is_candidate {
            let (good, bad) = sums.within(units, page.subtree(node));
            if good > 0 {
                let score = promise(good, bad, total) * prior(page, node) / 1000;
                // The deeper of two equal ones holds less beside the article.
                if best.is_none_or(|(most, _)| score >= most) {
                    best = Some((score, node));
                }
            }
        }
        node += 1;
    }
    let (_, container) = best?;
    let leads = headline.map_or_else(Vec::new, |headline| leads(page, units, headline, container));
    let good = sums.within(units, page.subtree(container)).0 as usize;
    Some(Choice { container, leads, good, is_index: is_index(page, mask, units, container) })
}

/// The harmonic mean of precision and recall that the inside of an element promises, in millionths.
fn promise(good: u64, bad: u64, total: u64) -> u64 {
    // 2PR / (P + R) with P = good / (good + bad), R = good / total.
    2 * 1_000_000 * good / (good + bad + total)
}

/// What kind and class of an element add to its promise, per mille.
fn prior(page: &Page<'_>, node: usize) -> u64 {
    let roles = page.roles(node);
    let is_marked_body =
        page.attribute(node, "itemprop").is_some_and(|it| it.eq_ignore_ascii_case("articleBody"));
    let tag = page.tag(node);
    let mut prior = 1000;
    if is_marked_body {
        prior += 120;
    }
    if roles.any(Roles::BODY) {
        prior += 80;
    }
    if roles.any(Roles::ARTICLE) || tag == local_name!("article") {
        prior += 50;
    } else if tag == local_name!("main") {
        prior += 30;
    }
    prior
}

/// Paragraphs that open the article above its container: good text after the headline, before the
/// container, that no other part of the page claims.
fn leads(page: &Page<'_>, units: &[Unit], headline: usize, container: usize) -> Vec<usize> {
    if headline >= container || page.contains(container, headline) {
        return Vec::new();
    }
    units
        .iter()
        .filter(|unit| unit.start > headline && unit.start < container && unit.good > 0)
        .filter(|unit| !page.contains(unit.block, container) && !is_heading(&page.tag(unit.block)))
        .map(|unit| unit.block)
        .take(3)
        .collect()
}

/// Fewer teasers than this are an aside of an article.
const FEWEST_TEASERS: usize = 5;

/// Whether an element holds teasers: headings that are links, a paragraph or two to each, and no
/// longer run of paragraphs anywhere.
fn is_index(page: &Page<'_>, mask: &Mask, units: &[Unit], container: usize) -> bool {
    let range = page.subtree(container);
    let (mut heads, mut run, mut longest_run) = (0, 0, 0);
    for unit in units.iter().filter(|unit| range.contains(&unit.start)) {
        let is_headed =
            page.ancestors(unit.start).take(4).any(|above| is_heading(&page.tag(above)));
        if is_headed && unit.linked * 10 > unit.length * 8 && !mask.hides(page, unit.start) {
            heads += 1;
            run = 0;
        } else if unit.good > 0 {
            run += 1;
            longest_run = longest_run.max(run);
        }
    }
    heads >= FEWEST_TEASERS && longest_run <= LONGEST_TEASER
}

/// Paragraphs of a teaser.
const LONGEST_TEASER: usize = 2;

/// Good and bad text before each paragraph.
struct Sums {
    good: Vec<u64>,
    bad: Vec<u64>,
}

impl Sums {
    fn new(units: &[Unit]) -> Sums {
        let running = |value: fn(&Unit) -> usize| {
            let mut sum = 0;
            let mut sums = vec![0];
            sums.extend(units.iter().map(|unit| {
                sum += value(unit) as u64;
                sum
            }));
            sums
        };
        Sums { good: running(|unit| unit.good), bad: running(|unit| unit.bad) }
    }

    /// Good and bad text of the paragraphs that start within `range`.
    fn within(&self, units: &[Unit], range: std::ops::Range<usize>) -> (u64, u64) {
        let first = units.partition_point(|unit| unit.start < range.start);
        let last = units.partition_point(|unit| unit.start < range.end);
        (self.good[last] - self.good[first], self.bad[last] - self.bad[first])
    }
}
