//! What reads pages: the words and rules, loaded once and shared by all threads.

use std::fmt;
use std::io;
use std::panic::resume_unwind;
use std::thread;

use annalist_corpus::{Collection, Corrections, Gatherer};
use annalist_enrich::{Enricher, NameList, NameMatch, Options};
use annalist_model::{Code, DateTime, Decision, Document, EntityKind, Record};
use annalist_parse::{CommentSource, Input, Parser, UnknownEngine};
use rayon::prelude::*;

use crate::judge::{Judge, Judged};
use crate::lists::Lists;
use crate::order::Workers;
use crate::output::{DecisionsUsed, ListUsed};
use crate::{Failure, Problem};

/// Lines of a list that are filed at once.
const LINES_AT_ONCE: usize = 1 << 15;

/// Turns the bytes of a page into a record. Built once, shared by reference between threads; what
/// it gives depends on its input and its options alone.
#[derive(Debug)]
pub struct Engine {
    parser: Parser,
    enricher: Enricher,
    options: Options,
    lists: Vec<ListUsed>,
    decisions: Vec<Decision>,
}

/// A line of the words and rules that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulesError(String);

impl fmt::Display for RulesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for RulesError {}

impl Engine {
    /// An engine with the words and rules that come with it.
    ///
    /// # Errors
    ///
    /// The first line of a data file that cannot be used.
    pub fn new(options: Options) -> Result<Engine, RulesError> {
        // Side by side: until both are there, nothing else can be done.
        let (parser, enricher) = thread::scope(|scope| {
            let parser = scope.spawn(Parser::new);
            let enricher = Enricher::new();
            (parser.join().unwrap_or_else(|panic| resume_unwind(panic)), enricher)
        });
        let parser = parser.map_err(|error| RulesError(error.to_string()))?;
        let enricher = enricher.map_err(|error| RulesError(error.to_string()))?;
        let (lists, decisions) = (Vec::new(), Vec::new());
        Ok(Engine { parser, enricher, options, lists, decisions })
    }

    /// This engine without what it knows of the markup of these comment engines, or of `all`.
    ///
    /// # Errors
    ///
    /// A name that no comment engine has.
    pub fn without_comment_engines(self, names: &[String]) -> Result<Engine, UnknownEngine> {
        let parser = self.parser.without_engines(names)?;
        Ok(Engine { parser, ..self })
    }

    /// This engine with these lists: what they name is found whatever else is.
    ///
    /// Long lists are filed with `jobs` threads, or as many as the machine has where that is 0.
    ///
    /// # Errors
    ///
    /// Where so many threads cannot be started.
    pub fn with_lists(
        self,
        Lists { lists, hashes }: Lists,
        jobs: usize,
    ) -> Result<Engine, Problem> {
        let used = lists.iter().zip(&hashes).map(|(list, sha256)| ListUsed {
            name: list.name.clone(),
            sha256: sha256.clone(),
            entries: list.entries.len(),
        });
        let used = used.collect();
        let file = |list: NameList| {
            let pieces = list.entries.par_chunks(LINES_AT_ONCE);
            let pieces = pieces.map(|lines| self.enricher.file_names(lines)).collect();
            (list, pieces)
        };
        let filed = Workers::new(jobs)?.install(|| lists.into_iter().map(file).collect());
        Ok(Engine { lists: used, enricher: self.enricher.with_filed_lists(filed), ..self })
    }

    /// This engine with these decisions, which go before all else.
    #[must_use]
    pub fn with_decisions(self, decisions: Vec<Decision>) -> Engine {
        Engine { enricher: self.enricher.with_decisions(&decisions), decisions, ..self }
    }

    /// What of the user's names goes into a run.
    pub(crate) fn names_used(&self) -> (Vec<ListUsed>, Option<DecisionsUsed>) {
        let count = self.decisions.len();
        let decisions = (count > 0).then_some(DecisionsUsed { count });
        (self.lists.clone(), decisions)
    }

    /// The decisions that stand, as text; none where there are none.
    pub(crate) fn decisions_text(&self) -> String {
        let lines = self.decisions.iter().map(|decision| format!("{decision:?}\n"));
        lines.collect()
    }

