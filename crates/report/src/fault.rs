//! What is wrong with a line of JSON, and the way there.

use std::fmt;

/// Why a line of JSON is no record of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// What is wrong, and where in the record: `comments/3/parent: …`.
    pub message: String,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ReadError {}

/// A fault whose place is still being put together, from the inside out.
#[derive(Debug)]
pub(crate) struct Fault {
    /// Keys and numbers, innermost first.
    way: Vec<String>,
    what: String,
}

impl Fault {
    pub(crate) fn new(what: impl Into<String>) -> Fault {
        Fault { way: Vec::new(), what: what.into() }
    }

    /// The same fault, seen from outside of `step`.
    pub(crate) fn under(mut self, step: impl fmt::Display) -> Fault {
        self.way.push(step.to_string());
        self
    }
}

impl From<Fault> for ReadError {
    fn from(Fault { way, what }: Fault) -> ReadError {
        let way: Vec<String> = way.into_iter().rev().collect();
        let message = if way.is_empty() { what } else { format!("{}: {what}", way.join("/")) };
        ReadError { message }
    }
}

/// Reads each item of the list under `key`; a fault names its number.
pub(crate) fn read_each<S, T>(
    key: &str,
    items: Vec<S>,
    mut read: impl FnMut(S) -> Result<T, Fault>,
) -> Result<Vec<T>, Fault> {
    items
        .into_iter()
        .enumerate()
        .map(|(index, item)| read(item).map_err(|fault| fault.under(index).under(key)))
        .collect()
}
