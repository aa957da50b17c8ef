//! Text in, sentences and tokens out: each file under `tests/segments` holds cases, parted by blank
//! lines.
//!
//! ```text
//! # what the case is about
//! > a line of a paragraph
//! > its next line
//! = a sentence that is found; \n stands for the end of a line
//! ~ a token that is found, whole
//! ```
//!
//! All sentences of the paragraph stand there, in order; of the tokens those that matter.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod support;

use std::fmt::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

use annalist_enrich::{Candidate, Enricher, Options, Recogniser, Segments};
use support::{Part, document};

/// What a text was cut into.
#[derive(Clone, Debug, Default)]
struct Cut {
    sentences: Vec<String>,
    tokens: Vec<String>,
}

/// Notes how the last text was cut.
#[derive(Clone, Debug, Default)]
struct Witness(Arc<Mutex<Cut>>);

impl Recogniser for Witness {
    fn candidates(&self, segments: &Segments<'_>) -> Vec<Candidate> {
        let mut cut = self.0.lock().unwrap();
        let sentence = |tokens| segments.span(tokens).unwrap().slice(segments.text()).unwrap();
        let sentences = segments.sentences().iter().map(|it| sentence(it.tokens.clone()));
        cut.sentences = sentences.map(|words| words.replace('\n', "\\n")).collect();
        let tokens = 0..segments.tokens().len();
        cut.tokens = tokens.map(|token| segments.word(token).to_owned()).collect();
        Vec::new()
    }
}

#[test]
fn texts_are_cut_as_the_cases_say() {
    let witness = Witness::default();
    let enricher =
        Enricher::new().unwrap().without_model().with_recogniser(Box::new(witness.clone()));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/segments");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    let mut wrong = String::new();
    for file in &files {
        let text = std::fs::read_to_string(file).unwrap();
        for case in text.split("\n\n").map(str::trim).filter(|case| !case.is_empty()) {
            let marked = |mark: &str| -> Vec<&str> {
                case.lines().filter_map(|line| line.strip_prefix(mark)).collect()
            };
            let paragraph = marked("> ").join("\n");
            let document = document(&[Part::Paragraph(&paragraph)], None, None);
            enricher.enrich(&document, &Options::default());
            let cut = witness.0.lock().unwrap().clone();
            let missed: Vec<&str> = marked("~ ")
                .into_iter()
                .filter(|token| !cut.tokens.iter().any(|it| it == token))
                .collect();
            let expected = marked("= ");
            assert!(!expected.is_empty(), "a case expects nothing:\n{case}");
            if cut.sentences != expected || !missed.is_empty() {
                let title = case.lines().next().unwrap_or_default();
                let found = &cut.sentences;
                writeln!(wrong, "{title}\n  found {found:#?}\n  missed {missed:?}").unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
