//! People with the title that they are addressed by: a form of the name that readers look for,
//! though the title is no part of the name.

use std::collections::BTreeMap;

use annalist_model::{EntityKind, Span};

use crate::names::{Candidate, NameLexicon, Title, fold};
use crate::segment::Segments;

/// Longest row of titles, in tokens.
const LONGEST: usize = 4;

/// The name with its title, by mention, where it has one that it is addressed by.
pub(super) fn titled(
    segments: &Segments<'_>,
    names: &[Candidate],
    lexicon: &NameLexicon,
) -> BTreeMap<usize, Span> {
    let people = names.iter().enumerate().filter(|(_, name)| name.kind == EntityKind::Person);
    people
        .filter_map(|(index, name)| Some((index, with_title(segments, name.span, lexicon)?)))
        .collect()
}

fn with_title(segments: &Segments<'_>, name: Span, lexicon: &NameLexicon) -> Option<Span> {
    let first = segments.tokens().partition_point(|token| token.span.start() < name.start());
    let is_short = !name.slice(segments.text())?.contains(char::is_whitespace);
    let mut begin = first;
    let mut addresses = false;
    // Titles may stand in a row: that of the person, that of the office.
    while first - begin < LONGEST
        && let Some((start, title)) = title_before(segments, begin, lexicon)
    {
        addresses |= title != Title::Role || is_short && !begins_sentence(segments, start);
        begin = start;
    }
    let start = segments.tokens().get(begin)?.span.start();
    Span::new(start, name.end()).filter(|_| addresses && begin < first)
}

/// The title with a capital that ends right before the token at `end`: its first token, its kind.
fn title_before(
    segments: &Segments<'_>,
    end: usize,
    lexicon: &NameLexicon,
) -> Option<(usize, Title)> {
    (1..=LONGEST).rev().find_map(|length| {
        let start = end.checked_sub(length)?;
        let is_capital = |at: usize| segments.word(at).starts_with(char::is_uppercase);
        let words: Vec<String> = (start..end).map(|at| fold(segments.word(at))).collect();
        let title = lexicon.whole_title(&words).filter(|_| is_capital(start))?;
        Some((start, title))
    })
}

fn begins_sentence(segments: &Segments<'_>, token: usize) -> bool {
    let at = segments.sentences().partition_point(|sentence| sentence.tokens.end <= token);
    segments.sentences().get(at).is_none_or(|sentence| sentence.tokens.start == token)
}
