//! What was read: documents and their comments.

use annalist_model::{Comment, Stamp};

use super::{Table, precision};
use crate::page::{Page, Place};
use crate::text::line;

pub(super) fn documents<'p>() -> Table<&'p Page<'p>> {
    Table::<&Page<'_>>::new("documents")
        .term("id", |page| Some(page.key.into()))
        .words("input", |page| Some(page.document().source().input.as_str().into()))
        .words("title", |page| {
            page.document().metadata().title.as_ref().map(|it| it.value.as_str().into())
        })
        .names("authors", |page| {
            page.document().metadata().authors.iter().map(|it| line(&it.value)).collect()
        })
        .words("site", |page| {
            page.document().metadata().site.as_ref().map(|it| it.value.as_str().into())
        })
        .words("url", |page| page.address().map(Into::into))
        .moment("published", |page| page.published())
        .term("published_precision", |page| precision(&page.published()?.to_string()))
        .moment("modified", |page| page.document().metadata().modified.as_ref().map(|it| it.value))
        .words("language", |page| {
            page.document().metadata().language.as_ref().map(|it| it.value.as_str().into())
        })
        .number("comments", |page| {
            let comments = page.document().comments().iter();
            i64::try_from(comments.filter(|it| it.kind.is_by_reader()).count()).ok()
        })
        .words("text", |page| Some(page.article_words().into()))
        .moment("saved_at", |page| page.document().source().saved_at)
        .term("sha256", |page| Some(page.document().source().sha256.to_string().into()))
        .term("duplicate_of", |page| page.original().map(|it| it.key.as_str().into()))
}

/// A comment of a page.
pub(super) struct Posted<'p> {
    page: &'p Page<'p>,
    comment: &'p Comment,
    place: Place,
}

pub(super) fn posted<'p>(page: &'p Page<'p>) -> impl Iterator<Item = Posted<'p>> {
    let comments = page.document().comments().iter();
    comments.map(|comment| Posted { page, comment, place: page.place(comment.span) })
}

pub(super) fn comments<'p>() -> Table<Posted<'p>> {
    Table::<Posted<'_>>::new("comments")
        .term("id", |it| Some(it.page.comment_id(it.comment.id).into()))
        .term("document", |it| Some(it.page.key.into()))
        .number("number", |it| Some(it.comment.id.into()))
        .number("parent", |it| it.comment.parent.map(Into::into))
        .number("depth", |it| Some(it.comment.depth.into()))
        .term("kind", |it| Some(it.comment.kind.as_str().into()))
        .words("author", |it| it.comment.author.as_ref().map(|author| author.value.as_str().into()))
        .moment("posted", |it| stamp(it)?.value)
        .term("posted_precision", |it| precision(&stamp(it)?.value?.to_string()))
        .words("posted_shown", |it| stamp(it)?.shown.as_deref().map(Into::into))
        .number("votes", |it| it.comment.votes.map(Into::into))
        .words("url", |it| it.comment.permalink.as_deref().map(Into::into))
        .words("text", |it| Some(it.page.comment_words(it.comment).into()))
        .number("start", |it| Some(it.place.start.into()))
        .number("end", |it| Some(it.place.end.into()))
}

fn stamp<'p>(posted: &Posted<'p>) -> Option<&'p Stamp> {
    posted.comment.posted.as_ref()
}
