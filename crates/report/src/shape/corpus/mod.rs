//! The report on a collection: one value, written as JSON and as Markdown.

mod comments;
mod document;
mod each;
mod entity;
mod parts;
mod timeline;

use std::cell::RefCell;

use annalist_corpus as corpus;
use annalist_model::Date;
use schemars::JsonSchema;
use serde::Serialize;

use self::comments::CommentsReport;
pub(crate) use self::comments::{AuthorLine, DiscussionLine};
pub(crate) use self::document::DocumentLine;
use self::each::Each;
pub(crate) use self::entity::EntityLine;
pub(crate) use self::parts::{Note, Parts};
pub(crate) use self::timeline::TimelineLine;
use super::outcome::{Outcome, Status};
use super::text::Text;
use crate::SCHEMA_VERSION;

/// What a collection of saved pages says as a whole. `document` is a place in `documents`, counted
/// from 0. Offsets count Unicode code points of the text of their document; `source_bytes` counts
/// bytes of its saved file, unpacked where it is packed.
///
/// Counts mean the same here, in the line of a document, and in the reports. Comments are those by
/// readers; trackbacks and removed comments are counted apart. Entities are the different things
/// named: within a document, or, for the collection, joined over its documents. Mentions are the
/// places that name them, dates the places that mean days; words that a comment quotes of another
/// one on the same page are counted where they were first said, and not again (but for what nothing
/// else on the page names). A document that is the same as an earlier one is a document, and all
/// that is in it is counted once. Sources
/// are documents, but near copies of one text are one source.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "annalist corpus")]
pub(crate) struct CorpusReport<'c> {
    /// The version of this shape. Changes within a version only add.
    #[schemars(extend("const" = SCHEMA_VERSION))]
    schema_version: u32,
    /// The collection in numbers.
    summary: Summary,
    /// The documents, sorted by the name of their input.
    documents: Each<'c, DocumentLine>,
    /// What the documents name: that of most sources first, then of most documents, of most mentions,
    /// then by name.
    entities: Each<'c, EntityLine>,
    /// The days that articles speak of, in order.
    timeline: Each<'c, TimelineLine>,
    /// The days that comments speak of, in order.
    comment_timeline: Each<'c, TimelineLine>,
    /// Who commented, where and when.
    comments: CommentsReport<'c>,
    /// The documents that say the same.
    duplicates: Vec<DuplicateLine>,
    /// The articles that say the same but for small changes, as papers print one agency's text under
    /// their own titles. All are counted; as sources they count once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    copies: Vec<CopyLine>,
    /// The inputs that should have given a record and did not, sorted by name.
    failures: Vec<FailureLine>,
    /// The inputs that are no pages, sorted by name.
    skipped: Vec<SkippedLine>,
}

/// A collection in numbers.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Summary {
    /// Documents, each saved page one.
    pub(crate) documents: u32,
    /// Those of them that are the same as another one and are not counted again.
    pub(crate) duplicates: u32,
    /// Those that are near copies of another one; left out where there is none.
    #[serde(skip_serializing_if = "entity::is_zero")]
    pub(crate) near_copies: u32,
    /// Comments by readers.
    pub(crate) comments: u32,
    /// Different things named.
    pub(crate) entities: u32,
    /// How often they are named, in articles and comments.
    pub(crate) mentions: u32,
    /// Dates in articles that mean days.
    pub(crate) article_dates: u32,
    /// Dates in comments that mean days.
    pub(crate) comment_dates: u32,
    /// The earliest date of publication.
    pub(crate) first_published: Option<Text<Date>>,
    /// The latest date of publication.
    pub(crate) last_published: Option<Text<Date>>,
    /// Documents that do not say when they were published.
    pub(crate) undated: u32,
    /// Inputs that should have given a record and did not.
    pub(crate) failed: u32,
    /// Inputs that are no pages.
    pub(crate) skipped: u32,
}

/// A number of things within one month or year.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[schemars(rename = "PeriodCount")]
pub(crate) struct PeriodLine {
    /// The month or the year.
    pub(crate) period: Text<Date>,
    /// How many.
    pub(crate) count: u32,
}

/// In what way documents are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Sameness {
    /// The saved files are the same to the byte.
    Bytes,
    /// The texts are the same word for word; the files differ.
    Text,
}

/// Documents that say the same.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "DuplicateGroup")]
pub(crate) struct DuplicateLine {
    /// In what way all of them are the same.
    pub(crate) same: Sameness,
    /// The documents, ascending; the first one stands for all.
    pub(crate) documents: Vec<u32>,
}

/// Articles that say the same but for small changes.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CopyGroup")]
pub(crate) struct CopyLine {
    /// The document that was published first.
    pub(crate) first: u32,
    /// The others, ascending.
    pub(crate) copies: Vec<NearCopy>,
}

