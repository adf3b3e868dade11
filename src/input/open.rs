//! A stream of bytes to the reader of what it holds, by its first bytes, then by its name. Never reads further than it
//! takes to know.

use super::entries::{DEPTH, Entries};
use super::members::Members;
use super::sniff::{self, Kind};
use super::stream::Stream;
use super::syntax::Syntax;
use super::tar::Tar;
use super::zip::Zip;
use super::{Bytes, InputFormat, Item, Items, PageKind, Source, jsonl, mhtml, page, records};
use crate::error::{InputError, PageError, PageErrorKind, panic_message};
use crate::limits::Limits;
use crate::place::Place;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
#[cfg(feature = "parquet")]
use std::sync::atomic::Ordering;

/// What is known of a stream before it is read.
pub(super) struct Opening<'a> {
    /// Its name in records.
    pub(super) shown: &'a str,
    pub(super) format: InputFormat,
    pub(super) limits: &'a Limits,
    /// Archives that it lies in.
    pub(super) depth: u8,
    /// The file that it is, for formats that are not read front to back.
    #[cfg_attr(not(feature = "parquet"), expect(dead_code, reason = "Parquet is the one such format"))]
    pub(super) file: Option<Direct<'a>>,
}

/// A file that may be read in any order.
#[derive(Clone, Copy)]
#[cfg_attr(not(feature = "parquet"), expect(dead_code, reason = "Parquet is the one format read so"))]
pub(super) struct Direct<'a> {
    pub(super) path: &'a Path,
    /// Counts the bytes taken from all files, and how many were taken before this one.
    pub(super) read: &'a Arc<AtomicU64>,
    pub(super) before: u64,
}

impl<'a> Opening<'a> {
    /// An entry of an archive.
    pub(super) fn entry(shown: &'a str, limits: &'a Limits, depth: u8) -> Self {
        Opening { shown, format: InputFormat::Auto, limits, depth, file: None }
    }
}

/// What a stream holds.
pub(super) enum Opened {
    /// One page, still to be read.
    Page(Box<Source>, PageKind),
    /// Pages and more.
    Items(Items),
    /// Nothing that is a page, under the name it is counted by.
    PassedOver(&'static str),
    /// Nothing that can be read.
    Bad(PageErrorKind),
}

/// Finds out what a stream holds.
pub(super) fn open(bytes: Bytes, opening: &Opening<'_>) -> Opened {
    let Opening { shown, format, limits, depth, .. } = *opening;
    let starts = sniff::named_syntax(shown).map_or((|_: &[u8]| true) as fn(&[u8]) -> bool, Syntax::starts);
    let starts = if format == InputFormat::Warc { Syntax::Warc.starts() } else { starts };
    let mut source = Stream::new(Members::new(Stream::new(bytes), &shown.to_ascii_lowercase(), starts, limits));
    let head = source.ahead(sniff::LOOKED_AT);
    let kind = sniff::kind(head.get(..sniff::LOOKED_AT).unwrap_or(head), shown, format);
    if !matches!(kind, Kind::Records(_)) {
        source.get_mut().set_starts(|_| true);
    }
    let is_container = !matches!(kind, Kind::Html | Kind::Text | Kind::List | Kind::Binary(_));
    if is_container && depth >= DEPTH {
        let why = "a container within a container within a container is not read";
        return Opened::Bad(PageErrorKind::Unreadable(why.to_owned()));
    }
    let path = || shown.to_owned();
    match kind {
        Kind::Html => Opened::Page(Box::new(source), PageKind::Html),
        Kind::Text => Opened::Page(Box::new(source), PageKind::Text),
        Kind::Jsonl => Opened::Items(Box::new(jsonl::Lines::new(source, path(), limits.clone()))),
        Kind::Records(syntax) => Opened::Items(Box::new(records::Records::new(source, syntax, path(), limits.clone()))),
        Kind::Zip => Opened::Items(Box::new(Entries::new(Zip::new(source, shown, limits), opening))),
        Kind::Tar => Opened::Items(Box::new(Entries::new(Tar::new(source, shown), opening))),
        Kind::Mhtml => Opened::Items(Box::new(mhtml::read(source, shown, limits.page_bytes).into_iter())),
        Kind::Parquet => parquet(source, opening),
        Kind::List => Opened::PassedOver("wacz-pages"),
        Kind::Binary(format) => Opened::Bad(PageErrorKind::Binary(format)),
    }
}

#[cfg(feature = "parquet")]
fn parquet(source: Source, opening: &Opening<'_>) -> Opened {
    let is_unpacked = source.get_ref().is_packed();
    let plain = opening.file.filter(|_| !is_unpacked);
    let file = match plain.map(|direct| std::fs::File::open(direct.path)) {
        Some(file) => file.map_err(|e| PageErrorKind::Unreadable(e.to_string())),
        None => super::parquet::spooled(source),
    };
    let counts = plain.map(|Direct { path, read, before }| {
        let length = std::fs::metadata(path).map_or(0, |meta| meta.len());
        let taken = read.load(Ordering::Relaxed) - before;
        super::parquet::Counts { read: Arc::clone(read), left: length.saturating_sub(taken) }
    });
    match file.and_then(|file| super::parquet::open(file, opening, counts, is_unpacked)) {
        Ok(rows) => Opened::Items(Box::new(rows)),
        Err(kind) => Opened::Bad(kind),
    }
}

#[cfg(not(feature = "parquet"))]
fn parquet(_: Source, _: &Opening<'_>) -> Opened {
    Opened::Bad(PageErrorKind::Unreadable("pagesieve was built without its feature `parquet`".to_owned()))
}

/// The items of a file. A panic below, in a format's crate or of ours, costs the rest of the file.
pub(super) fn items(bytes: Bytes, opening: &Opening<'_>) -> Items {
    match catch_unwind(AssertUnwindSafe(|| unguarded(bytes, opening))) {
        Ok(items) => Box::new(Guarded { items: Some(items), path: opening.shown.to_owned(), n: 0 }),
        Err(panic) => one_bad(opening.shown, PageErrorKind::Panic(panic_message(panic.as_ref()).to_owned())),
    }
}

fn unguarded(bytes: Bytes, opening: &Opening<'_>) -> Items {
    match open(bytes, opening) {
        Opened::Page(source, kind) => {
            let item = page::read(*source, opening.shown, kind, opening.limits.page_bytes);
            Box::new(std::iter::once(item))
        }
        Opened::Items(items) => items,
        Opened::PassedOver(kind) => Box::new(std::iter::once(Item::PassedOver(kind))),
        Opened::Bad(kind) => one_bad(opening.shown, kind),
    }
}

/// Items until one panics.
struct Guarded {
    items: Option<Items>,
    path: String,
    n: u64,
}

impl Iterator for Guarded {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        let items = self.items.as_mut()?;
        match catch_unwind(AssertUnwindSafe(|| items.next())) {
            Ok(item) => {
                self.n += u64::from(item.is_some());
                item
            }
            Err(panic) => {
                self.items = None;
                let place = Place { path: self.path.clone(), record: self.n, ..Place::default() };
                let why =
                    format!("the reader panicked, the rest of the file is not read: {}", panic_message(panic.as_ref()));
                Some(Item::Damage(InputError { place, is_unpacked: false, why }))
            }
        }
    }
}

/// One page that cannot be read: the file itself.
pub(super) fn one_bad(shown: &str, kind: PageErrorKind) -> Items {
    let place = Place { path: shown.to_owned(), ..Place::default() };
    Box::new(std::iter::once(Item::Bad(PageError { place, url: None, kind })))
}
