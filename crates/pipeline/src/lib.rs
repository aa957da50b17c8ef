//! Many documents: which there are, how they are read in parallel, and what is written about them.
//!
//! This crate knows files and threads. It prints nothing, and reads neither the clock nor the
//! environment: whoever calls says where the working folder is, and follows the work by [`Watch`]. It
//! only ever waits for a document no longer than it is told to.
//! What goes wrong with one input is the outcome of that input and never stops the others.

mod add;
mod archives;
mod cache;
mod capture;
mod companions;
mod decisions;
mod discover;
mod documents;
mod engine;
mod enrich;
mod export;
mod failure_code;
mod gathered;
mod hash;
mod in_memory;
mod judge;
mod kept;
mod kind;
mod lines;
mod lists;
mod lock;
mod merge;
mod name;
mod names;
mod order;
mod outcome;
mod output;
mod patience;
mod place;
mod read;
mod remedy;
mod report;
mod run;
mod search;
mod status;
mod stdin;
mod verify;
mod weights;
mod worker;

pub use add::{Added, Addition, add};
pub use cache::made::{BuiltIn, built_in};
pub use capture::{CaptureOrder, Captured, capture, is_address};
pub use decisions::{read_decisions, write_decision};
pub use discover::{Discovery, Selection, discover, split_list};
pub use documents::documents;
pub use engine::{Engine, RulesError};
pub use enrich::enrich_lines;
pub use export::{ExportPlan, Exported, export};
pub use failure_code::{FailureCode, FailureCounts};
pub use in_memory::{GivenPage, enrich_text, parse_page, process_page};
pub use judge::{judge_names, key_names};
pub use kept::{Kept, kept};
pub use lines::LineSource;
pub use lists::{Lists, read_lists};
pub use merge::{gather, merge};
pub use names::{compare_names, match_lines};
pub use outcome::{Failure, Problem, Stage, Summary, Watch};
pub use output::Html;
pub use read::read_saved;
pub use remedy::remedy;
pub use report::report_lines;
pub use run::{
    Control, DEFAULT_MAX_BYTES, DEFAULT_MAX_TEXT, DEFAULT_PAGE_TIMEOUT, Earlier, Settings, run,
};
pub use search::{SearchPlan, search};
pub use status::{CollectionState, InputState, State, status};
pub use stdin::{Laid, Stdin};
pub use verify::{Characters, Checked, Mismatch, Verification, VerifyPlan, verify};
#[cfg(feature = "arrow")]
pub use worker::{Batches, work_on_batches};
pub use worker::{Worker, work_on_lines};
