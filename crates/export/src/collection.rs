//! What a collection says as a whole, read from `corpus.json`: the documents, and what they name.

use std::collections::{BTreeMap, BTreeSet};

use annalist_model::EntityKind;
use serde::{Deserialize, Deserializer};

use crate::{ExportError, stable};

/// The documents of a collection, and what they name.
#[derive(Debug)]
pub struct Collection {
    /// The documents, in the order of their inputs.
    pub(crate) documents: Vec<Listed>,
    /// What they name.
    pub(crate) entities: Vec<Entity>,
    places: BTreeMap<String, usize>,
    /// The entity of the collection, by document and by its number there.
    named: BTreeMap<(u32, u32), u32>,
}

/// A document, as the report on the collection lists it.
#[derive(Debug, Deserialize)]
pub(crate) struct Listed {
    id: String,
    input: String,
    /// The document that says the same and is counted in its stead.
    #[serde(default)]
    pub(crate) duplicate_of: Option<u32>,
    /// What it is called in exports; no two documents have the same.
    #[serde(skip)]
    pub(crate) key: String,
}

/// Something that documents name.
#[derive(Debug, Deserialize)]
pub(crate) struct Entity {
    /// Its number in the collection.
    pub(crate) id: u32,
    #[serde(rename = "type", deserialize_with = "kind")]
    pub(crate) kind: EntityKind,
    /// Its fullest name.
    pub(crate) name: String,
    /// Its other names, sorted.
    pub(crate) aliases: Vec<Alias>,
    /// The lines of the user's lists that name it.
    #[serde(default)]
    pub(crate) listed: Vec<Listing>,
    /// For a place: where it lies.
    #[serde(default)]
    pub(crate) place: Option<Location>,
    /// How often articles name it.
    pub(crate) article_mentions: u32,
    /// How often comments name it.
    pub(crate) comment_mentions: u32,
    /// The documents that name it.
    pub(crate) documents: Vec<Occurrence>,
    /// What it is called in exports; no two have the same.
    #[serde(skip)]
    pub(crate) key: String,
}

/// Another name.
#[derive(Debug, Deserialize)]
pub(crate) struct Alias {
    pub(crate) value: String,
    /// How documents relate it to the canonical name.
    pub(crate) kinds: Vec<String>,
    pub(crate) mentions: u32,
}

/// The line of a list.
#[derive(Debug, Deserialize)]
pub(crate) struct Listing {
    pub(crate) list: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) identifier: Option<String>,
    #[serde(default)]
    pub(crate) note: Option<String>,
}

/// Where a place lies.
#[derive(Debug, Deserialize)]
pub(crate) struct Location {
    /// How exactly it is known: `country`, `region`, `city` or `unknown`.
    pub(crate) precision: String,
    #[serde(default)]
    pub(crate) site: Option<Site>,
}

/// The bearer of a name that is meant.
#[derive(Debug, Deserialize)]
pub(crate) struct Site {
    pub(crate) name: String,
    pub(crate) country: String,
    #[serde(default)]
    pub(crate) region: Option<String>,
    #[serde(default)]
    latitude: Option<f64>,
    #[serde(default)]
    longitude: Option<f64>,
    #[serde(default)]
    pub(crate) source: Option<String>,
}

/// A document that names an entity.
#[derive(Debug, Deserialize)]
pub(crate) struct Occurrence {
    pub(crate) document: u32,
    entities: Vec<u32>,
}

#[derive(Deserialize)]
struct CorpusFile {
    documents: Vec<Listed>,
    entities: Vec<Entity>,
}

fn kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<EntityKind, D::Error> {
    let name = String::deserialize(deserializer)?;
    EntityKind::parse(&name).ok_or_else(|| serde::de::Error::custom("unknown type of entity"))
}

impl Collection {
    /// Reads the report on a collection.
    ///
    /// # Errors
    ///
    /// Where it is none, or does not hold together.
    pub fn read(corpus_json: &[u8]) -> Result<Collection, ExportError> {
        let CorpusFile { mut documents, mut entities } = serde_json::from_slice(corpus_json)
            .map_err(|error| ExportError::Corpus(error.to_string()))?;
        let is_listed = |number: u32| (number as usize) < documents.len();
        let mut ends = entities.iter().flat_map(|it| &it.documents).map(|it| it.document);
        let in_order = entities.iter().enumerate().all(|(index, it)| it.id as usize == index);
        if !ends.all(is_listed) || !in_order {
            let why = "it names a document that it does not list, or an entity is out of place";
            return Err(ExportError::Corpus(why.to_owned()));
        }
        name_documents(&mut documents);
        name_entities(&mut entities, &documents);
        let places =
            documents.iter().enumerate().map(|(index, it)| (it.input.clone(), index)).collect();
        let named = entities
            .iter()
            .flat_map(|entity| entity.documents.iter().map(move |it| (entity.id, it)))
            .flat_map(|(id, it)| it.entities.iter().map(move |local| ((it.document, *local), id)))
            .collect();
        Ok(Collection { documents, entities, places, named })
    }

    /// The number of the document that was read from `input`.
    pub(crate) fn document(&self, input: &str) -> Option<(u32, &Listed)> {
        let index = *self.places.get(input)?;
        Some((u32::try_from(index).ok()?, self.documents.get(index)?))
    }