/// An article that says the same as the first of its group but for small changes. Compared are rows
/// of four words, without the title; of a text that has more than 128, a sample of them (give or
/// take 40).
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub(crate) struct NearCopy {
    /// The document.
    pub(crate) document: u32,
    /// Of the rows of the shorter of the two texts, how many in a thousand stand in the longer one
    /// as well: 700 at least.
    pub(crate) shared: u16,
    /// Of the rows of either text, how many in a thousand stand in both.
    pub(crate) resemblance: u16,
}

/// An input that should have given a record and did not.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Failure")]
pub(crate) struct FailureLine {
    /// Name of the input.
    pub(crate) input: String,
    /// What went wrong, and what to do.
    pub(crate) cause: String,
}

/// An input that is no page.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Skipped")]
pub(crate) struct SkippedLine {
    /// Name of the input.
    pub(crate) input: String,
    /// Why it was passed over.
    pub(crate) reason: String,
}

impl<'c> CorpusReport<'c> {
    /// The report on what is shown part by part when the report is written; `note` sees it, too.
    pub(crate) fn of(
        parts: &'c RefCell<&mut dyn Parts>,
        outcomes: &[Outcome],
        note: &'c RefCell<&mut dyn Note>,
    ) -> CorpusReport<'c> {
        let (failures, skipped) = not_done(outcomes);
        let known = parts.borrow();
        let comments = CommentsReport::of(known.comments(), parts);
        CorpusReport {
            schema_version: SCHEMA_VERSION,
            summary: Summary::of(&known.totals(), failures.len(), skipped.len()),
            documents: Each::of(move |see| {
                parts.borrow_mut().each_document(&mut |line| {
                    see(&line)?;
                    note.borrow_mut().document(line);
                    Ok(())
                })
            }),
            entities: Each::of(move |see| {
                parts.borrow_mut().each_entity(&mut |line| {
                    see(&line)?;
                    note.borrow_mut().entity(line);
                    Ok(())
                })
            }),
            timeline: Each::of(move |see| {
                parts.borrow_mut().each_date(true, &mut |line| {
                    see(&line)?;
                    note.borrow_mut().date_in_article(line);
                    Ok(())
                })
            }),
            comment_timeline: Each::of(move |see| {
                parts.borrow_mut().each_date(false, &mut |line| {
                    see(&line)?;
                    note.borrow_mut().date_in_comment(line);
                    Ok(())
                })
            }),
            comments,
            duplicates: known.duplicates().iter().map(DuplicateLine::of).collect(),
            copies: known.copies().iter().map(CopyLine::of).collect(),
            failures,
            skipped,
        }
    }
}

/// The inputs that gave no record, each list sorted by name.
pub(crate) fn not_done(outcomes: &[Outcome]) -> (Vec<FailureLine>, Vec<SkippedLine>) {
    let (mut failures, mut skipped) = (Vec::new(), Vec::new());
    for Outcome { input, status } in outcomes {
        let input = input.clone();
        match status {
            Status::Done { .. } => {}
            Status::Failed { cause, .. } => {
                failures.push(FailureLine { input, cause: cause.clone() });
            }
            Status::Skipped { reason } => {
                skipped.push(SkippedLine { input, reason: reason.clone() });
            }
        }
    }
    failures.sort_by(|a, b| (&a.input, &a.cause).cmp(&(&b.input, &b.cause)));
    skipped.sort_by(|a, b| (&a.input, &a.reason).cmp(&(&b.input, &b.reason)));
    (failures, skipped)
}

impl Summary {
    pub(crate) fn of(totals: &corpus::Totals, failed: usize, skipped: usize) -> Summary {
        Summary {
            documents: totals.documents,
            duplicates: totals.duplicates,
            near_copies: totals.near_copies,
            comments: totals.comments,
            entities: totals.entities,
            mentions: totals.mentions,
            article_dates: totals.article_dates,
            comment_dates: totals.comment_dates,
            first_published: totals.published.map(|(first, _)| Text(first)),
            last_published: totals.published.map(|(_, last)| Text(last)),
            undated: totals.undated,
            failed: failed as u32,
            skipped: skipped as u32,
        }
    }
}

impl DuplicateLine {
    pub(crate) fn of(group: &corpus::DuplicateGroup) -> DuplicateLine {
        let same = match group.sameness {
            corpus::Sameness::Bytes => Sameness::Bytes,
            corpus::Sameness::Text => Sameness::Text,
        };
        DuplicateLine { same, documents: group.documents.clone() }
    }
}

impl CopyLine {
    pub(crate) fn of(group: &corpus::CopyGroup) -> CopyLine {
        let copies = group.copies.iter().map(|copy| NearCopy {
            document: copy.document,
            shared: copy.shared,
            resemblance: copy.resemblance,
        });
        CopyLine { first: group.first, copies: copies.collect() }
    }
}

fn periods(counts: &[corpus::PeriodCount]) -> Vec<PeriodLine> {
    counts.iter().map(|it| PeriodLine { period: Text(it.period), count: it.count }).collect()
}
