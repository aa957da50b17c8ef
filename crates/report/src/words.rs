//! What is wrong with a line of JSON, in words of JSON rather than of this program.

use serde::de::IgnoredAny;
use serde_json::error::{Category, Error};

/// What is wrong with a line of JSON, without the names that this program gives to its parts.
pub fn json_fault(error: &Error) -> String {
    let said = &said(error);
    match error.classify() {
        Category::Eof => format!("the JSON breaks off after column {}", error.column()),
        Category::Syntax if said.starts_with("recursion limit") => {
            "the JSON nests too deeply".to_owned()
        }
        Category::Syntax => format!("from column {} on it is no JSON", error.column()),
        Category::Io | Category::Data => misfit(said),
    }
}

/// Like [`json_fault`], of an error that reading `json` gave. What is no value of a shape may be
/// called no JSON by its reader; it is called so here only where that is true.
pub(crate) fn line_fault(json: &str, error: &Error) -> String {
    let is_sound = || serde_json::from_str::<IgnoredAny>(json).is_ok();
    match said(error).as_str() {
        "trailing characters" if is_sound() => "the list has too many members".to_owned(),
        "expected value" if is_sound() => "this is none of the known forms".to_owned(),
        "number out of range" => "the number is too great to be read".to_owned(),
        _ => json_fault(error),
    }
}

/// What serde says, without the place.
fn said(error: &Error) -> String {
    let said = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    said.strip_suffix(&place).unwrap_or(&said).to_owned()
}

/// What does not fit a shape.
fn misfit(said: &str) -> String {
    let rest = |start: &str| said.strip_prefix(start);
    if let Some(field) = rest("missing field ") {
        return format!("{field} is missing");
    }
    if let Some(field) = rest("duplicate field ") {
        return format!("{field} stands there twice");
    }
    let parted = |text: &'_ str| {
        text.rsplit_once(", expected ").map(|(found, wanted)| (found.to_owned(), wanted.to_owned()))
    };
    if let Some((found, wanted)) = rest("unknown variant ").and_then(parted) {
        return format!("{found} is not known here; it may be {wanted}");
    }
    if let Some((length, wanted)) = rest("invalid length ").and_then(parted) {
        return format!("a list of {length} stands where {} should", wanted_words(&wanted));
    }
    match rest("invalid type: ").or_else(|| rest("invalid value: ")).and_then(parted) {
        Some((found, wanted)) => {
            format!("{} stands where {} should", found_words(&found), wanted_words(&wanted))
        }
        None => said.to_owned(),
    }
}

/// What was found, as serde calls it.
fn found_words(found: &str) -> String {
    let (kind, value) = found.split_once(' ').unwrap_or((found, ""));
    let bare = || found.split('`').nth(1).unwrap_or(found);
    match kind {
        _ if found == "unit variant" => "a bare name".to_owned(),
        "map" => "an object".to_owned(),
        "sequence" => "a list".to_owned(),
        "unit" | "null" => "null".to_owned(),
        "string" => format!("the text {value}"),
        "integer" | "floating" => format!("the number {}", bare()),
        "boolean" => bare().to_owned(),
        _ => found.to_owned(),
    }
}

/// What was to be found, as serde calls it; shapes of ours have words of their own.
fn wanted_words(wanted: &str) -> String {
    let words = match wanted {
        "u8" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65535",
        "u32" => "a whole number from 0 to 4294967295",
        "u64" | "usize" => "a whole number from 0 on",
        "i8" | "i16" | "i32" | "i64" => "a whole number",
        "newtype variant" => "an object",
        "a string" | "string" | "a borrowed string" | "str" => "a text",
        "a map" | "map" => "an object",
        "a sequence" | "sequence" => "a list",
        "an array of length 2" => "a list of 2",
        "a boolean" => "true or false",
        _ if wanted.starts_with("struct ") || wanted.starts_with("internally tagged") => {
            "an object"
        }
        _ if wanted.starts_with("variant i") => "one of the known names",
        _ if wanted.starts_with("enum ") || wanted.starts_with("variant of enum ") => {
            "one of the known forms"
        }
        _ => wanted,
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[allow(dead_code, reason = "only its faults are of interest")]
    struct Shape {
        number: u32,
        list: Option<Vec<[u32; 2]>>,
        inner: Option<Box<Shape>>,
    }

    #[test]
    fn faults_are_told_without_the_names_of_this_program() {
        for (json, expected) in [
            (
                r#"{"number":"a, expected b"}"#,
                r#"the text "a, expected b" stands where a whole number from 0 to 4294967295 should"#,
            ),
            (
                r#"{"number":-1}"#,
                "the number -1 stands where a whole number from 0 to 4294967295 should",
            ),
            (r#"{"number":null}"#, "null stands where a whole number from 0 to 4294967295 should"),
            (r#"{"number":true}"#, "true stands where a whole number from 0 to 4294967295 should"),
            (r#"{"number":1,"list":{}}"#, "an object stands where a list should"),
            (r#"{"number":1,"list":[[1]]}"#, "a list of 1 stands where a list of 2 should"),
            (r#"{"number":1,"inner":7}"#, "the number 7 stands where an object should"),
            (r#"{"number":1,"number":1}"#, "`number` stands there twice"),
            ("{}", "`number` is missing"),
            (r#"{"number":1"#, "the JSON breaks off after column 11"),
            (r#"{"number":1}}"#, "from column 13 on it is no JSON"),
        ] {
            let error = serde_json::from_str::<Shape>(json).unwrap_err();
            assert_eq!(json_fault(&error), expected, "{json}");
        }
    }
}
