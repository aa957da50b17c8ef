//! An entity of FollowTheMoney as it is put together: values that its readers keep, each with the
//! claim that says it and the words that it was read from.

use std::collections::BTreeMap;

use annalist_model::DateTime;

use super::schema::{Kind, Schema};
use crate::ExportError;
use crate::moment::in_utc;
use crate::text::{is_hidden, line, visible};

/// A value of a property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) value: String,
    /// The claim that says so.
    pub(super) origin: Option<String>,
    /// The words as the text has them, where the value differs.
    pub(super) original: Option<String>,
}

/// An entity.
#[derive(Debug)]
pub(super) struct Entity {
    pub(super) schema: Schema,
    pub(super) id: String,
    pub(super) values: BTreeMap<&'static str, Vec<Value>>,
}

impl Entity {
    pub(super) fn new(schema: Schema, key: &str) -> Entity {
        let id = id(schema, key);
        Entity { schema, id, values: BTreeMap::new() }
    }

    /// Adds a value, where there is one and it is not there yet, in the form in which readers keep
    /// it.
    pub(super) fn add(&mut self, property: &'static str, value: &str) {
        self.add_claimed(property, value, None);
    }

    /// The same, with the claim that says it.
    pub(super) fn add_claimed(&mut self, property: &'static str, words: &str, claim: Option<&str>) {
        let kind = self.schema.kind(property);
        for value in kept(kind, words) {
            let values = self.values.entry(property).or_default();
            if values.iter().all(|it| it.value != value) {
                let original =
                    (value != words && claim.is_some()).then(|| visible(words).into_owned());
                values.push(Value { value, origin: claim.map(str::to_owned), original });
            }
        }
    }

    /// Adds what was read from `words` of a claim, where these are not the value itself.
    pub(super) fn add_read(
        &mut self,
        property: &'static str,
        value: &str,
        words: &str,
        claim: &str,
    ) {
        self.add_claimed(property, value, Some(claim));
        let mut values = self.values.get_mut(property).into_iter().flatten();
        let added = values.find(|it| it.value == value && value != words);
        if let Some(added) = added.filter(|it| it.original.is_none()) {
            added.original = Some(visible(words).into_owned());
        }
    }

    pub(super) fn add_date(&mut self, property: &'static str, at: Option<DateTime>) {
        if let Some(at) = at.and_then(date_of) {
            self.add(property, &at);
        }
    }

    /// Whether all of it is as the schema asks.
    pub(super) fn check(&self) -> Result<(), ExportError> {
        let name = self.schema.name();
        let fault = |why: String| Err(ExportError::Rule(format!("{name} {}: {why}", self.id)));
        for (property, values) in &self.values {
            let Some(kind) = self.schema.kind(property) else {
                return fault(format!("it has no property {property}"));
            };
            if let Some(Value { value, .. }) = values.iter().find(|it| !kind.takes(&it.value)) {
                return fault(format!("{property} does not take {value:?}"));
            }
        }
        let missing = self.schema.required().iter().find(|it| !self.values.contains_key(**it));
        match missing {
            Some(property) => fault(format!("{property} is missing")),
            None => Ok(()),
        }
    }
}

/// What an entity is called.
pub(super) fn id(schema: Schema, key: &str) -> String {
    format!("{}-{key}", schema.letters())
}

/// `words` in the form in which readers keep them: trimmed, without what is hidden, names on one
/// line, long texts in pieces. What cannot be brought into the form is left for the check.
fn kept(kind: Option<Kind>, words: &str) -> Vec<String> {
    let shown: String = words.chars().filter(|letter| !is_hidden(*letter)).collect();
    let value = match kind {
        Some(Kind::Name) => line(&shown).trim_matches(['"', ' ']).to_owned(),
        Some(Kind::Address | Kind::Short) => line(&shown),
        _ => shown.trim().to_owned(),
    };
    let longest = kind.map_or(usize::MAX, Kind::longest);
    if value.chars().count() <= longest {
        return if value.is_empty() { Vec::new() } else { vec![value] };
    }
    match kind {
        Some(Kind::Text) => pieces(&value, longest),
        Some(Kind::Name | Kind::Short | Kind::Address) => {
            let cut: String = value.chars().take(longest - 1).collect();
            vec![format!("{}…", cut.trim_end())]
        }
        _ => vec![value],
    }
}

fn pieces(text: &str, longest: usize) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let pieces = letters.chunks(longest).map(|piece| piece.iter().collect::<String>());
    pieces.map(|piece| piece.trim().to_owned()).filter(|piece| !piece.is_empty()).collect()
}

/// A date as readers of FollowTheMoney keep it: they know no zones, so a time with one is in UTC. None
/// if they would drop it.
pub(super) fn date_of(at: DateTime) -> Option<String> {
    let value = match (at.time, at.offset) {
        // As exact as the page: a time to the minute stays one.
        (Some(time), Some(_)) if time.second().is_none() => {
            in_utc(at)?.strftime("%Y-%m-%dT%H:%M").to_string()
        }
        (Some(_), Some(_)) => in_utc(at)?.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
        _ => at.to_string(),
    };
    Some(value).filter(|it| Kind::Date.takes(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_kept_as_readers_keep_them() {
        let mut entity = Entity::new(Schema::Person, "1");
        entity.add_claimed("name", "Ann\n \"Lee\u{202E}\"", Some("m-1"));
        entity.add("name", "Ann \"Lee");
        entity.add("notes", " ");
        let value = &entity.values["name"][0];
        assert_eq!(value.value, "Ann \"Lee");
        assert_eq!(value.original.as_deref(), Some("Ann\n \"Lee⟨U+202E⟩\""));
        assert_eq!(entity.values["name"].len(), 1);
        assert!(entity.check().is_ok());
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let mut entity = Entity::new(Schema::Person, "1");
        assert!(entity.check().is_err(), "no name");
        entity.add("name", "Ann");
        entity.add("latitude", "1");
        assert!(entity.check().unwrap_err().to_string().contains("no property latitude"));
    }

    #[test]
    fn times_are_those_of_utc() {
        let utc = |text| date_of(DateTime::parse_iso(text).unwrap()).unwrap();
        assert_eq!(utc("2009-03-03T18:01:05+02:00"), "2009-03-03T16:01:05");
        assert_eq!(utc("2009-03-03T18:01Z"), "2009-03-03T18:01");
        assert_eq!(utc("2009-03-03T18:01"), "2009-03-03T18:01");
        assert_eq!(utc("2009-03"), "2009-03");
        assert_eq!(date_of(DateTime::parse_iso("0732-10").unwrap()), None);
    }

    #[test]
    fn long_texts_come_in_pieces() {
        assert_eq!(pieces("aa bb", 3), ["aa", "bb"]);
    }
}
