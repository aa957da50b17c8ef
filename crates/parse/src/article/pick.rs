//! Picking the paragraphs of the article, each by its likelihood.
//!
//! Kept are those that promise the best harmonic mean of precision and recall, counted in bytes of
//! text (the expected F1; Lewis, "Evaluating and optimizing autonomous text classification systems",
//! 1995): on a page where all is doubtful the bar is low, on a clear one high. What a model cannot
//! know of a paragraph by itself follows from its neighbours: captions, quotations and notes between
//! kept paragraphs stay, to be written as what they are, and a table of data stays whole.

use std::collections::HashMap;

use html5ever::local_name;

use super::units::Unit;
use crate::mask::Mask;
use crate::page::Page;
use crate::roles::Roles;

/// Likelihoods are counted in parts of this many, so that the choice is the same on every machine.
const PARTS: f32 = 10_000.0;

/// The share of one that the sum of a model's trees stands for (the logistic function).
pub(crate) fn share(sum: f32) -> f32 {
    1.0 / (1.0 + (-sum).exp())
}

/// Which paragraphs are kept, by their lengths in bytes and their likelihoods, 0 to 1: none where all
/// are less likely than `least`.
pub(crate) fn pick(lengths: &[usize], likelihoods: &[f32], least: f32) -> Vec<bool> {
    if likelihoods.iter().all(|&it| it < least) {
        return vec![false; likelihoods.len()];
    }
    let bar = Bar::of(lengths, likelihoods).likelihood;
    likelihoods.iter().map(|&it| parts(it) >= parts(bar)).collect()
}

fn parts(likelihood: f32) -> u64 {
    (likelihood * PARTS).round() as u64
}

/// From where on paragraphs are kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bar {
    /// The likelihood from which on they are.
    pub(crate) likelihood: f32,
    /// The harmonic mean of precision and recall that is expected of them.
    pub(crate) promise: f32,
}

impl Bar {
    /// The bar that promises most; out of reach where there are no paragraphs.
    pub(crate) fn of(lengths: &[usize], likelihoods: &[f32]) -> Bar {
        let lengths = lengths.iter().map(|&length| length as u64);
        let mut order: Vec<(u64, u64)> =
            likelihoods.iter().map(|&it| parts(it)).zip(lengths).collect();
        order.sort_unstable_by(|one, other| other.cmp(one));
        let all: u64 = order.iter().map(|(likelihood, length)| likelihood * length).sum();
        let (mut right, mut kept) = (0, 0);
        let mut best = Bar { likelihood: 2.0, promise: 0.0 };
        for (likelihood, length) in order {
            right += likelihood * length;
            kept += length;
            // 2 · right / (kept + all), both in parts.
            let promise = 2.0 * right as f64 / (kept as f64 * f64::from(PARTS) + all as f64);
            if promise as f32 > best.promise {
                best = Bar { likelihood: likelihood as f32 / PARTS, promise: promise as f32 };
            }
        }
        best
    }
}

/// Keeps what stands between kept paragraphs and is no paragraph itself: captions, notes, the line
/// of the authors, and the rows of tables. `is_typed` tells notes and the like; `left_out` is what
/// the rules leave out; `from` is where the article may start.
pub(crate) fn keep_between(
    page: &Page<'_>,
    units: &[Unit],
    left_out: &Mask,
    from: usize,
    is_typed: &dyn Fn(&Unit) -> bool,
    kept: &mut [bool],
) {
    let Some(last) = kept.iter().rposition(|&is_kept| is_kept) else { return };
    // A table may close the article, notes follow it.
    let goes_on = |at: usize, kept: &[bool]| at < last + 2 || kept[at - 1];
    let mut tables = Tables::default();
    let mut at = units.partition_point(|unit| unit.start < from);
    while at < units.len() && goes_on(at, kept) {
        let unit = &units[at];
        if left_out.hides(page, unit.start) {
            at += 1;
            continue;
        }
        if let Some(table) = tables.around(page, unit) {
            let after = units.partition_point(|unit| unit.start < page.subtree(table).end);
            if is_data(&units[at..after]) {
                kept[at..after].fill(true);
            }
            at = after.max(at + 1);
            continue;
        }
        kept[at] |= is_caption(page, unit)
            || is_quoted(page, unit)
            || is_typed(unit)
            || is_term(page, units, at, kept);
        at += 1;
    }
}

/// Tables that were looked at, and whether each holds another.
#[derive(Default)]
struct Tables(HashMap<usize, bool>);

impl Tables {
    /// The table around a paragraph, where its row has several cells and no table lies in it.
    fn around(&mut self, page: &Page<'_>, unit: &Unit) -> Option<usize> {
        let table = page.ancestors(unit.start).find(|&it| page.is(it, &local_name!("table")))?;
        let row = page.ancestors(unit.start).find(|&it| page.is(it, &local_name!("tr")))?;
        let holds_another = self
            .0
            .entry(table)
            .or_insert_with(|| page.below(table).any(|it| page.is(it, &local_name!("table"))));
        (!*holds_another && page.child_elements(row).nth(1).is_some()).then_some(table)
    }
}

/// Cells of a table of data are shorter than this, in bytes, on the average.
const CELL: usize = 60;

/// Whether the paragraphs of a table are data: many short cells, few of them links.
fn is_data(units: &[Unit]) -> bool {
    let length: usize = units.iter().map(|unit| unit.length).sum();
    let linked: usize = units.iter().map(|unit| unit.linked).sum();
    units.len() > 3 && length < CELL * units.len() && 2 * linked < length
}

/// Whether a paragraph is a term of which the definition is kept.
fn is_term(page: &Page<'_>, units: &[Unit], at: usize, kept: &[bool]) -> bool {
    let is_term = page.is(units[at].block, &local_name!("dt"));
    is_term
        && units.get(at + 1).is_some_and(|next| {
            kept[at + 1] && page.parent(next.block) == page.parent(units[at].block)
        })
}

/// Whether a paragraph stands in a quotation or an embedded post. Lists of links are none.
fn is_quoted(page: &Page<'_>, unit: &Unit) -> bool {
    2 * unit.linked < unit.length
        && page.ancestors(unit.start).any(|above| page.is(above, &local_name!("blockquote")))
}

fn is_caption(page: &Page<'_>, unit: &Unit) -> bool {
    page.ancestors(unit.start).take(6).any(|above| {
        matches!(page.tag(above), local_name!("figcaption") | local_name!("caption"))
            || page.roles(above).any(Roles::CAPTION)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_is_low_where_all_is_doubtful() {
        let lengths = [100; 3];
        assert_eq!(pick(&lengths, &[0.9, 0.45, 0.3], 0.2), [true, true, false]);
        assert_eq!(pick(&lengths, &[0.4, 0.35, 0.02], 0.2), [true, true, false]);
        assert_eq!(pick(&lengths, &[0.1, 0.1, 0.1], 0.2), [false, false, false]);
        assert_eq!(pick(&[], &[], 0.2), [false; 0]);
    }
}
