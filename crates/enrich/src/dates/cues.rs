//! Words that say whether a clause looks back or forward.

use std::collections::{HashMap, HashSet};

use foldhash::HashMap as FoldHashMap;

use super::pieces::Piece;
use annalist_tables::{DataError, DataFile, read_rows};

/// Where a clause looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Backward,
    Forward,
}

/// How far a cue reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// Over its clause.
    Clause,
    /// Only to the expression right behind it.
    Next,
    /// The same, but a verb of the past before it goes before: "it lasted until May".
    Soft,
    /// To a soft cue behind it: "asked to stay until May".
    Infinitive,
    /// To the ending of the word right behind it, which it mutes.
    Mute,
}

/// The cues: phrases of up to three words, and endings of words.
#[derive(Debug)]
pub(super) struct Cues {
    phrases: HashMap<&'static str, (Reach, Direction)>,
    /// How many words the longest phrase with this first word has.
    longest: FoldHashMap<&'static str, usize>,
    endings: Vec<(&'static str, Direction)>,
    /// Words behind which an ending says nothing: "will be delayed" tells of no past.
    muting: HashSet<&'static str>,
}

/// Words of the longest cue.
const LONGEST: usize = 3;

/// How many cues are looked at on either side.
const FURTHEST: usize = 8;

/// Shortest word that an ending is looked for in, in bytes.
const SHORTEST_WITH_ENDING: usize = 5;

impl Cues {
    pub(super) fn load(file: DataFile) -> Result<Cues, DataError> {
        let mut cues = Cues {
            phrases: HashMap::new(),
            longest: FoldHashMap::default(),
            endings: Vec::new(),
            muting: HashSet::new(),
        };
        let reaches = [
            ("clause", Reach::Clause),
            ("infinitive", Reach::Infinitive),
            ("mute", Reach::Mute),
            ("next", Reach::Next),
            ("soft", Reach::Soft),
        ];
        let directions = [
            ("backward", Direction::Backward),
            ("ending", Direction::Backward),
            ("forward", Direction::Forward),
        ];
        for row in read_rows(file, 3)? {
            let (reach, direction) = (row.choice(1, &reaches)?, row.choice(2, &directions)?);
            if row.cell(0).split(' ').count() > LONGEST {
                return Err(row.error(format!("a cue has at most {LONGEST} words")));
            }
            if reach == Reach::Mute {
                cues.muting.insert(row.cell(0));
                continue;
            }
            match row.cell(0).strip_prefix('*') {
                Some(ending) => cues.endings.push((ending, direction)),
                None => {
                    let words = row.cell(0).split(' ').count();
                    let first = row.cell(0).split(' ').next().unwrap_or_default();
                    let longest = cues.longest.entry(first).or_default();
                    *longest = words.max(*longest);
                    cues.phrases.insert(row.cell(0), (reach, direction));
                }
            }
        }
        Ok(cues)
    }

    /// Where the clause around the expression of `pieces[start..end]` looks: what the nearest cue
    /// before it says, or else the nearest behind it.
    pub(super) fn direction(&self, found: &[Cue], start: usize, end: usize) -> Option<Direction> {
        let before = found.get(..found.partition_point(|cue| cue.end <= start));
        let behind = found.get(found.partition_point(|cue| cue.start < end)..);
        let mut before = before.unwrap_or_default().iter().rev().take(FURTHEST);
        let reaches = |cue: &&Cue| match cue.reach {
            Reach::Clause => true,
            Reach::Next | Reach::Soft => cue.end == start,
            Reach::Infinitive | Reach::Mute => false,
        };
        let near = before.find(reaches);
        let behind = behind.unwrap_or_default().iter().take(FURTHEST).find(reaches);
        // In front of its sentence a word such as "by" leaves it to the verb where the clause looks.
        let is_front = |cue: &Cue| matches!(cue.reach, Reach::Next | Reach::Soft) && cue.start == 0;
        if near.is_some_and(is_front) {
            return behind.or(near).map(|cue| cue.direction);
        }
        let deciding = match near {
            Some(soft) if soft.reach == Reach::Soft => {
                let verb = before.find(|it| matches!(it.reach, Reach::Clause | Reach::Infinitive));
                verb.or(near)
            }
            _ => near.or(behind),
        };
        deciding.map(|cue| cue.direction)
    }

    /// The cues of a sentence, in order.
    pub(super) fn find(&self, pieces: &[Piece<'_>]) -> Vec<Cue> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < pieces.len() {
            match self.longest_at(pieces, at) {
                Some(cue) => {
                    at = cue.end;
                    found.push(cue);
                }
                None => at += 1,
            }
        }
        found
    }

    fn longest_at(&self, pieces: &[Piece<'_>], start: usize) -> Option<Cue> {
        // Within a sentence the May with a capital is the month.
        let is_date = |piece: &&Piece<'_>| start > 0 && piece.capital && !piece.readings.is_empty();
        let first = pieces.get(start).filter(|piece| !is_date(piece));
        let first = first.and_then(|piece| self.longest.get(piece.lower.as_ref()));
        for length in (1..=first.copied().unwrap_or(0)).rev() {
            let Some(words) = pieces.get(start..start + length) else { continue };
            let phrase =
                words.iter().map(|piece| piece.lower.as_ref()).collect::<Vec<&str>>().join(" ");
            if let Some((reach, direction)) = self.phrases.get(phrase.as_str()) {
                let (reach, direction) = (*reach, *direction);
                return Some(Cue { start, end: start + length, reach, direction });
            }
        }
        let piece = pieces.get(start).filter(|piece| !piece.capital)?;
        let before = start.checked_sub(1).and_then(|before| pieces.get(before));
        if before.is_some_and(|before| self.muting.contains(before.lower.as_ref())) {
            return None;
        }
        let has_ending = |(ending, _): &&(&str, Direction)| {
            piece.lower.len() >= SHORTEST_WITH_ENDING && piece.lower.ends_with(ending)
        };
        let (_, direction) = self.endings.iter().find(has_ending)?;
        Some(Cue { start, end: start + 1, reach: Reach::Clause, direction: *direction })
    }
}

/// A cue in a sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cue {
    start: usize,
    end: usize,
    reach: Reach,
    direction: Direction,
}
