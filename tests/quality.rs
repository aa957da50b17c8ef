//! How much of what is true of the fixtures the line finds. The floors only rise.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;

use annalist_model::{BlockKind, DateTime, Document, Owner, Record};
use annalist_tests::{Fixture, fixtures};
use serde_json::Value;

/// Facts of one kind that hold, facts of the kind that there are.
type Count = (usize, usize);

/// Looks at facts and counts those that hold.
#[derive(Default)]
struct Tally {
    counts: BTreeMap<&'static str, Count>,
    missed: Vec<String>,
}

impl Tally {
    fn count(&mut self, kind: &'static str, holds: bool, missed: impl FnOnce() -> String) {
        let count = self.counts.entry(kind).or_default();
        count.0 += usize::from(holds);
        count.1 += 1;
        if !holds {
            self.missed.push(format!("{kind}: {}", missed()));
        }
    }

    /// Counts a fact that may be absent: that the page does not state it, and that nothing was
    /// made up for it, is no merit worth counting.
    fn equal(&mut self, kind: &'static str, slug: &str, wanted: &Value, found: &Value) {
        if is_absent(wanted) && is_absent(found) {
            return;
        }
        self.count(kind, wanted == found, || format!("{slug}: wanted {wanted}, found {found}"));
    }
}

#[test]
fn the_facts_of_the_fixtures_are_found() {
    let mut tally = Tally::default();
    for fixture in fixtures() {
        let record = fixture.record();
        metadata(&mut tally, &fixture, record.document());
        article(&mut tally, &fixture, record.document());
        comments(&mut tally, &fixture, record.document());
        names(&mut tally, &fixture, &record);
        dates(&mut tally, &fixture, &record);
    }
    let measured: String =
        tally.counts.iter().map(|(kind, (held, all))| format!("{kind}\t{held}\t{all}\n")).collect();
    let floors = include_str!("floors.tsv");
    let floors: String = floors
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| format!("{line}\n"))
        .collect();
    assert_eq!(
        floors,
        measured,
        "tests/floors.tsv holds what was reached; it may rise, and falls only with a reason.\n\
         Facts that were missed:\n  {}",
        tally.missed.join("\n  ")
    );
}

