//! Ways through the tree: ranges of numbers and links upward, no recursion.

use super::{Attr, Dom, NodeId, Tag, hides};

impl Dom {
    /// The node's children in order.
    pub fn children(&self, n: NodeId) -> impl Iterator<Item = NodeId> {
        let end = self.end(n);
        let mut next = NodeId(n.0 + 1);
        std::iter::from_fn(move || {
            let child = (next < end).then_some(next)?;
            next = self.end(child);
            Some(child)
        })
    }

    /// What stands behind a node in its parent, in order.
    pub fn behind(&self, n: NodeId) -> impl Iterator<Item = NodeId> {
        let end = self.parent(n).map_or(self.end(n), |around| self.end(around));
        let next = move |&n: &NodeId| Some(self.end(n)).filter(|&next| next < end);
        std::iter::successors(next(&n), next)
    }

    /// Parent, its parent and so on, the document last.
    pub fn ancestors(&self, n: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.parent(n), |&n| self.parent(n))
    }

    /// All nodes below `n`, in document order.
    pub fn descendants(&self, n: NodeId) -> impl Iterator<Item = NodeId> + use<> {
        (n.0 + 1..self.end(n).0).map(NodeId)
    }

    /// The first element below `n` with this tag.
    pub fn first(&self, n: NodeId, tag: Tag) -> Option<NodeId> {
        self.descendants(n).find(|&d| self.tag(d) == tag)
    }

    /// Whether text stands in an element outside of one in it, among its first `most` nodes.
    pub(crate) fn has_text_outside(&self, around: NodeId, inner: NodeId, most: usize) -> bool {
        self.descendants(around).take(most).any(|d| !self.holds(inner, d) && self.has_text(d))
    }

    /// Whether an element is hidden by its attribute, unless what is looked for in the page shows it, or by its inline style.
    pub(crate) fn is_hidden(&self, n: NodeId, by: &[(&str, &str)]) -> bool {
        match self.attr(n, Attr::Hidden) {
            Some(value) => !value.eq_ignore_ascii_case("until-found"),
            None => self.attr(n, Attr::Style).is_some_and(|style| hides(style, by)),
        }
    }

    /// All text below `n`, white space collapsed to single spaces and trimmed.
    pub fn words_of(&self, n: NodeId) -> String {
        self.words_up_to(n, usize::MAX)
    }

    /// The text below `n` as [`Dom::words_of`] has it, but no more than the word that goes over `most` bytes, nor more than
    /// `most` nodes: what is longer is no name or label, and elements that ask may be nested as deep as the tree goes.
    pub fn words_up_to(&self, n: NodeId, most: usize) -> String {
        let mut out = String::new();
        for d in self.descendants(n).take(most.max(64)).filter(|&d| self.tag(d) == Tag::Text) {
            for word in self.text(d).split_whitespace() {
                if out.len() > most {
                    return out;
                }
                if !out.is_empty() {
                    out.push(' ');
                }
                out.push_str(word);
            }
        }
        out
    }
}
