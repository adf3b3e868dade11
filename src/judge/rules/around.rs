//! What pages put around their matter by elements that say so.

use super::{Rule, drop};

/// Drops what stands in the page's `<footer>` (not in that of an article or a quotation) and links in a `<nav>`, unless too
/// little is expected outside of them: some pages never close their foot. By domains left out word F1 on `wcxb-dev` gains
/// 0.0020 by this, on every type of page: terms of use in a foot's dialog, lists of links that look like the page's own.
pub const AROUND: Rule = Rule {
    name: "boilerplate.around",
    judge: |page, block| {
        let (i, m) = (block.index(), page.measures);
        if !page.stands_without.what_is_around {
            None
        } else if m.is_in_foot(i) {
            drop("boilerplate.footer")
        } else if m.is_link_of_menu(i) {
            drop("boilerplate.navigation")
        } else {
            None
        }
    },
};
