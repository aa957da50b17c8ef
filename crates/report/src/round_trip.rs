//! What is written can be read back, fits its schema and cites what the model holds.

use annalist_corpus::Partial;
use annalist_model::Claims;
use proptest::prelude::*;
use serde_json::Value;

use crate::generator::records;
use crate::write::RECORD_KEYS;
use crate::{
    Outcome, Status, StoredRecord, claims, corpus_json, document_json, outcome_json, read_document,
    read_outcome, read_record, record_json, schema,
};

fn validator(name: &str) -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(&schema(name).unwrap()).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    jsonschema::draft202012::new(&schema).unwrap()
}

fn assert_valid(validator: &jsonschema::Validator, json: &str) {
    let json: Value = serde_json::from_str(json).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(&json)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_record_comes_back_as_it_was(record in records()) {
        let json = record_json(&record);
        let read = read_record(&json).unwrap();
        prop_assert_eq!(&read, &record);
        prop_assert_eq!(record_json(&read), json);
    }

    #[test]
    fn a_document_comes_back_as_it_was(record in records()) {
        let document = record.document();
        prop_assert_eq!(&read_document(&document_json(document)).unwrap(), document);
        prop_assert_eq!(&read_document(&record_json(&record)).unwrap(), document);
    }

    #[test]
    fn claims_are_the_spans_and_bytes_of_the_model(record in records()) {
        let document = record.document();
        let claims = claims(&record_json(&record)).unwrap();
        for claim in &claims {
            let span = claim.span.unwrap();
            prop_assert_eq!(claim.source_bytes, document.bytes_of(span), "{}", claim.pointer);
        }
        let annotations = record.annotations();
        let comments = document.comments();
        let quotes: usize = comments.iter().map(|comment| comment.quotes.len()).sum();
        let ties = annotations.entities.iter().flat_map(|entity| &entity.aliases);
        let bounds = annotations.publication_bounds.unwrap_or_default();
        let structure = document.structure();
        let headers: usize = structure.tables.iter().map(|table| table.headers.len()).sum();
        let set = structure.links.len() + structure.emphasis.len() + structure.images.len();
        let expected = document.blocks().len()
            + comments.len()
            + set
            + structure.tables.len()
            + headers
            + structure.attributions.len()
            + quotes
            + annotations.mentions.len()
            + annotations.dates.len()
            + ties.filter(|alias| alias.evidence.is_some()).count()
            + annotations.apart.iter().filter(|pair| pair.evidence.is_some()).count()
            + cited(&annotations.claims)
            + usize::from(bounds.not_before.is_some())
            + usize::from(bounds.not_after.is_some())
            + record.diagnostics().iter().filter(|found| found.span.is_some()).count();
        prop_assert_eq!(claims.len(), expected);
    }

    /// Whatever is cut from or put into a line, reading it ends, and without a panic.
    #[test]
    fn damaged_lines_are_errors_and_nothing_worse(record in records(), at in any::<prop::sample::Index>(), what in "[0-9\\[\\]{}\",:-]{0,3}") {
        let mut line: Vec<char> = record_json(&record).chars().collect();
        let at = at.index(line.len());
        line.splice(at..(at + 1).min(line.len()), what.chars());
        let line: String = line.into_iter().collect();
        let _ = read_record(&line);
        let _ = read_document(&line);
        let _ = claims(&line);
    }
}

/// How many stretches of the text the claims cite.
fn cited(claims: &Claims) -> usize {
    let optional = |spans: &[bool]| spans.iter().filter(|it| **it).count();
    let relations = claims.relations.iter().map(|it| {
        let beside =
            [it.role.is_some(), it.date.is_some(), it.place.is_some(), it.reporter.is_some()];
        2 + it.evidence.len() + optional(&beside)
    });
    let events = claims.events.iter().map(|it| {
        let beside = [it.date.is_some(), it.reporter.is_some()];
        1 + it.participants.len() + it.evidence.len() + optional(&beside)
    });
    let quotations = claims.quotations.iter().map(|it| {
        it.parts.len() + optional(&[it.speaker.is_some(), it.cue.is_some(), it.recipient.is_some()])
    });
    let quantities =
        claims.quantities.iter().map(|it| 1 + optional(&[it.bound.is_some(), it.of.is_some()]));
    relations.chain(events).chain(quotations).chain(quantities).sum()
}

