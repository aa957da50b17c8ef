//! Archives of many pages as inputs: each page in one is an input of its own.
//!
//! A page is called after its archive and its place there: `crawl.warc.gz/000000001234-news-example`
//! for a record, `site.zip/blog/story.html` for an entry. Entries of a packed tar are called by their
//! place as well: they are then asked for in the order in which they are unpacked. An archive is an
//! input, too: its outcome says what was passed over in it, and where it is broken.

mod beside;
mod by_offset;
mod listing;
mod wacz;

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use annalist_archive::{Bounds, Format, Opened, Payload, Place};
use annalist_model::ArchivePlace;

use self::beside::CapturedWith;
pub(crate) use self::by_offset::Shelf;
use self::listing::Listing;
use crate::Failure;
use crate::capture::{self, Beside};
use crate::discover::Candidate;
use crate::name;
use crate::read::Provenance;
use crate::stdin::Laid;

/// The longest title of a list of pages that is heard, in bytes.
const LONGEST_TITLE: usize = 1_000;

/// What the list of pages of an archive says of one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) title: Option<Box<str>>,
    /// When it was captured, as the list writes it.
    pub(crate) time: Option<Box<str>>,
}

/// A page in an archive.
#[derive(Clone, Debug)]
pub(crate) struct MemberOf {
    archive: Arc<Archive>,
    place: Place,
    /// Its address, or its path in the archive: what messages name it by.
    label: Option<Box<str>>,
    /// Its name in the archive, where that is kept in the record.
    name: Option<Box<str>>,
    /// What the archive says of it in its list of pages.
    listed: Option<Box<Listed>>,
    /// What lies beside it says of where it is from.
    provenance: Option<Box<Provenance>>,
    /// What was captured with it.
    captured: Option<Box<CapturedWith>>,
    /// Whether its record or its name says that it is a page.
    pub(crate) claims: bool,
}

/// An archive of many pages.
#[derive(Debug)]
struct Archive {
    name: String,
    path: PathBuf,
    opened: Opened<File>,
    /// What keeps its file, where that is laid down for this run alone.
    _laid: Option<Arc<Laid>>,
}

impl Archive {
    fn new(path: PathBuf, name: &str, laid: Option<Arc<Laid>>) -> Archive {
        let opened = Opened::new({
            let path = path.clone();
            move || File::open(&path)
        });
        Archive { name: name.to_owned(), path, opened, _laid: laid }
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

    /// What its archive calls it.
    pub(crate) fn title(&self) -> Option<&str> {
        self.listed.as_ref()?.title.as_deref()
    }

    /// What lies beside it says of where it is from.
    pub(crate) fn provenance(&self) -> Option<&Provenance> {
        self.provenance.as_deref()
    }

    /// The files that were captured with it, each with its name among the inputs.
    pub(crate) fn captured_files(&self) -> impl Iterator<Item = (String, MemberOf)> {
        let captured = self.captured.iter();
        captured.flat_map(|captured| {
            captured.files.iter().map(|(file, place)| {
                let member = MemberOf { place: *place, captured: None, ..self.clone() };
                (format!("{}/{file}", captured.folder), member)
            })
        })
    }

    /// Takes it out of the archive, with what was captured with it.
    ///
    /// What is packed as a whole is unpacked in one go, so all is read in the order in which it stands.
    pub(crate) fn read_with_beside(&self, max_bytes: u64) -> Result<(Payload, Beside), Failure> {
        let Some(captured) = &self.captured else {
            return Ok((self.read(max_bytes)?, Beside::default()));
        };
        let mut places: Vec<(&str, Place)> =
            captured.files.iter().map(|(file, place)| (file.as_str(), *place)).collect();
        places.sort_by_key(|(_, place)| place.offsets());
        let behind = places.partition_point(|(_, it)| it.offsets() < self.place.offsets());
        let mut left = max_bytes;
        let mut files = BTreeMap::new();
        let mut take = |places: &[(&str, Place)]| {
            for (file, place) in places {
                let bounds = Bounds { longest: left };
                let read = annalist_archive::read(&self.archive.opened, *place, bounds);
                let read = read.map(|payload| payload.bytes).map_err(|fault| fault.to_string());
                left = left.saturating_sub(read.as_ref().map_or(0, |bytes| bytes.len() as u64));
                files.insert((*file).to_owned(), read);
            }
        };
        take(places.get(..behind).unwrap_or_default());
        let payload = self.read(max_bytes)?;
        take(places.get(behind..).unwrap_or_default());
        let beside = capture::beside_of(&captured.folder, &captured.page, max_bytes, |file| {
            files.get(file).cloned().unwrap_or_else(|| Err("there is no such file".to_owned()))
        });
        Ok((payload, beside))
    }

    /// Takes it out of the archive.
    fn read(&self, max_bytes: u64) -> Result<Payload, Failure> {
        let bounds = Bounds { longest: max_bytes };
        let payload = annalist_archive::read(&self.archive.opened, self.place, bounds);
        let payload = payload.map_err(|fault| {
            Failure::Member(match &self.label {
                Some(label) => format!("{label}: {fault}"),
                None => fault.to_string(),
            })
        })?;
        let listed = self.listed.as_ref().and_then(|it| it.time.as_deref());
        let captured_at = payload.captured_at.or_else(|| listed.map(str::to_owned));
        Ok(Payload { captured_at, ..payload })
    }
}

/// All that is in the archive at `path`, called `name`, and the archive itself.
pub(crate) fn members(path: &Path, name: &str, format: Format) -> Vec<Candidate> {
    Listing::of(path, name, format, None)
}

/// The same of an archive that came on standard input.
pub(crate) fn members_of_stdin(laid: &Arc<Laid>) -> Vec<Candidate> {
    Listing::of(laid.path(), name::STDIN, laid.format, Some(Arc::clone(laid)))
}

#[cfg(test)]
mod tests;
