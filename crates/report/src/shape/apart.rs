//! Entities of near names that are two all the same.

use annalist_model as model;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::place::{Bytes, Offsets, OptionalPlace, Places, present};
use crate::fault::Fault;

/// Two entities whose names are near each other, and which were kept apart.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Apart {
    /// The one, by its number.
    one: u32,
    /// The other; its number is greater.
    other: u32,
    /// The rule that kept them apart, such as `other-given-name`.
    rule: String,
    /// First code point of the passage that shows that they are two, where one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    start: Option<u32>,
    /// One past its last code point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    end: Option<u32>,
    /// The bytes of the saved file that the passage was read from; null where it was generated.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    source_bytes: Option<Option<Bytes>>,
}

impl Apart {
    pub(crate) fn of(pair: &model::Apart, places: &Places<'_>) -> Apart {
        let OptionalPlace { start, end, source_bytes } =
            pair.evidence.map(|span| places.place(span)).into();
        let model::Apart { one, other, ref rule, .. } = *pair;
        Apart { one, other, rule: rule.clone(), start, end, source_bytes }
    }

    pub(crate) fn read(self, offsets: &Offsets<'_>) -> Result<model::Apart, Fault> {
        let evidence = offsets.optional(self.start, self.end)?;
        Ok(model::Apart { one: self.one, other: self.other, rule: self.rule, evidence })
    }
}
