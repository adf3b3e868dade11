//! Text to tree: flat arrays in document order, read-only once built. Nothing past this room knows the parser.

mod arena;
mod build;
mod builder;
mod bytes;
mod char_ref;
mod classes;
mod guard;
mod names;
mod raw_text;
mod select;
mod stock;
mod streamed;
mod tag;
mod tokenizer;
mod tree;
mod walk;

pub use build::{Attributes, Parser};
pub use char_ref::unescaped;
pub use classes::PerClass;
pub use select::{SelectorError, Selectors};
pub use tag::{Attr, Tag};

use crate::limits::Excess;
use std::ops::Range;

/// A node, numbered in document order: every node's subtree is the numbers `n..dom.end(n)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

impl NodeId {
    /// The document.
    pub const ROOT: NodeId = NodeId(0);
    /// No node: what blocks of pages without markup have.
    pub const NONE: NodeId = NodeId(u32::MAX);

    /// The number as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One node. Of an element, `from..to` are its rows in the attribute table; of a text node, its bytes in the page
/// (or in the side buffer, where the page spells it with character references).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub parent: u32,
    pub end: u32,
    pub from: u32,
    pub to: u32,
    /// Bytes of the page: an element's start tag, a text node's characters.
    pub source_from: u32,
    pub source_to: u32,
    pub depth: u16,
    /// Number of the element's class attribute among those of the page, from 1; 0 where it has none, or the page too many.
    pub class: u16,
    /// Number of the element's name in the name table, for names that [`Tag`] lacks.
    pub name: u16,
    pub tag: Tag,
    pub in_side: bool,
    /// A bit for each attribute that it has, by [`Attr`]'s number: most questions are for one that is not there.
    pub has: u64,
}

/// [`Node::has`] has a bit for each.
const _: () = assert!(Attr::ALL.len() <= 64);

/// One attribute; the value is a range of the page or of the side buffer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AttrRow {
    pub name: Attr,
    pub in_side: bool,
    /// Number in the name table, for names that [`Attr`] lacks.
    pub other: u16,
    pub from: u32,
    pub to: u32,
}

/// A page's tree.
#[derive(Debug, Default)]
pub struct Dom {
    /// The page with line ends made `\n`.
    pub(crate) page: html5ever::tendril::StrTendril,
    /// Text and values that differ from the page's bytes.
    pub(crate) side: String,
    pub(crate) nodes: Vec<Node>,
    pub(crate) attrs: Vec<AttrRow>,
    pub(crate) names: Vec<String>,
    /// Positions in `page` in front of which a byte of the decoded page was left out (`\r` of `\r\n`), rising.
    pub(crate) left_out: Vec<u32>,
    pub(crate) excess: Option<Excess>,
}

impl Dom {
    /// How many nodes there are, the document among them.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is nothing but the document.
    pub fn is_empty(&self) -> bool {
        self.nodes.len() <= 1
    }

    /// The bound that cut the tree short, if any did.
    pub fn excess(&self) -> Option<Excess> {
        self.excess
    }

    /// What the node is.
    #[inline]
    pub fn tag(&self, n: NodeId) -> Tag {
        self.nodes[n.index()].tag
    }

    /// The element's name in lower case; `#text`, `#document` for the others.
    pub fn name(&self, n: NodeId) -> &str {
        let node = &self.nodes[n.index()];
        match node.tag {
            Tag::Other | Tag::Foreign => self.names.get(node.name as usize).map_or("", |s| s),
            tag => tag.name(),
        }
    }

    /// The parent; `None` for the document.
    #[inline]
    pub fn parent(&self, n: NodeId) -> Option<NodeId> {
        let parent = self.nodes[n.index()].parent;
        (parent != u32::MAX).then_some(NodeId(parent))
    }

    /// One past the last node of the subtree.
    #[inline]
    pub fn end(&self, n: NodeId) -> NodeId {
        NodeId(self.nodes[n.index()].end)
    }

    /// Number of ancestors.
    #[inline]
    pub fn depth(&self, n: NodeId) -> u16 {
        self.nodes[n.index()].depth
    }

    /// Whether the node is an element.
    #[inline]
    pub fn is_element(&self, n: NodeId) -> bool {
        !matches!(self.nodes[n.index()].tag, Tag::Text | Tag::Document)
    }

