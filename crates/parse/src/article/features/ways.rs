//! The ways to the body that are independent of each other, and what each would take.
//!
//! The models hear all of them as numbers of the paragraphs; this says them to people.

use html5ever::local_name;

use super::Evidence;
use super::declared::Declared;
use super::kin::Kin;
use super::survey::Survey;
use crate::article::units::Paragraphs;
use crate::page::{Page, attribute};

/// A way to the body.
pub(crate) struct Way {
    /// What it goes by.
    pub(crate) name: String,
    /// Whether it takes each paragraph.
    pub(crate) takes: Vec<bool>,
}

/// Share of a paragraph that a declared body has where it is a part of it.
const DECLARED: f32 = 0.5;

/// The ways that lead anywhere on this page.
pub(crate) fn ways(page: &Page<'_>, paragraphs: &Paragraphs, evidence: &Evidence<'_>) -> Vec<Way> {
    let units = &paragraphs.units;
    let survey = Survey::new(page, paragraphs, evidence);
    let inside = |node: usize| {
        let range = survey.paragraphs(node);
        (0..units.len()).map(|at| range.contains(&at) && !survey.is_left_out[at]).collect()
    };
    let mut ways = Vec::new();
    if let Some(node) = evidence.container {
        ways.push(Way {
            name: format!("the rules ({})", name_of(page, node)),
            takes: inside(node),
        });
    }
    let name = format!("the density of text ({})", name_of(page, survey.top));
    ways.push(Way { name, takes: inside(survey.top) });
    let kin = Kin::new(&survey);
    if let Some(family) = kin.largest() {
        let takes = (0..units.len()).map(|at| kin.family(at) == family).collect();
        ways.push(Way { name: "paragraphs made alike".to_owned(), takes });
    }
    let declared = Declared::of(page);
    let shares = units.iter().map(|unit| declared.share(paragraphs.words(unit)) > DECLARED);
    ways.push(Way { name: "the body that its data declares".to_owned(), takes: shares.collect() });
    ways.retain(|way| way.takes.contains(&true));
    ways
}

/// An element as a selector would name it.
fn name_of(page: &Page<'_>, node: usize) -> String {
    let Some(element) = page.element(node).filter(|_| !page.is(node, &local_name!("html"))) else {
        return "the page".to_owned();
    };
    let class = attribute(element, "class").and_then(|it| it.split_whitespace().next());
    match (attribute(element, "id"), class) {
        (Some(id), _) => format!("{}#{}", element.name(), short(id)),
        (None, Some(class)) => format!("{}.{}", element.name(), short(class)),
        (None, None) => element.name().to_owned(),
    }
}

/// The first letters of a name that the page gives.
fn short(name: &str) -> &str {
    name.char_indices().nth(40).map_or(name, |(end, _)| &name[..end])
}
