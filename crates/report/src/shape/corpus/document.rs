//! The documents of a collection, a line each.

use annalist_corpus as corpus;
use annalist_model as model;
use model::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::shape::text::Text;

/// One document.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CorpusDocument")]
pub(crate) struct DocumentLine {
    /// Identity.
    id: String,
    /// Name of the input.
    pub(crate) input: String,
    /// The headline.
    pub(crate) title: Option<String>,
    /// The authors, in the order of the page.
    authors: Vec<String>,
    /// The address that the page gives as its own, else the one it was saved from.
    pub(crate) url: Option<String>,
    /// The name of the site.
    pub(crate) site: Option<String>,
    /// When it was published.
    pub(crate) published: Option<Text<model::DateTime>>,
    /// Where nothing says when: it must have been published on or after this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) published_not_before: Option<Text<Date>>,
    /// Where nothing says when: it must have been published by this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) published_not_after: Option<Text<Date>>,
    /// Language, as a BCP 47 tag.
    language: Option<String>,
    /// Words of the article.
    pub(crate) article_words: u32,
    /// Words of the comments, quoted ones included.
    comment_words: u32,
    /// Comments by readers.
    pub(crate) comments: u32,
    /// Different names that they are signed with.
    comment_authors: u32,
    /// Things that it names.
    entities: u32,
    /// How often it names them.
    mentions: u32,
    /// Dates of it that mean days.
    dates: u32,
    /// Codes of its diagnostics, sorted, each once.
    pub(crate) diagnostics: Vec<Text<model::Code>>,
    /// SHA-256 of the bytes of the saved file, unpacked where it is packed.
    sha256: Text<model::Sha256>,
    /// The document that says the same and is counted in its stead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) duplicate_of: Option<u32>,
    /// The document that says the same but for small changes and was published before it. Both are
    /// counted, as one source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) near_copy_of: Option<u32>,
    /// An earlier document of the same title, whose article begins with the same letters. Both are
    /// counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) may_repeat: Option<u32>,
}

impl DocumentLine {
    pub(super) fn of(document: corpus::DocumentSummary) -> DocumentLine {
        let bounds = document.published_bounds;
        DocumentLine {
            id: document.id.as_str().to_owned(),
            input: document.input,
            title: document.title,
            authors: document.authors,
            url: document.url,
            site: document.site,
            published: document.published.map(Text),
            published_not_before: bounds.and_then(|bounds| bounds.from).map(Text),
            published_not_after: bounds.and_then(|bounds| bounds.to).map(Text),
            language: document.language,
            article_words: document.article_words,
            comment_words: document.comment_words,
            comments: document.comments,
            comment_authors: document.comment_authors,
            entities: document.entities,
            mentions: document.mentions,
            dates: document.dates,
            diagnostics: document.diagnostics.into_iter().map(Text).collect(),
            sha256: Text(document.sha256),
            duplicate_of: document.duplicate_of,
            near_copy_of: document.near_copy_of,
            may_repeat: document.may_repeat,
        }
    }
}
