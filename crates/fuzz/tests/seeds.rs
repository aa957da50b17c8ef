//! A short run of each target: all of its seeds, and what a few changes make of them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use annalist_fuzz::{TARGETS, Target};
use annalist_variants::Chance;

/// What the changes follow from.
const SEED: u64 = 20_180_906;

/// Changed inputs of a target.
const CHANGED: usize = 300;

/// The same for targets that write files.
const CHANGED_SLOWLY: usize = 6;

/// Longer seeds stand for themselves alone.
const LONGEST_CHANGED: usize = 16 << 10;

/// Pieces that are put into an input.
const PIECES: &[&[u8]] = &[
    b"<",
    b">",
    b"&",
    b"\0",
    b"\r\n",
    b"\r\n\r\n",
    b"\"",
    b"\\u",
    b"\\ud83d",
    b"=",
    b"=\n",
    b"--",
    b"\xff",
    b"\xfe\xff",
    b"\xe2\x80\xae",
    b"\xc2\xa0",
    b"\xd8\xa7",
    b"-1",
    b"99999999999999999999",
    b"<div>",
    b"</div>",
    b"<p>",
    b"<table>",
    b"al-",
    b"(",
    b")",
    b"[",
    b"PK\x01\x02",
    b"\x1f\x8b",
];

fn targets(only: impl Fn(&str) -> bool) -> impl Iterator<Item = &'static Target> {
    TARGETS.iter().filter(move |target| only(target.name))
}

#[test]
fn pages_and_their_encodings() {
    run(targets(|name| ["answers", "decode", "dump", "mhtml", "page"].contains(&name)));
}

#[test]
fn texts_and_names() {
    run(targets(|name| ["dates", "matching", "names", "records"].contains(&name)));
}

#[test]
fn archives() {
    run(targets(|name| ["tar", "warc", "zip"].contains(&name)));
}

#[test]
fn batches() {
    run(targets(|name| name == "batch"));
}

#[test]
fn each_target_has_a_program_and_seeds() {
    let names: BTreeSet<&str> = TARGETS.iter().map(|target| target.name).collect();
    assert_eq!(TARGETS.len(), names.len());
    assert!(TARGETS.is_sorted_by_key(|target| target.name));
    let manifest = fs::read_to_string(here().join("libfuzzer/Cargo.toml")).unwrap();
    for name in &names {
        assert!(manifest.contains(&format!("path = \"targets/{name}.rs\"")), "{name}");
        let program = fs::read_to_string(here().join(format!("libfuzzer/targets/{name}.rs")));
        assert!(program.unwrap().contains(&format!("run(\"{name}\", bytes)")), "{name}");
        assert!(!seeds(name).is_empty(), "{name} has no seed");
    }
    for line in table() {
        assert!(names.contains(line[0].as_str()), "seeds.tsv: no target {}", line[0]);
    }
}

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The lines of `seeds.tsv`.
fn table() -> Vec<Vec<String>> {
    let table = fs::read_to_string(here().join("seeds.tsv")).unwrap();
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

/// What a target starts from, sorted.
fn seeds(target: &str) -> Vec<PathBuf> {
    let mut seeds = files(&here().join("seeds").join(target), "");
    for line in table().into_iter().filter(|line| line[0] == target) {
        let found = files(&here().join("../..").join(&line[1]), &format!(".{}", line[2]));
        assert!(!found.is_empty(), "seeds.tsv: nothing in {}", line[1]);
        seeds.extend(found);
    }
    seeds
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.is_file() && path.to_string_lossy().ends_with(ending)).collect();
    files.sort();
    files
}

fn run<'t>(targets: impl Iterator<Item = &'t Target>) {
    for target in targets {
        let mut changed = Vec::new();
        for path in seeds(target.name) {
            let bytes = fs::read(&path).unwrap();
            check(target, &bytes, &path.display().to_string());
            if bytes.len() <= LONGEST_CHANGED {
                changed.push(bytes);
            }
        }
        let mut chance = Chance::new(SEED);
        let count = if target.name == "batch" { CHANGED_SLOWLY } else { CHANGED };
        for number in 0..count {
            let seed = &changed[number % changed.len()];
            let bytes = change(seed, &changed, &mut chance);
            check(target, &bytes, &format!("change {number}"));
        }
    }
}

fn check(target: &Target, bytes: &[u8], what: &str) {
    let held = catch_unwind(AssertUnwindSafe(|| (target.run)(bytes)));
    if held.is_err() {
        let kept = std::env::temp_dir().join(format!("annalist-{}-failed", target.name));
        fs::write(&kept, bytes).unwrap();
        panic!("{}: {what} does not hold; its bytes are kept in {}", target.name, kept.display());
    }
}

/// `seed` with one to four changes.
fn change(seed: &[u8], all: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len() as u64 + 1) as usize;
        let end = (at + chance.below(40) as usize).min(bytes.len());
        match chance.below(6) {
            0 => drop(bytes.drain(at..end)),
            1 => bytes.truncate(at),
            2 => {
                let piece = bytes[at..end].repeat(chance.below(20) as usize);
                bytes.splice(at..at, piece);
            }
            3 => {
                let piece = PIECES[chance.below(PIECES.len() as u64) as usize];
                bytes.splice(at..at, piece.iter().copied());
            }
            4 => {
                let other = &all[chance.below(all.len() as u64) as usize];
                let from = chance.below(other.len() as u64 + 1) as usize;
                bytes.splice(at..end, other[from..].iter().take(200).copied());
            }
            _ => bytes[at..end].iter_mut().take(2).for_each(|it| *it = chance.number() as u8),
        }
    }
    bytes
}
