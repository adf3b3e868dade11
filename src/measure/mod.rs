//! Blocks to measures: one column per quantity, in linear passes. Decides nothing.

use crate::blocks::Blocks;
use crate::dom::Dom;

/// Columns of equal length, one row per block.
#[derive(Clone, Debug, Default)]
pub struct Measures {}

/// Measures a page's blocks; `dom` is `None` on pages without markup.
pub fn measure(dom: Option<&Dom>, blocks: &Blocks, out: &mut Measures) {
    let _ = (dom, blocks, out);
}
