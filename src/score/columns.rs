//! Measures as bytes: one column per quantity, each value on a scale of 256 steps. What the model is trained on and what
//! it reads are these bytes.

use super::PageType;
use super::trees::LANES;
use crate::measure::{Column, Hints, Measures, PAGE_TYPES};
use multiversion::multiversion;

/// Steps of a doubling, as a power of two: 16.
const STEPS: u32 = 4;

/// A number of the scale's last step.
const MOST: f32 = 65_535.0;

/// A value on the scale: `16·log2(16·x + 1)`, rounded down along chords and capped at 255 (x = 4,096). Shares of one get 65
/// steps, counts up to eight a step of their own. Taken from the number's own bits, so that it is exact everywhere.
#[inline]
fn step(x: f32) -> u8 {
    // the cap is put on the number, of which the machine compares many at a time, and not on its bits
    let bits = (x.max(0.0) * 16.0 + 1.0).min(MOST).to_bits() >> (23 - STEPS);
    (bits - (127 << STEPS)) as u8
}

/// A page's measures, column by column.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// All columns, one after the other, each up to a multiple of [`LANES`]: what is behind the last row counts for nothing.
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
        let stride = self.stride();
        // every byte of a row is written below: those of the page before need not be wiped out
        self.bytes.resize(stride * Self::OF_BLOCKS, 0);
        let mut columns = self.bytes.chunks_exact_mut(stride.max(1));
        measures.each_column(|column| {
            let bytes = columns.next().unwrap_or_default();
            match column {
                Column::Rows(values) => steps(values, bytes),
                Column::Page(value) => bytes.fill(step(value)),
            }
        });
        for hints in [&measures.near, &measures.all] {
            for (bit, column) in (0..Hints::NAMES.len()).zip(columns.by_ref()) {
                bits(hints, bit, column);
            }
        }
        measures.each_of_names(|column| {
            for (byte, &value) in columns.next().unwrap_or_default().iter_mut().zip(column) {
                *byte = value;
            }
        });
    }

    /// Bytes from one column to the next.
    fn stride(&self) -> usize {
        self.rows.next_multiple_of(LANES)
    }

    /// Fills the columns on the page's type.
    pub fn fill_types(&mut self, shares: &[u8; PAGE_TYPES]) {
        let stride = self.stride();
        self.bytes.truncate(stride * Self::OF_BLOCKS);
        for &share in shares {
            self.bytes.resize(self.bytes.len() + stride, share);
        }
    }

    /// The page as one row, into `row`: the mean of each column on blocks, weighted by the blocks' words (1 to 255 each),
    /// then what names say of its type, then its number of blocks on the scale of counts.
    pub fn page_row(&self, measures: &Measures, row: &mut Vec<u8>) {
        let mut weights: Vec<u8> = measures.words.iter().map(|&words| (words as u32).clamp(1, 255) as u8).collect();
        weights.resize(self.stride(), 0);
        let whole: u64 = weights.iter().map(|&w| u64::from(w)).sum();
        row.clear();
        row.extend((0..Self::OF_BLOCKS).map(|k| (weighted(self.padded(k), &weights) / whole.max(1)) as u8));
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
        self.padded(column).get(..self.rows).unwrap_or_default()
    }

    /// One column with what makes its length a multiple of [`LANES`].
    pub(super) fn padded(&self, column: usize) -> &[u8] {
        self.bytes.get(column * self.stride()..(column + 1) * self.stride()).unwrap_or_default()
    }
}

/// Puts values on the scale: a plain loop over two slices, of which the machine takes many values at a time.
#[multiversion(targets("x86_64+avx2"))]
fn steps(values: &[f32], bytes: &mut [u8]) {
    bytes.iter_mut().zip(values).for_each(|(byte, &x)| *byte = step(x));
}

/// One hint of many rows, each as 0 or 1.
#[multiversion(targets("x86_64+avx2"))]
fn bits(hints: &[Hints], bit: usize, bytes: &mut [u8]) {
    bytes.iter_mut().zip(hints).for_each(|(byte, hints)| *byte = (hints.0 >> bit & 1) as u8);
}

/// The sum of bytes times their weights, in strips short enough for 32 bits, which the machine adds up many at a time.
#[multiversion(targets("x86_64+avx2"))]
fn weighted(bytes: &[u8], weights: &[u8]) -> u64 {
    let products = |(b, w): (&[u8; LANES], &[u8; LANES])| -> u32 {
        b.iter().zip(w).map(|(&b, &w)| u32::from(u16::from(b) * u16::from(w))).sum()
    };
    let strips = bytes.chunks(1 << 15).zip(weights.chunks(1 << 15));
    let strip = |(b, w): (&[u8], &[u8])| -> u32 { b.as_chunks().0.iter().zip(w.as_chunks().0).map(products).sum() };
    strips.map(strip).map(u64::from).sum()
}
