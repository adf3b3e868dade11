//! Parses a page into a [`Dom`]: tokenizer, html5ever's tree builder, arena, flat arrays.

use super::Dom;
use super::carried::Carried;
use super::guard::Guard;
use super::names::Names;
use super::sink::{Arena, OtherNames, Sink};
use super::tokenizer::Tokenizer;
use crate::limits::Limits;
use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};
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
    names: Names,
    tags: Names,
    carried: Carried,
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
        let guard = Guard::new(limits);
        let page = self.dom.page.clone();
        let carried = &self.carried;
        let other_names = OtherNames::with_room(0);
        let names = (&self.tags, &other_names);
        let sink = Sink::new(&page, names, &guard, carried, std::mem::take(&mut self.arena));
        // with scripting on, the contents of <noscript> would be one raw text
        let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
        let builder = TreeBuilder::new(sink, options);
        Tokenizer::new(&page, &builder, &mut self.names, &guard, carried, attributes == Attributes::All).run();
        self.arena = builder.sink.finish().flatten(&mut self.dom);
        self.dom.excess = guard.excess();
        &self.dom
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
