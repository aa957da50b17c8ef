//! Parts that were read anywhere give what one run gives, to the byte, in any order and grouping.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use annalist_variants::Chance;
use common::{annalist, annalist_with, files, folder, gzip, manifest, page, write};
use serde_json::{Value, json};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures")
}

/// What one run gives, but for what tells where its pages lie.
fn without_run(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = files(folder);
    assert!(files.remove("run.json").is_some());
    files
}

/// The report on the collection, and what became of each input.
fn of_collection(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = without_run(folder);
    files.retain(|name, _| !name.contains('/'));
    assert_eq!(files.len(), 3);
    files
}

#[track_caller]
fn same(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) {
    assert_eq!(Vec::from_iter(one.keys()), Vec::from_iter(other.keys()));
    for (name, bytes) in one {
        assert!(other[name] == *bytes, "{name} differs");
    }
}

/// Runs over the fixtures; the lines that a worker writes for their pages, and those that the manifest
/// has of the rest.
fn answers(folder: &Path) -> (Vec<String>, Vec<String>) {
    let fixtures = fixtures();
    let root = fixtures.to_str().unwrap();
    let told = annalist(folder, &["run", root, "-o", "whole"]);
    assert!(matches!(told.code, Some(0 | 3)), "{told:#?}");
    let manifest = fs::read_to_string(folder.join("whole/manifest.jsonl")).unwrap();
    let is_done = |line: &&str| line.contains(r#""status":"done""#);
    let (done, rest): (Vec<&str>, Vec<&str>) = manifest.lines().partition(is_done);
    let jobs: String = done
        .iter()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|line| format!("{}\n", json!({"id": 7, "path": line["input"]})))
        .collect();
    let told = annalist_with(folder, &["worker", "--root", root], jobs.as_bytes());
    let lines: Vec<String> = told.check(0, &[]).out.lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), done.len());
    (lines, rest.into_iter().map(str::to_owned).collect())
}

fn shuffle<T>(list: &mut [T], chance: &mut Chance) {
    for place in (1..list.len()).rev() {
        list.swap(place, chance.below(place as u64 + 1) as usize);
    }
}

#[test]
fn any_parts_in_any_order_and_grouping_give_what_one_run_gives() {
    let folder = folder(&[]);
    let here = folder.path();
    let (records, rest) = answers(here);
    let whole = without_run(&here.join("whole"));
    for seed in 1..=4 {
        let chance = &mut Chance::new(seed);
        let mut lines: Vec<&String> = records.iter().chain(&rest).collect();
        // Some come twice, as where a worker was killed and its jobs were done again.
        let again = lines.iter().copied().step_by(5).collect::<Vec<_>>();
        lines.extend(again);
        shuffle(&mut lines, chance);
        let size = 1 + chance.below(9) as usize;
        let (mut parts, mut is_bare) = (Vec::new(), false);
        for (number, lines) in lines.chunks(size).enumerate() {
            let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
            let part = format!("{seed}-{number}.jsonl");
            match chance.below(4) {
                0 => write(here, &part, &gzip(text.as_bytes())),
                _ => write(here, &part, text.as_bytes()),
            }
            parts.push(part);
        }
        write(here, &format!("{seed}-empty.jsonl"), b"");
        parts.push(format!("{seed}-empty.jsonl"));
        // Some of them are merged before, into folders or, every other time, without records.
        for step in 0..3 {
            shuffle(&mut parts, chance);
            let count = 1 + chance.below(parts.len() as u64 / 2 + 1) as usize;
            let taken: Vec<String> = parts.drain(..count).collect();
            let merged = format!("{seed}-merged-{step}");
            let gathers = seed % 2 == 0 && step > 0;
            is_bare |= gathers;
            let to = if gathers { "--gather" } else { "-o" };
            let mut arguments = vec!["merge", to, &merged];
            arguments.extend(taken.iter().map(String::as_str));
            let told = annalist(here, &arguments);
            if here.join(&merged).exists() {
                parts.push(merged);
            } else {
                // A folder is not made where no part has a record: the parts go on as they are.
                assert!(matches!(told.code, Some(0 | 2..=4)), "{told:#?}");
                parts.extend(taken);
            }
        }
        shuffle(&mut parts, chance);
        let out = format!("{seed}-out");
        let mut arguments = vec!["merge", "-o", &out];
        arguments.extend(parts.iter().map(String::as_str));
        let told = annalist(here, &arguments);
        assert!(matches!(told.code, Some(0 | 3)), "{told:#?}");
        if is_bare {
            same(&of_collection(&here.join("whole")), &of_collection(&here.join(&out)));
        } else {
            same(&whole, &without_run(&here.join(&out)));
        }
    }
}

