//! Lines that name authors: "By Ada Lorne and Ben Carrow | 3 May 2018".

use std::collections::HashSet;

use crate::page::folded;
use annalist_tables::{DataError, data_file};

/// A name is no longer than this, in bytes.
const LONGEST: usize = 70;

/// Most authors of one line.
const MOST: usize = 20;

/// The words of bylines.
#[derive(Debug)]
pub(crate) struct BylineWords {
    openings: Vec<&'static str>,
    joiners: HashSet<&'static str>,
    ends: HashSet<&'static str>,
    nobody: HashSet<&'static str>,
}

impl BylineWords {
    /// The words that come with the crate.
    pub(crate) fn load() -> Result<BylineWords, DataError> {
        let mut words = BylineWords {
            openings: Vec::new(),
            joiners: HashSet::new(),
            ends: HashSet::new(),
            nobody: HashSet::new(),
        };
        for row in data_file!("bylines.tsv").rows()? {
            let [phrase, kind, _example] = row.columns()?;
            match kind {
                "opening" => words.openings.push(phrase),
                "joiner" => drop(words.joiners.insert(phrase)),
                "end" => drop(words.ends.insert(phrase)),
                "nobody" => drop(words.nobody.insert(phrase)),
                _ => return Err(row.error(format!("no kind is called “{kind}”"))),
            }
        }
        // "text by" before "text".
        words.openings.sort_by_key(|opening| std::cmp::Reverse(opening.len()));
        Ok(words)
    }

    /// Whether `line` opens as a byline does.
    pub(crate) fn opens_byline(&self, line: &str) -> bool {
        self.after_opening(line).is_some()
    }

    /// The names in a line that is known to name authors.
    pub(crate) fn names(&self, line: &str) -> Vec<String> {
        let line = folded(line);
        if line.contains("://") {
            return Vec::new();
        }
        let mut rest = line.as_str();
        while let Some(after) = self.after_opening(rest) {
            rest = after;
        }
        let mut names: Vec<String> = Vec::new();
        for part in rest.split(['|', '•', '·', '—', '–', '/', ';', '\u{2022}', '(', '\n']) {
            let found = self.names_in_part(part);
            if found.is_empty() && !names.is_empty() {
                break;
            }
            for name in found {
                if !names.contains(&name) && names.len() < MOST {
                    names.push(name);
                }
            }
        }
        names
    }

    /// Names parted by commas and joiners.
    fn names_in_part(&self, part: &str) -> Vec<String> {
        let mut names = Vec::new();
        for piece in part.split(',') {
            let mut name: Vec<&str> = Vec::new();
            let mut is_over = false;
            for word in piece.split_whitespace() {
                let lower = word.to_lowercase();
                let bare = lower.trim_matches([':', '.']);
                if self.joiners.contains(bare) && !name.is_empty() {
                    self.push_name(&mut names, &name);
                    name.clear();
                } else if self.ends.contains(bare)
                    || word.contains(|c: char| c.is_ascii_digit() || c == '@')
                {
                    is_over = true;
                    break;
                } else {
                    name.push(word);
                    // A full stop ends the names, unless it stands after an initial or a title.
                    if word.ends_with('.') && word.len() > 4 {
                        is_over = true;
                        break;
                    }
                }
            }
            self.push_name(&mut names, &name);
            if is_over {
                break;
            }
        }
        names
    }

    fn push_name(&self, names: &mut Vec<String>, words: &[&str]) {
        let name = words.join(" ");
        let name = name.trim_matches([':', '-', '*', '.', ' ', '"', '“', '”']);
        let starts_as_name =
            name.chars().next().is_some_and(|first| first.is_uppercase() || !first.is_lowercase());
        let is_name = name.chars().any(char::is_alphabetic)
            && name.len() <= LONGEST
            && words.len() <= 6
            && (starts_as_name || words.len() == 1)
            && !self.nobody.contains(name.to_lowercase().as_str());
        if is_name {
            names.push(name.to_owned());
        }
    }

    fn after_opening<'l>(&self, line: &'l str) -> Option<&'l str> {
        let line = line.trim_start_matches([' ', ':', '-', '–', '—', '\u{a0}']);
        self.openings.iter().find_map(|opening| {
            let head = line.get(..opening.len())?;
            let rest = &line[opening.len()..];
            let is_whole_word = rest.starts_with([' ', ':', '\u{a0}', '\n', '\t']);
            (head.to_lowercase() == *opening && is_whole_word)
                .then(|| rest.trim_start_matches([':', ' ', '\u{a0}']))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_example_is_read() {
        let words = BylineWords::load().unwrap();
        for row in data_file!("bylines.tsv").rows().unwrap() {
            let [phrase, kind, example] = row.columns().unwrap();
            let names = words.names(example);
            let expected: &[&str] = match kind {
                "joiner" => &["Ada Lorne", "Ben Carrow"],
                "nobody" => &[],
                _ => &["Ada Lorne"],
            };
            assert_eq!(names, expected, "{phrase} ({kind})");
        }
    }

    #[test]
    fn what_follows_the_names_is_cut() {
        let words = BylineWords::load().unwrap();
        assert_eq!(
            words.names("By Ada Lorne and Ben Carrow | 3 May 2018"),
            ["Ada Lorne", "Ben Carrow"]
        );
        assert_eq!(words.names("Von Jürgen Ödland, 3. Mai 2015"), ["Jürgen Ödland"]);
        assert_eq!(
            words.names("by Ada Lorne, Ben Carrow and Cy d’Arc"),
            ["Ada Lorne", "Ben Carrow", "Cy d’Arc"]
        );
        assert_eq!(words.names("https://gazette.example/ada"), Vec::<String>::new());
    }
}
