//! The binary on pages: what it makes of good ones, and of every kind of bad one.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Stdio;

use common::{
    annalist, annalist_with, command, files, folder, gzip, manifest, names, page, said, write,
};
use serde_json::Value;

/// The record that a run wrote about an input.
fn record(out: &Path, output_name: &str) -> Value {
    let path = out.join("records").join(output_name);
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// The one document that `parse` makes of a page.
fn parsed(name: &str, bytes: &[u8]) -> Value {
    let folder = folder(&[(name, bytes)]);
    let told = annalist(folder.path(), &["parse", name]);
    told.check(0, &[]);
    assert_eq!(told.out.lines().count(), 1);
    serde_json::from_str(&told.out).unwrap()
}

fn text(document: &Value) -> &str {
    document["text"].as_str().unwrap()
}

fn codes(document: &Value) -> Vec<&str> {
    let diagnostics = document["diagnostics"].as_array().unwrap();
    diagnostics.iter().map(|it| it["code"].as_str().unwrap()).collect()
}

#[test]
fn a_folder_becomes_records_reports_and_a_corpus() {
    let folder = folder(&[
        ("pages/one.html", &page("First page")),
        ("pages/deep/two.htm", &page("Second page")),
        ("pages/style.css", b"p {}"),
    ]);
    let told = annalist(folder.path(), &["run", "pages", "-o", "out", "--no-html"]);
    told.check(0, &["2 documents", "out/reports", "out/manifest.jsonl"]);
    assert_eq!(told.out, "");
    let out = folder.path().join("out");
    assert_eq!(
        names(&out),
        [
            "corpus.json",
            "corpus.md",
            "manifest.jsonl",
            "records/deep/two.htm.json",
            "records/one.html.json",
            "reports/deep/two.htm.md",
            "reports/one.html.md",
            "run.json"
        ]
    );
    assert_eq!(manifest(&out), ["deep/two.htm done", "one.html done", "style.css skipped"]);
    let record = record(&out, "one.html.json");
    assert_eq!(record["input"], "one.html");
    assert!(text(&record).contains("captured in the city in March 2007"));
    let run: Value = serde_json::from_slice(&fs::read(out.join("run.json")).unwrap()).unwrap();
    assert_eq!(run["root"], "../pages");
    assert!(fs::read_to_string(out.join("reports/one.html.md")).unwrap().contains("First page"));
    assert_eq!(files(&out)["records/one.html.json"].iter().filter(|&&b| b == b'\n').count(), 1);
}

#[test]
fn neither_threads_nor_the_order_of_arguments_change_a_byte() {
    let folder = folder(&[]);
    for n in 0..30 {
        write(folder.path(), &format!("p{}/{n}.html", n % 3), &page(&format!("Page {n}")));
    }
    let run = |arguments: &[&str], out: &str| {
        let told = annalist(folder.path(), &[&["run", "-o", out], arguments].concat());
        told.check(0, &[]);
        files(&folder.path().join(out))
    };
    let one = run(&["p0", "p1", "p2", "-j", "1"], "out1");
    assert_eq!(run(&["p2", "p0/0.html", "p1", "p0", "-j", "7"], "out2"), one);
    assert_eq!(run(&["p0", "p1", "p2", "-j", "2"], "out1"), one);
}

#[test]
fn what_fails_is_named_and_the_rest_is_written() {
    let folder = folder(&[
        ("in/good.html", &page("Good")),
        ("in/empty.html", b""),
        ("in/image.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01"),
        ("in/image", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01"),
        ("in/torn.html.gz", &gzip(&page("Torn"))[..60]),
    ]);
    annalist(folder.path(), &["run", "in", "-o", "out"]).check(
        3,
        &[
            "empty.html: the file is empty",
            "image.html: the file is",
            "torn.html.gz: the gzip data",
        ],
    );
    let out = folder.path().join("out");
    assert_eq!(
        manifest(&out),
        [
            "empty.html failed",
            "good.html done",
            "image skipped",
            "image.html failed",
            "torn.html.gz failed"
        ]
    );
    assert_eq!(names(&out.join("records")), ["good.html.json"]);
}

#[test]
fn odd_charsets_give_a_document_and_a_doubt() {
    let saying = |charset: &str| {
        let page = String::from_utf8(page("Odd")).unwrap();
        page.replace("charset=utf-8", &format!("charset={charset}")).into_bytes()
    };
    let document = parsed("a.html", &saying("x-klingon"));
    assert!(text(&document).contains("captured in the city"));
    assert!(codes(&document).contains(&"P001"), "{document:#}");

    let mut torn = saying("utf-8");
    let at = torn.windows(7).position(|word| word == b"in the ").unwrap();
    torn.splice(at..at, [" قيس ".as_bytes(), b"\xff\xfe "].concat());
    let document = parsed("a.html", &torn);
    assert!(text(&document).contains("قيس") && text(&document).contains("city in March 2007"));
    assert!(codes(&document).contains(&"P002"), "{document:#}");

    // Says UTF-8, and is windows-1252 throughout.
    let mut lying = saying("utf-8");
    let at = lying.windows(7).position(|word| word == b"in the ").unwrap();
    lying.splice(at..at, *b"at the caf\xe9, he said \x93now\x94, ");
    let document = parsed("a.html", &lying);
    assert!(text(&document).contains("at the café, he said “now”, in the"), "{document:#}");
    assert!(codes(&document).contains(&"P001"), "{document:#}");

    // Says UTF-16, which a page that is read byte by byte up to its meta element cannot be.
    let document = parsed("a.html", &saying("utf-16"));
    assert!(text(&document).contains("captured in the city"));
}

#[test]
fn a_page_without_any_text_is_a_document_that_says_so() {
    let document =
        parsed("a.html", b"<!DOCTYPE html><html><body><script>x()</script></body></html>");
    assert_eq!(text(&document), "");
    assert!(codes(&document).contains(&"P003"), "{document:#}");
}

#[test]
fn a_hundred_thousand_nested_elements_are_read() {
    let deep = 100_000;
    let page = String::from_utf8(page("Deep")).unwrap();
    let page = page
        .replace("<article>", &format!("<article>{}", "<div>".repeat(deep)))
        .replace("</article>", &format!("{}</article>", "</div>".repeat(deep)));
    let document = parsed("deep.html", page.as_bytes());
    assert!(text(&document).contains("captured in the city"));
    assert!(codes(&document).contains(&"P004"), "{document:#}");
}

/// As a browser extension saves a page: the images within it.
#[test]
fn a_page_of_fifty_megabytes_is_read() {
    let image = format!("<img alt='' src='data:image/png;base64,{}'>", "QUJD".repeat(2_500_000));
    let mut bytes = b"<!DOCTYPE html><title>Heavy</title><article>".to_vec();
    for _ in 0..5 {
        bytes.extend_from_slice(b"<p>Words between two heavy images, enough to be read.</p>");
        bytes.extend_from_slice(image.as_bytes());
    }
    bytes.extend_from_slice(b"</article>");
    assert!(bytes.len() > 50_000_000);
    let document = parsed("heavy.html", &bytes);
    assert!(text(&document).contains("Words between two heavy images"));
    assert!(text(&document).len() < 10_000);

    let folder = folder(&[("heavy.html", &bytes)]);
    annalist(folder.path(), &["parse", "heavy.html", "--max-bytes", "1000000"])
        .check(4, &["heavy.html: the file has 500", "pages are read up to 1000000"]);
}

#[test]
fn two_inputs_of_one_name_stay_apart() {
    let folder = folder(&[("x/a.html", &page("Xerxes")), ("y/a.html", &page("Yvonne"))]);
    annalist(folder.path(), &["run", "x/a.html", "y/a.html", "-o", "out"]).check(0, &[]);
    let out = folder.path().join("out");
    assert_eq!(names(&out.join("records")), ["x/a.html.json", "y/a.html.json"]);
    assert!(text(&record(&out, "y/a.html.json")).contains("Yvonne"));
}

#[cfg(unix)]
#[test]
fn any_file_name_will_do() {
    use std::os::unix::ffi::OsStrExt;
    let folder = folder(&[]);
    let inside = folder.path().join("in");
    fs::create_dir(&inside).unwrap();
    for name in [&b"with blank.html"[..], b"line\nend.html", "قيس.html".as_bytes(), b"caf\xe9.html"]
    {
        fs::write(inside.join(OsStr::from_bytes(name)), page("Named")).unwrap();
    }
    annalist(folder.path(), &["run", "in", "-o", "out"]).check(0, &[]);
    assert_eq!(
        names(&folder.path().join("out/records")),
        ["caf%E9.html.json", "line%0Aend.html.json", "with blank.html.json", "قيس.html.json"]
    );
    let told = annalist(folder.path(), &["verify", "out"]);
    told.check(0, &["4 of 4 records"]);
}

#[test]
fn a_list_may_name_the_inputs() {
    let folder = folder(&[
        ("in/a.html", &page("A")),
        ("in/b c.html", &page("B")),
        ("lines", b"in/b c.html\nin/a.html\n"),
        ("nul", b"in/b c.html\0in/a.html\0"),
    ]);
    for arguments in [&["--files-from", "lines"][..], &["-0", "--files-from", "nul"]] {
        let told = annalist(folder.path(), &[&["parse"], arguments].concat());
        let inputs: Vec<Value> = told
            .check(0, &[])
            .out
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap()["input"].take())
            .collect();
        assert_eq!(inputs, ["b c.html", "a.html"], "in the order given");
    }
    let told = annalist_with(folder.path(), &["parse", "--files-from", "-"], b"in/a.html\n");
    assert_eq!(told.check(0, &[]).out.lines().count(), 1);
}

#[test]
fn a_page_may_come_on_standard_input() {
    let folder = folder(&[]);
    let told = annalist_with(folder.path(), &["parse", "-"], &page("From afar"));
    let document: Value = serde_json::from_str(&told.check(0, &[]).out).unwrap();
    assert_eq!(document["input"], "-");
    assert!(text(&document).contains("From afar"));

    annalist_with(folder.path(), &["run", "-", "-o", "out"], &page("From afar")).check(0, &[]);
    let run = fs::read(folder.path().join("out/run.json")).unwrap();
    assert!(serde_json::from_slice::<Value>(&run).unwrap()["root"].is_null());
    let told = annalist(folder.path(), &["verify", "out"]);
    assert!(told.check(1, &[]).out.contains("came on standard input"), "{told:#?}");
}

#[test]
fn packed_pages_are_read_and_checked_as_what_is_in_them() {
    let bytes = page("Packed");
    let folder = folder(&[("in/a.html", &bytes), ("in/b.html.gz", &gzip(&bytes))]);
    annalist(folder.path(), &["run", "in", "-o", "out"]).check(0, &[]);
    let out = folder.path().join("out");
    let (plain, packed) = (record(&out, "a.html.json"), record(&out, "b.html.gz.json"));
    assert_eq!(plain["id"], packed["id"]);
    assert_eq!(plain["source"]["sha256"], packed["source"]["sha256"]);
    annalist(folder.path(), &["verify", "out"]).check(0, &["2 of 2 records"]);
    assert_eq!(packed["source"]["bytes"], bytes.len());
    fs::write(folder.path().join("in/b.html.gz"), gzip(&page("Other words"))).unwrap();
    let told = annalist(folder.path(), &["verify", "out"]);
    let length = format!("b.html.gz at /source/bytes: expected {} bytes, unpacked,", bytes.len());
    assert!(told.check(1, &[]).out.contains(&length), "{told:#?}");
    for verb in ["run", "parse", "verify", "add"] {
        let help = annalist(folder.path(), &[verb, "--help"]);
        assert!(help.out.contains("those of the bytes inside"), "{verb}");
    }
}

#[test]
fn verify_finds_what_no_longer_holds() {
    let folder = folder(&[("in/a.html", &page("Honest")), ("in/b.html", &page("Other"))]);
    let at = |path: &str| folder.path().join(path);
    let verify = |arguments: &[&str]| annalist(folder.path(), &[&["verify"], arguments].concat());
    annalist(folder.path(), &["run", "in", "-o", "out"]).check(0, &[]);
    verify(&["out"]).check(0, &["2 of 2 records", "0 mismatches", "100.0 % of"]);
    verify(&["out", "--log-format", "json"]).check(0, &[r#""characters_lost":0"#]);
    verify(&["out/records/a.html.json"]).check(0, &["1 of 1 record "]);
    verify(&["out/records/a.html.json", "--source", "in"]).check(0, &[]);

    let saved = fs::read_to_string(at("in/a.html")).unwrap();
    fs::write(at("in/a.html"), saved.replacen("captured", "released", 1)).unwrap();
    let told = verify(&["out"]);
    assert!(
        told.check(1, &["1 of 2 records"]).out.contains("a.html at /source/sha256"),
        "{told:#?}"
    );
    assert!(told.out.contains("captured") && told.out.contains("released"), "{told:#?}");

    fs::remove_file(at("in/a.html")).unwrap();
    assert!(verify(&["out"]).check(1, &[]).out.contains("no such file in in; where"));
    fs::write(at("in/a.html"), &saved).unwrap();
    verify(&["out"]).check(0, &[]);

    let path = at("out/records/b.html.json");
    let record = fs::read_to_string(&path).unwrap();
    fs::write(&path, record.replacen("officials said", "officials lied", 1)).unwrap();
    let told = verify(&["out"]);
    assert!(told.check(1, &[]).out.contains("b.html: expected the record with SHA-256"));
    assert!(told.out.contains("b.html at /source_map/"), "{told:#?}");
    verify(&["out/records/b.html.json"]).check(1, &[]);
    fs::remove_file(path).unwrap();
    let told = verify(&["out"]);
    told.check(1, &["1 of 2 records"]);
    assert!(told.out.contains("b.html: expected a record, found no file records/b.html.json"));
}

#[test]
fn verify_shows_where_texts_part_and_how_to_name_the_saved_pages() {
    let folder = folder(&[("work/in/a.html", &page("Honest"))]);
    let work = folder.path().join("work");
    annalist(&work, &["run", "in", "-o", "deep/out"]).check(0, &[]);
    let saved = fs::read_to_string(work.join("in/a.html")).unwrap();
    let last = saved.rfind("officials said").unwrap();
    let changed = format!("{}officials lied{}", &saved[..last], &saved[last + 14..]);
    fs::write(work.join("in/a.html"), changed).unwrap();
    let told = annalist(&work, &["verify", "deep/out"]);
    let line = told.check(1, &[]).out.lines().find(|line| line.contains("/source_map/"));
    let line = line.unwrap_or_else(|| panic!("{told:#?}"));
    assert!(line.contains("officials said.\"") && line.contains("officials lied.\""), "{line}");
    assert!(line.chars().count() < 300, "{line}");

    fs::rename(work.join("in"), work.join("elsewhere")).unwrap();
    let told = annalist(&work, &["verify", "deep/out"]);
    let hint = "no such file in in; where the saved pages lie elsewhere, name their folder with \
                --source DIR";
    assert!(told.check(1, &[]).out.contains(hint), "{told:#?}");
    fs::write(work.join("elsewhere/a.html"), saved).unwrap();
    annalist(&work, &["verify", "deep/out", "--source", "elsewhere"]).check(0, &[]);
    annalist(&work, &["verify", "deep"]).check(2, &["error: deep is no output folder"]);
    annalist(&work, &["verify", "./no"]).check(2, &["cannot read ./no: "]);
}

#[test]
fn verify_names_records_that_the_manifest_does_not_list() {
    let folder = folder(&[("in/a.html", &page("A"))]);
    annalist(folder.path(), &["run", "in", "-o", "out"]).check(0, &[]);
    write(folder.path(), "out/records/sub/planted.html.json", b"{}");
    write(folder.path(), "out/records/.DS_Store", b"");
    let told = annalist(folder.path(), &["verify", "out"]);
    told.check(1, &["1 of 2 records"]);
    let expected = "records/sub/planted.html.json: expected a line of manifest.jsonl that tells \
                    of it, found none\n";
    assert_eq!(told.out, expected);
}

#[test]
fn verify_reads_lines_of_records() {
    let folder = folder(&[("in/a.html", &page("A")), ("in/b.html", &page("B"))]);
    let told = annalist(&folder.path().join("in"), &["parse", "a.html", "b.html"]);
    let told = annalist_with(folder.path(), &["enrich"], told.out.as_bytes());
    write(folder.path(), "records.jsonl", told.check(0, &[]).out.as_bytes());
    let arguments = ["verify", "records.jsonl", "--source", "in"];
    annalist(folder.path(), &arguments).check(0, &["2 of 2 records"]);
    annalist(folder.path(), &["verify", "records.jsonl"]).check(1, &["0 of 2 records"]);
}

#[test]
fn the_stages_one_by_one_give_what_the_whole_line_gives() {
    let folder = folder(&[("in/a.html", &page("A")), ("in/b.html", &page("B"))]);
    annalist(folder.path(), &["run", "in", "-o", "whole"]).check(0, &[]);
    let documents = annalist(folder.path(), &["parse", "in"]);
    let records = annalist_with(folder.path(), &["enrich"], documents.check(0, &[]).out.as_bytes());
    let records = records.check(0, &[]).out.as_bytes();
    annalist_with(folder.path(), &["report", "-o", "staged"], records).check(0, &["2 documents"]);
    let (mut whole, mut staged) =
        (files(&folder.path().join("whole")), files(&folder.path().join("staged")));
    // Records do not say where the saved files lie.
    assert!(whole.remove("run.json").is_some() && staged.remove("run.json").is_some());
    assert_eq!(staged, whole);
}

#[test]
fn fields_that_are_not_ours_survive_a_report() {
    let folder = folder(&[("a.html", &page("A"))]);
    annalist(folder.path(), &["run", "a.html", "-o", "out"]).check(0, &[]);
    let mut record = record(&folder.path().join("out"), "a.html.json");
    record["reviewed_by"] = "Ann".into();
    let lines = format!("{record}\n{record}\n");
    annalist_with(folder.path(), &["report", "-o", "again"], lines.as_bytes())
        .check(3, &["stdin, line 2: an earlier line holds the record of \"a.html\""]);
    let again = fs::read_to_string(folder.path().join("again/records/a.html.json")).unwrap();
    assert_eq!(again, format!("{record}\n"));
}

#[test]
fn fields_that_are_not_ours_survive_enrich() {
    let folder = folder(&[("a.html", &page("A"))]);
    let document = annalist(folder.path(), &["parse", "a.html"]);
    let reviewed = document.check(0, &[]).out.replacen('{', "{\"reviewed\": {\"by\":\"Ann\"},", 1);
    let record = annalist_with(folder.path(), &["enrich"], reviewed.as_bytes());
    assert!(record.check(0, &[]).out.ends_with(",\"reviewed\":{\"by\":\"Ann\"}}\n"), "{record:#?}");
    let again = annalist_with(folder.path(), &["enrich"], record.out.as_bytes());
    assert_eq!(again.check(0, &[]).out, record.out);

    let line = br#"{"id":1,"text":"It was May.","date":"2018-09-06","row":7}"#;
    let record = annalist_with(folder.path(), &["enrich"], line);
    let record: Value = serde_json::from_str(&record.check(0, &[]).out).unwrap();
    assert_eq!((&record["row"], &record["id"]), (&7.into(), &"1".into()));
}

#[test]
fn texts_become_records_in_their_order() {
    let folder = folder(&[]);
    let mut lines = String::new();
    for n in 0..200 {
        lines += &format!(
            "{{\"id\":{n},\"text\":\"It happened last week.\",\"date\":\"2018-09-06\"}}\n"
        );
    }
    let told = annalist_with(folder.path(), &["enrich", "-j", "4"], lines.as_bytes());
    let ids: Vec<String> = told
        .check(0, &[])
        .out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids, (0..200).map(|n| n.to_string()).collect::<Vec<_>>());
}

#[test]
fn what_an_earlier_run_wrote_goes_with_its_input() {
    let folder = folder(&[("in/a.html", &page("A")), ("in/sub/b.html", &page("B"))]);
    let run = || annalist(folder.path(), &["run", "in", "-o", "out"]);
    run().check(0, &[]);
    write(folder.path(), "out/records/mine.json", b"mine");
    fs::remove_file(folder.path().join("in/sub/b.html")).unwrap();
    run().check(0, &[]);
    let out = folder.path().join("out");
    assert_eq!(names(&out.join("records")), ["a.html.json", "mine.json"]);
    assert_eq!(names(&out.join("reports")), ["a.html.md"]);
    assert!(!out.join("records/sub").exists());
}

#[test]
fn a_page_is_added_with_its_provenance() {
    let saved = String::from_utf8(page("US captures commander")).unwrap().replace(
        "</head>",
        "<link rel=canonical href='https://news.example/2007/captured'></head>",
    );
    let folder = folder(&[("Saved Page.htm", saved.as_bytes()), ("b.html.gz", &gzip(&page("B")))]);
    let add = |arguments: &[&str]| {
        annalist(folder.path(), &[&["add", "--to", "collection"], arguments].concat())
    };
    add(&["Saved Page.htm"]).check(0, &["collection/us-captures-commander"]);
    let member = folder.path().join("collection/us-captures-commander");
    assert_eq!(names(&member), ["page.html", "source.json"]);
    assert_eq!(fs::read(member.join("page.html")).unwrap(), saved.as_bytes());
    let source = fs::read_to_string(member.join("source.json")).unwrap();
    let source: Value = serde_json::from_str(&source).unwrap();
    let keys: Vec<&str> = source.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        ["why", "origin", "licence", "url", "sha256", "bytes", "media_type", "saved_at", "file"]
    );
    assert_eq!(source["url"], "https://news.example/2007/captured");
    assert_eq!(source["bytes"], saved.len());
    assert_eq!(source["file"], "Saved Page.htm");

    let before = files(&member);
    write(folder.path(), "Later.htm", &page("US captures commander"));
    add(&["Later.htm"]).check(4, &["is there already and is never overwritten"]);
    let kept = "kept already, with the same bytes, as collection/us-captures-commander/page.html";
    add(&["Saved Page.htm", "b.html.gz"]).check(3, &["Saved Page.htm is", kept, "collection/b"]);
    add(&["Saved Page.htm", "--slug", "again"]).check(4, &[kept]);
    write(folder.path(), "b.html", &page("B"));
    add(&["b.html"]).check(4, &["b.html is kept already", "collection/b/page.html.gz"]);
    assert_eq!(files(&member), before);
    let collection = folder.path().join("collection");
    assert_eq!(
        names(&collection),
        [
            "b/page.html.gz",
            "b/source.json",
            "us-captures-commander/page.html",
            "us-captures-commander/source.json"
        ]
    );
    annalist(folder.path(), &["run", "collection", "-o", "out"]).check(0, &["2 documents"]);
}

#[test]
fn provenance_beside_a_page_gives_its_address() {
    let folder = folder(&[
        ("in/page.html", &page("A")),
        ("in/source.json", br#"{"url":"https://news.example/a"}"#),
    ]);
    annalist(folder.path(), &["run", "in", "-o", "out"]).check(0, &[]);
    let out = folder.path().join("out");
    assert_eq!(record(&out, "page.html.json")["source"]["url"], "https://news.example/a");
    assert_eq!(manifest(&out), ["page.html done", "source.json skipped"]);
}

#[test]
fn a_reader_that_has_gone_stops_the_reading() {
    let folder = folder(&[]);
    for n in 0..200 {
        write(folder.path(), &format!("in/{n}.html"), &page(&format!("Page {n}")));
    }
    let mut command = command(folder.path(), &["parse", "in"]);
    let (reader, writer) = std::io::pipe().unwrap();
    command.stdin(Stdio::null()).stdout(writer);
    drop(reader);
    let told = said(command, b"");
    told.check(0, &[]);
    assert_eq!(told.err, "");
}

#[test]
fn every_schema_is_printed() {
    let folder = folder(&[]);
    for name in ["record", "document", "corpus", "outcome"] {
        let told = annalist(folder.path(), &["schema", name]);
        let schema: Value = serde_json::from_str(&told.check(0, &[]).out).unwrap();
        assert!(schema["$schema"].as_str().unwrap().contains("2020-12"), "{name}");
    }
}

#[test]
fn the_report_in_html_has_the_form_that_is_asked_for() {
    let folder = folder(&[("in/a.html", &page("First page"))]);
    let out = folder.path().join("out");
    let has = |name: &str| out.join(name).is_file();
    annalist(folder.path(), &["run", "in", "-o", "out"]).check(0, &[]);
    assert!(has("html/index.html") && has("html/report.css") && !has("report.html"));
    annalist(folder.path(), &["run", "in", "-o", "out", "--single-file"]).check(0, &[]);
    assert!(has("report.html") && !has("html/index.html"));
    annalist(folder.path(), &["run", "in", "-o", "out", "--no-html", "--no-cache"]).check(0, &[]);
    assert!(!has("report.html") && !has("html/index.html"));
    annalist(folder.path(), &["run", "in", "-o", "out", "--no-html", "--single-file"])
        .check(2, &["cannot be used with"]);
}

#[test]
fn an_archive_on_standard_input_gives_its_pages_and_leaves_nothing_behind() {
    let record = |number: u32| {
        let page = String::from_utf8(page(&format!("Story {number}"))).unwrap();
        let length = page.len();
        format!(
            "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://x.example/{number}\r\n\
             WARC-Date: 2018-09-06T10:00:00Z\r\nContent-Type: text/html\r\n\
             Content-Length: {length}\r\n\r\n{page}\r\n\r\n"
        )
    };
    let archive: Vec<u8> = (0..3).flat_map(|number| gzip(record(number).as_bytes())).collect();
    let folder = folder(&[("tmp/none", b"")]);
    let mut command = command(folder.path(), &["run", "-", "-o", "out"]);
    command.env("TMPDIR", folder.path().join("tmp")).stdin(Stdio::piped());
    said(command, &archive).check(0, &["3 documents"]);
    let listed = manifest(&folder.path().join("out"));
    assert_eq!(listed[0], "- skipped");
    assert!(listed[1].starts_with("-/000000000000-x-example-0 done"), "{listed:?}");
    assert_eq!(listed.len(), 4);
    assert_eq!(names(&folder.path().join("tmp")), ["none"]);
}
