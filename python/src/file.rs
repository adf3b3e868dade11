//! A Python file object as a stream of bytes. What it raises is kept for the caller: an archive that cannot be reached is
//! no damage to it.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::io::{self, Read};
use std::sync::{Arc, Mutex};

/// Bytes asked for at a time: each call has to wait for the interpreter.
const CHUNK: usize = 1 << 20;

/// What a file object raised.
#[derive(Clone, Default)]
pub(crate) struct Fault(Arc<Mutex<Option<PyErr>>>);

impl Fault {
    /// Takes the error, if there is one.
    pub(crate) fn take(&self) -> Option<PyErr> {
        self.0.lock().ok().and_then(|mut fault| fault.take())
    }

    fn put(&self, error: PyErr) -> io::Error {
        let told = io::Error::other(error.to_string());
        if let Ok(mut fault) = self.0.lock() {
            *fault = Some(error);
        }
        told
    }
}

/// A file object with a `read` method that gives bytes.
pub(crate) struct File {
    file: Py<PyAny>,
    fault: Fault,
    chunk: Vec<u8>,
    at: usize,
}

impl File {
    pub(crate) fn new(file: Py<PyAny>, fault: Fault) -> File {
        File { file, fault, chunk: Vec::new(), at: 0 }
    }

    fn fill(&mut self) -> PyResult<()> {
        self.chunk = Python::attach(|py| {
            let bytes = self.file.bind(py).call_method1("read", (CHUNK,))?;
            match bytes.cast::<PyBytes>() {
                Ok(bytes) => Ok(bytes.as_bytes().to_vec()),
                Err(_) => Err(PyTypeError::new_err("path: the file gives no bytes; open it in binary mode")),
            }
        })?;
        self.at = 0;
        Ok(())
    }
}

impl Read for File {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.at == self.chunk.len() {
            self.fill().map_err(|error| self.fault.put(error))?;
        }
        let n = self.chunk.get(self.at..).unwrap_or_default().read(out)?;
        self.at += n;
        Ok(n)
    }
}
