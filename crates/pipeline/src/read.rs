//! The bytes of one input, unpacked and bounded, with what stands beside it about its origin.

use std::fs::{self, File, FileType};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use annalist_model::{ArchivePlace, Code, DateTime, Diagnostic, MediaType};
use annalist_parse::{Input, ParseError};
use flate2::read::MultiGzDecoder;
use serde_json::Value;

use crate::Failure;
use crate::archives::MemberOf;
use crate::capture::{self, Beside};
use crate::kind::Kind;

/// How gzip files start.
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// The file beside a page that says where the page is from.
pub(crate) const PROVENANCE: &str = "source.json";

/// The greatest length of a provenance file.
pub(crate) const LONGEST_PROVENANCE: u64 = 1 << 20;

/// An input as it is handed to the parser.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Page {
    bytes: Vec<u8>,
    compression: Option<&'static str>,
    origin: Provenance,
    beside: Beside,
    member: Member,
}

/// What an archive says of a page in it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Member {
    place: Option<ArchivePlace>,
    media_type: Option<MediaType>,
    saved_at: Option<DateTime>,
    title: Option<String>,
    doubts: Vec<Diagnostic>,
}

/// Where a page is from, as a file says that belongs to its collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) url: Option<String>,
    pub(crate) saved_at: Option<DateTime>,
    /// The file that says so.
    pub(crate) file: PathBuf,
}

/// What `source.json` says about the page beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Provenance {
    url: Option<String>,
    charset: Option<String>,
}

impl Page {
    /// The page as the parser takes it.
    pub(crate) fn input<'a>(&'a self, name: &'a str) -> Input<'a> {
        Input {
            name,
            bytes: &self.bytes,
            compression: self.compression,
            url: self.origin.url.as_deref(),
            charset: self.origin.charset.as_deref(),
            media_type: self.member.media_type,
            saved_at: self.beside.fetched_at.or(self.member.saved_at),
            title: self.member.title.as_deref(),
            place: self.member.place.as_ref(),
            doubts: &self.member.doubts,
            answers: &self.beside.answers,
            explain: false,
        }
    }

    /// The page, with what its collection says of where it is from; what stands beside it counts more.
    pub(crate) fn from(mut self, origin: Option<&Origin>) -> Page {
        if let Some(origin) = origin {
            let url = origin.url.clone().filter(|url| is_web_address(url));
            self.origin.url = self.origin.url.or(url);
            self.member.saved_at = self.member.saved_at.or(origin.saved_at);
        }
        self
    }

    /// The bytes of the page, unpacked.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes of the page, unpacked.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Whether `bytes` are packed.
    pub(crate) fn looks_packed(bytes: &[u8]) -> bool {
        bytes.starts_with(&GZIP_MAGIC)
    }

    /// Whether the file was packed.
    pub(crate) fn is_packed(&self) -> bool {
        self.compression.is_some()
    }
}

/// Reads a saved page, which is called `name`, the provenance beside it, and what was captured with it.
pub(crate) fn read_page(path: &Path, name: &str, max_bytes: u64) -> Result<Page, Failure> {
    let mut page = read_file(path, max_bytes)?;
    page.origin = provenance_of(path).unwrap_or_default();
    page.beside = capture::beside(path, name, max_bytes);
    Ok(page)
}

/// The files that [`read_page`] reads of the page at `path`, where they can be told by their names:
/// whether a provenance speaks for a page may also depend on what other pages there are.
pub(crate) fn files_of(path: &Path) -> Option<Vec<PathBuf>> {
    let mut files = vec![path.to_owned()];
    let provenance = path.with_file_name(PROVENANCE);
    if provenance.is_file() {
        if !is_called_page(path) {
            return None;
        }
        files.push(provenance);
    }
    files.extend(capture::files_beside(path));
    Some(files)
}

