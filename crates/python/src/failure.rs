//! What goes wrong, as exceptions of Python.

use std::panic::{AssertUnwindSafe, catch_unwind};

use annalist_pipeline::{Failure, Problem};
use pyo3::exceptions::{PyOSError, PyValueError};
use pyo3::{PyErr, PyResult, Python, import_exception};

import_exception!(annalist._errors, AnnalistError);

/// Why a page gave no record: `AnnalistError`, with its code and its cause.
pub(crate) fn of_page(failure: &Failure) -> PyErr {
    AnnalistError::new_err((failure.code().as_str(), failure.to_string()))
}

/// Why nothing could be done: `ValueError` where the arguments make no sense, `OSError` where a file
/// or the machine fails.
pub(crate) fn of_problem(problem: &Problem) -> PyErr {
    match problem {
        Problem::Usage(message) => PyValueError::new_err(message.clone()),
        Problem::File { .. } | Problem::Stream(_) => PyOSError::new_err(problem.to_string()),
    }
}

/// Does `work` while other threads of Python go on; where it breaks off, that is an `AnnalistError`.
pub(crate) fn detached<T: Send>(py: Python<'_>, work: impl FnOnce() -> T + Send) -> PyResult<T> {
    py.detach(|| catch_unwind(AssertUnwindSafe(work))).map_err(|panic| {
        let said = panic.downcast_ref::<&str>().copied().map(str::to_owned);
        let said = said.or_else(|| panic.downcast_ref::<String>().cloned());
        let failure = Failure::Panicked(said.unwrap_or_else(|| "no message".to_owned()));
        of_page(&failure)
    })
}
