//! Words and rules as data: tab-separated files that come with the crate.
//!
//! Each file opens with comment lines that name its columns. The rest is sorted by line, without
//! repetition (a test says so), and each line ends in an example that a test runs.

use std::fmt;

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

/// A data file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DataFile {
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
}

/// A line of a data file.
#[derive(Clone, Debug)]
pub(crate) struct Row<'f> {
    file: DataFile,
    line: usize,
    fields: Vec<&'f str>,
}

impl DataFile {
    /// The lines that are neither empty nor comments.
    pub(crate) fn rows(self) -> impl Iterator<Item = Row<'static>> {
        self.text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
            .map(move |(index, line)| Row {
                file: self,
                line: index + 1,
                fields: line.split('\t').collect(),
            })
    }

    /// The error that something is wrong with line `line` of the file.
    pub(crate) fn error(self, line: usize, message: impl Into<String>) -> DataError {
        DataError { file: self.name.to_owned(), line, message: message.into() }
    }
}

impl<'f> Row<'f> {
    /// The `N` columns of the line.
    pub(crate) fn columns<const N: usize>(&self) -> Result<[&'f str; N], DataError> {
        <[&str; N]>::try_from(self.fields.as_slice())
            .map_err(|_| self.error(format!("{} columns where {N} are wanted", self.fields.len())))
    }

    /// The error that something is wrong with this line.
    pub(crate) fn error(&self, message: impl Into<String>) -> DataError {
        self.file.error(self.line, message)
    }
}

/// Includes a file of `data/`.
macro_rules! data_file {
    ($name:literal) => {
        crate::data::DataFile {
            name: $name,
            text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/", $name)),
        }
    };
}
pub(crate) use data_file;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_sorted_and_without_repetition() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data");
        let mut names: Vec<_> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        names.sort();
        for path in names.iter().filter(|path| path.extension().is_some_and(|it| it == "tsv")) {
            let text = std::fs::read_to_string(path).unwrap();
            let lines: Vec<_> =
                text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
            for pair in lines.windows(2) {
                assert!(
                    pair[0] < pair[1],
                    "{}: “{}” stands before “{}”",
                    path.display(),
                    pair[0],
                    pair[1]
                );
            }
        }
    }

    #[test]
    fn a_line_that_lacks_a_column_is_named() {
        let file = DataFile { name: "x.tsv", text: "# word\tmeaning\nfish\tanimal\nstone\n" };
        let last = file.rows().last().unwrap();
        assert_eq!(
            last.columns::<2>().unwrap_err().to_string(),
            "x.tsv:3: 1 columns where 2 are wanted"
        );
    }
}
