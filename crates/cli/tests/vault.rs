//! The vault that `annalist export --to obsidian` writes: every link leads to a note, every alias to
//! one note alone, and a page that means harm stays words.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{annalist, files, folder};

const HARM: &[u8] = include_bytes!("../../../xtask/interop/pages/payload.html");
const THREAD: &[u8] = include_bytes!("../../../fixtures/wordpress-nested-thread/page.html");
const NAMES: &[u8] = include_bytes!("../../../fixtures/arabic-names/page.html");

fn vault() -> BTreeMap<String, String> {
    let folder = folder(&[("in/a.html", HARM), ("in/b.html", THREAD), ("in/c.html", NAMES)]);
    annalist(folder.path(), &["run", "in", "-o", "out", "--no-html"]).check(0, &["3 documents"]);
    let export = ["export", "out", "--to", "obsidian", "-o"];
    annalist(folder.path(), &[&export[..], &["one"]].concat()).check(0, &["as obsidian"]);
    annalist(folder.path(), &[&export[..], &["two"]].concat()).check(0, &[]);
    let read = files(&folder.path().join("one"));
    assert_eq!(read, files(&folder.path().join("two")));
    read.into_iter().map(|(name, text)| (name, String::from_utf8(text).unwrap())).collect()
}

#[test]
fn links_lead_to_notes_and_an_alias_is_of_one_alone() {
    let vault = vault();
    for note in ["Start here.md", "Timeline.md", "Graph.md"] {
        assert!(vault.contains_key(note), "{note}");
    }
    let notes: BTreeSet<&str> = vault.keys().map(|it| it.trim_end_matches(".md")).collect();
    let (mut links, mut aliases) = (0, BTreeMap::<String, &str>::new());
    for (name, text) in &vault {
        for link in text.split("[[").skip(1) {
            let target = link.split('|').next().unwrap();
            let target = target.split("]]").next().unwrap();
            assert!(notes.contains(target), "{name}: {target}");
            links += 1;
        }
        let head = text.strip_prefix("---\n").map_or("", |it| it.split("\n---\n").next().unwrap());
        let listed = head.split_once("aliases:\n").map_or("", |it| it.1);
        for alias in listed.lines().map_while(|line| line.strip_prefix("  - ")) {
            let alias: String = serde_json::from_str(alias).unwrap();
            let other = aliases.insert(alias.to_lowercase(), name);
            assert_eq!(other, None, "{alias} is of {name} and of another");
        }
    }
    assert!(links > 50, "{links}");
    assert!(aliases.len() > 20, "{}", aliases.len());
}

#[test]
fn a_page_that_means_harm_stays_words() {
    for (name, text) in vault() {
        for sign in ["<script", "<img", "<svg", "<iframe", "](javascript", "![[", "<%"] {
            assert!(!text.contains(sign), "{name} has {sign}");
        }
        let is_plain = |it: char| it.is_alphanumeric() || " -./".contains(it);
        assert!(name.chars().all(is_plain), "{name}");
    }
}
