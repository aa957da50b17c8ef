//! Reports as a reader sees them, and what no page may do to them.

use annalist_corpus::Partial;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

use super::{corpus_markdown, document_markdown};
use crate::generator::records;
use crate::{Outcome, Status, read_record};

/// Asserts that a report is Markdown of ours alone: no HTML, no link but to the web, whole tables,
/// each footnote there, nothing hidden.
#[track_caller]
fn assert_harmless(markdown: &str) {
    let (mut cited, mut noted) = (Vec::new(), Vec::new());
    for event in Parser::new_ext(
        markdown,
        Options::ENABLE_GFM
            | Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_MATH,
    ) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => panic!("HTML: {html}\n{markdown}"),
            Event::InlineMath(math) | Event::DisplayMath(math) => panic!("math: {math}"),
            Event::Code(code) => panic!("code: {code}"),
            Event::Start(Tag::CodeBlock(_)) => panic!("a block of code\n{markdown}"),
            Event::Start(Tag::Image { dest_url, .. }) => panic!("an image: {dest_url}"),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let is_web = dest_url.starts_with("http://") || dest_url.starts_with("https://");
                assert!(is_web, "a link to {dest_url}");
            }
            Event::FootnoteReference(label) => cited.push(label.to_string()),
            Event::Start(Tag::FootnoteDefinition(label)) => noted.push(label.to_string()),
            _ => {}
        }
    }
    cited.sort();
    cited.dedup();
    noted.sort();
    assert_eq!(cited, noted, "{markdown}");
    assert!(!markdown.contains(|it: char| it.is_control() && it != '\n' || it == '\u{202E}'));
    let mut columns = None;
    for line in markdown.lines() {
        let bars = line.replace(r"\\", "").replace(r"\|", "").matches('|').count();
        let in_table = line.starts_with("| ");
        assert!(!in_table || columns.is_none_or(|columns| columns == bars), "{line}");
        columns = in_table.then_some(bars);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_page_gets_its_markup_into_a_report(record in records(), other in records()) {
        assert_harmless(&document_markdown(&record));
        let failed = Outcome {
            input: "<b>|\n](x)".to_owned(),
            status: Status::Failed { cause: "`*_\u{202E}".to_owned() },
        };
        let corpus = Partial::of(&record).merge(Partial::of(&other)).finish();
        assert_harmless(&corpus_markdown(&corpus, &[failed]));
    }
}

