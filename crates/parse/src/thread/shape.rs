//! Threads of engines that nobody described, known by their shape: elements of one kind, repeated,
//! each with a name, a time and words of its own.

use std::collections::BTreeSet;

use annalist_model::Stamp;
use html5ever::local_name;

use super::groups::{self, Claim, Group};
use super::item::{self, Read, Region};
use super::moments::Moments;
use super::{Found, Opening, Reading, Set};
use crate::letters::letters;
use crate::page::Page;
use crate::roles::Roles;

/// The threads that a page may hold by its shape.
pub(super) fn find<'e>(reading: &Reading<'_>, moments: &Moments) -> Vec<Found<'e>> {
    let groups = groups::find(reading, moments);
    groups.iter().filter_map(|group| judge(reading, moments, group)).collect()
}

/// How much of a group has to have a time, a name and words, at the least, in per cent.
struct Least {
    timed: usize,
    named: usize,
    worded: usize,
}

const NAMED: Least = Least { timed: 0, named: 40, worded: 60 };

/// Without a word that says so, the shape has to be beyond doubt.
const UNNAMED: Least = Least { timed: 80, named: 85, worded: 85 };

/// What says less than this beside name and time, in bytes, is a head.
const SHORTEST_WORDS: usize = 8;

/// An item is no larger than this, in nodes.
const LARGEST: usize = 6_000;

/// So many elements tell whether the rest of their group is worth reading.
const SAMPLE: usize = 12;

/// Whether some of the elements have half of what a thread needs.
fn is_likely(
    reading: &Reading<'_>,
    moments: &Moments,
    nodes: &[usize],
    place: Place,
    claim: Claim,
) -> bool {
    let step = nodes.len() / SAMPLE;
    let sample: Vec<usize> = nodes.iter().copied().step_by(step.max(1)).collect();
    let read = read_group(reading, moments, &sample, place);
    let signs = signs(reading, moments, &read);
    let half = |part: usize| part * 10 >= read.len() * 4;
    let is_timed = half(signs.timed) || claim > Claim::None && signs.named * 2 >= read.len();
    is_timed && (signs.named * 4 >= read.len() || half(signs.worded))
}

/// Most comments say more than this, in bytes of words: what says less may be a part of one.
const USUAL: f64 = 25.0;

/// What a group shows of being a thread.
#[derive(Default)]
pub(super) struct Signs {
    timed: usize,
    /// Those with a day, or told from now.
    dated: usize,
    named: usize,
    worded: usize,
    controlled: usize,
    /// Items with several times in one and the same place: containers of comments.
    crowded: usize,
    /// Items of which a quarter or more is a link.
    linking: usize,
    /// Bytes of words, and of those within links.
    length: usize,
    linked: usize,
}

impl Signs {
    /// How much speaks for a thread.
    pub(super) fn evidence(&self) -> f64 {
        let counted = 3 * (self.timed + self.named + self.worded) + self.controlled;
        // Of an item and its parts, the item holds the words.
        let each = self.length as f64 / self.worded.max(1) as f64;
        counted as f64 * (each / USUAL).clamp(0.4, 1.0) + (self.length as f64).sqrt()
    }

    /// Whether half of so many items have a name or a time.
    pub(super) fn are_told(&self, items: usize) -> bool {
        self.named.max(self.timed) * 2 >= items
    }

    /// Whether links are a small part of what is said, or of what most of so many items say: one may
    /// be a list of links.
    fn are_words(&self, items: usize) -> bool {
        self.linked * 4 < self.length || self.linking * 3 < items
    }

    /// The shares of so many items.
    pub(super) fn rates(&self, items: usize) -> Rates {
        let share = |part: usize| part as f64 / items.max(1) as f64;
        Rates { timed: share(self.timed), named: share(self.named), worded: share(self.worded) }
    }
}

/// How many of the items have a time, a name and words, as shares of one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rates {
    pub(super) timed: f64,
    pub(super) named: f64,
    pub(super) worded: f64,
}

