//! Names that an engine groups by key: the names of parts with their keys ([`key_names`]), what those
//! of one key give ([`judge_names`]), and what a merge makes of that ([`judged_elsewhere`]).
//!
//! A block is known by its seal, as one of an earlier run is ([`earlier`](super::earlier)), so an
//! engine that leaves names out, or adds some, costs a merge time and never changes what it gives.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use annalist_corpus::{FullName, Partial};
use annalist_enrich::Enricher;
use annalist_model::EntityKind;
use serde::{Deserialize, Serialize};

use super::{Block, Filed, Found, Judged, Prepared, seal};
use crate::cache::made::built_in;
use crate::lines::{self, LONGEST_LINE, LineSource, Lines};
use crate::merge::{Opened, each_piece};
use crate::names::kind_of;
use crate::order::Workers;
use crate::{Control, Engine, Problem, Settings, Summary, hash};

/// A name, for an engine to file.
#[derive(Serialize)]
struct KeyedName<'n> {
    /// `person` or `organisation`.
    r#type: &'static str,
    /// The same for all writings of one name, as hex.
    known_by: String,
    /// The fullest writing.
    name: &'n str,
    words: usize,
    /// As hex.
    keys: Vec<String>,
}

/// The names of one key, as an engine gives them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    r#type: String,
    key: String,
    names: Vec<String>,
}

/// What the names of one key give.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct JudgedNames {
    r#type: String,
    key: String,
    /// What stands for the names, as hex.
    seal: String,
    /// What judged them.
    build: String,
    near: Vec<Found>,
}

