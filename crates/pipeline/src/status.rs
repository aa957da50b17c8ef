//! How a collection stands to what an earlier run made of it: what a run would do, without doing it.

use std::collections::BTreeSet;
use std::path::Path;

use annalist_report::Status;

use crate::cache::made::Made;
use crate::cache::{self, Cache, Entry};
use crate::discover::Candidate;
use crate::order::Workers;
use crate::run::{options_of, seen_of, with_page_seen};
use crate::{Control, Earlier, Engine, Problem, Selection, Settings, discover, hash, lock, output};

/// How one input stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputState {
    /// Its name.
    pub input: String,
    /// How it stands.
    pub state: State,
}

/// How an input stands to what was made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// All is as it was.
    Unchanged,
    /// No run has read it.
    New,
    /// It, or what reads it, or what was written of it, is not as it was.
    Changed {
        /// In what way.
        reasons: Vec<String>,
    },
    /// A run has read it, and it is no more.
    Gone,
    /// It gave no record, and would give none now.
    Failed {
        /// Why.
        cause: String,
    },
    /// It is no page.
    Skipped {
        /// Why.
        reason: String,
    },
}

/// How a collection stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CollectionState {
    /// The inputs, sorted by name.
    pub inputs: Vec<InputState>,
    /// Whether an earlier run came to its end and what it wrote on the collection is still there.
    pub is_whole: bool,
    /// Whether a run writes to the output folder just now.
    pub is_in_use: bool,
    /// Parts of what was kept that had to be passed over, for they are damaged.
    pub faults: usize,
}

impl CollectionState {
    /// Whether a run would change nothing.
    pub fn is_current(&self) -> bool {
        let stands = |input: &InputState| {
            !matches!(input.state, State::New | State::Changed { .. } | State::Gone)
        };
        self.is_whole && self.inputs.iter().all(stands)
    }
}

/// Compares the inputs of `selection` with what an earlier run wrote to `output`.
///
/// # Errors
///
/// Where nothing can be compared.
pub fn status(
    engine: &Engine,
    selection: &Selection,
    output: &Path,
    settings: &Settings,
    control: Control<'_>,
) -> Result<CollectionState, Problem> {
    let folder = selection.working_folder.join(output);
    let leave_out = Some(output.to_owned());
    let mut inputs = discover(&Selection { leave_out, ..selection.clone() })?.inputs;
    inputs.sort_by(|a, b| a.name.cmp(&b.name));
    let options = options_of(engine, selection, settings);
    let made = Made::now(&options, settings, &engine.decisions_text());
    let workers = Workers::new(settings.jobs)?;
    let cache = workers.install(|| Cache::read(&folder));
    let look = Look { cache: &cache, made: &made, key: made.key(), output: &folder, settings };
    control.watch.on_inputs(inputs.len());

    let mut states = Vec::new();
    let names: BTreeSet<String> = inputs.iter().map(|input| input.name.clone()).collect();
    let mut waiting = inputs.into_iter();
    workers.map_in_order(
        std::iter::from_fn(|| if control.is_stopped() { None } else { waiting.next() }),
        |input| InputState { input: input.name.clone(), state: look.state_of(input) },
        |input, message| {
            let cause = format!("looking at it broke off, a defect to report: {message}");
            InputState { input: input.name.clone(), state: State::Failed { cause } }
        },
        |state| {
            states.push(state);
            std::ops::ControlFlow::Continue(())
        },
    );
    let gone = cache.entries().filter(|entry| !names.contains(&entry.name));
    states.extend(gone.map(|entry| InputState { input: entry.name.clone(), state: State::Gone }));
    states.sort_by(|a, b| a.input.cmp(&b.input));
    Ok(CollectionState {
        inputs: states,
        is_whole: cache.whole().is_some_and(|whole| output::is_still_whole(&folder, whole)),
        is_in_use: lock::is_held(&folder),
        faults: cache.faults(),
    })
}

/// What inputs are compared with.
struct Look<'a> {
    cache: &'a Cache,
    made: &'a Made,
    key: String,
    output: &'a Path,
    settings: &'a Settings,
}

impl Look<'_> {
    fn state_of(&self, input: &Candidate) -> State {
        let by_hash = self.settings.earlier == Earlier::Rehash;
        let Some(entry) = self.cache.entry(&input.name) else {
            return match with_page_seen(input, self.settings, |_, _| Ok(())) {
                Ok(()) => State::New,
                Err(outcome) => of_status(outcome.status),
            };
        };
        let mut reasons = Vec::new();
        if entry.made != self.key {
            let before = self.cache.made(&entry.made);
            reasons = before.map(|before| self.made.differs_from(before)).unwrap_or_default();
            if reasons.is_empty() {
                reasons.push("what it was read with is not known".to_owned());
            }
        }
        let looks_the_same =
            !by_hash && entry.settled && seen_of(input).is_some_and(|seen| seen == entry.seen);
        if !looks_the_same {
            match with_page_seen(input, self.settings, |open, _| {
                let page = &open.input();
                Ok(cache::content_of(page, &hash::of(page.bytes)))
            }) {
                Ok(content) if content == entry.content => {}
                Ok(_) => reasons.push("the page, or what lies beside it, has changed".to_owned()),
                Err(outcome) => return of_status(outcome.status),
            }
        }
        reasons.extend(self.fault_of_written(entry, by_hash));
        if reasons.is_empty() {
            entry.outcome().map_or(State::New, |outcome| of_status(outcome.status))
        } else {
            State::Changed { reasons }
        }
    }

    fn fault_of_written(&self, entry: &Entry, by_hash: bool) -> Option<String> {
        let written = entry.written.as_ref()?;
        output::still_written(self.output, &entry.name, written, by_hash).err()
    }
}

fn of_status(status: Status) -> State {
    match status {
        Status::Done { .. } => State::Unchanged,
        Status::Skipped { reason } => State::Skipped { reason },
        Status::Failed { cause, .. } => State::Failed { cause },
    }
}
