//! Document to [`Annotations`]: sentences, dates, names, and the entities behind them.
//!
//! The line of work, each step in a module of its own:
//!
//! 1. `segment` cuts the text into tokens and sentences;
//! 2. `names` asks each [`Recogniser`] for candidates and chooses among them;
//! 3. `entities` finds out which names stand for the same one;
//! 4. `dates` reads expressions of time and resolves them against the right day.
//!
//! `matching` compares names as strings, for the merge across documents. Words and rules are data
//! files, read once in [`Enricher::new`]; a line that cannot be used is an error that names it.
//!
//! ```
//! use annalist_enrich::Enricher;
//! use annalist_model::EntityKind;
//! let enricher = Enricher::new().unwrap();
//! let same = |a, b| enricher.match_names(a, b, EntityKind::Person).is_match;
//! assert!(same("Qassem Soleimani", "Qasim Suleimani"));
//! assert!(!same("Qais al-Khazali", "Laith al-Khazali"));
//! ```
//!
//! Nothing here knows of HTML, files, clocks or threads: the same document gives the same
//! annotations, whenever and wherever.

mod dates;
mod entities;
mod hash;
mod matching;
mod names;
mod segment;
#[cfg(test)]
mod testing;
#[cfg(feature = "training")]
pub mod training;

use std::sync::Arc;

use annalist_model::{Annotations, DateTime, Diagnostic, Document, EntityKind, Span};

pub use annalist_tables::DataError;
pub use names::{Candidate, Recogniser};
pub use segment::{Segments, Sentence, Token, TokenKind};

/// Finds names and dates. Built once, shared by reference between threads.
#[derive(Debug)]
pub struct Enricher {
    segment_words: Arc<segment::SegmentWords>,
    dates: dates::DateReader,
    names: Arc<names::NameLexicon>,
    finder: names::NameFinder,
    matcher: matching::NameMatcher,
}

/// What the user may say about a document or the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The date of the text, which overrules that of the page.
    pub date: Option<DateTime>,
    /// Which way a date without a year, or a bare weekday, is taken.
    pub prefer: Prefer,
}

/// Which way a date that fits both past and future is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Prefer {
    /// As news means it: past, unless the clause looks forward.
    #[default]
    Past,
    /// As plans and commands mean it: the next one, counted to the day.
    Future,
}

/// What was found in a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Enriched {
    /// Names, entities and dates.
    pub annotations: Annotations,
    /// Doubts about them.
    pub diagnostics: Vec<Diagnostic>,
}

/// How two names compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameMatch {
    /// Whether both can name the same one.
    pub is_match: bool,
    /// How near they are, per mille.
    pub score: u16,
    /// The rule that decided.
    pub rule: String,
}

impl Enricher {
    /// An enricher with the words and rules that come with it.
    ///
    /// # Errors
    ///
    /// The first line of a data file that cannot be used.
    pub fn new() -> Result<Enricher, DataError> {
        let segment_words = Arc::new(segment::SegmentWords::load()?);
        let names = Arc::new(names::NameLexicon::load()?);
        let finder = names::NameFinder::load(Arc::clone(&names), Arc::clone(&segment_words))?;
        Ok(Enricher {
            segment_words,
            dates: dates::DateReader::load()?,
            names,
            finder,
            matcher: matching::NameMatcher::load()?,
        })
    }

    /// The enricher, with one more recogniser beside its own: of what several propose for the same
    /// words, the surest stands.
    #[must_use]
    pub fn with_recogniser(mut self, recogniser: Box<dyn Recogniser>) -> Enricher {
        self.finder.add(recogniser);
        self
    }

    /// The enricher without its model: rules and lists decide alone what is a name.
    #[must_use]
    pub fn without_model(mut self) -> Enricher {
        self.finder.forget_model();
        self
    }

    /// Finds the names and dates of `document`.
    pub fn enrich(&self, document: &Document, options: &Options) -> Enriched {
        let segments = segment::segment(document, &self.segment_words);
        let names = self.finder.find(&segments);
        let name_spans: Vec<Span> = names.iter().map(|name| name.span).collect();
        let found = self.dates.read(document, &segments, options, &name_spans);
        let mut diagnostics: Vec<Diagnostic> = dates::unresolved(&found).into_iter().collect();
        let mut annotations = Annotations::default();
        if document.metadata().published.is_none() && options.date.is_none() {
            annotations.publication_bounds = dates::publication_bounds(document, &found);
            diagnostics.extend(annotations.publication_bounds.as_ref().map(dates::bounded));
        }
        let resolution = entities::resolve(&segments, &names, &self.names);
        annotations.mentions = resolution.mentions;
        annotations.entities = resolution.entities;
        diagnostics.extend(resolution.diagnostics);
        annotations.dates = found.into_iter().map(|date| date.mention).collect();
        Enriched { annotations, diagnostics }
    }

    /// The names of `document`, before it is asked which of them stand for the same one.
    pub fn names(&self, document: &Document) -> Vec<Candidate> {
        let segments = segment::segment(document, &self.segment_words);
        self.finder.find(&segments)
    }

    /// Whether two names can name the same one.
    pub fn match_names(&self, a: &str, b: &str, kind: EntityKind) -> NameMatch {
        self.matcher.compare(a, b, kind, &self.names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_enricher_is_shared_between_threads() {
        fn check<T: Send + Sync>() {}
        check::<Enricher>();
    }
}
