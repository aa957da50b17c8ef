//! What of a collection is shown to people, picked as it comes.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use annalist_corpus::CommentActivity;
use annalist_model::{Date, EntityKind};

use super::{DOCUMENTS, INPUTS, NAMES};
use crate::Outcome;
use crate::shape::corpus::{
    AuthorLine, CopyLine, DiscussionLine, DocumentLine, DuplicateLine, EntityLine, FailureLine,
    Note, Parts, SkippedLine, Summary, TimelineLine, not_done,
};
use crate::shape::text::Text;

/// Most rows of a timeline.
pub(super) const DATES: usize = 200;

/// Most documents that are linked to for one entity.
pub(super) const LINKED: usize = 3;

/// What of a collection is shown.
#[derive(Debug)]
pub(crate) struct Excerpt {
    pub(super) summary: Summary,
    pub(super) failures: Vec<FailureLine>,
    pub(super) skipped: Vec<SkippedLine>,
    /// The documents that are shown or spoken of, by their numbers.
    pub(super) documents: BTreeMap<u32, DocumentLine>,
    pub(super) published: Published,
    /// What is named of each kind, in the order of kinds.
    pub(super) kinds: BTreeMap<EntityKind, OfKind>,
    /// The names of persons that a single name may stand for, by their numbers.
    pub(super) persons: BTreeMap<u32, String>,
    pub(super) article_dates: Vec<TimelineLine>,
    pub(super) comment_dates: Vec<TimelineLine>,
    pub(super) comments: Comments,
    pub(super) duplicates: Vec<DuplicateLine>,
    pub(super) copies: Vec<CopyLine>,
    /// The first documents that may repeat an earlier one, with that, and how many there are.
    pub(super) alike: Vec<(u32, u32)>,
    pub(super) alike_count: usize,
    /// How many documents came so far.
    count: u32,
}

/// When the documents that count were published.
#[derive(Debug, Default)]
pub(super) struct Published {
    /// The first and the last day that any of them may have been.
    pub(super) days: Option<[Date; 2]>,
    pub(super) to_the_year: usize,
    pub(super) undated: usize,
}

/// Who commented: the first of each list, and how many there are.
#[derive(Debug)]
pub(super) struct Comments {
    /// The numbers, and the months.
    pub(super) counts: CommentActivity,
    pub(super) authors: Vec<AuthorLine>,
    pub(super) author_count: usize,
    pub(super) discussions: Vec<DiscussionLine>,
    pub(super) discussion_count: usize,
}

impl Comments {
    fn of(activity: &CommentActivity) -> Comments {
        let CommentActivity { total, trackbacks, removed, unsigned, undated, .. } = *activity;
        let by_month = activity.by_month.clone();
        let (by_document, authors) = (Vec::new(), Vec::new());
        Comments {
            counts: CommentActivity {
                total,
                trackbacks,
                removed,
                unsigned,
                undated,
                by_document,
                by_month,
                authors,
            },
            authors: activity.authors.iter().take(NAMES).map(AuthorLine::of).collect(),
            author_count: activity.authors.len(),
            discussions: activity.by_document.iter().take(NAMES).map(DiscussionLine::of).collect(),
            discussion_count: activity.by_document.len(),
        }
    }
}

/// What is named of one kind.
#[derive(Debug, Default)]
pub(super) struct OfKind {
    pub(super) count: usize,
    pub(super) has_place: bool,
    pub(super) first: Vec<Named>,
}

/// An entity, with the first of its documents only.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) line: EntityLine,
    pub(super) documents: usize,
}

