//! What the page does not show.

use super::{Rule, drop};
use crate::measure::Hints;

/// Name of the verdict.
pub const NAME: &str = "boilerplate.hidden";

/// Drops short hidden blocks (by `hidden`, `aria-hidden` or an inline style). Longer text and what stands in tabs,
/// accordions and questions is spared: it is shown on a click. Not so where nothing could show it:
/// [`Measures::is_hidden_for_good`](crate::measure::Measures::is_hidden_for_good).
pub const HIDDEN: Rule = Rule {
    name: NAME,
    judge: |page, block| {
        let i = block.index();
        let opens = page.hints(block).any(Hints::PRODUCT.with(Hints::POST));
        let m = page.measures;
        let goes = m.hidden[i] > 0.0 && (m.words[i] < 8.0 && !opens || m.is_hidden_for_good(i));
        if goes { drop(NAME) } else { None }
    },
};
