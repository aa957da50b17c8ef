//! The days that a collection speaks of, in order.

use std::cmp::Reverse;

use annalist_model::{Anchor, Date, Interval, Owner, TimexDetails, TimexType};

use crate::Passage;
use crate::digest::{DateFact, Digest};

/// The resolved dates of all documents. What articles say and what commenters say stand apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// The dates in articles.
    pub article: Vec<TimelineEntry>,
    /// The dates in comments.
    pub comments: Vec<TimelineEntry>,
}

/// One date of one document.
///
/// Sorted by first day, a longer time before the shorter ones that it begins with (a year, then
/// its January, then the first of January), then by document and place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineEntry {
    /// The days that it means, both ends included.
    pub interval: Interval,
    /// Its TIMEX3 type: a date or a time of day.
    pub kind: TimexType,
    /// Its TIMEX3 value.
    pub value: String,
    /// What it was resolved against.
    pub anchor: Anchor,
    /// What it says beside its value.
    pub details: TimexDetails,
    /// The place of its document in [`Corpus::documents`](crate::Corpus::documents).
    pub document: u32,
    /// Where it stands there.
    pub passage: Passage,
}

pub(crate) fn gather(counted: &[(u32, &Digest)]) -> Timeline {
    let mut entries: Vec<TimelineEntry> = counted
        .iter()
        .flat_map(|&(document, digest)| digest.dates.iter().map(move |date| entry(document, date)))
        .collect();
    entries.sort_by(|a, b| order(a).cmp(&order(b)));
    let (article, comments) =
        entries.into_iter().partition(|entry| entry.passage.owner == Owner::Article);
    Timeline { article, comments }
}

fn entry(document: u32, date: &DateFact) -> TimelineEntry {
    TimelineEntry {
        interval: date.interval,
        kind: date.kind,
        value: date.value.clone(),
        anchor: date.anchor,
        details: date.details.clone(),
        document,
        passage: date.passage.clone(),
    }
}

/// Where an entry stands. A time that is open at its start stands at its end, one that is open at
/// its end is the longest of all.
fn order(entry: &TimelineEntry) -> impl Ord + '_ {
    let Interval { from, to } = entry.interval;
    let start = from.map(Date::first_day).or(to.map(Date::last_day));
    let length = match (from, to) {
        (Some(_), None) => (1, None),
        _ => (0, to.map(Date::last_day)),
    };
    (start, Reverse(length), entry.kind, &entry.value, entry.document, entry.passage.start)
}
