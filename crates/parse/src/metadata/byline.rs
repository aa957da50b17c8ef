//! Lines that name authors: "By Ada Lorne and Ben Carrow | 3 May 2018"; the words they are made of.

use super::name::{self, Name};
use crate::letters::lowers_to;
use crate::page::folded;
use annalist_tables::{DataError, data_file};
use foldhash::{HashSet, HashSetExt};

/// Most authors of one line.
const MOST: usize = 20;

/// A label is no longer than this, in bytes.
const LONGEST_LABEL: usize = 40;

/// Parts the pieces of a line that stand in elements of their own: "Ada Lorne", then "3 May 2018",
/// though no blank stands between them.
pub(super) const SEAM: char = '\u{1e}';

/// The words of bylines.
#[derive(Debug)]
pub(crate) struct BylineWords {
    openings: Vec<&'static str>,
    /// Openings that need a colon after them.
    labels: HashSet<&'static str>,
    joiners: HashSet<&'static str>,
    ends: HashSet<&'static str>,
    jobs: HashSet<&'static str>,
    degrees: HashSet<&'static str>,
    nobody: HashSet<&'static str>,
    organisations: HashSet<&'static str>,
    folders: HashSet<&'static str>,
    months: HashSet<&'static str>,
}

impl BylineWords {
    /// The words that come with the crate.
    pub(crate) fn load() -> Result<BylineWords, DataError> {
        let mut words = BylineWords {
            openings: Vec::new(),
            labels: HashSet::new(),
            joiners: HashSet::new(),
            ends: HashSet::new(),
            jobs: HashSet::new(),
            degrees: HashSet::new(),
            nobody: HashSet::new(),
            organisations: HashSet::new(),
            folders: HashSet::new(),
            months: HashSet::new(),
        };
        for row in data_file!("bylines.tsv").rows()? {
            let [phrase, kind, _example] = row.columns()?;
            let set = match kind {
                "opening" => {
                    words.openings.push(phrase);
                    continue;
                }
                "label" => {
                    words.openings.push(phrase);
                    &mut words.labels
                }
                "joiner" => &mut words.joiners,
                "end" => &mut words.ends,
                "job" => &mut words.jobs,
                "degree" => &mut words.degrees,
                "nobody" => &mut words.nobody,
                "organisation" => &mut words.organisations,
                "folder" => &mut words.folders,
                _ => return Err(row.error(format!("no kind is called “{kind}”"))),
            };
            set.insert(phrase);
        }
        for row in data_file!("months.tsv").rows()? {
            let [month, _number, _example] = row.columns()?;
            words.months.insert(month);
        }
        // "text by" before "text".
        words.openings.sort_by_key(|opening| std::cmp::Reverse(opening.len()));
        Ok(words)
    }

    /// Whether `line` opens as a byline does.
    pub(crate) fn opens_byline(&self, line: &str) -> bool {
        self.after_opening(line).is_some()
    }

    /// Whether `line` opens with words that name authors, and a colon.
    pub(super) fn opens_labelled(&self, line: &str) -> bool {
        let colon = line.bytes().take(LONGEST_LABEL).position(|byte| byte == b':');
        colon.is_some_and(|at| self.is_label(line[..at].trim()))
    }

    /// Whether `label` is what stands before authors: "Written by", "Autor:".
    pub(super) fn is_label(&self, label: &str) -> bool {
        let label = label.trim_end_matches([':', ' ', '\u{a0}']).to_lowercase();
        self.openings.contains(&label.as_str())
    }

    /// Whether links that lead into this folder of a site name authors: "/author/".
    pub(super) fn is_folder_of_authors(&self, folder: &str) -> bool {
        self.folders.contains(folder)
    }

    /// The names in a line that is known to name authors.
    pub(crate) fn names(&self, line: &str) -> Vec<String> {
        let line = folded(line);
        if line.contains("://") {
            return Vec::new();
        }
        let mut names: Vec<String> = Vec::new();
        let mut goes_on = true;
        for segment in line.split(SEAM) {
            let mut rest = segment.trim();
            while let Some(after) = self.after_opening(rest) {
                rest = after;
            }
            let is_nobody = self.nobody.contains(rest.to_lowercase().as_str());
            if rest.is_empty() || is_nobody || self.is_label(rest) {
                continue;
            }
            // After the names stands something else, unless a word or comma says that they go on.
            let bare = rest.trim_matches([',', ' ']).to_lowercase();
            let is_joiner = bare.is_empty() || self.joiners.contains(bare.as_str());
            goes_on |= is_joiner || rest.starts_with(',') || self.starts_with_joiner(rest);
            if !goes_on {
                break;
            }
            if is_joiner {
                continue;
            }
            self.names_in_segment(rest, &mut names);
            goes_on = names.is_empty() || rest.ends_with(',') || self.ends_with_joiner(rest);
        }
        names
    }

