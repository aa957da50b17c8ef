//! Sets of items that make one thread: answers and the comments on them, comments and replies that
//! have a class of their own.

use std::collections::BTreeSet;

use super::groups::Claim;
use super::item::{Read, Region};
use super::moments::Moments;
use super::set::Set;
use super::shape::{self, Rates};
use super::{Found, Item, Opening, Reading, nesting};
use crate::page::Page;
use crate::roles::Roles;

/// The share of items that has to have a name, a time and words.
const MOST: f64 = 0.8;

/// Adds the sets of `other` to `thread`, where both together read as comments.
pub(super) fn join<'e>(
    reading: &Reading<'_>,
    moments: &Moments,
    thread: &mut Found<'e>,
    other: Found<'e>,
) {
    // An engine's file knows all of its items.
    let is_described = other.sets.iter().any(|set| set.engine.is_some());
    if thread.claim == Claim::None || other.claim == Claim::None || is_described {
        return;
    }
    let page = reading.page;
    let known: BTreeSet<usize> = thread.nodes().collect();
    let are_declared = thread.claim == Claim::Declared && other.claim == Claim::Declared;
    let mut added: Vec<Set<'e>> = Vec::new();
    for set in other.sets {
        if set.after.iter().any(|after| !after.is_empty()) {
            return;
        }
        let places: Vec<usize> = (0..set.nodes.len())
            .filter(|&index| !known.contains(&set.nodes[index]))
            .filter(|&index| are_declared || belongs(page, &known, set.nodes[index]))
            .collect();
        // An element around comments is what they are about, unless it calls itself one.
        let is_around = |&index: &usize| {
            let node = set.nodes[index];
            known.range(page.below(node)).next().is_some() && !page.roles(node).any(Roles::COMMENTS)
        };
        let is_single = places.len() < 2;
        if other.claim == Claim::Named && (is_single || places.iter().any(is_around)) {
            return;
        }
        // Most of it has to be new, else it is the same thread in other words.
        if places.len() * 2 < set.nodes.len() || places.is_empty() {
            return;
        }
        added.push(Set {
            nodes: places.iter().map(|&index| set.nodes[index]).collect(),
            after: places.iter().map(|&index| set.after[index].clone()).collect(),
            engine: set.engine,
        });
    }
    if !are_declared && added.iter().any(|set| are_parts(page, &known, &set.nodes)) {
        return;
    }
    let mut sets = thread.sets.clone();
    sets.extend(added);
    let all = all_nodes(&sets);
    let signs_of = |set: &Set<'_>, all: &[usize]| {
        let read = set.read(reading, moments, all);
        shape::signs(reading, moments, &read).rates(read.len())
    };
    let alone = all_nodes(&thread.sets);
    let before: Vec<Rates> = thread.sets.iter().map(|set| signs_of(set, &alone)).collect();
    let after: Vec<Rates> = sets.iter().map(|set| signs_of(set, &all)).collect();
    // What was found loses nothing, and what is added is as good.
    let is_kept = before.iter().zip(&after).all(|(before, after)| after.is_as_good_as(before));
    let is_timed = before.iter().all(|it| it.timed >= MOST);
    let is_good = after[before.len()..]
        .iter()
        .all(|it| it.named >= MOST && it.worded >= MOST && (it.timed >= MOST || !is_timed));
    if is_kept && is_good && !repeat_others(reading, moments, &sets, &all) {
        thread.sets = sets;
        thread.read = None;
    }
}

/// Whether the elements are parts of the items of a thread: one in each of most of them.
fn are_parts(page: &Page<'_>, known: &BTreeSet<usize>, nodes: &[usize]) -> bool {
    let around = |node: usize| page.ancestors(node).find(|above| known.contains(above));
    let mut holders: Vec<usize> = nodes.iter().filter_map(|&node| around(node)).collect();
    let inner = holders.len();
    holders.dedup();
    holders.len() == inner && inner * 10 >= known.len() * 8
}

