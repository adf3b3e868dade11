//! Labels with their values in boxes: `<div><span>Weight</span><span>3 kg</span></div>`, several of a kind in a row. In: an
//! element and what stands in it. Out: whether it holds such pairs, and which part of one it is. Takes no cards for pairs.

use super::super::GroupKind;
use super::display::heading_level;
use crate::dom::{Attr, Dom, NodeId, Tag};

/// Pairs in a row from which on they are such.
const LEAST: usize = 3;

/// Nodes of the largest pair.
const MOST_NODES: u32 = 20;

/// Bytes and words of the longest label, and bytes of the longest value.
const LONGEST_LABEL: usize = 40;
const LABEL_WORDS: usize = 5;
const LONGEST_VALUE: usize = 120;

/// The boxes of pairs that are open, innermost last.
#[derive(Default)]
pub(super) struct Pairs {
    open: Vec<NodeId>,
}

impl Pairs {
    /// What an element is to the pairs around it, or those in it.
    pub(super) fn kind_of(&mut self, dom: &Dom, n: NodeId) -> Option<GroupKind> {
        if self.is_part(dom, n) {
            let row = dom.parent(n)?;
            let is_first = elements(dom, row).next() == Some(n);
            return Some(if is_first { GroupKind::Term } else { GroupKind::Description });
        }
        let begins = matches!(dom.tag(n), Tag::Div | Tag::Section) && holds_pairs(dom, n);
        begins.then(|| {
            self.open.push(n);
            GroupKind::Definitions
        })
    }

    /// Whether an element is a label or a value of the pairs that are open.
    pub(super) fn is_part(&mut self, dom: &Dom, n: NodeId) -> bool {
        while self.open.last().is_some_and(|&open| dom.end(open) <= n) {
            self.open.pop();
        }
        let Some(&open) = self.open.last() else { return false };
        dom.parent(n).and_then(|row| dom.parent(row)) == Some(open)
    }
}

fn elements(dom: &Dom, n: NodeId) -> impl Iterator<Item = NodeId> {
    dom.children(n).filter(|&c| dom.tag(c) != Tag::Text)
}

fn has_own_text(dom: &Dom, n: NodeId) -> bool {
    dom.children(n).any(|c| dom.has_text(c))
}

/// Whether an element holds nothing but pairs of one kind.
fn holds_pairs(dom: &Dom, n: NodeId) -> bool {
    let mut rows = elements(dom, n);
    let Some((label, value, name)) = rows.next().and_then(|row| pair(dom, row)) else { return false };
    let looks = |n: NodeId| (dom.tag(n), dom.attr(n, Attr::Class));
    // two of one look are columns, or entries of a list
    if looks(label) == looks(value) || has_own_text(dom, n) {
        return false;
    }
    let (mut n_rows, mut before) = (1, name);
    for row in rows {
        let Some((_, _, name)) = pair(dom, row).filter(|other| looks(other.0) == looks(label)) else { return false };
        if name == before {
            return false;
        }
        (n_rows, before) = (n_rows + 1, name);
    }
    n_rows >= LEAST
}

/// The label and the value of a box that holds no more than those, and the label's words.
fn pair(dom: &Dom, row: NodeId) -> Option<(NodeId, NodeId, String)> {
    if dom.tag(row) != Tag::Div || dom.end(row).0 - row.0 > MOST_NODES || has_own_text(dom, row) {
        return None;
    }
    let mut parts = elements(dom, row);
    let (label, value) = (parts.next()?, parts.next()?);
    let is_part =
        |n: NodeId| matches!(dom.tag(n), Tag::Div | Tag::Span | Tag::P) && dom.descendants(n).all(|d| is_plain(dom, d));
    if parts.next().is_some() || !is_part(label) || !is_part(value) {
        return None;
    }
    let (name, text) = (dom.words_up_to(label, LONGEST_LABEL + 1), dom.words_up_to(value, LONGEST_VALUE + 1));
    let is_label = name.len() <= LONGEST_LABEL
        && name.contains(char::is_alphabetic)
        && name.split_whitespace().count() <= LABEL_WORDS
        && !name.ends_with(['.', '!', '?'])
        && dom.descendants(label).all(|d| dom.tag(d) != Tag::A);
    (is_label && !text.is_empty() && text.len() <= LONGEST_VALUE).then_some((label, value, name))
}

/// Whether a node can stand in a pair: cards have headings, pictures and buttons.
fn is_plain(dom: &Dom, n: NodeId) -> bool {
    let is_other = matches!(
        dom.tag(n),
        Tag::Img
            | Tag::Picture
            | Tag::Button
            | Tag::Input
            | Tag::Select
            | Tag::Ul
            | Tag::Ol
            | Tag::Dl
            | Tag::Table
            | Tag::Video
    );
    !is_other && heading_level(dom, n).is_none()
}
