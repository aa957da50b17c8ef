//! What was fetched, as it lies beside a page: `NAME.capture/` with the bodies, and `capture.json`
//! that tells what was asked, when, and what came.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use annalist_capture::{Exchange, Validators};
use annalist_model::DateTime;
use annalist_parse::StoredAnswer;
use serde::{Deserialize, Serialize};

use crate::output::write_whole;
use crate::{Problem, hash, name, read};

/// The file that tells what the others are.
pub(crate) const CAPTURE: &str = "capture.json";

/// What the name of the folder ends in.
const FOLDER: &str = ".capture";

/// The version of the shape of that file.
const VERSION: u32 = 1;

/// The greatest length of that file, in bytes.
pub(crate) const LONGEST: u64 = 16 << 20;

/// What the page itself was asked for as.
pub(super) const PAGE: &str = "page";

/// `capture.json`.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct CaptureFile {
    version: u32,
    /// The address that the user gave.
    pub(super) url: String,
    /// The program that asked.
    captured_by: String,
    /// Name of the page beside the folder.
    pub(super) page: String,
    /// All that was asked, in order.
    pub(super) exchanges: Vec<StoredExchange>,
    /// What did not come, and why.
    #[serde(default)]
    pub(super) faults: Vec<StoredFault>,
}

/// One request and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredExchange {
    /// What it was asked for: the page, or the comments of a platform.
    #[serde(rename = "for")]
    pub(super) purpose: String,
    pub(super) url: String,
    pub(super) at: String,
    #[serde(default)]
    request_headers: Vec<(String, String)>,
    status: u16,
    #[serde(default)]
    headers: Vec<(String, String)>,
    /// The file that holds the body, with its length and SHA-256; none where nothing was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) body: Option<StoredBody>,
}

/// A body in a file: as it came now, or, where the server said that it still stands, as it came before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredBody {
    pub(super) file: String,
    bytes: u64,
    pub(super) sha256: String,
}

/// Something that did not come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredFault {
    #[serde(rename = "for")]
    pub(super) purpose: String,
    pub(super) url: String,
    pub(super) fault: String,
}

impl CaptureFile {
    pub(super) fn new(url: &str) -> CaptureFile {
        CaptureFile {
            version: VERSION,
            url: url.to_owned(),
            captured_by: concat!("annalist/", env!("CARGO_PKG_VERSION")).to_owned(),
            ..CaptureFile::default()
        }
    }

    /// Reads the file in `folder`, or says why it cannot be used.
    pub(super) fn read(folder: &Path) -> Result<CaptureFile, String> {
        let file = read::read_file(&folder.join(CAPTURE), LONGEST);
        let file = file.map_err(|failure| failure.to_string())?;
        CaptureFile::of(file.bytes())
    }

    /// The file that `bytes` are, or why they are none.
    fn of(bytes: &[u8]) -> Result<CaptureFile, String> {
        let capture: CaptureFile = serde_json::from_slice(bytes).map_err(|error| {
            format!("line {}, {}", error.line(), annalist_report::json_fault(&error))
        })?;
        match capture.version {
            VERSION => Ok(capture),
            other => Err(format!("its version is {other}, and {VERSION} is what is read")),
        }
    }

    /// The file as it is written.
    pub(super) fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// The exchange that gave the page.
    pub(super) fn page_exchange(&self) -> Option<&StoredExchange> {
        let mut of_page = self.exchanges.iter().filter(|it| it.purpose == PAGE);
        of_page.find(|it| it.body.is_some())
    }

    /// The exchanges that gave answers of platforms, each with its body.
    pub(super) fn answers(&self) -> impl Iterator<Item = (&StoredExchange, &StoredBody)> {
        let others = self.exchanges.iter().filter(|it| it.purpose != PAGE);
        others.filter_map(|it| Some((it, it.body.as_ref()?)))
    }
}

impl StoredExchange {
    pub(super) fn of(exchange: &Exchange, purpose: &str) -> StoredExchange {
        StoredExchange {
            purpose: purpose.to_owned(),
            url: exchange.address.to_string(),
            at: exchange.at.to_string(),
            request_headers: exchange.request_headers.clone(),
            status: exchange.status,
            headers: exchange.headers.clone(),
            body: None,
        }
    }

