//! What the page does not show.

use super::{Rule, drop};
use crate::measure::Hints;

/// Name of the verdict.
pub const NAME: &str = "boilerplate.hidden";

/// Drops short hidden blocks (by `hidden`, `aria-hidden` or an inline style). Longer text and what stands in tabs,
/// accordions and questions is spared: it is shown on a click. Not so where the hidden element has no other attribute that
/// a script would find it by.
pub const HIDDEN: Rule = Rule {
    name: NAME,
    judge: |page, block| {
        let i = block.index();
        let opens = page.hints(block).any(Hints::PRODUCT.with(Hints::POST));
        let hidden = page.measures.hidden[i];
        let goes = hidden > 0.0 && page.measures.words[i] < 8.0 && !opens || hidden > 1.0;
        if goes { drop(NAME) } else { None }
    },
};
