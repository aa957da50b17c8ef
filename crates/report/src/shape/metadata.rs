//! What a page says about itself.

use annalist_model as model;
use model::DateTime;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::place::Bytes;
use super::text::Text;

/// A value with the place that it was found in.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Sourced<T> {
    /// The value.
    value: T,
    /// Where it was found.
    from: Text<model::Origin>,
    /// The bytes of the saved file that say it; null where no one stretch of them does.
    source_bytes: Option<Bytes>,
}

/// What kind of page a page is.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct PageType {
    /// The kind.
    kind: Text<model::PageKind>,
    /// How likely it is that, 0 to 1000.
    #[schemars(range(max = 1000))]
    score: u16,
}

/// What a page says about itself.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Metadata {
    /// What kind of page it is; absent where only its text was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    page_type: Option<PageType>,
    /// The headline, without the name of the site.
    title: Option<Sourced<String>>,
    /// The authors, in the order of the page.
    authors: Vec<Sourced<String>>,
    /// When the article was published.
    published: Option<Sourced<Text<DateTime>>>,
    /// When it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    modified: Option<Sourced<Text<DateTime>>>,
    /// The name of the site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    site: Option<Sourced<String>>,
    /// The organisation behind the site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    publisher: Option<Sourced<String>>,
    /// Language, as a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    language: Option<Sourced<String>>,
    /// The address that the page gives as its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    canonical_url: Option<Sourced<String>>,
    /// A summary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    description: Option<Sourced<String>>,
    /// The part of the site that the article belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    section: Option<Sourced<String>>,
    /// Where the article first appeared, where a note says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    original_publication: Option<Sourced<String>>,
    /// What the page says about its authors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    author_notes: Vec<Sourced<String>>,
    /// How many comments the page says there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    comment_count: Option<Sourced<u32>>,
    /// Key words, in the order of the page.
    tags: Vec<Sourced<String>>,
    /// The absolute addresses of the pictures that the page declares to stand for it, the best
    /// first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    images: Vec<Sourced<String>>,
}

impl<T> Sourced<T> {
    fn of<U: Clone>(sourced: &model::Sourced<U>, write: impl Fn(U) -> T) -> Sourced<T> {
        Sourced {
            value: write(sourced.value.clone()),
            from: Text(sourced.origin),
            source_bytes: sourced.bytes.map(Bytes),
        }
    }

    fn read<U>(self, read: impl Fn(T) -> U) -> model::Sourced<U> {
        let bytes = self.source_bytes.map(|Bytes(range)| range);
        model::Sourced::new(read(self.value), self.from.0, bytes)
    }
}

impl Metadata {
    pub(crate) fn of(metadata: &model::Metadata) -> Metadata {
        Metadata {
            page_type: metadata
                .page_type
                .map(|it| PageType { kind: Text(it.kind), score: it.score }),
            title: one(&metadata.title),
            authors: all(&metadata.authors),
            published: time(&metadata.published),
            modified: time(&metadata.modified),
            site: one(&metadata.site),
            publisher: one(&metadata.publisher),
            language: one(&metadata.language),
            canonical_url: one(&metadata.canonical_url),
            description: one(&metadata.description),
            section: one(&metadata.section),
            original_publication: one(&metadata.original_publication),
            author_notes: all(&metadata.author_notes),
            comment_count: one(&metadata.comment_count),
            tags: all(&metadata.tags),
            images: all(&metadata.images),
        }
    }

    pub(crate) fn read(self) -> model::Metadata {
        model::Metadata {
            page_type: self
                .page_type
                .map(|it| model::PageType { kind: it.kind.0, score: it.score }),
            title: read_one(self.title),
            authors: read_all(self.authors),
            site: read_one(self.site),
            publisher: read_one(self.publisher),
            published: read_time(self.published),
            modified: read_time(self.modified),
            language: read_one(self.language),
            canonical_url: read_one(self.canonical_url),
            description: read_one(self.description),
            section: read_one(self.section),
            tags: read_all(self.tags),
            images: read_all(self.images),
            original_publication: read_one(self.original_publication),
            author_notes: read_all(self.author_notes),
            comment_count: read_one(self.comment_count),
        }
    }
}

fn one<T: Clone>(value: &Option<model::Sourced<T>>) -> Option<Sourced<T>> {
    value.as_ref().map(|value| Sourced::of(value, |value| value))
}

fn all<T: Clone>(values: &[model::Sourced<T>]) -> Vec<Sourced<T>> {
    values.iter().map(|value| Sourced::of(value, |value| value)).collect()
}

fn time(value: &Option<model::Sourced<DateTime>>) -> Option<Sourced<Text<DateTime>>> {
    value.as_ref().map(|value| Sourced::of(value, Text))
}

fn read_one<T>(value: Option<Sourced<T>>) -> Option<model::Sourced<T>> {
    value.map(|value| value.read(|value| value))
}

fn read_all<T>(values: Vec<Sourced<T>>) -> Vec<model::Sourced<T>> {
    values.into_iter().map(|value| value.read(|value| value)).collect()
}

fn read_time(value: Option<Sourced<Text<DateTime>>>) -> Option<model::Sourced<DateTime>> {
    value.map(|value| value.read(|Text(at)| at))
}
