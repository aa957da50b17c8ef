//! What the tests of this crate share.

use annalist_model::Document;

use crate::{Input, Parser};

/// The document of a page of markup.
pub(crate) fn parse(html: &str) -> Document {
    let input = Input { name: "page.html", bytes: html.as_bytes(), ..Input::default() };
    Parser::new().unwrap().parse(&input).unwrap()
}

/// The comments of a page: `parent | author | time | text`, a line each.
pub(crate) fn read_comments(html: &str) -> Vec<String> {
    lines_of(&parse(html))
}

/// The comments of a document: `parent | author | time | text`, a line each.
pub(crate) fn lines_of(document: &Document) -> Vec<String> {
    document
        .comments()
        .iter()
        .map(|comment| {
            let parent = comment.parent.map_or("-".to_owned(), |parent| parent.to_string());
            let author = comment.author.as_ref().map_or("-", |author| author.value.as_str());
            let stamp = comment.posted.as_ref();
            let posted = stamp
                .and_then(|stamp| Some(stamp.value?.to_string()))
                .or_else(|| stamp?.shown.clone());
            let posted = posted.unwrap_or_else(|| "-".to_owned());
            format!(
                "{parent} | {author} | {posted} | {}",
                document.slice(comment.span).replace('\n', " ")
            )
        })
        .collect()
}
