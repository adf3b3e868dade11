//! A file, a directory or a file object to batches of records, as they are asked for. Holds one batch at a time.

use crate::capsule;
use crate::engine::Engine;
use crate::file::{Fault, File};
use crate::interrupts::Interrupts;
use crate::report;
use crate::rows::{RecordBatch, Rows, Shape};
use arrow_array::{RecordBatch as Batch, RecordBatchReader};
use arrow_schema::{ArrowError, SchemaRef};
use pagesieve::input::{InputFile, InputFormat, Inputs};
use pagesieve::pipeline::Stream;
use pagesieve::tally::{COMPLETE, Report};
use pyo3::exceptions::{PyOSError, PyRuntimeError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::ThreadId;

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
    state: Mutex<State>,
    /// The thread that is reading, whose file object may ask for what waits for itself.
    reads: Mutex<Option<ThreadId>>,
    fault: Fault,
    shape: Shape,
    rows: usize,
}

/// How far the reading has come.
struct State {
    stream: Stream,
    /// The batch that is being made: where a signal ends a call, the next one goes on with it.
    rows: Rows,
    n_rows: usize,
    /// Bytes of pages before it.
    start: u64,
}

/// Why there is no batch.
enum Ended {
    Arrow(ArrowError),
    Raised(PyErr),
}

/// A state that is this thread's for now.
struct Held<'a> {
    state: MutexGuard<'a, State>,
    reads: &'a Mutex<Option<ThreadId>>,
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        *self.reads.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
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
        let state = Mutex::new(State { stream: Stream::new(inputs), rows: Rows::new(shape), n_rows: 0, start: 0 });
        Ok(Reader { reading: Arc::new(Reading { engine, state, reads: Mutex::default(), fault, shape, rows }) })
    }
}

impl Reading {
    /// The state, when no other thread has it.
    fn hold(&self) -> PyResult<Held<'_>> {
        let me = std::thread::current().id();
        let reads = || self.reads.lock().unwrap_or_else(PoisonError::into_inner);
        if *reads() == Some(me) {
            return Err(PyRuntimeError::new_err("the file object asks for the reader that is reading it"));
        }
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        *reads() = Some(me);
        Ok(Held { state, reads: &self.reads })
    }

    /// The next batch; none at the end. `check` says when to stop.
    fn next(&self, mut check: impl FnMut() -> PyResult<()>) -> Result<Option<Batch>, Ended> {
        let mut held = self.hold().map_err(Ended::Raised)?;
        let State { stream, rows, n_rows, start } = &mut *held.state;
        let read = self.engine.work(|cleaner, space| {
            while *n_rows < self.rows && stream.tally().page_bytes - *start < BATCH_BYTES {
                check().map_err(Ended::Raised)?;
                let Some(page) = stream.next(cleaner, space) else { break };
                stream.wrote(rows.push(&page).map_err(Ended::Arrow)?);
                *n_rows += 1;
            }
            Ok(())
        });
        if let Err(Ended::Raised(error)) = read {
            return Err(Ended::Raised(error));
        }
        *start = stream.tally().page_bytes;
        let rows = std::mem::replace(rows, Rows::new(self.shape));
        let n_rows = std::mem::take(n_rows);
        read?;
        if n_rows == 0 { Ok(None) } else { rows.finish().map(Some).map_err(Ended::Arrow) }
    }
}

#[pymethods]
impl Reader {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<RecordBatch>> {
        let mut interrupts = Interrupts::new();
        let batch = py.detach(|| self.reading.next(|| interrupts.check()));
        // what the file object raised comes before what came of it
        match (self.reading.fault.take(), batch) {
            (Some(error), _) | (None, Err(Ended::Raised(error))) => Err(error),
            (None, Err(Ended::Arrow(error))) => Err(capsule::told(error)),
            (None, Ok(batch)) => Ok(batch.map(|batch| RecordBatch::new(batch, None))),
        }
    }

    /// The account of what was read so far, as the command line's --report has it; `end` is `complete` at the input's end.
    fn report<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let report = py.detach(|| {
            let held = self.reading.hold()?;
            let stream = &held.state.stream;
            let end = if stream.has_ended() { COMPLETE } else { "interrupted" };
            PyResult::Ok(Report::new(end, None, stream.tally().clone()))
        })?;
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
        // who takes the stream may hold the interpreter while it waits for another thread: it is not asked for
        let batch = self.0.next(|| Ok(()));
        match (self.0.fault.take(), batch) {
            (Some(error), _) | (None, Err(Ended::Raised(error))) => {
                Some(Err(ArrowError::ExternalError(Box::new(error))))
            }
            (None, Err(Ended::Arrow(error))) => Some(Err(error)),
            (None, Ok(batch)) => batch.map(Ok),
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
        // a str that `open` takes, whatever bytes the file's name has
        dict.set_item("path", path.as_os_str())?;
        dict.set_item("name", file.name)?;
        dict.set_item("input", file.input)?;
        Ok(dict)
    };
    files.into_iter().map(dict).collect()
}
