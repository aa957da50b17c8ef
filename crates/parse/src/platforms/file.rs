//! The data files that tell of platforms, one each.

use annalist_model::AnswerForm;
use annalist_tables::{DataError, DataFile, data_file};
use scraper::Selector;
use serde::Deserialize;

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

/// A data file as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlatformFile {
    name: String,
    /// Elements without which a page does not name the platform.
    #[serde(default)]
    needs: Vec<String>,
    /// Where what the request needs is found; of two that find the same, the first counts.
    find: Vec<FindFile>,
    /// The address to ask, with names in braces for what was found: `{url}` is the page's address
    /// without its fragment, `{page}` and `{cursor}` are those of `paging`.
    request: String,
    /// The media type that is asked for.
    #[serde(default = "json_type")]
    accept: String,
    paging: Option<PagingFile>,
    /// The id of the element of a page in HTML that holds the JSON, where the answer is one.
    inside: Option<String>,
    /// What the answer is written in.
    #[serde(default)]
    form: Form,
    /// Whether it is asked only where no other platform answers.
    #[serde(default)]
    fallback: bool,
    /// Whether the newest comment comes first.
    #[serde(default)]
    newest_first: bool,
    /// What the words of comments are.
    #[serde(default)]
    holds: Holds,
    comments: CommentsFile,
    #[cfg_attr(not(test), expect(dead_code, reason = "read by tests"))]
    example: Vec<Example>,
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
enum Form {
    #[default]
    Json,
    Xml,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FindFile {
    /// Looked for in the attribute of the elements that match, or in their text; without a selector in
    /// the address of the page.
    select: Option<String>,
    attribute: Option<String>,
    pattern: String,
    /// Whether only an address below that of the page counts: what a site has for all of its pages is
    /// not about this one.
    #[serde(default)]
    own: bool,
    /// What is known where the pattern fits.
    #[serde(default)]
    gives: Values,
}

#[derive(Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum PagingFile {
    /// Numbered pages: the next is asked for while the last held `full` comments.
    Number { first: u32, step: u32, full: usize },
    /// Each page names the next one, where there is one.
    Cursor { cursor: String, start: String },
    /// Each page says whether there is one more.
    More { first: u32, more: String },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CommentsFile {
    /// The list of comments; a text of JSON may be a list itself.
    items: String,
    /// Where each of them is, within its item.
    #[serde(default)]
    item: String,
    /// The list of the comments that answer one.
    children: Option<String>,
    /// Whether the first comment is the article.
    #[serde(default)]
    opening: bool,
    id: Option<String>,
    parent: Option<String>,
    /// Ids count from behind these words on.
    id_after: Option<String>,
    parent_after: Option<String>,
    /// The ids of all that stand above a comment, and its own at the end, parted by dots.
    ancestors: Option<String>,
    author: Vec<String>,
    author_url: Option<String>,
    posted: String,
    /// Whether a time without a zone is in UTC.
    #[serde(default)]
    utc: bool,
    body: String,
    permalink: Option<String>,
    votes: Option<String>,
    /// What says yes where the comment was taken away.
    removed: Option<String>,
    /// What the comment is, and the words for a trackback.
    kind: Option<String>,
    #[serde(default)]
    trackbacks: Vec<String>,
    /// What must say yes, or be this word, for an item to be a comment.
    only: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(test), expect(dead_code, reason = "read by tests"))]
pub(super) struct Example {
    /// The address of a page, the page, and what is asked for it.
    pub(super) url: String,
    pub(super) page: String,
    pub(super) asks: String,
    /// What is answered, and what is asked next, where something is.
    pub(super) answer: String,
    pub(super) next: Option<String>,
    /// `parent | author | time | text`, a line a comment.
    pub(super) comments: Vec<String>,
}

fn json_type() -> String {
    "application/json".to_owned()
}

/// The platforms that are known.
#[derive(Debug)]
pub(crate) struct Platforms {
    pub(super) platforms: Vec<Platform>,
}

#[derive(Debug)]
pub(super) struct Platform {
    pub(super) name: String,
    pub(super) needs: Vec<Selector>,
    pub(super) find: Vec<Find>,
    pub(super) request: Pattern,
    pub(super) accept: String,
    pub(super) paging: Option<Paging>,
    pub(super) inside: Option<String>,
    pub(super) form: AnswerForm,
    pub(super) fallback: bool,
    pub(super) newest_first: bool,
    pub(super) holds: Holds,
    pub(super) comments: CommentPaths,
}

#[derive(Debug)]
pub(super) struct Find {
    pub(super) select: Option<Selector>,
    pub(super) attribute: Option<String>,
    pub(super) pattern: Pattern,
    pub(super) own: bool,
    pub(super) gives: Values,
}

#[derive(Debug)]
pub(super) enum Paging {
    Number { first: u32, step: u32, full: usize },
    Cursor { cursor: Path, start: String },
    More { first: u32, more: Path },
}

