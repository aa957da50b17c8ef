//! The report on a collection: one value, written as JSON and as Markdown.

use annalist_corpus as corpus;
use annalist_model as model;
use model::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::outcome::{Outcome, Status};
use super::place::Bytes;
use super::text::Text;
use crate::SCHEMA_VERSION;

/// What a collection of saved pages says as a whole. `document` is a place in `documents`, counted
/// from 0. A page that was saved twice counts once. Offsets count Unicode code points of the text
/// of their document; `source_bytes` counts bytes of its saved file.
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
    /// What the documents name: that of most documents first, then of most mentions, then by name.
    pub(crate) entities: Vec<EntityLine>,
    /// The days that articles speak of, in order.
    pub(crate) timeline: Vec<TimelineLine>,
    /// The days that comments speak of, in order.
    pub(crate) comment_timeline: Vec<TimelineLine>,
    /// Who commented, where and when.
    pub(crate) comments: CommentsReport,
    /// The documents that say the same.
    pub(crate) duplicates: Vec<DuplicateLine>,
    /// The inputs that should have given a record and did not, sorted by name.
    pub(crate) failures: Vec<FailureLine>,
    /// The inputs that are no pages, sorted by name.
    pub(crate) skipped: Vec<SkippedLine>,
}

/// A collection in numbers.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Summary {
    /// Documents.
    pub(crate) documents: u32,
    /// Those of them that are the same as another one and are not counted again.
    pub(crate) duplicates: u32,
    /// Comments by readers.
    pub(crate) comments: u32,
    /// Different things named.
    pub(crate) entities: u32,
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

/// One document.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CorpusDocument")]
pub(crate) struct DocumentLine {
    /// Identity.
    id: String,
    /// Name of the input.
    pub(crate) input: String,
    /// The headline.
    pub(crate) title: Option<String>,
    /// The authors, in the order of the page.
    authors: Vec<String>,
    /// The address that the page gives as its own, else the one it was saved from.
    pub(crate) url: Option<String>,
    /// The name of the site.
    pub(crate) site: Option<String>,
    /// When it was published.
    pub(crate) published: Option<Text<model::DateTime>>,
    /// Where nothing says when: it must have been published on or after this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) published_not_before: Option<Text<Date>>,
    /// Where nothing says when: it must have been published by this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) published_not_after: Option<Text<Date>>,
    /// Language, as a BCP 47 tag.
    language: Option<String>,
    /// Words of the article.
    pub(crate) article_words: u32,
    /// Words of the comments.
    comment_words: u32,
    /// Comments by readers.
    pub(crate) comments: u32,
    /// Different names that they are signed with.
    comment_authors: u32,
    /// Things that it names.
    entities: u32,
    /// Dates of it that mean days.
    dates: u32,
    /// Codes of its diagnostics, sorted, each once.
    pub(crate) diagnostics: Vec<Text<model::Code>>,
    /// SHA-256 of the bytes of the saved file.
    sha256: Text<model::Sha256>,
    /// The document that says the same and is counted in its stead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) duplicate_of: Option<u32>,
}

/// A person, organisation, place or other thing that documents name.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CorpusEntity")]
pub(crate) struct EntityLine {
    /// Its number in this report.
    pub(crate) id: u32,
    /// What it is.
    #[serde(rename = "type")]
    pub(crate) kind: Text<model::EntityKind>,
    /// Its fullest name; of several, the one that most documents use.
    pub(crate) name: String,
    /// Its other names, sorted by their text.
    pub(crate) aliases: Vec<AliasLine>,
    /// How often articles name it.
    pub(crate) article_mentions: u32,
    /// How often comments name it.
    pub(crate) comment_mentions: u32,
    /// The documents that name it.
    pub(crate) documents: Vec<OccurrenceLine>,
    /// Mentions by the month in which their document was published.
    pub(crate) by_month: Vec<PeriodLine>,
    /// Mentions by the year in which their document was published.
    pub(crate) by_year: Vec<PeriodLine>,
    /// Mentions in documents that do not say when they were published.
    undated: u32,
    /// For a single name: the numbers of the persons of fuller name that it may stand for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) may_be: Vec<u32>,
}

