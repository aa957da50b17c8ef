//! The parts of an archive, line by line.

use std::ops::Range;

use super::headers::{Headers, line_at};

/// Archives within archives that are looked into.
const DEEPEST: usize = 8;

/// Texts of one archive that may be the page.
const MOST_TEXTS: usize = 10_000;

/// Lines that are tried as the boundary of an archive that names none.
const MOST_TRIED: usize = 100;

/// A part that may be the page.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) headers: Headers,
    pub(super) body: Range<usize>,
}

/// The parts of an archive that hold text, and what is broken about it.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) list: Vec<Part>,
    pub(super) faults: Vec<String>,
}

/// Reads the parts that follow the head of an archive. One pass over the lines: a line either is one of
/// the open boundaries or belongs to the part that is open.
pub(super) fn read(file: &[u8], head: &Headers) -> Parts {
    let mut reading = Reading { file, boundaries: Vec::new(), open: None, parts: Parts::default() };
    match boundary_of(head) {
        Some(boundary) => reading.boundaries.push(boundary),
        None => match find_boundary(file, head.end) {
            Some(boundary) => {
                let fault = "the head of the archive names no boundary; the first one was taken";
                reading.parts.faults.push(fault.to_owned());
                reading.boundaries.push(boundary);
            }
            None => {
                let fault = "nothing parts the archive; all behind its head was taken for the page";
                let (headers, body) = (Headers::none(head.end), head.end..file.len());
                return Parts {
                    list: vec![Part { headers, body }],
                    faults: vec![fault.to_owned()],
                };
            }
        },
    }
    reading.read(head.end)
}

/// What parts a multipart, where its head says so.
fn boundary_of(headers: &Headers) -> Option<Vec<u8>> {
    headers.media_type().filter(|it| it.starts_with("multipart/"))?;
    headers.parameter("boundary").map(String::into_bytes)
}

/// The first line that looks like a boundary: two hyphens, and a head after it.
fn find_boundary(file: &[u8], start: usize) -> Option<Vec<u8>> {
    let (mut at, mut tried) = (start, 0);
    while let Some((line, next)) = line_at(file, at).filter(|_| tried < MOST_TRIED) {
        let text = file.get(line)?.trim_ascii_end();
        if let Some(boundary) = text.strip_prefix(b"--").filter(|it| !it.is_empty()) {
            if Headers::read(file, next).value("content-type").is_some() {
                return Some(boundary.to_vec());
            }
            tried += 1;
        }
        at = next;
    }
    None
}

struct Reading<'f> {
    file: &'f [u8],
    /// The boundaries of the archives that are open, outermost first.
    boundaries: Vec<Vec<u8>>,
    /// The part that is open.
    open: Option<Headers>,
    parts: Parts,
}

impl Reading<'_> {
    fn read(mut self, start: usize) -> Parts {
        let mut at = start;
        let mut end_before = start;
        while let Some((line, next)) = line_at(self.file, at) {
            let Some((level, is_last)) = self.boundary(line.clone()) else {
                // The end of the line before a boundary belongs to the boundary.
                end_before = line.end;
                at = next;
                continue;
            };
            self.close(end_before);
            // What lies deeper ends with the archive around it.
            self.boundaries.truncate(if is_last { level } else { level + 1 });
            at = next;
            if is_last {
                if level == 0 {
                    return self.parts;
                }
            } else {
                at = self.open(next);
            }
            end_before = at;
        }
        if self.open.is_some() {
            self.parts.faults.push("the archive breaks off within a part".to_owned());
        } else {
            self.parts.faults.push("the archive breaks off between its parts".to_owned());
        }
        self.close(self.file.len());
        self.parts
    }

    /// Opens the part whose head starts at `start`; gives where to go on.
    fn open(&mut self, start: usize) -> usize {
        let headers = Headers::read(self.file, start);
        let end = headers.end;
        match boundary_of(&headers) {
            Some(boundary) if self.boundaries.len() < DEEPEST => self.boundaries.push(boundary),
            Some(_) => {
                let fault = "archives lie too deep in the archive";
                if !self.parts.faults.iter().any(|known| known == fault) {
                    self.parts.faults.push(fault.to_owned());
                }
            }
            None => self.open = Some(headers),
        }
        end
    }

    /// Closes the open part, and keeps it where it is text.
    fn close(&mut self, end: usize) {
        let Some(headers) = self.open.take() else { return };
        let is_text = headers.media_type().is_none_or(|it| is_page(&it) || it == "text/plain");
        if is_text && self.parts.list.len() < MOST_TEXTS {
            let body = headers.end..end.max(headers.end);
            self.parts.list.push(Part { headers, body });
        }
    }

    /// Which of the open boundaries a line is, and whether it is the last of its archive.
    fn boundary(&self, line: Range<usize>) -> Option<(usize, bool)> {
        let text = self.file.get(line)?.strip_prefix(b"--")?.trim_ascii_end();
        let mut levels = self.boundaries.iter().enumerate().rev();
        levels.find_map(|(level, boundary)| match text.strip_prefix(boundary.as_slice())? {
            b"" => Some((level, false)),
            b"--" => Some((level, true)),
            _ => None,
        })
    }
}

/// Whether a media type is that of a page.
pub(super) fn is_page(media_type: &str) -> bool {
    matches!(media_type, "text/html" | "application/xhtml+xml")
}
