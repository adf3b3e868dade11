//! The stack of open elements.

use super::sets::{BUTTON_SCOPE, FOREIGN, IMPLIED_END, SCOPE, Sets};
use crate::dom::names::{Ident, ident};
use crate::dom::tag::Tag;

/// An open element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    pub node: u32,
    /// Its name, marked where it is one of SVG or MathML: those of HTML are found by their names.
    pub name: Ident,
    pub sets: Sets,
}

/// The mark of names of SVG and MathML.
const FOREIGN_NAME: Ident = 1 << 31;

impl Open {
    /// What is open where nothing is: the document.
    const NONE: Open = Open { node: 0, name: Ident::MAX, sets: 0 };

    pub(super) fn new(node: u32, name: Ident, sets: Sets) -> Self {
        let mark = if sets & FOREIGN == 0 { 0 } else { FOREIGN_NAME };
        Open { node, name: name | mark, sets }
    }

    /// Whether it is an HTML element of the name.
    pub(super) fn is(&self, tag: Tag) -> bool {
        self.name == ident(tag)
    }

    /// Whether it has the name, in HTML or not.
    pub(super) fn is_named(&self, name: Ident) -> bool {
        self.name & !FOREIGN_NAME == name
    }

    pub(super) fn is_in(&self, sets: Sets) -> bool {
        self.sets & sets != 0
    }
}

/// The stack; the last element is the current node.
#[derive(Default)]
pub(super) struct Stack {
    open: Vec<Open>,
    /// How many paragraphs are open: nearly every block asks for one in vain.
    n_paragraphs: usize,
    n_templates: usize,
}

impl Stack {
    pub(super) fn clear(&mut self) {
        self.open.clear();
        (self.n_paragraphs, self.n_templates) = (0, 0);
    }

    pub(super) fn len(&self) -> usize {
        self.open.len()
    }

    /// The elements from the outermost.
    pub(super) fn all(&self) -> &[Open] {
        &self.open
    }

    /// The element at a place from the outermost.
    pub(super) fn get(&self, at: usize) -> Open {
        self.open.get(at).copied().unwrap_or(Open::NONE)
    }

    /// The current node.
    #[inline]
    pub(super) fn top(&self) -> Open {
        self.open.last().copied().unwrap_or(Open::NONE)
    }

    pub(super) fn push(&mut self, element: Open) {
        self.n_paragraphs += usize::from(element.is(Tag::P));
        self.n_templates += usize::from(element.is(Tag::Template));
        self.open.push(element);
    }

    pub(super) fn pop(&mut self) -> Open {
        let Some(element) = self.open.pop() else { return Open::NONE };
        self.is_gone(element);
        element
    }

    fn is_gone(&mut self, element: Open) {
        self.n_paragraphs -= usize::from(element.is(Tag::P));
        self.n_templates -= usize::from(element.is(Tag::Template));
    }

    /// Whether a template is open.
    pub(super) fn has_template(&self) -> bool {
        self.n_templates > 0
    }

    pub(super) fn truncate(&mut self, n: usize) {
        while self.open.len() > n {
            self.pop();
        }
    }

    pub(super) fn remove(&mut self, at: usize) {
        let element = self.open.remove(at);
        self.is_gone(element);
    }

    pub(super) fn remove_node(&mut self, node: u32) {
        if let Some(at) = self.place_of(node) {
            self.remove(at);
        }
    }

    /// Puts an element above the one at a place. Only formatting elements come so, no paragraphs.
    pub(super) fn insert_above(&mut self, at: usize, element: Open) {
        self.open.insert(at + 1, element);
    }

    /// Another node for the element at a place.
    pub(super) fn replace(&mut self, at: usize, node: u32) {
        if let Some(element) = self.open.get_mut(at) {
            element.node = node;
        }
    }

    pub(super) fn place_of(&self, node: u32) -> Option<usize> {
        self.open.iter().rposition(|open| open.node == node)
    }

    /// Whether an element that `is_meant` is in a scope: no element of the set stands between.
    pub(super) fn holds(&self, scope: Sets, is_meant: impl Fn(&Open) -> bool) -> bool {
        for open in self.open.iter().rev() {
            if is_meant(open) {
                return true;
            }
            if open.is_in(scope) {
                return false;
            }
        }
        false
    }

    /// Whether an HTML element of the name is in a scope.
    #[inline]
    pub(super) fn has(&self, name: Ident, scope: Sets) -> bool {
        self.holds(scope, |open| open.name == name)
    }

    /// Whether a tag's element is in the scope of most.
    pub(super) fn has_tag(&self, tag: Tag) -> bool {
        self.has(ident(tag), SCOPE)
    }

    /// Closes elements up to one of the name.
    #[inline]
    pub(super) fn pop_until(&mut self, name: Ident) {
        while !self.open.is_empty() && self.pop().name != name {}
    }

    /// Closes elements up to one of the set.
    pub(super) fn pop_until_in(&mut self, sets: Sets) {
        while !self.open.is_empty() && !self.pop().is_in(sets) {}
    }

    /// Closes elements above the last of the set.
    pub(super) fn clear_back_to(&mut self, sets: Sets) {
        while self.open.len() > 1 && !self.top().is_in(sets) {
            self.pop();
        }
    }

    /// Closes what has an implied end.
    #[inline]
    pub(super) fn imply_ends(&mut self) {
        self.imply_ends_in(IMPLIED_END);
    }

    /// Closes what is of a set.
    #[inline]
    pub(super) fn imply_ends_in(&mut self, sets: Sets) {
        while self.top().is_in(sets) {
            self.pop();
        }
    }

    /// The same but for elements of the name.
    pub(super) fn imply_ends_except(&mut self, name: Ident) {
        while self.top().is_in(IMPLIED_END) && self.top().name != name {
            self.pop();
        }
    }

    /// Closes a paragraph, if one is in the scope of buttons.
    #[inline]
    pub(super) fn close_paragraph(&mut self) {
        if self.n_paragraphs > 0 && self.has(ident(Tag::P), BUTTON_SCOPE) {
            self.end_paragraph();
        }
    }

    /// Closes the last paragraph.
    pub(super) fn end_paragraph(&mut self) {
        self.imply_ends_except(ident(Tag::P));
        self.pop_until(ident(Tag::P));
    }
}