    /// The names in a value that a page declares to be its author, or authors.
    pub(super) fn declared_names(&self, value: &str) -> Vec<String> {
        let value = folded(value);
        let mut rest = value.as_str();
        while let Some(after) = self.after_opening(rest) {
            rest = after;
        }
        let mut names: Vec<String> = Vec::new();
        for part in rest.split([';', '|', '•', '·', '⋅', SEAM]) {
            for piece in part.split(',').flat_map(|piece| self.split_at_joiners(piece)) {
                let says_job =
                    || piece.split(' ').any(|word| self.jobs.contains(bare(word).as_str()));
                if !names.is_empty() && says_job() && !self.is_organisation(&piece) {
                    continue;
                }
                let head = [" - ", " – ", " — ", "(", " @"]
                    .iter()
                    .filter_map(|sign| piece.find(sign))
                    .min()
                    .map_or(piece.as_str(), |at| &piece[..at]);
                let words: Vec<&str> = head.split_whitespace().collect();
                let kept = (2..words.len())
                    .find(|&at| self.ends.contains(bare(words[at]).as_str()))
                    .unwrap_or(words.len());
                self.push_name(&mut names, &words[..kept]);
            }
        }
        names
    }

    /// Whether a name is that of a group, a publication or a role and not of a person.
    pub(super) fn is_organisation(&self, name: &str) -> bool {
        name.split([' ', '-', '.', '/', '’', '\''])
            .any(|word| self.organisations.contains(word.to_lowercase().as_str()))
            || name.split(' ').any(name::is_domain)
    }

    /// The names in a stretch of a line, up to the first sign after which there are none.
    fn names_in_segment(&self, segment: &str, names: &mut Vec<String>) {
        let before = names.len();
        for part in segment.split(['|', '•', '·', '⋅', '—', '–', '/', ';', '(']) {
            let found = names.len();
            self.names_in_part(part, names);
            if names.len() == found && found > before {
                break;
            }
        }
    }

    /// Names parted by commas and joiners.
    fn names_in_part(&self, part: &str, names: &mut Vec<String>) {
        for piece in part.split(',') {
            let mut name: Vec<&str> = Vec::new();
            let mut words = piece.split_whitespace().peekable();
            let mut is_over = false;
            while let Some(word) = words.next() {
                let bare = bare(word);
                let is_job = self.jobs.contains(bare.as_str()) && name.len() != 1;
                if is_job && !names.is_empty() {
                    // "Ada Lorne, port reporter": what follows the comma is no second name.
                    return;
                }
                let next_counts =
                    words.peek().is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
                if self.is_joiner(word) && !name.is_empty() {
                    self.push_name(names, &name);
                    name.clear();
                } else if self.ends.contains(bare.as_str())
                    || is_job
                    || (next_counts && (self.months.contains(bare.as_str()) || word == bare))
                    || word.contains(|c: char| c.is_ascii_digit() || c == '@')
                {
                    is_over = true;
                    break;
                } else {
                    name.push(word);
                    // A full stop ends the names, unless it stands after an initial or a title.
                    if word.ends_with('.') && word.len() > 4 && !self.is_degree(word) {
                        is_over = true;
                        break;
                    }
                }
            }
            self.push_name(names, &name);
            if is_over {
                break;
            }
        }
    }

    /// Adds a name, if the words are one. A degree belongs to the name before it.
    fn push_name(&self, names: &mut Vec<String>, words: &[&str]) {
        if let ([degree], Some(last)) = (words, names.last_mut())
            && self.is_degree(degree)
        {
            last.push_str(", ");
            last.push_str(degree);
            return;
        }
        // "Ada Lorne, port reporters of the Gazette": no second name ends so.
        let ends_low =
            words.len() > 1 && words.last().is_some_and(|word| !word.contains(char::is_uppercase));
        if ends_low && !names.is_empty() {
            return;
        }
        let Some(Name(name)) = Name::read(words) else { return };
        let is_somebody = !self.nobody.contains(name.to_lowercase().as_str());
        if is_somebody && !names.contains(&name) && names.len() < MOST {
            names.push(name);
        }
    }

