//! Accounts of parts of a run to one of the whole.

use pagesieve::tally::Report;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyString;

/// Adds up reports: those of a run's parts give that of the run. Inputs add up by their name.
///
/// Raises ValueError where there is none, or one of them is no report.
#[pyfunction]
pub(crate) fn add_reports<'py>(py: Python<'py>, reports: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let mut sum: Option<Report> = None;
    for report in reports.try_iter()? {
        let report = read(py, &report?)?;
        match &mut sum {
            None => sum = Some(report),
            Some(sum) => sum.join(report),
        }
    }
    dict(py, &sum.ok_or_else(|| PyValueError::new_err("reports: there is none to add"))?)
}

/// A report as a dict.
pub(crate) fn dict<'py>(py: Python<'py>, report: &Report) -> PyResult<Bound<'py, PyAny>> {
    let text = serde_json::to_string(report).map_err(|e| PyValueError::new_err(e.to_string()))?;
    loads(py, &text)
}

fn read(py: Python<'_>, report: &Bound<'_, PyAny>) -> PyResult<Report> {
    static DUMPS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let text = if report.is_instance_of::<PyString>() {
        report.clone()
    } else {
        DUMPS.import(py, "json", "dumps")?.call1((report,))?
    };
    let text =
        text.cast::<PyString>().map_err(|_| PyTypeError::new_err("reports: expected dicts or JSON"))?.to_cow()?;
    serde_json::from_str(&text).map_err(|e| PyValueError::new_err(format!("reports: not a report: {e}")))
}

/// JSON as Python's own objects.
pub(crate) fn loads<'py>(py: Python<'py>, json: &str) -> PyResult<Bound<'py, PyAny>> {
    static LOADS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    LOADS.import(py, "json", "loads")?.call1((json,))
}
