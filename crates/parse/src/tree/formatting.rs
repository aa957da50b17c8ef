//! Keeps formatting that a page never closes from being opened anew without end.
//!
//! The standard opens bold, italics and the like again in each paragraph until their end tag comes.
//! Browsers pay for that; here it is bounded, by name and over the whole page.

use html5ever::{LocalName, local_name};

/// Elements of one name that stay open.
const OPEN: usize = 16;

/// Elements that the tree builder may open anew in a page before formatting is no longer read.
const REOPENED: usize = 4096;

/// What is to be done with a start tag of formatting.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// It is read.
    Read,
    /// It is read once the last element of its name is closed.
    CloseSame,
    /// It is left out.
    None,
}

/// Keeps count of formatting elements.
#[derive(Default)]
pub(super) struct Formatting {
    /// Open elements, by name.
    open: Vec<(LocalName, usize)>,
    /// Start tags given.
    given: usize,
    /// Elements made when those open were last closed for good.
    settled: Option<usize>,
}

impl Formatting {
    /// The end tags to give, where the tree builder has opened too many elements anew; `made` is how
    /// many formatting elements it has made.
    pub(super) fn overdue(&mut self, made: usize) -> Vec<LocalName> {
        let is_due = match self.settled {
            None => made > self.given + REOPENED,
            Some(settled) => made > settled,
        };
        if !is_due {
            return Vec::new();
        }
        self.settled = Some(made);
        let repeated = |(name, open): &(LocalName, usize)| vec![name.clone(); *open];
        self.open.iter().flat_map(repeated).collect()
    }

    /// What is to be done with the start tag of an element called `name`.
    pub(super) fn room_for(&mut self, name: &LocalName) -> Format {
        if self.settled.is_some() {
            return Format::None;
        }
        let open = self.open.iter().find(|(known, _)| known == name).map_or(0, |(_, open)| *open);
        if open >= OPEN { Format::CloseSame } else { Format::Read }
    }

    /// A start tag was given.
    pub(super) fn opened(&mut self, name: &LocalName) {
        self.given += 1;
        match self.open.iter_mut().find(|(known, _)| known == name) {
            Some((_, open)) => *open = (*open + 1).min(OPEN),
            None => self.open.push((name.clone(), 1)),
        }
    }

    /// Whether an end tag is to be given.
    pub(super) fn closes(&mut self, name: &LocalName) -> bool {
        if self.settled.is_some() {
            return false;
        }
        if let Some((_, open)) = self.open.iter_mut().find(|(known, _)| known == name) {
            *open = open.saturating_sub(1);
        }
        true
    }
}

/// Whether the standard counts an element among those that it opens anew. Links are no formatting
/// here: each closes the one before it.
pub(super) fn is_formatting(name: &LocalName) -> bool {
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
