//! Comments that a page holds in its JSON-LD, in the words of schema.org: `Comment`, `Answer`.
//!
//! Most of them stand on the page as well, and add what it leaves out of each: a time told from now,
//! say. Those that stand nowhere else are read from the script, cited by its bytes.

use std::collections::HashMap;

use annalist_model::{AnswerForm, ByteRange, CommentKind, DateTime, Origin, Sourced, Stamp};
use encoding_rs::UTF_8;
use html5ever::local_name;

use super::comment::StoredComment;
use super::data::{Data, Path};
use super::file::Holds;
use super::write::StoredComments;
use crate::page::Page;
use crate::reread::without_references;
use crate::stamp::is_plausible;
use crate::thread::Item;

/// The types of comments, as they stand in JSON.
const TYPES: [&str; 3] = ["Comment", "Answer", "UserComments"];

/// The type of a page whose answers are its own.
const FAQ: &str = "FAQPage";

/// Comments that are read of one page.
const MOST_COMMENTS: usize = 10_000;

/// So many letters tell one comment from another.
const TELLING: usize = 40;

/// Where the parts of a comment are, the first that is there.
const BODY: [&str; 3] = ["text", "commentText", "articleBody"];
const AUTHOR: [&str; 6] =
    ["author.name", "author.0.name", "author", "creator.name", "creator.0.name", "creator"];
const AUTHOR_URL: [&str; 3] = ["author.url", "author.0.url", "creator.url"];
const POSTED: [&str; 3] = ["dateCreated", "datePublished", "commentTime"];
const ID: [&str; 3] = ["@id", "identifier", "url"];
const PARENT: [&str; 3] = ["parentItem.@id", "parentItem.identifier", "parentItem.url"];

/// The comments that the JSON-LD of a page gives, each after the one that it answers.
pub(crate) fn read(page: &Page<'_>) -> StoredComments {
    let mut found = Vec::new();
    // Other charsets are left: JSON-LD is written in this one, and its escapes can be cited.
    if page.decoded.charset == UTF_8 {
        let scripts = page.all().filter(|&node| {
            let kind = || page.attribute(node, "type").unwrap_or_default();
            page.is(node, &local_name!("script")) && kind().contains("ld+json")
        });
        for script in scripts {
            let words = page.below(script).find(|&node| page.text_node(node).is_some());
            words.into_iter().for_each(|node| read_script(page, node, &mut found));
        }
    }
    StoredComments(found)
}

/// Adds the comments of one script, whose text is the node `node`.
fn read_script(page: &Page<'_>, node: usize, found: &mut Vec<StoredComment>) {
    let Some(text) = page.text_node(node) else { return };
    if !TYPES.iter().any(|kind| text.contains(kind)) {
        return;
    }
    let Ok(data) = Data::read(text, AnswerForm::Json) else { return };
    let script = Script { page, node, data };
    // The comments that are open, each with the end of its object and its place.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    // Questions that a site answers itself end there.
    let mut own_end = 0;
    for (at, end) in script.data.objects() {
        open.retain(|(end, _)| at < *end);
        if script.is_a(at, &[FAQ]) {
            own_end = end;
        }
        if at < own_end || !script.is_a(at, &TYPES) || found.len() >= MOST_COMMENTS {
            continue;
        }
        let named = script.written(at, &PARENT).and_then(|id| places.get(&id).copied());
        let parent = open.last().map(|it| it.1).or(named);
        let Some(comment) = script.comment(at, parent) else { continue };
        let place = found.len();
        places.extend(comment.id.clone().map(|id| (id, place)));
        found.push(comment);
        open.push((end, place));
    }
}

/// A script with JSON-LD.
struct Script<'p, 't> {
    page: &'p Page<'t>,
    node: usize,
    data: Data<'t>,
}

impl Script<'_, '_> {
    /// Whether an object is of one of these types.
    fn is_a(&self, at: usize, types: &[&str]) -> bool {
        let paths = ["@type", "@type.0", "@type.1"];
        let mut told = paths.iter().filter_map(|path| self.find(at, path));
        told.any(|it| self.data.written(it).is_some_and(|it| types.contains(&it.as_ref())))
    }

    fn find(&self, at: usize, path: &str) -> Option<usize> {
        self.data.find(at, &Path::parse(path)?)
    }

    /// The first of `paths` that leads to words or a number.
    fn value(&self, at: usize, paths: &[&str]) -> Option<usize> {
        let mut values = paths.iter().filter_map(|path| self.find(at, path));
        values.find(|&it| self.data.written(it).is_some())
    }

    fn written(&self, at: usize, paths: &[&str]) -> Option<String> {
        Some(self.data.written(self.value(at, paths)?)?.into_owned())
    }

    /// Where a value stands in the file, where it stands there letter for letter.
    fn bytes(&self, value: usize) -> Option<ByteRange> {
        let place = self.data.place(value)?;
        let bytes = self.page.bytes_within(self.node, place.clone())?;
        (bytes.range().len() == place.len()).then_some(bytes)
    }

