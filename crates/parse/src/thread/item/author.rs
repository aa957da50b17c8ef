//! Who wrote the comments of a thread: of the places where items hold a name, the one that most of
//! them have, and where names differ.

use std::collections::{BTreeMap, BTreeSet};

use annalist_model::{Origin, Sourced};
use html5ever::local_name;

use super::region::Region;
use super::time::is_quoted;
use crate::page::{Page, is_heading};
use crate::roles::Roles;
use crate::thread::Reading;
use crate::thread::kind::{self, Kind};
use crate::thread::moments::Moments;

/// A name is no longer than this, in bytes.
const LONGEST_NAME: usize = 80;

/// What a place costs that no item has.
const COST_OF_ABSENCE: f64 = 9.0;

/// What a name in an attribute of the item costs.
const COST_OF_DECLARED: f64 = 4.0;

/// A place dearer than this holds no names.
const MOST: f64 = 15.0;

/// Candidates of one item that are looked at.
const MOST_CANDIDATES: usize = 60;

/// A name, and the node that holds it.
pub(super) type Named = (Sourced<String>, usize);

/// The name in an element that is known to hold one.
pub(super) fn name_in(reading: &Reading<'_>, node: usize) -> Option<Named> {
    let page = reading.page;
    if page.text_length(node) >= 2 * LONGEST_NAME {
        return None;
    }
    let name = clean_name(reading, &page.text(node))?;
    Some((Sourced::new(name, Origin::Markup, page.text_bytes(node)), node))
}

/// A name without verbs, times and labels around it.
fn clean_name(reading: &Reading<'_>, text: &str) -> Option<String> {
    let words = reading.words;
    let timed = words.stamps.place_in(text, reading.order);
    let bare = match timed {
        Some(time) if time.start == 0 || text[..time.start].trim().is_empty() => {
            bare(words, &text[time.end..])
        }
        Some(time) => {
            let before = bare(words, words.without_joints(&text[..time.start]));
            if before.is_empty() { bare(words, &text[time.end..]) } else { before }
        }
        None => bare(words, text),
    };
    let is_name = !bare.is_empty()
        && bare.len() <= LONGEST_NAME
        && bare.chars().any(char::is_alphanumeric)
        && !words.labels_of(bare).any()
        && !words.is_says(bare)
        && !bare.contains("://");
    is_name.then(|| bare.to_owned())
}

fn bare<'t>(words: &crate::thread::ThreadWords, text: &'t str) -> &'t str {
    let is_sign = |it: char| !it.is_alphanumeric() && !"@([{\"'“„«<_*~=".contains(it);
    let text = text.trim_start_matches(is_sign);
    let bare = words.bare_name(text);
    // "NAME | RANK": what stands after the name is not the name.
    let bare = bare.split(['|', '»', '•', '·']).find(|it| !it.trim().is_empty()).unwrap_or(bare);
    let bare = match bare.split_once(" – ") {
        Some((name, again)) if name.trim() == again.trim() => name,
        _ => bare,
    };
    without_handle(words.bare_name(bare)).trim_start_matches(is_sign)
}

/// "Ada Lorne @ada@forum.example": the name that its owner chose goes before the handle.
fn without_handle(name: &str) -> &str {
    let named = name.rsplit_once(char::is_whitespace);
    match named.filter(|(name, last)| last.starts_with('@') && !name.trim().is_empty()) {
        Some((name, handle)) if handle.len() > 1 => name.trim_end(),
        _ => name,
    }
}

/// The places of items that hold a name.
#[derive(Default)]
struct Place {
    items: usize,
    rank: u32,
    /// Names, digits aside, and how many items have them.
    names: BTreeMap<String, usize>,
    /// How many of them begin with a digit.
    numbered: usize,
    /// How many of them say that nobody gave a name.
    nameless: usize,
}

