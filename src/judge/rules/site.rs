//! Per-site selectors.

use super::Rule;
use crate::judge::{Choice, Verdict};

/// Name of the verdict on what a selector keeps.
pub const KEEP: &str = "site.keep";

/// Keeps or drops what a selector of `--rules` names. First, since a user who wrote it has looked at the page.
pub const SITE: Rule = Rule {
    name: "site",
    judge: |page, block| match page.choices.get(block.index())?.as_ref()? {
        Choice::Keep => Some(Verdict { keep: true, rule: KEEP }),
        Choice::Drop => Some(Verdict { keep: false, rule: "site.drop" }),
    },
};
