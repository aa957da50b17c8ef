//! Where the words of comments stand: of the places that items have in common, the one that holds
//! most of what they say.

use std::collections::BTreeMap;

use html5ever::local_name;

use super::region::Region;
use crate::page::Page;
use crate::roles::Roles;
use crate::thread::kind::{self, Kind};

/// The places of items that hold words.
#[derive(Default)]
struct Place {
    items: usize,
    count: usize,
    length: usize,
    is_marked: bool,
    is_message: bool,
    /// How many of them hold the time as well.
    timed: usize,
}

/// The element that holds the words of each item, where most items have one of a kind. It does not
/// hold the name of the author; `heads` are name and time.
pub(super) fn find(
    page: &Page<'_>,
    regions: &[Region],
    names: &[Option<usize>],
    heads: &[Vec<usize>],
    dropped: &[Vec<usize>],
) -> Vec<Vec<usize>> {
    let mut places: BTreeMap<Kind, Place> = BTreeMap::new();
    let mut all: Vec<Vec<(Kind, usize)>> = Vec::with_capacity(regions.len());
    let mut total = 0;
    for (((region, name), heads), dropped) in regions.iter().zip(names).zip(heads).zip(dropped) {
        let length_of = |node: usize| region.length_in(page, node);
        let own: usize = region.roots().map(length_of).sum();
        let taken: usize = heads.iter().chain(dropped).map(|&node| length_of(node)).sum();
        let own = own.saturating_sub(taken).max(1);
        total += own;
        let mut found: Vec<(Kind, usize)> = Vec::new();
        for node in region.elements(page) {
            let length = length_of(node);
            if length * 5 < own || length == 0 || !can_hold_words(page, node) {
                continue;
            }
            if region.roots().any(|root| root == node) && region.after.is_empty()
                || name.is_some_and(|name| page.contains(node, name))
                || heads.iter().any(|&head| page.contains(head, node))
                || dropped.contains(&node)
            {
                continue;
            }
            let inner: usize = dropped
                .iter()
                .chain(heads)
                .filter(|&&it| it != node && page.contains(node, it))
                .map(|&it| length_of(it))
                .sum();
            let kind = kind::within(page, node, region.node);
            let place = places.entry(kind).or_default();
            place.items += usize::from(!found.iter().any(|(known, _)| *known == kind));
            place.count += 1;
            place.length += length.saturating_sub(inner);
            place.timed += usize::from(heads.iter().any(|&head| page.contains(node, head)));
            place.is_marked |= is_marked(page, node);
            place.is_message |= page.roles(node).any(Roles::MESSAGE);
            found.push((kind, node));
        }
        all.push(found);
    }
    let best = choose(&places, regions.len(), total);
    all.into_iter()
        .zip(regions)
        .map(|(found, region)| {
            let kind = best.filter(|best| found.iter().any(|(kind, _)| kind == best));
            match kind {
                Some(best) => {
                    outermost(page, found.iter().filter(|it| it.0 == best).map(|it| it.1))
                }
                None => marked(page, region),
            }
        })
        .collect()
}

fn choose(places: &BTreeMap<Kind, Place>, items: usize, total: usize) -> Option<Kind> {
    let worth = |place: &Place| {
        let share = place.length as f64 / total.max(1) as f64;
        let is_timed = place.timed * 2 > place.count;
        let weight = match place {
            it if it.is_marked => 3.0,
            // What holds the time as well is more than the words, whatever its class.
            _ if is_timed => 0.8,
            it if it.is_message => 1.3,
            _ => 1.0,
        };
        share * weight
    };
    let common: Vec<(&Kind, &Place)> = places
        .iter()
        .filter(|(_, it)| it.items * 10 >= items * 8 && it.count * 20 <= it.items * 23)
        .filter(|(_, it)| it.length * 20 >= total * 7 || it.is_marked)
        .collect();
    let most = common.iter().map(|(_, it)| worth(it)).fold(0.0, f64::max);
    // Of those that hold as much, the innermost.
    let close = common.into_iter().filter(|(_, it)| worth(it) >= most * 0.97);
    close.min_by_key(|(kind, it)| (it.length, **kind)).map(|(kind, _)| *kind)
}

fn outermost(page: &Page<'_>, nodes: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut kept: Vec<usize> = Vec::new();
    for node in nodes {
        if !kept.iter().any(|&known| page.contains(known, node)) {
            kept.push(node);
        }
    }
    kept
}

/// The element that is marked as the words of an item that is not like the others.
fn marked(page: &Page<'_>, region: &Region) -> Vec<usize> {
    let found = region.elements(page).find(|&node| {
        node != region.node && is_marked(page, node) && region.length_in(page, node) > 0
    });
    found.into_iter().collect()
}

fn is_marked(page: &Page<'_>, node: usize) -> bool {
    matches!(page.attribute(node, "itemprop"), Some("text" | "commentText" | "reviewBody"))
        || page.attribute(node, "property").is_some_and(|it| it.contains("content:encoded"))
}

fn can_hold_words(page: &Page<'_>, node: usize) -> bool {
    !matches!(
        page.tag(node),
        local_name!("a")
            | local_name!("b")
            | local_name!("strong")
            | local_name!("em")
            | local_name!("i")
            | local_name!("ul")
            | local_name!("ol")
            | local_name!("li")
            | local_name!("form")
            | local_name!("tbody")
            | local_name!("thead")
            | local_name!("br")
    ) && !page.roles(node).any(Roles::SIGNATURE.or(Roles::QUOTE))
}
