//! GraphML, which networkx, igraph, yEd and Cytoscape read: the network of the `gexf` format, with
//! its days as plain values.

use std::io::Write;

use super::xml::Xml;
use crate::collection::Entity;
use crate::network::{Edge, Network};
use crate::{Collection, Export, ExportError, Exporting, Format, Opening, Page};

pub(super) const FORMAT: Format = Format {
    name: "graphml",
    meaning: "a network for networkx, igraph, yEd, Cytoscape",
    opening: Opening::Stream(open),
};

/// What nodes and edges say: for which of them, its name, its type.
const KEYS: &[(&str, &str, &str)] = &[
    ("node", "label", "string"),
    ("node", "type", "string"),
    ("node", "article_mentions", "int"),
    ("node", "comment_mentions", "int"),
    ("node", "documents", "int"),
    ("node", "place_precision", "string"),
    ("node", "latitude", "double"),
    ("node", "longitude", "double"),
    ("edge", "kind", "string"),
    ("edge", "weight", "int"),
    ("edge", "documents", "int"),
    ("edge", "first", "string"),
    ("edge", "last", "string"),
    ("edge", "subject", "string"),
    ("edge", "modality", "string"),
    ("edge", "when", "string"),
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
        xml.open("graphml", &[("xmlns", "http://graphml.graphdrawing.org/xmlns")])?;
        for (of, name, kind) in KEYS {
            let id = key(of, name);
            let keys = [("id", &*id), ("for", of), ("attr.name", name), ("attr.type", kind)];
            xml.empty("key", &keys)?;
        }
        xml.open("graph", &[("id", "annalist"), ("edgedefault", "undirected")])?;
        for entity in &collection.entities {
            node(&mut xml, collection, entity)?;
        }
        for tie in ties.edges(collection) {
            edge(&mut xml, &tie)?;
        }
        xml.close("graph")?;
        xml.close("graphml")?;
        xml.finish()
    }
}

fn node(xml: &mut Xml<'_>, collection: &Collection, entity: &Entity) -> Result<(), ExportError> {
    xml.open("node", &[("id", &format!("e-{}", entity.key))])?;
    let (latitude, longitude) = entity.point().unzip();
    let values = [
        ("label", Some(entity.name.clone())),
        ("type", Some(entity.kind.as_str().to_owned())),
        ("article_mentions", Some(entity.article_mentions.to_string())),
        ("comment_mentions", Some(entity.comment_mentions.to_string())),
        ("documents", Some(collection.documents_of(entity).count().to_string())),
        ("place_precision", entity.place.as_ref().map(|it| it.precision.clone())),
        ("latitude", latitude.map(|it| it.to_string())),
        ("longitude", longitude.map(|it| it.to_string())),
    ];
    data(xml, "node", &values)?;
    xml.close("node")
}

fn edge(xml: &mut Xml<'_>, edge: &Edge<'_>) -> Result<(), ExportError> {
    let [source, target] = [edge.one, edge.other].map(|it| format!("e-{}", it.key));
    xml.open("edge", &[("id", &edge.id), ("source", &source), ("target", &target)])?;
    let (first, last) = edge.published.unzip();
    let values = [
        ("kind", Some(edge.kind.to_owned())),
        ("weight", Some(edge.weight.to_string())),
        ("documents", Some(edge.documents.to_string())),
        ("first", first.map(|it| it.to_string())),
        ("last", last.map(|it| it.to_string())),
        ("subject", edge.modality.map(|_| source.clone())),
        ("modality", edge.modality.map(|it| it.as_str().to_owned())),
        ("when", edge.when.clone()),
    ];
    data(xml, "edge", &values)?;
    xml.close("edge")
}

fn data(xml: &mut Xml<'_>, of: &str, values: &[(&str, Option<String>)]) -> Result<(), ExportError> {
    for (name, value) in values {
        if let Some(value) = value {
            xml.text("data", &[("key", &key(of, name))], value)?;
        }
    }
    Ok(())
}

fn key(of: &str, name: &str) -> String {
    format!("{of}-{name}")
}
