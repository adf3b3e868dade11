//! What is known of names and words. In: a model's list of them. Out: a table by their hashes, which for the model that ships
//! the compiler makes: its 23,000 names would take every run two million instructions.

use std::borrow::Cow;

/// How many types of page there are; [`crate::score::PageType`] names them.
pub const PAGE_TYPES: usize = 7;

/// What is known of one name or word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NameOdds {
    /// Odds of a reader wanting what stands under it, against those of all blocks: natural logarithm in sixteenths.
    pub wanted: i8,
    /// For each type of page: its weight in a logistic regression over all names and words, in eighths.
    pub types: [i8; PAGE_TYPES],
}

/// A name as a model's file has it: its hash, little-endian, its odds of being wanted, and those for each type.
pub type NameBytes = [u8; 5 + PAGE_TYPES];

/// A hash and what is known of its name; a hash of 0 is a free place.
type Slot = (u32, NameOdds);

/// The names known, by hash. Most that pages have are not among them: a few bits tell so without a look at the table, which
/// is too large for the nearest cache.
#[derive(Clone, Debug)]
pub struct NameTable {
    /// A bit for the spread hash of each name, of eight bits or more per name.
    bits: Cow<'static, [u64]>,
    /// Open addressing, at most three quarters full.
    slots: Cow<'static, [Slot]>,
}

/// A table that the compiler makes, of these words of bits and places.
pub(crate) struct Built<const BITS: usize, const SLOTS: usize> {
    bits: [u64; BITS],
    slots: [Slot; SLOTS],
}

impl<const BITS: usize, const SLOTS: usize> Built<BITS, SLOTS> {
    /// A table of names; [`words_of_bits`] and [`places`] tell how large it is.
    pub(crate) const fn new(names: &[NameBytes]) -> Self {
        let free = (0, NameOdds { wanted: 0, types: [0; PAGE_TYPES] });
        let mut built = Built { bits: [0; BITS], slots: [free; SLOTS] };
        fill(names, &mut built.bits, &mut built.slots);
        built
    }
}

/// How many words of bits tell so many names from others.
pub(crate) const fn words_of_bits(names: usize) -> usize {
    (names / 8).next_power_of_two()
}

/// How many places the table of so many names has.
pub(crate) const fn places(names: usize) -> usize {
    (names * 4 / 3 + 1).next_power_of_two()
}

/// Fills an empty table. A hash of 0 is no name; of a hash that comes twice the last stays.
const fn fill(names: &[NameBytes], bits: &mut [u64], slots: &mut [Slot]) {
    let mut n = 0;
    while n < names.len() {
        let [a, b, c, d, wanted, t0, t1, t2, t3, t4, t5, t6] = names[n];
        let key = u32::from_le_bytes([a, b, c, d]);
        if key != 0 {
            let types = [t0 as i8, t1 as i8, t2 as i8, t3 as i8, t4 as i8, t5 as i8, t6 as i8];
            let (word, bit) = bit(bits, key);
            bits[word] |= bit;
            slots[slot(slots, key)] = (key, NameOdds { wanted: wanted as i8, types });
        }
        n += 1;
    }
}

/// The word and the bit that stand for a name.
const fn bit(bits: &[u64], key: u32) -> (usize, u64) {
    let spread = spread(key);
    ((spread >> 6) as usize & (bits.len() - 1), 1 << (spread & 63))
}

/// Where a name stands, or the free place where it would.
const fn slot(slots: &[Slot], key: u32) -> usize {
    let last = slots.len() - 1;
    let mut slot = (spread(key) >> 4) as usize & last;
    while slots[slot].0 != 0 && slots[slot].0 != key {
        slot = (slot + 1) & last;
    }
    slot
}

/// FNV-1a varies least in its low bits of short names: the high bits of a product vary.
const fn spread(key: u32) -> u32 {
    key.wrapping_mul(0x9e37_79b1) >> 8
}

impl Default for NameTable {
    fn default() -> Self {
        NameTable::new(&[])
    }
}

impl<const BITS: usize, const SLOTS: usize> From<&'static Built<BITS, SLOTS>> for NameTable {
    fn from(built: &'static Built<BITS, SLOTS>) -> Self {
        NameTable { bits: Cow::Borrowed(&built.bits), slots: Cow::Borrowed(&built.slots) }
    }
}

impl NameTable {
    /// A table of these names. A hash of 0 is no name; of a hash that comes twice the last stays.
    pub fn new(names: &[NameBytes]) -> NameTable {
        let mut bits = vec![0; words_of_bits(names.len())];
        let mut slots = vec![Slot::default(); places(names.len())];
        fill(names, &mut bits, &mut slots);
        NameTable { bits: bits.into(), slots: slots.into() }
    }

    /// How many places it has.
    pub(super) fn places(&self) -> usize {
        self.slots.len()
    }

    /// What is known of the name at this place.
    #[inline]
    pub(super) fn odds(&self, place: usize) -> &NameOdds {
        &self.slots[place].1
    }

    /// Where a name stands; `None` for one that is not known.
    #[inline]
    pub(super) fn find(&self, key: u32) -> Option<usize> {
        let (word, bit) = bit(&self.bits, key);
        if self.bits[word] & bit == 0 {
            return None;
        }
        Some(slot(&self.slots, key)).filter(|&slot| self.slots[slot].0 != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Built, NameBytes, NameTable, PAGE_TYPES, places, words_of_bits};

    #[test]
    fn every_name_of_a_table_is_found_and_no_other() {
        const NAMES: [NameBytes; 300] = names();
        static BUILT: Built<{ words_of_bits(300) }, { places(300) }> = Built::new(&NAMES);
        for table in [NameTable::new(&NAMES), NameTable::from(&BUILT)] {
            for [a, b, c, d, wanted, ..] in NAMES {
                let found = table.find(u32::from_le_bytes([a, b, c, d])).map(|place| table.odds(place).wanted);
                assert_eq!(found, Some(wanted as i8));
            }
            assert_eq!((1..100).find_map(|key| table.find(key)), None);
        }
    }

    const fn names() -> [NameBytes; 300] {
        let mut names = [[0; 5 + PAGE_TYPES]; 300];
        let mut n = 0;
        while n < names.len() {
            let [a, b, c, d] = (n as u32 + 1).wrapping_mul(0x9e37_0001).to_le_bytes();
            names[n] = [a, b, c, d, (n % 100) as u8, 0, 0, 0, 0, 0, 0, 0];
            n += 1;
        }
        names
    }
}
