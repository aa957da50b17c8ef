//! Archives of many pages as inputs: each page in one is an input of its own.
//!
//! A page is called after its archive and its place there: `crawl.warc.gz/000000001234-news-example`
//! for a record, `site.zip/blog/story.html` for an entry. Entries of a packed tar are called by their
//! place as well: they are then asked for in the order in which they are unpacked. An archive is an
//! input, too: its outcome says what was passed over in it, and where it is broken.

mod listing;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use annalist_archive::{Bounds, Format, Opened, Payload, Place};
use annalist_model::ArchivePlace;

use self::listing::Listing;
use crate::Failure;
use crate::discover::Candidate;

/// A page in an archive.
#[derive(Clone, Debug)]
pub(crate) struct MemberOf {
    archive: Arc<Archive>,
    place: Place,
    /// Its address, or its path in the archive: what messages name it by.
    label: Option<Box<str>>,
    /// Its name in the archive, where that is kept in the record.
    name: Option<Box<str>>,
    /// Whether its record or its name says that it is a page.
    pub(crate) claims: bool,
}

/// An archive of many pages.
#[derive(Debug)]
struct Archive {
    name: String,
    path: PathBuf,
    opened: Opened<File>,
}

impl Archive {
    fn new(path: PathBuf, name: &str) -> Archive {
        let opened = Opened::new({
            let path = path.clone();
            move || File::open(&path)
        });
        Archive { name: name.to_owned(), path, opened }
    }
}

impl MemberOf {
    /// Where it stands, as a record cites it.
    pub(crate) fn place(&self) -> ArchivePlace {
        let (offset, unpacked_offset) = self.place.offsets();
        ArchivePlace {
            archive: self.archive.name.clone(),
            offset,
            unpacked_offset,
            name: self.name.as_deref().map(str::to_owned),
        }
    }

    /// The file that it stands in.
    pub(crate) fn path(&self) -> &Path {
        &self.archive.path
    }

    /// Whether it is a record of a crawl, which says what it is.
    pub(crate) fn is_record(&self) -> bool {
        matches!(self.place, Place::Record { .. })
    }

    /// Takes it out of the archive.
    pub(crate) fn read(&self, max_bytes: u64) -> Result<Payload, Failure> {
        let bounds = Bounds { longest: max_bytes };
        annalist_archive::read(&self.archive.opened, self.place, bounds).map_err(|fault| {
            Failure::Member(match &self.label {
                Some(label) => format!("{label}: {fault}"),
                None => fault.to_string(),
            })
        })
    }
}

/// All that is in the archive at `path`, called `name`, and the archive itself.
pub(crate) fn members(path: &Path, name: &str, format: Format) -> Vec<Candidate> {
    Listing::of(path, name, format)
}

#[cfg(test)]
mod tests;
