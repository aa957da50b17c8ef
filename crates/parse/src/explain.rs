//! The judgement on a page in words, for those who ask for it.

use annalist_model::{Code, Diagnostic};

use crate::article::{Bar, Unit, Way};
use crate::judgement::Judgement;
use crate::kind;
use crate::page::Page;

/// Paragraphs that are spoken of one by one.
const MOST: usize = 200;

/// A paragraph this likely, or this unlikely, needs no word where it is kept, or left out.
const SURE: f32 = 0.95;
const UNSURE: f32 = 0.05;

/// Letters of a paragraph that are quoted.
const QUOTED: usize = 60;

/// How the body of a page was judged.
pub(crate) struct Verdict<'a> {
    pub(crate) ways: &'a [Way],
    /// How likely each paragraph is the page's own, and whether it was kept.
    pub(crate) likelihoods: &'a [f32],
    pub(crate) kept: &'a [bool],
    /// The likelihood from which on paragraphs were kept, and what was expected of the choice.
    pub(crate) bar: Bar,
}

/// What kind of page it was taken for.
pub(crate) fn explain_kind(judged: &Judgement) -> Diagnostic {
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

/// Which paragraphs were kept, how the ways to the body agree with that, and which were doubtful.
pub(crate) fn explain_body(
    page: &Page<'_>,
    units: &[Unit],
    verdict: &Verdict<'_>,
) -> Vec<Diagnostic> {
    let kept = verdict.kept.iter().filter(|kept| **kept).count();
    let mut said = vec![Diagnostic::new(
        Code::Judged,
        format!(
            "{kept} of {} paragraphs are the body: those from a likelihood of {:.2} on, which promise \
             an F1 of {:.2}, and what stands between them",
            units.len(),
            verdict.bar.likelihood,
            verdict.bar.promise
        ),
    )];
    for way in verdict.ways {
        let [precision, recall] = agreement(units, &way.takes, verdict.kept);
        said.push(Diagnostic::new(
            Code::Judged,
            format!(
                "by {}: {precision:.2} of what it takes is the body, and {recall:.2} of the body",
                way.name
            ),
        ));
    }
    let judged = units.iter().zip(verdict.likelihoods.iter().zip(verdict.kept));
    let doubtful = judged.filter(
        |(_, (likelihood, kept))| {
            if **kept { **likelihood < SURE } else { **likelihood > UNSURE }
        },
    );
    for (unit, (likelihood, &kept)) in doubtful.take(MOST) {
        let mut text = String::new();
        page.add_text(unit.start..unit.end + 1, &mut text);
        let end = text.char_indices().nth(QUOTED).map_or(text.len(), |(end, _)| end);
        let (what, more) =
            (if kept { "kept" } else { "left out" }, if end < text.len() { "…" } else { "" });
        said.push(Diagnostic::new(
            Code::ParagraphJudged,
            format!("{what}, {likelihood:.2}: “{}{more}”", &text[..end]),
        ));
    }
    said
}

/// The share of what a way takes that was kept, and of what was kept that it takes, in bytes.
fn agreement(units: &[Unit], takes: &[bool], kept: &[bool]) -> [f32; 2] {
    let (mut taken, mut right, mut all) = (0, 0, 0);
    for (unit, (&takes, &kept)) in units.iter().zip(takes.iter().zip(kept)) {
        taken += if takes { unit.length } else { 0 };
        all += if kept { unit.length } else { 0 };
        right += if takes && kept { unit.length } else { 0 };
    }
    [taken, all].map(|whole| right as f32 / whole.max(1) as f32)
}
