//! What the paragraphs of a dump are, told by their words alone.

use std::collections::HashSet;

use annalist_tables::{DataError, data_file};

/// A caption is no longer than this, in bytes.
const LONGEST_CAPTION: usize = 500;

/// A note on an author is no longer than this, in bytes.
const LONGEST_BIO: usize = 600;

/// The words that tell captions and notes on authors.
#[derive(Debug, Default)]
pub(crate) struct DumpWords {
    openings: Vec<&'static str>,
    anywhere: Vec<&'static str>,
    positions: Vec<&'static str>,
    occupations: HashSet<&'static str>,
    links: HashSet<&'static str>,
    verbs: HashSet<&'static str>,
    origins: Vec<&'static str>,
    origin_ends: Vec<&'static str>,
    tag_labels: HashSet<&'static str>,
}

impl DumpWords {
    /// The words that come with the crate.
    pub(crate) fn load() -> Result<DumpWords, DataError> {
        let mut words = DumpWords::default();
        for row in data_file!("captions.tsv").rows()? {
            let [phrase, kind, _example] = row.columns()?;
            match kind {
                "opening" => words.openings.push(phrase),
                "anywhere" => words.anywhere.push(phrase),
                "position" => words.positions.push(phrase),
                _ => return Err(row.error(format!("no kind is called “{kind}”"))),
            }
        }
        for row in data_file!("occupations.tsv").rows()? {
            let [word, kind, _example] = row.columns()?;
            match kind {
                "occupation" => words.occupations.insert(word),
                "link" => words.links.insert(word),
                "verb" => words.verbs.insert(word),
                _ => return Err(row.error(format!("no kind is called “{kind}”"))),
            };
        }
        for row in data_file!("origins.tsv").rows()? {
            let [phrase, kind, _example] = row.columns()?;
            match kind {
                "opening" => words.origins.push(phrase),
                "end" => words.origin_ends.push(phrase),
                _ => return Err(row.error(format!("no kind is called “{kind}”"))),
            }
        }
        for row in data_file!("tag-labels.tsv").rows()? {
            let [label, _example] = row.columns()?;
            words.tag_labels.insert(label);
        }
        Ok(words)
    }

    /// Whether a paragraph reads as a caption.
    pub(crate) fn is_caption(&self, paragraph: &str) -> bool {
        if paragraph.len() > LONGEST_CAPTION {
            return false;
        }
        let lower = paragraph.to_lowercase();
        let opens = self.openings.iter().any(|opening| {
            lower.strip_prefix(opening).is_some_and(|rest| {
                opening.ends_with(':') || !rest.starts_with(char::is_alphanumeric)
            })
        });
        let holds = self.anywhere.iter().any(|phrase| lower.contains(phrase));
        opens
            || holds
            || self.positions.iter().map(|position| set_off(&lower, position)).sum::<usize>() > 1
    }

    /// Whether a label goes before a list of key words: "Tags".
    pub(crate) fn is_tag_label(&self, label: &str) -> bool {
        label.len() < 40 && self.tag_labels.contains(label.trim().to_lowercase().as_str())
    }

    /// The author that a paragraph tells about, where it is a note on one: "NAME is a historian …",
    /// "NAME writes for …".
    pub(crate) fn author_of_bio<'p>(&self, paragraph: &'p str) -> Option<&'p str> {
        if paragraph.len() > LONGEST_BIO {
            return None;
        }
        let words: Vec<&str> = paragraph.split_whitespace().take(5).collect();
        let verb =
            words.iter().position(|word| self.links.contains(word) || self.verbs.contains(word))?;
        let names = &words[..verb];
        let is_name = (2..=4).contains(&names.len()) && names.iter().all(|word| is_name_word(word));
        let (name, rest) = paragraph.split_at(paragraph.find(&format!(" {} ", words[verb]))?);
        let tells_work = self.verbs.contains(words[verb])
            || rest
                .split(|character: char| !character.is_alphabetic())
                .take(10)
                .any(|word| self.occupations.contains(word.to_lowercase().as_str()));
        (is_name && tells_work).then(|| name.trim())
    }

    /// Where an article first appeared, as a note says: "… originally published at PLACE."
    pub(crate) fn first_appearance<'n>(&self, note: &'n str) -> Option<&'n str> {
        let lower = note.to_lowercase();
        // Offsets in the lower-case text are those of the note only where no letter changed length.
        if lower.len() != note.len() {
            return None;
        }
        let (at, phrase) =
            self.origins.iter().find_map(|phrase| Some((lower.find(phrase)?, phrase)))?;
        let rest = note.get(at + phrase.len()..)?.trim_start();
        let end = rest.find(['.', ',', ';', ')', ']', '(', '\n']).unwrap_or(rest.len());
        let place = leading_name(&rest[..end], &self.origin_ends);
        // "Originally published in March 2015" names no place.
        let ends_in_number = place.rsplit(' ').next().is_some_and(starts_with_digit);
        (!place.is_empty() && !ends_in_number && place.len() < 100).then_some(place)
    }
}

