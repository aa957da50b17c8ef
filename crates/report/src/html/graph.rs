//! Who is named beside whom: the names of most documents, and those pairs that most passages tie.

use std::collections::{BTreeMap, BTreeSet};

use annalist_model::EntityKind;
use minijinja::context;
use serde::Serialize;

use super::known::Entity;
use super::layout::{HEIGHT, WIDTH, layout};
use super::told::{Sort, Told};
use super::{HtmlError, HtmlFile, HtmlReport, HtmlSheets};
use crate::markdown::shortened_name;

/// Most names that are shown.
const NODES: usize = 36;

/// Most pairs that are shown, of those that are named together and of those in a relation.
const EDGES: usize = 60;

/// Room that is kept for names that stand in a relation to others.
const RELATED: usize = 12;

/// The kinds of names that are shown.
const SHOWN: [EntityKind; 3] = [EntityKind::Person, EntityKind::Organisation, EntityKind::Place];

/// A name of the picture.
#[derive(Serialize)]
struct Node {
    x: String,
    y: String,
    radius: String,
    name: String,
    short: String,
    kind: &'static str,
    documents: u32,
    page: Option<String>,
}

/// What ties two of them: that articles name both, or that one stands to the other in a relation.
#[derive(Serialize)]
struct Edge {
    one: usize,
    other: usize,
    x1: String,
    y1: String,
    x2: String,
    y2: String,
    /// The relation; empty where both are only named.
    relation: String,
    documents: usize,
    pages: Vec<(String, String)>,
    one_name: String,
    other_name: String,
}

/// A relation between two entities of the collection, as a document tells it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tie {
    document: u32,
    /// Where it stands there.
    place: Option<u32>,
    one: u32,
    other: u32,
    relation: String,
    /// Whether an article says so, and it is held for true.
    is_held: bool,
}

/// Two names, and the relation between them; the documents that say so.
type Ties = BTreeMap<(usize, usize, String), BTreeMap<u32, String>>;

impl HtmlReport<'_> {
    /// The graph. The entities have been shown before.
    ///
    /// # Errors
    ///
    /// Where a template of ours is broken.
    pub fn graph(&self, sheets: &HtmlSheets<'_>) -> Result<HtmlFile, HtmlError> {
        page(self, &sheets.beside)
    }
}

fn page(
    report: &HtmlReport<'_>,
    named_in: &BTreeMap<u32, Vec<u32>>,
) -> Result<HtmlFile, HtmlError> {
    let chosen: Vec<(u32, &Entity)> = report
        .chosen()
        .into_iter()
        .filter_map(|it| Some((it, report.known.entities.get(it as usize)?)))
        .collect();
    let mut ties: Vec<_> = beside(&chosen, named_in).into_iter().collect();
    ties.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.0.cmp(&b.0)));
    ties.truncate(EDGES);
    let mut relations: Vec<_> = related(report, &chosen).into_iter().collect();
    relations.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(&b.0)));
    relations.truncate(EDGES);
    ties.extend(relations);
    let (chosen, ties) = without_lone(chosen, ties);
    let pairs: Vec<(usize, usize)> =
        ties.iter().map(|((one, other, _), _)| (*one, *other)).collect();
    let places = layout(chosen.len(), &pairs);
    let place = |node: usize| places.get(node).copied().unwrap_or((WIDTH / 2.0, HEIGHT / 2.0));
    let round = |it: f64| format!("{it:.1}");
    let most = f64::from(chosen.iter().map(|it| it.1.documents).max().unwrap_or(1).max(1));
    let name = |node: usize| chosen.get(node).map(|it| it.1.name.clone()).unwrap_or_default();
    let nodes: Vec<Node> = chosen
        .iter()
        .enumerate()
        .map(|(number, (id, entity))| Node {
            x: round(place(number).0),
            y: round(place(number).1),
            radius: round(5.0 + 9.0 * (f64::from(entity.documents) / most).sqrt()),
            name: entity.name.clone(),
            short: shortened_name(&entity.name, 24),
            kind: entity.kind.as_str(),
            documents: entity.documents,
            page: report.index.entity_page(*id),
        })
        .collect();
    let mut kinds = BTreeSet::new();
    let edge =
        |((one, other, relation), documents): ((usize, usize, String), BTreeMap<u32, String>)| {
            Edge {
                one,
                other,
                x1: round(place(one).0),
                y1: round(place(one).1),
                x2: round(place(other).0),
                y2: round(place(other).1),
                relation,
                documents: documents.len(),
                pages: documents
                    .iter()
                    .take(5)
                    .map(|(it, anchor)| (report.document_path(*it) + anchor, report.title(*it)))
                    .collect(),
                one_name: name(one),
                other_name: name(other),
            }
        };
    let edges: Vec<Edge> = ties.into_iter().map(edge).collect();
    kinds.extend(edges.iter().map(|it| it.relation.as_str()).filter(|it| !it.is_empty()));
    let left = report.known.entities.len().saturating_sub(chosen.len());
    report.page(
        "graph.html",
        "graph.html",
        context! { root => "", here => "graph", title => "Who is named beside whom", nodes, edges, kinds,
        width => WIDTH, height => HEIGHT, left },
    )
}

