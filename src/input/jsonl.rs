//! JSON lines with a page each (`html`, `text` or `content`, markup or text; perhaps `url` and `id`). Lines in, one item a
//! line out. A bad line never ends the file; a line never takes more memory than a page may have, times what escaping adds.

use super::members::Line;
use super::{Field, Item, RawPage, Source};
use crate::error::{InputError, PageError, PageErrorKind};
use crate::limits::Limits;
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
    limits: Limits,
    record: u64,
    queue: VecDeque<Item>,
}

impl Lines {
    pub(super) fn new(from: Source, path: String, limits: Limits) -> Self {
        Lines { from, path, limits, record: 0, queue: VecDeque::new() }
    }

    /// Reads on by a line; `None` at the end.
    fn read(&mut self) -> Option<()> {
        self.from.ahead(1);
        self.queue.extend(self.from.losses(&self.path, self.record).into_iter().map(Item::Damage));
        let offset = self.from.offset();
        let most = self.limits.page_bytes.saturating_mul(ESCAPED).saturating_add(64 << 10);
        let mut line = Vec::new();
        let Line { n: length, over, broken, ended } = self.from.line(&mut line, most);
        let place = Place { path: self.path.clone(), record: self.record, offset, length };
        // a line that a fault of the file cuts off is lost with it
        if let Some(e) = (!ended).then(|| self.from.read_error()).flatten() {
            let is_unpacked = self.from.get_ref().is_packed();
            self.queue.push_back(Item::Damage(InputError { place, is_unpacked, why: e.to_string() }));
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
        let fields = [(Field::Html, parsed.html), (Field::Text, parsed.text), (Field::Content, parsed.content)];
        let found = fields.into_iter().find_map(|(field, text)| text.map(|text| (field, text)));
        let Some((field, text)) = found else {
            return bad(place, "no `html`, `text` or `content` field".to_owned());
        };
        let given_id = parsed.id.and_then(|id| match id {
            serde_json::Value::Null => None,
            serde_json::Value::String(id) => Some(id),
            other => Some(other.to_string()),
        });
        let raw = RawPage::of_field(field, text.into_bytes().into(), &self.limits);
        let charset = Some("utf-8".to_owned());
        RawPage { place, url: parsed.url, charset, given_id, ..raw }.checked()
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
