//! What kind of page a page is: an article, a thread, an index of other pages, or an offer.
//!
//! Three models that were learned from pages of known kinds each give a likelihood; the page is
//! what the likeliest says, and an article where none is likely. What they are told of is what the
//! page declares (schema.org types, `og:type`), its address, what it is made of, and its thread.

use annalist_model::PageKind;
use annalist_tables::{DataError, data_file};
use html5ever::local_name;

use crate::article::{Unit, share};
use crate::forest::Forest;
use crate::page::Page;

/// What is known of a page from other steps.
pub(crate) struct Facts<'a> {
    pub(crate) address: Option<&'a str>,
    pub(crate) has_date: bool,
    pub(crate) authors: usize,
    /// Comments that were found, and the share of the page's words that they hold.
    pub(crate) comments: usize,
    pub(crate) comment_share: f32,
    /// Whether the first post of the thread is the article.
    pub(crate) opens_topic: bool,
    /// Whether rules found an article.
    pub(crate) has_article: bool,
    pub(crate) is_index: bool,
}

/// The kinds that have a model, in the order of the likelihoods.
pub(crate) const KINDS: [PageKind; 3] = [PageKind::Thread, PageKind::Index, PageKind::Offer];

/// Words of addresses, and the models.
#[derive(Debug)]
pub(crate) struct Kinds {
    words: Vec<(&'static str, usize)>,
    models: [Forest; 3],
}

/// The kinds that words of addresses tell of.
const WORD_KINDS: &[(&str, usize)] = &[("article", 0), ("thread", 1), ("index", 2), ("offer", 3)];

/// Types of schema.org that are told apart: a page is marked by the first whose words it names.
const SCHEMA: [&[&str]; 7] = [
    &["Article", "BlogPosting", "Report"],
    &["DiscussionForum", "QAPage", "Question"],
    &["Product", "Offer"],
    &["ItemList", "CollectionPage"],
    &["WebPage"],
    &["Organization", "LocalBusiness"],
    &["FAQ"],
];

const NAMES: &[&str] = &[
    "schema-article",
    "schema-thread",
    "schema-product",
    "schema-list",
    "schema-page",
    "schema-organisation",
    "schema-questions",
    "og-type",
    "address-depth",
    "address-last",
    "address-hyphens",
    "address-number",
    "address-folder",
    "address-article",
    "address-thread",
    "address-index",
    "address-offer",
    "address-host",
    "forms",
    "images",
    "items",
    "paragraphs",
    "links",
    "articles",
    "headings-1",
    "headings-2",
    "headings-3",
    "tables",
    "times",
    "has-date",
    "authors",
    "comments",
    "comment-share",
    "opens-topic",
    "has-article",
    "is-index",
    "good",
    "good-share",
    "linked-share",
    "teasers",
    "units",
    "longest-good",
    "median-length",
    "good-units",
    "length",
];

impl Kinds {
    pub(crate) fn load() -> Result<Kinds, DataError> {
        Kinds::with([
            Forest::read(data_file!("thread.forest"), NAMES)?,
            Forest::read(data_file!("index.forest"), NAMES)?,
            Forest::read(data_file!("offer.forest"), NAMES)?,
        ])
    }

    /// The words alone.
    #[cfg(feature = "training")]
    pub(crate) fn blank() -> Result<Kinds, DataError> {
        Kinds::with([(); 3].map(|()| Forest::blank()))
    }

    fn with(models: [Forest; 3]) -> Result<Kinds, DataError> {
        let mut words = Vec::new();
        for row in data_file!("kind-words.tsv").rows()? {
            words.push((row.cell(0), row.choice(1, WORD_KINDS)?));
        }
        Ok(Kinds { words, models })
    }

    /// The names of the numbers that a page is told in.
    #[cfg(feature = "training")]
    pub(crate) fn names() -> &'static [&'static str] {
        NAMES
    }

