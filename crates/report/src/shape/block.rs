//! The pieces of a text.

use annalist_model as model;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::place::{Bytes, Offsets, Place, Places};
use super::text::Text;
use crate::fault::Fault;

/// Whose words a block holds: the article's, or those of the comment with this number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Owner {
    /// The article's.
    Article,
    /// Those of the comment with this number.
    Comment(u32),
}

/// A stretch of the text of one kind and one owner. Blocks are sorted and disjoint.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Block {
    /// What it is.
    kind: Text<model::BlockKind>,
    /// The level of a heading, 1 to 6.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 6))]
    level: Option<u8>,
    /// Whose words it holds.
    owner: Owner,
    /// First code point.
    start: u32,
    /// One past the last code point.
    end: u32,
    /// The bytes of the saved file that it was read from; null where it was generated.
    source_bytes: Option<Bytes>,
}

impl Block {
    pub(crate) fn of(block: &model::Block, places: &Places<'_>) -> Block {
        let Place { start, end, source_bytes } = places.place(block.span);
        let level = match block.kind {
            model::BlockKind::Heading(level) => Some(level),
            _ => None,
        };
        let owner = match block.owner {
            model::Owner::Article => Owner::Article,
            model::Owner::Comment(comment) => Owner::Comment(comment),
        };
        Block { kind: Text(block.kind), level, owner, start, end, source_bytes }
    }

    pub(crate) fn read(self, offsets: &Offsets<'_>) -> Result<model::Block, Fault> {
        let kind = match self.kind.0 {
            model::BlockKind::Heading(_) => self
                .level
                .filter(|level| (1..=6).contains(level))
                .map(model::BlockKind::Heading)
                .ok_or_else(|| Fault::new("a heading has a level from 1 to 6").under("level"))?,
            kind => kind,
        };
        let owner = match self.owner {
            Owner::Article => model::Owner::Article,
            Owner::Comment(comment) => model::Owner::Comment(comment),
        };
        Ok(model::Block { kind, owner, span: offsets.span(self.start, self.end)? })
    }
}
