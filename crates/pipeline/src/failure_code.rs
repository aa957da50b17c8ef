//! The kinds of failure, by codes that never change their meaning.

use std::fmt;

/// What kind of failure an input met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FailureCode {
    /// The file cannot be read.
    Unreadable,
    /// It was written to each time that it was read.
    Changing,
    /// It is packed, and cannot be unpacked.
    Unpackable,
    /// It is longer than pages are read.
    TooLong,
    /// It holds more text than is searched.
    TooMuchText,
    /// The archive that it stands in is broken there.
    BrokenArchive,
    /// It is no page.
    NotAPage,
    /// Its form is not read yet.
    FormNotRead,
    /// The provenance beside a page cannot be used.
    Provenance,
    /// A line of JSON Lines cannot be used.
    Line,
    /// Reading it took too long.
    TooSlow,
    /// Reading it broke off: a defect.
    Panicked,
    /// What was found does not hold together: a defect.
    Inconsistent,
    /// The result cannot be written.
    Unwritable,
    /// The run was interrupted before.
    NotReached,
}

impl FailureCode {
    /// All codes, in their order.
    pub const ALL: [FailureCode; 15] = [
        FailureCode::Unreadable,
        FailureCode::Changing,
        FailureCode::Unpackable,
        FailureCode::TooLong,
        FailureCode::TooMuchText,
        FailureCode::BrokenArchive,
        FailureCode::NotAPage,
        FailureCode::FormNotRead,
        FailureCode::Provenance,
        FailureCode::Line,
        FailureCode::TooSlow,
        FailureCode::Panicked,
        FailureCode::Inconsistent,
        FailureCode::Unwritable,
        FailureCode::NotReached,
    ];

    /// The code as manifests have it.
    pub fn as_str(self) -> &'static str {
        self.row().0
    }

    /// What it is, after the number of inputs that met it.
    pub fn words(self) -> &'static str {
        self.row().1
    }

    /// What it means, and what to do.
    pub fn meaning(self) -> &'static str {
        self.row().2
    }

    /// The code that is written `text`.
    pub fn of(text: &str) -> Option<FailureCode> {
        FailureCode::ALL.into_iter().find(|code| code.as_str() == text)
    }

    fn row(self) -> (&'static str, &'static str, &'static str) {
        match self {
            FailureCode::Unreadable => (
                "F001",
                "cannot be read",
                "The file, folder or link cannot be read; give annalist the right to, or name another.",
            ),
            FailureCode::Changing => (
                "F002",
                "written to meanwhile",
                "The file was written to each time that it was read; run again once it is whole.",
            ),
            FailureCode::Unpackable => (
                "F003",
                "cannot be unpacked",
                "The packed data is cut short or broken; get the file again from its origin.",
            ),
            FailureCode::TooLong => {
                ("F004", "too long", "The page has more bytes than are read; raise `max-bytes`.")
            }
            FailureCode::TooMuchText => (
                "F005",
                "with too much text",
                "The page has more text than is searched for names and dates; raise `max-text`.",
            ),
            FailureCode::BrokenArchive => (
                "F006",
                "broken in an archive",
                "The archive is cut short or broken there; get it again from its origin.",
            ),
            FailureCode::NotAPage => (
                "F007",
                "no page",
                "The file is called or served like a page and holds something else; get it again, or \
                 leave it out.",
            ),
            FailureCode::FormNotRead => (
                "F008",
                "in a form not read yet",
                "The form of the file is not read yet; save or unpack its pages as HTML files.",
            ),
            FailureCode::Provenance => (
                "F009",
                "with a broken source.json",
                "The `source.json` beside a page is no JSON object; mend it. The page itself is read.",
            ),
            FailureCode::Line => (
                "F010",
                "a line that cannot be used",
                "The line is no record, document or text as the verb takes them; mend it.",
            ),
            FailureCode::TooSlow => (
                "F011",
                "too slow",
                "Reading the page took longer than `page-timeout`; the next run tries it again. Raise \
                 `page-timeout`, or send us the page.",
            ),
            FailureCode::Panicked => (
                "F012",
                "broke the reading",
                "Reading the page broke off, a defect of annalist; send us the page. `--retry-failed` \
                 tries it again.",
            ),
            FailureCode::Inconsistent => (
                "F013",
                "inconsistent",
                "What was found in the page does not hold together, a defect of annalist; send us the \
                 page.",
            ),
            FailureCode::Unwritable => (
                "F014",
                "cannot be written",
                "The record or the report cannot be written; make room or give the right to write.",
            ),
            FailureCode::NotReached => {
                ("F015", "not reached", "The run was interrupted before; run it again.")
            }
        }
    }
}

impl fmt::Display for FailureCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How many inputs met each kind of failure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FailureCounts([usize; FailureCode::ALL.len()]);

impl FailureCounts {
    /// Counts so many more of a kind.
    pub(crate) fn add(&mut self, code: FailureCode, count: usize) {
        if let Some(sum) = self.0.get_mut(code as usize) {
            *sum += count;
        }
    }

    /// Those that are not none, in the order of their codes.
    pub fn iter(&self) -> impl Iterator<Item = (FailureCode, usize)> {
        FailureCode::ALL.into_iter().zip(self.0).filter(|(_, count)| *count > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_read_back() {
        for (index, code) in FailureCode::ALL.into_iter().enumerate() {
            assert_eq!(
                (code as usize, code.as_str()),
                (index, format!("F{:03}", index + 1).as_str())
            );
            assert_eq!(FailureCode::of(code.as_str()), Some(code));
        }
    }
}
