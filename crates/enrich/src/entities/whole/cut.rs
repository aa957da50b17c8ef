//! Stretches that are two names, and words that are none.

use std::collections::BTreeSet;

use annalist_model::{EntityKind, Span};

use crate::names::{Candidate, Linker, NameLexicon, fold};

/// The names that `name` is made of.
pub(super) fn cut(
    text: &str,
    name: Candidate,
    lexicon: &NameLexicon,
    places: &BTreeSet<&'static str>,
) -> Vec<Candidate> {
    let written = name.span.slice(text).unwrap_or_default();
    if is_plural_title(written, lexicon) {
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
        None => vec![name],
    }
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
