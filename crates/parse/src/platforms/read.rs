//! What platforms answered, as comments.

use std::collections::BTreeMap;
use std::ops::Range;

use annalist_model::{
    Answer, AnswerForm, ByteRange, Code, CommentKind, DateTime, Diagnostic, Origin, Sourced, Stamp,
    Time,
};

use super::data::{Data, Path};
use super::file::{CommentPaths, Holds, Platform, Platforms};
use super::write::StoredComments;
use crate::input::StoredAnswer;
use crate::parser::sha256;
use crate::reread::without_references;
use crate::stamp::{day_of_number, is_plausible};
use crate::transfer::Way;

/// Most comments that are read of the answers about one page.
const MOST_COMMENTS: usize = 100_000;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// What the answers about a page hold.
#[derive(Debug)]
pub(crate) struct Stored {
    /// The answers, each right behind the one before it.
    pub(crate) answers: Vec<Answer>,
    /// The comments, each after the one that it answers.
    pub(crate) comments: StoredComments,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// What the answers of one platform hold.
#[derive(Debug, Default)]
struct Found {
    comments: Vec<StoredComment>,
    newest_first: bool,
    diagnostics: Vec<Diagnostic>,
}

/// A comment in an answer.
#[derive(Debug)]
pub(crate) struct StoredComment {
    /// Its own number in the platform, and that of the comment that it answers.
    id: Option<String>,
    answers: Option<String>,
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

/// The JSON of an answer, where its bytes are text and it is where the platform has it.
pub(super) fn inside<'a>(platform: &Platform, bytes: &'a [u8]) -> Option<&'a str> {
    let text = std::str::from_utf8(bytes).ok()?;
    let Some(id) = &platform.inside else { return Some(text) };
    let (_, after) = text.split_once(&format!("id=\"{id}\""))?;
    let (_, after) = after.split_once('>')?;
    Some(after.split_once("</script")?.0)
}

impl Platforms {
    /// Reads the answers that are stored beside a page of `length` bytes. Where several platforms hold
    /// comments, those of one count: the one that holds most, which the site uses now.
    pub(crate) fn read(&self, length: usize, stored: &[StoredAnswer]) -> Stored {
        let mut answers = Vec::new();
        let mut diagnostics = Vec::new();
        let mut of_platforms: BTreeMap<&str, Found> = BTreeMap::new();
        let mut end = length;
        for answer in stored {
            if let Some(fault) = &answer.fault {
                diagnostics.push(unused(answer, fault));
                continue;
            }
            let range = end..end + answer.bytes.len();
            let of = (u32::try_from(range.start).ok()).zip(u32::try_from(range.end).ok());
            let Some(bytes) = of.and_then(|(start, end)| ByteRange::new(start, end)) else {
                diagnostics.push(unused(answer, "the page and its answers are 4 GiB or longer"));
                break;
            };
            end = range.end;
            let platform = self.platforms.iter().find(|it| it.name == answer.platform);
            answers.push(Answer {
                input: answer.name.clone(),
                url: answer.url.clone(),
                platform: answer.platform.clone(),
                fetched_at: answer.fetched_at,
                bytes,
                sha256: sha256(&answer.bytes),
                form: platform.map_or(AnswerForm::Json, |platform| platform.form),
            });
            match platform {
                Some(platform) => {
                    let found = of_platforms.entry(&answer.platform).or_default();
                    found.newest_first = platform.newest_first;
                    found.add(platform, answer, range.start);
                }
                None => diagnostics.push(unused(answer, "no platform of this name is known")),
            }
        }
        let most = of_platforms.values().map(|found| found.comments.len()).max().unwrap_or(0);
        let mut comments = Vec::new();
        for (platform, mut found) in of_platforms {
            diagnostics.append(&mut found.diagnostics);
            if comments.is_empty() && found.comments.len() == most {
                found.settle();
                comments = found.comments;
            } else if !found.comments.is_empty() {
                let count = found.comments.len();
                let message = format!("{platform}: its {count} comments, as another holds more");
                diagnostics.push(Diagnostic::new(Code::AnswerUnused, message));
            }
        }
        Stored { answers, comments: StoredComments(comments), diagnostics }
    }
}

fn unused(answer: &StoredAnswer, why: &str) -> Diagnostic {
    Diagnostic::new(Code::AnswerUnused, format!("{}: {why}", answer.name))
}

