//! A text as a few numbers, by which near copies are found.
//!
//! The words of an article are taken in rows of four, each row is hashed, and the least
//! [`Sketch::MOST`] hashes are kept. Hashes fall without regard to what the words say, so these are
//! a sample of the rows, and the same sample in every text: what share of the sampled rows two
//! texts have in common is what share they have in common as a whole (give or take four in a
//! hundred). A text with no more rows than that is kept whole, and the share is exact.

use annalist_model::{BlockKind, Document, Owner};

/// Words in a row.
const ROW: usize = 4;

/// Fewest different rows of a text that can be told to be a copy: a greeting or a notice is not.
const FEWEST: usize = 32;

/// A sample of the rows of words of an article.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Sketch {
    /// The number of different rows.
    pub(crate) rows: u32,
    /// The least hashes of rows, ascending: half a kilobyte a document at most.
    pub(crate) least: Vec<u32>,
}

/// What two texts have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Common {
    /// Of the rows of the shorter text, how many in a thousand the longer one has as well.
    pub(crate) shared: u16,
    /// Of the rows of either text, how many in a thousand are in both.
    pub(crate) resemblance: u16,
}

impl Sketch {
    /// Most hashes that are kept of a text.
    pub(crate) const MOST: usize = 128;

    /// The sketch of an article without its title; none where it is too short.
    pub(crate) fn of(document: &Document) -> Option<Sketch> {
        let is_body = |kind| !matches!(kind, BlockKind::Title);
        let blocks = document.blocks().iter();
        let body = blocks.filter(|it| it.owner == Owner::Article && is_body(it.kind));
        Sketch::of_words(body.flat_map(|block| word_hashes(document.slice(block.span))))
    }

    fn of_words(words: impl Iterator<Item = u64>) -> Option<Sketch> {
        let mut row = [0; ROW];
        let mut rows = Vec::new();
        for (place, word) in words.enumerate() {
            row.rotate_left(1);
            row[ROW - 1] = word;
            if place + 1 >= ROW {
                rows.push(row_hash(row));
            }
        }
        rows.sort_unstable();
        rows.dedup();
        let count = rows.len();
        rows.truncate(Sketch::MOST);
        rows.shrink_to_fit();
        (count >= FEWEST).then_some(Sketch { rows: count as u32, least: rows })
    }

    /// What two texts have in common, told by the hashes that either would have kept.
    pub(crate) fn common(&self, other: &Sketch) -> Common {
        let (short, long) = if self.rows <= other.rows { (self, other) } else { (other, self) };
        let limit = short.limit().min(long.limit());
        let within = |sketch: &Sketch| sketch.least.partition_point(|hash| *hash <= limit);
        let (of_short, of_long) = (within(short), within(long));
        let both = in_both(
            short.least.get(..of_short).unwrap_or_default(),
            long.least.get(..of_long).unwrap_or_default(),
        );
        let per_mille = |whole: usize| (both * 1000 / whole.max(1)) as u16;
        Common { shared: per_mille(of_short), resemblance: per_mille(of_short + of_long - both) }
    }

    /// The greatest hash up to which the sketch has all rows of the text.
    fn limit(&self) -> u32 {
        let is_whole = self.rows as usize <= self.least.len();
        self.least.last().copied().filter(|_| !is_whole).unwrap_or(u32::MAX)
    }
}

/// How many numbers stand in both of two ascending lists. Goes on without asking which is less: that
/// would be guessed wrong half of the time.
fn in_both(one: &[u32], other: &[u32]) -> usize {
    let (mut at, mut other_at, mut both) = (0, 0, 0);
    while let Some((a, b)) = one.get(at).zip(other.get(other_at)) {
        both += usize::from(a == b);
        at += usize::from(a <= b);
        other_at += usize::from(b <= a);
    }
    both
}

/// A hash of each word of `text`: letters and digits in lower case. Scripts that write no blanks
/// between words have a word in each letter.
fn word_hashes(text: &str) -> impl Iterator<Item = u64> + '_ {
    let is_between = |letter: char| letter.is_whitespace() || is_dash(letter);
    text.split(is_between).flat_map(|word| {
        let mut hashes = Vec::new();
        let mut open = None;
        for letter in word.chars().filter(|letter| letter.is_alphanumeric()) {
            if is_word_alone(letter) {
                hashes.extend(open.take());
                hashes.push(add(START, letter));
            } else {
                let folded = letter.to_lowercase();
                open = Some(folded.fold(open.unwrap_or(START), add));
            }
        }
        hashes.extend(open);
        hashes
    })
}

fn is_dash(letter: char) -> bool {
    letter == '-' || ('\u{2010}'..='\u{2015}').contains(&letter)
}

/// Thai, Lao, Myanmar, Khmer, and the scripts of Chinese and Japanese.
fn is_word_alone(letter: char) -> bool {
    matches!(letter,
        '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{2E80}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Where the hash of a word starts (FNV-1a).
const START: u64 = 0xcbf2_9ce4_8422_2325;

fn add(hash: u64, letter: char) -> u64 {
    (hash ^ u64::from(letter)).wrapping_mul(0x0100_0000_01b3)
}

/// The hash of a row of words, mixed well (the last step of MurmurHash3), since its least count.
fn row_hash(row: [u64; ROW]) -> u32 {
    let mut hash = row.iter().fold(START, |hash, word| {
        (hash.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    });
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    (hash >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch(text: &str) -> Sketch {
        Sketch::of_words(word_hashes(text)).unwrap()
    }

    fn numbers(range: std::ops::Range<u32>) -> String {
        range.map(|number| format!("word{number} ")).collect()
    }

    #[test]
    fn case_and_marks_make_no_difference() {
        let text = numbers(0..60);
        let other = text.to_uppercase().replace(' ', ", ");
        assert_eq!(sketch(&text), sketch(&other));
    }

    #[test]
    fn short_texts_are_compared_whole_and_shorter_ones_not_at_all() {
        let common = sketch(&numbers(0..103)).common(&sketch(&numbers(50..103)));
        assert_eq!(common, Common { shared: 1000, resemblance: 500 });
        assert_eq!(Sketch::of_words(word_hashes(&numbers(0..34))), None);
    }

    #[test]
    fn the_sample_of_a_long_text_says_what_the_whole_would() {
        let common = sketch(&numbers(0..10_000)).common(&sketch(&numbers(2_000..9_000)));
        assert_eq!(common.shared, 1000);
        assert!((620..780).contains(&common.resemblance), "{common:?}");
        let apart = sketch(&numbers(0..5_000)).common(&sketch(&numbers(5_000..9_000)));
        assert_eq!(apart, Common { shared: 0, resemblance: 0 });
    }

    #[test]
    fn scripts_without_blanks_have_rows_too() {
        let text: String = (0..60).filter_map(|it| char::from_u32(0x4e00 + it)).collect();
        assert_eq!(sketch(&text).rows, 57);
    }
}
