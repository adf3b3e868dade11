//! Notes and sources that marks in the text lead to: they are kept as a whole. Never speaks of what rules have decided.

use super::{Page, Verdict, Verdicts};
use crate::blocks::{BlockId, GroupKind};

/// Name of the verdict on notes kept since marks lead to them.
const NOTES: &str = "structure.notes";

/// Mean log-odds, by words, from which on notes are kept. By domains left out word F1 on `wcxb-dev` is 0.0001 less from −1 to −3,
/// and the same at 0.
const NOTES_ODDS: f32 = -2.0;

/// Notes that only their scores left out are kept where those of their list are not unlikely together: a reader who meets a
/// mark wants to know what it says.
pub(super) fn keep(page: &Page<'_>, verdicts: &mut Verdicts) {
    let m = page.measures;
    for group in page.blocks.groups.iter().filter(|group| group.kind == GroupKind::References) {
        let notes = || group.blocks.clone().map(BlockId).filter(|&id| page.has_text(id));
        let by_score = |verdicts: &Verdicts, id: BlockId| verdicts.keeps(id) || page.left_out_by_score(id);
        let (mut words, mut odds) = (0.0, 0.0);
        for id in notes().filter(|&id| by_score(verdicts, id)) {
            words += m.words[id.index()];
            odds += m.words[id.index()] * page.odds(id);
        }
        if odds < NOTES_ODDS * words {
            continue;
        }
        for id in notes().filter(|&id| page.left_out_by_score(id) && m.hidden[id.index()] == 0.0) {
            let verdict = &mut verdicts.of_block[id.index()];
            if !verdict.keep {
                *verdict = Verdict { keep: true, rule: NOTES };
            }
        }
    }
}
