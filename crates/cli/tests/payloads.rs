//! What hostile pages write (`payloads.tsv`) reaches no path, no terminal and no reader as anything but
//! its own letters, wherever in a page or an archive it stands.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use common::{Said, annalist, files, tar, write, zip};
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value;

const TABLE: &str = include_str!("payloads.tsv");

/// Each payload by its name.
fn payloads() -> Vec<(&'static str, String)> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    let rows = lines.map(|line| line.split_once('\t').unwrap());
    rows.map(|(name, text)| (name, plain(text))).collect()
}

/// The text that a cell of the table stands for.
fn plain(cell: &str) -> String {
    let mut text = String::new();
    let mut rest = cell;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let (letter, length) = match after.as_bytes()[0] {
            b'n' => ('\n', 1),
            b't' => ('\t', 1),
            b'\\' => ('\\', 1),
            b'u' => {
                let (number, _) = after[2..].split_once('}').unwrap();
                let letter = char::from_u32(u32::from_str_radix(number, 16).unwrap()).unwrap();
                (letter, number.len() + 3)
            }
            other => panic!("{cell}: {other}"),
        };
        text.push(letter);
        rest = &after[length..];
    }
    text + rest
}

/// A text as markup shows it.
fn markup(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A page that has the payload in all that is read of pages.
fn page(payload: &str) -> Vec<u8> {
    let it = markup(payload);
    let sentence = "The commander was captured in the city in March 2007, officials said. ";
    let words = sentence.repeat(5);
    let data = serde_json::json!({
        "@type": "NewsArticle", "headline": payload, "author": {"name": payload},
        "keywords": [payload], "articleSection": payload, "description": payload,
        "image": payload, "url": payload,
    });
    let data = data.to_string().replace('<', "\\u003c");
    let mut comments = String::new();
    for number in 1..4 {
        let _ = write!(
            comments,
            "<li class=comment id=comment-{number}><div class=comment-author>\
             <cite class=fn><a class=url href=\"{it}\">{it} {number}</a></cite></div>\
             <div class=comment-meta><a href=\"{it}\"><time datetime=2018-09-0{number}T10:00:00Z>\
             September {number}, 2018 at 10:00 am</time></a></div><div class=comment-content>\
             <p>{it} I think that number {number} is right, and says so. {it}</p>\
             <p><a href=\"{it}\">{it}</a> <img src=\"{it}\" alt=\"{it}\"> <code>{it}</code></p>\
             <blockquote>{it}</blockquote></div></li>"
        );
    }
    format!(
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>{it}</title>\
         <meta property=og:title content=\"{it}\"><meta property=og:site_name content=\"{it}\">\
         <meta name=author content=\"{it}\"><meta name=description content=\"{it}\">\
         <meta name=keywords content=\"{it}\"><meta property=og:url content=\"{it}\">\
         <meta property=og:image content=\"{it}\"><link rel=canonical href=\"{it}\">\
         <script type=application/ld+json>{data}</script></head><body><article><h1>{it}</h1>\
         <p class=byline>By <a rel=author href=\"{it}\">{it}</a></p><p>{words}</p>\
         <p>{it}: {words}<a href=\"{it}\">{it}</a></p><pre>{it}</pre>\
         <table><tr><th>{it}</th><th>b</th></tr><tr><td>{it}</td><td>{it}</td></tr></table>\
         <figure><img src=\"{it}\" alt=\"{it}\"><figcaption>{it} seen in the city.</figcaption></figure>\
         <ul><li>{it}</li><li>{words}</li></ul></article>\
         <ol class=commentlist>{comments}</ol></body></html>"
    )
    .into_bytes()
}

/// A record of a crawl; its fields hold no end of line.
fn record(url: &str, bytes: &[u8]) -> Vec<u8> {
    let url = url.replace('\n', " ");
    let length = bytes.len();
    let head = format!(
        "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Record-ID: {url}\r\nWARC-Target-URI: {url}\r\n\
         WARC-Date: 2018-09-06T10:00:00Z\r\nContent-Type: text/html\r\nContent-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), bytes, b"\r\n\r\n"].concat()
}

/// A folder of pages, one archive of each kind, and an output; what the run said.
fn run_over_all() -> (tempfile::TempDir, Said) {
    let folder = common::folder(&[]);
    let (mut entries, mut records) = (Vec::new(), Vec::new());
    for (name, payload) in payloads() {
        let page = page(&payload);
        write(folder.path(), &format!("a/in/{name}/page.html"), &page);
        let source = serde_json::json!({ "url": payload }).to_string();
        write(folder.path(), &format!("a/in/{name}/source.json"), source.as_bytes());
        entries.push((format!("{payload}.html"), page.clone()));
        entries.push((format!("{payload}/x.zip"), Vec::new()));
        entries.push((format!("{payload}/source.json"), source.into_bytes()));
        entries.push((format!("{payload}.capture/{payload}.json"), Vec::new()));
        records.extend(record(&payload, &page));
        records.extend(record(&format!("https://x.example/{payload}"), &page));
    }
    write(folder.path(), "a/in/entries.zip", &zip(&entries));
    entries.retain(|(name, _)| name.len() <= 100);
    write(folder.path(), "a/in/entries.tar", &tar(&entries));
    write(folder.path(), "a/in/records.warc", &records);
    let said = annalist(&folder.path().join("a"), &["run", "in", "-o", "out", "-v", "--jobs", "2"]);
    (folder, said)
}

/// What steers a terminal or turns text around.
fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn payloads_stay_words() {
    let (folder, said) = run_over_all();
    said.check(0, &[]);
    let steering: Vec<&str> = said.err.lines().filter(|line| line.chars().any(steers)).collect();
    assert!(steering.is_empty(), "on standard error: {steering:#?}");

    let outside: Vec<String> =
        files(folder.path()).into_keys().filter(|name| !name.starts_with("a/")).collect();
    assert!(outside.is_empty(), "written outside of the folder: {outside:?}");
    let beside: Vec<String> = fs::read_dir(folder.path().join("a"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name != "in" && name != "out")
        .collect();
    assert!(beside.is_empty(), "written outside of the output: {beside:?}");

    let out = files(&folder.path().join("a/out"));
    assert!(out.len() > 4 * payloads().len(), "{}", out.len());
    let mut faults = lost_words(&out);
    for (name, bytes) in &out {
        let text = str::from_utf8(bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        if name.chars().any(steers) || name.split('/').any(|part| part == "..") {
            faults.push(format!("{name:?}: the name of a file"));
        }
        match Path::new(name).extension().and_then(|it| it.to_str()) {
            Some("md") => check_markdown(name, text, &mut faults),
            Some("json" | "jsonl") => check_json(name, text, &mut faults),
            Some("html") => check_html(name, text, &mut faults),
            Some("js") if name != "html/report.js" => check_script(name, text, &mut faults),
            Some("css" | "js") => {}
            _ => faults.push(format!("{name}: a file of an unknown kind")),
        }
    }
    assert!(faults.is_empty(), "{} faults: {:#?}", faults.len(), &faults[..faults.len().min(20)]);
}

/// What is harmless in a payload is kept: each of its words stands in the text of its page, and in
/// what readers are shown.
fn lost_words(out: &std::collections::BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let mut lost = Vec::new();
    for (name, payload) in payloads() {
        let text = |file: String| String::from_utf8_lossy(&out[&file]).into_owned();
        let record = text(format!("records/{name}/page.html.json"));
        let record: Value = serde_json::from_str(&record).unwrap();
        let report = text(format!("reports/{name}/page.html.md"));
        let places =
            [("the text", record["text"].as_str().unwrap()), ("the report", report.as_str())];
        let words = payload.split(|c: char| !c.is_ascii_alphanumeric());
        for word in words.filter(|word| word.len() >= 3) {
            for (place, text) in places.iter().filter(|(_, text)| !text.contains(word)) {
                lost.push(format!("{name}: {word} is not in {place} ({} bytes)", text.len()));
            }
        }
    }
    lost
}

fn check_json(name: &str, text: &str, faults: &mut Vec<String>) {
    if text.bytes().any(|byte| byte < b' ' && byte != b'\n') {
        faults.push(format!("{name}: a control character"));
    }
    let whole = serde_json::from_str::<Value>(text).is_ok();
    if !whole && text.lines().any(|line| serde_json::from_str::<Value>(line).is_err()) {
        faults.push(format!("{name}: no JSON"));
    }
}

fn check_markdown(name: &str, text: &str, faults: &mut Vec<String>) {
    if let Some(c) = text.chars().find(|&c| steers(c) && c != '\n') {
        faults.push(format!("{name}: U+{:04X}", u32::from(c)));
    }
    for event in Parser::new_ext(text, Options::all()) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => {
                faults.push(format!("{name}: live markup {html:?}"));
            }
            Event::Start(Tag::Link { dest_url, .. }) if !leads_well(&dest_url) => {
                faults.push(format!("{name}: a link to {dest_url:?}"));
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                faults.push(format!("{name}: an image from {dest_url:?}"));
            }
            _ => {}
        }
    }
    for line in text.lines().filter(|line| line.trim_end() == "# owned") {
        faults.push(format!("{name}: a heading of the page's own: {line}"));
    }
}

/// The elements of our own pages.
const ELEMENTS: &str = "a article aside b bdi blockquote body button circle code dd details div dl dt em \
    figcaption figure h1 h2 h3 h4 h5 h6 head header html i input label li line link main mark meta nav noscript \
    ol option p path pre q rect script section select small span strong summary svg table tbody td \
    text th thead title tr ul";

/// In what is escaped, each `<` begins a tag of ours, and each quotation mark is part of one.
fn check_html(name: &str, text: &str, faults: &mut Vec<String>) {
    if let Some(c) = text.chars().find(|&c| steers(c) && c != '\n' && c != '\t') {
        faults.push(format!("{name}: U+{:04X}", u32::from(c)));
    }
    if !text.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';") {
        faults.push(format!("{name}: no policy"));
    }
    for piece in text.split('<').skip(1).filter(|piece| !piece.starts_with("!DOCTYPE")) {
        let (tag, words) = piece.split_once('>').unwrap_or((piece, ""));
        let element = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        if !ELEMENTS.split_whitespace().any(|it| it == element) {
            faults.push(format!("{name}: an element of the page's own: <{tag}>"));
        }
        if element == "script" && tag.starts_with("script") && !tag.contains("report.js\"") {
            faults.push(format!("{name}: a script: {tag}"));
        }
        if words.contains(['"', '>']) {
            faults.push(format!("{name}: a tag ends early: {tag}>{words}"));
        }
        for attribute in tag.split("\" ").filter_map(|it| it.split_once("=\"")) {
            let key = attribute.0.rsplit(' ').next().unwrap_or_default();
            let value = attribute.1.trim_end_matches('"');
            if key.starts_with("on") || (key == "href" && value != "data:," && !leads_well(value)) {
                faults.push(format!("{name}: {key} is {value:?}"));
            }
        }
    }
}

/// Texts for the search are JSON in which no tag begins.
fn check_script(name: &str, text: &str, faults: &mut Vec<String>) {
    for line in text.lines().filter(|line| !line.starts_with("// ")) {
        let json = line.split_once('(').and_then(|(_, rest)| rest.strip_suffix(");"));
        let is_json = json.is_some_and(|json| serde_json::from_str::<Value>(json).is_ok());
        if !is_json
            || line.contains('<')
            || line.chars().any(|c| matches!(c, '\u{2028}' | '\u{2029}'))
        {
            faults.push(format!("{name}: no data alone"));
        }
    }
}

/// Whether a link leads to the web, within the output, or to the saved page.
fn leads_well(target: &str) -> bool {
    let scheme = target.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    match scheme {
        Some(scheme) if !scheme.contains(['/', '#', '?']) => {
            matches!(scheme.as_str(), "http" | "https" | "mailto")
        }
        _ => true,
    }
}

#[test]
fn the_table_is_sorted_and_covers_what_it_must() {
    let all = payloads();
    assert!(all.windows(2).all(|pair| pair[0].0 < pair[1].0));
    for must in ["../", "\u{1b}", "<script>", "javascript:", "data:", "=cmd|", "\u{202e}"] {
        assert!(all.iter().any(|(_, payload)| payload.contains(must)), "{must:?}");
    }
}
