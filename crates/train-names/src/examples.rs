//! Marked texts to examples that can be learned from.

use annalist_enrich::training::{Lesson, Teacher, tags_of};
use annalist_model::{EntityKind, Span};
use anyhow::Result;

use crate::learn::Example;
use crate::score::plain;
use crate::sets::{self, Marked, Set};

/// Of a hundred texts so many are also heard without capitals, as comments are often written.
const WITHOUT_CAPITALS: usize = 15;

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

/// The sentences that nothing speaks against.
fn sentences_of(teacher: &Teacher, text: &Marked) -> Vec<Example> {
    let words = text.document.text();
    let names: Vec<(Span, EntityKind)> = text
        .names
        .iter()
        .map(|(span, tag)| {
            let span = plain(words, *span);
            (span, tag.kind(teacher.is_group(span.slice(words).unwrap_or_default())))
        })
        // One set marks signs before names as names of their own.
        .filter(|(span, _)| span.slice(words).is_some_and(|it| it.contains(char::is_alphabetic)))
        .collect();
    let is_sure = |lesson: &Lesson| {
        let touches = |passage: &Span| {
            let ends = lesson.words.first().zip(lesson.words.last());
            ends.is_some_and(|(first, last)| {
                first.start() < passage.end() && passage.start() < last.end()
            })
        };
        !text.doubtful.iter().any(touches)
    };
    let lessons = teacher.lessons(&text.document).into_iter().filter(is_sure);
    lessons
        .map(|lesson| Example {
            tags: tags_of(&lesson, &names),
            features: lesson.features,
            plain: lesson.plain,
        })
        .collect()
}
