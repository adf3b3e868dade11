//! Measures as bytes: one column per quantity, each value on a scale of 256 steps. What the model is trained on and what
//! it reads are these bytes.

use crate::measure::{Hints, Measures};

/// Steps of a doubling, as a power of two: 16.
const STEPS: u32 = 4;

/// A value on the scale: `16·log2(16·x + 1)`, rounded down along chords and capped at 255 (x = 4,096). Shares of one get 65
/// steps, counts up to eight a step of their own. Taken from the number's own bits, so that it is exact everywhere.
fn step(x: f32) -> u8 {
    let bits = (x.max(0.0) * 16.0 + 1.0).to_bits() >> (23 - STEPS);
    (bits - (127 << STEPS)).min(255) as u8
}

/// A page's measures, column by column.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// All columns, one after the other.
    bytes: Vec<u8>,
    rows: usize,
}

impl Columns {
    /// How many columns there are: the measures, then each hint of the nearest three elements, then of all ancestors.
    pub const COUNT: usize = Measures::NAMES.len() + 2 * Hints::NAMES.len();

    /// Name of a column: the measure's, `near:` or `around:` with the hint's.
    pub fn name(column: usize) -> String {
        let hint = |k: usize| Hints::NAMES.get(k).copied().unwrap_or_default();
        let (n, h) = (Measures::NAMES.len(), Hints::NAMES.len());
        match column {
            k if k < n => Measures::NAMES[k].to_owned(),
            k if k < n + h => format!("near:{}", hint(k - n)),
            k => format!("around:{}", hint(k - n - h)),
        }
    }

    /// Fills the columns from a page's measures.
    pub fn fill(&mut self, measures: &Measures) {
        self.rows = measures.words.len();
        self.bytes.clear();
        self.bytes.reserve(self.rows * Self::COUNT);
        measures.each_column(|column| self.bytes.extend(column.iter().map(|&x| step(x))));
        for hints in [&measures.near, &measures.all] {
            for bit in 0..Hints::NAMES.len() {
                self.bytes.extend(hints.iter().map(|h| (h.0 >> bit & 1) as u8));
            }
        }
    }

    /// Rows in each column.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// One column.
    pub fn column(&self, column: usize) -> &[u8] {
        self.bytes.get(column * self.rows..(column + 1) * self.rows).unwrap_or_default()
    }
}
