//! Bounds that act inside the parse, all of them counts; and where in the page the parse stands.

use super::names::{FORMATTING, Name};
use super::tree::{LEAF, Rule};
use crate::limits::{Deadline, Excess, Limits};
use std::cell::Cell;

/// Tokens between two looks at the clock: about a millisecond's worth.
const BETWEEN_LOOKS: u32 = 4096;

/// Shared by the tokenizer, which asks before each tag, and the sink, which counts.
pub(super) struct Guard {
    limits: Limits,
    depth: Cell<usize>,
    /// Open formatting elements by name.
    formatting: [Cell<usize>; FORMATTING.len()],
    excess: Cell<Option<Excess>>,
    over: Cell<bool>,
    from: Cell<usize>,
    to: Cell<usize>,
    deadline: Deadline,
    n_tokens: Cell<u32>,
}

impl Guard {
    pub(super) fn new(limits: &Limits) -> Self {
        Guard {
            limits: limits.clone(),
            depth: Cell::new(0),
            formatting: Default::default(),
            excess: Cell::new(None),
            over: Cell::new(false),
            from: Cell::new(0),
            to: Cell::new(0),
            deadline: limits.deadline(),
            n_tokens: Cell::new(0),
        }
    }

    /// Notes the bytes of the page that the next token comes from.
    pub(super) fn stand(&self, from: usize, to: usize) {
        self.from.set(from);
        self.to.set(to);
        let n = self.n_tokens.get().wrapping_add(1);
        self.n_tokens.set(n);
        if n.is_multiple_of(BETWEEN_LOOKS) && self.deadline.is_over() {
            self.over.set(true);
        }
    }

    /// The bytes that the current token comes from.
    pub(super) fn place(&self) -> (u32, u32) {
        (self.from.get() as u32, self.to.get() as u32)
    }

    /// Moves the start on: what was consumed of the current token.
    pub(super) fn consumed(&self, to: u32) {
        self.from.set(to as usize);
    }

    /// Whether the parse must stop.
    pub(super) fn is_over(&self) -> bool {
        self.over.get()
    }

    /// The bound that was met, if any.
    pub(super) fn excess(&self) -> Option<Excess> {
        self.excess.get()
    }

    /// Counts nodes; at the limit the parse stops.
    pub(super) fn count_nodes(&self, n: usize) {
        if n >= self.limits.nodes {
            self.exceed(Excess::Nodes);
            self.over.set(true);
        }
    }

    /// Sets the depth at which the last element was opened or closed.
    pub(super) fn set_depth(&self, depth: usize) {
        self.depth.set(depth);
    }

    /// The depth at which the last element was opened or closed, where a builder says so.
    pub(super) fn depth(&self) -> usize {
        self.depth.get()
    }

    fn exceed(&self, excess: Excess) {
        if self.excess.get().is_none() {
            self.excess.set(Some(excess));
        }
    }

    /// Whether a tag that already has `n` attributes may have another.
    pub(super) fn admits_attribute(&self, n: usize) -> bool {
        let admits = n < self.limits.attributes;
        if !admits {
            self.exceed(Excess::Attributes);
        }
        admits
    }

    /// Whether a start tag goes on to the tree builder, by how deep the open element stands. One that would nest too deep or open
    /// one more formatting element than allowed is left out; what stands in it stays, one level up.
    pub(super) fn admits(&self, name: &Name, depth: usize) -> bool {
        if let Some(open) = self.formatting_of(name) {
            return self.admits_formatting(name, depth, open);
        }
        if depth < self.limits.depth || name.sets & LEAF != 0 {
            return true;
        }
        self.exceed(Excess::Depth);
        false
    }

    fn formatting_of(&self, name: &Name) -> Option<&Cell<usize>> {
        self.formatting.get(usize::from(name.formatting?))
    }

    /// An end tag closes a formatting element of its own name: others do not make room.
    pub(super) fn end(&self, name: &Name) {
        if let Some(open) = self.formatting_of(name) {
            open.set(open.get().saturating_sub(1));
        }
    }

    fn admits_formatting(&self, name: &Name, depth: usize, open: &Cell<usize>) -> bool {
        // an `<a>` closes the one before it, so that unclosed links do not add up
        if matches!(name.rule, Rule::A | Rule::Nobr) {
            return depth < self.limits.depth + self.limits.formatting;
        }
        let all: usize = self.formatting.iter().map(Cell::get).sum();
        if all >= self.limits.formatting {
            self.exceed(Excess::Formatting);
            return false;
        }
        open.set(open.get() + 1);
        true
    }
}
