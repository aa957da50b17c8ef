//! Bytes as a text: what is found in it lies in it.

use annalist_enrich::{Options, Prefer};
use annalist_model::{Document, Record};
use annalist_parse::from_text;

use crate::engines::ENRICHER;

/// Dates, both ways of taking what fits past and future.
pub(crate) fn dates(bytes: &[u8]) {
    let document = document(bytes);
    let date = annalist_model::DateTime::parse_iso("2018-09-06T21:37+03:00");
    for (date, prefer) in [(date, Prefer::Past), (None, Prefer::Future)] {
        let found = ENRICHER.dates(&document, &Options { date, prefer, ..Options::default() });
        for mention in &found {
            assert!(mention.span.slice(document.text()).is_some(), "{mention:?} is off the text");
        }
        assert!(found.windows(2).all(|two| two[0].span.end() <= two[1].span.start()));
    }
}

/// Names and the entities behind them.
pub(crate) fn names(bytes: &[u8]) {
    let document = document(bytes);
    let found = ENRICHER.enrich(&document, &Options::default());
    let again = ENRICHER.revise(&document, found.annotations.clone());
    assert!(again == found.annotations, "no decision, and yet another result");
    Record::new(document, found.annotations, found.diagnostics).expect("a record that holds");
}

fn document(bytes: &[u8]) -> Document {
    let text = String::from_utf8_lossy(bytes);
    from_text(None, "text", &text, None).expect("a text of a fuzzer's size")
}
