//! How the model and what rules and lists say come together.
//!
//! The model has weighed the rules already, so what it says stands, but for a few things that the
//! texts it learned from do not have. On texts that it has not seen, of the names that rules find and
//! it does not, next to none are right.

use annalist_model::{EntityKind, Span};

use super::candidate::Candidate;
use super::echo::WORD_OF_ORGANISATION;
use super::rules::{ARABIC_HEAD, COMPOUND, TITLED};

/// The names that the model found, each with the rule or list that says the same, if one does; and
/// those of `taken` that it cannot see or has not learned. Both are sorted and disjoint.
pub(super) fn with_evidence(
    text: &str,
    mut found: Vec<Candidate>,
    taken: Vec<Candidate>,
) -> Vec<Candidate> {
    found.retain(|name| name.span.slice(text).is_some_and(|name| name.contains(is_latin)));
    let mut evidence = taken.iter().peekable();
    for name in &mut found {
        while evidence.next_if(|it| it.span.start() < name.span.start()).is_some() {}
        let same = evidence.peek().filter(|it| it.span == name.span);
        match same {
            Some(same) if same.kind == name.kind => name.rule = same.rule,
            // What the document itself names in full is no guess.
            Some(same) if same.rule == WORD_OF_ORGANISATION => *name = (*same).clone(),
            _ => (),
        }
    }
    let wins = |it: &Candidate| {
        let first = found.partition_point(|name| name.span.end() <= it.span.start());
        let behind = found.partition_point(|name| name.span.start() < it.span.end());
        stands_against(text, it, found.get(first..behind).unwrap_or_default())
    };
    let added: Vec<Candidate> = taken.into_iter().filter(wins).collect();
    if added.is_empty() {
        return found;
    }
    found.retain(|name| {
        let next = added.partition_point(|it| it.span.end() <= name.span.start());
        added.get(next).is_none_or(|it| name.span.end() <= it.span.start())
    });
    found.extend(added);
    found.sort_by_key(|name| name.span);
    found
}

/// Whether what rules found stands where the model found `others`.
fn stands_against(text: &str, it: &Candidate, others: &[Candidate]) -> bool {
    let name = |span: Span| span.slice(text).unwrap_or_default();
    let is_same = matches!(others, [other] if other.span == it.span && other.kind == it.kind);
    match it.rule {
        _ if is_same => false,
        // An editor has put a part of the name in brackets.
        _ if it.kind == EntityKind::Person && name(it.span).contains('[') => true,
        // The model reads words, never parts of them.
        COMPOUND => others.iter().all(|other| !name(other.span).contains(char::is_whitespace)),
        TITLED => others.is_empty(),
        _ => it.rule == ARABIC_HEAD,
    }
}

/// A letter of the alphabet in which the model has read.
fn is_latin(letter: char) -> bool {
    letter.is_alphabetic() && letter < '\u{250}'
}
