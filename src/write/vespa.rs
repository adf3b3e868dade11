//! A page as Vespa's feed has it: one JSON operation a line, on the document type `page` of the namespace `pagesieve`.
//! Pages without text get nothing.

use super::document::{Document, document, is_indexed};
use crate::cleaner::CleanPage;
use serde::Serialize;
use std::io;

#[derive(Serialize)]
struct Put<'a> {
    put: String,
    fields: Document<'a>,
}

#[derive(Serialize)]
struct Remove {
    remove: String,
}

fn name(id: &str) -> String {
    format!("id:pagesieve:page::{id}")
}

pub(super) fn page(page: &CleanPage, out: &mut Vec<u8>) -> io::Result<()> {
    if is_indexed(page) {
        serde_json::to_writer(&mut *out, &Put { put: name(&page.id), fields: document(page, true) })?;
        out.push(b'\n');
    }
    Ok(())
}

/// Takes the document of this id away.
pub(super) fn remove(id: &str, out: &mut Vec<u8>) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Remove { remove: name(id) })?;
    out.push(b'\n');
    Ok(())
}
