//! A saved page becomes a member of a collection: a folder of its own, with its provenance.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use annalist_model::{Document, MediaType, Sha256};
use serde::Serialize;

use crate::outcome::bare;
use crate::output::{UNFINISHED, write_whole};
use crate::{Engine, Failure, Problem, capture, hash, name, read};

/// The greatest length of the name of a member.
const LONGEST_SLUG: usize = 60;

/// A page to bring into a collection.
#[derive(Clone, Copy, Debug)]
pub struct Addition<'a> {
    /// The saved page.
    pub page: &'a Path,
    /// The folder of the collection.
    pub to: &'a Path,
    /// The name of the new member; none to make one of the title or the file's name.
    pub slug: Option<&'a str>,
    /// The greatest length of a page that is read.
    pub max_bytes: u64,
}

impl Addition<'_> {
    /// Whether this can be asked for at all, before anything is done.
    ///
    /// # Errors
    ///
    /// Where the page is an address or a folder, or the name is none.
    pub fn check(&self) -> Result<(), Problem> {
        refuse_address(self.page)?;
        refuse_folder(self.page)?;
        self.slug.map_or(Ok(()), check_slug)
    }
}

/// A page that was brought into a collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The name of the member.
    pub slug: String,
    /// Its folder.
    pub folder: PathBuf,
}

/// Where a member is from: `source.json`. What only people know is left empty, to be filled in. Hash
/// and length are those of the page, unpacked where it is packed.
#[derive(Serialize)]
pub(crate) struct Provenance<'d> {
    why: &'static str,
    origin: String,
    licence: &'static str,
    url: Option<&'d str>,
    sha256: String,
    bytes: u64,
    media_type: &'static str,
    /// What the server named, where the page was fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    charset: Option<&'d str>,
    saved_at: Option<String>,
    file: String,
}

/// Copies a saved page into a folder of its own, with a `source.json` beside it.
///
/// # Errors
///
/// Where the file is no page, the same bytes are kept already, the name is taken or is none, or
/// something cannot be written. Then the collection is as it was.
pub fn add(engine: &Engine, addition: &Addition<'_>) -> Result<Added, Problem> {
    addition.check()?;
    let file = name::of_path(Path::new(addition.page.file_name().unwrap_or_default()));
    let page = read::read_page(addition.page, &file, addition.max_bytes)
        .map_err(|failure| unusable(addition.page, &failure))?;
    let document =
        engine.document(&page.input(&file)).map_err(|failure| unusable(addition.page, &failure))?;
    if let Some(member) = find_member(addition.to, &document.source().sha256, addition.max_bytes) {
        return Err(Problem::Usage(format!(
            "{} is kept already, with the same bytes, as {}; nothing was added",
            addition.page.display(),
            member.display()
        )));
    }
    let slug = match addition.slug {
        Some(slug) => slug.to_owned(),
        None => choose_slug(&document, &file),
    };
    let folder = make_member(addition.to, &slug, |made| {
        let copy = made.join(file_name(&document, page.is_packed()));
        fs::copy(addition.page, &copy).map_err(Problem::file("copy", addition.page))?;
        let copied = read::read_file(&copy, addition.max_bytes);
        if !copied.is_ok_and(|copied| copied.bytes() == page.bytes()) {
            let path = addition.page.display();
            return Err(Problem::Usage(format!("{path} changed while it was read; try again")));
        }
        let provenance = made.join(read::PROVENANCE);
        let text = Provenance::of(&document, file).text();
        write_whole(&provenance, &[text.as_bytes()])
            .map_err(Problem::file("write", &provenance))?;
        capture::take_along(addition.page, &copy)
    })?;
    Ok(Added { slug, folder })
}

