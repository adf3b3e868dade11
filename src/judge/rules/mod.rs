//! The rules in the order in which they are asked. The first that speaks decides; a block on which none speaks is kept.

mod comments;
mod consent;
mod empty;
mod hidden;
mod leftover;
mod points;
mod site;

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
    leftover::LEFTOVER,
    consent::CONSENT,
    hidden::HIDDEN,
    comments::COMMENTS,
    points::POINTS,
];

/// A verdict that drops.
fn drop(rule: &'static str) -> Option<Verdict> {
    Some(Verdict { keep: false, rule })
}
