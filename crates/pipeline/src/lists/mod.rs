//! Lists of names that the user owns: files of lines, and entity files as OpenSanctions and other
//! publishers of FollowTheMoney data give them.
//!
//! | file | holds |
//! | --- | --- |
//! | `.tsv`, `.csv` | a head line with `name`, and `aliases` (parted by `;`), `type`, `identifier`, `note` where known; or `targets.simple.csv` of OpenSanctions |
//! | `.json`, `.jsonl` | an object with those keys a line, or an array of them; or an entity of FollowTheMoney a line |

mod blocks;
mod entities;
mod table;

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use annalist_enrich::{ListEntry, NameList};
use annalist_model::EntityKind;

use crate::Problem;
use crate::order::Workers;

use blocks::Blocks;

/// Longest list that is read, in bytes.
const LONGEST: u64 = 4 << 30;

/// Longest name, in bytes.
const LONGEST_NAME: usize = 1_000;

/// Most other names of one line.
const MOST_ALIASES: usize = 10_000;

/// Lists as they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lists {
    /// The lists, in order.
    pub lists: Vec<NameList>,
    /// The SHA-256 of the file of each.
    pub(crate) hashes: Vec<String>,
}

impl Lists {
    /// What each list is called, and how many entries it has.
    pub fn sizes(&self) -> impl Iterator<Item = (&str, usize)> {
        self.lists.iter().map(|list| (list.name.as_str(), list.entries.len()))
    }
}

/// Reads the lists at `paths`: files, or folders of them; long ones with `jobs` threads, or as many as
/// the machine has where that is 0.
///
/// # Errors
///
/// The first file or folder that cannot be read, or the first line that cannot be used, named with
/// its file.
pub fn read_lists(working_folder: &Path, paths: &[PathBuf], jobs: usize) -> Result<Lists, Problem> {
    let workers = Workers::new(jobs)?;
    let mut read = Lists::default();
    for path in paths {
        let whole = working_folder.join(path);
        let files = if whole.is_dir() { lists_of(&whole, path)? } else { vec![path.clone()] };
        for file in files {
            let (list, hash) = read_list(&working_folder.join(&file), &file, &workers)?;
            read.lists.push(list);
            read.hashes.push(hash);
        }
    }
    Ok(read)
}

/// The lists of a folder, sorted; what is no list by its name is left alone.
fn lists_of(folder: &Path, shown: &Path) -> Result<Vec<PathBuf>, Problem> {
    let error = |error| Problem::file("read the folder of lists", shown)(error);
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(error)? {
        let name = entry.map_err(error)?.file_name();
        let path = Path::new(&name);
        let is_hidden = name.to_string_lossy().starts_with('.');
        if !is_hidden && Form::of(path).is_some() && folder.join(path).is_file() {
            files.push(shown.join(path));
        }
    }
    files.sort();
    if files.is_empty() {
        let shown = shown.display();
        return Err(Problem::Usage(format!(
            "the folder {shown} holds no list: a list ends in .tsv, .csv, .json or .jsonl"
        )));
    }
    Ok(files)
}

#[derive(Clone, Copy)]
enum Form {
    Tabs,
    Commas,
    Json,
}

impl Form {
    fn of(path: &Path) -> Option<Form> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "tsv" => Some(Form::Tabs),
            "csv" => Some(Form::Commas),
            "json" | "jsonl" | "ndjson" => Some(Form::Json),
            _ => None,
        }
    }
}

fn read_list(path: &Path, shown: &Path, workers: &Workers) -> Result<(NameList, String), Problem> {
    let Some(form) = Form::of(path) else {
        let shown = shown.display();
        return Err(Problem::Usage(format!(
            "{shown} is no list by its name: a list ends in .tsv, .csv, .json or .jsonl"
        )));
    };
    let length = fs::metadata(path).map_err(Problem::file("read the list", shown))?.len();
    if length > LONGEST {
        let shown = shown.display();
        return Err(Problem::Usage(format!(
            "the list {shown} has more than {LONGEST} bytes; split it in several"
        )));
    }
    let mut file = Blocks::new(File::open(path).map_err(Problem::file("read the list", shown))?);
    let entries = workers.install(|| match form {
        Form::Tabs => table::read(&file.all()?, b'\t').map_err(Unread::from),
        Form::Commas => table::read(&file.all()?, b',').map_err(Unread::from),
        Form::Json => entities::read(&mut file),
    });
    let entries = entries.map_err(|unread| match unread {
        Unread::File(error) => Problem::file("read the list", shown)(error),
        Unread::Fault(Fault { line, message }) => {
            let place = if line > 0 { format!(", line {line}") } else { String::new() };
            Problem::Usage(format!("{}{place}: {message}", shown.display()))
        }
    })?;
    if entries.is_empty() {
        let shown = shown.display();
        return Err(Problem::Usage(format!(
            "the list {shown} names nothing; give it a line for each name, or leave it out"
        )));
    }
    let name = shown.file_name().map(|name| name.to_string_lossy().into_owned());
    Ok((NameList { name: name.unwrap_or_default(), entries }, file.hash().to_string()))
}

