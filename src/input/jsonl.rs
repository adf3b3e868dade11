//! JSON lines with a page each (`html` or `text`, perhaps `url` and `id`). Lines in, one item a line out. A bad line
//! never ends the file; a line never takes more memory than a page may have, times what escaping adds.

use super::{Item, PageKind, RawPage, page};
use crate::error::{PageError, PageErrorKind};
use crate::place::Place;
use std::io::BufRead;

/// Escaping makes a page longer: twice is more than any text but one of control characters alone needs.
const ESCAPED: usize = 2;

#[derive(serde::Deserialize)]
struct Line {
    html: Option<String>,
    text: Option<String>,
    url: Option<String>,
    id: Option<serde_json::Value>,
}

/// The lines of one file.
pub(super) struct Lines<R> {
    from: R,
    path: String,
    limit: usize,
    record: u64,
    offset: u64,
    ended: bool,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(from: R, path: String, limit: usize) -> Self {
        Lines { from, path, limit, record: 0, offset: 0, ended: false }
    }

    /// Reads a line without its end into `line`; the bytes it has in the file and whether it was over the bound.
    fn line(&mut self, line: &mut Vec<u8>) -> std::io::Result<(u64, bool)> {
        let most = self.limit.saturating_mul(ESCAPED).saturating_add(64 << 10);
        let (mut n, mut over) = (0u64, false);
        loop {
            let ahead = match self.from.fill_buf() {
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            if ahead.is_empty() {
                return Ok((n, over));
            }
            let end = memchr::memchr(b'\n', ahead);
            let part = ahead.get(..end.unwrap_or(ahead.len())).unwrap_or_default();
            over |= line.len() + part.len() > most;
            if !over {
                line.extend_from_slice(part);
            }
            let taken = part.len() + usize::from(end.is_some());
            self.from.consume(taken);
            n += taken as u64;
            if end.is_some() {
                return Ok((n, over));
            }
        }
    }

    fn item(&self, line: &[u8], place: Place) -> Item {
        let bad = |place, why| Item::Bad(PageError { place, url: None, kind: PageErrorKind::Malformed(why) });
        let parsed: Line = match serde_json::from_slice(line) {
            Ok(parsed) => parsed,
            Err(e) => return bad(place, format!("bad JSON: {e}")),
        };
        let (kind, text) = match (parsed.html, parsed.text) {
            (Some(html), _) => (PageKind::Html, html),
            (None, Some(text)) => (PageKind::Text, text),
            (None, None) => return bad(place, "no `html` or `text` field".to_owned()),
        };
        let given_id = parsed.id.and_then(|id| match id {
            serde_json::Value::Null => None,
            serde_json::Value::String(id) => Some(id),
            other => Some(other.to_string()),
        });
        let cut = text.floor_char_boundary_at(self.limit);
        let missing = (text.len() - cut) as u64;
        let mut bytes = text.into_bytes();
        bytes.truncate(cut);
        page::checked(RawPage {
            place,
            url: parsed.url,
            kind,
            charset: Some("utf-8".to_owned()),
            fetched_at: None,
            given_id,
            bytes,
            bytes_missing: missing,
        })
    }
}

/// The end of the last whole character at or before a byte.
trait CharBoundary {
    fn floor_char_boundary_at(&self, at: usize) -> usize;
}

impl CharBoundary for String {
    fn floor_char_boundary_at(&self, at: usize) -> usize {
        let mut at = at.min(self.len());
        while !self.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while !self.ended {
            let mut line = Vec::new();
            let read = self.line(&mut line);
            let (length, over) = *read.as_ref().unwrap_or(&(0, false));
            let place = Place { path: self.path.clone(), record: self.record, offset: self.offset, length };
            if let Err(e) = read {
                self.ended = true;
                return Some(Item::Damage(crate::error::InputError { place, why: e.to_string() }));
            }
            self.ended = length == 0;
            let start = line.strip_prefix(b"\xef\xbb\xbf").filter(|_| self.offset == 0).unwrap_or(&line);
            self.offset += length;
            if start.trim_ascii().is_empty() && !over {
                continue;
            }
            self.record += 1;
            if over {
                let why = format!("the line has {length} bytes, more than a page may have");
                return Some(Item::Bad(PageError { place, url: None, kind: PageErrorKind::Malformed(why) }));
            }
            return Some(self.item(start, place));
        }
        None
    }
}
