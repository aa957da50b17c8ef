//! JSON with the place of each value: what is cited of it is cited by its bytes.
//!
//! The values stand in one list in the order of the text, as nodes of a page do: nothing here calls
//! itself, whatever an answer nests.

use std::borrow::Cow;
use std::ops::Range;

use serde::de::IgnoredAny;

/// A text in JSON, laid out flat.
#[derive(Debug)]
pub(super) struct Json<'t> {
    text: &'t str,
    values: Vec<Value>,
}

/// One value.
#[derive(Clone, Debug)]
struct Value {
    kind: Kind,
    /// Where its key stands, between the quotation marks; nowhere where it has none.
    key: Range<usize>,
    /// Where it stands; of a string, what is between the quotation marks.
    place: Range<usize>,
    /// One past the last value within it.
    end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    List,
    Object,
    /// A number, a truth value, or nothing.
    Word,
}

impl<'t> Json<'t> {
    /// Reads `text`, or says where it is no JSON.
    pub(super) fn read(text: &'t str) -> Result<Json<'t>, String> {
        // What follows takes the text to be well-formed.
        serde_json::from_str::<IgnoredAny>(text).map_err(|error| error.to_string())?;
        Ok(Json { text, values: values(text) })
    }

    /// The value that the steps of `path` lead to from `from`: the name of a key, the number of an item,
    /// or `key[name=word]`, the first item of the list `key` whose `name` is `word`. No step leads to
    /// `from` itself.
    pub(super) fn find(&self, from: usize, path: &Path) -> Option<usize> {
        path.0.iter().try_fold(from, |at, step| match step {
            Step::Key(key) => self.member(at, key),
            Step::Item(item) => self.items(at).nth(*item),
            Step::With { name, word } => self.items(at).find(|&item| {
                self.member(item, name)
                    .and_then(|it| self.written(it))
                    .is_some_and(|it| it == *word)
            }),
        })
    }

    /// The text of a string, or a number as it is written; nothing else, and nothing empty.
    pub(super) fn written(&self, at: usize) -> Option<Cow<'t, str>> {
        let value = self.values.get(at)?;
        let raw = self.text.get(value.place.clone())?;
        let written = match value.kind {
            Kind::Text => unescaped(raw),
            Kind::Word if raw.starts_with(|c: char| c == '-' || c.is_ascii_digit()) => raw.into(),
            _ => return None,
        };
        Some(written).filter(|written| !written.trim().is_empty())
    }

    /// Whether a value is there and says yes: neither nothing, nor false, zero or empty.
    pub(super) fn says_yes(&self, at: usize) -> bool {
        let Some(value) = self.values.get(at) else { return false };
        let raw = self.text.get(value.place.clone()).unwrap_or_default();
        match value.kind {
            Kind::Text => !raw.is_empty(),
            Kind::Word => !matches!(raw, "null" | "false" | "0"),
            Kind::List | Kind::Object => value.end > at + 1,
        }
    }

    /// What stands between the quotation marks of a string, and where.
    pub(super) fn raw(&self, at: usize) -> Option<(&'t str, Range<usize>)> {
        let value = self.values.get(at).filter(|value| value.kind == Kind::Text)?;
        Some((self.text.get(value.place.clone())?, value.place.clone()))
    }

    /// Where a value stands.
    pub(super) fn place(&self, at: usize) -> Option<Range<usize>> {
        self.values.get(at).map(|value| value.place.clone())
    }

    /// The items of a list.
    pub(super) fn items(&self, at: usize) -> impl Iterator<Item = usize> {
        let is_list = self.is_list(at);
        self.within(at).filter(move |_| is_list)
    }

    /// Whether a value is a list.
    pub(super) fn is_list(&self, at: usize) -> bool {
        self.values.get(at).is_some_and(|value| value.kind == Kind::List)
    }

    /// The value of a key of an object; of two with one name the last counts.
    fn member(&self, at: usize, key: &str) -> Option<usize> {
        self.within(at).filter(|&value| self.key(value) == Some(key.into())).last()
    }

