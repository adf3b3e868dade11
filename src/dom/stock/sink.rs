//! What html5ever's tree builder calls: its elements and texts go into the arena.

use crate::dom::arena::{Arena, Kind, NIL, Rows, Text, is_html};
use crate::dom::guard::Guard;
use crate::dom::names::known;
use crate::dom::{Attr, AttrRow, Tag};
use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, ExpandedName, QualName, local_name, ns};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// A node as the tree builder holds it, with its name at hand.
#[derive(Clone)]
pub(super) struct Handle {
    id: u32,
    name: Rc<QualName>,
}

/// Takes the tree builder's calls.
pub(super) struct Sink<'a> {
    page: &'a StrTendril,
    guard: &'a Guard,
    arena: RefCell<Arena>,
    /// How deep the element stands that was opened last, or that is open since another was closed.
    depth: Cell<usize>,
    is_quirky: Cell<bool>,
}

impl<'a> Sink<'a> {
    pub(super) fn new(page: &'a StrTendril, guard: &'a Guard, mut arena: Arena) -> Self {
        arena.begin();
        Sink { page, guard, arena: RefCell::new(arena), depth: Cell::new(0), is_quirky: Cell::new(false) }
    }

    /// The tree.
    pub(super) fn into_arena(self) -> Arena {
        self.arena.into_inner()
    }

    /// How deep the open element stands.
    pub(super) fn depth(&self) -> usize {
        self.depth.get()
    }

    /// Whether the page is to be read as browsers of the nineties did.
    pub(super) fn is_quirky(&self) -> bool {
        self.is_quirky.get()
    }

    fn nameless(id: u32) -> Handle {
        Handle { id, name: Rc::new(QualName::new(None, ns!(), local_name!(""))) }
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
        let text = found.map_or(Text::Other(text), |(from, to)| Text::Page(from, to));
        let id = arena.text(self.page, before, text, source)?;
        self.guard.count_nodes(arena.len());
        Some(id)
    }

    fn add_attrs(&self, arena: &mut Arena, attrs: Vec<Attribute>) -> Rows {
        let from = arena.attrs.len() as u32;
        for attr in attrs {
            let name = known(&attr.name.local).attr;
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
}

impl<'a> TreeSink for Sink<'a> {
    type Handle = Handle;
    type Output = Self;
    type ElemName<'b>
        = ExpandedName<'b>
    where
        Self: 'b;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Self::nameless(0)
    }

    fn elem_name<'b>(&'b self, handle: &'b Handle) -> ExpandedName<'b> {
        handle.name.expanded()
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> Handle {
        let mut arena = self.arena.borrow_mut();
        let tag = if name.ns == ns!(html) {
            known(&name.local).tag.unwrap_or(Tag::Other)
        } else if name.local == local_name!("svg") {
            Tag::Svg
        } else if name.local == local_name!("math") {
            Tag::Math
        } else {
            Tag::Foreign
        };
        let rows = self.add_attrs(&mut arena, attrs);
        let id = arena.element(tag, rows, self.guard.place());
        if matches!(tag, Tag::Other | Tag::Foreign) {
            arena.set_name(id, &name.local);
        }
        self.guard.count_nodes(arena.len());
        Handle { id, name: Rc::new(name) }
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        Self::nameless(self.arena.borrow_mut().node(Kind::Left, (0, 0)))
    }

    fn create_pi(&self, target: StrTendril, _: StrTendril) -> Handle {
        self.create_comment(target)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        let mut arena = self.arena.borrow_mut();
        match child {
            NodeOrText::AppendNode(child) => {
                if arena.at(child.id).kind != Kind::Left {
                    let depth = arena.link_last(parent.id, child.id);
                    self.depth.set(depth as usize);
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

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        let has_parent = self.arena.borrow_mut().at(element.id).parent != NIL;
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// A template's contents are its children here: nothing of ours runs them.
    fn get_template_contents(&self, template: &Handle) -> Handle {
        Self::nameless(template.id)
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.id == y.id
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.is_quirky.set(mode == QuirksMode::Quirks);
    }

    /// MathML's `<annotation-xml>` holds HTML where its encoding says so.
    fn is_mathml_annotation_xml_integration_point(&self, handle: &Handle) -> bool {
        let arena = self.arena.borrow();
        arena.value(self.page, arena.rows(handle.id), Attr::Encoding).is_some_and(is_html)
    }

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
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

    fn add_attrs_if_missing(&self, target: &Handle, attrs: Vec<Attribute>) {
        let mut arena = self.arena.borrow_mut();
        let held = arena.rows(target.id);
        let is_missing = |a: &Attribute| !arena.has(held, known(&a.name.local).attr, &a.name.local);
        let n_held = (held.1 - held.0) as usize;
        let missing = attrs.into_iter().filter(is_missing).zip(n_held..);
        let missing = missing.take_while(|(_, n)| self.guard.admits_attribute(*n)).map(|(attr, _)| attr).collect();
        let rows = self.add_attrs(&mut arena, missing);
        let further = arena.slice(rows).to_vec();
        arena.add_rows(target.id, &further);
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.arena.borrow_mut().unlink(target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        self.arena.borrow_mut().move_children(node.id, new_parent.id);
    }

    fn pop(&self, node: &Handle) {
        let depth = self.arena.borrow_mut().at(node.id).depth;
        self.depth.set(depth.saturating_sub(1) as usize);
    }
}