#[test]
fn what_is_written_fits_its_schema() {
    let (record_schema, document_schema) = (validator("record"), validator("document"));
    let (corpus_schema, outcome_schema) = (validator("corpus"), validator("outcome"));
    let outcomes = outcomes();
    proptest!(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() }, |(record in records(), other in records())| {
        assert_valid(&record_schema, &record_json(&record));
        assert_valid(&document_schema, &document_json(record.document()));
        let corpus = Partial::of(&record).merge(Partial::of(&other)).finish();
        assert_valid(&corpus_schema, &corpus_json(&corpus, &outcomes));
    });
    for outcome in outcomes {
        assert_valid(&outcome_schema, &outcome_json(&outcome));
    }
    assert_eq!(schema("nothing"), None);
}

/// Who checks a packed page must know that hash, length and bytes are those of what is inside.
#[test]
fn the_schemas_say_that_bytes_are_counted_unpacked() {
    for name in ["record", "document", "corpus"] {
        let schema: Value = serde_json::from_str(&schema(name).unwrap()).unwrap();
        let description = |way: &str| schema.pointer(way).unwrap().as_str().unwrap();
        assert!(description("/description").contains("unpacked where it is packed"), "{name}");
        assert!(description("/$defs/Bytes/description").contains("of a packed file"), "{name}");
        if name != "corpus" {
            for key in ["bytes", "sha256"] {
                let way = format!("/$defs/Source/properties/{key}/description");
                assert!(description(&way).contains("of a packed file"), "{name}: {key}");
            }
        }
    }
}

fn outcomes() -> Vec<Outcome> {
    let outcome = |input: &str, status| Outcome { input: input.to_owned(), status };
    vec![
        outcome(
            "a.html",
            Status::Done {
                id: "0123456789abcdef".to_owned(),
                record_sha256: "00".repeat(32),
                comments: 3,
                diagnostics: vec!["P007".to_owned()],
            },
        ),
        outcome("b.png", Status::Skipped { reason: "the file is a PNG image".to_owned() }),
        outcome(
            "c.html",
            Status::Failed { code: "F007".to_owned(), cause: "the file is empty".to_owned() },
        ),
    ]
}

#[test]
fn outcomes_come_back_as_they_were() {
    let lines: Vec<String> = outcomes().iter().map(outcome_json).collect();
    assert_eq!(
        lines[2],
        r#"{"schema_version":1,"input":"c.html","status":"failed","code":"F007","cause":"the file is empty"}"#
    );
    for (line, outcome) in lines.iter().zip(outcomes()) {
        assert_eq!(read_outcome(line), Ok(outcome));
    }
    let fault = read_outcome(&lines[2].replace("\"failed\"", "5")).unwrap_err();
    assert_eq!(fault.message, "the number 5 stands where one of the known names should");
}

/// A record that has each part once, with the keys in their order.
const FULL: &str = include_str!("approved/record.jsonl");

#[test]
fn each_part_of_a_record_has_its_place() {
    let record = read_record(FULL).unwrap();
    assert_eq!(record_json(&record), FULL.trim_end());
    assert_valid(&validator("record"), FULL);
}

/// A key that is not listed would be taken for one of another program and be written twice.
#[test]
fn all_keys_of_a_record_are_known_as_such() {
    let schema: Value = serde_json::from_str(&schema("record").unwrap()).unwrap();
    let mut keys: Vec<&str> =
        schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    keys.extend(["date", "dct"]);
    assert_eq!(keys, RECORD_KEYS);
}

