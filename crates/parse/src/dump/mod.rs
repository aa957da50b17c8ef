//! The plain text of a page, its markup gone.
//!
//! What the markup would tell is told by order and words: the title line, bare captions, notes,
//! the body, a note on the author, a line of tags, comments under bullets ("NAME says:"), and the
//! tags of the site behind the last of them.

mod lines;
mod words;

use std::ops::Range;

use annalist_model::{
    BlockKind, CommentKind, ListPlace, Marker, Metadata, Origin, Owner, Sourced, Stamp, TextBuilder,
};

use crate::decode::Decoded;
use crate::metadata::BylineWords;
use crate::notes::NoteWords;
use crate::stamp::DayOrder;
use crate::thread::ThreadWords;
use crate::write::CommentDraft;
use lines::Paragraph;

pub(crate) use words::DumpWords;

/// A title is no longer than this, in bytes.
const LONGEST_TITLE: usize = 300;

/// A line that names author or date is no longer than this, in bytes.
const LONGEST_BYLINE: usize = 160;

/// Words of a line that gives a date and nothing else: "Kelm, Monday, 3 May 2009, 5 pm".
const WORDS_OF_DATE: usize = 7;

/// A plain text does not declare its language: dates of numbers are read as most of the web's
/// English ones are meant.
pub(crate) const ORDER: DayOrder = DayOrder::MonthFirst;

/// What the reader of a dump is given.
pub(crate) struct DumpReader<'a> {
    pub(crate) decoded: &'a Decoded,
    pub(crate) words: &'a DumpWords,
    pub(crate) notes: &'a NoteWords,
    pub(crate) bylines: &'a BylineWords,
    pub(crate) threads: &'a ThreadWords,
}

/// What was read, its text aside.
pub(crate) struct Dump {
    pub(crate) metadata: Metadata,
    pub(crate) comments: Vec<CommentDraft>,
    /// Lines at the end that belong to the site.
    pub(crate) left_out: usize,
}

/// The head of a comment in a dump.
struct Head {
    paragraph: usize,
    /// Where the name stands.
    name: Range<usize>,
    /// Where the words of the comment start within the paragraph of its head.
    rest: usize,
    is_trackback: bool,
    /// When it was posted, where its line says so.
    posted: Option<Stamp>,
}

/// A line with name and time is no longer than this, in bytes.
const LONGEST_HEAD: usize = 120;

/// Whether a line reads as a heading: short, a capital first, no sign at its end.
fn is_heading(line: &str) -> bool {
    line.len() < 80
        && !line.contains('\n')
        && line.chars().next().is_some_and(char::is_uppercase)
        && line.chars().next_back().is_some_and(char::is_alphanumeric)
}

/// Whether what stands before "says:" can be a name where no bullet says so: one word, or a few
/// with capitals. "The captain of the ferry says:" is prose.
fn reads_as_name(words: &str) -> bool {
    let mut words = words.split_whitespace();
    let is_capital = |word: &str| word.chars().next().is_some_and(|first| !first.is_lowercase());
    let count = words.clone().count();
    count == 1 || (count <= 4 && words.all(is_capital))
}

