//! Who wrote a comment.

use annalist_model::{Origin, Sourced};
use html5ever::local_name;

use super::region::Region;
use super::time::in_message;
use crate::page::Page;
use crate::roles::Roles;
use crate::thread::Reading;

/// A name is no longer than this, in bytes.
const LONGEST_NAME: usize = 80;

/// The name in an element that is known to hold one.
pub(super) fn name_in(reading: &Reading<'_>, node: usize) -> Option<(Sourced<String>, usize)> {
    let page = reading.page;
    if page.text_length(node) >= 2 * LONGEST_NAME {
        return None;
    }
    let text = page.text(node);
    let name = clean_name(reading, &text)?;
    Some((Sourced::new(name, Origin::Markup, page.text_bytes(node)), node))
}

/// A name without verbs, dates and labels around it.
fn clean_name(reading: &Reading<'_>, text: &str) -> Option<String> {
    let bare = reading.words.bare_name(text);
    // "NAME | DATE": what stands after the name is not the name.
    let bare = bare.split(['|', '»', '•']).find(|part| !part.trim().is_empty()).unwrap_or(bare);
    let bare = reading.words.bare_name(bare);
    let is_name = !bare.is_empty()
        && bare.len() <= LONGEST_NAME
        && bare.chars().any(char::is_alphanumeric)
        && reading.words.stamps.read(bare, reading.order).is_none()
        && !reading.words.stamps.is_relative(bare);
    is_name.then(|| bare.to_owned())
}

/// The author of an item whose markup is not known.
pub(super) fn find(
    reading: &Reading<'_>,
    region: &Region,
    time: Option<usize>,
) -> Option<(Sourced<String>, usize)> {
    let page = reading.page;
    let mut best: Option<(u32, Sourced<String>, usize)> = None;
    for node in region.elements(page) {
        if node == region.node || Some(node) == time || page.text_length(node) >= 2 * LONGEST_NAME {
            continue;
        }
        let Some(rank) = author_rank(page, node, region.node) else { continue };
        if best.as_ref().is_some_and(|(known, ..)| *known <= rank) {
            continue;
        }
        if let Some((name, node)) = name_in(reading, node) {
            best = Some((rank, name, node));
        }
    }
    best.map(|(_, name, node)| (name, node))
}

fn author_rank(page: &Page<'_>, node: usize, item: usize) -> Option<u32> {
    let roles = page.roles(node);
    if roles.any(Roles::CONTROLS.or(Roles::TIME).or(Roles::MESSAGE)) || in_message(page, node, item)
    {
        return None;
    }
    let property = page.attribute(node, "itemprop");
    if matches!(property, Some("author" | "creator")) {
        return Some(1);
    }
    let in_author = page
        .ancestors(node)
        .take_while(|&above| above != item)
        .any(|above| page.roles(above).any(Roles::AUTHOR));
    match page.tag(node) {
        local_name!("cite") => Some(2),
        local_name!("a") if in_author || roles.any(Roles::AUTHOR) => Some(2),
        _ if roles.any(Roles::AUTHOR) => Some(3),
        _ if roles.any(Roles::NAME) => Some(4),
        local_name!("b") | local_name!("strong") => Some(6),
        local_name!("h3") | local_name!("h4") | local_name!("h5") | local_name!("h6") => Some(7),
        local_name!("a") if page.attribute(node, "href").is_some() => Some(8),
        _ => None,
    }
}

/// Where the name of an author links to.
pub(super) fn link_of(reading: &Reading<'_>, node: usize, region: &Region) -> Option<String> {
    let page = reading.page;
    let around = page.ancestors(node).take_while(|&above| above != region.node).take(3);
    let link = page
        .subtree(node)
        .chain(around)
        .find(|&it| page.is(it, &local_name!("a")) && page.attribute(it, "href").is_some())?;
    reading.address_of(page.attribute(link, "href")?)
}
