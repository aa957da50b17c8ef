//! One block of text to tokens.

use annalist_model::Span;

use super::words::Abbreviation;
use super::{SegmentWords, Token, TokenKind};

/// Longest mail address that is looked for, in bytes; longer runs are read as words.
const LONGEST_ADDRESS: usize = 254;

/// Cuts `block` and adds its tokens to `tokens`.
pub(super) fn push_tokens(text: &str, block: Span, words: &SegmentWords, tokens: &mut Vec<Token>) {
    let Some(block_text) = block.slice(text) else { return };
    let base = block.range().start;
    let mut at = 0;
    let mut glued = false;
    let mut addresses = AddressChunk::default();
    while let Some(first) = char_at(block_text, at) {
        if first.is_whitespace() {
            at += first.len_utf8();
            glued = false;
            continue;
        }
        let (end, kind) = next_token(block_text, at, first, words, &mut addresses);
        if let Some(span) = Span::from_range(base + at..base + end) {
            tokens.push(Token { span, kind, glued });
        }
        at = end;
        glued = true;
    }
}

/// Where the token at `at` ends, and what it is.
fn next_token(
    text: &str,
    at: usize,
    first: char,
    words: &SegmentWords,
    addresses: &mut AddressChunk,
) -> (usize, TokenKind) {
    if let Some(window) = addresses.window(text, at)
        && let Some(length) = address_length(window, words)
    {
        let end = at + length;
        return (end, TokenKind::Address);
    }
    if first.is_alphanumeric() {
        let end = word_end(text, at, words);
        let kind = if is_number(text.get(at..end).unwrap_or_default()) {
            TokenKind::Number
        } else {
            TokenKind::Word
        };
        return (end, kind);
    }
    if is_apostrophe(first)
        && let Some(end) = clitic_end(text, at, words)
    {
        return (end, TokenKind::Clitic);
    }
    (mark_end(text, at, first), TokenKind::Mark)
}

pub(crate) fn is_apostrophe(mark: char) -> bool {
    matches!(mark, '\'' | '\u{2019}' | '\u{02bc}' | '`')
}

pub(crate) fn is_hyphen(mark: char) -> bool {
    matches!(mark, '-' | '\u{2010}' | '\u{2011}')
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

fn is_number(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
}

/// A letter, a digit, or a mark that is written onto one.
fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || is_combining(c)
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{900}'..='\u{903}'
        | '\u{93a}'..='\u{94f}' | '\u{200c}' | '\u{200d}')
}

/// The end of a run of the same mark, with what changes the look of a small picture.
fn mark_end(text: &str, at: usize, mark: char) -> usize {
    let run = text.get(at..).unwrap_or_default().chars().take_while(|c| *c == mark).count();
    let end = at + run * mark.len_utf8();
    let behind = text.get(end..).unwrap_or_default().chars().take_while(|c| is_look(*c));
    end + behind.map(char::len_utf8).sum::<usize>()
}

/// Whether the letter sets the look or the tone of the picture before it.
fn is_look(c: char) -> bool {
    matches!(c, '\u{fe0e}' | '\u{fe0f}' | '\u{20e3}' | '\u{1f3fb}'..='\u{1f3ff}')
}

fn clitic_end(text: &str, at: usize, words: &SegmentWords) -> Option<usize> {
    let behind = at + char_at(text, at)?.len_utf8();
    let end = run_end(text, behind, 4);
    words.is_clitic(text.get(behind..end)?).then_some(end)
}

/// The end of the run of word characters at `at`; past `limit` characters it does not matter.
fn run_end(text: &str, at: usize, limit: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let length: usize =
        rest.chars().take(limit).take_while(|c| is_word_char(*c)).map(char::len_utf8).sum();
    at + length
}

/// The end of the word or number at `at`.
fn word_end(text: &str, at: usize, words: &SegmentWords) -> usize {
    if let Some(end) = initials_end(text, at) {
        return end;
    }
    let mut end = at;
    loop {
        end = run_end(text, end, usize::MAX);
        match joined_past(text, at, end, words) {
            Some(past) => end = past,
            None => break,
        }
    }
    let rest = text.get(end..).unwrap_or_default();
    // An ellipsis is no stop.
    if !rest.starts_with('.') || rest.starts_with("..") {
        return end;
    }
    let word = text.get(at..end).unwrap_or_default();
    let number_follows = || {
        let behind = text.get(end + 1..).and_then(|rest| rest.strip_prefix(' '));
        behind.is_some_and(|behind| behind.starts_with(|c: char| c.is_ascii_digit()))
    };
    let is_abbreviation = match words.abbreviation(word) {
        None => false,
        Some(Abbreviation::BeforeNumber) => number_follows(),
        Some(Abbreviation::Joins | Abbreviation::MayEnd) => true,
    };
    if is_abbreviation { end + 1 } else { end }
}

