//! Text to tokens and sentences, with exact offsets.
//!
//! What a sentence means is left to others; here a text is only cut. Both steps look at each
//! character a bounded number of times.

mod sentences;
mod tokens;
mod words;

use std::ops::Range;

use annalist_model::{BlockKind, Document, Owner, Span};

pub(crate) use tokens::{is_apostrophe, is_hyphen};
pub(crate) use words::{Habit, SegmentWords};

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with the hyphens, apostrophes and stops that belong to them.
    Word,
    /// Digits, with the separators that belong to them.
    Number,
    /// The ending that is written onto a word behind an apostrophe, such as that of the genitive.
    Clitic,
    /// One mark, or several of the same kind in a row.
    Mark,
    /// The address of a page or a mailbox, or the handle of a user.
    Address,
}

/// The smallest piece of a text that can be named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is made of.
    pub kind: TokenKind,
    /// Whether it follows the token before without white space.
    pub glued: bool,
}

/// A run of tokens that belongs together; it never leaves its block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens, as indexes.
    pub tokens: Range<usize>,
    /// The kind of its block.
    pub block: BlockKind,
    /// Whose words it holds.
    pub owner: Owner,
}

/// A text cut into tokens and sentences.
#[derive(Clone, Debug)]
pub struct Segments<'t> {
    text: &'t str,
    language: Option<&'t str>,
    tokens: Vec<Token>,
    sentences: Vec<Sentence>,
}

impl<'t> Segments<'t> {
    /// The text that was cut.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The language that the page declares or is taken to be in, without region: `de`.
    pub fn language(&self) -> Option<&'t str> {
        self.language
    }

    /// All tokens, in order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// All sentences, in order. Each token is in just one of them.
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// The words of a token.
    pub fn word(&self, token: usize) -> &'t str {
        self.tokens.get(token).and_then(|token| token.span.slice(self.text)).unwrap_or_default()
    }

    /// The span from the first to the last of `tokens`.
    pub fn span(&self, tokens: Range<usize>) -> Option<Span> {
        let first = self.tokens.get(tokens.start)?;
        let last = self.tokens.get(tokens.end.checked_sub(1)?)?;
        Some(first.span.cover(last.span))
    }
}

/// Cuts the blocks of `document` into tokens and sentences. A document without blocks is one
/// paragraph of the article.
pub(crate) fn segment<'t>(document: &'t Document, words: &SegmentWords) -> Segments<'t> {
    let language = document.metadata().language.as_ref();
    let language = language.and_then(|language| language.value.split(['-', '_']).next());
    let mut segments =
        Segments { text: document.text(), language, tokens: Vec::new(), sentences: Vec::new() };
    if document.blocks().is_empty()
        && let Some(all) = Span::from_range(0..segments.text.len())
    {
        segment_block(&mut segments, all, BlockKind::Paragraph, Owner::Article, words);
    }
    for block in document.blocks() {
        segment_block(&mut segments, block.span, block.kind, block.owner, words);
    }
    segments
}

fn segment_block(
    segments: &mut Segments<'_>,
    span: Span,
    block: BlockKind,
    owner: Owner,
    words: &SegmentWords,
) {
    let first = segments.tokens.len();
    tokens::push_tokens(segments.text, span, words, &mut segments.tokens);
    let tokens = segments.tokens.get(first..).unwrap_or_default();
    let has_ordinals = words.has_habit(segments.language, Habit::OrdinalStops);
    for range in sentences::split(segments.text, tokens, words, has_ordinals) {
        let tokens = first + range.start..first + range.end;
        segments.sentences.push(Sentence { tokens, block, owner });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::paragraph;

    /// The text with `|` between tokens and `‖` between sentences.
    fn cut(text: &str) -> String {
        let document = paragraph(text);
        let segments = segment(&document, &SegmentWords::load().unwrap());
        let sentences = segments.sentences().iter().map(|sentence| {
            sentence.tokens.clone().map(|token| segments.word(token)).collect::<Vec<_>>().join("|")
        });
        sentences.collect::<Vec<_>>().join("‖")
    }

    fn check(text: &str, expected: &str) {
        assert_eq!(cut(text), expected);
    }

    #[test]
    fn words_keep_their_hyphens_stops_and_apostrophes() {
        check("Muqtada al-Sadr’s men", "Muqtada|al-Sadr|’s|men");
        check("the U.S. military", "the|U.S.|military");
        check("de-Ba'athification, O'Neil", "de-Ba'athification|,|O'Neil");
        check("AT&T paid $1,650.50 (15%)", "AT&T|paid|$|1,650.50|(|15|%|)");
        check("born 13,2017 men", "born|13|,|2017|men");
        check("J. R. Tolkien", "J.|R.|Tolkien");
        check("wait... what?!", "wait|...|what|?|!");
    }

    #[test]
    fn addresses_stay_whole() {
        check("see https://a.org/x?y=1, now", "see|https://a.org/x?y=1|,|now");
        check("mail a.b@c.org.", "mail|a.b@c.org|.");
        check("at igourmet.com or @user", "at|igourmet.com|or|@user");
    }

    #[test]
    fn sentences_end_where_readers_pause() {
        check("He left. She did not.", "He|left|.‖She|did|not|.");
        check("“Stop!” he said. “Why?” She left.", "“|Stop|!|”|he|said|.‖“|Why|?|”‖She|left|.");
        check(
            "He saw Gen. Smith of Acme Inc. yesterday.",
            "He|saw|Gen.|Smith|of|Acme|Inc.|yesterday|.",
        );
        check("He left the U.S. The rest stayed.", "He|left|the|U.S.‖The|rest|stayed|.");
        check("It ended.Then came peace.", "It|ended|.‖Then|came|peace|.");
        check("He paid 2.5 million. 3 men left.", "He|paid|2.5|million|.‖3|men|left|.");
        check("(It ended.) So what", "(|It|ended|.|)‖So|what");
    }

    #[test]
    fn lines_and_blocks_part_sentences() {
        check("A heading\nThe text goes on", "A|heading‖The|text|goes|on");
        check("One\n\ntwo", "One‖two");
    }
}
