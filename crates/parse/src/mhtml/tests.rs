//! Archives as browsers write them, and as they should not.

use annalist_model::{Code, Document};

use crate::{Input, ParseError, Parser, Rereader};

const STORY: &str = "<html><head><title>The ferry sails again</title></head><body><h1>The ferry sails again</h1><p>The ferry to the island will sail again on Monday, the harbour office said, after eleven days in which nobody could cross.</p></body></html>";

fn read(file: &[u8]) -> Result<Document, ParseError> {
    let input = Input { name: "page.mhtml", bytes: file, ..Input::default() };
    let document = Parser::new().unwrap().parse(&input)?;
    let rereader = Rereader::new(file, document.source());
    for run in document.source_map().runs() {
        let (again, words) = (rereader.read(run), document.slice(run.text));
        assert!(
            again.as_deref().is_some_and(|it| it == words || words.trim().is_empty()),
            "{run:?}"
        );
    }
    Ok(document)
}

/// An archive of parts, each its head and its body.
fn archive(head: &str, parts: &[(&str, &str)]) -> String {
    let mut file = format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://kelm.example/ferry\r\nDate: Thu, 13 Sep 2018 09:30:54 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----X----\"{head}\r\n\r\n\r\n"
    );
    for (head, body) in parts {
        file.push_str(&format!("------X----\r\n{head}\r\n\r\n{body}\r\n"));
    }
    file + "------X------\r\n"
}

const HTML: &str = "Content-Type: text/html";
const FRAME: (&str, &str) = (HTML, "<p>A frame with an advertisement.</p>");

#[test]
fn the_head_says_where_the_page_is_from() {
    let file = archive("", &[(HTML, STORY)]);
    let document = read(file.as_bytes()).unwrap();
    let source = document.source();
    assert_eq!(source.url.as_deref(), Some("https://kelm.example/ferry"));
    assert_eq!(&file[source.url_bytes.unwrap().range()], "https://kelm.example/ferry");
    assert_eq!(source.saved_at.unwrap().to_string(), "2018-09-13T09:30:54Z");
    assert_eq!(&file[source.saved_at_bytes.unwrap().range()], "Thu, 13 Sep 2018 09:30:54 -0000");
    assert_eq!(source.saved_by.as_deref(), Some("Blink"));
    assert_eq!(&file[source.part.unwrap().bytes.range()], STORY);
    assert_eq!(document.diagnostics().len(), 1, "{:?}", document.diagnostics());
}

#[test]
fn the_page_is_found_among_the_parts() {
    let with = |header: &str| format!("{HTML}\r\n{header}");
    let (by_id, by_address) =
        (with("Content-ID: <a@b>"), with("Content-Location: https://kelm.example/ferry"));
    let image = ("Content-Type: image/png\r\nContent-Transfer-Encoding: base64", "iVBORw0KGgo=");
    let nested = format!(
        "Content-Type: multipart/alternative; boundary=in\r\n\r\n--in\r\nContent-Type: text/plain\r\n\r\nWords alone.\r\n--in\r\n{HTML}\r\n\r\n{STORY}\r\n--in--"
    );
    let (nested_head, nested_body) = nested.split_once("\r\n\r\n").unwrap();
    for file in [
        archive("; start=\"<a@b>\"", &[FRAME, (&by_id, STORY)]),
        archive("; start=\"<gone>\"", &[(HTML, STORY), FRAME]),
        archive("", &[FRAME, (&by_address, STORY)]),
        archive("", &[image, (HTML, STORY), FRAME]),
        archive("", &[image, (nested_head, nested_body), FRAME]),
        archive("", &[(HTML, STORY)]).replace("\r\n", "\n"),
        format!("Content-Location: https://kelm.example/\r\n{HTML}\r\n\r\n{STORY}"),
        format!("From nobody Thu Sep 13 2018\n{}", archive("", &[(HTML, STORY)])),
    ] {
        let document = read(file.as_bytes()).unwrap();
        assert!(document.text().contains("eleven days"), "{file}");
        assert!(document.diagnostics().iter().all(|it| it.code != Code::ArchiveBroken), "{file}");
    }
}

#[test]
fn of_a_broken_archive_what_is_whole_is_read() {
    let whole = archive("", &[(HTML, STORY), FRAME]);
    let cut = &whole[..whole.find("could cross").unwrap()];
    let no_boundary = whole.replace("boundary=\"----X----\"", "x=y");
    let no_head = &whole[whole.find("------X").unwrap()..];
    let odd = whole.replacen(HTML, &format!("{HTML}\r\nContent-Transfer-Encoding: x-odd"), 1);
    let unclosed =
        archive("", &[("Content-Type: multipart/mixed; boundary=in", "--in"), (HTML, STORY)]);
    let unclosed = unclosed.replace("------X------", "");
    for file in [cut, &no_boundary, no_head, &odd, &unclosed] {
        let document = read(file.as_bytes()).unwrap();
        assert!(document.text().contains("harbour office"), "{file}");
        let is_said = document.diagnostics().iter().any(|it| it.code == Code::ArchiveBroken);
        assert!(is_said, "{file}");
    }
}

