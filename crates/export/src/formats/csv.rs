//! Tables for spreadsheets: a folder of CSV files (RFC 4180, UTF-8).
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a line end for a
//! formula, whatever the quotes around it. Words of a page that begin so get an apostrophe before
//! them; numbers of our own do not. What turns or hides text is shown by its number.

use std::borrow::Cow;
use std::fs::File;
use std::path::Path;

use annalist_model::{ByteRange, Precision, Stamp};

use crate::collection::Entity;
use crate::page::Place;
use crate::text::{line, visible};
use crate::told::{Sort, Taking, Told};
use crate::{Collection, Export, ExportError, Exporting, Format, Opening, Page};

pub(super) const FORMAT: Format = Format {
    name: "csv",
    meaning: "tables for spreadsheets: documents, comments, entities, mentions, dates, relations, events, quotations",
    opening: Opening::Folder(open),
};

const DOCUMENTS: &[&str] = &[
    "id",
    "input",
    "title",
    "authors",
    "site",
    "url",
    "published",
    "published_precision",
    "modified",
    "language",
    "comments",
    "text",
    "saved_at",
    "sha256",
    "duplicate_of",
];
const COMMENTS: &[&str] = &[
    "id",
    "document",
    "number",
    "parent",
    "depth",
    "kind",
    "author",
    "posted",
    "posted_precision",
    "posted_shown",
    "votes",
    "url",
    "text",
    "start",
    "end",
];
/// Its columns are also those of a list of names that `annalist run --list` takes.
const ENTITIES: &[&str] = &[
    "id",
    "type",
    "name",
    "aliases",
    "article_mentions",
    "comment_mentions",
    "documents",
    "place_precision",
    "country",
    "region",
    "latitude",
    "longitude",
    "gazetteer",
    "lists",
];
const MENTIONS: &[&str] = &[
    "id",
    "document",
    "comment",
    "quoted",
    "entity",
    "type",
    "name",
    "text",
    "rule",
    "score_per_mille",
    "start",
    "end",
    "first_byte",
    "end_byte",
    "passage",
];
const DATES: &[&str] = &[
    "id",
    "document",
    "comment",
    "quoted",
    "type",
    "value",
    "precision",
    "from",
    "to",
    "anchor",
    "details",
    "text",
    "rule",
    "start",
    "end",
    "first_byte",
    "end_byte",
    "passage",
];

/// Only what is asserted or reported is held for true: see `modality`.
const RELATIONS: &[&str] = &[
    "id",
    "document",
    "comment",
    "quoted",
    "subject",
    "subject_name",
    "type",
    "object",
    "object_name",
    "role",
    "place",
    "modality",
    "reporter",
    "date",
    "precision",
    "from",
    "to",
    "text",
    "rule",
    "start",
    "end",
    "first_byte",
    "end_byte",
];
const EVENTS: &[&str] = &[
    "id",
    "document",
    "comment",
    "quoted",
    "predicate",
    "agents",
    "patients",
    "recipients",
    "places",
    "modality",
    "reporter",
    "date",
    "precision",
    "from",
    "to",
    "text",
    "rule",
    "start",
    "end",
    "first_byte",
    "end_byte",
];
const QUOTATIONS: &[&str] = &[
    "id",
    "document",
    "comment",
    "quoted",
    "kind",
    "speaker",
    "speaker_name",
    "cue",
    "text",
    "rule",
    "start",
    "end",
    "first_byte",
    "end_byte",
];

type Table = csv::Writer<File>;

struct Tables<'c> {
    collection: &'c Collection,
    documents: Table,
    comments: Table,
    entities: Table,
    mentions: Table,
    dates: Table,
    relations: Table,
    events: Table,
    quotations: Table,
}

fn open<'c>(collection: &'c Collection, folder: &Path) -> Exporting<'c> {
    let table = |name: &str, columns: &[&str]| -> Result<Table, ExportError> {
        let mut table = csv::Writer::from_path(folder.join(name))?;
        table.write_record(columns)?;
        Ok(table)
    };
    Ok(Box::new(Tables {
        collection,
        documents: table("documents.csv", DOCUMENTS)?,
        comments: table("comments.csv", COMMENTS)?,
        entities: table("entities.csv", ENTITIES)?,
        mentions: table("mentions.csv", MENTIONS)?,
        dates: table("dates.csv", DATES)?,
        relations: table("relations.csv", RELATIONS)?,
        events: table("events.csv", EVENTS)?,
        quotations: table("quotations.csv", QUOTATIONS)?,
    }))
}