fn is_absent(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn facts(fixture: &Fixture) -> &Value {
    &fixture.source["facts"]
}

fn metadata(tally: &mut Tally, fixture: &Fixture, document: &Document) {
    let found = document.metadata();
    let facts = facts(fixture);
    let slug = fixture.slug.as_str();
    let text = |value: Option<&str>| value.map_or(Value::Null, Value::from);
    let title = text(found.title.as_ref().map(|title| title.value.as_str()));
    tally.equal("metadata/title", slug, &facts["title"], &title);
    let kind = text(found.page_type.map(|it| it.kind.as_str()));
    if facts.get("page_kind").is_some() {
        tally.equal("metadata/page_kind", slug, &facts["page_kind"], &kind);
    }
    let authors: Value = found.authors.iter().map(|author| author.value.as_str()).collect();
    tally.equal("metadata/authors", slug, &facts["authors"], &authors);
    let lower =
        |values: Vec<String>| -> Value { values.iter().map(|it| it.to_lowercase()).collect() };
    let wanted = facts["tags"].as_array().into_iter().flatten();
    let wanted = lower(wanted.filter_map(|tag| tag.as_str().map(str::to_owned)).collect());
    tally.equal(
        "metadata/tags",
        slug,
        &wanted,
        &lower(found.tags.iter().map(|tag| tag.value.clone()).collect()),
    );
    let day = |at: Option<DateTime>| at.map_or(Value::Null, |at| at.date.to_string().into());
    let published = day(found.published.as_ref().map(|it| it.value));
    tally.equal("metadata/published", slug, &facts["published"], &published);
    if facts.get("modified").is_some() {
        let modified = day(found.modified.as_ref().map(|it| it.value));
        tally.equal("metadata/modified", slug, &facts["modified"], &modified);
    }
    let language = found.language.as_ref().and_then(|language| language.value.split('-').next());
    tally.equal("metadata/language", slug, &facts["language"], &text(language));
    tally.equal(
        "source/charset",
        slug,
        &facts["charset"],
        &document.source().charset.as_str().into(),
    );
    if let Some(wanted) = facts["saved_at"].as_str() {
        let found = document.source().saved_at.map(|at| at.to_string());
        tally.count("source/saved-at", same_time(wanted, found.as_deref()), || {
            format!("{slug}: {found:?}")
        });
    }
}

fn article(tally: &mut Tally, fixture: &Fixture, document: &Document) {
    let facts = facts(fixture);
    let slug = fixture.slug.as_str();
    let own = || document.blocks().iter().filter(|block| block.owner == Owner::Article);
    for (fact, is_kind) in [
        ("paragraphs", (|kind| kind == BlockKind::Paragraph) as fn(BlockKind) -> bool),
        ("captions", |kind| kind == BlockKind::Caption),
        ("editors_notes", |kind| kind == BlockKind::EditorsNote),
        ("corrections", |kind| kind == BlockKind::Correction),
        ("updates", |kind| kind == BlockKind::Update),
        ("headings", |kind| matches!(kind, BlockKind::Heading(_))),
        ("list_items", |kind| kind == BlockKind::ListItem),
        ("quotes", |kind| kind == BlockKind::Quote),
        ("table_rows", |kind| kind == BlockKind::TableRow),
        ("code", |kind| kind == BlockKind::Code),
    ] {
        if let Some(wanted) = facts[fact].as_u64() {
            let found = own().filter(|block| is_kind(block.kind)).count() as u64;
            tally.count("article/blocks", wanted == found, || {
                format!("{slug}: {wanted} {fact}, found {found}")
            });
        }
    }
    let body = own().filter(|block| block.kind.is_body()).map(|block| document.slice(block.span));
    let body = folded(&body.collect::<Vec<_>>().join(" "));
    for phrase in facts["contains"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        let holds = body.contains(&folded(phrase));
        tally.count("article/contains", holds, || format!("{slug}: “{phrase}” is missing"));
    }
    for phrase in facts["excludes"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        let holds = !body.contains(&folded(phrase));
        tally.count("article/excludes", holds, || format!("{slug}: “{phrase}” is in the body"));
    }
}

fn comments(tally: &mut Tally, fixture: &Fixture, document: &Document) {
    let slug = fixture.slug.as_str();
    let wanted: Vec<&Value> = facts(fixture)["comments"].as_array().into_iter().flatten().collect();
    let found = document.comments();
    tally.count("comments/count", wanted.len() == found.len(), || {
        format!("{slug}: wanted {}, found {}", wanted.len(), found.len())
    });
    for (wanted, found) in wanted.iter().zip(found) {
        let place = format!("{slug}: comment {}", found.id);
        let author =
            found.author.as_ref().map_or(Value::Null, |author| author.value.as_str().into());
        tally.equal("comments/author", &place, &wanted["author"], &author);
        let posted = found.posted.as_ref().and_then(|stamp| stamp.value).map(|at| at.to_string());
        let holds = match wanted["posted"].as_str() {
            Some(wanted) => same_time(wanted, posted.as_deref()),
            None => posted.is_none(),
        };
        tally.count("comments/posted", holds, || format!("{place}: {posted:?}"));
        let parent = found.parent.map_or(Value::Null, Value::from);
        // To answer nobody is a fact as well.
        tally.count("comments/parent", wanted["parent"] == parent, || format!("{place}: {parent}"));
        tally.equal("comments/kind", &place, &wanted["kind"], &found.kind.as_str().into());
        let text = folded(document.slice(found.span));
        let starts = text.starts_with(&folded(wanted["text_start"].as_str().unwrap_or_default()));
        let ends = text.ends_with(&folded(wanted["text_end"].as_str().unwrap_or_default()));
        tally.count("comments/text", starts && ends, || format!("{place}: “{text}”"));
        if let Some(quoted) = wanted["quotes"].as_u64() {
            let holds = found.quotes.iter().any(|quote| quote.of.map(u64::from) == Some(quoted));
            tally.count("comments/quotes", holds, || format!("{place}: {:?}", found.quotes));
        }
    }
}

/// Whether two time stamps are the same point in time, written to the same precision.
fn same_time(wanted: &str, found: Option<&str>) -> bool {
    let found = found.and_then(DateTime::parse_iso);
    found.is_some() && found == DateTime::parse_iso(wanted)
}

fn names(tally: &mut Tally, fixture: &Fixture, record: &Record) {
    let slug = fixture.slug.as_str();
    let found = &record.annotations().entities;
    for wanted in facts(fixture)["entities"].as_array().into_iter().flatten() {
        let name = wanted["name"].as_str().unwrap();
        let all = |entity: &annalist_model::Entity| {
            let mut names = vec![entity.name.clone()];
            names.extend(entity.aliases.iter().map(|alias| alias.value.clone()));
            names
        };
        let entity = found.iter().find(|entity| all(entity).iter().any(|known| known == name));
        tally.count("names/found", entity.is_some(), || format!("{slug}: “{name}”"));
        let Some(entity) = entity else { continue };
        let kind = wanted["kind"].as_str().unwrap_or_default();
        tally.count("names/kind", entity.kind.as_str() == kind, || {
            format!("{slug}: “{name}” is no {}", entity.kind.as_str())
        });
        for alias in wanted["aliases"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            let holds = all(entity).iter().any(|known| known == alias);
            tally.count("names/aliases", holds, || format!("{slug}: “{alias}” for “{name}”"));
        }
    }
}

fn dates(tally: &mut Tally, fixture: &Fixture, record: &Record) {
    let slug = fixture.slug.as_str();
    let document = record.document();
    for wanted in facts(fixture)["dates"].as_array().into_iter().flatten() {
        let (text, value) = (wanted["text"].as_str().unwrap(), wanted["value"].as_str().unwrap());
        let key = folded(text).to_lowercase();
        let overlapping = record.annotations().dates.iter().filter(|date| {
            let own = folded(document.slice(date.span)).to_lowercase();
            own.contains(&key) || key.contains(&own)
        });
        let values: Vec<&str> = overlapping.map(|date| date.value.as_str()).collect();
        tally.count("dates/found", !values.is_empty(), || format!("{slug}: “{text}”"));
        if !values.is_empty() {
            tally.count("dates/value", values.contains(&value), || {
                format!("{slug}: “{text}” is {value}, found {values:?}")
            });
        }
    }
}
