//! What expressions of time say beside their values.

use annalist_model as model;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::Text;

/// What an expression of time says beside its value.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub(crate) struct TimexDetails {
    /// How the expression changes what its value says: the `mod` of TIMEX3. Left out where it does
    /// not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) modifier: Option<Text<model::Modifier>>,
    /// Which of the times that come again it means: the `quant` of TIMEX3, such as `EVERY`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quantity: Option<String>,
    /// How often within each of them: the `freq` of TIMEX3, such as `2X` (twice) or `3D`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    frequency: Option<String>,
    /// The side of the date that the words beside it speak of: "since 2003". It is then one end of
    /// a stretch that is open at the other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) limit: Option<Text<model::Limit>>,
    /// The time zone that it names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) zone: Option<NamedZone>,
}

/// The time zone that an expression names.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct NamedZone {
    /// What it is called; all that the words may mean, where that is several.
    pub(crate) name: String,
    /// How far it is ahead of UTC at that time; null where that cannot be told.
    pub(crate) utc_offset: Option<Text<model::UtcOffset>>,
}

impl TimexDetails {
    pub(crate) fn of(details: &model::TimexDetails) -> TimexDetails {
        let model::TimexDetails { modifier, quantity, frequency, limit, zone } = details;
        TimexDetails {
            modifier: modifier.map(Text),
            quantity: quantity.clone(),
            frequency: frequency.clone(),
            limit: limit.map(Text),
            zone: zone.as_ref().map(|zone| NamedZone {
                name: zone.name.clone(),
                utc_offset: zone.offset.map(Text),
            }),
        }
    }

    pub(crate) fn read(self) -> model::TimexDetails {
        model::TimexDetails {
            modifier: self.modifier.map(|it| it.0),
            quantity: self.quantity,
            frequency: self.frequency,
            limit: self.limit.map(|it| it.0),
            zone: self.zone.map(|zone| model::NamedZone {
                name: zone.name,
                offset: zone.utc_offset.map(|it| it.0),
            }),
        }
    }
}
