//! The entries of an archive (ZIP, WACZ, tar) as items: an entry that is a page gives a page, one that is a container
//! gives what is in it, the others are passed over. Names are labels alone: nothing of an archive touches the file system.

use super::open::{self, Opened, Opening};
use super::{Bytes, Item, Items, Source, page};
use crate::error::{InputError, PageError, PageErrorKind};
use crate::limits::Limits;
use crate::place::Place;
use std::collections::HashSet;
use std::io::{self, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Containers that may lie in one another: an archive in a file, and one in that.
pub(super) const DEPTH: u8 = 2;

/// An archive read front to back.
pub(super) trait Archive: Send {
    /// The next entry, after the last was closed.
    fn next(&mut self) -> Next;
    /// Reads on in the entry; 0 at its end. An entry whose checksum is wrong ends in an error.
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize>;
    /// Passes over what is left of the entry.
    fn close(&mut self) -> Closed;
}

/// What comes next in an archive.
pub(super) enum Next {
    Entry(Entry),
    /// Bytes of the archive that are no entry.
    Lost(Lost),
    End,
}

/// An entry's header.
pub(super) struct Entry {
    pub(super) name: String,
    /// First byte of the entry in the archive, its header's.
    pub(super) offset: u64,
    /// Whether it is a folder, a link or anything else without bytes.
    pub(super) is_folder: bool,
    /// Why it cannot be read.
    pub(super) refused: Option<String>,
}

/// Bytes of an archive that could not be read.
pub(super) struct Lost {
    pub(super) offset: u64,
    pub(super) length: u64,
    /// Whether they are bytes of what the archive is packed in.
    pub(super) is_unpacked: bool,
    pub(super) why: String,
}

impl Lost {
    /// The bytes from `at` to where the stream stands.
    pub(super) fn since(from: &Source, at: u64, why: impl Into<String>) -> Lost {
        let is_unpacked = from.get_ref().is_packed();
        Lost { offset: at, length: from.offset() - at, is_unpacked, why: why.into() }
    }
}

impl From<InputError> for Lost {
    fn from(error: InputError) -> Self {
        let Place { offset, length, .. } = error.place;
        Lost { offset, length, is_unpacked: error.is_unpacked, why: error.why }
    }
}

/// An entry that is read.
pub(super) struct Closed {
    /// Bytes it has in the archive, with its header.
    pub(super) length: u64,
    /// Whether they are bytes of what the archive is packed in.
    pub(super) is_unpacked: bool,
    /// What is wrong with it.
    pub(super) why: Option<String>,
}

/// The bytes of the entry that an archive stands at.
struct EntryBytes<A>(Arc<Mutex<A>>);

impl<A: Archive> Read for EntryBytes<A> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        locked(&self.0).read(out)
    }
}

/// One thread reads; a panic in it has ended the file before anybody asks again.
fn locked<A>(archive: &Mutex<A>) -> MutexGuard<'_, A> {
    archive.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The items of an archive.
pub(super) struct Entries<A> {
    archive: Arc<Mutex<A>>,
    path: String,
    limits: Limits,
    depth: u8,
    number: u64,
    /// The container among the entries that is being read, and its place.
    inner: Option<(Items, Place)>,
    /// Names of containers, so that none of two with one name gives the ids of the other.
    seen: HashSet<String>,
}

