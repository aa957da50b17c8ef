//! Answers to jobs, for whoever speaks the protocol of Arrow's capsules.

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchIterator};
use arrow_schema::SchemaRef;
use arrow_schema::ffi::FFI_ArrowSchema;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

/// The answers to jobs, row for row, as record batches of Arrow.
///
/// `pyarrow.table(answers)`, `polars.DataFrame(answers)` or `pandas.DataFrame.from_arrow(answers)` takes
/// them over without a copy. Columns:
///
/// - `id` (text): the `id` of the job, where it had one.
/// - `input` (text): the name of the input.
/// - `status` (text): `done`, `failed` or `skipped`.
/// - `record` (large text): the record as JSON, where one was made.
/// - `code` (text): the kind of failure, such as `F007`.
/// - `cause` (text): why there is no record.
#[pyclass(frozen, module = "annalist")]
pub(crate) struct Answers {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl Answers {
    pub(crate) fn new(schema: SchemaRef, batches: Vec<RecordBatch>) -> Answers {
        Answers { schema, batches }
    }
}

#[pymethods]
impl Answers {
    /// The number of answers.
    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    fn __repr__(&self) -> String {
        format!("<annalist.Answers to {} jobs>", self.__len__())
    }

    /// The columns, as a capsule with an `ArrowSchema`.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.schema.as_ref())
            .map_err(|error| PyValueError::new_err(error.to_string()))?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    /// The answers, as a capsule with an `ArrowArrayStream`: a batch for each batch of jobs. They may
    /// be asked for again; another schema than theirs is not heeded.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        let batches = self.batches.clone().into_iter().map(Ok);
        let batches = RecordBatchIterator::new(batches, self.schema.clone());
        let stream = FFI_ArrowArrayStream::new(Box::new(batches));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }
}
