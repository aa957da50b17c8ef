//! Bytes as a page: it is read or refused, and what is read can be decoded again.

use annalist_model::{Document, MediaType};
use annalist_parse::{Input, StoredAnswer};

use crate::citations;
use crate::engines::PARSER;

/// Charsets that a server names; the first byte chooses. ISO-2022-JP is not among them: where its
/// shifts are torn, what a byte says depends on all bytes before it, and a citation of it alone need
/// not decode to the same.
const CHARSETS: &[&str] = &[
    "utf-8",
    "windows-1252",
    "windows-1256",
    "utf-16le",
    "utf-16be",
    "shift_jis",
    "euc-jp",
    "gb18030",
    "big5",
    "euc-kr",
    "koi8-r",
    "x-user-defined",
    "no such charset",
];

/// Platforms whose answers are read; the first byte chooses.
const PLATFORMS: &[&str] = &[
    "blogger",
    "comment-feed",
    "discourse",
    "disqus",
    "hacker-news",
    "lemmy",
    "lobsters",
    "mastodon",
    "reddit",
    "stack-exchange",
    "wordpress",
];

/// A page as it is saved.
pub(crate) fn page(bytes: &[u8]) {
    let explain = bytes.len() % 2 == 1;
    let (name, media_type) = ("page.html", Some(MediaType::Html));
    let input = Input { name, bytes, explain, media_type, ..Input::default() };
    let (first, again) = (read(&input), PARSER.parse(&input).ok());
    assert!(first == again, "the same bytes, two documents");
}

/// A page in a charset that was named.
pub(crate) fn decode(bytes: &[u8]) {
    let Some((&first, bytes)) = bytes.split_first() else {
        return;
    };
    let charset = CHARSETS.get(usize::from(first) % CHARSETS.len()).copied();
    let media_type = if first < 128 { MediaType::Html } else { MediaType::PlainText };
    read(&Input { name: "page", bytes, charset, media_type: Some(media_type), ..Input::default() });
}

/// The text of a page, as somebody copied it.
pub(crate) fn dump(bytes: &[u8]) {
    let media_type = Some(MediaType::PlainText);
    read(&Input { name: "page.txt", bytes, media_type, ..Input::default() });
}

/// A page as a mail.
pub(crate) fn mhtml(bytes: &[u8]) {
    read(&Input { name: "page.mhtml", bytes, ..Input::default() });
}

/// A page with what a platform answered about its comments.
pub(crate) fn answers(bytes: &[u8]) {
    let Some((&first, answer)) = bytes.split_first() else {
        return;
    };
    let platform = PLATFORMS.get(usize::from(first) % PLATFORMS.len()).copied();
    let stored = StoredAnswer {
        name: "page.capture/answer-1".to_owned(),
        bytes: answer.to_vec(),
        platform: platform.unwrap_or_default().to_owned(),
        url: "https://example.org/comments?page=1".to_owned(),
        ..StoredAnswer::default()
    };
    let page = b"<!doctype html><title>The quay</title><p>The quay is open again, they said.";
    read(&Input { name: "page.html", bytes: page, answers: &[stored], ..Input::default() });
}

fn read(input: &Input<'_>) -> Option<Document> {
    let document = PARSER.parse(input).ok()?;
    let mut file = input.bytes.to_vec();
    for answer in input.answers {
        file.extend_from_slice(&answer.bytes);
    }
    citations::check(&document, &file);
    Some(document)
}
