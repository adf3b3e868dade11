//! The page's foot.

use super::{Rule, drop};

/// Drops what stands in the page's `<footer>`, which is none of an article, a section or a quotation and stands behind all
/// that is likely to be wanted, unless too little is expected outside of it: some pages never close their foot.
pub const FOOT: Rule = Rule {
    name: "boilerplate.footer",
    judge: |page, block| {
        let is_foot = page.stands_without.foot && page.measures.is_in_foot(block.index());
        if is_foot { drop("boilerplate.footer") } else { None }
    },
};
