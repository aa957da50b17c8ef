//! What stands in a comment and is no word of it: controls, ranks, signatures, counts.

use std::collections::{BTreeMap, BTreeSet};

use html5ever::local_name;

use super::region::Region;
use crate::fnv::Fnv;
use crate::page::Page;
use crate::roles::Roles;
use crate::thread::Reading;
use crate::thread::kind::{self, Kind};
use crate::thread::words::Labels;

/// A row of controls is no longer than this, in bytes.
const LONGEST_ROW: usize = 80;

/// A button is no larger than this, in nodes.
const LARGEST_BUTTON: usize = 20;

/// A line of a profile is no longer than this, in bytes.
const LONGEST_LINE: usize = 40;

/// What elements of one item are no words of it, and how many of them are controls that only a comment has, such as "Reply".
#[derive(Clone, Debug, Default)]
pub(super) struct Furniture {
    pub(super) nodes: Vec<usize>,
    pub(super) controls: usize,
}

/// A line of so many underscores or dashes parts a signature from what stands over it.
const SHORTEST_RULE: usize = 8;

/// The furniture of an item, as it shows by itself.
pub(super) fn find(reading: &Reading<'_>, region: &Region) -> Furniture {
    let page = reading.page;
    let mut found = Furniture::default();
    for node in region.elements(page) {
        if region.roots().any(|root| root == node) {
            continue;
        }
        let label = control(reading, node);
        found.controls += usize::from(label.reply);
        if label.control || label.reply || is_furniture(page, node) {
            found.nodes.push(node);
        }
    }
    found.controls += region.nodes().filter(|&node| is_reply_button(reading, node)).count();
    found.nodes.extend(signature(page, region));
    found
}

/// What control an element is, where that is all that it says: "Reply", "Like (3)".
fn control(reading: &Reading<'_>, node: usize) -> Labels {
    let page = reading.page;
    let in_link = page.is(node, &local_name!("a")) || page.is(node, &local_name!("button"));
    let is_small = (1..LONGEST_ROW).contains(&page.text_length(node));
    let is_apart = is_small
        && !page.is(node, &local_name!("p"))
        && (in_link
            || !page.ancestors(node).take(3).any(|above| page.is(above, &local_name!("p"))));
    if is_apart { reading.words.labels_of(&page.text(node)) } else { Labels::default() }
}

/// Whether a comment is answered by pressing a button or a sign, whose words are no text of the page.
fn is_reply_button(reading: &Reading<'_>, node: usize) -> bool {
    let page = reading.page;
    let is_such = page.is(node, &local_name!("button")) || page.is(node, &local_name!("a"));
    if !is_such || page.text_length(node) > 0 || page.subtree(node).len() > LARGEST_BUTTON {
        return false;
    }
    let own = page.below(node).filter_map(|it| page.text_node(it)).map(str::trim);
    let named = ["aria-label", "title"].into_iter().filter_map(|it| page.attribute(node, it));
    let mut words = own.chain(named).filter(|it| (1..LONGEST_ROW).contains(&it.len()));
    words.any(|words| reading.words.labels_of(words).reply)
}

/// The element that begins with a line of underscores: it holds the signature of the author.
fn signature(page: &Page<'_>, region: &Region) -> Vec<usize> {
    let is_rule = |node: usize| {
        let is_long = page.text_length(node) >= SHORTEST_RULE;
        page.text_node(node).filter(|_| is_long).is_some_and(|text| {
            let text = text.trim();
            text.bytes().all(|byte| matches!(byte, b'_' | b'-' | b'='))
        })
    };
    // Under a line within the words themselves stand words as well.
    let opens = |rule: usize, above: usize| page.length_within(above..rule) == 0;
    let found = region.nodes().filter(|&node| is_rule(node)).find_map(|rule| {
        page.parent(rule)
            .filter(|&above| above != region.node && region.contains(above) && opens(rule, above))
    });
    found.into_iter().collect()
}

/// Whether an element of an item holds no words of it: controls, signatures, forms.
fn is_furniture(page: &Page<'_>, node: usize) -> bool {
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
            && page.text_length(node) < 400
}

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

/// The lines that an item shares with others.
#[derive(Clone, Debug, Default)]
pub(super) struct Shared {
    /// What stands in most of them alike: "Location:".
    pub(super) alike: Vec<usize>,
    /// What stands in the same place of most of them, and is short in all: a rank, a number of posts.
    pub(super) placed: Vec<usize>,
}

/// The lines that each of the items shares with others.
pub(super) fn shared(page: &Page<'_>, regions: &[Region], heads: &[Vec<usize>]) -> Vec<Shared> {
    #[derive(Default)]
    struct Line {
        items: usize,
        count: usize,
        longest: usize,
        length: usize,
    }
    let mut alike: BTreeMap<u64, usize> = BTreeMap::new();
    let mut placed: BTreeMap<Kind, Line> = BTreeMap::new();
    let mut all: Vec<Vec<(usize, u64, Kind)>> = Vec::with_capacity(regions.len());
    let mut total = 0;
    for (region, heads) in regions.iter().zip(heads) {
        let mut own = Vec::new();
        let mut texts: BTreeSet<u64> = BTreeSet::new();
        let mut kinds: BTreeSet<Kind> = BTreeSet::new();
        for node in region.nodes() {
            let Some(text) = page.text_node(node).filter(|_| page.text_length(node) > 0) else {
                continue;
            };
            let text = text.trim();
            if heads.iter().any(|&head| page.contains(head, node)) {
                continue;
            }
            total += text.len();
            let kind = kind::within(page, node, region.node);
            let line = placed.entry(kind).or_default();
            line.items += usize::from(kinds.insert(kind));
            line.count += 1;
            line.longest = line.longest.max(text.len());
            line.length += text.len();
            let mut hash = Fnv::default();
            hash.add(kind.number());
            let letters = text.chars().filter(|it| it.is_alphabetic());
            letters.for_each(|it| hash.add(u64::from(u32::from(it))));
            let key = hash.finish();
            if texts.insert(key) && text.len() <= LONGEST_ROW {
                *alike.entry(key).or_default() += 1;
            }
            own.push((node, key, kind));
        }
        all.push(own);
    }
    let items = regions.len();
    // What most of the words are is not furniture, however short.
    let line_of = |kind: Kind| placed.get(&kind).filter(|line| line.length * 2 < total);
    let is_alike = |key: u64| alike.get(&key).copied().unwrap_or_default() * 2 > items;
    let is_placed = |line: &Line| {
        line.items * 2 >= items
            && line.count * 10 <= line.items * 12
            && line.longest <= LONGEST_LINE
    };
    if items < 4 {
        return vec![Shared::default(); items];
    }
    let mut all_shared = Vec::with_capacity(items);
    for own in all {
        let mut shared = Shared::default();
        for (node, key, kind) in own {
            let Some(line) = line_of(kind) else { continue };
            if is_alike(key) {
                shared.alike.push(node);
            } else if is_placed(line) {
                shared.placed.push(node);
            }
        }
        all_shared.push(shared);
    }
    all_shared
}
