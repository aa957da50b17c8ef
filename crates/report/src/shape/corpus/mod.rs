//! The report on a collection: one value, written as JSON and as Markdown.

mod comments;
mod document;
mod entity;
mod timeline;

use annalist_corpus as corpus;
use annalist_model::Date;
use schemars::JsonSchema;
use serde::Serialize;

pub(crate) use self::comments::CommentsReport;
pub(crate) use self::document::DocumentLine;
pub(crate) use self::entity::EntityLine;
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
pub(crate) struct CorpusReport {
    /// The version of this shape. Changes within a version only add.
    #[schemars(extend("const" = SCHEMA_VERSION))]
    schema_version: u32,
    /// The collection in numbers.
    pub(crate) summary: Summary,
    /// The documents, sorted by the name of their input.
    pub(crate) documents: Vec<DocumentLine>,
    /// What the documents name: that of most sources first, then of most documents, of most mentions,
    /// then by name.
    pub(crate) entities: Vec<EntityLine>,
    /// The days that articles speak of, in order.
    pub(crate) timeline: Vec<TimelineLine>,
    /// The days that comments speak of, in order.
    pub(crate) comment_timeline: Vec<TimelineLine>,
    /// Who commented, where and when.
    pub(crate) comments: CommentsReport,
    /// The documents that say the same.
    pub(crate) duplicates: Vec<DuplicateLine>,
    /// The articles that say the same but for small changes, as papers print one agency's text under
    /// their own titles. All are counted; as sources they count once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) copies: Vec<CopyLine>,
    /// The inputs that should have given a record and did not, sorted by name.
    pub(crate) failures: Vec<FailureLine>,
    /// The inputs that are no pages, sorted by name.
    pub(crate) skipped: Vec<SkippedLine>,
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

impl CorpusReport {
    pub(crate) fn of(corpus: &corpus::Corpus, outcomes: &[Outcome]) -> CorpusReport {
        let (failures, skipped) = not_done(outcomes);
        CorpusReport {
            schema_version: SCHEMA_VERSION,
            summary: Summary::of(corpus, failures.len(), skipped.len()),
            documents: corpus.documents.iter().map(DocumentLine::of).collect(),
            entities: corpus.entities.iter().map(EntityLine::of).collect(),
            timeline: corpus.timeline.article.iter().map(TimelineLine::of).collect(),
            comment_timeline: corpus.timeline.comments.iter().map(TimelineLine::of).collect(),
            comments: CommentsReport::of(&corpus.comments),
            duplicates: corpus.duplicates.iter().map(DuplicateLine::of).collect(),
            copies: corpus.copies.iter().map(CopyLine::of).collect(),
            failures,
            skipped,
        }
    }
}

/// The inputs that gave no record, each list sorted by name.
fn not_done(outcomes: &[Outcome]) -> (Vec<FailureLine>, Vec<SkippedLine>) {
    let (mut failures, mut skipped) = (Vec::new(), Vec::new());
    for Outcome { input, status } in outcomes {
        let input = input.clone();
        match status {
            Status::Done { .. } => {}
            Status::Failed { cause } => failures.push(FailureLine { input, cause: cause.clone() }),
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
    fn of(corpus: &corpus::Corpus, failed: usize, skipped: usize) -> Summary {
        let published = || corpus.documents.iter().filter_map(|it| it.published).map(|at| at.date);
        let undated = corpus.documents.iter().filter(|it| it.published.is_none()).count();
        let of_entity = |it: &corpus::CorpusEntity| it.article_mentions + it.comment_mentions;
        let mentions = corpus.entities.iter().map(of_entity).sum();
        let duplicates = corpus.documents.iter().filter(|it| it.duplicate_of.is_some()).count();
        let near_copies = corpus.copies.iter().map(|group| group.copies.len()).sum::<usize>();
        Summary {
            documents: corpus.documents.len() as u32,
            duplicates: duplicates as u32,
            near_copies: near_copies as u32,
            comments: corpus.comments.total,
            entities: corpus.entities.len() as u32,
            mentions,
            article_dates: corpus.timeline.article.len() as u32,
            comment_dates: corpus.timeline.comments.len() as u32,
            first_published: published().min().map(Text),
            last_published: published().max().map(Text),
            undated: undated as u32,
            failed: failed as u32,
            skipped: skipped as u32,
        }
    }
}

impl DuplicateLine {
    fn of(group: &corpus::DuplicateGroup) -> DuplicateLine {
        let same = match group.sameness {
            corpus::Sameness::Bytes => Sameness::Bytes,
            corpus::Sameness::Text => Sameness::Text,
        };
        DuplicateLine { same, documents: group.documents.clone() }
    }
}

impl CopyLine {
    fn of(group: &corpus::CopyGroup) -> CopyLine {
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
