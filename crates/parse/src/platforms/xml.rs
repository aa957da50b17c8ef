//! XML to values with their places: an element that holds elements is an object, each of them under its
//! name; one that holds words is a text.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::data::{Kind, Value};

/// How words begin and end that are to be taken as they stand.
const VERBATIM: (&str, &str) = ("<![CDATA[", "]]>");

/// An element that has not ended yet.
struct Open {
    /// Its place in the list of values.
    value: usize,
    /// Where what it holds starts.
    start: usize,
}

/// The values of `text`, or where it is no XML. The first of them holds the whole.
pub(super) fn values(text: &str) -> Result<Vec<Value>, String> {
    let whole = Value { kind: Kind::Object, key: 0..0, place: 0..text.len(), end: 1 };
    let mut values = vec![whole];
    let mut open: Vec<Open> = Vec::new();
    let mut reader = Reader::from_str(text);
    loop {
        let before = reader.buffer_position() as usize;
        let event = reader.read_event().map_err(|error| format!("it is no XML ({error})"))?;
        let after = reader.buffer_position() as usize;
        match event {
            Event::Start(_) => {
                open.push(Open { value: values.len(), start: after });
                values.push(element(text, before, values.len()));
            }
            Event::Empty(_) => values.push(element(text, before, values.len())),
            Event::End(_) => {
                if let Some(closed) = open.pop() {
                    close(text, &mut values, &closed, before);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    match open.is_empty() && values.len() > 1 {
        true => {
            let end = values.len();
            if let Some(whole) = values.first_mut() {
                whole.end = end;
            }
            Ok(values)
        }
        false => Err("it is no XML (it ends within an element, or holds none)".to_owned()),
    }
}

/// The value number `index`: an element whose tag starts at byte `at`, before anything is known of what
/// it holds.
fn element(text: &str, at: usize, index: usize) -> Value {
    let name = at + 1..at + 1 + name_length(text.get(at + 1..).unwrap_or_default());
    Value { kind: Kind::Object, key: name, place: at..at, end: index + 1 }
}

fn name_length(tag: &str) -> usize {
    tag.find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>').unwrap_or(tag.len())
}

/// Ends an element: what it holds stands before byte `end`.
fn close(text: &str, values: &mut [Value], closed: &Open, end: usize) {
    let count = values.len();
    let Some(value) = values.get_mut(closed.value) else { return };
    value.end = count;
    value.place = closed.start..end;
    if count == closed.value + 1 {
        let (kind, place) = words(text, closed.start..end);
        (value.kind, value.place) = (kind, place);
    }
}

/// What an element without elements holds: words as they stand, where that is all, else with escapes.
fn words(text: &str, inside: Range<usize>) -> (Kind, Range<usize>) {
    let raw = text.get(inside.clone()).unwrap_or_default();
    let (opening, closing) = VERBATIM;
    let trimmed = raw.trim();
    let verbatim = trimmed.strip_prefix(opening).and_then(|rest| rest.strip_suffix(closing));
    match verbatim.filter(|inner| !inner.contains(closing)) {
        Some(inner) => {
            let start = inside.start + (raw.len() - raw.trim_start().len()) + opening.len();
            (Kind::Verbatim, start..start + inner.len())
        }
        None => (Kind::Text, inside),
    }
}

#[cfg(test)]
mod tests {
    use annalist_model::AnswerForm;

    use super::super::data::{Data, Path};

    #[test]
    fn elements_are_found_by_their_names() {
        let text = "<?xml version='1.0'?><rss><channel><title>x</title>\
                    <item a='>'><dc:creator><![CDATA[Ada & B]]></dc:creator><b>1 &amp; 2</b></item>\
                    <item/><item><b> <![CDATA[y]]> </b></item></channel></rss>";
        let data = Data::read(text, AnswerForm::Xml).unwrap();
        let path = |path: &str| Path::parse(path).unwrap();
        let items = data.list(0, &path("rss.channel.item")).unwrap();
        assert_eq!(items.len(), 3);
        let word = |item: usize, name: &str| {
            data.find(items[item], &path(name)).and_then(|at| data.written(at))
        };
        assert_eq!(word(0, "dc:creator").as_deref(), Some("Ada & B"));
        assert_eq!(word(0, "b").as_deref(), Some("1 & 2"));
        assert_eq!(word(1, "b"), None);
        assert_eq!(word(2, "b").as_deref(), Some("y"));
        let place = data.place(data.find(items[2], &path("b")).unwrap()).unwrap();
        assert_eq!(&text[place], "y");
    }

    #[test]
    fn what_is_no_xml_is_refused_and_depth_costs_no_stack() {
        for text in ["", "words", "<a>", "<a></b>", "<a", "{}"] {
            assert!(Data::read(text, AnswerForm::Xml).is_err(), "{text}");
        }
        let deep = "<a>".repeat(50_000) + &"</a>".repeat(50_000);
        assert!(Data::read(&deep, AnswerForm::Xml).is_ok());
    }
}
