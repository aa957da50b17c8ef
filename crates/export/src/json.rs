//! JSON for others: hostile characters are written by their number, so that a file shows what it
//! holds, and a reader still gets the text to the letter.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter};

use crate::ExportError;
use crate::text::is_hidden;

/// Writes `value` on one line, without the line's end.
pub(crate) fn write(out: &mut dyn Write, value: &impl Serialize) -> Result<(), ExportError> {
    let mut serializer = serde_json::Serializer::with_formatter(out, Escaping(CompactFormatter));
    Ok(value.serialize(&mut serializer)?)
}

/// Writes `value` as a line of JSON Lines.
pub(crate) fn write_line(out: &mut dyn Write, value: &impl Serialize) -> Result<(), ExportError> {
    write(out, value)?;
    Ok(out.write_all(b"\n")?)
}

/// An object whose last key holds a list that is written item by item, an item a line.
pub(crate) struct Listing<'c> {
    out: Box<dyn Write + 'c>,
    is_empty: bool,
}

impl<'c> Listing<'c> {
    /// Begins the object with the keys of `head`, and the list under `key`.
    pub(crate) fn begin(
        mut out: Box<dyn Write + 'c>,
        head: &impl Serialize,
        key: &str,
    ) -> Result<Listing<'c>, ExportError> {
        let mut text = Vec::new();
        write(&mut text, head)?;
        text.pop();
        let comma = if text.len() > 1 { "," } else { "" };
        out.write_all(&text)?;
        write!(out, "{comma}\"{key}\":[")?;
        Ok(Listing { out, is_empty: true })
    }

    /// Adds an item to the list.
    pub(crate) fn item(&mut self, value: &impl Serialize) -> Result<(), ExportError> {
        self.out.write_all(if self.is_empty { b"\n" } else { b",\n" })?;
        self.is_empty = false;
        write(&mut self.out, value)
    }

    /// Whether no item has been added.
    pub(crate) fn is_empty(&self) -> bool {
        self.is_empty
    }

    /// Ends list and object.
    pub(crate) fn finish(mut self) -> Result<(), ExportError> {
        self.out.write_all(b"\n]}\n")?;
        Ok(self.out.flush()?)
    }
}

/// JSON without white space, in which no string holds what is hidden.
struct Escaping(CompactFormatter);

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(is_hidden) {
            let (plain, hidden) = rest.split_at(at);
            self.0.write_string_fragment(writer, plain)?;
            let mut letters = hidden.chars();
            for unit in letters.next().unwrap_or_default().encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = letters.as_str();
        }
        self.0.write_string_fragment(writer, rest)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn hidden_characters_are_written_by_number_and_read_as_they_were() {
        let text = "a\u{202E}b\u{0}\u{E0041}\u{7F}ü\n";
        let mut written = Vec::new();
        write(&mut written, &json!({ "text": text })).unwrap();
        let written = String::from_utf8(written).unwrap();
        assert_eq!(written, r#"{"text":"a\u202eb\u0000\udb40\udc41\u007fü\n"}"#);
        assert_eq!(serde_json::from_str::<Value>(&written).unwrap()["text"], text);
    }
}
