//! What a collection names, by kind, with its course over time.

use annalist_model::EntityKind;

use super::{FILE, NAMES, WORDS};
use crate::markdown::escape::bounded;
use crate::markdown::findings::kind_heading;
use crate::markdown::page::{Page, cut};
use crate::markdown::sparkline::Axis;
use crate::shape::corpus::{CorpusReport, EntityLine};
use crate::shape::text::Text;

/// Most other names of one entity.
const ALIASES: usize = 5;

pub(super) fn write(page: &mut Page, report: &CorpusReport) {
    if report.entities.is_empty() {
        return;
    }
    let axis = publication_axis(report);
    page.heading(2, "Names");
    if let Some(axis) = axis {
        let legend = axis.legend();
        page.block(&format!("Mentions by the date of publication of their document. {legend}"));
    }
    for kind in EntityKind::ALL {
        let of_kind: Vec<&EntityLine> =
            report.entities.iter().filter(|entity| entity.kind.0 == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        page.heading(3, kind_heading(kind));
        let (shown, left) = cut(&of_kind, NAMES, FILE);
        let rows: Vec<[String; 6]> =
            shown.iter().map(|entity| entity_row(entity, report, axis)).collect();
        let names = ["Name", "Also", "#Documents", "#Articles", "#Comments", "Over time"];
        page.table(names, &rows);
        if let Some(left) = left {
            page.block(&left);
        }
    }
}

fn publication_axis(report: &CorpusReport) -> Option<Axis> {
    let counted = report.documents.iter().filter(|document| document.duplicate_of.is_none());
    Axis::of(counted.filter_map(|document| document.published).map(|Text(at)| at.date))
}

fn entity_row(entity: &EntityLine, report: &CorpusReport, axis: Option<Axis>) -> [String; 6] {
    let bars = axis.map(|axis| {
        let counts = if axis.is_monthly() { &entity.by_month } else { &entity.by_year };
        axis.bars(counts.iter().map(|it| (it.period.0, it.count)))
    });
    [
        bounded(&entity.name, WORDS),
        other_names(entity, report),
        entity.documents.len().to_string(),
        entity.article_mentions.to_string(),
        entity.comment_mentions.to_string(),
        bars.unwrap_or_default(),
    ]
}

/// The other names of an entity, and whom a single name may stand for.
fn other_names(entity: &EntityLine, report: &CorpusReport) -> String {
    let (shown, left) = cut(&entity.aliases, ALIASES, FILE);
    let aliases = shown.iter().map(|alias| bounded(&alias.value, WORDS));
    let may_be: Vec<String> = entity
        .may_be
        .iter()
        .filter_map(|number| report.entities.get(*number as usize))
        .take(ALIASES)
        .map(|fuller| bounded(&fuller.name, WORDS))
        .collect();
    let may_be = (!may_be.is_empty()).then(|| format!("may be {}", may_be.join(" or ")));
    aliases.chain(left).chain(may_be).collect::<Vec<String>>().join("; ")
}
