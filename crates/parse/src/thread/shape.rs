//! Threads of engines that nobody described, known by their shape: elements of one kind, repeated,
//! each with a name, a time and words of its own.

use std::collections::{BTreeMap, BTreeSet};

use html5ever::local_name;

use super::item::{self, Parts, Region};
use super::{Item, Opening, Reading, Thread, nesting};
use crate::letters::letters;
use crate::page::{Page, names_of};
use crate::roles::{Roles, join_words};

/// Elements of one kind that are looked at: no page shows more comments.
const MOST_ITEMS: usize = 20_000;

/// Kinds of elements that are looked at, the most telling first.
const MOST_GROUPS: usize = 60;

/// Elements of one kind.
struct Group {
    nodes: Vec<usize>,
    /// Whether class, id or place say that these are comments.
    is_named: bool,
}

/// A group, read.
struct Judged {
    items: Vec<Item>,
    score: usize,
    is_forum: bool,
}

/// The thread of a page, by its shape.
pub(super) fn find(reading: &Reading<'_>) -> Option<Thread> {
    let page = reading.page;
    let best = groups(page).into_iter().filter_map(|group| judge(reading, &group)).max_by_key(
        |judged| (judged.score, std::cmp::Reverse(judged.items.first().map(|item| item.node))),
    )?;
    let opening = if best.is_forum { Opening::Unsure } else { Opening::Comment };
    Some(Thread { opening, items: best.items })
}

/// The kinds of elements that may be comments: by tag and one word of the class or the id.
fn groups(page: &Page<'_>) -> Vec<Group> {
    let mut by_kind: BTreeMap<(&str, String), Vec<usize>> = BTreeMap::new();
    for node in page.all() {
        let Some(element) = page.element(node) else { continue };
        if !page.is_visible(node) || !can_hold_comment(page, node) {
            continue;
        }
        let mut names: Vec<String> = Vec::new();
        for value in names_of(element) {
            for name in value.split_ascii_whitespace().take(8) {
                let mut joined = String::with_capacity(name.len() + 4);
                join_words(name, &mut joined);
                names.push(joined);
            }
        }
        if page.attribute(node, "itemtype").is_some_and(|kinds| kinds.contains("Comment")) {
            names.push("\u{1}comment".to_owned());
        }
        names.sort();
        names.dedup();
        for name in names.into_iter().filter(|name| !name.is_empty()) {
            by_kind.entry((&element.name.local, name)).or_default().push(node);
        }
    }
    let mut groups: Vec<Group> = by_kind
        .into_iter()
        .map(|((_, name), nodes)| {
            let is_named = name.starts_with('\u{1}')
                || nodes.iter().take(3).all(|&node| is_among_comments(page, node));
            Group {
                nodes: nodes
                    .into_iter()
                    .filter(|&node| !page.stands_aside(node))
                    .take(MOST_ITEMS)
                    .collect(),
                is_named,
            }
        })
        .filter(|group| match group.nodes.as_slice() {
            [] => false,
            [only] => group.is_named && page.roles(*only).any(Roles::COMMENTS),
            _ => true,
        })
        .collect();
    groups.sort_by_key(|group| (!group.is_named, std::cmp::Reverse(group.nodes.len())));
    groups.truncate(MOST_GROUPS);
    // Elements of several classes make a group of each, and need reading once.
    let mut seen: BTreeSet<(bool, Vec<usize>)> = BTreeSet::new();
    groups.reverse();
    groups.retain(|group| seen.insert((group.is_named, group.nodes.clone())));
    groups.reverse();
    groups
}

fn can_hold_comment(page: &Page<'_>, node: usize) -> bool {
    matches!(
        page.tag(node),
        local_name!("div")
            | local_name!("li")
            | local_name!("article")
            | local_name!("section")
            | local_name!("tr")
            | local_name!("table")
            | local_name!("dl")
    ) && !page.roles(node).any(Roles::REPLY_FORM)
}

/// Whether an element or one around it says that it holds comments, and not the article with them.
fn is_among_comments(page: &Page<'_>, node: usize) -> bool {
    let says = |node: usize| page.roles(node).any(Roles::COMMENTS) && !page.holds_headline(node);
    says(node) || page.ancestors(node).take(6).any(says)
}

