//! How the model and what rules and lists say come together.
//!
//! The model has weighed the rules already, so what it says stands, but for a few things that the
//! texts it learned from do not have, and for what the document says elsewhere. On texts that it has
//! not seen, of the other names that rules find and it does not, next to none are right.

use std::collections::BTreeMap;

use annalist_model::{EntityKind, Span};

use super::candidate::Candidate;
use super::echo::{GIVEN_NAME_AGAIN, SURNAME_AGAIN, WORD_OF_ORGANISATION};
use super::lexicon::NameLexicon;
use super::rules::{
    ACRONYM, ACRONYM_ALONE, ARABIC_HEAD, COMPOUND, GIVEN_AND_FAMILY, KNOWN, TITLED,
};
use super::scores::RuleScores;
use crate::segment::Segments;

/// Longest name that is looked for again, in tokens.
const LONGEST: usize = 6;

/// The rule of names that stand elsewhere in the document, too.
const NAMED_ELSEWHERE: &str = "named-elsewhere";

/// Their score, if the table has none for it.
const ELSEWHERE: u16 = 600;

/// The names that the model found, each with the rule or list that says the same, if one does; and
/// those of `taken` that it cannot see or has not learned. Both are sorted and disjoint.
pub(super) fn with_evidence(
    segments: &Segments<'_>,
    mut found: Vec<Candidate>,
    taken: Vec<Candidate>,
    lexicon: &NameLexicon,
    scores: &RuleScores,
) -> Vec<Candidate> {
    let text = segments.text();
    found.retain(|name| name.span.slice(text).is_some_and(is_written_as_names));
    let mut evidence = taken.iter().peekable();
    for name in &mut found {
        while evidence.next_if(|it| it.span.start() < name.span.start()).is_some() {}
        let same = evidence.peek().filter(|it| it.span == name.span);
        match same {
            Some(same) if same.kind == name.kind => name.rule = same.rule,
            // What the document itself names in full is no guess.
            Some(same) if same.rule == WORD_OF_ORGANISATION => {
                *name = (*same).clone();
                scores.score_beside(std::slice::from_mut(name));
            }
            _ => (),
        }
    }
    let wins = |it: &Candidate| {
        let first = found.partition_point(|name| name.span.end() <= it.span.start());
        let behind = found.partition_point(|name| name.span.start() < it.span.end());
        stands_against(text, it, found.get(first..behind).unwrap_or_default(), lexicon)
    };
    let mut added: Vec<Candidate> = taken.into_iter().filter(wins).collect();
    scores.score_beside(&mut added);
    if !added.is_empty() {
        found.retain(|name| {
            let next = added.partition_point(|it| it.span.end() <= name.span.start());
            added.get(next).is_none_or(|it| name.span.end() <= it.span.start())
        });
        found.extend(added);
        found.sort_by_key(|name| name.span);
    }
    let mut again = named_again(segments, &found);
    scores.score_beside(&mut again);
    found.extend(again);
    found.sort_by_key(|name| name.span);
    found
}

/// Names of several words where they stand again and were not found.
fn named_again(segments: &Segments<'_>, found: &[Candidate]) -> Vec<Candidate> {
    let mut known: BTreeMap<&str, &Candidate> = BTreeMap::new();
    for name in found {
        let written = name.span.slice(segments.text()).unwrap_or_default();
        if written.contains(' ') {
            known.entry(written).or_insert(name);
        }
    }
    if known.is_empty() {
        return Vec::new();
    }
    let mut again: Vec<Candidate> = Vec::new();
    let mut end = 0;
    for sentence in segments.sentences() {
        for first in sentence.tokens.clone() {
            let Some(start) = segments.tokens().get(first).map(|token| token.span.start()) else {
                continue;
            };
            if start < end || !segments.word(first).starts_with(char::is_uppercase) {
                continue;
            }
            let longest = sentence.tokens.end.min(first + LONGEST);
            let name = (first + 2..=longest).rev().find_map(|behind| {
                let span = segments.span(first..behind)?;
                known.get(span.slice(segments.text())?).map(|name| (span, *name))
            });
            if let Some((span, name)) = name.filter(|(span, _)| is_free(*span, found)) {
                let (score, rule) = (ELSEWHERE, NAMED_ELSEWHERE);
                again.push(Candidate { span, score, rule, ..name.clone() });
                end = span.end();
            }
        }
    }
    again
}

