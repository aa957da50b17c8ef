//! The article of a page, as the scorer of extraction takes it. Of a thread that is all of its
//! posts, without what they quote of each other; of a question the answers, without what is said
//! of them.

use anyhow::Result;
use serde::Serialize;

use super::{Shape, thread};
use crate::record::{Block, CodePoints, Comment, Owner, Record, value_of};

/// `{"text","title","author","date","comments"}`.
#[derive(Debug, Default, Serialize)]
pub(super) struct Extraction {
    text: String,
    title: Option<String>,
    author: Option<String>,
    /// To the day, or none.
    date: Option<String>,
    /// The text of all comments.
    comments: String,
}

impl Shape for Extraction {
    fn of(record: &Record) -> Result<Extraction> {
        let points = CodePoints::of(record.text.as_bytes());
        let said = thread::of(record, &points)?;
        let comments = said.iter().map(|said| said.text).collect::<Vec<_>>().join("\n");
        let mut text = body(record, &points)?;
        if record.metadata.page_type.as_ref().is_some_and(|it| it.kind == "thread") {
            text = [text, posts(record, &points)?].join("\n");
        }
        Ok(Extraction {
            text,
            title: record.title().map(str::to_owned),
            author: record.author(),
            date: date(record).map(str::to_owned),
            comments,
        })
    }
}

/// The running text of the article, a line a block.
pub(super) fn body(record: &Record, points: &CodePoints) -> Result<String> {
    text_of(record, points, Block::is_body)
}

/// What the posts of a thread say in words of their own, a line a block.
fn posts(record: &Record, points: &CodePoints) -> Result<String> {
    let is_answer = |comment: &Comment| comment.kind == "answer";
    let asks = record.comments.iter().any(is_answer);
    let is_post = |owner: &Owner| match owner {
        Owner::Article => false,
        Owner::Comment(id) => !asks || record.comments.get(*id as usize).is_some_and(is_answer),
    };
    text_of(record, points, |block| is_post(&block.owner) && block.kind != "quote")
}

/// The text of some blocks, a line a block.
fn text_of(
    record: &Record,
    points: &CodePoints,
    is_wanted: impl Fn(&Block) -> bool,
) -> Result<String> {
    let texts = record
        .blocks
        .iter()
        .filter(|block| is_wanted(block))
        .map(|block| points.slice(&record.text, block.start, block.end))
        .collect::<Result<Vec<&str>>>()?;
    Ok(texts.join("\n"))
}

/// The day of publication; else that of the last change, which is the date that a reader is shown.
fn date(record: &Record) -> Option<&str> {
    let metadata = &record.metadata;
    [&metadata.published, &metadata.modified]
        .into_iter()
        .find_map(|found| value_of(found.as_ref()).and_then(day))
}

/// The day of a date that is known to the day.
fn day(value: &str) -> Option<&str> {
    let day = value.get(..10)?;
    let parts: Vec<usize> = day.split('-').map(str::len).collect();
    (parts == [4, 2, 2]).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::predict::testing::record;

    #[test]
    fn the_article_without_what_stands_around_it() {
        let extraction = Extraction::of(&record()).unwrap();
        assert_eq!(
            serde_json::to_string(&extraction).unwrap(),
            concat!(
                r#"{"text":"Ärger am Quai\nAda Lorne left.","title":"Title","author":"A. Bee; C. Dee","#,
                r#""date":"2018-09-06","comments":"First 😀\nAn answer"}"#
            )
        );
    }

    #[test]
    fn a_date_that_is_not_known_to_the_day_is_left_out() {
        assert_eq!(day("2018-09-06T17:59+02:00"), Some("2018-09-06"));
        for value in ["2018", "2018-09", "2018-09-0"] {
            assert_eq!(day(value), None, "{value}");
        }
    }
}
