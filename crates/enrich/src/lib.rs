//! Document to [`Annotations`]: sentences, dates, names, and the entities behind them.
//!
//! The line of work, each step in a module of its own:
//!
//! 1. `segment` cuts the text into tokens and sentences;
//! 2. `names` asks each [`Recogniser`] for candidates and chooses among them;
//! 3. `entities` finds out which names stand for the same one;
//! 4. `places` finds out where places lie;
//! 5. `dates` reads expressions of time and resolves them against the right day;
//! 6. `claims` reads relations, events and quotations from all of these.
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

mod claims;
mod dates;
mod decided;
mod entities;
mod hash;
mod listed;
mod matching;
mod names;
mod places;
mod segment;
#[cfg(test)]
mod testing;
#[cfg(feature = "training")]
pub mod training;

use std::sync::Arc;

use annalist_model::{
    Annotations, Claims, DateMention, DateTime, Decision, Diagnostic, Document, EntityKind, Span,
};

pub use annalist_tables::DataError;
pub use listed::{FiledNames, ListEntry, NameList};
pub use matching::PreparedName;
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
    whole: entities::WholeNames,
    renames: entities::Renames,
    reasons: entities::Reasons,
    locator: places::Locator,
    listed: listed::Listed,
    decided: decided::Decided,
    claims: claims::ClaimReader,
}

/// What the user may say about a document or the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The date of the text, which overrules that of the page.
    pub date: Option<DateTime>,
    /// Which way a date without a year, or a bare weekday, is taken.
    pub prefer: Prefer,
    /// Whether diagnostics are to say why names were joined (E004) or kept apart (E005).
    pub explain: bool,
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
    /// Names, entities, dates and claims.
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
    /// The words that were paired, folded, sorted.
    pub pairs: Vec<WordPair>,
    /// The words of the first name that the second one lacks.
    pub left_of_a: Vec<String>,
    /// The words of the second name that the first one lacks.
    pub left_of_b: Vec<String>,
}

