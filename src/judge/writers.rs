//! Headings of posts that say who wrote them: of a thread's names the scores leave out some and keep others.

use super::{Page, Verdict, Verdicts};
use crate::blocks::{BlockId, BlockKind, GroupId, GroupKind};

/// Name of the verdict on headings that name a post's writer.
const WRITER: &str = "structure.writer";

/// A post's heading that names its writer is what the page sets over the post's words: it is kept where only its score left it
/// out. `posts` has for each group the post around it. Never speaks of one that heads nothing: that is looked at afterwards.
pub(super) fn keep(page: &Page<'_>, posts: &[GroupId], verdicts: &mut Verdicts) {
    let blocks = page.blocks;
    let names_writer = |id: BlockId| match blocks.groups[posts[blocks.rows[id.index()].group.index()].index()].kind {
        GroupKind::Post { author, .. } => page.has_text(id) && blocks.string(author) == blocks.text_of(id),
        _ => false,
    };
    for id in blocks.ids().filter(|&id| matches!(blocks.rows[id.index()].kind, BlockKind::Heading(_))) {
        if !verdicts.keeps(id) && page.left_out_by_score(id) && names_writer(id) {
            verdicts.of_block[id.index()] = Verdict { keep: true, rule: WRITER };
        }
    }
}
