//! What kind of page a page is, and which of its paragraphs are its article.
//!
//! Two ways are asked. The rules of [`article`] find the one element that promises most. Models that
//! were learned from pages ([`kind`], [`article::describe`]) then judge the page and each paragraph,
//! and what the rules found is a part of what they are told.

use annalist_model::{PageKind, PageType, Sourced};
use annalist_tables::{DataError, data_file};

use crate::Parser;
use crate::article::{self, Bar, Choice, Company, Evidence, Paragraphs, Rows, Unit, Way};
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
    article: Looks,
    other: Looks,
}

/// Two looks at a paragraph: by itself, and by what the first look says of those around it.
#[derive(Debug)]
struct Looks {
    first: Forest,
    second: Forest,
}

impl Models {
    /// Models that have learned nothing: every page is an article, and no paragraph its own. What a page
    /// looks like to them does not depend on what was learned before.
    #[cfg(feature = "training")]
    pub(crate) fn blank() -> Result<Models, DataError> {
        let blank = || Looks { first: Forest::blank(), second: Forest::blank() };
        Ok(Models { kinds: Kinds::blank()?, article: blank(), other: blank() })
    }

    /// The models that come with the crate.
    pub(crate) fn load() -> Result<Models, DataError> {
        let (first, second) = (article::names(), article::second_names());
        Ok(Models {
            kinds: Kinds::load()?,
            article: Looks {
                first: Forest::read(data_file!("article-first.forest"), &first)?,
                second: Forest::read(data_file!("article-second.forest"), &second)?,
            },
            other: Looks {
                first: Forest::read(data_file!("other-first.forest"), &first)?,
                second: Forest::read(data_file!("other-second.forest"), &second)?,
            },
        })
    }
}

