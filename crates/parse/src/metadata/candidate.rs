//! Values that the fields of the metadata may have.

use annalist_model::{ByteRange, Origin, Sourced};

/// A field of the metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Author,
    Site,
    Publisher,
    Published,
    Modified,
    Language,
    Url,
    Description,
    Section,
    /// One key word.
    Tag,
    /// Key words parted by commas.
    Tags,
    CommentCount,
}

impl Field {
    /// The field that the data files call `name`.
    pub(super) fn named(name: &str) -> Option<Field> {
        Some(match name {
            "title" => Field::Title,
            "author" => Field::Author,
            "site" => Field::Site,
            "publisher" => Field::Publisher,
            "published" => Field::Published,
            "modified" => Field::Modified,
            "language" => Field::Language,
            "url" => Field::Url,
            "description" => Field::Description,
            "section" => Field::Section,
            "tag" => Field::Tag,
            "tags" => Field::Tags,
            _ => return None,
        })
    }
}

/// A value that a field may have. The smallest rank goes first.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) field: Field,
    pub(super) rank: u32,
    pub(super) text: String,
    pub(super) origin: Origin,
    pub(super) bytes: Option<ByteRange>,
}

impl Candidate {
    /// `value`, said to be found where this candidate was.
    pub(super) fn sourced<T>(&self, value: T) -> Sourced<T> {
        Sourced::new(value, self.origin, self.bytes)
    }
}
