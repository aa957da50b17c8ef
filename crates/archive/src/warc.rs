//! WARC (ISO 28500): records one after the other, each with a head, some with an answer over HTTP in
//! them. Real archives are packed record by record; some are packed as a whole, some not at all.

mod find;
mod payload;
mod visits;

use std::io::{BufRead, Read};

use crate::http::{self, HttpHead};
use crate::lines::{self, Fields};
use crate::section::Counted;
use crate::{Fault, LONGEST_HEAD};

pub(crate) use self::find::list;
pub(crate) use self::payload::read;
pub use self::visits::{Resolved, Visits};

/// How each record starts.
const VERSION: &str = "WARC/";

/// The head of a record.
#[derive(Debug)]
struct Record {
    fields: Fields,
    length: u64,
}

impl Record {
    /// The next record, and where it begins; none at the end. Empty lines before it are passed over.
    fn next(reader: &mut Counted<impl BufRead>) -> Result<Option<(u64, Record)>, Fault> {
        loop {
            let start = reader.at;
            let mut left = LONGEST_HEAD;
            let Some(line) = lines::line(reader, &mut left)? else { return Ok(None) };
            if line.starts_with(VERSION) {
                return Record::after_version(reader).map(|record| Some((start, record)));
            }
            if !line.trim().is_empty() {
                return Err(Fault::broken("no record begins there"));
            }
        }
    }

    /// The record after what is broken, and where it begins; none where there is none.
    fn search(reader: &mut Counted<impl BufRead>) -> Result<Option<u64>, Fault> {
        loop {
            let start = reader.at;
            let mut line = Vec::new();
            let read = reader.by_ref().take(LONGEST_HEAD).read_until(b'\n', &mut line);
            if read.map_err(Fault::of)? == 0 {
                return Ok(None);
            }
            if line.starts_with(b"WARC/1.") {
                return Ok(Some(start));
            }
        }
    }

    fn after_version(reader: &mut Counted<impl BufRead>) -> Result<Record, Fault> {
        let fields = Fields::read(reader)?;
        let length = fields.get("content-length").and_then(|length| length.parse().ok());
        match length {
            Some(length) => Ok(Record { fields, length }),
            None => Err(Fault::broken("the record does not say how long it is")),
        }
    }

    fn kind(&self) -> String {
        self.fields.get("warc-type").unwrap_or_default().to_ascii_lowercase()
    }

    fn url(&self) -> Option<String> {
        let url = self.fields.get("warc-target-uri")?;
        let url = url.trim_start_matches('<').trim_end_matches('>');
        (!url.is_empty()).then(|| url.to_owned())
    }

    /// Whether the content is an answer over HTTP, with a head of its own.
    fn holds_http(&self) -> bool {
        let content_type = self.fields.get("content-type").unwrap_or_default();
        match http::content_type(content_type).0.as_str() {
            "application/http" => true,
            "" => self.kind() == "response" && self.url().is_some_and(|it| it.starts_with("http")),
            _ => false,
        }
    }
}

/// What the content of a record is.
#[derive(Debug, Default)]
struct Content {
    http: Option<HttpHead>,
    media_type: String,
    charset: Option<String>,
}

impl Content {
    /// Reads what comes before the payload.
    fn read(record: &Record, reader: &mut impl BufRead) -> Result<Content, Fault> {
        let http = record.holds_http().then(|| HttpHead::read(reader)).transpose()?;
        let said = match &http {
            Some(head) => head.fields.get("content-type"),
            None => record.fields.get("content-type"),
        };
        let (media_type, charset) = said.map(http::content_type).unwrap_or_default();
        Ok(Content { http, media_type, charset })
    }

    /// Where a redirect leads.
    fn location(&self) -> Option<String> {
        let head = self.http.as_ref().filter(|head| (300..=399).contains(&head.status))?;
        head.fields.get("location").map(str::to_owned)
    }

    /// What a payload is that is no page, in a word or two; none where it may be one.
    fn is_else(&self, kind: &str) -> Option<String> {
        let is_html = matches!(self.media_type.as_str(), "text/html" | "application/xhtml+xml");
        let is_text = self.media_type == "text/plain" && kind == "conversion";
        match self.http.as_ref().map_or(200, |head| head.status) {
            300..=399 => Some("redirect".to_owned()),
            status if !(200..=299).contains(&status) => Some(format!("answer {status}")),
            _ if is_html || is_text => None,
            _ => {
                let (main, _) = self.media_type.split_once('/').unwrap_or((&self.media_type, ""));
                const KNOWN: [&str; 6] = ["application", "audio", "font", "image", "text", "video"];
                let known = KNOWN.iter().find(|known| **known == main);
                Some(known.map_or("unknown type", |known| known).to_owned())
            }
        }
    }
}