    /// What the server called the state of what it sent.
    pub(super) fn validators(&self) -> Validators {
        let header = |wanted: &str| {
            let found = self.headers.iter().find(|(name, _)| name == wanted);
            found.map(|(_, value)| value.clone())
        };
        Validators { etag: header("etag"), last_modified: header("last-modified") }
    }
}

impl StoredBody {
    pub(super) fn of(file: String, bytes: &[u8]) -> StoredBody {
        StoredBody { file, bytes: bytes.len() as u64, sha256: hash::of(bytes).to_string() }
    }

    /// The bytes of the file in `folder`.
    pub(super) fn read(&self, folder: &Path, max_bytes: u64) -> Result<Vec<u8>, String> {
        // The name stands in a file that may come from anywhere: it leads nowhere else.
        if !is_plain(&self.file) {
            return Err("its name is no name of a file here".to_owned());
        }
        let path = folder.join(&self.file);
        let length = fs::metadata(&path).map_err(|error| error.kind().to_string())?.len();
        if length > max_bytes {
            return Err(format!("it has {length} bytes, and {max_bytes} are read"));
        }
        fs::read(&path).map_err(|error| error.kind().to_string())
    }

    /// The page or answer that `bytes` are, unpacked, where they are still those that came.
    fn unpacked(&self, bytes: &[u8], max_bytes: u64) -> Result<Vec<u8>, String> {
        let found = hash::of(bytes).to_string();
        if found != self.sha256 {
            return Err(format!("its SHA-256 is {found}, and what came had {}", self.sha256));
        }
        let page = read::read_bytes(bytes, max_bytes).map_err(|failure| failure.to_string())?;
        Ok(page.into_bytes())
    }
}

/// Whether a name is one that is given to bodies: small letters, digits, hyphens and dots.
fn is_plain(file: &str) -> bool {
    let is_kept =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte);
    !file.starts_with('.') && !file.is_empty() && file.bytes().all(is_kept)
}

/// The folder with what came beside a page.
pub(crate) fn folder_of(page: &Path) -> Option<PathBuf> {
    let name = page.file_name()?.to_str()?;
    let bare = name.strip_suffix(".gz").unwrap_or(name);
    let stem = Path::new(bare).file_stem()?.to_str()?;
    Some(page.with_file_name(format!("{stem}{FOLDER}")))
}

/// Whether a folder is called as one with what came beside a page is.
pub(crate) fn is_folder(name: &str) -> bool {
    name.ends_with(FOLDER)
}

/// The files that came beside `page`, sorted; none where nothing did.
pub(crate) fn files_beside(page: &Path) -> Vec<PathBuf> {
    let Some(folder) = folder_of(page).filter(|folder| folder.join(CAPTURE).is_file()) else {
        return Vec::new();
    };
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    files.sort();
    files
}

/// Takes what was captured with `page` along to where `copy` lies.
pub(crate) fn take_along(page: &Path, copy: &Path) -> Result<(), Problem> {
    let (Some(from), Some(to)) = (folder_of(page), folder_of(copy)) else { return Ok(()) };
    let Ok(mut capture) = CaptureFile::read(&from) else { return Ok(()) };
    let file_name = |path: &Path| Some(path.file_name()?.to_str()?.to_owned());
    let (Some(old), Some(new)) = (file_name(page), file_name(copy)) else { return Ok(()) };
    if capture.page != old {
        return Ok(());
    }
    fs::create_dir(&to).map_err(Problem::file("make the folder", &to))?;
    for (_, body) in capture.answers().filter(|(_, body)| is_plain(&body.file)) {
        let file = from.join(&body.file);
        fs::copy(&file, to.join(&body.file)).map_err(Problem::file("copy", &file))?;
    }
    for exchange in &mut capture.exchanges {
        let of_page = exchange.body.as_mut().filter(|_| exchange.purpose == PAGE);
        of_page.into_iter().for_each(|body| body.file.clone_from(&new));
    }
    capture.page = new;
    let account = to.join(CAPTURE);
    write_whole(&account, &[capture.text().as_bytes()]).map_err(Problem::file("write", &account))
}

/// The page that `folder` was captured with, where it is such a folder.
pub(crate) fn page_captured_with(folder: &Path) -> Option<String> {
    folder.file_name().and_then(OsStr::to_str)?.strip_suffix(FOLDER)?;
    let capture = CaptureFile::read(folder).ok()?;
    let page = folder.with_file_name(&capture.page);
    (page.is_file() && folder_of(&page).as_deref() == Some(folder)).then_some(capture.page)
}

