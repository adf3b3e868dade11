//! `Cleaner` and the functions of the module, which are its methods with settings of the moment.

use crate::batch;
use crate::engine::Engine;
use crate::given::Text;
use crate::page::Page;
use crate::reader::Reader;
use crate::rows::{RecordBatch, Shape};
use crate::settings::Settings;
use pagesieve::input::{Field, Item};
use pagesieve::limits::Limits;
use pagesieve::place::Place;
use pagesieve::{CleanPage, RawPage, pipeline};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyDict, PyString, PyTuple};
use std::borrow::Cow;
use std::sync::{Arc, Mutex};

/// Cleans pages with settings that are read once. Threads may share it; it can be pickled.
#[pyclass(frozen, module = "pagesieve")]
pub(crate) struct Cleaner {
    settings: Settings,
    engine: Arc<Engine>,
}

impl Cleaner {
    fn of(settings: Settings) -> PyResult<Cleaner> {
        let engine = Arc::new(Engine::new(settings.config()?));
        Ok(Cleaner { settings, engine })
    }

    fn of_given(&self, py: Python<'_>, page: &Given<'_>) -> Page {
        let record = py.detach(|| {
            self.engine.work(|cleaner, space| match page.item(&cleaner.config().limits) {
                Item::Page(raw) => pipeline::record(cleaner, space, &raw),
                Item::Bad(error) => CleanPage::of_error(&error, page.id.as_deref(), cleaner.config().id_from),
                Item::PassedOver(_) | Item::Damage(_) => CleanPage::default(),
            })
        });
        Page::new(record)
    }
}

#[pymethods]
impl Cleaner {
    #[new]
    #[pyo3(signature = (**settings))]
    fn new(settings: Option<&Bound<'_, PyDict>>) -> PyResult<Cleaner> {
        Cleaner::of(Settings::of(settings)?)
    }

    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyTuple>, Bound<'py, PyDict>)> {
        Ok((PyTuple::empty(py), self.settings.to_dict(py)?))
    }

    /// The record of a page as a dict, as the command line writes it. A page never raises: its `status` and `reason` say
    /// how it came out.
    #[pyo3(signature = (html, url=None, *, kind="html", charset=None, id=None, path=None, record=0))]
    #[allow(clippy::too_many_arguments, reason = "they are keywords")]
    fn clean<'py>(
        &self,
        py: Python<'py>,
        html: &Bound<'py, PyAny>,
        url: Option<Text>,
        kind: &str,
        charset: Option<Text>,
        id: Option<Text>,
        path: Option<Text>,
        record: u64,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.page(py, html, url, kind, charset, id, path, record)?.to_dict(py)
    }

    /// A page that is cleaned once and written in any format.
    #[pyo3(signature = (html, url=None, *, kind="html", charset=None, id=None, path=None, record=0))]
    #[allow(clippy::too_many_arguments, reason = "they are keywords")]
    fn page(
        &self,
        py: Python<'_>,
        html: &Bound<'_, PyAny>,
        url: Option<Text>,
        kind: &str,
        charset: Option<Text>,
        id: Option<Text>,
        path: Option<Text>,
        record: u64,
    ) -> PyResult<Page> {
        let text = |text: Option<Text>| text.map(|text| text.0);
        let (url, charset, id, path) = (text(url), text(charset), text(id), text(path).unwrap_or_default());
        let given = Given { bytes: bytes(html)?, field: field(kind)?, url, charset, id, path, record };
        Ok(self.of_given(py, &given))
    }

    /// A batch of records for a batch of pages: one row out for each row in, in their order, whatever the pages are.
    #[pyo3(signature = (batch, *, json=false))]
    fn clean_batch(&self, py: Python<'_>, batch: &Bound<'_, PyAny>, json: bool) -> PyResult<RecordBatch> {
        batch::clean(py, &self.engine, batch, Shape::new(json))
    }

    /// The records of a file, a directory or a binary file object, as batches that are read and cleaned one after another.
    #[pyo3(signature = (path, *, name=None, input=None, input_format="auto", json=false, rows=256))]
    #[allow(clippy::too_many_arguments, reason = "they are keywords")]
    fn read(
        &self,
        path: &Bound<'_, PyAny>,
        name: Option<String>,
        input: Option<String>,
        input_format: &str,
        json: bool,
        rows: usize,
    ) -> PyResult<Reader> {
        Reader::open(Arc::clone(&self.engine), path, name, input, input_format, Shape::new(json), rows)
    }
}

/// A page as it was given.
struct Given<'a> {
    bytes: Bytes<'a>,
    field: Field,
    url: Option<String>,
    charset: Option<String>,
    id: Option<String>,
    path: String,
    record: u64,
}

enum Bytes<'a> {
    Text(Cow<'a, str>),
    Binary(PyBackedBytes),
}

