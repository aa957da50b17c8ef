//! STIX 2.1: a bundle with an identity for each person, organisation and group, a location for each
//! place whose country is known, a relationship for each relation between these that an article states,
//! and a report for each document that refers to all that it names and states. STIX has no object for
//! an event, nor one for what is denied, planned or only said by others: these are left out.
//!
//! Identifiers are UUIDs of version 5. Times are those of the documents: STIX asks for them, so a
//! document without any has the first moment of 1970 and says so.

use std::collections::BTreeSet;
use std::io::Write;

use annalist_model::{DateTime, EntityKind, Modality};
use serde_json::{Map, Value, json};

use crate::collection::Entity;
use crate::json::Listing;
use crate::moment::in_utc;
use crate::text::{line, visible};
use crate::told::{Sort, Told};
use crate::{Collection, Export, ExportError, Exporting, Format, Opening, Page, stable};

pub(super) const FORMAT: Format = Format {
    name: "stix",
    meaning: "STIX 2.1: identities, locations, relationships, reports, for threat-intelligence tools",
    opening: Opening::Stream(open),
};

/// The time of what has none.
const NO_TIME: &str = "1970-01-01T00:00:00.000Z";

struct Bundle<'c> {
    collection: &'c Collection,
    objects: Listing<'c>,
}

fn open<'c>(collection: &'c Collection, out: Box<dyn Write + 'c>) -> Exporting<'c> {
    let keys = collection.documents.iter().map(|it| it.key.as_str());
    let words: Vec<&str> = ["bundle"].into_iter().chain(keys).collect();
    let id = format!("bundle--{}", stable::uuid(&words).hyphenated());
    let head = json!({ "type": "bundle", "id": id });
    let mut objects = Listing::begin(out, &head, "objects")?;
    let mut tool = object("identity", &["tool", "annalist"], NO_TIME);
    set(&mut tool, "name", "annalist");
    set(&mut tool, "identity_class", "system");
    objects.item(&tool)?;
    Ok(Box::new(Bundle { collection, objects }))
}

impl Export for Bundle<'_> {
    fn page(&mut self, page: &Page<'_>) -> Result<(), ExportError> {
        let mut named = BTreeSet::new();
        for claim in page.mentions().filter(|claim| claim.place.comment.is_none()) {
            named.extend(page.entity(claim.found).and_then(reference));
        }
        // A report refers to something: where nothing is named, to the tool that read it.
        if named.is_empty() {
            named.insert(id("identity", &["tool", "annalist"]));
        }
        let source = page.document().source();
        let (at, note) = match (page.published(), source.saved_at) {
            (Some(at), _) => (time(at), "published"),
            (None, Some(at)) => (time(at), "no date of publication; the time is when it was saved"),
            (None, None) => (None, "no date"),
        };
        let at = at.unwrap_or_else(|| NO_TIME.to_owned());
        for told in page.told() {
            if let Some(relationship) = relationship(page, &told, &at) {
                let id = relationship.get("id").and_then(Value::as_str);
                named.extend(id.map(str::to_owned));
                self.objects.item(&relationship)?;
            }
        }
        let mut report = object("report", &["report", page.key], &at);
        set(&mut report, "name", &visible(page.title()));
        set(&mut report, "description", note);
        set(&mut report, "published", &at);
        report.insert("object_refs".to_owned(), named.into_iter().collect());
        let hash = source.sha256.to_string();
        let mut reference = json!({ "source_name": "saved page", "external_id": page.key });
        if let (Some(keys), Some(address)) = (reference.as_object_mut(), page.address()) {
            keys.insert("url".to_owned(), address.into());
            keys.insert("hashes".to_owned(), json!({ "SHA-256": hash }));
        } else if let Some(keys) = reference.as_object_mut() {
            keys.insert("description".to_owned(), format!("SHA-256 {hash}").into());
        }
        report.insert("external_references".to_owned(), json!([reference]));
        self.objects.item(&report)
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        for entity in &self.collection.entities {
            if let Some(object) = entity_object(entity) {
                self.objects.item(&object)?;
            }
        }
        self.objects.finish()
    }
}

