//! What an archive holds, whatever its format.

use std::io::{self, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};

use crate::section::Section;
use crate::zip::Entry;
use crate::zstandard::{self, SharedDictionary};
use crate::{Bounds, Fault, Window, packed, tar, warc, zip};

/// How an archive is laid out. Whether it is packed is seen from its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Records of a crawl.
    Warc,
    /// Entries with a directory; archives of WARC within are opened.
    Zip,
    /// Entries one after the other.
    Tar,
}

/// Something that an archive holds.
#[derive(Debug)]
pub struct Found {
    /// Where it is.
    pub place: Place,
    /// The path of an entry, or the identifier of a record, as the archive has it: any text.
    pub name: Option<String>,
    /// The address that a record gives, as the archive has it: any text.
    pub url: Option<String>,
    /// Where a record says that the page is instead, as the archive has it: any text.
    pub leads_to: Option<String>,
    /// What it is.
    pub standing: Member,
}

/// What a member of an archive is.
#[derive(Debug)]
pub enum Member {
    /// A page, by what its record says.
    Page,
    /// A file with a name, by which it may be a page.
    Entry,
    /// A page that a crawler met again, unchanged.
    Again(warc::Resolved),
    /// Something else, in a word or two of ours.
    Passed(String),
    /// Something that cannot be read.
    Broken(Fault),
}

/// Where a member is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A record of WARC.
    Record {
        /// Where the WARC begins in the file, and its length.
        within: (u64, u64),
        /// Where the record begins in it, or the packed member that holds the record.
        offset: u64,
        /// Where it begins in the unpacked member.
        unpacked: Option<u64>,
    },
    /// An entry of a zip.
    Packed(Entry),
    /// An entry of a tar.
    Stretch {
        /// Where its description begins, unpacked.
        offset: u64,
        /// Where its bytes begin, unpacked.
        data: u64,
        /// How many there are.
        length: u64,
    },
}

impl Place {
    /// Where it begins in its archive, and in what is unpacked there.
    pub fn offsets(&self) -> (u64, Option<u64>) {
        match *self {
            Place::Record { offset, unpacked, .. } => (offset, unpacked),
            Place::Packed(entry) => (entry.head, None),
            Place::Stretch { offset, .. } => (offset, None),
        }
    }
}

/// A page out of an archive.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Payload {
    /// Its bytes, unpacked.
    pub bytes: Vec<u8>,
    /// Its address.
    pub url: Option<String>,
    /// When it was captured, as the archive writes it.
    pub captured_at: Option<String>,
    /// Its charset, where the server named one.
    pub charset: Option<String>,
    /// Whether it is the text of a page.
    pub is_text: bool,
    /// Whether less is there than there should be.
    pub is_cut: bool,
    /// The digest that the archive gives, where the bytes have another.
    pub wrong_digest: Option<String>,
}

/// Finds the members of an archive and hands each to `each`, in the order in which they stand.
///
/// # Errors
///
/// Where the archive is broken from some place on; what was found before stands.
pub fn list<R: Read + Seek>(
    mut file: R,
    format: Format,
    each: &mut dyn FnMut(Found) -> ControlFlow<()>,
) -> Result<(), Fault> {
    match format {
        Format::Zip => zip::list(file, each),
        Format::Tar => {
            file.seek(SeekFrom::Start(0)).map_err(Fault::of)?;
            tar::list(packed::Whole::of(file)?, each)
        }
        Format::Warc => {
            let section = Section::whole(file).map_err(Fault::of)?;
            let within = (0, section.length());
            warc::list(section, within, each)
        }
    }
}

/// The record of a WARC that begins at `offset`, without a look at what stands before it. Nothing
/// beyond `length` bytes is read, where that is given.
///
/// A WARC that is packed with Zstandard may keep at its start what its records are unpacked with; it
/// must be listed.
///
/// # Errors
///
/// Where the file cannot be read, or ends before.
pub fn record_at<R: Read + Seek>(
    mut file: R,
    offset: u64,
    length: Option<u64>,
) -> Result<Found, Fault> {
    let end = file.seek(SeekFrom::End(0)).map_err(Fault::of)?;
    let end = length.map_or(end, |length| end.min(offset.saturating_add(length)));
    if offset >= end {
        return Err(Fault::broken("the archive ends before the record begins"));
    }
    let section = Section::new(file, offset, end - offset).map_err(Fault::of)?;
    let mut first = None;
    let listed = warc::list(section, (0, end), &mut |found| {
        first.get_or_insert(found);
        ControlFlow::Break(())
    });
    let Some(found) = first else {
        return Err(listed.err().unwrap_or_else(|| Fault::broken("no record begins there")));
    };
    Ok(Found { place: found.place.moved(offset), ..found })
}

impl Place {
    /// The place of a record that was found in what begins at `by`.
    fn moved(self, by: u64) -> Place {
        match self {
            Place::Record { within, offset, unpacked } => {
                Place::Record { within, offset: offset.saturating_add(by), unpacked }
            }
            place => place,
        }
    }

