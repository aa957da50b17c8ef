//! Archives made for tests.
#![allow(dead_code, clippy::unwrap_used)]

use std::io::{Cursor, Write};
use std::ops::ControlFlow;

use annalist_archive::{
    Bounds, Fault, Format, Found, Member, Opened, Payload, Place, Resolved, list, read,
};
use flate2::{Compression, write::GzEncoder};

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A record with these fields and this content.
pub(crate) fn record(kind: &str, url: &str, fields: &str, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let head = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n\
         WARC-Date: 2018-09-06T10:00:00Z\r\n{fields}Content-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), content, b"\r\n\r\n"].concat()
}

/// A record of an answer with these fields and this body.
pub(crate) fn response(url: &str, fields: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{fields}\r\n");
    let content = [head.as_bytes(), body].concat();
    record("response", url, "Content-Type: application/http; msgtype=response\r\n", &content)
}

/// What is found in `bytes`: pages as they are read, all else in a word.
pub(crate) fn found(format: Format, bytes: &[u8]) -> Vec<String> {
    let mut all = Vec::new();
    let result = list(Cursor::new(bytes), format, &mut |it: Found| {
        all.push(it);
        ControlFlow::Continue(())
    });
    let mut said: Vec<String> = all.into_iter().map(|it| said(bytes, it)).collect();
    if let Err(fault) = result {
        said.push(format!("ends: {fault}"));
    }
    said
}

fn said(bytes: &[u8], it: Found) -> String {
    match it.standing {
        Member::Page | Member::Entry => match payload(bytes, it.place) {
            Ok(payload) => {
                let text = String::from_utf8_lossy(&payload.bytes).into_owned();
                let name = it.url.or(it.name).unwrap_or_default();
                let cut = if payload.is_cut { " (cut)" } else { "" };
                let digest = if payload.wrong_digest.is_some() { " (digest)" } else { "" };
                format!("{name}: {text}{cut}{digest}")
            }
            Err(fault) => format!("unread: {fault}"),
        },
        Member::Again(Resolved::Page(number)) => format!("again: {number}"),
        Member::Again(Resolved::Missing) => "again: missing".to_owned(),
        Member::Passed(what) => format!("passed: {what}"),
        Member::Broken(fault) => format!("broken: {fault}"),
    }
}

pub(crate) fn payload(bytes: &[u8], place: Place) -> Result<Payload, Fault> {
    let bytes = bytes.to_vec();
    let opened = Opened::new(move || Ok(Cursor::new(bytes.clone())));
    read(&opened, place, Bounds { longest: 1 << 20 })
}