impl<A: Archive + 'static> Entries<A> {
    pub(super) fn new(archive: A, opening: &Opening<'_>) -> Self {
        Entries {
            archive: Arc::new(Mutex::new(archive)),
            path: opening.shown.to_owned(),
            limits: opening.limits.clone(),
            depth: opening.depth + 1,
            number: 0,
            inner: None,
            seen: HashSet::new(),
        }
    }

    /// Closes the entry: its length, and its damage if it has any.
    fn close(&mut self, place: &mut Place) -> Option<Item> {
        let closed = locked(&self.archive).close();
        place.length = closed.length;
        let Closed { is_unpacked, why, .. } = closed;
        why.map(|why| Item::Damage(InputError { place: place.clone(), is_unpacked, why }))
    }

    fn entry(&mut self, entry: Entry) -> Option<Item> {
        let path = format!("{}/{}", self.path, harmless(&entry.name));
        let mut place = Place { path, record: self.number, offset: entry.offset, length: 0 };
        if entry.is_folder {
            return self.close(&mut place);
        }
        self.number += 1;
        if is_no_page(&entry.name) {
            return self.close(&mut place).or(Some(Item::PassedOver("not-text")));
        }
        if let Some(why) = entry.refused {
            self.close(&mut place);
            return Some(Item::Bad(PageError { place, url: None, kind: PageErrorKind::Unreadable(why) }));
        }
        let bytes: Bytes = Box::new(EntryBytes(Arc::clone(&self.archive)));
        let opening = Opening { limits: &self.limits, ..Opening::entry(&place.path, &self.limits, self.depth) };
        match open::open(bytes, &opening) {
            Opened::Page(source, kind) => {
                let item = page::read(*source, &place.path, kind, self.limits.page_bytes);
                let damage = self.close(&mut place);
                Some(placed(item, place, damage))
            }
            Opened::Items(items) => {
                let mut inner = place.path.clone();
                while !self.seen.insert(inner.clone()) {
                    inner = format!("{}#{}", place.path, self.seen.len());
                }
                let items = if inner == place.path { items } else { renamed(items, inner) };
                self.inner = Some((items, place));
                None
            }
            Opened::PassedOver(kind) => self.close(&mut place).or(Some(Item::PassedOver(kind))),
            Opened::Bad(PageErrorKind::Binary(_) | PageErrorKind::Empty) => {
                self.close(&mut place).or(Some(Item::PassedOver("not-text")))
            }
            Opened::Bad(kind) => {
                self.close(&mut place);
                Some(Item::Bad(PageError { place, url: None, kind }))
            }
        }
    }
}

impl<A: Archive + 'static> Iterator for Entries<A> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some((items, _)) = &mut self.inner {
                if let Some(mut item) = items.next() {
                    if let Item::Damage(error) = &mut item {
                        error.is_unpacked = true;
                    }
                    return Some(item);
                }
                let (_, mut place) = self.inner.take()?;
                if let Some(damage) = self.close(&mut place) {
                    return Some(damage);
                }
                continue;
            }
            let next = locked(&self.archive).next();
            match next {
                Next::End => return None,
                Next::Lost(Lost { offset, length, is_unpacked, why }) => {
                    let place = Place { path: self.path.clone(), record: self.number, offset, length };
                    return Some(Item::Damage(InputError { place, is_unpacked, why }));
                }
                Next::Entry(entry) => {
                    if let Some(item) = self.entry(entry) {
                        return Some(item);
                    }
                }
            }
        }
    }
}

/// A page in the place of its entry. One whose bytes are damaged is none that can be relied on.
fn placed(item: Item, place: Place, damage: Option<Item>) -> Item {
    match (item, damage) {
        (Item::Page(page), Some(Item::Damage(error))) => {
            Item::Bad(PageError { place, url: page.url, kind: PageErrorKind::Unreadable(error.why) })
        }
        (Item::Page(mut page), _) => {
            page.place = place;
            Item::Page(page)
        }
        (Item::Bad(error), _) => Item::Bad(PageError { place, ..error }),
        (other, _) => other,
    }
}

/// The items of a container under another name.
fn renamed(items: Items, name: String) -> Items {
    Box::new(items.map(move |mut item| {
        match &mut item {
            Item::Page(page) => page.place.path.clone_from(&name),
            Item::Bad(error) => error.place.path.clone_from(&name),
            Item::Damage(error) => error.place.path.clone_from(&name),
            Item::PassedOver(_) => {}
        }
        item
    }))
}

/// A name without what would lead out of the archive, were it a path.
pub(super) fn harmless(name: &str) -> String {
    let parts = name.split(['/', '\\']).filter(|part| !part.is_empty() && *part != "." && *part != "..");
    parts.collect::<Vec<_>>().join("/")
}

/// Files that are part of a site or a collection, but no pages of it, though they are text.
const NO_PAGES: &[&str] = &[
    ".css", ".js", ".mjs", ".json", ".map", ".svg", ".xml", ".rss", ".atom", ".csv", ".tsv", ".log", ".cdx", ".cdxj",
    ".idx", ".yaml", ".yml", ".toml", ".ini", ".sql", ".py", ".sh", ".woff", ".woff2", ".ttf", ".eot", ".png", ".jpg",
    ".jpeg", ".gif", ".webp", ".ico", ".mp3", ".mp4", ".webm", ".pdf",
];

fn is_no_page(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    NO_PAGES.iter().any(|ending| name.ends_with(ending))
}
