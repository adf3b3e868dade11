//! A cleaned page, to be written as often and in whatever format it is wanted. Cleans nothing.

use crate::engine::on_enough_stack;
use crate::report;
use pagesieve::CleanPage;
use pagesieve::write::Format;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// A cleaned page.
#[pyclass(frozen, module = "pagesieve")]
pub(crate) struct Page {
    record: CleanPage,
}

impl Page {
    pub(crate) fn new(record: CleanPage) -> Page {
        Page { record }
    }

    fn written(&self, py: Python<'_>, format: Format) -> PyResult<String> {
        let text = py.detach(|| {
            on_enough_stack(|| {
                let mut text = Vec::new();
                format.page(&self.record, &mut text).map(|()| text)
            })
        });
        String::from_utf8(text?).map_err(|e| PyValueError::new_err(e.to_string()))
    }
}

#[pymethods]
impl Page {
    /// How it came out: ok, degraded, skipped or failed.
    #[getter]
    fn status(&self) -> &'static str {
        self.record.status.name()
    }

    /// Why, unless it is ok.
    #[getter]
    fn reason(&self) -> Option<&str> {
        self.record.reason.as_deref()
    }

    /// Its title.
    #[getter]
    fn title(&self) -> Option<&str> {
        self.record.title.as_deref()
    }

    fn __repr__(&self) -> String {
        format!("<pagesieve.Page {}, {} words>", self.record.status.name(), self.record.words)
    }

    /// Its record.
    pub(crate) fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        report::loads(py, &self.to_json(py)?)
    }

    /// Its record as the command line writes it, without the end of the line.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        self.written(py, Format::Json)
    }

    /// Its title and content as Markdown.
    fn to_markdown(&self, py: Python<'_>) -> PyResult<String> {
        self.written(py, Format::Markdown)
    }

    /// Its title and content as plain text.
    fn to_text(&self, py: Python<'_>) -> PyResult<String> {
        self.written(py, Format::Text)
    }
}
