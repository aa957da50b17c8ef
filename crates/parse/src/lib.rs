//! Bytes of a saved page to a [`Document`].

mod data;
mod decode;
mod page;
mod roles;
mod stamp;
mod tree;

use std::fmt;

pub use data::DataError;

use annalist_model::{DateTime, Document, MediaType, RunForm};

/// Reads saved pages. Built once, shared by reference between threads.
#[derive(Debug)]
pub struct Parser {}

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
    /// Charset, where the transport or the archive named one.
    pub charset: Option<&'a str>,
    /// What the file holds, where known from outside; else the bytes and the name tell.
    pub media_type: Option<MediaType>,
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

impl Parser {
    /// A parser with the rules that come with it.
    ///
    /// # Errors
    ///
    /// The first line of a data file that cannot be used.
    pub fn new() -> Result<Parser, DataError> {
        Ok(Parser {})
    }

    /// Reads one saved page.
    ///
    /// # Errors
    ///
    /// Where the file is no page at all. A torn or odd page gives a document with diagnostics.
    pub fn parse(&self, input: &Input<'_>) -> Result<Document, ParseError> {
        let _ = input;
        Err(ParseError::Empty)
    }
}

/// The document of a text that comes without a page (a line of JSON): the text is its own source.
pub fn from_text(
    id: Option<&str>,
    name: &str,
    text: &str,
    published: Option<DateTime>,
) -> Option<Document> {
    let _ = (id, name, text, published);
    None
}

/// Decodes a stretch of a saved file again, apart from the reading of the page, the way the run
/// of a source map says: as text, or (for [`RunForm::Whole`]) as one unit, a character reference or
/// white space or a line break resolved. `None` where the charset is unknown.
pub fn reread(bytes: &[u8], charset: &str, media_type: MediaType, form: RunForm) -> Option<String> {
    let _ = (bytes, charset, media_type, form);
    None
}
