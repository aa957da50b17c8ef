//! Who is named beside whom: the names of most documents, and those pairs that most passages tie.

use std::collections::{BTreeMap, BTreeSet};

use annalist_corpus::CorpusEntity;
use annalist_model::EntityKind;
use minijinja::context;
use serde::Serialize;

use super::layout::{HEIGHT, WIDTH, layout};
use super::told::{Sort, Told};
use super::{HtmlError, HtmlFile, HtmlReport};
use crate::markdown::shortened_name;

/// Most names that are shown.
const NODES: usize = 36;

/// Most pairs that are shown, of those that are named together and of those in a relation.
const EDGES: usize = 60;

/// Room that is kept for names that stand in a relation to others.
const RELATED: usize = 12;

/// A name of the picture.
#[derive(Serialize)]
struct Node {
    x: String,
    y: String,
    radius: String,
    name: String,
    short: String,
    kind: &'static str,
    documents: usize,
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

/// Two names, and the relation between them; the documents that say so.
type Ties = BTreeMap<(usize, usize, String), BTreeMap<u32, String>>;

pub(super) fn page(report: &HtmlReport<'_>) -> Result<HtmlFile, HtmlError> {
    let chosen = chosen(report);
    let mut ties: Vec<_> = beside(&chosen).into_iter().collect();
    ties.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.0.cmp(&b.0)));
    ties.truncate(EDGES);
    let mut relations: Vec<_> = related(report, &chosen).into_iter().collect();
    relations.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(&b.0)));
    relations.truncate(EDGES);
    ties.extend(relations);
    let pairs: Vec<(usize, usize)> =
        ties.iter().map(|((one, other, _), _)| (*one, *other)).collect();
    let places = layout(chosen.len(), &pairs);
    let place = |node: usize| places.get(node).copied().unwrap_or((WIDTH / 2.0, HEIGHT / 2.0));
    let round = |it: f64| format!("{it:.1}");
    let most = chosen.iter().map(|it| it.documents.len()).max().unwrap_or(1).max(1) as f64;
    let name = |node: usize| chosen.get(node).map(|it| it.name.clone()).unwrap_or_default();
    let nodes: Vec<Node> = chosen
        .iter()
        .enumerate()
        .map(|(number, entity)| Node {
            x: round(place(number).0),
            y: round(place(number).1),
            radius: round(5.0 + 9.0 * (entity.documents.len() as f64 / most).sqrt()),
            name: entity.name.clone(),
            short: shortened_name(&entity.name, 24),
            kind: entity.kind.as_str(),
            documents: entity.documents.len(),
            page: report.index.entity_page(entity.id),
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
    let left = report.corpus.entities.len().saturating_sub(chosen.len());
    report.page(
        "graph.html",
        "graph.html",
        context! { root => "", here => "graph", title => "Who is named beside whom", nodes, edges, kinds,
        width => WIDTH, height => HEIGHT, left },
    )
}

/// The names that are shown: those that most documents have, and those that are told to stand in a
/// relation to others.
fn chosen<'r>(report: &HtmlReport<'r>) -> Vec<&'r CorpusEntity> {
    let entities: &'r [CorpusEntity] = &report.corpus.entities;
    let is_shown = |it: &&CorpusEntity| {
        matches!(it.kind, EntityKind::Person | EntityKind::Organisation | EntityKind::Place)
    };
    let mut numbers: BTreeSet<u32> =
        entities.iter().filter(is_shown).take(NODES - RELATED).map(|it| it.id).collect();
    let mut counts = BTreeMap::<u32, usize>::new();
    for (document, told) in report.all_told().filter(|(_, told)| told.sort == Sort::Relation) {
        if let Some((one, other)) = ends(report, document, told) {
            *counts.entry(one).or_default() += 1;
            *counts.entry(other).or_default() += 1;
        }
    }
    let mut counts: Vec<(u32, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(entity, count)| (std::cmp::Reverse(*count), *entity));
    for (entity, _) in counts {
        if numbers.len() >= NODES {
            break;
        }
        numbers.insert(entity);
    }
    let more = entities.iter().filter(is_shown).map(|it| it.id).take(NODES);
    for entity in more {
        if numbers.len() >= NODES {
            break;
        }
        numbers.insert(entity);
    }
    numbers.into_iter().filter_map(|it| entities.get(it as usize)).filter(is_shown).collect()
}

/// Which of the names the same articles have.
fn beside(chosen: &[&CorpusEntity]) -> Ties {
    let mut by_document = BTreeMap::<u32, Vec<usize>>::new();
    for (node, entity) in chosen.iter().enumerate() {
        for occurrence in entity.documents.iter().filter(|it| it.article_mentions > 0) {
            by_document.entry(occurrence.document).or_default().push(node);
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
fn related(report: &HtmlReport<'_>, chosen: &[&CorpusEntity]) -> Ties {
    let nodes: BTreeMap<u32, usize> = chosen.iter().zip(0..).map(|(it, at)| (it.id, at)).collect();
    let mut ties = Ties::new();
    let held = |told: &Told| told.sort == Sort::Relation && told.is_held && told.comment.is_none();
    for (document, told) in report.all_told().filter(|(_, told)| held(told)) {
        let Some((one, other)) = ends(report, document, told) else { continue };
        if let (Some(one), Some(other)) = (nodes.get(&one), nodes.get(&other)) {
            let anchor = told.places.first().map(|at| format!("#p{at}")).unwrap_or_default();
            let tie = ties.entry((*one, *other, told.what.clone())).or_default();
            tie.entry(document).or_insert(anchor);
        }
    }
    ties
}

/// Subject and object of a relation, where both are entities of the collection.
fn ends(report: &HtmlReport<'_>, document: u32, told: &Told) -> Option<(u32, u32)> {
    let end = |part: &str| {
        let party = told.parties.iter().find(|it| it.part == part)?;
        report.index.entity(document, party.entity?)
    };
    Some((end("subject")?, end("object")?)).filter(|(one, other)| one != other)
}
