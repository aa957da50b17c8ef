//! Keeps the number of open elements bounded, whatever a page nests.

use std::cell::Cell;
use std::collections::HashMap;

use ego_tree::NodeId;
use html5ever::interface::Tracer;
use html5ever::tree_builder::TreeBuilder;
use html5ever::{LocalName, local_name};

use super::sink::MappingSink;

/// Formatting elements of one name that stay open: the tree builder opens all of them anew in each
/// paragraph.
const FORMATTING: usize = 16;

/// Open elements past the limit that are let through: those that a closing does not help.
const MARGIN: usize = 64;

/// Start tags in a row that are taken to find no room after one that found none: each closes as
/// much as it opens, and counting takes as long as a page is deep.
const BLIND: usize = 16;

/// What has to be done before a start tag is given to the tree builder.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// Nothing.
    Enough,
    /// This element has to be closed first.
    Close(LocalName),
    /// The last formatting element of the same name has to be closed first.
    CloseSame,
    /// The tag has to be left out.
    None,
}

/// Keeps count of open elements, without asking the tree builder for each tag.
#[derive(Default)]
pub(super) struct Nesting {
    /// Open elements when they were last counted.
    counted: usize,
    /// Start tags since then: no more elements than this can have been opened.
    since: usize,
    /// Whether an end tag of the page came since then.
    has_closed: bool,
    /// Names of the start tags that no end tag has answered yet, as far as tags tell.
    open: Vec<LocalName>,
    /// Elements that were closed to make room, by name: their own end tags are left out later.
    closed_early: HashMap<LocalName, usize>,
    /// Open formatting elements, by name.
    formatting: HashMap<LocalName, usize>,
}

impl Nesting {
    /// Whether there is room for an element called `name`, and how to make it.
    pub(super) fn room_for(
        &mut self,
        name: &LocalName,
        builder: &TreeBuilder<NodeId, MappingSink>,
        limit: usize,
    ) -> Room {
        if is_formatting(name) && self.formatting.get(name).is_some_and(|&open| open >= FORMATTING)
        {
            return Room::CloseSame;
        }
        self.since += 1;
        let is_known_full = self.counted >= limit && self.since <= BLIND && !self.has_closed;
        if self.counted + self.since >= limit && !is_known_full {
            let count = HandleCount::default();
            builder.trace_handles(&count);
            self.counted = count.0.get();
            self.since = 0;
            self.has_closed = false;
        }
        match self.open.pop() {
            _ if self.counted >= limit + MARGIN => {
                *self.closed_early.entry(name.clone()).or_default() += 1;
                Room::None
            }
            Some(last) if self.counted >= limit => {
                *self.closed_early.entry(last.clone()).or_default() += 1;
                Room::Close(last)
            }
            last => {
                self.open.extend(last);
                Room::Enough
            }
        }
    }

    /// A start tag was given.
    pub(super) fn opened(&mut self, name: &LocalName, limit: usize) {
        if is_formatting(name) {
            let open = self.formatting.entry(name.clone()).or_default();
            *open = (*open + 1).min(FORMATTING);
        }
        if self.open.len() >= 2 * limit {
            self.open.drain(..limit);
        }
        self.open.push(name.clone());
    }

    /// Whether an end tag is to be given: not where its element was closed before.
    pub(super) fn closes(&mut self, name: &LocalName) -> bool {
        if let Some(early) = self.closed_early.get_mut(name).filter(|early| **early > 0) {
            *early -= 1;
            return false;
        }
        self.has_closed = true;
        if let Some(open) = self.formatting.get_mut(name) {
            *open = open.saturating_sub(1);
        }
        if let Some(at) = self.open.iter().rposition(|open| open == name) {
            self.open.truncate(at);
        }
        true
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

/// Whether the standard counts an element among those that it opens anew.
fn is_formatting(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("b")
            | local_name!("big")
            | local_name!("code")
            | local_name!("em")
            | local_name!("font")
            | local_name!("i")
            | local_name!("s")
            | local_name!("small")
            | local_name!("strike")
            | local_name!("strong")
            | local_name!("tt")
            | local_name!("u")
    )
}