/// Two words of two names that were paired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordPair {
    /// That of the first name.
    pub a: String,
    /// That of the second name.
    pub b: String,
    /// How they are alike: equal, romanised, consonants, slip, two-slips, form or initial.
    pub likeness: &'static str,
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
            whole: entities::WholeNames::load()?,
            renames: entities::Renames::load()?,
            reasons: entities::Reasons::load()?,
            locator: places::Locator::load()?,
            listed: listed::Listed::default(),
            decided: decided::Decided::default(),
            claims: claims::ClaimReader::load()?,
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

    /// The enricher with these lists: what they name is found whatever the recognisers say.
    #[must_use]
    pub fn with_lists(self, lists: Vec<NameList>) -> Enricher {
        let filed = lists.into_iter().map(|list| {
            let names = self.file_names(&list.entries);
            (list, vec![names])
        });
        let filed = filed.collect();
        self.with_filed_lists(filed)
    }

    /// Files lines of a list for [`with_filed_lists`](Enricher::with_filed_lists).
    pub fn file_names(&self, lines: &[ListEntry]) -> FiledNames {
        FiledNames::new(lines, &self.matcher, &self.names)
    }

    /// The same as [`with_lists`](Enricher::with_lists), where the lines of each list are filed
    /// already, in pieces, in order.
    #[must_use]
    pub fn with_filed_lists(mut self, lists: Vec<(NameList, Vec<FiledNames>)>) -> Enricher {
        self.listed = listed::Listed::new(lists);
        self
    }

    /// The enricher with these decisions, which go before all else; of two that contradict each
    /// other the later one stands.
    #[must_use]
    pub fn with_decisions(mut self, decisions: &[Decision]) -> Enricher {
        self.decided = decided::Decided::new(decisions, &self.matcher);
        self
    }

    /// Finds the names and dates of `document`, and what it claims.
    pub fn enrich(&self, document: &Document, options: &Options) -> Enriched {
        let segments = segment::segment(document, &self.segment_words);
        let names = self.find_names(&segments);
        let hits = self.listed.find(document.text(), &self.matcher, &self.names);
        let names = listed::put_first(names, &hits);
        let names = self.decided.judge(document.text(), names, &self.matcher);
        let name_spans: Vec<Span> = names.iter().map(|name| name.span).collect();
        let found = self.dates.read(document, &segments, options, &name_spans);
        let mut diagnostics: Vec<Diagnostic> =
            dates::unresolved(&found.dates).into_iter().collect();
        diagnostics.extend(found.bounds.as_ref().map(dates::bounded));
        let mut annotations =
            Annotations { publication_bounds: found.bounds, ..Annotations::default() };
        let mut resolution =
            entities::resolve(&segments, &names, &self.names, &self.matcher, &self.renames);
        entities::note_listings(&mut resolution, &hits);
        self.decided.settle(document.text(), &mut resolution, &self.matcher);
        self.locator.locate(&segments, &mut resolution, &self.matcher);
        annotations.mentions = resolution.mentions;
        annotations.entities = resolution.entities;
        annotations.apart = resolution.apart;
        diagnostics.extend(resolution.diagnostics);
        annotations.dates = found.dates.into_iter().map(|date| date.mention).collect();
        let read = self.claims.read(document, &segments, &annotations);
        diagnostics.extend(read.doubt(document.text()));
        annotations.claims = read.claims;
        if options.explain {
            diagnostics.extend(self.reasons(&annotations));
        }
        Enriched { annotations, diagnostics }
    }

    /// Why the names of `annotations` were joined (E004) or kept apart (E005).
    pub fn reasons(&self, annotations: &Annotations) -> Vec<Diagnostic> {
        self.reasons.explain(annotations)
    }

    /// What an earlier run has found in `document`, as it would be had the decisions been known.
    pub fn revise(&self, document: &Document, annotations: Annotations) -> Annotations {
        let mut revised = self.decided.revise(document.text(), annotations.clone(), &self.matcher);
        if revised == annotations {
            return annotations;
        }
        // What has become a place lies somewhere, and what is none any more does not.
        let segments = segment::segment(document, &self.segment_words);
        let mut resolution = entities::Resolution {
            mentions: std::mem::take(&mut revised.mentions),
            entities: std::mem::take(&mut revised.entities),
            apart: std::mem::take(&mut revised.apart),
            diagnostics: Vec::new(),
        };
        resolution.entities.iter_mut().for_each(|entity| entity.place = None);
        self.locator.locate(&segments, &mut resolution, &self.matcher);
        revised.mentions = resolution.mentions;
        revised.entities = resolution.entities;
        revised.apart = resolution.apart;
        // Who takes part in what follows from the names.
        revised.claims = self.claims(document, &revised);
        revised
    }

    /// `document` cut into tokens and sentences.
    pub fn segments<'d>(&self, document: &'d Document) -> Segments<'d> {
        segment::segment(document, &self.segment_words)
    }

    /// The dates of `document` alone, without a look at its names.
    pub fn dates(&self, document: &Document, options: &Options) -> Vec<DateMention> {
        let segments = segment::segment(document, &self.segment_words);
        let found = self.dates.read(document, &segments, options, &[]);
        found.dates.into_iter().map(|date| date.mention).collect()
    }

    /// The names of `document`, before it is asked which of them stand for the same one.
    pub fn names(&self, document: &Document) -> Vec<Candidate> {
        let segments = segment::segment(document, &self.segment_words);
        self.find_names(&segments)
    }

    /// What `document` claims, where its names and dates are known.
    pub fn claims(&self, document: &Document, annotations: &Annotations) -> Claims {
        let segments = segment::segment(document, &self.segment_words);
        self.claims.read(document, &segments, annotations).claims
    }

    fn find_names(&self, segments: &Segments<'_>) -> Vec<Candidate> {
        self.whole.put_together(segments, self.finder.find(segments), &self.names)
    }

    /// Whether two names can name the same one.
    pub fn match_names(&self, a: &str, b: &str, kind: EntityKind) -> NameMatch {
        self.matcher.explain(&self.prepare_name(a, kind), &self.prepare_name(b, kind))
    }

    /// Takes a name apart once, to compare it with many.
    pub fn prepare_name(&self, name: &str, kind: EntityKind) -> PreparedName {
        self.matcher.prepare(name, kind, &self.names)
    }

    /// How two names compare, with the words that speak for it and against.
    pub fn explain_names(&self, a: &PreparedName, b: &PreparedName) -> NameMatch {
        self.matcher.explain(a, b)
    }

    /// Whether two names differ in nothing but how they are romanised.
    pub fn are_spellings(&self, a: &PreparedName, b: &PreparedName) -> bool {
        self.matcher.are_spellings(a, b)
    }

    /// How near two names are, per mille, and the rule that says so.
    pub fn compare_names(&self, a: &PreparedName, b: &PreparedName) -> (u16, &'static str) {
        self.matcher.score(a, b)
    }

    /// The keys under which a name is filed, ascending; names that share none are not worth comparing.
    /// They follow from the name alone, and are the same on every machine.
    pub fn name_keys(&self, name: &PreparedName) -> Vec<u64> {
        self.matcher.key_numbers(name)
    }

    /// Calls `meet` with the places of each two of `names` that are worth comparing: those that share
    /// the sound of a word and the beginning of another. Of a million names that are few.
    pub fn each_near_pair(&self, names: &[PreparedName], meet: impl FnMut(usize, usize)) {
        self.matcher.each_near_pair(names, meet);
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
