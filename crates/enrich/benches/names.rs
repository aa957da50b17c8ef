//! How fast names are found: tokens, sentences and recogniser together, on one core.
//!
//! `cargo xtask bench names` runs this with a file of texts, parted by form feeds, and shows what it
//! prints: how many words the texts have, and how many nanoseconds the best round took.

#[path = "../../parse/benches/parse/stopwatch.rs"]
mod stopwatch;

use std::hint::black_box;
use std::io::{self, Write};
use std::time::Duration;

use annalist_enrich::{Enricher, Options};
use annalist_model::{Document, DocumentParts, Sha256};
use stopwatch::Stopwatch;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let mut given = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let file = given.next().ok_or("what is needed: a file of texts, parted by form feeds")?;
    let rounds: u32 = given.next().map_or(Ok(5), |rounds| rounds.parse())?;
    let texts = std::fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
    let documents = texts.split('\u{c}').map(document).collect::<Result<Vec<_>, _>>()?;
    let words = texts.split_whitespace().count();
    let loading = best(rounds, || drop(black_box(Enricher::new())));
    let enricher = Enricher::new()?;
    let names = best(rounds, || {
        for document in &documents {
            black_box(enricher.names(document));
        }
    });
    let all = best(rounds, || {
        for document in &documents {
            black_box(enricher.enrich(document, &Options::default()));
        }
    });
    let [loading, names, all] = [loading, names, all].map(|time| time.as_nanos());
    let line = format!(
        "{{\"words\":{words},\"documents\":{},\"loading\":{loading},\"names\":{names},\"all\":{all}}}",
        documents.len()
    );
    writeln!(io::stdout(), "{line}")?;
    Ok(())
}

/// The time of the fastest of some rounds.
fn best(rounds: u32, mut work: impl FnMut()) -> Duration {
    let times = (0..rounds.max(1)).map(|_| {
        let watch = Stopwatch::start();
        work();
        watch.stop()
    });
    times.min().unwrap_or_default()
}

/// A text as a document of paragraphs, which blank lines part.
fn document(text: &str) -> Result<Document, Failure> {
    let parts = DocumentParts::of_text("text", text, Sha256([0; 32]));
    Ok(Document::new(parts.ok_or("the text is too long")?)?)
}
