//! Code that text leads up to, which scores take for what a page shows between scripts. Never speaks of what rules have
//! decided.

use super::{Page, Verdict, Verdicts};
use crate::blocks::{BlockId, BlockKind};

/// Name of the verdict on code kept since the text before it is.
const CODE: &str = "structure.code";

/// Log-odds from which on code follows the text right before it, and from which on where that ends in a colon: a log full of
/// numbers and bars looks like no text at all. On `wcxb-dev` word F1 is the same without either.
const CODE_ODDS: f32 = -2.5;
const ANNOUNCED_ODDS: f32 = -5.0;

/// Code that only its score left out is kept where the block right before it is kept, in the same box, and is text or code.
pub(super) fn follow(page: &Page<'_>, verdicts: &mut Verdicts) {
    let m = page.measures;
    if !page.blocks.rows.iter().any(|row| matches!(row.kind, BlockKind::Code(_))) {
        return;
    }
    let mut before: Option<BlockId> = None;
    for id in page.blocks.ids().filter(|&id| page.has_text(id)) {
        let i = id.index();
        let is_code = matches!(page.blocks.rows[i].kind, BlockKind::Code(_));
        if is_code && page.left_out_by_score(id) && !verdicts.keeps(id) && m.hidden[i] == 0.0 {
            let least = |text: usize| if m.ends_colon[text] > 0.0 { ANNOUNCED_ODDS } else { CODE_ODDS };
            let leads_up =
                |b: BlockId| verdicts.keeps(b) && m.stands_beside(i, b.index()) && page.odds(id) >= least(b.index());
            if before.is_some_and(leads_up) {
                verdicts.of_block[i] = Verdict { keep: true, rule: CODE };
            }
        }
        // the heading over code says less than the text before it
        if verdicts.keeps(id) || m.heading[i] == 0.0 {
            before = Some(id);
        }
    }
}
