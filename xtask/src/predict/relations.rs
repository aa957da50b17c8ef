//! Relations in a text, as the scorer of relations takes them.

use anyhow::Result;
use serde::Serialize;

use super::Shape;
use crate::record::{Party, Record};

/// `{"relations":[["leader_of",start,end,start,end],…]}`: the type with the words of the subject and of
/// the object, of what is held for true.
#[derive(Debug, Default, Serialize)]
pub(super) struct Relations {
    relations: Vec<(String, usize, usize, usize, usize)>,
}

impl Shape for Relations {
    fn of(record: &Record) -> Result<Relations> {
        let held = record.relations.iter().filter(|it| super::claims::is_held(&it.modality));
        let words = |party: &Party| (party.start, party.end);
        let relations = held.map(|it| {
            let ((start, end), (object_start, object_end)) =
                (words(&it.subject), words(&it.object));
            (it.kind.clone(), start, end, object_start, object_end)
        });
        Ok(Relations { relations: relations.collect() })
    }
}