/// What a worker in `folder` says of these pages, each under the name given.
fn lines_of(folder: &Path, pages: &[(&str, &str)]) -> Vec<String> {
    let mut jobs = String::new();
    for (number, (name, title)) in pages.iter().enumerate() {
        let file = format!("page-{number}.html");
        write(folder, &file, &page(title));
        jobs += &format!("{}\n", json!({"input": name, "path": file}));
    }
    let told = annalist_with(folder, &["worker"], jobs.as_bytes());
    told.check(0, &[]).out.lines().map(|line| format!("{line}\n")).collect()
}

#[test]
fn two_pages_of_one_name_are_told_of_in_any_order_and_failures_give_way_to_records() {
    let folder = folder(&[]);
    let here = folder.path();
    let lines = lines_of(here, &[("a.html", "One"), ("a.html", "Two"), ("b.html", "Three")]);
    let failed =
        r#"{"schema_version":1,"input":"b.html","status":"failed","code":"F011","cause":"slow"}"#;
    let gone = failed.replace("b.html", "c.html");
    let mut outs = Vec::new();
    for (number, order) in [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [1, 3, 0, 4, 2]].iter().enumerate() {
        let all = [&lines[0], &lines[1], &lines[2], &format!("{failed}\n"), &format!("{gone}\n")];
        let text: String = order.iter().map(|place| all[*place].as_str()).collect();
        let out = format!("out-{number}");
        let told = annalist_with(here, &["merge", "-", "-o", &out], text.as_bytes());
        told.check(3, &["2 documents"]);
        assert_eq!(
            manifest(&here.join(&out)),
            ["a.html done", "a.html failed", "b.html done", "c.html failed"]
        );
        outs.push(without_run(&here.join(out)));
    }
    same(&outs[0], &outs[1]);
    same(&outs[0], &outs[2]);
    let told = String::from_utf8(outs[0]["manifest.jsonl"].clone()).unwrap();
    assert!(told.contains("another record of this name"), "{told}");
}

#[test]
fn a_part_that_cannot_be_used_is_named_before_anything_is_written() {
    let folder = folder(&[("empty/x", b""), ("cut.part", b"annalist-part 1 0123456789abcdef\n")]);
    let here = folder.path();
    let lines = lines_of(here, &[("a.html", "One")]);
    write(here, "good.jsonl", lines.concat().as_bytes());
    annalist(here, &["merge", "good.jsonl", "--gather", "good.part"])
        .check(0, &["1 document gathered in good.part"]);
    let part = fs::read(here.join("good.part")).unwrap();
    write(here, "half.part", &part[..part.len() / 2]);
    for (part, words) in [
        ("none.jsonl", "cannot read none.jsonl"),
        ("empty", "has no manifest.jsonl"),
        ("cut.part", "another build of annalist gathered it"),
        ("half.part", "it is cut short"),
    ] {
        annalist(here, &["merge", "good.jsonl", part, "-o", "out"]).check(2, &[words]);
        assert!(!here.join("out/manifest.jsonl").exists(), "{part}");
    }
    annalist(here, &["merge", "good.jsonl"]).check(2, &["--output"]);
    annalist(here, &["merge", "good.jsonl", "-o", "out"]).check(0, &["1 document"]);
    annalist(here, &["merge", "out", "-o", "out"]).check(2, &["is a part and the output folder"]);
    // Lines that are no records fail alone, by their number.
    let bad = [lines[0].as_bytes(), b"garbage\n", b"{\"schema_version\":1}\n"].concat();
    annalist_with(here, &["merge", "-", "-o", "other"], &bad)
        .check(3, &["stdin, line 2", "stdin, line 3", "1 document"]);
}

