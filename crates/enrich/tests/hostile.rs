//! Any text is read to its end, without a panic, in time that grows with its length.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod support;

use std::sync::LazyLock;

use annalist_enrich::{Enricher, Options};
use annalist_model::{DateTime, EntityKind};
use proptest::prelude::*;
use support::{Part, document};

static ENRICHER: LazyLock<Enricher> = LazyLock::new(|| Enricher::new().unwrap());

fn enrich_all(enricher: &Enricher, text: &str) {
    let at = DateTime::parse_iso("2018-09-06T12:00");
    let parts = [
        Part::Paragraph(text),
        Part::Update(text),
        Part::Comment(at, text),
        Part::Quoting(at, text),
    ];
    let document = document(&parts, at, None);
    for published in [None, at] {
        let options = Options { date: published, ..Options::default() };
        let enriched = enricher.enrich(&document, &options);
        enriched.annotations.check(&document).unwrap();
        assert_eq!(enriched, enricher.enrich(&document, &options));
    }
}

fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[A-Z][a-z]{1,6}",
        "[0-9]{1,12}",
        "\\PC{1,5}",
        Just("Monday".to_owned()),
        Just("al-".to_owned()),
        Just("[Qassem]".to_owned()),
        Just("(IRGC)".to_owned()),
        Just("Ministry of".to_owned()),
        Just("President".to_owned()),
        Just("99999 years ago".to_owned()),
        Just("31 February 2017".to_owned()),
        Just("2 centuries before 1400".to_owned()),
        Just("U.S.".to_owned()),
        Just("’s".to_owned()),
        Just("\n".to_owned()),
        Just("«“(".to_owned()),
    ];
    prop::collection::vec(word, 0..40).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_annotations_that_hold_together(texts in prop::collection::vec(
        prop_oneof![words(), "\\PC{0,200}"], 1..4)) {
        let enricher = &*ENRICHER;
        for text in &texts {
            enrich_all(enricher, text);
        }
    }

    #[test]
    fn names_compare_the_same_both_ways(a in "\\PC{0,40}", b in "[A-Za-z ,.'-]{0,40}") {
        let enricher = &*ENRICHER;
        for kind in EntityKind::ALL {
            let there = enricher.match_names(&a, &b, kind);
            let back = enricher.match_names(&b, &a, kind);
            prop_assert_eq!(there.is_match, back.is_match);
            prop_assert_eq!((there.score, there.rule), (back.score, back.rule));
            prop_assert_eq!((there.left_of_a, there.left_of_b), (back.left_of_b, back.left_of_a));
        }
    }
}

/// Quadratic work over a text of this length would take hours.
#[test]
fn endless_repetition_is_read_in_time() {
    let enricher = &*ENRICHER;
    for piece in [
        "(((",
        "9",
        "A",
        "Aa ",
        "a.",
        "Al-",
        "1/2/",
        "by Monday ",
        "[A] B ",
        "x@",
        "Ab Cd (AC) ",
        "'",
    ] {
        let text = piece.repeat(100_000 / piece.len());
        let document = document(&[Part::Paragraph(&text)], None, None);
        let enriched = enricher.enrich(&document, &Options::default());
        enriched.annotations.check(&document).unwrap();
    }
}

#[test]
fn many_people_of_one_surname_are_told_apart_in_time() {
    let enricher = &*ENRICHER;
    let letters = |number: usize| -> String {
        (0..4).map(|place| char::from(b'a' + (number / 26_usize.pow(place) % 26) as u8)).collect()
    };
    let text: String =
        (0..20_000).map(|number| format!("Mr. K{} Smith spoke. ", letters(number))).collect();
    let document = document(&[Part::Paragraph(&text)], None, None);
    let enriched = enricher.enrich(&document, &Options::default());
    enriched.annotations.check(&document).unwrap();
    assert!(enriched.annotations.entities.len() > 1000);
}
