//! Taking out of the chosen element what does not belong to the article.

use html5ever::local_name;

use super::units::Unit;
use crate::blocks::Mask;
use crate::boilerplate::Boilerplate;
use crate::page::{Page, is_heading};

/// A label is no longer than this, in bytes.
const LABEL: usize = 40;

/// Masks labels, lists of links and stray headings within `container`.
pub(crate) fn clean(
    page: &Page<'_>,
    mask: &mut Mask,
    units: &[Unit],
    container: usize,
    boilerplate: &Boilerplate,
) {
    let range = page.subtree(container);
    let first = units.partition_point(|unit| unit.start < range.start);
    let last = units.partition_point(|unit| unit.start < range.end);
    let inside = &units[first..last];
    for unit in inside {
        if is_stray(page, unit, container, boilerplate) {
            cover(page, mask, unit, container);
        }
    }
    cover_link_lists(page, mask, container);
    // A heading after the last paragraph heads nothing of the article.
    for unit in inside.iter().rev().take_while(|unit| unit.good == 0) {
        if is_heading(&page.tag(unit.block)) {
            cover(page, mask, unit, container);
        }
    }
}

fn cover(page: &Page<'_>, mask: &mut Mask, unit: &Unit, container: usize) {
    if unit.block != container && page.text_length(unit.block) <= unit.length {
        mask.cover(page, unit.block);
    }
}

/// Whether a paragraph is a label, an appeal or a link that leads away.
fn is_stray(page: &Page<'_>, unit: &Unit, container: usize, boilerplate: &Boilerplate) -> bool {
    if unit.good > 0 || unit.bad < unit.length / 4 || unit.block == container {
        return false;
    }
    let tag = page.tag(unit.block);
    let is_kept =
        page.ancestors(unit.block).chain([unit.block]).take_while(|&above| above != container).any(
            |above| {
                matches!(
                    page.tag(above),
                    local_name!("pre")
                        | local_name!("blockquote")
                        | local_name!("table")
                        | local_name!("dl")
                        | local_name!("figcaption")
                )
            },
        );
    if is_kept {
        return false;
    }
    let text = page.text(unit.block);
    if boilerplate.is_boilerplate(&text) {
        return true;
    }
    let is_link = unit.linked * 10 > unit.length * 6;
    let is_item = tag == local_name!("li");
    if is_link && !is_item && !is_heading(&tag) {
        return true;
    }
    let is_bare = !matches!(
        tag,
        local_name!("p") | local_name!("li") | local_name!("dd") | local_name!("dt")
    );
    is_bare && !is_heading(&tag) && unit.length < LABEL
}

/// Masks lists of which most words are links.
fn cover_link_lists(page: &Page<'_>, mask: &mut Mask, container: usize) {
    let mut node = container + 1;
    while node < page.subtree(container).end {
        if let Some(end) = mask.end_at(node) {
            node = end;
            continue;
        }
        let is_list = matches!(page.tag(node), local_name!("ul") | local_name!("ol"));
        if is_list && is_link_list(page, node) {
            mask.cover(page, node);
            node = page.subtree(node).end;
            continue;
        }
        node += 1;
    }
}

fn is_link_list(page: &Page<'_>, list: usize) -> bool {
    let length = page.text_length(list);
    let links = page.below(list).filter(|&node| page.is(node, &local_name!("a")));
    let linked: usize = links.map(|link| page.text_length(link)).sum();
    linked * 10 > length * 7
}