/// Reads a page in an archive, with what lies there beside it.
pub(crate) fn read_member(member: &MemberOf, max_bytes: u64) -> Result<Page, Failure> {
    let (payload, beside) = member.read_with_beside(max_bytes)?;
    let is_packed = Page::looks_packed(&payload.bytes);
    let page = if is_packed {
        unpack(payload.bytes.as_slice(), max_bytes)?
    } else {
        Page { bytes: payload.bytes, ..Page::default() }
    };
    let said = member.provenance().cloned().unwrap_or_default();
    let mut doubts = Vec::new();
    if let Some(said) = payload.wrong_digest {
        let message = format!("the archive gives {said}; the page has another digest");
        doubts.push(Diagnostic::new(Code::DigestDiffers, message));
    }
    if payload.is_cut {
        let message = "the record ends before the page does".to_owned();
        doubts.push(Diagnostic::new(Code::RecordCut, message));
    }
    Ok(Page {
        origin: Provenance {
            url: said.url.or(payload.url.filter(|url| is_web_address(url))),
            charset: said.charset.or(payload.charset),
        },
        beside,
        member: Member {
            place: Some(member.place()),
            media_type: member.is_record().then_some(match payload.is_text {
                true => MediaType::PlainText,
                false => MediaType::Html,
            }),
            saved_at: payload.captured_at.as_deref().and_then(DateTime::parse_iso),
            title: member.title().map(str::to_owned),
            doubts,
        },
        ..page
    })
}

