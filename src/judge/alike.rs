//! Blocks of one shape (posts of a thread, cards of a shop, entries of a list of articles) are kept or dropped together: a
//! shape is an element's tag and first class with its parent's.

use super::{Page, Verdict, Verdicts};
use crate::blocks::BlockId;
use crate::measure::Hints;
use crate::score::PageType;

/// Name of the verdict on blocks that follow those of their shape.
const ALIKE: &str = "structure.alike";

/// Blocks of a shape from which on they are entries of something.
const LEAST: u32 = 3;

/// Share of the words of posts of a shape that must be kept for the rest to follow.
const POSTS_SHARE: f32 = 0.6;

/// Log-odds from which on a post follows those of its shape: a share of 0.30. With [`POSTS_SHARE`] this costs 0.0002 of word
/// F1 on `wcxb-dev`, which is within its noise, and keeps threads whole.
const POSTS_ODDS: f32 = -0.85;

/// Running text among posts, answers or reviews that only its score dropped is kept where most of the running text of its
/// shape is.
pub(super) fn posts(page: &Page<'_>, verdicts: &mut Verdicts) {
    let m = page.measures;
    let among = Hints::POST.with(Hints::COMMENTS);
    let runs = |i: usize| {
        m.words[i] >= 10.0 && m.link_share[i] < 0.4 && m.hidden[i] == 0.0 && m.all.get(i).is_some_and(|h| h.any(among))
    };
    let shapes = Shapes::of(page, verdicts, runs);
    for i in (0..m.shapes.len()).filter(|&i| runs(i)) {
        let id = BlockId(i as u32);
        let follows = page.odds(id) >= POSTS_ODDS && page.left_out_by_score(id);
        if follows && shapes.keeps_share(i).is_some_and(|kept| kept >= POSTS_SHARE) {
            verdicts.of_block[i] = Verdict { keep: true, rule: ALIKE };
        }
    }
}

/// Log-odds from which on an entry follows kept ones, and up to which it follows dropped ones: shares of 0.18 and 0.62. Word
/// F1 on `wcxb-dev` is the same from −2 to −1 and from 0.2 to 1.
const ENTRY_ODDS: std::ops::RangeInclusive<f32> = -1.5..=0.5;

/// What the most words of a shape have, the rest has, on lists and on pages of products. By domains left out word F1 on
/// `wcxb-dev` gains 0.011 on products and 0.004 on lists, nearly all of it on few pages (37 gain, 37 lose); on collections
/// twice as many pages would lose as gain. What is gained is that cards of one kind do not part.
pub(super) fn entries(page: &Page<'_>, verdicts: &mut Verdicts) {
    if !matches!(page.page_type, Some(PageType::Listing | PageType::Product)) {
        return;
    }
    let m = page.measures;
    let shows = |i: usize| m.words[i] >= 1.0 && m.hidden[i] == 0.0 && m.to_nav[i] >= 16.0 && m.to_footer[i] >= 16.0;
    let shapes = Shapes::of(page, verdicts, shows);
    // blocks kept one after the other, and whether all of them would go
    let (mut run, mut goes): (Vec<usize>, bool) = (Vec::new(), true);
    for id in page.blocks.ids().filter(|&id| page.has_text(id)) {
        let i = id.index();
        let keeps = shapes.keeps_share(i).filter(|_| shows(i)).map(|share| share >= 0.5);
        if verdicts.keeps(id) {
            run.push(i);
            goes &= keeps == Some(false) && page.odds(id) <= *ENTRY_ODDS.end();
            continue;
        }
        drop_run(verdicts, &mut run, std::mem::replace(&mut goes, true));
        if keeps == Some(true) && page.odds(id) >= *ENTRY_ODDS.start() && page.left_out_by_score(id) {
            verdicts.of_block[i] = Verdict { keep: true, rule: ALIKE };
        }
    }
    drop_run(verdicts, &mut run, goes);
}

/// Drops the blocks of a run if it goes, and empties it: of a card whose text stays its name stays too.
fn drop_run(verdicts: &mut Verdicts, run: &mut Vec<usize>, goes: bool) {
    for i in run.drain(..) {
        if goes && verdicts.may_drop(BlockId(i as u32)) {
            verdicts.of_block[i] = Verdict { keep: false, rule: ALIKE };
        }
    }
}

/// How much of each shape is kept.
struct Shapes<'a> {
    /// Each block's shape.
    of_block: &'a [u32],
    /// Blocks, words and kept words of each shape.
    sums: Vec<(u32, f32, f32)>,
}

impl<'a> Shapes<'a> {
    /// Sums the blocks that count.
    fn of(page: &Page<'a>, verdicts: &Verdicts, counts: impl Fn(usize) -> bool) -> Self {
        let of_block = &page.measures.shapes;
        let mut sums = vec![(0, 0.0, 0.0); of_block.iter().map(|&shape| shape as usize + 1).max().unwrap_or(0)];
        for (i, &shape) in of_block.iter().enumerate().filter(|&(i, _)| counts(i)) {
            let (n, all, kept) = &mut sums[shape as usize];
            let words = page.measures.words[i];
            *n += 1;
            *all += words;
            *kept += if verdicts.of_block[i].keep { words } else { 0.0 };
        }
        Shapes { of_block, sums }
    }

    /// Share of the words of the block's shape that are kept, where it has enough blocks.
    fn keeps_share(&self, i: usize) -> Option<f32> {
        let (n, all, kept) = self.sums[self.of_block[i] as usize];
        (n >= LEAST).then(|| kept / all.max(f32::MIN_POSITIVE))
    }
}
