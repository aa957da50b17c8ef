//! What of a run was done before: an input is taken over where it, what reads it, and what was
//! written of it are as they were.

use std::borrow::Cow;
use std::iter::Peekable;
use std::sync::Arc;

use annalist_corpus::Partial;
use annalist_model::Record;
use annalist_parse::Input;
use annalist_report::{Outcome, Status};

use super::{Earlier, Gathered, Settings, seen_of, with_page_seen};
use crate::cache::made::Made;
use crate::cache::stamp::Stamp;
use crate::cache::{self, Cache, Entry};
use crate::discover::Candidate;
use crate::output::{self, OutputFolder};
use crate::weights::Weights;
use crate::{Failure, FailureCode, Summary, hash, outcome, patience};

/// Most inputs that are taken at once.
const AT_ONCE: usize = 32;

/// What one input gave.
pub(super) struct Finished<'c> {
    pub(super) outcome: Outcome,
    pub(super) part: Part<'c>,
    /// What is to be kept of it.
    pub(super) news: Option<News>,
}

/// What an input gives to the corpus.
pub(super) enum Part<'c> {
    Nothing,
    /// As bytes.
    Made(Vec<u8>),
    Kept(&'c Entry),
}

/// What the next run is to know of an input.
pub(super) struct News {
    pub(super) entry: Entry,
    pub(super) partial: Vec<u8>,
}

impl From<Outcome> for Finished<'_> {
    fn from(outcome: Outcome) -> Self {
        Finished { outcome, part: Part::Nothing, news: None }
    }
}

/// What is known, and where results go.
pub(super) struct Increment<'a> {
    cache: &'a Cache,
    output: &'a OutputFolder,
    settings: &'a Settings,
    /// The key of what records are made with.
    key: String,
    /// What a file looks like that is written now.
    now: Option<Stamp>,
    /// How much of pages is worked on at once.
    weights: Weights,
}

