//! Parses a page into a [`Dom`]: tokenizer, tree builder, arena, flat arrays.

use super::Dom;
use super::arena::Arena;
use super::guard::Guard;
use super::names::Names;
use super::stock::Stock;
use super::tokenizer::Tokenizer;
use super::tree::{Room, Tree};
use crate::limits::Limits;
use html5ever::tendril::StrTendril;
use memchr::memchr2;

/// Which attributes are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attributes {
    /// Those of [`super::Attr`].
    Known,
    /// All, for per-site selectors.
    All,
}

/// A parser whose buffers serve page after page; one per worker.
#[derive(Default)]
pub struct Parser {
    dom: Dom,
    arena: Arena,
    room: Room,
    names: Names,
}

impl Parser {
    /// A parser with empty buffers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Parses a page. Never fails; a page over a limit gives the tree so far and [`Dom::excess`].
    pub fn parse(&mut self, text: &str, limits: &Limits, attributes: Attributes) -> &Dom {
        self.dom.left_out.clear();
        self.dom.page = normalised(text, &mut self.dom.left_out);
        let deadline = limits.deadline();
        if attributes == Attributes::All || !self.build(Guard::new(limits, deadline)) {
            self.build_stock(Guard::new(limits, deadline), attributes);
        }
        &self.dom
    }

    /// Builds the tree by ourselves; whether that could be done.
    fn build(&mut self, guard: Guard) -> bool {
        let page = self.dom.page.clone();
        let mut tree = Tree::new(&page, &guard, &mut self.room, std::mem::take(&mut self.arena));
        let is_done = Tokenizer::new(&page, &mut tree, &mut self.names, &guard).run();
        self.arena = tree.into_arena();
        if is_done {
            self.arena.flatten(&mut self.dom);
            self.dom.excess = guard.excess();
        }
        is_done
    }

    /// Has html5ever build the tree.
    fn build_stock(&mut self, guard: Guard, attributes: Attributes) {
        let page = self.dom.page.clone();
        let all = attributes == Attributes::All;
        let mut stock = Stock::new(&page, &guard, std::mem::take(&mut self.arena), all);
        Tokenizer::new(&page, &mut stock, &mut self.names, &guard).run();
        self.arena = stock.into_arena();
        self.arena.flatten(&mut self.dom);
        self.dom.excess = guard.excess();
    }
}

/// Bytes that are searched and copied at a time, so that the copy finds them in the cache.
const PIECE: usize = 1920;

/// The page with line ends made `\n` and without NUL, as the standard's input stream has it; `left_out` gets the
/// positions in front of which a byte is missing.
fn normalised(text: &str, left_out: &mut Vec<u32>) -> StrTendril {
    let mut out = StrTendril::with_capacity(text.len() as u32);
    let mut rest = text;
    while !rest.is_empty() {
        let mut piece = &rest[..char_border(rest, PIECE)];
        let found = memchr2(b'\r', 0, piece.as_bytes());
        piece = &piece[..found.unwrap_or(piece.len())];
        out.push_slice(piece);
        rest = &rest[piece.len()..];
        if found.is_some() {
            let is_pair = rest.starts_with("\r\n");
            if rest.starts_with('\r') && !is_pair {
                out.push_char('\n');
            } else {
                left_out.push(out.len32());
            }
            rest = &rest[1..];
        }
    }
    out
}

/// The last border of characters up to `at`, or the text's end.
fn char_border(text: &str, at: usize) -> usize {
    if at >= text.len() { text.len() } else { (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default() }
}
