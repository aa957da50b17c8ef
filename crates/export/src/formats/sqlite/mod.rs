//! SQLite: the collection as tables with keys, foreign keys and full-text search (FTS5), and the
//! metadata that Datasette reads. `datasette DIR` opens the folder.
//!
//! Relations, events and quotations stand in tables of their own, with their modality; the views
//! `related` and `happened` have each on one line.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use annalist_model::{ByteRange, Comment, Modality, Precision, Span};
use rusqlite::{Connection, params};

use crate::collection::Entity;
use crate::page::Place;
use crate::search::DATABASE;
use crate::told::{Sort, Told};
use crate::{Collection, Export, ExportError, Exporting, Format, Opening, Page};

pub(super) const FORMAT: Format = Format {
    name: "sqlite",
    meaning: "a database with full-text search, for SQLite and Datasette",
    opening: Opening::Folder(open),
};

/// What Datasette shows with it.
const METADATA: &str = "metadata.json";

/// Nothing is read from the file before it is whole, and one that is not whole is thrown away.
const SETTINGS: &str = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
    PRAGMA foreign_keys = ON; PRAGMA page_size = 4096; PRAGMA application_id = 1634627180;
    PRAGMA user_version = 1;";

struct Database {
    connection: Connection,
    comments: i64,
    claims: i64,
}

fn open<'c>(collection: &'c Collection, folder: &Path) -> Exporting<'c> {
    fs::write(folder.join(METADATA), include_str!("metadata.json"))?;
    let connection = Connection::open(folder.join(DATABASE))?;
    connection.execute_batch(SETTINGS)?;
    connection.execute_batch("BEGIN")?;
    connection.execute_batch(include_str!("schema.sql"))?;
    for entity in &collection.entities {
        add_entity(&connection, entity)?;
    }
    Ok(Box::new(Database { connection, comments: 0, claims: 0 }))
}

impl Export for Database {
    fn page(&mut self, page: &Page<'_>) -> Result<(), ExportError> {
        self.add_document(page)?;
        // Numbers of comments count within their document; those of rows within the collection.
        let first = self.comments;
        for comment in page.document().comments() {
            self.add_comment(page, comment, first)?;
            self.comments += 1;
        }
        for claim in page.mentions() {
            let found = claim.found;
            let id =
                self.add_claim(page, &claim.id, claim.place, ("mention", &found.rule), first)?;
            self.add_span(id, "words", claim.place, claim.words)?;
            let mut insert =
                self.connection.prepare_cached("INSERT INTO mentions VALUES (?, ?, ?, ?)")?;
            let entity = page.entity(found).map(|it| it.id);
            insert.execute(params![id, entity, found.kind.as_str(), found.score])?;
        }
        let mut dates: BTreeMap<Span, i64> = BTreeMap::new();
        for claim in page.dates() {
            let found = claim.found;
            let id = self.add_claim(page, &claim.id, claim.place, ("date", &found.rule), first)?;
            self.add_span(id, "words", claim.place, claim.words)?;
            dates.entry(found.span).or_insert(id);
            let mut insert = self
                .connection
                .prepare_cached("INSERT INTO dates VALUES (?, ?, ?, ?, ?, ?, ?, ?)")?;
            let day = |date: Option<annalist_model::Date>| date.map(|it| it.to_string());
            insert.execute(params![
                id,
                found.kind.as_str(),
                found.value,
                precision(&found.value),
                day(found.interval.and_then(|it| it.from)),
                day(found.interval.and_then(|it| it.to)),
                found.anchor.as_str(),
                found.details.to_string(),
            ])?;
        }
        for told in page.told() {
            let date = told.date.and_then(|date| dates.get(&date.span).copied());
            self.add_told(page, &told, date, first)?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), ExportError> {
        let Database { connection, .. } = *self;
        connection.execute_batch(include_str!("indexes.sql"))?;
        connection.execute_batch("COMMIT")?;
        connection.close().map_err(|(_, error)| ExportError::Database(error))
    }
}

impl Database {
    fn add_document(&self, page: &Page<'_>) -> Result<(), ExportError> {
        let (document, metadata) = (page.document(), page.document().metadata());
        let published = page.published().map(|it| it.to_string());
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?;
        insert.execute(params![
            page.number,
            page.key,
            document.source().input,
            page.title(),
            metadata.site.as_ref().map(|it| &it.value),
            page.address(),
            published,
            published.as_deref().and_then(precision),
            metadata.modified.as_ref().map(|it| it.value.to_string()),
            metadata.language.as_ref().map(|it| &it.value),
            document.source().saved_at.map(|it| it.to_string()),
            document.source().sha256.to_string(),
            page.duplicate_of(),
            document.text(),
        ])?;
        let mut insert = self.connection.prepare_cached("INSERT INTO authors VALUES (?, ?, ?)")?;
        for (place, author) in metadata.authors.iter().enumerate() {
            insert.execute(params![page.number, place as i64, author.value])?;
        }
        Ok(())
    }

