//! A file that is one page, plain or packed. Its bytes in, one item out. Never holds more than a page may have.

use super::{Item, PageKind, RawPage, Source, sniff};
use crate::error::{PageError, PageErrorKind};
use crate::limits::Limits;
use crate::place::Place;
use std::borrow::Cow;
use std::io::{ErrorKind, Read};

/// How many times a page's bound is read at most to count what is over it; past that the count is a lower bound, so
/// that a gzip bomb costs a bounded time.
const COUNTED: u64 = 4;

/// Bytes read under a bound.
pub(super) struct Bounded {
    /// The bytes, no more than the bound.
    pub(super) bytes: Vec<u8>,
    /// Bytes over the bound, or at least 1 where the stream was cut short.
    pub(super) missing: u64,
}

/// Reads on from `start`, no more than `limit` bytes in all, and counts the rest. Bytes cut short count as missing;
/// broken ones are an error.
pub(super) fn read_bounded(start: Vec<u8>, from: impl Read, limit: usize) -> Result<Bounded, String> {
    let mut bytes = start;
    let over = bytes.split_off(bytes.len().min(limit));
    let mut from = over.as_slice().chain(from);
    let mut missing = 0;
    match from.by_ref().take((limit - bytes.len()) as u64).read_to_end(&mut bytes) {
        Ok(_) => {}
        Err(e) if e.kind() == ErrorKind::UnexpectedEof && !bytes.is_empty() => {
            return Ok(Bounded { bytes, missing: 1 });
        }
        Err(e) => return Err(e.to_string()),
    }
    if bytes.len() == limit {
        let rest = (limit as u64).saturating_mul(COUNTED);
        // An error past the bound changes nothing of the page.
        missing = std::io::copy(&mut from.take(rest), &mut std::io::sink()).unwrap_or(1);
    }
    Ok(Bounded { bytes, missing })
}

/// The one item of a file that is a page. What damage left of it is read; without any it is not readable.
pub(super) fn read(mut from: Source, path: &str, kind: PageKind, limit: usize) -> Item {
    let mut place = Place { path: path.to_owned(), ..Place::default() };
    let room = from.ahead(sniff::LOOKED_AT).len();
    let read = read_bounded(Vec::with_capacity(room), &mut from, limit);
    let lost = from.losses(path, 0);
    let why = from.read_error().map(|e| e.to_string()).or_else(|| lost.into_iter().next().map(|e| e.why));
    match (read, why) {
        (Err(why), _) => Item::Bad(PageError { place, url: None, kind: PageErrorKind::Unreadable(why) }),
        (Ok(Bounded { bytes, .. }), Some(why)) if bytes.is_empty() => {
            Item::Bad(PageError { place, url: None, kind: PageErrorKind::Unreadable(why) })
        }
        (Ok(Bounded { bytes, missing }), why) => {
            place.length = bytes.len() as u64 + missing;
            let missing = missing + u64::from(why.is_some());
            checked(RawPage { place, kind, bytes_missing: missing, ..RawPage::html(bytes, None) })
        }
    }
}

/// The column of a table, the key of an object or the argument that a page is given in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Markup.
    Html,
    /// Text without markup.
    Text,
    /// Either: the page itself tells.
    Content,
}

impl Field {
    /// All of them, the one that counts where a row has several first.
    pub const ALL: [Field; 3] = [Field::Html, Field::Text, Field::Content];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Field::Html => "html",
            Field::Text => "text",
            Field::Content => "content",
        }
    }
}

impl RawPage {
    /// The page that stands in a field, cut at the bound on a page's bytes; its place and all else are still to be told.
    pub fn of_field(field: Field, bytes: Cow<'_, [u8]>, limits: &Limits) -> RawPage {
        let cut = end_of_character(&bytes, limits.page_bytes);
        let bytes_missing = (bytes.len() - cut) as u64;
        let bytes = match bytes {
            Cow::Borrowed(bytes) => bytes.get(..cut).unwrap_or_default().to_vec(),
            Cow::Owned(mut bytes) => {
                bytes.truncate(cut);
                bytes
            }
        };
        let is_markup = field == Field::Html || (field == Field::Content && sniff::is_markup(&bytes));
        let kind = if is_markup { PageKind::Html } else { PageKind::Text };
        RawPage { kind, bytes_missing, ..RawPage::html(bytes, None) }
    }

    /// A page to clean, unless it is empty or no text.
    pub fn checked(self) -> Item {
        checked(self)
    }
}

/// `at`, or where the UTF-8 character begins that `at` stands in.
fn end_of_character(bytes: &[u8], at: usize) -> usize {
    let is_within = |at: usize| bytes.get(at).is_some_and(|byte| byte & 0xc0 == 0x80);
    if at >= bytes.len() {
        return bytes.len();
    }
    // a character has four bytes at most: what is no UTF-8 is cut where it is
    (at.saturating_sub(3)..=at).rev().find(|&at| !is_within(at)).unwrap_or(at)
}

/// A page, unless it is empty or no text.
pub(super) fn checked(page: RawPage) -> Item {
    let wide = page.charset.as_deref().is_some_and(|c| c.to_ascii_lowercase().starts_with("utf-16"));
    let kind = if page.bytes.trim_ascii().is_empty() || page.bytes == b"\xef\xbb\xbf" {
        PageErrorKind::Empty
    } else if let Some(format) = sniff::binary(&page.bytes).filter(|_| !wide) {
        PageErrorKind::Binary(format)
    } else {
        return Item::Page(page);
    };
    Item::Bad(PageError { place: page.place, url: page.url, kind })
}
