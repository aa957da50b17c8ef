//! Fixtures: one page each, and where it is from.

use std::collections::BTreeMap;

use anyhow::Result;
use serde_json::Value;

use super::house::House;

const FOLDER: &str = "fixtures/";

/// Fields of a `source.json` that say something.
const WORDS: [&str; 3] = ["why", "origin", "licence"];

/// Each fixture has one page and its provenance.
pub(super) fn folders(house: &House<'_>) -> Result<Vec<String>> {
    Ok(check_folders(house.files_below(FOLDER, "")))
}

/// Each provenance says what is asked of it.
pub(super) fn provenance(house: &House<'_>) -> Result<Vec<String>> {
    let mut breaches = Vec::new();
    for path in house.files_below(FOLDER, "/source.json") {
        breaches.extend(check_provenance(path, &house.text(path)?));
    }
    Ok(breaches)
}

fn check_folders<'f>(files: impl Iterator<Item = &'f str>) -> Vec<String> {
    let mut folders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for file in files {
        let below = file.strip_prefix(FOLDER).unwrap_or(file);
        if let Some((slug, name)) = below.split_once('/') {
            folders.entry(slug).or_default().push(name);
        }
    }
    let mut breaches = Vec::new();
    for (slug, names) in folders {
        let folder = format!("{FOLDER}{slug}");
        let is_captured = |name: &&&str| name.starts_with("page.capture/");
        let is_page = |name: &&&str| name.starts_with("page.") && !is_captured(name);
        match names.iter().filter(is_page).count() {
            1 => {}
            0 => breaches.push(format!("{folder}: has no page; save it as page.html or page.txt")),
            _ => breaches.push(format!("{folder}: has several pages; a fixture is one page")),
        }
        if !names.contains(&"source.json") {
            breaches.push(format!("{folder}: has no source.json; see fixtures/README.md"));
        }
        let is_known = |name: &&&str| is_page(name) || is_captured(name) || **name == "source.json";
        let strays = names.iter().filter(|name| !is_known(name));
        breaches.extend(strays.map(|name| {
            format!(
                "{folder}/{name}: a fixture is page.*, source.json and page.capture/; take this out"
            )
        }));
    }
    breaches
}

fn check_provenance(path: &str, text: &str) -> Vec<String> {
    let Ok(Value::Object(provenance)) = serde_json::from_str::<Value>(text) else {
        return vec![format!("{path}: is no JSON object")];
    };
    let mut breaches = Vec::new();
    for key in WORDS {
        let words = provenance.get(key).and_then(Value::as_str).unwrap_or_default();
        if words.trim().is_empty() {
            breaches.push(format!("{path}: fill in `{key}`; see fixtures/README.md"));
        }
    }
    if !matches!(provenance.get("url"), Some(Value::String(_) | Value::Null)) {
        breaches.push(format!("{path}: give the address of the page as `url`, or null"));
    }
    if !matches!(provenance.get("facts"), Some(Value::Object(facts)) if !facts.is_empty()) {
        breaches.push(format!("{path}: write what is true of the page as `facts`, an object"));
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixture_is_a_page_and_its_provenance() {
        let check = |files: &[&str]| check_folders(files.iter().copied());
        let good = ["fixtures/README.md", "fixtures/a/page.html.gz", "fixtures/a/source.json"];
        assert_eq!(check(&good), Vec::<String>::new());
        for (files, expected) in [
            (&["fixtures/a/source.json"][..], "no page"),
            (&["fixtures/a/page.html"], "no source.json"),
            (
                &["fixtures/a/page.html", "fixtures/a/page.txt", "fixtures/a/source.json"],
                "several pages",
            ),
            (
                &["fixtures/a/page.html", "fixtures/a/img/x.png", "fixtures/a/source.json"],
                "fixtures/a/img/x.png",
            ),
        ] {
            let breaches = check(files);
            assert_eq!(breaches.len(), 1, "{files:?}");
            assert!(breaches[0].contains(expected), "{breaches:?}");
        }
    }

    #[test]
    fn what_is_not_filled_in_is_named() {
        let good = r#"{"why":"w","origin":"o","licence":"l","url":null,"facts":{"title":"t"}}"#;
        assert_eq!(check_provenance("a", good), Vec::<String>::new());
        assert_eq!(check_provenance("a", &good.replace(r#""why":"w""#, r#""why":"""#)).len(), 1);
        assert_eq!(check_provenance("a", "{}").len(), 5);
        assert_eq!(check_provenance("a", "[").len(), 1);
    }
}
