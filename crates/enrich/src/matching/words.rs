//! Names to words that can be compared.

use std::collections::{HashMap, HashSet};

use annalist_tables::{DataError, data_file, read_rows, read_words};

use super::compounds::Compounds;
use super::letters::{Letters, PlainName, plain_words};
use super::sounds::Sounds;
use super::word::NameWord;
use crate::names::{NameLexicon, Particle};

/// Most words of a name that are compared.
const MOST_WORDS: usize = 16;

/// Words of the longest legal form.
const LONGEST_FORM: usize = 5;

/// Letters of a legal form from which it may hold a slip.
const LONG_FORM: usize = 12;

/// Longest name that is one by its capitals alone.
const LONGEST_ACRONYM: usize = 5;

/// Letters from which what stands on one side of a stroke is a name of its own.
const SHORTEST_OTHER_NAME: usize = 4;

/// What writings of names differ in.
#[derive(Debug)]
pub(super) struct NameWords {
    letters: Letters,
    sounds: Sounds,
    compounds: Compounds,
    /// Legal forms, of one word or more, and the short form of each.
    legal_forms: HashMap<&'static str, &'static str>,
    /// Those long enough to hold a slip, sorted.
    long_forms: Vec<(&'static str, &'static str)>,
    /// Words that are compared as another.
    same: HashMap<&'static str, &'static str>,
    /// The same, by the consonants of the word.
    same_consonants: HashMap<String, &'static str>,
    /// Words that join others and tell nothing apart.
    fillers: HashSet<&'static str>,
    /// Words that names of organisations are often written without.
    dropped: HashSet<&'static str>,
    places: HashSet<&'static str>,
    /// Short and foreign forms of given names.
    given_forms: HashMap<&'static str, &'static str>,
    /// Figures that stand for letters.
    look_alikes: HashMap<char, char>,
}

/// The name of an organisation, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OrganisationName {
    pub(super) words: Vec<NameWord>,
    pub(super) legal_forms: Vec<&'static str>,
    /// All letters, with those of the legal form behind, which may be written onto the name.
    pub(super) letters: String,
    /// First letters: of all words as written, and of those of more than two letters.
    pub(super) initials: [String; 2],
    /// What a stroke parts, where each part is a name.
    pub(super) others: Vec<OrganisationName>,
}

impl OrganisationName {
    /// The letters without those of the legal form.
    pub(super) fn bare(&self) -> String {
        self.words.iter().map(|word| word.text.as_str()).collect()
    }
}

/// The name of a person, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PersonName {
    pub(super) words: Vec<NameWord>,
    /// All letters of the words.
    pub(super) letters: String,
    /// All letters of the name as it is written.
    pub(super) written: String,
    /// Whether it says whose child the person is, so that the order of the words counts.
    pub(super) has_patronymic: bool,
    pub(super) had_title: bool,
    /// Whether nothing but its words was written.
    pub(super) is_whole: bool,
    /// Whether a comma parts family and given names.
    pub(super) had_comma: bool,
}

impl NameWords {
    pub(super) fn load() -> Result<NameWords, DataError> {
        let table = |file| -> Result<HashMap<&'static str, &'static str>, DataError> {
            Ok(read_rows(file, 2)?.iter().map(|row| (row.cell(0), row.cell(1))).collect())
        };
        let sounds = Sounds::load()?;
        let same = table(data_file!("names/name-words.tsv"))?;
        let mut same_consonants = HashMap::new();
        let mut sorted: Vec<_> = same.iter().collect();
        sorted.sort_unstable();
        for (word, other) in sorted {
            let consonants = sounds.of(word).consonants;
            if consonants.len() > 2 {
                same_consonants.entry(consonants).or_insert(*other);
            }
        }
        let places = read_rows(data_file!("names/places.tsv"), 2)?;
        let look_alikes = read_rows(data_file!("names/look-alikes.tsv"), 3)?;
        let letter = |cell: &str| cell.chars().next().unwrap_or_default();
        let legal_forms = table(data_file!("names/legal-forms.tsv"))?;
        let long_forms = legal_forms.iter().map(|(written, form)| (*written, *form));
        let mut long_forms: Vec<_> =
            long_forms.filter(|(written, _)| written.len() >= LONG_FORM).collect();
        long_forms.sort_unstable();
        Ok(NameWords {
            letters: Letters::load()?,
            sounds,
            compounds: Compounds::load()?,
            legal_forms,
            long_forms,
            same,
            same_consonants,
            fillers: read_words(data_file!("names/fillers.tsv"))?,
            dropped: read_words(data_file!("names/dropped-words.tsv"))?,
            places: places.iter().map(|row| row.cell(0)).collect(),
            given_forms: table(data_file!("names/given-name-forms.tsv"))?,
            look_alikes: look_alikes
                .iter()
                .map(|row| (letter(row.cell(0)), letter(row.cell(1))))
                .collect(),
        })
    }

