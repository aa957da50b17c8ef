//! The comments of a document, each directly before its answers.

use std::collections::BTreeSet;
use std::fmt::Write;

use annalist_model::{Block, Comment, CommentKind, Owner};

use super::markup::escaped;
use super::writer::Writer;

/// Deepest step that is set in; deeper answers stand below one another and say whom they answer.
const DEEPEST: u32 = 8;

/// Greatest length of one comment on a page, in bytes.
const COMMENT: usize = 300_000;

pub(super) fn comments(writer: &Writer<'_>) -> Vec<String> {
    let document = writer.record.document();
    let comments = document.comments();
    let mut blocks: Vec<Vec<&Block>> = vec![Vec::new(); comments.len()];
    for block in document.blocks() {
        if let Owner::Comment(id) = block.owner
            && let Some(blocks) = blocks.get_mut(id as usize)
        {
            blocks.push(block);
        }
    }
    let ordered = in_thread_order(comments);
    let blocks_of = |comment: &Comment| blocks.get(comment.id as usize);
    let of = |comment: &&Comment| {
        one(writer, comment, blocks_of(comment).map_or(&[], Vec::as_slice), comments)
    };
    ordered.iter().map(of).collect()
}

/// The comments, each directly before its answers. A parent has a smaller number than its answers,
/// so the walk comes to an end.
fn in_thread_order(comments: &[Comment]) -> Vec<&Comment> {
    let mut answers: Vec<Vec<&Comment>> = vec![Vec::new(); comments.len()];
    let mut unseen = Vec::new();
    for comment in comments.iter().rev() {
        match comment.parent.and_then(|parent| answers.get_mut(parent as usize)) {
            Some(answers) => answers.push(comment),
            None => unseen.push(comment),
        }
    }
    let mut thread = Vec::with_capacity(comments.len());
    while let Some(comment) = unseen.pop() {
        thread.push(comment);
        unseen.extend(answers.get(comment.id as usize).into_iter().flatten());
    }
    thread
}

/// One comment.
fn one(writer: &Writer<'_>, comment: &Comment, blocks: &[&Block], all: &[Comment]) -> String {
    let Comment { id, depth, kind, .. } = comment;
    let shown_depth = (*depth).min(DEEPEST);
    let mut html = format!(
        "<article class=\"comment d{shown_depth} {}\" id=\"c{id}\" data-depth=\"{depth}\"{}><header>",
        kind.as_str(),
        writer.citation(comment.span),
    );
    let _ = write!(html, "<bdi class=\"author\">{}</bdi>", author(comment));
    if let Some(posted) = &comment.posted {
        let value = posted.value.map(|value| value.to_string());
        let shown = value.or_else(|| posted.shown.clone()).unwrap_or_default();
        let _ = write!(html, " <span class=\"time\">{}</span>", escaped(&shown));
    }
    if *kind != CommentKind::Comment {
        let _ = write!(html, " <span class=\"label\">{}</span>", kind.as_str());
    }
    if let Some(votes) = comment.votes {
        let _ = write!(
            html,
            " <span class=\"votes\" title=\"Approval less disapproval\">{votes:+}</span>"
        );
    }
    let answers =
        comment.parent.map(|it| ("answers", it)).or(comment.addresses.map(|it| ("speaks to", it)));
    if let Some((verb, other)) = answers {
        let name = all.get(other as usize).map(author).unwrap_or_default();
        let _ =
            write!(html, " <a class=\"answers\" href=\"#c{other}\">{verb} <bdi>{name}</bdi></a>");
    }
    let _ = write!(
        html,
        " <a class=\"number\" href=\"#c{id}\">#{id}</a></header><div class=\"words\">"
    );
    for block in blocks {
        if html.len() > COMMENT {
            html.push_str("<p class=\"note\">… the record has the rest.</p>");
            break;
        }
        html.push_str(&writer.block(block));
    }
    if blocks.is_empty() {
        let _ = write!(html, "<p class=\"b\" dir=\"auto\">{}</p>", writer.words(comment.span));
    }
    let quoted: BTreeSet<u32> = comment.quotes.iter().filter_map(|it| it.of).collect();
    for of in quoted {
        let name = all.get(of as usize).map(author).unwrap_or_default();
        let _ = write!(
            html,
            "<p class=\"source\">Quotes <a href=\"#c{of}\"><bdi>{name}</bdi>, #{of}</a></p>"
        );
    }
    html.push_str("</div></article>");
    html
}

/// The name of an author, escaped.
fn author(comment: &Comment) -> String {
    comment.author.as_ref().map_or_else(|| "no name".to_owned(), |author| escaped(&author.value))
}