/// The end of a row of single letters with a stop behind each, such as an abbreviated country, or
/// of the initial of a name.
fn initials_end(text: &str, at: usize) -> Option<usize> {
    let mut end = at;
    let mut letters = 0;
    let mut first = None;
    while let Some(letter) = char_at(text, end).filter(|c| c.is_alphabetic()) {
        let behind = end + letter.len_utf8();
        if !text.get(behind..)?.starts_with('.') {
            break;
        }
        first = first.or(Some(letter));
        end = behind + 1;
        letters += 1;
    }
    let next = char_at(text, end);
    if letters >= 2 {
        // The last letter may have lost its stop.
        let last = next.filter(|c| c.is_alphabetic()).map(|c| end + c.len_utf8());
        let alone = last.filter(|behind| !char_at(text, *behind).is_some_and(is_word_char));
        return Some(alone.unwrap_or(end));
    }
    let is_initial = letters == 1
        && first.is_some_and(char::is_uppercase)
        && !next.is_some_and(|c| c.is_alphanumeric() || c == '.');
    is_initial.then_some(end)
}

/// Where a word goes on behind the mark at `end`, if the mark is part of the word.
fn joined_past(text: &str, start: usize, end: usize, words: &SegmentWords) -> Option<usize> {
    let mut rest = text.get(end..)?.chars();
    let mark = rest.next()?;
    let next = rest.next()?;
    let last = text.get(start..end)?.chars().next_back()?;
    let behind = end + mark.len_utf8();
    let joins = match mark {
        _ if is_hyphen(mark) => next.is_alphanumeric(),
        _ if is_apostrophe(mark) => next.is_alphabetic() && clitic_end(text, end, words).is_none(),
        '.' => last.is_ascii_digit() && next.is_ascii_digit(),
        ',' => last.is_ascii_digit() && is_group_of_three(text.get(behind..)?),
        '&' => last.is_uppercase() && next.is_uppercase(),
        _ => false,
    };
    joins.then_some(behind)
}

fn is_group_of_three(rest: &str) -> bool {
    rest.chars().take(4).take_while(char::is_ascii_digit).count() == 3
}

/// Whether the chunk of text between two blanks may hold an address. Asked once a chunk, so that
/// looking for addresses stays linear.
#[derive(Default)]
struct AddressChunk {
    end: usize,
    possible: bool,
}

impl AddressChunk {
    /// The rest of the chunk at `at`, if an address may begin there.
    fn window<'t>(&mut self, text: &'t str, at: usize) -> Option<&'t str> {
        if at >= self.end {
            let rest = text.get(at..).unwrap_or_default();
            let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
            let chunk = rest.get(..length).unwrap_or_default();
            self.end = at + length;
            self.possible =
                chunk.contains('@') || chunk.contains("://") || chunk.contains('.') && length > 3;
        }
        text.get(at..self.end).filter(|_| self.possible)
    }
}

/// The length of the page address, mail address, host name or handle that `window` begins with.
fn address_length(window: &str, words: &SegmentWords) -> Option<usize> {
    let scheme = window.bytes().take(12).take_while(u8::is_ascii_alphabetic).count();
    if scheme > 1 && window.get(scheme..)?.starts_with("://") {
        let length = window.find(['<', '>', '"']).unwrap_or(window.len());
        let address = window.get(..length)?;
        let address = address.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '/');
        return (address.len() > scheme + 3).then_some(address.len());
    }
    if let Some(handle) = window.strip_prefix('@') {
        let length = handle.bytes().take(40).take_while(|b| is_handle_byte(*b)).count();
        return (length > 0).then_some(1 + length);
    }
    mail_length(window, words).or_else(|| host_length(window, words))
}

fn is_handle_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn mail_length(window: &str, words: &SegmentWords) -> Option<usize> {
    let is_local = |byte: &u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(byte);
    let local = window.bytes().take(65).take_while(is_local).count();
    if local == 0 || !window.get(local..)?.starts_with('@') {
        return None;
    }
    host_length(window.get(local + 1..)?, words).map(|length| local + 1 + length)
}

/// The length of a host name, with the path behind it. Only a name under a
/// known domain is taken: two words around a full stop that lost its blank are no host.
fn host_length(window: &str, words: &SegmentWords) -> Option<usize> {
    let is_host = |byte: &u8| byte.is_ascii_alphanumeric() || b".-".contains(byte);
    let length = window.bytes().take(LONGEST_ADDRESS).take_while(is_host).count();
    let host = window.get(..length)?.trim_end_matches(['.', '-']);
    let (name, top) = host.rsplit_once('.')?;
    let top_is_plain = (2..=6).contains(&top.len()) && top.bytes().all(|b| b.is_ascii_lowercase());
    let name_is_plain =
        name.bytes().any(|b| b.is_ascii_lowercase()) && words.is_top_level_domain(top);
    if !top_is_plain || !name_is_plain || name.starts_with(['.', '-']) {
        return None;
    }
    let behind = window.get(host.len()..)?;
    let path = if behind.starts_with('/') {
        behind.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '/').len()
    } else {
        0
    };
    Some(host.len() + path)
}