    /// The corpus of what was gathered: spellings are judged, as far as `judged` does not say it
    /// already, and decisions applied.
    ///
    /// # Errors
    ///
    /// Where what was gathered can no more be read.
    pub(crate) fn finish<'s>(
        &self,
        gathered: Gatherer<'s>,
        judged: &Judged,
    ) -> io::Result<Collection<'s>> {
        let judge = Judge { enricher: &self.enricher, judged };
        gathered.finish(Corrections { judge: Some(&judge), decisions: &self.decisions })
    }

    /// What compares names.
    pub(crate) fn enricher(&self) -> &Enricher {
        &self.enricher
    }

    /// What the user said about the documents.
    pub(crate) fn options(&self) -> &Options {
        &self.options
    }

    /// Reads a page.
    ///
    /// # Errors
    ///
    /// Why the bytes are no page.
    pub(crate) fn document(&self, input: &Input<'_>) -> Result<Document, Failure> {
        self.parser.parse(input).map_err(Failure::NotAPage)
    }

    /// Where the comments of a page can be asked for.
    pub(crate) fn comment_sources(&self, input: &Input<'_>) -> Vec<CommentSource<'_>> {
        self.parser.comment_sources(input)
    }

    /// Finds the names and dates of a page read.
    ///
    /// # Errors
    ///
    /// Where what was found breaks a rule of the record.
    pub(crate) fn annotate(&self, document: Document) -> Result<Record, Failure> {
        self.annotate_with(document, &self.options)
    }

    fn annotate_with(&self, document: Document, options: &Options) -> Result<Record, Failure> {
        let found = self.enricher.enrich(&document, options);
        Record::new(document, found.annotations, found.diagnostics).map_err(Failure::Inconsistent)
    }

    /// A record of an earlier run as the decisions want it, where they want it otherwise.
    ///
    /// # Errors
    ///
    /// Where what they make of it breaks a rule of the record.
    pub(crate) fn revise(&self, record: &Record) -> Result<Option<Record>, Failure> {
        let document = record.document();
        let annotations = self.enricher.revise(document, record.annotations().clone());
        if annotations == *record.annotations() {
            return Ok(None);
        }
        let of_reading = document.diagnostics().len();
        let (reasons, mut found): (Vec<_>, Vec<_>) = record
            .diagnostics()
            .iter()
            .skip(of_reading)
            .cloned()
            .partition(|it| matches!(it.code, Code::NamesJoined | Code::NamesKeptApart));
        if !reasons.is_empty() {
            found.extend(self.enricher.reasons(&annotations));
        }
        let revised = Record::new(document.clone(), annotations, found);
        revised.map(Some).map_err(Failure::Inconsistent)
    }

    /// Reads a page and finds its names and dates.
    ///
    /// # Errors
    ///
    /// Why there is no record.
    pub fn record(&self, input: &Input<'_>) -> Result<Record, Failure> {
        self.annotate(self.document(input)?)
    }

    /// The same, where the text of the page is no longer than `max_text` bytes.
    ///
    /// # Errors
    ///
    /// Why there is no record.
    pub(crate) fn record_within(
        &self,
        input: &Input<'_>,
        max_text: u64,
    ) -> Result<Record, Failure> {
        self.annotate_within(self.document(input)?, max_text)
    }

    /// Reads a page, and takes it to be of `date`, where that is given, as far as its text is no longer
    /// than `max_text` bytes.
    ///
    /// # Errors
    ///
    /// Why there is no record.
    pub(crate) fn record_of_date(
        &self,
        input: &Input<'_>,
        date: Option<DateTime>,
        max_text: u64,
    ) -> Result<Record, Failure> {
        let document = within(self.document(input)?, max_text)?;
        let options = Options { date: date.or(self.options.date), ..self.options };
        self.annotate_with(document, &options)
    }

    /// Finds the names and dates of a page read, where its text is no longer than `max_text` bytes.
    ///
    /// # Errors
    ///
    /// Why there is no record.
    pub(crate) fn annotate_within(
        &self,
        document: Document,
        max_text: u64,
    ) -> Result<Record, Failure> {
        self.annotate(within(document, max_text)?)
    }

    /// Whether two names can name the same one.
    pub(crate) fn match_names(&self, a: &str, b: &str, kind: EntityKind) -> NameMatch {
        self.enricher.match_names(a, b, kind)
    }
}

/// The document, where its text is no longer than `max_text` bytes.
fn within(document: Document, max_text: u64) -> Result<Document, Failure> {
    let length = document.text().len() as u64;
    if length > max_text {
        return Err(Failure::TooMuchText { length, limit: max_text });
    }
    Ok(document)
}
