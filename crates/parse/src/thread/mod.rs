//! Reader comments, read out as the tree that they form.
//!
//! Two ways lead to a thread: what is known of an engine's markup ([`engine`], data), and the
//! shape that all threads share, repeated elements each with a name, a time and a text ([`shape`]).
//! Both give items; [`item`] reads each one, [`nesting`] tells who answers whom.

mod alike;
mod double;
mod engine;
mod groups;
mod hooks;
mod item;
mod kind;
mod markup;
mod moments;
mod nesting;
mod paging;
mod set;
mod shape;
mod union;
mod words;

use annalist_model::{CommentKind, Sourced, Stamp};

use groups::Claim;
use item::{Read, Region};
use moments::Moments;
use set::Set;

use crate::links::LinkBase;
use crate::page::Page;
use crate::stamp::DayOrder;

pub(crate) use engine::Engines;
pub use engine::UnknownEngine;
pub(crate) use paging::note_count;
pub(crate) use words::ThreadWords;

/// A thread found in a page.
#[derive(Clone, Debug)]
pub(crate) struct Thread {
    /// Whether the first of the comments opens the topic, and so is the article.
    pub(crate) opening: Opening,
    /// The comments, in the order of the page.
    pub(crate) items: Vec<Item>,
    /// The elements that show some of them once more.
    pub(crate) repeated: Vec<usize>,
}

/// What the first item of a thread is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opening {
    /// A comment like the others.
    Comment,
    /// The article.
    Article,
    /// The article, unless the page holds one elsewhere.
    Unsure,
}

impl Thread {
    /// Takes the first item out, which opens the topic: what answers it answers nobody.
    pub(crate) fn take_opening(&mut self) -> Option<Item> {
        if self.items.is_empty() {
            return None;
        }
        let opening = self.items.remove(0);
        for item in &mut self.items {
            item.parent = item.parent.and_then(|parent| parent.checked_sub(1));
        }
        Some(opening)
    }
}

/// One comment of a page, before its words are written.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// The element that holds it.
    pub(crate) node: usize,
    /// The elements after it that belong to it.
    pub(crate) after: Vec<usize>,
    pub(crate) kind: CommentKind,
    pub(crate) author: Option<Sourced<String>>,
    pub(crate) author_url: Option<String>,
    pub(crate) posted: Option<Stamp>,
    pub(crate) edited: Option<Stamp>,
    pub(crate) votes: Option<i32>,
    pub(crate) permalink: Option<String>,
    /// The elements that hold its words; the whole item where there are none.
    pub(crate) body: Vec<usize>,
    /// Elements within it that hold no words of it.
    pub(crate) dropped: Vec<usize>,
    /// The item that it answers, by its place in the thread.
    pub(crate) parent: Option<usize>,
}

/// What a page is read with.
pub(crate) struct Reading<'a> {
    pub(crate) page: &'a Page<'a>,
    pub(crate) words: &'a ThreadWords,
    pub(crate) order: DayOrder,
    pub(crate) links: &'a LinkBase,
    /// When the page was saved: what "3 hours ago" is told from.
    pub(crate) saved_at: Option<annalist_model::DateTime>,
}

impl Reading<'_> {
    /// The address that a link leads to, where it is one of the web.
    fn address_of(&self, href: &str) -> Option<String> {
        self.links.web_address(href)
    }
}

/// What may be the thread of a page.
struct Found<'e> {
    opening: Opening,
    sets: Vec<Set<'e>>,
    /// The items of its only set as they were read when it was found; none once that is changed.
    read: Option<Vec<(Region, Read)>>,
    /// How much speaks for it.
    score: f64,
    /// What the page says of it.
    claim: Claim,
}

impl Found<'_> {
    fn nodes(&self) -> impl Iterator<Item = usize> + '_ {
        self.sets.iter().flat_map(|set| set.nodes.iter().copied())
    }

    fn first(&self) -> usize {
        self.nodes().min().unwrap_or_default()
    }
}

/// The thread of a page, where it has one: of all that its engines know and that its shape shows,
/// what most speaks for, with the others that go with it.
pub(crate) fn find(reading: &Reading<'_>, engines: &Engines) -> Option<Thread> {
    let moments = Moments::of(reading);
    let mut found = engines.find(reading, &moments);
    found.extend(shape::find(reading, &moments));
    // Of two that say as much, the one that begins first: it is the outer one.
    found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.first().cmp(&b.first())));
    let mut others = found.into_iter();
    let mut thread = others.next()?;
    for other in others {
        union::open(&mut thread, &other);
        union::join(reading, &moments, &mut thread, other);
    }
    let opening = thread.opening;
    let mut items = union::read(reading, &moments, thread);
    let repeated = double::remove(reading.page, &mut items);
    // The posts of a topic stand side by side.
    let is_tree = items.iter().any(|item| item.parent.is_some());
    let opening = match opening {
        Opening::Unsure if is_tree => Opening::Comment,
        opening => opening,
    };
    Some(Thread { opening, items, repeated })
}
