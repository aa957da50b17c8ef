//! Who stands to whom, as a graph that can be looked at: the relations of most sources.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::claims::{RelationLine, Stance};

/// Most edges of the graph: more cannot be read.
const EDGES: usize = 40;

/// The relations of most sources between entities, held for true, as a graph. All relations stand in
/// `relations`.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub(crate) struct Graph {
    /// The entities, by number.
    pub(crate) nodes: Vec<Node>,
    /// Who stands to whom: the pair of most sources first.
    pub(crate) edges: Vec<Edge>,
    /// How many pairs are left out.
    pub(crate) left_out: u32,
}

/// An entity of the graph.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "GraphNode")]
pub(crate) struct Node {
    /// Its number in `entities`.
    pub(crate) entity: u32,
    /// Its name.
    pub(crate) name: String,
}

/// All that is told of one entity and another.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "GraphEdge")]
pub(crate) struct Edge {
    /// The subject.
    pub(crate) from: u32,
    /// The object.
    pub(crate) to: u32,
    /// The types of the relations, sorted.
    pub(crate) types: Vec<String>,
    /// The most sources that any of them has.
    pub(crate) sources: u32,
}

/// A graph in the making: relations come in their order, so that the first pairs are those of most
/// sources. Of the others only the numbers are kept.
#[derive(Debug, Default)]
pub(crate) struct Drawing {
    names: BTreeMap<u32, String>,
    edges: Vec<Edge>,
    places: BTreeMap<(u32, u32), usize>,
    left_out: BTreeSet<(u32, u32)>,
}

impl Drawing {
    pub(super) fn add(&mut self, relation: &RelationLine) {
        let (subject, object) = (&relation.subject, &relation.object);
        let parties = subject.entity.zip(object.entity);
        let Some((from, to)) = parties.filter(|_| relation.stance == Stance::Held) else { return };
        let place = match self.places.get(&(from, to)) {
            Some(place) => *place,
            None if self.edges.len() >= EDGES => {
                self.left_out.insert((from, to));
                return;
            }
            None => {
                self.edges.push(Edge { from, to, types: Vec::new(), sources: relation.sources });
                self.names.insert(from, subject.words.clone());
                self.names.insert(to, object.words.clone());
                self.places.insert((from, to), self.edges.len() - 1);
                self.edges.len() - 1
            }
        };
        if let Some(edge) = self.edges.get_mut(place) {
            edge.types.push(relation.kind.clone());
            edge.types.sort();
            edge.types.dedup();
        }
    }

    /// What was drawn so far.
    pub(crate) fn graph(&self) -> Graph {
        let nodes =
            self.names.iter().map(|(entity, name)| Node { entity: *entity, name: name.clone() });
        Graph {
            nodes: nodes.collect(),
            edges: self.edges.clone(),
            left_out: self.left_out.len() as u32,
        }
    }
}

/// The graph as it is drawn when it is written.
#[derive(Debug)]
pub(super) struct Drawn<'d>(&'d RefCell<Drawing>);

impl<'d> Drawn<'d> {
    pub(super) fn of(drawing: &'d RefCell<Drawing>) -> Drawn<'d> {
        Drawn(drawing)
    }

    /// Whether nothing is drawn. What is asked before it is written decides nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.0.borrow().edges.is_empty()
    }
}

impl Serialize for Drawn<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.borrow().graph().serialize(serializer)
    }
}