    /// What the document calls its entity `local`. Of one that repeats another the entities are
    /// those of the other: both have the same text.
    pub(crate) fn entity(&self, document: u32, local: u32) -> Option<&Entity> {
        let original = || self.documents.get(document as usize)?.duplicate_of;
        let number = self.named.get(&(document, local)).or_else(|| {
            let original = original()?;
            self.named.get(&(original, local))
        })?;
        self.entities.get(*number as usize)
    }

    /// The documents that name `entity`.
    pub(crate) fn documents_of<'c>(
        &'c self,
        entity: &'c Entity,
    ) -> impl Iterator<Item = &'c Listed> {
        entity.documents.iter().filter_map(|it| self.documents.get(it.document as usize))
    }
}

impl Entity {
    /// Its point, where it is a town whose place is known: latitude and longitude in degrees.
    pub(crate) fn point(&self) -> Option<(f64, f64)> {
        let place = self.place.as_ref().filter(|place| place.precision == "city")?;
        let site = place.site.as_ref()?;
        site.latitude.zip(site.longitude)
    }

    /// The place that it is.
    pub(crate) fn site(&self) -> Option<&Site> {
        self.place.as_ref()?.site.as_ref()
    }

    /// Its other names, without those that are its name.
    pub(crate) fn other_names(&self) -> impl Iterator<Item = &Alias> {
        self.aliases.iter().filter(|alias| alias.value != self.name)
    }
}

impl Alias {
    /// Whether it is too short a name to tell by it alone who is meant.
    pub(crate) fn is_weak(&self) -> bool {
        let weak = ["surname", "given-name", "acronym", "nickname"];
        !self.kinds.is_empty() && self.kinds.iter().all(|kind| weak.contains(&kind.as_str()))
    }
}

/// Gives each document its key: its identity, with a number where the same bytes lie twice.
fn name_documents(documents: &mut [Listed]) {
    let mut taken = BTreeSet::new();
    for document in documents {
        let key = stable::plain(&document.id);
        let numbered = (2_u32..).map(|number| format!("{key}-{number}"));
        let free = std::iter::once(key.clone()).chain(numbered).find(|it| !taken.contains(it));
        document.key = free.unwrap_or(key);
        taken.insert(document.key.clone());
    }
}

/// Gives each entity its key, which follows from its type and its name; of several that have both
/// in common, also from where each is named first. So a key stays while a collection grows.
fn name_entities(entities: &mut [Entity], documents: &[Listed]) {
    let mut bearers: BTreeMap<(EntityKind, String), u32> = BTreeMap::new();
    for entity in &*entities {
        *bearers.entry((entity.kind, entity.name.clone())).or_default() += 1;
    }
    let mut taken = BTreeSet::new();
    for entity in entities {
        let mut words = vec![entity.kind.as_str().to_owned(), entity.name.clone()];
        if bearers.get(&(entity.kind, entity.name.clone())).is_some_and(|count| *count > 1) {
            let first = entity.documents.first();
            let document = first.and_then(|it| documents.get(it.document as usize));
            words.extend(document.map(|it| it.key.clone()));
            words.extend(first.and_then(|it| it.entities.first()).map(u32::to_string));
        }
        loop {
            let key = stable::short(&words.iter().map(String::as_str).collect::<Vec<_>>());
            if taken.insert(key.clone()) {
                entity.key = key;
                break;
            }
            words.push("again".to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn entity(id: u32, name: &str, document: u32) -> serde_json::Value {
        json!({
            "id": id, "type": "person", "name": name, "aliases": [], "article_mentions": 1,
            "comment_mentions": 0, "by_month": [],
            "documents": [{ "document": document, "entities": [id], "first": null }],
        })
    }

    fn read(documents: &serde_json::Value, entities: &serde_json::Value) -> Collection {
        let corpus = json!({ "summary": {}, "documents": documents, "entities": entities });
        Collection::read(corpus.to_string().as_bytes()).unwrap()
    }

    #[test]
    fn keys_are_stable_and_no_two_are_the_same() {
        let documents = json!([
            { "id": "aa", "input": "a" }, { "id": "aa", "input": "b", "duplicate_of": 0 },
        ]);
        let twins = json!([entity(0, "Ann Lee", 0), entity(1, "Ann Lee", 1), entity(2, "Bo", 0)]);
        let collection = read(&documents, &twins);
        assert_eq!(collection.documents[0].key, "aa");
        assert_eq!(collection.documents[1].key, "aa-2");
        assert_ne!(collection.entities[0].key, collection.entities[1].key);
        let other = read(&documents, &json!([entity(0, "Bo", 1)]));
        assert_eq!(collection.entities[2].key, other.entities[0].key);
    }

    #[test]
    fn what_a_duplicate_names_is_what_its_original_names() {
        let documents = json!([
            { "id": "aa", "input": "a" }, { "id": "aa", "input": "b", "duplicate_of": 0 },
        ]);
        let collection = read(&documents, &json!([entity(0, "Ann Lee", 0)]));
        assert_eq!(collection.entity(1, 0).map(|it| it.name.as_str()), Some("Ann Lee"));
        assert!(collection.entity(1, 7).is_none());
    }

    #[test]
    fn a_corpus_that_does_not_hold_together_is_refused() {
        let corpus = json!({ "documents": [], "entities": [entity(0, "A", 3)] });
        assert!(Collection::read(corpus.to_string().as_bytes()).is_err());
        assert!(Collection::read(b"[]").is_err());
    }
}
