//! The growing tree: a linked arena, which is flattened once the page is read. Knows nothing of who builds it.

use super::char_ref::unescape;
use super::classes::ClassNumbers;
use super::{Attr, AttrRow, Dom, Node, Tag, streamed};
use crate::hashed::Numbers;
use xxhash_rust::xxh3::xxh3_64;

/// No node.
pub(super) const NIL: u32 = u32::MAX;

/// A node while the tree grows; the last seven fields are those of [`Node`].
#[derive(Clone, Copy)]
pub(super) struct Linked {
    pub parent: u32,
    pub prev: u32,
    next: u32,
    first: u32,
    pub last: u32,
    pub depth: u32,
    from: u32,
    to: u32,
    source_from: u32,
    source_to: u32,
    name: u16,
    pub kind: Kind,
    in_side: bool,
    /// Of a text beside the page, where the room for it ends.
    room_to: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A comment, doctype or processing instruction: not in the tree.
    Left,
    Element(Tag),
    Text,
    Document,
}

/// Characters on their way into the tree.
#[derive(Clone, Copy)]
pub(super) enum Text<'t> {
    /// A range of the page.
    Page(u32, u32),
    /// What the page spells otherwise.
    Other(&'t str),
}

/// Bytes of the page that something comes from.
pub(super) type Source = (u32, u32);

/// A range of the attribute table.
pub(super) type Rows = (u32, u32);

/// The growing tree; its memory serves page after page.
#[derive(Default)]
pub(super) struct Arena {
    nodes: Vec<Linked>,
    pub attrs: Vec<AttrRow>,
    pub side: String,
    names: Vec<String>,
    /// The numbers of names by their hashes.
    name_numbers: Numbers,
    classes: ClassNumbers,
}

/// Names beyond those of [`Tag`] and [`Attr`] that a page may have; further ones share a number that has no name.
const MAX_NAMES: usize = 4096;

impl Arena {
    /// Forgets the page before; what is there is the document.
    pub(super) fn begin(&mut self) {
        self.nodes.clear();
        self.attrs.clear();
        self.side.clear();
        self.names.clear();
        self.name_numbers.clear();
        self.classes.clear();
        self.node(Kind::Document, (0, 0));
    }

    /// Makes an element, which has no place yet.
    pub(super) fn element(&mut self, tag: Tag, rows: Rows, source: Source) -> u32 {
        let id = self.node(Kind::Element(tag), source);
        self.set_rows(id, rows);
        id
    }

    /// Names an element by what [`Tag`] lacks.
    pub(super) fn set_name(&mut self, id: u32, name: &str) {
        let number = self.name(name);
        self.at(id).name = number;
    }

    /// Gives an element its attributes.
    pub(super) fn set_rows(&mut self, id: u32, rows: Rows) {
        let node = self.at(id);
        (node.from, node.to) = rows;
    }

    /// An element's rows in the attribute table.
    pub(super) fn rows(&self, id: u32) -> Rows {
        let node = &self.nodes[id as usize];
        (node.from, node.to)
    }

    pub(super) fn node(&mut self, kind: Kind, source: Source) -> u32 {
        let id = self.nodes.len() as u32;
        self.nodes.push(Linked {
            parent: NIL,
            prev: NIL,
            next: NIL,
            first: NIL,
            last: NIL,
            depth: 0,
            from: 0,
            to: 0,
            source_from: source.0,
            source_to: source.1,
            name: 0,
            kind,
            in_side: false,
            room_to: 0,
        });
        id
    }

    /// The number of a name in the name table.
    pub(super) fn name(&mut self, name: &str) -> u16 {
        let key = xxh3_64(name.as_bytes());
        if self.names.len() == MAX_NAMES {
            return self.name_numbers.find(key).map_or(MAX_NAMES as u16, |number| number as u16);
        }
        let number = self.name_numbers.of(key);
        if number as usize == self.names.len() {
            self.names.push(name.to_owned());
        }
        number as u16
    }

    /// A node.
    #[inline]
    pub(super) fn at(&mut self, id: u32) -> &mut Linked {
        &mut self.nodes[id as usize]
    }

    /// Makes a node the last child of another; how deep it then stands.
    pub(super) fn link_last(&mut self, parent: u32, child: u32) -> u32 {
        let above = self.at(parent);
        let (last, depth) = (above.last, above.depth + 1);
        above.last = child;
        if last == NIL {
            above.first = child;
        } else {
            self.at(last).next = child;
        }
        let node = self.at(child);
        (node.parent, node.prev, node.next, node.depth) = (parent, last, NIL, depth);
        depth
    }

    /// Makes a node the sibling before another.
    pub(super) fn link_before(&mut self, sibling: u32, child: u32) {
        let Linked { parent, prev, depth, .. } = *self.at(sibling);
        let node = self.at(child);
        (node.parent, node.prev, node.next, node.depth) = (parent, prev, sibling, depth);
        self.at(sibling).prev = child;
        if prev != NIL {
            self.at(prev).next = child;
        } else if parent != NIL {
            self.at(parent).first = child;
        }
    }

