//! The user's names: lists, decisions, and two names compared.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use std::fs;
use std::path::Path;

use common::annalist;
use serde_json::Value;

/// A project: two pages, a list, and an empty configuration beside them.
fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let page = |title: &str, words: &str| {
        format!(
            "<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{words}</p></body></html>"
        )
    };
    let files = [
        ("annalist.toml", String::new()),
        ("lists/watch.csv", "id,name,type\nQ1,Orvik al-Zandrik,person\n".to_owned()),
        (
            "pages/a.html",
            page("Talks", "Yesterday Orvik Zandrik met Hassan Rouhani. Both were glad to talk."),
        ),
        (
            "pages/b.html",
            page("Rally", "Yesterday Hasan Rohani came to Baghdad. The crowd was large that day."),
        ),
    ];
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// The entities of the collection that a run finds.
fn collected(folder: &Path, more: &[&str]) -> Vec<Value> {
    let arguments = [&["run", "pages", "-o", "out"], more].concat();
    annalist(folder, &arguments).check(0, &[]);
    let corpus = fs::read_to_string(folder.join("out/corpus.json")).unwrap();
    let corpus: Value = serde_json::from_str(&corpus).unwrap();
    corpus["entities"].as_array().unwrap().clone()
}

fn named<'e>(entities: &'e [Value], name: &str) -> Option<&'e Value> {
    entities.iter().find(|entity| entity["name"] == name)
}

#[test]
fn lists_beside_the_configuration_are_read_and_shown() {
    let project = project();
    let entities = collected(project.path(), &[]);
    let listed = named(&entities, "Orvik Zandrik").unwrap();
    assert_eq!(listed["listed"][0]["identifier"], "Q1");
    let report = fs::read_to_string(project.path().join("out/corpus.md")).unwrap();
    assert!(report.contains("listed in watch.csv as Q1"), "{report}");
    let run: Value =
        serde_json::from_str(&fs::read_to_string(project.path().join("out/run.json")).unwrap())
            .unwrap();
    assert_eq!(run["options"]["lists"][0]["name"], "watch.csv");
}

#[test]
fn spellings_of_two_documents_are_one_with_a_reason() {
    let project = project();
    let entities = collected(project.path(), &[]);
    let merged = entities.iter().find(|entity| entity["merged"].is_array()).unwrap();
    assert_eq!(merged["documents"].as_array().unwrap().len(), 2);
    assert_eq!(merged["merged"][0]["one"], "Hasan Rohani");
    assert_eq!(merged["merged"][0]["rule"], "words-agree");
}

#[test]
fn what_was_decided_holds_in_every_run() {
    let project = project();
    let folder = project.path();
    for arguments in [
        &["decide", "not-same", "Hasan Rohani", "Hassan Rouhani", "--note", "two men"][..],
        &["decide", "not-an-entity", "Baghdad"],
        &["decide", "name", "Orvik Zandrik", "O. Zandrik"],
    ] {
        annalist(folder, arguments).check(0, &["decisions.jsonl"]);
    }
    let decisions = fs::read_to_string(folder.join("decisions.jsonl")).unwrap();
    assert_eq!(decisions.lines().count(), 3);
    for _ in 0..2 {
        let entities = collected(folder, &[]);
        assert!(named(&entities, "Baghdad").is_none());
        assert!(named(&entities, "O. Zandrik").is_some());
        assert!(named(&entities, "Hasan Rohani").is_some());
        assert!(named(&entities, "Hassan Rouhani").is_some());
    }
}

#[test]
fn what_was_decided_holds_for_old_records() {
    let project = project();
    let folder = project.path();
    collected(folder, &[]);
    let old = fs::read_to_string(folder.join("out/records/b.html.json")).unwrap();
    let mut old: Value = serde_json::from_str(&old).unwrap();
    old["note_of_mine"] = "kept".into();
    fs::write(folder.join("old.jsonl"), format!("{old}\n")).unwrap();
    let report = ["report", "old.jsonl", "-o", "again"];
    for arguments in [
        &["decide", "not-an-entity", "Baghdad"][..],
        &["decide", "type", "Hasan Rohani", "organisation"],
        &report,
    ] {
        annalist(folder, arguments).check(0, &[]);
    }
    for file in ["again/corpus.json", "again/records/b.html.json"] {
        let json: Value =
            serde_json::from_str(&fs::read_to_string(folder.join(file)).unwrap()).unwrap();
        let entities = json["entities"].as_array().unwrap();
        assert!(named(entities, "Baghdad").is_none(), "{file}");
        assert_eq!(named(entities, "Hasan Rohani").unwrap()["type"], "organisation", "{file}");
    }
    let record = fs::read_to_string(folder.join("again/records/b.html.json")).unwrap();
    assert!(record.contains("\"note_of_mine\":\"kept\""), "{record}");
    annalist(folder, &["verify", "again", "--source", "pages"]).check(0, &[]);
}

#[test]
fn reasons_follow_what_was_decided() {
    let project = project();
    let folder = project.path();
    let words = "Yesterday Qayis Khazali spoke. Then Khazali left for Baghdad.";
    fs::write(folder.join("pages/b.html"), format!("<h1>Rally</h1><p>{words}</p>")).unwrap();
    collected(folder, &["--explain"]);
    let record = |at: &str| fs::read_to_string(folder.join(at)).unwrap();
    let old = record("out/records/b.html.json");
    assert!(old.contains(r#"\"Khazali\" is \"Qayis Khazali\""#), "{old}");
    fs::write(folder.join("old.jsonl"), format!("{}\n", old.trim())).unwrap();
    annalist(folder, &["decide", "name", "Qayis Khazali", "Qais al-Khazali"]).check(0, &[]);
    annalist(folder, &["report", "old.jsonl", "-o", "again"]).check(0, &[]);
    let new = record("again/records/b.html.json");
    assert!(new.contains(r#"\"Khazali\" is \"Qais al-Khazali\""#), "{new}");
    assert!(!new.contains(r#"\"Khazali\" is \"Qayis Khazali\""#), "{new}");
}

#[test]
fn lists_and_decisions_that_cannot_be_used_are_named() {
    let project = project();
    let folder = project.path();
    fs::write(folder.join("bad.csv"), "name,type\nOrvik,person\nZandrik,ship\n").unwrap();
    fs::write(folder.join("bad.jsonl"), "{\"decision\":\"perhaps\"}\n").unwrap();
    let run = ["run", "pages", "-o", "out"];
    annalist(folder, &[&run[..], &["--list", "bad.csv"]].concat())
        .check(2, &["bad.csv, line 3: the type \"ship\" is none of person"]);
    annalist(folder, &[&run[..], &["--decisions", "bad.jsonl"]].concat())
        .check(2, &["bad.jsonl, line 1: ", "unknown variant `perhaps`"]);
    annalist(folder, &["decide", "same", "Orvik", "Orvik"])
        .check(2, &["\"Orvik\" is one name, not two"]);
    assert!(!folder.join("out").exists());
}

#[test]
fn two_names_are_compared_with_reasons() {
    let folder = tempfile::tempdir().unwrap();
    let told = annalist(folder.path(), &["match", "Qasem Soleimani", "Qassim Suleimani"]);
    assert!(told.check(0, &[]).out.contains("qasem = qassim (romanised)"));
    let told = annalist(folder.path(), &["match", "Qais Khazali", "Laith Khazali", "--json"]);
    let answer: Value = serde_json::from_str(&told.check(1, &[]).out).unwrap();
    assert_eq!(answer["match"], false);
    assert_eq!((&answer["left1"][0], &answer["left2"][0]), (&"qais".into(), &"laith".into()));
}
