//! Headings of posts that say who wrote them: of a thread's names the scores leave out some and keep others.

use super::{Page, Verdict, Verdicts};
use crate::blocks::{BlockId, BlockKind, GroupKind};

/// Name of the verdict on headings that name a post's writer.
const WRITER: &str = "structure.writer";

/// A post's heading that names its writer is what the page sets over the post's words: it is kept where only its score left it
/// out. Never speaks of one that heads nothing: that is looked at afterwards.
pub(super) fn keep(page: &Page<'_>, verdicts: &mut Verdicts) {
    let blocks = page.blocks;
    if !blocks.groups.iter().any(|group| matches!(group.kind, GroupKind::Post { .. })) {
        return;
    }
    for id in blocks.ids().filter(|&id| matches!(blocks.rows[id.index()].kind, BlockKind::Heading(_))) {
        if !verdicts.keeps(id) && page.left_out_by_score(id) && names_writer(page, id) {
            verdicts.of_block[id.index()] = Verdict { keep: true, rule: WRITER };
        }
    }
}

/// Whether a block in a post says the name of its writer and no more.
fn names_writer(page: &Page<'_>, id: BlockId) -> bool {
    let post = page.blocks.groups_of(id).find_map(|group| match page.blocks.groups[group.index()].kind {
        GroupKind::Post { author, .. } => Some(author),
        _ => None,
    });
    post.is_some_and(|author| page.has_text(id) && page.blocks.string(author) == page.blocks.text_of(id))
}
