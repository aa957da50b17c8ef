//! When the comments of a thread were posted: of the places where items show a time, the one that
//! most of them have.

use std::collections::BTreeMap;

use html5ever::local_name;

use super::region::Region;
use crate::page::{Page, is_block};
use crate::roles::Roles;
use crate::thread::Reading;
use crate::thread::kind::{self, Kind};
use crate::thread::moments::{self, Moment, Moments};

/// What a place costs that no item has.
const COST_OF_ABSENCE: f64 = 9.0;

/// What a time within the words of a comment costs.
const COST_IN_PROSE: u32 = 5;

/// What stands in a block of this length, in bytes, stands in prose.
const LONG_BLOCK: usize = 200;

/// The times of one item.
#[derive(Clone, Debug, Default)]
pub(super) struct Times {
    pub(super) posted: Option<Moment>,
    pub(super) edited: Option<Moment>,
}

/// The places of items that show a time.
#[derive(Default)]
struct Place {
    items: usize,
    rank: u32,
    rises: usize,
    falls: usize,
    last: Option<i64>,
}

impl Place {
    fn cost(&self, items: usize) -> f64 {
        let share = self.items as f64 / items.max(1) as f64;
        let steps = self.rises + self.falls;
        // The times of a thread rise or fall; those of profiles do neither.
        let is_mixed = steps >= 4 && self.rises.max(self.falls) * 10 < steps * 7;
        let rank = f64::from(self.rank) / self.items.max(1) as f64;
        rank + COST_OF_ABSENCE * (1.0 - share) + if is_mixed { 2.0 } else { 0.0 }
    }
}

/// The times of each of the items.
pub(super) fn find(reading: &Reading<'_>, moments: &Moments, regions: &[Region]) -> Vec<Times> {
    let page = reading.page;
    let mut places: BTreeMap<Kind, Place> = BTreeMap::new();
    let mut all: Vec<Vec<(Kind, &Moment)>> = Vec::with_capacity(regions.len());
    for region in regions {
        let mut own: Vec<(Kind, &Moment)> = Vec::new();
        for moment in region.stretches().iter().flat_map(|it| moments.within(it.clone())) {
            let kind = kind::within(page, moment.node, region.node);
            if moment.is_edit || own.iter().any(|(known, _)| *known == kind) {
                continue;
            }
            own.push((kind, moment));
            let place = places.entry(kind).or_default();
            place.items += 1;
            // A clock without a day, a day without a year: less than a date.
            let is_part = moment.stamp.value.is_none();
            place.rank +=
                moment.rank + 4 * u32::from(is_part) + prose_cost(page, moment.node, region);
            let at = moment.stamp.value.and_then(|at| {
                crate::stamp::minutes_of(&at)
                    .or_else(|| crate::stamp::day_number(&at.date).map(|day| day * 24 * 60))
            });
            if let (Some(before), Some(at)) = (place.last, at) {
                place.rises += usize::from(at >= before);
                place.falls += usize::from(at <= before);
            }
            place.last = at.or(place.last);
        }
        all.push(own);
    }
    let costs: BTreeMap<Kind, f64> =
        places.iter().map(|(kind, place)| (*kind, place.cost(regions.len()))).collect();
    let cost = |kind: &Kind| costs.get(kind).copied().unwrap_or(f64::MAX);
    regions
        .iter()
        .zip(all)
        .map(|(region, own)| {
            let affordable = own
                .into_iter()
                .filter(|(kind, _)| cost(kind) < COST_OF_ABSENCE + f64::from(COST_IN_PROSE));
            let best = affordable.min_by(|(a, _), (b, _)| cost(a).total_cmp(&cost(b)));
            let posted = best.map(|(_, moment)| moment.clone());
            let after = posted.as_ref().map_or(region.node, |it| it.node);
            let mut edits = region
                .stretches()
                .iter()
                .flat_map(|it| moments.within(it.clone()))
                .filter(|moment| moment.is_edit && moment.node > after);
            let edited = edits.next().cloned();
            Times { posted, edited }
        })
        .collect()
}

/// The time in an element that is known to show one.
pub(super) fn stamp(reading: &Reading<'_>, moments: &Moments, node: usize) -> Option<Moment> {
    let page = reading.page;
    if let Some(own) = moments::of_attributes(reading, node) {
        return Some(own);
    }
    let shown = moments.within(page.subtree(node));
    shown.iter().find(|it| !it.is_edit).cloned()
}

fn prose_cost(page: &Page<'_>, node: usize, region: &Region) -> u32 {
    let block = page
        .with_ancestors(node)
        .find(|&it| {
            it == region.node || page.element(it).is_some_and(|it| is_block(&it.name.local))
        })
        .unwrap_or(region.node);
    let is_long = block != region.node && page.text_length(block) > LONG_BLOCK;
    if is_long || is_quoted(page, node, region.node) { COST_IN_PROSE } else { 0 }
}

/// Whether `node` stands in a quotation or in what is marked as the words of the comment.
pub(in crate::thread) fn is_quoted(page: &Page<'_>, node: usize, item: usize) -> bool {
    page.ancestors(node).take_while(|&above| !page.contains(above, item)).any(|above| {
        page.is(above, &local_name!("blockquote"))
            || page.roles(above).any(Roles::QUOTE)
            || page
                .attribute(above, "itemprop")
                .is_some_and(|it| matches!(it, "text" | "commentText"))
    })
}
