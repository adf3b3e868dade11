//! The learned model: oblivious trees over columns of bytes. Every split of a tree level looks at one column, so a level
//! is one pass over a column and a leaf is a number made of bits. Sums are integers: the same everywhere.

use super::{Columns, Scores};
use xxhash_rust::xxh3::xxh3_64;

/// Why bytes are no model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelError(&'static str);

impl std::fmt::Display for ModelError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "no model: {}", self.0)
    }
}

impl std::error::Error for ModelError {}

/// A question that a level asks: is the column's byte above the border?
#[derive(Clone, Copy, Debug)]
struct Split {
    column: u16,
    border: u8,
}

/// A model, read only.
#[derive(Clone, Debug)]
pub struct Model {
    depth: usize,
    /// `depth` splits per tree.
    splits: Vec<Split>,
    /// `2^depth` values per tree.
    leaves: Vec<i16>,
    bias: i32,
    /// Units of `bias` and `leaves` to one of log-odds.
    unit: f32,
    /// A typical byte for each column: what a block is compared with when its score is explained.
    typical: Vec<u8>,
}

impl Default for Model {
    /// A model that knows nothing: even odds for every block.
    fn default() -> Self {
        let (splits, leaves, typical) = (Vec::new(), Vec::new(), vec![0; Columns::COUNT]);
        Model { depth: 1, splits, leaves, bias: 0, unit: 1.0, typical }
    }
}

/// First bytes of a model file.
const MAGIC: &[u8] = b"pagesieve-model-1\n";

/// Rows scored at a time: their bits and sums stay in the nearest cache.
const STRIP: usize = 256;

/// Reads numbers off the front of a model file.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        let (head, rest) = self.0.split_first_chunk::<N>().ok_or(ModelError("it is cut short"))?;
        self.0 = rest;
        Ok(*head)
    }

    fn u16(&mut self) -> Result<u16, ModelError> {
        self.take().map(u16::from_le_bytes)
    }
}

impl Model {
    /// The model that ships with pagesieve.
    ///
    /// # Errors
    /// Where it was trained on other columns than this build has: a fault of the build, which the tests show.
    pub fn builtin() -> Result<Model, ModelError> {
        Model::parse(include_bytes!("blocks.model"))
    }

    /// Hash of the columns' names, which a model file carries.
    pub fn columns_hash() -> u64 {
        let names: Vec<String> = (0..Columns::COUNT).map(Columns::name).collect();
        xxh3_64(names.join("\n").as_bytes())
    }

    /// Reads a model file: the magic line, hash of the columns' names (u64), trees (u16), depth (u16), bias (i32), unit
    /// (f32), a typical byte per column; then the splits (column u16, border u16) and the leaves (i16), tree by tree. All
    /// numbers little-endian.
    ///
    /// # Errors
    /// Where the bytes are none, or of other columns.
    pub fn parse(bytes: &[u8]) -> Result<Model, ModelError> {
        let mut reader = Reader(bytes.strip_prefix(MAGIC).ok_or(ModelError("it does not begin as one"))?);
        if u64::from_le_bytes(reader.take()?) != Self::columns_hash() {
            return Err(ModelError("it was trained on other columns"));
        }
        let (trees, depth) = (usize::from(reader.u16()?), usize::from(reader.u16()?));
        if depth > 8 {
            return Err(ModelError("its trees are too deep"));
        }
        let bias = i32::from_le_bytes(reader.take()?);
        let unit = f32::from_le_bytes(reader.take()?);
        let mut model = Model { depth, splits: Vec::new(), leaves: Vec::new(), bias, unit, typical: Vec::new() };
        for _ in 0..Columns::COUNT {
            model.typical.push(reader.take::<1>()?[0]);
        }
        for _ in 0..trees * depth {
            let (column, border) = (reader.u16()?, reader.u16()? as u8);
            if usize::from(column) >= Columns::COUNT {
                return Err(ModelError("it asks for a column that is not there"));
            }
            model.splits.push(Split { column, border });
        }
        for _ in 0..trees << depth {
            model.leaves.push(reader.take().map(i16::from_le_bytes)?);
        }
        Ok(model)
    }

