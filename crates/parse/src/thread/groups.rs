//! Elements of one kind: what may be the comments of a page, before they are read.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use html5ever::local_name;

use super::Reading;
use super::alike::{self, Alike};
use super::moments::Moments;
use crate::page::{Page, is_heading};
use crate::roles::Roles;

/// Kinds of elements that are looked at, the most telling first.
const MOST_GROUPS: usize = 60;

/// Siblings that may belong to one element.
const MOST_SIBLINGS: usize = 12;

/// What a page says of elements of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Claim {
    /// Nothing.
    None,
    /// Their class or id, or that of an element around them, speaks of comments.
    Named,
    /// The vocabulary of schema.org or SIOC calls them comments or answers.
    Declared,
}

/// Elements of one kind.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) nodes: Vec<usize>,
    pub(super) claim: Claim,
}

/// The kinds of elements that may be comments: by tag and one word of the class or the id, by what
/// they are declared to be, and where they have neither by the element around them.
pub(super) fn find(reading: &Reading<'_>, moments: &Moments) -> Vec<Group> {
    let page = reading.page;
    let headings = OnceCell::new();
    let claim = |nodes: &[usize]| {
        let sample = spread(nodes);
        let named = sample.iter().filter(|&&node| is_among_comments(page, node)).count();
        let headings = || headings.get_or_init(|| Headings::of(reading));
        let are_named = named * 4 >= sample.len() * 3 || headings().announce(page, nodes[0]);
        if are_named { Claim::Named } else { Claim::None }
    };
    let mut groups: Vec<(Group, usize)> = Vec::new();
    for Alike { are_declared, nodes } in alike::find(page, moments) {
        let timed = timed(page, moments, &nodes);
        let calls_itself = || {
            let own = Roles::COMMENTS.or(Roles::MESSAGE);
            nodes.iter().take(12).all(|&node| page.roles(node).any(own))
        };
        // Most have to show a time, or to say themselves that they are comments. This is told sooner
        // than what the page says of them.
        if !are_declared && timed * 10 < nodes.len() * 4 && !calls_itself() {
            continue;
        }
        let claim = if are_declared { Claim::Declared } else { claim(&nodes) };
        let are_enough = match nodes.as_slice() {
            [only] => {
                claim == Claim::Declared
                    || claim == Claim::Named && page.roles(*only).any(Roles::COMMENTS)
            }
            [_, _] => claim > Claim::None,
            _ => claim > Claim::None || timed * 2 >= nodes.len(),
        };
        if are_enough {
            groups.push((Group { nodes, claim }, timed));
        }
    }
    groups.sort_by(|(one, one_timed), (other, other_timed)| {
        let worth = |group: &Group, timed| (group.claim, timed, group.nodes.len());
        worth(other, *other_timed)
            .cmp(&worth(one, *one_timed))
            .then_with(|| one.nodes.cmp(&other.nodes))
    });
    groups.truncate(MOST_GROUPS);
    // Elements of several classes make a group of each, and need reading once.
    let mut seen: BTreeSet<Vec<usize>> = BTreeSet::new();
    let groups: Vec<Group> =
        groups.into_iter().map(|it| it.0).filter(|it| seen.insert(it.nodes.clone())).collect();
    let is_wrapped = |group: &Group| {
        groups.iter().any(|other| other.claim >= group.claim && wraps(page, other, group))
    };
    let wrapped: Vec<bool> = groups.iter().map(is_wrapped).collect();
    groups.into_iter().zip(wrapped).filter(|(_, is_wrapped)| !is_wrapped).map(|it| it.0).collect()
}

/// Whether each element of the one group lies in one of the other, and holds all of its words: the
/// outer ones then say what the inner ones do.
fn wraps(page: &Page<'_>, outer: &Group, inner: &Group) -> bool {
    outer.nodes.len() > 2
        && outer.nodes.len() == inner.nodes.len()
        && outer.nodes.iter().zip(&inner.nodes).all(|(&outer, &inner)| {
            outer < inner
                && page.contains(outer, inner)
                && page.text_length(outer) == page.text_length(inner)
        })
}

