//! Which records there are.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use super::{Content, Record, Visits};
use crate::members::{Found, Member, Place};
use crate::packed::{self, GZIP, Packing};
use crate::section::{Counted, Section};
use crate::{Fault, MOST_MEMBERS, zstandard};

/// How often a packed archive that is broken is taken up again.
const MOST_BREAKS: usize = 10_000;

/// Finds the records of the archive in `section`, and hands each to `each`.
pub(crate) fn list<R: Read + Seek>(
    mut section: Section<R>,
    within: (u64, u64),
    each: &mut dyn FnMut(Found) -> ControlFlow<()>,
) -> Result<(), Fault> {
    let mut start = Vec::new();
    section.by_ref().take(4).read_to_end(&mut start).map_err(Fault::of)?;
    section.seek(SeekFrom::Start(0)).map_err(Fault::of)?;
    let packing = if start.starts_with(&GZIP) {
        Some(Packing::Gzip)
    } else if start == zstandard::FRAME || start == zstandard::DICTIONARY_FRAME {
        let dictionary = zstandard::dictionary(&mut section)?;
        section.seek(SeekFrom::Start(0)).map_err(Fault::of)?;
        Some(Packing::Zstandard(dictionary))
    } else {
        None
    };
    let mut listing = Listing { within, each, visits: Visits::default(), count: 0 };
    let reader = Counted::from(BufReader::with_capacity(64 << 10, section), 0);
    match packing {
        Some(packing) => listing.packed(reader, &packing),
        None => {
            let mut reader = reader;
            listing.records(&mut reader, None).map(|_| ())
        }
    }
}

struct Listing<'e> {
    within: (u64, u64),
    each: &'e mut dyn FnMut(Found) -> ControlFlow<()>,
    visits: Visits,
    count: usize,
}