#[test]
fn an_archive_without_a_page_is_none() {
    let image = ("Content-Type: image/png\r\nContent-Transfer-Encoding: base64", "iVBORw0KGgo=");
    for file in [
        archive("", &[image]),
        archive("", &[]),
        "MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n".to_owned(),
    ] {
        assert!(matches!(read(file.as_bytes()), Err(ParseError::NotAPage(_))), "{file}");
    }
}

#[test]
fn heads_without_end_cost_no_more_than_their_length() {
    let head = "MIME-Version: 1.0\nContent-Type: multipart/related";
    for file in [
        format!("{head}\n\n{}", "--a: b\n".repeat(200_000)),
        format!("{head}; boundary=X\n\n{}", "--X\n\n".repeat(200_000)),
        format!(
            "{head}; boundary=X\n\n{}",
            "--X\nContent-Type: multipart/x; boundary=X\n".repeat(50_000)
        ),
        format!("{head}; boundary={}\n\n", "\"".repeat(200_000)),
    ] {
        let _ = read(file.as_bytes());
    }
}

#[test]
fn words_that_look_like_a_head_are_a_page() {
    let input = |bytes| Input { name: "a.txt", bytes, ..Input::default() };
    for text in ["Title: a story\n\nContent-Type: what is it?\n", "- a list\n- of things\n"] {
        let document = Parser::new().unwrap().parse(&input(text.as_bytes())).unwrap();
        assert_eq!(document.source().part, None);
    }
}

#[test]
fn quoted_printable_and_base64_cite_the_file() {
    let page = STORY.replace("eleven days", "elf Tage – so “Ø” &amp; Söhne, 日本 1 < 2 R&D");
    let page = page.as_bytes();
    // Lines of 19 letters cut characters and references in two.
    let quoted: String = page
        .iter()
        .enumerate()
        .map(|(at, &byte)| {
            let soft = if at % 7 == 6 { "=\r\n" } else { "" };
            let is_plain = byte.is_ascii_graphic() && byte != b'=' || byte == b' ';
            if is_plain {
                format!("{}{soft}", char::from(byte))
            } else {
                format!("={byte:02X}{soft}")
            }
        })
        .collect();
    let letters = encode(page);
    let lines: Vec<&str> =
        letters.as_bytes().chunks(19).map(|line| std::str::from_utf8(line).unwrap()).collect();
    for (name, body) in [("quoted-printable", quoted), ("base64", lines.join("\r\n"))] {
        let head = format!("{HTML}; charset=utf-8\r\nContent-Transfer-Encoding: {name}");
        let file = archive("", &[(&head, &body), FRAME]);
        let document = read(file.as_bytes()).unwrap();
        assert!(document.text().contains("elf Tage – so “Ø” & Söhne, 日本 1 < 2 R&D in which"));
        let source_map = document.source_map();
        assert!(source_map.runs().len() > 10);
        assert_eq!(document.source().part.unwrap().encoding.as_str(), name);
        for run in source_map.runs() {
            let mut changed = file.clone().into_bytes();
            // The first letter of base64 may hold no more than one bit; the second always holds some.
            let mut letters =
                run.bytes.range().filter(|&at| !file.as_bytes()[at].is_ascii_control());
            let at = if name == "base64" { letters.nth(1) } else { letters.next() }.unwrap();
            let value = ALPHABET.iter().position(|it| *it == file.as_bytes()[at]);
            changed[at] = value.map_or(b'!', |value| ALPHABET[value ^ 63]);
            let again = Rereader::new(&changed, document.source()).read(run);
            let words = document.slice(run.text);
            assert_ne!(again.as_deref(), Some(words), "{name}: {words:?}, a letter of it changed");
        }
    }
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn encode(bytes: &[u8]) -> String {
    let mut letters = String::new();
    for chunk in bytes.chunks(3) {
        let number =
            (0..3).fold(0_u32, |n, at| n << 8 | u32::from(chunk.get(at).copied().unwrap_or(0)));
        for at in 0..=chunk.len() {
            letters.push(char::from(ALPHABET[(number >> (18 - 6 * at) & 63) as usize]));
        }
    }
    letters + &"=".repeat((3 - bytes.len() % 3) % 3)
}
