//! Bounds that act inside the parse, all of them counts; and where in the page the parse stands.

use super::builder::Builder;
use super::names::Name;
use super::tree::{LEAF, Rule};
use crate::limits::{Deadline, Excess, Limits};
use std::cell::Cell;

/// Tokens between two looks at the clock: about a millisecond's worth.
const BETWEEN_LOOKS: u32 = 4096;

/// Shared by the tokenizer, which asks before each tag, and the tree builder, which counts.
pub(super) struct Guard {
    limits: Limits,
    excess: Cell<Option<Excess>>,
    over: Cell<bool>,
    from: Cell<usize>,
    to: Cell<usize>,
    deadline: Deadline,
    n_tokens: Cell<u32>,
}

impl Guard {
    pub(super) fn new(limits: &Limits, deadline: Deadline) -> Self {
        Guard {
            limits: limits.clone(),
            excess: Cell::new(None),
            over: Cell::new(false),
            from: Cell::new(0),
            to: Cell::new(0),
            deadline,
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

    /// Whether a start tag goes on to the tree builder, by how deep the open element stands and how many formatting elements are
    /// open. One that would nest too deep or open one more formatting element than allowed is left out; what stands in it
    /// stays, one level up.
    pub(super) fn admits(&self, name: &Name, builder: &impl Builder) -> bool {
        let (depth, most) = (builder.depth(), self.limits.depth);
        if !name.is_formatting() {
            // where they are not SVG's or MathML's, these hold no elements
            let nests = name.sets & LEAF == 0 || builder.is_in_foreign_content();
            return depth < most || !nests || self.refuses(Excess::Depth);
        }
        if depth >= most + self.limits.formatting {
            return self.refuses(Excess::Depth);
        }
        // an `<a>` closes the one before it, so that unclosed links do not add up
        let adds_up = name.rule == Rule::Formatting;
        !adds_up || builder.n_formatting() < self.limits.formatting || self.refuses(Excess::Formatting)
    }

    /// Notes the bound that was met; always `false`.
    fn refuses(&self, excess: Excess) -> bool {
        self.exceed(excess);
        false
    }
}
