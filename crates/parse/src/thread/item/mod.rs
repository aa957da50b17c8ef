//! Reading the comments of a thread: who ([`author`]), when ([`time`]), and where their words stand
//! ([`body`], [`furniture`]). What an engine's markup tells of an item counts before what the items
//! have in common.

mod author;
mod body;
mod furniture;
mod region;
mod time;
mod votes;

use annalist_model::{CommentKind, Origin, Sourced};
use html5ever::local_name;

use super::moments::{Moment, Moments};
use super::{Item, Reading};
use crate::page::{Page, is_block};
use crate::roles::Roles;

pub(super) use region::Region;
pub(super) use time::is_quoted;

/// What stands around a name or a time and is yet no word of the comment is no longer than this.
const LONGEST_LABEL: usize = 40;

/// Where the parts of an item stand, as far as its engine's markup tells.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    pub(super) author: Vec<usize>,
    pub(super) time: Vec<usize>,
    pub(super) body: Vec<usize>,
    pub(super) permalink: Vec<usize>,
    pub(super) dropped: Vec<usize>,
    pub(super) votes: Vec<usize>,
}

/// An item, and what else shows that it is one.
#[derive(Clone, Debug)]
pub(super) struct Read {
    pub(super) item: Item,
    /// How many controls it has, such as "Reply".
    pub(super) controls: usize,
}

/// Reads the items in `regions`; `parts` are theirs in the same order, or empty.
pub(super) fn read(
    reading: &Reading<'_>,
    moments: &Moments,
    regions: &[Region],
    parts: &[Parts],
) -> Vec<Read> {
    let page = reading.page;
    let none = Parts::default();
    let parts_of = |index: usize| parts.get(index).unwrap_or(&none);
    let mut times = time::find(reading, moments, regions);
    for (index, times) in times.iter_mut().enumerate() {
        let told = parts_of(index).time.iter().find_map(|&it| time::stamp(reading, moments, it));
        times.posted = told.or(times.posted.take());
    }
    let time_nodes: Vec<Option<usize>> =
        times.iter().map(|it| it.posted.as_ref().map(|it| it.node)).collect();
    let mut authors = author::find(reading, moments, regions, &time_nodes);
    for (index, author) in authors.iter_mut().enumerate() {
        let told = parts_of(index).author.iter().find_map(|&it| author::name_in(reading, it));
        *author = told.or(author.take());
    }
    let heads: Vec<Vec<usize>> = authors
        .iter()
        .zip(&time_nodes)
        .zip(regions)
        .map(|((author, time), region)| {
            let author = author.as_ref().map(|it| it.1).filter(|&it| it != region.node);
            author.into_iter().chain(*time).collect()
        })
        .collect();
    let furniture: Vec<_> = regions.iter().map(|it| furniture::find(reading, it)).collect();
    let shared = furniture::shared(page, regions, &heads);
    let dropped: Vec<Vec<usize>> = furniture
        .iter()
        .zip(&shared)
        .map(|(own, shared)| {
            [own.nodes.as_slice(), shared.alike.as_slice(), shared.placed.as_slice()].concat()
        })
        .collect();
    let names: Vec<Option<usize>> = authors.iter().map(|it| it.as_ref().map(|it| it.1)).collect();
    let bodies = body::find(page, regions, &names, &heads, &dropped);
    let mut read = Vec::with_capacity(regions.len());
    let rows = regions.iter().zip(times).zip(authors).zip(heads).zip(dropped).zip(bodies);
    for (index, (((((region, times), author), heads), dropped), body)) in rows.enumerate() {
        let parts = parts_of(index);
        if kind_of(reading, region.node) == CommentKind::Trackback {
            let item = trackback(reading, region, times.posted);
            read.push(Read { item, controls: 0 });
            continue;
        }
        // Where it holds the name as well, it is the comment as a whole: of another engine.
        let holds_name = |&node: &usize| {
            author.as_ref().is_some_and(|(_, name)| *name != node && page.contains(node, *name))
        };
        let is_told = !parts.body.is_empty() && !parts.body.iter().any(holds_name);
        let body = if is_told { parts.body.clone() } else { body };
        // A head says who and when; what stands after it is the comment.
        let body = if body.is_empty() { region.after.clone() } else { body };
        let mut dropped = [dropped, parts.dropped.clone()].concat();
        if body.is_empty() {
            let all: usize = region.roots().map(|it| region.length_in(page, it)).sum();
            let taken = heads.iter().chain(&dropped).map(|&it| region.length_in(page, it));
            let words = all.saturating_sub(taken.sum());
            let line = |&head: &usize| line_of(page, region, head, &heads, words);
            let lines: Vec<usize> = heads.iter().map(line).collect();
            dropped.extend(lines);
            dropped.extend(signs(page, region));
        }
        dropped.extend(heads);
        if let Some(edited) = &times.edited {
            dropped.push(edit_notice(page, region, edited));
        }
        // A short line among the words of a comment is a part of them.
        let is_placed = |node: usize| shared[index].placed.binary_search(&node).is_ok();
        dropped.retain(|&node| {
            !body.iter().any(|&body| {
                page.contains(node, body) || page.contains(body, node) && is_placed(node)
            })
        });
        let author_url =
            author.as_ref().and_then(|(_, node)| author::link_of(reading, *node, region));
        let permalink = parts
            .permalink
            .iter()
            .find_map(|&node| reading.address_of(page.attribute(node, "href")?))
            .or_else(|| permalink(reading, region, times.posted.as_ref()));
        let item = Item {
            node: region.node,
            after: region.after.clone(),
            kind: CommentKind::Comment,
            author: author.map(|(name, _)| name),
            author_url,
            posted: times.posted.map(|it| it.stamp),
            edited: times.edited.map(|it| it.stamp),
            votes: votes::find(page, &reading.words.markup, region, &parts.votes),
            permalink,
            body,
            dropped,
            parent: None,
        };
        read.push(Read { item, controls: furniture[index].controls });
    }
    read
}

