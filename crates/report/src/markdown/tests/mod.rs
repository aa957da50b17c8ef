//! Reports as a reader sees them, and what no page may do to them.

mod collection;
mod document;
mod structure;

use annalist_corpus::Partial;
use proptest::prelude::*;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};
use serde_json::json;

use crate::generator::records;
use crate::markdown::page::count;
use crate::markdown::{corpus_markdown, document_markdown};
use crate::{Outcome, Status, corpus_json, read_record, record_json};

/// Asserts that a report is Markdown of ours alone: no HTML, no link but to the web and to other
/// reports, whole tables, each footnote there, nothing hidden.
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
            Event::Start(Tag::CodeBlock(kind)) => {
                assert_eq!(kind, CodeBlockKind::Fenced("".into()), "{markdown}");
            }
            Event::Start(Tag::Image { dest_url, .. }) => panic!("an image: {dest_url}"),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let is_web = ["http://", "https://", "mailto:"]
                    .iter()
                    .any(|scheme| dest_url.starts_with(scheme));
                let is_report =
                    dest_url.starts_with("reports/") && !dest_url.contains([':', '?', '#']);
                assert!(is_web || is_report, "a link to {dest_url}");
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
        let line = line.trim_start_matches(['>', ' ']);
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
            status: Status::Failed { code: "F007".to_owned(), cause: "`*_\u{202E}".to_owned() },
        };
        let corpus = Partial::of(&record).merge(Partial::of(&other)).finish();
        assert_harmless(&corpus_markdown(&corpus, std::slice::from_ref(&failed), None));
        assert_harmless(&corpus_markdown(&corpus, &[failed], Some(&|input| format!("reports/{input}"))));
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
        "apart": [{"one": 0, "other": 1, "rule": "other-kind", "start": 8, "end": 26, "source_bytes": null}],
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

/// A page of one paragraph, which names Basra wherever it says so.
fn page(input: &str, paragraph: &str) -> annalist_model::Record {
    let mut value: serde_json::Value = serde_json::from_str(&record_json(&record())).unwrap();
    let mention = |(start, name): (usize, &str)| json!({"start": start, "end": start + name.len(), "source_bytes": null, "rule": "r", "score": 1000});
    let mentions: Vec<_> = paragraph.match_indices("Basra").map(mention).collect();
    value["input"] = input.into();
    value["text"] = paragraph.into();
    value["blocks"] = json!([{"kind": "paragraph", "owner": "article", "start": 0, "end": paragraph.len(), "source_bytes": null}]);
    value["entities"] =
        json!([{"id": 0, "type": "place", "name": "Basra", "aliases": [], "mentions": mentions}]);
    for key in ["apart", "comments", "dates", "source_map"] {
        value[key] = json!([]);
    }
    read_record(&value.to_string()).unwrap()
}

#[test]
fn places_that_are_not_cited_are_counted() {
    let report = document_markdown(&page("a", &"To Basra. ".repeat(5)));
    assert!(report.contains("| Basra | | 5 | 0 | [^2] [^3] [^4] and 2 more |"), "{report}");
    let pages = ["a", "bb", "ccc", "dddd", "eeeee"];
    let corpus = pages
        .map(|input| Partial::of(&page(input, &format!("{input} to Basra"))))
        .into_iter()
        .fold(Partial::default(), Partial::merge)
        .finish();
    let report = corpus_markdown(&corpus, &[], None);
    assert!(report.contains("| Basra | | 5 | 5 | 0 | █ | 0 1 2 and 2 more |"), "{report}");
}

/// What a comment quotes is said once, and a copy of a page says nothing new.
#[test]
fn the_reports_and_their_json_count_alike() {
    let mut value: serde_json::Value = serde_json::from_str(&record_json(&record())).unwrap();
    let at = |start: u32, end: u32| json!({"start": start, "end": end, "source_bytes": null, "rule": "r", "score": 1000});
    value["entities"][1]["mentions"] = json!([at(15, 26), at(77, 83), at(105, 111)]);
    for start in [64, 95] {
        let date = json!({"start": start, "end": start + 5, "source_bytes": null, "type": "DATE", "value": "2007", "from": "2007-01-01", "to": "2007-12-31", "anchor": "explicit", "rule": "r"});
        value["dates"].as_array_mut().unwrap().push(date);
    }
    let quoting = read_record(&value.to_string()).unwrap();
    value["input"] = "news/copy.html".into();
    let copy = read_record(&value.to_string()).unwrap();
    let records = [quoting, copy, page("other.html", "To Basra and to Basra.")];
    let corpus = records.iter().map(Partial::of).fold(Partial::default(), Partial::merge).finish();
    let json: serde_json::Value = serde_json::from_str(&corpus_json(&corpus, &[])).unwrap();
    let number = |value: &serde_json::Value| value.as_u64().unwrap() as usize;

    let mut sums = [0; 3];
    for (line, record) in json["documents"].as_array().unwrap().iter().zip(&records) {
        let [comments, mentions, dates] =
            ["comments", "mentions", "dates"].map(|key| number(&line[key]));
        let expected = [
            count(number(&line["article_words"]), "word in the article", "words in the article"),
            count(comments, "comment by readers", "comments by readers"),
            format!(
                "{} in {}",
                count(number(&line["entities"]), "name", "names"),
                count(mentions, "mention", "mentions")
            ),
            count(dates, "date", "dates"),
        ];
        let report = document_markdown(record);
        assert!(report.contains(&expected.join(" · ")), "{expected:?}\n{report}");
        if line.get("duplicate_of").is_none() {
            sums = [sums[0] + comments, sums[1] + mentions, sums[2] + dates];
        }
    }
    let summary = &json["summary"];
    let dates = number(&summary["article_dates"]) + number(&summary["comment_dates"]);
    assert_eq!([number(&summary["comments"]), number(&summary["mentions"]), dates], sums);
    assert_eq!(sums, [2, 6, 2]);
    let lists = [("documents", 3), ("entities", 2)];
    for (key, expected) in lists {
        assert_eq!(
            (number(&summary[key]), json[key].as_array().unwrap().len()),
            (expected, expected)
        );
    }
    let report = corpus_markdown(&corpus, &[], None);
    assert!(report.starts_with("# Collection of 3 documents\n"));
    let expected = "2 names in 6 mentions · 1 date in articles · 1 date in comments · 2 comments by \
                    readers\n";
    assert!(report.contains(expected), "{report}");
}
