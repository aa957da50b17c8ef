//! FollowTheMoney, which Aleph, OpenAleph, OpenSanctions and its tools read.
//!
//! A document is an `Article`, a comment a `PlainText` that an `UnknownLink` ties to what it answers,
//! so that what comments name is never the article's. People and organisations are `Person` and
//! `Organization`, nations and currents `LegalEntity`, places `Address`; each mention of one that may
//! act is a `Mention`. Relations and events are what [`told`] says. FollowTheMoney has no place for a stretch of text: of a statement `origin` is
//! the claim, which says document and code points, and `original_value` the words.

mod entity;
mod languages;
mod schema;
mod told;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use annalist_model::{Comment, EntityKind};
use serde_json::{Map, Value, json};
use sha1::{Digest, Sha1};

use self::entity::{Entity, id};
use self::schema::Schema;
use crate::collection::Entity as Named;
use crate::text::{shortened, web_address};
use crate::{Collection, Export, ExportError, Exporting, Format, Opening, Page, json as lines};

pub(super) const ENTITIES: Format = Format {
    name: "ftm",
    meaning: "FollowTheMoney entities, for Aleph and OpenSanctions",
    opening: Opening::Stream(open_entities),
};

pub(super) const STATEMENTS: Format = Format {
    name: "ftm-statements",
    meaning: "FollowTheMoney statements: each value with the claim that says it",
    opening: Opening::Stream(open_statements),
};

/// The dataset of statements.
const DATASET: &str = "annalist";

/// Code points of the title of a comment, at most.
const TITLE: usize = 80;

/// Columns of statements, in the order of the tools of FollowTheMoney.
const COLUMNS: &[&str] = &[
    "canonical_id",
    "entity_id",
    "prop",
    "prop_type",
    "schema",
    "value",
    "dataset",
    "origin",
    "lang",
    "original_value",
    "external",
    "first_seen",
    "last_seen",
    "id",
];

/// How entities are written.
enum Sink<'c> {
    Entities(Box<dyn Write + 'c>),
    Statements(Box<csv::Writer<Box<dyn Write + 'c>>>),
}

struct Stream<'c> {
    collection: &'c Collection,
    /// The first claim that gives an entity a name, by entity and words.
    named: BTreeMap<(u32, String), String>,
    /// The offices that are written.
    offices: BTreeSet<String>,
    sink: Sink<'c>,
}

impl<'c> Stream<'c> {
    fn new(collection: &'c Collection, sink: Sink<'c>) -> Stream<'c> {
        Stream { collection, named: BTreeMap::new(), offices: BTreeSet::new(), sink }
    }
}

fn open_entities<'c>(collection: &'c Collection, out: Box<dyn Write + 'c>) -> Exporting<'c> {
    Ok(Box::new(Stream::new(collection, Sink::Entities(out))))
}

fn open_statements<'c>(collection: &'c Collection, out: Box<dyn Write + 'c>) -> Exporting<'c> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(COLUMNS)?;
    let sink = Sink::Statements(Box::new(table));
    Ok(Box::new(Stream::new(collection, sink)))
}

