//! What is around a paragraph in the tree of its page.

use html5ever::{LocalName, local_name};

use super::survey::Survey;
use crate::roles::Roles;

pub(super) const NAMES: &[&str] = &[
    "depth",
    "from-container",
    "to-top",
    "from-top",
    "above-article",
    "above-main",
    "above-figure",
    "above-table",
    "above-list",
    "above-nav",
    "above-footer",
    "above-section",
    "role-caption",
    "role-article",
    "role-body",
    "role-footer",
    "role-side",
    "role-related",
    "role-appeal",
    "block-good",
    "block-purity",
    "block-words",
    "block-linked",
    "block-average",
    "1-above-good",
    "1-above-purity",
    "1-above-words",
    "1-above-linked",
    "1-above-average",
    "2-above-good",
    "2-above-purity",
    "2-above-words",
    "2-above-linked",
    "2-above-average",
    "3-above-good",
    "3-above-purity",
    "3-above-words",
    "3-above-linked",
    "3-above-average",
    "4-above-good",
    "4-above-purity",
    "4-above-words",
    "4-above-linked",
    "4-above-average",
];

/// What is not found above is this many elements away.
const NOWHERE: f32 = 99.0;

const ROLES: [Roles; 7] = [
    Roles::CAPTION,
    Roles::ARTICLE,
    Roles::BODY,
    Roles::FOOTER,
    Roles::SIDE,
    Roles::RELATED,
    Roles::APPEAL,
];

/// Elements above a paragraph of which the inside is told.
const LEVELS: usize = 5;

pub(super) struct Around<'s> {
    survey: &'s Survey<'s>,
    /// The element that holds most good text and all above it, the nearest first.
    top: Vec<usize>,
    /// The element that holds the first paragraph that the rules would take.
    container: Option<usize>,
}

impl<'s> Around<'s> {
    pub(super) fn new(survey: &'s Survey<'s>, container: Option<usize>) -> Around<'s> {
        let top = std::iter::once(survey.top).chain(survey.page.ancestors(survey.top)).collect();
        Around { survey, top, container }
    }

    pub(super) fn add(&self, at: usize, row: &mut Vec<f32>) {
        let survey = self.survey;
        let page = survey.page;
        let unit = &survey.units[at];
        let mut tags = [NOWHERE; 8];
        let mut roles = [NOWHERE; ROLES.len()];
        let (mut depth, mut from_container, mut to_top) = (0.0, -1.0, NOWHERE);
        for (above, distance) in page.ancestors(unit.start).zip(0_u16..) {
            let distance = f32::from(distance);
            depth = distance;
            if self.container == Some(above) {
                from_container = distance;
            }
            if to_top == NOWHERE && page.contains(above, survey.top) {
                to_top = distance;
            }
            let tag = page.tag(above);
            if let Some(number) = told_tag(&tag) {
                tags[number] = tags[number].min(distance);
            }
            let own = page.roles(above);
            if own == Roles::NONE || matches!(tag, local_name!("html") | local_name!("body")) {
                continue;
            }
            for (role, nearest) in ROLES.iter().zip(&mut roles) {
                if own.any(*role) {
                    *nearest = nearest.min(distance);
                }
            }
        }
        let from_top = self.top.iter().position(|&above| page.contains(above, unit.start));
        row.extend([depth, from_container, to_top, from_top.map_or(NOWHERE, |it| it as f32)]);
        row.extend(tags);
        row.extend(roles);
        let mut node = unit.block;
        for _ in 0..LEVELS {
            let inside = survey.paragraphs(node);
            let good = survey.good.within(inside.clone());
            let bad = survey.bad.within(inside.clone());
            let length = survey.length.within(inside.clone());
            row.extend([
                good / survey.good.all().max(1.0),
                good / (good + bad).max(1.0),
                length / survey.length.all().max(1.0),
                survey.linked.within(inside.clone()) / length.max(1.0),
                length / inside.len().max(1) as f32,
            ]);
            node = page.parent(node).unwrap_or(node);
        }
    }
}

fn told_tag(tag: &LocalName) -> Option<usize> {
    Some(match *tag {
        local_name!("article") => 0,
        local_name!("main") => 1,
        local_name!("figure") => 2,
        local_name!("table") => 3,
        local_name!("ul") | local_name!("ol") => 4,
        local_name!("nav") => 5,
        local_name!("footer") => 6,
        local_name!("section") => 7,
        _ => return None,
    })
}
