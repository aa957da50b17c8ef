//! When an article that carries no date must have been published.

use annalist_model::{
    Anchor, Bound, Code, Date, DateTime, Diagnostic, Document, Interval, Owner, PublicationBounds,
    Span, TimexType,
};
use jiff::{ToSpan, civil};

use super::FoundDate;
use super::calendar::from_model;

/// How far the clocks of a page may be ahead of UTC, in minutes.
const FURTHEST_AHEAD: i64 = 14 * 60;

/// The time in which `document` was published, if it does not say so itself: no later than its
/// first comment and than it was saved, no earlier than the latest day that it speaks of as past.
pub(super) fn publication_bounds(
    document: &Document,
    found: &[FoundDate],
) -> Option<PublicationBounds> {
    let comment = earliest_comment(document);
    let saved = document.source().saved_at.and_then(last_day_of);
    // No words of the text give the time of saving.
    let saved = saved.map(|date| Bound { date, span: Span::EMPTY });
    let not_after = comment.into_iter().chain(saved).min_by_key(|bound| bound.date);
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

/// The day that it was at `saved_at` where a day begins first, so that it was no later anywhere.
fn last_day_of(saved_at: DateTime) -> Option<Date> {
    let day = exact_day(saved_at.date)?;
    let (month, of_month) = (day.month()?, day.day()?);
    let start = civil::Date::new(day.year(), month as i8, of_month as i8).ok()?;
    // Where the zone is unknown, it may be the next day already.
    let ahead = match (saved_at.time, saved_at.offset) {
        (Some(time), Some(offset)) => {
            let minutes = i64::from(time.hour()) * 60 + i64::from(time.minute());
            minutes - i64::from(offset) + FURTHEST_AHEAD
        }
        _ => 24 * 60,
    };
    let last = start.checked_add(ahead.div_euclid(24 * 60).days()).ok()?;
    Date::new(last.year(), Some(last.month() as u8), Some(last.day() as u8))
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

/// Most days between the bounds of an undated article for dates to be counted from them: a last year
/// that may be any of several says nothing.
const WIDEST: i32 = 366;

/// First and last day that an undated article may be from, if they are near enough to each other.
pub(super) fn window(bounds: &PublicationBounds) -> Option<(civil::Date, civil::Date)> {
    let first = from_model(bounds.not_before?.date)?;
    let last = from_model(bounds.not_after?.date)?;
    ((last - first).get_days() <= WIDEST).then_some((first, last))
}

/// Places the open dates of an article between what they would mean at either end of the time that it
/// may be from. Where both ends give the same value, that is the value.
pub(super) fn place_between(found: &mut [FoundDate], [first, last]: &[Vec<FoundDate>; 2]) {
    for ((date, first), last) in found.iter_mut().zip(first).zip(last) {
        let is_placed = !first.is_open && !last.is_open;
        if date.owner != Owner::Article || !date.is_open || !is_placed {
            continue;
        }
        let (first, last) = (&first.mention, &last.mention);
        let (Some(earliest), Some(latest)) = (first.interval, last.interval) else { continue };
        date.mention.interval = Some(Interval { from: earliest.from, to: latest.to });
        date.mention.anchor = Anchor::PublicationBounds;
        date.mention.details.clone_from(&first.details);
        date.is_open = false;
        if first.value == last.value {
            date.mention.value.clone_from(&first.value);
        }
    }
}

/// Says the bounds in a sentence.
pub(crate) fn bounded(bounds: &PublicationBounds) -> Diagnostic {
    let since = bounds.not_before.map(|bound| format!("not before {}", bound.date));
    let until = bounds.not_after.map(|bound| format!("not after {}", bound.date));
    let limits = [since, until].into_iter().flatten().collect::<Vec<_>>().join(" and ");
    let span = bounds.not_after.or(bounds.not_before).map(|bound| bound.span);
    let by_saving = bounds.not_after.is_some_and(|bound| bound.span.is_empty());
    let says = if by_saving { "its text and the time of saving say" } else { "its text says" };
    let message = format!("the page gives no date of publication; {says}: {limits}");
    Diagnostic {
        code: Code::PublicationBounded,
        message,
        span: span.filter(|it| !Span::is_empty(*it)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_was_published_before_it_was_saved_wherever_that_was() {
        for (saved_at, day) in [
            ("2018-09-07T09:30:00Z", "2018-09-07"),
            ("2018-09-07T23:30:00Z", "2018-09-08"),
            ("2018-12-31T23:30:00-05:00", "2019-01-01"),
            ("2018-09-07T01:30:00+14:00", "2018-09-07"),
            ("2018-09-07T09:30", "2018-09-08"),
            ("2018-09-07", "2018-09-08"),
        ] {
            let found = last_day_of(DateTime::parse_iso(saved_at).unwrap()).unwrap();
            assert_eq!(found.to_string(), day, "{saved_at}");
        }
        assert_eq!(last_day_of(DateTime::parse_iso("2018-09").unwrap()), None);
    }
}
