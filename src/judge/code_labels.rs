//! The language that a page writes over its code, which the code's own entry in the record says. In: verdicts. Out: those
//! labels dropped.

use super::{Page, Verdict, Verdicts};
use crate::blocks::{BlockId, BlockKind, GroupKind};

/// Name of the verdict.
const LABEL: &str = "structure.code-label";

/// Whether a block is part of a table or a list, where it stands for itself.
fn is_part(page: &Page<'_>, block: BlockId) -> bool {
    use GroupKind::{Cell, Description, Item, Term};
    let kinds = page.blocks.groups_of(block).map(|group| page.blocks.groups[group.index()].kind);
    kinds.into_iter().any(|kind| matches!(kind, Cell { .. } | Item { .. } | Term | Description))
}

/// Drops lines right before code that say its language and no more.
pub(super) fn drop_all(page: &Page<'_>, verdicts: &mut Verdicts) {
    let mut before: Option<BlockId> = None;
    for id in page.blocks.ids().filter(|&id| page.has_text(id)) {
        if let (BlockKind::Code(language), Some(label)) = (page.blocks.rows[id.index()].kind, before) {
            let is_line = page.blocks.rows[label.index()].kind == BlockKind::Paragraph && !is_part(page, label);
            let is_name = page.blocks.text_of(label).eq_ignore_ascii_case(page.blocks.string(language));
            if is_line && is_name && verdicts.keeps(id) && verdicts.may_drop(label) {
                verdicts.of_block[label.index()] = Verdict { keep: false, rule: LABEL };
            }
        }
        before = Some(id);
    }
}