/// Makes the member `slug` of the collection `to`: `fill` writes its files into a folder that becomes
/// the member when all of them stand.
pub(crate) fn make_member(
    to: &Path,
    slug: &str,
    fill: impl FnOnce(&Path) -> Result<(), Problem>,
) -> Result<PathBuf, Problem> {
    let folder = to.join(slug);
    if folder.symlink_metadata().is_ok() {
        return Err(Problem::Usage(format!(
            "{} is there already and is never overwritten; give the page another name with --slug",
            folder.display()
        )));
    }

    fs::create_dir_all(to).map_err(Problem::file("make the folder", to))?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
    let made = builder.tempdir_in(to).map_err(bare).map_err(Problem::file("write to", to))?;
    fill(made.path())?;
    fs::rename(made.path(), &folder).map_err(Problem::file("make", &folder))?;
    // What was to be cleared away has moved.
    let _ = made.keep();
    Ok(folder)
}

fn refuse_address(page: &Path) -> Result<(), Problem> {
    let text = page.to_string_lossy().to_ascii_lowercase();
    if ["http://", "https://"].iter().any(|scheme| text.starts_with(scheme)) {
        return Err(Problem::Usage(format!(
            "{} is an address; capture it, or save the page and add the file",
            page.display()
        )));
    }
    Ok(())
}

fn refuse_folder(page: &Path) -> Result<(), Problem> {
    if page.is_dir() {
        return Err(Problem::Usage(format!(
            "{} is a folder, and pages are added one by one; name the saved pages in it",
            page.display()
        )));
    }
    Ok(())
}

fn unusable(page: &Path, failure: &Failure) -> Problem {
    let page = page.display();
    Problem::Usage(match failure {
        Failure::NotAFile(what) => {
            format!("{page} is {what}; save the page as a file and add that")
        }
        Failure::Unreadable(error) if error.kind() == io::ErrorKind::NotFound => {
            format!("{page} cannot be added: there is no such file; check the name")
        }
        _ => format!("{page} cannot be added: {failure}"),
    })
}

/// The page in the collection `folder` that has these bytes, unpacked.
fn find_member(folder: &Path, sha256: &Sha256, max_bytes: u64) -> Option<PathBuf> {
    let members = fs::read_dir(folder).ok()?.filter_map(Result::ok);
    let mut pages: Vec<PathBuf> = members
        .filter(|member| !member.file_name().as_encoded_bytes().starts_with(b"."))
        .filter_map(|member| fs::read_dir(member.path()).ok())
        .flat_map(|files| files.filter_map(Result::ok))
        .map(|file| file.path())
        .filter(|path| read::is_called_page(path))
        .collect();
    pages.sort();
    pages.into_iter().find(|page| {
        let kept = read::read_file(page, max_bytes);
        kept.is_ok_and(|kept| hash::of(kept.bytes()) == *sha256)
    })
}

/// The name of the page of a member.
pub(crate) fn file_name(document: &Document, is_packed: bool) -> String {
    let source = document.source();
    let extension = match (source.part, source.media_type) {
        (Some(_), _) => "mhtml",
        (None, MediaType::Html) => "html",
        (None, MediaType::PlainText) => "txt",
    };
    format!("page.{extension}{}", if is_packed { ".gz" } else { "" })
}

