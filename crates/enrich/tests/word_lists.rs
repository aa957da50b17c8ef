//! Every row of every word list does what the examples in the head of its file say.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

#[path = "support/examples.rs"]
mod examples;
mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use annalist_enrich::{Candidate, Enriched, Enricher, Options, Recogniser, Segments};
use annalist_model::{DateTime, Document, EntityKind};
use examples::Example;
use support::{Part, document};

/// Lists whose rows carry examples of their own.
const WITH_OWN_EXAMPLES: [&str; 5] = [
    "dates/feasts.tsv",
    "dates/grammar.tsv",
    "dates/limits.tsv",
    "dates/zones.tsv",
    // Its rows are the words of rules that the cases show.
    "entities/reasons.tsv",
];

/// A list that is counted from texts, not written.
const COUNTED: &str = "names/rule-scores.tsv";

/// Notes how the last text was cut.
#[derive(Clone, Debug, Default)]
struct Witness {
    sentences: Arc<Mutex<usize>>,
    tokens: Arc<Mutex<Vec<String>>>,
}

impl Recogniser for Witness {
    fn candidates(&self, segments: &Segments<'_>) -> Vec<Candidate> {
        *self.sentences.lock().unwrap() = segments.sentences().len();
        let words = (0..segments.tokens().len()).map(|token| segments.word(token).to_owned());
        *self.tokens.lock().unwrap() = words.collect();
        Vec::new()
    }
}

struct Bench {
    enricher: Enricher,
    witness: Witness,
}

#[test]
fn each_row_does_what_its_list_says() {
    let witness = Witness::default();
    let enricher =
        Enricher::new().unwrap().without_model().with_recogniser(Box::new(witness.clone()));
    let bench = Bench { enricher, witness };
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let mut wrong = Vec::new();
    for file in files(&data) {
        let name = file.strip_prefix(&data).unwrap().to_string_lossy().into_owned();
        // The rows about places are folded, and what is in them stands in no text as it is: tests
        // beside the gazetteer look each of them up.
        let is_folded = name.starts_with("places/");
        // What verbs and nouns tell needs names that are marked: tests beside the tables run them.
        let is_about_claims = name.starts_with("claims/");
        let has_own = WITH_OWN_EXAMPLES.contains(&name.as_str());
        if !is_folded && !is_about_claims && !has_own && name != COUNTED {
            bench.check_list(&name, &fs::read_to_string(&file).unwrap(), &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "{} rows are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "tsv") {
            found.push(path);
        }
    }
    found.sort();
    found
}

impl Bench {
    fn check_list(&self, name: &str, text: &str, wrong: &mut Vec<String>) {
        let examples: Vec<Example> = text.lines().filter_map(Example::parse).collect();
        for row in text.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = row.split('\t').collect();
            let mut of_row = examples.iter().filter(|example| example.is_for(&cells)).peekable();
            if of_row.peek().is_none() {
                wrong.push(format!("{name}: no example is for {row:?}"));
            }
            for (text, expected) in of_row.map(|example| example.fill(&cells)) {
                if let Some(found) = self.differs(&text, &expected) {
                    wrong.push(format!("{name}: {text} => {expected}, found {found}"));
                }
            }
        }
    }

    /// What is found instead of what is expected.
    fn differs(&self, text: &str, expected: &str) -> Option<String> {
        let (sort, value) = expected.split_once(' ').unwrap_or((expected, ""));
        if matches!(sort, "same" | "unlike") {
            return self.compares_otherwise(text, sort == "same", value);
        }
        let marked = text.strip_prefix('@').and_then(|rest| rest.split_once(' '));
        let (language, text) =
            marked.map_or((None, text), |(language, rest)| (Some(language), rest));
        // A Thursday.
        let published = DateTime::parse_iso("2018-09-06");
        let parts = [
            Part::Paragraph(text),
            Part::Update(""),
            Part::Comment(None, ""),
            Part::Quoting(None, ""),
        ];
        let document = document(&parts, published, language);
        let enriched = self.enricher.enrich(&document, &Options::default());
        let found = self.found(&document, &enriched);
        let holds = match sort {
            "nothing" => !found.iter().any(|it| {
                it.split_once(' ').is_some_and(|(sort, name)| {
                    EntityKind::parse(sort).is_some() && name.contains(value)
                })
            }),
            "name" => found.iter().any(|it| {
                it.split_once(' ')
                    .is_some_and(|(sort, name)| EntityKind::parse(sort).is_some() && name == value)
            }),
            "date" if value.is_empty() => !enriched.annotations.dates.is_empty(),
            _ => found.iter().any(|it| it == expected),
        };
        (!holds).then(|| format!("{found:?}"))
    }

    /// Everything that is found, each as an example may expect it.
    fn found(&self, document: &Document, enriched: &Enriched) -> Vec<String> {
        let annotations = &enriched.annotations;
        let mut found = Vec::new();
        for mention in &annotations.mentions {
            found.push(format!("{} {}", mention.kind.as_str(), document.slice(mention.span)));
        }
        for date in &annotations.dates {
            found.push(format!("date {}", date.value));
        }
        for pair in &annotations.apart {
            found.push(format!("apart {}", pair.rule));
        }
        for alias in annotations.entities.iter().flat_map(|entity| &entity.aliases) {
            found.push(format!("alias {} {}", alias.kind.as_str(), alias.value));
        }
        found.push(format!("dates {}", annotations.dates.len()));
        found.push(format!("entities {}", annotations.entities.len()));
        found.push(format!("sentences {}", self.witness.sentences.lock().unwrap()));
        for token in self.witness.tokens.lock().unwrap().iter() {
            found.push(format!("token {token}"));
        }
        found
    }

    /// Whether two names, parted by " = ", compare otherwise than expected.
    fn compares_otherwise(&self, names: &str, same: bool, kind: &str) -> Option<String> {
        let (a, b) = names.split_once(" = ").unwrap();
        let found = self.enricher.match_names(a, b, EntityKind::parse(kind).unwrap());
        (found.is_match != same).then(|| format!("{found:?}"))
    }
}
