//! Who stands to whom, as a graph that can be looked at: the relations of most sources.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

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

impl Graph {
    pub(super) fn of(relations: &[RelationLine]) -> Graph {
        let mut names: BTreeMap<u32, &str> = BTreeMap::new();
        let mut pairs: Vec<Edge> = Vec::new();
        let mut places: BTreeMap<(u32, u32), usize> = BTreeMap::new();
        for relation in relations.iter().filter(|it| it.stance == Stance::Held) {
            let (subject, object) = (&relation.subject, &relation.object);
            let Some((from, to)) = subject.entity.zip(object.entity) else { continue };
            names.insert(from, &subject.words);
            names.insert(to, &object.words);
            let place = *places.entry((from, to)).or_insert(pairs.len());
            if place == pairs.len() {
                pairs.push(Edge { from, to, types: Vec::new(), sources: relation.sources });
            }
            if let Some(edge) = pairs.get_mut(place) {
                edge.types.push(relation.kind.clone());
                edge.types.sort();
                edge.types.dedup();
            }
        }
        let left_out = pairs.len().saturating_sub(EDGES) as u32;
        pairs.truncate(EDGES);
        let shown: BTreeSet<u32> = pairs.iter().flat_map(|edge| [edge.from, edge.to]).collect();
        let nodes = names
            .into_iter()
            .filter(|(entity, _)| shown.contains(entity))
            .map(|(entity, name)| Node { entity, name: name.to_owned() });
        Graph { nodes: nodes.collect(), edges: pairs, left_out }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.edges.is_empty()
    }
}
