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

/// A page expected to hold fewer wanted words than this has none either where the best choice is expected to be worth less
/// than [`POOR_F1`]: a shop without goods shows its foot.
const FEW_WORDS: f64 = 25.0;

/// See [`FEW_WORDS`]. In three trainings on `wcxb-dev` seven pages stood below both: four have no wanted word, and of the
/// other three the choice had an F1 of 0.2 at most. From 20 to 30 words and 0.35 to 0.5 do the same.
const POOR_F1: f64 = 0.35;

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
    // a share is no negative number, so that its bits rise with it
    let key = |i: usize| u64::from(!share(chosen.odds[i]).to_bits()) << 32 | i as u64;
    let share_of = |key: u64| f64::from(f32::from_bits(!(key >> 32) as u32));
    let words_of = |key: u64| f64::from(measures.words.get(key as u32 as usize).copied().unwrap_or_default());
    let mut ranked: Vec<u64> = (0..n).filter(|&i| !out(i)).map(key).collect();
    let expected: f64 = ranked.iter().map(|&key| share_of(key) * words_of(key)).sum();
    if expected < MIN_WORDS {
        return chosen;
    }
    ranked.sort_unstable();
    let (mut wanted, mut words, mut best) = (0.0, 0.0, 0);
    for (k, &key) in ranked.iter().enumerate() {
        wanted += share_of(key) * words_of(key);
        words += words_of(key);
        let f1 = 2.0 * wanted / (words + expected);
        if f1 > chosen.expected_f1 {
            (chosen.expected_f1, best) = (f1, k);
        }
    }
    if expected < FEW_WORDS && chosen.expected_f1 < POOR_F1 {
        chosen.expected_f1 = 0.0;
        return chosen;
    }
    for &key in &ranked[..=best] {
        chosen.keep[key as u32 as usize] = true;
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
