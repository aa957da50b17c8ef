//! The words of threads.

use super::markup::Markup;
use crate::letters::{Finder, lowers_to};
use crate::stamp::StampWords;
use annalist_tables::{DataError, data_file};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

/// A label is no longer than this, in bytes.
const LONGEST_LABEL: usize = 60;

/// The words that threads are read with.
#[derive(Debug)]
pub(crate) struct ThreadWords {
    pub(crate) stamps: StampWords,
    pub(super) markup: Markup,
    says: Vec<&'static str>,
    badges: Vec<&'static str>,
    /// Finds any of the two: few names have one.
    around_names: Finder,
    removed: Vec<&'static str>,
    labels: HashMap<&'static str, Labels>,
    /// The first words of those that stand over a thread.
    heading_starts: HashSet<&'static str>,
    /// The first letters of these: each short line of a page is asked.
    heading_letters: HashSet<char>,
    /// The longest label, in words.
    longest: usize,
}

/// What words around those of a comment say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Labels {
    /// The time after them is when the author joined.
    pub(super) profile: bool,
    /// The time after them is when the comment was changed.
    pub(super) edited: bool,
    /// They are a control: "Reply".
    pub(super) control: bool,
    /// They stand between a name and a time.
    pub(super) joint: bool,
    /// They are a control that only a comment has.
    pub(super) reply: bool,
    /// The name after them is that of whom the comment answers.
    pub(super) answer: bool,
    /// They stand over a thread.
    pub(super) heading: bool,
    /// They stand in the place of a name that nobody gave: "Anonymous".
    pub(super) nobody: bool,
    /// They say that what follows is quoted.
    pub(super) quoted: bool,
    /// They lead to comments that the page does not show.
    pub(super) further: bool,
}

impl Labels {
    /// Whether they are no name.
    pub(super) fn any(self) -> bool {
        Labels { nobody: false, quoted: false, ..self } != Labels::default()
    }

    fn set(&mut self, kind: &str) -> bool {
        let flag = match kind {
            "profile" => &mut self.profile,
            "edited" => &mut self.edited,
            "control" => &mut self.control,
            "joint" => &mut self.joint,
            "reply" => &mut self.reply,
            "answer" => &mut self.answer,
            "heading" => &mut self.heading,
            "nobody" => &mut self.nobody,
            "quoted" => &mut self.quoted,
            "further" => &mut self.further,
            _ => return false,
        };
        *flag = true;
        true
    }
}

impl ThreadWords {
    /// The words that come with the crate.
    pub(crate) fn load() -> Result<ThreadWords, DataError> {
        let mut says = Vec::new();
        for row in data_file!("says.tsv").rows()? {
            let [verb, _example] = row.columns()?;
            says.push(verb);
        }
        // "ha scritto" before "scritto".
        says.sort_by_key(|verb| std::cmp::Reverse(verb.len()));
        let mut badges = Vec::new();
        for row in data_file!("badges.tsv").rows()? {
            let [badge, _example] = row.columns()?;
            badges.push(badge);
        }
        // "post author" before "author".
        badges.sort_by_key(|badge| std::cmp::Reverse(badge.len()));
        let around = says.iter().chain(&badges).copied();
        let around_names = Finder::new(data_file!("badges.tsv"), around)?;
        let mut removed = Vec::new();
        for row in data_file!("removed.tsv").rows()? {
            let [opening, _example] = row.columns()?;
            removed.push(opening);
        }
        let mut labels: HashMap<&str, Labels> = HashMap::new();
        let mut longest = 1;
        let mut heading_starts = HashSet::new();
        for row in data_file!("thread-labels.tsv").rows()? {
            let [words, kind, _example] = row.columns()?;
            if !labels.entry(words).or_default().set(kind) {
                return Err(row.error(format!("no kind is called “{kind}”")));
            }
            longest = longest.max(words.split(' ').count());
            if kind == "heading" {
                heading_starts.extend(words.split(|it: char| !it.is_alphabetic()).next());
            }
        }
        let heading_letters = heading_starts.iter().filter_map(|it| it.chars().next()).collect();
        let (stamps, markup) = (StampWords::load()?, Markup::load()?);
        Ok(ThreadWords {
            stamps,
            markup,
            says,
            badges,
            around_names,
            removed,
            labels,
            heading_starts,
            heading_letters,
            longest,
        })
    }

