//! Reports as a reader sees them, and what no page may do to them.

use annalist_corpus::Partial;
use annalist_model::EntityKind;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::json;

use super::page::count;
use super::{corpus_markdown, document_markdown, linked_corpus_markdown};
use crate::generator::records;
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
            Event::Start(Tag::CodeBlock(_)) => panic!("a block of code\n{markdown}"),
            Event::Start(Tag::Image { dest_url, .. }) => panic!("an image: {dest_url}"),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let is_web = dest_url.starts_with("http://") || dest_url.starts_with("https://");
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
        assert_harmless(&corpus_markdown(&corpus, std::slice::from_ref(&failed)));
        assert_harmless(&linked_corpus_markdown(&corpus, &[failed], &|input| format!("reports/{input}")));
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
    let report_path = |input: &str| format!("reports/{input}.md");
    let report = linked_corpus_markdown(&corpus, &outcomes, &report_path);
    check(&report, include_str!("approved/collection.md"));
    assert!(!corpus_markdown(&corpus, &outcomes).contains("reports/"));
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

#[test]
fn the_way_to_a_report_is_encoded() {
    let line = record_json(&record()).replace("news/a.html", "a b/100%3F_(x)*.html");
    let corpus = Partial::of(&read_record(&line).unwrap()).finish();
    let report = linked_corpus_markdown(&corpus, &[], &|input| format!("reports/{input}.md"));
    assert_harmless(&report);
    let link = "[Raid in Basra](reports/a%20b/100%253F%5F%28x%29%2A.html.md)";
    assert!(report.contains(link), "{report}");
}

/// A page may be cited in a thousand places: none of them may cost a look at the whole of it.
#[test]
fn a_long_page_with_many_names_is_reported_at_once() {
    let mut value: serde_json::Value = serde_json::from_str(&record_json(&record())).unwrap();
    let (mut text, mut entities) = (String::new(), Vec::new());
    for id in 0..2000 {
        let name = format!("Qais{id} Qazali");
        let start = text.len() + 4;
        let mention = json!({"start": start, "end": start + name.len(), "source_bytes": null, "rule": "r", "score": 1000});
        entities.push(json!({"id": id, "type": EntityKind::ALL[id % 5].as_str(), "name": name, "aliases": [], "mentions": [mention]}));
        text += &format!(
            "Then {name} spoke, and spoke, {}",
            "and they all listened to him ".repeat(20)
        )[1..];
    }
    value["blocks"] = json!([{"kind": "paragraph", "owner": "article", "start": 0, "end": text.len(), "source_bytes": null}]);
    value["text"] = text.into();
    value["entities"] = entities.into();
    for key in ["comments", "dates", "source_map"] {
        value[key] = json!([]);
    }
    let record = read_record(&value.to_string()).unwrap();
    let before = std::time::Instant::now();
    let report = document_markdown(&record);
    // With a search of the text for each footnote, this takes minutes in a build for tests.
    assert!(before.elapsed().as_secs() < 10, "{:?}", before.elapsed());
    assert!(report.matches("\n[^").count() > 900);
}

#[test]
fn words_quoted_from_the_page_are_said_to_be_and_not_counted_again() {
    let mut value: serde_json::Value = serde_json::from_str(&record_json(&record())).unwrap();
    let at = |start: u32, end: u32| json!({"start": start, "end": end, "source_bytes": null, "rule": "r", "score": 1000});
    value["entities"][1]["mentions"] = json!([at(15, 26), at(77, 83), at(105, 111)]);
    let date = json!({"start": 101, "end": 104, "source_bytes": null, "type": "DATE", "value": "2007", "from": "2007-01-01", "to": "2007-12-31", "anchor": "explicit", "rule": "r"});
    value["dates"].as_array_mut().unwrap().push(date);
    let report = document_markdown(&read_record(&value.to_string()).unwrap());
    assert!(report.contains("| Qais Qazali | Qazali (surname)[^2] | 1 | 1 |"), "{report}");
    let repeated = "stands in words that a comment quotes from another one on the page, and is not \
                    counted again.\n";
    assert!(report.contains(&format!("\n1 more mention {repeated}")), "{report}");
    assert!(report.contains(&format!("\n1 of them {repeated}")), "{report}");
    assert!(report.contains("2 names in 4 mentions · 1 date · 1 other expression of time"));
    assert!(report.contains("“was” — comment 1, quoting 0, characters 101–104,"), "{report}");
    assert!(report.contains("| comment 1, quoting 0 |"), "{report}");
    value["comments"][1]["quotes"][0].as_object_mut().unwrap().remove("of");
    let record = read_record(&value.to_string()).unwrap();
    let report = document_markdown(&record);
    assert!(report.contains("| Qais Qazali | Qazali (surname)[^2] | 1 | 2 |"), "{report}");
    assert!(report.contains("| comment 1, quoting somebody |"), "{report}");
    let report = corpus_markdown(&Partial::of(&record).finish(), &[]);
    assert!(report.contains("| comment 1, quoting somebody, characters 101–104,"), "{report}");
}

