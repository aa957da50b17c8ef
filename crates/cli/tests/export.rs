//! What a run found, in the formats of other tools: a page that means harm stays words in each of
//! them, two exports are the same, and what cannot be done is said. `cargo xtask interop` lets the
//! tools themselves read all of them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use std::fs;
use std::path::Path;

use common::{annalist, files, folder};
use serde_json::Value;

const HARM: &[u8] = include_bytes!("../../../xtask/interop/pages/payload.html");

const STREAMS: &[&str] = &[
    "ftm",
    "ftm-statements",
    "geojson",
    "gexf",
    "graphml",
    "jsonld",
    "stix",
    "timelinejs",
    "webannotation",
];

/// A folder with what a run made of a page that means harm, in `out`.
fn with_harm() -> tempfile::TempDir {
    let folder = folder(&[("in/a.html", HARM)]);
    annalist(folder.path(), &["run", "in", "-o", "out"]).check(0, &["1 document"]);
    folder
}

fn exported(folder: &Path, format: &str) -> String {
    annalist(folder, &["export", "out", "--to", format]).check(0, &[]).out.clone()
}

fn json(folder: &Path, format: &str) -> Value {
    serde_json::from_str(&exported(folder, format)).unwrap()
}

fn rows(folder: &Path, table: &str) -> String {
    fs::read_to_string(folder.join("tables").join(table)).unwrap()
}

#[test]
fn two_exports_are_the_same_to_the_byte_on_stdout_and_in_files() {
    let folder = with_harm();
    let path = folder.path();
    for format in STREAMS {
        let first = exported(path, format);
        annalist(path, &["export", "out", "--to", format, "-o", "file"])
            .check(0, &[&format!("1 document written to file as {format}")]);
        assert_eq!(fs::read_to_string(path.join("file")).unwrap(), first, "{format}");
        assert!(!first.contains(['\u{202E}', '\u{7}', '\0']), "{format} hides text");
    }
    for format in ["csv", "sqlite"] {
        annalist(path, &["export", "out", "--to", format, "-o", "one"]).check(0, &[]);
        annalist(path, &["export", "out", "--to", format, "-o", "two"]).check(0, &[]);
        assert_eq!(files(&path.join("one")), files(&path.join("two")), "{format}");
    }
}

#[test]
fn tables_hold_no_formula() {
    let folder = with_harm();
    annalist(folder.path(), &["export", "out", "--to", "csv", "-o", "tables"]).check(0, &[]);
    let documents = rows(folder.path(), "documents.csv");
    assert!(documents.contains(",'=cmd|' /C calc'!A0,"), "{documents}");
    assert!(documents.contains(",2011-05-06T07:08:00+02:00,second,"), "{documents}");
    let comments = rows(folder.path(), "comments.csv");
    assert!(comments.contains("'+1 for Margaret Halloran"), "{comments}");
    assert!(comments.contains("'@Margaret <script>alert(2)</script>"), "{comments}");
    let dates = rows(folder.path(), "dates.csv");
    assert!(dates.contains(",DATE,2007-03,month,2007-03-01,2007-03-31,explicit,"), "{dates}");
    assert!(rows(folder.path(), "mentions.csv").contains("⟨U+202E⟩"));
}

/// Whether Parquet is built in: with the feature `arrow`, which the package for Python turns on where
/// the whole workspace is built.
fn has_parquet() -> bool {
    let parquet = annalist_export::format("parquet").unwrap();
    !matches!(parquet.opening, annalist_export::Opening::Feature(_))
}

#[test]
fn tables_of_parquet_are_those_of_csv_however_many_threads_read_the_pages() {
    if !has_parquet() {
        return;
    }
    let folder = with_harm();
    let path = folder.path();
    annalist(path, &["run", "in", "-o", "again", "--jobs", "1", "--no-cache"]).check(0, &[]);
    for (from, format, to) in
        [("out", "csv", "csv"), ("out", "parquet", "one"), ("again", "parquet", "two")]
    {
        annalist(path, &["export", from, "--to", format, "-o", to]).check(0, &[]);
    }
    let tables = |folder: &str, extension: &str| -> Vec<String> {
        let names = common::names(&path.join(folder)).into_iter();
        names.map(|name| name.strip_suffix(extension).unwrap().to_owned()).collect()
    };
    assert_eq!(tables("one", ".parquet"), tables("csv", ".csv"));
    assert_eq!(files(&path.join("one")), files(&path.join("two")));
}

#[test]
fn what_parquet_needs_is_said_where_it_is_not_built_in() {
    if has_parquet() {
        return;
    }
    let folder = with_harm();
    let path = folder.path();
    let told = annalist(path, &["export", "out", "--to", "parquet", "-o", "tables"]);
    let message = "this annalist cannot write parquet; cargo install --path crates/cli --features \
                   arrow builds one that can";
    assert_eq!(told.check(2, &[message]).err.trim().lines().count(), 1);
    assert!(!path.join("tables").exists());
}

