//! Tokens as the search for names sees them.

use crate::segment::{
    Habit, SegmentWords, Segments, Sentence, TokenKind, is_apostrophe, is_hyphen,
};

use super::lexicon::{NameLexicon, Particle};

/// A token with what is known of it.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    /// Index of the token.
    pub(crate) token: usize,
    /// In lower case, with one kind of apostrophe and of hyphen.
    pub(crate) lower: String,
    pub(crate) kind: TokenKind,
    pub(crate) glued: bool,
    /// Whether it begins as names do: with a capital, or with an article that a capital follows.
    pub(crate) is_named: bool,
    /// Two capitals or more, and nothing in lower case.
    pub(crate) all_capitals: bool,
    /// Whether a capital says nothing here: at the start of a sentence, or in a headline.
    pub(crate) capital_is_free: bool,
    pub(crate) is_function_word: bool,
}

impl Word {
    pub(crate) fn is(&self, mark: &str) -> bool {
        self.lower == mark
    }
}

/// Share of words with a capital, in percent, from which a sentence is taken for a headline.
const HEADLINE_PERCENT: usize = 70;

/// The words of a sentence.
pub(crate) fn words_of(
    segments: &Segments<'_>,
    sentence: &Sentence,
    lexicon: &NameLexicon,
    segment_words: &SegmentWords,
) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::with_capacity(sentence.tokens.len());
    let mut begins = true;
    for token in sentence.tokens.clone() {
        let Some(piece) = segments.tokens().get(token) else { break };
        let written = segments.word(token);
        let lower = fold(written);
        let is_word = piece.kind == TokenKind::Word;
        let word = Word {
            token,
            kind: piece.kind,
            glued: piece.glued,
            is_named: is_word && is_named(written, lexicon),
            all_capitals: is_word && is_all_capitals(written),
            capital_is_free: begins,
            is_function_word: segment_words.is_function_word_of(&lower, segments.language()),
            lower,
        };
        // What follows an opening quotation mark or a colon begins anew.
        begins = match piece.kind {
            TokenKind::Mark => {
                begins || matches!(written, "\"" | "“" | "‘" | ":" | "•" | "*" | ">")
            }
            TokenKind::Number => begins,
            _ => false,
        };
        words.push(word);
    }
    if segment_words.has_habit(segments.language(), Habit::NounCapitals) || is_headline(&words) {
        for word in &mut words {
            word.capital_is_free = true;
        }
    }
    words
}

fn is_headline(words: &[Word]) -> bool {
    let full = words.iter().filter(|word| {
        word.kind == TokenKind::Word && !word.is_function_word && word.lower.chars().count() > 2
    });
    let (named, all) =
        full.fold((0, 0), |(named, all), word| (named + usize::from(word.is_named), all + 1));
    let ends_as_prose = words.last().is_some_and(|word| matches!(word.lower.as_str(), "." | "!"));
    all >= 4 && !ends_as_prose && named * 100 >= all * HEADLINE_PERCENT
}

fn is_all_capitals(written: &str) -> bool {
    written.chars().filter(|c| c.is_uppercase()).count() >= 2
        && !written.chars().any(char::is_lowercase)
}

/// Whether the word has a capital, or an article in lower case with a capital behind it.
fn is_named(written: &str, lexicon: &NameLexicon) -> bool {
    if written.starts_with(char::is_uppercase) {
        return true;
    }
    let Some((article, rest)) = written.split_once(is_hyphen) else { return false };
    lexicon.is_particle(&article.to_lowercase(), Particle::Article)
        && rest.trim_start_matches(is_apostrophe).starts_with(char::is_uppercase)
}

/// Lower case, with plain apostrophes and hyphens.
pub(crate) fn fold(word: &str) -> String {
    if word.is_ascii() {
        let mut lower = word.to_ascii_lowercase();
        if lower.contains('`') {
            lower = lower.replace('`', "'");
        }
        return lower;
    }
    let plain = word.chars().map(|c| match c {
        _ if is_apostrophe(c) => '\'',
        _ if is_hyphen(c) => '-',
        _ => c,
    });
    plain.flat_map(char::to_lowercase).collect()
}