/// A record with one comment, as another program might have written it.
const LINE: &str = r#"{"schema_version":1,"id":"x","input":"a.html","source":{"url":null,"media_type":"text/html","charset":"UTF-8","bytes":9,"sha256":"0000000000000000000000000000000000000000000000000000000000000000","saved_at":null,"moon":"full"},"metadata":{"title":null,"authors":[],"published":null,"tags":[]},"text":"Köln!","blocks":[{"kind":"paragraph","owner":{"comment":0},"start":0,"end":5,"source_bytes":[3,9]}],"comments":[{"id":0,"parent":null,"depth":0,"author":null,"posted":null,"kind":"comment","start":0,"end":5,"source_bytes":[3,9],"quotes":[]}],"entities":[{"id":0,"type":"place","name":"Köln","aliases":[],"mentions":[{"start":0,"end":4,"source_bytes":[3,8],"rule":"r","score":900}]}],"dates":[],"relations":[],"events":[{"predicate":"met","trigger":{"start":1,"end":4,"source_bytes":[4,8]},"participants":[],"modality":"asserted","rule":"r","evidence":[{"start":1,"end":4,"source_bytes":[4,8]}]}],"quotations":[],"diagnostics":[],"source_map":[[0,5,3,9]],"collection":{"no":7}}"#;

