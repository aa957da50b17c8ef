//! What comes on standard input: a page, or an archive of many.
//!
//! A page is kept in memory, as far as pages may be long. An archive is read at any place and may be
//! of any length: it is laid down in a file of its own, which goes when nobody reads it any more.

use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use annalist_archive::Format;
use tempfile::NamedTempFile;

use crate::Problem;

/// Bytes by which it is told what comes.
const TELLING: u64 = 64 << 10;

/// What came on standard input.
#[derive(Clone, Debug)]
pub enum Stdin {
    /// A page, or what was given as one.
    Page(Vec<u8>),
    /// An archive of pages.
    Archive(Arc<Laid>),
}

/// An archive that came as a stream, laid down in a file.
#[derive(Debug)]
pub struct Laid {
    file: NamedTempFile,
    pub(crate) format: Format,
}

impl Laid {
    pub(crate) fn path(&self) -> &Path {
        self.file.path()
    }
}

impl Stdin {
    /// Reads `stream`: a page up to `max_bytes`, one byte more where it is longer; an archive whole,
    /// into a file in the folder `lay`.
    ///
    /// # Errors
    ///
    /// Where the stream breaks off, or the folder does not take what comes.
    pub fn read(mut stream: impl Read, max_bytes: u64, lay: &Path) -> Result<Stdin, Problem> {
        let mut start = Vec::new();
        (&mut stream).take(TELLING).read_to_end(&mut start).map_err(Problem::Stream)?;
        let Some(format) = Format::of_start(&start) else {
            let left = max_bytes.saturating_add(1).saturating_sub(start.len() as u64);
            stream.take(left).read_to_end(&mut start).map_err(Problem::Stream)?;
            return Ok(Stdin::Page(start));
        };
        let laid = NamedTempFile::with_prefix_in("annalist-", lay).and_then(|mut file| {
            io::copy(&mut start.as_slice().chain(stream), &mut file)?;
            Ok(file)
        });
        let file =
            laid.map_err(Problem::file("lay down the archive from standard input in", lay))?;
        Ok(Stdin::Archive(Arc::new(Laid { file, format })))
    }

    /// Whether nothing came.
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Stdin::Page(bytes) if bytes.is_empty())
    }
}