impl Export for Stream<'_> {
    fn page(&mut self, page: &Page<'_>) -> Result<(), ExportError> {
        self.sink.write(&article(page))?;
        for comment in page.document().comments() {
            self.sink.write(&text_of(page, comment))?;
            self.sink.write(&answer(page, comment))?;
        }
        for claim in page.mentions() {
            let Some(named) = page.entity(claim.found) else { continue };
            let key = (named.id, claim.words.to_owned());
            self.named.entry(key).or_insert_with(|| claim.id.clone());
            let schema = schema_of(named);
            if schema == Schema::Address {
                continue;
            }
            let mut mention = Entity::new(Schema::Mention, claim.id.trim_start_matches("m-"));
            mention.add("document", &owner(page, claim.place.comment));
            mention.add_claimed("name", claim.words, Some(&claim.id));
            mention.add("resolved", &id(schema, &named.key));
            mention.add("detectedSchema", schema.name());
            // A row of signs that readers keep nothing of is no name.
            if mention.values.contains_key("name") {
                self.sink.write(&mention)?;
            }
        }
        for entity in page.told().iter().flat_map(|told| told::entities(page, told)) {
            // An office is written once, whoever holds it.
            if entity.schema != Schema::Position || self.offices.insert(entity.id.clone()) {
                self.sink.write(&entity)?;
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        let Stream { collection, named, sink, .. } = &mut *self;
        for entity in &collection.entities {
            sink.write(&thing(collection, entity, named))?;
        }
        match sink {
            Sink::Entities(out) => Ok(out.flush()?),
            Sink::Statements(table) => Ok(table.flush()?),
        }
    }
}

fn schema_of(named: &Named) -> Schema {
    match named.kind {
        EntityKind::Person => Schema::Person,
        EntityKind::Organisation => Schema::Organization,
        EntityKind::Place => Schema::Address,
        EntityKind::Group | EntityKind::Other => Schema::LegalEntity,
    }
}

/// The document whose words these are: the article, or the comment.
fn owner(page: &Page<'_>, comment: Option<u32>) -> String {
    match comment {
        Some(comment) => page.comment_id(comment),
        None => id(Schema::Article, page.key),
    }
}

fn article(page: &Page<'_>) -> Entity {
    let (source, metadata) = (page.document().source(), page.document().metadata());
    let mut article = Entity::new(Schema::Article, page.key);
    article.add("title", page.title());
    for author in &metadata.authors {
        article.add("author", &author.value);
    }
    article.add_date("publishedAt", page.published());
    article.add_date("modifiedAt", metadata.modified.as_ref().map(|it| it.value));
    article.add_date("retrievedAt", source.saved_at);
    if let Some(language) = &metadata.language {
        match languages::three_letters(&language.value) {
            Some(code) => article.add("language", code),
            None => article.add("notes", &format!("language: {}", language.value)),
        }
    }
    if let Some(address) = page.address() {
        article.add("sourceUrl", address);
    }
    let publisher = metadata.publisher.as_ref().or(metadata.site.as_ref());
    article.add("publisher", publisher.map_or("", |it| &it.value));
    article.add("summary", metadata.description.as_ref().map_or("", |it| &it.value));
    for tag in &metadata.tags {
        article.add("keywords", &tag.value);
    }
    article.add("fileName", &source.input);
    article.add("mimeType", source.media_type.as_str());
    article.add("encoding", &source.charset);
    article.add("bodyText", &page.article_words());
    article.add("processingAgent", concat!("annalist/", env!("CARGO_PKG_VERSION")));
    // contentHash is a SHA-1, by which Aleph looks for the file; ours is another.
    article.add("notes", &format!("SHA-256 of the saved file: {}", source.sha256));
    article
}

fn text_of(page: &Page<'_>, comment: &Comment) -> Entity {
    let key = format!("{}-{}", page.key, comment.id);
    let mut text = Entity::new(Schema::PlainText, &key);
    let words = page.comment_words(comment);
    text.add("title", &format!("{}: {}", comment.kind.as_str(), shortened(words, TITLE)));
    text.add("author", comment.author.as_ref().map_or("", |it| &it.value));
    text.add_date("publishedAt", comment.posted.as_ref().and_then(|it| it.value));
    text.add_date("modifiedAt", comment.edited.as_ref().and_then(|it| it.value));
    text.add("sourceUrl", comment.permalink.as_deref().and_then(web_address).unwrap_or(""));
    text.add("bodyText", words);
    text
}

/// The link from a comment to what it answers.
fn answer(page: &Page<'_>, comment: &Comment) -> Entity {
    let mut link = Entity::new(Schema::UnknownLink, &format!("{}-{}", page.key, comment.id));
    link.add("subject", &page.comment_id(comment.id));
    link.add("object", &owner(page, comment.parent));
    let role = if comment.parent.is_some() { "answers the comment" } else { "comments on" };
    link.add("role", role);
    link.add("proof", &id(Schema::Article, page.key));
    link
}

fn thing(
    collection: &Collection,
    named: &Named,
    claims: &BTreeMap<(u32, String), String>,
) -> Entity {
    let claim = |words: &str| claims.get(&(named.id, words.to_owned())).map(String::as_str);
    let schema = schema_of(named);
    let mut thing = Entity::new(schema, &named.key);
    thing.add_claimed("name", &named.name, claim(&named.name));
    // A name of nothing but signs is kept by no reader; the entity still has to have one.
    if !thing.values.contains_key("name") {
        thing.add("name", &format!("unnamed {}", named.key));
    }
    for alias in named.other_names() {
        let property = if alias.is_weak() { "weakAlias" } else { "alias" };
        thing.add_claimed(property, &alias.value, claim(&alias.value));
    }
    let proofs: BTreeSet<String> =
        collection.documents_of(named).map(|it| id(Schema::Article, &it.key)).collect();
    for proof in &proofs {
        thing.add("proof", proof);
    }
    for listed in &named.listed {
        let identifier = listed.identifier.as_deref().unwrap_or("no identifier");
        let note = listed.note.as_deref().map(|note| format!("; {note}")).unwrap_or_default();
        thing.add("notes", &format!("{}: {} ({identifier}){note}", listed.list, listed.name));
    }
    if schema == Schema::Address {
        place(named, &mut thing);
    }
    if named.kind == EntityKind::Group || named.kind == EntityKind::Other {
        thing.add("notes", &format!("type: {}", named.kind.as_str()));
    }
    thing
}

fn place(named: &Named, address: &mut Entity) {
    address.add("full", &named.name);
    if let Some(site) = named.site() {
        address.add("country", &site.country.to_ascii_lowercase());
        address.add("region", site.region.as_deref().unwrap_or(""));
        address.add("notes", &format!("gazetteer: {}", site.name));
        address.add("notes", site.source.as_deref().unwrap_or(""));
    }
    if let Some((latitude, longitude)) = named.point() {
        address.add("city", &named.name);
        address.add("latitude", &latitude.to_string());
        address.add("longitude", &longitude.to_string());
    }
    let precision = named.place.as_ref().map_or("unknown", |place| &*place.precision);
    address.add("notes", &format!("precision: {precision}"));
}

impl Sink<'_> {
    /// Checks an entity and writes it.
    fn write(&mut self, entity: &Entity) -> Result<(), ExportError> {
        entity.check()?;
        match self {
            Sink::Entities(out) => {
                let properties: Map<String, Value> = entity
                    .values
                    .iter()
                    .map(|(property, values)| {
                        let values = values.iter().map(|it| Value::from(it.value.as_str()));
                        ((*property).to_owned(), values.collect())
                    })
                    .collect();
                let (id, schema) = (&entity.id, entity.schema.name());
                let line = json!({ "id": id, "schema": schema, "properties": properties });
                lines::write_line(out, &line)
            }
            Sink::Statements(table) => statements(table, entity),
        }
    }
}

