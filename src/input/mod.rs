//! Paths in, pages out. What a file is gets decided by its content, then by its name. Never decodes or parses a page.

use crate::error::{InputError, PageError};
use crate::place::Place;

/// What a page's bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// Markup.
    Html,
    /// Text without markup.
    Text,
}

/// One page as it was fetched: transfer and content coding undone, character coding not.
#[derive(Clone, Debug)]
pub struct RawPage {
    /// Where it stands.
    pub place: Place,
    /// Its address.
    pub url: Option<String>,
    /// Markup or text.
    pub kind: PageKind,
    /// `charset` of the HTTP header.
    pub charset: Option<String>,
    /// When it was fetched, as the container says (`WARC-Date`).
    pub fetched_at: Option<String>,
    /// The `id` field of a JSONL line.
    pub given_id: Option<String>,
    /// The page. No longer than [`crate::limits::Limits::page_bytes`].
    pub bytes: Vec<u8>,
    /// Bytes cut off since the page was over the limit, or missing since the record was cut short.
    pub bytes_missing: u64,
}

/// What a reader comes upon.
#[derive(Debug)]
pub enum Item {
    /// A page to clean.
    Page(RawPage),
    /// A page that cannot be cleaned; it still gets a record.
    Bad(PageError),
    /// A record that is no page (a request, an image, a redirect, …), under the name it is counted by.
    PassedOver(&'static str),
    /// Bytes that could not be read as records.
    Damage(InputError),
}

/// Reads all inputs in order.
pub struct Inputs {}

/// What the inputs hold, where the user says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputFormat {
    /// Decided by each file's content, then its name.
    #[default]
    Auto,
    /// Each file is a page of markup.
    Html,
    /// Each file is a page of text.
    Text,
    /// Each line is a JSON object with `html` or `text`, and perhaps `url` and `id`.
    Jsonl,
    /// WARC or WET.
    Warc,
}

impl Inputs {
    /// Plans the reading of `paths` (files, directories, `-` for standard input). Fails before anything is read if one
    /// of them is missing or a directory cannot be listed.
    pub fn open(
        paths: &[std::path::PathBuf],
        format: InputFormat,
        limits: &crate::limits::Limits,
    ) -> Result<Inputs, crate::error::RunError> {
        let _ = (paths, format, limits);
        todo!()
    }

    /// Bytes of all input files on disk, where all are regular files: what progress is measured against.
    pub fn total_bytes(&self) -> Option<u64> {
        todo!()
    }

    /// Bytes taken from the files so far.
    pub fn bytes_read(&self) -> u64 {
        todo!()
    }

    /// The files that will be read, so that no output overwrites an input.
    pub fn files(&self) -> &[std::path::PathBuf] {
        todo!()
    }
}

impl Iterator for Inputs {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        todo!()
    }
}
