//! What recognisers propose, and how one is chosen among several.

use std::fmt;

use annalist_model::{EntityKind, Span};

use crate::segment::Segments;

/// A stretch of text that may be a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Where it stands.
    pub span: Span,
    /// What it stands for.
    pub kind: EntityKind,
    /// How sure its recogniser is, per mille.
    pub score: u16,
    /// The rule or model that found it.
    pub rule: &'static str,
}

/// Something that finds names: rules, lists, or a trained model.
pub trait Recogniser: fmt::Debug + Send + Sync {
    /// The names that it sees in a text. They may overlap, and come in any order.
    fn candidates(&self, segments: &Segments<'_>) -> Vec<Candidate>;
}

/// The surest candidates that do not overlap, in order. Of two as sure the longer one stands, then
/// the earlier.
pub(crate) fn choose(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates.sort_by_key(|it| {
        let sureness = (std::cmp::Reverse(it.score), std::cmp::Reverse(it.span.len()));
        (sureness, it.span, it.kind, it.rule)
    });
    let mut taken = std::collections::BTreeMap::new();
    for candidate in candidates {
        let span = candidate.span;
        let before = taken.range(..span.end()).next_back();
        let is_free = before.is_none_or(|(_, it): (_, &Candidate)| it.span.end() <= span.start());
        if is_free && !span.is_empty() {
            taken.insert(span.start(), candidate);
        }
    }
    taken.into_values().collect()
}

/// Whether `span` overlaps none of `spans`, which are sorted.
pub(super) fn is_free(span: Span, spans: &[Span]) -> bool {
    let behind = spans.partition_point(|other| other.start() < span.end());
    behind
        .checked_sub(1)
        .and_then(|last| spans.get(last))
        .is_none_or(|last| last.end() <= span.start())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(start: u32, end: u32, score: u16) -> Candidate {
        let span = Span::new(start, end).unwrap();
        Candidate { span, kind: EntityKind::Person, score, rule: "test" }
    }

    #[test]
    fn the_surest_stand_and_the_rest_gives_way() {
        let chosen = choose(vec![
            candidate(0, 5, 500),
            candidate(3, 9, 900),
            candidate(9, 12, 100),
            candidate(9, 14, 100),
        ]);
        let spans: Vec<_> = chosen.iter().map(|it| (it.span.start(), it.span.end())).collect();
        assert_eq!(spans, [(3, 9), (9, 14)]);
    }
}