    /// The comment at `at`; none where it says nothing, or nothing that can be cited.
    fn comment(&self, at: usize, parent: Option<usize>) -> Option<StoredComment> {
        let body = self.value(at, &BODY)?;
        let start = self.bytes(body)?.range().start.checked_sub(self.data.place(body)?.start)?;
        let words = self.data.written(body)?;
        let author = self.value(at, &AUTHOR);
        let posted = self.posted(at);
        // What nobody gave at no time is an answer of the site itself.
        if self.is_a(at, &["Answer"]) && author.is_none() && posted.is_none() {
            return None;
        }
        let author = author.and_then(|author| {
            let name = without_references(self.data.written(author)?.trim());
            Some(Sourced::new(name, Origin::JsonLd, self.bytes(author)))
        });
        let address = |paths: &[&str]| {
            let url = url::Url::parse(self.written(at, paths)?.trim()).ok()?;
            matches!(url.scheme(), "http" | "https").then(|| url.into())
        };
        let count = |path: &str| self.written(at, &[path])?.parse::<i32>().ok();
        let votes = count("upvoteCount").map(|up| up - count("downvoteCount").unwrap_or(0));
        Some(StoredComment {
            id: self.written(at, &ID),
            answers: None,
            parent,
            kind: CommentKind::Comment,
            author,
            author_url: address(&AUTHOR_URL),
            posted,
            votes,
            permalink: address(&["url"]),
            body: Some(self.data.words(body, start)?),
            holds: if holds_markup(&words) { Holds::Html } else { Holds::Text },
        })
    }

    fn posted(&self, at: usize) -> Option<Stamp> {
        let at = self.value(at, &POSTED)?;
        let written = self.data.written(at)?;
        let value = DateTime::parse_iso(written.trim()).filter(is_plausible)?;
        let bytes = self.bytes(at);
        Some(Stamp { value: Some(value), shown: None, origin: Origin::JsonLd, bytes })
    }
}

/// Whether words are written as markup: they hold a tag or a reference.
fn holds_markup(words: &str) -> bool {
    let words = words.replace('\r', "");
    without_references(&words) != words
}

impl StoredComments {
    /// Takes out those that the page shows as `items`, each giving what its item lacks. What is left is
    /// shown nowhere; where next to none is shown, but the page shows others, nothing is.
    pub(crate) fn merge(mut self, page: &Page<'_>, items: &mut [Item]) -> StoredComments {
        if self.0.is_empty() {
            return self;
        }
        let mut shown: HashMap<String, usize> = HashMap::new();
        for (place, item) in items.iter().enumerate() {
            let whole = [item.node];
            let body = if item.body.is_empty() { &whole } else { item.body.as_slice() };
            let words = body.iter().flat_map(|&node| page.visible_words(node));
            shown.entry(key(words)).or_insert(place);
        }
        let found: Vec<Option<usize>> = self.0.iter().map(|it| it.shown_as(&shown)).collect();
        let matching = found.iter().flatten().count();
        if !items.is_empty() && matching * 2 < self.0.len() {
            return StoredComments::default();
        }
        // Where each of them stands in the end, those that are left after those that are shown.
        let mut places: Vec<usize> = Vec::with_capacity(found.len());
        let mut left = Vec::new();
        for (comment, shown) in self.0.drain(..).zip(found) {
            match shown {
                Some(place) => {
                    comment.complete(&mut items[place]);
                    places.push(place);
                }
                None => {
                    let parent = comment.parent.and_then(|parent| places.get(parent).copied());
                    places.push(items.len() + left.len());
                    left.push(StoredComment { parent, ..comment });
                }
            }
        }
        StoredComments(left)
    }
}

impl StoredComment {
    /// The item that shows the same words.
    fn shown_as(&self, shown: &HashMap<String, usize>) -> Option<usize> {
        let (bytes, _) = self.body.as_ref()?;
        let words = String::from_utf8_lossy(bytes);
        let words = match self.holds {
            Holds::Html => without_references(&words),
            Holds::Text => words.into_owned(),
        };
        shown.get(&key([words.as_str()])).copied()
    }

    /// Gives an item what the page does not show of it.
    fn complete(self, item: &mut Item) {
        let is_timed = item.posted.as_ref().is_some_and(|it| it.value.is_some());
        if !is_timed {
            item.posted = self.posted.or(item.posted.take());
        }
        item.author = item.author.take().or(self.author);
        item.permalink = item.permalink.take().or(self.permalink);
    }
}

/// The first letters of words, without what markup does to them. No more of the words are read than
/// it takes: comments may stand within comments, each with all that is below it.
fn key<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let letters = words.into_iter().flat_map(str::chars).filter(|it| it.is_alphanumeric());
    letters.take(TELLING).collect()
}
