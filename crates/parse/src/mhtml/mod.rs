//! Pages saved as MHTML (RFC 2557): a page and what belongs to it in one file, as parts of a mail.
//!
//! The page is found and its place in the file kept; the pictures are passed over. Libraries for mail
//! give the places of parts but no way back through quoted-printable and base64 (see `transfer`), and
//! without it nothing of such a page could be cited.

mod headers;
mod parts;

use std::ops::Range;

use annalist_model::{ByteRange, Code, Diagnostic, MediaType, TransferEncoding};

use crate::metadata::is_web_address;
use crate::saver::{Noted, SaverNote, read_time};
use crate::stamp::StampWords;
use headers::Headers;
use parts::{Part, Parts, is_page};

/// How a file may be called that is an archive of a page.
const ENDINGS: [&str; 2] = ["mht", "mhtml"];

/// Headers that only the head of a part, or of an archive, has.
const TELLING: [&str; 4] =
    ["mime-version", "content-transfer-encoding", "content-location", "snapshot-content-location"];

/// An archive of one page.
#[derive(Debug)]
pub(crate) struct Archive {
    /// Where the page is written in the file.
    pub(crate) body: Range<usize>,
    pub(crate) encoding: TransferEncoding,
    pub(crate) charset: Option<String>,
    pub(crate) media_type: MediaType,
    /// What the head says about the page.
    pub(crate) note: SaverNote,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// What a file is that may be an archive.
#[derive(Debug)]
pub(crate) enum Opened {
    /// No archive.
    Other,
    /// An archive that holds no page.
    Empty,
    Archive(Box<Archive>),
}

/// Opens `file`, called `name`, where it is an archive of a page.
pub(crate) fn open(file: &[u8], name: &str, words: &StampWords) -> Opened {
    let Some((head, parts)) = read_parts(file, name) else { return Opened::Other };
    let Some(page) = choose(&head, &parts.list) else { return Opened::Empty };
    let mut faults = parts.faults;
    let encoding = match page.headers.value("content-transfer-encoding") {
        Some(name) => TransferEncoding::parse(name).unwrap_or_else(|| {
            let name: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
            faults.push(format!("nothing is written as “{name}”; the page was read as it stands"));
            TransferEncoding::Identity
        }),
        None => TransferEncoding::Identity,
    };
    let broken = |fault| Diagnostic::new(Code::ArchiveBroken, fault);
    Opened::Archive(Box::new(Archive {
        body: page.body.clone(),
        encoding,
        charset: page.headers.parameter("charset"),
        media_type: match page.headers.media_type().as_deref() {
            Some("text/plain") => MediaType::PlainText,
            _ => MediaType::Html,
        },
        note: note(&head, page, words),
        diagnostics: faults.into_iter().map(broken).collect(),
    }))
}

/// The head and the parts of an archive; `None` where the file is none.
fn read_parts(file: &[u8], name: &str) -> Option<(Headers, Parts)> {
    let start = start_of_text(file);
    let first = file.get(start).copied()?;
    let is_called_archive = is_called_archive(name);
    if first == b'-' {
        // The head is gone: the file starts with a part.
        let after = headers::line_at(file, start).map_or(file.len(), |(_, next)| next);
        let part = Headers::read(file, after);
        let is_part = part.value("content-type").is_some()
            && (is_called_archive || TELLING.iter().any(|name| part.value(name).is_some()));
        let head = Headers::none(start);
        return is_part.then(|| {
            let parts = parts::read(file, &head);
            (head, parts)
        });
    }
    if !first.is_ascii_alphabetic() {
        return None;
    }
    let head = Headers::read(file, start);
    let media_type = head.media_type();
    let is_telling = is_called_archive || TELLING.iter().any(|name| head.value(name).is_some());
    match media_type.as_deref() {
        Some(kind) if kind.starts_with("multipart/") => {}
        Some(kind) if is_page(kind) && is_telling => {
            // A mail that is the page itself.
            let body = head.end..file.len();
            let page = Part { headers: head.clone(), body };
            let parts = Parts { list: vec![page], faults: Vec::new() };
            return Some((head, parts));
        }
        None if is_called_archive && !head.is_empty() => {}
        _ => return None,
    }
    let parts = parts::read(file, &head);
    Some((head, parts))
}

/// Where the first line with text starts, a byte order mark and the line that a mailbox puts before a
/// mail aside.
fn start_of_text(file: &[u8]) -> usize {
    let mark = if file.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let rest = &file[mark..];
    let blank = rest.len() - rest.trim_ascii_start().len();
    let start = mark + blank;
    match headers::line_at(file, start) {
        Some((line, next)) if file[line.clone()].starts_with(b"From ") => next,
        _ => start,
    }
}

fn is_called_archive(name: &str) -> bool {
    let name = name.strip_suffix(".gz").unwrap_or(name);
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// The page among the parts: the one that the head names as the start, the one with the address that
/// the head gives, the first page, the first text.
fn choose<'p>(head: &Headers, parts: &'p [Part]) -> Option<&'p Part> {
    let is_html = |part: &&Part| part.headers.media_type().is_some_and(|it| is_page(&it));
    let pages = || parts.iter().filter(is_html);
    let bare = |id: &str| id.trim().trim_start_matches('<').trim_end_matches('>').to_owned();
    let with = |name: &str, wanted: &str| {
        pages().find(|part| part.headers.value(name).is_some_and(|it| bare(it) == bare(wanted)))
    };
    let by_start = head.parameter("start").and_then(|start| with("content-id", &start));
    let by_address = || address_of(head).and_then(|(it, _)| with("content-location", it));
    by_start
        .or_else(by_address)
        .or_else(|| pages().find(|page| !page.body.is_empty()))
        .or_else(|| parts.iter().find(|part| !part.body.is_empty()))
}

/// The address that a head gives.
fn address_of(headers: &Headers) -> Option<(&str, Range<usize>)> {
    headers.find("snapshot-content-location").or_else(|| headers.find("content-location"))
}

/// What the head says about the saving.
fn note(head: &Headers, page: &Part, words: &StampWords) -> SaverNote {
    let bytes = |place: Range<usize>| {
        ByteRange::new(u32::try_from(place.start).ok()?, u32::try_from(place.end).ok()?)
    };
    let addresses = [address_of(head), address_of(&page.headers)];
    let url = addresses.into_iter().flatten().find_map(|(value, place)| {
        // An address of several lines was folded.
        let url: String = value.split_ascii_whitespace().collect();
        is_web_address(&url).then(|| Noted { value: url, bytes: bytes(place) })
    });
    let saved_at = head.find("date").and_then(|(value, place)| {
        Some(Noted { value: read_time(value, words)?, bytes: bytes(place) })
    });
    SaverNote { url, saved_at, program: Some(program(head)) }
}

/// The program that the archive was made by: `<Saved by Blink>`.
fn program(head: &Headers) -> String {
    const LONGEST: usize = 80;
    let from = head.value("from").unwrap_or_default();
    let named = from.trim_matches(['<', '>', '"', ' ']).strip_prefix("Saved by ");
    let named = named.or_else(|| head.value("x-maf-information")?.strip_prefix("Produced By "));
    let named = named.map(|name| name.trim().chars().take(LONGEST).collect::<String>());
    named.filter(|name| !name.is_empty()).unwrap_or_else(|| "MHTML".to_owned())
}

#[cfg(test)]
mod tests;
