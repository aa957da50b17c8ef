//! Teasers of other pages: the shape that they share, not their names.
//!
//! A teaser is a heading that is a link with a paragraph or two below it, or an item of a list that
//! opens with a link. One may stand in an article; several in a row are a list of other pages.

use html5ever::local_name;

use super::units::Unit;
use crate::page::{Page, is_heading};

/// Teasers in a row that make a list.
const FEWEST: usize = 3;

/// Paragraphs of one teaser.
const LONGEST: usize = 2;

/// Marks the paragraphs of teasers: they speak against an article, however good their prose.
pub(crate) fn mark(page: &Page<'_>, units: &mut [Unit]) {
    let heads: Vec<bool> = units.iter().map(|unit| is_linked_heading(page, unit)).collect();
    let mut at = 0;
    while at < units.len() {
        let end = if heads[at] {
            end_of_headed(units, &heads, at)
        } else {
            end_of_items(page, units, at)
        };
        for unit in &mut units[at..end] {
            unit.is_teaser = true;
            unit.bad = unit.length;
            unit.good = 0;
        }
        at = end.max(at + 1);
    }
}

/// One past the last unit of the linked headings that stand in a row from `start` on, each with its
/// paragraphs; `start` where they are too few.
fn end_of_headed(units: &[Unit], heads: &[bool], start: usize) -> usize {
    let (mut count, mut run, mut end) = (0, 0, start);
    for at in start..units.len() {
        if heads[at] {
            count += 1;
            run = 0;
        } else if units[at].good > 0 {
            run += 1;
            if run > LONGEST {
                // What goes on is the article: the last heading was its own.
                count -= 1;
                break;
            }
        }
        if heads[at] || run > 0 {
            end = at + 1;
        }
    }
    let last = if run > LONGEST {
        heads[start..end].iter().rposition(|&head| head).map_or(start, |last| start + last)
    } else {
        end
    };
    if count >= FEWEST { last } else { start }
}

/// One past the last of the list items in a row from `start` on that open with a link; `start`
/// where they are too few.
fn end_of_items(page: &Page<'_>, units: &[Unit], start: usize) -> usize {
    let is_item = |unit: &Unit| {
        page.is(unit.block, &local_name!("li"))
            && unit.linked * 5 > unit.length
            && unit.linked < unit.length
    };
    let count = units[start..].iter().take_while(|unit| is_item(unit)).count();
    if count > FEWEST { start + count } else { start }
}

fn is_linked_heading(page: &Page<'_>, unit: &Unit) -> bool {
    unit.linked * 10 > unit.length * 8
        && page.ancestors(unit.start).take(4).any(|above| is_heading(&page.tag(above)))
}