#[test]
fn follow_the_money_keeps_comments_apart_and_names_the_claim() {
    let folder = with_harm();
    let entities: Vec<Value> = exported(folder.path(), "ftm")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let of = |schema: &str| entities.iter().filter(|it| it["schema"] == schema).collect::<Vec<_>>();
    let article = of("Article")[0];
    assert_eq!(article["properties"]["publishedAt"][0], "2011-05-06T05:08:00");
    assert_eq!(of("PlainText").len(), 2);
    let links = of("UnknownLink");
    assert_eq!(links[0]["properties"]["object"][0], article["id"]);
    assert_eq!(links[1]["properties"]["object"][0], of("PlainText")[0]["id"]);
    let in_comments = of("Mention").into_iter().filter(|it| {
        it["properties"]["document"][0].as_str().is_some_and(|id| id.starts_with("c-"))
    });
    assert!(in_comments.count() > 0);
    let statements = exported(folder.path(), "ftm-statements");
    let claimed = statements.lines().find(|line| line.contains(",Margaret Halloran,annalist,m-"));
    assert!(claimed.is_some(), "{statements}");
}

#[test]
fn annotations_quote_and_place_their_words() {
    let folder = with_harm();
    let record: Value =
        serde_json::from_slice(&fs::read(folder.path().join("out/records/a.html.json")).unwrap())
            .unwrap();
    let text: Vec<char> = record["text"].as_str().unwrap().chars().collect();
    let page = json(folder.path(), "webannotation");
    let items = page["items"].as_array().unwrap();
    assert!(items.len() > 5);
    let targets = items.iter().map(|item| &item["target"]);
    let targets = targets.flat_map(|it| it.as_array().map_or(vec![it], |all| all.iter().collect()));
    for target in targets {
        let [quote, position] = [0, 1].map(|index| &target["selector"][index]);
        let [start, end] = ["start", "end"].map(|key| position[key].as_u64().unwrap() as usize);
        let words: String = text[start..end].iter().collect();
        assert_eq!(quote["exact"], words);
    }
}

#[test]
fn comments_are_a_tree_in_json_ld() {
    let folder = with_harm();
    let article = &json(folder.path(), "jsonld")["@graph"][0];
    assert_eq!(article["@type"], "NewsArticle");
    assert_eq!(article["datePublished"], "2011-05-06T07:08:00+02:00");
    assert_eq!(article["comment"][1]["parentItem"]["@id"], article["comment"][0]["@id"]);
    // The page gives no zone, and none is made up.
    assert_eq!(article["comment"][0]["dateCreated"], "2011-05-07T10:00");
}

#[test]
fn towns_have_points_and_networks_have_ties() {
    let folder = with_harm();
    let places = json(folder.path(), "geojson");
    let of = |name: &str| {
        let all = places["features"].as_array().unwrap();
        all.iter().find(|it| it["properties"]["name"] == name).unwrap().clone()
    };
    let baghdad = of("Baghdad");
    assert_eq!(baghdad["properties"]["precision"], "city");
    assert!(baghdad["geometry"]["coordinates"][0].as_f64().unwrap() > 44.0, "longitude first");
    for format in ["gexf", "graphml"] {
        let network = exported(folder.path(), format);
        assert!(network.contains("Margaret Halloran"), "{network}");
        assert!(network.contains("named-together"), "{network}");
        assert!(!network.contains("<script"), "{network}");
    }
}

#[test]
fn a_timeline_shows_words_and_no_markup_of_a_page() {
    let folder = with_harm();
    let timeline = json(folder.path(), "timelinejs");
    let shown = timeline.to_string();
    assert!(shown.contains("&lt;script&gt;"), "{shown}");
    assert!(!shown.contains("<script") && !shown.contains("<img"), "{shown}");
    let march = timeline["events"].as_array().unwrap();
    let march = march.iter().find(|it| it["display_date"] == "2007-03").unwrap();
    assert_eq!(march["start_date"], serde_json::json!({ "year": 2007, "month": 3 }));
}

#[test]
fn stix_identifiers_and_times_follow_from_the_pages() {
    let folder = with_harm();
    let bundle = json(folder.path(), "stix");
    let objects = bundle["objects"].as_array().unwrap();
    let report = objects.iter().find(|it| it["type"] == "report").unwrap();
    assert_eq!(report["published"], "2011-05-06T05:08:00.000Z");
    for reference in report["object_refs"].as_array().unwrap() {
        assert!(objects.iter().any(|it| &it["id"] == reference), "{reference}");
    }
}

#[test]
fn what_cannot_be_exported_is_said_and_leaves_nothing() {
    let folder = with_harm();
    let path = folder.path();
    let refused = |arguments: &[&str], words: &str| {
        annalist(path, arguments).check(2, &[words]);
    };
    refused(&["export", "out", "--to", "csv"], "name a folder for them with --output");
    refused(&["export", "in", "--to", "ftm"], "is no output folder of annalist");
    refused(&["export", "out", "--to", "word"], "[possible values: csv, ftm");
    fs::write(path.join("out/records/a.html.json"), "{}").unwrap();
    for (format, target) in [("ftm", "torn.json"), ("csv", "torn")] {
        let arguments = ["export", "out", "--to", format, "-o", target];
        refused(&arguments, "run annalist again to write it anew");
    }
    assert!(!path.join("torn.json").exists());
    assert!(files(&path.join("torn")).is_empty());
}
