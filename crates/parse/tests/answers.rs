//! What platforms answer is read exactly, whatever it holds, and nothing that it holds does harm.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::sync::LazyLock;

use annalist_model::Document;
use annalist_parse::{Input, Parser, Rereader, StoredAnswer};
use proptest::prelude::*;

static PARSER: LazyLock<Parser> = LazyLock::new(|| Parser::new().unwrap());

const PAGE: &str = "<html><body><p>A page that shows no comments.</p></body></html>";

/// Pieces of what comments hold, whole and torn.
const PIECES: &[&str] = &[
    "<p>",
    "</p>",
    "<br>",
    "<b>",
    "</b>",
    "<table><tr><td>",
    "<blockquote>",
    "<script>",
    "<!--",
    "&amp;",
    "&eacute;",
    "&#233;",
    "&",
    "&lt;",
    "<",
    ">",
    "\"",
    "\\",
    "\\u0041",
    "\\n",
    "/",
    "é",
    "😀",
    "\u{0}",
    "\u{feff}",
    "\u{2028}",
    "\n",
    "\t",
    "  ",
    "]]",
    "word",
    "Fish and chips",
    "https://a.example/?x=1&y=2",
    "']",
];

fn stored(platform: &str, bytes: Vec<u8>) -> [StoredAnswer; 1] {
    [StoredAnswer {
        name: "page.capture/1".to_owned(),
        bytes,
        platform: platform.to_owned(),
        url: "https://kelm.example/answer".to_owned(),
        ..StoredAnswer::default()
    }]
}

fn read(platform: &str, bytes: Vec<u8>) -> Document {
    let stored = stored(platform, bytes);
    let input =
        Input { name: "a.html", bytes: PAGE.as_bytes(), answers: &stored, ..Input::default() };
    let document = PARSER.parse(&input).unwrap();
    let end_to_end = [PAGE.as_bytes(), &stored[0].bytes].concat();
    let rereader = Rereader::new(&end_to_end, document.source());
    let is_blank = |text: &str| text.chars().all(char::is_whitespace);
    for run in document.source_map().runs() {
        let (again, text) = (rereader.read(run).unwrap(), document.slice(run.text));
        assert!(again == text || is_blank(&again) && is_blank(text), "{again:?} for {text:?}");
    }
    document
}

fn words() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(PIECES), 0..20).prop_map(|it| it.concat())
}

/// A string of JSON in which as much as can be is escaped.
fn escaped(text: &str) -> String {
    let units = text.encode_utf16().map(|unit| format!("\\u{unit:04x}"));
    format!("\"{}\"", units.collect::<String>())
}

fn in_xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn feed(content: &str) -> Vec<u8> {
    let item = format!("<item><guid>1</guid><content:encoded>{content}</content:encoded></item>");
    format!("<rss><channel>{item}</channel></rss>").into_bytes()
}

proptest! {
    #[test]
    fn words_are_the_same_however_they_are_escaped(words in words()) {
        let json = |body: &str| {
            let answer = format!(r#"[{{"id":1,"content":{{"rendered":{body}}}}}]"#);
            read("wordpress", answer.into_bytes())
        };
        let plain = json(&serde_json::to_string(&words).unwrap());
        prop_assert_eq!(plain.comments().len(), 1);
        let in_escapes = json(&escaped(&words));
        prop_assert_eq!(in_escapes.text(), plain.text());
        // What stands at the ends of an element is a part of it; a zero byte is no XML.
        let in_references = read("comment-feed", feed(&in_xml(&words)));
        prop_assert_eq!(in_references.text(), plain.text());
        let verbatim = read("comment-feed", feed(&format!("<![CDATA[{words}]]>")));
        if !words.contains("]]>") && !words.ends_with(']') {
            prop_assert_eq!(verbatim.text(), plain.text());
        }
    }

    #[test]
    fn no_answer_does_harm(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        pieces in proptest::collection::vec(proptest::sample::select(&[
            "{", "}", "[", "]", ",", ":", "\"id\"", "\"children\"", "1", "null", "\"x\"", "\\", "\"",
            "<item>", "</item>", "<rss>", "<channel>", "<![CDATA[", "]]>", "&", " ",
        ][..]), 0..40),
    ) {
        for platform in ["wordpress", "hacker-news", "reddit", "disqus", "comment-feed", "none"] {
            read(platform, bytes.clone());
            read(platform, pieces.concat().into_bytes());
        }
    }
}
