//! The tree builder's sink: a linked arena that is flattened once the page is read.

use super::carried::Carried;
use super::classes::ClassNumbers;
use super::guard::Guard;
use super::names::Names;
use super::{Attr, AttrRow, Dom, Node, Tag, streamed};
use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, ExpandedName, LocalName, Namespace, QualName, local_name, ns};
use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};

/// No node.
pub(super) const NIL: u32 = u32::MAX;

/// A node while the tree grows; the last five fields are those of [`Node`].
#[derive(Clone, Copy)]
struct Linked {
    parent: u32,
    prev: u32,
    next: u32,
    first: u32,
    last: u32,
    depth: u32,
    from: u32,
    to: u32,
    source_from: u32,
    source_to: u32,
    name: u16,
    kind: Kind,
    in_side: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A comment, doctype or processing instruction: not in the tree.
    Left,
    Element(Tag),
    Text,
    Document,
}

/// The growing tree; its memory serves page after page.
#[derive(Default)]
pub(super) struct Arena {
    nodes: Vec<Linked>,
    attrs: Vec<AttrRow>,
    side: String,
    names: Vec<String>,
    classes: ClassNumbers,
}

/// Names beyond those of [`Tag`] and [`Attr`] that a page may have; further ones share the last number.
const MAX_NAMES: usize = 4096;

impl Arena {
    fn node(&mut self, kind: Kind, source: (u32, u32)) -> u32 {
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
        });
        id
    }

    fn name(&mut self, name: &str) -> u16 {
        // few names are unknown, and most that are come in runs
        if let Some(at) = self.names.iter().rev().take(16).position(|n| n == name) {
            return (self.names.len() - 1 - at) as u16;
        }
        if self.names.len() < MAX_NAMES {
            self.names.push(name.to_owned());
        }
        (self.names.len() - 1) as u16
    }

    fn at(&mut self, id: u32) -> &mut Linked {
        &mut self.nodes[id as usize]
    }

    /// Makes a node the last child of another; how deep it then stands.
    fn link_last(&mut self, parent: u32, child: u32) -> u32 {
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

    fn link_before(&mut self, sibling: u32, child: u32) {
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

    fn unlink(&mut self, child: u32) {
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
            if let Some(value) = self.value(page, node, Attr::Id) {
                take(value, id);
            }
        }
    }

    /// An element's attribute.
    fn value<'a>(&'a self, page: &'a str, node: &Linked, name: Attr) -> Option<&'a str> {
        let row = self.attrs[node.from as usize..node.to as usize].iter().find(|row| row.name == name)?;
        Some(slice(if row.in_side { &self.side } else { page }, row))
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
        let mut child = self.at(from).first;
        let mut n = 0;
        while child != NIL {
            let next = self.at(child).next;
            self.unlink(child);
            self.link_before(place, child);
            child = next;
            n += 1;
        }
        self.unlink(place);
        n
    }

    fn store(&mut self, text: &str) -> (u32, u32) {
        let from = self.side.len() as u32;
        self.side.push_str(text);
        (from, self.side.len() as u32)
    }
}

/// A node as the tree builder holds it, with its name at hand. The builder copies handles for each element that it looks at
/// on its stack: none of them counts references.
#[derive(Clone, Copy)]
pub(super) struct Handle<'a> {
    id: u32,
    local: &'a LocalName,
    ns: &'static Namespace,
}

static HTML: Namespace = ns!(html);
static SVG: Namespace = ns!(svg);
static MATHML: Namespace = ns!(mathml);
static NONE: Namespace = ns!();
static NAMELESS: LocalName = local_name!("");

/// Names of elements beyond those of [`Tag`], each in the place where it was put for as long as the page is read.
pub(super) struct OtherNames {
    names: Box<[OnceCell<LocalName>]>,
    more: OnceCell<Box<OtherNames>>,
}

impl OtherNames {
    /// Room for `n` names, and for more.
    pub(super) fn with_room(n: usize) -> Self {
        OtherNames { names: (0..n).map(|_| OnceCell::new()).collect(), more: OnceCell::new() }
    }
}