/// A tie, and the documents that say so.
type Edged = ((usize, usize, String), BTreeMap<u32, String>);

/// Without names that nothing ties to another, where there are ties: they would only take room.
fn without_lone(
    chosen: Vec<(u32, &Entity)>,
    ties: Vec<Edged>,
) -> (Vec<(u32, &Entity)>, Vec<Edged>) {
    let tied: BTreeSet<usize> = ties.iter().flat_map(|it| [it.0.0, it.0.1]).collect();
    if tied.is_empty() {
        return (chosen, ties);
    }
    let place = |node: usize| tied.range(..node).count();
    let ties = ties.into_iter().map(|((one, other, relation), documents)| {
        ((place(one), place(other), relation), documents)
    });
    let ties = ties.collect();
    let chosen = chosen.into_iter().enumerate().filter(|(node, _)| tied.contains(node));
    (chosen.map(|(_, it)| it).collect(), ties)
}

impl HtmlReport<'_> {
    /// The names that are shown: those that most documents have, and those that are told to stand in
    /// a relation to others.
    pub(super) fn chosen(&self) -> BTreeSet<u32> {
        let is_shown = |entity: &u32| {
            let entity = self.known.entities.get(*entity as usize);
            entity.is_some_and(|it| SHOWN.contains(&it.kind))
        };
        let count = u32::try_from(self.known.entities.len()).unwrap_or(u32::MAX);
        let all = || 0..count;
        let mut numbers: BTreeSet<u32> = all().filter(is_shown).take(NODES - RELATED).collect();
        let mut counts = BTreeMap::<u32, usize>::new();
        for tie in &self.ties {
            *counts.entry(tie.one).or_default() += 1;
            *counts.entry(tie.other).or_default() += 1;
        }
        let mut counts: Vec<(u32, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|(entity, count)| (std::cmp::Reverse(*count), *entity));
        let related = counts.into_iter().map(|(entity, _)| entity).filter(is_shown);
        for entity in related.chain(all().filter(is_shown).take(NODES)) {
            if numbers.len() >= NODES {
                break;
            }
            numbers.insert(entity);
        }
        numbers
    }
}

/// Which of the names the same articles have.
fn beside(chosen: &[(u32, &Entity)], named_in: &BTreeMap<u32, Vec<u32>>) -> Ties {
    let mut by_document = BTreeMap::<u32, Vec<usize>>::new();
    for (node, (entity, _)) in chosen.iter().enumerate() {
        for document in named_in.get(entity).into_iter().flatten() {
            by_document.entry(*document).or_default().push(node);
        }
    }
    let mut ties = Ties::new();
    for (document, nodes) in &by_document {
        for (at, one) in nodes.iter().enumerate() {
            for other in nodes.iter().skip(at + 1) {
                let tie = ties.entry((*one, *other, String::new())).or_default();
                tie.insert(*document, String::new());
            }
        }
    }
    ties
}

/// Which of the names are told to stand in a relation, by those that hold it for true.
fn related(report: &HtmlReport<'_>, chosen: &[(u32, &Entity)]) -> Ties {
    let nodes: BTreeMap<u32, usize> = chosen.iter().zip(0..).map(|(it, at)| (it.0, at)).collect();
    let mut ties = Ties::new();
    for tie in report.ties.iter().filter(|tie| tie.is_held) {
        if let (Some(one), Some(other)) = (nodes.get(&tie.one), nodes.get(&tie.other)) {
            let anchor = tie.place.map(|at| format!("#p{at}")).unwrap_or_default();
            let documents = ties.entry((*one, *other, tie.relation.clone())).or_default();
            documents.entry(tie.document).or_insert(anchor);
        }
    }
    ties
}

/// A relation, where subject and object are two entities of the collection.
pub(super) fn tie(report: &HtmlReport<'_>, document: u32, told: &Told) -> Option<Tie> {
    let end = |part: &str| {
        let party = told.parties.iter().find(|it| it.part == part)?;
        report.index.entity(document, party.entity?)
    };
    let (one, other) = (end("subject")?, end("object")?);
    let is_tie = told.sort == Sort::Relation && one != other;
    is_tie.then(|| Tie {
        document,
        place: told.places.first().copied(),
        one,
        other,
        relation: told.what.clone(),
        is_held: told.is_held && told.comment.is_none(),
    })
}
