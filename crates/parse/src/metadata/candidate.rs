//! Values that the fields of the metadata may have.

use annalist_model::{ByteRange, Origin, Sourced};

use crate::page::folded;

/// A field of the metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Author,
    /// An author that is said to be no person.
    AuthorGroup,
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
    /// The address of a picture that stands for the page.
    Image,
    CommentCount,
}

impl Field {
    const COUNT: usize = Field::CommentCount as usize + 1;

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
            "image" => Field::Image,
            _ => return None,
        })
    }
}

/// Candidates of one field that are heard: the best ones.
const MOST: usize = 100;

/// Brings `candidates` into the form and order that they are chosen from: white space folded, empty
/// ones left out, the best first, no more of a field than can ever be needed.
pub(super) fn settle(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    for candidate in &mut candidates {
        candidate.text = folded(&candidate.text);
    }
    candidates.retain(|candidate| !candidate.text.is_empty());
    candidates.sort_by_key(|candidate| candidate.rank);
    let mut counts = [0_usize; Field::COUNT];
    candidates.retain(|candidate| {
        let count = &mut counts[candidate.field as usize];
        *count += 1;
        *count <= MOST
    });
    candidates
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
