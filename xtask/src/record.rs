//! What the house commands read of a record, in the shape that `annalist` publishes.
//!
//! Offsets count Unicode code points. Fields that a published record always has are asked for, so
//! that a change of the shape fails here rather than giving empty answers.

use anyhow::{Context, Result};
use serde::Deserialize;

/// A record, or a document that nothing was found in yet.
#[derive(Debug, Deserialize)]
pub(crate) struct Record {
    pub(crate) id: String,
    pub(crate) input: String,
    pub(crate) metadata: Metadata,
    pub(crate) text: String,
    pub(crate) blocks: Vec<Block>,
    pub(crate) comments: Vec<Comment>,
    #[serde(default)]
    pub(crate) entities: Vec<Entity>,
    #[serde(default)]
    pub(crate) dates: Vec<DateMention>,
    #[serde(default)]
    pub(crate) relations: Vec<Relation>,
    #[serde(default)]
    pub(crate) events: Vec<Event>,
    #[serde(default)]
    pub(crate) quotations: Vec<Quotation>,
}

/// What a page says about itself.
#[derive(Debug, Deserialize)]
pub(crate) struct Metadata {
    pub(crate) page_type: Option<PageType>,
    pub(crate) title: Option<Sourced>,
    pub(crate) authors: Vec<Sourced>,
    pub(crate) published: Option<Sourced>,
    pub(crate) modified: Option<Sourced>,
    pub(crate) site: Option<Sourced>,
    pub(crate) publisher: Option<Sourced>,
    pub(crate) original_publication: Option<Sourced>,
    pub(crate) tags: Vec<Sourced>,
}

/// What kind of page a page is.
#[derive(Debug, Deserialize)]
pub(crate) struct PageType {
    pub(crate) kind: String,
}

/// A value with where it was found, which is not read here.
#[derive(Debug, Deserialize)]
pub(crate) struct Sourced {
    pub(crate) value: String,
}

/// A piece of the text.
#[derive(Debug, Deserialize)]
pub(crate) struct Block {
    pub(crate) kind: String,
    pub(crate) owner: Owner,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Whose words a block holds.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Owner {
    Article,
    Comment(u32),
}

/// A comment.
#[derive(Debug, Deserialize)]
pub(crate) struct Comment {
    pub(crate) kind: String,
    pub(crate) parent: Option<usize>,
    pub(crate) author: Option<String>,
    pub(crate) posted: Option<Stamp>,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) quotes: Vec<QuotedPassage>,
}

/// A time as a page gives it.
#[derive(Debug, Deserialize)]
pub(crate) struct Stamp {
    pub(crate) value: Option<String>,
}

/// A passage of a comment that repeats another.
#[derive(Debug, Deserialize)]
pub(crate) struct QuotedPassage {
    pub(crate) of: Option<usize>,
}

/// What the text names.
#[derive(Debug, Deserialize)]
pub(crate) struct Entity {
    #[serde(rename = "type")]
    pub(crate) kind: EntityKind,
    pub(crate) name: String,
    pub(crate) aliases: Vec<Alias>,
    pub(crate) mentions: Vec<Mention>,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum EntityKind {
    Person,
    Organisation,
    Place,
    Group,
    Other,
}

/// Another name of an entity.
#[derive(Debug, Deserialize)]
pub(crate) struct Alias {
    pub(crate) value: String,
}

/// A place where the text names an entity.
#[derive(Debug, Deserialize)]
pub(crate) struct Mention {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Where in the saved file, in bytes; none where the words were not read from it in one piece.
    pub(crate) source_bytes: Option<[usize; 2]>,
    /// What the name stands for here, where that is not what the entity is.
    #[serde(rename = "type")]
    pub(crate) kind: Option<EntityKind>,
}

/// A stretch of the text.
#[derive(Debug, Deserialize)]
pub(crate) struct Passage {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) source_bytes: Option<[usize; 2]>,
}

/// Somebody or something that takes part in a claim.
#[derive(Debug, Deserialize)]
pub(crate) struct Party {
    pub(crate) entity: Option<usize>,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Who stands to whom in what relation.
#[derive(Debug, Deserialize)]
pub(crate) struct Relation {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) subject: Party,
    pub(crate) object: Party,
    pub(crate) modality: String,
}

