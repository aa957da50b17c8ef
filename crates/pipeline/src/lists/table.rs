//! Lists as tables, parted by tabs or commas.

use annalist_enrich::ListEntry;
use csv::{ErrorKind, ReaderBuilder, StringRecord};

use super::{Fault, Raw, kind_of, text_of};

/// What parts the other names in a cell.
const PARTS: char = ';';

/// The columns that are read, by the names that lists give them.
#[derive(Default)]
struct Columns {
    name: Option<usize>,
    aliases: Option<usize>,
    kind: Option<usize>,
    identifier: Option<usize>,
    note: Option<usize>,
}

impl Columns {
    fn of(head: &StringRecord) -> Result<Columns, Fault> {
        let mut columns = Columns::default();
        for (at, title) in head.iter().enumerate() {
            let slot = match title.trim().to_lowercase().as_str() {
                "name" => &mut columns.name,
                "aliases" | "alias" => &mut columns.aliases,
                "type" | "schema" => &mut columns.kind,
                "identifier" | "id" => &mut columns.identifier,
                "note" | "notes" => &mut columns.note,
                _ => continue,
            };
            if slot.replace(at).is_some() {
                return Err(Fault::at(1, format!("two columns are called {title:?}")));
            }
        }
        if columns.name.is_none() {
            return Err(Fault::at(1, "the first line names no column \"name\""));
        }
        Ok(columns)
    }
}

/// The entries of a table whose first line names its columns.
pub(super) fn read(bytes: &[u8], delimiter: u8) -> Result<Vec<ListEntry>, Fault> {
    let text = text_of(bytes)?;
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .quoting(delimiter == b',')
        .from_reader(text.as_bytes());
    let columns = Columns::of(reader.headers().map_err(|error| fault(&error))?)?;
    let mut entries = Vec::new();
    let mut row = StringRecord::new();
    while reader.read_record(&mut row).map_err(|error| fault(&error))? {
        let line = row.position().map_or(0, csv::Position::line);
        let cell = |column: Option<usize>| column.and_then(|at| row.get(at)).unwrap_or_default();
        let raw = Raw {
            name: cell(columns.name),
            aliases: cell(columns.aliases).split(PARTS).collect(),
            kind: kind_of(cell(columns.kind), line)?,
            identifier: cell(columns.identifier),
            note: cell(columns.note),
        };
        entries.push(raw.entry(line)?);
    }
    Ok(entries)
}

fn fault(error: &csv::Error) -> Fault {
    let line = error.position().map_or(0, csv::Position::line);
    match error.kind() {
        ErrorKind::UnequalLengths { expected_len, len, .. } => {
            Fault::at(line, format!("{len} cells where the first line has {expected_len}"))
        }
        _ => Fault::at(line, error.to_string()),
    }
}