/// Writes the full names of people and organisations that `parts` hold, a line for each, sorted: the
/// fullest writing, and the keys under which it is filed.
///
/// Where parts are many, the fullest writing of a name is that of most words among their lines, and of
/// several such the one whose bytes come first.
///
/// # Errors
///
/// Where a part cannot be read, or a stream breaks off.
pub fn key_names(
    engine: &Engine,
    parts: &[PathBuf],
    settings: &Settings,
    control: Control<'_>,
    out: &mut dyn Write,
) -> Result<Summary, Problem> {
    let opened = Opened::all(parts, None)?;
    let workers = Workers::new(settings.jobs)?;
    let mut summary = Summary::default();
    let mut names: BTreeMap<(&'static str, String), FullName> = BTreeMap::new();
    summary.interrupted = each_piece(engine, opened, &workers, control, &mut |piece| {
        summary.count(piece.outcome());
        control.watch.on_document(piece.outcome());
        let added = Partial::each_full_name(piece.partial(), &mut |name| {
            let key = (name.kind.as_str(), name.known_by.clone());
            match names.get_mut(&key) {
                Some(known) if name.is_fuller_than(known) => *known = name,
                Some(_) => {}
                None => drop(names.insert(key, name)),
            }
            Ok(())
        });
        added.map_err(Problem::Stream)
    })?;
    if summary.interrupted {
        return Ok(summary);
    }
    let enricher = engine.enricher();
    for ((r#type, known_by), FullName { kind, name, words, .. }) in &names {
        let keys = enricher.name_keys(&enricher.prepare_name(name, *kind));
        let mut known_by = hash::of(known_by.as_bytes()).to_string();
        known_by.truncate(32);
        let keys = keys.into_iter().map(key_text).collect();
        write_line(out, &KeyedName { r#type, known_by, name, words: *words, keys })?;
    }
    out.flush().map_err(Problem::Stream)?;
    summary.written = true;
    Ok(summary)
}

/// Compares the names of each line of `source`, those of one key, and writes what they give, a line for
/// each, in order. A line that cannot be used is a failure that bears its number.
///
/// # Errors
///
/// Where nothing can be done, or a stream breaks off.
pub fn judge_names(
    engine: &Engine,
    source: LineSource<'_>,
    settings: &Settings,
    control: Control<'_>,
    out: &mut dyn Write,
) -> Result<Summary, Problem> {
    let workers = Workers::new(settings.jobs)?;
    let mut summary = Summary::default();
    let work = |_: &lines::Line, text: &str| Ok(judge(engine.enricher(), text)?);
    summary.interrupted =
        lines::each_line_of_any(source, &workers, control, work, |result| match result {
            Ok(line) => {
                summary.done += 1;
                write_line(out, &line)
            }
            Err(outcome) => {
                summary.count(&outcome);
                control.watch.on_document(&outcome);
                Ok(())
            }
        })?;
    out.flush().map_err(Problem::Stream)?;
    Ok(summary)
}

fn judge(enricher: &Enricher, line: &str) -> Result<JudgedNames, String> {
    let Asked { r#type, key: key_of_all, names } = lines::object(line)?;
    let kind = kind_of(&r#type)?;
    let key = key_of(&key_of_all)?;
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.sort_unstable();
    let nothing = Judged::none();
    let filed = Filed::of(enricher, kind, &names, &nothing.of(kind));
    for (place, name) in names.iter().enumerate() {
        if filed.keys(place).binary_search(&key).is_err() {
            return Err(format!("{name:?} is not filed under the key {key_of_all}"));
        }
    }
    let places: Vec<usize> = (0..names.len()).collect();
    let mut prepared = Prepared::new(enricher, kind, &names);
    let near = prepared.compare(key, &places, &filed);
    let seal = hex(&seal(names.iter()));
    Ok(JudgedNames { r#type, key: key_of_all, seal, build: built_in().key(), near })
}

/// What [`judge_names`] wrote to files, for a merge.
///
/// # Errors
///
/// Where a file cannot be read, or holds a line that another build wrote, or none of ours.
pub(crate) fn judged_elsewhere(files: &[PathBuf]) -> Result<Judged, Problem> {
    let mut blocks = Vec::new();
    for file in files {
        let Opened::Lines(label, mut reader) = Opened::one(file)? else {
            let file = file.display();
            return Err(Problem::Usage(format!("{file} is no file of judged names")));
        };
        let source = LineSource { label: &label, reader: &mut reader };
        let mut lines = Lines::new(source, LONGEST_LINE);
        for line in &mut lines {
            let block = line.text.and_then(|text| block_of(&text));
            blocks.push(block.map_err(|why| Problem::Usage(format!("{}: {why}", line.name)))?);
        }
        if let Some(error) = lines.error {
            return Err(Problem::file("read", file)(error));
        }
    }
    Judged::blocks(blocks).map_err(Problem::Stream)
}

fn block_of(line: &str) -> Result<(EntityKind, Block), String> {
    let JudgedNames { r#type, key, seal, build, near: found } = lines::object(line)?;
    if build != built_in().key() {
        return Err("another build of annalist judged these names; judge them again".to_owned());
    }
    let seal = u128::from_str_radix(&seal, 16).map_err(|_| "the seal is none".to_owned())?;
    Ok((kind_of(&r#type)?, Block { key: key_of(&key)?, seal: seal.to_be_bytes(), found }))
}

fn write_line(out: &mut dyn Write, line: &impl Serialize) -> Result<(), Problem> {
    let line = serde_json::to_string(line).map_err(|error| Problem::Stream(error.into()))?;
    lines::write_line(out, &line)
}

fn key_text(key: u64) -> String {
    format!("{key:016x}")
}

fn key_of(text: &str) -> Result<u64, String> {
    let key = u64::from_str_radix(text, 16).ok().filter(|key| key_text(*key) == text);
    key.ok_or_else(|| format!("`key` is {text:?}; keys are sixteen hexadecimal digits"))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use annalist_corpus::NameJudge;
    use serde_json::json;

    use super::super::Judge;
    use super::super::tests::{ENRICHER, all_at_once, names};
    use super::*;

    /// What a line of `judge` is answered, read back for a merge.
    fn judged(line: &str) -> Result<(EntityKind, Block), String> {
        block_of(&serde_json::to_string(&judge(&ENRICHER, line)?).unwrap())
    }

    #[test]
    fn blocks_judged_one_by_one_are_all_that_a_merge_asks_for() {
        for seed in 0..6 {
            let names = names(&mut annalist_variants::Chance::new(seed), 5 + seed * 9);
            let mut by_key: BTreeMap<u64, Vec<&str>> = BTreeMap::new();
            // The order in which an engine gathers names is its own.
            for name in names.iter().rev() {
                let prepared = ENRICHER.prepare_name(name, EntityKind::Person);
                for key in ENRICHER.name_keys(&prepared) {
                    by_key.entry(key).or_default().push(name);
                }
            }
            by_key.retain(|_, names| names.len() > 1);
            let blocks = by_key.iter().map(|(key, names)| {
                let line = json!({"type": "person", "key": key_text(*key), "names": names});
                judged(&line.to_string()).unwrap()
            });
            let elsewhere = Judged::blocks(blocks).unwrap();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let judge = Judge { enricher: &ENRICHER, judged: &elsewhere };
            let found = judge.judge(EntityKind::Person, &names);
            let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
            assert_eq!(found, all_at_once(&names), "seed {seed}");
            assert_eq!(elsewhere.blocks_asked(), by_key.len());
            assert_eq!(elsewhere.blocks_known(), by_key.len());
        }
    }

    #[test]
    fn lines_that_cannot_be_used_say_why() {
        for (line, expected) in [
            ("[]", "no JSON object"),
            (r#"{"type":"ship","key":"0000000000000000","names":[]}"#, "known are person"),
            (r#"{"type":"person","key":"12","names":[]}"#, "sixteen hexadecimal digits"),
            (
                r#"{"type":"person","key":"0000000000000012","names":["Ann Lee"]}"#,
                "not filed under",
            ),
            (r#"{"type":"person","key":"0000000000000012","name":"Ann Lee"}"#, "unknown field"),
        ] {
            let error = judge(&ENRICHER, line).map(drop).unwrap_err();
            assert!(error.contains(expected), "{line}: {error}");
        }
        let asked = r#"{"type":"person","key":"0000000000000012","names":[]}"#;
        let line = serde_json::to_string(&judge(&ENRICHER, asked).unwrap()).unwrap();
        let other = line.replace(&built_in().key(), "0123456789abcdef");
        assert!(block_of(&other).unwrap_err().contains("another build"));
        assert!(block_of(&line).is_ok());
    }
}
