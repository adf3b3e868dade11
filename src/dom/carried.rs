//! Attributes on their way from the tokenizer to the sink, past the tree builder: it reads those of few elements, and to
//! hand it the others costs an allocation for each tag and a shared string for each value.

use super::{Attr, AttrRow, Tag};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, QualName, local_name, ns};
use std::cell::{Cell, RefCell};

/// The attributes of the start tag that the tree builder is at work on.
pub(super) struct Carried {
    tag: RefCell<LocalName>,
    /// The number of the tag's name.
    number: Cell<Option<Tag>>,
    rows: RefCell<Vec<AttrRow>>,
    /// Values that differ from the page's bytes.
    side: RefCell<String>,
    is_waiting: Cell<bool>,
    /// Whether the tag has the last label given out.
    is_labelled: Cell<bool>,
    /// For each label given out on this page, the rows of the tag's first element in the attribute table.
    labelled: RefCell<Vec<(u32, u32)>>,
}

impl Default for Carried {
    fn default() -> Self {
        let tag = RefCell::new(local_name!(""));
        Carried {
            tag,
            number: Cell::new(None),
            rows: RefCell::default(),
            side: RefCell::default(),
            is_waiting: Cell::new(false),
            is_labelled: Cell::new(false),
            labelled: RefCell::default(),
        }
    }
}

/// Digits of a label: a string of so many bytes lies within its tendril.
const DIGITS: usize = 8;

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

    /// A new page begins.
    pub(super) fn reset(&self) {
        // the page before may have ended within a tag
        self.clear();
        self.labelled.borrow_mut().clear();
    }

    /// What the tree builder is handed in place of the tag's attributes where it makes further elements of a tag by itself: a
    /// nameless attribute, by which they find what the first one had. Nothing for a tag without any.
    pub(super) fn label(&self) -> Vec<Attribute> {
        if self.rows.borrow().is_empty() {
            return Vec::new();
        }
        let mut labelled = self.labelled.borrow_mut();
        let mut digits = [0; DIGITS];
        for (place, digit) in digits.iter_mut().enumerate() {
            *digit = b'a' + (labelled.len() >> (4 * place) & 15) as u8;
        }
        labelled.push((0, 0));
        self.is_labelled.set(true);
        let value = StrTendril::from_slice(str::from_utf8(&digits).unwrap_or_default());
        vec![Attribute { name: QualName::new(None, ns!(), local_name!("")), value }]
    }

    /// Whether the tag's attributes are behind a label, which its own element bears.
    pub(super) fn is_labelled(&self) -> bool {
        self.is_labelled.get()
    }

    /// The rows of an element whose attributes are a label: `take` takes those of the first one off the tag.
    pub(super) fn rows_of(&self, label: &Attribute, take: impl FnOnce() -> (u32, u32)) -> (u32, u32) {
        let digits = label.value.bytes().rev();
        let number = digits.fold(0, |number, digit| number << 4 | usize::from(digit.wrapping_sub(b'a') & 15));
        let is_tags_own = self.is_labelled.get() && number + 1 == self.labelled.borrow().len() && self.is_waiting.get();
        let taken = is_tags_own.then(take);
        match (self.labelled.borrow_mut().get_mut(number), taken) {
            (Some(rows), Some(taken)) => {
                *rows = taken;
                taken
            }
            (rows, _) => rows.copied().unwrap_or_default(),
        }
    }

    /// The tag goes to the tree builder.
    pub(super) fn send(&self, tag: &LocalName, number: Option<Tag>) {
        self.tag.replace(tag.clone());
        self.number.set(number);
        self.is_waiting.set(!self.rows.borrow().is_empty());
    }

    /// The number of an element's name, where it is that of the tag and has one.
    pub(super) fn number_of(&self, element: &LocalName) -> Option<Tag> {
        self.number.get().filter(|_| *self.tag.borrow() == *element)
    }

    /// The tree builder is done with the tag, whether or not it made an element of it.
    pub(super) fn clear(&self) {
        self.is_waiting.set(false);
        self.is_labelled.set(false);
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