impl Rates {
    /// Whether next to nothing is missing of what `other` has.
    pub(super) fn is_as_good_as(&self, other: &Rates) -> bool {
        let holds = |own: f64, other: f64| own >= other * 0.95;
        holds(self.timed, other.timed)
            && holds(self.named, other.named)
            && holds(self.worded, other.worded)
    }
}

fn judge<'e>(reading: &Reading<'_>, moments: &Moments, group: &Group) -> Option<Found<'e>> {
    let page = reading.page;
    let mut nodes = groups::without_wrappers(page, &group.nodes);
    if group.claim == Claim::Named {
        nodes.retain(|&node| !page.holds_headline(node));
    }
    let nodes = &nodes;
    // Posts of a topic may have first headings of their own; an article has one.
    let headed = nodes.iter().filter(|&&node| page.holds_headline(node)).count();
    if nodes.is_empty() || headed * 2 >= nodes.len() || headed > 0 && nodes.len() < 3 {
        return None;
    }
    let is_line = groups::can_be_head(page, nodes[0]);
    let is_head = is_line || page.is(nodes[0], &local_name!("dt"));
    let place = match place_of_words(page, nodes).filter(|_| is_head) {
        Some(place) => place,
        // A line that is all of a comment: "Ada (3 May): It was closed before."
        None if !is_head || group.claim > Claim::None => Place::Within,
        None => return None,
    };
    if nodes.len() > 2 * SAMPLE && !is_likely(reading, moments, nodes, place, group.claim) {
        return None;
    }
    let mut read = read_group(reading, moments, nodes, place);
    let mut signs = signs(reading, moments, &read);
    let beside = if is_head {
        None
    } else if signs.worded * 3 < read.len() && signs.named * 2 > read.len() {
        Some(Place::After)
    } else if signs.length < SHORTEST_WORDS * read.len() && signs.timed * 2 > read.len().max(4) {
        place_of_words(page, nodes)
    } else {
        None
    };
    if let Some(place) = beside {
        // Heads without words: what they announce stands beside them.
        read = read_group(reading, moments, nodes, place);
        signs = self::signs(reading, moments, &read);
    }
    if trim(reading, &mut read) {
        signs = self::signs(reading, moments, &read);
    }
    let total = read.len();
    let least = if group.claim == Claim::None { UNNAMED } else { NAMED };
    let most = |part: usize, per_cent: usize| total > 0 && part * 100 >= total * per_cent;
    let is_thread = most(signs.timed, least.timed)
        && most(signs.named, least.named)
        && most(signs.worded, least.worded)
        && signs.crowded * if group.claim == Claim::Declared { 2 } else { 4 } <= total
        && match group.claim {
            Claim::Declared => true,
            Claim::Named => is_named_thread(reading, &signs, &read),
            Claim::None => {
                total > 2
                    && most(signs.dated, least.timed)
                    && signs.length / total > 30
                    && signs.are_words(total)
                    && is_conversation(page, &signs, &read)
                    && !are_teasers(page, &read)
                    && differ(reading, &read)
                    && !groups::is_entry(reading, nodes[0])
            }
        }
        && (group.claim == Claim::Declared
            || !groups::is_review(reading, nodes[0])
                && !groups::is_over_page(page, nodes[0])
                && !are_of_other_pages(page, &read));
    if !is_thread {
        return None;
    }
    let set = Set {
        nodes: read.iter().map(|it| it.0.node).collect(),
        after: read.iter().map(|it| it.0.after.clone()).collect(),
        engine: None,
    };
    let trust = match group.claim {
        Claim::None => 1.0,
        Claim::Named => 2.0,
        Claim::Declared => 2.6,
    };
    // An element that calls itself a comment is more likely one than another beside or in it.
    let calls_itself = page.roles(nodes[0]).any(Roles::COMMENTS);
    let trust = if calls_itself { trust * 1.1 } else { trust };
    // Elements that hold name, time and words are more likely items than heads before the words.
    let has_heads = read.iter().any(|it| !it.0.after.is_empty());
    let trust = if has_heads { trust * 0.8 } else { trust };
    let is_forum = group.claim == Claim::None && !groups::is_among_comments(page, nodes[0]);
    Some(Found {
        opening: if is_forum { Opening::Unsure } else { Opening::Comment },
        sets: vec![set],
        read: (read.len() == nodes.len()).then_some(read),
        score: signs.evidence() * trust,
        claim: group.claim,
    })
}

