//! Records to Arrow batches for Python, as nested columns or as lines of JSON. Cleans nothing.

use crate::capsule;
use crate::report;
use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, RecordBatch as Batch};
use arrow_schema::{ArrowError, DataType, Field, Schema as Columns, SchemaRef};
use pagesieve::CleanPage;
use pagesieve::tally::{COMPLETE, Report, Tally};
use pagesieve::write::Format;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use std::sync::{Arc, LazyLock};

/// The form of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A column for each key of a record.
    Columns,
    /// The record as a line of JSON, and what is needed to choose among records.
    Json,
}

static JSON: LazyLock<SchemaRef> = LazyLock::new(|| {
    let column = |name: &str, may_lack| Field::new(name, DataType::Utf8, may_lack);
    Arc::new(Columns::new(vec![
        column("id", false),
        column("url", true),
        column("status", false),
        column("reason", true),
        column("record", false),
    ]))
});

impl Shape {
    pub(crate) fn new(json: bool) -> Shape {
        if json { Shape::Json } else { Shape::Columns }
    }

    /// The columns of its batches.
    pub(crate) fn schema(self) -> SchemaRef {
        match self {
            Shape::Columns => pagesieve::arrow::schema(),
            Shape::Json => SchemaRef::clone(&JSON),
        }
    }
}

/// Rows of a batch that is being made.
pub(crate) struct Rows {
    shape: Shape,
    columns: pagesieve::arrow::Rows,
    lines: [StringBuilder; 5],
    line: Vec<u8>,
    bytes: u64,
}

impl Rows {
    pub(crate) fn new(shape: Shape) -> Rows {
        Rows {
            shape,
            columns: pagesieve::arrow::Rows::default(),
            lines: Default::default(),
            line: Vec::new(),
            bytes: 0,
        }
    }

    /// Adds the row of a record; gives the bytes of its line, where it is written as one.
    pub(crate) fn push(&mut self, page: &CleanPage) -> Result<usize, ArrowError> {
        match self.shape {
            Shape::Columns => self.columns.push(page).map(|()| 0).map_err(|_| full()),
            Shape::Json => self.push_line(page),
        }
    }

    fn push_line(&mut self, page: &CleanPage) -> Result<usize, ArrowError> {
        self.line.clear();
        Format::Jsonl.page(page, &mut self.line).map_err(|e| ArrowError::ExternalError(Box::new(e)))?;
        let line = str::from_utf8(&self.line).map_err(|e| ArrowError::ExternalError(Box::new(e)))?;
        self.bytes += line.len() as u64;
        if self.bytes > pagesieve::arrow::MAX_BYTES {
            return Err(full());
        }
        let [id, url, status, reason, record] = &mut self.lines;
        id.append_value(&page.id);
        url.append_option(page.url.as_deref());
        status.append_value(page.status.name());
        reason.append_option(page.reason.as_deref());
        record.append_value(line.trim_end_matches('\n'));
        Ok(self.line.len())
    }

    /// The batch of all rows.
    pub(crate) fn finish(mut self) -> Result<Batch, ArrowError> {
        match self.shape {
            Shape::Columns => self.columns.finish(),
            Shape::Json => {
                let columns = self.lines.each_mut().map(|column| Arc::new(column.finish()) as ArrayRef);
                Batch::try_new(self.shape.schema(), columns.into())
            }
        }
    }
}

fn full() -> ArrowError {
    let why = "the records of the batch take more than 2 GiB: give fewer rows at a time";
    ArrowError::InvalidArgumentError(why.to_owned())
}

/// Cleaned rows, for any library that reads Arrow: `pyarrow.record_batch(batch)`, `polars.DataFrame(batch)`.
#[pyclass(frozen, module = "pagesieve")]
pub(crate) struct RecordBatch {
    batch: Batch,
    tally: Option<Tally>,
}

impl RecordBatch {
    pub(crate) fn new(batch: Batch, tally: Option<Tally>) -> RecordBatch {
        RecordBatch { batch, tally }
    }
}

#[pymethods]
impl RecordBatch {
    /// Number of rows.
    #[getter]
    fn num_rows(&self) -> usize {
        self.batch.num_rows()
    }

    /// Names of the columns.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.batch.schema().fields().iter().map(|field| field.name().clone()).collect()
    }

    fn __len__(&self) -> usize {
        self.batch.num_rows()
    }

    fn __repr__(&self) -> String {
        format!("<pagesieve.RecordBatch of {} rows: {}>", self.num_rows(), self.column_names().join(", "))
    }

    /// The account of these rows, as the command line's --report has it; none of a reader's batches, which itself has it.
    fn report<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let report = self.tally.clone().map(|tally| Report::new(COMPLETE, None, tally));
        report.map(|report| report::dict(py, &report)).transpose()
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        capsule::schema(py, &self.batch.schema())
    }

    /// The rows; another schema than their own may be asked for, but is not given.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
        drop(requested_schema);
        capsule::array(py, &self.batch)
    }
}

/// The columns of cleaned rows: `pyarrow.schema(pagesieve.schema())`.
#[pyclass(frozen, module = "pagesieve")]
pub(crate) struct Schema(SchemaRef);

#[pymethods]
impl Schema {
    /// Names of the columns.
    #[getter]
    fn names(&self) -> Vec<String> {
        self.0.fields().iter().map(|field| field.name().clone()).collect()
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        capsule::schema(py, &self.0)
    }
}

/// The columns of the batches that `clean_batch` and `read` give.
#[pyfunction]
#[pyo3(signature = (*, json=false))]
pub(crate) fn schema(json: bool) -> Schema {
    Schema(Shape::new(json).schema())
}