impl Place {
    fn cost(&self, items: usize) -> f64 {
        let share = self.items as f64 / items.max(1) as f64;
        let rank = f64::from(self.rank) / self.items.max(1) as f64;
        let most = self.names.values().copied().max().unwrap_or_default();
        // What stands in all items alike is a label.
        let is_count = self.numbered * 10 > self.items * 6;
        let is_label = (rank > 3.5 || is_count) && self.items >= 3 && most * 100 > self.items * 85;
        // What is marked as a name and yet the same in all: "Anonymous", or the title of a picture.
        let is_same = self.items >= 3 && most == self.items;
        let is_nobody = self.nameless * 2 > self.items;
        let doubt = if is_nobody {
            0.0
        } else if is_label {
            MOST
        } else if is_same {
            4.0
        } else {
            0.0
        };
        rank + COST_OF_ABSENCE * (1.0 - share) + doubt
    }
}

/// A name that an item may have.
struct Candidate {
    kind: Kind,
    node: usize,
    name: String,
}

/// The name of each of the items; `times` are the nodes that show when they were posted.
pub(super) fn find(
    reading: &Reading<'_>,
    moments: &Moments,
    regions: &[Region],
    times: &[Option<usize>],
) -> Vec<Option<Named>> {
    let page = reading.page;
    let mut places: BTreeMap<Kind, Place> = BTreeMap::new();
    let mut all = Vec::with_capacity(regions.len());
    for (region, time) in regions.iter().zip(times) {
        let own = candidates(reading, moments, region, *time, &mut places);
        all.push(own);
    }
    let costs: BTreeMap<Kind, f64> =
        places.iter().map(|(kind, place)| (*kind, place.cost(regions.len()))).collect();
    let cost = |kind: &Kind| costs.get(kind).copied().unwrap_or(f64::MAX);
    regions
        .iter()
        .zip(all)
        .map(|(region, own)| {
            // What a page shows is how its readers know the author.
            let declared = || Some((declared(reading, region.node)?, region.node));
            let affordable = own.into_iter().filter(|it| cost(&it.kind) < MOST);
            let best = affordable.min_by(|a, b| cost(&a.kind).total_cmp(&cost(&b.kind)));
            let Some(best) = best else { return declared() };
            if cost(&best.kind) > COST_OF_DECLARED
                && let Some(declared) = declared()
            {
                return Some(declared);
            }
            let bytes = page.text_bytes(best.node);
            Some((Sourced::new(best.name, Origin::Markup, bytes), best.node))
        })
        .collect()
}

/// The name that an attribute of the item itself gives.
fn declared(reading: &Reading<'_>, node: usize) -> Option<Sourced<String>> {
    let page = reading.page;
    for name in reading.words.markup.author_attributes() {
        let value = page.attribute(node, name).map(str::trim).unwrap_or_default();
        if !value.is_empty() && value.len() <= LONGEST_NAME {
            let bytes = page.attribute_bytes(node, name);
            return Some(Sourced::new(value.to_owned(), Origin::Markup, bytes));
        }
    }
    None
}

fn candidates(
    reading: &Reading<'_>,
    moments: &Moments,
    region: &Region,
    time: Option<usize>,
    places: &mut BTreeMap<Kind, Place>,
) -> Vec<Candidate> {
    let page = reading.page;
    let mut found: Vec<Candidate> = Vec::new();
    let mut seen: BTreeSet<Kind> = BTreeSet::new();
    let said = said(page, region, time);
    for node in region.nodes() {
        if node == region.node && Some(node) != time
            || !page.is_visible(node)
            || !(1..LONGEST_NAME).contains(&page.text_length(node))
        {
            continue;
        }
        let is_said = |it: usize| said.binary_search(&it).is_ok();
        if page.ancestors(node).take_while(|&above| above != region.node).any(is_said) {
            continue;
        }
        let Some(rank) = rank(reading, node, region.node, time) else { continue };
        // A declared name is one place, whatever class it has.
        let is_declared = rank == 1;
        let kind = if is_declared { Kind::DECLARED } else { kind::within(page, node, region.node) };
        if seen.contains(&kind) {
            continue;
        }
        let name = moments.name_of(node, || clean_name(reading, &page.text(node)));
        let Some(name) = name.filter(|name| may_be_name(name, rank)) else { continue };
        seen.insert(kind);
        let place = places.entry(kind).or_default();
        place.items += 1;
        place.rank += rank + doubt(&name);
        let letters = name.chars().filter(|it| !it.is_ascii_digit()).collect();
        *place.names.entry(letters).or_default() += 1;
        place.nameless += usize::from(reading.words.labels_of(&name).nobody);
        place.numbered += usize::from(name.starts_with(|it: char| it.is_ascii_digit()));
        found.push(Candidate { kind, node, name });
        if found.len() >= MOST_CANDIDATES {
            break;
        }
    }
    found
}

