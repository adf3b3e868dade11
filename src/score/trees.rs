//! Oblivious trees over bytes. Every split of a tree level looks at one column, so a level is one pass over a column and a
//! leaf is a number made of bits. Sums are integers: the same everywhere.

use super::file::{ModelError, Reader};
use multiversion::multiversion;

/// A question that a level asks: is the column's byte above the border?
#[derive(Clone, Copy, Debug)]
pub(super) struct Split {
    pub column: u16,
    border: u8,
    /// Whether the column holds the same byte in all rows of a page.
    is_of_page: bool,
}

impl Split {
    fn asks(self, byte: u8) -> bool {
        byte > self.border
    }

    /// Sets a bit in every row of which the answer is yes. A part of its caller, and so compiled for the same machine.
    #[inline(always)]
    fn mark(self, bit: u8, column: &[u8], bits: &mut [u8; STRIP]) {
        let (column, bits) = (column.as_chunks::<LANES>().0, bits.as_chunks_mut::<LANES>().0);
        for (bytes, bits) in column.iter().zip(bits) {
            for (&byte, bits) in bytes.iter().zip(bits) {
                *bits |= if self.asks(byte) { bit } else { 0 };
            }
        }
    }
}

/// Trees of one depth, with one or more sums each.
#[derive(Clone, Debug)]
pub(super) struct Trees {
    depth: usize,
    outputs: usize,
    /// `depth` splits per tree.
    splits: Vec<Split>,
    /// `2^depth · outputs` values per tree, leaf by leaf.
    leaves: Vec<i16>,
    /// What each sum starts from.
    bias: Vec<i32>,
    /// Units of `bias` and `leaves` to one of log-odds.
    pub unit: f32,
}

/// Rows scored at a time: their bits and sums stay in the nearest cache.
const STRIP: usize = 256;

/// Rows that the machine compares at a time; columns are as long as a multiple of it, so that none is left over.
pub(super) const LANES: usize = 32;

impl Trees {
    /// Trees that know nothing.
    pub fn none(outputs: usize) -> Trees {
        Trees { depth: 1, outputs, splits: Vec::new(), leaves: Vec::new(), bias: vec![0; outputs], unit: 1.0 }
    }

    /// Reads trees: their number (u16), depth (u16), sums (u16), unit (f32) and biases (i32 each); then the splits
    /// (column u16, border u16) and the leaves (i16), tree by tree.
    /// `is_of_page` tells the columns that hold the same byte in all rows of a page.
    pub fn read(
        reader: &mut Reader<'_>,
        outputs: usize,
        n_columns: usize,
        is_of_page: impl Fn(usize) -> bool,
    ) -> Result<Trees, ModelError> {
        let (n, depth) = (usize::from(reader.u16()?), usize::from(reader.u16()?));
        if depth == 0 || depth > 8 {
            return Err(ModelError("its trees are too deep"));
        }
        if usize::from(reader.u16()?) != outputs {
            return Err(ModelError("its trees have other outputs"));
        }
        let unit = f32::from_le_bytes(reader.take()?);
        let mut trees = Trees { depth, unit, ..Trees::none(outputs) };
        for bias in &mut trees.bias {
            *bias = i32::from_le_bytes(reader.take()?);
        }
        for &[low, high, border, _] in reader.many(n * depth)? {
            let column = u16::from_le_bytes([low, high]);
            if usize::from(column) >= n_columns {
                return Err(ModelError("it asks for a column that is not there"));
            }
            trees.splits.push(Split { column, border, is_of_page: is_of_page(usize::from(column)) });
        }
        trees.leaves.extend(reader.many((n << depth) * outputs)?.iter().map(|&leaf| i16::from_le_bytes(leaf)));
        Ok(trees)
    }

    /// Each tree's splits and leaves.
    fn each(&self) -> impl Iterator<Item = (&[Split], &[i16])> {
        self.splits.chunks_exact(self.depth).zip(self.leaves.chunks_exact(self.outputs << self.depth))
    }