/// Whether elements among what calls itself comments are some: those without times have to call
/// themselves so, and to say something that is no link.
fn is_named_thread(reading: &Reading<'_>, signs: &Signs, read: &[(Region, Read)]) -> bool {
    let page = reading.page;
    let total = read.len();
    let most = |part: usize, per_cent: usize| part * 100 >= total * per_cent;
    let own = Roles::COMMENTS.or(Roles::MESSAGE);
    let calls_itself = || read.iter().all(|(region, _)| page.roles(region.node).any(own));
    if most(signs.timed, 60) {
        let is_sure = most(signs.controlled, 50) || calls_itself();
        // One comment alone is a list of one, has a number, can be answered, or stands in what
        // calls itself comments as well.
        let is_single = |region: &Region| {
            signs.controlled > 0
                || page
                    .ancestors(region.node)
                    .take(3)
                    .any(|it| page.roles(it).any(Roles::COMMENTS) && !page.holds_headline(it))
                || page.is(region.node, &local_name!("li"))
                || page.is(region.node, &local_name!("article"))
                || page
                    .attribute(region.node, "id")
                    .is_some_and(|id| id.bytes().any(|byte| byte.is_ascii_digit()))
        };
        return (total > 1
            || signs.length >= 12 && is_sure && read.iter().all(|it| is_single(&it.0)))
            && signs.linked * 10 < signs.length * 9
            && (is_sure || !are_teasers(page, read));
    }
    most(signs.named, 80)
        && total > 1
        && calls_itself()
        && differ(reading, read)
        && signs.linked * 2 < signs.length
        && (signs.length / total > 15 || most(signs.controlled, 50))
}

/// Whether elements that nothing calls comments are posts of people who answer each other: they can
/// be answered or reported, have numbers of their own, or are called messages.
fn is_conversation(page: &Page<'_>, signs: &Signs, read: &[(Region, Read)]) -> bool {
    let most = |is: &dyn Fn(&Region, &Read) -> bool| {
        read.iter().filter(|(region, read)| is(region, read)).count() * 10 >= read.len() * 8
    };
    let has_number = |value: &str| value.bytes().any(|it| it.is_ascii_digit());
    let is_numbered = |region: &Region, _: &Read| {
        let mut first = region.nodes().take(40);
        first.any(|it| {
            page.attribute(it, "id").is_some_and(has_number)
                || page.is(it, &local_name!("a"))
                    && page.attribute(it, "name").is_some_and(has_number)
        })
    };
    let is_linked = |_: &Region, read: &Read| {
        read.item.permalink.as_ref().is_some_and(|link| link.contains('#'))
    };
    let is_message = |region: &Region, read: &Read| {
        page.roles(region.node).any(Roles::MESSAGE.or(Roles::COMMENTS).or(Roles::MEMBER))
            || read.item.body.iter().any(|&body| page.roles(body).any(Roles::MESSAGE))
    };
    signs.controlled * 2 >= read.len()
        || most(&is_numbered)
        || most(&is_linked)
        || most(&is_message)
}

/// Where the words of elements stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Within,
    /// In the siblings after them: they are heads.
    After,
    /// In the siblings before them: "Posted by Ada at 3 May".
    Before,
}

/// On which side of elements that hold no words themselves these stand; none where most have none.
fn place_of_words(page: &Page<'_>, nodes: &[usize]) -> Option<Place> {
    let are_there = |siblings: Vec<Vec<usize>>| !siblings.iter().any(Vec::is_empty);
    if are_there(groups::with_siblings(page, nodes)) {
        return Some(Place::After);
    }
    are_there(groups::with_siblings_before(page, nodes)).then_some(Place::Before)
}

