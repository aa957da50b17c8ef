//! Where each run of the text stands in the saved file, as compact rows.

use std::borrow::Cow;
use std::fmt;

use annalist_model as model;
use model::RunForm;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};
use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

use super::place::{Offsets, Places};
use crate::fault::{Fault, read_each};

/// The name of the form in which a run as a whole stands for its bytes as a whole.
const WHOLE: &str = "whole";

/// One run: `[start, end, byte_start, byte_end]`, with its form as a fifth member unless the bytes
/// are the text in UTF-8.
#[derive(Debug)]
pub(crate) struct Run {
    start: u32,
    end: u32,
    byte_start: u32,
    byte_end: u32,
    form: RunForm,
}

pub(crate) fn of(map: &model::SourceMap, places: &Places<'_>) -> Vec<Run> {
    let run = |run: &model::Run| {
        let (start, end) = places.points(run.text);
        let (byte_start, byte_end) = (run.bytes.start(), run.bytes.end());
        Run { start, end, byte_start, byte_end, form: run.form }
    };
    map.runs().iter().map(run).collect()
}

pub(crate) fn read(runs: Vec<Run>, offsets: &Offsets<'_>) -> Result<model::SourceMap, Fault> {
    let mut reached = 0;
    let runs = read_each("source_map", runs, |run| {
        if run.start < reached {
            return Err(Fault::new("the run overlaps the one before it"));
        }
        reached = run.end;
        run.read(offsets)
    })?;
    model::SourceMap::new(runs)
        .ok_or_else(|| Fault::new("the runs do not fit the text").under("source_map"))
}

impl Run {
    fn read(self, offsets: &Offsets<'_>) -> Result<model::Run, Fault> {
        let text = offsets.span(self.start, self.end)?;
        let bytes = model::ByteRange::new(self.byte_start, self.byte_end)
            .ok_or_else(|| Fault::new("the bytes run backwards"))?;
        let expected = match self.form {
            RunForm::Utf8 => Some(u64::from(text.len())),
            RunForm::Fixed(width) => Some(u64::from(self.end - self.start) * u64::from(width)),
            RunForm::Whole => None,
        };
        let length = u64::from(self.byte_end - self.byte_start);
        match expected {
            Some(expected) if expected != length => {
                Err(Fault::new(format!("{length} bytes stand for a run of {expected}")))
            }
            _ => Ok(model::Run { text, bytes, form: self.form }),
        }
    }
}

impl Serialize for Run {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let length = if self.form == RunForm::Utf8 { 4 } else { 5 };
        let mut row = serializer.serialize_seq(Some(length))?;
        for number in [self.start, self.end, self.byte_start, self.byte_end] {
            row.serialize_element(&number)?;
        }
        match self.form {
            RunForm::Utf8 => {}
            RunForm::Fixed(width) => row.serialize_element(&width)?,
            RunForm::Whole => row.serialize_element(WHOLE)?,
        }
        row.end()
    }
}

impl<'de> Deserialize<'de> for Run {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Run, D::Error> {
        deserializer.deserialize_seq(RunVisitor)
    }
}

struct RunVisitor;

impl<'de> Visitor<'de> for RunVisitor {
    type Value = Run;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a run: [start, end, byte_start, byte_end] and its form")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut row: A) -> Result<Run, A::Error> {
        let mut numbers = [0_u32; 4];
        for (index, number) in numbers.iter_mut().enumerate() {
            *number = row.next_element()?.ok_or_else(|| A::Error::invalid_length(index, &self))?;
        }
        let [start, end, byte_start, byte_end] = numbers;
        let form = row.next_element::<Form>()?.map_or(RunForm::Utf8, |Form(form)| form);
        Ok(Run { start, end, byte_start, byte_end, form })
    }
}

/// The fifth member of a row.
struct Form(RunForm);

impl<'de> Deserialize<'de> for Form {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Form, D::Error> {
        deserializer.deserialize_any(FormVisitor)
    }
}

struct FormVisitor;

impl Visitor<'_> for FormVisitor {
    type Value = Form;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the bytes of each character, or \"whole\"")
    }

    fn visit_u64<E: Error>(self, width: u64) -> Result<Form, E> {
        let width =
            u8::try_from(width).map_err(|_| E::custom("a character has under 256 bytes"))?;
        Ok(Form(RunForm::Fixed(width)))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Form, E> {
        match name {
            WHOLE => Ok(Form(RunForm::Whole)),
            "utf-8" => Ok(Form(RunForm::Utf8)),
            _ => Err(E::custom("the only named forms of a run are \"whole\" and \"utf-8\"")),
        }
    }
}

impl JsonSchema for Run {
    fn schema_name() -> Cow<'static, str> {
        "Run".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let number = || json_schema!({ "type": "integer", "minimum": 0, "maximum": u32::MAX });
        let form = json_schema!({
            "description": "How the bytes became the text. Left out: they are the text, in UTF-8. \
                A number: each character was decoded from that many bytes, in the charset of the \
                source (and, where the source names a part, in its transfer encoding). \"whole\": the run stands for the bytes as a whole, as a blank does for \
                folded white space.",
            "anyOf": [
                { "type": "integer", "minimum": 0, "maximum": u8::MAX },
                { "enum": [WHOLE, "utf-8"] },
            ],
        });
        json_schema!({
            "description": "A stretch of the text and the stretch of the saved file (unpacked, where it \
                is packed) that it was read from: [start, end, byte_start, byte_end], and a form.",
            "type": "array",
            "prefixItems": [number(), number(), number(), number(), form],
            "minItems": 4,
            "maxItems": 5,
        })
    }
}
