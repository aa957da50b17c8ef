//! One word of a name, with all that it is compared by.

use super::sounds::Sound;

/// Longest word that slips are looked for in.
const LONGEST_WITH_SLIP: usize = 40;

/// Letters of a word for each slip that it may hold.
const LETTERS_A_SLIP: usize = 4;

/// Most slips in a word.
const MOST_SLIPS: usize = 2;

/// Letters from which a word that begins alike may hold the most slips.
const LONG: usize = 6;

/// Letters up to which a word may be romanised so that most of them differ.
const SHORT: usize = 4;

/// Consonants by which alone a word is filed.
const FEWEST_CONSONANTS: usize = 2;

/// One word of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NameWord {
    /// Its plain letters.
    pub(super) text: String,
    sound: Sound,
    /// The name that it is a short or foreign form of.
    form_of: Option<&'static str>,
    is_number: bool,
    /// Whether a list has it as a given name.
    pub(super) is_given_name: bool,
    /// Whether it comes from a script without vowels.
    lacks_vowels: bool,
    /// The letters that it holds, a bit each.
    letters: u64,
}

/// How two words compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    None,
    /// One is the first letter of the other.
    Initial,
    /// They differ by two slips.
    Slips,
    /// They are forms of one name: Bill and William.
    Form,
    /// They differ by a slip.
    Slip,
    /// They have the same consonants, and the script of one writes no vowels.
    Consonants,
    /// They are romanisations of one word.
    Sound,
    Equal,
}

impl Likeness {
    /// How near the words are, per mille.
    pub(super) fn score(self) -> u16 {
        match self {
            Likeness::None => 0,
            Likeness::Initial => 750,
            Likeness::Slips => 780,
            Likeness::Form => 800,
            Likeness::Slip => 850,
            Likeness::Consonants => 900,
            Likeness::Sound => 940,
            Likeness::Equal => 1000,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Likeness::None => "differing",
            Likeness::Initial => "initial",
            Likeness::Slips => "two-slips",
            Likeness::Form => "form",
            Likeness::Slip => "slip",
            Likeness::Consonants => "consonants",
            Likeness::Sound => "romanised",
            Likeness::Equal => "equal",
        }
    }

    /// Whether letters differ that no way of romanising explains.
    pub(super) fn is_slip(self) -> bool {
        matches!(self, Likeness::Slip | Likeness::Slips)
    }
}

impl NameWord {
    pub(super) fn new(text: String, sound: Sound, lacks_vowels: bool) -> NameWord {
        let letters = text.bytes().fold(0, |bits, letter| bits | 1 << (letter % 64));
        NameWord {
            is_number: text.bytes().any(|byte| byte.is_ascii_digit()),
            text,
            sound,
            form_of: None,
            is_given_name: false,
            lacks_vowels,
            letters,
        }
    }

    pub(super) fn with_form(mut self, form_of: Option<&'static str>) -> NameWord {
        self.form_of = form_of;
        self
    }

    pub(super) fn with_given(mut self, is_given_name: bool) -> NameWord {
        self.is_given_name = is_given_name;
        self
    }

    pub(super) fn is_number(&self) -> bool {
        self.is_number
    }

    /// What names that are written otherwise have in common with it, for finding them.
    pub(super) fn key(&self) -> &str {
        let consonants = &self.sound.consonants;
        if consonants.len() < FEWEST_CONSONANTS { &self.text } else { consonants }
    }

    /// The sound that it begins with; all vowels are one.
    pub(super) fn first_sound(&self) -> char {
        let [reading, _] = &self.sound.readings;
        let first = reading.chars().next().or_else(|| self.text.chars().next());
        first.map_or(' ', |first| if matches!(first, 'i' | 'u') { 'a' } else { first })
    }

    /// The name that it is a form of, or its own letters.
    fn form(&self) -> &str {
        self.form_of.unwrap_or(&self.text)
    }

    /// How this word and `other` compare.
    pub(super) fn likeness(&self, other: &NameWord) -> Likeness {
        let (a, b) = (self.text.as_str(), other.text.as_str());
        if a == b {
            return Likeness::Equal;
        }
        let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
        if short.len() == 1 {
            let is_initial = long.starts_with(short) && !self.is_number && !other.is_number;
            return if is_initial { Likeness::Initial } else { Likeness::None };
        }
        if self.is_number || other.is_number {
            return Likeness::None;
        }
        if self.sounds_like(other, long.len()) {
            return Likeness::Sound;
        }
        if self.lacks_vowels != other.lacks_vowels
            && self.sound.consonants == other.sound.consonants
            && !self.sound.consonants.is_empty()
        {
            return Likeness::Consonants;
        }
        match self.slips(other, long.len(), short.len()) {
            Some(1) => Likeness::Slip,
            _ if self.form() == other.form() => Likeness::Form,
            Some(_) => Likeness::Slips,
            None => Likeness::None,
        }
    }

    /// Whether both are romanisations of one word. Acronyms are not; nor are longer words of which most
    /// letters differ.
    fn sounds_like(&self, other: &NameWord, long: usize) -> bool {
        let has_vowel = |word: &NameWord| word.text.contains(['a', 'e', 'i', 'o', 'u', 'y']);
        self.sound.is_like(&other.sound)
            && (self.lacks_vowels || other.lacks_vowels || has_vowel(self) && has_vowel(other))
            && (long <= SHORT || strsim::osa_distance(&self.text, &other.text) * 2 <= long)
    }

    /// How many slips part the words, where these are few for their length.
    fn slips(&self, other: &NameWord, long: usize, short: usize) -> Option<usize> {
        let begin_alike = self.text.as_bytes().first() == other.text.as_bytes().first();
        let most = if begin_alike && short >= LONG { MOST_SLIPS } else { long / LETTERS_A_SLIP };
        let most = most.min(MOST_SLIPS);
        if most == 0 || long > LONGEST_WITH_SLIP || long - short > most {
            return None;
        }
        // A slip changes two letters at most; that is told faster than where they stand.
        let differing = (self.letters ^ other.letters).count_ones() as usize;
        if differing > 2 * most {
            return None;
        }
        let slips = strsim::osa_distance(&self.text, &other.text);
        (slips <= most).then_some(slips)
    }
}
