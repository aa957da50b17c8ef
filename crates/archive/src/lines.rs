//! Lines of heads: `Name: value`, bounded, in any bytes.

use std::io::{BufRead, Read};

use crate::{Fault, LONGEST_HEAD};

/// The fields of a head. Names are in small letters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The first value of a field; its name in small letters.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Reads lines up to one that is empty. A line that begins with a blank goes on the one before.
    pub(crate) fn read(reader: &mut impl BufRead) -> Result<Fields, Fault> {
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut left = LONGEST_HEAD;
        loop {
            let line = line(reader, &mut left)?.ok_or_else(|| Fault::broken("it is cut short"))?;
            if line.is_empty() {
                return Ok(Fields(fields));
            }
            let goes_on = line.starts_with([' ', '\t']);
            match (fields.last_mut(), line.split_once(':')) {
                (Some((_, value)), _) if goes_on => {
                    value.push(' ');
                    value.push_str(line.trim());
                }
                (_, Some((name, value))) => {
                    fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
                }
                _ => {}
            }
        }
    }
}

/// The next line without its end, at most `left` bytes; none at the end. What is no UTF-8 is replaced.
pub(crate) fn line(reader: &mut impl BufRead, left: &mut u64) -> Result<Option<String>, Fault> {
    let mut bytes = Vec::new();
    let read = reader.take(*left).read_until(b'\n', &mut bytes).map_err(Fault::of)? as u64;
    *left -= read;
    if read == 0 && *left > 0 {
        return Ok(None);
    }
    if bytes.last() != Some(&b'\n') && *left == 0 {
        return Err(Fault::broken(format!("its head is longer than {LONGEST_HEAD} bytes")));
    }
    let end = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
    let end = end.strip_suffix(b"\r").unwrap_or(end);
    Ok(Some(String::from_utf8_lossy(end).into_owned()))
}
