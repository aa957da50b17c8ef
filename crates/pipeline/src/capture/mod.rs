//! A page from the web becomes a member of a collection, with its comments where a platform keeps them.
//!
//! What comes is kept as it came, beside the page ([`stored`]): the page is then read, now and later,
//! from what is kept alone. A second capture of the same address asks the server what changed, and
//! keeps nothing where nothing did.

mod ask;
mod earlier;
mod stored;

use std::fs;
use std::path::{Path, PathBuf};

use annalist_capture::{Exchange, Fetcher, web_address};
use annalist_model::Document;
use annalist_parse::Input;

use self::ask::Asked;
use self::earlier::Earlier;
use self::stored::CaptureFile;
use crate::add::{self, Added};
use crate::output::write_whole;
use crate::read::{self, Page};
use crate::{Engine, Problem};

pub(crate) use stored::{
    Beside, CAPTURE, beside, beside_of, files_beside, folder_of, is_folder, page_captured_with,
    take_along,
};

/// The media types that are wanted of a page.
const ACCEPT: &str = "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.1";

/// An address to capture into a collection.
#[derive(Clone, Copy, Debug)]
pub struct CaptureOrder<'a> {
    /// The address.
    pub url: &'a str,
    /// The folder of the collection.
    pub to: &'a Path,
    /// The name of the new member; none to make one of the title.
    pub slug: Option<&'a str>,
    /// The greatest length of a page that is read, and of all answers about its comments together.
    pub max_bytes: u64,
    /// Whether platforms are asked for the comments.
    pub comments: bool,
}

impl CaptureOrder<'_> {
    /// Whether this can be asked for at all, before anything is done.
    ///
    /// # Errors
    ///
    /// Where the address is none of the web, or the name is none.
    pub fn check(&self) -> Result<(), Problem> {
        web_address(self.url).map_err(|fault| not_captured(self.url, &fault.to_string()))?;
        self.slug.map_or(Ok(()), add::check_slug)
    }
}

/// What became of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Captured {
    /// A new member, with the number of answers about comments that were kept, and what did not come.
    Added {
        /// The member.
        member: Added,
        /// Answers kept.
        answers: usize,
        /// What was asked for and did not come, with the reason.
        faults: Vec<String>,
    },
    /// Nothing has changed since this member was captured.
    Unchanged {
        /// Its folder.
        folder: PathBuf,
        /// When it was captured.
        since: String,
        /// What was asked for and did not come, with the reason.
        faults: Vec<String>,
    },
}

/// Whether `text` is an address rather than the name of a file.
pub fn is_address(text: &str) -> bool {
    let is_scheme = |scheme: &str| {
        !scheme.is_empty()
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+')
    };
    text.split_once("://").is_some_and(|(scheme, _)| is_scheme(scheme))
}

/// Captures an address: fetches the page, asks the platforms that it names for its comments, and keeps
/// both as a member of a collection.
///
/// # Errors
///
/// Where no page comes, the name is taken, or something cannot be written. Then the collection is as
/// it was. What goes wrong with the comments is told of the member.
pub fn capture(
    engine: &Engine,
    fetcher: &mut Fetcher<'_>,
    order: &CaptureOrder<'_>,
) -> Result<Captured, Problem> {
    order.check()?;
    let refused = |why: &str| not_captured(order.url, why);
    let earlier = Earlier::find(order.to, order.url);
    let mut asked = Asked::new(fetcher, earlier.as_ref(), order.max_bytes);

    let body = asked.page(order.url, ACCEPT).map_err(|fault| refused(&fault.to_string()))?;
    let page = read::read_bytes(&body, order.max_bytes).map_err(|it| refused(&it.to_string()))?;
    let answer = asked.last_exchange().ok_or_else(|| refused("nothing came"))?;
    let (address, at) = (answer.address.to_string(), answer.at.to_string());
    let of_earlier = earlier.as_ref().filter(|_| answer.is_unchanged());
    let charset = charset_of(answer).or_else(|| of_earlier?.charset());
    let input = Input {
        name: "page",
        bytes: page.bytes(),
        url: Some(&address),
        charset: charset.as_deref(),
        saved_at: annalist_model::DateTime::parse_iso(&at),
        ..Input::default()
    };
    let document = engine.document(&input).map_err(|failure| refused(&failure.to_string()))?;
    if order.comments {
        for source in engine.comment_sources(&input) {
            if !source.is_fallback() || !asked.has_answers() {
                asked.comments(&source);
            }
        }
    }
    let file = add::file_name(&document, page.is_packed());
    let fetched = asked.finish(order.url, &file, &body);
    if let Some(earlier) = &earlier
        && earlier.has_all(&fetched.file)
    {
        let (folder, since) = (earlier.member().to_owned(), earlier.at().to_owned());
        return Ok(Captured::Unchanged { folder, since, faults: fetched.faults() });
    }

    let origin = Origin { document: &document, charset, at: &at, file: last_part(&address) };
    let slug = choose_slug(order, &document, &at)?;
    let folder =
        add::make_member(order.to, &slug, |made| origin.write(made, &file, &body, &fetched))?;
    let (answers, faults) = (fetched.file.answers().count(), fetched.faults());
    Ok(Captured::Added { member: Added { slug, folder }, answers, faults })
}