/// Whether most items that lie in another one have the author and the time of a third, or of that
/// one: then they are quotations, or parts of one and the same.
fn repeat_others(
    reading: &Reading<'_>,
    moments: &Moments,
    sets: &[Set<'_>],
    all: &[usize],
) -> bool {
    let read = sets.iter().flat_map(|set| set.read(reading, moments, all));
    let mut read: Vec<(Region, Read)> = read.collect();
    read.sort_by_key(|it| it.0.node);
    let told = |item: &Item| {
        let time =
            item.posted.as_ref().map(|it| (it.value.map(|at| at.to_string()), it.shown.clone()));
        (item.author.as_ref().map(|it| it.value.clone()), time)
    };
    let mut open: Vec<usize> = Vec::new();
    let mut inner = Vec::new();
    let mut outer = BTreeSet::new();
    for (region, own) in &read {
        while open.last().is_some_and(|&above| !reading.page.contains(above, region.node)) {
            open.pop();
        }
        if open.is_empty() {
            outer.insert(told(&own.item));
        } else {
            inner.push(told(&own.item));
        }
        open.push(region.node);
    }
    let same = inner.iter().filter(|it| outer.contains(it)).count();
    same > 0 && same * 5 >= inner.len() * 2
}

/// Adds the post that opens a topic: the vocabulary of a page may call all posts comments but for
/// that one.
pub(super) fn open<'e>(thread: &mut Found<'e>, other: &Found<'e>) {
    let known: BTreeSet<usize> = thread.nodes().collect();
    let first = known.first().copied().unwrap_or_default();
    let others: BTreeSet<usize> = other.nodes().collect();
    let new: Vec<usize> = others.difference(&known).copied().collect();
    let is_described = thread.sets.iter().any(|set| set.engine.is_some());
    let is_opening = thread.claim == Claim::Declared
        && !is_described
        && other.claim == Claim::None
        && matches!(new.as_slice(), [opening] if *opening < first)
        && known.is_subset(&others);
    if is_opening {
        thread.sets = other.sets.clone();
        thread.read = None;
        thread.opening = Opening::Article;
    }
}

/// The items of a thread, in the order of the page, each with whom it answers.
pub(super) fn read(reading: &Reading<'_>, moments: &Moments, mut thread: Found<'_>) -> Vec<Item> {
    let all = all_nodes(&thread.sets);
    let mut read: Vec<(Region, Read, Option<u32>)> = Vec::new();
    for set in &thread.sets {
        let own = thread.read.take().unwrap_or_else(|| set.read(reading, moments, &all));
        let regions: Vec<Region> = own.iter().map(|it| it.0.clone()).collect();
        let levels = set.levels(reading, &regions);
        for (index, (region, item)) in own.into_iter().enumerate() {
            let level = levels.as_ref().and_then(|levels| levels.get(index).copied());
            read.push((region, item, level));
        }
    }
    read.sort_by_key(|it| it.0.node);
    let regions: Vec<Region> = read.iter().map(|it| it.0.clone()).collect();
    let levels: Option<Vec<u32>> = read.iter().map(|it| it.2).collect();
    let mut items: Vec<Read> = read.into_iter().map(|it| it.1).collect();
    nesting::settle(reading, &regions, &mut items, levels.as_deref());
    items.into_iter().map(|it| it.item).collect()
}

fn all_nodes(sets: &[Set<'_>]) -> Vec<usize> {
    let all: BTreeSet<usize> = sets.iter().flat_map(|set| set.nodes.iter().copied()).collect();
    all.into_iter().collect()
}

/// Whether an element may be an item beside those of a thread: it lies in one, holds one, stands
/// beside one, or in the same part of the page for comments.
fn belongs(page: &Page<'_>, known: &BTreeSet<usize>, node: usize) -> bool {
    let holds = known.range(page.below(node)).next().is_some();
    let lies_in = page.ancestors(node).any(|above| known.contains(&above));
    let first = known.first().copied().unwrap_or_default();
    holds
        || lies_in
        || page.parent(node) == page.parent(first)
        || container(page, node).is_some_and(|it| page.contains(it, first))
}

/// The outermost element around a node that says that it holds comments.
fn container(page: &Page<'_>, node: usize) -> Option<usize> {
    let says = |above: usize| page.roles(above).any(Roles::COMMENTS) && !page.holds_headline(above);
    page.ancestors(node).filter(|&above| says(above)).last()
}
