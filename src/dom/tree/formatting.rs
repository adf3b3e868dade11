//! The list of active formatting elements: what is made again where markup nests wrongly (HTML standard, sections 13.2.4.3
//! and 13.2.6.4.7).

use super::sets::{SCOPE, SPECIAL};
use super::stack::Open;
use super::{Place, Tree};
use crate::dom::arena::{NIL, Rows};
use crate::dom::builder::StartTag;
use crate::dom::char_ref::unescaped;
use crate::dom::names::{Ident, ident};
use crate::dom::tag::{Attr, Tag};
use std::borrow::Cow;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// An entry of the list.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    open: Open,
    tag: Tag,
    /// The same for entries with the same attributes.
    attributes: u64,
}

/// Entries at most, markers among them: the list is searched for elements. Pages have one for each cell and formatting element
/// that is open.
const MOST_ENTRIES: usize = 1024;

/// What parts the contents of cells, captions and objects from what is around them.
const MARKER: Entry = Entry { open: Open { node: NIL, name: Ident::MAX, sets: 0 }, tag: Tag::Document, attributes: 0 };

impl Entry {
    fn is_marker(&self) -> bool {
        self.open.node == NIL
    }
}

impl Tree<'_> {
    pub(super) fn push_marker(&mut self) {
        self.room.formatting.push(MARKER);
    }

    /// Forgets the entries up to the last marker.
    pub(super) fn clear_to_marker(&mut self) {
        while self.room.formatting.pop().is_some_and(|entry| !entry.is_marker()) {}
    }

    /// Makes a formatting element, of which no more than three alike are remembered ("Noah's Ark").
    pub(super) fn open_formatting(&mut self, tag: &StartTag) {
        let rows = self.take_rows();
        let attributes = self.hash_of(rows);
        let is_like = |entry: &Entry| {
            entry.open.name == tag.name.ident && entry.attributes == attributes && self.are_alike(rows, entry)
        };
        let like = || self.since_marker().filter(|(_, entry)| is_like(entry));
        // the end of a link comes before the next one: no three are open
        let first = if tag.name.ident == ident(Tag::A) { None } else { like().nth(2).and(like().last()) };
        if let Some((first, _)) = first {
            self.room.formatting.remove(first);
        }
        let open = self.insert(tag);
        self.room.formatting.push(Entry { open, tag: tag.name.tag.unwrap_or(Tag::Other), attributes });
    }

    /// Entries after the last marker, the last first.
    fn since_marker(&self) -> impl Iterator<Item = (usize, &Entry)> {
        self.room.formatting.iter().enumerate().rev().take_while(|(_, entry)| !entry.is_marker())
    }

    /// A hash of attributes whatever their order: to compare them all with those of each entry would take too long.
    fn hash_of(&self, rows: Rows) -> u64 {
        self.arena.slice(rows).iter().fold(0, |hash, row| {
            let name =
                if row.name == Attr::Other { xxh3_64(self.arena.spelled(row).as_bytes()) } else { row.name as u64 };
            hash.wrapping_add(xxh3_64_with_seed(self.arena.value_of(self.page, row).as_bytes(), name))
        })
    }

    fn are_alike(&self, rows: Rows, entry: &Entry) -> bool {
        let others = self.arena.rows(entry.open.node);
        let arena = &self.arena;
        let value = |row| arena.value_of(self.page, row);
        let is_among = |row| {
            let is_same = |other: &&_| arena.same_name(row, other);
            arena.slice(others).iter().find(is_same).is_some_and(|other| value(row) == value(other))
        };
        rows.1 - rows.0 == others.1 - others.0 && arena.slice(rows).iter().all(is_among)
    }

    fn place_in_list(&self, node: u32) -> Option<usize> {
        self.room.formatting.iter().rposition(|entry| entry.open.node == node)
    }

    fn is_marker_or_open(&self, at: usize) -> bool {
        let Some(entry) = self.room.formatting.get(at) else { return true };
        entry.is_marker() || self.room.open.place_of(entry.open.node).is_some()
    }

    /// Makes again the formatting elements that were closed before their ends.
    #[inline]
    pub(super) fn reconstruct(&mut self) {
        let Some(last) = self.room.formatting.last() else { return };
        if !last.is_marker() && last.open.node != self.room.open.top().node {
            self.reconstruct_entries();
        }
    }

    fn reconstruct_entries(&mut self) {
        let n = self.room.formatting.len();
        let first = (0..n).rev().take_while(|&at| !self.is_marker_or_open(at)).last();
        for at in first.unwrap_or(n)..n {
            let entry = self.room.formatting[at];
            let open = self.make_again(entry);
            let place = self.place();
            self.put(place, open.node);
            self.room.open.push(open);
            self.room.formatting[at].open = open;
        }
    }

    /// An element like that of an entry, without a place.
    fn make_again(&mut self, entry: Entry) -> Open {
        let rows = self.arena.rows(entry.open.node);
        let node = self.arena.element(entry.tag, rows, self.source);
        self.arena.copy_name(entry.open.node, node);
        self.guard.count_nodes(self.arena.len());
        Open { node, ..entry.open }
    }

    /// A link that opens ends the one that is open.
    pub(super) fn end_open_link(&mut self) {
        let found = self.since_marker().find(|(_, entry)| entry.open.is(Tag::A)).map(|(_, entry)| entry.open.node);
        let Some(node) = found else { return };
        self.adopt(ident(Tag::A));
        if let Some(at) = self.place_in_list(node) {
            self.room.formatting.remove(at);
        }
        self.room.open.remove_node(node);
    }

    /// The end of a formatting element: the "adoption agency algorithm".
    pub(super) fn adopt(&mut self, subject: Ident) {
        let top = self.room.open.top();
        if top.name == subject && self.place_in_list(top.node).is_none() {
            self.room.open.pop();
            return;
        }
        for _ in 0..8 {
            let found = self.since_marker().find(|(_, entry)| entry.open.name == subject);
            let Some((listed, &entry)) = found else { return self.end_any(subject) };
            let Some(at) = self.room.open.place_of(entry.open.node) else {
                self.room.formatting.remove(listed);
                return;
            };
            if !self.room.open.holds(SCOPE, |open| open.node == entry.open.node) {
                return;
            }
            let furthest = self.room.open.all()[at..].iter().position(|open| open.is_in(SPECIAL));
            let Some(furthest) = furthest else {
                self.room.open.truncate(at);
                self.room.formatting.remove(listed);
                return;
            };
            self.adopt_block(entry, at, at + furthest);
        }
    }

    /// Parts a formatting element around the block at `furthest` in the stack, which it wrongly holds.
    fn adopt_block(&mut self, entry: Entry, at: usize, furthest: usize) {
        let above = self.room.open.get(at - 1);
        let block = self.room.open.get(furthest);
        let (last, bookmark) = self.adopt_between(entry, block, furthest);
        self.arena.unlink(last);
        let place = self.place_in(above);
        self.put(place, last);
        let new = self.make_again(entry);
        self.arena.move_children(block.node, new.node);
        self.put(Place::Last(block.node), new.node);
        let listed = Entry { open: new, ..entry };
        match bookmark.and_then(|node| self.place_in_list(node)) {
            Some(after) => {
                self.room.formatting.insert(after + 1, listed);
                if let Some(old) = self.place_in_list(entry.open.node) {
                    self.room.formatting.remove(old);
                }
            }
            None => {
                if let Some(old) = self.place_in_list(entry.open.node) {
                    self.room.formatting[old] = listed;
                }
            }
        }
        self.room.open.remove_node(entry.open.node);
        if let Some(at) = self.room.open.place_of(block.node) {
            self.room.open.insert_above(at, new);
        }
    }

    /// Makes the elements between a formatting element and the block anew, one in the other, the block innermost: the
    /// outermost of them, and the one behind which the formatting element's own copy is listed.
    fn adopt_between(&mut self, entry: Entry, block: Open, furthest: usize) -> (u32, Option<u32>) {
        let (mut last, mut bookmark) = (block.node, None);
        let mut at = furthest;
        for n in 1.. {
            at -= 1;
            let open = self.room.open.get(at);
            if open.node == entry.open.node {
                break;
            }
            let listed = self.place_in_list(open.node);
            let Some(listed) = listed.filter(|_| n <= 3) else {
                if let Some(listed) = listed {
                    self.room.formatting.remove(listed);
                }
                self.room.open.remove(at);
                continue;
            };
            let new = self.make_again(self.room.formatting[listed]);
            self.room.open.replace(at, new.node);
            self.room.formatting[listed].open = new;
            if last == block.node {
                bookmark = Some(new.node);
            }
            self.arena.unlink(last);
            self.put(Place::Last(new.node), last);
            last = new.node;
        }
        (last, bookmark)
    }

    /// The value of an attribute of the start tag at work, which no element has taken yet.
    pub(super) fn tag_value(&self, name: Attr) -> Option<Cow<'_, str>> {
        let row = self.arena.slice(self.tag_rows()).iter().find(|row| row.name == name)?;
        self.page.get(row.from as usize..row.to as usize).map(unescaped)
    }

    /// How many entries are made again at most; where markers were left behind in great number, there are to be no more.
    pub(super) fn n_since_marker(&self) -> usize {
        if self.room.formatting.len() < MOST_ENTRIES { self.since_marker().count() } else { usize::MAX }
    }
}
