//! Marked texts to examples that can be learned from.

use annalist_enrich::training::{Lesson, Teacher, tags_of};
use annalist_model::{EntityKind, Span};
use anyhow::Result;

use crate::learn::Example;
use crate::score::plain;
use crate::sets::{self, Marked, Set, Tag};

/// Of a hundred texts so many are also heard without capitals, as comments are often written.
const WITHOUT_CAPITALS: usize = 15;

/// How much a sentence counts that two programs read differently.
const WEIGHT_IN_DOUBT: f32 = 0.3;

/// The sentences of a text of `set`, as often as the set is taken.
pub(crate) fn examples_of(
    teacher: &Teacher,
    set: &Set,
    text: &Marked,
    number: usize,
) -> Result<Vec<Example>> {
    let own = sentences_of(teacher, text);
    let mut examples: Vec<Example> =
        own.iter().cycle().take(own.len() * set.times).cloned().collect();
    // Spread over the set, without chance.
    if (number * 13 + 5) % 100 < WITHOUT_CAPITALS {
        examples.extend(sentences_of(teacher, &sets::without_capitals(text)?));
    }
    Ok(examples)
}

/// The sentences of a text. Where two programs read one differently, each of its words may be what
/// either says.
fn sentences_of(teacher: &Teacher, text: &Marked) -> Vec<Example> {
    let names = names_of(teacher, text, &text.names);
    let others = names_of(teacher, text, &text.others);
    let is_doubtful = |lesson: &Lesson| {
        let ends = lesson.words.first().zip(lesson.words.last());
        let touches = |passage: &Span| {
            ends.is_some_and(|(first, last)| {
                first.start() < passage.end() && passage.start() < last.end()
            })
        };
        text.doubtful.iter().any(touches)
    };
    let example = |lesson: Lesson| {
        let mut allowed: Vec<u16> =
            tags_of(&lesson, &names).into_iter().map(|tag| 1 << tag).collect();
        if is_doubtful(&lesson) {
            for (allowed, tag) in allowed.iter_mut().zip(tags_of(&lesson, &others)) {
                *allowed |= 1 << tag;
            }
        }
        let is_sure = allowed.iter().all(|allowed| allowed.is_power_of_two());
        let weight = if is_sure { 1.0 } else { WEIGHT_IN_DOUBT };
        Example { features: lesson.features, plain: lesson.plain, allowed, weight }
    };
    teacher.lessons(&text.document).into_iter().map(example).collect()
}

/// Marked names as the product finds them.
fn names_of(teacher: &Teacher, text: &Marked, marked: &[(Span, Tag)]) -> Vec<(Span, EntityKind)> {
    let words = text.document.text();
    let name = |(span, tag): &(Span, Tag)| {
        let span = plain(words, *span);
        (span, tag.kind(teacher.is_group(span.slice(words).unwrap_or_default())))
    };
    // One set marks signs before names as names of their own.
    let is_name = |(span, _): &(Span, EntityKind)| {
        span.slice(words).is_some_and(|it| it.contains(char::is_alphabetic))
    };
    marked.iter().map(name).filter(is_name).collect()
}
