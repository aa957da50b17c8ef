//! Keeps the number of open elements bounded, whatever a page nests.

use std::cell::Cell;
use std::collections::HashMap;

use ego_tree::NodeId;
use html5ever::interface::Tracer;
use html5ever::tree_builder::TreeBuilder;
use html5ever::{LocalName, local_name};

use super::sink::MappingSink;

/// Open elements past the limit that are let through: those that a closing does not help.
const MARGIN: usize = 64;

/// Start tags between two counts of the open elements: counting takes as long as a page is deep.
const BLIND: usize = 16;

/// Open elements from which on the tree builder is spared looking through them.
const DEEP: usize = 64;

/// What has to be done before a start tag is given to the tree builder.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// Nothing.
    Enough,
    /// This element has to be closed first.
    Close(LocalName),
    /// The tag has to be left out.
    None,
}

/// Keeps count of open elements, without asking the tree builder for each tag.
#[derive(Default)]
pub(super) struct Nesting {
    /// Open elements when they were last counted.
    counted: usize,
    /// Start tags since then: hardly more elements than this can have been opened.
    since: usize,
    /// Whether an end tag of the page came since then.
    has_closed: bool,
    /// Names of the start tags that no end tag has answered yet, as far as tags tell.
    open: Vec<LocalName>,
    /// Elements that were closed to make room or left out, by name: their own end tags are left out
    /// later.
    closed_early: HashMap<LocalName, usize>,
    /// How many those are.
    early: usize,
    /// How many of `open` are paragraphs.
    paragraphs: usize,
    /// Whether words may stand in the innermost element that was given.
    has_words: bool,
    /// Whether words have come since the last tag that was given.
    is_loose: bool,
}

/// What an end tag asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum End {
    /// To close its element.
    Own,
    /// To part the words before it from those after it: its element was closed before.
    Part,
    /// Nothing: its element was closed before.
    None,
}

impl Nesting {
    /// Whether there is room for an element called `name`, and how to make it.
    pub(super) fn room_for(
        &mut self,
        name: &LocalName,
        builder: &TreeBuilder<NodeId, MappingSink>,
        limit: usize,
    ) -> Room {
        self.since += 1;
        if self.counted + self.since >= limit && self.since >= BLIND {
            self.count(builder);
        }
        let is_full = self.counted >= limit && (!self.has_closed || 2 * self.open.len() >= limit);
        if !is_full {
            return Room::Enough;
        }
        // An element around nothing but elements parts no words: it is missed by nobody.
        let is_idle = !self.has_words && is_plain(name);
        if is_idle || self.counted >= limit + MARGIN {
            self.note_early(name);
            return Room::None;
        }
        match self.leave() {
            Some(last) => {
                self.note_early(&last);
                Room::Close(last)
            }
            None => Room::Enough,
        }
    }

    /// Whether an element called `name` is so deep that it is worth knowing that no paragraph
    /// is open, which it would close: the tree builder looks through all open elements for one.
    pub(super) fn closes_nothing(&self, name: &LocalName) -> bool {
        self.open.len() >= DEEP && self.paragraphs == 0 && is_plain(name)
    }

    /// Takes the last name off the open ones.
    fn leave(&mut self) -> Option<LocalName> {
        let last = self.open.pop()?;
        self.paragraphs -= usize::from(last == local_name!("p")).min(self.paragraphs);
        Some(last)
    }

    fn count(&mut self, builder: &TreeBuilder<NodeId, MappingSink>) {
        let count = HandleCount::default();
        builder.trace_handles(&count);
        self.counted = count.0.get();
        self.since = 0;
        self.has_closed = false;
    }

    fn note_early(&mut self, name: &LocalName) {
        *self.closed_early.entry(name.clone()).or_default() += 1;
        self.early += 1;
    }

    /// Words were given.
    pub(super) fn wrote_words(&mut self) {
        self.has_words = true;
        self.is_loose = true;
    }

    /// A start tag was given.
    pub(super) fn opened(&mut self, name: &LocalName, limit: usize) {
        self.has_words = false;
        self.is_loose = false;
        if is_plain(name) && self.open.last() == Some(&local_name!("p")) {
            self.leave();
        }
        if self.open.len() >= 2 * limit {
            self.open.drain(..limit);
        }
        self.open.push(name.clone());
        self.paragraphs += usize::from(*name == local_name!("p"));
    }

    /// What the end tag of an element called `name` asks for.
    pub(super) fn close(&mut self, name: &LocalName) -> End {
        let is_early = self.early > 0
            && self.closed_early.get_mut(name).filter(|early| **early > 0).is_some_and(|early| {
                *early -= 1;
                true
            });
        let has_words = std::mem::take(&mut self.is_loose);
        if is_early {
            self.early -= 1;
            return if has_words && is_plain(name) { End::Part } else { End::None };
        }
        self.has_closed = true;
        self.has_words = true;
        if let Some(at) = self.open.iter().rposition(|open| open == name) {
            while self.open.len() > at {
                self.leave();
            }
        }
        End::Own
    }
}

#[derive(Default)]
struct HandleCount(Cell<usize>);

impl Tracer for HandleCount {
    type Handle = NodeId;

    fn trace_handle(&self, _node: &NodeId) {
        self.0.set(self.0.get() + 1);
    }
}

/// Whether an element has neither content nor end tag.
pub(super) fn is_void(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("area")
            | local_name!("base")
            | local_name!("br")
            | local_name!("col")
            | local_name!("embed")
            | local_name!("hr")
            | local_name!("img")
            | local_name!("input")
            | local_name!("link")
            | local_name!("meta")
            | local_name!("source")
            | local_name!("track")
            | local_name!("wbr")
    )
}

/// Whether an element stands on lines of its own, and its start tag closes a paragraph and does
/// hardly anything else.
fn is_plain(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("address")
            | local_name!("article")
            | local_name!("aside")
            | local_name!("blockquote")
            | local_name!("center")
            | local_name!("details")
            | local_name!("dir")
            | local_name!("div")
            | local_name!("dl")
            | local_name!("fieldset")
            | local_name!("figcaption")
            | local_name!("figure")
            | local_name!("footer")
            | local_name!("header")
            | local_name!("hgroup")
            | local_name!("main")
            | local_name!("menu")
            | local_name!("nav")
            | local_name!("ol")
            | local_name!("p")
            | local_name!("section")
            | local_name!("summary")
            | local_name!("ul")
    )
}
