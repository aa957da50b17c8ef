//! How many and how much a document tells, by what is counted.

use annalist_model::{Owner, Quantity, QuantityKind, Record};

use super::citation::Citations;
use super::document::RECORD;
use super::escape::bounded;
use super::findings::{NAME, ROWS};
use super::page::{Page, cut};

pub(super) fn write(page: &mut Page, record: &Record, citations: &mut Citations<'_>) {
    let mut quantities: Vec<&Quantity> = record.annotations().claims.quantities.iter().collect();
    if quantities.is_empty() {
        return;
    }
    // By kind, then in the order of the text, which a stable sort keeps.
    let place = |kind: QuantityKind| QuantityKind::ALL.iter().position(|it| *it == kind);
    quantities.sort_by_key(|it| place(it.kind));
    page.heading(2, &format!("How many and how much ({})", quantities.len()));
    let (shown, left) = cut(&quantities, ROWS, RECORD);
    let rows: Vec<[String; 6]> = shown.iter().map(|it| row(it, record, citations)).collect();
    page.cut_table(["Kind", "Words", "#Number", "Unit", "Of what", "Where"], &rows, left);
}

fn row(it: &Quantity, record: &Record, citations: &mut Citations<'_>) -> [String; 6] {
    let document = record.document();
    let words = it.bound.map_or(it.span, |bound| bound.cover(it.span));
    let whole = it.of.map_or(words, |of| words.cover(of));
    let number = match (&it.value, &it.upper) {
        (Some(value), Some(upper)) => format!("{value}–{upper}"),
        (Some(value), None) => value.clone(),
        _ => String::new(),
    };
    let place = match document.owner_at(it.span.start()) {
        Owner::Comment(comment) => format!(", in comment {comment}"),
        Owner::Article => String::new(),
    };
    [
        it.kind.as_str().to_owned(),
        bounded(document.slice(words), NAME),
        bounded(&number, NAME),
        bounded(it.unit.as_deref().unwrap_or_default(), NAME),
        it.of.map(|of| bounded(document.slice(of), NAME)).unwrap_or_default(),
        format!("{}{place}", citations.cite(whole)),
    ]
}
