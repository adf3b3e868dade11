//! Measures as bytes: one column per quantity, each value on a scale of 256 steps. What the model is trained on and what
//! it reads are these bytes.

use super::PageType;
use crate::measure::{Hints, Measures, PAGE_TYPES};

/// Steps of a doubling, as a power of two: 16.
const STEPS: u32 = 4;

/// A value on the scale: `16·log2(16·x + 1)`, rounded down along chords and capped at 255 (x = 4,096). Shares of one get 65
/// steps, counts up to eight a step of their own. Taken from the number's own bits, so that it is exact everywhere.
#[inline]
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
    /// Columns on blocks: the measures, each hint of the nearest three elements, each hint of all ancestors, then what the
    /// names say.
    pub const OF_BLOCKS: usize = Measures::NAMES.len() + 2 * Hints::NAMES.len() + Measures::OF_NAMES.len();

    /// How many columns there are: those on blocks, then how likely each type of page is, the same in every row.
    pub const COUNT: usize = Self::OF_BLOCKS + PAGE_TYPES;

    /// Name of a column: the measure's; `near:` or `around:` with the hint's; `page_is:` with the type's.
    pub fn name(column: usize) -> String {
        let (n, h) = (Measures::NAMES.len(), Hints::NAMES.len());
        let hint = |k: usize| Hints::NAMES.get(k).copied().unwrap_or_default();
        match column {
            k if k < n => Measures::NAMES[k].to_owned(),
            k if k < n + h => format!("near:{}", hint(k - n)),
            k if k < n + 2 * h => format!("around:{}", hint(k - n - h)),
            k if k < Self::OF_BLOCKS => Measures::OF_NAMES[k - n - 2 * h].to_owned(),
            k => format!("page_is:{}", PageType::ALL.get(k - Self::OF_BLOCKS).map_or("", |t| t.name())),
        }
    }

    /// Whether the column says something of the page, the same in every row.
    pub fn is_of_page(column: usize) -> bool {
        ["page_", "says_"].iter().any(|start| Self::name(column).starts_with(start))
    }

    /// Fills the columns on blocks from a page's measures.
    pub fn fill(&mut self, measures: &Measures) {
        self.rows = measures.words.len();
        self.bytes.clear();
        self.bytes.reserve(self.rows * Self::COUNT);
        measures.each_column(|column| {
            let from = self.bytes.len();
            self.bytes.resize(from + self.rows, 0);
            // a plain loop over two slices: the machine takes many values at a time
            for (byte, &x) in self.bytes[from..].iter_mut().zip(column) {
                *byte = step(x);
            }
        });
        for hints in [&measures.near, &measures.all] {
            for bit in 0..Hints::NAMES.len() {
                self.bytes.extend(hints.iter().map(|h| (h.0 >> bit & 1) as u8));
            }
        }
        measures.each_of_names(|column| self.bytes.extend_from_slice(column));
    }

    /// Fills the columns on the page's type.
    pub fn fill_types(&mut self, shares: &[u8; PAGE_TYPES]) {
        self.bytes.truncate(self.rows * Self::OF_BLOCKS);
        for &share in shares {
            self.bytes.extend(std::iter::repeat_n(share, self.rows));
        }
    }

    /// The page as one row, into `row`: the mean of each column on blocks, weighted by the blocks' words (1 to 255 each),
    /// then what names say of its type, then its number of blocks on the scale of counts.
    pub fn page_row(&self, measures: &Measures, row: &mut Vec<u8>) {
        let weights: Vec<u8> = measures.words.iter().map(|&words| (words as u32).clamp(1, 255) as u8).collect();
        let whole: u64 = weights.iter().map(|&w| u64::from(w)).sum();
        row.clear();
        row.extend((0..Self::OF_BLOCKS).map(|k| (weighted(self.column(k), &weights) / whole.max(1)) as u8));
        row.extend_from_slice(&measures.names_of_types());
        row.push(step(self.rows as f32));
    }

    /// Bytes of a page's row.
    pub const OF_PAGE: usize = Self::OF_BLOCKS + PAGE_TYPES + 1;

    /// Rows in each column.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// One column.
    pub fn column(&self, column: usize) -> &[u8] {
        self.bytes.get(column * self.rows..(column + 1) * self.rows).unwrap_or_default()
    }
}

/// The sum of bytes times their weights, in strips short enough for 32 bits, which the machine adds up many at a time.
fn weighted(bytes: &[u8], weights: &[u8]) -> u64 {
    let strips = bytes.chunks(1 << 15).zip(weights.chunks(1 << 15));
    strips.map(|(b, w)| u64::from(b.iter().zip(w).map(|(&b, &w)| u32::from(b) * u32::from(w)).sum::<u32>())).sum()
}
