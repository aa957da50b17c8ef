//! Stretches that are two names, and words that are none.

use std::collections::BTreeSet;

use annalist_model::{EntityKind, Span};

use crate::names::{Candidate, Linker, NameLexicon, fold};

/// A name of plain words that is right less often than this, per mille, is none.
const LEAST_SURE: u16 = 300;

/// Letters of a word in lower case that is none of the small words within names.
const LONG_WORD: usize = 5;

/// The names that `name` is made of.
pub(super) fn cut(
    text: &str,
    name: Candidate,
    lexicon: &NameLexicon,
    places: &BTreeSet<&'static str>,
) -> Vec<Candidate> {
    let written = name.span.slice(text).unwrap_or_default();
    let is_guess = name.score < LEAST_SURE && is_of_plain_words(written, lexicon);
    if is_guess || is_plural_title(written, lexicon) {
        return Vec::new();
    }
    if let Some(at) = behind_legal_form(written, lexicon) {
        let (one, other) = written.split_at(at);
        let parts = [(0, one.trim_end()), (at, other)];
        return parts.into_iter().filter_map(|part| part_of(&name, part, name.kind)).collect();
    }
    match groups(written, name.kind, lexicon, places) {
        Some(parts) => parts
            .into_iter()
            .filter_map(|(at, word, kind)| part_of(&name, (at, word), kind))
            .collect(),
        // What lists know as a place of several words is one, whatever it was taken for.
        None if written.contains(' ') && places.contains(fold(written).as_str()) => {
            vec![Candidate { kind: EntityKind::Place, ..name }]
        }
        None => vec![name],
    }
}

/// Whether all words of a name of several are words of the language too, or one in its middle is
/// nothing else.
fn is_of_plain_words(written: &str, lexicon: &NameLexicon) -> bool {
    let is_plain = |word: &str| word.chars().count() < 2 || lexicon.is_common(&fold(word));
    let is_verb_like = |word: &str| {
        word.chars().all(char::is_lowercase)
            && word.chars().count() >= LONG_WORD
            && lexicon.linker(word).is_none()
    };
    written.contains(' ')
        && (written.split(' ').all(is_plain) || written.split(' ').any(is_verb_like))
}

fn part_of(name: &Candidate, (at, words): (usize, &str), kind: EntityKind) -> Option<Candidate> {
    let start = name.span.start() as usize + at;
    let span = Span::from_range(start..start + words.len())?;
    Some(Candidate { span, kind, ..name.clone() })
}

/// Whether the word is a title of several people, as in "the generals".
fn is_plural_title(written: &str, lexicon: &NameLexicon) -> bool {
    let lower = fold(written);
    let singular = lower.strip_suffix('s').filter(|it| !it.contains(' '));
    singular.is_some_and(|it| lexicon.is_title_word(it)) && !lexicon.is_known(&lower)
}

/// Where the name goes on behind a legal form with a full stop, which ends another name.
fn behind_legal_form(written: &str, lexicon: &NameLexicon) -> Option<usize> {
    let stop = written.find(". ")?;
    let form = written.get(..stop)?.rsplit(' ').next()?;
    let is_form = lexicon.linker(&form.to_lowercase()) == Some(Linker::AfterComma);
    (is_form && form.len() < stop).then_some(stop + 2)
}

/// The words of a name that is a row of nations and creeds, perhaps behind a place.
fn groups<'t>(
    written: &'t str,
    kind: EntityKind,
    lexicon: &NameLexicon,
    places: &BTreeSet<&'static str>,
) -> Option<Vec<(usize, &'t str, EntityKind)>> {
    let is_whole = lexicon.is_group(&fold(written));
    if is_whole || matches!(kind, EntityKind::Organisation | EntityKind::Person) {
        return None;
    }
    let mut parts = Vec::new();
    let mut at = 0;
    for word in written.split(' ') {
        let lower = fold(word);
        let kind = match () {
            () if lexicon.is_group(&lower) => EntityKind::Group,
            () if places.contains(lower.as_str()) => EntityKind::Place,
            () => return None,
        };
        parts.push((at, word, kind));
        at += word.len() + 1;
    }
    let ends_so = parts.last().is_some_and(|(.., kind)| *kind == EntityKind::Group);
    (parts.len() > 1 && ends_so).then_some(parts)
}