/// Lines that stand over a thread: "3 Comments".
struct Headings {
    /// Those lines, and all headings, in the order of the page.
    announcing: Vec<usize>,
    headings: Vec<usize>,
}

/// Between the line over a thread and its first comment stands no more than this, in bytes.
const LONGEST_LEAD: usize = 400;

impl Headings {
    fn of(reading: &Reading<'_>) -> Headings {
        let page = reading.page;
        let (mut announcing, mut headings) = (Vec::new(), Vec::new());
        for node in page.all() {
            if !page.is_visible(node) || page.text_length(node) == 0 {
                continue;
            }
            if is_heading(&page.tag(node)) {
                headings.push(node);
                if page.text_length(node) < 120 && reading.words.is_heading(&page.text(node)) {
                    announcing.push(node);
                }
            } else if let Some(text) = page.text_node(node)
                && text.len() < 60
                && reading.words.is_heading(text)
                && !page.ancestors(node).take(3).any(|it| page.is(it, &local_name!("a")))
            {
                announcing.push(node);
            }
        }
        Headings { announcing, headings }
    }

    /// Whether such a line stands over `first`, and no other heading between them.
    fn announce(&self, page: &Page<'_>, first: usize) -> bool {
        let before = self.announcing.partition_point(|&it| it < first);
        let Some(&line) = before.checked_sub(1).and_then(|it| self.announcing.get(it)) else {
            return false;
        };
        let end = page.subtree(line).end;
        let next = self.headings.partition_point(|&it| it < end);
        let is_last = self
            .headings
            .get(next)
            .is_none_or(|&heading| heading >= first || page.contains(heading, line));
        is_last && end <= first && page.length_within(end..first) < LONGEST_LEAD
    }
}

/// Whether an element may be a line with name and time over the words of a comment.
pub(super) fn can_be_head(page: &Page<'_>, node: usize) -> bool {
    let tag = page.tag(node);
    (tag == local_name!("p") || is_heading(&tag) && tag != local_name!("h1"))
        && page.text_length(node) < LONGEST_HEAD
}

/// A line with name and time is no longer than this, in bytes.
const LONGEST_HEAD: usize = 160;

/// How many of the elements show a time, told from some of them.
fn timed(page: &Page<'_>, moments: &Moments, nodes: &[usize]) -> usize {
    let sample = spread(nodes);
    let timed = sample.iter().filter(|&&it| !moments.within(page.subtree(it)).is_empty()).count();
    timed * nodes.len() / sample.len().max(1)
}

/// A dozen of the nodes, from all over the page.
fn spread(nodes: &[usize]) -> Vec<usize> {
    let step = nodes.len().div_ceil(12).max(1);
    nodes.iter().copied().step_by(step).collect()
}

/// Whether an element stands beside what the page is about. Comments in an aside of the article are
/// what it is about.
pub(super) fn stands_aside(page: &Page<'_>, node: usize) -> bool {
    let in_aside_of_article = || {
        let mut around = page.ancestors(node);
        around.any(|it| page.roles(it).any(Roles::COMMENTS))
            && around.any(|it| page.is(it, &local_name!("aside")))
            && around.any(|it| page.is(it, &local_name!("article")))
    };
    page.stands_aside(node) && !in_aside_of_article()
}

/// Whether an element stands in a dialogue over the page.
pub(super) fn is_over_page(page: &Page<'_>, node: usize) -> bool {
    let over = Roles::POPUP.or(Roles::CONSENT);
    let all = page.text_length(0);
    page.with_ancestors(node).any(|it| page.roles(it).any(over) && page.text_length(it) * 2 < all)
}