    /// Scores every row.
    pub fn score(&self, columns: &Columns, out: &mut Scores) {
        out.odds.clear();
        let mut from = 0;
        while from < columns.rows() {
            let to = (from + STRIP).min(columns.rows());
            let mut sums = [self.bias; STRIP];
            for (splits, leaves) in self.trees() {
                let mut bits = [0u8; STRIP];
                for (level, split) in splits.iter().enumerate() {
                    let column = columns.column(usize::from(split.column)).get(from..to).unwrap_or_default();
                    for (bits, &byte) in bits.iter_mut().zip(column) {
                        *bits |= u8::from(byte > split.border) << level;
                    }
                }
                for (sum, &bits) in sums.iter_mut().zip(&bits[..to - from]) {
                    *sum += i32::from(leaves[usize::from(bits)]);
                }
            }
            out.odds.extend(sums[..to - from].iter().map(|&sum| sum as f32 / self.unit));
            from = to;
        }
    }

    fn trees(&self) -> impl Iterator<Item = (&[Split], &[i16])> {
        self.splits.chunks_exact(self.depth.max(1)).zip(self.leaves.chunks_exact(1 << self.depth))
    }

    /// The columns that moved a row's score most, each with the change in log-odds against a typical value; the strongest
    /// `n`, falling.
    pub fn strongest(&self, columns: &Columns, row: usize, n: usize) -> Vec<(String, f32)> {
        let own: Vec<u8> =
            (0..Columns::COUNT).map(|k| columns.column(k).get(row).copied().unwrap_or_default()).collect();
        let mut gains = vec![0i32; Columns::COUNT];
        for (splits, leaves) in self.trees() {
            let leaf = |changed: Option<u16>| {
                let byte = |s: &Split| {
                    let column = usize::from(s.column);
                    if changed == Some(s.column) { self.typical[column] } else { own[column] }
                };
                let bits = splits
                    .iter()
                    .enumerate()
                    .fold(0, |bits, (level, s)| bits | usize::from(byte(s) > s.border) << level);
                i32::from(leaves[bits])
            };
            let here = leaf(None);
            let mut asked: Vec<u16> = splits.iter().map(|s| s.column).collect();
            asked.sort_unstable();
            asked.dedup();
            for column in asked {
                gains[usize::from(column)] += here - leaf(Some(column));
            }
        }
        let mut order: Vec<usize> = (0..gains.len()).filter(|&k| gains[k] != 0).collect();
        order.sort_by_key(|&k| (std::cmp::Reverse(gains[k].abs()), k));
        order.truncate(n);
        order.into_iter().map(|k| (Columns::name(k), gains[k] as f32 / self.unit)).collect()
    }
}

/// Log-odds as a share: `1 / (1 + exp(−x))`, from a table by straight lines between its points, off by less than 0.0008.
/// No `exp` of the machine's, which differs between machines in the last bit.
pub fn share(log_odds: f32) -> f32 {
    let x = (log_odds.clamp(-8.0, 8.0) + 8.0) * 4.0;
    let at = (x as usize).min(SHARES.len() - 2);
    let (from, to) = (SHARES[at], SHARES[at + 1]);
    from + (to - from) * (x - at as f32)
}

/// The logistic function at −8, −7.75, …, 8.
const SHARES: [f32; 65] = {
    let mut shares = [0.0; 65];
    let mut i = 0;
    while i < 65 {
        shares[i] = 1.0 / (1.0 + exp_quarter(32 - i as i32)) as f32;
        i += 1;
    }
    shares
};

/// `exp(n / 4)` by repeated multiplication, so that it can be worked out when the program is built.
const fn exp_quarter(n: i32) -> f64 {
    /// `exp(1 / 4)`.
    const STEP: f64 = 1.284_025_416_687_741_5;
    let mut value = 1.0;
    let mut k = 0;
    while k < n.abs() {
        value = if n > 0 { value * STEP } else { value / STEP };
        k += 1;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::{Model, share};

    #[test]
    fn the_model_that_ships_was_trained_on_these_columns() {
        assert_eq!(Model::builtin().err(), None);
    }

    #[test]
    fn shares_are_those_of_the_logistic_function() {
        for step in -800..=800i16 {
            let log_odds = f32::from(step) / 100.0;
            let exact = 1.0 / (1.0 + (-log_odds).exp());
            assert!((share(log_odds) - exact).abs() < 0.0008, "{log_odds}");
        }
    }
}