    /// How likely the page that `numbers` tell of is each of [`KINDS`].
    pub(crate) fn likelihoods(&self, numbers: &[f32]) -> [f32; 3] {
        [0, 1, 2].map(|kind: usize| share(self.models[kind].sum(numbers)))
    }

    /// A page in numbers, in the order of [`NAMES`].
    pub(crate) fn describe(&self, page: &Page<'_>, units: &[Unit], facts: &Facts<'_>) -> Vec<f32> {
        let flag = |is: bool| f32::from(u8::from(is));
        let mut row = Vec::with_capacity(NAMES.len());
        row.extend(declared(page));
        row.extend(self.address(facts.address));
        row.extend(elements(page));
        row.extend([
            flag(facts.has_date),
            facts.authors as f32,
            facts.comments as f32,
            facts.comment_share,
            flag(facts.opens_topic),
            flag(facts.has_article),
            flag(facts.is_index),
        ]);
        row.extend(text(units));
        row
    }

    fn address(&self, address: Option<&str>) -> [f32; 10] {
        let Some(address) = address else { return [-1.0; 10] };
        let lower = address.to_ascii_lowercase();
        let rest = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let steps = path.split(['?', '#']).next().unwrap_or_default();
        let last = steps.split('/').rfind(|step| !step.is_empty()).unwrap_or_default();
        let mut has = [0.0; 4];
        let is_letter = |character: char| character.is_ascii_alphabetic();
        for step in path.split(['/', '?', '&']) {
            let words = || step.split(|it| !is_letter(it)).filter(|word| !word.is_empty());
            // What a headline says in its address is no kind of page.
            for word in words().filter(|_| words().count() <= MOST_WORDS) {
                if let Ok(found) = self.words.binary_search_by_key(&word, |&(word, _)| word) {
                    has[self.words[found].1] = 1.0;
                }
            }
        }
        let has_number = steps
            .split(|character: char| !character.is_ascii_digit())
            .any(|digits| digits.len() >= 4);
        [
            steps.split('/').filter(|step| !step.is_empty()).count() as f32,
            last.len() as f32,
            last.matches(['-', '_']).count() as f32,
            f32::from(u8::from(has_number)),
            f32::from(u8::from(steps.ends_with('/'))),
            has[0],
            has[1],
            has[2],
            has[3],
            f32::from(u8::from(self.is_of_threads(host))),
        ]
    }

    /// Whether the name of a host has a word of threads in it.
    fn is_of_threads(&self, host: &str) -> bool {
        let mut words =
            self.words.iter().filter(|(word, kind)| *kind == 1 && word.len() >= LONG_ENOUGH);
        words.any(|(word, _)| host.contains(word))
    }
}

/// Words of a step of an address that is no headline.
const MOST_WORDS: usize = 3;

/// Words of threads that are as long as this, in bytes, may be a part of a longer word in the name of
/// a host.
const LONG_ENOUGH: usize = 5;

/// How likely another kind must be that a page is not taken for an article, as most pages are.
const SURE: f32 = 0.6;

/// The kind with its likelihood.
pub(crate) fn likeliest(likelihoods: [f32; 3]) -> (PageKind, f32) {
    let (kind, likelihood) = KINDS
        .into_iter()
        .zip(likelihoods)
        .max_by(|(_, one), (_, other)| one.total_cmp(other))
        .unwrap_or((PageKind::Article, 0.0));
    if likelihood > SURE { (kind, likelihood) } else { (PageKind::Article, 1.0 - likelihood) }
}