impl Export for Tables<'_> {
    fn page(&mut self, page: &Page<'_>) -> Result<(), ExportError> {
        self.documents.write_record(document(self.collection, page))?;
        for comment in page.document().comments() {
            let place = page.place(comment.span);
            let posted = comment.posted.as_ref().and_then(|stamp| stamp.value);
            self.comments.write_record([
                page.comment_id(comment.id),
                page.key.to_owned(),
                comment.id.to_string(),
                number(comment.parent),
                comment.depth.to_string(),
                comment.kind.as_str().to_owned(),
                optional(comment.author.as_ref().map(|author| author.value.as_str())),
                number(posted),
                precision(&number(posted)),
                optional(comment.posted.as_ref().and_then(shown)),
                number(comment.votes),
                optional(comment.permalink.as_deref()),
                cell(page.comment_words(comment)),
                place.start.to_string(),
                place.end.to_string(),
            ])?;
        }
        for claim in page.mentions() {
            let (entity, span) = (page.entity(claim.found), claim.found.span);
            let [start, end, first, past] = offsets(claim.place);
            self.mentions.write_record([
                claim.id,
                page.key.to_owned(),
                claim.place.comment.map(|it| page.comment_id(it)).unwrap_or_default(),
                claim.place.is_quoted.to_string(),
                entity.map(|it| it.key.clone()).unwrap_or_default(),
                claim.found.kind.as_str().to_owned(),
                optional(entity.map(|it| it.name.as_str())),
                cell(claim.words),
                claim.found.rule.clone(),
                claim.found.score.to_string(),
                start,
                end,
                first,
                past,
                cell(&page.around(span)),
            ])?;
        }
        for claim in page.dates() {
            let date = claim.found;
            let [start, end, first, past] = offsets(claim.place);
            self.dates.write_record([
                claim.id,
                page.key.to_owned(),
                claim.place.comment.map(|it| page.comment_id(it)).unwrap_or_default(),
                claim.place.is_quoted.to_string(),
                date.kind.as_str().to_owned(),
                cell(&date.value),
                precision(&date.value),
                number(date.interval.and_then(|it| it.from)),
                number(date.interval.and_then(|it| it.to)),
                date.anchor.as_str().to_owned(),
                cell(&date.details.to_string()),
                cell(claim.words),
                date.rule.clone(),
                start,
                end,
                first,
                past,
                cell(&page.around(date.span)),
            ])?;
        }
        for told in page.told() {
            match told.sort {
                Sort::Relation => self.relations.write_record(relation(page, &told))?,
                Sort::Event => self.events.write_record(event(page, &told))?,
                Sort::Quotation => self.quotations.write_record(quotation(page, &told))?,
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        for entity in &self.collection.entities {
            self.entities.write_record(row(self.collection, entity))?;
        }
        let Tables { documents, comments, entities, mentions, dates, .. } = &mut *self;
        for table in [documents, comments, entities, mentions, dates] {
            table.flush()?;
        }
        let Tables { relations, events, quotations, .. } = &mut *self;
        for table in [relations, events, quotations] {
            table.flush()?;
        }
        Ok(())
    }
}

fn document(collection: &Collection, page: &Page<'_>) -> Vec<String> {
    let (document, metadata) = (page.document(), page.document().metadata());
    let authors: Vec<String> = metadata.authors.iter().map(|it| line(&it.value)).collect();
    let original = collection.documents.get(page.number as usize).and_then(|it| it.duplicate_of);
    let original = original.and_then(|it| collection.documents.get(it as usize));
    let published = number(page.published());
    vec![
        page.key.to_owned(),
        cell(&document.source().input),
        optional(metadata.title.as_ref().map(|it| it.value.as_str())),
        cell(&authors.join("; ")),
        optional(metadata.site.as_ref().map(|it| it.value.as_str())),
        optional(page.address()),
        published.clone(),
        precision(&published),
        number(metadata.modified.as_ref().map(|it| it.value)),
        optional(metadata.language.as_ref().map(|it| it.value.as_str())),
        document.comments().iter().filter(|it| it.kind.is_by_reader()).count().to_string(),
        cell(&page.article_words()),
        number(document.source().saved_at),
        document.source().sha256.to_string(),
        original.map(|it| it.key.clone()).unwrap_or_default(),
    ]
}

fn relation(page: &Page<'_>, told: &Told<'_>) -> Vec<String> {
    let mut row = begin(page, told);
    row.extend(party(told, "subject"));
    row.push(told.what.to_owned());
    row.extend(party(told, "object"));
    row.extend([optional(told.role), names(told, "place")]);
    row.extend(stand(told));
    row.extend(end(page, told));
    row
}

fn event(page: &Page<'_>, told: &Told<'_>) -> Vec<String> {
    let mut row = begin(page, told);
    row.push(told.what.to_owned());
    row.extend(["agent", "patient", "recipient", "place"].map(|part| names(told, part)));
    row.extend(stand(told));
    row.extend(end(page, told));
    row
}

fn quotation(page: &Page<'_>, told: &Told<'_>) -> Vec<String> {
    let mut row = begin(page, told);
    row.push(told.what.to_owned());
    row.extend(party(told, "speaker"));
    row.push(optional(told.role));
    row.extend(end(page, told));
    row
}

/// What each row of a claim begins with: identifier, document, comment, whether it is quoted there.
fn begin(page: &Page<'_>, told: &Told<'_>) -> Vec<String> {
    vec![
        told.id.clone(),
        page.key.to_owned(),
        told.place.comment.map(|it| page.comment_id(it)).unwrap_or_default(),
        told.place.is_quoted.to_string(),
    ]
}

/// What each row of a claim ends with: its words, its rule, and where the first of them stand.
fn end(page: &Page<'_>, told: &Told<'_>) -> Vec<String> {
    let words: Vec<&str> = told.evidence.iter().map(|it| page.document().slice(*it)).collect();
    let mut row = vec![cell(&words.join(" … ")), told.rule.to_owned()];
    row.extend(offsets(told.place));
    row
}

/// The first who takes a part: the key of the entity, and the name or the words.
fn party(told: &Told<'_>, part: &str) -> [String; 2] {
    let party = told.parties(part).next();
    let key = party.and_then(|it| it.entity).map(|it| it.key.clone());
    [key.unwrap_or_default(), optional(party.map(Taking::name))]
}

/// All who take a part.
fn names(told: &Told<'_>, part: &str) -> String {
    let names = told.parties(part).map(|it| line(it.name()).replace(';', ","));
    cell(&names.collect::<Vec<String>>().join("; "))
}

/// How the text stands behind a claim, who says so, and when.
fn stand(told: &Told<'_>) -> Vec<String> {
    let date = told.date;
    let interval = date.and_then(|it| it.interval);
    vec![
        told.modality.map(|it| it.as_str().to_owned()).unwrap_or_default(),
        names(told, "reporter"),
        optional(date.map(|it| it.value.as_str())),
        date.map(|it| precision(&it.value)).unwrap_or_default(),
        number(interval.and_then(|it| it.from)),
        number(interval.and_then(|it| it.to)),
    ]
}

fn row(collection: &Collection, entity: &Entity) -> Vec<String> {
    let parted = |name: &str| line(name).replace(';', ",");
    let aliases: Vec<String> = entity.other_names().map(|it| parted(&it.value)).collect();
    let lists: Vec<String> = entity
        .listed
        .iter()
        .map(|it| match &it.identifier {
            Some(identifier) => parted(&format!("{}: {identifier}", it.list)),
            None => parted(&it.list),
        })
        .collect();
    let site = entity.site();
    let point = entity.point();
    vec![
        entity.key.clone(),
        entity.kind.as_str().to_owned(),
        cell(&line(&entity.name)),
        cell(&aliases.join("; ")),
        entity.article_mentions.to_string(),
        entity.comment_mentions.to_string(),
        collection.documents_of(entity).count().to_string(),
        optional(entity.place.as_ref().map(|it| it.precision.as_str())),
        optional(site.map(|it| it.country.as_str())),
        optional(site.and_then(|it| it.region.as_deref())),
        number(point.map(|(latitude, _)| latitude)),
        number(point.map(|(_, longitude)| longitude)),
        optional(site.and_then(|it| it.source.as_deref())),
        cell(&lists.join("; ")),
    ]
}

/// Words of a page as a cell that no program takes for a formula.
fn cell(words: &str) -> String {
    let words = visible(words);
    let begins = |words: &str| {
        words.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '|', '%', '＝', '＋', '－', '＠'])
    };
    if begins(&words) || begins(words.trim_start()) {
        return format!("'{words}");
    }
    Cow::into_owned(words)
}

