//! The index of the search: which parts have a word. It lies in some scripts, of which a search reads
//! those that its words are in.

use std::collections::BTreeSet;
use std::io;

use annalist_corpus::Sorter;

use super::{HtmlFile, HtmlReport, HtmlSheets, SearchPart, search};

/// Longest word that is kept whole, in code points; of longer ones the beginning is.
const LONGEST: usize = 12;

/// Parts of a collection that one script is enough for.
const FEW: usize = 8;

/// Scripts of the index of a larger collection.
const SCRIPTS: u32 = 128;

/// Letters of scripts without blanks between words: each is a word of its own.
const ALONE: [(char, char); 6] = [
    ('\u{e00}', '\u{eff}'),
    ('\u{1000}', '\u{109f}'),
    ('\u{1780}', '\u{17ff}'),
    ('\u{2e80}', '\u{9fff}'),
    ('\u{f900}', '\u{faff}'),
    ('\u{20000}', '\u{3ffff}'),
];

/// The words of `text` as the script of the pages takes them, too.
pub(super) fn words(text: &str, take: &mut dyn FnMut(&str)) {
    let text = text.to_lowercase();
    let is_alone = |it: char| ALONE.iter().any(|(first, last)| (*first..=*last).contains(&it));
    for run in text.split(|it: char| !it.is_alphanumeric()) {
        let mut rest = run;
        while let Some(first) = rest.chars().next() {
            let end = match is_alone(first) {
                true => first.len_utf8(),
                false => rest.find(is_alone).unwrap_or(rest.len()),
            };
            let (word, after) = rest.split_at(end);
            let cut = word.char_indices().nth(LONGEST).map_or(word.len(), |(at, _)| at);
            take(word.get(..cut).unwrap_or(word));
            rest = after;
        }
    }
}

/// The words of a part as a line that is kept between runs.
pub(super) fn line(part: &SearchPart, words: &BTreeSet<String>) -> String {
    let number = part.path.trim_start_matches("s/").trim_end_matches(".js");
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    format!("words {number} {}\n", words.join(" "))
}

/// Takes such a line; whether it is one.
pub(super) fn take(line: &str, scripts: u32, into: &mut Sorter<'_>) -> io::Result<bool> {
    let Some(rest) = line.strip_prefix("words ") else { return Ok(false) };
    let mut words = rest.split(' ');
    let Some(part) = words.next().and_then(|it| it.parse::<u32>().ok()) else { return Ok(true) };
    for word in words.filter(|it| !it.is_empty()) {
        let mut key = vec![script_of(word, scripts)];
        key.extend_from_slice(word.as_bytes());
        key.push(0);
        key.extend_from_slice(&part.to_be_bytes());
        into.push(&key, &[])?;
    }
    Ok(true)
}

/// The script that has a word: all that begin with the same two letters are in one.
fn script_of(word: &str, scripts: u32) -> u8 {
    let mut letters = word.chars().map(u32::from);
    let (first, second) = (letters.next().unwrap_or_default(), letters.next().unwrap_or_default());
    u8::try_from((first * 31 + second) % scripts.max(1)).unwrap_or_default()
}

impl HtmlReport<'_> {
    /// How many scripts the index has.
    pub(super) fn index_scripts(&self) -> u32 {
        if self.parts_of_search() <= FEW { 1 } else { SCRIPTS }
    }

    /// Makes the scripts of the index of the search, one after the other. All that documents give has
    /// been taken before.
    ///
    /// # Errors
    ///
    /// Where a sheet cannot be read, or what `see` fails with.
    pub fn search_index(
        &self,
        sheets: &mut HtmlSheets<'_>,
        see: &mut dyn FnMut(HtmlFile) -> io::Result<()>,
    ) -> io::Result<()> {
        // A word that most parts have tells nothing; it has no list.
        let most = self.parts_of_search() / 2;
        let mut script = 0;
        let mut entries: Vec<(String, Vec<u32>)> = Vec::new();
        let file = |number: u32, entries: &[(String, Vec<u32>)]| {
            let shown: Vec<(&str, &[u32])> = entries
                .iter()
                .map(|(word, parts)| {
                    let is_common = parts.len() > most;
                    (word.as_str(), if is_common { &[][..] } else { parts.as_slice() })
                })
                .collect();
            let text = format!("annalistWords({});\n", search::script_value(&(number, shown)));
            HtmlFile { path: format!("s/w-{number}.js"), text }
        };
        sheets.words.each(&mut |key, _| {
            let Some((&number, rest)) = key.split_first() else { return Ok(()) };
            let Some((word, part)) = rest.split_last_chunk() else { return Ok(()) };
            let word = std::str::from_utf8(word).unwrap_or_default().trim_end_matches('\0');
            let part = u32::from_be_bytes(*part);
            while script < u32::from(number) {
                see(file(script, &entries))?;
                entries.clear();
                script += 1;
            }
            match entries.last_mut().filter(|it| it.0 == word) {
                Some((_, parts)) => parts.push(part),
                None => entries.push((word.to_owned(), vec![part])),
            }
            Ok(())
        })?;
        while script < self.index_scripts() {
            see(file(script, &entries))?;
            entries.clear();
            script += 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_begin_alike_are_in_one_script() {
        assert_eq!(script_of("crane", 128), script_of("cr", 128));
        // As the script of the pages reckons it.
        assert_eq!(u32::from(script_of("crane", 128)), (0x63 * 31 + 0x72) % 128);
        assert_eq!(script_of("東", 1), 0);
    }

    #[test]
    fn words_are_runs_of_letters_and_digits_in_small_letters() {
        let of = |text: &str| {
            let mut found = Vec::new();
            words(text, &mut |word| found.push(word.to_owned()));
            found
        };
        assert_eq!(of("St. Brannoc’s 3rd-floor"), ["st", "brannoc", "s", "3rd", "floor"]);
        assert_eq!(of("قيس الخزعلي"), ["قيس", "الخزعلي"]);
        assert_eq!(of("東京x2"), ["東", "京", "x2"]);
        assert_eq!(of("Internationalisation"), ["internationa"]);
        assert_eq!(of("… — "), [""; 0]);
    }
}
