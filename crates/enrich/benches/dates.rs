//! How fast dates are found and resolved in text, the cutting into sentences and tokens included.
//!
//! `cargo xtask bench dates` runs this with a file of texts, a paragraph a line and a form feed
//! between two texts, and sets what it prints as a table. Only the time that the thread was given
//! counts, and the best of the rounds.

#[path = "../../parse/benches/parse/stopwatch.rs"]
mod stopwatch;
#[path = "../tests/support/mod.rs"]
mod support;

use std::fs;
use std::hint::black_box;
use std::io::{self, Write};

use annalist_enrich::{Enricher, Options};
use annalist_model::{DateTime, Document};
use stopwatch::Stopwatch;
use support::{Part, document};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    // Cargo adds `--bench` of its own.
    let mut given = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let Some(path) = given.next() else { return Err("name a file of texts".into()) };
    let rounds: u32 = given.next().map_or(Ok(5), |rounds| rounds.parse())?;
    let texts = fs::read_to_string(path)?;
    let documents: Vec<Document> = texts.split('\u{c}').filter_map(document_of).collect();
    let enricher = Enricher::new()?;
    let mut best = None;
    let mut dates = 0;
    for _ in 0..rounds {
        let watch = Stopwatch::start();
        let found = documents.iter().map(|it| enricher.dates(it, &Options::default()).len());
        dates = black_box(found.sum::<usize>());
        let time = watch.stop().as_nanos();
        best = Some(best.map_or(time, |best| time.min(best)));
    }
    let bytes: usize = documents.iter().map(|document| document.text().len()).sum();
    let words = texts.split_whitespace().count();
    let best = best.ok_or("no round was asked for")?;
    let line = format!(r#"{{"words":{words},"bytes":{bytes},"dates":{dates},"time":{best}}}"#);
    Ok(writeln!(io::stdout().lock(), "{line}")?)
}

/// A text as a document that was published on some day.
fn document_of(text: &str) -> Option<Document> {
    let parts: Vec<Part<'_>> =
        text.lines().filter(|line| !line.trim().is_empty()).map(Part::Paragraph).collect();
    let published = DateTime::parse_iso("2018-09-06");
    (!parts.is_empty()).then(|| document(&parts, published, None))
}
