//! What a text names.

use annalist_model as model;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::location::Location;
use super::place::{Bytes, Offsets, OptionalPlace, Place, Places, present};
use super::text::Text;
use crate::fault::{Fault, read_each};

/// Another name of an entity, with what ties it to the entity.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Alias {
    /// The name, as the text writes it.
    value: String,
    /// How it relates to the canonical name.
    kind: Text<model::AliasKind>,
    /// The rule that tied it to the entity.
    rule: String,
    /// First code point of the passage that shows the tie, where one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    start: Option<u32>,
    /// One past its last code point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    end: Option<u32>,
    /// The bytes of the saved file that the passage was read from; null where it was generated.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    source_bytes: Option<Option<Bytes>>,
}

/// One place where the text names an entity. Mentions may nest, never cross.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Mention {
    /// First code point.
    start: u32,
    /// One past the last code point.
    end: u32,
    /// The bytes of the saved file that it was read from; null where it was generated.
    source_bytes: Option<Bytes>,
    /// The rule or model that found it.
    rule: String,
    /// How sure the rule is, per mille.
    score: u16,
    /// What the name stands for at this place, where that is not the kind of the entity.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    kind: Option<Text<model::EntityKind>>,
}

/// A person, organisation, place or other thing that the document names.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Entity {
    /// Its number: entities are numbered from 0 by their first mention.
    id: u32,
    /// What it is.
    #[serde(rename = "type")]
    kind: Text<model::EntityKind>,
    /// Its fullest name in the document.
    name: String,
    /// Its other names, sorted by their text.
    aliases: Vec<Alias>,
    /// The lines of the user's lists that name it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    listed: Vec<Listing>,
    /// For a place: where it lies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<Location>,
    /// Where the text names it, in order.
    mentions: Vec<Mention>,
}

/// The line of a list that names an entity.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Listing {
    /// What the list is called: its file, without the folder.
    pub(crate) list: String,
    /// The name, as the list writes it.
    pub(crate) name: String,
    /// What the list knows it by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) identifier: Option<String>,
    /// What the list says of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

impl Listing {
    pub(crate) fn of(listing: &model::Listing) -> Listing {
        Listing {
            list: listing.list.clone(),
            name: listing.name.clone(),
            identifier: listing.identifier.clone(),
            note: listing.note.clone(),
        }
    }

    fn read(self) -> model::Listing {
        let Listing { list, name, identifier, note } = self;
        model::Listing { list, name, identifier, note }
    }
}

/// The entities, each with its mentions.
pub(crate) fn of(annotations: &model::Annotations, places: &Places<'_>) -> Vec<Entity> {
    let mut entities: Vec<Entity> = annotations
        .entities
        .iter()
        .map(|entity| Entity {
            id: entity.id,
            kind: Text(entity.kind),
            name: entity.name.clone(),
            aliases: entity.aliases.iter().map(|alias| Alias::of(alias, places)).collect(),
            listed: entity.listings.iter().map(Listing::of).collect(),
            place: entity.place.as_ref().map(Location::of),
            mentions: Vec::new(),
        })
        .collect();
    for mention in &annotations.mentions {
        if let Some(entity) = entities.get_mut(mention.entity as usize) {
            let mention = Mention::of(mention, entity.kind.0, places);
            entity.mentions.push(mention);
        }
    }
    entities
}

/// The mentions in the order of the text, and the entities. Of mentions at the very same place,
/// that of the entity with the lesser number comes first.
pub(crate) fn read(
    entities: Vec<Entity>,
    offsets: &Offsets<'_>,
) -> Result<(Vec<model::Mention>, Vec<model::Entity>), Fault> {
    let mut mentions = Vec::new();
    let mut next = 0;
    let entities = read_each("entities", entities, |entity| {
        if entity.id != next {
            return Err(Fault::new(format!("{} stands at place {next}", entity.id)).under("id"));
        }
        next += 1;
        mentions.extend(read_each("mentions", entity.mentions, |mention| {
            mention.read(entity.id, entity.kind.0, offsets)
        })?);
        let aliases = read_each("aliases", entity.aliases, |alias| alias.read(offsets))?;
        let listings = entity.listed.into_iter().map(Listing::read).collect();
        let place = entity.place.map(Location::read).transpose();
        let place = place.map_err(|fault| fault.under("place"))?;
        let (id, kind, name) = (entity.id, entity.kind.0, entity.name);
        Ok(model::Entity { id, kind, name, aliases, listings, place })
    })?;
    mentions.sort_by_key(|mention| {
        (mention.span.start(), std::cmp::Reverse(mention.span.end()), mention.entity)
    });
    Ok((mentions, entities))
}

impl Mention {
    fn of(mention: &model::Mention, entity: model::EntityKind, places: &Places<'_>) -> Mention {
        let Place { start, end, source_bytes } = places.place(mention.span);
        Mention {
            start,
            end,
            source_bytes,
            rule: mention.rule.clone(),
            score: mention.score,
            kind: (mention.kind != entity).then_some(Text(mention.kind)),
        }
    }

    fn read(
        self,
        entity: u32,
        kind: model::EntityKind,
        offsets: &Offsets<'_>,
    ) -> Result<model::Mention, Fault> {
        Ok(model::Mention {
            span: offsets.span(self.start, self.end)?,
            kind: self.kind.map_or(kind, |Text(kind)| kind),
            entity,
            rule: self.rule,
            score: self.score,
        })
    }
}

impl Alias {
    fn of(alias: &model::Alias, places: &Places<'_>) -> Alias {
        let OptionalPlace { start, end, source_bytes } =
            alias.evidence.map(|span| places.place(span)).into();
        Alias {
            value: alias.value.clone(),
            kind: Text(alias.kind),
            rule: alias.rule.clone(),
            start,
            end,
            source_bytes,
        }
    }

    fn read(self, offsets: &Offsets<'_>) -> Result<model::Alias, Fault> {
        Ok(model::Alias {
            evidence: offsets.optional(self.start, self.end)?,
            value: self.value,
            kind: self.kind.0,
            rule: self.rule,
        })
    }
}