    fn add_comment(
        &self,
        page: &Page<'_>,
        comment: &Comment,
        first: i64,
    ) -> Result<(), ExportError> {
        let place = page.place(comment.span);
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO comments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?;
        insert.execute(params![
            first + i64::from(comment.id),
            page.comment_id(comment.id),
            page.number,
            comment.id,
            comment.parent.map(|it| first + i64::from(it)),
            comment.depth,
            comment.kind.as_str(),
            comment.author.as_ref().map(|it| &it.value),
            comment.posted.as_ref().and_then(|it| it.value).map(|it| it.to_string()),
            comment.posted.as_ref().and_then(|it| it.shown.as_ref()),
            comment.edited.as_ref().and_then(|it| it.value).map(|it| it.to_string()),
            comment.votes,
            comment.permalink,
            place.start,
            place.end,
            page.comment_words(comment),
        ])?;
        Ok(())
    }

    /// Adds a relation, an event or a quotation, with its passages and those who take part.
    fn add_told(
        &mut self,
        page: &Page<'_>,
        told: &Told<'_>,
        date: Option<i64>,
        first_comment: i64,
    ) -> Result<(), ExportError> {
        let kind = (told.sort.as_str(), told.rule);
        let id = self.add_claim(page, &told.id, told.place, kind, first_comment)?;
        for span in told.evidence {
            self.add_span(id, "evidence", page.place(*span), page.document().slice(*span))?;
        }
        let modality = told.modality.map(Modality::as_str);
        match told.sort {
            Sort::Relation => self
                .connection
                .prepare_cached("INSERT INTO relations VALUES (?, ?, ?, ?, ?)")?
                .execute(params![id, told.what, told.role, date, modality])?,
            Sort::Event => self
                .connection
                .prepare_cached("INSERT INTO events VALUES (?, ?, ?, ?, ?)")?
                .execute(params![id, told.what, told.role, date, modality])?,
            Sort::Quotation => self
                .connection
                .prepare_cached("INSERT INTO quotations VALUES (?, ?, ?)")?
                .execute(params![id, told.what, told.role])?,
        };
        let mut insert = self
            .connection
            .prepare_cached("INSERT OR IGNORE INTO parties VALUES (?, ?, ?, ?, ?, ?)")?;
        for party in &told.parties {
            let (place, entity) = (page.place(party.span), party.entity.map(|it| it.id));
            insert.execute(params![id, party.part, entity, party.words, place.start, place.end])?;
        }
        Ok(())
    }

    /// Adds a claim of some kind that some rule read, without its passages; its number.
    fn add_claim(
        &mut self,
        page: &Page<'_>,
        key: &str,
        place: Place,
        (kind, rule): (&str, &str),
        first_comment: i64,
    ) -> Result<i64, ExportError> {
        let id = self.claims;
        self.claims += 1;
        let mut insert =
            self.connection.prepare_cached("INSERT INTO claims VALUES (?, ?, ?, ?, ?, ?, ?)")?;
        let comment = place.comment.map(|it| first_comment + i64::from(it));
        insert.execute(params![id, key, kind, page.number, comment, place.is_quoted, rule])?;
        Ok(id)
    }

    /// Adds a passage of a claim.
    fn add_span(
        &self,
        claim: i64,
        role: &str,
        place: Place,
        words: &str,
    ) -> Result<(), ExportError> {
        let mut insert = self
            .connection
            .prepare_cached("INSERT INTO spans VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)")?;
        let bytes = place.bytes;
        insert.execute(params![
            claim,
            role,
            place.start,
            place.end,
            bytes.map(ByteRange::start),
            bytes.map(ByteRange::end),
            words,
        ])?;
        Ok(())
    }
}

fn add_entity(connection: &Connection, entity: &Entity) -> Result<(), ExportError> {
    let mut insert = connection
        .prepare_cached("INSERT INTO entities VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    let (site, point) = (entity.site(), entity.point());
    insert.execute(params![
        entity.id,
        entity.key,
        entity.kind.as_str(),
        entity.name,
        entity.article_mentions,
        entity.comment_mentions,
        entity.place.as_ref().map(|it| &it.precision),
        site.map(|it| &it.country),
        site.and_then(|it| it.region.as_ref()),
        point.map(|it| it.0),
        point.map(|it| it.1),
        site.and_then(|it| it.source.as_ref()),
    ])?;
    let mut insert =
        connection.prepare_cached("INSERT OR IGNORE INTO aliases VALUES (?, ?, ?, ?)")?;
    for alias in entity.other_names() {
        let kinds = alias.kinds.join(" ");
        insert.execute(params![entity.id, alias.value, kinds, alias.mentions])?;
    }
    let mut insert =
        connection.prepare_cached("INSERT INTO listings VALUES (NULL, ?, ?, ?, ?, ?)")?;
    for listed in &entity.listed {
        let (list, name) = (&listed.list, &listed.name);
        insert.execute(params![entity.id, list, name, listed.identifier, listed.note])?;
    }
    Ok(())
}

fn precision(value: &str) -> Option<&'static str> {
    Precision::of(value).map(Precision::as_str)
}
