//! Whatever a page holds, each run of its text can be decoded again from the bytes that it cites.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::sync::LazyLock;

use annalist_model::{Document, MediaType};
use annalist_parse::{Input, Parser, Rereader};
use proptest::prelude::*;

static PARSER: LazyLock<Parser> = LazyLock::new(|| Parser::new().unwrap());

/// Pieces of markup, of text, and of what is neither.
const PIECES: &[&str] = &[
    "<p>",
    "</p>",
    "<div class=comment>",
    "</div>",
    "<b>",
    "</b>",
    "<br>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<pre>",
    "</pre>",
    "<ul><li>",
    "</ul>",
    "<h1>",
    "</h1>",
    "<!-- a note -->",
    "<script>var a = '<p>';</script>",
    "<a href=x>",
    "</a>",
    "<cite>",
    "</cite>",
    "<i",
    ">",
    "<",
    "</",
    "&",
    "<title>",
    "</title>",
    "<template>",
    "<noscript>",
    "</noscript>",
    "<svg><text>",
    "</svg>",
    "<textarea>",
    "&amp;",
    "&eacute;",
    "&nbsp;",
    "&#8217;",
    "&#x1F600;",
    "&notanentity;",
    "&ampere",
    "\r\n",
    "\r",
    "\n",
    "  ",
    "\t",
    "\u{a0}",
    "\0",
    "The ferry sails again on Monday, the harbour office said. ",
    "Ada Lorne says: ",
    "May 3, 2015 at 2:05 pm ",
    "naïve “quotes” – dashes… ",
    "€ ",
    "قيس ",
    "日本 ",
    "\u{1F600} ",
    "• Ada says:\n\n    Yes.\n\n",
];

/// A page made of pieces, in one of several charsets.
fn page() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop::collection::vec(prop::sample::select(PIECES), 0..60);
    (pieces, 0..6_u8).prop_map(|(pieces, charset)| {
        let text: String = pieces.concat();
        match charset {
            0 => text.into_bytes(),
            1 => text.encode_utf16().flat_map(u16::to_le_bytes).fold(vec![0xff, 0xfe], push),
            2 => text.encode_utf16().flat_map(u16::to_be_bytes).fold(vec![0xfe, 0xff], push),
            // Latin letters alone survive; the rest is bytes that say something else there.
            3 => [b"<meta charset=windows-1252>", text.as_bytes()].concat(),
            4 => [b"<meta charset=iso-2022-jp>a \x1b$BF|K\\\x1b(B ", text.as_bytes()].concat(),
            _ => [b"<meta charset=shift_jis>\x93\xfa\x96\x7b ", text.as_bytes()].concat(),
        }
    })
}

fn push(mut bytes: Vec<u8>, byte: u8) -> Vec<u8> {
    bytes.push(byte);
    bytes
}

/// How a page is written into an archive, and how long its lines are.
fn writing() -> impl Strategy<Value = (&'static str, usize)> {
    (prop::sample::select(&["quoted-printable", "base64", "8bit"][..]), 1..80_usize)
}

/// An archive of one page.
fn archive(page: &[u8], encoding: &str, line: usize) -> Vec<u8> {
    let head = format!(
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=X\r\n\r\n--X\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    );
    let body = match encoding {
        "quoted-printable" => quoted(page, line),
        "base64" => letters(page, line),
        _ => page.to_vec(),
    };
    [head.as_bytes(), &body, b"\r\n--X--\r\n"].concat()
}

fn quoted(page: &[u8], line: usize) -> Vec<u8> {
    let mut written = Vec::new();
    for (at, &byte) in page.iter().enumerate() {
        // An equals sign that encodes nothing stays, as careless savers leave it.
        let is_plain = byte.is_ascii_graphic() || matches!(byte, b' ' | b'\n');
        match is_plain {
            true => written.push(byte),
            false => written.extend(format!("={byte:02x}").bytes()),
        }
        if at % line == line - 1 {
            written.extend(b"=\r\n");
        }
    }
    written
}

fn letters(page: &[u8], line: usize) -> Vec<u8> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: Vec<u8> =
        page.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
    let letter = |bits: &[u8]| {
        let value = bits.iter().fold(0, |value, bit| value << 1 | usize::from(*bit));
        ALPHABET[value << (6 - bits.len())]
    };
    let letters: Vec<u8> = bits.chunks(6).map(letter).collect();
    let mut written = letters.chunks(line).collect::<Vec<_>>().join(&b"\r\n"[..]);
    written.extend(std::iter::repeat_n(b'=', (3 - page.len() % 3) % 3));
    written
}

fn check(document: &Document, bytes: &[u8]) -> Result<(), TestCaseError> {
    let rereader = Rereader::new(bytes, document.source());
    for run in document.source_map().runs() {
        let again = rereader.read(run).unwrap();
        let words = document.slice(run.text);
        prop_assert!(
            run.form.accepts(&again, words),
            "{:?} of {:?}: {words:?} is {again:?} in the file",
            run.form,
            run.bytes
        );
    }
    Ok(())
}

#[test]
fn a_dropped_byte_between_two_letters_of_base64_joins_no_run() {
    // U+0000 is no text; the letters of what stands on its sides meet.
    for lead in ["", "a", "ab"] {
        let page = [
            b"<meta charset=iso-2022-jp>",
            lead.as_bytes(),
            b" \x1b$BF|K\\\x1b(B words\xe2\x80\xa6 \0>\xe2\x80\xa2 more.",
        ];
        let bytes = archive(&page.concat(), "base64", 4);
        let input = Input { name: "a.mht", bytes: &bytes, ..Input::default() };
        check(&PARSER.parse(&input).unwrap(), &bytes).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_run_can_be_read_again(bytes in page(), name in prop::sample::select(&["a.html", "a.txt", "a"][..])) {
        let input = Input { name, bytes: &bytes, ..Input::default() };
        if let Ok(document) = PARSER.parse(&input) {
            check(&document, &bytes)?;
        }
    }

    #[test]
    fn every_run_of_an_archive_can_be_read_again(page in page(), (encoding, line) in writing()) {
        let bytes = archive(&page, encoding, line);
        let input = Input { name: "a.mhtml", bytes: &bytes, ..Input::default() };
        if let Ok(document) = PARSER.parse(&input) {
            prop_assert!(document.source().part.is_some());
            check(&document, &bytes)?;
            let alone = Input { name: "a.html", bytes: &page, ..Input::default() };
            if let (Ok(alone), true) = (PARSER.parse(&alone), encoding != "8bit") {
                prop_assert_eq!(document.text(), alone.text());
            }
        }
    }

    #[test]
    fn any_bytes_give_a_document_or_a_reason(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for media_type in [MediaType::Html, MediaType::PlainText] {
            let input = Input { name: "a", bytes: &bytes, media_type: Some(media_type), ..Input::default() };
            if let Ok(document) = PARSER.parse(&input) {
                check(&document, &bytes)?;
            }
        }
    }
}
