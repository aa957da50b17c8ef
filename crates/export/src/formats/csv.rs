//! Tables for spreadsheets: a folder of CSV files (RFC 4180, UTF-8).
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a line end for a
//! formula, whatever the quotes around it. Words of a page that begin so get an apostrophe before
//! them; numbers of our own do not. What turns or hides text is shown by its number.

use std::borrow::Cow;
use std::fs::File;
use std::path::Path;

use crate::tables::{Cells, Column, Sheet, Sheets, Table};
use crate::text::visible;
use crate::{Collection, ExportError, Exporting, Format, Opening};

pub(super) const FORMAT: Format = Format {
    name: "csv",
    meaning: "tables for spreadsheets: documents, comments, entities, mentions, dates, relations, events, quotations",
    opening: Opening::Folder(open),
};

type Writer = csv::Writer<File>;

fn open<'c>(collection: &'c Collection, folder: &Path) -> Exporting<'c> {
    Ok(Box::new(Sheets::<Writer>::begin(collection, folder)?))
}

impl Sheet for Writer {
    fn begin<R>(folder: &Path, table: &Table<R>) -> Result<Writer, ExportError> {
        let mut writer = Writer::from_path(folder.join(format!("{}.csv", table.name)))?;
        writer.write_record(table.columns.iter().map(|column| column.name))?;
        Ok(writer)
    }

    fn add<R>(&mut self, table: &Table<R>, rows: &[R]) -> Result<(), ExportError> {
        for row in rows {
            self.write_record(table.columns.iter().map(|column| shown(column, row)))?;
        }
        Ok(())
    }

    fn end(mut self) -> Result<(), ExportError> {
        Ok(self.flush()?)
    }
}

/// A cell as it is written. What is of our own making (terms, numbers, dates in ISO 8601) is no
/// formula.
fn shown<R>(column: &Column<R>, row: &R) -> String {
    match column.cells {
        Cells::Term(get) => get(row).map(Cow::into_owned).unwrap_or_default(),
        Cells::Words(get) => get(row).map(|words| cell(&words)).unwrap_or_default(),
        Cells::Names(get) => {
            let names = get(row).into_iter().map(|name| name.replace(';', ","));
            cell(&names.collect::<Vec<String>>().join("; "))
        }
        Cells::Flag(get) => get(row).to_string(),
        Cells::Number(get) => number(get(row)),
        Cells::Degrees(get) => number(get(row)),
        Cells::Day(get) => number(get(row)),
        Cells::Moment(get) => number(get(row)),
    }
}

fn number(value: Option<impl ToString>) -> String {
    value.map(|it| it.to_string()).unwrap_or_default()
}

/// Words of a page as a cell that no program takes for a formula.
fn cell(words: &str) -> String {
    let words = visible(words);
    let begins = |words: &str| {
        words.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '|', '%', '＝', '＋', '－', '＠'])
    };
    if begins(&words) || begins(words.trim_start()) {
        return format!("'{words}");
    }
    Cow::into_owned(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for bad in ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", " =1", "＝1"] {
            assert_eq!(cell(bad), format!("'{bad}"), "{bad:?}");
        }
        assert_eq!(cell("a\u{202E}=b"), "a⟨U+202E⟩=b");
        assert_eq!(cell("2009-03-03"), "2009-03-03");
    }
}
