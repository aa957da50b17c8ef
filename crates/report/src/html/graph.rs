//! Who is named beside whom: the names of most documents, and those pairs that most passages tie.
//!
//! The places of the points are found by pushing and pulling a fixed number of times from a fixed
//! start, with sums, products and roots alone, and are rounded: the same bytes on any machine.

use std::collections::BTreeMap;

use annalist_model::EntityKind;
use minijinja::context;
use serde::Serialize;

use super::index::kind_words;
use super::{HtmlError, HtmlFile, HtmlReport};

/// Most names that are shown.
const NODES: usize = 36;

/// Most pairs that are shown.
const EDGES: usize = 60;

/// Documents with more of the names than this tie nothing: they are lists.
const TURNS: usize = 240;

const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 620.0;

#[derive(Serialize)]
struct Node {
    x: String,
    y: String,
    radius: String,
    name: String,
    short: String,
    kind: &'static str,
    kind_words: &'static str,
    documents: usize,
    page: Option<String>,
}

#[derive(Serialize)]
struct Edge {
    one: usize,
    other: usize,
    x1: String,
    y1: String,
    x2: String,
    y2: String,
    documents: usize,
    pages: Vec<(String, String)>,
    one_name: String,
    other_name: String,
}

pub(super) fn page(report: &HtmlReport<'_>) -> Result<HtmlFile, HtmlError> {
    let entities = &report.corpus.entities;
    let is_shown =
        |kind| matches!(kind, EntityKind::Person | EntityKind::Organisation | EntityKind::Place);
    let chosen: Vec<_> = entities.iter().filter(|it| is_shown(it.kind)).take(NODES).collect();
    let mut by_document = BTreeMap::<u32, Vec<usize>>::new();
    for (node, entity) in chosen.iter().enumerate() {
        for occurrence in entity.documents.iter().filter(|it| it.article_mentions > 0) {
            by_document.entry(occurrence.document).or_default().push(node);
        }
    }
    let mut pairs = BTreeMap::<(usize, usize), Vec<u32>>::new();
    for (document, nodes) in &by_document {
        for (at, one) in nodes.iter().enumerate() {
            for other in nodes.iter().skip(at + 1) {
                pairs.entry((*one, *other)).or_default().push(*document);
            }
        }
    }
    let mut pairs: Vec<((usize, usize), Vec<u32>)> = pairs.into_iter().collect();
    pairs.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.0.cmp(&b.0)));
    pairs.truncate(EDGES);
    let ties: Vec<(usize, usize)> = pairs.iter().map(|(pair, _)| *pair).collect();
    let places = layout(chosen.len(), &ties);
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
            short: crate::markdown::shortened_name(&entity.name, 24),
            kind: entity.kind.as_str(),
            kind_words: kind_words(entity.kind).0,
            documents: entity.documents.len(),
            page: report.index.entity_page(entity.id),
        })
        .collect();
    let edges: Vec<Edge> = pairs
        .into_iter()
        .map(|((one, other), documents)| Edge {
            one,
            other,
            x1: round(place(one).0),
            y1: round(place(one).1),
            x2: round(place(other).0),
            y2: round(place(other).1),
            documents: documents.len(),
            pages: documents
                .iter()
                .take(5)
                .map(|it| (report.document_path(*it), report.title(*it)))
                .collect(),
            one_name: name(one),
            other_name: name(other),
        })
        .collect();
    report.page(
        "graph.html",
        "graph.html",
        context! { root => "", here => "graph", title => "Who is named beside whom", nodes, edges,
        width => WIDTH, height => HEIGHT, left => entities.len().saturating_sub(chosen.len()) },
    )
}

/// Where each of `count` points lies, those that are tied near one another.
fn layout(count: usize, ties: &[(usize, usize)]) -> Vec<(f64, f64)> {
    // A turn by an angle whose sine and cosine are fractions never comes back to where it began.
    let mut direction = (1.0_f64, 0.0_f64);
    let mut points: Vec<(f64, f64)> = Vec::with_capacity(count);
    for number in 0..count {
        let far = 40.0 * ((number + 1) as f64).sqrt();
        points.push((direction.0 * far, direction.1 * far));
        direction =
            (direction.0 * -0.6 - direction.1 * 0.8, direction.0 * 0.8 + direction.1 * -0.6);
    }
    let ideal = (WIDTH * HEIGHT / (count.max(1) as f64)).sqrt() * 0.75;
    for turn in 0..TURNS {
        let mut pushes = vec![(0.0, 0.0); count];
        for one in 0..count {
            for other in 0..count {
                if one == other {
                    continue;
                }
                let (dx, dy) = (points[one].0 - points[other].0, points[one].1 - points[other].1);
                let square = (dx * dx + dy * dy).max(1.0);
                let push = ideal * ideal / square;
                pushes[one].0 += dx * push;
                pushes[one].1 += dy * push;
            }
            // Towards the middle, more so from above and below: the picture is wide.
            pushes[one].0 -= points[one].0 * 0.35 * ideal / 60.0;
            pushes[one].1 -= points[one].1 * 0.7 * ideal / 60.0;
        }
        for (one, other) in ties {
            let (dx, dy) = (points[*one].0 - points[*other].0, points[*one].1 - points[*other].1);
            let far = (dx * dx + dy * dy).sqrt();
            let pull = far / ideal * 0.35;
            pushes[*one].0 -= dx * pull;
            pushes[*one].1 -= dy * pull;
            pushes[*other].0 += dx * pull;
            pushes[*other].1 += dy * pull;
        }
        let heat = 40.0 * (1.0 - turn as f64 / TURNS as f64) + 0.5;
        for (point, push) in points.iter_mut().zip(&pushes) {
            let length = (push.0 * push.0 + push.1 * push.1).sqrt().max(1e-9);
            let step = length.min(heat);
            point.0 += push.0 / length * step;
            point.1 += push.1 / length * step;
        }
    }
    fit(&points)
}

/// The same points, drawn out to the borders of the picture.
fn fit(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let range = |of: &dyn Fn(&(f64, f64)) -> f64| {
        let least = points.iter().map(of).fold(f64::MAX, f64::min);
        let most = points.iter().map(of).fold(f64::MIN, f64::max);
        (least, (most - least).max(1.0))
    };
    let ((left, width), (top, height)) = (range(&|it| it.0), range(&|it| it.1));
    let (margin_x, margin_y) = (90.0, 36.0);
    points
        .iter()
        .map(|(x, y)| {
            (
                margin_x + (x - left) / width * (WIDTH - 2.0 * margin_x),
                margin_y + (y - top) / height * (HEIGHT - 2.0 * margin_y),
            )
        })
        .collect()
}
