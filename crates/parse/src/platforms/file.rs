//! The data files that tell of platforms, one each.

use annalist_model::AnswerForm;
use annalist_tables::{DataError, DataFile, data_file};
use scraper::Selector;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::data::Path;
use super::pattern::{Pattern, Values};

/// The platforms that come with the crate. A page is asked about at the first that it names.
pub(super) const FILES: &[DataFile] = &[
    data_file!("platforms/wordpress.toml"),
    data_file!("platforms/discourse.toml"),
    data_file!("platforms/blogger.toml"),
    data_file!("platforms/hacker-news.toml"),
    data_file!("platforms/reddit.toml"),
    data_file!("platforms/stack-exchange.toml"),
    data_file!("platforms/mastodon.toml"),
    data_file!("platforms/lemmy.toml"),
    data_file!("platforms/lobsters.toml"),
    data_file!("platforms/disqus.toml"),
    data_file!("platforms/comment-feed.toml"),
];

/// The platforms that are known.
#[derive(Debug)]
pub(crate) struct Platforms {
    pub(super) platforms: Vec<Platform>,
}

/// A platform, as its data file tells of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Platform {
    pub(super) name: String,
    /// Elements without which a page does not name the platform.
    #[serde(default)]
    pub(super) needs: Vec<Element>,
    /// Where what the request needs is found; of two that find the same, the first counts.
    pub(super) find: Vec<Find>,
    /// The address to ask, with names in braces for what was found: `{url}` is the page's address
    /// without its fragment, `{page}` the number that `paging` tells.
    pub(super) request: Pattern,
    /// The media type that is asked for.
    #[serde(default = "json_type")]
    pub(super) accept: String,
    pub(super) paging: Option<Paging>,
    /// The address to ask once all of that is answered, for what was said of what came: `{ids}` are the
    /// `{id}` that was found and the ids of the comments so far, parted by semicolons.
    pub(super) then: Option<Pattern>,
    /// The id of the element of a page in HTML that holds the data, where the answer is one.
    pub(super) inside: Option<String>,
    /// What the answer is written in.
    #[serde(default)]
    pub(super) form: Form,
    /// Whether it is asked only where no other platform answers.
    #[serde(default)]
    pub(super) fallback: bool,
    /// Whether the newest comment comes first.
    #[serde(default)]
    pub(super) newest_first: bool,
    /// What the words of comments are.
    #[serde(default)]
    pub(super) holds: Holds,
    pub(super) comments: CommentPaths,
    #[cfg_attr(not(test), expect(dead_code, reason = "read by tests"))]
    pub(super) example: Vec<Example>,
}

/// A place where something may be found.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Find {
    /// Looked for in the attribute of the elements that match, or in their text; without a selector in
    /// the address of the page.
    pub(super) select: Option<Element>,
    pub(super) attribute: Option<String>,
    pub(super) pattern: Pattern,
    /// Whether only an address below that of the page counts: what a site has for all of its pages is
    /// not about this one.
    #[serde(default)]
    pub(super) own: bool,
    /// What is known where the pattern fits.
    #[serde(default)]
    pub(super) gives: Values,
}

/// How more than one answer is asked for.
#[derive(Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub(super) enum Paging {
    /// Numbered pages: the next is asked for while the last held `full` comments.
    Number { first: u32, step: u32, full: usize },
    /// Each page says whether there is one more.
    More { first: u32, more: Path },
}

/// Where in an answer what stands.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CommentPaths {
    /// The list of comments; an answer may be a list itself.
    pub(super) items: Path,
    /// Where each of them is, within its item.
    #[serde(default)]
    pub(super) item: Path,
    /// What must say yes for an item to be a comment.
    pub(super) only: Option<Path>,
    /// How many comments an item stands for that is none itself, because they are folded away.
    pub(super) folded: Option<Path>,
    /// The list of the comments that answer one.
    pub(super) children: Option<Path>,
    /// The id of the item that is the article.
    pub(super) opening: Option<String>,
    pub(super) id: Option<Path>,
    pub(super) parent: Option<Path>,
    /// Ids count from behind these words on.
    pub(super) id_after: Option<String>,
    pub(super) parent_after: Option<String>,
    /// The ids of all that stand above a comment, and its own at the end, parted by dots.
    pub(super) ancestors: Option<Path>,
    pub(super) author: Vec<Path>,
    pub(super) author_url: Option<Path>,
    pub(super) posted: Path,
    /// Whether a time without a zone is in UTC.
    #[serde(default)]
    pub(super) utc: bool,
    pub(super) body: Path,
    pub(super) permalink: Option<Path>,
    pub(super) votes: Option<Path>,
    /// What says yes where the comment was taken away.
    pub(super) removed: Option<Path>,
    /// What the comment is, and the words for a trackback.
    pub(super) kind: Option<Path>,
    #[serde(default)]
    pub(super) trackbacks: Vec<String>,
}

/// What the words of comments are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Holds {
    #[default]
    Html,
    Text,
}

/// What an answer is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Form {
    #[default]
    Json,
    Xml,
}

impl From<Form> for AnswerForm {
    fn from(form: Form) -> AnswerForm {
        match form {
            Form::Json => AnswerForm::Json,
            Form::Xml => AnswerForm::Xml,
        }
    }
}

/// A page, what is asked for it, and what is read of the answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(test), expect(dead_code, reason = "read by tests"))]
pub(super) struct Example {
    pub(super) url: String,
    pub(super) page: String,
    pub(super) asks: String,
    pub(super) answer: String,
    /// What is asked next, where something is.
    pub(super) next: Option<String>,
    /// `parent | author | time | text`, a line a comment.
    pub(super) comments: Vec<String>,
}

fn json_type() -> String {
    "application/json".to_owned()
}

/// A selector of elements.
#[derive(Debug)]
pub(super) struct Element(pub(super) Selector);

impl<'de> Deserialize<'de> for Element {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Element, D::Error> {
        let written = String::deserialize(deserializer)?;
        let selector = Selector::parse(&written);
        selector.map(Element).map_err(|_| D::Error::custom(format!("“{written}” is no selector")))
    }
}

impl<'de> Deserialize<'de> for Path {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Path, D::Error> {
        let written = String::deserialize(deserializer)?;
        let wrong = || D::Error::custom(format!("“{written}” is no way through an answer"));
        Path::parse(&written).ok_or_else(wrong)
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Pattern, D::Error> {
        let written = String::deserialize(deserializer)?;
        let wrong = || D::Error::custom(format!("“{written}” is no pattern"));
        Pattern::parse(&written).ok_or_else(wrong)
    }
}

impl Platforms {
    /// The platforms that come with the crate.
    pub(crate) fn load() -> Result<Platforms, DataError> {
        let platforms = FILES.iter().map(|file| Platform::load(*file)).collect::<Result<_, _>>()?;
        Ok(Platforms { platforms })
    }
}

impl Platform {
    pub(super) fn load(file: DataFile) -> Result<Platform, DataError> {
        toml::from_str(file.text).map_err(|error| {
            let before = error.span().and_then(|span| file.text.get(..span.start));
            let line = before.map_or(1, |before| 1 + before.matches('\n').count());
            file.error(line, error.message().to_owned())
        })
    }
}