    fn key(&self, at: usize) -> Option<Cow<'t, str>> {
        let key = self.values.get(at)?.key.clone();
        if key.start == 0 { None } else { self.text.get(key).map(unescaped) }
    }

    /// The values right within a value.
    fn within(&self, at: usize) -> impl Iterator<Item = usize> {
        let end = self.values.get(at).map_or(0, |value| value.end);
        let mut next = at + 1;
        std::iter::from_fn(move || {
            let value = Some(next).filter(|&next| next < end)?;
            next = self.values.get(value)?.end;
            Some(value)
        })
    }
}

/// A way through JSON, as data files write it: `author.name`, `entry.0.id`, `link[rel=alternate].href`.
#[derive(Clone, Debug, Default)]
pub(super) struct Path(Vec<Step>);

#[derive(Clone, Debug)]
enum Step {
    Key(String),
    Item(usize),
    With { name: String, word: String },
}

impl Path {
    /// The way to what holds the last step's value.
    pub(super) fn above(&self) -> Option<Path> {
        let (_, above) = self.0.split_last()?;
        Some(Path(above.to_vec()))
    }

    /// Reads a way; none where it is written wrong.
    pub(super) fn parse(written: &str) -> Option<Path> {
        let mut steps = Vec::new();
        for part in written.split('.').filter(|_| !written.is_empty()) {
            let (key, condition) = match part.split_once('[') {
                Some((key, condition)) => (key, Some(condition.strip_suffix(']')?)),
                None => (part, None),
            };
            match key.parse() {
                _ if key.is_empty() => return None,
                Ok(item) => steps.push(Step::Item(item)),
                Err(_) => steps.push(Step::Key(key.to_owned())),
            }
            if let Some(condition) = condition {
                let (name, word) = condition.split_once('=')?;
                steps.push(Step::With { name: name.to_owned(), word: word.to_owned() });
            }
        }
        Some(Path(steps))
    }
}

/// The values of a text that is known to be well-formed.
fn values(text: &str) -> Vec<Value> {
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

fn unescaped(raw: &str) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return raw.into();
    }
    let (bytes, _) = crate::transfer::undo_json(raw, 0);
    String::from_utf8(bytes).unwrap_or_default().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, path: &str) -> Option<String> {
        let json = Json::read(text).unwrap();
        let at = json.find(0, &Path::parse(path).unwrap())?;
        json.written(at).map(Cow::into_owned)
    }

    #[test]
    fn values_are_found_by_their_way() {
        let text = r#" {"a": {"b": [1, {"c": "x\u00e9", "c": "y"}, -2.5]}, "d\n": "e:", "f":""} "#;
        assert_eq!(found(text, "a.b.1.c").as_deref(), Some("y"), "the last of two");
        assert_eq!(found(text, "a.b.2").as_deref(), Some("-2.5"));
        assert_eq!(found(text, "f"), None);
        assert_eq!(found(text, "a.x"), None);
        assert_eq!(found(r#"{"d\n": "e\u00e9"}"#, "d\n").as_deref(), Some("eé"));
        let text = r#"{"l": [{"r": "x", "h": "1"}, {"r": "y", "h": "2"}]}"#;
        assert_eq!(found(text, "l[r=y].h").as_deref(), Some("2"));
        assert_eq!(found(text, "l[r=z].h"), None);
        assert!(Path::parse("a..b").is_none() && Path::parse("a[b").is_none());
    }

    #[test]
    fn a_string_knows_its_place() {
        let text = r#"[ "a\"b" , "c"]"#;
        let json = Json::read(text).unwrap();
        let places: Vec<_> = json.items(0).map(|item| json.raw(item).unwrap().1).collect();
        assert_eq!(places, [3..7, 12..13]);
        assert_eq!(json.place(0), Some(0..text.len()));
    }

    #[test]
    fn what_is_no_json_is_refused_and_depth_costs_no_stack() {
        for text in ["", "{", "<html>", "[1,]", r#"{"a" 1}"#] {
            assert!(Json::read(text).is_err(), "{text}");
        }
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        assert_eq!(Json::read(&deep).unwrap().items(0).count(), 1);
        let empty = Json::read(r#"{"a":0,"b":null,"c":[],"d":[0],"e":true,"f":""}"#).unwrap();
        let yes: Vec<bool> = empty.within(0).map(|at| empty.says_yes(at)).collect();
        assert_eq!(yes, [false, false, false, true, true, false]);
    }
}
