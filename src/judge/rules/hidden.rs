//! What the page does not show.

use super::{Rule, drop};
use crate::measure::Hints;

/// Name of the verdict.
pub const NAME: &str = "boilerplate.hidden";

/// Drops short hidden blocks (by `hidden`, `aria-hidden` or an inline style). Longer text and what stands in tabs,
/// accordions and questions is spared: it is shown on a click.
pub const HIDDEN: Rule = Rule {
    name: NAME,
    judge: |page, block| {
        let i = block.index();
        let opens = page.hints(block).any(Hints::PRODUCT.with(Hints::POST));
        let hidden = page.measures.hidden[i] > 0.0 && page.measures.words[i] < 8.0;
        if hidden && !opens { drop(NAME) } else { None }
    },
};
