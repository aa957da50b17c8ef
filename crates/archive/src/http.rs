//! The head of an answer over HTTP, as records of responses hold it.

use std::io::BufRead;

use crate::lines::{self, Fields};
use crate::{Fault, LONGEST_HEAD};

/// What an answer says of its body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct HttpHead {
    pub(crate) status: u16,
    pub(crate) fields: Fields,
}

impl HttpHead {
    /// Reads the line of the status and the fields.
    pub(crate) fn read(reader: &mut impl BufRead) -> Result<HttpHead, Fault> {
        let mut left = LONGEST_HEAD;
        let first = lines::line(reader, &mut left)?.unwrap_or_default();
        let mut words = first.split_ascii_whitespace();
        let is_http = words.next().is_some_and(|word| word.starts_with("HTTP/"));
        let status = words.next().and_then(|word| word.parse().ok());
        match status.filter(|_| is_http) {
            Some(status) => Ok(HttpHead { status, fields: Fields::read(reader)? }),
            None => Err(Fault::broken("the answer in it does not begin as HTTP does")),
        }
    }
}

/// The type in small letters, and the charset, that a `Content-Type` names.
pub(crate) fn content_type(value: &str) -> (String, Option<String>) {
    let mut parts = value.split(';');
    let media_type = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    });
    (media_type, charset)
}
