//! Words and rules as data: tables that are compiled into the program and read once at start.
//!
//! A data file is a table of tab-separated cells, one row a line. Lines that begin with `#` are
//! its head: what the columns mean, where the facts come from, under which licence. Rows are
//! sorted by their bytes and never repeat, so that adding one has one right place and a review
//! sees one line. Each row shows what it does by an example that a test of its crate runs.
//!
//! This crate knows how a table is written, and nothing of what is in it.

use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;

/// A line of a data file that cannot be used, with the file's name and the line's number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataError {
    /// Name of the data file.
    pub file: String,
    /// Number of the line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

impl std::error::Error for DataError {}

/// A table that comes with the program.
#[derive(Clone, Copy, Debug)]
pub struct DataFile {
    /// Its path under `data/`.
    pub name: &'static str,
    /// What it holds.
    pub text: &'static str,
}

/// The data file at a path under `data/` of the crate that asks for it.
#[macro_export]
macro_rules! data_file {
    ($name:literal) => {
        $crate::DataFile {
            name: $name,
            text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/", $name)),
        }
    };
}

/// One row of a data file, which knows where it stands.
#[derive(Clone, Debug)]
pub struct Row {
    file: &'static str,
    line: usize,
    cells: Vec<&'static str>,
}

impl DataFile {
    /// The rows of the file.
    ///
    /// # Errors
    ///
    /// The first row with an empty or padded cell, or out of order.
    pub fn rows(self) -> Result<Vec<Row>, DataError> {
        let mut rows = Vec::new();
        let mut last = "";
        for (index, line) in self.text.lines().enumerate() {
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            let row = Row { file: self.name, line: index + 1, cells: line.split('\t').collect() };
            if row.cells.iter().any(|cell| cell.trim() != *cell || cell.is_empty()) {
                return Err(row.error("a cell is empty or padded"));
            }
            if last >= line {
                return Err(row.error(format!("out of order or repeated, after {last:?}")));
            }
            last = line;
            rows.push(row);
        }
        Ok(rows)
    }

    /// The error that something is wrong with line `line` of the file.
    pub fn error(self, line: usize, message: impl Into<String>) -> DataError {
        DataError { file: self.name.to_owned(), line, message: message.into() }
    }
}

impl Row {
    /// The text of a cell; an absent one is empty.
    pub fn cell(&self, column: usize) -> &'static str {
        self.cells.get(column).copied().unwrap_or_default()
    }

    /// The number in a cell.
    ///
    /// # Errors
    ///
    /// Where it is none.
    pub fn number<N: FromStr>(&self, column: usize) -> Result<N, DataError> {
        let cell = self.cell(column);
        cell.parse().map_err(|_| self.error(format!("{cell:?} is not a number that fits here")))
    }

    /// What `choices` gives for the name in a cell.
    ///
    /// # Errors
    ///
    /// Where it gives nothing.
    pub fn choice<C: Copy>(&self, column: usize, choices: &[(&str, C)]) -> Result<C, DataError> {
        let cell = self.cell(column);
        choices.iter().find(|(name, _)| *name == cell).map(|(_, choice)| *choice).ok_or_else(|| {
            let names: Vec<_> = choices.iter().map(|(name, _)| *name).collect();
            self.error(format!("{cell:?} is none of {}", names.join(", ")))
        })
    }

    /// The cells of the row, which has to have `N`.
    ///
    /// # Errors
    ///
    /// Where it has more or fewer.
    pub fn columns<const N: usize>(&self) -> Result<[&'static str; N], DataError> {
        <[&str; N]>::try_from(self.cells.as_slice())
            .map_err(|_| self.error(format!("{} cells where {N} are due", self.cells.len())))
    }

    /// An error about this row.
    pub fn error(&self, message: impl Into<String>) -> DataError {
        DataError { file: self.file.to_owned(), line: self.line, message: message.into() }
    }
}

/// The rows of `file`, each of just `columns` cells.
///
/// # Errors
///
/// As [`DataFile::rows`]; and the first row with another number of cells.
pub fn read_rows(file: DataFile, columns: usize) -> Result<Vec<Row>, DataError> {
    let rows = file.rows()?;
    match rows.iter().find(|row| row.cells.len() != columns) {
        Some(row) => Err(row.error(format!("{} cells where {columns} are due", row.cells.len()))),
        None => Ok(rows),
    }
}

/// The words of a list: a table of one column.
///
/// # Errors
///
/// As [`read_rows`].
pub fn read_words(file: DataFile) -> Result<HashSet<&'static str>, DataError> {
    Ok(read_rows(file, 1)?.iter().map(|row| row.cell(0)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first_error(text: &'static str) -> String {
        read_rows(DataFile { name: "words.tsv", text }, 2).unwrap_err().to_string()
    }

    #[test]
    fn a_line_that_cannot_be_used_is_named() {
        assert_eq!(
            first_error("# word, number\none\t1\ntwo\n"),
            "words.tsv:3: 1 cells where 2 are due"
        );
        assert_eq!(
            first_error("two\t2\none\t1\n"),
            "words.tsv:2: out of order or repeated, after \"two\\t2\""
        );
        assert!(first_error("one\t\n").starts_with("words.tsv:1: a cell is empty"));
    }

    #[test]
    fn a_cell_knows_its_line() {
        let rows = read_rows(DataFile { name: "words.tsv", text: "# head\none\tx\n" }, 2).unwrap();
        let error = rows[0].number::<u8>(1).unwrap_err();
        assert_eq!(error.to_string(), "words.tsv:2: \"x\" is not a number that fits here");
        let error = rows[0].choice(1, &[("a", 1), ("b", 2)]).unwrap_err();
        assert_eq!(error.to_string(), "words.tsv:2: \"x\" is none of a, b");
    }
}
