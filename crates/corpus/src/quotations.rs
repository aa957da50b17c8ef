//! What comments repeat of others, and so must not be counted twice.

use std::collections::BTreeSet;

use annalist_model::{DateMention, Document, Interval, Mention, QuotedPassage, Record, TimexType};

/// The quoted passages of a document, to be looked up by place.
///
/// Where two of them overlap, the one that begins first stands for both, as far as it reaches.
#[derive(Debug)]
pub struct Quotations<'d> {
    /// Sorted and disjoint.
    passages: Vec<&'d QuotedPassage>,
}

impl<'d> Quotations<'d> {
    /// The quoted passages of all comments of `document`.
    pub fn of(document: &'d Document) -> Quotations<'d> {
        let mut passages: Vec<&QuotedPassage> =
            document.comments().iter().flat_map(|comment| &comment.quotes).collect();
        passages.sort_by_key(|passage| passage.span);
        let mut reached = 0;
        passages.retain(|passage| {
            let is_free = passage.span.start() >= reached && !passage.span.is_empty();
            if is_free {
                reached = passage.span.end();
            }
            is_free
        });
        Quotations { passages }
    }

    /// The passage that the byte `offset` of the text stands in.
    pub fn at(&self, offset: u32) -> Option<&'d QuotedPassage> {
        let after = self.passages.partition_point(|passage| passage.span.start() <= offset);
        let last = self.passages.get(after.checked_sub(1)?)?;
        (offset < last.span.end()).then_some(last)
    }

    /// Whether the words at the byte `offset` repeat a comment that is on the page itself. What is
    /// found in them is found there as well, and is not counted again.
    pub fn repeats(&self, offset: u32) -> bool {
        self.at(offset).is_some_and(|passage| passage.of.is_some())
    }
}

/// The mentions that count, in the order of the text: all but those in words that repeat a comment
/// of the page. Of what is named in such words alone all mentions count, so that none is lost.
pub fn counted_mentions<'r>(
    record: &'r Record,
    quotations: &Quotations<'_>,
) -> impl Iterator<Item = &'r Mention> {
    let mentions = &record.annotations().mentions;
    let repeats = |mention: &Mention| quotations.repeats(mention.span.start());
    let named: BTreeSet<u32> =
        mentions.iter().filter(|it| !repeats(it)).map(|mention| mention.entity).collect();
    mentions.iter().filter(move |it| !repeats(it) || !named.contains(&it.entity))
}

/// The dates that count, in the order of the text, each with the days that it means: all that mean
/// days, but for those in words that repeat a comment of the page.
pub fn counted_dates<'r>(
    record: &'r Record,
    quotations: &Quotations<'_>,
) -> impl Iterator<Item = (&'r DateMention, Interval)> {
    let dates = record.annotations().dates.iter();
    let own = dates.filter(|date| !quotations.repeats(date.span.start()));
    own.filter_map(|date| Some((date, days_of(date)?)))
}

/// The days that a date means, where it is a date or a time of day and means days at all.
pub fn days_of(date: &DateMention) -> Option<Interval> {
    let is_date = matches!(date.kind, TimexType::Date | TimexType::Time);
    date.interval.filter(|days| is_date && (days.from.is_some() || days.to.is_some()))
}
