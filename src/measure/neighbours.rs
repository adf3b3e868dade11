//! What stands before and after a block, and the page as a whole.

use super::{Measures, is_good};
use crate::blocks::Blocks;

/// Blocks looked at on either side.
const REACH: usize = 5;

/// Fills the columns on the blocks around each block.
pub(super) fn measure(blocks: &Blocks, out: &mut Measures) {
    let n = blocks.len();
    let mut good = Vec::with_capacity(n + 1);
    let mut linked = Vec::with_capacity(n + 1);
    let mut words = Vec::with_capacity(n + 1);
    let (mut g, mut l, mut w) = (0.0f64, 0.0f64, 0.0f64);
    for i in 0..=n {
        good.push(g);
        linked.push(l);
        words.push(w);
        if i < n {
            let here = f64::from(out.words[i]);
            w += here;
            l += here * f64::from(out.link_share[i]);
            g += if is_good(out.words[i], out.link_share[i]) { here } else { 0.0 };
        }
    }
    let share = |part: f64, whole: f64| (part / whole.max(1.0)) as f32;
    (out.page_words, out.page_links, out.page_good) = (w as f32, share(l, w), share(g, w));
    for i in 0..n {
        let (from, to) = (i.saturating_sub(REACH), (i + 1 + REACH).min(n));
        out.position[i] = share(words[i], w);
        out.good_around[i] = (good[to] - good[from]) as f32;
        out.links_around[i] = share(linked[to] - linked[from], words[to] - words[from]);
        out.blocks_before[i] = i as f32 / n as f32;
        out.good_before[i] = share(good[i], g);
        if i > 0 {
            (out.words_before[i], out.links_before[i]) = (out.words[i - 1], out.link_share[i - 1]);
            out.heading_before[i] = out.heading[i - 1];
        }
        if i > 1 {
            (out.words_before2[i], out.links_before2[i]) = (out.words[i - 2], out.link_share[i - 2]);
        }
        if i + 1 < n {
            (out.words_after[i], out.links_after[i]) = (out.words[i + 1], out.link_share[i + 1]);
            out.heading_after[i] = out.heading[i + 1];
        }
        if i + 2 < n {
            (out.words_after2[i], out.links_after2[i]) = (out.words[i + 2], out.link_share[i + 2]);
        }
    }
    headings(out, n);
}

fn headings(out: &mut Measures, n: usize) {
    let (mut since, mut level) = (50.0f32, 0.0);
    let mut since_h1: Option<f32> = None;
    for i in 0..n {
        if out.heading[i] > 0.0 && out.words[i] > 0.0 {
            (since, level) = (0.0, out.heading[i]);
            if level == 1.0 {
                since_h1 = Some(0.0);
            }
        }
        out.since_heading[i] = since;
        out.under_heading[i] = level;
        out.since_h1[i] = since_h1.unwrap_or(100.0);
        since = (since + 1.0).min(50.0);
        since_h1 = since_h1.map(|s| (s + 1.0).min(100.0));
    }
    let mut until = 100.0f32;
    for i in (0..n).rev() {
        out.until_h1[i] = until;
        if out.heading[i] == 1.0 && out.words[i] > 0.0 {
            until = 0.0;
        }
        until = (until + 1.0).min(100.0);
    }
}
