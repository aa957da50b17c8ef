//! What stands in an answer, each value with its place: what is cited of it is cited by its bytes.
//!
//! The values stand in one list in the order of the text, as nodes of a page do: nothing here calls
//! itself, whatever an answer nests. They come from JSON ([`json`]) or from XML ([`xml`]).

use std::borrow::Cow;
use std::ops::Range;

use annalist_model::AnswerForm;

use super::{json, xml};
use crate::transfer::{self, Way};

/// The values of an answer, laid out flat.
#[derive(Debug)]
pub(super) struct Data<'t> {
    text: &'t str,
    form: AnswerForm,
    values: Vec<Value>,
}

/// One value.
#[derive(Clone, Debug)]
pub(super) struct Value {
    pub(super) kind: Kind,
    /// Where its key stands, between the quotation marks; nowhere where it has none.
    pub(super) key: Range<usize>,
    /// Where it stands; of a text, what is between its marks.
    pub(super) place: Range<usize>,
    /// One past the last value within it.
    pub(super) end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words, with escapes.
    Text,
    /// Words as they stand.
    Verbatim,
    List,
    Object,
    /// A number, a truth value, or nothing.
    Word,
}

impl<'t> Data<'t> {
    /// Reads `text`, or says where it is not of the form.
    pub(super) fn read(text: &'t str, form: AnswerForm) -> Result<Data<'t>, String> {
        let values = match form {
            AnswerForm::Json => json::values(text)?,
            AnswerForm::Xml => xml::values(text)?,
        };
        Ok(Data { text, form, values })
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
            Kind::Text => self.unescaped(raw),
            Kind::Verbatim => raw.into(),
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
            Kind::Text | Kind::Verbatim => !raw.is_empty(),
            Kind::Word => !matches!(raw, "null" | "false" | "0"),
            Kind::List | Kind::Object => value.end > at + 1,
        }
    }

    /// The bytes that the words of a text stand for, and the way back to the file, in which the answer
    /// starts at byte `start`.
    pub(super) fn words(&self, at: usize, start: usize) -> Option<(Vec<u8>, Way)> {
        let value = self.values.get(at)?;
        let raw = self.text.get(value.place.clone())?;
        let start = u32::try_from(start + value.place.start).ok()?;
        match (value.kind, self.form) {
            (Kind::Text, AnswerForm::Json) => Some(transfer::undo_json(raw, start)),
            (Kind::Text, AnswerForm::Xml) => Some(transfer::undo_xml(raw, start)),
            (Kind::Verbatim, _) => Some((raw.as_bytes().to_vec(), Way::Straight(start))),
            _ => None,
        }
    }

    /// The objects in their order, each with one past the last value within it.
    pub(super) fn objects(&self) -> impl Iterator<Item = (usize, usize)> {
        let values = self.values.iter().enumerate();
        values.filter(|(_, value)| value.kind == Kind::Object).map(|(at, value)| (at, value.end))
    }

    /// Where a value stands.
    pub(super) fn place(&self, at: usize) -> Option<Range<usize>> {
        self.values.get(at).map(|value| value.place.clone())
    }

    /// The items of the list that `path` leads to from `from`: in XML, all elements of the last name.
    /// Nothing where there is no such list; one that is left out is empty.
    pub(super) fn list(&self, from: usize, path: &Path) -> Option<Vec<usize>> {
        if let (AnswerForm::Xml, Some((Step::Key(key), above))) = (self.form, path.0.split_last()) {
            let above = self.find(from, &Path(above.to_vec()))?;
            return Some(self.members(above, key).collect());
        }
        match self.find(from, path) {
            Some(list) => self.is_list(list).then(|| self.within(list).collect()),
            None => {
                let (_, above) = path.0.split_last()?;
                self.find(from, &Path(above.to_vec())).map(|_| Vec::new())
            }
        }
    }

    /// The items of a list.
    fn items(&self, at: usize) -> impl Iterator<Item = usize> {
        let is_list = self.is_list(at);
        self.within(at).filter(move |_| is_list)
    }

    fn is_list(&self, at: usize) -> bool {
        self.values.get(at).is_some_and(|value| value.kind == Kind::List)
    }

    /// The value of a key of an object; of two with one name the last counts.
    fn member(&self, at: usize, key: &str) -> Option<usize> {
        self.members(at, key).last()
    }

    /// The values of all keys with one name.
    fn members(&self, at: usize, key: &str) -> impl Iterator<Item = usize> {
        self.within(at).filter(move |&value| self.key(value).is_some_and(|it| it == key))
    }

    fn key(&self, at: usize) -> Option<Cow<'t, str>> {
        let key = self.values.get(at)?.key.clone();
        if key.start == 0 { None } else { self.text.get(key).map(|key| self.unescaped(key)) }
    }

    fn unescaped(&self, raw: &'t str) -> Cow<'t, str> {
        if !raw.contains(['\\', '&']) {
            return raw.into();
        }
        let (bytes, _) = match self.form {
            AnswerForm::Json => transfer::undo_json(raw, 0),
            AnswerForm::Xml => transfer::undo_xml(raw, 0),
        };
        String::from_utf8(bytes).unwrap_or_default().into()
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

/// A way through an answer, as data files write it: `author.name`, `entry.0.id`,
/// `link[rel=alternate].href`.
#[derive(Clone, Debug, Default)]
pub(super) struct Path(Vec<Step>);

#[derive(Clone, Debug)]
enum Step {
    Key(String),
    Item(usize),
    With { name: String, word: String },
}

impl Path {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Data<'_>, String> {
        Data::read(text, AnswerForm::Json)
    }

    fn found(text: &str, path: &str) -> Option<String> {
        let json = read(text).unwrap();
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
        let json = read(text).unwrap();
        let places: Vec<_> = json.items(0).map(|item| json.place(item).unwrap()).collect();
        assert_eq!(places, [3..7, 12..13]);
        assert_eq!(json.place(0), Some(0..text.len()));
    }

    #[test]
    fn what_is_no_json_is_refused_and_depth_costs_no_stack() {
        for text in ["", "{", "<html>", "[1,]", r#"{"a" 1}"#] {
            assert!(read(text).is_err(), "{text}");
        }
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        assert_eq!(read(&deep).unwrap().items(0).count(), 1);
        let empty = read(r#"{"a":0,"b":null,"c":[],"d":[0],"e":true,"f":""}"#).unwrap();
        let yes: Vec<bool> = empty.within(0).map(|at| empty.says_yes(at)).collect();
        assert_eq!(yes, [false, false, false, true, true, false]);
    }
}
