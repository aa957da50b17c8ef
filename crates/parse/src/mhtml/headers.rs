//! The header lines of an archive and of its parts (RFC 5322, RFC 2045).

use std::ops::Range;

/// Lines of one head. A longer one is no head of a saved page.
const MOST_LINES: usize = 400;

/// Bytes of a value that are kept.
const LONGEST_VALUE: usize = 8_192;

/// The header lines that open a stretch of a file.
#[derive(Clone, Debug)]
pub(super) struct Headers {
    list: Vec<Header>,
    /// Where what they describe starts.
    pub(super) end: usize,
}

#[derive(Clone, Debug)]
struct Header {
    name: String,
    value: String,
    /// Where the value stands in the file.
    place: Range<usize>,
}

impl Headers {
    /// Reads the head that starts at byte `start`. A line that belongs to no head ends it, as an empty
    /// line does.
    pub(super) fn read(file: &[u8], start: usize) -> Headers {
        let mut headers = Headers::none(start);
        for _ in 0..MOST_LINES {
            let Some((line, next)) = line_at(file, headers.end) else { break };
            let text = file.get(line.clone()).unwrap_or_default();
            if text.trim_ascii().is_empty() {
                headers.end = next;
                break;
            }
            if text.starts_with(b" ") || text.starts_with(b"\t") {
                headers.go_on(text, line.start);
            } else if !headers.open(text, line.start) {
                break;
            }
            headers.end = next;
        }
        headers
    }

    fn open(&mut self, line: &[u8], start: usize) -> bool {
        let Some(colon) = line.iter().position(|&byte| byte == b':') else { return false };
        let name = line[..colon].trim_ascii_end();
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
        if name.is_empty() || !name.iter().all(is_name) {
            return false;
        }
        let (value, place) = value_of(&line[colon + 1..], start + colon + 1);
        let name = String::from_utf8_lossy(name).to_ascii_lowercase();
        self.list.push(Header { name, value, place });
        true
    }

    /// Adds a line that goes on with the last value.
    fn go_on(&mut self, line: &[u8], start: usize) {
        let Some(last) = self.list.last_mut() else { return };
        let (value, place) = value_of(line, start);
        if last.value.len() + value.len() < LONGEST_VALUE {
            if last.value.is_empty() {
                last.place.start = place.start;
            } else {
                last.value.push(' ');
            }
            last.value.push_str(&value);
            last.place.end = place.end;
        }
    }

    /// A head without a line, before what starts at byte `end`.
    pub(super) fn none(end: usize) -> Headers {
        Headers { list: Vec::new(), end }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The first value called `name` that is not empty, and where it stands.
    pub(super) fn find(&self, name: &str) -> Option<(&str, Range<usize>)> {
        let header = self.list.iter().find(|it| it.name == name && !it.value.is_empty())?;
        Some((&header.value, header.place.clone()))
    }

    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.find(name).map(|(value, _)| value)
    }

    /// The media type in small letters, without its parameters.
    pub(super) fn media_type(&self) -> Option<String> {
        let value = self.value("content-type")?;
        Some(value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
    }

    /// A parameter of the media type.
    pub(super) fn parameter(&self, name: &str) -> Option<String> {
        parameter(self.value("content-type")?, name)
    }
}

/// A value without the blanks around it, and its place.
fn value_of(text: &[u8], start: usize) -> (String, Range<usize>) {
    let lead = text.len() - text.trim_ascii_start().len();
    let value = text.trim_ascii();
    let kept = &value[..value.len().min(LONGEST_VALUE)];
    let start = start + lead;
    (String::from_utf8_lossy(kept).into_owned(), start..start + value.len())
}

/// The value of a parameter: `boundary="a b"` or `boundary=ab`.
fn parameter(value: &str, wanted: &str) -> Option<String> {
    let mut rest = value.split_once(';')?.1;
    loop {
        let (name, after) = rest.split_once('=')?;
        let name = name.trim().trim_start_matches(';').trim();
        let (value, next) = match after.trim_start().strip_prefix('"') {
            Some(quoted) => unquoted(quoted),
            None => {
                let end = after.find(';').unwrap_or(after.len());
                (after[..end].trim().to_owned(), &after[end..])
            }
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value).filter(|value| !value.is_empty());
        }
        rest = next.trim_start().strip_prefix(';').unwrap_or(next);
    }
}

/// What stands up to the closing quotation mark, and what follows it.
fn unquoted(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (value, &text[at + 1..]),
            '\\' => value.extend(characters.next().map(|(_, character)| character)),
            _ => value.push(character),
        }
    }
    (value, "")
}

/// The line that starts at byte `at`, without its end, and where the next one starts.
pub(super) fn line_at(file: &[u8], at: usize) -> Option<(Range<usize>, usize)> {
    let rest = file.get(at..).filter(|rest| !rest.is_empty())?;
    let length = rest.iter().position(|&byte| byte == b'\n');
    let next = length.map_or(file.len(), |length| at + length + 1);
    let end = at + length.unwrap_or(rest.len());
    let is_crlf = length.is_some() && end > at && file.get(end - 1) == Some(&b'\r');
    Some((at..end - usize::from(is_crlf), next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_read_to_their_end() {
        let file = b"From: <Saved by X>\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"a \\\"b\\\"\"\r\n\r\nbody";
        let headers = Headers::read(file, 0);
        assert_eq!(&file[headers.end..], b"body");
        assert_eq!(headers.media_type().as_deref(), Some("multipart/related"));
        assert_eq!(headers.parameter("boundary").as_deref(), Some("a \"b\""));
        assert_eq!(headers.parameter("type").as_deref(), Some("text/html"));
        assert_eq!(headers.parameter("start"), None);
        let (value, place) = headers.find("from").unwrap();
        assert_eq!(value.as_bytes(), &file[place]);
    }

    #[test]
    fn a_line_that_is_no_header_ends_the_head() {
        let file = b"Subject: x\n<p>A page: text";
        let headers = Headers::read(file, 0);
        assert_eq!(&file[headers.end..], b"<p>A page: text");
        assert!(Headers::read(b"", 0).is_empty());
        assert_eq!(parameter("text/html; charset=utf-8; a", "charset").as_deref(), Some("utf-8"));
        assert_eq!(parameter("text/html; =; ==;\"", "charset"), None);
    }
}