/// A row for each value, and the one that says that the entity is there, with a hash over all.
fn statements<W: Write>(table: &mut csv::Writer<W>, entity: &Entity) -> Result<(), ExportError> {
    let schema = entity.schema.name();
    let mut ids = BTreeSet::new();
    for (property, values) in &entity.values {
        let kind = entity.schema.kind(property).map_or("", schema::Kind::name);
        for value in values {
            let statement = sha1(&format!("{DATASET}.{}.{property}.{}", entity.id, value.value));
            let origin = value.origin.as_deref().unwrap_or("");
            let original = value.original.as_deref().unwrap_or("");
            table.write_record([
                &entity.id,
                &entity.id,
                *property,
                kind,
                schema,
                &value.value,
                DATASET,
                origin,
                "",
                original,
                "f",
                "",
                "",
                &statement,
            ])?;
            ids.insert(statement);
        }
    }
    let checksum = sha1(&ids.into_iter().collect::<String>());
    let statement = sha1(&format!("{DATASET}.{}.id.{checksum}", entity.id));
    table.write_record([
        &entity.id, &entity.id, "id", "checksum", schema, &checksum, DATASET, "", "", "", "f", "",
        "", &statement,
    ])?;
    Ok(())
}

fn sha1(text: &str) -> String {
    Sha1::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
