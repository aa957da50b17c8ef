//! Comments that are not in the page: whom to ask for them, and how to read what was answered.
//!
//! A platform is a data file ([`file`]): how a page names it, what to ask, how its answers are paged,
//! and where in an answer the comments stand. Asking is left to whoever calls; what came is handed in
//! beside the page and read here ([`read`]), each word with its bytes in the answer ([`data`]). What the
//! page says of its comments in JSON-LD is read alike ([`declared`]).

mod ask;
mod comment;
mod data;
mod declared;
mod file;
mod json;
mod order;
mod pattern;
mod read;
mod write;
mod xml;

pub use ask::CommentSource;
pub(crate) use declared::read as declared;
pub(crate) use file::Platforms;
pub(crate) use write::StoredComments;

#[cfg(test)]
mod tests;