#[test]
fn of_several_values_all_places_are_told() {
    let mut value: serde_json::Value = serde_json::from_str(&record_json(&record())).unwrap();
    let at =
        |name: &str, from: &str, bytes| json!({"value": name, "from": from, "source_bytes": bytes});
    value["metadata"]["authors"] = json!([
        at("Ann", "meta", json!([20, 23])),
        at("Bob", "meta", json!([30, 33])),
        at("Cay", "byline", json!(null)),
    ]);
    let report = document_markdown(&read_record(&value.to_string()).unwrap());
    assert!(
        report.contains("| Authors | Ann; Bob; Cay | meta, within bytes 20–33; byline |"),
        "{report}"
    );
}

#[test]
fn a_packed_page_says_how_its_hash_is_had() {
    let mut parts = record().document().clone().into_parts();
    parts.source.compression = Some("gzip".to_owned());
    let document = annalist_model::Document::new(parts).unwrap();
    let record = annalist_model::Record::new(document, Default::default(), Vec::new()).unwrap();
    let report = document_markdown(&record);
    assert_harmless(&report);
    assert!(report.contains(r"| Its SHA-256, unpacked | 00"), "{report}");
    assert!(report.contains(r"00 | zcat … \| sha256sum |"), "{report}");
    assert!(report.contains("900 bytes unpacked, packed with gzip"), "{report}");
    assert!(report.contains("bytes are those of the saved file, unpacked;"), "{report}");
}

#[test]
fn bars_by_months_say_which_documents_they_leave_out() {
    let dated = |input: &str, published: serde_json::Value| {
        let mut value: serde_json::Value = serde_json::from_str(&record_json(&record())).unwrap();
        value["input"] = input.into();
        value["source"]["sha256"] = format!("{:064x}", input.len()).into();
        value["text"] =
            value["text"].as_str().unwrap().replace("Raid", &format!("R{:03}", input.len())).into();
        if published.is_null() {
            let day = json!({"date": "2007-03-01", "start": 39, "end": 49, "source_bytes": null});
            value["published_bounds"] = json!({"not_before": day});
        }
        value["metadata"]["published"] = published;
        Partial::of(&read_record(&value.to_string()).unwrap())
    };
    let at = |at: &str| json!({"value": at, "from": "meta", "source_bytes": null});
    let corpus = dated("a", at("2007-03"))
        .merge(dated("bb", at("2007")))
        .merge(dated("ccc", serde_json::Value::Null))
        .finish();
    let report = corpus_markdown(&corpus, &[]);
    let expected =
        "Left out of the bars: 1 document dated to the year only, 1 document without a date.";
    assert!(report.contains(expected), "{report}");
    assert!(report.contains("| not before 2007-03-01 |"), "{report}");
    assert!(report.contains("\n- 1 document does not say when it was published.\n"), "{report}");
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
    for key in ["comments", "dates", "source_map"] {
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
    let report = corpus_markdown(&corpus, &[]);
    assert!(report.contains("| Basra | | 5 | 5 | 0 | █ | 0 1 2 and 2 more |"), "{report}");
}

#[test]
fn likely_copies_are_told_at_the_head_and_by_name() {
    let said = "The crane drivers of Basra voted to stay out. ".repeat(8);
    let copy = Partial::of(&page("b.txt", &format!("{said} More.")));
    let corpus = Partial::of(&page("a.html", &said)).merge(copy).finish();
    let report = corpus_markdown(&corpus, &[]);
    assert!(report.contains("\n- 1 document may repeat an earlier one; all are counted."));
    assert!(report.contains("\n- b.txt may be the same as a.html\n"), "{report}");
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
    let report = corpus_markdown(&corpus, &[]);
    assert!(report.starts_with("# Collection of 3 documents\n"));
    let expected = "2 names in 6 mentions · 1 date in articles · 1 date in comments · 2 comments by \
                    readers\n";
    assert!(report.contains(expected), "{report}");
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
