//! What there is in an archive, and what each page in it is called.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use annalist_archive::{Bounds, Fault, Format, Found, Member, Place, Resolved};
use annalist_parse::Companions;
use annalist_report::Status;

use super::beside::{CapturedWith, Files, cleaned};
use super::wacz::ListedPages;
use super::{Archive, Listed, MemberOf};
use crate::FailureCode;
use crate::add::slug_of;
use crate::discover::{Candidate, Content};
use crate::kind::Kind;
use crate::outcome::failed_status;
use crate::read::{LONGEST_PROVENANCE, Provenance, provenance_in};
use crate::stdin::Laid;

/// Bytes of a name within an archive that are kept in the name of the input.
const LONGEST_NAME: usize = 600;

/// Bytes of an address or a name that a message shows.
const SHOWN: usize = 300;

/// How long a list of the pages of a WACZ may be.
const LONGEST_PAGES: u64 = 256 << 20;

/// What was found in an archive so far.
pub(super) struct Listing<'a> {
    name: &'a str,
    archive: Arc<Archive>,
    /// Whether entries are called by their place.
    by_place: bool,
    found: Vec<Candidate>,
    names: BTreeSet<String>,
    pages: usize,
    seeds: usize,
    passed: BTreeMap<String, usize>,
    /// What may lie beside a page.
    files: Files,
}

