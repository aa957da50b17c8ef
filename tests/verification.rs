//! A citation can be checked: it holds on what was saved, and fails once a byte of it is changed.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::Path;

use annalist_pipeline::Characters;
use annalist_tests::{copy_fixtures, files, fixtures, run, verify};
use serde_json::Value;

/// The fixtures, read into `out` beside them.
fn batch() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy_fixtures(&folder.path().join("in"));
    run(&[folder.path().join("in")], &folder.path().join("out"), 2);
    folder
}

#[test]
fn every_span_of_every_fixture_holds() {
    let folder = batch();
    let (verification, broken) = verify(&folder.path().join("out"));
    assert!(broken.is_empty(), "{broken:#?}");
    assert_eq!(verification.documents, fixtures().len());
    assert!(verification.spans > 500);
    assert_eq!(verification.held, verification.spans);
    let characters = verification.characters;
    assert_eq!(characters.lost, 0);
    assert!(characters.held_per_mille() >= 995, "{characters:?}");
}

/// A page with entities, a table and two parts of a paragraph.
const ODD_PAGE: &str = "<html><head><title>Ferry</title></head><body><article><h1>Ferry</h1>\
    <p>Fish &amp; chips were sold on the pier at Kelm, said the harbour&nbsp;office, after eleven \
    days in which nobody could cross &mdash; and nobody wanted to.</p>\
    <table><tr><th>Day</th><th>Boats</th></tr><tr><td>Monday</td><td>4</td></tr></table>\
    <p>The ferry to the island will sail again on Monday, the harbour office said, after eleven \
    days in which the crossing was closed.</p></article></body></html>";

#[test]
fn each_character_holds_is_generated_or_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let (page, out) = (folder.path().join("in/page.html"), folder.path().join("out"));
    fs::create_dir(folder.path().join("in")).unwrap();
    fs::write(&page, ODD_PAGE).unwrap();
    run(&[folder.path().join("in")], &out, 1);
    let record = fs::read_to_string(out.join("records/page.html.json")).unwrap();
    let record: Value = serde_json::from_str(&record).unwrap();
    let number = |value: &Value| value.as_u64().unwrap() as usize;
    let blocks = record["blocks"].as_array().unwrap().iter();
    let total: usize = blocks.map(|block| number(&block["end"]) - number(&block["start"])).sum();

    let characters = |bytes: Option<&str>| {
        fs::remove_file(&page).unwrap();
        bytes.into_iter().for_each(|bytes| fs::write(&page, bytes).unwrap());
        verify(&out).0.characters
    };
    let whole = Characters { held: total - 2, generated: 2, lost: 0 };
    assert_eq!(characters(Some(ODD_PAGE)), whole, "two tabs between cells stand nowhere");
    let torn = characters(Some(&ODD_PAGE.replacen("&amp;", "&#39;", 1)));
    assert_eq!(torn.lost, 1, "the one character of the reference: {torn:?}");
    assert_eq!(torn.total(), total);
    let gone = characters(None);
    assert_eq!(gone, Characters { held: 0, generated: 2, lost: total - 2 });
}

#[test]
fn a_change_of_one_byte_of_a_saved_page_is_noticed() {
    let folder = batch();
    for fixture in fixtures() {
        let file = fixture.page.file_name().unwrap();
        let page = folder.path().join("in").join(&fixture.slug).join(file);
        let bytes = fs::read(&page).unwrap();
        for at in [0, bytes.len() / 3, bytes.len() / 2, bytes.len() - 1] {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            fs::write(&page, changed).unwrap();
            let (_, broken) = verify(&folder.path().join("out"));
            let inputs: Vec<&str> = broken.iter().map(|checked| checked.input.as_str()).collect();
            assert_eq!(
                inputs,
                [format!("{}/{}", fixture.slug, file.to_string_lossy())],
                "byte {at}"
            );
        }
        fs::write(&page, bytes).unwrap();
    }
}

