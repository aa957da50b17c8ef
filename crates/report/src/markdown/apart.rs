//! Entities of near names that are two all the same.

use annalist_model::{Apart, Record};

use super::citation::Citations;
use super::document::RECORD;
use super::escape::bounded;
use super::findings::NAME;
use super::page::{Page, cut};

/// Most pairs that are shown.
const PAIRS: usize = 40;

pub(super) fn write_apart(page: &mut Page, record: &Record, citations: &mut Citations<'_>) {
    let annotations = record.annotations();
    if annotations.apart.is_empty() {
        return;
    }
    page.heading(3, "Kept apart");
    let (shown, left) = cut(&annotations.apart, PAIRS, RECORD);
    let name = |number: u32| {
        let entity = annotations.entities.get(number as usize);
        bounded(entity.map_or("", |entity| &entity.name), NAME)
    };
    let pairs = shown.iter().map(|Apart { one, other, rule, evidence }| {
        let shown = evidence.map(|span| citations.cite(span)).unwrap_or_default();
        format!("{} and {} ({}){shown}", name(*one), name(*other), bounded(rule, NAME))
    });
    let pairs: Vec<String> = pairs.chain(left).collect();
    page.list(pairs);
}
