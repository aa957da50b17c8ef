//! What is written keeps the published JSON Schemas, and is read back to the same bytes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use annalist_report::{SCHEMAS, document_json, read_document, read_record, record_json, schema};
use annalist_tests::{fixtures, folder, run};
use jsonschema::Validator;
use serde_json::Value;

fn validator(name: &str) -> Validator {
    let schema: Value = serde_json::from_str(&schema(name).unwrap()).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn check(validator: &Validator, what: &str, json: &str) {
    let value: Value = serde_json::from_str(json).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(&value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{what}: {errors:#?}");
}

#[test]
fn every_record_and_document_keeps_its_schema_and_is_read_back() {
    let (records, documents) = (validator("record"), validator("document"));
    for fixture in fixtures() {
        let record = fixture.record();
        let json = record_json(&record);
        check(&records, &fixture.slug, &json);
        assert_eq!(record_json(&read_record(&json).unwrap()), json, "{}", fixture.slug);
        let json = document_json(record.document());
        check(&documents, &fixture.slug, &json);
        assert_eq!(document_json(&read_document(&json).unwrap()), json, "{}", fixture.slug);
    }
}

#[test]
fn corpus_and_manifest_keep_their_schemas() {
    let out = tempfile::tempdir().unwrap();
    let target = out.path().join("out");
    run(&[folder()], &target, 2);
    let corpus = std::fs::read_to_string(target.join("corpus.json")).unwrap();
    check(&validator("corpus"), "corpus.json", &corpus);
    let manifest = std::fs::read_to_string(target.join("manifest.jsonl")).unwrap();
    let outcomes = validator("outcome");
    assert!(manifest.lines().count() > fixtures().len());
    for line in manifest.lines() {
        check(&outcomes, line, line);
    }
}

#[test]
fn each_named_shape_has_a_schema() {
    for name in SCHEMAS {
        validator(name);
    }
    assert_eq!(schema("no-such-shape"), None);
}