/// What came beside a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Beside {
    /// When the page was fetched.
    pub(crate) fetched_at: Option<DateTime>,
    pub(crate) answers: Vec<StoredAnswer>,
}

/// What came beside `page`, which is called `page_name`. What cannot be used is said of the answer.
pub(crate) fn beside(page: &Path, page_name: &str, max_bytes: u64) -> Beside {
    let Some(folder) = folder_of(page).filter(|folder| folder.join(CAPTURE).is_file()) else {
        return Beside::default();
    };
    let base = name_beside(page_name, &folder);
    let file = page.file_name().and_then(OsStr::to_str).unwrap_or_default();
    let account = CaptureFile::read(&folder);
    described(&base, file, account, max_bytes, |body, left| body.read(&folder, left))
}

/// The same, where the account and the bodies are had in another way. `base` is what the folder is
/// called, `file` the name of the page's file.
pub(crate) fn beside_of(
    base: &str,
    file: &str,
    max_bytes: u64,
    read: impl Fn(&str) -> Result<Vec<u8>, String>,
) -> Beside {
    let account = read(CAPTURE).and_then(|bytes| CaptureFile::of(&bytes));
    described(base, file, account, max_bytes, |body, _| read(&body.file))
}

fn described(
    base: &str,
    file: &str,
    account: Result<CaptureFile, String>,
    max_bytes: u64,
    read: impl Fn(&StoredBody, u64) -> Result<Vec<u8>, String>,
) -> Beside {
    let capture = match account {
        Ok(capture) => capture,
        Err(fault) => {
            let name = format!("{base}/{CAPTURE}");
            let lost = StoredAnswer { name, fault: Some(fault), ..StoredAnswer::default() };
            return Beside { answers: vec![lost], ..Beside::default() };
        }
    };
    if capture.page != file {
        return Beside::default();
    }
    let mut left = max_bytes;
    let answers = capture.answers().map(|(exchange, body)| {
        let unpacked = read(body, left).and_then(|bytes| body.unpacked(&bytes, left));
        let (bytes, fault) = match unpacked {
            Ok(bytes) => (bytes, None),
            Err(fault) => (Vec::new(), Some(fault)),
        };
        left = left.saturating_sub(bytes.len() as u64);
        StoredAnswer {
            name: format!("{base}/{}", body.file),
            bytes,
            platform: exchange.purpose.clone(),
            url: exchange.url.clone(),
            fetched_at: DateTime::parse_iso(&exchange.at),
            fault,
        }
    });
    let mut answers: Vec<StoredAnswer> = answers.collect();
    answers.extend(capture.faults.iter().map(|it| StoredAnswer {
        name: format!("{base}/{CAPTURE}"),
        fault: Some(format!("{} did not come: {}", it.url, it.fault)),
        ..StoredAnswer::default()
    }));
    let fetched_at = capture.page_exchange().and_then(|page| DateTime::parse_iso(&page.at));
    Beside { fetched_at, answers }
}

/// The name of `folder`, which lies beside the page called `page_name`.
fn name_beside(page_name: &str, folder: &Path) -> String {
    let folder = folder.file_name().map(|name| name::of_path(Path::new(name))).unwrap_or_default();
    match page_name.rsplit_once('/') {
        Some((above, _)) => format!("{above}/{folder}"),
        None => folder,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_have_plain_names() {
        for file in ["wordpress-1.json", "disqus-1.html.gz"] {
            assert!(is_plain(file), "{file}");
        }
        for file in ["", "..", ".x", "a/b", "../a", "a\\b", "A", "a b", "/etc/passwd"] {
            assert!(!is_plain(file), "{file}");
        }
    }

    #[test]
    fn a_folder_is_called_after_its_page() {
        let of = |page: &str| folder_of(Path::new(page)).unwrap().display().to_string();
        assert_eq!(of("a/page.html"), "a/page.capture");
        assert_eq!(of("a/page.html.gz"), "a/page.capture");
        assert_eq!(of("a/my.story.html"), "a/my.story.capture");
        assert_eq!(name_beside("a/b/page.html", Path::new("x/page.capture")), "a/b/page.capture");
        assert_eq!(name_beside("page.html", Path::new("x/page.capture")), "page.capture");
    }
}