/// The block around a name or a time, where it says little else: less than half of what the item
/// says. `words` is how much that is.
fn line_of(page: &Page<'_>, region: &Region, head: usize, heads: &[usize], words: usize) -> usize {
    let mut line = head;
    for above in page.ancestors(head).take_while(|&above| region.node != above) {
        let known: usize = heads
            .iter()
            .filter(|&&it| page.contains(above, it))
            .map(|&it| region.length_in(page, it))
            .sum();
        let rest = region.length_in(page, above).saturating_sub(known);
        if rest > LONGEST_LABEL || rest * 2 > words || !region.contains(above) {
            break;
        }
        let is_line = page.element(above).is_some_and(|it| is_block(&it.name.local));
        line = if is_line { above } else { line };
    }
    line
}

/// Pieces of text that are a sign and nothing else: "|", "•".
fn signs(page: &Page<'_>, region: &Region) -> Vec<usize> {
    let is_sign = |text: &str| {
        let text = text.trim();
        !text.is_empty() && text.chars().all(|it| "|•·–—-»«›‹,:;#/()[]".contains(it))
    };
    region.nodes().filter(|&node| page.text_node(node).is_some_and(is_sign)).collect()
}

/// The element that says when the item was changed.
fn edit_notice(page: &Page<'_>, region: &Region, edited: &Moment) -> usize {
    let around = page
        .with_ancestors(edited.node)
        .take_while(|&above| above != region.node && page.text_length(above) < 160);
    around.last().unwrap_or(edited.node)
}

/// The address of the item itself: where its time links to.
fn permalink(reading: &Reading<'_>, region: &Region, posted: Option<&Moment>) -> Option<String> {
    let page = reading.page;
    let posted = posted?;
    let around = page.with_ancestors(posted.node).take_while(|&it| it != region.node).take(3);
    let mut links = around.chain(page.below(posted.node));
    let link =
        links.find(|&it| page.is(it, &local_name!("a")) && page.attribute(it, "href").is_some())?;
    reading.address_of(page.attribute(link, "href")?)
}

/// A trackback is a link with the name of the page that links here.
fn trackback(reading: &Reading<'_>, region: &Region, posted: Option<Moment>) -> Item {
    let page = reading.page;
    let link = region.elements(page).find(|&node| {
        page.is(node, &local_name!("a"))
            && page.text_length(node) > 0
            && !page.roles(node).any(Roles::CONTROLS)
    });
    Item {
        node: region.node,
        after: region.after.clone(),
        kind: CommentKind::Trackback,
        author: link
            .map(|link| Sourced::new(page.text(link), Origin::Markup, page.text_bytes(link))),
        author_url: link.and_then(|link| author::link_of(reading, link, region)),
        posted: posted.map(|it| it.stamp),
        edited: None,
        votes: None,
        permalink: None,
        body: link.into_iter().collect(),
        dropped: Vec::new(),
        parent: None,
    }
}

fn kind_of(reading: &Reading<'_>, node: usize) -> CommentKind {
    let class = reading.page.attribute(node, "class");
    let is_trackback = class.is_some_and(|class| reading.words.markup.is_trackback(class));
    if is_trackback { CommentKind::Trackback } else { CommentKind::Comment }
}