fn starts_with_digit(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_digit())
}

/// The name that `text` opens with: words with a capital, and small words between two of them. An
/// article before it is not a part of it, nor is what follows one of `ends`.
fn leading_name<'t>(text: &'t str, ends: &[&str]) -> &'t str {
    let is_capital = |word: &str| word.chars().next().is_some_and(|first| !first.is_lowercase());
    let mut end = 0;
    let mut start = None;
    let mut at = 0;
    for word in text.split(' ') {
        if is_capital(word) && !word.is_empty() {
            start.get_or_insert(at);
            end = at + word.len();
        } else if start.is_some() && (at > end + MOST_BETWEEN || ends.contains(&word)) {
            break;
        }
        at += word.len() + 1;
    }
    start.map_or("", |start| &text[start..end])
}

/// Bytes of small words between two words of a name: " of the ".
const MOST_BETWEEN: usize = 8;

/// Whether a word can be a part of a name: a capital first, no sign behind it but that of an
/// initial.
fn is_name_word(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
        && (!word.ends_with([',', '.', ':']) || word.chars().count() == 2)
}

/// How often `word` stands in `text` between commas or brackets.
fn set_off(text: &str, word: &str) -> usize {
    text.match_indices(word)
        .filter(|(at, _)| {
            let before = text[..*at].trim_end().chars().next_back();
            let after = text[at + word.len()..].chars().next();
            matches!(before, Some(',' | '(')) && matches!(after, Some(',' | ')' | '.' | ';'))
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_example_is_told() {
        let words = DumpWords::load().unwrap();
        for row in data_file!("captions.tsv").rows().unwrap() {
            let [_, _, example] = row.columns().unwrap();
            assert!(words.is_caption(example), "{example}");
        }
        for row in data_file!("occupations.tsv").rows().unwrap() {
            let [_, _, example] = row.columns().unwrap();
            assert_eq!(words.author_of_bio(example), Some("Ada Lorne"), "{example}");
        }
        for row in data_file!("tag-labels.tsv").rows().unwrap() {
            let [_, example] = row.columns().unwrap();
            assert!(words.is_tag_label(example.split(':').next().unwrap()), "{example}");
        }
        for row in data_file!("origins.tsv").rows().unwrap() {
            let [_, _, example] = row.columns().unwrap();
            assert!(words.first_appearance(example).is_some(), "{example}");
        }
    }

    #[test]
    fn prose_is_neither_caption_nor_note() {
        let words = DumpWords::load().unwrap();
        assert!(!words.is_caption("The party moved left, and the voters did not follow."));
        assert!(!words.is_caption("This mapping is new."));
        assert_eq!(words.author_of_bio("The harbour is a wreck, a reporter wrote."), None);
        assert_eq!(
            words.first_appearance("This article was originally published at The Weekly on May 3."),
            Some("The Weekly")
        );
        assert_eq!(
            words.first_appearance(
                "It was first published in the Kelm Gazette and is given here by leave of Ada."
            ),
            Some("Kelm Gazette")
        );
        assert_eq!(
            words.first_appearance("This article was originally published in March 2015."),
            None
        );
        assert_eq!(
            words.first_appearance("Cet article est d’abord paru dans Le Port le 3 mai."),
            Some("Le Port")
        );
    }
}
