//! Attributes on their way from the tokenizer to the sink, past the tree builder: it reads those of few elements, and to
//! hand it the others costs an allocation for each tag and a shared string for each value.

use super::{Attr, AttrRow};
use html5ever::{LocalName, local_name};
use std::cell::{Cell, RefCell};

/// The attributes of the start tag that the tree builder is at work on.
pub(super) struct Carried {
    tag: RefCell<LocalName>,
    rows: RefCell<Vec<AttrRow>>,
    /// Values that differ from the page's bytes.
    side: RefCell<String>,
    is_waiting: Cell<bool>,
}

impl Default for Carried {
    fn default() -> Self {
        let tag = RefCell::new(local_name!(""));
        Carried { tag, rows: RefCell::default(), side: RefCell::default(), is_waiting: Cell::new(false) }
    }
}

/// Whether the tree builder itself reads attributes of elements with this name, besides formatting elements: it looks for
/// hidden inputs, adds those of a second `<html>` and `<body>` to the first, and makes an `<img>` of `<image>`.
pub(super) fn are_read(name: &LocalName) -> bool {
    [local_name!("html"), local_name!("body"), local_name!("input"), local_name!("image")].contains(name)
}

impl Carried {
    /// How many attributes the tag has so far.
    pub(super) fn len(&self) -> usize {
        self.rows.borrow().len()
    }

    /// Whether the tag has the attribute already.
    pub(super) fn holds(&self, name: Attr) -> bool {
        self.rows.borrow().iter().any(|row| row.name == name)
    }

    /// Adds an attribute whose value is a range of the page.
    pub(super) fn add(&self, name: Attr, from: usize, to: usize) {
        let row = AttrRow { name, in_side: false, other: 0, from: from as u32, to: to as u32 };
        self.rows.borrow_mut().push(row);
    }

    /// Adds an attribute whose value the page spells with character references.
    pub(super) fn add_decoded(&self, name: Attr, value: &str) {
        let mut side = self.side.borrow_mut();
        let from = side.len() as u32;
        side.push_str(value);
        let row = AttrRow { name, in_side: true, other: 0, from, to: side.len() as u32 };
        self.rows.borrow_mut().push(row);
    }

    /// The tag goes to the tree builder.
    pub(super) fn send(&self, tag: &LocalName) {
        if !self.rows.borrow().is_empty() {
            self.tag.replace(tag.clone());
            self.is_waiting.set(true);
        }
    }

    /// The tree builder is done with the tag, whether or not it made an element of it.
    pub(super) fn clear(&self) {
        self.is_waiting.set(false);
        self.rows.borrow_mut().clear();
        self.side.borrow_mut().clear();
    }

    /// Takes the attributes for a new element, if it is the tag's own: the others that a tag makes (a row's table body) have
    /// other names. SVG's names get their capitals on the way.
    pub(super) fn take(&self, element: &LocalName, mut take: impl FnMut(AttrRow, &str)) {
        if !self.is_waiting.get() {
            return;
        }
        let tag = self.tag.borrow();
        if *tag == *element || tag.eq_ignore_ascii_case(element) {
            self.is_waiting.set(false);
            let side = self.side.borrow();
            for row in self.rows.borrow().iter() {
                let decoded = if row.in_side { side.get(row.from as usize..row.to as usize) } else { None };
                take(*row, decoded.unwrap_or_default());
            }
        }
    }
}
