//! Record and Corpus in the formats of other tools.
//!
//! A [`Format`] says where it writes to ([`Opening`]) and opens an [`Export`], which takes the
//! records of a collection one at a time and keeps none of them. What a collection says as a whole
//! (its documents, and what they name) is held in a [`Collection`], read from `corpus.json`.
//!
//! What all formats keep:
//!
//! * Same collection, same bytes: nothing is drawn from a clock or from chance. Identifiers follow
//!   from what they stand for (`stable`).
//! * Offsets count Unicode code points, end exclusive.
//! * A date is as exact as the page gives it. A time without a zone stays without one.
//! * A place has a point where it is a town, and none where it is a country, a region or unknown.
//! * The words of a page are hostile: each format escapes them, and where people look at them in
//!   another program, characters that turn or hide text are shown by their number (`text`).
//! * What articles and what comments say is told apart.
//!
//! This crate decides nothing about content. It writes where it is told to.

mod co_mentions;
mod collection;
mod error;
mod formats;
mod json;
mod moment;
mod network;
mod page;
mod search;
mod stable;
mod stretch;
mod tables;
mod text;
mod told;

use std::io::Write;
use std::path::Path;

pub use collection::Collection;
pub use error::ExportError;
pub use formats::{FORMATS, format};
pub use page::Page;
pub use search::{DATABASE, Found, Hit, Passage, Query, QueryError, Where, search};

/// An export under way: it takes the records of a collection in the order of its documents.
pub trait Export {
    /// Writes what there is of one record.
    ///
    /// # Errors
    ///
    /// Where it cannot be written, or would not be understood by its readers.
    fn page(&mut self, page: &Page<'_>) -> Result<(), ExportError>;

    /// Writes what comes at the end.
    ///
    /// # Errors
    ///
    /// As for a record.
    fn finish(self: Box<Self>) -> Result<(), ExportError>;
}

/// An export of a collection, boxed.
pub type Exporting<'c> = Result<Box<dyn Export + 'c>, ExportError>;

/// Where a format writes to, and how it begins.
#[derive(Clone, Copy, Debug)]
pub enum Opening {
    /// One stream of bytes.
    Stream(for<'c> fn(&'c Collection, Box<dyn Write + 'c>) -> Exporting<'c>),
    /// Several files in a folder, which is there and empty.
    Folder(for<'c> fn(&'c Collection, &Path) -> Exporting<'c>),
    /// Nowhere: the program was built without this feature of cargo.
    Feature(&'static str),
}

/// A format of another tool.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// What it is called on the command line.
    pub name: &'static str,
    /// What it is, in a line.
    pub meaning: &'static str,
    /// Where it writes to.
    pub opening: Opening,
}
