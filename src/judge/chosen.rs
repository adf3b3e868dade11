//! Which blocks to keep for the greatest expected F1, and how great that is. Never looks at rules: what they drop comes
//! marked.

use crate::measure::Measures;
use crate::score::{Scores, share};

/// How much of a block's log-odds comes from its list or table as a whole, so that entries of one list rarely part. F1 on
/// `wcxb-dev` differs by 0.0002 between 0 and 0.5: the choice is for whole lists, with room for a stray entry.
const UNIT_SHARE: f32 = 0.5;

/// A page expected to hold fewer wanted words than this has none: what is left of it is menus that look a little like
/// sentences.
const MIN_WORDS: f64 = 10.0;

/// The blocks of a page that are worth keeping.
#[derive(Clone, Debug, Default)]
pub struct Chosen {
    /// One entry per block.
    pub keep: Vec<bool>,
    /// Log-odds of each block once its list or table had its say.
    pub odds: Vec<f32>,
    /// The expected F1 of what is kept, 0 to 1: 0 where nothing is.
    pub expected_f1: f64,
}

/// Chooses blocks: sorted by their share of wanted words, the beginning that maximises
/// `2·Σ(share·words) / (Σ words + E)`, with `E` the sum of `share·words` over all blocks.
pub(super) fn choose(measures: &Measures, scores: &Scores, ruled_out: &[bool]) -> Chosen {
    let odds = with_units(measures, scores);
    let n = odds.len();
    let mut chosen = Chosen { keep: vec![false; n], odds, expected_f1: 0.0 };
    let out = |i: usize| ruled_out.get(i).copied().unwrap_or(false);
    let mut ranked: Vec<(f32, f32, usize)> = (0..n)
        .filter(|&i| !out(i))
        .map(|i| (share(chosen.odds[i]), measures.words.get(i).copied().unwrap_or_default(), i))
        .collect();
    let expected: f64 = ranked.iter().map(|&(share, words, _)| f64::from(share) * f64::from(words)).sum();
    if expected < MIN_WORDS {
        return chosen;
    }
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.2.cmp(&b.2)));
    let (mut wanted, mut words, mut best) = (0.0, 0.0, 0);
    for (k, &(share, n_words, _)) in ranked.iter().enumerate() {
        wanted += f64::from(share) * f64::from(n_words);
        words += f64::from(n_words);
        let f1 = 2.0 * wanted / (words + expected);
        if f1 > chosen.expected_f1 {
            (chosen.expected_f1, best) = (f1, k);
        }
    }
    for &(_, _, i) in &ranked[..=best] {
        chosen.keep[i] = true;
    }
    chosen
}

/// Log-odds of each block, mixed with those of its list or table.
fn with_units(measures: &Measures, scores: &Scores) -> Vec<f32> {
    let units = &measures.units;
    let n_units = units.iter().map(|&u| u as usize + 1).max().unwrap_or(0);
    let mut sums = vec![(0.0f32, 0.0f32); n_units];
    for ((&unit, &odds), &words) in units.iter().zip(&scores.odds).zip(&measures.words) {
        let weight = words.max(0.5);
        let sum = &mut sums[unit as usize];
        *sum = (sum.0 + odds * weight, sum.1 + weight);
    }
    let mixed = units.iter().zip(&scores.odds).map(|(&unit, &odds)| {
        let (sum, weight) = sums[unit as usize];
        if unit == 0 { odds } else { odds * (1.0 - UNIT_SHARE) + UNIT_SHARE * sum / weight }
    });
    mixed.collect()
}