impl Found {
    fn note(&mut self, answer: &StoredAnswer, why: &str) {
        self.diagnostics.push(unused(answer, why));
    }

    /// Adds the comments of one answer, which starts at byte `start`.
    fn add(&mut self, platform: &Platform, answer: &StoredAnswer, start: usize) {
        let Some(text) = inside(platform, &answer.bytes) else {
            return self.note(answer, "it is not what the platform gives");
        };
        let data = match Data::read(text, platform.form) {
            Ok(data) => data,
            Err(error) => return self.note(answer, &error),
        };
        // What stands in front of the data is a part of the file.
        let start = start + (text.as_ptr() as usize - answer.bytes.as_ptr() as usize);
        let paths = &platform.comments;
        let url = url::Url::parse(&answer.url).ok();
        let Some(items) = data.list(0, &paths.items) else {
            return self.note(answer, "it holds no list of comments");
        };
        let mut waiting: Vec<(usize, Option<usize>)> =
            items.into_iter().map(|item| (item, None)).collect();
        waiting.reverse();
        let mut is_opening = paths.opening && self.comments.is_empty();
        while let Some((item, parent)) = waiting.pop() {
            if self.comments.len() >= MOST_COMMENTS {
                return self.note(answer, "it holds more comments than are read");
            }
            let Some(comment) = data.find(item, &paths.item).filter(|&it| paths.take(&data, it))
            else {
                continue;
            };
            let reading = Reading { data: &data, at: comment, start, url: url.as_ref(), paths };
            let place = if std::mem::take(&mut is_opening) {
                None
            } else {
                self.comments.push(reading.read(platform, parent));
                Some(self.comments.len() - 1)
            };
            let children = paths.children.as_ref().and_then(|path| data.list(comment, path));
            let children = children.into_iter().flatten();
            let mut children: Vec<_> = children.map(|child| (child, place)).collect();
            children.reverse();
            waiting.extend(children);
        }
    }

    /// Ties the comments to those that they answer, and sets each after its parent. A comment that came
    /// twice, because something was posted between two requests, is one.
    fn settle(&mut self) {
        let count = self.comments.len();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        // For each comment the place where it came first.
        let mut first: Vec<usize> = (0..count).collect();
        for (place, comment) in self.comments.iter().enumerate() {
            if let Some(id) = &comment.id {
                first[place] = *places.entry(id.clone()).or_insert(place);
            }
        }
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); count];
        let mut roots = Vec::new();
        let mut all: Vec<usize> = (0..count).filter(|&place| first[place] == place).collect();
        if self.newest_first {
            all.reverse();
        }
        for &place in &all {
            let comment = &self.comments[place];
            let named = comment.answers.as_ref().and_then(|id| places.get(id)).copied();
            let parent = comment.parent.map(|parent| first[parent]).or(named);
            match parent.filter(|&parent| parent != place) {
                Some(parent) => children[parent].push(place),
                None => roots.push(place),
            }
        }
        // Comments that answer each other in a ring are reached from nowhere: each opens a thread.
        roots.extend(all);
        let mut comments: Vec<Option<StoredComment>> =
            std::mem::take(&mut self.comments).into_iter().map(Some).collect();
        for root in roots {
            let mut waiting = vec![(root, None)];
            while let Some((place, parent)) = waiting.pop() {
                let Some(comment) = comments[place].take() else { continue };
                let own = Some(self.comments.len());
                self.comments.push(StoredComment { parent, ..comment });
                waiting.extend(children[place].iter().rev().map(|&child| (child, own)));
            }
        }
    }
}

impl CommentPaths {
    /// Whether an item is a comment.
    fn take(&self, data: &Data<'_>, item: usize) -> bool {
        let Some((path, word)) = &self.only else { return true };
        let Some(value) = data.find(item, path) else { return false };
        if word.is_empty() {
            return data.says_yes(value);
        }
        data.written(value).is_some_and(|written| written == word.as_str())
    }
}

/// One comment in an answer.
struct Reading<'j, 'a> {
    data: &'j Data<'a>,
    at: usize,
    /// The byte that the JSON starts at.
    start: usize,
    /// The address that was asked.
    url: Option<&'j url::Url>,
    paths: &'j CommentPaths,
}

impl Reading<'_, '_> {
    fn read(&self, platform: &Platform, parent: Option<usize>) -> StoredComment {
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
