//! A document with all that was found in it: the unit that is stored, cited and merged.

use annalist_model as model;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::annotations::{DateMention, Diagnostic, PublicationBounds};
use super::apart::Apart;
use super::block::Block;
use super::claims::{Event, Quantity, Quotation, Relation};
use super::comment::Comment;
use super::document::{Document, is_of_reading};
use super::entity::{self, Entity};
use super::metadata::Metadata;
use super::place::{Offsets, Places};
use super::source::Source;
use super::source_map::Run;
use super::structure::Structure;
use crate::SCHEMA_VERSION;
use crate::fault::{Fault, read_each};

/// A saved page, read, with the names and dates that were found in it. Offsets count Unicode code
/// points of the text, end exclusive; `source_bytes` counts bytes of the saved file, unpacked where it is
/// packed, and on through the answers of platforms (`source.answers`), as if they were laid behind it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "annalist record")]
pub(crate) struct Record {
    /// The version of this shape. Changes within a version only add.
    #[schemars(extend("const" = SCHEMA_VERSION))]
    pub(crate) schema_version: u32,
    /// Identity: of a saved page the first 16 hex digits of the SHA-256 of its bytes, unpacked.
    id: String,
    /// Name of the input, relative to the root of the run, with `/` between its parts.
    input: String,
    /// The saved file.
    source: Source,
    /// What the page says about itself.
    metadata: Metadata,
    /// The one text that all offsets point into: article, captions, notes and comments, in reading
    /// order.
    text: String,
    /// The pieces of the text, sorted and disjoint.
    blocks: Vec<Block>,
    /// The comments, each after the one that it answers.
    comments: Vec<Comment>,
    /// How the text was set: links, emphasis, tables, images, sources of quotations.
    #[serde(default)]
    structure: Structure,
    /// What the text names, numbered by first mention.
    entities: Vec<Entity>,
    /// The entities of near names that were kept apart, each two once, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    apart: Vec<Apart>,
    /// The expressions of time, sorted and disjoint.
    dates: Vec<DateMention>,
    /// For an article without a date: when it must have been published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    published_bounds: Option<PublicationBounds>,
    /// Who stands to whom in what relation, sorted by the first passage that says so.
    #[serde(default)]
    relations: Vec<Relation>,
    /// What happened, sorted by the first passage that tells of it.
    #[serde(default)]
    events: Vec<Event>,
    /// Who said what, in their own words, in the order of the text.
    #[serde(default)]
    quotations: Vec<Quotation>,
    /// How many and how much, in the order of the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    quantities: Vec<Quantity>,
    /// Doubts about the record: those of the reading of the page first.
    diagnostics: Vec<Diagnostic>,
    /// Where the text stands in the saved file: its runs, in order and disjoint. Text that no run
    /// covers was generated.
    #[serde(default)]
    source_map: Vec<Run>,
}

impl Record {
    pub(crate) fn of(record: &model::Record) -> Record {
        let places = Places::new(record.document());
        let annotations = record.annotations();
        let claims = &annotations.claims;
        let document = Document::of(&places);
        Record {
            schema_version: document.schema_version,
            id: document.id,
            input: document.input,
            source: document.source,
            metadata: document.metadata,
            text: document.text,
            blocks: document.blocks,
            comments: document.comments,
            structure: document.structure,
            entities: entity::of(annotations, &places),
            apart: annotations.apart.iter().map(|pair| Apart::of(pair, &places)).collect(),
            dates: annotations.dates.iter().map(|date| DateMention::of(date, &places)).collect(),
            published_bounds: annotations
                .publication_bounds
                .as_ref()
                .map(|bounds| PublicationBounds::of(bounds, &places)),
            relations: claims
                .relations
                .iter()
                .map(|it| Relation::of(it, annotations, &places))
                .collect(),
            events: claims.events.iter().map(|it| Event::of(it, annotations, &places)).collect(),
            quotations: claims.quotations.iter().map(|it| Quotation::of(it, &places)).collect(),
            quantities: claims.quantities.iter().map(|it| Quantity::of(it, &places)).collect(),
            diagnostics: record
                .diagnostics()
                .iter()
                .map(|it| Diagnostic::of(it, &places))
                .collect(),
            source_map: document.source_map,
        }
    }

    pub(crate) fn read(self) -> Result<model::Record, Fault> {
        let (annotations, found) = {
            let offsets = Offsets::new(&self.text);
            let (mentions, entities) = entity::read(self.entities, &offsets)?;
            let annotations = model::Annotations {
                mentions,
                entities,
                apart: read_each("apart", self.apart, |pair| pair.read(&offsets))?,
                dates: read_dates(self.dates, &offsets)?,
                publication_bounds: self
                    .published_bounds
                    .map(|bounds| bounds.read(&offsets))
                    .transpose()?,
                claims: model::Claims {
                    relations: read_each("relations", self.relations, |it| it.read(&offsets))?,
                    events: read_each("events", self.events, |it| it.read(&offsets))?,
                    quotations: read_each("quotations", self.quotations, |it| it.read(&offsets))?,
                    quantities: read_each("quantities", self.quantities, |it| it.read(&offsets))?,
                },
            };
            let found = read_each("diagnostics", self.diagnostics, |it| it.read(&offsets))?;
            (annotations, found)
        };
        let document = Document {
            schema_version: self.schema_version,
            id: self.id,
            input: self.input,
            source: self.source,
            metadata: self.metadata,
            text: self.text,
            blocks: self.blocks,
            comments: self.comments,
            structure: self.structure,
            diagnostics: Vec::new(),
            source_map: self.source_map,
        };
        let (reading, found) = split(found);
        let document = with_diagnostics(document.read()?, reading)?;
        annotations.check(&document).map_err(|error| explain(&error, &document))?;
        model::Record::new(document, annotations, found)
            .map_err(|error| Fault::new(error.to_string()))
    }
}

/// What annotations break, told in published offsets.
fn explain(error: &model::AnnotationError, document: &model::Document) -> Fault {
    match error {
        model::AnnotationError::OutOfOrder { what: "mention", span } => {
            let (start, end) = Places::new(document).points(*span);
            Fault::new(format!("the mention from {start} to {end} crosses another"))
                .under("entities")
        }
        other => Fault::new(other.to_string()),
    }
}

/// The diagnostics of the reading of the page, which come first, and the others.
fn split(
    mut diagnostics: Vec<model::Diagnostic>,
) -> (Vec<model::Diagnostic>, Vec<model::Diagnostic>) {
    let count = diagnostics.iter().take_while(|it| is_of_reading(it)).count();
    let found = diagnostics.split_off(count);
    (diagnostics, found)
}

fn with_diagnostics(
    document: model::Document,
    diagnostics: Vec<model::Diagnostic>,
) -> Result<model::Document, Fault> {
    let parts = model::DocumentParts { diagnostics, ..document.into_parts() };
    model::Document::new(parts).map_err(|error| Fault::new(error.to_string()))
}

fn read_dates(
    dates: Vec<DateMention>,
    offsets: &Offsets<'_>,
) -> Result<Vec<model::DateMention>, Fault> {
    let mut reached = 0;
    read_each("dates", dates, |date| {
        let date = date.read(offsets)?;
        if date.span.start() < reached {
            return Err(Fault::new("the date overlaps the one before it"));
        }
        reached = date.span.end();
        Ok(date)
    })
}
