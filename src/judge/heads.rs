//! Headings that only their scores dropped although what they head is kept: scores look at a heading by itself, and one that
//! is a link, or short, or stands over a byline looks like many that nobody wants. Never keeps one that heads nothing:
//! that is looked at afterwards.

use super::alike::Shapes;
use super::{Page, Verdict, Verdicts, rules};
use crate::blocks::{BlockId, BlockKind};
use crate::measure::Hints;

/// Name of the verdict on headings kept since what they head is.
const HEADS: &str = "structure.heads-content";

/// Log-odds from which on a heading follows what it heads: a share of 0.12. Word F1 on `wcxb-dev` is the same from −2.5 to
/// −0.8, and without this; headings F1 is best here.
pub(super) const HEADS_ODDS: f32 = -2.0;

/// The same where words were dropped between them, or where the heading is a link. From −1.6 to −1.0 headings F1 on `wcxb-dev`
/// is the same, at −1.0 that on `mozilla-dev` is best.
const SURE_ODDS: f32 = -1.0;

/// Words dropped between a heading and the kept text that it heads, at most: a byline, a date, a rank. Headings F1 on
/// `wcxb-dev` is 0.0006 less at half and 0.0007 less at three times that.
const LEAD_WORDS: f32 = 12.0;

/// Log-odds from which on a folded heading is shown with the text that it heads.
const FOLDED_ODDS: f32 = 0.0;

/// Boxes in the midst of a text whose heading is no heading of what follows.
const PROMOTION: Hints = Hints::RELATED.with(Hints::POPUP).with(Hints::ADVERT).with(Hints::SUBSCRIBE);

/// What stands behind a heading.
struct Behind {
    /// The next block with text.
    next: Option<BlockId>,
    /// The highest level of the headings up to the next kept block; 7 where there is none.
    level: u8,
    /// Words dropped up to there.
    lost: f32,
    /// The next kept block.
    kept: Option<BlockId>,
}

/// Keeps headings right over kept blocks, and those over kept text that only a line or two parts from them.
pub(super) fn follow(page: &Page<'_>, verdicts: &mut Verdicts) {
    let mut behind = Behind { next: None, level: 7, lost: f32::INFINITY, kept: None };
    for id in page.blocks.ids().rev().filter(|&id| page.has_text(id)) {
        let i = id.index();
        if let BlockKind::Heading(level) = page.blocks.rows[i].kind {
            if !verdicts.keeps(id) && heads(page, verdicts, id, level, &behind) {
                verdicts.of_block[i] = Verdict { keep: true, rule: HEADS };
            }
            behind.level = behind.level.min(level);
        }
        // what was left over there is gone: the heading heads what stands after it
        if verdicts.of_block[i].rule.starts_with("leftover.") {
            continue;
        }
        behind.next = Some(id);
        if verdicts.keeps(id) {
            (behind.level, behind.lost, behind.kept) = (7, 0.0, Some(id));
        } else {
            behind.lost += page.measures.words[i];
        }
    }
}

/// Whether a dropped heading belongs to what is kept behind it.
fn heads(page: &Page<'_>, verdicts: &Verdicts, id: BlockId, level: u8, behind: &Behind) -> bool {
    let m = page.measures;
    let odds = page.odds(id);
    let next = behind.next.filter(|&next| verdicts.keeps(next)).map(BlockId::index);
    let is_text = next.is_some_and(|next| m.heading[next] == 0.0 && m.link_share[next] < 0.5);
    // a lower heading that is a link heads a page elsewhere, unless its text stands here; upper ones are often links to
    // their own page
    let is_linked = level >= 3 && m.link_share[id.index()] >= 0.9;
    if page.left_out_by_score(id) {
        let is_in_promotion =
            || behind.kept.is_some_and(|kept| m.near[id.index()].without(m.near[kept.index()]).any(PROMOTION));
        let is_over_lead = behind.level > level && behind.lost <= LEAD_WORDS && !is_linked && !is_in_promotion();
        let is_over_text = next.is_some() && (!is_linked || is_text);
        let least = if is_over_text && !is_linked { HEADS_ODDS } else { SURE_ODDS };
        return (is_over_text || is_over_lead) && odds >= least;
    }
    // longer hidden text is spared as what a click shows: its headings are shown with it
    let is_folded = verdicts.of_block[id.index()].rule == rules::HIDDEN;
    is_folded && is_text && next.is_some_and(|next| m.hidden[next] > 0.0) && odds >= FOLDED_ODDS
}

/// Name of the verdict on headings kept since those of the same shape are.
const ALIKE: &str = "structure.heading-alike";

/// Share of the headings of a shape that must be kept for the rest to follow. On `wcxb-dev` headings F1 gains 0.0005 by it.
const ALIKE_SHARE: f32 = 0.5;

/// Headings that only their scores dropped are kept where most headings of their shape are. Whether any was.
pub(super) fn follow_alike(page: &Page<'_>, verdicts: &mut Verdicts) -> bool {
    let rows = &page.blocks.rows;
    let is_heading = |i: usize| matches!(rows[i].kind, BlockKind::Heading(_)) && !rows[i].text.is_empty();
    let shapes = Shapes::of(page, verdicts, is_heading, |_| 1.0);
    let mut is_any = false;
    for i in (0..page.measures.shapes.len()).filter(|&i| is_heading(i)) {
        let id = BlockId(i as u32);
        let follows = page.odds(id) >= HEADS_ODDS && page.left_out_by_score(id) && !verdicts.keeps(id);
        if follows && shapes.keeps(i, ALIKE_SHARE) {
            verdicts.of_block[i] = Verdict { keep: true, rule: ALIKE };
            is_any = true;
        }
    }
    is_any
}
