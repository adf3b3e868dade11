//! The learned model: what is known of names, trees for the type of page, trees for blocks, and how sure it may be.

use super::file::{ModelError, Reader};
use super::logistic::share;
use super::trees::Trees;
use super::{Columns, PageType, Scores};
use crate::measure::{Built, Measures, NameBytes, NameTable, PAGE_TYPES, places, words_of_bits};
use xxhash_rust::xxh3::xxh3_64;

/// Points of the line from the expected F1 to the F1 that pages of that expectation had: at 0, 1/16, …, 1.
const POINTS: usize = 17;

/// A model, read only.
#[derive(Clone, Debug)]
pub struct Model {
    names: NameTable,
    types: Trees,
    blocks: Trees,
    confidence: [u8; POINTS],
    /// A typical byte for each column: what a block is compared with when its score is explained.
    typical: Vec<u8>,
}

impl Default for Model {
    /// A model that knows nothing: even odds for every block and type.
    fn default() -> Self {
        Model {
            names: NameTable::default(),
            types: Trees::none(PAGE_TYPES),
            blocks: Trees::none(1),
            confidence: std::array::from_fn(|k| (k * 255 / (POINTS - 1)) as u8),
            typical: vec![0; Columns::COUNT],
        }
    }
}

/// First bytes of a model file.
const MAGIC: &[u8] = b"pagesieve-model-3\n";

/// The model that ships with pagesieve.
const SHIPPED: &[u8] = include_bytes!("blocks.model");

/// Where in a file the number of names stands: behind the magic line and the hash of the columns.
const COUNT: usize = MAGIC.len() + 8;

/// Its names.
const NAMES: &[NameBytes] = {
    let count = [SHIPPED[COUNT], SHIPPED[COUNT + 1], SHIPPED[COUNT + 2], SHIPPED[COUNT + 3]];
    let bytes = u32::from_le_bytes(count) as usize * size_of::<NameBytes>();
    SHIPPED.split_at(COUNT + 4).1.split_at(bytes).0.as_chunks().0
};

/// Their table.
#[allow(long_running_const_eval, reason = "under a second of a build")]
static TABLE: Built<{ words_of_bits(NAMES.len()) }, { places(NAMES.len()) }> = Built::new(NAMES);

impl Model {
    /// The model that ships with pagesieve.
    ///
    /// # Errors
    /// Where it was trained on other columns than this build has: a fault of the build, which the tests show.
    pub fn builtin() -> Result<Model, ModelError> {
        Model::read(SHIPPED, |_| NameTable::from(&TABLE))
    }

    /// Hash of the columns' names, which a model file carries.
    pub fn columns_hash() -> u64 {
        let names: Vec<String> = (0..Columns::COUNT).map(Columns::name).collect();
        xxh3_64(names.join("\n").as_bytes())
    }

    /// Reads a model file: the magic line and the hash of the columns' names (u64); the names, their number (u32), then for
    /// each its hash (u32), its odds of being wanted (i8) and for each type (i8); the trees for types, with a sum for each,
    /// over a page's row; the trees for blocks over the columns, each as `Trees::read` has them; a typical byte per column;
    /// the points of the line to the confidence, in 255ths. All numbers little-endian.
    ///
    /// # Errors
    /// Where the bytes are none, or of other columns.
    pub fn parse(bytes: &[u8]) -> Result<Model, ModelError> {
        Model::read(bytes, NameTable::new)
    }

    /// Reads a model file with a table of its names.
    fn read(bytes: &[u8], table: impl FnOnce(&[NameBytes]) -> NameTable) -> Result<Model, ModelError> {
        let mut reader = Reader(bytes.strip_prefix(MAGIC).ok_or(ModelError("it does not begin as one"))?);
        if u64::from_le_bytes(reader.take()?) != Self::columns_hash() {
            return Err(ModelError("it was trained on other columns"));
        }
        let n_names = reader.u32()? as usize;
        let names = table(reader.many(n_names)?);
        let types = Trees::read(&mut reader, PAGE_TYPES, Columns::OF_PAGE, |_| false)?;
        let of_page: Vec<bool> = (0..Columns::COUNT).map(Columns::is_of_page).collect();
        let blocks = Trees::read(&mut reader, 1, Columns::COUNT, |k| of_page.get(k).copied().unwrap_or(false))?;
        let typical = reader.take::<{ Columns::COUNT }>()?.to_vec();
        let confidence = reader.take::<POINTS>()?;
        Ok(Model { names, types, blocks, confidence, typical })
    }

    /// What is known of names.
    pub fn names(&self) -> &NameTable {
        &self.names
    }

    /// Finds the page's type and scores every block. `columns` hold them afterwards.
    pub fn score(&self, measures: &Measures, columns: &mut Columns, out: &mut Scores) {
        out.odds.clear();
        columns.fill(measures);
        columns.page_row(measures, &mut out.page_row);
        let odds = self.types.of_row(&out.page_row);
        let shares = shares_of(&odds);
        out.page_type = best(&shares);
        columns.fill_types(&shares);
        self.blocks.sums(columns.rows(), |k| columns.padded(k), &mut out.odds);
    }

    /// The F1 that pages had of which `expected` was expected, 0 to 1, by straight lines between points.
    pub fn confidence(&self, expected: f64) -> f64 {
        let x = expected.clamp(0.0, 1.0) * (POINTS - 1) as f64;
        let at = (x as usize).min(POINTS - 2);
        let [from, to] = [self.confidence[at], self.confidence[at + 1]].map(|b| f64::from(b) / 255.0);
        from + (to - from) * (x - at as f64)
    }

    /// The columns that moved a row's score most, each with the change in log-odds against a typical value; the strongest
    /// `n`, falling.
    pub fn strongest(&self, columns: &Columns, row: usize, n: usize) -> Vec<(String, f32)> {
        let own: Vec<u8> =
            (0..Columns::COUNT).map(|k| columns.column(k).get(row).copied().unwrap_or_default()).collect();
        let gains = self.blocks.gains(&own, &self.typical);
        let mut order: Vec<usize> = (0..gains.len()).filter(|&k| gains[k] != 0).collect();
        order.sort_by_key(|&k| (std::cmp::Reverse(gains[k].abs()), k));
        order.truncate(n);
        order.into_iter().map(|k| (Columns::name(k), gains[k] as f32 / self.blocks.unit)).collect()
    }
}

/// How likely each type is, in 255ths, from its log-odds against the others: each alone, then all scaled to one whole. That
/// is not what a softmax gives, but what [`share`] can give the same on every machine.
fn shares_of(odds: &[f32]) -> [u8; PAGE_TYPES] {
    let alone: [f32; PAGE_TYPES] = std::array::from_fn(|k| share(odds.get(k).copied().unwrap_or_default()));
    let whole: f32 = alone.iter().sum();
    alone.map(|one| (one / whole.max(1e-6) * 255.0) as u8)
}

/// The likeliest type; of equal ones the first.
fn best(shares: &[u8; PAGE_TYPES]) -> Option<PageType> {
    let best = (0..PAGE_TYPES).rev().max_by_key(|&k| shares[k])?;
    PageType::ALL.get(best).copied()
}

#[cfg(test)]
mod tests {
    use super::Model;

    #[test]
    fn the_model_that_ships_was_trained_on_these_columns() {
        assert_eq!(Model::builtin().err(), None);
    }
}
