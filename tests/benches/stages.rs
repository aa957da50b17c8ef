//! How long each stage takes of a folder of pages, on one core, in the order of a run.
//!
//! `cargo xtask bench` runs this and sets what it prints, one JSON object, as rows of its table. All
//! pages go through all stages one after the other, as in a run, so that caches are as cold as they
//! are there. Only the time that the thread was given counts. A new stage is a line in [`work`].

#[path = "../../crates/parse/benches/parse/pages.rs"]
mod pages;
#[path = "../../crates/parse/benches/parse/stopwatch.rs"]
mod stopwatch;

use std::hint::black_box;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use annalist_corpus::Partial;
use annalist_enrich::{Enricher, Options};
use annalist_model::Record;
use annalist_parse::{Input, Parser};
use pages::Page;
use stopwatch::Stopwatch;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    // Cargo adds `--bench` of its own.
    let mut given = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let folder = given.next().ok_or("name a folder of saved pages")?;
    let pages = pages::below(Path::new(&folder))?;
    let mut times = Times::default();
    let parser = times.of("loading", Parser::new)?;
    let enricher = times.of("loading", Enricher::new)?;
    let mut measured = Measured::default();
    for page in &pages {
        work(page, &parser, &enricher, &mut times, &mut measured);
    }
    let stages: Vec<serde_json::Value> = times
        .stages
        .iter()
        .map(|(name, time)| serde_json::json!({ "name": name, "time": time.as_nanos() as u64 }))
        .collect();
    let Measured { pages, bytes, words } = measured;
    let line =
        serde_json::json!({ "pages": pages, "bytes": bytes, "words": words, "stages": stages });
    writeln!(io::stdout().lock(), "{line}")?;
    Ok(())
}

/// What was measured on.
#[derive(Default)]
struct Measured {
    pages: u64,
    bytes: u64,
    words: u64,
}

/// Sends a page through all stages; what is no page is left out.
fn work(
    page: &Page,
    parser: &Parser,
    enricher: &Enricher,
    times: &mut Times,
    measured: &mut Measured,
) {
    let input = Input { name: &page.name, bytes: &page.bytes, ..Input::default() };
    let options = Options::default();
    let Ok(document) = times.of("parse", || parser.parse(&input)) else { return };
    let sentences = times.taken(|| drop(black_box(enricher.segments(&document))));
    let names = times.taken(|| drop(black_box(enricher.names(&document))));
    let dates = times.taken(|| drop(black_box(enricher.dates(&document, &options))));
    let watch = Stopwatch::start();
    let found = enricher.enrich(&document, &options);
    let all = watch.stop();
    let claims = times.taken(|| drop(black_box(enricher.claims(&document, &found.annotations))));
    // Each of these cuts the text for itself; in a run it is cut once.
    let [names, dates, claims] =
        [names, dates, claims].map(|taken| taken.saturating_sub(sentences));
    times.add("sentences", sentences);
    times.add("names", names);
    times.add("dates", dates);
    times.add("entities, places", all.saturating_sub(sentences + names + dates + claims));
    times.add("relations, events, quotations", claims);
    measured.pages += 1;
    measured.bytes += page.bytes.len() as u64;
    measured.words += document.text().split_whitespace().count() as u64;
    let record = times.of("record", || Record::new(document, found.annotations, found.diagnostics));
    let Ok(record) = record else { return };
    times.of("report: JSON", || drop(black_box(annalist_report::record_json(&record))));
    times.of("report: Markdown", || drop(black_box(annalist_report::document_markdown(&record))));
    times.of("share in the collection", || drop(black_box(Partial::of(&record).to_bytes())));
}

/// The time that each stage took, in the order in which they came first.
#[derive(Default)]
struct Times {
    stages: Vec<(&'static str, Duration)>,
}

impl Times {
    fn of<T>(&mut self, stage: &'static str, work: impl FnOnce() -> T) -> T {
        let watch = Stopwatch::start();
        let result = work();
        self.add(stage, watch.stop());
        result
    }

    fn taken(&self, work: impl FnOnce()) -> Duration {
        let watch = Stopwatch::start();
        work();
        watch.stop()
    }

    fn add(&mut self, stage: &'static str, time: Duration) {
        match self.stages.iter_mut().find(|(name, _)| *name == stage) {
            Some((_, sum)) => *sum += time,
            None => self.stages.push((stage, time)),
        }
    }
}
