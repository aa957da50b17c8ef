//! Taking out of the chosen element what does not belong to the article.

use html5ever::local_name;

use super::units::{Paragraphs, Unit};
use crate::boilerplate::Boilerplate;
use crate::mask::Mask;
use crate::page::{Page, is_heading};
use crate::roles::Roles;

/// A label is no longer than this, in bytes.
const LABEL: usize = 40;

/// Masks labels, lists of links and stray headings within `container`, and what stands above the
/// headline.
pub(crate) fn clean(
    page: &Page<'_>,
    mask: &mut Mask,
    (paragraphs, units): (&Paragraphs, &[Unit]),
    container: usize,
    headline: Option<usize>,
    boilerplate: &Boilerplate,
) {
    let range = page.subtree(container);
    let first = units.partition_point(|unit| unit.start < range.start);
    let last = units.partition_point(|unit| unit.start < range.end);
    let inside = &units[first..last];
    let headline = headline.filter(|&headline| page.contains(container, headline)).unwrap_or(0);
    for unit in inside {
        let is_above = unit.end < headline && unit.good == 0;
        if is_above || is_stray(page, paragraphs, unit, container, boilerplate) {
            cover(page, mask, unit);
        }
    }
    cover_link_lists(page, mask, container);
    // A heading after the last paragraph heads nothing of the article.
    for unit in inside.iter().rev().take_while(|unit| unit.good == 0) {
        if is_heading(&page.tag(unit.block)) {
            cover(page, mask, unit);
        }
    }
}

fn cover(page: &Page<'_>, mask: &mut Mask, unit: &Unit) {
    for node in (unit.start..=unit.end).filter(|&node| page.text_node(node).is_some()) {
        mask.cover(page, node);
    }
}

/// Whether a paragraph is a label, an appeal or a link that leads away.
fn is_stray(
    page: &Page<'_>,
    paragraphs: &Paragraphs,
    unit: &Unit,
    container: usize,
    boilerplate: &Boilerplate,
) -> bool {
    if unit.is_teaser {
        return true;
    }
    if unit.good > 0 || unit.bad < unit.length / 4 || is_kept(page, unit, container) {
        return false;
    }
    let tag = page.tag(unit.block);
    if boilerplate.is_boilerplate(paragraphs.words(unit)) {
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
    is_bare && !is_heading(&tag) && unit.length < LABEL && unit.block != container
}

/// Whether a paragraph belongs to something that is kept as a whole: code, a quotation, a table of
/// data, a caption.
fn is_kept(page: &Page<'_>, unit: &Unit, container: usize) -> bool {
    let around = page.ancestors(unit.start).take_while(|&above| above != container);
    around.into_iter().any(|above| match page.tag(above) {
        _ if page.roles(above).any(Roles::CAPTION) => true,
        local_name!("caption")
        | local_name!("pre")
        | local_name!("blockquote")
        | local_name!("dl")
        | local_name!("figcaption") => true,
        local_name!("tr") => page.child_elements(above).count() > 1,
        _ => false,
    })
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
