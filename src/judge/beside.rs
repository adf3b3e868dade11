//! Short lines beside kept text, which scores alone tell badly from what surrounds a page's matter: the names under a
//! quotation, an address, a notice. Never touches what stands in a box of another name, such as a share bar.

use super::{Page, Verdict, Verdicts};
use crate::blocks::{BlockId, BlockKind};
use crate::measure::Hints;

/// Name of the verdict on lines kept since the text that they stand beside is.
const BESIDE: &str = "content.beside";

/// Log-odds from which on a line follows the text beside it: a share of 0.05. On `wcxb-dev` from 0.10 it costs 0.0001 of word
/// F1; of real names, roles and addresses put into its pages it keeps 1 % more.
const ODDS: f32 = -3.0;

/// Lines that follow one text, and their words together, at most: a longer text stands for itself.
const MOST_LINES: usize = 4;
const MOST_WORDS: f32 = 30.0;

/// Words from which on a kept block is text that lines follow.
const TEXT_WORDS: f32 = 10.0;

/// Keeps up to [`MOST_LINES`] lines right after a kept text and in the same box, of which their scores, or that they are
/// folded away together with it, would have made boilerplate. What stands between them and that text must be kept as well.
pub(super) fn keep(page: &Page<'_>, verdicts: &mut Verdicts) {
    let m = page.measures;
    let mut text = None;
    let (mut lines, mut words) = (0, 0.0);
    for id in page.blocks.ids() {
        let i = id.index();
        if !page.has_text(id) {
            // a line after an image is its caption
            text = text.filter(|_| page.blocks.rows[i].kind != BlockKind::Image);
        } else if verdicts.keeps(id) {
            let is_text = m.words[i] >= TEXT_WORDS && m.link_share[i] < 0.4 && m.heading[i] == 0.0;
            text = if is_text { Some(i) } else { text };
            (lines, words) = (0, 0.0);
        } else if verdicts.of_block[i].rule.starts_with("leftover.") {
            // what stood there is gone: it does not part them
        } else if lines < MOST_LINES
            && words + m.words[i] <= MOST_WORDS
            && text.is_some_and(|text| follows(page, verdicts, id, text))
        {
            verdicts.of_block[i] = Verdict { keep: true, rule: BESIDE };
            (lines, words) = (lines + 1, words + m.words[i]);
        } else {
            text = None;
        }
    }
}

/// Parts of a page that are called something else than its matter.
pub(super) const APART: Hints = Hints::NAVIGATION
    .with(Hints::HEADER)
    .with(Hints::FOOTER)
    .with(Hints::SIDEBAR)
    .with(Hints::CONSENT)
    .with(Hints::SHARE)
    .with(Hints::COMMENTS)
    .with(Hints::RELATED)
    .with(Hints::POPUP)
    .with(Hints::ADVERT)
    .with(Hints::BREADCRUMB)
    .with(Hints::PAGINATION)
    .with(Hints::BYLINE)
    .with(Hints::SUBSCRIBE)
    .with(Hints::ACCOUNT)
    .with(Hints::FILTER);

/// Whether a line that was dropped belongs to the kept text.
fn follows(page: &Page<'_>, verdicts: &Verdicts, line: BlockId, text: usize) -> bool {
    let m = page.measures;
    let i = line.index();
    let is_folded = m.hidden[i] > 0.0;
    // longer hidden text is spared as what a click shows: its short lines and headings are shown with it
    let by_rule = is_folded && verdicts.of_block[i].rule == super::rules::HIDDEN;
    let is_line = m.link_share[i] < 0.1
        && m.control[i] == 0.0
        && (m.heading[i] == 0.0 || by_rule)
        && m.caption[i] == 0.0
        && m.ends_colon[i] == 0.0
        && m.same[i] == 0.0
        && page.odds(line) >= ODDS;
    // a line right above links is their heading
    let heads_links = m.beside_after[i] > 0.0 && m.links_after[i] >= 0.5;
    is_line
        && !heads_links
        && (by_rule || page.left_out_by_score(line))
        && (!is_folded || m.hidden[text] > 0.0)
        && !m.near[i].without(m.near[text]).any(APART)
        && m.stands_beside(i, text)
}