/// Another name of an entity.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CorpusAlias")]
pub(crate) struct AliasLine {
    /// The name, as documents write it.
    pub(crate) value: String,
    /// How documents relate it to the canonical name; empty where it is the canonical name of its
    /// document.
    kinds: Vec<Text<model::AliasKind>>,
    /// How many documents use it.
    documents: u32,
    /// How often they write it.
    mentions: u32,
}

/// What one document says of an entity.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Occurrence")]
pub(crate) struct OccurrenceLine {
    /// The document.
    pub(crate) document: u32,
    /// The numbers of the entity in the record of the document.
    entities: Vec<u32>,
    /// How often its article names it.
    article_mentions: u32,
    /// How often its comments name it.
    comment_mentions: u32,
    /// Where it names it first.
    pub(crate) first: Option<PassageLine>,
}

/// A place in a document, with the words around it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Passage")]
pub(crate) struct PassageLine {
    /// First code point.
    pub(crate) start: u32,
    /// One past the last code point.
    pub(crate) end: u32,
    /// The bytes of the saved file that it was read from; null where it was generated.
    pub(crate) source_bytes: Option<Bytes>,
    /// The number of the comment whose words they are; left out where they are the article's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) comment: Option<u32>,
    /// The words themselves.
    pub(crate) text: String,
    /// The sentence around them, cut where it is long.
    pub(crate) snippet: String,
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

/// One date of one document.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "TimelineEntry")]
pub(crate) struct TimelineLine {
    /// The first of the days that it means; null where that end is open.
    pub(crate) from: Option<Text<Date>>,
    /// The last of them; null where that end is open.
    pub(crate) to: Option<Text<Date>>,
    /// Its TIMEX3 type.
    #[serde(rename = "type")]
    kind: Text<model::TimexType>,
    /// Its TIMEX3 value.
    pub(crate) value: String,
    /// What it was resolved against.
    pub(crate) anchor: Text<model::Anchor>,
    /// The document.
    pub(crate) document: u32,
    /// Where it stands there.
    pub(crate) passage: PassageLine,
}

/// The comments of the collection, counted. Authors are compared by the exact name that they sign
/// with.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CommentActivity")]
pub(crate) struct CommentsReport {
    /// Comments by readers.
    pub(crate) total: u32,
    /// Announcements that another site links to a page.
    pub(crate) trackbacks: u32,
    /// Comments that were taken away and left a trace.
    pub(crate) removed: u32,
    /// Comments by readers that carry no name.
    pub(crate) unsigned: u32,
    /// Comments by readers whose month is not known.
    pub(crate) undated: u32,
    /// Documents with comments by readers, most first.
    pub(crate) by_document: Vec<DiscussionLine>,
    /// Comments by readers by month.
    pub(crate) by_month: Vec<PeriodLine>,
    /// Names that comments are signed with, most active first.
    pub(crate) authors: Vec<AuthorLine>,
}

/// The comments on one document.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "DocumentActivity")]
pub(crate) struct DiscussionLine {
    /// The document.
    pub(crate) document: u32,
    /// Comments by readers.
    pub(crate) comments: u32,
    /// Different names that they are signed with.
    pub(crate) authors: u32,
}

/// What is signed with one name.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "AuthorActivity")]
pub(crate) struct AuthorLine {
    /// The name.
    pub(crate) name: String,
    /// Comments.
    pub(crate) comments: u32,
    /// Documents that they stand under.
    pub(crate) documents: u32,
    /// The earliest known date of them.
    pub(crate) first: Option<Text<Date>>,
    /// The latest.
    pub(crate) last: Option<Text<Date>>,
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
        let duplicates = corpus.documents.iter().filter(|it| it.duplicate_of.is_some()).count();
        Summary {
            documents: corpus.documents.len() as u32,
            duplicates: duplicates as u32,
            comments: corpus.comments.total,
            entities: corpus.entities.len() as u32,
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

impl DocumentLine {
    fn of(document: &corpus::DocumentSummary) -> DocumentLine {
        let bounds = document.published_bounds;
        DocumentLine {
            id: document.id.as_str().to_owned(),
            input: document.input.clone(),
            title: document.title.clone(),
            authors: document.authors.clone(),
            url: document.url.clone(),
            site: document.site.clone(),
            published: document.published.map(Text),
            published_not_before: bounds.and_then(|bounds| bounds.from).map(Text),
            published_not_after: bounds.and_then(|bounds| bounds.to).map(Text),
            language: document.language.clone(),
            article_words: document.article_words,
            comment_words: document.comment_words,
            comments: document.comments,
            comment_authors: document.comment_authors,
            entities: document.entities,
            dates: document.dates,
            diagnostics: document.diagnostics.iter().copied().map(Text).collect(),
            sha256: Text(document.sha256),
            duplicate_of: document.duplicate_of,
        }
    }
}

impl EntityLine {
    fn of(entity: &corpus::CorpusEntity) -> EntityLine {
        EntityLine {
            id: entity.id,
            kind: Text(entity.kind),
            name: entity.name.clone(),
            aliases: entity.aliases.iter().map(AliasLine::of).collect(),
            article_mentions: entity.article_mentions,
            comment_mentions: entity.comment_mentions,
            documents: entity.documents.iter().map(OccurrenceLine::of).collect(),
            by_month: periods(&entity.by_month),
            by_year: periods(&entity.by_year),
            undated: entity.undated,
            may_be: entity.may_be.clone(),
        }
    }
}

impl AliasLine {
    fn of(alias: &corpus::CorpusAlias) -> AliasLine {
        AliasLine {
            value: alias.value.clone(),
            kinds: alias.kinds.iter().copied().map(Text).collect(),
            documents: alias.documents,
            mentions: alias.mentions,
        }
    }
}

impl OccurrenceLine {
    fn of(occurrence: &corpus::Occurrence) -> OccurrenceLine {
        OccurrenceLine {
            document: occurrence.document,
            entities: occurrence.entities.clone(),
            article_mentions: occurrence.article_mentions,
            comment_mentions: occurrence.comment_mentions,
            first: occurrence.first.as_ref().map(PassageLine::of),
        }
    }
}

impl PassageLine {
    fn of(passage: &corpus::Passage) -> PassageLine {
        PassageLine {
            start: passage.start,
            end: passage.end,
            source_bytes: passage.source_bytes.map(Bytes),
            comment: match passage.owner {
                model::Owner::Article => None,
                model::Owner::Comment(comment) => Some(comment),
            },
            text: passage.exact.clone(),
            snippet: passage.snippet.clone(),
        }
    }
}

impl TimelineLine {
    fn of(entry: &corpus::TimelineEntry) -> TimelineLine {
        TimelineLine {
            from: entry.interval.from.map(Text),
            to: entry.interval.to.map(Text),
            kind: Text(entry.kind),
            value: entry.value.clone(),
            anchor: Text(entry.anchor),
            document: entry.document,
            passage: PassageLine::of(&entry.passage),
        }
    }
}

impl CommentsReport {
    fn of(activity: &corpus::CommentActivity) -> CommentsReport {
        CommentsReport {
            total: activity.total,
            trackbacks: activity.trackbacks,
            removed: activity.removed,
            unsigned: activity.unsigned,
            undated: activity.undated,
            by_document: activity.by_document.iter().map(DiscussionLine::of).collect(),
            by_month: periods(&activity.by_month),
            authors: activity.authors.iter().map(AuthorLine::of).collect(),
        }
    }
}

impl DiscussionLine {
    fn of(activity: &corpus::DocumentActivity) -> DiscussionLine {
        DiscussionLine {
            document: activity.document,
            comments: activity.comments,
            authors: activity.authors,
        }
    }
}

impl AuthorLine {
    fn of(author: &corpus::AuthorActivity) -> AuthorLine {
        AuthorLine {
            name: author.name.clone(),
            comments: author.comments,
            documents: author.documents,
            first: author.first.map(Text),
            last: author.last.map(Text),
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

fn periods(counts: &[corpus::PeriodCount]) -> Vec<PeriodLine> {
    counts.iter().map(|it| PeriodLine { period: Text(it.period), count: it.count }).collect()
}