impl Excerpt {
    /// What is known before anything is shown.
    pub(crate) fn of(parts: &dyn Parts, outcomes: &[Outcome]) -> Excerpt {
        let (failures, skipped) = not_done(outcomes);
        Excerpt {
            summary: Summary::of(&parts.totals(), failures.len(), skipped.len()),
            failures,
            skipped,
            documents: BTreeMap::new(),
            published: Published::default(),
            kinds: BTreeMap::new(),
            persons: BTreeMap::new(),
            article_dates: Vec::new(),
            comment_dates: Vec::new(),
            comments: Comments::of(parts.comments()),
            duplicates: parts.duplicates().iter().map(DuplicateLine::of).collect(),
            copies: parts.copies().iter().map(CopyLine::of).collect(),
            alike: Vec::new(),
            alike_count: 0,
            count: 0,
        }
    }

    /// Looks up the documents that are spoken of and were not among the first.
    pub(crate) fn look_up(&mut self, parts: &mut dyn Parts) -> io::Result<()> {
        let wanted = self.spoken_of();
        if wanted.iter().all(|number| self.documents.contains_key(number)) {
            return Ok(());
        }
        let mut number = 0;
        parts.each_document(&mut |line| {
            if wanted.contains(&number) {
                self.documents.entry(number).or_insert(line);
            }
            number += 1;
            Ok(())
        })
    }

    fn spoken_of(&self) -> BTreeSet<u32> {
        let mut wanted = BTreeSet::new();
        for named in self.kinds.values().flat_map(|kind| &kind.first) {
            wanted.extend(named.line.documents.iter().map(|occurrence| occurrence.document));
        }
        let dates = self.article_dates.iter().chain(&self.comment_dates);
        wanted.extend(dates.map(|date| date.document));
        wanted.extend(self.comments.discussions.iter().map(|it| it.document));
        for group in self.duplicates.iter().take(INPUTS) {
            wanted.extend(group.documents.iter().take(NAMES));
        }
        for group in self.copies.iter().take(INPUTS) {
            wanted.insert(group.first);
            wanted.extend(group.copies.iter().take(NAMES).map(|copy| copy.document));
        }
        wanted.extend(self.alike.iter().flat_map(|(document, earlier)| [*document, *earlier]));
        wanted
    }
}

impl Note for Excerpt {
    fn document(&mut self, line: DocumentLine) {
        let number = self.count;
        self.count += 1;
        if line.duplicate_of.is_none() {
            self.published.add(line.published.map(|Text(at)| at.date));
        }
        if let Some(earlier) = line.may_repeat {
            self.alike_count += 1;
            if self.alike.len() < INPUTS {
                self.alike.push((number, earlier));
            }
        }
        if (number as usize) < DOCUMENTS {
            self.documents.insert(number, line);
        }
    }

    fn entity(&mut self, mut line: EntityLine) {
        if let Some(name) = self.persons.get_mut(&line.id) {
            name.clone_from(&line.name);
        }
        let kind = self.kinds.entry(line.kind.0).or_default();
        kind.count += 1;
        kind.has_place |= line.place.is_some();
        if kind.first.len() >= NAMES {
            return;
        }
        let documents = line.documents.len();
        line.documents.truncate(LINKED);
        for number in &line.may_be {
            // Those of a lower number have come already, and stand in this list as well.
            let earlier = kind.first.iter().find(|it| it.line.id == *number);
            let name = earlier.map(|it| it.line.name.clone()).unwrap_or_default();
            self.persons.entry(*number).or_insert(name);
        }
        kind.first.push(Named { line, documents });
    }

    fn date_in_article(&mut self, line: TimelineLine) {
        if self.article_dates.len() < DATES {
            self.article_dates.push(line);
        }
    }

    fn date_in_comment(&mut self, line: TimelineLine) {
        if self.comment_dates.len() < DATES {
            self.comment_dates.push(line);
        }
    }
}

impl Published {
    fn add(&mut self, date: Option<Date>) {
        let Some(date) = date else {
            self.undated += 1;
            return;
        };
        self.to_the_year += usize::from(date.month().is_none());
        let (first, last) = (date.first_day(), date.last_day());
        let [least, greatest] = self.days.unwrap_or([first, last]);
        self.days = Some([least.min(first), greatest.max(last)]);
    }
}
