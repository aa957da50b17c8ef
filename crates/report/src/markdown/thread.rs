//! The comments of one document, as the tree that they form.

use annalist_model::{Block, BlockKind, Comment, CommentKind, Document, QuotedPassage, Span};

use super::address::WebAddress;
use super::article::time;
use super::citation::Citations;
use super::document::RECORD;
use super::escape::bounded;
use super::page::{Page, count, cut};
use super::prose::Prose;

/// Most comments that are shown.
const COMMENTS: usize = 500;

/// Longest stretch of a comment that is shown, in code points.
const WORDS: usize = 1000;

/// Longest name.
const NAME: usize = 80;

/// Deepest step of the list; deeper answers stand beside one another and say whom they answer.
const DEEPEST: usize = 8;

pub(super) fn write(page: &mut Page, document: &Document, citations: &mut Citations<'_>) {
    let comments = document.comments();
    if comments.is_empty() {
        return;
    }
    page.heading(2, "Comments");
    page.block(&format!(
        "{}, numbered from 0 in the order of the page. An answer stands under what it answers.",
        counts(comments)
    ));
    let thread = in_thread_order(comments);
    let (shown, left) = cut(&thread, COMMENTS, RECORD);
    let items: Vec<String> =
        shown.iter().map(|comment| item(comment, document, citations)).collect();
    page.block(&items.join("\n\n"));
    if let Some(left) = left {
        page.block(&left);
    }
}

/// How many of each kind there are.
fn counts(comments: &[Comment]) -> String {
    let of_kind = |kind| comments.iter().filter(|comment| comment.kind == kind).count();
    let by_readers = comments.iter().filter(|comment| comment.kind.is_by_reader()).count();
    let mut parts = vec![count(by_readers, "comment by readers", "comments by readers")];
    let answers = of_kind(CommentKind::Answer);
    if answers > 0 {
        parts.push(count(answers, "of them an answer", "of them answers"));
    }
    let (trackbacks, removed) = (of_kind(CommentKind::Trackback), of_kind(CommentKind::Removed));
    if trackbacks > 0 {
        parts.push(count(trackbacks, "trackback", "trackbacks"));
    }
    if removed > 0 {
        parts.push(count(removed, "removed comment", "removed comments"));
    }
    parts.join(", ")
}

/// The comments, each directly before its answers. A parent has a smaller number than its answers,
/// so a walk with a list of what is still to see comes to an end.
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

/// One comment as an item of a list, with its words as blocks within the item.
fn item(comment: &Comment, document: &Document, citations: &mut Citations<'_>) -> String {
    let depth = (comment.depth as usize).min(DEEPEST);
    let mut blocks = vec![head(comment, document) + &citations.cite(comment.span)];
    blocks.extend(passages(comment, document));
    let indent = "  ".repeat(depth + 1);
    let mut lines = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        match index {
            0 => lines.push(format!("{}- {block}", "  ".repeat(depth))),
            _ => {
                lines.push(String::new());
                lines.extend(block.split('\n').map(|line| match line {
                    "" => String::new(),
                    line => format!("{indent}{line}"),
                }));
            }
        }
    }
    lines.join("\n")
}

/// Who, when, with what approval, in answer to whom.
fn head(comment: &Comment, document: &Document) -> String {
    let mut parts = vec![format!("{} **{}**", comment.id, name(comment))];
    match comment.kind {
        CommentKind::Comment => {}
        CommentKind::Answer => parts.push("answer".to_owned()),
        CommentKind::Trackback => parts.push("trackback".to_owned()),
        CommentKind::Removed => parts.push("removed".to_owned()),
    }
    if let Some(posted) = &comment.posted {
        let shown = posted.shown.as_deref().map(|shown| format!("“{}”", bounded(shown, NAME)));
        parts.extend(posted.value.map(time).or(shown));
    }
    if let Some(value) = comment.edited.as_ref().and_then(|edited| edited.value) {
        parts.push(format!("edited {}", time(value)));
    }
    if let Some(votes) = comment.votes {
        parts.push(format!("{votes:+} {}", if votes.abs() == 1 { "vote" } else { "votes" }));
    }
    if let Some(parent) = comment.parent {
        let answered = document.comments().get(parent as usize).map(name).unwrap_or_default();
        parts.push(format!("answers {parent}, {answered}"));
    }
    if let Some(other) = comment.addresses {
        let addressed = document.comments().get(other as usize).map(name).unwrap_or_default();
        parts.push(format!("addresses {other}, {addressed}"));
    }
    if let Some(address) = comment.permalink.as_deref().and_then(WebAddress::new) {
        parts.push(format!("[link]({})", address.target()));
    }
    parts.join(" · ")
}

