//! How a word sounds, whoever romanised it.
//!
//! The table `names/sounds.tsv` gives each letter, or row of letters, the class that romanisations
//! mix it up with, and for some a second class: "th" is the t of Thomas and the s of Othman. So a
//! word has two readings, and two words sound alike where any reading of one is one of the other.

use annalist_tables::{DataError, data_file, read_rows};

/// Consonants from which a word is told by them alone.
const ENOUGH_CONSONANTS: usize = 4;

/// Where in a word a row of letters is read so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Anywhere,
    AtStart,
    AtEnd,
}

#[derive(Debug)]
struct Rule {
    letters: &'static [u8],
    place: Place,
    /// The class in either reading.
    classes: [&'static str; 2],
}

/// The classes of letters.
#[derive(Debug)]
pub(crate) struct Sounds {
    /// The rules by their first letter, longest first.
    rules: Vec<Vec<Rule>>,
}

/// The two readings of a word, and its bare consonants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sound {
    pub(crate) readings: [String; 2],
    /// What a script without vowels keeps of it.
    pub(crate) consonants: String,
}

impl Sound {
    /// Whether two words sound alike.
    pub(crate) fn is_like(&self, other: &Sound) -> bool {
        let [first, second] = &self.readings;
        other.readings.contains(first) || other.readings.contains(second)
    }
}

impl Sounds {
    pub(crate) fn load() -> Result<Sounds, DataError> {
        let mut rules: Vec<Vec<Rule>> = (0..26).map(|_| Vec::new()).collect();
        for row in read_rows(data_file!("names/sounds.tsv"), 4)? {
            let [written, first, second, _] = row.columns()?;
            let (place, letters) = match (written.strip_prefix('^'), written.strip_suffix('$')) {
                (Some(letters), _) => (Place::AtStart, letters),
                (_, Some(letters)) => (Place::AtEnd, letters),
                _ => (Place::Anywhere, written),
            };
            let of_letter = letters.bytes().next().and_then(index).and_then(|at| rules.get_mut(at));
            let Some(of_letter) = of_letter else {
                return Err(row.error("a row begins with a letter from a to z"));
            };
            let classes = [first, second].map(|class| if class == "-" { "" } else { class });
            of_letter.push(Rule { letters: letters.as_bytes(), place, classes });
        }
        for of_letter in &mut rules {
            of_letter.sort_by_key(|rule| {
                (std::cmp::Reverse(rule.letters.len()), rule.place == Place::Anywhere)
            });
        }
        Ok(Sounds { rules })
    }

    /// How a word of plain small letters sounds.
    pub(crate) fn of(&self, word: &str) -> Sound {
        let classed = [0, 1].map(|reading| self.classed(word, reading));
        let consonants = bare(&classed[0]);
        Sound { readings: classed.map(|classed| told_by_consonants(&classed)), consonants }
    }

    /// The first reading of a word alone.
    pub(crate) fn reading(&self, word: &str) -> String {
        told_by_consonants(&self.classed(word, 0))
    }

    /// The classes of the letters, none twice in a row.
    fn classed(&self, word: &str, reading: usize) -> String {
        let letters = word.as_bytes();
        let mut classed = String::with_capacity(letters.len());
        let mut at = 0;
        while let Some(letter) = letters.get(at) {
            let rule = self.rule_at(letters, at);
            let class = rule.and_then(|rule| rule.classes.get(reading));
            match class {
                Some(class) => class.chars().for_each(|class| push(&mut classed, class)),
                None => push(&mut classed, char::from(*letter)),
            }
            at += rule.map_or(1, |rule| rule.letters.len());
        }
        classed
    }

    fn rule_at(&self, letters: &[u8], at: usize) -> Option<&Rule> {
        let rest = letters.get(at..)?;
        let rules = self.rules.get(index(*rest.first()?)?)?;
        rules.iter().find(|rule| {
            // Letter by letter: they are too few for a comparison of memory to pay.
            rest.len() >= rule.letters.len()
                && rule.letters.iter().zip(rest).all(|(letter, other)| letter == other)
                && match rule.place {
                    Place::Anywhere => true,
                    Place::AtStart => at == 0,
                    Place::AtEnd => rest.len() == rule.letters.len() && at > 0,
                }
        })
    }
}

fn index(letter: u8) -> Option<usize> {
    letter.is_ascii_lowercase().then(|| usize::from(letter - b'a'))
}

fn push(classed: &mut String, class: char) {
    if !classed.ends_with(class) {
        classed.push(class);
    }
}

fn is_vowel(class: char) -> bool {
    matches!(class, 'a' | 'i' | 'u')
}

/// A word of many consonants without its inner vowels; that it begins in one, or ends in an i,
/// still counts.
fn told_by_consonants(classed: &str) -> String {
    let consonants = classed.chars().filter(|class| !is_vowel(*class)).count();
    if consonants < ENOUGH_CONSONANTS {
        return classed.to_owned();
    }
    let mut bare = String::with_capacity(classed.len());
    if classed.starts_with(is_vowel) {
        bare.push('a');
    }
    bare.extend(classed.chars().filter(|class| !is_vowel(*class)));
    if classed.ends_with('i') {
        bare.push('i');
    }
    bare
}

/// The consonants that every script writes: no vowels, none of the letters that stand for both, no
/// last h, and p as b.
fn bare(classed: &str) -> String {
    let letters = classed.chars().filter(|class| !is_vowel(*class) && !matches!(class, 'y' | 'v'));
    let mut bare: String = letters.map(|class| if class == 'p' { 'b' } else { class }).collect();
    if bare.len() > 1 && bare.ends_with('h') && !classed.ends_with("sh") {
        bare.pop();
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn romanisations_of_one_name_sound_alike() {
        let sounds = Sounds::load().unwrap();
        for (a, b) in [
            ("suleimani", "soleymani"),
            ("hussein", "husayn"),
            ("gaddafi", "qadhafi"),
            ("othman", "osman"),
            ("volodymyr", "wolodymyr"),
            ("zelenskyy", "selenskyj"),
            ("muhandis", "mohandes"),
            ("fatimah", "fatima"),
            ("gamal", "jamal"),
            ("ahmadinejad", "ahmadinezhad"),
        ] {
            assert!(sounds.of(a).is_like(&sounds.of(b)), "{a} {b}");
        }
    }

    #[test]
    fn other_names_sound_otherwise() {
        let sounds = Sounds::load().unwrap();
        for (a, b) in [
            ("salman", "suleiman"),
            ("iraq", "iraqi"),
            ("laith", "qais"),
            ("omar", "amir"),
            ("bakr", "omar"),
            ("brown", "brian"),
        ] {
            assert!(!sounds.of(a).is_like(&sounds.of(b)), "{a} {b}");
        }
    }
}
