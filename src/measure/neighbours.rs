//! What stands before and after a block, and the page as a whole.

use super::{Measures, is_good, rows};
use crate::blocks::Blocks;

/// Blocks looked at on either side.
const REACH: usize = 5;

/// Fills the columns on the blocks around each block.
pub(super) fn measure(blocks: &Blocks, m: &mut Measures) {
    let n = blocks.len();
    around(m, n);
    shifted(m, n);
    headings(m, n);
}

/// What stands before and around each block, by running sums.
fn around(m: &mut Measures, n: usize) {
    rows!(m, n; words, link_share, position, good_around, links_around, blocks_before, good_before);
    let mut sums: Vec<Sums> = Vec::with_capacity(n + 1);
    let mut sum = Sums::default();
    for i in 0..n {
        sums.push(sum);
        let here = f64::from(words[i]);
        sum.words += here;
        sum.linked += here * f64::from(link_share[i]);
        sum.good += if is_good(words[i], link_share[i]) { here } else { 0.0 };
    }
    sums.push(sum);
    let share = |part: f64, whole: f64| (part / whole.max(1.0)) as f32;
    (m.page_words, m.page_links, m.page_good) =
        (sum.words as f32, share(sum.linked, sum.words), share(sum.good, sum.words));
    for i in 0..n {
        let (from, here, to) = (&sums[i.saturating_sub(REACH)], &sums[i], &sums[(i + 1 + REACH).min(n)]);
        position[i] = share(here.words, sum.words);
        good_around[i] = (to.good - from.good) as f32;
        links_around[i] = share(to.linked - from.linked, to.words - from.words);
        blocks_before[i] = i as f32 / n as f32;
        good_before[i] = share(here.good, sum.good);
    }
}

/// Sums over the blocks before one.
#[derive(Clone, Copy, Default)]
struct Sums {
    words: f64,
    linked: f64,
    good: f64,
}

/// What the next two blocks on either side are like: columns moved by a row or two.
fn shifted(m: &mut Measures, n: usize) {
    let down = |from: &[f32], to: &mut [f32], by: usize| {
        let by = by.min(n);
        to[..by].fill(0.0);
        to[by..n].copy_from_slice(&from[..n - by]);
    };
    let up = |from: &[f32], to: &mut [f32], by: usize| {
        let by = by.min(n);
        to[..n - by].copy_from_slice(&from[by..n]);
        to[n - by..n].fill(0.0);
    };
    down(&m.words, &mut m.words_before, 1);
    down(&m.link_share, &mut m.links_before, 1);
    down(&m.heading, &mut m.heading_before, 1);
    down(&m.words, &mut m.words_before2, 2);
    down(&m.link_share, &mut m.links_before2, 2);
    up(&m.words, &mut m.words_after, 1);
    up(&m.link_share, &mut m.links_after, 1);
    up(&m.heading, &mut m.heading_after, 1);
    up(&m.words, &mut m.words_after2, 2);
    up(&m.link_share, &mut m.links_after2, 2);
}

fn headings(m: &mut Measures, n: usize) {
    rows!(m, n; words, heading, since_heading, under_heading, since_h1, until_h1);
    let (mut since, mut level) = (50.0f32, 0.0);
    let mut since_last_h1 = 100.0f32;
    for i in 0..n {
        if heading[i] > 0.0 && words[i] > 0.0 {
            (since, level) = (0.0, heading[i]);
            if level == 1.0 {
                since_last_h1 = 0.0;
            }
        }
        (since_heading[i], under_heading[i], since_h1[i]) = (since, level, since_last_h1);
        since = (since + 1.0).min(50.0);
        since_last_h1 = (since_last_h1 + 1.0).min(100.0);
    }
    let mut until = 100.0f32;
    for i in (0..n).rev() {
        until_h1[i] = until;
        if heading[i] == 1.0 && words[i] > 0.0 {
            until = 0.0;
        }
        until = (until + 1.0).min(100.0);
    }
}
