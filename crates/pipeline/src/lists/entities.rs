//! Lists as JSON: objects of our own keys, and entities of FollowTheMoney.

use std::io::Read;

use annalist_enrich::ListEntry;
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use super::blocks::Blocks;
use super::{Fault, Raw, Unread, kind_of, schema_kind, text_of};

/// An object of either form.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Loose {
    name: Option<String>,
    aliases: Aliases,
    r#type: Option<String>,
    #[serde(alias = "id")]
    identifier: Option<Value>,
    #[serde(alias = "notes")]
    note: Option<String>,
    schema: Option<String>,
    caption: Option<String>,
    properties: Option<Properties>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Aliases {
    Many(Vec<String>),
    One(String),
}

impl Default for Aliases {
    fn default() -> Aliases {
        Aliases::Many(Vec::new())
    }
}

/// The properties of an entity that hold names. Weak aliases are left out: they are too common to
/// be looked for.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Properties {
    name: Vec<String>,
    alias: Vec<String>,
    previous_name: Vec<String>,
    notes: Vec<String>,
}

/// The entries of an array, or of an object a line.
pub(super) fn read(file: &mut Blocks<impl Read + Send>) -> Result<Vec<ListEntry>, Unread> {
    let Some(mut block) = file.lines()? else { return Ok(Vec::new()) };
    let first = block.trim_ascii_start().strip_prefix("\u{feff}".as_bytes()).unwrap_or(&block);
    if first.trim_ascii_start().starts_with(b"[") {
        block.extend(file.all()?);
        return Ok(array(&block)?);
    }
    let (mut entries, mut line) = (Vec::new(), 1);
    loop {
        // The next block is read while this one is taken apart.
        let (of_block, next) = rayon::join(|| of_lines(&block, line), || file.lines());
        let (of_block, lines) = of_block?;
        entries.extend(of_block);
        line += lines;
        match next? {
            Some(next) => block = next,
            None => return Ok(entries),
        }
    }
}

/// The entries of an array.
fn array(bytes: &[u8]) -> Result<Vec<ListEntry>, Fault> {
    let all: Vec<Loose> =
        serde_json::from_str(text_of(bytes)?).map_err(|error| fault(&error, 0))?;
    let entry = |(number, loose): (u64, Loose)| {
        entry(&loose, 0)
            .map_err(|fault| Fault::at(0, format!("entry {number}: {}", fault.message)))
            .transpose()
    };
    (1..).zip(all).filter_map(entry).collect()
}

/// The entries of a block, whose first line has this number; and how many lines it has.
fn of_lines(block: &[u8], first: u64) -> Result<(Vec<ListEntry>, u64), Fault> {
    let lines: Vec<(u64, &[u8])> =
        (first..).zip(block.split_inclusive(|it| *it == b'\n')).collect();
    let of_line = |(line, bytes): &(u64, &[u8])| {
        let text = text_of(bytes).map_err(|fault| Fault { line: *line, ..fault })?;
        if text.trim().is_empty() {
            return Ok(None);
        }
        let loose: Loose = serde_json::from_str(text).map_err(|error| fault(&error, *line))?;
        entry(&loose, *line)
    };
    // All results first: of several faults, that of the first line is told.
    let entries: Vec<Result<Option<ListEntry>, Fault>> = lines.par_iter().map(of_line).collect();
    let entries = entries.into_iter().filter_map(Result::transpose).collect::<Result<_, _>>()?;
    Ok((entries, lines.len() as u64))
}

/// The entry, unless it is of something that texts do not name: an address, a sanction, a tie.
fn entry(loose: &Loose, line: u64) -> Result<Option<ListEntry>, Fault> {
    let identifier = match &loose.identifier {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(_) => return Err(Fault::at(line, "the identifier is neither text nor number")),
    };
    let Some(properties) = &loose.properties else {
        let aliases: Vec<&str> = match &loose.aliases {
            Aliases::Many(many) => many.iter().map(String::as_str).collect(),
            Aliases::One(one) => one.split(';').collect(),
        };
        let kind = loose.r#type.as_deref().or(loose.schema.as_deref()).unwrap_or_default();
        let raw = Raw {
            name: loose.name.as_deref().unwrap_or_default(),
            aliases,
            kind: kind_of(kind, line)?,
            identifier: &identifier,
            note: loose.note.as_deref().unwrap_or_default(),
        };
        return raw.entry(line).map(Some);
    };
    let Some(kind) = schema_kind(loose.schema.as_deref().unwrap_or_default()) else {
        return Ok(None);
    };
    let names = properties.name.iter().chain(&properties.alias).chain(&properties.previous_name);
    let mut names = loose.caption.iter().chain(names).map(String::as_str);
    let raw = Raw {
        name: names.next().unwrap_or_default(),
        aliases: names.collect(),
        kind: Some(kind),
        identifier: &identifier,
        note: properties.notes.first().map(String::as_str).unwrap_or_default(),
    };
    raw.entry(line).map(Some)
}

fn fault(error: &serde_json::Error, line: u64) -> Fault {
    let message = error.to_string();
    let what = message.split(" at line ").next().unwrap_or_default();
    let line = if line > 0 { line } else { error.line() as u64 };
    Fault::at(line, format!("column {}: {what}", error.column()))
}
