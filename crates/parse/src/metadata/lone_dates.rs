//! Dates of a page that declares none and shows none beside its headline: "(last edited 2019-11-10)"
//! at the foot of a wiki, the one line of a page that is a date and nothing else.

use annalist_model::{ByteRange, DateTime, Origin};

use super::candidate::{Candidate, Field};
use super::date_labels::DateOf;
use super::looking::Looking;

/// Behind all dates that are found in places made for them.
const RANK_OF_LABELLED: u32 = 75;
const RANK_OF_ONLY: u32 = 78;

/// Lines that are looked at.
const MOST: usize = 100;

/// A line with a date is no longer than this, in bytes without blanks.
const LONGEST: usize = 160;

/// A line that is little else than a date is no longer than this, in bytes without blanks.
const LONGEST_DATE: usize = 32;

impl Looking<'_> {
    /// Dates anywhere on the page: the one day that a word before it tells to be of publication, the
    /// one that is told to be of a change, and the one that stands in lines of its own. Where there
    /// are more, the page lists other pages.
    pub(super) fn read_elsewhere(&self, candidates: &mut Vec<Candidate>) {
        let page = self.page;
        let lines = page.all().filter(|&node| {
            page.text_node(node).is_some_and(|text| text.contains(|c: char| c.is_ascii_digit()))
                && page.is_visible(node)
                && page.parent(node).is_some_and(|line| page.text_length(line) <= LONGEST)
        });
        let (mut published, mut changed, mut alone) = (Vec::new(), Vec::new(), Vec::new());
        for node in lines.take(MOST) {
            let text = page.text_node(node).unwrap_or_default();
            let Some(line) = page.parent(node).filter(|_| !(self.is_comment)(node)) else {
                continue;
            };
            let at = self.stamps.read(text, self.order).filter(|at| at.date.day().is_some());
            let Some(at) = at else { continue };
            let found = (at, page.bytes_within(node, 0..text.len()));
            let is_aside = page.stands_aside(node);
            match self.label_of(line) {
                Some(DateOf::Change) => changed.push(found),
                Some(DateOf::Publication) if !is_aside => published.push(found),
                None if !is_aside && page.text_length(line) <= LONGEST_DATE => alone.push(found),
                _ => (),
            }
        }
        candidates.extend(one_day(&published, Field::Published, RANK_OF_LABELLED));
        candidates.extend(one_day(&changed, Field::Modified, RANK_OF_LABELLED));
        if published.is_empty() && changed.is_empty() {
            candidates.extend(one_day(&alone, Field::Published, RANK_OF_ONLY));
        }
    }
}

/// The first of `found`, if all are of one day.
fn one_day(found: &[(DateTime, Option<ByteRange>)], field: Field, rank: u32) -> Option<Candidate> {
    let &(at, bytes) = found.first()?;
    let is_one = found.iter().all(|(other, _)| other.date == at.date);
    let candidate = Candidate { field, rank, text: at.to_string(), origin: Origin::Markup, bytes };
    is_one.then_some(candidate)
}