impl<'a> Listing<'a> {
    fn new(path: &Path, name: &'a str, laid: Option<Arc<Laid>>) -> Listing<'a> {
        Listing {
            name,
            archive: Arc::new(Archive::new(path.to_owned(), name, laid)),
            by_place: false,
            found: Vec::new(),
            names: BTreeSet::from([name.to_owned()]),
            pages: 0,
            seeds: 0,
            passed: BTreeMap::new(),
            files: Files::default(),
        }
    }

    /// The record of the WARC at `path` that begins at `offset`, as [`Listing::of`] gives it; none
    /// other is looked at.
    pub(super) fn record(
        path: &Path,
        name: &'a str,
        offset: u64,
        length: Option<u64>,
    ) -> Result<Candidate, Fault> {
        let mut listing = Listing::new(path, name, None);
        let file = File::open(path).map_err(Fault::Unreadable)?;
        listing.records(name, None, |each| {
            let _ = each(annalist_archive::record_at(file, offset, length)?);
            Ok(())
        })?;
        let what = listing.passed.pop_first().map_or_else(String::new, |(what, _)| what);
        Ok(listing.found.pop().unwrap_or_else(|| {
            let reason = format!("the record holds no page: {what}");
            let name = format!("{name}/{offset:012}");
            Candidate { name, content: Content::Settled(Status::Skipped { reason }) }
        }))
    }

    pub(super) fn of(
        path: &Path,
        name: &'a str,
        format: Format,
        laid: Option<Arc<Laid>>,
    ) -> Vec<Candidate> {
        let mut listing = Listing::new(path, name, laid);
        listing.by_place = format == Format::Tar && is_packed(path);
        let result = File::open(path).map_err(Fault::Unreadable).and_then(|file| match format {
            Format::Warc => {
                listing.records(name, None, |each| annalist_archive::list(file, format, each))
            }
            Format::Zip => listing.zip(path, file),
            Format::Tar => {
                let mut each = |found| {
                    listing.entry(found);
                    ControlFlow::Continue(())
                };
                annalist_archive::list(file, format, &mut each)
            }
        });
        if format != Format::Warc {
            listing.join_what_belongs_together();
        }
        listing.finish(result)
    }

    /// The entries of a zip, and the records of each WARC in it.
    fn zip(&mut self, path: &Path, file: File) -> Result<(), Fault> {
        let (mut warcs, mut lists) = (Vec::new(), Vec::new());
        let result = annalist_archive::list(file, Format::Zip, &mut |found| {
            let entry = found.name.as_deref().unwrap_or_default();
            let is_whole = matches!(found.standing, Member::Entry);
            match Kind::of(last(entry)) {
                Kind::Collection(Format::Warc) if is_whole => {
                    warcs.push((entry.to_owned(), found.place));
                }
                _ if is_whole && ListedPages::is_list(entry) => {
                    lists.push((entry.to_owned(), found.place));
                }
                _ => self.entry(found),
            }
            ControlFlow::Continue(())
        });
        let mut listed = self.listed(lists, !warcs.is_empty());
        for (entry, place) in warcs {
            let below = format!("{}/{}", self.name, safe_path(&entry));
            let file = File::open(path).map_err(Fault::Unreadable)?;
            let read = self.records(&below, listed.as_mut(), |each| place.list_warc(file, each));
            if let Err(fault) = read {
                self.settle(below, failed(&fault.to_string()));
            }
        }
        if let Some(listed) = listed {
            self.seeds = listed.seeds();
            for missing in listed.missing() {
                let reason = format!(
                    "{}: the archive lists it as a page and has no record of it",
                    shown(&missing.url)
                );
                let name = format!("{}/{}", self.name, safe_path(&missing.place));
                self.settle(name, Status::Skipped { reason });
            }
        }
        result
    }

    /// The pages that a WACZ lists; none where it has no list that can be read.
    fn listed(&mut self, lists: Vec<(String, Place)>, is_wacz: bool) -> Option<ListedPages> {
        let bounds = Bounds { longest: LONGEST_PAGES };
        let mut pages = ListedPages::default();
        for (entry, place) in lists {
            if !is_wacz {
                self.pass("JSON data");
                continue;
            }
            match annalist_archive::read(&self.archive.opened, place, bounds) {
                Ok(payload) => pages.add(&entry, &payload.bytes),
                Err(fault) => {
                    let name = format!("{}/{}", self.name, safe_path(&entry));
                    let cause = format!("{fault}; which of the HTML here is a page is not known");
                    self.settle(name, failed(&cause));
                    return None;
                }
            }
        }
        Some(pages).filter(|pages| !pages.is_empty())
    }

    /// The records of a WARC, which is called `below`.
    fn records(
        &mut self,
        below: &str,
        mut listed: Option<&mut ListedPages>,
        list: impl FnOnce(&mut dyn FnMut(Found) -> ControlFlow<()>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        // The names of the pages in order, for what refers to them.
        let mut pages: Vec<String> = Vec::new();
        list(&mut |found| {
            let url = found.url.as_deref();
            let name = format!("{below}/{}", record_name(found.place, url));
            let shown = url.map(shown);
            match found.standing {
                Member::Page => {
                    pages.push(name.clone());
                    let said = match &mut listed {
                        None => None,
                        Some(listed) => match url.and_then(|url| listed.meet(url)) {
                            Some(said) => Some(said.clone()),
                            None => {
                                self.pass("HTML that the archive does not list as a page");
                                return ControlFlow::Continue(());
                            }
                        },
                    };
                    let label = shown.map(Into::into);
                    self.page(name, found.place, label, found.name.as_deref(), true);
                    self.said_of_last(said);
                }
                Member::Again(resolved) => {
                    let same = match resolved {
                        Resolved::Page(number) => pages.get(number).map_or_else(
                            || "an earlier record".to_owned(),
                            |name| format!("{name}, which is read"),
                        ),
                        Resolved::Missing => {
                            "a record that is not in this archive, so its bytes are not known"
                                .to_owned()
                        }
                    };
                    if let (Some(listed), Some(url)) = (&mut listed, url) {
                        listed.meet(url);
                    }
                    let url = shown.unwrap_or_default();
                    let reason = format!("{url}: met again, unchanged: the same as {same}");
                    self.settle(name, Status::Skipped { reason });
                }
                Member::Broken(fault) => {
                    if let (Some(listed), Some(url)) = (&mut listed, url) {
                        listed.meet(url);
                    }
                    let url = shown.map(|url| format!("{url}: ")).unwrap_or_default();
                    self.settle(name, failed(&format!("{url}{fault}")));
                }
                Member::Passed(what) => {
                    let ends = url.zip(found.leads_to.as_deref());
                    if let (Some(listed), Some((url, location))) = (&mut listed, ends) {
                        listed.redirect(url, location);
                    }
                    self.pass(&what);
                }
                Member::Entry => self.pass("unknown kind"),
            }
            ControlFlow::Continue(())
        })
    }

    /// Keeps what a list says of the page that was found last.
    fn said_of_last(&mut self, said: Option<Listed>) {
        if let Some(Candidate { content: Content::Member(member), .. }) = self.found.last_mut() {
            member.listed = said.filter(|said| *said != Listed::default()).map(Box::new);
        }
    }

    /// An entry of a zip or tar.
    fn entry(&mut self, found: Found) {
        let entry = found.name.as_deref().unwrap_or_default();
        let (offset, _) = found.place.offsets();
        let mut name = match self.by_place {
            true => format!("{}/{offset:012}/{}", self.name, safe_path(entry)),
            false => format!("{}/{}", self.name, safe_path(entry)),
        };
        if self.names.contains(&name) {
            let _ = write!(name, "~{offset:012}");
        }
        let label = Some(shown(entry).into_boxed_str());
        let (path, kind) = (cleaned(entry), Kind::of(last(entry)));
        if matches!(found.standing, Member::Entry) {
            let is_kept = self.files.take(&path, found.place);
            match kind {
                Kind::Page | Kind::Unknown => self.files.page(&path, self.found.len()),
                _ if is_kept => return,
                _ => {}
            }
        }
        match (found.standing, kind) {
            (Member::Broken(fault), _) => {
                self.settle(name, failed(&format!("{}: {fault}", shown(entry))));
            }
            (Member::Passed(what), _) => self.pass(&what),
            (_, Kind::Page) => self.page(name, found.place, label, Some(entry), true),
            (_, Kind::Unknown) => self.page(name, found.place, label, Some(entry), false),
            (_, Kind::Collection(_)) => {
                let reason = "an archive within an archive is not opened; unpack it to read it";
                self.settle(name, Status::Skipped { reason: reason.to_owned() });
            }
            (_, Kind::Archive(what) | Kind::Other(what)) => self.pass(what),
        }
    }

    /// Gives each page in a zip or tar what lies beside it, and passes over folders that belong to one.
    fn join_what_belongs_together(&mut self) {
        // Rules that cannot be used are told where folders are walked and pages read.
        let Ok(companions) = Companions::load() else { return };
        let files = std::mem::take(&mut self.files);
        for (path, place, numbers) in files.provenances() {
            let bounds = Bounds { longest: LONGEST_PROVENANCE };
            let read = annalist_archive::read(&self.archive.opened, place, bounds);
            let read = read.map_err(|fault| fault.to_string());
            let name = format!("{}/{}", self.name, safe_path(path));
            match read.and_then(|payload| provenance_in(&payload.bytes)) {
                Ok(value) => {
                    let said = Box::new(Provenance::of(&value));
                    for number in numbers {
                        if let Some(member) = self.member(number) {
                            member.provenance = Some(said.clone());
                        }
                    }
                    let reason = "the provenance of the page beside it".to_owned();
                    self.settle(name, Status::Skipped { reason });
                }
                Err(cause) => self.settle(name, failed_status(FailureCode::Provenance, &cause)),
            }
        }
        for (number, captured) in files.captured() {
            let above = self.found.get(number).and_then(|it| it.name.rsplit_once('/'));
            let folder = above.map_or_else(String::new, |(above, _)| above.to_owned() + "/");
            let folder = folder + &safe_path(&captured.folder);
            if let Some(member) = self.member(number) {
                member.captured = Some(Box::new(CapturedWith { folder, ..captured }));
            }
        }
        let (folders, inputs) = files.owned(&companions);
        match files.left(&folders) {
            0 => {}
            left => *self.passed.entry("JSON data".to_owned()).or_default() += left,
        }
        self.pages -= inputs.len();
        let mut number = 0;
        self.found.retain(|_| {
            number += 1;
            !inputs.contains(&(number - 1))
        });
        for (folder, reason) in folders {
            let name = format!("{}/{}", self.name, safe_path(&folder));
            self.settle(name, Status::Skipped { reason });
        }
    }

    /// The page that is the input of this number.
    fn member(&mut self, number: usize) -> Option<&mut MemberOf> {
        match &mut self.found.get_mut(number)?.content {
            Content::Member(member) => Some(member),
            _ => None,
        }
    }

    fn page(
        &mut self,
        name: String,
        place: Place,
        label: Option<Box<str>>,
        inner: Option<&str>,
        claims: bool,
    ) {
        self.pages += 1;
        let archive = Arc::clone(&self.archive);
        let inner = inner.map(|inner| shown(inner).into_boxed_str());
        let (listed, provenance, captured) = (None, None, None);
        let member =
            MemberOf { archive, place, label, name: inner, listed, provenance, captured, claims };
        let content = Content::Member(member);
        self.add(name, content);
    }

    fn settle(&mut self, name: String, status: Status) {
        self.add(name, Content::Settled(status));
    }

    fn add(&mut self, mut name: String, content: Content) {
        while !self.names.insert(name.clone()) {
            name.push('~');
        }
        self.found.push(Candidate { name, content });
    }

    fn pass(&mut self, what: &str) {
        *self.passed.entry(what.to_owned()).or_default() += 1;
    }

    /// All that was found, and what is said of the archive itself.
    fn finish(mut self, result: Result<(), Fault>) -> Vec<Candidate> {
        let pages = match self.pages {
            0 => "an archive without a page".to_owned(),
            1 => "an archive; the one page in it is read by itself".to_owned(),
            pages => format!("an archive; the {pages} pages in it are read one by one"),
        };
        let pages = match self.seeds {
            0 => pages,
            1 => pages + "; the crawl began at one page",
            seeds => format!("{pages}; the crawl began at {seeds} pages"),
        };
        let passed: Vec<String> =
            self.passed.iter().map(|(what, count)| format!("{what} {count}")).collect();
        let passed = match passed.is_empty() {
            true => String::new(),
            false => format!("; passed over: {}", passed.join(", ")),
        };
        let status = match result {
            Ok(()) => Status::Skipped { reason: pages + &passed },
            Err(fault) => failed(&format!("{fault}; {pages}{passed}")),
        };
        self.found
            .push(Candidate { name: self.name.to_owned(), content: Content::Settled(status) });
        self.found
    }
}

fn failed(cause: &str) -> Status {
    failed_status(FailureCode::BrokenArchive, cause)
}

/// What a record is called in its archive: by its place, and a little of its address to know it by.
fn record_name(place: Place, url: Option<&str>) -> String {
    let (offset, unpacked) = place.offsets();
    let mut name = format!("{offset:012}");
    if let Some(at) = unpacked {
        let _ = write!(name, "+{at:012}");
    }
    let url = url.map(|url| url.split_once("://").map_or(url, |(_, rest)| rest));
    let slug = url.map(|url| slug_of(&cut(url, SHOWN))).unwrap_or_default();
    if !slug.is_empty() {
        let _ = write!(name, "-{slug}");
    }
    name
}

/// The path of an entry as part of a name: it never leads anywhere else.
fn safe_path(entry: &str) -> String {
    let parts = entry.split('/').filter(|part| !matches!(*part, "" | ".")).map(|part| match part {
        ".." => "%2E%2E".to_owned(),
        _ => part.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect(),
    });
    let path = parts.collect::<Vec<String>>().join("/");
    if path.is_empty() {
        return "%2F".to_owned();
    }
    // The end of a path says more than its start.
    if path.len() <= LONGEST_NAME {
        return path;
    }
    path[path.ceil_char_boundary(path.len() - LONGEST_NAME)..].trim_start_matches('/').to_owned()
}

/// An untrusted text as messages show it.
fn shown(text: &str) -> String {
    let clean: String =
        text.chars().take(SHOWN).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if clean.len() < text.len() { cut(&clean, SHOWN) + "…" } else { clean }
}

fn cut(text: &str, most: usize) -> String {
    text[..text.floor_char_boundary(most)].to_owned()
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn is_packed(path: &Path) -> bool {
    let mut start = Vec::new();
    let read = File::open(path).and_then(|file| file.take(4).read_to_end(&mut start));
    read.is_ok() && (start.starts_with(&[0x1f, 0x8b]) || start.starts_with(&[0x28, 0xb5, 0x2f]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_out_of_an_archive_leads_elsewhere() {
        for (entry, expected) in [
            ("a/b.html", "a/b.html"),
            ("../../etc/passwd", "%2E%2E/%2E%2E/etc/passwd"),
            ("/etc//passwd", "etc/passwd"),
            ("a/./\u{1b}[2J.html", "a/\u{fffd}[2J.html"),
            ("", "%2F"),
        ] {
            assert_eq!(safe_path(entry), expected);
        }
        assert!(safe_path(&"ä/".repeat(10_000)).len() <= LONGEST_NAME);
    }
}
