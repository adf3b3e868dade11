//! The rules in the order in which they are asked. The first that speaks decides; on the others their scores do.

mod comments;
mod consent;
mod empty;
mod foot;
mod hidden;
mod leftover;
mod printed;
mod score;
mod site;

pub(super) use comments::KEEP as COMMENTS_WANTED;
pub(super) use hidden::NAME as HIDDEN;
pub(super) use site::KEEP as SITE_KEEP;

use super::{Page, Verdict};
use crate::blocks::BlockId;

/// A rule: looks at one block and decides, or says nothing.
pub struct Rule {
    /// Its name; the verdicts it gives may carry a finer one (`leftover.lorem`).
    pub name: &'static str,
    /// The verdict, if it has one.
    pub judge: fn(&Page<'_>, BlockId) -> Option<Verdict>,
}

/// All rules, in order.
pub const RULES: &[Rule] = &[
    site::SITE,
    empty::EMPTY,
    printed::PRINTED,
    leftover::LEFTOVER,
    consent::CONSENT,
    hidden::HIDDEN,
    comments::COMMENTS,
    foot::FOOT,
];

/// What the first rule that speaks says of a block.
pub(super) fn ask(page: &Page<'_>, block: BlockId) -> Option<Verdict> {
    RULES.iter().find_map(|rule| (rule.judge)(page, block))
}

/// What the scores say of a block on which no rule spoke.
pub(super) fn score(page: &Page<'_>, block: BlockId) -> Verdict {
    (score::SCORE.judge)(page, block).unwrap_or(Verdict { keep: true, rule: "content" })
}

/// A verdict that drops.
fn drop(rule: &'static str) -> Option<Verdict> {
    Some(Verdict { keep: false, rule })
}