    /// The first sum of every row, in log-odds, onto `out`. Columns have a multiple of [`LANES`] bytes.
    pub fn sums<'c>(&self, rows: usize, column: impl Fn(usize) -> &'c [u8], out: &mut Vec<f32>) {
        let padded = rows.next_multiple_of(LANES);
        for from in (0..padded).step_by(STRIP) {
            let to = (from + STRIP).min(padded);
            let strip = |split: &Split| column(usize::from(split.column)).get(from..to).unwrap_or_default();
            let sums = sums_of_strip(self, to - from, strip);
            out.extend(sums[..to.min(rows) - from].iter().map(|&sum| sum as f32 / self.unit));
        }
    }

    /// All sums of one row, in log-odds.
    pub fn of_row(&self, row: &[u8]) -> Vec<f32> {
        let mut sums = self.bias.clone();
        for (splits, leaves) in self.each() {
            let leaf = leaf_of(splits, |s| row.get(usize::from(s.column)).copied().unwrap_or_default());
            for (sum, &value) in sums.iter_mut().zip(&leaves[leaf * self.outputs..]) {
                *sum += i32::from(value);
            }
        }
        sums.iter().map(|&sum| sum as f32 / self.unit).collect()
    }

    /// What each column adds to the first sum of `row` against a `typical` one, in units: every tree is asked once more
    /// for each of its columns with the typical byte in its place.
    pub fn gains(&self, row: &[u8], typical: &[u8]) -> Vec<i32> {
        let mut gains = vec![0i32; row.len()];
        for (splits, leaves) in self.each() {
            let value = |changed: Option<u16>| {
                let byte = |s: Split| {
                    let column = usize::from(s.column);
                    if changed == Some(s.column) { typical[column] } else { row[column] }
                };
                i32::from(leaves[leaf_of(splits, byte) * self.outputs])
            };
            let here = value(None);
            let mut asked: Vec<u16> = splits.iter().map(|s| s.column).collect();
            asked.sort_unstable();
            asked.dedup();
            for column in asked {
                gains[usize::from(column)] += here - value(Some(column));
            }
        }
        gains
    }
}

/// The first sum of each of up to [`STRIP`] rows, of which `column` gives what a split looks at.
#[multiversion(targets("x86_64+avx2"))]
fn sums_of_strip<'c>(trees: &Trees, rows: usize, column: impl Fn(&Split) -> &'c [u8]) -> [i32; STRIP] {
    let mut sums = [trees.bias[0]; STRIP];
    for (splits, leaves) in trees.each() {
        let bit = |level: usize| 1u8 << level;
        let levels = || splits.iter().enumerate();
        let said = levels().filter(|(_, s)| s.is_of_page && column(s).first().is_some_and(|&byte| s.asks(byte)));
        let mut bits = [said.fold(0, |bits, (level, _)| bits | bit(level)); STRIP];
        for (level, split) in levels().filter(|(_, split)| !split.is_of_page) {
            split.mark(bit(level), column(split), &mut bits);
        }
        add_leaves(leaves, trees.outputs, &bits[..rows], &mut sums);
    }
    sums
}

/// Adds the first value of each row's leaf. A part of its caller, as [`Split::mark`] is.
#[inline(always)]
fn add_leaves(leaves: &[i16], outputs: usize, bits: &[u8], sums: &mut [i32; STRIP]) {
    // of trees of the usual form the place of every leaf is known to exist
    if let Ok(leaves) = <&[i16; 64]>::try_from(leaves) {
        for (sums, bits) in sums.as_chunks_mut::<LANES>().0.iter_mut().zip(bits.as_chunks::<LANES>().0) {
            for (sum, &bits) in sums.iter_mut().zip(bits) {
                *sum += i32::from(leaves[usize::from(bits & 63)]);
            }
        }
        return;
    }
    for (sum, &bits) in sums.iter_mut().zip(bits) {
        *sum += i32::from(leaves[usize::from(bits) * outputs]);
    }
}

/// The leaf that the answers lead to.
fn leaf_of(splits: &[Split], byte: impl Fn(Split) -> u8) -> usize {
    splits.iter().enumerate().fold(0, |bits, (level, &s)| bits | usize::from(s.asks(byte(s))) << level)
}