impl DumpReader<'_> {
    /// Writes the words of the dump to `text`.
    pub(crate) fn read(&self, text: &mut TextBuilder) -> Dump {
        let source = self.decoded.text.as_str();
        let paragraphs = lines::paragraphs(source);
        let heads = self.heads(&paragraphs);
        let first = heads.first().map_or(paragraphs.len(), |head| head.paragraph);
        // "3 Comments" is a line of the thread.
        let is_over_thread = |index: &usize| {
            !heads.is_empty() && self.threads.is_heading(self.slice(&paragraphs[*index]))
        };
        let article_end = first.checked_sub(1).filter(is_over_thread).unwrap_or(first);
        let mut metadata = Metadata::default();
        self.read_article(&paragraphs[..article_end], &mut metadata, text);
        let end = self.end_of_comments(&paragraphs, &heads);
        let comments = self.read_comments(&paragraphs[..end], &heads, text);
        Dump { metadata, comments, left_out: paragraphs.len() - end }
    }

    fn slice(&self, paragraph: &Paragraph) -> &str {
        &self.decoded.text[paragraph.range.clone()]
    }

    /// The paragraphs that open a comment: "NAME says:" or "NAME on DATE" under bullets, or, where a
    /// dump has lost those, on lines of their own more than once.
    fn heads(&self, paragraphs: &[Paragraph]) -> Vec<Head> {
        let is_over_thread = |it: &Paragraph| self.threads.is_heading(self.slice(it));
        // A line with name and time above the comments is the byline of the article.
        let thread = paragraphs.iter().position(is_over_thread);
        let all: Vec<(Head, bool)> = paragraphs
            .iter()
            .enumerate()
            .filter_map(|(index, paragraph)| {
                Some((self.head(index, paragraph)?, paragraph.has_bullet))
            })
            .filter(|(head, has_bullet)| {
                let is_below = thread.is_some_and(|thread| thread < head.paragraph);
                head.posted.is_none() || *has_bullet || is_below
            })
            .collect();
        let with_bullets = all.iter().filter(|(_, has_bullet)| *has_bullet).count();
        let count = all.len();
        all.into_iter()
            .filter(|(_, has_bullet)| if with_bullets > 0 { *has_bullet } else { count > 1 })
            .map(|(head, _)| head)
            .collect()
    }

    /// The head of a comment that gives name and time in one line and nothing else: "Posted by Ada
    /// Lorne at 14:05 on 3 May 2015", "Ada Lorne, 3 May 2015:".
    fn timed_head(&self, index: usize, paragraph: &Paragraph, line: &str) -> Option<Head> {
        if line.len() > LONGEST_HEAD {
            return None;
        }
        let time = self.threads.stamps.place_in(line, ORDER)?;
        let value = self.threads.stamps.read(line, ORDER)?;
        let bare = |part: &'_ str| -> String {
            let part = part.trim_matches(|it: char| !it.is_alphanumeric() && !".)".contains(it));
            let part = self.threads.without_joints(part);
            let part = self
                .threads
                .name_before_says(&format!("{part}:"))
                .map_or(part.to_owned(), str::to_owned);
            self.threads.bare_name(&part).to_owned()
        };
        let (before, after) = (bare(&line[..time.start]), bare(&line[time.end..]));
        let name = match (before.is_empty(), after.is_empty()) {
            (false, true) => before,
            (true, false) => after,
            _ => return None,
        };
        let is_name = name.len() <= 80 && reads_as_name(&name);
        let at = paragraph.range.start + line.find(&name).filter(|_| is_name)?;
        let bytes =
            self.decoded.bytes_of(paragraph.range.start..paragraph.range.start + line.len());
        Some(Head {
            paragraph: index,
            name: at..at + name.len(),
            rest: paragraph.range.start + line.len(),
            is_trackback: false,
            posted: Some(Stamp { value: Some(value), shown: None, origin: Origin::Text, bytes }),
        })
    }

    fn head(&self, index: usize, paragraph: &Paragraph) -> Option<Head> {
        let words = self.slice(paragraph);
        let line = words.lines().next()?.trim_end();
        if let Some(title) = self.threads.title_of_trackback(line).filter(|_| paragraph.has_bullet)
        {
            let end = paragraph.range.start + line.len();
            let start = end - title.len();
            return Some(Head {
                paragraph: index,
                name: start..end,
                rest: start,
                is_trackback: true,
                posted: None,
            });
        }
        if let Some(head) = self.timed_head(index, paragraph, line) {
            return Some(head);
        }
        let name = self.threads.name_before_says(line)?;
        let is_name = name.len() <= 80
            && !name.starts_with(['"', '“', '„', '«', '‘'])
            && (paragraph.has_bullet || reads_as_name(name));
        let start = paragraph.range.start;
        let rest = start + line.len();
        is_name.then(|| Head {
            paragraph: index,
            name: start..start + name.len(),
            rest: rest.min(paragraph.range.end),
            is_trackback: false,
            posted: None,
        })
    }

    fn read_article(
        &self,
        paragraphs: &[Paragraph],
        metadata: &mut Metadata,
        text: &mut TextBuilder,
    ) {
        let mut rest = paragraphs;
        if let [title, body @ ..] = paragraphs
            && title.range.len() <= LONGEST_TITLE
            && !self.slice(title).contains('\n')
        {
            self.write(title, BlockKind::Title, Owner::Article, text);
            metadata.title = Some(self.sourced(self.slice(title), &title.range, Origin::Text));
            rest = body;
        }
        let tags = rest.iter().rposition(|it| self.read_tags(it, metadata));
        let last = tags.unwrap_or(rest.len());
        for (index, paragraph) in rest[..last].iter().enumerate() {
            let words = self.slice(paragraph);
            let kind = if let Some(kind) = self.notes.kind_of(words) {
                if let Some(place) = self.words.first_appearance(words) {
                    metadata.original_publication =
                        Some(self.sourced(place, &paragraph.range, Origin::Text));
                }
                kind
            } else if self.words.is_caption(words) {
                BlockKind::Caption
            } else if (index < 4 && self.read_byline(paragraph, metadata))
                || (index + 3 > last && self.read_bio(paragraph, metadata))
            {
                BlockKind::Byline
            } else if paragraph.has_bullet {
                BlockKind::ListItem
            } else if is_heading(words) && index + 1 < last {
                BlockKind::Heading(2)
            } else {
                BlockKind::Paragraph
            };
            self.write(paragraph, kind, Owner::Article, text);
        }
        // What stands between the tags and the comments is the article's, if it says anything.
        for paragraph in rest.get(last + 1..).unwrap_or_default() {
            self.write(paragraph, BlockKind::Paragraph, Owner::Article, text);
        }
    }

    /// Reads a line such as "Tags: harbour, strike"; whether it is one.
    fn read_tags(&self, paragraph: &Paragraph, metadata: &mut Metadata) -> bool {
        let words = self.slice(paragraph);
        let Some((label, list)) = words.split_once(':') else { return false };
        let is_label = self.words.is_tag_label(label);
        if is_label {
            for tag in list.split(',').map(str::trim).filter(|tag| !tag.is_empty()) {
                metadata.tags.push(self.sourced(tag, &paragraph.range, Origin::Text));
            }
        }
        is_label
    }

    /// Reads a line that gives author or date; whether it is one.
    fn read_byline(&self, paragraph: &Paragraph, metadata: &mut Metadata) -> bool {
        let words = self.slice(paragraph);
        if words.len() > LONGEST_BYLINE || words.ends_with(['.', '?', '!', ':']) {
            return false;
        }
        // A line that names nobody has to be hardly more than its date.
        let is_bare = words.split_whitespace().count() <= WORDS_OF_DATE;
        let date = self.threads.stamps.read(words, ORDER);
        let names = self.bylines.opens_byline(words).then(|| self.bylines.names(words));
        let date = date.filter(|_| is_bare || names.is_some());
        if let (Some(at), None) = (date, &metadata.published) {
            metadata.published = Some(self.sourced(&at, &paragraph.range, Origin::Byline));
        }
        for name in names.iter().flatten() {
            metadata.authors.push(self.sourced(name.as_str(), &paragraph.range, Origin::Byline));
        }
        date.is_some() || names.is_some()
    }

    /// Reads a note on the author; whether it is one.
    fn read_bio(&self, paragraph: &Paragraph, metadata: &mut Metadata) -> bool {
        let words = self.slice(paragraph);
        let Some(name) = self.words.author_of_bio(words) else { return false };
        metadata.author_notes.push(self.sourced(words, &paragraph.range, Origin::Text));
        if metadata.authors.iter().all(|known| known.value != name) {
            metadata.authors.push(self.sourced(name, &paragraph.range, Origin::Text));
        }
        true
    }

    /// One past the last paragraph of the last comment: what follows is short, far off or less
    /// indented, and ends no sentence.
    fn end_of_comments(&self, paragraphs: &[Paragraph], heads: &[Head]) -> usize {
        let Some(last) = heads.last() else { return paragraphs.len() };
        let inner = heads.iter().filter_map(|head| {
            let next = paragraphs.get(head.paragraph + 1)?;
            (!next.has_bullet).then_some(next.indent)
        });
        let usual = inner.min().unwrap_or(0);
        let mut end = paragraphs.len();
        // Cut from the first line that stands further out than the words of comments do.
        let outdented =
            (last.paragraph + 1..paragraphs.len()).find(|&index| paragraphs[index].indent < usual);
        if let Some(index) = outdented {
            end = index;
        } else {
            while end > last.paragraph + 2 && self.is_site_tag(&paragraphs[end - 1]) {
                end -= 1;
            }
        }
        end
    }

    fn is_site_tag(&self, paragraph: &Paragraph) -> bool {
        let words = self.slice(paragraph);
        paragraph.gap > 1 && words.len() < 40 && !words.ends_with(['.', '!', '?', '…', '”', '"'])
    }

    fn read_comments(
        &self,
        paragraphs: &[Paragraph],
        heads: &[Head],
        text: &mut TextBuilder,
    ) -> Vec<CommentDraft> {
        let mut comments = Vec::new();
        for (id, head) in heads.iter().enumerate() {
            let owner = Owner::Comment(id as u32);
            let end = heads.get(id + 1).map_or(paragraphs.len(), |next| next.paragraph);
            let own = &paragraphs[head.paragraph];
            let first = head.rest..own.range.end;
            let others = paragraphs[head.paragraph + 1..end].iter().map(|it| it.range.clone());
            let parts = std::iter::once(first).chain(others);
            let mut posted = head.posted.clone();
            let mut start = None;
            for range in parts {
                let words = self.decoded.text[range.clone()].trim();
                if words.is_empty() {
                    continue;
                }
                if start.is_none() && posted.is_none() {
                    posted = self.time_line(words, &range);
                    if posted.is_some() {
                        continue;
                    }
                }
                text.begin(BlockKind::Paragraph, owner);
                self.write_words(range, text);
                if let Some(span) = text.end() {
                    start =
                        Some(start.map_or(span, |known: annalist_model::Span| known.cover(span)));
                }
            }
            let removed = start
                .and_then(|span| span.slice(text.text()))
                .is_some_and(|words| self.threads.is_removed(words));
            comments.push(CommentDraft {
                author: Some(self.sourced(
                    &self.decoded.text[head.name.clone()],
                    &head.name,
                    Origin::Text,
                )),
                author_url: None,
                posted,
                edited: None,
                votes: None,
                permalink: None,
                kind: match () {
                    () if head.is_trackback => CommentKind::Trackback,
                    () if removed => CommentKind::Removed,
                    () => CommentKind::Comment,
                },
                parent: None,
                span: start,
            });
        }
        comments
    }

    /// The time of a comment, where `words` is a line that gives one and nothing else.
    fn time_line(&self, words: &str, range: &Range<usize>) -> Option<Stamp> {
        if words.len() > 50 || words.contains('\n') {
            return None;
        }
        let value = self.threads.stamps.read(words, ORDER)?;
        Some(Stamp {
            value: Some(value),
            shown: None,
            origin: Origin::Text,
            bytes: self.decoded.bytes_of(range.clone()),
        })
    }

    fn write(&self, paragraph: &Paragraph, kind: BlockKind, owner: Owner, text: &mut TextBuilder) {
        text.begin(kind, owner);
        if kind == BlockKind::ListItem {
            text.set_list(Some(ListPlace { depth: 1, marker: Marker::Bullet }));
        }
        self.write_words(paragraph.range.clone(), text);
        text.end();
    }

    /// Writes the words of `range`; white space other than a single blank is folded to one.
    fn write_words(&self, range: Range<usize>, text: &mut TextBuilder) {
        let words = &self.decoded.text[range.clone()];
        let mut at = 0;
        while at < words.len() {
            let rest = &words[at..];
            let blank = rest.len() - rest.trim_start().len();
            let start = range.start + at;
            if blank > 0 {
                let is_inside = !text.open_text().is_empty();
                if is_inside && &rest[..blank] == " " {
                    self.decoded.push_to(text, start..start + 1);
                } else if let Some(bytes) =
                    self.decoded.bytes_of(start..start + blank).filter(|_| is_inside)
                {
                    text.push_whole(" ", bytes);
                }
                at += blank;
            } else {
                let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
                self.decoded.push_to(text, start..start + length);
                at += length;
            }
        }
    }

    fn sourced<T: ToOwned + ?Sized>(
        &self,
        value: &T,
        range: &Range<usize>,
        origin: Origin,
    ) -> Sourced<T::Owned> {
        Sourced::new(value.to_owned(), origin, self.decoded.bytes_of(range.clone()))
    }
}
