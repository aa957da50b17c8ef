//! Text in, text out: each file under `tests/cases` holds cases, and this reads them all.
//!
//! A case is a row of lines, parted from the next by a blank one:
//!
//! ```text
//! # what the case is about
//! @date 2018-09-06            the day of publication; without this line there is none
//! @language de                the language of the page; without this line it is not known
//! @prefer future
//! > A paragraph of the article.
//! @update Words of an addition to the article.
//! @comment 2018-09-07         the next lines are a comment, posted then (or -)
//! @quoting 2018-09-07         the same, but a quotation of a comment posted then
//! > Its words.
//! Sunday = DATE 2018-09-02 published weekday
//! person Qayis Khazali: Khazali surname, Qayis given-name
//! Basra @ IQ city 99532 country-beside
//! apart Qais Khazali | Laith Khazali: other-given-name
//! ```
//!
//! The last lines are what is found: dates, entities with their aliases, entities that were kept
//! apart, bounds and diagnostics.
//! A case in which a line of one sort stands has to have all lines of that sort; `= nothing` says
//! that no date is found, `: nothing` that no name is.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod support;

use std::fmt::Write;
use std::path::Path;

use annalist_enrich::{Enriched, Enricher, Options, Prefer};
use annalist_model::{Anchor, Date, DateTime, Document, Entity, Interval, Site};
use support::{Part, document};

#[test]
fn cases_give_what_they_say() {
    let enricher = Enricher::new().unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    let mut wrong = String::new();
    for file in &files {
        let text = std::fs::read_to_string(file).unwrap();
        for case in text.split("\n\n").map(str::trim).filter(|case| !case.is_empty()) {
            check(&enricher, case, &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Adds to `wrong` what is not as the case says.
fn check(enricher: &Enricher, case: &str, wrong: &mut String) {
    let mut options = Options::default();
    let (mut published, mut language) = (None, None);
    let mut parts: Vec<Part<'_>> = Vec::new();
    let mut next: Option<(bool, Option<DateTime>)> = None;
    let mut expected = Vec::new();
    for line in case.lines().filter(|line| !line.starts_with('#')) {
        if let Some(date) = line.strip_prefix("@date ") {
            published = DateTime::parse_iso(date);
        } else if let Some(named) = line.strip_prefix("@language ") {
            language = Some(named);
        } else if line == "@prefer future" {
            options.prefer = Prefer::Future;
        } else if let Some(date) = line.strip_prefix("@comment ") {
            next = Some((false, DateTime::parse_iso(date)));
        } else if let Some(date) = line.strip_prefix("@quoting ") {
            next = Some((true, DateTime::parse_iso(date)));
        } else if let Some(words) = line.strip_prefix("@update ") {
            parts.push(Part::Update(words));
        } else if let Some(words) = line.strip_prefix("> ") {
            parts.push(match next.take() {
                None => Part::Paragraph(words),
                Some((false, posted)) => Part::Comment(posted, words),
                Some((true, posted)) => Part::Quoting(posted, words),
            });
        } else {
            expected.push(line);
        }
    }
    assert!(!expected.is_empty(), "a case expects nothing:\n{case}");
    let document = document(&parts, published, language);
    let enriched = enricher.enrich(&document, &options);
    enriched.annotations.check(&document).unwrap();
    let explained = enricher.enrich(&document, &Options { explain: true, ..options });
    for said in &explained.diagnostics {
        assert!(!said.message.contains(":  ("), "a rule has no words: {}", said.message);
    }
    let found = describe(&document, &enriched);
    let sorts: Vec<Sort> = expected.iter().map(|line| sort_of(line)).collect();
    let relevant: Vec<&str> =
        found.iter().map(String::as_str).filter(|line| sorts.contains(&sort_of(line))).collect();
    expected.retain(|line| !line.ends_with("nothing"));
    if relevant != expected {
        let title = case.lines().next().unwrap_or_default();
        writeln!(wrong, "{title}\n  expected {expected:#?}\n  found {relevant:#?}").unwrap();
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Date,
    Place,
    Entity,
    Apart,
    Other,
}

fn sort_of(line: &str) -> Sort {
    match line {
        _ if line.contains(" @ ") => Sort::Place,
        _ if line.starts_with("apart ") => Sort::Apart,
        _ if line.starts_with(['E', '[']) && !line.contains(" = ") => Sort::Other,
        _ if line.contains("= ") => Sort::Date,
        _ => Sort::Entity,
    }
}

fn describe(document: &Document, enriched: &Enriched) -> Vec<String> {
    let annotations = &enriched.annotations;
    let dates = annotations.dates.iter().map(|date| {
        let (words, kind, value) = (document.slice(date.span), date.kind.as_str(), &date.value);
        let said = format!("{} {}", date.rule, date.details);
        let between = date.interval.filter(|_| date.anchor == Anchor::PublicationBounds);
        let between = between.map(|Interval { from, to }| {
            let day = |day: Option<Date>| day.map_or("-".to_owned(), |day| day.to_string());
            format!(" {}..{}", day(from), day(to))
        });
        let (said, between) = (said.trim_end(), between.unwrap_or_default());
        format!("{words} = {kind} {value} {} {said}{between}", date.anchor.as_str())
    });
    let entities = annotations.entities.iter().map(describe_entity);
    let places = annotations.entities.iter().filter_map(describe_place);
    let apart = annotations.apart.iter().map(|pair| {
        let name = |number: u32| annotations.entities[number as usize].name.as_str();
        format!("apart {} | {}: {}", name(pair.one), name(pair.other), pair.rule)
    });
    let bounds = annotations.publication_bounds.iter().map(|bounds| {
        let show = |bound: Option<annalist_model::Bound>| {
            bound.map_or("-".to_owned(), |it| format!("{} {:?}", it.date, document.slice(it.span)))
        };
        format!("[{}, {}]", show(bounds.not_before), show(bounds.not_after))
    });
    let doubts = enriched.diagnostics.iter().map(|it| format!("{} {}", it.code, it.message));
    dates.chain(entities).chain(places).chain(apart).chain(bounds).chain(doubts).collect()
}

fn describe_place(entity: &Entity) -> Option<String> {
    let place = entity.place.as_ref()?;
    let show = |site: &Site| {
        let source = site.source.as_deref().unwrap_or("-").trim_start_matches("geonames:");
        format!("{} {} {source}", site.country, site.precision.as_str())
    };
    let site = place.site.as_ref().map_or("?".to_owned(), show);
    Some(format!("{} @ {site} {}", entity.name, place.rule))
}

fn describe_entity(entity: &Entity) -> String {
    let aliases: Vec<String> =
        entity.aliases.iter().map(|it| format!("{} {}", it.value, it.kind.as_str())).collect();
    format!("{} {}: {}", entity.kind.as_str(), entity.name, aliases.join(", "))
        .trim_end()
        .to_owned()
}
