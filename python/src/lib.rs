//! pagesieve as a Python module: pages, Arrow batches and files in; dicts and Arrow batches out. All that is said of a page
//! is said by the crate `pagesieve`: here its types meet those of Python.

mod batch;
mod capsule;
mod cleaner;
mod engine;
mod file;
mod given;
mod interrupts;
mod page;
mod reader;
mod report;
mod rows;
mod settings;

use pyo3::prelude::*;

/// Removes template leftovers and boilerplate from scraped pages and emits structured, clean records.
#[pymodule]
#[pyo3(name = "pagesieve")]
fn python_module(m: &Bound<'_, PyModule>) -> PyResult<()> {
    // a panic is told in the row of its page
    std::panic::set_hook(Box::new(|_| {}));
    m.add("__version__", env!("CARGO_PKG_VERSION"))?;
    m.add_class::<cleaner::Cleaner>()?;
    m.add_class::<page::Page>()?;
    m.add_class::<reader::Reader>()?;
    m.add_class::<rows::RecordBatch>()?;
    m.add_class::<rows::Schema>()?;
    m.add_function(wrap_pyfunction!(cleaner::clean, m)?)?;
    m.add_function(wrap_pyfunction!(cleaner::page, m)?)?;
    m.add_function(wrap_pyfunction!(cleaner::clean_batch, m)?)?;
    m.add_function(wrap_pyfunction!(cleaner::read, m)?)?;
    m.add_function(wrap_pyfunction!(reader::files, m)?)?;
    m.add_function(wrap_pyfunction!(rows::schema, m)?)?;
    m.add_function(wrap_pyfunction!(report::add_reports, m)?)
}
