//! Ctrl-C while pages are read.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use annalist_pipeline::{Control, Watch};
use annalist_report::Outcome;
use pyo3::{PyErr, Python};

/// Asks Python, after each page, whether the work is to go on: only Python knows of a Ctrl-C, and only
/// on the thread that called.
#[derive(Default)]
pub(crate) struct Interrupt {
    stop: AtomicBool,
    raised: Mutex<Option<PyErr>>,
}

impl Interrupt {
    /// For those who do the work.
    pub(crate) fn control(&self) -> Control<'_> {
        Control { watch: self, stop: &self.stop }
    }

    /// What Python raised, where it stopped the work.
    pub(crate) fn raised(self) -> Option<PyErr> {
        self.raised.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watch for Interrupt {
    fn on_document(&self, _: &Outcome) {
        #[expect(
            clippy::redundant_closure_for_method_calls,
            reason = "the method by its name is one of a single lifetime"
        )]
        let checked = Python::attach(|py| py.check_signals());
        if let Err(raised) = checked {
            self.stop.store(true, Ordering::Relaxed);
            if let Ok(mut first) = self.raised.lock() {
                first.get_or_insert(raised);
            }
        }
    }
}
