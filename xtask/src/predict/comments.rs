//! The comments of a page, as the scorer of comments takes them.

use anyhow::Result;
use serde::Serialize;

use super::{Shape, thread};
use crate::record::{CodePoints, Record};

/// `{"comments":[{"author","datetime","text","parent"}]}`.
#[derive(Debug, Default, Serialize)]
pub(super) struct Comments {
    comments: Vec<Comment>,
}

#[derive(Debug, Serialize)]
struct Comment {
    author: Option<String>,
    datetime: Option<String>,
    text: String,
    /// The comment that it answers, by its place in this list.
    parent: Option<usize>,
}

impl Shape for Comments {
    fn of(record: &Record) -> Result<Comments> {
        let points = CodePoints::of(record.text.as_bytes());
        let comments = thread::of(record, &points)?
            .into_iter()
            .map(|said| Comment {
                author: said.comment.author.clone(),
                datetime: said.comment.posted.as_ref().and_then(|posted| posted.value.clone()),
                text: said.text.to_owned(),
                parent: said.parent,
            })
            .collect();
        Ok(Comments { comments })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::predict::testing::record;

    #[test]
    fn a_comment_without_words_is_left_out_and_its_answers_move_up() {
        let comments = Comments::of(&record()).unwrap();
        assert_eq!(
            serde_json::to_string(&comments).unwrap(),
            concat!(
                r#"{"comments":[{"author":"Eve","datetime":"2018-09-07T17:59","text":"First 😀","#,
                r#""parent":null},{"author":null,"datetime":null,"text":"An answer","parent":0}]}"#
            )
        );
    }
}
