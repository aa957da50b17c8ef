use std::collections::BTreeSet;

use annalist_corpus::{Collection, Corrections, Gatherer, InMemory, Partial};
use annalist_model::Record;
use serde_json::{Value, json};

use super::{HtmlFile, HtmlReport, HtmlSheets};

const PAYLOAD: &str = "<script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}\" x='y";

fn record(line: &Value) -> Record {
    crate::read_record(&line.to_string()).unwrap()
}

/// A record that has `words` wherever a page puts words.
fn line(words: &str, input: &str) -> Value {
    let text = format!("{words}\n\n{words} told {words}.");
    let length = words.chars().count();
    let (second, end) = (length + 2, text.chars().count());
    let name = json!({"start": 0, "end": length, "source_bytes": null});
    let again = json!({"start": second, "end": second + length, "source_bytes": null});
    let cue =
        json!({"start": second + length + 1, "end": second + length + 5, "source_bytes": null});
    let whole = json!([{"start": second, "end": end, "source_bytes": null}]);
    let mention = |place: &Value| {
        let mut it = place.clone();
        for (key, value) in
            [("type", json!("person")), ("rule", json!(words)), ("score", json!(900))]
        {
            it[key] = value;
        }
        it
    };
    let party = |place: &Value| {
        let mut it = place.clone();
        it["entity"] = json!(0);
        it
    };
    let unnamed = |place: &Value| {
        let mut it = place.clone();
        it["entity"] = Value::Null;
        it
    };
    json!({
        "schema_version": 1, "id": input, "input": input,
        "source": {"media_type": "text/html", "charset": "UTF-8", "bytes": 9, "sha256": "0".repeat(64),
            "url": "javascript:alert(1)"},
        "metadata": {"title": {"value": words, "from": "meta"}, "authors": [{"value": words, "from": "meta"}],
            "tags": [{"value": words, "from": "meta"}], "site": {"value": words, "from": "meta"}},
        "text": text,
        "blocks": [
            {"kind": "paragraph", "owner": "article", "start": 0, "end": length, "source_bytes": null},
            {"kind": "paragraph", "owner": "article", "start": second, "end": end, "source_bytes": null},
        ],
        "comments": [],
        "entities": [{"id": 0, "type": "person", "name": words, "aliases": [], "mentions": [mention(&name), mention(&again)]}],
        "dates": [],
        "relations": [{"type": "leader_of", "subject": party(&again), "object": unnamed(&name),
            "modality": "asserted", "evidence": whole, "rule": words}],
        "events": [{"predicate": "told", "trigger": cue, "participants": [{"part": "agent", "entity": 0,
            "start": second, "end": second + length, "source_bytes": null}],
            "modality": "denied", "evidence": whole, "rule": words}],
        "quotations": [{"kind": "direct", "parts": whole, "speaker": party(&again), "rule": words}],
        "diagnostics": [],
    })
}

fn collection(records: &[Record]) -> Collection<'static> {
    let mut gatherer = Gatherer::new(&InMemory);
    records.iter().for_each(|record| gatherer.add(&Partial::of(record)).unwrap());
    gatherer.finish(Corrections::default()).unwrap()
}

/// All files of the report on `records`, which stand in the order of their inputs.
fn files(records: &[Record]) -> Vec<HtmlFile> {
    let mut collection = collection(records);
    let mut report = HtmlReport::new(&mut collection, &[], "").unwrap();
    let mut sheets = HtmlSheets::new(&InMemory);
    let parts = report.search_parts();
    let of = |numbers: &[u32]| -> Vec<Record> {
        numbers.iter().map(|it| records[*it as usize].clone()).collect()
    };
    for part in &parts {
        let shares = report.shares(part, &of(&part.documents));
        report.take_shares(&mut sheets, &shares).unwrap();
    }
    report.take_dates(&mut sheets, &mut collection).unwrap();
    report.take_claims(&mut sheets, &mut collection).unwrap();
    let mut files = Vec::new();
    for (number, record) in (0..).zip(records) {
        files.extend(report.document(number, record).unwrap());
    }
    for page in report.collection_pages() {
        files.extend(report.collection_page(page).unwrap());
    }
    report
        .each_entity(&mut collection, &mut sheets, &mut |entities| {
            entities.iter().for_each(|it| files.extend(report.entity(it).unwrap()));
            Ok(())
        })
        .unwrap();
    files.push(report.graph(&sheets).unwrap());
    let mut see = |file| {
        files.push(file);
        Ok(())
    };
    report.timeline(&mut sheets, &mut see).unwrap();
    report.search_index(&mut sheets, &mut see).unwrap();
    for part in parts {
        files.push(report.search_part(&part, &of(&part.documents)));
    }
    files.push(report.single_file(&files).unwrap());
    files
}

fn hostile() -> Vec<HtmlFile> {
    files(&[record(&line(PAYLOAD, "a\"><script>.html"))])
}

