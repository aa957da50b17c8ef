//! What was found, with its place: names, dates, relations, events, quotations.

use std::borrow::Cow;

use annalist_model::{DateMention, Mention};

use super::{Table, precision};
use crate::page::{Claim, Page, Place};
use crate::text::line;
use crate::told::Told;

/// A claim of a page.
pub(super) struct Row<'p, C> {
    pub(super) page: &'p Page<'p>,
    pub(super) claim: C,
}

type Naming<'p> = Row<'p, Claim<'p, Mention>>;
type Dating<'p> = Row<'p, Claim<'p, DateMention>>;
type Telling<'p> = Row<'p, &'p Told<'p>>;

/// What all claims have.
pub(super) trait Placed {
    fn id(&self) -> &str;
    fn place(&self) -> Place;
}

impl<T> Placed for Claim<'_, T> {
    fn id(&self) -> &str {
        &self.id
    }

    fn place(&self) -> Place {
        self.place
    }
}

impl Placed for &Told<'_> {
    fn id(&self) -> &str {
        &self.id
    }

    fn place(&self) -> Place {
        self.place
    }
}

pub(super) fn mentions<'p>() -> Table<Naming<'p>> {
    Table::<Naming<'_>>::begin("mentions")
        .term("entity", |it| Some(it.page.entity(it.claim.found)?.key.as_str().into()))
        .term("type", |it| Some(it.claim.found.kind.as_str().into()))
        .words("name", |it| Some(it.page.entity(it.claim.found)?.name.as_str().into()))
        .words("text", |it| Some(it.claim.words.into()))
        .term("rule", |it| Some(it.claim.found.rule.as_str().into()))
        .number("score_per_mille", |it| Some(it.claim.found.score.into()))
        .place()
        .words("passage", |it| Some(it.page.around(it.claim.found.span).into()))
}

pub(super) fn dates<'p>() -> Table<Dating<'p>> {
    Table::<Dating<'_>>::begin("dates")
        .term("type", |it| Some(it.claim.found.kind.as_str().into()))
        .words("value", |it| Some(it.claim.found.value.as_str().into()))
        .term("precision", |it| precision(&it.claim.found.value))
        .day("from", |it| it.claim.found.interval?.from)
        .day("to", |it| it.claim.found.interval?.to)
        .term("anchor", |it| Some(it.claim.found.anchor.as_str().into()))
        .words("details", |it| {
            let details = it.claim.found.details.to_string();
            (!details.is_empty()).then_some(details.into())
        })
        .words("text", |it| Some(it.claim.words.into()))
        .term("rule", |it| Some(it.claim.found.rule.as_str().into()))
        .place()
        .words("passage", |it| Some(it.page.around(it.claim.found.span).into()))
}

/// Only what is asserted or reported is held for true: see `modality`.
pub(super) fn relations<'p>() -> Table<Telling<'p>> {
    Table::<Telling<'_>>::begin("relations")
        .term("subject", |it| key(it, "subject"))
        .words("subject_name", |it| name(it, "subject"))
        .term("type", |it| Some(it.claim.what.into()))
        .term("object", |it| key(it, "object"))
        .words("object_name", |it| name(it, "object"))
        .words("role", |it| it.claim.role.map(Into::into))
        .words("place", |it| name(it, "place"))
        .standing()
        .evidence()
}

pub(super) fn events<'p>() -> Table<Telling<'p>> {
    Table::<Telling<'_>>::begin("events")
        .term("predicate", |it| Some(it.claim.what.into()))
        .names("agents", |it| names(it, "agent"))
        .names("patients", |it| names(it, "patient"))
        .names("recipients", |it| names(it, "recipient"))
        .names("places", |it| names(it, "place"))
        .standing()
        .evidence()
}

pub(super) fn quotations<'p>() -> Table<Telling<'p>> {
    Table::<Telling<'_>>::begin("quotations")
        .term("kind", |it| Some(it.claim.what.into()))
        .term("speaker", |it| key(it, "speaker"))
        .words("speaker_name", |it| name(it, "speaker"))
        .words("cue", |it| it.claim.role.map(Into::into))
        .evidence()
}

impl<C: Placed> Table<Row<'_, C>> {
    /// A table of claims begins with their identifier, document and comment, and whether they are
    /// quoted there.
    fn begin(name: &'static str) -> Self {
        Table::<Row<'_, C>>::new(name)
            .term("id", |it| Some(it.claim.id().into()))
            .term("document", |it| Some(it.page.key.into()))
            .term("comment", |it| Some(it.page.comment_id(it.claim.place().comment?).into()))
            .flag("quoted", |it| it.claim.place().is_quoted)
    }

    /// Where the words stand: code points of the text, bytes of the saved file.
    fn place(self) -> Self {
        self.number("start", |it| Some(it.claim.place().start.into()))
            .number("end", |it| Some(it.claim.place().end.into()))
            .number("first_byte", |it| Some(it.claim.place().bytes?.start().into()))
            .number("end_byte", |it| Some(it.claim.place().bytes?.end().into()))
    }
}

impl Table<Telling<'_>> {
    /// How the text stands behind a claim, who says so, and when.
    fn standing(self) -> Self {
        self.term("modality", |it| it.claim.modality.map(|it| it.as_str().into()))
            .words("reporter", |it| name(it, "reporter"))
            .words("date", |it| it.claim.date.map(|date| date.value.as_str().into()))
            .term("precision", |it| precision(&it.claim.date?.value))
            .day("from", |it| it.claim.date?.interval?.from)
            .day("to", |it| it.claim.date?.interval?.to)
    }

    /// The words, the rule, and where the first of the words stand.
    fn evidence(self) -> Self {
        self.words("text", |it| {
            let spans = it.claim.evidence.iter();
            let words: Vec<&str> = spans.map(|span| it.page.document().slice(*span)).collect();
            Some(words.join(" … ").into())
        })
        .term("rule", |it| Some(it.claim.rule.into()))
        .place()
    }
}

/// The key of the entity that takes a part first.
fn key<'p>(row: &Telling<'p>, part: &str) -> Option<Cow<'p, str>> {
    Some(row.claim.parties(part).next()?.entity?.key.as_str().into())
}

/// The name of who takes a part first, or the words that stand for them.
fn name<'p>(row: &Telling<'p>, part: &str) -> Option<Cow<'p, str>> {
    row.claim.parties(part).next().map(|it| line(it.name()).into())
}

/// All who take a part.
fn names(row: &Telling<'_>, part: &str) -> Vec<String> {
    row.claim.parties(part).map(|it| line(it.name())).collect()
}
