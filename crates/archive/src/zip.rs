//! zip: a directory at the end, and entries that it points at.
//!
//! Read by our own code: the `zip` crate keeps one of several entries of a name and drops the others
//! without a word, and gives nothing where the directory is gone. Here each entry counts, and without
//! a directory the entries are found one after the other, as far as their heads give their length.

use std::io::{BufReader, Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use flate2::read::DeflateDecoder;

use crate::members::{Found, Member, Place};
use crate::section::Section;
use crate::{Bounds, Fault, MOST_MEMBERS, packed};

const LOCAL: &[u8; 4] = b"PK\x03\x04";
const CENTRAL: &[u8; 4] = b"PK\x01\x02";
const END: &[u8; 4] = b"PK\x05\x06";
const END_64: &[u8; 4] = b"PK\x06\x06";
const END_64_PLACE: &[u8; 4] = b"PK\x06\x07";

/// How far from the end the end of the directory may begin.
const LONGEST_END: u64 = 22 + (64 << 10);

/// What a head says of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where its local head begins.
    pub(crate) head: u64,
    method: u16,
    pub(crate) packed: u64,
    pub(crate) length: u64,
    checksum: u32,
}

impl Entry {
    /// Whether it is kept as it is.
    pub(crate) fn is_stored(&self) -> bool {
        self.method == 0
    }
}

/// Finds the entries of the archive `file`.
pub(crate) fn list<R: Read + Seek>(
    file: R,
    each: &mut dyn FnMut(Found) -> ControlFlow<()>,
) -> Result<(), Fault> {
    let mut file = Section::whole(file).map_err(Fault::of)?;
    let Some((start, count)) = directory(&mut file)? else {
        return without_directory(&mut file, each);
    };
    file.seek(SeekFrom::Start(start)).map_err(Fault::of)?;
    let mut reader = BufReader::new(file);
    for number in 0..count.min(MOST_MEMBERS as u64) {
        let head: [u8; 46] = take(&mut reader)?;
        if !head.starts_with(CENTRAL) {
            return Err(Fault::broken(format!("entry {number} of its directory is broken")));
        }
        let [name, extra, comment] = [28, 30, 32].map(|at| u64::from(u16_at(&head, at)));
        let name = bytes(&mut reader, name)?;
        let extra = bytes(&mut reader, extra)?;
        bytes(&mut reader, comment)?;
        let entry = Entry {
            head: u64::from(u32_at(&head, 42)),
            method: u16_at(&head, 10),
            packed: u64::from(u32_at(&head, 20)),
            length: u64::from(u32_at(&head, 24)),
            checksum: u32_at(&head, 16),
        };
        let entry = long(entry, &extra);
        let made_by_unix = head[5] == 3;
        let is_link = made_by_unix && (u32_at(&head, 38) >> 16) & 0o170_000 == 0o120_000;
        if tell(entry, u16_at(&head, 8), &name, is_link, each).is_break() {
            return Ok(());
        }
    }
    Ok(())
}

fn tell(
    entry: Entry,
    flags: u16,
    name: &[u8],
    is_link: bool,
    each: &mut dyn FnMut(Found) -> ControlFlow<()>,
) -> ControlFlow<()> {
    if name.ends_with(b"/") {
        return ControlFlow::Continue(());
    }
    let standing = if flags & 1 != 0 {
        Member::Broken(Fault::Unknown("the entry is encrypted; unpack it with its key".to_owned()))
    } else if is_link {
        Member::Passed("link".to_owned())
    } else if !matches!(entry.method, 0 | 8) {
        Member::Broken(Fault::Unknown(format!("the entry is packed by method {}", entry.method)))
    } else {
        Member::Entry
    };
    let name = String::from_utf8_lossy(name).replace('\\', "/");
    let (name, place) = (Some(name), Place::Packed(entry));
    each(Found { place, name, url: None, leads_to: None, standing })
}

/// Reads an entry, and checks it against its length and checksum.
pub(crate) fn read<R: Read + Seek>(
    file: &mut R,
    entry: Entry,
    bounds: Bounds,
) -> Result<Vec<u8>, Fault> {
    if entry.length > bounds.longest {
        return Err(Fault::Longer { limit: bounds.longest });
    }
    let start = data_start(file, entry)?;
    file.seek(SeekFrom::Start(start)).map_err(Fault::of)?;
    let packed = BufReader::new(file).take(entry.packed);
    let most = bounds.longest.saturating_add(1);
    let mut bytes = Vec::new();
    let read = match entry.method {
        0 => packed.take(most).read_to_end(&mut bytes),
        _ => DeflateDecoder::new(packed).take(most).read_to_end(&mut bytes),
    };
    read.map_err(Fault::of)?;
    if bytes.len() as u64 > bounds.longest {
        return Err(Fault::Longer { limit: bounds.longest });
    }
    packed::check(bytes.len() as u64, entry.packed)?;
    let mut checksum = flate2::Crc::new();
    checksum.update(&bytes);
    if bytes.len() as u64 != entry.length || checksum.sum() != entry.checksum {
        return Err(Fault::broken("its bytes do not have the length and checksum that it gives"));
    }
    Ok(bytes)
}