fn name(comment: &Comment) -> String {
    let author = comment.author.as_ref().map(|author| bounded(&author.value, NAME));
    author.filter(|author| !author.is_empty()).unwrap_or_else(|| "unsigned".to_owned())
}

/// The words of a comment: its own as they were set, those that it quotes as quotations.
fn passages(comment: &Comment, document: &Document) -> Vec<String> {
    let mut quotes: Vec<&QuotedPassage> = comment.quotes.iter().collect();
    quotes.sort_by_key(|quote| quote.span);
    let mut passages = Vec::new();
    let mut prose = Prose { document, room: WORDS };
    let mut reached = comment.span.start();
    for quote in quotes {
        if quote.span.start() < reached {
            continue;
        }
        let own = Span::new(reached, quote.span.start());
        passages.extend(own.into_iter().flat_map(|own| prose.write(&parts(document, own)).0));
        passages.extend(quotation(quote, document, &mut prose));
        reached = quote.span.end();
    }
    let rest = Span::new(reached, comment.span.end());
    passages.extend(rest.into_iter().flat_map(|rest| prose.write(&parts(document, rest)).0));
    passages
}

/// The blocks at `span`, those at its ends cut to what lies within.
fn parts(document: &Document, span: Span) -> Vec<Block> {
    let blocks = document.blocks();
    let first = blocks.partition_point(|block| block.span.end() <= span.start());
    let within = blocks[first..].iter().take_while(|block| block.span.start() < span.end());
    let cut = within.filter_map(|block| {
        let start = block.span.start().max(span.start());
        let part = Span::new(start, block.span.end().min(span.end()))?;
        let has_words = !document.slice(part).trim().is_empty();
        has_words.then_some(Block { span: part, ..*block })
    });
    let parts: Vec<Block> = cut.collect();
    // A record from elsewhere may hold words that no block does.
    let is_bare = parts.is_empty() && !document.slice(span).trim().is_empty();
    let owner = document.owner_at(span.start());
    let bare = is_bare.then_some(Block { kind: BlockKind::Paragraph, owner, span, list: None });
    parts.into_iter().chain(bare).collect()
}

/// A quotation, on one line, with what it says of its source.
fn quotation(quote: &QuotedPassage, document: &Document, prose: &mut Prose<'_>) -> Option<String> {
    let mut words = Vec::new();
    for part in parts(document, quote.span) {
        if prose.room > 0 {
            words.push(prose.words(part.span));
        }
    }
    let words = words.join(" ");
    (!words.is_empty()).then(|| format!("> {words} — {}", quoted_from(quote, document)))
}

/// Whose words a quotation says it holds.
fn quoted_from(quote: &QuotedPassage, document: &Document) -> String {
    let of = quote.of.and_then(|of| document.comments().get(of as usize));
    let source = match (of, &quote.author) {
        (Some(of), _) => format!("quoted from {}, {}", of.id, name(of)),
        (None, Some(author)) => format!("quoted from {}", bounded(author, NAME)),
        (None, None) => "quoted".to_owned(),
    };
    let posted = quote.posted.map(time);
    [source].into_iter().chain(posted).collect::<Vec<String>>().join(", ")
}