/// What an engine makes of the lines of `names keys`: names of one type and key, as lines for
/// `names judge`.
fn grouped(lines: &str) -> String {
    let mut names: BTreeMap<(String, String), Value> = BTreeMap::new();
    for line in lines.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| line[key].as_str().unwrap().to_owned();
        let rank = |line: &Value| {
            (-line["words"].as_i64().unwrap(), line["name"].as_str().unwrap().to_owned())
        };
        let known = names.entry((text("type"), text("known_by"))).or_insert_with(|| line.clone());
        if rank(&line) < rank(known) {
            *known = line;
        }
    }
    let mut groups: BTreeMap<(&str, &str), Vec<&Value>> = BTreeMap::new();
    for ((kind, _), line) in &names {
        for key in line["keys"].as_array().unwrap() {
            groups.entry((kind, key.as_str().unwrap())).or_default().push(&line["name"]);
        }
    }
    let lines = groups.iter().filter(|(_, names)| names.len() > 1);
    lines
        .map(|((kind, key), names)| {
            format!("{}\n", json!({"type": kind, "key": key, "names": names}))
        })
        .collect()
}

#[test]
fn names_that_were_compared_elsewhere_are_taken_and_change_nothing() {
    let folder = folder(&[]);
    let here = folder.path();
    let (mut records, _) = answers(here);
    // Names of one man, and names that are near to his.
    for name in ["Hassan Rouhani", "Hasan Rohani", "Hassan Rohani", "Hussein Rouhani"] {
        let line = lines_of(here, &[(&format!("{name}.html"), &format!("{name} Visits The Mill"))]);
        records.push(line[0].trim_end().to_owned());
    }
    let mut parts = Vec::new();
    let mut keyed = String::new();
    for (number, lines) in records.chunks(records.len().div_ceil(3)).enumerate() {
        let part = format!("{number}.jsonl");
        write(here, &part, (lines.join("\n") + "\n").as_bytes());
        let told = annalist(here, &["names", "keys", &part]);
        keyed += &told.check(0, &[]).out;
        parts.push(part);
    }
    let asked = grouped(&keyed);
    let told = annalist_with(here, &["names", "judge"], asked.as_bytes());
    let judged = &told.check(0, &[]).out;
    assert_eq!(judged.lines().count(), asked.lines().count());
    assert!(judged.contains(r#""is_same":true"#));
    write(here, "judged.jsonl", judged.as_bytes());
    // Some are missing, and some are of names that no part has.
    let foreign = judged.replace(r#""type":"person""#, r#""type":"organisation""#);
    let half: String = judged.lines().step_by(2).map(|line| format!("{line}\n")).collect();
    write(here, "half.jsonl.gz", &gzip((foreign + &half).as_bytes()));
    let mut plain = vec!["merge", "-o", "plain"];
    plain.extend(parts.iter().map(String::as_str));
    annalist(here, &plain).check(0, &[]);
    for (number, judged) in ["judged.jsonl", "half.jsonl.gz"].into_iter().enumerate() {
        let out = format!("out-{number}");
        let mut arguments = plain.clone();
        arguments[2] = &out;
        arguments.extend(["--judged", judged]);
        annalist(here, &arguments).check(0, &[]);
        same(&without_run(&here.join("plain")), &without_run(&here.join(out)));
    }
    write(here, "bad.jsonl", b"\n{}\n");
    let mut arguments = plain.clone();
    arguments.extend(["--judged", "bad.jsonl"]);
    annalist(here, &arguments).check(2, &["bad.jsonl, line 2: "]);
    annalist_with(here, &["names", "judge"], b"{}\n").check(4, &["stdin, line 1"]);
}