/// A relation that the article states, between two that are objects of the bundle.
fn relationship(page: &Page<'_>, told: &Told<'_>, at: &str) -> Option<Map<String, Value>> {
    let is_stated = told.sort == Sort::Relation
        && told.modality == Some(Modality::Asserted)
        && told.place.comment.is_none();
    let end = |part| told.parties(part).next().and_then(|it| it.entity).and_then(reference);
    let (source, target) = end("subject").zip(end("object")).filter(|_| is_stated)?;
    let mut object = object("relationship", &["relation", &told.id], at);
    set(&mut object, "relationship_type", &told.what.replace('_', "-"));
    let words = told.words(page);
    let role = told.role.map(|role| format!(" ({})", line(role))).unwrap_or_default();
    set(&mut object, "description", &format!("{}{}", visible(&words), visible(&role)));
    set(&mut object, "source_ref", &source);
    set(&mut object, "target_ref", &target);
    let mut reference = json!({ "source_name": "saved page", "external_id": told.id });
    if let (Some(keys), Some(date)) = (reference.as_object_mut(), told.date) {
        keys.insert("description".to_owned(), format!("it was so: {}", date.value).into());
    }
    object.insert("external_references".to_owned(), json!([reference]));
    Some(object)
}

/// What refers to an entity, where it is an object of the bundle.
fn reference(entity: &Entity) -> Option<String> {
    Some(id(type_of(entity)?, &["entity", &entity.key]))
}

/// A location needs at least a country; where none is known there is no object.
fn type_of(entity: &Entity) -> Option<&'static str> {
    match entity.kind {
        EntityKind::Place => entity.site().map(|_| "location"),
        EntityKind::Person | EntityKind::Organisation | EntityKind::Group => Some("identity"),
        EntityKind::Other => None,
    }
}

fn entity_object(entity: &Entity) -> Option<Map<String, Value>> {
    let mut object = object(type_of(entity)?, &["entity", &entity.key], NO_TIME);
    set(&mut object, "name", &visible(&entity.name));
    let others: Vec<_> = entity.other_names().map(|it| visible(&it.value)).collect();
    if !others.is_empty() {
        set(&mut object, "description", &format!("also: {}", others.join("; ")));
    }
    match entity.kind {
        EntityKind::Person => set(&mut object, "identity_class", "individual"),
        EntityKind::Organisation => set(&mut object, "identity_class", "organization"),
        EntityKind::Group => set(&mut object, "identity_class", "group"),
        EntityKind::Place | EntityKind::Other => {}
    }
    if let Some(site) = entity.site().filter(|_| entity.kind == EntityKind::Place) {
        set(&mut object, "country", &site.country);
        if let Some(region) = &site.region {
            set(&mut object, "administrative_area", region);
        }
    }
    if let Some((latitude, longitude)) = entity.point() {
        object.insert("latitude".to_owned(), latitude.into());
        object.insert("longitude".to_owned(), longitude.into());
    }
    Some(object)
}

fn object(kind: &str, words: &[&str], at: &str) -> Map<String, Value> {
    let mut object = Map::new();
    set(&mut object, "type", kind);
    set(&mut object, "spec_version", "2.1");
    set(&mut object, "id", &id(kind, words));
    set(&mut object, "created", at);
    set(&mut object, "modified", at);
    object
}

fn id(kind: &str, words: &[&str]) -> String {
    format!("{kind}--{}", stable::uuid(words).hyphenated())
}

fn set(object: &mut Map<String, Value>, key: &str, value: &str) {
    object.insert(key.to_owned(), value.into());
}

/// The moment in UTC, to the millisecond, as STIX writes it. What the page leaves out is the first
/// that it may mean.
fn time(at: DateTime) -> Option<String> {
    Some(in_utc(at)?.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_utc_and_as_stix_writes_them() {
        let check = |text, expected| {
            let written = time(DateTime::parse_iso(text).unwrap());
            assert_eq!(written.as_deref(), Some(expected), "{text}");
        };
        check("2009-03", "2009-03-01T00:00:00.000Z");
        check("2009-03-03T00:30+02:00", "2009-03-02T22:30:00.000Z");
        check("2009-03-03T18:01:05", "2009-03-03T18:01:05.000Z");
    }
}
