//! What a published record claims to find where, taken at its word.

use annalist_model::{ByteRange, Span};
use serde_json::{Map, Value};

use crate::fault::{Fault, ReadError};
use crate::read::parse;
use crate::shape::document::check_version;
use crate::shape::place::Offsets;

/// A span that a published record cites, with the bytes that it says the span was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Where it stands in the record, as a JSON Pointer.
    pub pointer: String,
    /// The stretch of the text, or `None` where the offsets do not fit the text.
    pub span: Option<Span>,
    /// The bytes that the record cites for it.
    pub source_bytes: Option<ByteRange>,
}

/// The keys of a record under which spans of its text stand.
const LAYERS: &[&str] = &[
    "blocks",
    "comments",
    "structure",
    "entities",
    "apart",
    "dates",
    "published_bounds",
    "relations",
    "events",
    "quotations",
    "quantities",
    "diagnostics",
];

/// All spans that a published record cites, in the order in which they stand there.
///
/// Takes the record at its word: nothing is checked but that there is a text, so that what does not
/// fit it can be told one by one. Under keys that are not of this version nothing is looked for.
///
/// # Errors
///
/// Where the line is no record at all.
pub fn claims(json: &str) -> Result<Vec<Claim>, ReadError> {
    let record: Map<String, Value> = parse(json)?;
    let version = record.get("schema_version").and_then(Value::as_u64);
    let version =
        version.ok_or_else(|| Fault::new("missing, or no number").under("schema_version"));
    check_version(u32::try_from(version?).unwrap_or(u32::MAX))?;
    let text = record.get("text").and_then(Value::as_str);
    let text = text.ok_or_else(|| Fault::new("missing, or no text").under("text"))?;
    let offsets = Offsets::new(text);
    let mut claims = Vec::new();
    for (key, value) in &record {
        if LAYERS.contains(&key.as_str()) {
            collect(&format!("/{key}"), value, &offsets, &mut claims);
        }
    }
    Ok(claims)
}

/// Adds the claims within `value`, outer ones first. Goes by a list of what is still to see, not by
/// calls, so a deeply nested record costs no stack.
fn collect(pointer: &str, value: &Value, offsets: &Offsets<'_>, claims: &mut Vec<Claim>) {
    let mut unseen = vec![(pointer.to_owned(), value)];
    while let Some((pointer, value)) = unseen.pop() {
        match value {
            Value::Array(items) => {
                let items = items.iter().enumerate().rev();
                unseen.extend(items.map(|(index, item)| (format!("{pointer}/{index}"), item)));
            }
            Value::Object(keys) => {
                let items = keys.iter().rev();
                unseen
                    .extend(items.map(|(key, item)| (format!("{pointer}/{}", escape(key)), item)));
                claims.extend(claim(pointer, keys, offsets));
            }
            _ => {}
        }
    }
}

/// The claim that an object makes, where it has a start or an end.
fn claim(pointer: String, keys: &Map<String, Value>, offsets: &Offsets<'_>) -> Option<Claim> {
    let (start, end) = (keys.get("start"), keys.get("end"));
    start.or(end)?;
    let span = number(start).zip(number(end)).and_then(|(start, end)| offsets.find(start, end));
    let bytes = keys.get("source_bytes").and_then(Value::as_array).map(Vec::as_slice);
    let source_bytes = match bytes {
        Some([start, end]) => number(Some(start))
            .zip(number(Some(end)))
            .and_then(|(start, end)| ByteRange::new(start, end)),
        _ => None,
    };
    Some(Claim { pointer, span, source_bytes })
}

fn number(value: Option<&Value>) -> Option<u32> {
    value?.as_u64().and_then(|number| u32::try_from(number).ok())
}

/// A key as JSON Pointer writes it.
fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