    /// What `text` as a whole is, counts and signs around it aside.
    pub(super) fn labels_of(&self, text: &str) -> Labels {
        if text.len() > LONGEST_LABEL {
            return Labels::default();
        }
        let is_plain = |it: char| it.is_alphabetic() || it == '+';
        let bare = text.trim_matches(|it: char| !is_plain(it));
        self.labels.get(bare.to_lowercase().as_str()).copied().unwrap_or_default()
    }

    /// Whether `text` stands over a thread: "3 Comments", "2 thoughts on “The ferry”".
    pub(crate) fn is_heading(&self, text: &str) -> bool {
        let text = text.trim();
        if text.len() > 2 * LONGEST_LABEL {
            return false;
        }
        let start = text.find(char::is_alphabetic).unwrap_or(text.len());
        let words = &text[start..];
        let mut first = words.chars().take(1).flat_map(char::to_lowercase);
        if !first.next().is_some_and(|letter| self.heading_letters.contains(&letter)) {
            return false;
        }
        let first = words.split(|it: char| !it.is_alphabetic()).next().unwrap_or_default();
        if !self.heading_starts.contains(first.to_lowercase().as_str()) {
            return false;
        }
        let ends = words.match_indices(' ').map(|(at, _)| at).take(self.longest);
        self.labels_of(text).heading
            || start > 0 && ends.into_iter().any(|at| self.labels_of(&words[..at]).heading)
    }

    /// What the last words of `text` say of what stands after it: of several, the longest.
    pub(super) fn labels_before(&self, text: &str) -> Labels {
        let lower = text.trim_end_matches(|it: char| !it.is_alphabetic()).to_lowercase();
        let starts = lower.rmatch_indices(' ').map(|(at, _)| at + 1).take(self.longest - 1);
        let mut found = Labels::default();
        for start in starts.chain([0]) {
            if let Some(labels) = self.labels.get(&lower[start..]) {
                found = *labels;
            }
            if start == 0 {
                break;
            }
        }
        found
    }

    /// `text` without words that only join it to a time: "Ada on", "at".
    pub(crate) fn without_joints<'l>(&self, text: &'l str) -> &'l str {
        let is_sign = |it: char| !it.is_alphanumeric() && !")]!?’'\"*_.".contains(it);
        let mut rest = text.trim_end_matches(is_sign);
        let is_break = |it: char| it.is_whitespace() || ",;|(".contains(it);
        loop {
            // "a las" before "las".
            let starts: Vec<usize> =
                rest.rmatch_indices(is_break).map(|(at, _)| at).take(self.longest).collect();
            let is_joint = |&&at: &&usize| {
                let last = rest[at..].trim_matches(|it: char| !it.is_alphanumeric());
                self.labels_of(last).joint
            };
            let Some(&at) = starts.iter().rev().find(is_joint) else { break };
            rest = rest[..at].trim_end_matches(is_sign);
        }
        if self.labels_of(rest).joint { "" } else { rest }
    }

    /// The name in "NAME says:", where `line` is that.
    pub(crate) fn name_before_says<'l>(&self, line: &'l str) -> Option<&'l str> {
        let head = line.trim().strip_suffix([':', '：'])?.trim_end();
        self.without_says(head)
    }

    /// Whether a line only says that a quotation follows: "Quote:".
    pub(crate) fn is_quote_label(&self, line: &str) -> bool {
        self.labels_of(line).quoted
    }

    /// The name in a line that says whose words follow: "Ada said:", "Originally posted by Ada".
    pub(crate) fn source_named_in<'l>(&self, line: &'l str) -> Option<&'l str> {
        if let Some(name) = self.name_before_says(line) {
            return Some(name);
        }
        let mut rest = line;
        // "Quote: Originally posted by Ada": each label in turn.
        while rest.len() <= 2 * LONGEST_LABEL {
            let ends = rest.match_indices([' ', ':']).map(|(at, _)| at).take(self.longest);
            let ends: Vec<usize> = ends.collect();
            let label = ends.into_iter().rev().find(|&at| self.labels_of(&rest[..at]).quoted);
            let Some(at) = label else { break };
            rest = rest[at..].trim_start_matches([' ', ':', '\u{a0}']);
        }
        let name = rest.trim_end_matches([' ', ':']);
        let is_name = rest.len() < line.len() && !name.is_empty() && name.len() <= LONGEST_LABEL;
        is_name.then_some(name)
    }

    /// Whether a line leads to comments that the page does not show: "Load 25 more comments".
    pub(crate) fn leads_on(&self, line: &str) -> bool {
        if line.len() > LONGEST_LABEL {
            return false;
        }
        let is_word = |it: &&str| it.chars().any(char::is_alphabetic);
        let words: Vec<&str> = line.split_whitespace().filter(is_word).collect();
        self.labels_of(&words.join(" ")).further
    }

    /// The title in "Pingback: TITLE", where `line` is that.
    pub(crate) fn title_of_trackback<'l>(&self, line: &'l str) -> Option<&'l str> {
        let (label, title) = line.split_once(':')?;
        let is_label = ["pingback", "trackback"].contains(&label.trim().to_lowercase().as_str());
        is_label.then(|| title.trim()).filter(|title| !title.is_empty())
    }

    /// `name` without what stands around it: "Submitted by", "says:", "(not verified)".
    pub(crate) fn bare_name<'l>(&self, name: &'l str) -> &'l str {
        let mut head = name.trim().trim_end_matches([':', '：', ',', '|']).trim_end();
        if !self.around_names.finds_any(head) {
            return head;
        }
        head = self.without_says(head).unwrap_or(head);
        while let Some(rest) = self.badges.iter().find_map(|badge| without_badge(head, badge)) {
            head = rest;
        }
        head
    }

    /// Whether `text` is a verb that stands after a name, and no name.
    pub(super) fn is_says(&self, text: &str) -> bool {
        let text = text.trim();
        self.around_names.finds_any(text) && self.says.iter().any(|verb| lowers_to(text, verb))
    }

    fn without_says<'l>(&self, head: &'l str) -> Option<&'l str> {
        self.says.iter().find_map(|verb| {
            let at = head.len().checked_sub(verb.len())?;
            let name = head.get(..at)?;
            let is_verb = lowers_to(head.get(at..)?, verb) && name.ends_with(char::is_whitespace);
            (is_verb && !name.trim().is_empty()).then(|| name.trim())
        })
    }

    /// Whether `text` stands in the place of a comment that was taken away.
    pub(crate) fn is_removed(&self, text: &str) -> bool {
        if text.len() > 200 {
            return false;
        }
        let lower = text.trim().to_lowercase();
        self.removed.iter().any(|opening| lower.starts_with(opening))
    }
}