    /// Characters of a text node; empty for any other node.
    #[inline]
    pub fn text(&self, n: NodeId) -> &str {
        let node = &self.nodes[n.index()];
        if node.tag != Tag::Text {
            return "";
        }
        self.slice(node.from, node.to, node.in_side)
    }

    /// Whether a node is another one or stands in it.
    #[inline]
    pub fn holds(&self, around: NodeId, n: NodeId) -> bool {
        around <= n && n < self.end(around)
    }

    /// Whether it is a text of more than white space.
    #[inline]
    pub fn has_text(&self, n: NodeId) -> bool {
        let text = self.text(n);
        // most begin with a letter, and those that do not are looked through
        text.bytes().next().is_some_and(|byte| byte.is_ascii_graphic()) || !trimmed(text).is_empty()
    }

    /// The attribute's value; `""` where it stands without one.
    #[inline]
    pub fn attr(&self, n: NodeId, name: Attr) -> Option<&str> {
        if self.nodes[n.index()].has >> name as u8 & 1 == 0 { None } else { self.held_attr(n, name) }
    }

    fn held_attr(&self, n: NodeId, name: Attr) -> Option<&str> {
        let row = self.attr_rows(n).iter().find(|row| row.name == name)?;
        Some(self.slice(row.from, row.to, row.in_side))
    }

    /// The attributes kept, in source order, as name and value.
    pub fn attrs(&self, n: NodeId) -> impl Iterator<Item = (&str, &str)> {
        self.attr_rows(n).iter().map(|row| {
            let name = match row.name {
                Attr::Other => self.names.get(row.other as usize).map_or("", |s| s.as_str()),
                known => known.name(),
            };
            (name, self.slice(row.from, row.to, row.in_side))
        })
    }

    /// Where the node stands in the decoded page, in bytes: an element's start tag, a text node's characters.
    pub fn source(&self, n: NodeId) -> Range<usize> {
        let node = &self.nodes[n.index()];
        self.page_offset(node.source_from)..self.page_offset(node.source_to)
    }

    fn attr_rows(&self, n: NodeId) -> &[AttrRow] {
        let node = &self.nodes[n.index()];
        if !self.is_element(n) {
            return &[];
        }
        &self.attrs[node.from as usize..node.to as usize]
    }

    fn slice(&self, from: u32, to: u32, in_side: bool) -> &str {
        let all: &str = if in_side { &self.side } else { &self.page };
        &all[from as usize..to as usize]
    }

    fn page_offset(&self, offset: u32) -> usize {
        offset as usize + self.left_out.partition_point(|&at| at <= offset)
    }
}

/// A text without white space at its ends, as `str::trim` has it. Nearly all have ASCII there, of which fewer questions are
/// asked.
#[inline]
pub(crate) fn trimmed(text: &str) -> &str {
    let text = text.trim_ascii();
    let is_plain = |end: Option<&u8>| end.is_none_or(u8::is_ascii_graphic);
    let bytes = text.as_bytes();
    if is_plain(bytes.first()) && is_plain(bytes.last()) { text } else { text.trim() }
}

/// Properties of inline styles and values by which they leave their element no place, …
pub(crate) const NO_PLACE: &[(&str, &str)] = &[("display", "none")];
/// … or hide it in some way.
pub(crate) const HIDDEN: &[(&str, &str)] = &[("display", "none"), ("visibility", "hidden")];

/// Whether an inline style hides its element by one of these.
pub(crate) fn hides(style: &str, by: &[(&str, &str)]) -> bool {
    // all these properties have a letter that few others have
    if memchr::memchr2(b'y', b'Y', style.as_bytes()).is_none() {
        return false;
    }
    let starts = |value: &str, with: &str| value.get(..with.len()).is_some_and(|v| v.eq_ignore_ascii_case(with));
    style_rules(style)
        .any(|(name, value)| by.iter().any(|&(known, with)| name.eq_ignore_ascii_case(known) && starts(value, with)))
}

/// The rules of an inline style, each as name and value.
pub(crate) fn style_rules(style: &str) -> impl Iterator<Item = (&str, &str)> {
    style.split(';').filter_map(|rule| rule.split_once(':')).map(|(name, value)| (name.trim(), value.trim()))
}
