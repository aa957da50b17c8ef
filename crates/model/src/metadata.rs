//! What a page says about itself, and where it says it.

use crate::{ByteRange, DateTime, PageType};

/// The place that a value was found in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// schema.org data in JSON.
    JsonLd,
    /// An OpenGraph `meta` element.
    OpenGraph,
    /// Another `meta` or `link` element, or `title`.
    Meta,
    /// schema.org data or RDFa in attributes.
    Microdata,
    /// An element known by its name, class or place.
    Markup,
    /// The line under the headline that names authors and date.
    Byline,
    /// The address of the page.
    Url,
    /// The words of the text.
    Text,
    /// What the platform of the comments answered.
    Platform,
    /// The note that the saving program left in the file.
    Saver,
    /// The list of pages of the archive that the page stands in.
    Archive,
    /// The user.
    Given,
}

impl Origin {
    const ALL: [Origin; 12] = [
        Origin::JsonLd,
        Origin::OpenGraph,
        Origin::Meta,
        Origin::Microdata,
        Origin::Markup,
        Origin::Byline,
        Origin::Url,
        Origin::Text,
        Origin::Platform,
        Origin::Saver,
        Origin::Archive,
        Origin::Given,
    ];

    /// The name in published records.
    pub fn as_str(self) -> &'static str {
        match self {
            Origin::JsonLd => "json-ld",
            Origin::OpenGraph => "opengraph",
            Origin::Meta => "meta",
            Origin::Microdata => "microdata",
            Origin::Markup => "markup",
            Origin::Byline => "byline",
            Origin::Url => "url",
            Origin::Text => "text",
            Origin::Platform => "platform",
            Origin::Saver => "saver",
            Origin::Archive => "archive",
            Origin::Given => "given",
        }
    }

    /// The origin with this published name.
    pub fn parse(name: &str) -> Option<Origin> {
        Origin::ALL.into_iter().find(|origin| origin.as_str() == name)
    }
}

/// A value with the place that it was found in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Where it was found.
    pub origin: Origin,
    /// The bytes of the saved file that say it: the text, the attribute value or the JSON block.
    pub bytes: Option<ByteRange>,
}

impl<T> Sourced<T> {
    /// A value found in `origin`, at `bytes`.
    pub fn new(value: T, origin: Origin, bytes: Option<ByteRange>) -> Sourced<T> {
        Sourced { value, origin, bytes }
    }
}

/// What a page says about itself. What it does not say is absent, never an empty string.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// What kind of page it is; none where only its text was kept.
    pub page_type: Option<PageType>,
    /// The headline, without the name of the site.
    pub title: Option<Sourced<String>>,
    /// The authors, in the order of the page.
    pub authors: Vec<Sourced<String>>,
    /// The name of the site.
    pub site: Option<Sourced<String>>,
    /// The organisation behind the site.
    pub publisher: Option<Sourced<String>>,
    /// When the article was published.
    pub published: Option<Sourced<DateTime>>,
    /// When it was last changed.
    pub modified: Option<Sourced<DateTime>>,
    /// Language, as a BCP 47 tag.
    pub language: Option<Sourced<String>>,
    /// The address that the page gives as its own.
    pub canonical_url: Option<Sourced<String>>,
    /// A summary.
    pub description: Option<Sourced<String>>,
    /// The part of the site that the article belongs to.
    pub section: Option<Sourced<String>>,
    /// Key words, in the order of the page, without repetition.
    pub tags: Vec<Sourced<String>>,
    /// The absolute addresses of the pictures that the page declares to stand for it, the best
    /// first, without repetition.
    pub images: Vec<Sourced<String>>,
    /// Where the article first appeared, where a note says so.
    pub original_publication: Option<Sourced<String>>,
    /// What the page says about its authors.
    pub author_notes: Vec<Sourced<String>>,
    /// How many comments the page says there are.
    pub comment_count: Option<Sourced<u32>>,
}