/// `name` without `badge` at either end, where a name is left.
fn without_badge<'l>(name: &'l str, badge: &str) -> Option<&'l str> {
    let is_badge = |part: Option<&str>| part.is_some_and(|part| lowers_to(part, badge));
    let cut = name.len().checked_sub(badge.len())?;
    let rest = if is_badge(name.get(cut..)) && !name[..cut].ends_with(char::is_alphanumeric) {
        &name[..cut]
    } else if is_badge(name.get(..badge.len())) && name[badge.len()..].starts_with([' ', ':']) {
        &name[badge.len()..]
    } else {
        return None;
    };
    let rest = rest.trim_matches([' ', ':', ',', '|', '\u{a0}']);
    (!rest.is_empty()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_example_is_read() {
        let words = ThreadWords::load().unwrap();
        for row in data_file!("says.tsv").rows().unwrap() {
            let [verb, example] = row.columns().unwrap();
            assert_eq!(words.name_before_says(example), Some("Ada Lorne"), "{verb}");
        }
        for row in data_file!("badges.tsv").rows().unwrap() {
            let [badge, example] = row.columns().unwrap();
            assert_eq!(words.bare_name(example), "Ada Lorne", "{badge}");
        }
        for row in data_file!("removed.tsv").rows().unwrap() {
            let [_, example] = row.columns().unwrap();
            assert!(words.is_removed(example), "{example}");
        }
        assert_eq!(words.bare_name("Ada Lorne"), "Ada Lorne");
    }

    #[test]
    fn each_label_says_what_it_is() {
        let words = ThreadWords::load().unwrap();
        for row in data_file!("thread-labels.tsv").rows().unwrap() {
            let [label, kind, example] = row.columns().unwrap();
            let is_read = match kind {
                "profile" => {
                    words.labels_before(example.strip_suffix("7 May 2018").unwrap()).profile
                }
                "edited" => words.labels_before(example.strip_suffix("7 May 2018").unwrap()).edited,
                "control" => words.labels_of(example).control,
                "reply" => words.labels_of(example).reply,
                "heading" => words.is_heading(example),
                "nobody" => words.labels_of(example).nobody,
                "quoted" => words.source_named_in(example) == Some("Ada Lorne"),
                "further" => words.leads_on(example),
                "joint" => {
                    words.without_joints(example.strip_suffix("7 May 2018").unwrap()) == "Ada Lorne"
                }
                _ => words.labels_before(example.strip_suffix("Ada Lorne").unwrap()).answer,
            };
            assert!(is_read, "{label}: {example}");
        }
    }
}
