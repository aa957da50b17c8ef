//! The judgement on a page in words, for those who ask for it.

use annalist_model::{Code, Diagnostic};

use crate::article::{Paragraphs, Unit, Way};
use crate::html::{Body, Judged};
use crate::judgement::Judgement;
use crate::kind;

/// Paragraphs that are spoken of one by one.
const MOST: usize = 200;

/// A paragraph this likely, or this unlikely, needs no word where it is kept, or left out.
const SURE: f32 = 0.95;
const UNSURE: f32 = 0.05;

/// Letters of a paragraph that are quoted.
const QUOTED: usize = 60;

/// What the page was taken for, which paragraphs were kept, how the ways to the body agree with
/// that, and which paragraphs were doubtful.
pub(crate) fn explain(judged: &Judged<'_>) -> Vec<Diagnostic> {
    let mut said = vec![kind_of(judged.judgement)];
    if let Some(body) = &judged.body {
        let Judged { page, found, judgement, .. } = judged;
        said.push(choice(judgement, body));
        said.extend(
            judgement
                .ways(page, found)
                .iter()
                .map(|way| agreement(&judgement.paragraphs.units, way, body.kept)),
        );
        said.extend(doubtful(&judgement.paragraphs, body));
    }
    said
}

/// What kind of page it was taken for.
fn kind_of(judged: &Judgement) -> Diagnostic {
    let of_kinds: Vec<String> = kind::KINDS
        .iter()
        .zip(judged.of_kinds)
        .map(|(kind, likelihood)| format!("{} {likelihood:.2}", kind.as_str()))
        .collect();
    let page_type = judged.page_type();
    Diagnostic::new(
        Code::Judged,
        format!(
            "taken for {} {}, {:.2}; likelihoods: {}",
            if page_type.kind.as_str().starts_with(['a', 'i', 'o']) { "an" } else { "a" },
            page_type.kind.as_str(),
            f32::from(page_type.score) / 1000.0,
            of_kinds.join(", ")
        ),
    )
}

fn choice(judged: &Judgement, body: &Body<'_>) -> Diagnostic {
    let bar = judged.bar(body.likelihoods);
    Diagnostic::new(
        Code::Judged,
        format!(
            "{} of {} paragraphs are the body: those from a likelihood of {:.2} on, which promise an \
             F1 of {:.2}, and what stands between them",
            body.kept.iter().filter(|kept| **kept).count(),
            judged.paragraphs.units.len(),
            bar.likelihood,
            bar.promise
        ),
    )
}

/// The share of what a way takes that was kept, and of what was kept that it takes, in bytes.
fn agreement(units: &[Unit], way: &Way, kept: &[bool]) -> Diagnostic {
    let (mut taken, mut right, mut all) = (0, 0, 0);
    for (unit, (&takes, &kept)) in units.iter().zip(way.takes.iter().zip(kept)) {
        taken += if takes { unit.length } else { 0 };
        all += if kept { unit.length } else { 0 };
        right += if takes && kept { unit.length } else { 0 };
    }
    let [precision, recall] = [taken, all].map(|whole: usize| right as f32 / whole.max(1) as f32);
    Diagnostic::new(
        Code::Judged,
        format!(
            "by {}: {precision:.2} of what it takes is the body, and {recall:.2} of the body is taken",
            way.name
        ),
    )
}

/// Paragraphs that might as well have been judged otherwise.
fn doubtful<'j>(
    paragraphs: &'j Paragraphs,
    body: &'j Body<'_>,
) -> impl Iterator<Item = Diagnostic> + 'j {
    let judged = paragraphs.units.iter().zip(body.likelihoods.iter().zip(body.kept));
    let doubtful = judged.filter(
        |(_, (likelihood, kept))| {
            if **kept { **likelihood < SURE } else { **likelihood > UNSURE }
        },
    );
    doubtful.take(MOST).map(|(unit, (likelihood, &kept))| {
        let text = paragraphs.words(unit);
        let end = text.char_indices().nth(QUOTED).map_or(text.len(), |(end, _)| end);
        let what = if kept { "kept" } else { "left out" };
        let more = if end < text.len() { "…" } else { "" };
        Diagnostic::new(
            Code::ParagraphJudged,
            format!("{what}, {likelihood:.2}: “{}{more}”", &text[..end]),
        )
    })
}
