//! What is printed at the foot and the head of each page.

use super::{Rule, drop};
use crate::blocks::GroupKind;

/// The rule.
pub(super) const PRINTED: Rule = Rule {
    name: "boilerplate.printed",
    judge: |page, block| {
        let group = page.blocks.rows[block.index()].group;
        let is_printed = page.blocks.groups.get(group.index()).is_some_and(|group| group.kind == GroupKind::Printed);
        if is_printed { drop("boilerplate.printed") } else { None }
    },
};