#[test]
fn keys_of_other_programs_are_kept() {
    let record = read_record(LINE).unwrap();
    assert_eq!(record.document().text(), "Köln!");
    let line = LINE.replace(r#"{"no":7}"#, r#"{"no": 12345678901234567890123.10}"#);
    let stored = StoredRecord::annotated(&line, record.clone()).unwrap();
    let annotated = stored.line();
    assert!(
        annotated.ends_with(
            r#","source_map":[[0,5,3,9]],"collection":{"no": 12345678901234567890123.10}}"#
        ),
        "{annotated}"
    );
    assert_eq!(read_record(annotated).unwrap(), record);
    assert_eq!(*stored.record(), record);
}

#[test]
fn faults_are_named_with_the_way_to_them() {
    #[track_caller]
    fn check(from: &str, to: &str, expected: &str) {
        assert!(LINE.contains(from), "{from}");
        let error = read_record(&LINE.replacen(from, to, 1)).unwrap_err();
        assert!(error.message.starts_with(expected), "{}", error.message);
    }
    check(r#""schema_version":1"#, r#""schema_version":2"#, "schema_version: 2 is not");
    check(r#""parent":null"#, r#""parent":0"#, "comments/0/parent: 0 is no earlier comment");
    check(
        r#""parent":null"#,
        r#""parent":"a""#,
        r#"comments/0/parent: the text "a" stands where a whole number from 0 to"#,
    );
    check(r#""parent":null"#, r#""parent":-1"#, "comments/0/parent: the number -1 stands where");
    check(r#""parent":null"#, r#""parent":4294967296"#, "comments/0/parent: the number 4294967296");
    check(r#""depth":0"#, r#""depth":7"#, "comments/0/depth: 7 does not fit");
    check(
        r#""end":4,"#,
        r#""end":6,"#,
        "entities/0/mentions/0/end: 6 is past the text, which has 5",
    );
    check(
        r#""kind":"paragraph""#,
        r#""kind":"poem""#,
        r#"blocks/0/kind: "poem" is not a kind of block"#,
    );
    check(r#""kind":"paragraph""#, r#""kind":"heading""#, "blocks/0/level: a heading has a level");
    check(r#"{"comment":0}"#, r#"{"comment":1}"#, "blocks/0/owner: there is no comment 1");
    check("[[0,5,3,9]]", "[[0,5,3,8]]", "source_map/0: 5 bytes stand for a run of 6");
    check("[[0,5,3,9]]", "[[0,5,4294967295,4294967295,255]]", "source_map/0: 0 bytes stand for");
    check("[[0,5,3,9]]", "[[0,5,3,9],[4,5,9,10]]", "source_map/1: the run overlaps");
    check("[[0,5,3,9]]", "[[0,5,3]]", "source_map/0: a list of 3 stands where a run: [start, end,");
    check("[3,8]", "[8,3]", "entities/0/mentions/0/source_bytes: the range [8,3] runs backwards");
    let kind = r#""kind":"paragraph","#;
    let list = |place: &str| format!(r#"{kind}"list":{place},"#);
    check(kind, &list(r#"{"depth":0}"#), "blocks/0/list: depth or number are out of bounds");
    check(kind, &list(r#"{"depth":1,"number":1,"continues":true}"#), "blocks/0/list/number: a");
    let links = |links: &str| {
        let keys = ["links", "emphasis", "tables", "images", "attributions"];
        let layers =
            keys.map(|key| format!(r#""{key}":{}"#, if key == "links" { links } else { "[]" }));
        format!(r#""structure":{{{}}},"entities""#, layers.join(","))
    };
    let entities = r#""entities""#;
    let link = |start: &str| {
        links(&format!(r#"[{{"start":{start},"end":5,"source_bytes":null,"target":"x"}}]"#))
    };
    check(entities, &link("5"), "structure: a link is empty, out of order");
    check(entities, &link("9"), "structure/links/0: the span from 9 to 5 runs backwards");
    check(
        entities,
        &link("\"a\""),
        "structure/links/0: the text \"a\" stands where a whole number",
    );
    check(entities, &links(r#"[{"start":0}]"#), "structure/links/0: `target` is missing");
    check(r#""charset":"UTF-8","#, "", "source: `charset` is missing");
    check(r#""text":"Köln!","#, "", "`text` is missing");
    let owner = r#"{"comment":0}"#;
    check(owner, "5", "blocks/0/owner: this is none of the known forms");
    check(owner, r#"{"comment":0,"article":1}"#, "blocks/0/owner: this is none of the known forms");
    check(
        owner,
        r#""nobody""#,
        "blocks/0/owner: `nobody` is not known here; it may be `article` or",
    );
    check(
        owner,
        r#""comment""#,
        "blocks/0/owner/comment: a bare name stands where an object should",
    );
    check(
        "900",
        "70000",
        "entities/0/mentions/0/score: the number 70000 stands where a whole number from 0 to 65535",
    );
    check("900", "1e999", "entities/0/mentions/0/score: the number is too great to be read");
    check("[[0,5,3,9]]", "[[0,5,3,9,9,9]]", "source_map/0: the list has too many members");
    check("[3,8]", "[3,8,9]", "entities/0/mentions/0/source_bytes: the list has too many members");
    check("{\"no\":7}}", "{\"no\":7}", "the JSON breaks off after column");
    check("{\"no\":7}}", "{\"no\":7}} x", "from column");
}

#[test]
fn a_line_that_nests_without_end_costs_no_stack() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(read_record(&deep).is_err());
    assert!(claims(&deep).is_err());
    let line = LINE.replace(r#"{"no":7}"#, &deep);
    let record = read_record(&line).unwrap();
    assert!(claims(&line).unwrap_err().message.contains("nests too deeply"));
    let annotated = StoredRecord::annotated(&line, record).unwrap();
    assert!(annotated.line().ends_with(&format!("{deep}}}")));
}

#[test]
fn claims_that_do_not_fit_are_told_one_by_one() {
    let line = LINE.replace(r#""start":0,"end":4,"#, r#""start":0,"end":40,"#);
    let found: Vec<String> = claims(&line)
        .unwrap()
        .into_iter()
        .map(|claim| format!("{} {:?} {:?}", claim.pointer, claim.span, claim.source_bytes))
        .collect();
    assert_eq!(
        found,
        [
            "/blocks/0 Some(0..6) Some(3..9)",
            "/comments/0 Some(0..6) Some(3..9)",
            "/entities/0/mentions/0 None Some(3..8)",
            "/events/0/trigger Some(1..5) Some(4..8)",
            "/events/0/evidence/0 Some(1..5) Some(4..8)",
        ]
    );
}
