//! What an archive is by its first bytes, where no name says so.

use std::io::Read;

use flate2::read::GzDecoder;

use crate::Format;
use crate::packed::GZIP;
use crate::zstandard::{self, Frames};

/// Bytes that tell what is packed: the first block of a tar says what it is near its end.
const TELLING: u64 = 512;

impl Format {
    /// The format of an archive that begins with `start`, packed or not; none where that is something
    /// else. A thousand bytes are enough.
    pub fn of_start(start: &[u8]) -> Option<Format> {
        if start.starts_with(&zstandard::DICTIONARY_FRAME) {
            return Some(Format::Warc);
        }
        if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
            return Some(Format::Zip);
        }
        if start.starts_with(&GZIP) {
            return plain(&beginning(GzDecoder::new(start)));
        }
        if start.starts_with(&zstandard::FRAME) {
            return plain(&beginning(Frames::one(start, &None).ok()?));
        }
        plain(start)
    }
}

/// The format of an archive that is not packed.
fn plain(start: &[u8]) -> Option<Format> {
    if start.starts_with(b"WARC/") {
        return Some(Format::Warc);
    }
    (start.get(257..262) == Some(b"ustar")).then_some(Format::Tar)
}

/// The first bytes, as far as they can be unpacked.
fn beginning(packed: impl Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    // What is cut off after them does not matter.
    let _ = packed.take(TELLING).read_to_end(&mut bytes);
    bytes
}
