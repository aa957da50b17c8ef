//! What the class, the id or an attribute of an element tells of a date that it shows or holds.

use annalist_tables::{DataError, data_file};
use foldhash::{HashSet, HashSetExt};

use crate::letters::Finder;
use crate::roles::words_of;

/// What a name tells of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Telling {
    /// It is a date of change.
    Change,
    /// It is one of publication, whatever else the class says.
    Publication,
    /// An attribute whose name has the word in it holds a date of publication.
    Holds,
}

const KINDS: &[(&str, Telling)] = &[
    ("change", Telling::Change),
    ("holds", Telling::Holds),
    ("publication", Telling::Publication),
];

/// The names that come with the crate.
#[derive(Debug)]
pub(crate) struct DateNames {
    changes: HashSet<&'static str>,
    publications: HashSet<&'static str>,
    /// Asked for each attribute of a page.
    holders: Finder,
}

impl DateNames {
    /// The names that come with the crate.
    pub(crate) fn load() -> Result<DateNames, DataError> {
        let file = data_file!("date-names.tsv");
        let (mut changes, mut publications) = (HashSet::new(), HashSet::new());
        let mut holders = Vec::new();
        for row in file.rows()? {
            let [word, _, _example] = row.columns()?;
            match row.choice(1, KINDS)? {
                Telling::Change => drop(changes.insert(word)),
                Telling::Publication => drop(publications.insert(word)),
                Telling::Holds => holders.push(word),
            }
        }
        Ok(DateNames { changes, publications, holders: Finder::new(file, holders)? })
    }

    /// Whether an element with these classes and this id shows a date of change.
    pub(super) fn tell_change<'n>(&self, names: impl Iterator<Item = &'n str>) -> bool {
        let words: Vec<String> = names.flat_map(words_of).collect();
        let has = |known: &HashSet<_>| words.iter().any(|word| known.contains(word.as_str()));
        has(&self.changes) && !has(&self.publications)
    }

    /// Whether an attribute of this name holds a date of publication.
    pub(super) fn tell_holder(&self, attribute: &str) -> bool {
        self.holders.finds_any(attribute)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_tells_what_its_example_shows() {
        let names = DateNames::load().unwrap();
        for row in data_file!("date-names.tsv").rows().unwrap() {
            let [word, kind, example] = row.columns().unwrap();
            let mut parts = example.split(['"', ' ', '=']).filter(|part| !part.is_empty());
            let attribute = parts.nth(1).unwrap();
            let class = example.split('"').nth(1).unwrap();
            let tells_change = names.tell_change([class].into_iter());
            match row.choice(1, KINDS).unwrap() {
                Telling::Change => assert!(tells_change, "{word}"),
                Telling::Publication => assert!(!tells_change, "{word}"),
                Telling::Holds => assert!(names.tell_holder(attribute), "{word} ({kind})"),
            }
        }
        assert!(names.tell_change(["updatedOn"].into_iter()));
        assert!(!names.tell_change(["entry-date updated"].into_iter()));
        assert!(!names.tell_holder("data-updated"));
    }
}