    fn is_degree(&self, word: &str) -> bool {
        let letters: String =
            word.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
        self.degrees.contains(letters.as_str())
    }

    /// Whether a word joins two names. "E." is an initial, "E" no joiner either.
    fn is_joiner(&self, word: &str) -> bool {
        let is_initial = word.ends_with('.') || (word.len() == 1 && word != "&" && is_upper(word));
        !is_initial && self.joiners.contains(bare(word).as_str())
    }

    fn starts_with_joiner(&self, text: &str) -> bool {
        text.split_whitespace().next().is_some_and(|word| self.is_joiner(word))
    }

    fn ends_with_joiner(&self, text: &str) -> bool {
        text.split_whitespace().next_back().is_some_and(|word| self.is_joiner(word))
    }

    /// The parts of `piece` between joiners.
    fn split_at_joiners(&self, piece: &str) -> Vec<String> {
        let words: Vec<&str> = piece.split_whitespace().collect();
        words.split(|word| self.is_joiner(word)).map(|part| part.join(" ")).collect()
    }

    fn after_opening<'l>(&self, line: &'l str) -> Option<&'l str> {
        let line = line.trim_start_matches([' ', ':', '-', '–', '—', '\u{a0}', SEAM]);
        self.openings.iter().find_map(|opening| {
            let head = line.get(..opening.len())?;
            if !lowers_to(head, opening) {
                return None;
            }
            let rest = &line[opening.len()..];
            let is_marked = if self.labels.contains(opening) {
                rest.trim_start().starts_with(':')
            } else {
                rest.starts_with([' ', ':', '\u{a0}', '\n', '\t', SEAM])
            };
            is_marked.then(|| rest.trim_start_matches([':', ' ', '\u{a0}', SEAM]))
        })
    }
}

/// A word in lower case, without the colon or full stop after it.
fn bare(word: &str) -> String {
    word.trim_matches([':', '.']).to_lowercase()
}

fn is_upper(word: &str) -> bool {
    word.chars().all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_example_is_read() {
        let words = BylineWords::load().unwrap();
        for row in data_file!("bylines.tsv").rows().unwrap() {
            let [phrase, kind, example] = row.columns().unwrap();
            match kind {
                "organisation" => assert!(words.is_organisation(example), "{phrase} ({kind})"),
                "folder" => assert_eq!(example.split('/').nth(3), Some(phrase)),
                _ => {
                    let expected: &[&str] = match kind {
                        "joiner" => &["Ada Lorne", "Ben Carrow"],
                        "degree" => &[&example[3..]],
                        "nobody" => &[],
                        _ => &["Ada Lorne"],
                    };
                    assert_eq!(words.names(example), expected, "{phrase} ({kind})");
                }
            }
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
        assert_eq!(words.names("By Ada Lorne May 3, 2018"), ["Ada Lorne"]);
        assert_eq!(words.names("By May Lorne"), ["May Lorne"]);
        assert_eq!(words.names("https://gazette.example/ada"), Vec::<String>::new());
    }

    #[test]
    fn elements_of_a_line_end_names_unless_a_joiner_says_that_they_go_on() {
        let words = BylineWords::load().unwrap();
        assert_eq!(words.names("By\u{1e}Ada Lorne\u{1e}City Columnist"), ["Ada Lorne"]);
        assert_eq!(
            words.names("Ada Lorne\u{1e}, \u{1e}Ben Carrow\u{1e}and\u{1e}Cy Dane\u{1e}3 hours ago"),
            ["Ada Lorne", "Ben Carrow", "Cy Dane"]
        );
    }

    #[test]
    fn declared_values_hold_names_alone() {
        let words = BylineWords::load().unwrap();
        assert_eq!(words.declared_names("harbour_cat99"), ["harbour_cat99"]);
        assert_eq!(words.declared_names("By Ada Lorne for the Gazette"), ["Ada Lorne"]);
        assert_eq!(words.declared_names("Ada E. Lorne, Ph.D."), ["Ada E. Lorne, Ph.D."]);
        assert_eq!(words.declared_names("Ada Lorne - Gazette Team"), ["Ada Lorne"]);
        assert_eq!(words.declared_names("Gazette Staff"), ["Gazette Staff"]);
        for nobody in ["www.faces.example/ada", "ada@gazette.example", "ada[at]gazette.example"] {
            assert_eq!(words.declared_names(nobody), Vec::<String>::new(), "{nobody}");
        }
    }
}