/// Why a list could not be read.
enum Unread {
    File(io::Error),
    Fault(Fault),
}

impl From<io::Error> for Unread {
    fn from(error: io::Error) -> Unread {
        Unread::File(error)
    }
}

impl From<Fault> for Unread {
    fn from(fault: Fault) -> Unread {
        Unread::Fault(fault)
    }
}

/// What is wrong with a list, and in which line; 0 where it is about the whole.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    line: u64,
    message: String,
}

impl Fault {
    fn at(line: u64, message: impl Into<String>) -> Fault {
        Fault { line, message: message.into() }
    }
}

/// What a list says of one thing, before it is checked.
#[derive(Default)]
struct Raw<'a> {
    name: &'a str,
    aliases: Vec<&'a str>,
    kind: Option<EntityKind>,
    identifier: &'a str,
    note: &'a str,
}

impl Raw<'_> {
    /// The entry, if it can be used.
    fn entry(self, line: u64) -> Result<ListEntry, Fault> {
        let name = self.name.trim();
        if !name.contains(char::is_alphanumeric) {
            return Err(Fault::at(line, "the line has no name"));
        }
        if self.aliases.len() > MOST_ALIASES {
            return Err(Fault::at(line, format!("more than {MOST_ALIASES} other names")));
        }
        let given = self.aliases.iter().map(|alias| alias.trim());
        let mut aliases: Vec<String> = Vec::new();
        for alias in given.filter(|alias| alias.contains(char::is_alphanumeric)) {
            if alias != name && !aliases.iter().any(|known| known == alias) {
                aliases.push(alias.to_owned());
            }
        }
        if let Some(long) = std::iter::once(name)
            .chain(aliases.iter().map(String::as_str))
            .find(|name| name.len() > LONGEST_NAME)
        {
            let start: String = long.chars().take(20).collect();
            let message = format!("the name {start:?}… has more than {LONGEST_NAME} bytes");
            return Err(Fault::at(line, message));
        }
        let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Ok(ListEntry {
            name: name.to_owned(),
            aliases,
            kind: self.kind,
            identifier: said(self.identifier),
            note: said(self.note),
        })
    }
}

/// The kind that a list gives: one of ours, or a schema of FollowTheMoney.
fn kind_of(kind: &str, line: u64) -> Result<Option<EntityKind>, Fault> {
    let kind = kind.trim();
    if kind.is_empty() {
        return Ok(None);
    }
    let lower = kind.to_lowercase();
    EntityKind::parse(&lower).or_else(|| schema_kind(kind)).map(Some).ok_or_else(|| {
        let known = EntityKind::ALL.map(EntityKind::as_str).join(", ");
        Fault::at(line, format!("the type {kind:?} is none of {known}"))
    })
}

/// What a schema of FollowTheMoney is of, where it is of something that texts name.
fn schema_kind(schema: &str) -> Option<EntityKind> {
    match schema {
        "Person" => Some(EntityKind::Person),
        "Organization" | "organization" | "Company" | "LegalEntity" | "PublicBody" => {
            Some(EntityKind::Organisation)
        }
        "Vessel" | "Airplane" | "Vehicle" | "Asset" | "CryptoWallet" | "Security" => {
            Some(EntityKind::Other)
        }
        _ => None,
    }
}

/// The text of a file, or the line where it breaks off.
fn text_of(bytes: &[u8]) -> Result<&str, Fault> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
        Fault::at(line, "the line is no UTF-8")
    })
}

#[cfg(test)]
mod tests;
