//! Names beside which the text has them in another script.

use std::collections::BTreeMap;

use annalist_model::Span;

use crate::names::Candidate;

/// Longest name in brackets that is looked at, in bytes.
const LONGEST: usize = 120;

/// The name in another script, by the mention that it stands in brackets behind.
pub(super) fn written_otherwise(text: &str, names: &[Candidate]) -> BTreeMap<usize, Span> {
    let beside = names.iter().enumerate();
    beside.filter_map(|(index, name)| Some((index, in_brackets(text, name.span)?))).collect()
}

/// The words of another script in the brackets that open right behind `name`. What says which
/// language it is may stand before them.
fn in_brackets(text: &str, name: Span) -> Option<Span> {
    let behind = text.get(name.end() as usize..)?;
    let inside = behind.trim_start().strip_prefix('(')?;
    let opened = behind.len() - inside.len();
    let length = inside.char_indices().take_while(|(at, c)| *at < LONGEST && *c != ')');
    let length = length.last().map(|(at, c)| at + c.len_utf8())?;
    let inside = inside.get(..length).filter(|_| inside[length..].starts_with(')'))?;
    let is_other = |c: char| c.is_alphabetic() && !is_latin(c);
    let start = inside.find(is_other)?;
    let last = inside.rfind(is_other)?;
    let end = last + inside.get(last..)?.chars().next()?.len_utf8();
    let is_latin_inside = inside.get(start..end)?.chars().any(|c| c.is_alphabetic() && is_latin(c));
    let base = name.end() as usize + opened;
    Span::from_range(base + start..base + end).filter(|_| !is_latin_inside)
}

/// Whether the letter is of the Latin script, with all its extensions.
fn is_latin(letter: char) -> bool {
    matches!(letter, '\0'..='\u{2af}' | '\u{300}'..='\u{36f}' | '\u{1d00}'..='\u{1eff}'
        | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}' | '\u{fb00}'..='\u{fb06}')
}
