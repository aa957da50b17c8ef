//! What `annalist search` finds, in the database that it makes of a collection.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use common::{annalist, folder, page};
use serde_json::Value;

const THREAD: &[u8] = include_bytes!("../../../fixtures/wordpress-nested-thread/page.html");

/// A folder with what a run made of two pages, in `out`.
fn collection() -> tempfile::TempDir {
    let folder = folder(&[("in/a.html", &page("Water for the valley")), ("in/b.html", THREAD)]);
    annalist(folder.path(), &["run", "in", "-o", "out"]).check(0, &["2 documents"]);
    folder
}

fn hits(folder: &tempfile::TempDir, query: &str) -> Vec<Value> {
    let said = annalist(folder.path(), &["search", "out", "--json", "-n", "100", query]);
    assert!(matches!(said.code, Some(0 | 1)), "{said:?}");
    said.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn words_are_found_where_they_stand_and_the_place_can_be_cited() {
    let folder = collection();
    let found = hits(&folder, "in:comments the");
    assert!(!found.is_empty());
    for hit in &found {
        let record = folder
            .path()
            .join(format!("out/records/{}.json", hit["document"]["input"].as_str().unwrap()));
        let record: Value =
            serde_json::from_str(&std::fs::read_to_string(record).unwrap()).unwrap();
        let text: Vec<char> = record["text"].as_str().unwrap().chars().collect();
        let (start, end) = (&hit["passage"]["start"], &hit["passage"]["end"]);
        let words = &text[start.as_u64().unwrap() as usize..end.as_u64().unwrap() as usize];
        assert_eq!(words.iter().collect::<String>().to_lowercase(), "the");
        assert_eq!(hit["in"], "comments");
        let snippet: Vec<char> = hit["passage"]["snippet"].as_str().unwrap().chars().collect();
        for mark in hit["passage"]["marks"].as_array().unwrap() {
            let at = |side: usize| mark[side].as_u64().unwrap() as usize;
            let word: String = snippet[at(0)..at(1)].iter().collect();
            assert_eq!(word.to_lowercase(), "the");
        }
    }
}

#[test]
fn what_only_a_comment_says_is_no_hit_in_the_article() {
    let folder = collection();
    let comments = hits(&folder, "in:comments the");
    let word = |hit: &Value| {
        let snippet = hit["passage"]["snippet"].as_str().unwrap().to_owned();
        snippet
            .split_whitespace()
            .rev()
            .nth(1)
            .unwrap()
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_owned()
    };
    for hit in &comments {
        let word = word(hit);
        for article in hits(&folder, &format!("in:articles \"{word}\"")) {
            let passage = &article["passage"];
            assert!(
                passage.is_null()
                    || passage["snippet"]
                        .as_str()
                        .unwrap()
                        .to_lowercase()
                        .contains(&word.to_lowercase())
            );
        }
    }
}

#[test]
fn fields_choose_among_the_places() {
    let folder = collection();
    let inputs = |query: &str| -> Vec<String> {
        hits(&folder, query)
            .iter()
            .map(|it| it["document"]["input"].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(inputs("valley"), ["a.html"]);
    assert!(inputs("valley input:b.html").is_empty());
    assert!(inputs("in:comments the").iter().all(|it| it == "b.html"));
    let all = hits(&folder, "in:comments the");
    let author = all.iter().find_map(|it| it["author"].as_str()).unwrap();
    let by = hits(&folder, &format!("in:comments author:\"{author}\""));
    assert!(!by.is_empty() && by.iter().all(|it| it["author"] == *author));
    let names = hits(&folder, "type:person");
    assert!(
        !names.is_empty() && names.iter().all(|it| it["in"] == "names" && it["type"] == "person")
    );
}

#[test]
fn the_index_follows_the_collection() {
    let folder = collection();
    let out = folder.path().join("out");
    assert!(hits(&folder, "mountain").is_empty());
    let index = out.join(".annalist/search/collection.db");
    assert!(index.is_file());
    std::fs::write(folder.path().join("in/c.html"), page("A mountain moved")).unwrap();
    annalist(folder.path(), &["run", "in", "-o", "out"]).check(0, &["3 documents"]);
    assert_eq!(hits(&folder, "mountain").len(), 1);
    // Where nothing can be kept, it is made for this once.
    std::fs::remove_dir_all(out.join(".annalist")).unwrap();
    std::fs::write(out.join(".annalist"), "in the way").unwrap();
    assert_eq!(hits(&folder, "mountain").len(), 1);
}

#[test]
fn what_is_found_is_shown_and_what_is_not_is_told_by_the_exit_code() {
    let folder = collection();
    let said = annalist(folder.path(), &["search", "out", "valley", "--color", "always"]);
    said.check(0, &[]);
    assert!(said.out.contains("\u{1b}[1m") && said.out.contains("a.html"), "{said:?}");
    let plain = annalist(folder.path(), &["search", "out", "valley"]);
    assert!(!plain.out.contains('\u{1b}'));
    annalist(folder.path(), &["search", "out", "nobodysaysthis"]).check(1, &[]);
    annalist(folder.path(), &["search", "out", "in:margins x"])
        .check(2, &["names, articles and comments"]);
    annalist(folder.path(), &["search", "in", "x"]).check(2, &["no output folder of annalist"]);
}
