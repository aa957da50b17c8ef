//! When a comment was posted.

use annalist_model::{ByteRange, Origin, Stamp};
use html5ever::local_name;

use super::region::Region;
use crate::page::Page;
use crate::roles::Roles;
use crate::thread::Reading;

/// A shown time is no longer than this, in bytes.
const LONGEST_TIME: usize = 120;

/// The time that an element shows: from its attributes and those of the first elements in it, then
/// from its words.
pub(super) fn stamp(reading: &Reading<'_>, node: usize) -> Option<(usize, Stamp)> {
    let page = reading.page;
    let words = &reading.words.stamps;
    let made = |value, shown, bytes| (node, Stamp { value, shown, origin: Origin::Markup, bytes });
    for holder in page.subtree(node).filter(|&it| page.element(it).is_some()).take(6) {
        for name in ["datetime", "content", "title", "data-time-string"] {
            let value = page.attribute(holder, name).filter(|value| value.len() < LONGEST_TIME);
            if let Some(at) = value.and_then(|value| words.read(value, reading.order)) {
                return Some(made(Some(at), None, page.attribute_bytes(holder, name)));
            }
        }
    }
    if page.text_length(node) >= LONGEST_TIME {
        return None;
    }
    let shown = page.text(node);
    let bytes: Option<ByteRange> = page.text_bytes(node);
    if let Some(at) = words.read(&shown, reading.order) {
        return Some(made(Some(at), None, bytes));
    }
    if words.is_relative(&shown) {
        let at = reading.saved_at.and_then(|saved_at| words.read_relative(&shown, saved_at));
        return Some(made(at, Some(shown), bytes));
    }
    None
}

/// The time of an item whose markup is not known: the first element that shows one, the smallest
/// of those that hold it; profile dates ("Joined …") stand in lists and are passed over.
pub(super) fn find(reading: &Reading<'_>, region: &Region) -> Option<(usize, Stamp)> {
    let page = reading.page;
    let mut best: Option<(u32, usize, Stamp)> = None;
    for node in region.elements(page) {
        let roles = page.roles(node);
        let is_time = page.is(node, &local_name!("time"));
        let is_small = page.text_length(node) < LONGEST_TIME;
        if !is_time && !is_small && !roles.any(Roles::TIME) {
            continue;
        }
        let rank = if is_time {
            0
        } else if roles.any(Roles::TIME) {
            1
        } else if page.is(node, &local_name!("abbr")) || page.attribute(node, "title").is_some() {
            2
        } else if page.child_elements(node).next().is_none() && !in_message(page, node, region.node)
        {
            3
        } else {
            continue;
        };
        if best.as_ref().is_some_and(|(known, ..)| *known <= rank) {
            continue;
        }
        if let Some((node, stamp)) = stamp(reading, node) {
            best = Some((rank, node, stamp));
        }
    }
    best.map(|(_, node, stamp)| (node, stamp))
}

/// Whether `node` stands in the words of a comment.
pub(super) fn in_message(page: &Page<'_>, node: usize, item: usize) -> bool {
    page.ancestors(node).take_while(|&above| above != item).any(|above| {
        page.is(above, &local_name!("p"))
            || page.is(above, &local_name!("blockquote"))
            || (page.roles(above).any(Roles::MESSAGE) && !names_author(page, above))
    })
}

/// Whether an element holds the name of an author beside the words: then it is the comment as a
/// whole, whatever its class.
fn names_author(page: &Page<'_>, node: usize) -> bool {
    page.below(node)
        .any(|it| page.is(it, &local_name!("cite")) || page.roles(it).any(Roles::AUTHOR))
}
