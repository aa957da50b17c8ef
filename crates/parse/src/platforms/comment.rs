//! One comment of an answer.

use std::ops::Range;

use annalist_model::{ByteRange, CommentKind, DateTime, Origin, Sourced, Stamp, Time};

use super::data::{Data, Path};
use super::file::{CommentPaths, Holds, Platform};
use crate::reread::without_references;
use crate::stamp::{day_of_number, is_plausible};
use crate::transfer::Way;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// A comment in an answer.
#[derive(Debug)]
pub(crate) struct StoredComment {
    /// Its own number in the platform, and that of the comment that it answers.
    pub(super) id: Option<String>,
    pub(super) answers: Option<String>,
    pub(super) parent: Option<usize>,
    pub(super) kind: CommentKind,
    pub(super) author: Option<Sourced<String>>,
    pub(super) author_url: Option<String>,
    pub(super) posted: Option<Stamp>,
    pub(super) votes: Option<i32>,
    pub(super) permalink: Option<String>,
    /// Its words, and the way back to the answer.
    pub(super) body: Option<(Vec<u8>, Way)>,
    pub(super) holds: Holds,
}

impl CommentPaths {
    /// Whether an item is a comment.
    pub(super) fn hold(&self, data: &Data<'_>, item: usize) -> bool {
        let only = self.only.as_ref().map(|path| data.find(item, path));
        only.is_none_or(|told| told.is_some_and(|told| data.says_yes(told)))
    }
}

/// One comment in an answer.
pub(super) struct Reading<'j, 'a> {
    pub(super) data: &'j Data<'a>,
    /// The value that holds it.
    pub(super) at: usize,
    /// The byte that the data start at.
    pub(super) start: usize,
    /// The address that was asked.
    pub(super) url: Option<&'j url::Url>,
    pub(super) paths: &'j CommentPaths,
}

impl Reading<'_, '_> {
    /// The comment; `parent` is the place of the one that it stands in.
    pub(super) fn read(&self, platform: &Platform, parent: Option<usize>) -> StoredComment {
        let paths = self.paths;
        let (id, answers) = self.ids();
        let body = self.find(&paths.body).and_then(|at| self.data.words(at, self.start));
        StoredComment {
            id,
            answers,
            parent,
            kind: self.kind(),
            author: paths.author.iter().find_map(|path| {
                let at = self.find(path)?;
                let name = plain(self.data.written(at)?.trim());
                Some(Sourced::new(name, Origin::Platform, self.bytes(self.data.place(at)?)))
            }),
            author_url: paths.author_url.as_ref().and_then(|path| self.address(path)),
            posted: self.posted(),
            votes: paths.votes.as_ref().and_then(|path| self.written(path)?.parse().ok()),
            permalink: paths.permalink.as_ref().and_then(|path| self.address(path)),
            body,
            holds: platform.holds,
        }
    }

    fn find(&self, path: &Path) -> Option<usize> {
        self.data.find(self.at, path)
    }

    fn written(&self, path: &Path) -> Option<String> {
        self.data.written(self.find(path)?).map(std::borrow::Cow::into_owned)
    }

    fn bytes(&self, place: Range<usize>) -> Option<ByteRange> {
        let start = u32::try_from(self.start + place.start).ok()?;
        ByteRange::new(start, u32::try_from(self.start + place.end).ok()?)
    }

    /// The comment's own id, and that of the comment that it answers.
    fn ids(&self) -> (Option<String>, Option<String>) {
        let paths = self.paths;
        if let Some(ids) = paths.ancestors.as_ref().and_then(|path| self.written(path)) {
            let mut ids = ids.rsplit('.').map(str::to_owned);
            return (ids.next(), ids.next());
        }
        let cut = |path: &Option<Path>, after: &Option<String>| {
            let id = self.written(path.as_ref()?)?;
            match after {
                Some(after) => Some(id.rsplit_once(after.as_str())?.1.to_owned()),
                None => Some(id),
            }
        };
        (cut(&paths.id, &paths.id_after), cut(&paths.parent, &paths.parent_after))
    }

    fn kind(&self) -> CommentKind {
        let paths = self.paths;
        let says_removed = paths.removed.as_ref().and_then(|path| self.find(path));
        if says_removed.is_some_and(|at| self.data.says_yes(at)) {
            return CommentKind::Removed;
        }
        let kind = paths.kind.as_ref().and_then(|path| self.written(path));
        match kind {
            Some(kind) if paths.trackbacks.contains(&kind) => CommentKind::Trackback,
            _ => CommentKind::Comment,
        }
    }

    fn posted(&self) -> Option<Stamp> {
        let at = self.find(&self.paths.posted)?;
        let written = self.data.written(at)?;
        let value = match written.parse::<f64>() {
            Ok(seconds) => of_seconds(seconds as i64),
            Err(_) => DateTime::parse_iso(&written)
                .map(|at| self.in_zone(at))
                .or_else(|| of_letter(&written)),
        };
        let value = value.filter(is_plausible);
        Some(Stamp {
            shown: if value.is_none() { Some(written.into_owned()) } else { None },
            value,
            origin: Origin::Platform,
            bytes: self.bytes(self.data.place(at)?),
        })
    }

    fn in_zone(&self, at: DateTime) -> DateTime {
        let is_utc = self.paths.utc && at.time.is_some() && at.offset.is_none();
        DateTime { offset: if is_utc { Some(0) } else { at.offset }, ..at }
    }

    /// An address of the web.
    fn address(&self, path: &Path) -> Option<String> {
        let written = self.written(path)?;
        let url = match self.url {
            Some(base) => base.join(written.trim()),
            None => url::Url::parse(written.trim()),
        };
        let url = url.ok()?;
        matches!(url.scheme(), "http" | "https").then(|| url.into())
    }
}

/// A name as a reader sees it: some platforms keep it as markup, its signs written as references.
fn plain(name: &str) -> String {
    if name.contains('&') && !name.contains('<') {
        without_references(name)
    } else {
        name.to_owned()
    }
}

/// A time as letters and feeds write it: `Wed, 06 Mar 2019 08:12:44 +0000`.
fn of_letter(written: &str) -> Option<DateTime> {
    let zoned = jiff::fmt::rfc2822::parse(written).ok()?;
    DateTime::parse_iso(&zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
}

/// The time so many seconds after the start of 1970.
fn of_seconds(seconds: i64) -> Option<DateTime> {
    let of_day = seconds.rem_euclid(DAY);
    let part = |of: i64| u8::try_from(of).ok();
    let (hour, minute) = (part(of_day / 3_600)?, part(of_day / 60 % 60)?);
    Some(DateTime {
        date: day_of_number(seconds.div_euclid(DAY))?,
        time: Time::new(hour, minute, part(of_day % 60)),
        offset: Some(0),
    })
}