impl Given<'_> {
    fn item(&self, limits: &Limits) -> Item {
        let (bytes, charset) = match &self.bytes {
            Bytes::Text(text) => (text.as_bytes(), Some("utf-8")),
            Bytes::Binary(bytes) => (bytes.as_ref(), self.charset.as_deref()),
        };
        let place = Place { path: self.path.clone(), record: self.record, offset: 0, length: bytes.len() as u64 };
        RawPage {
            place,
            url: self.url.clone(),
            charset: charset.map(str::to_owned),
            given_id: self.id.clone(),
            ..RawPage::of_field(self.field, Cow::Borrowed(bytes), limits)
        }
        .checked()
    }
}

fn bytes<'a>(html: &'a Bound<'_, PyAny>) -> PyResult<Bytes<'a>> {
    if let Ok(text) = html.cast::<PyString>() {
        // half of a surrogate pair is no character
        return Ok(Bytes::Text(text.to_string_lossy()));
    }
    let bytes = html.extract::<PyBackedBytes>().map(Bytes::Binary);
    bytes.map_err(|_| match html.get_type().name() {
        Ok(found) => PyTypeError::new_err(format!("html: expected str or bytes, got {found}")),
        Err(error) => error,
    })
}

fn field(kind: &str) -> PyResult<Field> {
    Ok(match kind {
        "html" => Field::Html,
        "text" => Field::Text,
        "auto" => Field::Content,
        _ => return Err(PyValueError::new_err(format!("kind: expected html, text or auto, got '{kind}'"))),
    })
}

/// The cleaner with these settings: the one that was asked for last, where it has the same.
fn cleaner(settings: Option<&Bound<'_, PyDict>>) -> PyResult<Cleaner> {
    static LAST: Mutex<Option<(Settings, Arc<Engine>)>> = Mutex::new(None);
    let settings = Settings::of(settings)?;
    if let Ok(last) = LAST.lock()
        && let Some((of, engine)) = last.as_ref()
        && *of == settings
    {
        return Ok(Cleaner { settings, engine: Arc::clone(engine) });
    }
    let cleaner = Cleaner::of(settings)?;
    if let Ok(mut last) = LAST.lock() {
        *last = Some((cleaner.settings.clone(), Arc::clone(&cleaner.engine)));
    }
    Ok(cleaner)
}

/// `Cleaner(**settings).clean(html, url, …)`.
#[pyfunction]
#[pyo3(signature = (html, url=None, *, kind="html", charset=None, id=None, path=None, record=0, **settings))]
#[allow(clippy::too_many_arguments, reason = "they are keywords")]
pub(crate) fn clean<'py>(
    py: Python<'py>,
    html: &Bound<'py, PyAny>,
    url: Option<Text>,
    kind: &str,
    charset: Option<Text>,
    id: Option<Text>,
    path: Option<Text>,
    record: u64,
    settings: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    cleaner(settings)?.clean(py, html, url, kind, charset, id, path, record)
}

/// `Cleaner(**settings).page(html, url, …)`.
#[pyfunction]
#[pyo3(signature = (html, url=None, *, kind="html", charset=None, id=None, path=None, record=0, **settings))]
#[allow(clippy::too_many_arguments, reason = "they are keywords")]
pub(crate) fn page(
    py: Python<'_>,
    html: &Bound<'_, PyAny>,
    url: Option<Text>,
    kind: &str,
    charset: Option<Text>,
    id: Option<Text>,
    path: Option<Text>,
    record: u64,
    settings: Option<&Bound<'_, PyDict>>,
) -> PyResult<Page> {
    cleaner(settings)?.page(py, html, url, kind, charset, id, path, record)
}

/// `Cleaner(**settings).clean_batch(batch)`.
#[pyfunction]
#[pyo3(signature = (batch, *, json=false, **settings))]
pub(crate) fn clean_batch(
    py: Python<'_>,
    batch: &Bound<'_, PyAny>,
    json: bool,
    settings: Option<&Bound<'_, PyDict>>,
) -> PyResult<RecordBatch> {
    cleaner(settings)?.clean_batch(py, batch, json)
}

/// `Cleaner(**settings).read(path, …)`.
#[pyfunction]
#[pyo3(signature = (path, *, name=None, input=None, input_format="auto", json=false, rows=256, **settings))]
#[allow(clippy::too_many_arguments, reason = "they are keywords")]
pub(crate) fn read(
    path: &Bound<'_, PyAny>,
    name: Option<String>,
    input: Option<String>,
    input_format: &str,
    json: bool,
    rows: usize,
    settings: Option<&Bound<'_, PyDict>>,
) -> PyResult<Reader> {
    cleaner(settings)?.read(path, name, input, input_format, json, rows)
}
