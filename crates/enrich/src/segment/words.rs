//! The words that cutting a text needs to know.

use annalist_tables::{DataError, data_file, read_rows, read_words};

use crate::hash::{WordMap, WordSet};

/// Whether an abbreviation can stand at the end of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Abbreviation {
    /// Never: what it belongs to follows.
    Joins,
    /// It may, if the next word looks like the beginning of a sentence.
    MayEnd,
    /// Never, and it is an abbreviation only where a number follows.
    BeforeNumber,
}

/// What a language does otherwise than English.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Habit {
    /// It writes all nouns with a capital, so that one says little.
    NounCapitals,
    /// A full stop behind a number makes it an ordinal.
    OrdinalStops,
}

/// The language whose words count in every text.
const PLAIN_LANGUAGE: &str = "en";

/// Abbreviations, clitics and function words.
#[derive(Debug)]
pub(crate) struct SegmentWords {
    abbreviations: WordMap<&'static str, Abbreviation>,
    clitics: WordSet<&'static str>,
    /// Each with its language.
    function_words: WordSet<(&'static str, &'static str)>,
    /// Languages with what they do otherwise than English.
    habits: WordSet<(&'static str, Habit)>,
    top_level_domains: WordSet<&'static str>,
}

impl SegmentWords {
    pub(crate) fn load() -> Result<SegmentWords, DataError> {
        let mut abbreviations = WordMap::default();
        let habits =
            [("noun-capitals", Habit::NounCapitals), ("ordinal-stops", Habit::OrdinalStops)];
        let kinds = [
            ("before-number", Abbreviation::BeforeNumber),
            ("joins", Abbreviation::Joins),
            ("may-end", Abbreviation::MayEnd),
        ];
        for row in read_rows(data_file!("segment/abbreviations.tsv"), 2)? {
            abbreviations.insert(row.cell(0), row.choice(1, &kinds)?);
        }
        Ok(SegmentWords {
            abbreviations,
            clitics: read_words(data_file!("segment/clitics.tsv"))?.into_iter().collect(),
            function_words: read_rows(data_file!("segment/function-words.tsv"), 2)?
                .iter()
                .map(|row| (row.cell(0), row.cell(1)))
                .collect(),
            habits: read_rows(data_file!("segment/languages.tsv"), 2)?
                .iter()
                .map(|row| Ok((row.cell(0), row.choice(1, &habits)?)))
                .collect::<Result<_, DataError>>()?,
            top_level_domains: read_words(data_file!("segment/top-level-domains.tsv"))?
                .into_iter()
                .collect(),
        })
    }

    /// What is known of an abbreviation, written without its last stop, in any case.
    pub(crate) fn abbreviation(&self, word: &str) -> Option<Abbreviation> {
        self.abbreviations.get(word.to_lowercase().as_str()).copied()
    }

    /// Whether the letters behind an apostrophe are a clitic.
    pub(crate) fn is_clitic(&self, letters: &str) -> bool {
        self.clitics.contains(letters.to_lowercase().as_str())
    }

    /// Whether the word says nothing by itself: an article, a preposition, a pronoun and so on.
    pub(crate) fn is_function_word(&self, lower: &str) -> bool {
        self.function_words.contains(&(lower, PLAIN_LANGUAGE))
    }

    /// The same in a text of this language.
    pub(crate) fn is_function_word_of(&self, lower: &str, language: Option<&str>) -> bool {
        self.is_function_word(lower)
            || language.is_some_and(|language| self.function_words.contains(&(lower, language)))
    }

    /// Whether a text of this language is one of the language whose words count in every text. What
    /// has no language is.
    pub(crate) fn is_plain_language(language: Option<&str>) -> bool {
        language.is_none_or(|language| language == PLAIN_LANGUAGE)
    }

    /// Whether a text of this language does so.
    pub(crate) fn has_habit(&self, language: Option<&str>, habit: Habit) -> bool {
        language.is_some_and(|language| self.habits.contains(&(language, habit)))
    }

    /// Whether hosts of the web end in `name`.
    pub(crate) fn is_top_level_domain(&self, name: &str) -> bool {
        self.top_level_domains.contains(name)
    }
}
