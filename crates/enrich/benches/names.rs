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
use annalist_model::{
    Block, BlockKind, Document, DocumentId, DocumentParts, MediaType, Metadata, Owner, Sha256,
    Source, SourceMap, Span, Structure,
};
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
    let mut at = 0;
    let mut blocks = Vec::new();
    for part in text.split("\n\n") {
        let words = part.trim();
        let start = at + part.len() - part.trim_start().len();
        if let Some(span) = Span::from_range(start..start + words.len()).filter(|it| !it.is_empty())
        {
            let (kind, owner) = (BlockKind::Paragraph, Owner::Article);
            blocks.push(Block { kind, owner, span, list: None });
        }
        at += part.len() + 2;
    }
    let source = Source {
        input: "text".to_owned(),
        url: None,
        media_type: MediaType::PlainText,
        charset: "UTF-8".to_owned(),
        compression: None,
        length: text.len() as u64,
        sha256: Sha256([0; 32]),
        saved_at: None,
        saved_at_bytes: None,
        saved_by: None,
        url_bytes: None,
        archive_url: None,
        part: None,
        place: None,
        answers: Vec::new(),
    };
    let parts = DocumentParts {
        id: DocumentId::given("text"),
        source,
        metadata: Metadata::default(),
        text: text.to_owned(),
        blocks,
        comments: Vec::new(),
        structure: Structure::default(),
        source_map: SourceMap::default(),
        diagnostics: Vec::new(),
    };
    Ok(Document::new(parts)?)
}
