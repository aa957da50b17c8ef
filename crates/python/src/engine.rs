//! Words and rules, loaded once, and what can be done with them.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use annalist_enrich::Options;
use annalist_pipeline::{
    Batches, DEFAULT_MAX_BYTES, DEFAULT_MAX_TEXT, DEFAULT_PAGE_TIMEOUT, Failure, GivenPage,
    Settings, Summary, Worker, compare_names, enrich_text, parse_page, process_page,
    read_decisions, read_lists,
};
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::PyBytes;

use crate::answers::Answers;
use crate::arguments::{Date, kind_of, prefer_of};
use crate::failure::{detached, of_page, of_problem};
use crate::interrupt::Interrupt;
use crate::jobs::Jobs;

/// What the package's `Engine` is made of: the same, but for JSON alone.
#[pyclass(frozen, subclass, module = "annalist._annalist")]
pub(crate) struct Engine {
    engine: Arc<annalist_pipeline::Engine>,
    settings: Settings,
    /// The folder that paths in jobs start from, seen from the working folder.
    root: PathBuf,
    /// What does the jobs below an absolute root; archives that it has opened are kept with it.
    worker: Mutex<Option<(PathBuf, Arc<Worker>)>>,
}

#[pymethods]
#[expect(clippy::needless_pass_by_value, reason = "what Python gives is taken over")]
#[expect(clippy::too_many_arguments, reason = "each has a name in Python, and most a default")]
impl Engine {
    #[new]
    #[pyo3(signature = (
        *,
        lists = Vec::new(),
        decisions = None,
        date = None,
        prefer = "past",
        explain = false,
        max_bytes = DEFAULT_MAX_BYTES,
        max_text = DEFAULT_MAX_TEXT,
        page_timeout = DEFAULT_PAGE_TIMEOUT.as_secs_f64(),
        root = None,
    ))]
    fn new(
        py: Python<'_>,
        lists: Vec<PathBuf>,
        decisions: Option<PathBuf>,
        date: Option<Date>,
        prefer: &str,
        explain: bool,
        max_bytes: u64,
        max_text: u64,
        page_timeout: f64,
        root: Option<PathBuf>,
    ) -> PyResult<Engine> {
        let options = Options { date: date.map(|it| it.0), prefer: prefer_of(prefer)?, explain };
        let page_timeout = Duration::try_from_secs_f64(page_timeout)
            .map_err(|error| PyValueError::new_err(format!("page_timeout: {error}")))?;
        let settings =
            Settings { max_bytes, max_text, page_timeout, explain, ..Settings::default() };
        let folder = std::env::current_dir()?;
        let engine = detached(py, || {
            let engine = annalist_pipeline::Engine::new(options)
                .map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
            let engine = if lists.is_empty() {
                engine
            } else {
                let lists = read_lists(&folder, &lists, 0).map_err(|it| of_problem(&it))?;
                engine.with_lists(lists, 0).map_err(|it| of_problem(&it))?
            };
            Ok::<_, PyErr>(match decisions {
                Some(file) => engine.with_decisions(
                    read_decisions(&folder.join(file)).map_err(|it| of_problem(&it))?,
                ),
                None => engine,
            })
        })??;
        let (engine, root) = (Arc::new(engine), root.unwrap_or_default());
        Ok(Engine { engine, settings, root, worker: Mutex::default() })
    }

    /// The document of a saved page, as `annalist parse` writes it.
    #[pyo3(signature = (page, url=None, *, charset=None, input="page"))]
    fn parse_json<'py>(
        &self,
        py: Python<'py>,
        page: PyBackedBytes,
        url: Option<&str>,
        charset: Option<&str>,
        input: &str,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let page = GivenPage { name: input, bytes: &page, url, charset };
        bytes(py, detached(py, || parse_page(&self.engine, page, &self.settings))?)
    }

    /// The record of a text that comes without a page, as `annalist enrich` writes it.
    #[pyo3(signature = (text, date=None, *, id=None))]
    fn enrich_json<'py>(
        &self,
        py: Python<'py>,
        text: &str,
        date: Option<Date>,
        id: Option<&str>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let date = date.map(|it| it.0);
        bytes(py, detached(py, || enrich_text(&self.engine, text, id, date, &self.settings))?)
    }

    /// The record of a saved page, as `annalist run` and `annalist worker` write it.
    #[pyo3(signature = (page, url=None, date=None, *, charset=None, input="page"))]
    fn process_json<'py>(
        &self,
        py: Python<'py>,
        page: PyBackedBytes,
        url: Option<&str>,
        date: Option<Date>,
        charset: Option<&str>,
        input: &str,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let page = GivenPage { name: input, bytes: &page, url, charset };
        let date = date.map(|it| it.0);
        bytes(py, detached(py, || process_page(&self.engine, page, date, &self.settings))?)
    }

    /// The answers to jobs that come as record batches of Arrow.
    #[pyo3(signature = (jobs, threads=0))]
    fn process_batch(&self, py: Python<'_>, mut jobs: Jobs, threads: usize) -> PyResult<Answers> {
        let (worker, interrupt) = (self.worker()?, Interrupt::default());
        let answers = detached(py, || {
            let mut batches = Batches::new(&worker, &jobs.schema, "jobs", threads)
                .map_err(|problem| of_problem(&problem))?;
            let (mut summary, mut answers) = (Summary::default(), Vec::new());
            while let Some(batch) = jobs.next()? {
                let done = batches.answer(&batch, interrupt.control(), &mut summary);
                match done.map_err(|problem| of_problem(&problem))? {
                    Some(done) => answers.push(done),
                    None => break,
                }
            }
            PyResult::Ok(Answers::new(batches.schema(), answers))
        })?;
        interrupt.raised().map_or(answers, Err)
    }

    /// Whether two names can name the same one, as `annalist match --json` writes it.
    #[pyo3(signature = (a, b, r#type="person"))]
    fn match_json<'py>(
        &self,
        py: Python<'py>,
        a: &str,
        b: &str,
        r#type: &str,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let kind = kind_of(r#type)?;
        bytes(py, Ok(detached(py, || compare_names(&self.engine, a, b, kind, true).1)?))
    }
}

impl Engine {
    /// What does jobs: another one where the working folder is another than for the last.
    fn worker(&self) -> PyResult<Arc<Worker>> {
        let root = std::env::current_dir()?.join(&self.root);
        let mut kept = self.worker.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, worker)) = kept.as_ref()
            && *of == root
        {
            return Ok(Arc::clone(worker));
        }
        let worker = Arc::new(Worker::new(&self.engine, &root, &self.settings));
        *kept = Some((root, Arc::clone(&worker)));
        Ok(worker)
    }
}

/// A line of JSON without its end.
fn bytes(py: Python<'_>, made: Result<String, Failure>) -> PyResult<Bound<'_, PyBytes>> {
    let json = made.map_err(|failure| of_page(&failure))?;
    Ok(PyBytes::new(py, json.trim_end_matches('\n').as_bytes()))
}
