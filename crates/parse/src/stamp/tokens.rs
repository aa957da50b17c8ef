//! The parts of a shown time.

/// A part of a shown time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    Number { value: i32, digits: usize },
    Word(&'t str),
    Sign(char),
}

/// A shown time is short; what follows is not one.
const MOST_TOKENS: usize = 64;

/// The parts of `lower`, which is in lower case.
pub(super) fn tokens(lower: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::with_capacity(MOST_TOKENS.min(lower.len()));
    let mut rest = lower;
    while let Some(first) = rest.chars().next().filter(|_| tokens.len() < MOST_TOKENS) {
        let length = if first.is_ascii_digit() {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            tokens.push(Token::Number { value: rest[..digits].parse().unwrap_or(-1), digits });
            digits
        } else if is_ideograph(first) {
            tokens.push(Token::Word(&rest[..first.len_utf8()]));
            first.len_utf8()
        } else if first.is_alphabetic() {
            let end = rest
                .char_indices()
                .find(|&(_, c)| !(c.is_ascii_lowercase() || is_in_word(c)))
                .map_or(rest.len(), |(at, _)| at);
            tokens.push(Token::Word(&rest[..end]));
            end
        } else {
            if !first.is_whitespace() {
                tokens.push(Token::Sign(first));
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    tokens
}

/// Whether a character goes on a word.
fn is_in_word(character: char) -> bool {
    (character.is_alphabetic() || character == '\'') && !is_ideograph(character)
}

/// Whether a character is a word by itself, in a script that writes no blanks.
fn is_ideograph(character: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&character)
}