/// Reads the elements, with the siblings that hold their words.
fn read_group(
    reading: &Reading<'_>,
    moments: &Moments,
    nodes: &[usize],
    place: Place,
) -> Vec<(Region, Read)> {
    let page = reading.page;
    let after = match place {
        Place::Within => vec![Vec::new(); nodes.len()],
        Place::After => groups::with_siblings(page, nodes),
        Place::Before => groups::with_siblings_before(page, nodes),
    };
    let regions: Vec<Region> = nodes
        .iter()
        .zip(after)
        .map(|(&node, after)| Region::new(page, node, after, nodes))
        .filter(|region| region.size() <= LARGEST)
        .collect();
    let read = item::read(reading, moments, &regions, &[]);
    regions.into_iter().zip(read).collect()
}

pub(super) fn signs(reading: &Reading<'_>, moments: &Moments, read: &[(Region, Read)]) -> Signs {
    let page = reading.page;
    let mut signs = Signs::default();
    for (region, Read { item, controls }) in read {
        let (words, linked) = own_words(page, region, item);
        signs.timed += usize::from(item.posted.is_some());
        signs.dated += usize::from(item.posted.as_ref().is_some_and(|it| is_dated(reading, it)));
        signs.named += usize::from(item.author.is_some());
        signs.worded += usize::from(words > 0);
        signs.controlled += usize::from(*controls > 0);
        signs.crowded += usize::from(is_crowded(page, moments, region));
        signs.linking += usize::from(linked * 4 >= words.max(1));
        signs.length += words;
        signs.linked += linked;
    }
    signs
}

/// Whether a time is more than a clock: posts of a live report have no day.
fn is_dated(reading: &Reading<'_>, posted: &Stamp) -> bool {
    let is_told = |shown: &String| reading.words.stamps.is_relative(shown);
    posted.value.is_some() || posted.shown.as_ref().is_some_and(is_told)
}

/// Takes out what is no comment among comments: advertisements, forms, links to further ones. What
/// stands in the place of a comment that was taken away stays.
fn trim(reading: &Reading<'_>, read: &mut Vec<(Region, Read)>) -> bool {
    let page = reading.page;
    let before = read.len();
    let is_timed = |it: &Read| it.item.posted.is_some() || it.item.edited.is_some();
    let is_whole = |it: &Read| it.item.author.is_some() && is_timed(it);
    let whole = read.iter().filter(|it| is_whole(&it.1)).count();
    if whole >= 2 && whole * 10 >= before * 4 {
        read.retain(|(region, it)| {
            let is_placeholder = || {
                page.text_length(region.node) < 200
                    && reading.words.is_removed(&page.text(region.node))
            };
            is_timed(it) || is_placeholder()
        });
    }
    read.len() < before
}

/// Whether the names are not all one: then they are the byline of a list of articles.
fn differ(reading: &Reading<'_>, read: &[(Region, Read)]) -> bool {
    let mut names = read.iter().filter_map(|it| it.1.item.author.as_ref()).map(|it| &it.value);
    let first = names.next();
    // Where nobody gives a name, all have the same.
    first.is_some_and(|it| reading.words.labels_of(it).nobody)
        || names.any(|name| Some(name) != first)
}

/// Whether several times stand in one and the same place of an item: it holds several comments.
fn is_crowded(page: &Page<'_>, moments: &Moments, region: &Region) -> bool {
    let mut kinds: Vec<super::kind::Kind> = Vec::new();
    let own = region.stretches().iter().flat_map(|it| moments.within(it.clone()));
    for moment in own.filter(|it| it.rank < 3 && !it.is_edit).take(40) {
        if item::is_quoted(page, moment.node, region.node) {
            continue;
        }
        kinds.push(super::kind::within(page, moment.node, region.node));
    }
    kinds.sort_unstable();
    kinds.chunk_by(|a, b| a == b).any(|same| same.len() > 2)
}