fn optional(words: Option<&str>) -> String {
    words.map(cell).unwrap_or_default()
}

/// What is of our own making: numbers, and dates in ISO 8601.
fn number(value: Option<impl ToString>) -> String {
    value.map(|it| it.to_string()).unwrap_or_default()
}

fn precision(value: &str) -> String {
    let value = Some(value).filter(|value| !value.is_empty());
    value.and_then(Precision::of).map(|it| it.as_str().to_owned()).unwrap_or_default()
}

fn shown(stamp: &Stamp) -> Option<&str> {
    stamp.shown.as_deref()
}

fn offsets(place: Place) -> [String; 4] {
    let bytes = place.bytes;
    [
        place.start.to_string(),
        place.end.to_string(),
        number(bytes.map(ByteRange::start)),
        number(bytes.map(ByteRange::end)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for bad in ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", " =1", "＝1"] {
            assert_eq!(cell(bad), format!("'{bad}"), "{bad:?}");
        }
        assert_eq!(cell("a\u{202E}=b"), "a⟨U+202E⟩=b");
        assert_eq!(cell("2009-03-03"), "2009-03-03");
    }

    #[test]
    fn an_empty_date_has_no_precision() {
        assert_eq!(precision(""), "");
        assert_eq!(precision("2009-03"), "month");
    }
}
