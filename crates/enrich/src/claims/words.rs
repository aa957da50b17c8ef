//! The words that the analysis of clauses knows: closed classes, verbs with their forms, and nouns for
//! people, bodies and places.

use std::borrow::Cow;

use annalist_tables::{DataError, data_file, read_rows};

use crate::hash::WordMap;

/// What a word of a closed class does; a word may do several things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Classes(u64);

macro_rules! classes {
    ($($name:ident $text:literal,)+) => {
        impl Classes {
            classes!(@bits 0; $($name,)+);
            const NAMES: &'static [(&'static str, Classes)] = &[$(($text, Classes::$name),)+];
        }
    };
    (@bits $bit:expr; $name:ident, $($rest:ident,)*) => {
        pub(super) const $name: Classes = Classes(1_u64 << ($bit));
        classes!(@bits $bit + 1; $($rest,)*);
    };
    (@bits $bit:expr;) => {};
}

classes! {
    DEFINITE "definite", INDEFINITE "indefinite", POSSESSIVE "possessive", HE "he", SHE "she", IT "it",
    THEY "they", SELF "self", SPEAKER "speaker", PRONOUN "pronoun", RELATIVE "relative",
    PREPOSITION "preposition", JOINT "joint", CONTRAST "contrast", SUBORDINATOR "subordinator",
    CONDITION "condition", BE "be", HAVE "have", DO "do", MODAL "modal", FUTURE "future",
    POSSIBLE "possible", TO "to", NOT "not", ADVERB "adverb", HEARSAY "hearsay", PAST "past",
    ING "ing", GENITIVE "genitive", NO_ADVERB "no-adverb", SOURCE "source", OF "of", BY "by", AS "as", LOCATIVE "locative", LIKELY "likely-adverb", NOUN "noun",
    ALTERNATIVE "alternative", NO "no", NEARLY "nearly", SAYS_THAT "says-that",
    DENIES_THAT "denies-that", OPEN_THAT "open-that", UNTRUE_THAT "untrue-that",
    TRUE_THAT "true-that", SURE_THAT "sure-that",
}

/// What a word says of the clause with "that" which hangs on it; it is a noun or an adjective for all that.
const THAT: Classes = Classes::SAYS_THAT
    .or(Classes::DENIES_THAT)
    .or(Classes::OPEN_THAT)
    .or(Classes::UNTRUE_THAT)
    .or(Classes::TRUE_THAT)
    .or(Classes::SURE_THAT);

impl Classes {
    /// Both together.
    pub(super) const fn or(self, other: Classes) -> Classes {
        Classes(self.0 | other.0)
    }

    /// What both do.
    pub(super) const fn and(self, other: Classes) -> Classes {
        Classes(self.0 & other.0)
    }

    /// Whether the word does any of `these` things.
    pub(super) fn any(self, these: Classes) -> bool {
        self.0 & these.0 != 0
    }

    fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// Which forms of a verb a word may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Verb {
    /// The plain form; none of a verb that no list has.
    pub(super) lemma: Option<&'static str>,
    pub(super) base: bool,
    pub(super) third: bool,
    pub(super) past: bool,
    pub(super) participle: bool,
    pub(super) ing: bool,
    /// Whether the plain form is more often a noun.
    pub(super) is_noun: bool,
}

/// What a noun stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NounSort {
    /// A person: "detainee".
    Person,
    /// An organisation: "group".
    Organisation,
    /// A body of a state or of another one: "government". With a name beside it, it acts for itself.
    Body,
    /// People who act together: "commandos".
    People,
    /// A kind of place: "village".
    Locality,
}

/// A noun for people, bodies or places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Noun {
    pub(super) sort: NounSort,
    pub(super) is_plural: bool,
    /// The role that it names, by its place in the list of roles.
    pub(super) role: Option<usize>,
}

/// What is known of a word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Word {
    pub(super) classes: Classes,
    pub(super) verb: Option<Verb>,
    pub(super) noun: Option<Noun>,
}