/// Where the next of [`OtherNames`] goes.
struct OtherNamesEnd<'a> {
    part: Cell<&'a OtherNames>,
    n: Cell<usize>,
}

impl<'a> OtherNamesEnd<'a> {
    fn put(&self, name: LocalName) -> &'a LocalName {
        let mut part = self.part.get();
        if self.n.get() == part.names.len() {
            part = part.more.get_or_init(|| Box::new(OtherNames::with_room(2 * part.names.len().max(32))));
            self.part.set(part);
            self.n.set(0);
        }
        let at = self.n.replace(self.n.get() + 1);
        part.names.get(at).map_or(&NAMELESS, |place| place.get_or_init(|| name))
    }
}

/// Takes the tree builder's calls.
pub(super) struct Sink<'a> {
    page: &'a StrTendril,
    names: &'a Names,
    other_names: OtherNamesEnd<'a>,
    guard: &'a Guard,
    carried: &'a Carried,
    arena: RefCell<Arena>,
}

impl<'a> Sink<'a> {
    pub(super) fn new(
        page: &'a StrTendril,
        names: (&'a Names, &'a OtherNames),
        guard: &'a Guard,
        carried: &'a Carried,
        mut arena: Arena,
    ) -> Self {
        arena.nodes.clear();
        arena.attrs.clear();
        arena.side.clear();
        arena.names.clear();
        arena.classes.clear();
        arena.node(Kind::Document, (0, 0));
        let other_names = OtherNamesEnd { part: Cell::new(names.1), n: Cell::new(0) };
        Sink { page, names: names.0, other_names, guard, carried, arena: RefCell::new(arena) }
    }

    fn bare(id: u32) -> Handle<'a> {
        Handle { id, local: &NAMELESS, ns: &NONE }
    }

    /// The range of `text` in the page, where it lies there: by address, or for the short strings that tendrils copy, by
    /// looking where the current token stands.
    fn in_page(&self, text: &str) -> Option<(u32, u32)> {
        let base = self.page.as_ptr() as usize;
        let start = text.as_ptr() as usize;
        if start >= base && start + text.len() <= base + self.page.len() {
            let from = (start - base) as u32;
            return Some((from, from + text.len() as u32));
        }
        let (from, _) = self.guard.place();
        let to = from as usize + text.len();
        let same = self.page.as_bytes().get(from as usize..to) == Some(text.as_bytes());
        same.then_some((from, to as u32))
    }

    fn add_text(&self, arena: &mut Arena, before: u32, text: &str) -> Option<u32> {
        let found = self.in_page(text);
        let source = found.unwrap_or_else(|| self.guard.place());
        self.guard.consumed(source.1);
        if before != NIL && arena.at(before).kind == Kind::Text {
            self.extend_text(arena, before, text, found, source);
            return None;
        }
        let (range, in_side) = found.map_or_else(|| (arena.store(text), true), |range| (range, false));
        let id = arena.node(Kind::Text, source);
        let node = arena.at(id);
        (node.from, node.to, node.in_side) = (range.0, range.1, in_side);
        self.guard.count_nodes(arena.nodes.len());
        Some(id)
    }

    fn extend_text(&self, arena: &mut Arena, id: u32, text: &str, found: Option<(u32, u32)>, source: (u32, u32)) {
        let Linked { from, to, in_side, .. } = *arena.at(id);
        arena.at(id).source_to = source.1.max(arena.at(id).source_to);
        if !in_side && found.is_some_and(|f| f.0 == to) {
            arena.at(id).to = to + text.len() as u32;
            return;
        }
        if in_side && to as usize == arena.side.len() {
            arena.side.push_str(text);
        } else {
            let new_from = arena.side.len() as u32;
            if in_side {
                arena.side.extend_from_within(from as usize..to as usize);
            } else {
                arena.side.push_str(self.page.get(from as usize..to as usize).unwrap_or_default());
            }
            arena.side.push_str(text);
            arena.at(id).from = new_from;
        }
        let end = arena.side.len() as u32;
        let node = arena.at(id);
        (node.to, node.in_side) = (end, true);
    }

    fn add_attrs(&self, arena: &mut Arena, attrs: Vec<Attribute>) -> (u32, u32) {
        let from = arena.attrs.len() as u32;
        for attr in attrs {
            let name = self.names.attr(&attr.name.local);
            let other = if name == Attr::Other { arena.name(&attr.name.local) } else { 0 };
            let base = self.page.as_ptr() as usize;
            let start = attr.value.as_ptr() as usize;
            let in_page = start >= base && start + attr.value.len() <= base + self.page.len();
            let (value_from, value_to) = if in_page {
                ((start - base) as u32, (start - base + attr.value.len()) as u32)
            } else {
                arena.store(&attr.value)
            };
            arena.attrs.push(AttrRow { name, in_side: !in_page, other, from: value_from, to: value_to });
        }
        (from, arena.attrs.len() as u32)
    }

    fn add_carried(&self, arena: &mut Arena, element: &LocalName) -> (u32, u32) {
        let from = arena.attrs.len() as u32;
        self.carried.take(element, |mut row, decoded| {
            if row.in_side {
                (row.from, row.to) = arena.store(decoded);
            }
            arena.attrs.push(row);
        });
        (from, arena.attrs.len() as u32)
    }

    /// Gives the arena back, and the tree as flat arrays in document order.
    pub(super) fn flatten(self, dom: &mut Dom) -> Arena {
        let mut arena = self.arena.into_inner();
        streamed::settle(&mut arena, self.page);
        dom.nodes.clear();
        arena.lay_out(self.page, &mut dom.nodes);
        std::mem::swap(&mut dom.attrs, &mut arena.attrs);
        std::mem::swap(&mut dom.side, &mut arena.side);
        std::mem::swap(&mut dom.names, &mut arena.names);
        arena
    }
}

