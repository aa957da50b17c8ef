//! Pages of archives that are asked for by where they stand, as an index of a crawl gives it.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use annalist_archive::{Fault, Format};

use super::listing::Listing;
use super::{MemberOf, members};
use crate::Failure;
use crate::cache::stamp::Stamp;
use crate::discover::{Candidate, Content};
use crate::kind::Kind;

/// Bytes by which the format of an archive is told.
const TELLING: u64 = 64 << 10;

/// How Zstandard and its dictionaries start.
const ZSTANDARD: [[u8; 4]; 2] = [[0x28, 0xb5, 0x2f, 0xfd], [0x5d, 0x2a, 0x4d, 0x18]];

/// Archives that pages are taken out of by their place. The list of the last one that had to be
/// looked through is kept.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    last: Mutex<Option<Arc<Listed>>>,
}

/// An archive that was looked through.
#[derive(Debug)]
struct Listed {
    path: PathBuf,
    name: String,
    stamp: Option<Stamp>,
    pages: Vec<(String, MemberOf)>,
}

impl Shelf {
    /// The page at `offset` of the archive at `path`, called `name`: the input that a run makes of it.
    ///
    /// A record of a WARC is read at once. Of other archives, and of a WARC packed with Zstandard,
    /// only a look at the whole tells what stands there.
    pub(crate) fn page(
        &self,
        path: &Path,
        name: &str,
        offset: u64,
        length: Option<u64>,
    ) -> Result<Candidate, Failure> {
        let member = |fault: Fault| Failure::Member(fault.to_string());
        let mut start = Vec::new();
        let file = File::open(path).map_err(Failure::Unreadable)?;
        file.take(TELLING).read_to_end(&mut start).map_err(Failure::Unreadable)?;
        let format = match Kind::of(name) {
            Kind::Collection(format) => Some(format),
            _ => Format::of_start(&start),
        };
        let format = format.ok_or_else(|| {
            Failure::Line("`archive` is none that annalist reads (WARC, WACZ, zip, tar)".to_owned())
        })?;
        let is_zstandard = ZSTANDARD.iter().any(|magic| start.starts_with(magic));
        if format == Format::Warc && !is_zstandard {
            return Listing::record(path, name, offset, length).map_err(member);
        }
        let listed = self.listed(path, name, format);
        let mut there = listed.pages.iter().filter(|(_, page)| page.place().offset == offset);
        match (there.next(), there.next()) {
            (Some((name, page)), None) => {
                Ok(Candidate { name: name.clone(), content: Content::Member(page.clone()) })
            }
            (None, _) => Err(Failure::Line(format!("no page of the archive stands at {offset}"))),
            _ => Err(Failure::Line(format!("several pages of the archive stand at {offset}"))),
        }
    }

    fn listed(&self, path: &Path, name: &str, format: Format) -> Arc<Listed> {
        let stamp = Stamp::of(path).ok();
        // Whoever comes meanwhile waits: most likely for the same archive.
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(listed) = last.as_ref()
            && (listed.path.as_path(), listed.name.as_str(), listed.stamp) == (path, name, stamp)
        {
            return Arc::clone(listed);
        }
        let pages = members(path, name, format).into_iter().filter_map(|it| match it.content {
            Content::Member(page) => Some((it.name, page)),
            _ => None,
        });
        let (path, name, pages) = (path.to_owned(), name.to_owned(), pages.collect());
        let listed = Arc::new(Listed { path, name, stamp, pages });
        *last = Some(Arc::clone(&listed));
        listed
    }
}
