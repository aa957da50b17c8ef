//! Choosing the element that holds the article.

use html5ever::local_name;

use super::units::Unit;
use crate::mask::Mask;
use crate::page::{Page, is_block};
use crate::roles::Roles;

/// Elements around a headline that are asked whether they are the article.
const MOST_MARKED: usize = 4;

/// What a page holds.
#[derive(Clone, Debug)]
pub(crate) enum Choice {
    /// An article, in this element.
    Article(usize),
    /// Teasers of other pages.
    Index,
    /// Neither.
    Nothing,
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
) -> Choice {
    let sums = Sums::new(units);
    let total = sums.within(units, page.all()).0;
    if is_index(units, total) {
        return Choice::Index;
    }
    if total < LEAST {
        return Choice::Nothing;
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
    let Some((_, container)) = best else { return Choice::Nothing };
    let container = own_article(page, units, &sums, container, headline).unwrap_or(container);
    Choice::Article(container)
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

/// The element of the headline that says it is an article, where a page shows one article after the
/// other and `container` holds them all, or where a part of it says that it holds its text: what
/// else stands in `container`, however long, is not the article's.
fn own_article(
    page: &Page<'_>,
    units: &[Unit],
    sums: &Sums,
    container: usize,
    headline: Option<usize>,
) -> Option<usize> {
    let headline = headline?;
    let is_article = |node: usize| page.is(node, &local_name!("article"));
    let is_marked = |node: usize| page.roles(node).any(Roles::ARTICLE.or(Roles::BODY));
    let good = |node: usize| sums.within(units, page.subtree(node)).0;
    // No smaller a part of the good text than one in so many.
    let is_own = |own: &usize, parts: u64| {
        *own != container && page.contains(container, *own) && good(*own) * parts > good(container)
    };
    let is_one_of_several = |&own: &usize| {
        let mut others =
            page.below(container).filter(|&node| is_article(node) && !page.contains(own, node));
        others.any(|other| good(other) * 5 > good(own))
    };
    let holds_text = |&own: &usize| {
        let mut after = page.below(own).filter(|&node| node > headline);
        after.any(|node| is_marked(node) && good(node) * 2 > good(own))
    };
    let article = page.ancestors(headline).find(|&above| is_article(above));
    let marked = page.ancestors(headline).filter(|&above| is_marked(above)).take(MOST_MARKED);
    let one_of_several = article.filter(|own| is_own(own, 5)).filter(is_one_of_several);
    one_of_several.or_else(|| marked.filter(|own| is_own(own, 10)).find(holds_text))
}

/// Teasers that make a page of them.
const FEWEST_TEASERS: usize = 5;

/// Whether the page lists others: teasers hold most of its words, and no article stands beside
/// them.
fn is_index(units: &[Unit], good: u64) -> bool {
    let teasers = || units.iter().filter(|unit| unit.is_teaser);
    let words: u64 = teasers().map(|unit| unit.length as u64).sum();
    teasers().count() >= FEWEST_TEASERS && good * 3 < words
}

/// Good and bad text before each paragraph.
pub(super) struct Sums {
    good: Vec<u64>,
    bad: Vec<u64>,
}

impl Sums {
    pub(super) fn new(units: &[Unit]) -> Sums {
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
    pub(super) fn within(&self, units: &[Unit], range: std::ops::Range<usize>) -> (u64, u64) {
        let first = units.partition_point(|unit| unit.start < range.start);
        let last = units.partition_point(|unit| unit.start < range.end);
        (self.good[last] - self.good[first], self.bad[last] - self.bad[first])
    }
}
