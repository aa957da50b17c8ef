//! What platforms answered, as comments.

use std::collections::BTreeMap;

use annalist_model::{Answer, AnswerForm, ByteRange, Code, Diagnostic};

use super::comment::{Reading, StoredComment};
use super::data::Data;
use super::file::{Platform, Platforms};
use super::order;
use super::write::StoredComments;
use crate::input::StoredAnswer;
use crate::parser::sha256;

/// Most comments that are read of the answers about one page.
const MOST_COMMENTS: usize = 100_000;

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
    /// How many comments the answers fold away.
    folded: usize,
    diagnostics: Vec<Diagnostic>,
}

/// The data of an answer, and the byte that they start at, where its bytes are text and hold them where
/// the platform has them.
pub(super) fn inside<'a>(platform: &Platform, bytes: &'a [u8]) -> Option<(usize, &'a str)> {
    let text = std::str::from_utf8(bytes).ok()?;
    let Some(id) = &platform.inside else { return Some((0, text)) };
    let (_, after) = text.split_once(&format!("id=\"{id}\""))?;
    let (_, after) = after.split_once('>')?;
    Some((text.len() - after.len(), after.split_once("</script")?.0))
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
                form: platform.map_or(AnswerForm::Json, |platform| platform.form.into()),
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
            if found.folded > 0 {
                let message = format!(
                    "{platform} folds at least {} comments away in its answers; they were not asked for",
                    found.folded
                );
                diagnostics.push(Diagnostic::new(Code::CommentCountDiffers, message));
            }
            if comments.is_empty() && found.comments.len() == most {
                comments = order::settled(found.comments, found.newest_first);
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
        let Some((at, text)) = inside(platform, &answer.bytes) else {
            return self.note(answer, "it is not what the platform gives");
        };
        let data = match Data::read(text, platform.form.into()) {
            Ok(data) => data,
            Err(error) => return self.note(answer, &error),
        };
        let paths = &platform.comments;
        let url = url::Url::parse(&answer.url).ok();
        let Some(items) = data.list(0, &paths.items) else {
            return self.note(answer, "it holds no list of comments");
        };
        let mut waiting: Vec<(usize, Option<usize>)> =
            items.into_iter().map(|item| (item, None)).collect();
        waiting.reverse();
        while let Some((item, parent)) = waiting.pop() {
            if self.comments.len() >= MOST_COMMENTS {
                return self.note(answer, "it holds more comments than are read");
            }
            let Some(item) = data.find(item, &paths.item) else { continue };
            if !paths.hold(&data, item) {
                let count = paths.folded.as_ref().and_then(|path| data.find(item, path));
                let count = count.and_then(|count| data.written(count)?.parse::<usize>().ok());
                // A branch that goes on elsewhere does not say how long it is.
                self.folded += count.map_or(0, |count| count.max(1));
                continue;
            }
            let start = start + at;
            let reading = Reading { data: &data, at: item, start, url: url.as_ref(), paths };
            let comment = reading.read(platform, parent);
            let is_opening = paths.opening.is_some() && comment.id == paths.opening;
            let place = (!is_opening).then_some(self.comments.len());
            self.comments.extend(Some(comment).filter(|_| !is_opening));
            let children = paths.children.as_ref().and_then(|path| data.list(item, path));
            let children = children.into_iter().flatten();
            let mut children: Vec<_> = children.map(|child| (child, place)).collect();
            children.reverse();
            waiting.extend(children);
        }
    }
}
