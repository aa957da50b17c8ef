//! What a record lacks, said as diagnostics.

use annalist_model::{Code, Diagnostic, DocumentParts, Owner};

/// Says what a reader of the record would look for and not find.
pub(crate) fn note_gaps(parts: &mut DocumentParts) {
    let has_body =
        parts.blocks.iter().any(|block| block.owner == Owner::Article && block.kind.is_body());
    let gaps = [
        (parts.text.is_empty(), Code::NoText, "the page holds no text"),
        (!has_body && !parts.text.is_empty(), Code::NoArticle, "no article was found in the page"),
        (parts.metadata.title.is_none(), Code::NoTitle, "the page gives no title"),
        (
            parts.metadata.published.is_none(),
            Code::NoPublicationDate,
            "the page gives no date of publication",
        ),
    ];
    for (_, code, message) in gaps.into_iter().filter(|(is_missing, ..)| *is_missing) {
        parts.diagnostics.push(Diagnostic::new(code, message));
    }
    for comment in parts.comments.iter().filter(|comment| comment.span.is_empty()) {
        parts.diagnostics.push(Diagnostic::new(
            Code::CommentEmpty,
            format!("comment {} holds no words of its own", comment.id),
        ));
    }
    let unread = parts
        .comments
        .iter()
        .filter_map(|comment| comment.posted.as_ref())
        .filter(|stamp| stamp.value.is_none())
        .count();
    if unread > 0 {
        parts.diagnostics.push(Diagnostic::new(
            Code::CommentTimeUnread,
            format!("{unread} comments give a time that nothing resolves, such as one told from an unknown day; their words are kept"),
        ));
    }
}