#[test]
fn payloads_stay_text_on_every_page() {
    let files = hostile();
    for kind in ["d/", "e/", "index", "relations", "timeline", "graph", "search", "report.html"] {
        assert!(files.iter().any(|it| it.path.starts_with(kind)), "{kind}");
    }
    for HtmlFile { path, text } in files.iter().filter(|it| it.path.ends_with(".html")) {
        assert!(!text.contains("<script>alert"), "{path}");
        assert!(!text.contains("<img"), "{path}");
        assert!(!text.contains("href=\"javascript:"), "{path}");
        assert!(!text.contains("49\""), "{path}");
        assert!(!text.contains(PAYLOAD), "{path}");
        assert!(text.contains("Content-Security-Policy"), "{path}");
    }
    for HtmlFile { path, text } in files.iter().filter(|it| it.path.ends_with(".js")) {
        assert!(path == "report.js" || !text.contains('<'), "{path}");
    }
}

#[test]
fn claims_stand_on_the_page_of_the_document_and_on_that_of_the_entity() {
    let files = files(&[record(&line("Ada Brandt", "a.html"))]);
    for folder in ["d/", "e/"] {
        let page = files.iter().find(|it| it.path.starts_with(folder)).unwrap();
        for words in ["leader of", "denied", "<q dir=\"auto\">Ada Brandt told Ada Brandt.</q>"] {
            assert!(page.text.contains(words), "{folder}: {words}");
        }
    }
    let document = &files[0].text;
    for mark in ["m relation", "m event", "m quotation", "m name person"] {
        assert!(document.contains(mark), "{mark}");
    }
}

/// A record as [`line`] has it, which holds its event for true and is no copy of others.
fn that_holds(words: &str, input: &str) -> Value {
    let mut it = line(words, input);
    it["events"][0]["modality"] = json!("asserted");
    let text = it["text"].as_str().unwrap().to_owned();
    let more = format!("What {input} alone has to say of the matter fills some lines of its own.");
    let start = text.chars().count() + 2;
    let end = start + more.chars().count();
    it["text"] = json!(format!("{text}\n\n{more}"));
    it["blocks"].as_array_mut().unwrap().push(json!(
        {"kind": "paragraph", "owner": "article", "start": start, "end": end, "source_bytes": null}
    ));
    it
}

#[test]
fn a_claim_of_several_documents_stands_once_with_all_who_make_it() {
    let files = files(&[
        record(&line("Ada Brandt", "a.html")),
        record(&that_holds("Ada Brandt", "b.html")),
    ]);
    let page = |path: &str| &files.iter().find(|it| it.path.starts_with(path)).unwrap().text;
    assert_eq!(page("relations.html").matches("<b class=\"what\">leader of</b>").count(), 1);
    assert!(page("relations.html").contains("2 sources"), "{}", page("relations.html"));
    // Who says what against whom, with both passages, and how the text stands behind each.
    for path in ["index.html", "contradictions.html", "e/"] {
        let page = page(path);
        let (_, sides) = page.split_once("Held for true by some, denied by others.").unwrap();
        let documents = files.iter().filter(|it| it.path.starts_with("d/"));
        let documents: Vec<&str> = documents.map(|it| it.path.as_str()).collect();
        assert_eq!(documents.len(), 2);
        for words in documents.into_iter().chain(["stance held", "stance denied"]) {
            assert!(sides.contains(words), "{path}: {words}");
        }
    }
}

#[test]
fn links_lead_to_pages_and_places_that_are_there() {
    let files = files(&[record(&line("Ada Brandt", "a.html")), record(&line("Bo Lind", "b.html"))]);
    let paths: BTreeSet<&str> = files.iter().map(|it| it.path.as_str()).collect();
    for HtmlFile { path, text } in files.iter().filter(|it| it.path.ends_with(".html")) {
        for link in text.split(" href=\"").skip(1).filter_map(|it| it.split('"').next()) {
            if link.contains(':') {
                continue;
            }
            let (page, place) = link.split_once('#').unwrap_or((link, ""));
            let page = page.split('?').next().unwrap_or_default().trim_start_matches("../");
            let page = if page.is_empty() { path } else { page };
            assert!(paths.contains(page), "{path}: {link}");
            let there = files.iter().find(|it| it.path == page).unwrap();
            let id = format!(" id=\"{place}\"");
            assert!(place.is_empty() || there.text.contains(&id), "{path}: {link}");
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert_eq!(hostile(), hostile());
}

#[test]
fn a_new_document_leaves_the_pages_of_others_as_they_are() {
    let (one, other) = (line("Ada Brandt", "b.html"), line("Bo Lind", "a.html"));
    let before = files(&[record(&one)]);
    let after = files(&[record(&other), record(&one)]);
    let page = before.iter().find(|it| it.path.starts_with("d/")).unwrap();
    assert_eq!(after.iter().find(|it| it.path == page.path), Some(page));
}

#[test]
fn only_files_of_a_report_are_taken_for_such() {
    for HtmlFile { path, .. } in hostile().iter().filter(|it| it.path != "report.html") {
        assert!(HtmlReport::is_of_report(path), "{path}");
    }
    for path in ["notes.html", "d/mine.html", "s/mine.js", "x/1.js", "d/0123456789abcdef.txt"] {
        assert!(!HtmlReport::is_of_report(path), "{path}");
    }
}
