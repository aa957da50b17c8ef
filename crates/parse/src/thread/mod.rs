//! Reader comments, read out as the tree that they form.
//!
//! Two ways lead to a thread: what is known of an engine's markup ([`engine`], data), and the
//! shape that all threads share, repeated elements each with a name, a time and a text ([`shape`]).
//! Both give items; [`item`] reads each one, [`nesting`] tells who answers whom.

mod engine;
mod item;
mod nesting;
mod shape;
mod words;

use annalist_model::{CommentKind, Sourced, Stamp};

use crate::page::Page;
use crate::stamp::DayOrder;

pub(crate) use engine::Engines;
pub(crate) use words::ThreadWords;

/// A thread found in a page.
#[derive(Clone, Debug)]
pub(crate) struct Thread {
    /// The post that opens a topic: the article, not a comment.
    pub(crate) opening: Option<Item>,
    /// The comments, in the order of the page.
    pub(crate) items: Vec<Item>,
}

/// One comment of a page, before its words are written.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// The element that holds it.
    pub(crate) node: usize,
    pub(crate) kind: CommentKind,
    pub(crate) author: Option<Sourced<String>>,
    pub(crate) author_url: Option<String>,
    pub(crate) posted: Option<Stamp>,
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
    /// When the page was saved: what "3 hours ago" is told from.
    pub(crate) saved_at: Option<annalist_model::DateTime>,
}

/// The thread of a page, where it has one.
pub(crate) fn find(reading: &Reading<'_>, engines: &Engines) -> Option<Thread> {
    let known = engines.find(reading);
    let shaped = shape::find(reading);
    let count = |thread: &Option<Thread>| thread.as_ref().map_or(0, |thread| thread.items.len());
    // An engine's markup is trusted unless most of the thread is not in it.
    let mut thread =
        if count(&known) * 2 > count(&shaped) || shaped.is_none() { known } else { shaped }?;
    nesting::settle(&mut thread);
    Some(thread)
}
