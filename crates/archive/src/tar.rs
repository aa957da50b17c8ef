//! tar: entries one after the other, each behind a block that describes it.
//!
//! Names that are too long for that block stand in entries of their own before it (GNU `L`, pax `x`).
//! Links, devices and sparse files are no pages.

use std::io::{self, Read};
use std::ops::ControlFlow;

use tar::{EntryType, Header};

use crate::members::{Found, Member, Place};
use crate::section::Counted;
use crate::{Fault, LONGEST_HEAD, MOST_MEMBERS};

/// The length of a block; entries are filled up to it.
const BLOCK: u64 = 512;

/// Finds the entries of the archive that `reader` gives.
pub(crate) fn list(
    reader: impl Read,
    each: &mut dyn FnMut(Found) -> ControlFlow<()>,
) -> Result<(), Fault> {
    let mut reader = Counted::from(reader, 0);
    let (mut long_name, mut pax_size) = (None, None);
    let mut start = 0;
    let mut count = 0;
    while count < MOST_MEMBERS {
        let at = reader.at;
        let Some(header) = header(&mut reader)? else { return Ok(()) };
        let size = header.entry_size().map_err(|_| broken(at, "says no length"))?;
        let kind = header.entry_type();
        match kind {
            EntryType::GNULongName => {
                let name = text(&mut reader, size, at)?;
                long_name = Some(name.trim_end_matches('\0').to_owned());
                continue;
            }
            EntryType::XHeader => {
                let fields = text(&mut reader, size, at)?;
                long_name = pax(&fields, "path").or(long_name);
                pax_size = pax(&fields, "size").and_then(|size| size.parse().ok());
                continue;
            }
            EntryType::GNULongLink | EntryType::XGlobalHeader => {
                skip(&mut reader, padded(size), at)?;
                continue;
            }
            _ => {}
        }
        let size = pax_size.take().unwrap_or(size);
        let short = String::from_utf8_lossy(&header.path_bytes()).into_owned();
        let name = long_name.take().unwrap_or(short);
        let place = Place::Stretch { offset: start, data: reader.at, length: size };
        let what = match kind {
            EntryType::Regular | EntryType::Continuous => None,
            EntryType::Directory => Some("folder"),
            EntryType::Symlink | EntryType::Link => Some("link"),
            EntryType::GNUSparse => Some("sparse file"),
            _ => Some("device"),
        };
        if what != Some("folder") {
            let standing = what.map_or(Member::Entry, |what| Member::Passed(what.to_owned()));
            count += 1;
            let found = Found { place, name: Some(name), url: None, leads_to: None, standing };
            if each(found).is_break() {
                return Ok(());
            }
        }
        let has_data = matches!(kind, EntryType::Regular | EntryType::Continuous)
            || kind == EntryType::GNUSparse;
        skip(&mut reader, if has_data { padded(size) } else { 0 }, at)?;
        start = reader.at;
    }
    Ok(())
}

/// The next block that describes an entry; none at the end.
fn header(reader: &mut Counted<impl Read>) -> Result<Option<Header>, Fault> {
    let at = reader.at;
    let mut header = Header::new_old();
    let mut filled = 0;
    loop {
        match reader.read(header.as_mut_bytes().get_mut(filled..).unwrap_or_default()) {
            Ok(0) if filled == 0 => return Ok(None),
            Ok(0) if filled < 512 => return Err(broken(at, "is cut short")),
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Fault::of(error)),
        }
    }
    let bytes = header.as_bytes();
    if bytes.iter().all(|&byte| byte == 0) {
        return Ok(None);
    }
    let sum = |(index, &byte): (usize, &u8)| {
        u32::from(if (148..156).contains(&index) { b' ' } else { byte })
    };
    let sum: u32 = bytes.iter().enumerate().map(sum).sum();
    match header.cksum() {
        Ok(said) if said == sum => Ok(Some(header)),
        _ => Err(broken(at, "is not described as tar does")),
    }
}

/// The text of an entry that describes the next one.
fn text(reader: &mut Counted<impl Read>, size: u64, at: u64) -> Result<String, Fault> {
    if size > LONGEST_HEAD {
        return Err(broken(at, "has a name that is longer than names are"));
    }
    let mut bytes = Vec::new();
    reader.by_ref().take(size).read_to_end(&mut bytes).map_err(Fault::of)?;
    skip(reader, padded(size) - size, at)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A field of `LENGTH NAME=VALUE` lines.
fn pax(fields: &str, wanted: &str) -> Option<String> {
    fields.lines().find_map(|line| {
        let (name, value) = line.split_once(' ')?.1.split_once('=')?;
        (name == wanted).then(|| value.to_owned())
    })
}

fn padded(size: u64) -> u64 {
    size.checked_next_multiple_of(BLOCK).unwrap_or(u64::MAX)
}

fn skip(reader: &mut Counted<impl Read>, length: u64, at: u64) -> Result<(), Fault> {
    let skipped =
        io::copy(&mut reader.by_ref().take(length), &mut io::sink()).map_err(Fault::of)?;
    if skipped < length { Err(broken(at, "is cut short")) } else { Ok(()) }
}

fn broken(at: u64, what: &str) -> Fault {
    Fault::broken(format!("the entry at byte {at} {what}"))
}