impl Listing<'_> {
    /// The members of a packed archive, one after the other.
    fn packed<R: Read + Seek>(
        &mut self,
        mut packed: Counted<BufReader<Section<R>>>,
        packing: &Packing,
    ) -> Result<(), Fault> {
        let mut breaks = 0;
        loop {
            let start = packed.at;
            let ahead = packed.fill_buf().map_err(Fault::of)?;
            if ahead.is_empty() {
                return Ok(());
            }
            let is_zstandard = matches!(packing, Packing::Zstandard(_));
            let result = if is_zstandard && ahead.first().is_some_and(|byte| byte & 0xf0 == 0x50) {
                skip(&mut packed).map(|()| ControlFlow::Continue(()))
            } else if ahead.first() == packing.magic().first() {
                self.member(&mut packed, packing)
            } else {
                Err(Fault::broken("no packed record begins there"))
            };
            match result {
                Ok(ControlFlow::Continue(())) => {}
                Ok(ControlFlow::Break(())) => return Ok(()),
                Err(fault) => {
                    breaks += 1;
                    let flow = self.broken(start, None, fault);
                    if flow.is_break() || breaks == MOST_BREAKS {
                        return Ok(());
                    }
                    if !search_packed(&mut packed, start + 1, packing.magic())? {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// The records of the packed member that begins here.
    fn member<R: Read + Seek>(
        &mut self,
        packed: &mut Counted<BufReader<Section<R>>>,
        packing: &Packing,
    ) -> Result<ControlFlow<()>, Fault> {
        let start = packed.at;
        let mut member = Counted::from(BufReader::new(packed::Member::of(packed, packing)?), 0);
        let flow = self.records(&mut member, Some(start))?;
        // To the end of the member, where its checksum stands.
        io::copy(&mut member, &mut io::sink()).map_err(Fault::of)?;
        Ok(flow)
    }

    /// The records of a stream; `member` is where it begins where it is packed.
    fn records(
        &mut self,
        reader: &mut Counted<impl BufRead>,
        member: Option<u64>,
    ) -> Result<ControlFlow<()>, Fault> {
        loop {
            let start = reader.at;
            let flow = match Record::next(reader) {
                Ok(None) => return Ok(ControlFlow::Continue(())),
                Ok(Some((at, record))) => self.record(reader, &record, at, member)?,
                // What cannot be unpacked is told of by who unpacks it.
                Err(fault @ (Fault::Bomb { .. } | Fault::Unreadable(_) | Fault::Unknown(_))) => {
                    return Err(fault);
                }
                Err(fault) => {
                    let next = match Record::search(reader) {
                        // What is packed cannot be read on: told once, by who unpacks it.
                        Err(_) if member.is_some() => return Err(fault),
                        next => next?,
                    };
                    let flow = self.broken(start, member, fault);
                    match next {
                        None => return Ok(flow),
                        Some(at) if flow.is_continue() => match Record::after_version(reader) {
                            Ok(record) => self.record(reader, &record, at, member)?,
                            Err(fault) => self.broken(at, member, fault),
                        },
                        Some(_) => flow,
                    }
                }
            };
            if flow.is_break() {
                return Ok(flow);
            }
        }
    }

    fn record(
        &mut self,
        reader: &mut Counted<impl BufRead>,
        record: &Record,
        at: u64,
        member: Option<u64>,
    ) -> Result<ControlFlow<()>, Fault> {
        let start = reader.at;
        let kind = record.kind();
        let mut content = reader.by_ref().take(record.length);
        let mut leads_to = None;
        let standing = match kind.as_str() {
            "response" | "resource" | "conversion" => match Content::read(record, &mut content) {
                Ok(content) => match content.is_else(&kind) {
                    Some(what) => {
                        leads_to = content.location();
                        Member::Passed(what)
                    }
                    None => {
                        self.visits.add(record);
                        Member::Page
                    }
                },
                Err(fault @ Fault::Bomb { .. }) => return Err(fault),
                Err(fault) => Member::Broken(fault),
            },
            "revisit" => {
                let content = Content::read(record, &mut content).unwrap_or_default();
                match (self.visits.resolve(record), content.media_type.as_str()) {
                    (super::Resolved::Missing, "text/html" | "application/xhtml+xml") => {
                        Member::Again(super::Resolved::Missing)
                    }
                    (super::Resolved::Missing, _) => Member::Passed("revisit".to_owned()),
                    (page, _) => Member::Again(page),
                }
            }
            "warcinfo" | "request" | "metadata" | "continuation" => Member::Passed(kind.clone()),
            _ => Member::Passed("unknown kind".to_owned()),
        };
        let left = record.length.saturating_sub(reader.at - start);
        let skipped = io::copy(&mut reader.by_ref().take(left), &mut io::sink());
        let is_cut = match skipped {
            Ok(skipped) => skipped < left,
            Err(error) => return Err(Fault::of(error)),
        };
        self.found(Found {
            place: self.place(at, member),
            name: record.fields.get("warc-record-id").map(str::to_owned),
            url: record.url(),
            leads_to,
            standing,
        })?;
        if is_cut {
            return Ok(self.broken(
                at,
                member,
                Fault::broken("the archive ends within the record"),
            ));
        }
        self.count += 1;
        let is_full = self.count >= MOST_MEMBERS;
        Ok(if is_full { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    }

    fn found(&mut self, found: Found) -> Result<(), Fault> {
        match (self.each)(found) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Fault::broken("it was left")),
        }
    }

    fn broken(&mut self, at: u64, member: Option<u64>, fault: Fault) -> ControlFlow<()> {
        let place = self.place(at, member);
        let standing = Member::Broken(fault);
        (self.each)(Found { place, name: None, url: None, leads_to: None, standing })
    }

    fn place(&self, at: u64, member: Option<u64>) -> Place {
        let (offset, unpacked) = match member {
            None => (at, None),
            Some(member) => (member, (at > 0).then_some(at)),
        };
        Place::Record { within: self.within, offset, unpacked }
    }
}

/// Goes past a frame that holds nothing packed, such as a dictionary.
fn skip(packed: &mut impl Read) -> Result<(), Fault> {
    let mut head = [0; 8];
    packed.read_exact(&mut head).map_err(Fault::of)?;
    let [a, b, c, d, length @ ..] = head;
    if !zstandard::is_skipped([a, b, c, d]) {
        return Err(Fault::broken("no packed record begins there"));
    }
    zstandard::pass(packed, u64::from(u32::from_le_bytes(length)))
}

/// Goes to where, from `from` on, a packed member may begin, which starts with `magic`.
fn search_packed<R: Read + Seek>(
    packed: &mut Counted<BufReader<Section<R>>>,
    from: u64,
    magic: &[u8],
) -> Result<bool, Fault> {
    packed.inner().seek(SeekFrom::Start(from)).map_err(Fault::of)?;
    packed.at = from;
    let mut last = [0_u8; 4];
    let last_bytes = last.len() - magic.len()..;
    loop {
        let ahead = packed.fill_buf().map_err(Fault::of)?;
        if ahead.is_empty() {
            return Ok(false);
        }
        let met = ahead.iter().position(|&byte| {
            last.rotate_left(1);
            last[3] = byte;
            last.get(last_bytes.clone()) == Some(magic)
        });
        let length = ahead.len();
        match met {
            Some(index) => {
                let at = (packed.at + index as u64 + 1).saturating_sub(magic.len() as u64);
                packed.inner().seek(SeekFrom::Start(at)).map_err(Fault::of)?;
                packed.at = at;
                return Ok(true);
            }
            None => packed.consume(length),
        }
    }
}
