//! Names that the user has listed: found in a text however they are written, before anything else.
//!
//! A name is filed under a number made of the sounds of its words ([`Fold`]), so that a million of
//! them take one sorted table and are looked up where a word of the text could begin one. What is
//! found so is then compared as any two names are, and the spelling of the list is what is reported.

mod fold;
mod scan;

use annalist_model::{EntityKind, Listing, Span};

use crate::matching::NameMatcher;
use crate::names::{Candidate, NameLexicon};

use fold::{Fold, NameNumber};
use scan::ListedWord;

/// Score from which the words of a text are those of a listed name, per mille: no slip, no word left
/// out.
const SAME: u16 = 930;

/// The rule of mentions that a list names.
pub(crate) const RULE: &str = "listed";

/// Most words of a listed name.
const MOST_WORDS: usize = 16;

/// One line of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListEntry {
    /// Its name.
    pub name: String,
    /// Its other names.
    pub aliases: Vec<String>,
    /// What it is; a person where the list does not say.
    pub kind: Option<EntityKind>,
    /// What the list knows it by.
    pub identifier: Option<String>,
    /// What the list says of it.
    pub note: Option<String>,
}

/// A list of names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameList {
    /// What the list is called.
    pub name: String,
    /// Its lines, in order.
    pub entries: Vec<ListEntry>,
}

/// A name or alias of a list.
#[derive(Clone, Copy, Debug)]
struct ListedName {
    list: u32,
    entry: u32,
    /// 0 for the name itself, else the number of the alias.
    alias: u32,
}

/// Lines of a list under the numbers that their names are looked up by. A long list may be filed in
/// pieces, by many at once.
#[derive(Clone, Debug, Default)]
pub struct FiledNames {
    /// How many lines these are.
    lines: u32,
    names: Vec<FiledName>,
}

/// A name, its number, and which line of the piece and which of its names it is.
#[derive(Clone, Copy, Debug)]
struct FiledName {
    number: NameNumber,
    entry: u32,
    alias: u32,
}

impl FiledNames {
    pub(crate) fn new(
        entries: &[ListEntry],
        matcher: &NameMatcher,
        lexicon: &NameLexicon,
    ) -> FiledNames {
        let mut fold = Fold::new(matcher, lexicon);
        let mut filed = FiledNames::default();
        for entry in entries {
            let written = std::iter::once(&entry.name).chain(&entry.aliases);
            for (alias, name) in (0..).zip(written) {
                if let Some(number) = fold.name(name, entry.kind) {
                    filed.names.push(FiledName { number, entry: filed.lines, alias });
                }
            }
            filed.lines += 1;
        }
        filed
    }
}

/// All lists, ready to be looked up.
#[derive(Debug, Default)]
pub(crate) struct Listed {
    lists: Vec<NameList>,
    /// The names by the number that they are filed under, sorted.
    names: Vec<(u64, ListedName)>,
    /// For each number of a first word, the most words that a name has that begins so; sorted.
    begins: Vec<(u64, u8)>,
}

/// A listed name in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) span: Span,
    pub(crate) kind: EntityKind,
    pub(crate) listing: Listing,
}

impl Listed {
    /// The lists, each with the pieces that its lines were filed in.
    pub(crate) fn new(filed: Vec<(NameList, Vec<FiledNames>)>) -> Listed {
        let (mut lists, mut names, mut begins) = (Vec::new(), Vec::new(), Vec::new());
        for (list, (entries, pieces)) in (0..).zip(filed) {
            let mut before = 0;
            for piece in pieces {
                for FiledName { number, entry, alias } in piece.names {
                    names.push((number.name, ListedName { list, entry: before + entry, alias }));
                    begins.push((number.first, number.words));
                }
                before += piece.lines;
            }
            lists.push(entries);
        }
        names.sort_unstable_by_key(|(key, name)| (*key, name.list, name.entry, name.alias));
        begins.sort_unstable_by_key(|(key, words)| (*key, std::cmp::Reverse(*words)));
        begins.dedup_by_key(|(key, _)| *key);
        Listed { lists, names, begins }
    }