/// Whether a text out of an archive is taken for the address of a page.
fn is_web_address(url: &str) -> bool {
    const LONGEST: usize = 4000;
    let is_web = ["http://", "https://"].iter().any(|scheme| {
        url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    is_web && url.len() <= LONGEST && !url.chars().any(|c| c.is_control() || c == ' ')
}

/// Reads the saved page at `path`, called `name`, as a run reads it, with what lies beside it, and
/// works on it.
///
/// # Errors
///
/// Why it cannot be read; and what `work` gives as such.
pub fn read_saved<T>(
    path: &Path,
    name: &str,
    max_bytes: u64,
    work: impl FnOnce(&Input<'_>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    work(&read_page(path, name, max_bytes)?.input(name))
}

/// Reads a file and unpacks it.
pub(crate) fn read_file(path: &Path, max_bytes: u64) -> Result<Page, Failure> {
    let metadata = fs::metadata(path).map_err(Failure::Unreadable)?;
    // Before the file is opened: opening a named pipe waits for somebody to write to it.
    if !metadata.is_file() {
        return Err(Failure::NotAFile(what_is(metadata.file_type())));
    }
    let mut file = File::open(path).map_err(Failure::Unreadable)?;
    let mut magic = Vec::new();
    (&mut file)
        .take(GZIP_MAGIC.len() as u64)
        .read_to_end(&mut magic)
        .map_err(Failure::Unreadable)?;
    let packed = magic == GZIP_MAGIC;
    if !packed && metadata.len() > max_bytes {
        return Err(too_long(metadata.len(), max_bytes));
    }
    if !packed && claims_gzip(path) && !magic.is_empty() {
        return Err(Failure::Unpackable(io::Error::other("the file is not packed at all")));
    }
    let whole = io::Cursor::new(magic).chain(file);
    if packed { unpack(whole, max_bytes) } else { plain(whole, max_bytes) }
}

/// The page that `bytes` are, packed or not.
pub(crate) fn read_bytes(bytes: &[u8], max_bytes: u64) -> Result<Page, Failure> {
    if Page::looks_packed(bytes) { unpack(bytes, max_bytes) } else { plain(bytes, max_bytes) }
}

fn plain(stream: impl Read, max_bytes: u64) -> Result<Page, Failure> {
    let mut bytes = Vec::new();
    // The file may grow while it is read.
    stream
        .take(max_bytes.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(Failure::Unreadable)?;
    if bytes.len() as u64 > max_bytes {
        return Err(Failure::Longer { limit: max_bytes });
    }
    Ok(Page { bytes, ..Page::default() })
}

fn unpack(stream: impl Read, max_bytes: u64) -> Result<Page, Failure> {
    let mut bytes = Vec::new();
    MultiGzDecoder::new(stream)
        .take(max_bytes.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(Failure::Unpackable)?;
    if bytes.len() as u64 > max_bytes {
        return Err(Failure::Longer { limit: max_bytes });
    }
    Ok(Page { bytes, compression: Some("gzip"), ..Page::default() })
}

fn too_long(length: u64, limit: u64) -> Failure {
    Failure::NotAPage(ParseError::TooLong { length, limit })
}

fn claims_gzip(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("gz"))
}

/// What something that is no regular file is.
fn what_is(kind: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return "a named pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
        if kind.is_block_device() || kind.is_char_device() {
            return "a device";
        }
    }
    if kind.is_dir() { "a folder" } else { "something else" }
}

/// What `source.json` beside a page says about it.
///
/// It speaks for `page.EXT`, and for a page that is the only one of its folder. A file that cannot
/// be read or is no JSON says nothing here; discovery names it.
fn provenance_of(page: &Path) -> Option<Provenance> {
    let path = page.with_file_name(PROVENANCE);
    if !path.is_file() || !(is_called_page(page) || is_only_page(page)) {
        return None;
    }
    Some(Provenance::of(&read_provenance(&path).ok()?))
}

impl Provenance {
    /// What of a provenance file counts for the reading of its page.
    pub(crate) fn of(value: &Value) -> Provenance {
        let text = |key| value.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
        let owned = |key| text(key).map(str::to_owned);
        Provenance { url: owned("url"), charset: owned("charset") }
    }
}

/// Reads a provenance file, or says why it cannot be used.
pub(crate) fn read_provenance(path: &Path) -> Result<Value, String> {
    let page = read_file(path, LONGEST_PROVENANCE).map_err(|failure| failure.to_string())?;
    provenance_in(page.bytes())
}

/// The provenance that `bytes` are, or why they are none.
pub(crate) fn provenance_in(bytes: &[u8]) -> Result<Value, String> {
    let value: Value = serde_json::from_slice(bytes).map_err(|error| {
        let fault = annalist_report::json_fault(&error);
        format!("the provenance cannot be read: in line {}, {fault}", error.line())
    })?;
    if value.is_object() { Ok(value) } else { Err("the provenance is no JSON object".to_owned()) }
}

/// Whether a file is the page of a collection's member, `page.EXT`.
pub(crate) fn is_called_page(path: &Path) -> bool {
    path.file_name()
        .and_then(|name| name.to_str())
        .and_then(|name| name.split('.').next())
        .is_some_and(|stem| stem == "page")
}

fn is_only_page(path: &Path) -> bool {
    let Some(entries) = path.parent().and_then(|folder| fs::read_dir(folder).ok()) else {
        return false;
    };
    let pages = entries
        .filter_map(Result::ok)
        .filter(|entry| Kind::of(&entry.file_name().to_string_lossy()) == Kind::Page);
    pages.take(2).count() <= 1
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn cause(file: &str, bytes: &[u8], max_bytes: u64) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(file);
        fs::write(&path, bytes).unwrap();
        read_page(&path, file, max_bytes)
            .map_or_else(|failure| failure.to_string(), |_| String::new())
    }

    #[test]
    fn packed_pages_are_unpacked_whatever_they_are_called() {
        let two_members = [gzip(b"one "), gzip(b"two")].concat();
        let page = read_bytes(&two_members, 100).unwrap();
        assert_eq!(page.bytes(), b"one two");
        assert!(page.is_packed());
        assert_eq!(cause("a.html", &two_members, 100), "");
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let torn = &gzip(&[7; 1000])[..20];
        for (file, bytes, expected) in [
            ("a.html.gz", torn, "cut short or broken"),
            ("a.html.gz", b"<p>not packed", "not packed at all"),
            ("a.html", &[b'a'; 101], "the file has 101 bytes; pages are read up to 100"),
            ("a.html.gz", &gzip(&[b'a'; 100_000]), "more than 100 bytes unpacked"),
        ] {
            let cause = cause(file, bytes, 100);
            assert!(cause.contains(expected), "{file}: {cause}");
        }
    }

    #[test]
    fn the_file_beside_a_page_says_where_it_is_from() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::write(&path, text).unwrap();
            path
        };
        let page = write("story.html", "<p>text");
        let url =
            |page: &Path| read_page(page, "x", 100).unwrap().input("x").url.map(str::to_owned);
        assert_eq!(url(&page), None);
        write("source.json", r#"{"url":"https://a.example/","charset":""}"#);
        assert_eq!(url(&page).as_deref(), Some("https://a.example/"));
        let named = write("page.html", "<p>text");
        assert_eq!(url(&page), None, "which of two pages is meant is not known");
        assert_eq!(url(&named).as_deref(), Some("https://a.example/"));
        write("source.json", "[");
        assert_eq!(url(&named), None);
    }
}
