//! The page of an entity: its names and why they are one, and what documents say of it.

use annalist_corpus::{CorpusEntity, NameTie, Occurrence, Passage};
use annalist_model::Owner;
use minijinja::{Value, context};
use serde::Serialize;

use super::claims::Row;
use super::index::kind_words;
use super::joined::Joined;
use super::parts::{self, pages_of};
use super::sheets::{CLAIMS, DATES, Given};
use super::told::Sort;
use super::{HtmlError, HtmlFile, HtmlReport, chart};
use crate::markdown::shortened_name;

/// Most spellings and ties that are listed.
const LISTED: usize = 200;

/// Longest name, in code points.
const NAME: usize = 200;

/// What one document says.
#[derive(Serialize)]
struct Said {
    title: String,
    page: String,
    published: String,
    article: u32,
    comments: u32,
    passages: Vec<Context>,
}

/// A passage that names the entity.
#[derive(Serialize)]
struct Context {
    start: u32,
    exact: String,
    snippet: String,
    owner: &'static str,
}

pub(super) fn pages(
    report: &HtmlReport<'_>,
    entity: &CorpusEntity,
    given: &Given,
) -> Result<Vec<HtmlFile>, HtmlError> {
    let Some(path) = report.index.entity_page(entity.id) else { return Ok(Vec::new()) };
    let said: Vec<Said> = entity.documents.iter().map(|it| said(report, it, given)).collect();
    let pages = pages_of(said);
    let paths = parts::paths(&path, pages.len());
    let facts = facts(report, entity, given);
    let files = pages.into_iter().enumerate().map(|(index, said)| {
        let page = context! {
            root => "../", title => shortened_name(&entity.name, NAME),
            is_first => index == 0, part => index + 1, parts => &paths, said, ..facts.clone()
        };
        report.page("entity.html", &parts::path(&path, index + 1), page)
    });
    files.collect()
}

/// What the first page says beside the passages.
fn facts(report: &HtmlReport<'_>, entity: &CorpusEntity, given: &Given) -> Value {
    let aliases: Vec<Value> = entity.aliases.iter().take(LISTED).map(|alias| {
        let kinds: Vec<&str> = alias.kinds.iter().map(|kind| kind.as_str()).collect();
        context! { value => shortened_name(&alias.value, NAME), kinds => kinds.join(", "), documents => alias.documents, mentions => alias.mentions }
    }).collect();
    let may_be: Vec<(String, Option<String>)> = entity
        .may_be
        .iter()
        .filter_map(|it| {
            let other = report.known.entities.get(*it as usize)?;
            Some((other.name.clone(), report.index.entity_page(*it)))
        })
        .collect();
    let site = entity.place.as_ref().and_then(|place| place.site.as_ref());
    let place = site.map(|site| {
        context! {
            name => site.name, country => site.country, region => site.region,
            precision => site.precision.as_str(),
            point => site.point.map(|point| point.to_string()), source => site.source,
        }
    });
    let listings: Vec<String> =
        entity.listings.iter().map(|it| format!("{}: {}", it.list, it.name)).collect();
    context! {
        kind => entity.kind.as_str(), kind_words => kind_words(entity.kind).0,
        name => shortened_name(&entity.name, NAME),
        aliases, merged => ties(&entity.merged), apart => ties(&entity.apart), may_be,
        may_be_more => entity.may_be_more, place, listings,
        article_mentions => entity.article_mentions, comment_mentions => entity.comment_mentions,
        documents => entity.documents.len(), sources => entity.sources, undated => entity.undated,
        bars => chart::bars(&entity.by_year, &|_| None),
        contradictions => &given.contradictions,
        relations => claims(given, Sort::Relation, true), events => claims(given, Sort::Event, true),
        only_in_comments => claims(given, Sort::Relation, false).into_iter()
            .chain(claims(given, Sort::Event, false)).collect::<Vec<_>>(),
        are_claims_cut => [Sort::Relation, Sort::Event].iter()
            .any(|sort| given.joined.iter().filter(|it| it.sort == *sort).count() >= CLAIMS),
        dates => &given.dates, is_cut => given.dates.len() >= DATES,
        quotations => quotations(report, given),
    }
}

fn ties(ties: &[NameTie]) -> Vec<Value> {
    let tie = |it: &NameTie| {
        let (one, other) = (shortened_name(&it.one, NAME), shortened_name(&it.other, NAME));
        context! { one, other, rule => it.rule, score => it.score }
    };
    ties.iter().take(LISTED).map(tie).collect()
}

/// The relations or events that it takes part in: those that articles tell of, or those that comments
/// alone do. Relations stand by their support, events in the order of time.
fn claims(given: &Given, sort: Sort, by_articles: bool) -> Vec<&Joined> {
    let of_sort = given.joined.iter().filter(|it| it.sort == sort && it.by_articles == by_articles);
    let mut claims: Vec<&Joined> = of_sort.collect();
    if sort == Sort::Event {
        claims.sort_by_key(|it| it.place);
    }
    claims
}

/// Its own words, as documents quote them.
fn quotations(report: &HtmlReport<'_>, given: &Given) -> Vec<Row> {
    let quotations = given.quotations.iter();
    quotations.map(|(document, it)| report.row(*document, it, "../", false)).collect()
}

/// What a document says of the entity.
fn said(report: &HtmlReport<'_>, occurrence: &Occurrence, given: &Given) -> Said {
    let known = report.known.document(occurrence.document);
    let published = known.and_then(|it| it.published).map(|it| it.to_string());
    let mut passages: Vec<Context> = occurrence.first.iter().map(first).collect();
    let of = |local: &u32| given.passages.get(&(occurrence.document, *local));
    passages.extend(occurrence.entities.iter().filter_map(of).flatten().map(|it| Context {
        start: it.start,
        exact: it.exact.clone(),
        snippet: it.snippet.clone(),
        owner: if it.comment.is_some() { "comment" } else { "article" },
    }));
    Said {
        title: report.title(occurrence.document),
        page: report.document_path(occurrence.document),
        published: published.unwrap_or_default(),
        article: occurrence.article_mentions,
        comments: occurrence.comment_mentions,
        passages,
    }
}

fn first(passage: &Passage) -> Context {
    Context {
        start: passage.start,
        exact: passage.exact.to_string(),
        snippet: passage.snippet.to_string(),
        owner: if passage.owner == Owner::Article { "article" } else { "comment" },
    }
}
