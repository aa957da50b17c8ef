//! Where words stand in a text, and what stands around them.

use serde::Serialize;

/// Signs around words that were looked for: no text has them, for they are no characters.
pub(super) const OPEN: char = '\u{FDD0}';
pub(super) const CLOSE: char = '\u{FDD1}';

/// Code points that are shown before and behind the words.
const AROUND: usize = 90;

/// Words that were found, with what stands around them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// First code point of the words in the text of the document.
    pub start: u32,
    /// One past their last.
    pub end: u32,
    /// What stands around them.
    pub snippet: String,
    /// The words that were looked for in `snippet`: first code point, and one past the last.
    pub marks: Vec<(u32, u32)>,
}

impl Passage {
    /// The first words that are marked in `text`, outside the stretches `not_in`, which are sorted.
    /// The text begins at code point `from` of its document.
    pub(super) fn first(text: &str, from: u32, not_in: &[(u32, u32)]) -> Option<Passage> {
        let mut characters = Vec::with_capacity(text.len());
        let mut marks: Vec<(usize, usize)> = Vec::new();
        for character in text.chars() {
            match character {
                OPEN => marks.push((characters.len(), characters.len())),
                CLOSE => {
                    if let Some(mark) = marks.last_mut() {
                        mark.1 = characters.len();
                    }
                }
                other => characters.push(other),
            }
        }
        let is_left = |mark: &(usize, usize)| {
            let at = mark.0 as u32 + from;
            not_in.iter().any(|(start, end)| (*start..*end).contains(&at))
        };
        let (start, end) = *marks.iter().find(|mark| !is_left(mark))?;
        let first = start.saturating_sub(AROUND);
        let last = (end + AROUND).min(characters.len());
        let shown = |at: usize| (at - first) as u32;
        let marks = marks.iter().filter(|mark| mark.0 >= first && mark.1 <= last);
        Some(Passage {
            start: start as u32 + from,
            end: end as u32 + from,
            snippet: on_one_line(characters.get(first..last).unwrap_or_default()),
            marks: marks.map(|mark| (shown(mark.0), shown(mark.1))).collect(),
        })
    }

    /// The beginning of a text.
    pub(super) fn beginning(text: &str, from: u32) -> Passage {
        let characters: Vec<char> = text.chars().take(2 * AROUND).collect();
        Passage {
            start: from,
            end: from + characters.len() as u32,
            snippet: on_one_line(&characters),
            marks: Vec::new(),
        }
    }
}

/// The same number of characters, on one line.
fn on_one_line(characters: &[char]) -> String {
    characters.iter().map(|it| if it.is_whitespace() { ' ' } else { *it }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_words_outside_of_comments_are_shown() {
        let text = format!("é {OPEN}one{CLOSE}\n{OPEN}two{CLOSE} three");
        let passage = Passage::first(&text, 10, &[(12, 15)]).unwrap();
        assert_eq!((passage.start, passage.end), (16, 19));
        assert_eq!(
            (passage.snippet.as_str(), passage.marks),
            ("é one two three", vec![(2, 5), (6, 9)])
        );
        assert_eq!(Passage::first(&text, 0, &[(0, 30)]), None);
    }
}
