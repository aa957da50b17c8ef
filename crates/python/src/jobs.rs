//! Jobs that Python has as record batches of Arrow, taken over without a copy: whatever speaks the
//! protocol of Arrow's capsules (pyarrow, polars, pandas, duckdb …) may give them.

use std::iter;

use arrow_array::ffi_stream::RecordBatchStreamReader;
use arrow_array::{Array, RecordBatch, RecordBatchReader};
use arrow_pyarrow::FromPyArrow;
use arrow_schema::{ArrowError, SchemaRef};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;

/// Batches of jobs, one after the other.
pub(crate) struct Jobs {
    pub(crate) schema: SchemaRef,
    batches: Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>> + Send>,
}

impl FromPyObject<'_, '_> for Jobs {
    type Error = PyErr;

    fn extract(given: Borrowed<'_, '_, PyAny>) -> PyResult<Jobs> {
        if given.hasattr("__arrow_c_stream__")? {
            let stream = RecordBatchStreamReader::from_pyarrow_bound(&given)?;
            return Ok(Jobs { schema: stream.schema(), batches: Box::new(stream) });
        }
        if given.hasattr("__arrow_c_array__")? {
            let batch = RecordBatch::from_pyarrow_bound(&given)?;
            return Ok(Jobs { schema: batch.schema(), batches: Box::new(iter::once(Ok(batch))) });
        }
        let given = given.get_type().fully_qualified_name()?;
        Err(PyTypeError::new_err(format!(
            "jobs are a record batch, a table or a stream of Arrow, not {given}"
        )))
    }
}

impl Jobs {
    /// The next batch. What it says of its texts is checked, for nothing else would do so before they
    /// are read.
    pub(crate) fn next(&mut self) -> PyResult<Option<RecordBatch>> {
        let checked = self.batches.next().map(|batch| {
            let batch = batch?;
            for column in batch.columns() {
                column.to_data().validate_full()?;
            }
            Ok(batch)
        });
        checked.transpose().map_err(|error: ArrowError| PyValueError::new_err(error.to_string()))
    }
}
