//! Archives of many pages: which members they have, and the bytes of each.
//!
//! WARC (plain, packed record by record with gzip or Zstandard, packed whole), zip (WACZ with it) and tar, packed or not.
//! A member is found once, by [`list`], and read when it is its turn, by [`read`]: what is kept of an
//! archive is a line for each member, never its bytes. Whatever the bytes are, nothing panics, and
//! what is unpacked is bounded. This crate knows no pages, threads or clock.

mod chunked;
mod content;
mod digest;
mod fault;
mod http;
mod lines;
mod members;
mod packed;
mod section;
mod start;
mod tar;
mod warc;
mod window;
mod zip;
mod zstandard;

pub use fault::Fault;
pub use members::{Format, Found, Member, Opened, Payload, Place, list, read, record_at};
pub use warc::{Resolved, Visits};
pub use window::Window;

/// What is read at most.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// The greatest length of the bytes of a member, unpacked.
    pub longest: u64,
}

/// The greatest length of the lines before a record or an answer, together.
pub const LONGEST_HEAD: u64 = 1 << 20;

/// The most members that an archive is read to have.
pub const MOST_MEMBERS: usize = 10_000_000;

/// What may be unpacked of any packed member, however little it is packed in.
pub const UNPACKED_FREELY: u64 = 256 << 20;

/// How many times its packed length a member may have beyond that.
pub const MOST_UNPACKED: u64 = 200;
