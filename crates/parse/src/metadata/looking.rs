//! What is asked of the parts of a page that it shows its readers.

use super::MetadataWords;
use super::candidate::Candidate;
use super::dates::Beside;
use super::places::Places;
use crate::page::Page;
use crate::stamp::{DayOrder, StampWords};

/// A page, what is known of it, and the words that it is read with.
pub(super) struct Looking<'a> {
    pub(super) page: &'a Page<'a>,
    pub(super) places: &'a Places,
    pub(super) words: &'a MetadataWords,
    pub(super) stamps: &'a StampWords,
    pub(super) order: DayOrder,
    /// The element that shows the headline.
    pub(super) headline: Option<usize>,
    /// Whether the page is a topic of a forum: its author is who wrote the first post, and what it
    /// says of changes is said of posts.
    pub(super) is_topic: bool,
    /// Whether a node belongs to a comment.
    pub(super) is_comment: &'a dyn Fn(usize) -> bool,
}

/// What stands below the headline.
pub(super) struct Shown {
    /// The element of the line that names the authors.
    pub(super) byline: Option<usize>,
    /// The dates that a reader sees around the headline.
    pub(super) dates: Vec<Beside>,
}

impl Looking<'_> {
    /// Authors, key words and dates that the page shows.
    pub(super) fn read(&self, candidates: &mut Vec<Candidate>) -> Shown {
        self.read_authors(candidates);
        self.read_labelled_lines(candidates);
        let (byline, dated) = self.read_line_below(candidates).unzip();
        self.read_tag_links(candidates);
        let mut dates = self.read_dates(candidates);
        dates.extend(dated.flatten());
        Shown { byline, dates }
    }
}
