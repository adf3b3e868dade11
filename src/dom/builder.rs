//! What the tokenizer asks of a tree builder. There are two: our own, and html5ever's for what ours leaves to it.

use super::names::{Name, Names};
use html5ever::tokenizer::Doctype;
use std::ops::Range;

/// A tree builder, which is handed tokens in the page's order. Ranges are bytes of the page.
pub(super) trait Builder {
    /// A start tag begins, whose attributes come next.
    fn begin_tag(&mut self, name: &Name);
    /// An attribute of the start tag.
    fn attribute(&mut self, names: &mut Names, name: Range<usize>, value: Value);
    /// The start tag is whole.
    fn start(&mut self, tag: &StartTag) -> Next;
    /// The start tag is not to be: it would go over a bound, or the page ends in it.
    fn leave_out_tag(&mut self);
    /// An end tag.
    fn end(&mut self, name: &Name, spelled: &Range<usize>);
    /// Characters.
    fn text(&mut self, run: Run);
    /// A comment.
    fn comment(&mut self);
    /// A doctype.
    fn doctype(&mut self, doctype: Doctype);
    /// Whether the open element is one of SVG or MathML.
    fn is_in_foreign_content(&self) -> bool;
    /// How deep the open element stands, at least.
    fn depth(&self) -> usize;
    /// How many formatting elements are open that would be made again.
    fn n_formatting(&self) -> usize;
    /// The page's end.
    fn finish(&mut self);
}

/// A start tag.
pub(super) struct StartTag {
    pub name: Name,
    /// Where the name stands.
    pub spelled: Range<usize>,
    /// Whether it ends in `/>`.
    pub closes_itself: bool,
}

/// What follows a start tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Markup.
    Markup,
    /// A body that is no markup, up to the element's end tag.
    Body(Body),
    /// Characters up to the page's end.
    Plaintext,
    /// Nothing that this builder can take in: another must have the whole page.
    Other,
}

/// Bodies that are no markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Body {
    /// With character references.
    Rcdata,
    /// Characters as they stand.
    Rawtext,
    /// The same, with comments that may hide a `</script>`.
    Script,
}

/// Characters: bytes of the page, and what they stand for where that is something else.
#[derive(Clone, Copy)]
pub(super) struct Run {
    pub from: usize,
    pub to: usize,
    pub decoded: Option<(char, Option<char>)>,
}

/// An attribute's value as it stands in the page.
#[derive(Clone, Copy)]
pub(super) struct Value {
    pub from: usize,
    pub to: usize,
    /// Whether a `&` is in it.
    pub has_references: bool,
}