impl<'a> Increment<'a> {
    pub(super) fn new(
        cache: &'a Cache,
        made: &Made,
        output: &'a OutputFolder,
        settings: &'a Settings,
    ) -> Increment<'a> {
        let (key, now) = (made.key(), output.now().ok());
        let weights = Weights::new(settings.max_bytes);
        Increment { cache, output, settings, key, now, weights }
    }

    /// The inputs that are taken next: several at once where they are known, for a look at each is
    /// all that they take.
    pub(super) fn next_at_once(
        &self,
        inputs: &mut Peekable<impl Iterator<Item = Candidate>>,
    ) -> Option<Vec<Candidate>> {
        let is_known = |input: &Candidate| {
            self.cache.entry(&input.name).is_some_and(|entry| entry.made == self.key)
        };
        let first = inputs.next()?;
        let mut taken = vec![first];
        if taken.first().is_some_and(is_known) {
            while taken.len() < AT_ONCE
                && let Some(next) = inputs.next_if(is_known)
            {
                taken.push(next);
            }
        }
        Some(taken)
    }

    /// Reads one input and writes what there is about it, unless that was done before.
    pub(super) fn process<R>(&self, input: &Candidate, record_of: &Arc<R>) -> Finished<'a>
    where
        R: Fn(&Input<'_>) -> Result<Record, Failure> + Send + Sync + 'static,
    {
        let known = self.cache.entry(&input.name).filter(|entry| entry.made == self.key);
        if let Some(entry) = known.filter(|entry| self.looks_the_same(input, entry))
            && let Some(finished) = self.taken_over(entry)
        {
            return finished;
        }
        let result = with_page_seen(input, self.settings, |open, seen| {
            let page = &open.input();
            // Hashed here only to be compared: reading a page takes its hash as well.
            let content = || cache::content_of(page, &hash::of(page.bytes));
            let seen = seen.map(|seen| (self.is_settled(&seen), seen)).map(|(is, seen)| (seen, is));
            if let Some(entry) = known.filter(|entry| entry.content == content())
                && let Some(finished) = self.taken_over(entry)
            {
                return Ok(self.refreshed(finished, entry, seen));
            }
            let _weight = self.weights.take_up(page.bytes.len() as u64);
            let (record_of, shared) = (Arc::clone(record_of), open.clone());
            let made =
                patience::within(self.settings.page_timeout, move || record_of(&shared.input()));
            // A page that breaks the reading breaks it each time; the next run knows that.
            let record = match made {
                Ok(record) => record,
                Err(failure) => return Ok(self.without_record(input, &failure, content(), seen)),
            };
            let content = cache::content_of(page, &record.document().source().sha256);
            let line = annalist_report::record_json(&record);
            let report = annalist_report::document_markdown(&record);
            self.output.write_document(&input.name, &line, &report)?;
            let outcome =
                outcome::done(&input.name, record.document(), &line, record.diagnostics());
            let partial = Partial::of(&record).to_bytes();
            let written = self.output.written(&outcome, &report);
            let news = written.map(|written| News {
                entry: Entry::new(&outcome, self.key.clone(), content, seen, Some(written)),
                partial: partial.clone(),
            });
            Ok(Finished { outcome, part: Part::Made(partial), news })
        });
        result.unwrap_or_else(Finished::from)
    }

    /// Whether the files of an input are known without reading them.
    fn looks_the_same(&self, input: &Candidate, entry: &Entry) -> bool {
        self.settings.earlier == Earlier::TakeOver
            && entry.settled
            && seen_of(input).is_some_and(|seen| seen == entry.seen)
    }

    /// Whether files that look like this were written well before this run.
    fn is_settled(&self, seen: &[Stamp]) -> bool {
        self.now.is_some_and(|now| seen.iter().all(|stamp| stamp.is_older_than(&now)))
    }

    /// What an earlier run found, where what it wrote is still there, and what failed is not to be
    /// tried again.
    fn taken_over(&self, entry: &'a Entry) -> Option<Finished<'a>> {
        let outcome = entry.outcome()?;
        // What was too slow may have been so for the machine had other things to do.
        if let Status::Failed { code, .. } = &outcome.status
            && (self.settings.retry_failed || *code == FailureCode::TooSlow.as_str())
        {
            return None;
        }
        let Some(written) = &entry.written else { return Some(outcome.into()) };
        let by_hash = self.settings.earlier == Earlier::Rehash;
        let found = output::still_written(self.output.path(), &entry.name, written, by_hash);
        let found = found.ok()?;
        let news = (found != *written).then(|| News {
            entry: Entry { written: Some(found), ..entry.clone() },
            partial: self.cache.partial_bytes(entry).to_vec(),
        });
        Some(Finished { outcome, part: Part::Kept(entry), news })
    }

    /// The same, with how the files look now, so that the next run need not read them.
    fn refreshed(
        &self,
        finished: Finished<'a>,
        entry: &Entry,
        seen: Option<(Vec<Stamp>, bool)>,
    ) -> Finished<'a> {
        let Some((seen, settled)) = seen.filter(|(_, settled)| *settled) else { return finished };
        if entry.seen == seen && entry.settled == settled {
            return finished;
        }
        let news = finished.news.unwrap_or_else(|| News {
            entry: entry.clone(),
            partial: self.cache.partial_bytes(entry).to_vec(),
        });
        let entry = Entry { seen, settled, ..news.entry };
        Finished { news: Some(News { entry, ..news }), ..finished }
    }

    /// An input whose bytes give no record; the next run need not find that out again.
    fn without_record(
        &self,
        input: &Candidate,
        failure: &Failure,
        content: String,
        seen: Option<(Vec<Stamp>, bool)>,
    ) -> Finished<'a> {
        let outcome = super::input::outcome_of(input, failure);
        let entry = Entry::new(&outcome, self.key.clone(), content, seen, None);
        Finished { outcome, part: Part::Nothing, news: Some(News { entry, partial: Vec::new() }) }
    }

    /// What a document that was taken over gives to the corpus, as bytes.
    pub(super) fn partial(&self, entry: &Entry) -> Cow<'a, [u8]> {
        let stored = self.cache.partial_bytes(entry);
        if Partial::is_stored(stored) {
            return Cow::Borrowed(stored);
        }
        let partial = self.output.partial_of(&entry.name).unwrap_or_default();
        Cow::Owned(partial.to_bytes())
    }

    /// The counts of the collection, where an earlier run has written all that this one would.
    pub(super) fn known_whole(&self, gathered: &Gathered<'_>, made: &Made) -> Option<Summary> {
        let known = self.cache.whole().filter(|_| self.settings.earlier == Earlier::TakeOver)?;
        let summary = gathered.summary;
        if summary.interrupted || summary.done == 0 {
            return None;
        }
        let summary = Summary {
            comments: known.comments,
            entities: known.entities,
            dates: known.dates,
            written: true,
            ..summary
        };
        let now = self.output.whole(&made.key(), gathered, &summary)?;
        (now == *known).then_some(summary)
    }
}
