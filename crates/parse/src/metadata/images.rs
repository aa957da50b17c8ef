//! The pictures that a page declares to stand for it.

use std::collections::HashSet;

use annalist_model::Sourced;

use super::candidate::{Candidate, Field};
use crate::links::LinkBase;

/// Pictures of one page that are kept.
const MOST: usize = 10;

/// The absolute addresses of the pictures, in the order of the candidates. An address that differs
/// from an earlier one by its scheme alone is the same picture.
pub(super) fn choose(candidates: &[Candidate], links: &LinkBase) -> Vec<Sourced<String>> {
    let mut known: HashSet<String> = HashSet::new();
    let declared = candidates.iter().filter(|it| it.field == Field::Image);
    let absolute = declared.filter_map(|it| Some(it.sourced(links.web_address(&it.text)?)));
    let new = absolute.filter(|it| {
        let place = it.value.split_once("://").map_or(it.value.as_str(), |(_, place)| place);
        known.insert(place.to_owned())
    });
    new.take(MOST).collect()
}
