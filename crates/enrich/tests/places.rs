//! How often the place that a name is given is the one that the passage means.
//!
//! `tests/places/seen.txt` was used while the rules were written, `kept.txt` was written when they
//! were done. A passage is a line that begins with `>`; below it stands each place that it names, with
//! its country and precision, or `?` where it leaves open which place is meant.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod support;

use std::path::Path;

use annalist_enrich::{Enricher, Options};
use annalist_model::{EntityKind, Place};
use support::{Part, document};

/// What was counted over the passages of a file.
#[derive(Debug, Default)]
struct Counts {
    /// Places of the file whose answer is the right one.
    right: u32,
    /// Places of the file, those left open not counted.
    known: u32,
    /// Answers that were given.
    given: u32,
    /// Places of the file that are left open, and those that were.
    open: u32,
    left_open: u32,
    /// What is not as the passages say, a line each.
    wrong: Vec<String>,
}

fn count(enricher: &Enricher, file: &str) -> Counts {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/places").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    let mut counts = Counts::default();
    for passage in text.split("\n\n").filter(|it| it.starts_with('>')) {
        let (words, lines) = passage.split_once('\n').unwrap();
        let document = document(&[Part::Paragraph(words.trim_start_matches("> "))], None, None);
        let found = enricher.enrich(&document, &Options::default()).annotations.entities;
        let mut answers: Vec<(String, String)> = found
            .iter()
            .filter(|entity| entity.kind == EntityKind::Place)
            .filter_map(|entity| Some((entity.name.clone(), answer(entity.place.as_ref()?))))
            .collect();
        for line in lines.lines().filter(|line| !line.is_empty()) {
            let (name, expected) = line.split_once(" @ ").unwrap();
            let at = answers.iter().position(|(found, _)| found == name);
            let given = at.map(|at| answers.remove(at).1);
            let given = given.as_deref().unwrap_or("none");
            if expected == "?" {
                counts.open += 1;
                counts.left_open += u32::from(!given.contains(' '));
            } else {
                counts.known += 1;
                counts.right += u32::from(given == expected);
            }
            counts.given += u32::from(given.contains(' '));
            if given != expected {
                counts.wrong.push(format!("{name}: expected {expected}, given {given}: {words}"));
            }
        }
        for (name, given) in answers.iter().filter(|(_, given)| given.contains(' ')) {
            counts.given += 1;
            counts.wrong.push(format!("{name}: not expected, given {given}: {words}"));
        }
    }
    counts
}

fn answer(place: &Place) -> String {
    place
        .site
        .as_ref()
        .map_or("?".to_owned(), |site| format!("{} {}", site.country, site.precision.as_str()))
}

#[test]
fn places_lie_where_the_passages_say() {
    let enricher = Enricher::new().unwrap();
    for file in ["seen.txt", "kept.txt"] {
        let counts = count(&enricher, file);
        let per_cent = |part: u32, of: u32| part * 100 / of.max(1);
        let precision = per_cent(counts.right, counts.given);
        let recall = per_cent(counts.right, counts.known);
        assert!(precision >= 95, "{file}: {counts:#?}");
        assert!(recall >= 90, "{file}: {counts:#?}");
    }
}
