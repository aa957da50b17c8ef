//! Words around a date that make it one end of an open stretch: "since 2003", "by early 2014".

use annalist_model::{Interval, Limit, TimexType};
use jiff::ToSpan;

use super::calendar::{from_model, to_model};
use super::pieces::Piece;
use super::resolve::Resolved;
use annalist_tables::{DataError, DataFile, read_rows};

/// The words of one limit, before the date and behind it.
#[derive(Debug)]
struct Words {
    before: Vec<&'static str>,
    behind: Vec<&'static str>,
    limit: Limit,
}

/// The limits, those of most words first.
#[derive(Debug)]
pub(super) struct Limits(Vec<Words>);

impl Limits {
    pub(super) fn load(file: DataFile) -> Result<Limits, DataError> {
        let sides: Vec<(&str, Limit)> = Limit::ALL.iter().map(|it| (it.as_str(), *it)).collect();
        let mut limits = Vec::new();
        for row in read_rows(file, 2)? {
            let limit = row.choice(1, &sides)?;
            let Some((before, behind)) = row.cell(0).split_once('*') else {
                return Err(row.error("no * stands for the date"));
            };
            let words = |text: &'static str| text.split_whitespace().collect::<Vec<_>>();
            limits.push(Words { before: words(before), behind: words(behind), limit });
        }
        limits.sort_by_key(|it: &Words| std::cmp::Reverse(it.before.len() + it.behind.len()));
        Ok(Limits(limits))
    }

    /// The limit that the words around `pieces[start..end]` make of the date there.
    pub(super) fn around(&self, pieces: &[Piece<'_>], start: usize, end: usize) -> Option<Limit> {
        let next = pieces.get(end).map(|piece| piece.lower.as_ref());
        let found = self.0.iter().find(|it| it.stand_around(pieces, start, end))?.limit;
        // "After Friday's talks" tells of the talks.
        let is_of_an_event = next == Some("'") || next == Some("'s");
        (!is_of_an_event).then_some(found)
    }
}

impl Words {
    fn stand_around(&self, pieces: &[Piece<'_>], start: usize, end: usize) -> bool {
        let is = |at: usize, words: &[&str]| {
            let found = pieces.get(at..at + words.len());
            found.is_some_and(|found| {
                found.iter().map(|piece| piece.lower.as_ref()).eq(words.iter().copied())
            })
        };
        let before = start.checked_sub(self.before.len());
        before.is_some_and(|at| is(at, &self.before)) && is(end, &self.behind)
    }
}

/// The days on that side of what was resolved, if it means days that have two sides.
pub(super) fn open_interval(limit: Limit, resolved: &Resolved) -> Option<Interval> {
    let is_point = matches!(resolved.kind, TimexType::Date | TimexType::Time);
    let Interval { from, to } = resolved.interval.filter(|_| is_point)?;
    if resolved.value.contains('/') {
        return None;
    }
    let of_clock = resolved.kind == TimexType::Time;
    let beside = |day: Option<annalist_model::Date>, step: i32| {
        if of_clock { day } else { to_model(from_model(day?)?.checked_add(step.days()).ok()?) }
    };
    let interval = match limit {
        Limit::Since => Interval { from, to: None },
        Limit::After => Interval { from: beside(to, 1), to: None },
        Limit::Until | Limit::By => Interval { from: None, to },
        Limit::Before => Interval { from: None, to: beside(from, -1) },
    };
    (interval.from.is_some() || interval.to.is_some()).then_some(interval)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::DateReader;
    use crate::testing::paragraph;
    use annalist_tables::data_file;

    #[test]
    fn every_row_makes_a_date_the_end_of_a_stretch() {
        let reader = DateReader::load().unwrap();
        let words = crate::segment::SegmentWords::load().unwrap();
        for row in read_rows(data_file!("dates/limits.tsv"), 2).unwrap() {
            let stretch = row.cell(0).replace('*', "March 2017");
            let document = paragraph(&format!("They were there {stretch}."));
            let segments = crate::segment::segment(&document, &words);
            let found = reader.read(&document, &segments, &crate::Options::default(), &[]).dates;
            let limits: Vec<&str> =
                found.iter().filter_map(|it| Some(it.mention.details.limit?.as_str())).collect();
            assert_eq!(limits, [row.cell(1)], "{stretch}");
        }
    }
}
