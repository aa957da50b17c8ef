//! What a hostile page can do with links, lists, tables and quotations: not much, and not for long.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::time::Instant;

use annalist_model::{Code, Document, ListPlace};
use annalist_parse::{Input, Parser};

const WORDS: &str = "The ferry to the island will sail again on Monday, the harbour office said, \
                     after eleven days in which nobody could cross.";

fn read(inside: &str) -> Document {
    let page = format!("<article><h1>Ferry</h1><p>{WORDS}</p>{inside}<p>{WORDS}</p></article>");
    let input = Input {
        name: "page.html",
        bytes: page.as_bytes(),
        url: Some("https://kelm.example/ferry"),
        ..Input::default()
    };
    let parser = Parser::new().unwrap();
    let before = Instant::now();
    let document = parser.parse(&input).unwrap();
    // Work that grows with the square of the page takes minutes in a build for tests.
    assert!(before.elapsed().as_secs() < 20, "{:?}", before.elapsed());
    document
}

#[test]
fn more_links_than_are_kept_are_left_out_and_told() {
    let link = r#"The <a href="/pier">pier</a> is the <b>last</b> place where it was seen. "#;
    let document = read(&format!("<p>{}</p>", link.repeat(11_000)));
    assert_eq!(document.structure().links.len(), 10_000);
    assert_eq!(document.structure().emphasis.len(), 10_000);
    let told: Vec<&str> = document
        .diagnostics()
        .iter()
        .filter(|it| it.code == Code::StructureCut)
        .map(|it| it.message.as_str())
        .collect();
    assert_eq!(told, ["2000 links, stretches of emphasis or the like were left out"]);
}

#[test]
fn lists_lie_no_deeper_than_is_kept() {
    let (open, close) = ("<ol><li>One more step down.".repeat(100), "</li></ol>".repeat(100));
    let document = read(&format!("{open}{close}<p>{WORDS}</p>"));
    let deepest = document.blocks().iter().filter_map(|block| block.list).map(|it| it.depth).max();
    assert_eq!(deepest, Some(ListPlace::DEEPEST));
}

#[test]
fn many_captions_rows_and_quotations_are_read_at_once() {
    let figure = format!(
        "<figure>{}<figcaption>The pier.</figcaption></figure>",
        r#"<img src="/a.jpg">"#.repeat(20)
    );
    let quote = format!("<blockquote cite=/log><p>{WORDS}</p>").repeat(200);
    let row = format!("<tr>{}</tr>", "<th>4</th>".repeat(30));
    let table = format!("<table>{}</table>", row.repeat(500));
    let document = read(&format!("{}{quote}{table}", figure.repeat(1_000)));
    assert_eq!(document.structure().images.len(), 1_000);
    assert_eq!(document.structure().attributions.len(), 1);
    let headers: Vec<usize> =
        document.structure().tables.iter().map(|table| table.headers.len()).collect();
    assert_eq!(headers, [10_000]);
}
