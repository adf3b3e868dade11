//! Paths in, pages out. What a file is gets decided by its content, then by its name. Never decodes or parses a page.

#[cfg(feature = "arrow")]
mod batch;
mod digest;
mod entries;
mod extract;
mod files;
mod http;
mod jsonl;
mod members;
mod mhtml;
mod open;
mod packed;
mod page;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(feature = "parquet")]
mod parquet_pages;
mod record;
mod records;
mod segments;
mod sniff;
mod stream;
mod syntax;
mod tar;
mod zip;

use crate::error::{InputError, PageError, PageErrorKind, RunError};
use crate::limits::Limits;
use crate::place::Place;
use members::Members;
use open::{Direct, Opening};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use stream::Stream;

#[cfg(feature = "arrow")]
pub use batch::{Batch, ColumnError};
pub use extract::record as raw_record;
pub use page::Field;
pub use sniff::{ByteOrder, utf16_order};

/// What a page's bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum PageKind {
    /// Markup.
    Html,
    /// Text without markup.
    Text,
}

/// One page as it was fetched: transfer and content coding undone, character coding not.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
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
    /// The page. What is over [`crate::limits::Limits::page_bytes`] is not read.
    #[serde(skip)]
    pub bytes: Vec<u8>,
    /// Bytes cut off since the page was over the limit, or missing since the record was cut short.
    pub bytes_missing: u64,
    /// What tells that bytes of it are wrong, though none is known to be missing.
    pub damage: Option<String>,
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

impl RawPage {
    /// A page of markup that does not come from a file.
    pub fn html(bytes: impl Into<Vec<u8>>, url: Option<&str>) -> RawPage {
        let bytes = bytes.into();
        let place = Place { length: bytes.len() as u64, ..Place::default() };
        RawPage {
            place,
            url: url.map(str::to_owned),
            kind: PageKind::Html,
            charset: None,
            fetched_at: None,
            given_id: None,
            bytes,
            bytes_missing: 0,
            damage: None,
        }
    }

    /// A page of plain text that does not come from a file.
    pub fn text(bytes: impl Into<Vec<u8>>) -> RawPage {
        RawPage { kind: PageKind::Text, ..RawPage::html(bytes, None) }
    }
}

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
    /// Each line is a JSON object with `html`, `text` or `content` (markup or text), and perhaps `url` and `id`.
    Jsonl,
    /// WARC or WET.
    Warc,
}

type Items = Box<dyn Iterator<Item = Item> + Send>;
type Bytes = Box<dyn Read + Send>;
/// A file's bytes, unpacked where it is packed.
type Source = Stream<Members<Bytes>>;

/// A file of a run that is read apart from the others, perhaps on another machine: it gives the records that it gives in
/// the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputFile {
    /// The input that it belongs to, as reports name it.
    pub input: String,
    /// Its name in records.
    pub name: String,
    /// Where it lies; none for standard input.
    pub path: Option<PathBuf>,
}

/// How far the reading has come: after this many items of this file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Position {
    /// Number of the file among all files of the run, from 0.
    pub file: u64,
    /// Items taken from it.
    pub items: u64,
}

/// Reads all inputs in order, one item at a time: no more of a file is held than one record.
pub struct Inputs {
    todo: std::vec::IntoIter<files::Planned>,
    now: Option<Items>,
    /// Files opened so far, the one being read among them.
    started: u64,
    /// Number of the input that the file being read belongs to.
    input: usize,
    position: Position,
    names: Vec<String>,
    paths: Vec<PathBuf>,
    total: Option<u64>,
    read: Arc<AtomicU64>,
    /// Of those bytes, the ones that `taken` knows of.
    settled: u64,
    /// Bytes by the number of their input, until somebody takes the count.
    taken: Vec<(usize, u64)>,
    format: InputFormat,
    limits: Limits,
}

impl Inputs {
    /// Plans the reading of `paths` (files, directories, `-` for standard input). Fails before anything is read if one
    /// of them is missing or a directory cannot be listed.
    pub fn open(paths: &[PathBuf], format: InputFormat, limits: &Limits) -> Result<Inputs, RunError> {
        let plan = files::plan(paths)?;
        let paths = plan.files.iter().filter_map(|file| file.path.clone()).collect();
        let inputs = Inputs::of_files(plan.files, format, limits);
        Ok(Inputs { paths, names: plan.names, total: plan.total, ..inputs })
    }

    /// Reads these files, of which nothing is read yet and nothing else is known.
    fn of_files(files: Vec<files::Planned>, format: InputFormat, limits: &Limits) -> Inputs {
        Inputs {
            todo: files.into_iter(),
            now: None,
            started: 0,
            input: 0,
            position: Position::default(),
            names: Vec::new(),
            paths: Vec::new(),
            total: None,
            read: Arc::default(),
            settled: 0,
            taken: Vec::new(),
            format,
            limits: limits.clone(),
        }
    }

    /// Reads one file of a run.
    pub fn of_file(file: InputFile, format: InputFormat, limits: &Limits) -> Inputs {
        let InputFile { input, name, path } = file;
        let paths = path.iter().cloned().collect();
        let inputs = Inputs::of_files(vec![files::Planned { path, shown: name, input: 0 }], format, limits);
        Inputs { paths, names: vec![input], ..inputs }
    }

