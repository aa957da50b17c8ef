//! Who commented on a collection, where and when.

use annalist_model::Date;

use super::{FILE, NAMES, WORDS};
use crate::markdown::escape::bounded;
use crate::markdown::page::{Page, count, cut};
use crate::markdown::sparkline::Axis;
use crate::shape::corpus::{CommentsReport, CorpusReport, PeriodLine};
use crate::shape::text::Text;

pub(super) fn write(page: &mut Page, report: &CorpusReport) {
    let comments = &report.comments;
    if comments.total == 0 && comments.trackbacks == 0 && comments.removed == 0 {
        return;
    }
    page.heading(2, "Comments");
    page.block(&comment_counts(comments));
    if let Some(line) = months(&comments.by_month) {
        page.block(&line);
    }
    let (shown, left) = cut(&comments.authors, NAMES, FILE);
    let rows: Vec<[String; 5]> = shown
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
        page.table(["Signed", "#Comments", "#Documents", "First", "Last"], &rows);
    }
    if let Some(left) = left {
        page.block(&left);
    }
    write_discussions(page, report);
}

fn comment_counts(comments: &CommentsReport) -> String {
    let mut parts =
        vec![count(comments.total as usize, "comment by readers", "comments by readers")];
    let mut add = |number: u32, one: &str, many: &str| {
        if number > 0 {
            parts.push(count(number as usize, one, many));
        }
    };
    add(comments.unsigned, "without a name", "without a name");
    add(comments.undated, "without a date", "without a date");
    add(comments.trackbacks, "trackback", "trackbacks");
    add(comments.removed, "removed", "removed");
    parts.join(" · ")
}

fn months(by_month: &[PeriodLine]) -> Option<String> {
    let axis = Axis::of(by_month.iter().map(|it| it.period.0))?;
    let bars = axis.bars(by_month.iter().map(|it| (it.period.0, it.count)));
    Some(format!("{bars} {}", axis.legend()))
}

fn write_discussions(page: &mut Page, report: &CorpusReport) {
    let (shown, left) = cut(&report.comments.by_document, NAMES, FILE);
    let rows: Vec<[String; 4]> = shown
        .iter()
        .map(|discussion| {
            [
                discussion.document.to_string(),
                document_name(report, discussion.document),
                discussion.comments.to_string(),
                discussion.authors.to_string(),
            ]
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    page.heading(3, "Most discussed");
    page.table(["#Document", "Title", "#Comments", "#Names"], &rows);
    if let Some(left) = left {
        page.block(&left);
    }
}

fn document_name(report: &CorpusReport, document: u32) -> String {
    let document = report.documents.get(document as usize);
    let name = document.map(|it| it.title.as_deref().unwrap_or(&it.input));
    bounded(name.unwrap_or_default(), WORDS)
}
