//! The page that a record holds.

use std::io::{BufRead, BufReader, Read};

use super::{Content, Record};
use crate::members::Payload;
use crate::section::Counted;
use crate::{Bounds, Fault, LONGEST_HEAD, chunked, content, digest};

/// Reads the record that `reader` stands before.
pub(crate) fn read(reader: impl Read, bounds: Bounds) -> Result<Payload, Fault> {
    let mut reader = Counted::from(BufReader::new(reader), 0);
    let Some((_, record)) = Record::next(&mut reader)? else {
        return Err(Fault::broken("no record begins there"));
    };
    let mut rest = reader.by_ref().take(record.length);
    let content = Content::read(&record, &mut rest)?;
    let (sent, whole) = body(&mut rest, bounds)?;
    let is_truncated = record.fields.get("warc-truncated").is_some();
    let mut payload = Payload {
        url: record.url(),
        captured_at: record.fields.get("warc-date").map(str::to_owned),
        charset: content.charset.clone(),
        is_text: content.media_type == "text/plain",
        is_cut: !whole || is_truncated,
        ..Payload::default()
    };
    let Some(http) = &content.http else {
        payload.wrong_digest = wrong_digest(&record, &[&sent]);
        payload.bytes = sent;
        return Ok(payload);
    };
    let says_chunked = http.fields.get("transfer-encoding").is_some_and(|it| {
        it.split(',').any(|coding| coding.trim().eq_ignore_ascii_case("chunked"))
    });
    let laid = if says_chunked { chunked::undo(&sent) } else { None };
    let (plain, whole) = laid.unwrap_or_else(|| (sent.clone(), true));
    payload.is_cut |= !whole;
    // Crawlers count chunks in or out of the payload.
    payload.wrong_digest = wrong_digest(&record, &[&plain, &sent]);
    drop(sent);
    let codings = http.fields.get("content-encoding").unwrap_or_default();
    let (bytes, whole) = content::undo(plain, codings, bounds.longest)?;
    payload.is_cut |= !whole;
    payload.bytes = bytes;
    Ok(payload)
}

/// What is left of a record, up to the bound, and whether it is all there.
fn body<R: BufRead>(rest: &mut std::io::Take<R>, bounds: Bounds) -> Result<(Vec<u8>, bool), Fault> {
    let most = bounds.longest.saturating_add(LONGEST_HEAD);
    if rest.limit() > most {
        return Err(Fault::Longer { limit: bounds.longest });
    }
    let mut bytes = Vec::new();
    match rest.read_to_end(&mut bytes) {
        Ok(_) => {}
        // What was unpacked before it broke is the page as far as it goes.
        Err(error) => match Fault::of(error) {
            Fault::Broken(_) => return Ok((bytes, false)),
            fault => return Err(fault),
        },
    }
    if bytes.len() as u64 > bounds.longest {
        return Err(Fault::Longer { limit: bounds.longest });
    }
    let whole = rest.limit() == 0;
    Ok((bytes, whole))
}

/// The digest that the record gives, where no payload has it.
fn wrong_digest(record: &Record, payloads: &[&[u8]]) -> Option<String> {
    let said = record.fields.get("warc-payload-digest")?;
    (digest::holds(said, payloads) == Some(false)).then(|| said.chars().take(100).collect())
}
