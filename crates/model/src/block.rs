//! The pieces a text is made of.

use crate::Span;

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BlockKind {
    /// The headline of the page.
    Title,
    /// A heading within the text, with its level, 1 to 6.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// One item of a list.
    ListItem,
    /// A paragraph of a block quotation.
    Quote,
    /// Preformatted text.
    Code,
    /// One row of a table, its cells parted by tabs.
    TableRow,
    /// The caption of a picture, video or table.
    Caption,
    /// A note by the editors about the text.
    EditorsNote,
    /// The line that names the authors.
    Byline,
    /// A statement of what was wrong in an earlier version.
    Correction,
    /// A statement of what was added later.
    Update,
}

impl BlockKind {
    /// The name in published records.
    pub fn as_str(self) -> &'static str {
        match self {
            BlockKind::Title => "title",
            BlockKind::Heading(_) => "heading",
            BlockKind::Paragraph => "paragraph",
            BlockKind::ListItem => "list-item",
            BlockKind::Quote => "quote",
            BlockKind::Code => "code",
            BlockKind::TableRow => "table-row",
            BlockKind::Caption => "caption",
            BlockKind::EditorsNote => "editors-note",
            BlockKind::Byline => "byline",
            BlockKind::Correction => "correction",
            BlockKind::Update => "update",
        }
    }

    /// The kind with this published name; `level` is that of a heading.
    pub fn parse(name: &str, level: Option<u8>) -> Option<BlockKind> {
        Some(match name {
            "title" => BlockKind::Title,
            "heading" => BlockKind::Heading(level.filter(|level| (1..=6).contains(level))?),
            "paragraph" => BlockKind::Paragraph,
            "list-item" => BlockKind::ListItem,
            "quote" => BlockKind::Quote,
            "code" => BlockKind::Code,
            "table-row" => BlockKind::TableRow,
            "caption" => BlockKind::Caption,
            "editors-note" => BlockKind::EditorsNote,
            "byline" => BlockKind::Byline,
            "correction" => BlockKind::Correction,
            "update" => BlockKind::Update,
            _ => return None,
        })
    }

    /// Whether the block belongs to the running text of an article, not to what stands around it.
    pub fn is_body(self) -> bool {
        matches!(
            self,
            BlockKind::Heading(_)
                | BlockKind::Paragraph
                | BlockKind::ListItem
                | BlockKind::Quote
                | BlockKind::Code
                | BlockKind::TableRow
        )
    }
}

/// Whose words a block holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// The article's.
    Article,
    /// Those of the comment with this id.
    Comment(u32),
}

/// What stands before a block in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Marker {
    /// The mark of an item that is not numbered.
    Bullet,
    /// The number of an item, at most [`ListPlace::GREATEST_NUMBER`].
    Number(u32),
    /// Nothing: the block goes on with the item of the one before it.
    Continued,
}

/// Where a block stands in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListPlace {
    /// How many lists it stands in, from 1 to [`ListPlace::DEEPEST`].
    pub depth: u8,
    /// What stands before it.
    pub marker: Marker,
}

impl ListPlace {
    /// The greatest depth; what lies deeper is said to lie there.
    pub const DEEPEST: u8 = 16;

    /// The greatest number of an item.
    pub const GREATEST_NUMBER: u32 = 999_999_999;

    /// Whether depth and number are within their bounds.
    pub fn is_sound(self) -> bool {
        let number_fits =
            !matches!(self.marker, Marker::Number(number) if number > ListPlace::GREATEST_NUMBER);
        (1..=ListPlace::DEEPEST).contains(&self.depth) && number_fits
    }
}

/// A stretch of the text of one kind and one owner.
///
/// The blocks of a document are sorted and disjoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Whose words it holds.
    pub owner: Owner,
    /// Where it stands.
    pub span: Span,
    /// Where it stands in a list, whatever its kind.
    pub list: Option<ListPlace>,
}