/// All words.
#[derive(Debug)]
pub(super) struct Words {
    words: WordMap<&'static str, Word>,
    /// Endings of words that no list has.
    endings: Vec<(&'static str, Classes)>,
}

impl Words {
    pub(super) fn load() -> Result<Words, DataError> {
        let mut loaded = Words { words: WordMap::default(), endings: Vec::new() };
        for row in read_rows(data_file!("claims/closed.tsv"), 2)? {
            let mut classes = Classes::default();
            for name in row.cell(1).split(',') {
                let known = Classes::NAMES.iter().find(|(text, _)| *text == name);
                let (_, class) =
                    known.ok_or_else(|| row.error(format!("{name:?} is no class of words")))?;
                classes = classes.or(*class);
            }
            match row.cell(0).strip_prefix('*') {
                Some(ending) => loaded.endings.push((ending, classes)),
                None => loaded.words.entry(row.cell(0)).or_default().classes = classes,
            }
        }
        let contents = [
            ("denies", Classes::DENIES_THAT),
            ("open", Classes::OPEN_THAT),
            ("possible", Classes::OPEN_THAT),
            ("says", Classes::SAYS_THAT),
            ("sure", Classes::SURE_THAT),
            ("true", Classes::TRUE_THAT),
            ("untrue", Classes::UNTRUE_THAT),
        ];
        for row in read_rows(data_file!("claims/contents.tsv"), 3)? {
            let class = row.choice(2, &contents)?;
            for word in [row.cell(0), row.cell(1)].into_iter().filter(|word| *word != "-") {
                let known = loaded.words.entry(word).or_default();
                known.classes = known.classes.or(class);
            }
        }
        for row in read_rows(data_file!("claims/verbs.tsv"), 6)? {
            let is_noun = row.choice(5, &[("noun", true), ("verb", false)])?;
            for column in 0..5 {
                for form in row.cell(column).split('/') {
                    loaded.add_verb(form, column, row.cell(0), is_noun);
                }
            }
        }
        let sorts = [
            ("body", NounSort::Body),
            ("locality", NounSort::Locality),
            ("organisation", NounSort::Organisation),
            ("people", NounSort::People),
            ("person", NounSort::Person),
        ];
        for row in read_rows(data_file!("claims/nouns.tsv"), 3)? {
            let sort = row.choice(2, &sorts)?;
            loaded.add_noun(row.cell(0), row.cell(1), sort, None);
        }
        Ok(loaded)
    }

    fn add_verb(&mut self, word: &'static str, column: usize, lemma: &'static str, is_noun: bool) {
        let verb = self.words.entry(word).or_default().verb.get_or_insert(Verb {
            lemma: Some(lemma),
            base: false,
            third: false,
            past: false,
            participle: false,
            ing: false,
            is_noun,
        });
        // Of "found", the past of another verb goes before the plain form.
        if verb.lemma != Some(lemma) && column == 0 {
            return;
        }
        match column {
            0 => verb.base = true,
            1 => verb.third = true,
            2 => verb.past = true,
            3 => verb.participle = true,
            _ => verb.ing = true,
        }
        if verb.lemma != Some(lemma) {
            verb.lemma = Some(lemma);
            verb.base = false;
        }
    }

    /// Adds a noun; `-` stands for a plural that there is not.
    pub(super) fn add_noun(
        &mut self,
        word: &'static str,
        plural: &'static str,
        sort: NounSort,
        role: Option<usize>,
    ) {
        // A noun that is always plural has the same form twice.
        let always_plural = word == plural;
        self.words.entry(word).or_default().noun =
            Some(Noun { sort, is_plural: always_plural, role });
        if !always_plural && plural != "-" {
            self.words.entry(plural).or_default().noun = Some(Noun { sort, is_plural: true, role });
        }
    }

    /// What is known of a word of a text.
    pub(super) fn look_up(&self, word: &str) -> Word {
        let lower = folded(word);
        if let Some(known) = self.words.get(lower.as_ref()) {
            let is_noun = known.classes.any(Classes::NOUN);
            return Word { verb: known.verb.filter(|_| !is_noun), ..*known };
        }
        // The tail of a compound tells what it is: "vice-president", "war-monitoring".
        let mut word = Word::default();
        if lower.len() < 5 || lower.contains('-') {
            return word;
        }
        for (ending, classes) in &self.endings {
            if lower.ends_with(ending) {
                word.classes = *classes;
            }
        }
        if word.classes.any(Classes::PAST.or(Classes::ING)) {
            let is_past = word.classes.any(Classes::PAST);
            word.classes = Classes::default();
            word.verb = Some(Verb {
                lemma: None,
                base: false,
                third: false,
                past: is_past,
                participle: is_past,
                ing: !is_past,
                is_noun: true,
            });
        }
        word
    }

    /// Whether some list has the word.
    pub(super) fn knows_verb(&self, lemma: &str) -> bool {
        self.words.get(lemma).is_some_and(|word| word.verb.is_some())
    }
}

impl Word {
    /// Whether no list has it as a word of a closed class.
    pub(super) fn is_open(self) -> bool {
        let closed = Classes(self.classes.0 & !THAT.0);
        closed.is_empty() || closed.any(Classes::NO_ADVERB.or(Classes::NOUN))
    }
}

/// The word in lower case, with the apostrophe of print.
pub(super) fn folded(word: &str) -> Cow<'_, str> {
    let is_plain = word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    if is_plain {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(word.to_lowercase().replace('\'', "’"))
    }
}
