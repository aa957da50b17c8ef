//! What is read, how much of it, and why some files give no document.

use std::fmt;

use annalist_model::{ArchivePlace, DateTime, Diagnostic, MediaType};

use crate::tree::TreeLimits;

/// A saved page and what is known of it from outside.
#[derive(Clone, Copy, Debug, Default)]
pub struct Input<'a> {
    /// Name of the input, relative to the root of the run, with `/` between its parts.
    pub name: &'a str,
    /// The bytes of the page, unpacked.
    pub bytes: &'a [u8],
    /// How the file was packed, such as `gzip`.
    pub compression: Option<&'a str>,
    /// Address of the page, where known from outside.
    pub url: Option<&'a str>,
    /// What the archive calls the page: heard where the page itself has no title.
    pub title: Option<&'a str>,
    /// Charset, where the transport or the archive named one.
    pub charset: Option<&'a str>,
    /// What the file holds, where known from outside; else the bytes and the name tell.
    pub media_type: Option<MediaType>,
    /// Whether to say how the page and its body were judged.
    pub explain: bool,
    /// When the page was fetched, where that is known from outside.
    pub saved_at: Option<DateTime>,
    /// What platforms answered about the comments of the page.
    pub answers: &'a [StoredAnswer],
    /// Where the page stands in an archive of many.
    pub place: Option<&'a ArchivePlace>,
    /// What is doubtful about how the archive holds it.
    pub doubts: &'a [Diagnostic],
}

/// What a platform answered, stored beside a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredAnswer {
    /// Name of the file, relative to the root of the run, with `/` between its parts.
    pub name: String,
    /// The bytes of the file, unpacked.
    pub bytes: Vec<u8>,
    /// The platform, by its name in the data files.
    pub platform: String,
    /// The address that was asked.
    pub url: String,
    /// When it was asked.
    pub fetched_at: Option<DateTime>,
    /// Why its bytes are not those that came, where they are not.
    pub fault: Option<String>,
}

/// Why a file gives no document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParseError {
    /// The file holds no byte.
    Empty,
    /// The file is no page but something else, such as `a PNG image`.
    NotAPage(&'static str),
    /// The file is longer than pages are read.
    TooLong {
        /// Length in bytes.
        length: u64,
        /// The greatest length that is read.
        limit: u64,
    },
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ParseError::Empty => f.write_str("the file is empty"),
            ParseError::NotAPage(what) => write!(f, "the file is {what}, not a page"),
            ParseError::TooLong { length, limit } => {
                write!(f, "the file has {length} bytes; pages are read up to {limit}")
            }
        }
    }
}

impl std::error::Error for ParseError {}

/// How much of a page is read. What lies beyond is left out, and a diagnostic says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Bytes of a page. A longer one is refused.
    pub(crate) bytes: u64,
    /// Open elements: deeper ones are read as if side by side.
    pub(crate) nesting: usize,
    /// Elements of a page.
    pub(crate) elements: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { bytes: 1 << 30, nesting: 512, elements: 2_000_000 }
    }
}

impl Limits {
    pub(crate) fn tree(self) -> TreeLimits {
        TreeLimits { nesting: self.nesting, elements: self.elements }
    }
}