impl<'d> Provenance<'d> {
    /// What `document`, read of a file called `file`, says of itself.
    pub(crate) fn of(document: &'d Document, file: String) -> Provenance<'d> {
        let (source, metadata) = (document.source(), document.metadata());
        let canonical = metadata.canonical_url.as_ref().map(|url| url.value.as_str());
        let url = source.url.as_deref().or(canonical);
        let site = metadata.site.as_ref().or(metadata.publisher.as_ref());
        Provenance {
            why: "",
            origin: site
                .map(|site| site.value.clone())
                .or_else(|| url.and_then(host_of).map(str::to_owned))
                .unwrap_or_default(),
            licence: "",
            url,
            sha256: source.sha256.to_string(),
            bytes: source.length,
            media_type: source.media_type.as_str(),
            charset: None,
            saved_at: source.saved_at.map(|at| at.to_string()),
            file,
        }
    }

    /// The same, where the page was fetched at `at` from a server that names `charset`.
    pub(crate) fn fetched(self, charset: Option<&'d str>, at: &str) -> Provenance<'d> {
        Provenance { charset, saved_at: Some(at.to_owned()), ..self }
    }

    /// As it is written.
    pub(crate) fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

fn host_of(url: &str) -> Option<&str> {
    let (_, after) = url.split_once("://")?;
    after.split(['/', '?', '#']).next().filter(|host| !host.is_empty())
}

/// Whether the name that the user gave can be one.
pub(crate) fn check_slug(slug: &str) -> Result<(), Problem> {
    if !slug.is_empty() && slug.len() <= LONGEST_SLUG && slug == slug_of(slug) {
        return Ok(());
    }
    let mut message = format!(
        "{slug:?} is no name for a page: up to {LONGEST_SLUG} small letters a to z, digits, and \
         single hyphens between them"
    );
    let near = slug_of(slug);
    if !near.is_empty() {
        message.push_str(&format!("; {near:?} would do"));
    }
    Err(Problem::Usage(message))
}

/// A name made of the title, the file's name or the document's identity: the first that says
/// something.
pub(crate) fn choose_slug(document: &Document, file: &str) -> String {
    let title = document.metadata().title.as_ref().map(|title| slug_of(&title.value));
    let stem = file.trim_end_matches(".gz");
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    title
        .into_iter()
        .chain([slug_of(stem), document.id().as_str().to_owned()])
        .find(|slug| !slug.is_empty())
        .unwrap_or_else(|| hash::of(file.as_bytes()).to_string())
}

/// Small ASCII letters and digits, in words parted by single hyphens, cut between two words.
pub(crate) fn slug_of(text: &str) -> String {
    let ascii = deunicode::deunicode_with_tofu(text, " ").to_ascii_lowercase();
    let mut slug = String::new();
    let words = ascii.split(|c: char| !c.is_ascii_alphanumeric() && c != '\'' && c != '`');
    for word in words {
        let word: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
        if word.is_empty() {
            continue;
        }
        let length = slug.len() + usize::from(!slug.is_empty()) + word.len();
        if length > LONGEST_SLUG {
            if slug.is_empty() {
                slug.push_str(&word[..LONGEST_SLUG]);
            }
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&word);
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_short_plain_and_no_paths() {
        for (text, expected) in [
            ("US captures commander", "us-captures-commander"),
            ("Don’t panic: a reader's guide", "dont-panic-a-readers-guide"),
            ("../../etc/passwd", "etc-passwd"),
            ("Köln, 2009", "koln-2009"),
            ("…", ""),
        ] {
            assert_eq!(slug_of(text), expected, "{text}");
        }
        assert_eq!(slug_of(&"word ".repeat(40)).len(), 59);
        assert_eq!(slug_of(&"x".repeat(100)).len(), 60);
        assert!(slug_of("قيس الخزعلي").is_ascii());
    }

    #[test]
    fn a_name_given_is_taken_or_refused() {
        assert!(check_slug("a-b-1").is_ok());
        for slug in ["", "A", "a--b", "-a", "a/b", "..", "a b"] {
            assert!(check_slug(slug).is_err(), "{slug}");
        }
    }

    #[test]
    fn an_address_is_refused_before_anything_is_done() {
        let engine = Engine::new(annalist_enrich::Options::default()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("to");
        let addition = Addition {
            page: Path::new("HTTPS://news.example/a"),
            to: &to,
            slug: None,
            max_bytes: 1000,
        };
        let message = add(&engine, &addition).unwrap_err().to_string();
        assert!(message.contains("save the page and add the file"), "{message}");
        assert!(!to.exists());
    }

    #[test]
    fn hosts() {
        assert_eq!(host_of("https://news.example/a?b"), Some("news.example"));
        assert_eq!(host_of("news.example"), None);
    }
}
