//! The report on one document.

use annalist_corpus::Partial;
use annalist_model::EntityKind;
use serde_json::json;

use super::{assert_harmless, check, record};
use crate::markdown::{corpus_markdown, document_markdown};
use crate::{read_record, record_json};

#[test]
fn the_report_on_a_document() {
    check(&document_markdown(&record()), include_str!("../approved/document.md"));
}

#[test]
fn words_in_an_answer_of_a_platform_are_cited_by_its_file() {
    let mut value: serde_json::Value = serde_json::from_str(&record_json(&record())).unwrap();
    let length = value["source"]["bytes"].as_u64().unwrap();
    value["source"]["answers"] = json!([{
        "input": "a/page.capture/word|press-1.json", "url": "https://a.example/", "platform": "wordpress",
        "fetched_at": "2019-03-06T08:12:44Z", "form": "json", "source_bytes": [length, length + 900],
        "sha256": "ab".repeat(32)
    }]);
    // The place that the last comment names.
    let run = json!([117, 122, length + 40, length + 45]);
    value["source_map"].as_array_mut().unwrap().push(run);
    let report = document_markdown(&read_record(&value.to_string()).unwrap());
    assert!(report.contains("| Comments from | wordpress, asked 2019-03-06"), "{report}");
    let file = r"bytes 40–45 of a/page.capture/word\|press-1.json";
    assert!(report.lines().any(|line| line.starts_with("[^") && line.contains(file)), "{report}");
    assert!(report.contains("bytes are those of the saved file, or of the file that is named"));
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
    for key in ["apart", "comments", "dates", "source_map"] {
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
    let report = corpus_markdown(&Partial::of(&record).finish(), &[], None);
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
