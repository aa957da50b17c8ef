//! Who answers whom.

use std::collections::{BTreeMap, BTreeSet};

use html5ever::local_name;

use super::Reading;
use super::item::{Read, Region};
use crate::page::{Page, names_of};

/// Gives each item the parent that the page gives it: by the tree, by numbers in attributes, by a
/// link to what it answers, else by how deep it is set. `levels` are what its engine tells of that.
pub(super) fn settle(
    reading: &Reading<'_>,
    regions: &[Region],
    items: &mut [Read],
    levels: Option<&[u32]>,
) {
    let page = reading.page;
    let mut parents = by_tree(page, regions);
    if let Some(levels) = levels {
        fill(&mut parents, by_levels(levels));
    }
    fill(&mut parents, by_numbers(reading, regions));
    fill(&mut parents, by_links(reading, regions));
    if parents.iter().all(Option::is_none) {
        let told = [depths_in_names, depths_in_attributes, indents, marks_of_answers];
        let levels = told.iter().find_map(|read| {
            let levels: Vec<u32> =
                regions.iter().map(|it| read(reading, it).unwrap_or(0)).collect();
            let is_telling = levels.iter().any(|level| *level != levels[0]);
            is_telling.then_some(levels)
        });
        match levels {
            Some(levels) => fill(&mut parents, by_levels(&levels)),
            None => fill(&mut parents, by_place(page, regions)),
        }
    }
    for (index, (item, parent)) in items.iter_mut().zip(parents).enumerate() {
        item.item.parent = parent.filter(|&parent| parent < index);
    }
}

fn fill(parents: &mut [Option<usize>], told: Vec<Option<usize>>) {
    for (parent, told) in parents.iter_mut().zip(told) {
        *parent = parent.or(told);
    }
}

/// The item that an item lies in.
fn by_tree(page: &Page<'_>, regions: &[Region]) -> Vec<Option<usize>> {
    let mut open: Vec<usize> = Vec::new();
    let mut parents = Vec::with_capacity(regions.len());
    for (index, region) in regions.iter().enumerate() {
        let is_in = |above: usize| regions[above].roots().any(|it| page.contains(it, region.node));
        while open.last().is_some_and(|&above| !is_in(above)) {
            open.pop();
        }
        parents.push(open.last().copied());
        open.push(index);
    }
    parents
}

/// The last item before that is less deep.
fn by_levels(levels: &[u32]) -> Vec<Option<usize>> {
    // Indices of items, each less deep than the next.
    let mut open: Vec<(usize, u32)> = Vec::new();
    let mut parents = Vec::with_capacity(levels.len());
    for (index, &level) in levels.iter().enumerate() {
        while open.last().is_some_and(|(_, known)| *known >= level) {
            open.pop();
        }
        parents.push(open.last().map(|(above, _)| *above));
        open.push((index, level));
    }
    parents
}

/// The item whose number the attributes of an item name as that of its parent.
fn by_numbers(reading: &Reading<'_>, regions: &[Region]) -> Vec<Option<usize>> {
    let markup = &reading.words.markup;
    let page = reading.page;
    let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, region) in regions.iter().enumerate() {
        for name in markup.number_attributes() {
            let number = page.attribute(region.node, name).map(number_at_end).unwrap_or_default();
            if !number.is_empty() {
                owners.entry(number).or_insert(index);
            }
        }
    }
    regions
        .iter()
        .map(|region| {
            let mut told = page.element(region.node)?.attrs.iter();
            let (_, told) = told.find(|(name, _)| markup.names_parent(&name.local))?;
            owners.get(number_at_end(told)).copied()
        })
        .collect()
}

/// The digits at the end of a name: `comment-12` is number 12.
fn number_at_end(name: &str) -> &str {
    let name = name.trim();
    &name[name.trim_end_matches(|it: char| it.is_ascii_digit()).len()..]
}

/// The item that a link leads to which stands after words such as "In reply to".
fn by_links(reading: &Reading<'_>, regions: &[Region]) -> Vec<Option<usize>> {
    let page = reading.page;
    let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, region) in regions.iter().enumerate() {
        // The anchor may stand in the item or right before it.
        let right_before = region.node.saturating_sub(3)..region.node;
        let before = right_before.filter(|&it| page.parent(it) == page.parent(region.node));
        let own = region.nodes().take(60);
        for node in before.chain(own) {
            for name in ["id", "name"] {
                if let Some(anchor) = page.attribute(node, name) {
                    owners.entry(anchor).or_insert(index);
                }
            }
        }
    }
    regions
        .iter()
        .enumerate()
        .map(|(index, region)| {
            region.nodes().find_map(|node| {
                let href = page.attribute(node, "href")?;
                let (_, anchor) = href.rsplit_once('#')?;
                let owner = *owners.get(anchor)?;
                (owner < index && announces_answer(reading, node)).then_some(owner)
            })
        })
        .collect()
}