    /// Reads one stream of bytes as if it were this file.
    pub fn of_reader(
        file: InputFile,
        reader: impl Read + Send + 'static,
        format: InputFormat,
        limits: &Limits,
    ) -> Inputs {
        let inputs = Inputs::of_file(file, format, limits);
        let counted = Counted { inner: Box::new(reader), read: Arc::clone(&inputs.read) };
        let shown = inputs.to_come().next().map(|(name, _)| name.to_owned()).unwrap_or_default();
        let opening = Opening { shown: &shown, format, limits, depth: 0, file: None };
        let now = Some(open::items(Box::new(counted), &opening));
        Inputs { todo: Vec::new().into_iter(), now, started: 1, ..inputs }
    }

    /// Reads one stream of bytes as if it were a file called `name`.
    pub fn from_reader(name: &str, reader: impl Read + Send + 'static, format: InputFormat, limits: &Limits) -> Inputs {
        let file = InputFile { input: name.to_owned(), name: name.to_owned(), path: None };
        Inputs::of_reader(file, reader, format, limits)
    }

    /// Bytes of all input files on disk, where all are regular files: what progress is measured against.
    pub fn total_bytes(&self) -> Option<u64> {
        self.total
    }

    /// Bytes taken from the files so far.
    pub fn bytes_read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// Bytes taken from the files since this was last called, by the number of their input.
    pub fn take_bytes(&mut self) -> Vec<(usize, u64)> {
        self.settle();
        std::mem::take(&mut self.taken)
    }

    fn settle(&mut self) {
        let read = self.bytes_read();
        let new = read - std::mem::replace(&mut self.settled, read);
        if new > 0 {
            self.taken.push((self.input, new));
        }
    }

    /// A counter of the bytes taken from the files so far, to be watched from another thread.
    pub fn counter(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.read)
    }

    /// The files that will be read, so that no output overwrites an input.
    pub fn files(&self) -> &[PathBuf] {
        &self.paths
    }

    /// Takes the next files out, to be read apart from the others: as many as it takes to have so many bytes on the disk, and
    /// the one being read. Items, numbers and positions are those that they have here. Where no file is left it has none.
    pub fn split_off(&mut self, bytes: u64) -> Inputs {
        let mut files = Vec::new();
        let mut size = 0u64;
        while size < bytes
            && let Some(file) = self.todo.next()
        {
            let length = file.path.as_ref().and_then(|path| std::fs::metadata(path).ok()).map_or(0, |meta| meta.len());
            size = size.saturating_add(length);
            files.push(file);
        }
        let started = self.started;
        self.started += files.len() as u64;
        Inputs {
            now: self.now.take(),
            started,
            input: self.input,
            position: self.position,
            read: std::mem::take(&mut self.read),
            settled: std::mem::take(&mut self.settled),
            taken: std::mem::take(&mut self.taken),
            ..Inputs::of_files(files, self.format, &self.limits)
        }
    }

    /// The files that are still to be opened: their names in records and where they lie; no path for standard input.
    pub fn to_come(&self) -> impl Iterator<Item = (&str, Option<&Path>)> {
        self.todo.as_slice().iter().map(|file| (file.shown.as_str(), file.path.as_deref()))
    }

    /// The files that are still to be opened, each to be read by itself.
    pub fn to_share(&self) -> Vec<InputFile> {
        let input = |number: usize| self.names.get(number).cloned().unwrap_or_default();
        let file = |file: &files::Planned| InputFile {
            input: input(file.input),
            name: file.shown.clone(),
            path: file.path.clone(),
        };
        self.todo.as_slice().iter().map(file).collect()
    }

    /// The inputs as records name them, in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Number of the input that the last item came from.
    pub fn input(&self) -> usize {
        self.input
    }

    /// How far the reading has come with the last item.
    pub fn position(&self) -> Position {
        self.position
    }

    /// Moves to `position`: files before it are not opened, items of its file that come before it are read and dropped.
    /// `false` where there is no such position.
    pub fn go_on_from(&mut self, position: Position) -> bool {
        while self.started < position.file {
            if self.todo.next().is_none() {
                return false;
            }
            self.started += 1;
        }
        while self.position != position && position.items > 0 {
            if self.next().is_none() || self.position.file > position.file {
                return false;
            }
        }
        // what was dropped was counted when it was first read
        self.take_bytes();
        true
    }

    fn start(&self, file: &files::Planned) -> Items {
        let inner: Bytes = match &file.path {
            None => Box::new(std::io::stdin()),
            Some(path) => match std::fs::File::open(path) {
                Ok(file) => Box::new(file),
                Err(e) => return open::one_bad(&file.shown, PageErrorKind::Unreadable(e.to_string())),
            },
        };
        let counted = Counted { inner, read: Arc::clone(&self.read) };
        let (shown, format, limits) = (&file.shown, self.format, &self.limits);
        let before = self.bytes_read();
        let file = file.path.as_deref().map(|path| Direct { path, read: &self.read, before });
        open::items(Box::new(counted), &Opening { shown, format, limits, depth: 0, file })
    }
}

impl Iterator for Inputs {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.now.as_mut().and_then(Iterator::next) {
                let file = self.started - 1;
                let items = if file == self.position.file { self.position.items + 1 } else { 1 };
                self.position = Position { file, items };
                return Some(item);
            }
            let file = self.todo.next()?;
            self.settle();
            self.started += 1;
            self.input = file.input;
            self.now = Some(self.start(&file));
        }
    }
}

/// Counts what is read.
struct Counted {
    inner: Bytes,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(out)?;
        self.read.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}