fn not_captured(url: &str, why: &str) -> Problem {
    let shown: String = url.chars().take(200).collect();
    Problem::Usage(format!("{shown} cannot be captured: {why}"))
}

/// The charset that the server names.
fn charset_of(answer: &Exchange) -> Option<String> {
    let (_, parameters) = answer.header("content-type")?.split_once(';')?;
    let named = parameters.split(';').filter_map(|parameter| parameter.split_once('='));
    let mut named = named.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    let value = named.next()?.1.trim().trim_matches('"').to_owned();
    Some(value).filter(|value| !value.is_empty())
}

/// What the last part of an address calls what is there.
fn last_part(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned()
}

/// A name that is free: that of the title, or the same with the day or the second of the capture.
fn choose_slug(order: &CaptureOrder<'_>, document: &Document, at: &str) -> Result<String, Problem> {
    let is_free = |slug: &str| order.to.join(slug).symlink_metadata().is_err();
    if let Some(slug) = order.slug {
        return Ok(slug.to_owned());
    }
    let base = add::choose_slug(document, &last_part(order.url));
    let digits: String = at.chars().filter(char::is_ascii_digit).collect();
    let (day, time) = digits.split_at_checked(8).unwrap_or((&digits, ""));
    let dated = format!("{base}-{day}");
    let timed = format!("{dated}-{time}");
    let mut names = [base, dated, timed].into_iter();
    names.find(|slug| is_free(slug)).ok_or_else(|| {
        not_captured(order.url, "its name is taken; give the page another with --slug")
    })
}

/// What is known of where a member is from.
struct Origin<'a> {
    document: &'a Document,
    charset: Option<String>,
    at: &'a str,
    /// What the address calls the page.
    file: String,
}

/// What was fetched: the account of it, and the bodies of the answers by the names of their files.
struct Kept {
    file: CaptureFile,
    bodies: Vec<(String, Vec<u8>)>,
}

impl Kept {
    /// What did not come, with the reason.
    fn faults(&self) -> Vec<String> {
        self.file.faults.iter().map(|it| format!("{}: {}", it.url, it.fault)).collect()
    }
}

impl Origin<'_> {
    /// Writes the files of the member into the folder `made`.
    fn write(&self, made: &Path, file: &str, body: &[u8], kept: &Kept) -> Result<(), Problem> {
        let write = |path: PathBuf, bytes: &[u8]| {
            write_whole(&path, &[bytes]).map_err(Problem::file("write", &path))
        };
        let page = made.join(file);
        write(page.clone(), body)?;
        let provenance = add::Provenance::of(self.document, self.file.clone())
            .fetched(self.charset.as_deref(), self.at);
        write(made.join(read::PROVENANCE), provenance.text().as_bytes())?;
        let Some(folder) = folder_of(&page) else { return Ok(()) };
        fs::create_dir(&folder).map_err(Problem::file("make the folder", &folder))?;
        for (name, body) in &kept.bodies {
            write(folder.join(name), body)?;
        }
        write(folder.join(CAPTURE), kept.file.text().as_bytes())
    }
}

/// The name of the file for a body: packed ones end in `.gz`.
fn body_name(purpose: &str, number: usize, media_type: &str, body: &[u8]) -> String {
    let kinds = [("html", "html"), ("rss", "xml")];
    let kind = kinds.iter().find(|(word, _)| media_type.contains(word));
    let extension = kind.map_or("json", |(_, extension)| extension);
    let packed = if Page::looks_packed(body) { ".gz" } else { "" };
    format!("{purpose}-{number}.{extension}{packed}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_files() {
        for text in ["https://a.example/", "HTTP://a", "file:///etc", "ftp://a"] {
            assert!(is_address(text), "{text}");
        }
        for text in ["page.html", "./a://b", "a/b", "C:\\a", "://"] {
            assert!(!is_address(text), "{text}");
        }
        assert_eq!(last_part("https://a.example/b/story.html?x=/y"), "story.html");
        assert_eq!(last_part("https://a.example/b/"), "b");
    }
}
