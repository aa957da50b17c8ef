//! The comments of a record that say something, as a thread of their own.

use anyhow::Result;

use crate::record::{CodePoints, Comment, Record};

/// A comment with words.
pub(super) struct Said<'r> {
    pub(super) comment: &'r Comment,
    pub(super) text: &'r str,
    /// The comment that it answers, by its place in this thread. Where that one has no words, the
    /// next above it that has.
    pub(super) parent: Option<usize>,
    /// The comment that it quotes, by its place in this thread.
    pub(super) quoted: Option<usize>,
}

/// The comments of `record`, whose text has these code points, without those that have no words.
pub(super) fn of<'r>(record: &'r Record, points: &CodePoints) -> Result<Vec<Said<'r>>> {
    let comments = &record.comments;
    let texts = comments
        .iter()
        .map(|comment| Ok(points.slice(&record.text, comment.start, comment.end)?.trim()))
        .collect::<Result<Vec<&str>>>()?;
    // For each comment its own place or, where it has no words, that of the next one above it.
    let mut places: Vec<Option<usize>> = Vec::with_capacity(comments.len());
    let mut count = 0;
    for (comment, text) in comments.iter().zip(&texts) {
        if text.is_empty() {
            let above = comment.parent.and_then(|parent| places.get(parent).copied().flatten());
            places.push(above);
        } else {
            places.push(Some(count));
            count += 1;
        }
    }
    let place = |id: Option<usize>| id.and_then(|id| places.get(id).copied().flatten());
    let said = comments.iter().zip(texts).filter(|(_, text)| !text.is_empty());
    Ok(said
        .map(|(comment, text)| Said {
            comment,
            text,
            parent: place(comment.parent),
            quoted: place(comment.quotes.iter().find_map(|quote| quote.of)),
        })
        .collect())
}