#[test]
fn a_change_in_an_archive_is_told_where_it_is() {
    let folder = batch();
    let page = folder.path().join("in/mhtml-archive/page.mhtml");
    let text = fs::read_to_string(&page).unwrap();
    // A letter in an escape, and one that stands as it is, on two sides of a soft line end.
    for (written, changed) in
        [("Jadwiga =C5=81uczak", "Jadwiga =C5=82uczak"), ("the swimm=", "the swinm=")]
    {
        assert!(text.contains(written));
        fs::write(&page, text.replacen(written, changed, 1)).unwrap();
        let (_, broken) = verify(&folder.path().join("out"));
        let pointers = broken[0].mismatches.iter().map(|it| it.pointer.as_str());
        let runs = pointers.filter(|pointer| pointer.starts_with("/source_map/"));
        assert_eq!(runs.count(), 1, "{:?}", broken[0].mismatches);
    }
}

/// The places of all spans in a record, as JSON Pointers to the objects that hold them.
fn spans(value: &Value, pointer: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            if object.contains_key("start") && object.contains_key("source_bytes") {
                found.push(pointer.to_owned());
            }
            for (key, inner) in object {
                spans(inner, &format!("{pointer}/{key}"), found);
            }
        }
        Value::Array(values) => {
            for (index, inner) in values.iter().enumerate() {
                spans(inner, &format!("{pointer}/{index}"), found);
            }
        }
        _ => (),
    }
}

/// A record by itself, apart from the manifest that knows its hash, with one field changed.
fn verify_changed(
    folder: &Path,
    record: &Value,
    pointer: &str,
    change: impl Fn(&mut Value),
) -> bool {
    let mut changed = record.clone();
    change(changed.pointer_mut(pointer).unwrap());
    let path = folder.join("out/changed.json");
    fs::write(&path, serde_json::to_string(&changed).unwrap()).unwrap();
    let (_, broken) = verify(&path);
    fs::remove_file(&path).unwrap();
    !broken.is_empty()
}

#[test]
fn a_span_moved_by_one_letter_is_noticed() {
    let folder = batch();
    let records = folder.path().join("out/records");
    for (name, bytes) in files(&records) {
        let record: Value = serde_json::from_slice(&bytes).unwrap();
        let mut found = Vec::new();
        spans(&record, "", &mut found);
        assert!(!found.is_empty() || name.starts_with("index-page"), "{name}");
        // A dozen spans of each record, spread over it.
        for pointer in found.iter().step_by((found.len() / 12).max(1)) {
            let is_noticed = verify_changed(folder.path(), &record, pointer, |span| {
                span["start"] = (span["start"].as_u64().unwrap() + 1).into();
                span["end"] = (span["end"].as_u64().unwrap() + 1).into();
            });
            assert!(is_noticed, "{name}: {pointer} moved by one letter");
        }
    }
}

#[test]
fn a_changed_word_and_a_changed_record_are_noticed() {
    let folder = batch();
    let out = folder.path().join("out");
    let record = out.join("records/wordpress-nested-thread/page.html.json");
    let text = fs::read_to_string(&record).unwrap();
    let forged = text.replacen("212 to 38", "212 to 83", 1);
    assert_ne!(text, forged);
    fs::write(&record, forged).unwrap();
    let (_, broken) = verify(&out);
    assert_eq!(broken.len(), 1);
    let pointers: Vec<&str> = broken[0].mismatches.iter().map(|it| it.pointer.as_str()).collect();
    assert!(pointers.iter().any(|pointer| pointer.starts_with("/source_map/")), "{pointers:?}");
    assert!(pointers.contains(&""), "the record's own hash: {pointers:?}");
}

#[test]
fn a_change_of_one_byte_of_an_answer_is_noticed() {
    let folder = batch();
    let input = "captured-comments/page.html";
    let answer = folder.path().join("in/captured-comments/page.capture/wordpress-1.json");
    let bytes = fs::read(&answer).unwrap();
    for at in [0, bytes.len() / 3, bytes.len() / 2, bytes.len() - 1] {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        fs::write(&answer, changed).unwrap();
        let (_, broken) = verify(&folder.path().join("out"));
        assert_eq!(broken.iter().map(|it| it.input.as_str()).collect::<Vec<_>>(), [input]);
        let pointers = broken[0].mismatches.iter().map(|it| it.pointer.as_str());
        let hash = "/source/answers/0/sha256";
        assert!(pointers.into_iter().any(|pointer| pointer == hash), "byte {at}: {broken:?}");
    }
}
