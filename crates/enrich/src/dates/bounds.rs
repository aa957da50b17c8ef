//! When an article that carries no date must have been published.

use annalist_model::{
    Anchor, Bound, Code, Date, Diagnostic, Document, Owner, PublicationBounds, Span, TimexType,
};

use super::FoundDate;

/// The time in which `document` was published, if it does not say so itself: no later than its
/// first comment, no earlier than the latest day that it speaks of as past.
pub(crate) fn publication_bounds(
    document: &Document,
    found: &[FoundDate],
) -> Option<PublicationBounds> {
    let not_after = earliest_comment(document);
    let not_before = latest_past_date(found, not_after.map(|bound| bound.date));
    let bounds = PublicationBounds { not_before, not_after };
    (bounds != PublicationBounds::default()).then_some(bounds)
}

/// The earliest day that a comment or a passage quoted in one carries.
fn earliest_comment(document: &Document) -> Option<Bound> {
    let comments = document.comments();
    let posted = comments.iter().filter_map(|comment| {
        let posted = comment.posted.as_ref()?.value?;
        Some(Bound { date: exact_day(posted.date)?, span: comment.span })
    });
    let quoted = comments
        .iter()
        .flat_map(|comment| &comment.quotes)
        .filter_map(|quote| Some(Bound { date: exact_day(quote.posted?.date)?, span: quote.span }));
    posted.chain(quoted).min_by_key(|bound| (bound.date, bound.span))
}

fn exact_day(date: Date) -> Option<Date> {
    date.day().map(|_| date)
}

/// The latest date that the article itself gives in full and as past. A year or a month stands
/// for its first day: more of it need not have gone by.
fn latest_past_date(found: &[FoundDate], not_after: Option<Date>) -> Option<Bound> {
    let explicit = found.iter().filter(|date| {
        date.owner == Owner::Article
            && date.mention.anchor == Anchor::Explicit
            && date.mention.kind == TimexType::Date
            && !date.looks_forward
            && is_day_month_or_year(&date.mention.value)
    });
    let days = explicit.filter_map(|date| {
        let day = date.mention.interval?.from?;
        Some(Bound { date: day, span: date.mention.span })
    });
    days.filter(|bound| not_after.is_none_or(|latest| bound.date <= latest))
        .max_by_key(|bound| (bound.date, std::cmp::Reverse(bound.span)))
}

/// `2007`, `2007-03` or `2007-03-13`: no decades, seasons or weeks.
fn is_day_month_or_year(value: &str) -> bool {
    matches!(value.len(), 4 | 7 | 10)
        && value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// Says the bounds in a sentence.
pub(crate) fn bounded(bounds: &PublicationBounds) -> Diagnostic {
    let since = bounds.not_before.map(|bound| format!("not before {}", bound.date));
    let until = bounds.not_after.map(|bound| format!("not after {}", bound.date));
    let limits = [since, until].into_iter().flatten().collect::<Vec<_>>().join(" and ");
    let span = bounds.not_after.or(bounds.not_before).map(|bound| bound.span);
    let message = format!("the page gives no date of publication; its text says: {limits}");
    Diagnostic {
        code: Code::PublicationBounded,
        message,
        span: span.filter(|it| !Span::is_empty(*it)),
    }
}