/// What the look of a name costs: long lines and sentences are none.
fn doubt(name: &str) -> u32 {
    let words = name.split_whitespace().count();
    let ends = name.ends_with(['!', '?', '…']) || name.ends_with('.') && words > 2;
    let has_letter = name.chars().any(char::is_alphabetic);
    (words.saturating_sub(3) as u32).min(4)
        + if ends { 3 } else { 0 }
        // A handle stands beside the name that its owner chose.
        + u32::from(name.starts_with('@'))
        + if has_letter { 0 } else { 6 }
}

fn may_be_name(name: &str, rank: u32) -> bool {
    let words = name.split_whitespace().count();
    let has_letter = name.chars().any(char::is_alphabetic);
    let is_sentence = words > 2 && name.ends_with(['.', '!', '?']);
    !(is_sentence && rank > 3)
        && words <= if rank <= 4 { 9 } else { 6 }
        && (has_letter || rank <= 3)
        && !name.starts_with('#')
}

/// Whether an element says more than the name: a link to the author is a part of its words.
fn holds_profile(reading: &Reading<'_>, node: usize) -> bool {
    let page = reading.page;
    let all = page.text_length(node);
    let leads_to_person = |it: usize| {
        let href = page.attribute(it, "href").filter(|_| page.is(it, &local_name!("a")));
        href.is_some_and(|href| reading.words.markup.leads_to_person(href))
    };
    page.below(node).any(|it| {
        let length = page.text_length(it);
        (1..all).contains(&length) && leads_to_person(it)
    })
}

