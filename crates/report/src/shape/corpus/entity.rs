//! What the documents of a collection name.

use annalist_corpus as corpus;
use annalist_model as model;
use schemars::JsonSchema;
use serde::Serialize;

use super::timeline::PassageLine;
use super::{PeriodLine, periods};
use crate::shape::entity::Listing;
use crate::shape::location::Location;
use crate::shape::text::Text;

/// A person, organisation, place or other thing that documents name.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CorpusEntity")]
pub(crate) struct EntityLine {
    /// Its number in this report.
    pub(crate) id: u32,
    /// What it is.
    #[serde(rename = "type")]
    pub(crate) kind: Text<model::EntityKind>,
    /// Its fullest name; of several, the one that most documents use.
    pub(crate) name: String,
    /// Its other names, sorted by their text.
    pub(crate) aliases: Vec<AliasLine>,
    /// The lines of the user's lists that name it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) listed: Vec<Listing>,
    /// For a place: where it lies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) place: Option<Location>,
    /// Why names of different letters are one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    merged: Vec<TieLine>,
    /// Which names of others are near to its own, and why they were left apart.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    apart: Vec<TieLine>,
    /// How often articles name it.
    pub(crate) article_mentions: u32,
    /// How often comments name it.
    pub(crate) comment_mentions: u32,
    /// The documents that name it.
    pub(crate) documents: Vec<OccurrenceLine>,
    /// How many sources these are, where near copies of one text are among them; else each document
    /// is a source of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sources: Option<u32>,
    /// Mentions by the month in which their document was published.
    pub(crate) by_month: Vec<PeriodLine>,
    /// Mentions by the year in which their document was published.
    pub(crate) by_year: Vec<PeriodLine>,
    /// Mentions in documents that do not say when they were published.
    undated: u32,
    /// For a single name: the numbers of the persons of fuller name that it may stand for, the first
    /// eight of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) may_be: Vec<u32>,
    /// How many more persons it may stand for.
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) may_be_more: u32,
}

/// Two names, and why they are one or were left apart.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "NameTie")]
pub(crate) struct TieLine {
    /// The one name.
    one: String,
    /// The other name.
    other: String,
    /// The rule that says so.
    rule: String,
    /// How near the names are, per mille, where that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<u16>,
}

impl TieLine {
    fn of(tie: corpus::NameTie) -> TieLine {
        TieLine { one: tie.one, other: tie.other, rule: tie.rule, score: tie.score }
    }
}

/// Another name of an entity.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CorpusAlias")]
pub(crate) struct AliasLine {
    /// The name, as documents write it.
    pub(crate) value: String,
    /// How documents relate it to the canonical name; empty where it is the canonical name of its
    /// document.
    kinds: Vec<Text<model::AliasKind>>,
    /// How many documents use it.
    documents: u32,
    /// How often they write it.
    mentions: u32,
}

/// What one document says of an entity.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Occurrence")]
pub(crate) struct OccurrenceLine {
    /// The document.
    pub(crate) document: u32,
    /// The numbers of the entity in the record of the document.
    entities: Vec<u32>,
    /// How often its article names it.
    article_mentions: u32,
    /// How often its comments name it.
    comment_mentions: u32,
    /// Where it names it first.
    pub(crate) first: Option<PassageLine>,
}

pub(super) fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl EntityLine {
    pub(super) fn of(entity: corpus::CorpusEntity) -> EntityLine {
        EntityLine {
            id: entity.id,
            kind: Text(entity.kind),
            name: entity.name,
            aliases: entity.aliases.into_iter().map(AliasLine::of).collect(),
            listed: entity.listings.iter().map(Listing::of).collect(),
            place: entity.place.as_ref().map(Location::of),
            merged: entity.merged.into_iter().map(TieLine::of).collect(),
            apart: entity.apart.into_iter().map(TieLine::of).collect(),
            article_mentions: entity.article_mentions,
            comment_mentions: entity.comment_mentions,
            sources: Some(entity.sources).filter(|it| *it as usize != entity.documents.len()),
            documents: entity.documents.into_iter().map(OccurrenceLine::of).collect(),
            by_month: periods(&entity.by_month),
            by_year: periods(&entity.by_year),
            undated: entity.undated,
            may_be: entity.may_be,
            may_be_more: entity.may_be_more,
        }
    }
}

impl AliasLine {
    fn of(alias: corpus::CorpusAlias) -> AliasLine {
        AliasLine {
            value: alias.value,
            kinds: alias.kinds.into_iter().map(Text).collect(),
            documents: alias.documents,
            mentions: alias.mentions,
        }
    }
}

impl OccurrenceLine {
    fn of(occurrence: corpus::Occurrence) -> OccurrenceLine {
        OccurrenceLine {
            document: occurrence.document,
            entities: occurrence.entities,
            article_mentions: occurrence.article_mentions,
            comment_mentions: occurrence.comment_mentions,
            first: occurrence.first.map(PassageLine::of),
        }
    }
}
