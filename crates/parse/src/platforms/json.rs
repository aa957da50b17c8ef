//! JSON to values with their places.

use serde::de::IgnoredAny;

use super::data::{Kind, Value};

/// The values of `text`, or where it is no JSON.
pub(super) fn values(text: &str) -> Result<Vec<Value>, String> {
    serde_json::from_str::<IgnoredAny>(text).map_err(|error| format!("it is no JSON ({error})"))?;
    Ok(scan(text))
}

/// The values of a text that is known to be well-formed.
fn scan(text: &str) -> Vec<Value> {
    let bytes = text.as_bytes();
    let mut values: Vec<Value> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut key = 0..0;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        let kind = match byte {
            b'{' | b'[' => {
                open.push(values.len());
                at += 1;
                if byte == b'{' { Kind::Object } else { Kind::List }
            }
            b'}' | b']' => {
                at += 1;
                let end = values.len();
                if let Some(value) = open.pop().and_then(|it| values.get_mut(it)) {
                    (value.place.end, value.end) = (at, end);
                }
                continue;
            }
            b'"' => {
                at = end_of_string(bytes, at + 1) + 1;
                let inside = start + 1..at - 1;
                let after = bytes.get(at..).unwrap_or_default();
                if after.trim_ascii_start().first() == Some(&b':') {
                    key = inside;
                    continue;
                }
                let end = values.len() + 1;
                values.push(Value { kind: Kind::Text, key, place: inside, end });
                key = 0..0;
                continue;
            }
            b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' => {
                at += 1;
                continue;
            }
            _ => {
                let ends = |byte: &u8| b",]} \t\r\n".contains(byte);
                at += bytes[at..].iter().position(ends).unwrap_or(bytes.len() - at).max(1);
                Kind::Word
            }
        };
        let end = values.len() + 1;
        values.push(Value { kind, key, place: start..at, end });
        key = 0..0;
    }
    values
}

/// Where the quotation mark stands that ends the string from `at` on.
fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}
