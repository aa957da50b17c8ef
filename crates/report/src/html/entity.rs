//! The page of an entity: its names and why they are one, and what documents say of it.

use annalist_corpus::{CorpusEntity, Occurrence};
use minijinja::context;
use serde::Serialize;

use super::index::kind_words;
use super::{HtmlError, HtmlFile, HtmlReport, chart};

/// Most documents of one page.
const ROWS: usize = 1_000;

#[derive(Serialize)]
struct Row {
    title: String,
    page: String,
    published: String,
    article: u32,
    comments: u32,
    exact: String,
    snippet: String,
    said_in: &'static str,
}

pub(super) fn pages(
    report: &HtmlReport<'_>,
    entity: &CorpusEntity,
) -> Result<Vec<HtmlFile>, HtmlError> {
    let Some(path) = report.index.entity_page(entity.id) else { return Ok(Vec::new()) };
    let chunks: Vec<&[Occurrence]> = entity.documents.chunks(ROWS).collect();
    let paths: Vec<String> = (1..=chunks.len())
        .map(|part| match part {
            1 => path.clone(),
            _ => format!("{}_{part}.html", path.trim_end_matches(".html")),
        })
        .collect();
    let aliases: Vec<_> = entity.aliases.iter().take(200).map(|alias| {
        let kinds: Vec<&str> = alias.kinds.iter().map(|kind| kind.as_str()).collect();
        context! { value => alias.value, kinds => kinds.join(", "), documents => alias.documents, mentions => alias.mentions }
    }).collect();
    let ties = |ties: &[annalist_corpus::NameTie]| -> Vec<_> {
        ties.iter().take(100).map(|it| context! { one => it.one, other => it.other, rule => it.rule, score => it.score }).collect()
    };
    let may_be: Vec<(String, Option<String>)> = entity
        .may_be
        .iter()
        .filter_map(|it| {
            let other = report.corpus.entities.get(*it as usize)?;
            Some((other.name.clone(), report.index.entity_page(*it)))
        })
        .collect();
    let site = entity.place.as_ref().and_then(|place| place.site.as_ref());
    let place = site.map(|site| context! {
        name => site.name, country => site.country, region => site.region, precision => site.precision.as_str(),
        point => site.point.map(|point| point.to_string()), source => site.source,
    });
    chunks.iter().enumerate().map(|(index, chunk)| {
        let rows: Vec<Row> = chunk.iter().map(|it| row(report, it)).collect();
        report.page("entity.html", &paths[index], context! {
            root => "../", title => entity.name, kind => entity.kind.as_str(), kind_words => kind_words(entity.kind).0,
            aliases => &aliases, merged => ties(&entity.merged), apart => ties(&entity.apart), may_be => &may_be,
            may_be_more => entity.may_be_more, place => &place,
            listings => entity.listings.iter().map(|it| format!("{}: {}", it.list, it.name)).collect::<Vec<_>>(),
            article_mentions => entity.article_mentions, comment_mentions => entity.comment_mentions,
            documents => entity.documents.len(), undated => entity.undated,
            bars => chart::bars(&entity.by_year), rows, part => index + 1, parts => &paths,
        })
    }).collect()
}

fn row(report: &HtmlReport<'_>, occurrence: &Occurrence) -> Row {
    let first = occurrence.first.as_ref();
    let anchor = first.map(|it| format!("#p{}", it.start)).unwrap_or_default();
    let summary = report.corpus.documents.get(occurrence.document as usize);
    Row {
        title: report.title(occurrence.document),
        page: report.document_path(occurrence.document) + &anchor,
        published: summary
            .and_then(|it| it.published)
            .map(|it| it.date.to_string())
            .unwrap_or_default(),
        article: occurrence.article_mentions,
        comments: occurrence.comment_mentions,
        exact: first.map(|it| it.exact.to_string()).unwrap_or_default(),
        snippet: first.map(|it| it.snippet.to_string()).unwrap_or_default(),
        said_in: match first.map(|it| it.owner) {
            Some(annalist_model::Owner::Comment(_)) => "comment",
            _ => "article",
        },
    }
}
