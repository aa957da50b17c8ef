//! Dates and times in a text, as the scorer of times takes them.

use anyhow::Result;
use serde::Serialize;

use super::Shape;
use crate::record::Record;

/// `{"timexes":[{"start","end","type","value"}]}`.
#[derive(Debug, Default, Serialize)]
pub(super) struct Timexes {
    timexes: Vec<Timex>,
}

#[derive(Debug, Serialize)]
struct Timex {
    start: usize,
    end: usize,
    r#type: String,
    value: String,
}

impl Shape for Timexes {
    fn of(record: &Record) -> Result<Timexes> {
        let timexes = record
            .dates
            .iter()
            .map(|date| Timex {
                start: date.start,
                end: date.end,
                r#type: date.kind.clone(),
                value: date.value.clone(),
            })
            .collect();
        Ok(Timexes { timexes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::predict::testing::record;

    #[test]
    fn dates_keep_their_place_type_and_value() {
        let timexes = Timexes::of(&record()).unwrap();
        assert_eq!(
            serde_json::to_string(&timexes).unwrap(),
            r#"{"timexes":[{"start":30,"end":34,"type":"DATE","value":"2018-09-06"}]}"#
        );
    }
}
