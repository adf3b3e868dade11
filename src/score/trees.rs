//! Oblivious trees over bytes. Every split of a tree level looks at one column, so a level is one pass over a column and a
//! leaf is a number made of bits. Sums are integers: the same everywhere.

use super::file::{ModelError, Reader};

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
        for _ in 0..n * depth {
            let (column, border) = (reader.u16()?, reader.u16()? as u8);
            if usize::from(column) >= n_columns {
                return Err(ModelError("it asks for a column that is not there"));
            }
            trees.splits.push(Split { column, border, is_of_page: is_of_page(usize::from(column)) });
        }
        for _ in 0..(n << depth) * outputs {
            trees.leaves.push(reader.take().map(i16::from_le_bytes)?);
        }
        Ok(trees)
    }

    /// Each tree's splits and leaves.
    fn each(&self) -> impl Iterator<Item = (&[Split], &[i16])> {
        self.splits.chunks_exact(self.depth).zip(self.leaves.chunks_exact(self.outputs << self.depth))
    }

    /// The first sum of every row, in log-odds, onto `out`.
    pub fn sums<'c>(&self, rows: usize, column: impl Fn(usize) -> &'c [u8], out: &mut Vec<f32>) {
        let mut from = 0;
        while from < rows {
            let to = (from + STRIP).min(rows);
            let mut sums = [self.bias[0]; STRIP];
            for (splits, leaves) in self.each() {
                let mut bits = [0u8; STRIP];
                let bits = &mut bits[..to - from];
                let mut of_page = 0u8;
                for (level, split) in splits.iter().enumerate() {
                    let bytes = column(usize::from(split.column)).get(from..to).unwrap_or_default();
                    if split.is_of_page {
                        of_page |= u8::from(bytes.first().is_some_and(|&byte| split.asks(byte))) << level;
                        continue;
                    }
                    for (bits, &byte) in bits.iter_mut().zip(bytes) {
                        *bits |= u8::from(split.asks(byte)) << level;
                    }
                }
                self.add_leaves(leaves, bits, of_page, &mut sums);
            }
            out.extend(sums[..to - from].iter().map(|&sum| sum as f32 / self.unit));
            from = to;
        }
    }

    /// Adds the first value of each row's leaf; `of_page` are the bits that all rows share.
    fn add_leaves(&self, leaves: &[i16], bits: &[u8], of_page: u8, sums: &mut [i32; STRIP]) {
        // of trees of the usual form the place of every leaf is known to exist
        if let Ok(leaves) = <&[i16; 64]>::try_from(leaves) {
            for (sum, &bits) in sums.iter_mut().zip(bits) {
                *sum += i32::from(leaves[usize::from((bits | of_page) & 63)]);
            }
            return;
        }
        for (sum, &bits) in sums.iter_mut().zip(bits) {
            *sum += i32::from(leaves[usize::from(bits | of_page) * self.outputs]);
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

/// The leaf that the answers lead to.
fn leaf_of(splits: &[Split], byte: impl Fn(Split) -> u8) -> usize {
    splits.iter().enumerate().fold(0, |bits, (level, &s)| bits | usize::from(s.asks(byte(s))) << level)
}
