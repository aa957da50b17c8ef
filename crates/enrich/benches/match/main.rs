//! How fast names are compared, merged, listed and found.
//!
//! `cargo xtask bench match` runs this and sets what it prints, a JSON object a line, as a table. The
//! names are generated, the same ones each time. Beside the matcher stands the Jaro-Winkler distance
//! of `strsim` on the same pairs: that ratio holds on a busy machine too.

mod names;

use std::hint::black_box;
use std::io::{self, Write};
use std::time::{Duration, Instant};

use annalist_enrich::{Enricher, ListEntry, NameList, Options, PreparedName};
use annalist_model::EntityKind;

type Failure = Box<dyn std::error::Error>;

/// Pairs that are compared.
const PAIRS: usize = 200_000;

/// How often each is measured; the best time counts.
const ROUNDS: usize = 3;

fn main() -> Result<(), Failure> {
    let count: usize = match std::env::args().skip(1).find(|it| !it.starts_with('-')) {
        Some(count) => count.parse()?,
        None => 100_000,
    };
    let enricher = Enricher::new()?;
    let written = names::generated(count.max(2));
    let prepared: Vec<PreparedName> = {
        let mut prepared = Vec::new();
        print("take apart", written.len(), || {
            let prepare = |name: &String| enricher.prepare_name(name, EntityKind::Person);
            prepared = written.iter().map(prepare).collect();
        })?;
        prepared
    };

    let pairs = pairs(prepared.len());
    print("compare", pairs.len(), || {
        for (one, other) in &pairs {
            black_box(enricher.compare_names(&prepared[*one], &prepared[*other]));
        }
    })?;
    print("compare (Jaro-Winkler)", pairs.len(), || {
        for (one, other) in &pairs {
            black_box(strsim::jaro_winkler(&written[*one], &written[*other]));
        }
    })?;
    print("compare, taken apart each time", pairs.len() / 10, || {
        for (one, other) in pairs.iter().take(pairs.len() / 10) {
            let (one, other) = (&written[*one], &written[*other]);
            black_box(enricher.match_names(one, other, EntityKind::Person));
        }
    })?;

    let mut compared = 0;
    let begun = Instant::now();
    enricher.each_near_pair(&prepared, |one, other| {
        compared += 1;
        black_box(enricher.compare_names(&prepared[one], &prepared[other]));
    });
    tell("merge all names", prepared.len(), begun.elapsed())?;
    tell("  pairs compared for it", compared, begun.elapsed())?;
    drop(prepared);

    let entries =
        written.iter().map(|name| ListEntry { name: name.clone(), ..ListEntry::default() });
    let list = NameList { name: "generated".to_owned(), entries: entries.collect() };
    let begun = Instant::now();
    let enricher = enricher.with_lists(vec![list]);
    tell("file a list", written.len(), begun.elapsed())?;
    let text = names::text(&written);
    let document = names::document(&text)?;
    let words = text.split_whitespace().count();
    print("find listed names, words", words, || {
        black_box(enricher.enrich(&document, &Options::default()));
    })
}

/// Pairs of places: half of them neighbours, which share a family name.
fn pairs(names: usize) -> Vec<(usize, usize)> {
    (0..PAIRS)
        .map(|number| {
            let one = number * 7919 % names;
            let other = if number % 2 == 0 { one + 1 } else { one + number };
            (one, other % names)
        })
        .collect()
}

fn print(what: &str, times: usize, mut work: impl FnMut()) -> Result<(), Failure> {
    let mut best = Duration::MAX;
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        work();
        best = best.min(begun.elapsed());
    }
    tell(what, times, best)
}

fn tell(what: &str, times: usize, taken: Duration) -> Result<(), Failure> {
    let nanoseconds = taken.as_nanos();
    writeln!(io::stdout(), r#"{{"what":"{what}","times":{times},"nanoseconds":{nanoseconds}}}"#)?;
    Ok(())
}
