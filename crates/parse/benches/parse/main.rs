//! How fast a page is read, beside what scraper alone takes to build its tree.
//!
//! `cargo xtask bench parse` runs this and sets what it prints, a JSON object a page, as a table.
//! The two are measured by turns on the same page, and the best time of each counts: what else the
//! machine does then falls on both, and drops out. Only the time that the thread was given counts
//! ([`stopwatch`]), as far as the system tells. That ratio is why this is no bench of a library
//! of benches, which measure one after the other.

mod hostile;
mod pages;
mod stopwatch;

use std::hint::black_box;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Duration;

use annalist_parse::{Input, Parser};
use encoding_rs::{Encoding, UTF_8};
use pages::Page;
use stopwatch::Stopwatch;

type Failure = Box<dyn std::error::Error>;

/// Times that each generated page is read.
const ROUNDS_OF_HOSTILE: usize = 5;

fn main() -> Result<(), Failure> {
    let arguments = Arguments::read(std::env::args().skip(1))?;
    let parser = Parser::new()?;
    let pages = pages::below(&arguments.folder)?;
    let mut stands: Vec<Stand> =
        pages.iter().filter_map(|page| Stand::new(&parser, page, "page")).collect();
    // Rounds over all pages, not over one: caches are as cold as they are in a batch.
    for _ in 0..arguments.rounds {
        for stand in &mut stands {
            stand.measure(&parser);
        }
    }
    stands.iter().try_for_each(Stand::print)?;
    drop(stands);
    if arguments.rounds == 0 || arguments.pages_only {
        return Ok(());
    }
    for page in hostile::pages() {
        let Some(mut stand) = Stand::new(&parser, &page, "hostile") else { continue };
        for _ in 0..ROUNDS_OF_HOSTILE {
            stand.measure_parse(&parser);
        }
        stand.print()?;
    }
    Ok(())
}

/// What the bench is called with.
struct Arguments {
    folder: PathBuf,
    /// None to read each page of the folder once and stop there: a profiler asks for no more.
    rounds: usize,
    /// Whether the generated pages are left out.
    pages_only: bool,
}

impl Arguments {
    /// Reads `FOLDER [ROUNDS [pages]]`; cargo adds `--bench` of its own.
    fn read(given: impl Iterator<Item = String>) -> Result<Arguments, Failure> {
        let mut given = given.filter(|argument| argument != "--bench");
        let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures");
        let folder = given.next().map_or_else(|| fixtures.into(), PathBuf::from);
        let rounds = given.next().map_or(Ok(5), |rounds| rounds.parse())?;
        let pages_only = given.next().is_some_and(|word| word == "pages");
        Ok(Arguments { folder, rounds, pages_only })
    }
}

fn input(page: &Page) -> Input<'_> {
    Input { name: &page.name, bytes: &page.bytes, ..Input::default() }
}

/// A page on the stand, with the best times so far.
struct Stand<'p> {
    kind: &'static str,
    page: &'p Page,
    /// The page as scraper takes it.
    text: String,
    /// None for generated pages: scraper alone takes minutes for some.
    bare: Option<Duration>,
    /// What copying the bytes takes.
    copy: Option<Duration>,
    parse: Duration,
}

impl Stand<'_> {
    /// None where the parser says that the file is no page.
    fn new<'p>(parser: &Parser, page: &'p Page, kind: &'static str) -> Option<Stand<'p>> {
        let document = parser.parse(&input(page)).ok()?;
        let charset = Encoding::for_label(document.source().charset.as_bytes()).unwrap_or(UTF_8);
        let text = charset.decode(&page.bytes).0.into_owned();
        Some(Stand { kind, page, text, bare: None, copy: None, parse: Duration::MAX })
    }

    fn measure(&mut self, parser: &Parser) {
        let watch = Stopwatch::start();
        drop(black_box(scraper::Html::parse_document(black_box(&self.text))));
        keep_best(&mut self.bare, watch.stop());
        let watch = Stopwatch::start();
        drop(black_box(black_box(&self.page.bytes).clone()));
        keep_best(&mut self.copy, watch.stop());
        self.measure_parse(parser);
    }

    fn measure_parse(&mut self, parser: &Parser) {
        let watch = Stopwatch::start();
        drop(black_box(parser.parse(&black_box(input(self.page)))));
        self.parse = self.parse.min(watch.stop());
    }

    fn print(&self) -> io::Result<()> {
        let line = serde_json::json!({
            "kind": self.kind,
            "name": self.page.name,
            "bytes": self.page.bytes.len(),
            "bare": self.bare.map(|bare| bare.as_nanos() as u64),
            "copy": self.copy.map(|copy| copy.as_nanos() as u64),
            "parse": self.parse.as_nanos() as u64,
        });
        writeln!(io::stdout().lock(), "{line}")
    }
}

fn keep_best(best: &mut Option<Duration>, taken: Duration) {
    *best = Some(best.map_or(taken, |best| best.min(taken)));
}
