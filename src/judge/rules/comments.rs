//! Readers' comments.

use super::{Rule, drop};
use crate::judge::Verdict;
use crate::measure::Hints;
use crate::score::PageType;

/// Name of the verdict on comments that the user wants.
pub const KEEP: &str = "comments";

/// Labels what stands in a container of comments: dropped, or kept where the user wants comments. Spared where the
/// container holds the page's main matter, and on forums, whose posts are often called comments; the main matter of an
/// article is what stands outside of it, where that is enough.
pub const COMMENTS: Rule = Rule {
    name: "boilerplate.comments",
    judge: |page, block| {
        let i = block.index();
        let m = page.measures;
        let is_thread = page.page_type == Some(PageType::Forum) && !page.settings.comments;
        if is_thread || !page.hints(block).any(Hints::COMMENTS) {
            return None;
        }
        let is_main = || m.in_most[i] > 0.0 || m.in_best[i] > 0.0 || page.odds(block) > 2.0;
        if !page.stands_without.comments && is_main() {
            return None;
        }
        if page.settings.comments && m.words[i] >= 3.0 {
            return Some(Verdict { keep: true, rule: KEEP });
        }
        drop("boilerplate.comments")
    },
};