/// Types of schema.org that the page names, and its type of OpenGraph.
fn declared(page: &Page<'_>) -> [f32; 8] {
    let mut found = [0.0; 8];
    let mut mark = |name: &str| {
        for (words, found) in SCHEMA.iter().zip(&mut found) {
            if words.iter().any(|word| name.contains(word)) {
                *found = 1.0;
                return;
            }
        }
    };
    let mut og_type = 0.0;
    for node in page.all() {
        let Some(element) = page.element(node) else { continue };
        if page.is(node, &local_name!("script")) {
            let is_data = page.attribute(node, "type").is_some_and(|it| it.contains("ld+json"));
            for text in page.below(node).filter(|_| is_data).filter_map(|it| page.text_node(it)) {
                types_in(text).for_each(&mut mark);
            }
        } else if page.is(node, &local_name!("meta")) {
            if page.attribute(node, "property") == Some("og:type") {
                og_type = match page.attribute(node, "content") {
                    Some("article") => 1.0,
                    Some("website") => 2.0,
                    Some("product") => 3.0,
                    _ => 4.0,
                };
            }
        } else {
            let types = element.attrs.iter().filter(|it| it.0.local == local_name!("itemtype"));
            types.for_each(|(_, name)| mark(name));
        }
    }
    found[7] = og_type;
    found
}

/// The values of `@type` in the text of a script, in the order they stand in.
fn types_in(script: &str) -> impl Iterator<Item = &str> {
    script.split("\"@type\"").skip(1).flat_map(|rest| {
        let rest = rest.trim_start_matches([' ', ':', '\n', '\t']);
        let values = match rest.strip_prefix('[') {
            Some(list) => list.split(']').next().unwrap_or_default(),
            None => rest.split_inclusive('"').nth(1).map_or("", |value| &rest[..1 + value.len()]),
        };
        values.split('"').filter(|value| value.starts_with(|it: char| it.is_ascii_alphabetic()))
    })
}

/// How many elements of each kind the page has.
fn elements(page: &Page<'_>) -> [f32; 11] {
    let mut counts = [0.0; 11];
    for node in page.all() {
        let number = match page.tag(node) {
            local_name!("form") => 0,
            local_name!("img") => 1,
            local_name!("li") => 2,
            local_name!("p") => 3,
            local_name!("a") => 4,
            local_name!("article") => 5,
            local_name!("h1") => 6,
            local_name!("h2") => 7,
            local_name!("h3") => 8,
            local_name!("table") => 9,
            local_name!("time") => 10,
            _ => continue,
        };
        counts[number] += 1.0;
    }
    counts
}

/// Sums over the paragraphs of the page.
fn text(units: &[Unit]) -> [f32; 9] {
    let sum = |value: fn(&Unit) -> usize| units.iter().map(value).sum::<usize>() as f32;
    let (good, length, linked) =
        (sum(|unit| unit.good), sum(|unit| unit.length), sum(|unit| unit.linked));
    let mut lengths: Vec<usize> = units.iter().map(|unit| unit.length).collect();
    lengths.sort_unstable();
    [
        good,
        good / length.max(1.0),
        linked / length.max(1.0),
        units.iter().filter(|unit| unit.is_teaser).count() as f32,
        units.len() as f32,
        units.iter().map(|unit| unit.good).max().unwrap_or(0) as f32,
        lengths.get(lengths.len() / 2).copied().unwrap_or(0) as f32,
        units.iter().filter(|unit| unit.good > 0).count() as f32,
        length,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_addresses_are_found_in_their_examples() {
        let kinds = Kinds::load().unwrap();
        for row in data_file!("kind-words.tsv").rows().unwrap() {
            let [word, kind, path] = row.columns().unwrap();
            let numbers = kinds.address(Some(&format!("https://a.example{path}")));
            let place = WORD_KINDS.iter().position(|(known, _)| *known == kind).unwrap();
            assert_eq!(numbers[5 + place], 1.0, "{word}");
        }
    }

    #[test]
    fn types_are_read_from_scripts_that_are_no_json_too() {
        let script = r#"{"@type":"NewsArticle","author":{"@type" : ["Person","Thing"]},"@type":3"#;
        assert_eq!(types_in(script).collect::<Vec<_>>(), ["NewsArticle", "Person", "Thing"]);
        assert_eq!(types_in(r#"{"@type"#).count(), 0);
    }
}