    /// The records of a WARC that is this entry of the zip `file`.
    ///
    /// # Errors
    ///
    /// Where the entry is packed once more, or is broken from some place on.
    pub fn list_warc<R: Read + Seek>(
        &self,
        mut file: R,
        each: &mut dyn FnMut(Found) -> ControlFlow<()>,
    ) -> Result<(), Fault> {
        let Place::Packed(entry) = *self else {
            return Err(Fault::Unknown("an archive within an archive is not opened".to_owned()));
        };
        if !entry.is_stored() {
            return Err(Fault::Unknown(
                "the archive in it is packed once more; unpack the zip to read it".to_owned(),
            ));
        }
        let start = zip::data_start(&mut file, entry)?;
        let section = Section::new(file, start, entry.packed).map_err(Fault::of)?;
        warc::list(section, (start, entry.packed), each)
    }
}

/// An archive that is read member by member, each at any time.
pub struct Opened<R> {
    open: Box<dyn Fn() -> io::Result<R> + Send + Sync>,
    window: Mutex<Window>,
    /// The dictionary of the WARC that was read last, and where that begins.
    dictionary: Mutex<Option<(u64, SharedDictionary)>>,
}

impl<R> std::fmt::Debug for Opened<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opened").finish_non_exhaustive()
    }
}

impl<R: Read + Seek + Send + 'static> Opened<R> {
    /// The archive whose file `open` opens.
    pub fn new(open: impl Fn() -> io::Result<R> + Send + Sync + 'static) -> Opened<R> {
        Opened { open: Box::new(open), window: Mutex::default(), dictionary: Mutex::default() }
    }

    /// What the records of the WARC from `base` on are unpacked with.
    fn dictionary(&self, base: u64, length: u64) -> Result<SharedDictionary, Fault> {
        let mut kept = self.dictionary.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, dictionary)) = kept.as_ref().filter(|(of, _)| *of == base) {
            return Ok(dictionary.clone());
        }
        let file = (self.open)().map_err(Fault::Unreadable)?;
        let dictionary = zstandard::dictionary(part(file, base, length, 0).map_err(Fault::of)?)?;
        *kept = Some((base, dictionary.clone()));
        Ok(dictionary)
    }
}

/// Reads the member at `place`.
///
/// # Errors
///
/// Why it cannot be read.
pub fn read<R: Read + Seek + Send + 'static>(
    archive: &Opened<R>,
    place: Place,
    bounds: Bounds,
) -> Result<Payload, Fault> {
    let file = || (archive.open)().map_err(Fault::Unreadable);
    match place {
        Place::Packed(entry) => {
            let bytes = zip::read(&mut file()?, entry, bounds)?;
            Ok(Payload { bytes, ..Payload::default() })
        }
        Place::Stretch { data, length, .. } => {
            if length > bounds.longest {
                return Err(Fault::Longer { limit: bounds.longest });
            }
            let mut plain = file()?;
            if !packed::is_packed(&mut plain)? {
                let mut section = Section::new(plain, data, length).map_err(Fault::of)?;
                let mut bytes = Vec::new();
                section.read_to_end(&mut bytes).map_err(Fault::of)?;
                let is_cut = (bytes.len() as u64) < length;
                return Ok(Payload { bytes, is_cut, ..Payload::default() });
            }
            let mut window = archive.window.lock().unwrap_or_else(PoisonError::into_inner);
            let at = window.at(0, data, &|| {
                let whole = packed::Whole::of((archive.open)()?).map_err(io::Error::from)?;
                Ok(Box::new(whole))
            });
            let mut bytes = Vec::new();
            at.map_err(Fault::of)?.take(length).read_to_end(&mut bytes).map_err(Fault::of)?;
            let is_cut = (bytes.len() as u64) < length;
            Ok(Payload { bytes, is_cut, ..Payload::default() })
        }
        Place::Record { within: (base, length), offset, unpacked: Some(at) } => {
            let dictionary = archive.dictionary(base, length)?;
            let mut window = archive.window.lock().unwrap_or_else(PoisonError::into_inner);
            let at = window.at(base.saturating_add(offset), at, &|| {
                let section = part((archive.open)()?, base, length, offset)?;
                Ok(Box::new(packed::Whole::with(section, &dictionary).map_err(io::Error::from)?))
            });
            warc::read(at.map_err(Fault::of)?, bounds)
        }
        Place::Record { within: (base, length), offset, unpacked: None } => {
            let section = part(file()?, base, length, offset).map_err(Fault::of)?;
            let dictionary = archive.dictionary(base, length)?;
            warc::read(packed::Whole::with(section, &dictionary)?, bounds)
        }
    }
}

/// What stands from `offset` on in the part of `file` from `base` on.
fn part<R: Read + Seek>(file: R, base: u64, length: u64, offset: u64) -> io::Result<Section<R>> {
    Section::new(file, base.saturating_add(offset), length.saturating_sub(offset))
}
