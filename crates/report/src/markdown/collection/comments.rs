//! Who commented on a collection, where and when.

use annalist_corpus::CommentActivity;
use annalist_model::Date;

use super::{Collection, FILE, WORDS};
use crate::markdown::escape::bounded;
use crate::markdown::page::{Page, count, note_of_left};
use crate::markdown::sparkline::Axis;
use crate::shape::text::Text;

pub(super) fn write(page: &mut Page, collection: &Collection<'_>) {
    let comments = &collection.report.comments;
    let counts = &comments.counts;
    if counts.total == 0 && counts.trackbacks == 0 && counts.removed == 0 {
        return;
    }
    page.heading(2, "Comments");
    page.block(&comment_counts(counts));
    if let Some(line) = months(counts) {
        page.block(&line);
    }
    let left = note_of_left(comments.author_count - comments.authors.len(), FILE);
    let rows: Vec<[String; 5]> = comments
        .authors
        .iter()
        .map(|author| {
            let day = |day: Option<Text<Date>>| day.map(|Text(day)| day.to_string());
            [
                bounded(&author.name, WORDS),
                author.comments.to_string(),
                author.documents.to_string(),
                day(author.first).unwrap_or_default(),
                day(author.last).unwrap_or_default(),
            ]
        })
        .collect();
    if !rows.is_empty() {
        page.heading(3, "Most active names");
        page.cut_table(["Signed", "#Comments", "#Documents", "First", "Last"], &rows, left);
    }
    write_discussions(page, collection);
}

fn comment_counts(comments: &CommentActivity) -> String {
    let mut parts =
        vec![count(comments.total as usize, "comment by readers", "comments by readers")];
    let mut add = |number: u32, one: &str, many: &str| {
        if number > 0 {
            parts.push(count(number as usize, one, many));
        }
    };
    add(comments.unsigned, "without a name", "without a name");
    add(comments.undated, "whose month is not known", "whose month is not known");
    add(comments.trackbacks, "trackback", "trackbacks");
    add(comments.removed, "removed", "removed");
    parts.join(" · ")
}

fn months(comments: &CommentActivity) -> Option<String> {
    let by_month = &comments.by_month;
    let axis = Axis::of(by_month.iter().map(|it| it.period))?;
    let bars = axis.bars(by_month.iter().map(|it| (it.period, it.count)));
    let left_out = match comments.undated {
        0 => String::new(),
        undated => {
            let comments = count(undated as usize, "comment", "comments");
            format!(" Left out of the bars: {comments} whose month is not known.")
        }
    };
    Some(format!("Over time: {bars} {}{left_out}", axis.legend()))
}

fn write_discussions(page: &mut Page, collection: &Collection<'_>) {
    let comments = &collection.report.comments;
    let left = note_of_left(comments.discussion_count - comments.discussions.len(), FILE);
    let rows: Vec<[String; 4]> = comments
        .discussions
        .iter()
        .map(|discussion| {
            let number = discussion.document;
            [
                number.to_string(),
                collection.linked(number, &collection.title(number, WORDS)),
                discussion.comments.to_string(),
                discussion.authors.to_string(),
            ]
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    page.heading(3, "Most discussed");
    page.cut_table(["#Document", "Title", "#Comments", "#Names signed"], &rows, left);
}
