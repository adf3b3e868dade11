//! The language that a page writes over its code, which the code's own entry in the record says. In: verdicts. Out: those
//! labels dropped.

use super::{Page, Verdict, Verdicts};
use crate::blocks::{BlockId, BlockKind};

/// Name of the verdict.
const LABEL: &str = "structure.code-label";

/// Drops lines right before code that say its language and no more.
pub(super) fn drop_all(page: &Page<'_>, verdicts: &mut Verdicts) {
    let mut before: Option<BlockId> = None;
    for id in page.blocks.ids().filter(|&id| page.has_text(id)) {
        if let (BlockKind::Code(language), Some(label)) = (page.blocks.rows[id.index()].kind, before) {
            let m = page.measures;
            // in a table or a list it stands for itself
            let is_part = m.in_table[label.index()] + m.in_list[label.index()] > 0.0;
            let is_line = page.blocks.rows[label.index()].kind == BlockKind::Paragraph && !is_part;
            let is_name = page.blocks.text_of(label).eq_ignore_ascii_case(page.blocks.string(language));
            if is_line && is_name && verdicts.keeps(id) && verdicts.may_drop(label) {
                verdicts.of_block[label.index()] = Verdict { keep: false, rule: LABEL };
            }
        }
        before = Some(id);
    }
}
