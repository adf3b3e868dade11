//! JSON lines with a page each (`html`, `text` or `content`, markup or text; perhaps `url` and `id`). Lines in, one item a
//! line out. A bad line never ends the file; a line never takes more memory than a page may have, times what escaping adds.

use super::members::Line;
use super::{Item, PageKind, RawPage, Source, page, sniff};
use crate::error::{InputError, PageError, PageErrorKind};
use crate::place::Place;
use std::collections::VecDeque;

/// Escaping makes a page longer: twice is more than any text but one of control characters alone needs.
const ESCAPED: usize = 2;

#[derive(serde::Deserialize)]
struct Fields {
    html: Option<String>,
    text: Option<String>,
    content: Option<String>,
    url: Option<String>,
    id: Option<serde_json::Value>,
}

/// The lines of one file.
pub(super) struct Lines {
    from: Source,
    path: String,
    limit: usize,
    record: u64,
    queue: VecDeque<Item>,
}

impl Lines {
    pub(super) fn new(from: Source, path: String, limit: usize) -> Self {
        Lines { from, path, limit, record: 0, queue: VecDeque::new() }
    }

    /// Reads on by a line; `None` at the end.
    fn read(&mut self) -> Option<()> {
        self.from.ahead(1);
        self.queue.extend(self.from.losses(&self.path, self.record).into_iter().map(Item::Damage));
        let offset = self.from.offset();
        let most = self.limit.saturating_mul(ESCAPED).saturating_add(64 << 10);
        let mut line = Vec::new();
        let Line { n: length, over, broken, ended } = self.from.line(&mut line, most);
        let place = Place { path: self.path.clone(), record: self.record, offset, length };
        // a line that a fault of the file cuts off is lost with it
        if let Some(e) = (!ended).then(|| self.from.read_error()).flatten() {
            self.queue.push_back(Item::Damage(InputError { place, why: e.to_string() }));
            return None;
        }
        if length == 0 {
            return None;
        }
        let start = line.strip_prefix(b"\xef\xbb\xbf").filter(|_| offset == 0).unwrap_or(&line);
        if (start.trim_ascii().is_empty() && !over) || broken {
            return Some(());
        }
        self.record += 1;
        let item = if over {
            let why = format!("the line has {length} bytes, more than a page may have");
            Item::Bad(PageError { place, url: None, kind: PageErrorKind::Malformed(why) })
        } else {
            self.item(start, place)
        };
        self.queue.push_back(item);
        Some(())
    }

    fn item(&self, line: &[u8], place: Place) -> Item {
        let bad = |place, why| Item::Bad(PageError { place, url: None, kind: PageErrorKind::Malformed(why) });
        let parsed: Fields = match serde_json::from_slice(line) {
            Ok(parsed) => parsed,
            Err(e) => return bad(place, format!("bad JSON: {e}")),
        };
        let (kind, text) = match (parsed.html, parsed.text, parsed.content) {
            (Some(html), _, _) => (PageKind::Html, html),
            (None, Some(text), _) => (PageKind::Text, text),
            (None, None, Some(either)) if sniff::is_markup(either.as_bytes()) => (PageKind::Html, either),
            (None, None, Some(either)) => (PageKind::Text, either),
            (None, None, None) => return bad(place, "no `html`, `text` or `content` field".to_owned()),
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

impl Iterator for Lines {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.queue.pop_front() {
                return Some(item);
            }
            if self.read().is_none() && self.queue.is_empty() {
                return None;
            }
        }
    }
}