/// Where in an answer what stands.
#[derive(Debug)]
pub(super) struct CommentPaths {
    pub(super) items: Path,
    pub(super) item: Path,
    pub(super) children: Option<Path>,
    pub(super) opening: bool,
    pub(super) id: Option<Path>,
    pub(super) parent: Option<Path>,
    pub(super) id_after: Option<String>,
    pub(super) parent_after: Option<String>,
    pub(super) ancestors: Option<Path>,
    pub(super) author: Vec<Path>,
    pub(super) author_url: Option<Path>,
    pub(super) posted: Path,
    pub(super) utc: bool,
    pub(super) body: Path,
    pub(super) permalink: Option<Path>,
    pub(super) votes: Option<Path>,
    pub(super) removed: Option<Path>,
    pub(super) kind: Option<Path>,
    pub(super) trackbacks: Vec<String>,
    pub(super) only: Option<(Path, String)>,
}

impl Platforms {
    /// The platforms that come with the crate.
    pub(crate) fn load() -> Result<Platforms, DataError> {
        let platforms = FILES.iter().map(|file| Platform::load(*file)).collect::<Result<_, _>>()?;
        Ok(Platforms { platforms })
    }
}

/// What cannot be used of a data file, with the line that it stands on.
struct Reader {
    file: DataFile,
}

impl Reader {
    fn wrong(&self, written: &str, what: &str) -> DataError {
        let line = self.file.text.lines().position(|line| line.contains(written));
        self.file.error(line.map_or(1, |index| index + 1), format!("“{written}” is no {what}"))
    }

    fn path(&self, written: &str) -> Result<Path, DataError> {
        Path::parse(written).ok_or_else(|| self.wrong(written, "way through an answer"))
    }

    fn maybe(&self, written: Option<&String>) -> Result<Option<Path>, DataError> {
        written.map(|written| self.path(written)).transpose()
    }

    fn pattern(&self, written: &str) -> Result<Pattern, DataError> {
        Pattern::parse(written).ok_or_else(|| self.wrong(written, "pattern"))
    }

    fn selector(&self, written: &str) -> Result<Selector, DataError> {
        Selector::parse(written).map_err(|_| self.wrong(written, "selector"))
    }
}

impl PlatformFile {
    pub(super) fn read(file: DataFile) -> Result<PlatformFile, DataError> {
        toml::from_str(file.text).map_err(|error| {
            let before = error.span().and_then(|span| file.text.get(..span.start));
            let line = before.map_or(1, |before| 1 + before.matches('\n').count());
            file.error(line, error.message().to_owned())
        })
    }

    #[cfg(test)]
    pub(super) fn into_examples(self) -> (String, Vec<Example>) {
        (self.name, self.example)
    }
}

impl Platform {
    fn load(file: DataFile) -> Result<Platform, DataError> {
        let written = PlatformFile::read(file)?;
        let reader = Reader { file };
        let find = |find: FindFile| {
            Ok(Find {
                select: find.select.map(|select| reader.selector(&select)).transpose()?,
                attribute: find.attribute,
                pattern: reader.pattern(&find.pattern)?,
                own: find.own,
                gives: find.gives,
            })
        };
        let needs = written.needs.iter().map(|it| reader.selector(it));
        let paging = match written.paging {
            None => None,
            Some(PagingFile::Number { first, step, full }) => {
                Some(Paging::Number { first, step, full })
            }
            Some(PagingFile::Cursor { cursor, start }) => {
                Some(Paging::Cursor { cursor: reader.path(&cursor)?, start })
            }
            Some(PagingFile::More { first, more }) => {
                Some(Paging::More { first, more: reader.path(&more)? })
            }
        };
        Ok(Platform {
            needs: needs.collect::<Result<_, _>>()?,
            find: written.find.into_iter().map(find).collect::<Result<_, _>>()?,
            request: reader.pattern(&written.request)?,
            accept: written.accept,
            paging,
            inside: written.inside,
            form: match written.form {
                Form::Json => AnswerForm::Json,
                Form::Xml => AnswerForm::Xml,
            },
            fallback: written.fallback,
            newest_first: written.newest_first,
            holds: written.holds,
            comments: CommentPaths::load(&reader, written.comments)?,
            name: written.name,
        })
    }
}

impl CommentPaths {
    fn load(reader: &Reader, written: CommentsFile) -> Result<CommentPaths, DataError> {
        let only = match &written.only {
            Some(only) => {
                let (path, word) = only.split_once('=').unwrap_or((only, ""));
                Some((reader.path(path)?, word.to_owned()))
            }
            None => None,
        };
        Ok(CommentPaths {
            items: reader.path(&written.items)?,
            item: reader.path(&written.item)?,
            children: reader.maybe(written.children.as_ref())?,
            opening: written.opening,
            id: reader.maybe(written.id.as_ref())?,
            parent: reader.maybe(written.parent.as_ref())?,
            id_after: written.id_after,
            parent_after: written.parent_after,
            ancestors: reader.maybe(written.ancestors.as_ref())?,
            author: written.author.iter().map(|it| reader.path(it)).collect::<Result<_, _>>()?,
            author_url: reader.maybe(written.author_url.as_ref())?,
            posted: reader.path(&written.posted)?,
            utc: written.utc,
            body: reader.path(&written.body)?,
            permalink: reader.maybe(written.permalink.as_ref())?,
            votes: reader.maybe(written.votes.as_ref())?,
            removed: reader.maybe(written.removed.as_ref())?,
            kind: reader.maybe(written.kind.as_ref())?,
            trackbacks: written.trackbacks,
            only,
        })
    }
}