    /// A word in small plain letters.
    pub(super) fn plain(&self, word: &str) -> String {
        self.letters.plain(word).text
    }

    /// The first reading of a word of plain letters.
    pub(super) fn reading(&self, word: &str) -> String {
        self.sounds.reading(word)
    }

    /// A word with what it is compared by.
    pub(super) fn word(&self, text: String, lacks_vowels: bool) -> NameWord {
        let sound = self.sounds.of(&text);
        NameWord::new(text, sound, lacks_vowels)
    }

    /// Whether names of organisations are often written without this word.
    pub(super) fn is_dropped(&self, word: &str) -> bool {
        self.dropped.contains(word)
    }

    pub(super) fn is_place(&self, word: &str) -> bool {
        self.places.contains(word)
    }

    /// Whether two rows of letters differ by one slip at most.
    pub(super) fn is_slip(&self, a: &str, b: &str) -> bool {
        let digits = |text: &'_ str| text.bytes().filter(u8::is_ascii_digit).collect::<Vec<u8>>();
        a.len().abs_diff(b.len()) <= 1 && is_one_slip(a, b) && digits(a) == digits(b)
    }

    pub(super) fn organisation(&self, name: &str, lexicon: &NameLexicon) -> OrganisationName {
        let mut whole = self.one_organisation(name, lexicon);
        let parts: Vec<&str> = name.split('/').map(str::trim).collect();
        let is_name = |part: &&str| part.chars().count() >= SHORTEST_OTHER_NAME;
        if parts.len() > 1 && parts.iter().all(is_name) {
            whole.others = parts.iter().map(|part| self.one_organisation(part, lexicon)).collect();
        }
        whole
    }

    fn one_organisation(&self, name: &str, lexicon: &NameLexicon) -> OrganisationName {
        let PlainName { text, lacks_vowels } = self.letters.plain(name);
        // A short name is known as something else only in capitals: WHO, not "Who".
        let is_known = text.len() > LONGEST_ACRONYM || !name.contains(char::is_lowercase);
        let known_as = lexicon.known_as(text.trim()).filter(|_| is_known);
        let plain = plain_words(known_as.unwrap_or(&text));
        let first_letters = |shortest: usize| -> String {
            let long = plain.iter().filter(|word| word.len() >= shortest);
            long.filter_map(|word| word.chars().next()).collect()
        };
        let initials = [first_letters(1), first_letters(3)];
        let mut words: Vec<String> = Vec::new();
        let mut legal_forms = Vec::new();
        let mut at = 0;
        while let Some(word) = plain.get(at) {
            if let Some((length, form)) = self.legal_form_at(&plain, at) {
                legal_forms.push(form);
                at += length;
                continue;
            }
            let same = self.compared_as(word, lacks_vowels);
            match words.last_mut().filter(|_| plain[at - 1] != *word) {
                Some(tens) if is_tens(&plain, at, tens) && is_unit(&same) => {
                    tens.pop();
                    tens.push_str(&same);
                }
                _ => words.extend(same.split(' ').map(str::to_owned)),
            }
            at += 1;
        }
        let full: Vec<String> =
            words.iter().filter(|word| !self.fillers.contains(word.as_str())).cloned().collect();
        let mut words = match (full.is_empty(), words.is_empty()) {
            (false, _) => full,
            (true, false) => words,
            (true, true) => plain,
        };
        words.truncate(MOST_WORDS);
        let letters = words.concat() + &legal_forms.concat();
        let words = words.into_iter().map(|word| self.word(word, lacks_vowels)).collect();
        OrganisationName { words, legal_forms, letters, initials, others: Vec::new() }
    }

    fn compared_as(&self, word: &str, lacks_vowels: bool) -> String {
        let by_consonants = || {
            let consonants = self.sounds.of(word).consonants;
            self.same_consonants.get(&consonants).filter(|_| lacks_vowels)
        };
        self.same.get(word).or_else(by_consonants).map_or(word, |same| *same).to_owned()
    }

    fn legal_form_at(&self, words: &[String], at: usize) -> Option<(usize, &'static str)> {
        (1..=LONGEST_FORM).rev().find_map(|length| {
            let phrase = words.get(at..at + length)?;
            let phrase = phrase.join(" ");
            let form = self.legal_forms.get(phrase.as_str()).copied();
            let slip = || {
                let mut long = self.long_forms.iter().filter(|_| phrase.len() >= LONG_FORM);
                long.find(|(written, _)| self.is_slip(written, &phrase)).map(|(_, form)| *form)
            };
            form.or_else(slip).map(|form| (length, form))
        })
    }

