//! JSON with a line for each item of a list: it can be looked at, searched and compared line by line,
//! and is half as long as with a line for each value.

use std::io::{self, Write};

use serde_json::ser::Formatter;

/// Writes objects key by key, indented, and each item of their lists in one line.
#[derive(Debug, Default)]
pub(crate) struct LinePerItem {
    /// How many objects and lists are open.
    depth: usize,
    /// How many of them stand within an item of a list.
    within_item: usize,
    has_value: bool,
}

impl LinePerItem {
    fn open<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.has_value = false;
        out.write_all(bracket)
    }

    fn close<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if self.has_value {
            self.line(out)?;
        }
        out.write_all(bracket)
    }

    fn next<W: ?Sized + Write>(&mut self, out: &mut W, is_first: bool) -> io::Result<()> {
        if !is_first {
            out.write_all(b",")?;
        }
        self.line(out)
    }

    /// Begins a line, outside of items.
    fn line<W: ?Sized + Write>(&self, out: &mut W) -> io::Result<()> {
        if self.within_item > 0 {
            return Ok(());
        }
        out.write_all(b"\n")?;
        (0..self.depth).try_for_each(|_| out.write_all(b"  "))
    }
}

impl Formatter for LinePerItem {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next(out, first)?;
        self.within_item += 1;
        Ok(())
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.within_item -= 1;
        self.has_value = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(if self.within_item > 0 { b":" } else { b": " })
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde_json::{Value, json};

    use super::LinePerItem;

    #[test]
    fn each_item_of_a_list_has_a_line() {
        // Keys in the order of the alphabet, whatever order a map of values keeps.
        let value = json!({
            "comments": {"authors": [], "months": [[1, 2], "z"], "none": {}},
            "count": 2,
            "documents": [{"id": "a", "site": null, "tags": ["x", "y"]}, {"id": "b\n"}]
        });
        let mut written = Vec::new();
        let mut serializer =
            serde_json::Serializer::with_formatter(&mut written, LinePerItem::default());
        value.serialize(&mut serializer).unwrap();
        let written = String::from_utf8(written).unwrap();
        let expected = r#"{
  "comments": {
    "authors": [],
    "months": [
      [1,2],
      "z"
    ],
    "none": {}
  },
  "count": 2,
  "documents": [
    {"id":"a","site":null,"tags":["x","y"]},
    {"id":"b\n"}
  ]
}"#;
        assert_eq!(written, expected);
        assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), value);
    }
}
