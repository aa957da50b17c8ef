//! Reading one comment: who ([`author`]), when ([`time`]), and where its words stand ([`body`]).

mod author;
mod body;
mod region;
mod time;

use annalist_model::{CommentKind, Origin, Sourced};
use html5ever::local_name;

use super::{Item, Reading};
use crate::page::Page;
use crate::roles::Roles;

pub(super) use region::Region;

/// Where the parts of an item stand, as far as its engine's markup tells.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    pub(super) author: Vec<usize>,
    pub(super) time: Vec<usize>,
    pub(super) body: Vec<usize>,
    pub(super) permalink: Vec<usize>,
    pub(super) dropped: Vec<usize>,
}

/// Reads the item in `region`.
pub(super) fn read(reading: &Reading<'_>, region: &Region, parts: &Parts) -> Item {
    let page = reading.page;
    if kind_of(page, region.node) == CommentKind::Trackback {
        return trackback(reading, region);
    }
    let posted = parts
        .time
        .iter()
        .find_map(|&node| time::stamp(reading, node))
        .or_else(|| time::find(reading, region));
    let author = parts
        .author
        .iter()
        .find_map(|&node| author::name_in(reading, node))
        .or_else(|| author::find(reading, region, posted.as_ref().map(|it| it.0)));
    let heads: Vec<usize> =
        author.iter().map(|it| it.1).chain(posted.iter().map(|it| it.0)).collect();
    let body =
        if parts.body.is_empty() { body::find(page, region, &heads) } else { parts.body.clone() };
    let mut dropped = parts.dropped.clone();
    dropped
        .extend(region.elements(page).filter(|&node| body::is_furniture(page, node, region.node)));
    for &node in &heads {
        // A name or time within the words of the comment is a part of them.
        if !body.iter().any(|&body| page.contains(body, node)) {
            dropped.push(node);
        }
    }
    dropped.retain(|&node| !body.iter().any(|&body| page.contains(node, body)));
    let author_url = author.as_ref().and_then(|(_, node)| author::link_of(reading, *node, region));
    let permalink =
        parts.permalink.iter().find_map(|&node| reading.address_of(page.attribute(node, "href")?));
    Item {
        node: region.node,
        kind: kind_of(page, region.node),
        author: author.map(|(name, _)| name),
        author_url,
        posted: posted.map(|(_, stamp)| stamp),
        votes: None,
        permalink,
        body,
        dropped,
        parent: None,
    }
}

/// A trackback is a link with the name of the page that links here.
fn trackback(reading: &Reading<'_>, region: &Region) -> Item {
    let page = reading.page;
    let link = region.elements(page).find(|&node| {
        page.is(node, &local_name!("a"))
            && page.text_length(node) > 0
            && !page.roles(node).any(Roles::CONTROLS)
    });
    Item {
        node: region.node,
        kind: CommentKind::Trackback,
        author: link
            .map(|link| Sourced::new(page.text(link), Origin::Markup, page.text_bytes(link))),
        author_url: link.and_then(|link| author::link_of(reading, link, region)),
        posted: time::find(reading, region).map(|(_, stamp)| stamp),
        votes: None,
        permalink: None,
        body: link.into_iter().collect(),
        dropped: Vec::new(),
        parent: None,
    }
}

fn kind_of(page: &Page<'_>, node: usize) -> CommentKind {
    let is_trackback = page.attribute(node, "class").is_some_and(|class| {
        class.split_ascii_whitespace().any(|it| matches!(it, "pingback" | "trackback"))
    });
    if is_trackback { CommentKind::Trackback } else { CommentKind::Comment }
}