    pub(super) fn person(&self, name: &str, lexicon: &NameLexicon) -> PersonName {
        let PlainName { text, lacks_vowels } = self.letters.plain(name);
        // What stands behind the comma is the given name, and goes first.
        let parts = text.split_once(',').filter(|(_, given)| {
            !given.contains(',') && given.contains(|c: char| c.is_alphanumeric())
        });
        let plain = match parts {
            Some((family, given)) => plain_words(&format!("{given} {family}")),
            None => plain_words(&text),
        };
        let titles = leading_titles(&plain, lexicon);
        let rest = plain.get(titles..).unwrap_or_default();
        let within = rest.get(1..rest.len().saturating_sub(1)).unwrap_or_default();
        let has_patronymic =
            within.iter().any(|word| lexicon.is_particle(word, Particle::Patronym));
        let legible: Vec<String> = rest.iter().map(|word| self.without_figures(word)).collect();
        let joined = self.compounds.join(&legible, lexicon);
        let is_small = |word: &String| {
            lexicon.is_particle(word, Particle::Article)
                || lexicon.is_particle(word, Particle::Inner)
        };
        let mut words: Vec<String> =
            joined.iter().filter(|word| !is_small(word)).cloned().collect();
        if words.is_empty() {
            words = joined;
        }
        words.truncate(MOST_WORDS);
        let letters = words.concat();
        let words = words
            .into_iter()
            .map(|word| {
                let form = self.given_forms.get(word.as_str()).copied();
                let is_given = lexicon.is_given_name(&word);
                self.word(word, lacks_vowels).with_form(form).with_given(is_given)
            })
            .collect();
        let written = plain.concat();
        let (had_title, had_comma) = (titles > 0, parts.is_some());
        let is_whole = letters.len() == written.len();
        PersonName { words, letters, written, has_patronymic, had_title, is_whole, had_comma }
    }

    /// The word with letters for the figures that stand within them.
    fn without_figures(&self, word: &str) -> String {
        let is_figure = |c: char| c.is_ascii_digit();
        if !word.contains(is_figure) || word.chars().all(is_figure) {
            return word.to_owned();
        }
        word.chars().map(|c| self.look_alikes.get(&c).copied().unwrap_or(c)).collect()
    }
}

/// Whether two rows of letters are the same but for one letter that is missing or another, or for
/// two beside each other that changed places: an OSA distance of one at most, without its table.
fn is_one_slip(a: &str, b: &str) -> bool {
    let alike = a.chars().zip(b.chars()).take_while(|(a, b)| a == b);
    let beginning: usize = alike.map(|(letter, _)| letter.len_utf8()).sum();
    let (a, b) = (a.get(beginning..).unwrap_or_default(), b.get(beginning..).unwrap_or_default());
    let ending = a.chars().rev().zip(b.chars().rev()).take_while(|(a, b)| a == b).count();
    let mut a = a.chars().rev().skip(ending);
    let mut b = b.chars().rev().skip(ending);
    match ([a.next(), a.next(), a.next()], [b.next(), b.next(), b.next()]) {
        ([_, None, _], [_, None, _]) => true,
        ([Some(first), Some(second), None], [Some(other), Some(another), None]) => {
            first == another && second == other
        }
        _ => false,
    }
}

/// Whether the number before the word at `at` is of tens, written out: "forty", not "40".
fn is_tens(plain: &[String], at: usize, number: &str) -> bool {
    let written_out = plain.get(at - 1).is_some_and(|word| !word.contains(char::is_numeric));
    written_out && number.len() == 2 && number.ends_with('0') && number != "10"
}

fn is_unit(number: &str) -> bool {
    number.len() == 1 && number != "0" && number.bytes().all(|digit| digit.is_ascii_digit())
}

/// How many words at the beginning are titles; at least one word is left.
fn leading_titles(words: &[String], lexicon: &NameLexicon) -> usize {
    let is_title = |word: &&String| lexicon.is_title_word(word);
    let titles = words.iter().take_while(is_title).count();
    if titles < words.len() { titles } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::is_one_slip;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn one_slip_is_a_distance_of_one(a in "[abé]{0,6}", b in "[abé]{0,6}") {
            prop_assert_eq!(is_one_slip(&a, &b), strsim::osa_distance(&a, &b) <= 1, "{} {}", a, b);
        }
    }
}
