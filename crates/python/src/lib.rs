//! annalist as a Python package: the module `annalist._annalist`, which the package around it makes
//! complete.
//!
//! Only the border is here: arguments, answers, errors, and the interpreter left free while pages are
//! read. What is done is done by `annalist-pipeline`, so its records are those of the command line.

mod answers;
mod arguments;
mod engine;
mod failure;
mod interrupt;
mod jobs;

#[pyo3::pymodule(name = "_annalist")]
mod module {
    use pyo3::exceptions::PyValueError;
    use pyo3::prelude::*;
    use pyo3::types::PyBytes;

    #[pymodule_export]
    use crate::answers::Answers;
    #[pymodule_export]
    use crate::engine::Engine;
    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "what Python calls it")]
    const __version__: &str = env!("CARGO_PKG_VERSION");

    /// The JSON Schema of a published shape, as `annalist schema` writes it.
    #[pyfunction]
    fn schema_json<'py>(py: Python<'py>, shape: &str) -> PyResult<Bound<'py, PyBytes>> {
        let known = || annalist_report::SCHEMAS.join(", ");
        let schema = annalist_report::schema(shape).ok_or_else(|| {
            PyValueError::new_err(format!("the shape {shape:?} is none of {}", known()))
        })?;
        Ok(PyBytes::new(py, schema.as_bytes()))
    }
}
