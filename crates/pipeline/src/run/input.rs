//! One input, read whole: bytes that were not written to while they were read.

use std::path::Path;
use std::sync::Arc;

use annalist_parse::Input;
use annalist_report::{Outcome, Status};

use crate::cache::stamp::Stamp;
use crate::discover::{Candidate, Content};
use crate::read::{self, Page};
use crate::{Failure, Settings, outcome};

/// How often a file is read that changes meanwhile.
const MOST_READINGS: usize = 3;

/// What the files of an input look like; none where that tells too little.
pub(crate) fn seen_of(input: &Candidate) -> Option<Vec<Stamp>> {
    let files = match &input.content {
        Content::File { path, origin, .. } => {
            let mut files = read::files_of(path)?;
            files.extend(origin.iter().map(|origin| origin.file.clone()));
            files
        }
        // Its name says where it stands in the archive.
        Content::Member(member) => vec![member.path().to_owned()],
        _ => return None,
    };
    files.iter().map(|file| Stamp::of(file).ok()).collect()
}

/// A page that was read, to be shared with the thread that works on it.
#[derive(Clone)]
pub(crate) struct Open {
    page: Arc<Page>,
    name: Arc<str>,
    explain: bool,
}

impl Open {
    /// The page as the parser takes it.
    pub(crate) fn input(&self) -> Input<'_> {
        Input { explain: self.explain, ..self.page.input(&self.name) }
    }
}

/// Reads an input and works on it; the outcome of an input that gives nothing is the error.
pub(crate) fn with_page<T>(
    input: &Candidate,
    settings: &Settings,
    work: impl FnOnce(&Open) -> Result<T, Failure>,
) -> Result<T, Outcome> {
    with_page_seen(input, settings, |page, _| work(page))
}

/// The same, where `work` is also told what the files looked like when they were read.
pub(crate) fn with_page_seen<T>(
    input: &Candidate,
    settings: &Settings,
    work: impl FnOnce(&Open, Option<Vec<Stamp>>) -> Result<T, Failure>,
) -> Result<T, Outcome> {
    let page = match &input.content {
        Content::Settled(status) => {
            return Err(Outcome { input: input.name.clone(), status: status.clone() });
        }
        Content::Bytes(bytes) => {
            read::read_bytes(bytes, settings.max_bytes).map(|page| (page, None))
        }
        Content::File { path, origin, .. } => read_whole(input, path, || {
            let page = read::read_page(path, &input.name, settings.max_bytes)?;
            Ok(page.from(origin.as_deref()))
        }),
        Content::Member(member) => {
            read_whole(input, member.path(), || read::read_member(member, settings.max_bytes))
        }
        // Discovery puts what is in an archive in its place.
        Content::Collection { .. } => Err(Failure::NotAFile("an archive")),
    };
    page.and_then(|(page, seen)| {
        let (page, name) = (Arc::new(page), Arc::from(input.name.as_str()));
        work(&Open { page, name, explain: settings.explain }, seen)
    })
    .map_err(|failure| outcome_of(input, &failure))
}

/// The outcome of an input that gave nothing.
pub(super) fn outcome_of(input: &Candidate, failure: &Failure) -> Outcome {
    if !input.claims() && failure.is_about_content() {
        let reason = failure.to_string();
        Outcome { input: input.name.clone(), status: Status::Skipped { reason } }
    } else {
        outcome::failed(&input.name, failure)
    }
}

/// Reads an input that stands in the file at `path` until the file looks after the reading as it did
/// before.
fn read_whole(
    input: &Candidate,
    path: &Path,
    read: impl Fn() -> Result<Page, Failure>,
) -> Result<(Page, Option<Vec<Stamp>>), Failure> {
    for _ in 0..MOST_READINGS {
        let (before, seen) = (Stamp::of(path).ok(), seen_of(input));
        let page = read();
        if Stamp::of(path).ok() == before && seen_of(input) == seen {
            return page.map(|page| (page, seen));
        }
    }
    Err(Failure::Changing)
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::io::Write;

    use super::*;

    fn input(path: &Path) -> Candidate {
        let content = Content::File { path: path.to_owned(), claims: true, origin: None };
        Candidate { name: "busy.html".to_owned(), content }
    }

    #[test]
    fn a_file_that_is_written_to_while_it_is_read_is_read_again_and_in_the_end_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("busy.html");
        let file = File::create(&path).unwrap();
        for (writes, is_read) in [(0, true), (1, true), (MOST_READINGS, false)] {
            let left = std::cell::Cell::new(writes);
            let read = read_whole(&input(&path), &path, || {
                if let Some(fewer) = left.get().checked_sub(1) {
                    left.set(fewer);
                    (&file).write_all(b"x").unwrap();
                }
                read::read_page(&path, "busy.html", 100)
            });
            let cause = read.as_ref().err().map(ToString::to_string).unwrap_or_default();
            assert_eq!(read.is_ok(), is_read, "{writes}: {cause}");
            assert!(is_read || cause.contains("was written to each time that it was read"));
        }
    }
}