/// An article with two comments, as its record.
fn record() -> annalist_model::Record {
    let text = "Raid in Basra\n\nQais Qazali was held in March 2007, for a week.\n\nWhere was <b>Qazali</b> then?\n\nWhere was Qazali?\n\nIn Basra.";
    let line = serde_json::json!({
        "schema_version": 1, "id": "x", "input": "news/a.html",
        "source": {"url": null, "media_type": "text/html", "charset": "UTF-8", "bytes": 900, "sha256": "00".repeat(32), "saved_at": null},
        "metadata": {
            "title": {"value": "Raid in Basra", "from": "json-ld", "source_bytes": [10, 23]},
            "authors": [{"value": "Jane | Roe", "from": "byline", "source_bytes": null}],
            "published": {"value": "2007-03-09T10:00", "from": "meta", "source_bytes": [40, 56]},
            "canonical_url": {"value": "https://news.example/a?b=1&c=2", "from": "meta", "source_bytes": null},
            "tags": [],
        },
        "text": text,
        "blocks": [
            {"kind": "title", "owner": "article", "start": 0, "end": 13, "source_bytes": null},
            {"kind": "paragraph", "owner": "article", "start": 15, "end": 62, "source_bytes": null},
            {"kind": "paragraph", "owner": {"comment": 0}, "start": 64, "end": 93, "source_bytes": null},
            {"kind": "quote", "owner": {"comment": 1}, "start": 95, "end": 112, "source_bytes": null},
            {"kind": "paragraph", "owner": {"comment": 1}, "start": 114, "end": 123, "source_bytes": null},
        ],
        "comments": [
            {"id": 0, "parent": null, "depth": 0, "author": "Tariq", "author_from": "markup", "author_source_bytes": null,
             "posted": {"value": "2007-03-10T09:30", "from": "markup", "source_bytes": null}, "votes": 3,
             "kind": "comment", "start": 64, "end": 93, "source_bytes": null, "quotes": []},
            {"id": 1, "parent": 0, "depth": 1, "author": null,
             "posted": {"value": null, "text": "yesterday", "from": "markup", "source_bytes": null},
             "kind": "comment", "start": 95, "end": 123, "source_bytes": null,
             "quotes": [{"start": 95, "end": 112, "source_bytes": null, "of": 0}]},
        ],
        "entities": [
            {"id": 0, "type": "place", "name": "Basra", "aliases": [], "mentions": [
                {"start": 8, "end": 13, "source_bytes": null, "rule": "r", "score": 1000},
                {"start": 117, "end": 122, "source_bytes": null, "rule": "r", "score": 1000}]},
            {"id": 1, "type": "person", "name": "Qais Qazali",
             "aliases": [{"value": "Qazali", "kind": "surname", "rule": "r", "start": 77, "end": 83, "source_bytes": null}],
             "mentions": [{"start": 15, "end": 26, "source_bytes": null, "rule": "r", "score": 1000}]},
        ],
        "dates": [
            {"start": 39, "end": 49, "source_bytes": null, "type": "DATE", "value": "2007-03", "from": "2007-03-01", "to": "2007-03-31", "anchor": "explicit", "rule": "r"},
            {"start": 55, "end": 61, "source_bytes": null, "type": "DURATION", "value": "P1W", "anchor": "explicit", "rule": "r"},
        ],
        "relations": [], "events": [], "quotations": [],
        "diagnostics": [{"code": "P009", "severity": "info", "message": "the page announces 3 comments"}],
        "source_map": [[15, 62, 515, 562]],
    });
    read_record(&line.to_string()).unwrap()
}

/// Compares with a report that a reader has approved; where the new one is better, it takes the
/// place of the file.
#[track_caller]
fn check(report: &str, approved: &str) {
    assert!(report == approved, "the report differs from the approved one:\n{report}");
    assert_harmless(report);
}

#[test]
fn the_report_on_a_document() {
    check(&document_markdown(&record()), include_str!("approved/document.md"));
}

#[test]
fn the_report_on_a_collection() {
    let outcome = |input: &str, status| Outcome { input: input.to_owned(), status };
    let outcomes = [
        outcome("news/logo.png", Status::Skipped { reason: "the file is a PNG image".to_owned() }),
        outcome("news/b.html", Status::Failed { cause: "the file is empty".to_owned() }),
    ];
    let corpus = Partial::of(&record()).finish();
    check(&corpus_markdown(&corpus, &outcomes), include_str!("approved/collection.md"));
}

#[test]
fn long_lists_say_how_much_is_left_out() {
    let failed = |number: usize| Outcome {
        input: format!("page-{number:03}.html"),
        status: Status::Failed { cause: "the file is empty".to_owned() },
    };
    let outcomes: Vec<Outcome> = (0..150).rev().map(failed).collect();
    let report = corpus_markdown(&Partial::default().finish(), &outcomes);
    assert!(report.contains("| page-000.html |") && !report.contains("| page-100.html |"));
    assert!(report.contains("… and 50 more; corpus.json has all."), "{report}");
}

/// Answers without end nest only so deep, and each says whom it answers.
#[test]
fn a_thread_of_a_thousand_answers_stays_readable() {
    let mut parts = record().document().clone().into_parts();
    let first = parts.comments[0].clone();
    for id in 2..1000 {
        let mut comment = first.clone();
        (comment.id, comment.parent, comment.depth) = (id, Some(id - 1), id);
        parts.comments.push(comment);
    }
    let document = annalist_model::Document::new(parts).unwrap();
    let record = annalist_model::Record::new(document, Default::default(), Vec::new()).unwrap();
    let report = document_markdown(&record);
    assert_harmless(&report);
    assert!(report.contains(
        "\n                - 499 **Tariq** · 2007-03-10 09:30 · +3 votes · answers 498, Tariq"
    ));
    assert!(report.contains("… and 500 more; the record has all."));
}
