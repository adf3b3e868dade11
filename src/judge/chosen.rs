//! Which blocks to keep for the greatest expected F1, and how great that is. Never looks at rules: what they drop comes
//! marked.

use crate::measure::Measures;
use crate::score::{Scores, share};

/// How much of a block's log-odds comes from its list or table as a whole, so that entries of one list rarely part. F1 on
/// `wcxb-dev` differs by 0.0001 between 0 and 0.35: the choice is for whole lists, with room for stray entries.
const UNIT_SHARE: f32 = 0.25;

/// How far the log-odds of all blocks of a page are off together, as a standard deviation: some pages' readers want every
/// card and others want none, and the scores of the cards do not tell which. By maximum likelihood over the pages of
/// `wcxb-dev`, each scored by a model that did not see its domain (articles 1.0, products 1.2, lists 1.6, collections 1.8).
const SPREAD: f32 = 1.27;

/// Places of a normal distribution and their weights, by Gauss and Hermite's rule of five points.
const SHIFTS: [(f32, f64); 5] =
    [(-2.856_97, 0.011_257), (-1.355_626, 0.222_076), (0.0, 0.533_334), (1.355_626, 0.222_076), (2.856_97, 0.011_257)];

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

/// Chooses blocks: sorted by their share of wanted words, the beginning of greatest expected F1.
pub(super) fn choose(measures: &Measures, scores: &Scores, ruled_out: &[bool]) -> Chosen {
    let odds = with_units(measures, scores);
    let n = odds.len();
    let mut chosen = Chosen { keep: vec![false; n], odds, expected_f1: 0.0 };
    let out = |i: usize| ruled_out.get(i).copied().unwrap_or(false);
    // a share is no negative number, so that its bits rise with it
    let key = |i: usize| u64::from(!share(chosen.odds[i]).to_bits()) << 32 | i as u64;
    let mut ranked: Vec<u64> = (0..n).filter(|&i| !out(i)).map(key).collect();
    ranked.sort_unstable();
    let block_of = |key: u64| key as u32 as usize;
    let shares: Vec<f64> = ranked.iter().map(|&key| f64::from(f32::from_bits(!(key >> 32) as u32))).collect();
    let words_of = |key: u64| f64::from(measures.words.get(block_of(key)).copied().unwrap_or_default());
    let words: Vec<f64> = ranked.iter().map(|&key| words_of(key)).collect();
    let expected: f64 = shares.iter().zip(&words).map(|(share, words)| share * words).sum();
    if expected < MIN_WORDS {
        return chosen;
    }
    let mut best = 0;
    for (k, f1) in expected_f1s(&shares, &words).into_iter().enumerate() {
        if f1 > chosen.expected_f1 {
            (chosen.expected_f1, best) = (f1, k);
        }
    }
    if expected < FEW_WORDS && chosen.expected_f1 < POOR_F1 {
        chosen.expected_f1 = 0.0;
        return chosen;
    }
    for &key in &ranked[..=best] {
        chosen.keep[block_of(key)] = true;
    }
    chosen
}

/// The expected F1 of each beginning of the blocks: `2·Σ(share·words) / (Σ words + E)`, with `E` the sum of `share·words` over
/// all of them, as the mean over what the page as a whole may be off. `shares` are those of a page that is not.
fn expected_f1s(shares: &[f64], words: &[f64]) -> Vec<f64> {
    let against = SHIFTS.map(|(shift, _)| odds_against(f64::from(share(shift * SPREAD))));
    // all shifts in one go over the blocks: the machine takes several numbers at a time
    let mut expected = [0.0; SHIFTS.len()];
    let wanted = shares.iter().zip(words).map(|(&share, words)| {
        for (expected, against) in expected.iter_mut().zip(&against) {
            *expected += words * share / (share + (1.0 - share) * against);
        }
        expected
    });
    let wanted: Vec<[f64; SHIFTS.len()]> = wanted.collect();
    let mut given = 0.0;
    let mean = |(wanted, words): (&[f64; SHIFTS.len()], &f64)| {
        given += words;
        let terms = wanted.iter().zip(&expected).zip(SHIFTS);
        // a block without words adds nothing to nothing
        terms.map(|((wanted, all), (_, weight))| weight * 2.0 * wanted / (given + all).max(f64::MIN_POSITIVE)).sum()
    };
    wanted.iter().zip(words).map(mean).collect()
}

/// How much more likely the other case is: `exp(−x)` of log-odds `x`.
fn odds_against(share: f64) -> f64 {
    (1.0 - share) / share
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

#[cfg(test)]
mod tests {
    use super::{expected_f1s, share};

    fn best(odds: &[f32]) -> usize {
        let shares: Vec<f64> = odds.iter().map(|&odds| f64::from(share(odds))).collect();
        let f1s = expected_f1s(&shares, &vec![20.0; odds.len()]);
        assert!(f1s.iter().all(|f1| (0.0..=1.0).contains(f1)), "{f1s:?}");
        (0..f1s.len()).max_by(|&a, &b| f1s[a].total_cmp(&f1s[b])).unwrap_or_default() + 1
    }

    #[test]
    fn what_is_sure_is_kept_and_no_more() {
        assert_eq!(best(&[6.0, 6.0, 6.0, -6.0, -6.0, -6.0, -6.0]), 3);
    }

    #[test]
    fn cards_that_stand_or_fall_together_are_kept_at_lower_odds() {
        let cards = |odds: f32| [vec![1.0; 3], vec![odds; 30]].concat();
        // each for itself they would go at -1.5 already: where all are wanted they are most of the page
        assert_eq!(best(&cards(-1.5)), 33);
        assert_eq!(best(&cards(-3.0)), 3);
    }
}
