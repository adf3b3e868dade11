//! What has no verdict by itself: headings follow what they head, images what they stand among.

use super::points::has_text;
use super::{Page, Verdict, Verdicts};
use crate::blocks::BlockKind;

/// Name of the verdict on headings whose whole section was dropped.
const EMPTY_SECTION: &str = "structure.empty-section";

/// Mends the verdicts on headings and images.
pub(super) fn settle(page: &Page<'_>, verdicts: &mut Verdicts) {
    headings(page, verdicts);
    images(page, verdicts);
}

/// A heading goes when nothing under it is kept, down to the next heading of its level or above. One sweep from the end,
/// which carries for each level whether anything was kept since.
fn headings(page: &Page<'_>, verdicts: &mut Verdicts) {
    // kept[l]: something was kept after this point before the next heading of level <= l
    let mut kept = [false; 7];
    for id in page.blocks.ids().collect::<Vec<_>>().into_iter().rev() {
        let keeps = verdicts.keeps(id);
        let Some(verdict) = verdicts.of_block.get_mut(id.index()) else { continue };
        match page.blocks.rows[id.index()].kind {
            BlockKind::Heading(level) if has_text(page.blocks, id) => {
                let level = usize::from(level).min(6);
                if keeps && !kept[level] && level > 1 && page.has_markup {
                    *verdict = Verdict { keep: false, rule: EMPTY_SECTION };
                }
                let below = verdict.keep;
                for (l, flag) in kept.iter_mut().enumerate() {
                    if l >= level {
                        *flag = false;
                    } else {
                        *flag |= below;
                    }
                }
            }
            BlockKind::Image => {}
            _ if keeps => kept = [true; 7],
            _ => {}
        }
    }
}

/// An image is kept where the nearest block with text before or after it is, within the same stretch.
fn images(page: &Page<'_>, verdicts: &mut Verdicts) {
    let mut before = false;
    let mut after = vec![false; page.blocks.len()];
    let mut next = false;
    for id in page.blocks.ids().collect::<Vec<_>>().into_iter().rev() {
        after[id.index()] = next;
        if has_text(page.blocks, id) {
            next = verdicts.keeps(id);
        }
    }
    for id in page.blocks.ids() {
        if has_text(page.blocks, id) {
            before = verdicts.keeps(id);
        } else if page.blocks.rows[id.index()].kind == BlockKind::Image {
            let keep = before && after[id.index()];
            let rule = if keep { "content" } else { "boilerplate.image" };
            if let Some(verdict) = verdicts.of_block.get_mut(id.index()) {
                *verdict = Verdict { keep, rule };
            }
        }
    }
}