/// Whether the words before a link, or its own, say that it leads to what is answered.
fn announces_answer(reading: &Reading<'_>, link: usize) -> bool {
    let page = reading.page;
    let Some(above) = page.parent(link) else { return false };
    let mut before = String::new();
    if page.length_within(above..link) > 80 {
        return false;
    }
    page.add_text(above..link, &mut before);
    let own = page.text(link);
    let ends = own.match_indices(' ').map(|(at, _)| at).take(6);
    reading.words.labels_before(&before).answer
        || ends.into_iter().any(|at| reading.words.labels_before(&own[..at]).answer)
}

/// The depth in a class such as `depth-2`: of the item, of the element around it, or of one that all of
/// its words stand in.
fn depths_in_names(reading: &Reading<'_>, region: &Region) -> Option<u32> {
    let page = reading.page;
    let own = page.text_length(region.node);
    let wrapped = region.nodes().skip(1).take(2).take_while(|&it| page.text_length(it) == own);
    let around = std::iter::once(region.node).chain(page.parent(region.node)).chain(wrapped);
    let mut names = around.filter_map(|it| page.element(it)).flat_map(names_of);
    names.find_map(|value| reading.words.markup.level(value))
}

/// The depth in an attribute, or the width of the space before an item.
fn depths_in_attributes(reading: &Reading<'_>, region: &Region) -> Option<u32> {
    let (page, depths) = (reading.page, reading.words.markup.depth_attributes());
    let number = |node: usize, name: &str| -> Option<u32> {
        page.attribute(node, name)?.trim().parse().ok()
    };
    let mut first = region.nodes().take(12);
    first
        .find_map(|node| depths.iter().find_map(|name| number(node, name)))
        .or_else(|| spacer(reading, region))
}

/// The width of the picture that sets an item off from the left: the only thing in a cell or an
/// element before the words, one pixel high or of nothing but space.
fn spacer(reading: &Reading<'_>, region: &Region) -> Option<u32> {
    let page = reading.page;
    // In a table, the cells of the row that come before.
    let row = page.with_ancestors(region.node).take(3).find(|&it| page.is(it, &local_name!("tr")));
    let start = row.unwrap_or(region.node);
    let mut before = (start..page.subtree(start).end)
        .take(40)
        .take_while(|&it| it <= region.node || page.length_within(region.node..it) == 0);
    before.find_map(|it| {
        let width = || page.attribute(it, "width")?.trim().parse().ok();
        let is_flat = page.attribute(it, "height").is_some_and(|it| it.trim() == "1")
            || page.attribute(it, "src").is_some_and(|it| reading.words.markup.is_spacer(it));
        page.is(it, &local_name!("img")).then_some(())?;
        if is_flat { width() } else { None }
    })
}

/// The margin or padding to the left that a style gives an item or the element around its parts.
fn indents(reading: &Reading<'_>, region: &Region) -> Option<u32> {
    let page = reading.page;
    let around = page.parent(region.node).into_iter().chain(region.nodes().take(3));
    let mut styles = around.filter_map(|it| page.attribute(it, "style"));
    styles.find_map(|style| {
        let style: String = style
            .chars()
            .take(200)
            .filter(|it| !it.is_whitespace())
            .collect::<String>()
            .to_lowercase();
        let value = ["margin-left:", "padding-left:", "margin-inline-start:"]
            .iter()
            .find_map(|name| Some(&style[style.find(name)? + name.len()..]))?;
        let digits: String = value.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    })
}

/// Whether a class says that an item answers the one before: `comment--indented`, `reply`.
fn marks_of_answers(reading: &Reading<'_>, region: &Region) -> Option<u32> {
    let class = reading.page.attribute(region.node, "class")?;
    Some(u32::from(reading.words.markup.is_answer(class)))
}

/// The last item before whose surroundings hold the item deeper in the tree: replies in an element
/// after the one they answer.
fn by_place(page: &Page<'_>, regions: &[Region]) -> Vec<Option<usize>> {
    let depths: Vec<usize> = regions.iter().map(|it| page.ancestors(it.node).count()).collect();
    let distinct: BTreeSet<usize> = depths.iter().copied().collect();
    if distinct.len() < 2 || depths.first() != distinct.first() {
        return vec![None; regions.len()];
    }
    let levels: Vec<u32> = depths.iter().map(|depth| *depth as u32).collect();
    let mut parents = by_levels(&levels);
    for (index, parent) in parents.iter_mut().enumerate() {
        *parent = parent.filter(|&above| {
            let around = page.parent(regions[above].node);
            around.is_some_and(|around| page.contains(around, regions[index].node))
        });
    }
    parents
}
