//! Bytes of a saved page to a [`Document`](annalist_model::Document).
//!
//! 1. An archive of a page is opened, its transfer encoding undone (`mhtml`, `transfer`).
//! 2. Bytes to text, with the way back (`decode`).
//! 3. Text to a tree, with the place of each piece of text (`tree`, laid out flat in `page`).
//! 4. What savers and web archives say is heard (`saver`), what they added is taken out
//!    (`web_archive`).
//! 5. The comments are read out as data (`thread`), and masked; those that a platform keeps apart are
//!    read of what it answered (`platforms`).
//! 6. Metadata from every place, ranked (`metadata`).
//! 7. The article is chosen in what is left (`article`).
//! 8. One text in reading order, with the bytes of each run (`blocks`, `html`).
//!
//! The plain text of a page enters at the last step (`dump`). Words and rules are data (`data/`).
//! The tree is born and dies in here: no type of scraper stands in a public signature.

mod article;
mod blocks;
mod boilerplate;
mod companions;
mod decode;
mod dump;
mod explain;
mod fnv;
mod forest;
mod gaps;
mod html;
mod input;
mod judgement;
mod kind;
mod language;
mod letters;
mod links;
mod manuscript;
mod mask;
mod metadata;
mod mhtml;
mod names;
mod notes;
mod page;
mod parser;
mod plain;
mod platforms;
mod quotes;
mod reread;
mod roles;
mod saver;
mod sniff;
mod stamp;
#[cfg(test)]
mod testing;
mod thread;
mod transfer;
mod tree;
mod web_archive;
mod write;

pub use annalist_tables::DataError;
pub use companions::Companions;
pub use input::{Input, ParseError, StoredAnswer};
pub use parser::{Parser, sha256};
pub use plain::from_text;
pub use platforms::CommentSource;
#[cfg(feature = "training")]
pub mod training;
pub use reread::Rereader;
pub use thread::UnknownEngine;
