//! Where a paragraph stands on its page.

use super::Evidence;
use super::survey::Survey;
use super::wording::tag_number;
use crate::page::is_heading;

pub(super) const NAMES: &[&str] = &[
    "paragraphs-before",
    "words-before",
    "good-before",
    "after-headline",
    "since-good",
    "until-good",
    "is-inside",
    "is-left-out",
    "after-first",
    "before-last",
    "heading-tag",
    "heading-length",
    "heading-distance",
    "left-out-2-before",
    "left-out-1-before",
    "left-out-1-after",
    "inside-1-after",
    "inside-2-after",
    "inside-3-after",
    "good-1-before",
    "good-1-after",
];

/// Distances, in paragraphs, are told up to this one.
const FARTHEST: f32 = 60.0;

/// Good text, in bytes, from which on a paragraph is one that others are near to.
const GOOD: usize = 60;

pub(super) struct Standing<'s> {
    survey: &'s Survey<'s>,
    headline: Option<f32>,
    /// Distance to the next good paragraph before and after.
    since_good: Vec<f32>,
    until_good: Vec<f32>,
    /// The heading before each paragraph.
    heading: Vec<Option<usize>>,
}

impl<'s> Standing<'s> {
    pub(super) fn new(survey: &'s Survey<'s>, evidence: &Evidence<'_>) -> Standing<'s> {
        let units = survey.units;
        let headline =
            evidence.headline.map(|node| units.partition_point(|unit| unit.start < node) as f32);
        let distances = |order: &mut dyn Iterator<Item = usize>| {
            let mut distances = vec![FARTHEST; units.len()];
            let mut distance = FARTHEST;
            for at in order {
                distances[at] = distance;
                distance = if units[at].good > GOOD { 1.0 } else { (distance + 1.0).min(FARTHEST) };
            }
            distances
        };
        let mut last = None;
        let heading = (0..units.len())
            .map(|at| {
                let before = last;
                if is_heading(&survey.page.tag(units[at].block)) {
                    last = Some(at);
                }
                before
            })
            .collect();
        Standing {
            survey,
            headline,
            since_good: distances(&mut (0..units.len())),
            until_good: distances(&mut (0..units.len()).rev()),
            heading,
        }
    }

    pub(super) fn add(&self, at: usize, row: &mut Vec<f32>) {
        let survey = self.survey;
        let unit = &survey.units[at];
        let page = survey.page;
        let share = |part: f32, all: f32| part / all.max(1.0);
        let inside = survey.container.clone().unwrap_or(0..survey.units.len());
        let steps = |from: usize, to: usize| (to as f32 - from as f32).clamp(-FARTHEST, FARTHEST);
        let flag = |is: bool| f32::from(u8::from(is));
        // The paragraph so many places on; none beyond the ends.
        let near =
            |steps: isize| at.checked_add_signed(steps).filter(|&it| it < survey.units.len());
        let left_out = |steps| near(steps).map_or(-1.0, |it| flag(survey.is_left_out[it]));
        let is_inside = |steps| near(steps).map_or(-1.0, |it| flag(survey.is_inside(it)));
        let good = |steps| near(steps).map_or(-1.0, |it| survey.units[it].good as f32);
        let heading = self.heading[at].map(|it| &survey.units[it]);
        row.extend([
            at as f32 / survey.units.len() as f32,
            share(page.length_within(0..unit.start) as f32, page.text_length(0) as f32),
            share(survey.good.within(0..at), survey.good.all()),
            self.headline.map_or(-FARTHEST, |it| (at as f32 - it).clamp(-FARTHEST, 400.0)),
            self.since_good[at],
            self.until_good[at],
            is_inside(0),
            left_out(0),
            steps(inside.start, at),
            steps(at, inside.end),
            heading.map_or(-1.0, |it| tag_number(&page.tag(it.block))),
            heading.map_or(-1.0, |it| it.length as f32),
            self.heading[at].map_or(FARTHEST, |it| steps(it, at)),
            left_out(-2),
            left_out(-1),
            left_out(1),
            is_inside(1),
            is_inside(2),
            is_inside(3),
            good(-1),
            good(1),
        ]);
    }
}
