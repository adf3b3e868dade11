//! Readers' comments.

use super::{Rule, drop};
use crate::judge::Verdict;
use crate::measure::Hints;
use crate::score::PageType;

/// Labels what stands in a container of comments: dropped, or kept where the user wants comments. Spared where the
/// container holds the page's main matter, as in a thread, whose posts are often called comments; the main matter of an
/// article is what stands outside of it.
pub const COMMENTS: Rule = Rule {
    name: "boilerplate.comments",
    judge: |page, block| {
        let i = block.index();
        let m = page.measures;
        let hinted = page.hints(block).any(Hints::COMMENTS);
        let is_main = || m.in_most[i] > 0.0 || m.in_best[i] > 0.0 || page.odds(block) > 2.0;
        let is_article = page.page_type == Some(PageType::Article) && page.stands_without_comments;
        if !hinted || (!is_article && is_main()) {
            return None;
        }
        if page.settings.comments && m.words[i] >= 3.0 {
            return Some(Verdict { keep: true, rule: "comments" });
        }
        drop("boilerplate.comments")
    },
};
