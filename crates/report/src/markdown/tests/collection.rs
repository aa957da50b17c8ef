//! The report on a collection.

use annalist_corpus::Partial;
use serde_json::json;

use super::{assert_harmless, check, page, record};
use crate::markdown::corpus_markdown;
use crate::{Outcome, Status, read_record, record_json};

#[test]
fn the_report_on_a_collection() {
    let outcome = |input: &str, status| Outcome { input: input.to_owned(), status };
    let outcomes = [
        outcome("news/logo.png", Status::Skipped { reason: "the file is a PNG image".to_owned() }),
        outcome(
            "news/b.html",
            Status::Failed { code: "F007".to_owned(), cause: "the file is empty".to_owned() },
        ),
    ];
    let corpus = Partial::of(&record()).finish();
    let report_path = |input: &str| format!("reports/{input}.md");
    let report = corpus_markdown(&corpus, &outcomes, Some(&report_path));
    check(&report, include_str!("../approved/collection.md"));
    assert!(!corpus_markdown(&corpus, &outcomes, None).contains("reports/"));
}

#[test]
fn long_lists_say_how_much_is_left_out() {
    let failed = |number: usize| Outcome {
        input: format!("page-{number:03}.html"),
        status: Status::Failed { code: "F007".to_owned(), cause: "the file is empty".to_owned() },
    };
    let outcomes: Vec<Outcome> = (0..150).rev().map(failed).collect();
    let report = corpus_markdown(&Partial::default().finish(), &outcomes, None);
    assert!(report.contains("| page-000.html |") && !report.contains("| page-100.html |"));
    assert!(report.contains("… and 50 more; corpus.json has all."), "{report}");
}

#[test]
fn the_way_to_a_report_is_encoded() {
    let line = record_json(&record()).replace("news/a.html", "a b/100%3F_(x)*.html");
    let corpus = Partial::of(&read_record(&line).unwrap()).finish();
    let report = corpus_markdown(&corpus, &[], Some(&|input| format!("reports/{input}.md")));
    assert_harmless(&report);
    let link = "[Raid in Basra](reports/a%20b/100%253F%5F%28x%29%2A.html.md)";
    assert!(report.contains(link), "{report}");
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
    let report = corpus_markdown(&corpus, &[], None);
    let expected =
        "Left out of the bars: 1 document dated to the year only, 1 document without a date.";
    assert!(report.contains(expected), "{report}");
    assert!(report.contains("| not before 2007-03-01 |"), "{report}");
    assert!(report.contains("\n- 1 document does not say when it was published.\n"), "{report}");
}

#[test]
fn likely_copies_are_told_at_the_head_and_by_name() {
    let said = "The crane drivers of Basra voted to stay out. ".repeat(8);
    let copy = Partial::of(&page("b.txt", &format!("{said} More.")));
    let corpus = Partial::of(&page("a.html", &said)).merge(copy).finish();
    let report = corpus_markdown(&corpus, &[], None);
    assert!(report.contains("\n- 1 document may repeat an earlier one; all are counted."));
    assert!(report.contains("\n- b.txt may be the same as a.html\n"), "{report}");
}

#[test]
fn near_copies_are_told_at_the_head_and_in_a_list() {
    let said: String = (0..80).map(|number| format!("word{number} ")).collect();
    let copy = Partial::of(&page("b.html", &format!("By our staff. {said}")));
    let corpus = Partial::of(&page("a.html", &said)).merge(copy).finish();
    let report = corpus_markdown(&corpus, &[], None);
    let head = "\n- 1 document is a near copy of another one: counted, but not as a source.";
    assert!(report.contains(head), "{report}");
    assert!(report.contains("\n- a.html: b.html (100 % shared)\n"), "{report}");
    assert!(!report.contains("Perhaps the same"), "{report}");
}