/// How much of a group has to have a time, a name and words, at the least, in per cent.
struct Least {
    timed: usize,
    named: usize,
    worded: usize,
}

const NAMED: Least = Least { timed: 20, named: 40, worded: 60 };

/// Without a word that says so, the shape has to be beyond doubt.
const UNNAMED: Least = Least { timed: 90, named: 90, worded: 90 };

fn judge(reading: &Reading<'_>, group: &Group) -> Option<Judged> {
    let page = reading.page;
    let total = group.nodes.len();
    if !group.is_named && total <= 2 {
        return None;
    }
    let least = if group.is_named { NAMED } else { UNNAMED };
    let mut items = Vec::new();
    let (mut timed, mut named, mut worded, mut linked, mut length) = (0, 0, 0, 0, 0);
    // A sample tells whether the rest is worth reading.
    let sample = total.min(12);
    for (index, &node) in group.nodes.iter().enumerate() {
        if index == sample && (timed * 2 < index || worded * 2 < index) {
            return None;
        }
        if page.holds_headline(node) {
            return None;
        }
        let region = Region::new(page, node, &group.nodes);
        if region.nodes.len() > 4_000 {
            return None;
        }
        let item = item::read(reading, &region, &Parts::default());
        let (words, link_words) = own_words(page, &region, &item);
        timed += usize::from(item.posted.is_some());
        named += usize::from(item.author.is_some());
        worded += usize::from(words > 0);
        linked += link_words;
        length += words;
        items.push((item, None));
        // Whether so many misses are too many, whatever the rest shows. A group that comes to its
        // end has what is least.
        let is_lost =
            |hits: usize, least: usize| (items.len() - hits) * 100 > total * (100 - least);
        if is_lost(timed, least.timed)
            || is_lost(named, least.named)
            || is_lost(worded, least.worded)
        {
            return None;
        }
    }
    let most = |part: usize, per_cent: usize| part * 100 >= total * per_cent;
    let is_thread = if group.is_named {
        most(timed, 60) || most(named, 80) && total > 1
    } else {
        length / total > 50 && linked * 4 < length && !are_teasers(page, group)
    };
    if !is_thread {
        return None;
    }
    nesting::by_levels(page, &mut items);
    let is_forum =
        !group.is_named && group.nodes.first().is_some_and(|&node| !is_among_comments(page, node));
    let items: Vec<Item> = items.into_iter().map(|(item, _)| item).collect();
    let score = total * 1_000 + usize::from(group.is_named) * 500 + length.min(400_000) / 1_000;
    Some(Judged { items, score, is_forum })
}

/// Bytes of words of an item, and of those within links.
fn own_words(page: &Page<'_>, region: &Region, item: &Item) -> (usize, usize) {
    let (mut words, mut linked) = (0, 0);
    let mut link_end = 0;
    let mut skip_until = 0;
    for &node in &region.nodes {
        if item.dropped.contains(&node) {
            skip_until = skip_until.max(page.subtree(node).end);
        }
        if node < skip_until
            || (!item.body.is_empty() && !item.body.iter().any(|&body| page.contains(body, node)))
        {
            continue;
        }
        if page.is(node, &local_name!("a")) {
            link_end = page.subtree(node).end;
        }
        if let Some(text) = page.text_node(node).filter(|_| page.is_visible(node)) {
            let length = letters(text);
            words += length;
            linked += if node < link_end { length } else { 0 };
        }
    }
    (words, linked)
}

/// Whether the elements are teasers of articles: a linked heading in most of them.
fn are_teasers(page: &Page<'_>, group: &Group) -> bool {
    let headed = group.nodes.iter().filter(|&&node| {
        page.below(node).any(|it| {
            crate::page::is_heading(&page.tag(it))
                && (page.below(it).any(|inner| page.is(inner, &local_name!("a")))
                    || page.ancestors(it).take(2).any(|above| page.is(above, &local_name!("a"))))
        })
    });
    headed.count() * 2 >= group.nodes.len()
}
