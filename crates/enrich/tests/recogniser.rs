//! Another recogniser beside the rules.

mod support;

use annalist_enrich::{Candidate, Enricher, Options, Recogniser, Segments};
use annalist_model::{EntityKind, Span};
use support::{Part, document};

/// Takes one word for a name, wherever it stands.
#[derive(Debug)]
struct OneWord {
    word: &'static str,
    score: u16,
}

impl Recogniser for OneWord {
    fn candidates(&self, segments: &Segments<'_>) -> Vec<Candidate> {
        let named = segments.text().match_indices(self.word);
        let span = |at: usize| Span::from_range(at..at + self.word.len());
        let kind = EntityKind::Other;
        named
            .filter_map(|(at, _)| {
                Some(Candidate { span: span(at)?, kind, score: self.score, rule: "one-word" })
            })
            .collect()
    }
}

fn kinds(enricher: &Enricher, text: &str) -> Vec<(String, EntityKind)> {
    let published = annalist_model::DateTime::parse_iso("2018-09-06");
    let document = document(
        &[
            Part::Paragraph(text),
            Part::Update(""),
            Part::Comment(published, ""),
            Part::Quoting(None, ""),
        ],
        None,
        None,
    );
    let annotations = enricher.enrich(&document, &Options::default()).annotations;
    annotations
        .mentions
        .iter()
        .map(|mention| (document.slice(mention.span).to_owned(), mention.kind))
        .collect()
}

#[test]
fn the_surer_of_two_recognisers_stands() {
    let text = "The zeppelin flew over Baghdad.";
    let with =
        |word, score| Enricher::new().unwrap().with_recogniser(Box::new(OneWord { word, score }));
    let baghdad = ("Baghdad".to_owned(), EntityKind::Place);
    assert_eq!(
        kinds(&with("zeppelin", 500), text),
        [("zeppelin".to_owned(), EntityKind::Other), baghdad.clone()]
    );
    assert_eq!(kinds(&with("Baghdad", 500), text), [baghdad]);
    assert_eq!(kinds(&with("Baghdad", 1000), text), [("Baghdad".to_owned(), EntityKind::Other)]);
}
