//! Paragraphs that speak about the article: editor's notes, corrections, updates.

use std::collections::BTreeMap;

use annalist_model::BlockKind;
use annalist_tables::{DataError, data_file};

/// A note is short; a paragraph past this many bytes is the article itself.
const LONGEST: usize = 1_500;

/// An opening has no more characters.
const OPENING: usize = 60;

/// What a paragraph opens with is looked for in so many characters: an opening, and what follows it.
const START: usize = 2 * OPENING;

/// How a note opens.
#[derive(Debug)]
struct Opening {
    words: &'static str,
    /// Whether the words are a label before the note, or the start of its first sentence.
    is_label: bool,
    kind: BlockKind,
}

/// The openings that mark a note.
#[derive(Debug)]
pub(crate) struct NoteWords {
    /// By their first byte: most paragraphs open with one that no note opens with.
    openings: BTreeMap<u8, Vec<Opening>>,
}

impl NoteWords {
    /// The openings that come with the crate.
    pub(crate) fn load() -> Result<NoteWords, DataError> {
        let mut openings: BTreeMap<u8, Vec<Opening>> = BTreeMap::new();
        for row in data_file!("notes.tsv").rows()? {
            let [words, _, kind, _example] = row.columns()?;
            let is_label = row.choice(1, &[("label", true), ("sentence", false)])?;
            let kind = BlockKind::parse(kind, None)
                .ok_or_else(|| row.error(format!("no kind of block is called “{kind}”")))?;
            if words.chars().count() > OPENING {
                return Err(row.error(format!("the opening is longer than {OPENING} letters")));
            }
            let first = words.bytes().next().unwrap_or_default();
            openings.entry(first).or_default().push(Opening { words, is_label, kind });
        }
        Ok(NoteWords { openings })
    }

    /// The kind of note that `paragraph` is, where it is one.
    pub(crate) fn kind_of(&self, paragraph: &str) -> Option<BlockKind> {
        if paragraph.len() > LONGEST {
            return None;
        }
        let start = paragraph.trim_start_matches(['[', '(', '*', '_', '–', '—', ' ']);
        let start = lower_start(start);
        let opens = |opening: &&Opening| {
            start.strip_prefix(opening.words).is_some_and(|rest| follows(opening.is_label, rest))
        };
        let alike = self.openings.get(&start.bytes().next()?)?;
        alike.iter().find(opens).map(|opening| opening.kind)
    }
}

/// The first characters of a paragraph in lower case, with plain apostrophes.
fn lower_start(paragraph: &str) -> String {
    let bytes = paragraph.as_bytes();
    // The common case, and by far the faster way.
    if let Some(start) = paragraph.get(..bytes.len().min(START)).filter(|it| it.is_ascii()) {
        return start.to_ascii_lowercase();
    }
    let start = paragraph.chars().take(START).map(|it| if it == '’' { '\'' } else { it });
    start.collect::<String>().to_lowercase()
}

/// Whether `rest` goes on as a note does: a label needs a sign or the end of its line after it, a
/// sentence's opening a blank.
fn follows(is_label: bool, rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}', ']', ')', '*']);
    match rest.chars().next() {
        None => !is_label,
        Some(':' | '：') => true,
        Some('\n') => is_label,
        Some(next) if !is_label => next.is_alphanumeric() || matches!(next, '.' | ','),
        Some(',' | '(' | '[' | '–' | '—') => rest.contains(':') || rest.starts_with(['(', '[']),
        Some(next) => next.is_ascii_digit() && rest.contains(':'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_example_is_of_its_kind() {
        let words = NoteWords::load().unwrap();
        for row in data_file!("notes.tsv").rows().unwrap() {
            let [_, _, kind, example] = row.columns().unwrap();
            assert_eq!(words.kind_of(example), BlockKind::parse(kind, None), "{example}");
        }
    }

    #[test]
    fn a_label_may_stand_on_a_line_of_its_own_or_in_brackets() {
        let words = NoteWords::load().unwrap();
        for note in ["Correction\nThe pier is in Kelm.", "[Correction]: The pier is in Kelm."] {
            assert_eq!(words.kind_of(note), Some(BlockKind::Correction), "{note}");
        }
    }

    #[test]
    fn prose_that_opens_alike_is_no_note() {
        let words = NoteWords::load().unwrap();
        for prose in [
            "Updated figures show a rise.",
            "Corrections officers walked out.",
            "Update the file first.",
            "Correction is not what the office had in mind.",
            "The paper printed a correction: the pier is in Kelm.",
            "An earlier version of the bill named the harbour.",
            "A previous version of this ferry sank.",
            "She has updated her story since.",
            "The report was originally published in The Harbour Gazette.",
            "In einer früheren Fassung des Gesetzes stand der Hafen.",
            "Die Korrektur: ein Wort, das sie selten hörte.",
            "Update nötig, sagte der Kapitän.",
            "Une version précédente de la loi nommait le port.",
            "Mise à jour en mai, la liste compte dix noms.",
            "Una versión anterior de la ley nombraba el puerto.",
            "La corrección: una palabra que no le gusta.",
        ] {
            assert_eq!(words.kind_of(prose), None, "{prose}");
        }
    }
}
