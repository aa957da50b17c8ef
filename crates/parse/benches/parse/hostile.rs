//! Pages that nobody writes and somebody may send: each is long in one way only.

use crate::pages::Page;

/// Writes the body of a page; given is how many times what it repeats stands in it.
type Body = fn(usize) -> String;

/// All of them.
pub(crate) fn pages() -> impl Iterator<Item = Page> {
    let many = 100_000;
    let pages: [(&str, Body); 20] = [
        ("much JSON-LD", json_ld),
        ("siblings", |many| "<div>x</div>".repeat(many)),
        ("siblings with classes", |many| {
            (0..many).map(|it| format!("<div class='post-{it} item'><b>x</b> 1</div>")).collect()
        }),
        ("nested elements", |many| {
            format!("{}deep{}", "<div>".repeat(many), "</div>".repeat(many))
        }),
        ("nested elements with words", |many| "<div>Ships sail.".repeat(many)),
        ("siblings far down", |many| {
            format!("{}{}", "<div>".repeat(500), "<div>x</div>".repeat(many))
        }),
        ("nested comments", |many| "<div class='comment'><cite>A</cite> 1 May 2018 ".repeat(many)),
        ("signs <", |many| "<".repeat(10 * many)),
        ("signs &", |many| "&".repeat(10 * many)),
        ("quotation marks", |many| "\"".repeat(10 * many)),
        ("quotation marks in a tag", |many| format!("<a {}>", "\"'".repeat(5 * many))),
        ("references", |many| "&amp;".repeat(2 * many)),
        ("formatting left open", |many| "<p><b><i>x".repeat(many)),
        ("formatting of many kinds left open", |many| {
            (0..many).map(|it| format!("<p><font size={it}>x")).collect()
        }),
        ("tables within tables", |many| "<table><tr><td>".repeat(many / 4)),
        ("text in tables", |many| "<table>lost<tr><td>cell</td>".repeat(many / 4)),
        ("list items", |many| format!("<ul>{}</ul>", "<li><a href=#>x</a>".repeat(many))),
        ("bylines", |many| "<p class=byline>By Ada Lorne, 3 May 2018</p>".repeat(many / 4)),
        ("attributes", |many| {
            let attributes: String = (0..many).map(|it| format!(" data-a{it}=1")).collect();
            format!("<div{attributes}>x</div>")
        }),
        ("one paragraph", |many| {
            format!("<p>{}</p>", "Ships lie in the harbour. ".repeat(many / 2))
        }),
    ];
    pages.into_iter().map(move |(name, body)| Page {
        name: name.to_owned(),
        bytes: format!("<!DOCTYPE html><title>Kelm</title><h1>Kelm</h1>{}", body(many))
            .into_bytes(),
    })
}

/// A page of 1.3 MB, of which 840 kB are a list in JSON-LD.
fn json_ld(many: usize) -> String {
    let items = many / 10;
    let list: Vec<String> = (0..items)
        .map(|it| {
            format!(
                r#"{{"@type":"NewsArticle","headline":"Ship {it} sails","author":{{"name":"Ada {it}"}}}}"#
            )
        })
        .collect();
    let body = "<p>The ships of Kelm sail at noon.</p>".repeat(12 * items / 10);
    format!(r#"<script type="application/ld+json">[{}]</script>{body}"#, list.join(","))
}