/// Where the bytes of an entry begin.
pub(crate) fn data_start<R: Read + Seek>(file: &mut R, entry: Entry) -> Result<u64, Fault> {
    file.seek(SeekFrom::Start(entry.head)).map_err(Fault::of)?;
    let head: [u8; 30] = take(file)?;
    if !head.starts_with(LOCAL) {
        return Err(Fault::broken("no entry stands where the directory says"));
    }
    let after = u64::from(u16_at(&head, 26)) + u64::from(u16_at(&head, 28));
    Ok(entry.head.saturating_add(30 + after))
}

/// Where the directory begins and how many entries it has; none where there is none.
fn directory<R: Read + Seek>(file: &mut Section<R>) -> Result<Option<(u64, u64)>, Fault> {
    let from = file.length().saturating_sub(LONGEST_END);
    file.seek(SeekFrom::Start(from)).map_err(Fault::of)?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail).map_err(Fault::of)?;
    let Some(at) = tail.windows(4).rposition(|bytes| bytes == END) else { return Ok(None) };
    let end = tail.get(at..).filter(|end| end.len() >= 22);
    let Some(end) = end else { return Ok(None) };
    let (start, count) = (u64::from(u32_at(end, 16)), u64::from(u16_at(end, 10)));
    let place = at.checked_sub(20).and_then(|at| tail.get(at..at + 20));
    if let Some(place) = place.filter(|place| place.starts_with(END_64_PLACE)) {
        file.seek(SeekFrom::Start(u64_at(place, 8))).map_err(Fault::of)?;
        let end: [u8; 56] = take(file)?;
        if end.starts_with(END_64) {
            return Ok(Some((u64_at(&end, 48), u64_at(&end, 32))));
        }
    }
    Ok((start <= file.length()).then_some((start, count)))
}

/// Finds entries by their local heads, as far as those go.
fn without_directory<R: Read + Seek>(
    file: &mut Section<R>,
    each: &mut dyn FnMut(Found) -> ControlFlow<()>,
) -> Result<(), Fault> {
    const GONE: &str = "its directory is missing, as of a file that is cut short";
    let mut at = 0;
    for _ in 0..MOST_MEMBERS {
        file.seek(SeekFrom::Start(at)).map_err(Fault::of)?;
        let Ok(head) = take::<30>(file) else { break };
        if !head.starts_with(LOCAL) {
            break;
        }
        let flags = u16_at(&head, 6);
        let (Ok(name), Ok(extra)) =
            (bytes(file, u64::from(u16_at(&head, 26))), bytes(file, u64::from(u16_at(&head, 28))))
        else {
            break;
        };
        let entry = Entry {
            head: at,
            method: u16_at(&head, 8),
            packed: u64::from(u32_at(&head, 18)),
            length: u64::from(u32_at(&head, 22)),
            checksum: u32_at(&head, 14),
        };
        let entry = long(entry, &extra);
        let start = at + 30 + (name.len() + extra.len()) as u64;
        at = start.saturating_add(entry.packed);
        // The length stands behind the entry: where the next one begins is not known.
        if flags & 8 != 0 || at > file.length() {
            break;
        }
        if tell(entry, flags, &name, false, each).is_break() {
            return Ok(());
        }
    }
    Err(Fault::broken(GONE))
}

/// The lengths and place of an entry that 32 bits do not hold.
fn long(entry: Entry, extra: &[u8]) -> Entry {
    const UNKNOWN: u64 = u32::MAX as u64;
    let mut entry = entry;
    let mut rest = extra;
    while let Some((head, after)) = rest.split_at_checked(4) {
        let length = usize::from(u16_at(head, 2)).min(after.len());
        let (mut field, next) = after.split_at(length);
        if u16_at(head, 0) == 1 {
            for value in [&mut entry.length, &mut entry.packed, &mut entry.head] {
                if *value == UNKNOWN
                    && let Some((number, after)) = field.split_at_checked(8)
                {
                    *value = u64_at(number, 0);
                    field = after;
                }
            }
        }
        rest = next;
    }
    entry
}

fn take<const N: usize>(reader: &mut impl Read) -> Result<[u8; N], Fault> {
    let mut bytes = [0; N];
    reader.read_exact(&mut bytes).map_err(Fault::of)?;
    Ok(bytes)
}

fn bytes(reader: &mut impl Read, length: u64) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    reader.take(length).read_to_end(&mut bytes).map_err(Fault::of)?;
    let is_whole = bytes.len() as u64 == length;
    if is_whole { Ok(bytes) } else { Err(Fault::broken("its directory is cut short")) }
}

fn number_at<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    bytes.get(at..at + N).and_then(|bytes| bytes.try_into().ok()).unwrap_or([0; N])
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes(number_at(bytes, at))
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(number_at(bytes, at))
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(number_at(bytes, at))
}
