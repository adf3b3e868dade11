//! A file, a directory or a file object to batches of records, as they are asked for. Holds one batch at a time.

use crate::capsule;
use crate::engine::Engine;
use crate::file::{Fault, File};
use crate::report;
use crate::rows::{RecordBatch, Rows, Shape};
use arrow_array::{RecordBatch as Batch, RecordBatchReader};
use arrow_schema::{ArrowError, SchemaRef};
use pagesieve::input::{InputFile, InputFormat, Inputs};
use pagesieve::pipeline::Stream;
use pagesieve::tally::{COMPLETE, Report};
use pyo3::exceptions::{PyOSError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes of pages after which a batch is full, however few they are.
const BATCH_BYTES: u64 = 32 << 20;

/// Batches of records, in the order of the input. Iterate over it, or hand it to what reads Arrow streams:
/// `pyarrow.RecordBatchReader.from_stream(reader)`.
#[pyclass(frozen, module = "pagesieve")]
pub(crate) struct Reader {
    reading: Arc<Reading>,
}

struct Reading {
    engine: Arc<Engine>,
    stream: Mutex<Stream>,
    fault: Fault,
    shape: Shape,
    rows: usize,
}

impl Reader {
    pub(crate) fn open(
        engine: Arc<Engine>,
        path: &Bound<'_, PyAny>,
        name: Option<String>,
        input: Option<String>,
        input_format: &str,
        shape: Shape,
        rows: usize,
    ) -> PyResult<Reader> {
        let format = format(input_format)?;
        if rows == 0 {
            return Err(PyValueError::new_err("rows: expected a number from 1"));
        }
        let limits = &engine.cleaner().config().limits;
        let fault = Fault::default();
        let inputs = if path.hasattr("read")? {
            let name = name.ok_or_else(|| {
                PyTypeError::new_err("name: a file object needs one, which records and their ids are made of")
            })?;
            let file = InputFile { input: input.unwrap_or_else(|| name.clone()), name, path: None };
            let bytes = File::new(path.clone().unbind(), fault.clone());
            Inputs::of_reader(file, bytes, format, limits)
        } else {
            let path: PathBuf = path.extract()?;
            let inputs = Inputs::open(std::slice::from_ref(&path), format, limits);
            let inputs = inputs.map_err(|e| PyOSError::new_err(e.to_string()))?;
            match name {
                None => inputs,
                Some(_) if path.is_dir() => {
                    return Err(PyValueError::new_err("name: a directory's files have names of their own"));
                }
                Some(name) => {
                    let file = InputFile { input: input.unwrap_or_else(|| name.clone()), name, path: Some(path) };
                    Inputs::of_file(file, format, limits)
                }
            }
        };
        let stream = Mutex::new(Stream::new(inputs));
        Ok(Reader { reading: Arc::new(Reading { engine, stream, fault, shape, rows }) })
    }
}

impl Reading {
    /// The next batch; none at the end.
    fn next(&self) -> Result<Option<Batch>, ArrowError> {
        let mut stream = self.stream.lock().unwrap_or_else(PoisonError::into_inner);
        let mut rows = Rows::new(self.shape);
        let start = stream.tally().page_bytes;
        let mut n = 0;
        self.engine.work(|cleaner, space| {
            while n < self.rows && stream.tally().page_bytes - start < BATCH_BYTES {
                let Some(page) = stream.next(cleaner, space) else { break };
                let written = rows.push(&page)?;
                stream.wrote(written);
                n += 1;
            }
            Ok::<_, ArrowError>(())
        })?;
        if n == 0 { Ok(None) } else { rows.finish().map(Some) }
    }
}

#[pymethods]
impl Reader {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<RecordBatch>> {
        let batch = py.detach(|| self.reading.next());
        // what the file object raised comes before what came of it
        match self.reading.fault.take() {
            Some(error) => Err(error),
            None => Ok(batch.map_err(capsule::told)?.map(|batch| RecordBatch::new(batch, None))),
        }
    }

    /// The account of what was read so far, as the command line's --report has it; `end` is `complete` at the input's end.
    fn report<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let report = py.detach(|| {
            let stream = self.reading.stream.lock().unwrap_or_else(PoisonError::into_inner);
            let end = if stream.has_ended() { COMPLETE } else { "interrupted" };
            Report::new(end, None, stream.tally().clone())
        });
        report::dict(py, &report)
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        capsule::schema(py, &self.reading.shape.schema())
    }

    /// The batches that are still to come; another schema than their own may be asked for, but is not given.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        capsule::stream(py, Box::new(ToCome(Arc::clone(&self.reading))))
    }
}

/// The batches of a reader, for who takes them without Python.
struct ToCome(Arc<Reading>);

impl Iterator for ToCome {
    type Item = Result<Batch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let batch = self.0.next();
        match self.0.fault.take() {
            Some(error) => Some(Err(ArrowError::ExternalError(Box::new(error)))),
            None => batch.transpose(),
        }
    }
}

impl RecordBatchReader for ToCome {
    fn schema(&self) -> SchemaRef {
        self.0.shape.schema()
    }
}

fn format(name: &str) -> PyResult<InputFormat> {
    Ok(match name {
        "auto" => InputFormat::Auto,
        "html" => InputFormat::Html,
        "text" => InputFormat::Text,
        "jsonl" => InputFormat::Jsonl,
        "warc" => InputFormat::Warc,
        _ => {
            let why = format!("input_format: expected auto, html, text, jsonl or warc, got '{name}'");
            return Err(PyValueError::new_err(why));
        }
    })
}

/// The files that a run over these paths reads, in its order: `read(**file)` gives each file's records as that run does,
/// on whatever machine.
#[pyfunction]
pub(crate) fn files<'py>(py: Python<'py>, paths: Vec<PathBuf>) -> PyResult<Vec<Bound<'py, PyDict>>> {
    let inputs = Inputs::open(&paths, InputFormat::Auto, &pagesieve::limits::Limits::default());
    let files = inputs.map_err(|e| PyOSError::new_err(e.to_string()))?.to_share();
    let dict = |file: InputFile| {
        let path = file.path.ok_or_else(|| PyValueError::new_err("paths: standard input is no file"))?;
        let dict = PyDict::new(py);
        dict.set_item("path", path.to_string_lossy())?;
        dict.set_item("name", file.name)?;
        dict.set_item("input", file.input)?;
        Ok(dict)
    };
    files.into_iter().map(dict).collect()
}