    /// Where the text has listed names, sorted and disjoint; of two that overlap the longer stands.
    pub(crate) fn find(
        &self,
        text: &str,
        matcher: &NameMatcher,
        lexicon: &NameLexicon,
    ) -> Vec<Hit> {
        if self.names.is_empty() {
            return Vec::new();
        }
        let mut fold = Fold::new(matcher, lexicon);
        let words = scan::words(text, &mut fold);
        let mut hits = Vec::new();
        let mut at = 0;
        while at < words.len() {
            match self.longest_at(text, &words[at..], matcher, lexicon) {
                Some((length, hit)) => {
                    hits.push(hit);
                    at += length;
                }
                None => at += 1,
            }
        }
        hits
    }

    /// The longest listed name that the words begin with, and how many of them it takes.
    fn longest_at(
        &self,
        text: &str,
        words: &[ListedWord],
        matcher: &NameMatcher,
        lexicon: &NameLexicon,
    ) -> Option<(usize, Hit)> {
        let first = words.first().filter(|word| word.may_begin)?;
        let begin = self.begins.binary_search_by_key(&first.key, |(key, _)| *key).ok()?;
        let most = usize::from(self.begins.get(begin)?.1);
        let mut key = fold::START;
        let mut found = None;
        for (at, word) in words.iter().enumerate() {
            if at > 0 && !word.goes_on {
                break;
            }
            if !word.is_article {
                key = fold::join(key, word.key);
            }
            let counted = words[..=at].iter().filter(|word| !word.is_article).count();
            if counted > most {
                break;
            }
            let span = Span::from_range(first.start..word.end)?;
            let written = span.slice(text)?;
            if !word.is_article
                && let Some((kind, listing)) = self.named(key, written, counted, matcher, lexicon)
            {
                found = Some((at + 1, Hit { span, kind, listing }));
            }
        }
        found
    }

    /// The line of a list that these words name.
    fn named(
        &self,
        key: u64,
        written: &str,
        words: usize,
        matcher: &NameMatcher,
        lexicon: &NameLexicon,
    ) -> Option<(EntityKind, Listing)> {
        let from = self.names.partition_point(|(known, _)| *known < key);
        let same = self.names.get(from..)?.iter().take_while(|(known, _)| *known == key);
        let named = same.filter_map(|(_, name)| {
            let list = self.lists.get(name.list as usize)?;
            let entry = list.entries.get(name.entry as usize)?;
            let listed = match name.alias {
                0 => &entry.name,
                alias => entry.aliases.get(alias as usize - 1)?,
            };
            let kind = entry.kind.unwrap_or(EntityKind::Person);
            let score = if words == 1 {
                scan::single_score(listed, written, lexicon)
            } else {
                let prepare = |name| matcher.prepare(name, kind, lexicon);
                matcher.score(&prepare(listed), &prepare(written)).0
            };
            let exact = listed == written;
            (score >= SAME).then_some((exact, score, name, kind, list, entry))
        });
        // The best; of several as good, the first of the first list.
        let best = named.max_by_key(|(exact, score, name, ..)| {
            (*exact, *score, std::cmp::Reverse((name.list, name.entry, name.alias)))
        })?;
        let (.., kind, list, entry) = best;
        let listing = Listing {
            list: list.name.clone(),
            name: entry.name.clone(),
            identifier: entry.identifier.clone(),
            note: entry.note.clone(),
        };
        Some((kind, listing))
    }
}

/// The candidates, with those that a list names in the place of all that overlap them.
pub(crate) fn put_first(mut candidates: Vec<Candidate>, hits: &[Hit]) -> Vec<Candidate> {
    let overlaps = |candidate: &Candidate| {
        let behind = hits.partition_point(|hit| hit.span.end() <= candidate.span.start());
        hits.get(behind).is_some_and(|hit| hit.span.start() < candidate.span.end())
    };
    candidates.retain(|candidate| !overlaps(candidate));
    candidates.extend(hits.iter().map(|hit| Candidate {
        span: hit.span,
        kind: hit.kind,
        score: 1000,
        rule: RULE,
    }));
    candidates.sort_by_key(|candidate| candidate.span);
    candidates
}
