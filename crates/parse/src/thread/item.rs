//! Reading one comment: who, when, and where its words stand.

use annalist_model::{ByteRange, CommentKind, Origin, Sourced, Stamp};
use html5ever::local_name;

use super::{Item, Reading};
use crate::metadata::is_web_address;
use crate::page::Page;
use crate::roles::Roles;

/// A name is no longer than this, in bytes.
const LONGEST_NAME: usize = 80;

/// A shown time is no longer than this, in bytes.
const LONGEST_TIME: usize = 120;

/// The nodes of one item: the item without the items within it.
#[derive(Clone, Debug)]
pub(super) struct Region {
    pub(super) node: usize,
    pub(super) nodes: Vec<usize>,
}

impl Region {
    /// The region of the item at `node`; `items` are those of the whole thread, sorted.
    pub(super) fn new(page: &Page<'_>, node: usize, items: &[usize]) -> Region {
        let range = page.subtree(node);
        let mut nodes = Vec::new();
        let mut next = node;
        let mut inner = items.partition_point(|&item| item <= node);
        while next < range.end {
            if items.get(inner) == Some(&next) {
                let end = page.subtree(next).end;
                next = end;
                inner = items.partition_point(|&item| item < end);
                continue;
            }
            nodes.push(next);
            next += 1;
        }
        Region { node, nodes }
    }

    /// The elements of the region.
    pub(super) fn elements<'r>(&'r self, page: &'r Page<'_>) -> impl Iterator<Item = usize> + 'r {
        self.nodes
            .iter()
            .copied()
            .filter(|&node| page.element(node).is_some() && page.is_visible(node))
    }
}

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
        .find_map(|&node| stamp(reading, node))
        .or_else(|| find_time(reading, region));
    let author = parts
        .author
        .iter()
        .find_map(|&node| name_in(reading, node))
        .or_else(|| find_author(reading, region, posted.as_ref().map(|it| it.0)));
    let heads: Vec<usize> =
        author.iter().map(|it| it.1).chain(posted.iter().map(|it| it.0)).collect();
    let body =
        if parts.body.is_empty() { find_body(page, region, &heads) } else { parts.body.clone() };
    let mut dropped = parts.dropped.clone();
    dropped.extend(region.elements(page).filter(|&node| is_furniture(page, node, region.node)));
    for &node in &heads {
        // A name or time within the words of the comment is a part of them.
        if !body.iter().any(|&body| page.contains(body, node)) {
            dropped.push(node);
        }
    }
    dropped.retain(|&node| !body.iter().any(|&body| page.contains(node, body)));
    let author_url = author.as_ref().and_then(|(_, node)| link_of(page, *node, region));
    let permalink =
        parts.permalink.iter().find_map(|&node| page.attribute(node, "href")).map(str::to_owned);
    Item {
        node: region.node,
        kind: kind_of(page, region.node),
        author: author.map(|(name, _)| name),
        author_url,
        posted: posted.map(|(_, stamp)| stamp),
        votes: None,
        permalink: permalink.filter(|it| is_web_address(it)),
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
        author_url: link.and_then(|link| link_of(page, link, region)),
        posted: find_time(reading, region).map(|(_, stamp)| stamp),
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
pub(super) fn find_time(reading: &Reading<'_>, region: &Region) -> Option<(usize, Stamp)> {
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
fn in_message(page: &Page<'_>, node: usize, item: usize) -> bool {
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

/// The name in an element that is known to hold one.
fn name_in(reading: &Reading<'_>, node: usize) -> Option<(Sourced<String>, usize)> {
    let page = reading.page;
    if page.text_length(node) >= 2 * LONGEST_NAME {
        return None;
    }
    let text = page.text(node);
    let name = clean_name(reading, &text)?;
    Some((Sourced::new(name, Origin::Markup, page.text_bytes(node)), node))
}

/// A name without verbs, dates and labels around it.
pub(super) fn clean_name(reading: &Reading<'_>, text: &str) -> Option<String> {
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
fn find_author(
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
fn link_of(page: &Page<'_>, node: usize, region: &Region) -> Option<String> {
    let around = page.ancestors(node).take_while(|&above| above != region.node).take(3);
    let link = page
        .subtree(node)
        .chain(around)
        .find(|&it| page.is(it, &local_name!("a")) && page.attribute(it, "href").is_some())?;
    page.attribute(link, "href").filter(|href| is_web_address(href)).map(str::to_owned)
}

/// The element that holds the words of an item whose markup is not known: the longest that its
/// class calls a message, and that does not hold its `heads` (author and time) as well.
fn find_body(page: &Page<'_>, region: &Region, heads: &[usize]) -> Vec<usize> {
    let marked = region.elements(page).filter(|&node| {
        node != region.node
            && !heads.iter().any(|&head| page.contains(node, head))
            && (page.roles(node).any(Roles::MESSAGE)
                && !page.roles(node).any(Roles::CONTROLS.or(Roles::SIGNATURE))
                || matches!(
                    page.attribute(node, "itemprop"),
                    Some("text" | "commentText" | "reviewBody")
                ))
    });
    let longest = marked
        .map(|node| (page.text_length(node), node))
        .max_by_key(|(length, node)| (*length, *node));
    longest.filter(|(length, _)| *length > 0).map(|(_, node)| vec![node]).unwrap_or_default()
}

/// Whether an element of an item holds no words of it: controls, signatures, forms.
fn is_furniture(page: &Page<'_>, node: usize, item: usize) -> bool {
    if node == item {
        return false;
    }
    let roles = page.roles(node);
    let marked = Roles::CONTROLS
        .or(Roles::SIGNATURE)
        .or(Roles::REPLY_FORM)
        .or(Roles::SHARING)
        .or(Roles::UNSEEN);
    let is_marked = roles.any(marked)
        && !roles.any(Roles::MESSAGE.or(Roles::BODY))
        && page.text_length(node) < 400;
    is_marked
        || is_link_row(page, node)
        || matches!(page.tag(node), local_name!("form") | local_name!("nav") | local_name!("input"))
}

/// A row of controls is no longer than this, in bytes.
const LONGEST_ROW: usize = 80;

/// Whether an element is a row of links and nothing else: "Answer", "Report".
fn is_link_row(page: &Page<'_>, node: usize) -> bool {
    let is_part = matches!(
        page.tag(node),
        local_name!("div") | local_name!("ul") | local_name!("footer") | local_name!("span")
    );
    let length = page.text_length(node);
    let links = || page.below(node).filter(|&it| page.is(it, &local_name!("a")));
    is_part
        && (1..LONGEST_ROW).contains(&length)
        && links().map(|link| page.text_length(link)).sum::<usize>() * 10 >= length * 9
        && !links().any(|link| {
            page.attribute(link, "href").is_some_and(|href| href.contains(page.text(link).trim()))
        })
}