/// Whether `span` touches none of the names, which are sorted.
fn is_free(span: Span, names: &[Candidate]) -> bool {
    let next = names.partition_point(|name| name.span.end() <= span.start());
    names.get(next).is_none_or(|name| span.end() <= name.span.start())
}

/// Whether what rules found stands where the model found `others`.
fn stands_against(text: &str, it: &Candidate, others: &[Candidate], lexicon: &NameLexicon) -> bool {
    let name = |span: Span| span.slice(text).unwrap_or_default();
    let is_same = matches!(others, [other] if other.span == it.span && other.kind == it.kind);
    match it.rule {
        _ if is_same => false,
        // An editor has put a part of the name in brackets.
        _ if it.kind == EntityKind::Person && name(it.span).contains('[') => true,
        // The model reads words, never parts of them.
        COMPOUND => others.iter().all(|other| !name(other.span).contains(char::is_whitespace)),
        // A short form in brackets, right behind the name that it is short for.
        ACRONYM if it.score > ACRONYM_ALONE => others.iter().all(|other| other.span == it.span),
        // A listed name of several words that the model has taken apart.
        KNOWN => {
            let is_part = |other: &Candidate| {
                other.kind == it.kind
                    && other.span.start() >= it.span.start()
                    && other.span.end() <= it.span.end()
            };
            !others.is_empty() && others.iter().all(is_part)
        }
        TITLED | GIVEN_AND_FAMILY => others.is_empty() && is_of_names(name(it.span), lexicon),
        SURNAME_AGAIN | GIVEN_NAME_AGAIN => others.is_empty(),
        _ => it.rule == ARABIC_HEAD,
    }
}

/// Whether a name ends with a word that is a surname, or that no running text has in lower case, and
/// has nothing in it that is less than a word or more.
fn is_of_names(name: &str, lexicon: &NameLexicon) -> bool {
    let lower = name.to_lowercase();
    let is_word =
        |word: &str| word.chars().nth(1).is_some() && word.chars().all(char::is_alphabetic);
    let is_plain = |word: &str| lexicon.is_common(word) || lexicon.is_no_name(word);
    lower.split(' ').all(is_word)
        && lower
            .split(' ')
            .next_back()
            .is_some_and(|last| lexicon.is_surname(last) || !is_plain(last))
        && name.contains(char::is_lowercase)
}

/// Whether a name is written in the alphabet in which the model has read, with more than one letter.
fn is_written_as_names(name: &str) -> bool {
    name.chars().any(|c| c.is_alphabetic() && c < '\u{250}')
        && name.chars().filter(|c| c.is_alphanumeric()).nth(1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::{SegmentWords, segment};
    use crate::testing::paragraph;

    const TEXT: &str =
        "Orvik Zandrik met [Karim] Tassel. Orvik Zandrik smiled at Morvel-backed Tassel.";

    fn candidate(name: &str, kind: EntityKind, rule: &'static str) -> Candidate {
        let at = TEXT.find(name).unwrap();
        let span = Span::from_range(at..at + name.len()).unwrap();
        Candidate { span, kind, score: 800, rule }
    }

    #[test]
    fn rules_stand_where_the_model_cannot_know() {
        let document = paragraph(TEXT);
        let segments = segment(&document, &SegmentWords::load().unwrap());
        let person = EntityKind::Person;
        let found = vec![
            candidate("Orvik Zandrik", person, "model"),
            candidate("Karim] Tassel", EntityKind::Organisation, "model"),
            candidate("Morvel-backed", EntityKind::Other, "model"),
        ];
        let taken = vec![
            candidate("Orvik Zandrik", person, "given-and-family-name"),
            candidate("met", EntityKind::Other, "cue"),
            candidate("[Karim] Tassel", person, "given-and-family-name"),
            candidate("Morvel", EntityKind::Place, COMPOUND),
        ];
        let names = with_evidence(
            &segments,
            found,
            taken,
            &NameLexicon::load().unwrap(),
            &RuleScores::load().unwrap(),
        );
        let names: Vec<_> =
            names.iter().map(|name| (name.span.slice(TEXT).unwrap(), name.rule)).collect();
        assert_eq!(
            names,
            [
                ("Orvik Zandrik", "given-and-family-name"),
                ("[Karim] Tassel", "given-and-family-name"),
                ("Orvik Zandrik", NAMED_ELSEWHERE),
                ("Morvel", COMPOUND),
            ]
        );
    }
}