/// Bytes of words of an item, and of those within links.
fn own_words(page: &Page<'_>, region: &Region, item: &super::Item) -> (usize, usize) {
    let (mut words, mut linked) = (0, 0);
    let mut link_end = 0;
    let mut skip_until = 0;
    let mut dropped = item.dropped.clone();
    dropped.sort_unstable();
    for node in region.nodes() {
        if dropped.binary_search(&node).is_ok() {
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

/// Whether the elements lead to comments of other pages, each of another one: "Ada on The ferry".
pub(super) fn are_of_other_pages(page: &Page<'_>, read: &[(Region, Read)]) -> bool {
    let target = |region: &Region| {
        let links = region.elements(page).filter_map(|it| page.attribute(it, "href"));
        let mut pages = links.filter_map(|href| href.split_once('#'));
        pages.find(|(path, anchor)| !path.is_empty() && anchor.len() > 1)
    };
    let mut targets: Vec<(&str, &str)> = read.iter().filter_map(|it| target(&it.0)).collect();
    if targets.len() < 2 || targets.len() * 10 < read.len() * 8 {
        return false;
    }
    // What leads to the page itself is no other.
    let anchors: BTreeSet<&str> = targets.iter().map(|it| it.1).collect();
    let names = |node| [page.attribute(node, "id"), page.attribute(node, "name")];
    let known: BTreeSet<&str> =
        page.all().flat_map(names).flatten().filter(|name| anchors.contains(name)).collect();
    targets.retain(|(_, anchor)| !known.contains(anchor));
    let found = targets.len();
    targets.sort_unstable();
    targets.dedup_by_key(|(path, _)| path.split('?').next().unwrap_or(path).to_owned());
    found * 10 >= read.len() * 8 && targets.len() * 10 >= found * 6
}

/// A title of an article is no shorter than this, in bytes of words.
const SHORTEST_TITLE: usize = 20;

/// Whether the elements are teasers of articles: most of them hold a title, each another, that leads
/// away from the page.
fn are_teasers(page: &Page<'_>, read: &[(Region, Read)]) -> bool {
    let mut titles: Vec<String> = Vec::new();
    for (region, read) in read {
        let author = read.item.author.as_ref().map(|it| it.value.as_str()).unwrap_or_default();
        let title = title_of(page, region);
        titles.extend(
            title
                .filter(|title| author.is_empty() || !title.contains(author))
                .map(|title| title.trim_start_matches("Re: ").to_owned()),
        );
    }
    let headed = titles.len();
    titles.sort();
    titles.dedup();
    headed * 2 >= read.len() && titles.len() * 2 > headed
}

/// The title that an item leads to: a linked heading, or a block that is nothing but a link.
fn title_of(page: &Page<'_>, region: &Region) -> Option<String> {
    let leads_away = |it: usize| {
        page.attribute(it, "href")
            .is_some_and(|href| !href.contains('#') && !href.starts_with("javascript"))
    };
    let mut links =
        region.elements(page).filter(|&it| page.is(it, &local_name!("a")) && leads_away(it));
    // All of it is a link.
    if page.ancestors(region.node).take(3).any(|it| page.is(it, &local_name!("a"))) {
        return Some(page.text(region.node));
    }
    let all = page.text_length(region.node);
    let link = links.find(|&link| {
        let length = page.text_length(link);
        // It stands by itself: no words beside it in its element.
        // What stands in a `dd` is a fact about the member: a place.
        let is_alone = page.parent(link).is_some_and(|above| {
            !page.is(above, &local_name!("p"))
                && !page.is(above, &local_name!("dd"))
                && page
                    .children(above)
                    .all(|it| page.text_node(it).is_none_or(|it| it.trim().is_empty()))
        });
        let holds_heading = page.below(link).any(|it| crate::page::is_heading(&page.tag(it)));
        let in_heading =
            page.ancestors(link).take(2).any(|it| crate::page::is_heading(&page.tag(it)));
        let is_title = length >= SHORTEST_TITLE && is_alone;
        is_title || holds_heading || in_heading && length > 0 || length * 10 > all * 8
    })?;
    Some(page.text(link))
}