    /// Takes a node from its place.
    pub(super) fn unlink(&mut self, child: u32) {
        let node = self.at(child);
        let (parent, prev, next) = (node.parent, node.prev, node.next);
        (node.parent, node.prev, node.next) = (NIL, NIL, NIL);
        if parent == NIL {
            return;
        }
        if prev == NIL {
            self.at(parent).first = next;
        } else {
            self.at(prev).next = next;
        }
        if next == NIL {
            self.at(parent).last = prev;
        } else {
            self.at(next).prev = prev;
        }
    }

    /// Every element's id, in the order in which the elements were made.
    pub(super) fn each_id<'a>(&'a self, page: &'a str, mut take: impl FnMut(&'a str, u32)) {
        for (node, id) in self.nodes.iter().zip(0..) {
            if !matches!(node.kind, Kind::Element(_)) {
                continue;
            }
            if let Some(value) = self.value(page, (node.from, node.to), Attr::Id) {
                take(value, id);
            }
        }
    }

    /// Decodes the value of an attribute that was put down as it stands in the page.
    pub(super) fn decode(&mut self, page: &str, at: u32) {
        let Some(row) = self.attrs.get_mut(at as usize).filter(|row| row.in_side) else { return };
        let from = self.side.len();
        unescape(slice(page, row), &mut self.side);
        (row.from, row.to) = (from as u32, self.side.len() as u32);
    }

    /// Gives an element further attributes: the rows of one element stand together, at the table's end now.
    pub(super) fn add_rows(&mut self, id: u32, further: &[AttrRow]) {
        if further.is_empty() {
            return;
        }
        let (held, from) = (self.rows(id), self.attrs.len() as u32);
        self.attrs.extend_from_within(held.0 as usize..held.1 as usize);
        self.attrs.extend_from_slice(further);
        self.set_rows(id, (from, self.attrs.len() as u32));
    }

    /// An attribute among those of a range of the table.
    pub(super) fn value<'a>(&'a self, page: &'a str, rows: Rows, name: Attr) -> Option<&'a str> {
        let row = self.slice(rows).iter().find(|row| row.name == name)?;
        Some(self.value_of(page, row))
    }

    /// An attribute's value.
    pub(super) fn value_of<'a>(&'a self, page: &'a str, row: &AttrRow) -> &'a str {
        slice(if row.in_side { &self.side } else { page }, row)
    }

    /// Whether there is an attribute of the name among those of a range of the table; `spelled` tells those apart that [`Attr`]
    /// lacks.
    pub(super) fn has(&self, rows: Rows, name: Attr, spelled: &str) -> bool {
        let is_same = |row: &AttrRow| row.name == name && (name != Attr::Other || self.spelled(row) == spelled);
        self.slice(rows).iter().any(is_same)
    }

    /// An attribute's name, where [`Attr`] lacks it.
    pub(super) fn spelled(&self, row: &AttrRow) -> &str {
        self.names.get(row.other as usize).map_or("", |name| name)
    }

    /// A node's parent.
    pub(super) fn parent(&self, id: u32) -> u32 {
        self.nodes[id as usize].parent
    }

    /// How deep a node stood when it was put in its place.
    #[inline]
    pub(super) fn depth(&self, id: u32) -> usize {
        self.nodes[id as usize].depth as usize
    }

    /// Rows of the attribute table.
    pub(super) fn slice(&self, rows: Rows) -> &[AttrRow] {
        &self.attrs[rows.0 as usize..rows.1 as usize]
    }

    /// Whether two attributes have one name.
    pub(super) fn same_name(&self, a: &AttrRow, b: &AttrRow) -> bool {
        a.name == b.name && (a.name != Attr::Other || self.spelled(a) == self.spelled(b))
    }

    /// Gives an element the name of another.
    pub(super) fn copy_name(&mut self, from: u32, to: u32) {
        self.nodes[to as usize].name = self.nodes[from as usize].name;
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether `place` stands in the tree, under fewer than `most` ancestors of which `other` is none.
    pub(super) fn is_apart(&self, place: u32, other: u32, most: usize) -> bool {
        let mut at = place;
        for _ in 0..most {
            if at == other || at == NIL {
                return false;
            }
            if at == 0 {
                return place != 0;
            }
            at = self.nodes[at as usize].parent;
        }
        false
    }

    /// Puts the children of one element where another stands, which leaves the tree; how many there were.
    pub(super) fn move_children_before(&mut self, from: u32, place: u32) -> usize {
        let n = self.move_each(from, |arena, child| arena.link_before(place, child));
        self.unlink(place);
        n
    }

    /// Moves the children of one element to the end of another.
    pub(super) fn move_children(&mut self, from: u32, to: u32) {
        self.move_each(from, |arena, child| {
            arena.link_last(to, child);
        });
    }

    /// Takes the children of an element from it, each to be linked elsewhere; how many there were.
    fn move_each(&mut self, from: u32, link: impl Fn(&mut Self, u32)) -> usize {
        let mut child = self.at(from).first;
        let mut n = 0;
        while child != NIL {
            let next = self.at(child).next;
            self.unlink(child);
            link(self, child);
            child = next;
            n += 1;
        }
        n
    }

    /// Puts down what the page spells otherwise.
    pub(super) fn store(&mut self, text: &str) -> (u32, u32) {
        let from = self.side.len() as u32;
        self.side.push_str(text);
        (from, self.side.len() as u32)
    }

    /// Adds characters to the text node `before`, or makes a node of them, which has no place yet.
    pub(super) fn text(&mut self, page: &str, before: u32, text: Text, source: Source) -> Option<u32> {
        if before != NIL && self.at(before).kind == Kind::Text {
            self.extend(page, before, text, source);
            return None;
        }
        let (range, in_side) = match text {
            Text::Page(from, to) => ((from, to), false),
            Text::Other(text) => (self.store(text), true),
        };
        let id = self.node(Kind::Text, source);
        let node = self.at(id);
        (node.from, node.to, node.in_side) = (range.0, range.1, in_side);
        Some(id)
    }

    fn extend(&mut self, page: &str, id: u32, text: Text, source: Source) {
        let node = self.at(id);
        node.source_to = source.1.max(node.source_to);
        let Linked { from, to, in_side, room_to, .. } = *node;
        let text = match text {
            Text::Page(start, end) if !in_side && start == to => {
                node.to = end;
                return;
            }
            Text::Page(start, end) => page.get(start as usize..end as usize).unwrap_or_default(),
            Text::Other(text) => text,
        };
        if in_side && (to as usize + text.len()) <= room_to as usize {
            self.side.replace_range(to as usize..to as usize + text.len(), text);
            self.at(id).to = to + text.len() as u32;
            return;
        }
        if !in_side || to as usize != self.side.len() {
            // the text so far goes to the end of what is put down
            let new_from = self.side.len() as u32;
            if in_side {
                self.side.extend_from_within(from as usize..to as usize);
            } else {
                self.side.push_str(page.get(from as usize..to as usize).unwrap_or_default());
            }
            self.at(id).from = new_from;
        }
        self.side.push_str(text);
        let end = self.side.len() as u32;
        let node = self.at(id);
        let length = end - node.from;
        (node.to, node.in_side) = (end, true);
        if in_side && from != node.from {
            // moved once more: room for as much again, so that all moves together cost no more than a few times the text
            node.room_to = end + length;
            self.side.extend(std::iter::repeat_n(' ', length as usize));
        }
    }

    /// Gives the tree as flat arrays in document order.
    pub(super) fn flatten(&mut self, dom: &mut Dom) {
        streamed::settle(self, &dom.page);
        dom.nodes.clear();
        self.lay_out(&dom.page, &mut dom.nodes);
        std::mem::swap(&mut dom.attrs, &mut self.attrs);
        std::mem::swap(&mut dom.side, &mut self.side);
        std::mem::swap(&mut dom.names, &mut self.names);
    }

    /// The nodes of the tree in document order.
    fn lay_out(&mut self, page: &str, out: &mut Vec<Node>) {
        let Arena { nodes, attrs, side, classes, .. } = self;
        let mut marks = |rows: &[AttrRow]| {
            rows.iter().fold((0u64, 0u16), |(has, class), row| {
                let value = || slice(if row.in_side { side } else { page }, row);
                (has | 1 << row.name as u8, if row.name == Attr::Class { classes.of(value()) } else { class })
            })
        };
        let (mut parent, mut depth, mut at) = (NIL, 0u16, 0u32);
        while at != NIL {
            let node = &nodes[at as usize];
            if node.kind != Kind::Left {
                let id = out.len() as u32;
                let (tag, (has, class)) = match node.kind {
                    Kind::Element(tag) => {
                        (tag, marks(attrs.get(node.from as usize..node.to as usize).unwrap_or_default()))
                    }
                    Kind::Text => (Tag::Text, (0, 0)),
                    Kind::Document | Kind::Left => (Tag::Document, (0, 0)),
                };
                let Linked { from, to, source_from, source_to, name, in_side, .. } = *node;
                let (end, source_to) = (id + 1, source_to.max(source_from));
                out.push(Node { parent, end, from, to, source_from, source_to, depth, class, name, tag, in_side, has });
                if node.first != NIL {
                    (parent, depth, at) = (id, depth.saturating_add(1), node.first);
                    continue;
                }
            }
            // up until there is a next sibling; each step up closes a subtree
            let mut above = node.parent;
            at = node.next;
            while at == NIL && parent != NIL {
                let end = out.len() as u32;
                let closed = &mut out[parent as usize];
                closed.end = end;
                (parent, depth) = (closed.parent, closed.depth);
                let Some(node) = nodes.get(above as usize) else { continue };
                (above, at) = (node.parent, node.next);
            }
        }
    }
}

fn slice<'a>(all: &'a str, row: &AttrRow) -> &'a str {
    all.get(row.from as usize..row.to as usize).unwrap_or_default()
}

/// Whether an encoding of MathML's `<annotation-xml>` says that it holds HTML.
pub(super) fn is_html(encoding: &str) -> bool {
    encoding.eq_ignore_ascii_case("text/html") || encoding.eq_ignore_ascii_case("application/xhtml+xml")
}
