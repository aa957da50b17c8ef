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

/// Where a block stands in a list.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct ListPlace {
    /// How many lists it stands in.
    #[schemars(range(min = 1, max = model::ListPlace::DEEPEST))]
    depth: u8,
    /// The number of the item, where the list is numbered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(max = model::ListPlace::GREATEST_NUMBER))]
    number: Option<u32>,
    /// True where the block goes on with the item of the one before it.
    #[serde(default, skip_serializing_if = "is_false")]
    continues: bool,
}

fn is_false(flag: &bool) -> bool {
    !flag
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
    /// Where it stands in a list; left out where it stands in none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    list: Option<ListPlace>,
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
        let list = block.list.map(ListPlace::of);
        Block { kind: Text(block.kind), level, list, owner, start, end, source_bytes }
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
        let list = self.list.map(ListPlace::read).transpose();
        let list = list.map_err(|fault| fault.under("list"))?;
        Ok(model::Block { kind, owner, span: offsets.span(self.start, self.end)?, list })
    }
}

impl ListPlace {
    fn of(place: model::ListPlace) -> ListPlace {
        let number = match place.marker {
            model::Marker::Number(number) => Some(number),
            model::Marker::Bullet | model::Marker::Continued => None,
        };
        let continues = place.marker == model::Marker::Continued;
        ListPlace { depth: place.depth, number, continues }
    }

    fn read(self) -> Result<model::ListPlace, Fault> {
        let marker = match (self.continues, self.number) {
            (true, None) => model::Marker::Continued,
            (true, Some(_)) => {
                return Err(Fault::new("a block that goes on has no number").under("number"));
            }
            (false, Some(number)) => model::Marker::Number(number),
            (false, None) => model::Marker::Bullet,
        };
        let place = model::ListPlace { depth: self.depth, marker };
        let is_sound = place.is_sound();
        is_sound.then_some(place).ok_or_else(|| Fault::new("depth or number are out of bounds"))
    }
}
