//! Names in a text, as the scorer of names takes them.

use anyhow::Result;
use serde::Serialize;

use super::Shape;
use crate::record::{EntityKind, Record};

/// `{"spans":[[start,end,"PER|ORG|LOC|MISC"],…]}`, in the order of the text.
#[derive(Debug, Default, Serialize)]
pub(super) struct Names {
    spans: Vec<(usize, usize, &'static str)>,
}

impl Shape for Names {
    fn of(record: &Record) -> Result<Names> {
        let entities = record.entities.iter();
        let mut spans: Vec<_> = entities
            .flat_map(|entity| entity.mentions.iter().map(move |mention| (entity.kind, mention)))
            .map(|(kind, mention)| (mention.start, mention.end, tag(mention.kind.unwrap_or(kind))))
            .collect();
        spans.sort_unstable();
        Ok(Names { spans })
    }
}

/// What the sets call a kind.
fn tag(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "PER",
        EntityKind::Organisation => "ORG",
        EntityKind::Place => "LOC",
        EntityKind::Group | EntityKind::Other => "MISC",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::predict::testing::record;

    #[test]
    fn mentions_in_the_order_of_the_text_each_as_judged_there() {
        let names = Names::of(&record()).unwrap();
        assert_eq!(
            serde_json::to_string(&names).unwrap(),
            r#"{"spans":[[15,19,"ORG"],[20,29,"PER"],[37,42,"MISC"]]}"#
        );
    }
}
