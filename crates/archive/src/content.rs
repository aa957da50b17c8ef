//! The codings of a body over HTTP, undone.

use std::io::{self, Read};

use brotli_decompressor::Decompressor;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use crate::Fault;
use crate::zstandard::{self, Frames};

/// The most codings that a body may have one around the other.
const MOST_CODINGS: usize = 4;

/// `body` without the codings that `Content-Encoding` names, the last one first, and whether it was
/// whole. A body that does not begin as its coding does was unpacked by who archived it.
pub(crate) fn undo(body: Vec<u8>, codings: &str, longest: u64) -> Result<(Vec<u8>, bool), Fault> {
    let codings: Vec<String> =
        codings.split(',').map(|coding| coding.trim().to_ascii_lowercase()).collect();
    if codings.len() > MOST_CODINGS {
        return Err(Fault::Unknown(format!("its body is packed {} times", codings.len())));
    }
    let (mut body, mut whole) = (body, true);
    for coding in codings.iter().rev() {
        let unpacked = match coding.as_str() {
            "" | "identity" | "none" | "utf-8" => continue,
            "gzip" | "x-gzip" if body.starts_with(&[0x1f, 0x8b]) => {
                bounded(MultiGzDecoder::new(body.as_slice()), longest)?
            }
            "deflate" if body.first() == Some(&0x78) => {
                bounded(ZlibDecoder::new(body.as_slice()), longest)?
            }
            "deflate" => bounded(DeflateDecoder::new(body.as_slice()), longest)?,
            "br" => bounded(Decompressor::new(body.as_slice(), 4096), longest)?,
            "zstd" if body.starts_with(&zstandard::FRAME) => {
                bounded(Frames::all(body.as_slice(), &None)?, longest)?
            }
            "gzip" | "x-gzip" | "zstd" => continue,
            other => {
                return Err(Fault::Unknown(format!("its body is packed as {other:?}")));
            }
        };
        match unpacked {
            // Not packed after all, though the head says so.
            (bytes, false) if bytes.is_empty() && body.starts_with(b"<") => {}
            (bytes, false) if bytes.is_empty() => {
                return Err(Fault::broken(format!("its body is no {coding} data")));
            }
            (bytes, is_whole) => {
                body = bytes;
                whole &= is_whole;
            }
        }
    }
    Ok((body, whole))
}

/// What `reader` gives, up to `longest`, and whether it came to its end.
fn bounded(mut reader: impl Read, longest: u64) -> Result<(Vec<u8>, bool), Fault> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 16 << 10];
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => return Ok((bytes, true)),
            Ok(read) => bytes.extend_from_slice(buffer.get(..read).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return Ok((bytes, false)),
        }
        if bytes.len() as u64 > longest {
            return Err(Fault::Longer { limit: longest });
        }
    }
}