/// How plainly an element says that it holds the name: the less, the plainer.
fn rank(reading: &Reading<'_>, node: usize, item: usize, time: Option<usize>) -> Option<u32> {
    let page = reading.page;
    // A line with the time and more: "Ada, 3 May".
    if Some(node) == time {
        return Some(8);
    }
    if page.element(node).is_none() {
        // A piece of text beside elements: "Ada, <a>3 May</a>".
        let above = page.parent(node)?;
        let is_beside = page.child_elements(above).next().is_some();
        if !is_beside || page.roles(above).any(Roles::CONTROLS.or(Roles::MESSAGE)) {
            return None;
        }
        if in_words(page, node, item) {
            return None;
        }
        let is_author = page.roles(above).any(Roles::AUTHOR);
        let is_near = time.is_some_and(|time| page.parent(time) == Some(above) || time == above);
        return Some(if is_author {
            4
        } else if is_near {
            8
        } else {
            11
        });
    }
    let is_form =
        |it: usize| page.is(it, &local_name!("form")) || page.roles(it).any(Roles::REPLY_FORM);
    if page.is(node, &local_name!("label"))
        || page.ancestors(node).take_while(|&above| !page.contains(above, item)).any(is_form)
    {
        return None;
    }
    // Words that only screen readers get are labels.
    let unseen: usize = page
        .below(node)
        .filter(|&it| page.roles(it).any(Roles::UNSEEN))
        .map(|it| page.text_length(it))
        .sum();
    if unseen >= page.text_length(node) {
        return None;
    }
    let roles = page.roles(node);
    if roles.any(Roles::RANK)
        || roles.any(Roles::MESSAGE) && !roles.any(Roles::AUTHOR)
        || roles.any(Roles::CONTROLS.or(Roles::TIME).or(Roles::SIGNATURE))
            && !roles.any(Roles::AUTHOR)
        || in_words(page, node, item)
    {
        return None;
    }
    let property = page.attribute(node, "itemprop");
    if property == Some("jobTitle") {
        return None;
    }
    if matches!(property, Some("author" | "creator")) {
        let is_parted = page
            .below(node)
            .any(|it| page.attribute(it, "itemprop") == Some("name") && page.text_length(it) > 0);
        return if is_parted { None } else { Some(2) };
    }
    let in_author =
        page.ancestors(node).take_while(|&above| !page.contains(above, item)).take(3).any(
            |above| {
                page.roles(above).any(Roles::AUTHOR)
                    || matches!(page.attribute(above, "itemprop"), Some("author" | "creator"))
            },
        );
    let in_declared = || {
        page.ancestors(node)
            .take_while(|&above| !page.contains(above, item))
            .take(8)
            .any(|above| matches!(page.attribute(above, "itemprop"), Some("author" | "creator")))
    };
    if property == Some("name") && in_declared() {
        return Some(1);
    }
    let href = page.attribute(node, "href").filter(|_| page.is(node, &local_name!("a")));
    let is_profile = href.is_some_and(|it| reading.words.markup.leads_to_person(it))
        || page.attribute(node, "rel").is_some_and(|it| it.contains("author"));
    let holds_time = time.is_some_and(|time| page.contains(node, time));
    let rank = match page.tag(node) {
        local_name!("cite") | local_name!("bdi") => 3,
        local_name!("a") if in_author || roles.any(Roles::AUTHOR) => 2,
        _ if roles.any(Roles::AUTHOR) && holds_profile(reading, node) => 5,
        _ if roles.any(Roles::AUTHOR) => 3,
        local_name!("a") if is_profile => 4,
        _ if roles.any(Roles::NAME) => 4,
        _ if in_author => 6,
        local_name!("b") | local_name!("strong") => 6,
        ref tag if is_heading(tag) => 7,
        local_name!("dt") => 7,
        local_name!("a") if href.is_some() => 8,
        _ if page.child_elements(node).next().is_none() => {
            // Beside the time is where names stand.
            let is_near = time.is_some_and(|time| {
                page.parent(node).is_some_and(|above| {
                    page.contains(above, time) && page.text_length(above) < 2 * LONGEST_NAME
                })
            });
            if is_near { 8 } else { 10 }
        }
        _ if holds_time => 6,
        _ => return None,
    };
    // With a time in it, it is the line around the name.
    Some(if holds_time { rank + 3 } else { rank })
}

/// Whether `node` stands in the words of a comment.
fn in_words(page: &Page<'_>, node: usize, item: usize) -> bool {
    let is_long = |above: usize| page.text_length(above) > 2 * LONGEST_NAME;
    let is_prose = |above: usize| {
        page.is(above, &local_name!("p"))
            || page.is(above, &local_name!("li")) && !page.contains(item, above)
    };
    is_quoted(page, node, item)
        || page
            .ancestors(node)
            .take_while(|&above| !page.contains(above, item))
            .any(|above| is_prose(above) && is_long(above))
}

/// The elements of an item that are marked as what is said in it, sorted. One that holds the name,
/// the time or another such element is the comment as a whole, whatever its class.
fn said(page: &Page<'_>, region: &Region, time: Option<usize>) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for node in region.elements(page) {
        let names_author =
            page.is(node, &local_name!("cite")) || page.roles(node).any(Roles::AUTHOR);
        if !names_author && !page.roles(node).any(Roles::MESSAGE) {
            continue;
        }
        let is_quoted = names_author && is_quoted(page, node, region.node);
        while found.last().is_some_and(|&above| page.contains(above, node)) && !is_quoted {
            found.pop();
        }
        if !names_author && page.text_length(node) > 2 * LONGEST_NAME {
            found.push(node);
        }
    }
    found.retain(|&it| time.is_none_or(|time| !page.contains(it, time)));
    found
}

/// Where the name of an author links to.
pub(super) fn link_of(reading: &Reading<'_>, node: usize, region: &Region) -> Option<String> {
    let page = reading.page;
    if node == region.node {
        return None;
    }
    let around = page.ancestors(node).take_while(|&above| above != region.node).take(3);
    let link = page
        .subtree(node)
        .chain(around)
        .find(|&it| page.is(it, &local_name!("a")) && page.attribute(it, "href").is_some())?;
    reading.address_of(page.attribute(link, "href")?)
}
