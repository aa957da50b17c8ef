//! What kind of page a page is, and which of its paragraphs are its article.
//!
//! Two ways are asked. The rules of [`article`] find the one element that promises most. Models that
//! were learned from pages ([`kind`], [`article::describe`]) then judge the page and each paragraph,
//! and what the rules found is a part of what they are told.

use annalist_model::{PageKind, PageType};
use annalist_tables::{DataError, data_file};

use crate::Parser;
use crate::article::{self, Choice, Evidence, Unit};
use crate::forest::Forest;
use crate::kind::{self, Facts, Kinds};
use crate::mask::Mask;
use crate::metadata::Reading;
use crate::page::Page;
use crate::thread::{Opening, Thread};

/// The models that judge pages and paragraphs.
#[derive(Debug)]
pub(crate) struct Models {
    pub(crate) kinds: Kinds,
    /// For paragraphs of articles, and of all other pages.
    article: Forest,
    other: Forest,
}

impl Models {
    /// These with nothing learned: every page is an article, and no paragraph its own. What a page
    /// looks like to them does not depend on what was learned before.
    #[cfg(feature = "training")]
    pub(crate) fn blank(self) -> Models {
        Models { kinds: self.kinds.blank(), article: Forest::blank(), other: Forest::blank() }
    }

    /// The models that come with the crate.
    pub(crate) fn load() -> Result<Models, DataError> {
        let names = article::names();
        Ok(Models {
            kinds: Kinds::load()?,
            article: Forest::read(data_file!("article.forest"), &names)?,
            other: Forest::read(data_file!("other.forest"), &names)?,
        })
    }
}

/// A page as the rules and the models of its kind see it.
pub(crate) struct Judgement {
    /// The paragraphs that no comment holds.
    pub(crate) units: Vec<Unit>,
    /// What the rules leave out of them.
    pub(crate) left_out: Mask,
    /// The element that the rules take for the article.
    container: Option<usize>,
    /// Whether the rules find nothing but teasers.
    is_index: bool,
    /// Whether the first item of the thread may be the article.
    pub(crate) opens_topic: bool,
    /// The page in numbers, and how likely it is of each kind.
    pub(crate) numbers: Vec<f32>,
    pub(crate) likelihoods: [f32; 3],
}

impl Judgement {
    pub(crate) fn new(
        parser: &Parser,
        page: &Page<'_>,
        comments: &Mask,
        thread: Option<&Thread>,
        found: &Reading,
        address: Option<&str>,
    ) -> Judgement {
        let units = article::units(page, comments, &parser.boilerplate);
        let mut certain = comments.clone();
        article::prune_certain(page, &mut certain, &units);
        let units = article::units(page, &certain, &parser.boilerplate);
        let mut left_out = certain;
        article::prune(page, &mut left_out, &units);
        let rest = article::units(page, &left_out, &parser.boilerplate);
        let choice = article::choose(page, &left_out, &rest, found.headline);
        let container = match choice {
            Choice::Article(container) => Some(container),
            Choice::Index | Choice::Nothing => None,
        };
        let length: usize = units.iter().map(|unit| unit.length).sum();
        let all = page.text_length(0).max(length).max(1);
        let canonical = found.metadata.canonical_url.as_ref().map(|it| it.value.as_str());
        let opens_topic = thread.is_some_and(|it| opens_topic(page, it, &rest, found.headline));
        let facts = Facts {
            address: address.or(canonical),
            has_date: found.metadata.published.is_some(),
            authors: found.metadata.authors.len(),
            comments: thread.map_or(0, |it| it.items.len()),
            comment_share: 1.0 - length as f32 / all as f32,
            opens_topic,
            has_article: container.is_some(),
            is_index: matches!(choice, Choice::Index),
        };
        if let Some(container) = container {
            article::clean(
                page,
                &mut left_out,
                &rest,
                container,
                found.headline,
                &parser.boilerplate,
            );
        }
        let numbers = parser.models.kinds.describe(page, &units, &facts);
        let likelihoods = parser.models.kinds.likelihoods(&numbers);
        let is_index = facts.is_index;
        Judgement { units, left_out, container, is_index, opens_topic, numbers, likelihoods }
    }

    /// What kind of page it is.
    pub(crate) fn page_type(&self) -> PageType {
        let (mut kind, mut likelihood) = kind::likeliest(self.likelihoods);
        if kind == PageKind::Article && self.is_index {
            // Rules that find nothing but teasers are right more often than not.
            (kind, likelihood) = (PageKind::Index, 0.6);
        }
        PageType { kind, score: (likelihood * 1000.0) as u16 }
    }

    /// Each paragraph in numbers.
    pub(crate) fn rows(&self, page: &Page<'_>, found: &Reading) -> Vec<Vec<f32>> {
        let text = |value: &Option<annalist_model::Sourced<String>>| {
            value.as_ref().map(|it| it.value.clone()).unwrap_or_default()
        };
        let evidence = Evidence {
            left_out: &self.left_out,
            container: self.container,
            headline: found.headline,
            title: &text(&found.metadata.title),
            description: &text(&found.metadata.description),
            kind: self.likelihoods,
        };
        article::describe(page, &self.units, &evidence)
    }

    /// Which of the paragraphs are the page's own text.
    pub(crate) fn pick(&self, models: &Models, rows: &[Vec<f32>]) -> Vec<bool> {
        let model = match self.page_type().kind {
            PageKind::Article => &models.article,
            PageKind::Thread | PageKind::Index | PageKind::Offer => &models.other,
        };
        let is_article = self.page_type().kind == PageKind::Article;
        let likelihoods: Vec<f32> = rows
            .iter()
            .map(|row| article::doubted(row, model.likelihood(row), is_article))
            .collect();
        let lengths: Vec<usize> = self.units.iter().map(|unit| unit.length).collect();
        article::pick(&lengths, &likelihoods, least(self.page_type().kind))
    }
}

/// How likely a paragraph of such a page must be that the page has a text of its own at all. A
/// thread may have none beside its comments.
pub(crate) fn least(kind: PageKind) -> f32 {
    if kind == PageKind::Thread { 0.6 } else { 0.15 }
}

/// Good text above a thread, in bytes, that is yet no article: the rules of a forum.
const LITTLE: usize = 150;

/// Whether the first item of a thread is the article: it opens a topic, and what stands between
/// the headline and it says less than it does.
fn opens_topic(page: &Page<'_>, thread: &Thread, units: &[Unit], headline: Option<usize>) -> bool {
    match (thread.opening, thread.items.first()) {
        (Opening::Article, _) => true,
        (Opening::Comment, _) | (_, None) => false,
        (Opening::Unsure, Some(first)) => {
            let parts = if first.body.is_empty() { vec![first.node] } else { first.body.clone() };
            let own: usize = parts.into_iter().map(|node| page.text_length(node)).sum();
            let between = headline.unwrap_or(0)..first.node;
            let above = units.iter().filter(|unit| between.contains(&unit.start));
            above.map(|unit| unit.good).sum::<usize>() < own.max(LITTLE)
        }
    }
}