impl Arena {
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

impl<'a> TreeSink for Sink<'a> {
    type Handle = Handle<'a>;
    type Output = Self;
    type ElemName<'b>
        = ExpandedName<'b>
    where
        Self: 'b;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle<'a> {
        Self::bare(0)
    }

    fn elem_name<'b>(&'b self, handle: &'b Handle<'a>) -> ExpandedName<'b> {
        ExpandedName { ns: handle.ns, local: handle.local }
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> Handle<'a> {
        let mut arena = self.arena.borrow_mut();
        let ns = match name.ns {
            ns!(html) => &HTML,
            ns!(svg) => &SVG,
            ns!(mathml) => &MATHML,
            _ => &NONE,
        };
        let number = self.carried.number_of(&name.local);
        let held = number.and_then(|tag| Some((self.names.held(tag)?, tag)));
        let known = held.or_else(|| self.names.tag(&name.local));
        let tag = if name.ns == ns!(html) {
            known.map_or(Tag::Other, |(_, tag)| tag)
        } else if name.local == local_name!("svg") {
            Tag::Svg
        } else if name.local == local_name!("math") {
            Tag::Math
        } else {
            Tag::Foreign
        };
        let id = arena.node(Kind::Element(tag), self.guard.place());
        let (from, to) = match attrs.as_slice() {
            // a link without attributes that is made again before a link that has some
            [] if self.carried.is_labelled() => (0, 0),
            [] => self.add_carried(&mut arena, &name.local),
            [label] if label.name.local == local_name!("") => {
                self.carried.rows_of(label, || self.add_carried(&mut arena, &name.local))
            }
            _ => self.add_attrs(&mut arena, attrs),
        };
        if matches!(tag, Tag::Other | Tag::Foreign) {
            let number = arena.name(&name.local);
            arena.at(id).name = number;
        }
        let node = arena.at(id);
        (node.from, node.to) = (from, to);
        self.guard.count_nodes(arena.nodes.len());
        let local = known.map_or_else(|| self.other_names.put(name.local), |(held, _)| held);
        Handle { id, local, ns }
    }

    fn create_comment(&self, _: StrTendril) -> Handle<'a> {
        Self::bare(self.arena.borrow_mut().node(Kind::Left, (0, 0)))
    }

    fn create_pi(&self, target: StrTendril, _: StrTendril) -> Handle<'a> {
        self.create_comment(target)
    }

    fn append(&self, parent: &Handle<'a>, child: NodeOrText<Handle<'a>>) {
        let mut arena = self.arena.borrow_mut();
        match child {
            NodeOrText::AppendNode(child) => {
                if arena.at(child.id).kind != Kind::Left {
                    let depth = arena.link_last(parent.id, child.id);
                    self.guard.set_depth(depth as usize);
                }
            }
            NodeOrText::AppendText(text) => {
                let last = arena.at(parent.id).last;
                if let Some(id) = self.add_text(&mut arena, last, &text) {
                    arena.link_last(parent.id, id);
                }
            }
        }
    }

    fn append_based_on_parent_node(&self, element: &Handle<'a>, previous: &Handle<'a>, child: NodeOrText<Handle<'a>>) {
        let has_parent = self.arena.borrow_mut().at(element.id).parent != NIL;
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// A template's contents are its children here: nothing of ours runs them.
    fn get_template_contents(&self, template: &Handle<'a>) -> Handle<'a> {
        Self::bare(template.id)
    }

    fn same_node(&self, x: &Handle<'a>, y: &Handle<'a>) -> bool {
        x.id == y.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    /// MathML's `<annotation-xml>` holds HTML where its encoding says so.
    fn is_mathml_annotation_xml_integration_point(&self, handle: &Handle<'a>) -> bool {
        let arena = self.arena.borrow();
        let Some(node) = arena.nodes.get(handle.id as usize) else { return false };
        arena.value(self.page, node, Attr::Encoding).is_some_and(|value| {
            value.eq_ignore_ascii_case("text/html") || value.eq_ignore_ascii_case("application/xhtml+xml")
        })
    }

    fn append_before_sibling(&self, sibling: &Handle<'a>, child: NodeOrText<Handle<'a>>) {
        let mut arena = self.arena.borrow_mut();
        match child {
            NodeOrText::AppendNode(child) => {
                arena.unlink(child.id);
                if arena.at(child.id).kind != Kind::Left {
                    arena.link_before(sibling.id, child.id);
                }
            }
            NodeOrText::AppendText(text) => {
                let before = arena.at(sibling.id).prev;
                if let Some(id) = self.add_text(&mut arena, before, &text) {
                    arena.link_before(sibling.id, id);
                }
            }
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle<'a>, attrs: Vec<Attribute>) {
        let mut arena = self.arena.borrow_mut();
        let Linked { from, to, .. } = *arena.at(target.id);
        let held: Vec<AttrRow> = arena.attrs[from as usize..to as usize].to_vec();
        let new_from = arena.attrs.len() as u32;
        arena.attrs.extend_from_slice(&held);
        let is_missing = |a: &Attribute| {
            let name = self.names.attr(&a.name.local);
            let spelled = |row: &AttrRow| arena.names.get(row.other as usize).is_some_and(|n| *n == *a.name.local);
            !held.iter().any(|row| row.name == name && (name != Attr::Other || spelled(row)))
        };
        let missing: Vec<Attribute> = attrs.into_iter().filter(is_missing).collect();
        let (_, new_to) = self.add_attrs(&mut arena, missing);
        let node = arena.at(target.id);
        (node.from, node.to) = (new_from, new_to);
    }

    fn remove_from_parent(&self, target: &Handle<'a>) {
        self.arena.borrow_mut().unlink(target.id);
    }

    fn reparent_children(&self, node: &Handle<'a>, new_parent: &Handle<'a>) {
        let mut arena = self.arena.borrow_mut();
        let mut child = arena.at(node.id).first;
        while child != NIL {
            let next = arena.at(child).next;
            arena.unlink(child);
            arena.link_last(new_parent.id, child);
            child = next;
        }
    }

    fn pop(&self, node: &Handle<'a>) {
        let depth = self.arena.borrow_mut().at(node.id).depth;
        self.guard.set_depth(depth.saturating_sub(1) as usize);
    }
}
