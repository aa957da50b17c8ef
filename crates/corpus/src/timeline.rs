//! The days that a collection speaks of, in order.

use std::io;

use annalist_model::{Anchor, Date, Interval, Owner, TimexDetails, TimexType};

use crate::Passage;
use crate::digest::DateFact;
use crate::order::{turn, write_date};
use crate::store::{Scratch, Sorter, write_text};
use crate::stored::{self, DateView};

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

/// The dates of a collection, on their way into order.
pub(crate) struct Dates<'s> {
    sorted: Sorter<'s>,
    key: Vec<u8>,
    stored: Vec<u8>,
    pub(crate) of_articles: u32,
    pub(crate) of_comments: u32,
}

/// What stands before the key of a date of an article, and of a comment.
const ARTICLE: u8 = 0;
const COMMENT: u8 = 1;

impl<'s> Dates<'s> {
    pub(crate) fn new(scratch: &'s dyn Scratch) -> Dates<'s> {
        let (key, stored) = (Vec::new(), Vec::new());
        Dates { sorted: Sorter::new(scratch), key, stored, of_articles: 0, of_comments: 0 }
    }

    /// Adds a date of a document, with its bytes.
    pub(crate) fn add(&mut self, document: u32, date: &DateView, bytes: &[u8]) -> io::Result<()> {
        let Dates { key, stored, .. } = self;
        key.clear();
        write_order(key, document, date);
        match key.first() {
            Some(&ARTICLE) => self.of_articles += 1,
            _ => self.of_comments += 1,
        }
        stored.clear();
        stored.extend_from_slice(&document.to_le_bytes());
        stored.extend_from_slice(bytes);
        self.sorted.push(key, stored)
    }

    /// Shows the dates in order: those of articles, or of comments.
    pub(crate) fn each(
        &mut self,
        in_articles: bool,
        see: &mut dyn FnMut(TimelineEntry) -> io::Result<()>,
    ) -> io::Result<()> {
        let wanted = if in_articles { ARTICLE } else { COMMENT };
        self.sorted.each(&mut |key, stored| {
            if key.first() != Some(&wanted) {
                return Ok(());
            }
            let (document, rest) = stored.split_first_chunk().ok_or(io::ErrorKind::InvalidData)?;
            let date: DateFact = stored::read(rest)?;
            see(entry(u32::from_le_bytes(*document), date))
        })
    }
}

fn entry(document: u32, date: DateFact) -> TimelineEntry {
    let DateFact { interval, kind, value, anchor, details, passage } = date;
    TimelineEntry { interval, kind, value, anchor, details, document, passage }
}

/// Writes where an entry stands. A time that is open at its start stands at its end, one that is open
/// at its end is the longest of all.
fn write_order(key: &mut Vec<u8>, document: u32, date: &DateView) {
    let is_of_article = date.owner == Owner::Article;
    key.push(if is_of_article { ARTICLE } else { COMMENT });
    let Interval { from, to } = date.interval;
    write_date(key, from.map(Date::first_day).or(to.map(Date::last_day)));
    let length = key.len();
    match (from, to) {
        (Some(_), None) => {
            key.push(1);
            write_date(key, None);
        }
        _ => {
            key.push(0);
            write_date(key, to.map(Date::last_day));
        }
    }
    turn(key, length);
    key.push(date.kind as u8);
    write_text(key, date.value.as_bytes());
    key.extend_from_slice(&document.to_be_bytes());
    key.extend_from_slice(&date.start.to_be_bytes());
}
