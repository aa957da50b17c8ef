//! The corpus is a merge: of any parts, in any order and grouping, to the byte.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::sync::LazyLock;

use annalist_corpus::Partial;
use annalist_report::{corpus_json, corpus_markdown};
use annalist_tests::fixtures;
use proptest::prelude::*;

/// What each fixture gives to the corpus.
static PARTS: LazyLock<Vec<Partial>> =
    LazyLock::new(|| fixtures().iter().map(|fixture| Partial::of(&fixture.record())).collect());

fn published(partial: &Partial) -> (String, String) {
    let corpus = partial.finish();
    (corpus_json(&corpus, &[]), corpus_markdown(&corpus, &[], None))
}

fn merged(parts: impl IntoIterator<Item = Partial>) -> Partial {
    parts.into_iter().fold(Partial::default(), Partial::merge)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_and_grouping_give_the_same_corpus(
        order in Just((0..PARTS.len()).collect::<Vec<_>>()).prop_shuffle(),
        cuts in prop::collection::vec(0..PARTS.len(), 0..4),
    ) {
        let whole = published(&merged(PARTS.iter().cloned()));
        let mut cuts = cuts;
        cuts.extend([0, order.len()]);
        cuts.sort_unstable();
        let groups = cuts
            .windows(2)
            .map(|pair| merged(order[pair[0]..pair[1]].iter().map(|&index| PARTS[index].clone())));
        // Grouped from the right, where `merged` groups from the left.
        let grouped = groups.rev().fold(Partial::default(), |rest, group| group.merge(rest));
        prop_assert_eq!(&whole, &published(&grouped));
    }
}

#[test]
fn a_document_that_comes_twice_counts_once() {
    let once = merged(PARTS.iter().cloned());
    let twice = once.clone().merge(merged(PARTS.iter().cloned()));
    assert_eq!(published(&once), published(&twice));
}