/// A page as the rules and the models of its kind see it.
pub(crate) struct Judgement {
    /// The paragraphs that neither a comment nor a dialogue holds.
    pub(crate) paragraphs: Paragraphs,
    /// What the rules leave out of them.
    pub(crate) left_out: Mask,
    /// The element that the rules take for the article.
    container: Option<usize>,
    /// Whether the rules find nothing but teasers.
    is_index: bool,
    /// Whether the first item of the thread may be the article.
    pub(crate) opens_topic: bool,
    /// Whether it is: an engine of forums is known, and there are answers.
    pub(crate) is_topic: bool,
    /// The page in numbers.
    #[cfg_attr(not(feature = "training"), expect(dead_code, reason = "asked for in training"))]
    pub(crate) numbers: Vec<f32>,
    /// How likely it is of each kind.
    pub(crate) of_kinds: [f32; 3],
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
        let mut paragraphs = article::paragraphs(page, comments, &parser.boilerplate);
        let mut left_out = comments.clone();
        article::prune_certain(page, &mut left_out, &paragraphs.units);
        paragraphs.units = article::left_by(&left_out, &paragraphs.units);
        let units = &paragraphs.units;
        article::prune(page, &mut left_out, units);
        let rest = article::left_by(&left_out, units);
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
                (&paragraphs, &rest),
                container,
                found.headline,
                &parser.boilerplate,
            );
        }
        let numbers = parser.models.kinds.describe(page, units, &facts);
        let of_kinds = parser.models.kinds.likelihoods(&numbers);
        let is_index = facts.is_index;
        Judgement {
            paragraphs,
            left_out,
            container,
            is_index,
            opens_topic,
            is_topic: false,
            numbers,
            of_kinds,
        }
    }

    /// What kind of page it is.
    pub(crate) fn page_type(&self) -> PageType {
        let (mut kind, mut likelihood) = kind::likeliest(self.of_kinds);
        if self.is_topic {
            (kind, likelihood) = (PageKind::Thread, self.of_kinds[0].max(KNOWN));
        }
        if kind == PageKind::Article && self.is_index {
            // Rules that find nothing but teasers are right more often than not.
            (kind, likelihood) = (PageKind::Index, 0.6);
        }
        PageType { kind, score: (likelihood * 1000.0) as u16 }
    }

    /// Each paragraph in numbers, and who stands around it.
    pub(crate) fn describe(&self, page: &Page<'_>, found: &Reading) -> (Rows, Company) {
        if self.is_too_long() {
            return (Rows::default(), Company::default());
        }
        article::describe(page, &self.paragraphs, &self.evidence(found))
    }

    /// What each way to the body would take.
    pub(crate) fn ways(&self, page: &Page<'_>, found: &Reading) -> Vec<Way> {
        article::ways(page, &self.paragraphs, &self.evidence(found))
    }

    fn evidence<'a>(&'a self, found: &'a Reading) -> Evidence<'a> {
        let text = |value: &'a Option<Sourced<String>>| {
            value.as_ref().map(|it| it.value.as_str()).unwrap_or_default()
        };
        Evidence {
            left_out: &self.left_out,
            container: self.container,
            headline: found.headline,
            title: text(&found.metadata.title),
            description: text(&found.metadata.description),
            kind: self.of_kinds,
        }
    }

    /// How likely each paragraph is the page's own text. Writes the numbers of the second look.
    pub(crate) fn likelihoods(
        &self,
        page: &Page<'_>,
        models: &Models,
        (rows, company): &mut (Rows, Company),
    ) -> Vec<f32> {
        if self.is_too_long() {
            return self.by_rules(page);
        }
        let looks = match self.page_type().kind {
            PageKind::Article => &models.article,
            PageKind::Thread | PageKind::Index | PageKind::Offer => &models.other,
        };
        let mut sums = looks.first.sums(rows.iter());
        company.look_again(&sums, rows);
        let hopeful: Vec<bool> = sums.iter().map(|&sum| sum >= HOPELESS).collect();
        let seen = rows.iter().zip(&hopeful).filter(|(_, is_hopeful)| **is_hopeful);
        let again = looks.second.sums(seen.map(|(row, _)| row));
        let places = sums.iter_mut().zip(&hopeful).filter(|(_, is_hopeful)| **is_hopeful);
        places.zip(again).for_each(|((sum, _), again)| *sum = again);
        sums.into_iter().map(article::share).collect()
    }

    /// Whether the page has so many paragraphs that the rules alone judge them.
    fn is_too_long(&self) -> bool {
        self.paragraphs.units.len() > MOST
    }

    fn by_rules(&self, page: &Page<'_>) -> Vec<f32> {
        let range = self.container.map(|node| page.subtree(node)).unwrap_or_default();
        let is_own =
            |unit: &Unit| range.contains(&unit.start) && unit.bad < unit.length && !unit.is_teaser;
        self.paragraphs.units.iter().map(|unit| f32::from(u8::from(is_own(unit)))).collect()
    }

    /// Which of the paragraphs are kept.
    pub(crate) fn pick(&self, likelihoods: &[f32]) -> Vec<bool> {
        article::pick(&self.lengths(), likelihoods, least(self.page_type().kind))
    }

    /// From where on they are.
    pub(crate) fn bar(&self, likelihoods: &[f32]) -> Bar {
        Bar::of(&self.lengths(), likelihoods)
    }

    fn lengths(&self) -> Vec<usize> {
        self.paragraphs.units.iter().map(|unit| unit.length).collect()
    }
}

/// Paragraphs of a page that the models judge. A book has less.
const MOST: usize = 10_000;

/// What the first look finds less likely than this (by the sum of its trees) is not looked at again.
pub(crate) const HOPELESS: f32 = -5.0;

/// How likely a page is a thread whose engine is known for them.
const KNOWN: f32 = 0.95;

/// How likely the likeliest paragraph of a page must be that the page has a text of its own at all.
pub(crate) const LEAST: f32 = 0.15;

/// The same of a thread, which may have none beside its comments.
const LEAST_OF_THREAD: f32 = 0.6;

fn least(kind: PageKind) -> f32 {
    if kind == PageKind::Thread { LEAST_OF_THREAD } else { LEAST }
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
