//! What the inputs of a run gave so far. In memory stay a few bytes of each; the rest lies on sheets.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::Path;

use annalist_corpus::{Collection, Gatherer, Roll};
use annalist_report::{Outcome, Status};
use sha2::{Digest, Sha256};

use crate::cache::Entry;
use crate::discover::Candidate;
use crate::judge::Judged;
use crate::outcome::{self, NOT_REACHED};
use crate::output::{self, OutputFolder};
use crate::{FailureCode, Problem, Summary, hash};

/// Makes the corpus of what was gathered.
pub(crate) type Finish<'f> =
    &'f dyn for<'s> Fn(Gatherer<'s>, &Judged) -> io::Result<Collection<'s>>;

/// What the inputs of a run gave so far.
pub(crate) struct Gathered<'g> {
    output: &'g OutputFolder,
    pub(crate) summary: Summary,
    /// The lines of the manifest, and the hash of these.
    manifest: Roll<'g>,
    hasher: Sha256,
    /// The inputs that gave no record.
    not_done: Vec<Outcome>,
    records: Records,
    /// What documents give to the corpus, in the order of the inputs.
    shares: Vec<Share<'g>>,
    made: Roll<'g>,
    /// Why what came could not be laid down.
    fault: Option<io::Error>,
}

/// What a document gives to the corpus.
#[derive(Clone, Copy)]
pub(crate) enum Share<'c> {
    /// The cache has it.
    Kept(&'c Entry),
    /// It lies at this place.
    Made(u64),
}

impl<'g> Gathered<'g> {
    /// Nothing is gathered yet for the folder `output`.
    pub(crate) fn new(output: &'g OutputFolder) -> Gathered<'g> {
        Gathered {
            output,
            summary: Summary::default(),
            manifest: Roll::new(output),
            hasher: Sha256::new(),
            not_done: Vec::new(),
            records: Records::default(),
            shares: Vec::new(),
            made: Roll::new(output),
            fault: None,
        }
    }

    /// Lays down what a document gives to the corpus, as bytes.
    pub(crate) fn lay(&mut self, partial: &[u8]) -> Share<'g> {
        let place = self.made.push(&[partial]);
        Share::Made(place.unwrap_or_else(|error| self.note(error)))
    }

    fn note<T: Default>(&mut self, error: io::Error) -> T {
        self.fault.get_or_insert(error);
        T::default()
    }

    /// Adds what became of the next input; they come sorted by name.
    pub(crate) fn add(&mut self, outcome: Outcome, share: Option<Share<'g>>) {
        self.summary.count(&outcome);
        let line = annalist_report::outcome_json(&outcome);
        self.hasher.update(&line);
        self.hasher.update(b"\n");
        if let Err(error) = self.manifest.push(&[line.as_bytes()]) {
            self.note::<()>(error);
        }
        self.shares.extend(share);
        if matches!(outcome.status, Status::Done { .. }) {
            self.records.add(&output::record_path(&outcome.input));
        } else {
            self.not_done.push(outcome);
        }
    }

    pub(crate) fn add_not_reached(&mut self, inputs: impl Iterator<Item = Candidate>) {
        for input in inputs {
            self.summary.interrupted = true;
            self.summary.not_reached += 1;
            let code = FailureCode::NotReached;
            self.add(outcome::failed_by(input.name, code, NOT_REACHED), None);
        }
    }

    /// The hash of the manifest, as hex.
    pub(crate) fn manifest_sha256(&self) -> String {
        hash::done(self.hasher.clone()).to_string()
    }

    /// Writes manifest and corpus, and clears away what earlier runs left. After an interruption
    /// that is kept: what was not reached may still stand. `kept` gives what the cache has.
    ///
    /// Without a record, what an earlier run wrote is left as it is; a new folder is made only where
    /// there are failures to tell.
    pub(crate) fn write(
        &mut self,
        finish: Finish<'_>,
        judged: &Judged,
        kept: &dyn Fn(&Entry) -> Cow<'g, [u8]>,
    ) -> Result<Summary, Problem> {
        let mut summary = self.summary;
        let has_failures = summary.failed > summary.not_reached;
        if summary.done == 0 && (self.output.has_earlier() || !has_failures) {
            return Ok(summary);
        }
        let faulty = |error| self.output.cannot_write(error);
        if let Some(error) = self.fault.take() {
            return Err(faulty(error));
        }
        let mut collection = self.collect(finish, judged, kept).map_err(faulty)?;
        let totals = collection.totals();
        summary.comments = totals.comments;
        summary.entities = totals.entities as usize;
        summary.dates = (totals.article_dates + totals.comment_dates) as usize;
        self.output.finish(&mut self.manifest, &self.not_done, &mut collection)?;
        summary.written = true;
        if !summary.interrupted {
            self.output.remove_stale(&self.records);
        }
        Ok(summary)
    }

    fn collect(
        &mut self,
        finish: Finish<'_>,
        judged: &Judged,
        kept: &dyn Fn(&Entry) -> Cow<'g, [u8]>,
    ) -> io::Result<Collection<'g>> {
        let mut gatherer = Gatherer::new(self.output);
        let mut bytes = Vec::new();
        for share in std::mem::take(&mut self.shares) {
            match share {
                Share::Kept(entry) => gatherer.add_stored(&kept(entry))?,
                Share::Made(place) => {
                    self.made.at(place, &mut bytes)?;
                    gatherer.add_stored(&bytes)?;
                }
            }
        }
        self.made = Roll::new(self.output);
        finish(gatherer, judged)
    }
}

/// The records that a run tells of, by hashes of their paths that nobody can foresee.
#[derive(Default)]
pub(crate) struct Records {
    hasher: RandomState,
    paths: HashSet<u64>,
}

impl Records {
    pub(crate) fn add(&mut self, path: &Path) {
        self.paths.insert(self.hasher.hash_one(path));
    }

    pub(crate) fn has(&self, path: &Path) -> bool {
        self.paths.contains(&self.hasher.hash_one(path))
    }
}