/// Whether an element calls itself a review, a testimonial or the like, and no comment.
pub(super) fn is_review(reading: &Reading<'_>, node: usize) -> bool {
    let page = reading.page;
    let is_review = |node: usize| {
        page.attribute(node, "itemtype").is_some_and(|it| it.ends_with("/Review"))
            || reading.words.markup.is_elsewhere(page, node)
    };
    let is_comment = page.roles(node).any(Roles::COMMENTS);
    !is_comment && (is_review(node) || page.ancestors(node).take(3).any(is_review))
}

/// Whether an element calls itself an entry that the site writes: of a live report, a list of
/// releases, a team.
pub(super) fn is_entry(reading: &Reading<'_>, node: usize) -> bool {
    let is_entry = |node: usize| reading.words.markup.is_entry(reading.page, node);
    reading.page.with_ancestors(node).take(4).any(is_entry)
}

/// Whether an element or one around it says that it holds comments, and not the article with them.
pub(super) fn is_among_comments(page: &Page<'_>, node: usize) -> bool {
    let says = |node: usize| page.roles(node).any(Roles::COMMENTS) && !page.holds_headline(node);
    says(node) || page.ancestors(node).take(7).any(says)
}

/// The elements without those that hold another of them and no word beside it.
pub(super) fn without_wrappers(page: &Page<'_>, nodes: &[usize]) -> Vec<usize> {
    let is_wrapper = |node: usize, next: usize| {
        page.contains(node, next) && page.text_length(node) == page.text_length(next)
    };
    let next = nodes.iter().skip(1).map(|it| Some(*it)).chain([None]);
    let pairs = nodes.iter().zip(next);
    let kept = pairs.filter(|(node, next)| next.is_none_or(|next| !is_wrapper(**node, next)));
    kept.map(|(node, _)| *node).collect()
}

/// For each of the elements, the siblings after it that may belong to it: up to the next element of
/// the group, and of the last as many as the others have.
pub(super) fn with_siblings(page: &Page<'_>, nodes: &[usize]) -> Vec<Vec<usize>> {
    let members: BTreeSet<usize> = nodes.iter().copied().collect();
    let mut all: Vec<Vec<usize>> = Vec::with_capacity(nodes.len());
    let mut usual = 0;
    for (index, &node) in nodes.iter().enumerate() {
        let limit = if index + 1 == nodes.len() && index > 0 { usual } else { MOST_SIBLINGS };
        let end = page.parent(node).map_or(0, |above| page.subtree(above).end);
        let mut after = Vec::new();
        let mut next = page.subtree(node).end;
        while next < end && !members.contains(&next) && after.len() < limit {
            // What holds another of them is no part of this one.
            if members.range(page.subtree(next)).next().is_some() {
                break;
            }
            if page.element(next).is_some() {
                after.push(next);
            }
            next = page.subtree(next).end;
        }
        usual = usual.max(after.len());
        all.push(after);
    }
    all
}

/// For each of the elements, the siblings before it that may belong to it: from the last element of the
/// group or the last heading on, and before the first as many as the others have.
pub(super) fn with_siblings_before(page: &Page<'_>, nodes: &[usize]) -> Vec<Vec<usize>> {
    let members: BTreeSet<usize> = nodes.iter().copied().collect();
    let before = |node: usize| {
        let above = page.parent(node).unwrap_or_default();
        let after = members.range(above..node).next_back();
        let start = after.map_or(above + 1, |&member| page.subtree(member).end);
        let mut next = start;
        let mut found: Vec<usize> = Vec::new();
        while next < node {
            if is_heading(&page.tag(next)) {
                found.clear();
            } else if page.element(next).is_some() {
                found.push(next);
            }
            next = page.subtree(next).end;
        }
        found.drain(..found.len().saturating_sub(MOST_SIBLINGS));
        found
    };
    let mut all: Vec<Vec<usize>> = nodes.iter().map(|&node| before(node)).collect();
    let usual = all.iter().skip(1).map(Vec::len).max().unwrap_or(1);
    if let Some(first) = all.first_mut() {
        first.drain(..first.len().saturating_sub(usual));
    }
    all
}