/// A date of an event.
#[derive(Debug, Deserialize)]
pub(crate) struct When {
    pub(crate) value: String,
    pub(crate) start: usize,
}

/// What happened.
#[derive(Debug, Deserialize)]
pub(crate) struct Event {
    pub(crate) date: Option<When>,
    pub(crate) modality: String,
    pub(crate) evidence: Vec<Passage>,
}

/// Who said what.
#[derive(Debug, Deserialize)]
pub(crate) struct Quotation {
    pub(crate) speaker: Option<Party>,
    pub(crate) parts: Vec<Passage>,
}

/// An expression of time.
#[derive(Debug, Deserialize)]
pub(crate) struct DateMention {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) source_bytes: Option<[usize; 2]>,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) value: String,
}

impl Record {
    /// The record that a line or a file of `annalist` holds.
    pub(crate) fn read(json: &str) -> Result<Record> {
        serde_json::from_str(json).context("annalist gave no record that is understood")
    }

    /// The title, in the words of the page.
    pub(crate) fn title(&self) -> Option<&str> {
        value_of(self.metadata.title.as_ref())
    }

    /// The authors as one text.
    pub(crate) fn author(&self) -> Option<String> {
        let names: Vec<&str> = self.metadata.authors.iter().map(|it| it.value.as_str()).collect();
        (!names.is_empty()).then(|| names.join("; "))
    }
}

/// A value of the metadata, where there is one.
pub(crate) fn value_of(sourced: Option<&Sourced>) -> Option<&str> {
    sourced.map(|sourced| sourced.value.as_str())
}

impl Block {
    /// Whether it belongs to the running text of the article: not to its title, captions and notes,
    /// and not to a comment.
    pub(crate) fn is_body(&self) -> bool {
        const BODY: [&str; 6] = ["heading", "paragraph", "list-item", "quote", "code", "table-row"];
        self.owner == Owner::Article && BODY.contains(&self.kind.as_str())
    }
}

/// Where each code point of a text begins, in bytes.
#[derive(Debug)]
pub(crate) struct CodePoints {
    starts: Vec<usize>,
    length: usize,
}

impl CodePoints {
    /// Those of bytes that should be UTF-8; what is none counts as lossy decoding counts it.
    pub(crate) fn of(bytes: &[u8]) -> CodePoints {
        let mut starts = Vec::new();
        let mut at = 0;
        for chunk in bytes.utf8_chunks() {
            starts.extend(chunk.valid().char_indices().map(|(offset, _)| at + offset));
            at += chunk.valid().len();
            if !chunk.invalid().is_empty() {
                starts.push(at);
                at += chunk.invalid().len();
            }
        }
        CodePoints { starts, length: at }
    }

    /// The number of code points before a byte.
    pub(crate) fn before(&self, byte: usize) -> usize {
        self.starts.partition_point(|&start| start < byte)
    }

    /// The part of `text`, which these are the code points of, from `start` to before `end`.
    pub(crate) fn slice<'t>(&self, text: &'t str, start: usize, end: usize) -> Result<&'t str> {
        let byte = |point: usize| match self.starts.get(point) {
            Some(&start) => Some(start),
            None => (point == self.starts.len()).then_some(self.length),
        };
        byte(start)
            .zip(byte(end))
            .and_then(|(start, end)| text.get(start..end))
            .with_context(|| format!("the span from {start} to {end} is none of the text"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_and_bytes() {
        let text = "aé€😀b";
        let points = CodePoints::of(text.as_bytes());
        assert_eq!(points.slice(text, 1, 4).unwrap(), "é€😀");
        assert_eq!(points.slice(text, 5, 5).unwrap(), "");
        assert!(points.slice(text, 4, 6).is_err());
        assert_eq!([0, 1, 3, 6, 10, 11].map(|byte| points.before(byte)), [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn bytes_that_are_no_utf_8_count_once() {
        assert_eq!(CodePoints::of(b"a\xe9b").before(2), 2);
        assert_eq!(CodePoints::of(b"a\xe9b").before(3), 3);
    }
}
