//! GEXF 1.3, which Gephi and networkx read: what documents name, who is named together, and who stands
//! to whom in what relation.
//!
//! An edge says that one block of an article names both, or that an article tells of a relation; its
//! weight counts blocks or claims, and it lasts from the first to the last day on which a document
//! with one was published. Of a relation `subject` is the node that it goes from.

use std::io::Write;

use super::xml::Xml;
use crate::collection::Entity;
use crate::network::{Edge, Network};
use crate::{Collection, Export, ExportError, Exporting, Format, Opening, Page};

pub(super) const FORMAT: Format = Format {
    name: "gexf",
    meaning: "a network for Gephi: what documents name, who is named together, relations",
    opening: Opening::Stream(open),
};

/// What a node says beside its name: title and type.
const OF_NODES: &[(&str, &str)] = &[
    ("type", "string"),
    ("article_mentions", "integer"),
    ("comment_mentions", "integer"),
    ("documents", "integer"),
    ("latitude", "double"),
    ("longitude", "double"),
    ("place_precision", "string"),
];

/// What an edge says beside its weight.
const OF_EDGES: &[(&str, &str)] = &[
    ("kind", "string"),
    ("documents", "integer"),
    ("subject", "string"),
    ("modality", "string"),
    ("when", "string"),
];

struct Graph<'c> {
    collection: &'c Collection,
    ties: Network,
    xml: Xml<'c>,
}

fn open<'c>(collection: &'c Collection, out: Box<dyn Write + 'c>) -> Exporting<'c> {
    Ok(Box::new(Graph { collection, ties: Network::default(), xml: Xml::begin(out)? }))
}

impl Export for Graph<'_> {
    fn page(&mut self, page: &Page<'_>) -> Result<(), ExportError> {
        self.ties.add(page);
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), ExportError> {
        let Graph { collection, ties, mut xml } = *self;
        xml.open("gexf", &[("xmlns", "http://gexf.net/1.3"), ("version", "1.3")])?;
        let graph =
            [("defaultedgetype", "undirected"), ("mode", "dynamic"), ("timeformat", "date")];
        xml.open("graph", &graph)?;
        attributes(&mut xml, "node", OF_NODES)?;
        attributes(&mut xml, "edge", OF_EDGES)?;
        xml.open("nodes", &[])?;
        for entity in &collection.entities {
            node(&mut xml, collection, entity)?;
        }
        xml.close("nodes")?;
        xml.open("edges", &[])?;
        for tie in ties.edges(collection) {
            edge(&mut xml, &tie)?;
        }
        for element in ["edges", "graph", "gexf"] {
            xml.close(element)?;
        }
        xml.finish()
    }
}

fn attributes(xml: &mut Xml<'_>, class: &str, all: &[(&str, &str)]) -> Result<(), ExportError> {
    xml.open("attributes", &[("class", class)])?;
    for (title, kind) in all {
        xml.empty("attribute", &[("id", title), ("title", title), ("type", kind)])?;
    }
    xml.close("attributes")
}

fn node(xml: &mut Xml<'_>, collection: &Collection, entity: &Entity) -> Result<(), ExportError> {
    let id = format!("e-{}", entity.key);
    xml.open("node", &[("id", &id), ("label", &entity.name)])?;
    xml.open("attvalues", &[])?;
    value(xml, "type", entity.kind.as_str())?;
    value(xml, "article_mentions", &entity.article_mentions.to_string())?;
    value(xml, "comment_mentions", &entity.comment_mentions.to_string())?;
    value(xml, "documents", &collection.documents_of(entity).count().to_string())?;
    if let Some((latitude, longitude)) = entity.point() {
        value(xml, "latitude", &latitude.to_string())?;
        value(xml, "longitude", &longitude.to_string())?;
    }
    if let Some(place) = &entity.place {
        value(xml, "place_precision", &place.precision)?;
    }
    xml.close("attvalues")?;
    xml.close("node")
}

fn edge(xml: &mut Xml<'_>, edge: &Edge<'_>) -> Result<(), ExportError> {
    let ends = [edge.one, edge.other].map(|it| format!("e-{}", it.key));
    let weight = edge.weight.to_string();
    let days = edge.published.map(|(first, last)| [first.to_string(), last.to_string()]);
    let mut keys = vec![
        ("id", edge.id.as_str()),
        ("source", ends[0].as_str()),
        ("target", ends[1].as_str()),
        ("weight", weight.as_str()),
    ];
    if let Some([first, last]) = &days {
        keys.extend([("start", first.as_str()), ("end", last.as_str())]);
    }
    xml.open("edge", &keys)?;
    xml.open("attvalues", &[])?;
    value(xml, "kind", edge.kind)?;
    value(xml, "documents", &edge.documents.to_string())?;
    if let Some(modality) = edge.modality {
        value(xml, "subject", &ends[0])?;
        value(xml, "modality", modality.as_str())?;
    }
    if let Some(when) = &edge.when {
        value(xml, "when", when)?;
    }
    xml.close("attvalues")?;
    xml.close("edge")
}

fn value(xml: &mut Xml<'_>, of: &str, value: &str) -> Result<(), ExportError> {
    xml.empty("attvalue", &[("for", of), ("value", value)])
}
