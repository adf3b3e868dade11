//! Posts of one shape are kept together: a shape is an element's tag and first class with its parent's.

use super::{Page, Verdict, Verdicts};
use crate::blocks::BlockId;
use crate::measure::Hints;
use crate::score::PageType;

/// Name of the verdict on blocks that follow those of their shape.
const ALIKE: &str = "structure.alike";

/// Share of the words of posts of a shape that must be kept for the rest to follow, and log-odds from which on a post follows:
/// a share of 0.30. Together they cost 0.0002 of word F1 on `wcxb-dev`, which is within its noise, and keep threads whole.
const POSTS: (f32, f32) = (0.6, -0.85);

/// The same in a thread, which is posts and little else. By domains left out forums gain 0.003 of word F1 (six pages gain, six
/// lose less); from 0.1 to 0.3 and below −2 it is the same.
const POSTS_OF_THREAD: (f32, f32) = (0.3, -2.0);

/// Running text among posts, answers or reviews that only its score dropped is kept where most of the running text of its
/// shape is.
pub(super) fn posts(page: &Page<'_>, verdicts: &mut Verdicts) {
    let m = page.measures;
    let (least_kept, least_odds) = if page.page_type == Some(PageType::Forum) { POSTS_OF_THREAD } else { POSTS };
    let among = Hints::POST.with(Hints::COMMENTS);
    let runs = |i: usize| {
        m.words[i] >= 10.0 && m.link_share[i] < 0.4 && m.hidden[i] == 0.0 && m.all.get(i).is_some_and(|h| h.any(among))
    };
    let shapes = Shapes::of(page, verdicts, runs, |i| m.words[i]);
    for i in (0..m.shapes.len()).filter(|&i| runs(i)) {
        let id = BlockId(i as u32);
        let follows = page.odds(id) >= least_odds && page.left_out_by_score(id);
        if follows && shapes.keeps(i, least_kept) {
            verdicts.of_block[i] = Verdict { keep: true, rule: ALIKE };
        }
    }
}

/// Blocks of a shape from which on they are a row.
const LEAST: u32 = 3;

/// How much of each shape is kept.
pub(super) struct Shapes<'a> {
    /// Each block's shape.
    of_block: &'a [u32],
    /// Blocks of each shape, what they weigh, and what those weigh that are kept.
    sums: Vec<(u32, f32, f32)>,
}

impl<'a> Shapes<'a> {
    /// Sums the blocks that count by their weight.
    pub fn of(
        page: &Page<'a>,
        verdicts: &Verdicts,
        counts: impl Fn(usize) -> bool,
        weight: impl Fn(usize) -> f32,
    ) -> Self {
        let of_block = &page.measures.shapes;
        let mut sums = vec![(0, 0.0, 0.0); of_block.iter().map(|&shape| shape as usize + 1).max().unwrap_or(0)];
        for (i, &shape) in of_block.iter().enumerate().filter(|&(i, _)| counts(i)) {
            let (n, all, kept) = &mut sums[shape as usize];
            *n += 1;
            *all += weight(i);
            *kept += if verdicts.of_block[i].keep { weight(i) } else { 0.0 };
        }
        Shapes { of_block, sums }
    }

    /// Whether the block's shape has enough blocks, and this share of it is kept.
    pub fn keeps(&self, i: usize, share: f32) -> bool {
        let (n, all, kept) = self.sums[self.of_block[i] as usize];
        n >= LEAST && kept >= all * share
    }
}
