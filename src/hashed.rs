//! A hash table for keys that are hashes already.

/// Places kept from one page to the next.
const KEPT: usize = 1 << 10;

/// Numbers keys as they come, from 0. Open addressing, at most half full: a key that was seen is found at the first look or
/// beside it. The places hold numbers alone, so that the empty half is soon wiped.
#[derive(Clone, Debug, Default)]
pub(crate) struct Numbers {
    /// A key's number, from 1; 0 in a free place.
    slots: Vec<u32>,
    /// By number.
    keys: Vec<u64>,
}

impl Numbers {
    /// Room for so many keys; more are taken too.
    pub(crate) fn with_capacity(keys: usize) -> Numbers {
        Numbers { slots: vec![0; (keys * 2).next_power_of_two().max(16)], keys: Vec::with_capacity(keys) }
    }

    /// Forgets all keys. What one large page needed is not gone through for every page after it.
    pub(crate) fn clear(&mut self) {
        self.slots.truncate(KEPT);
        self.slots.fill(0);
        self.keys.clear();
    }

    /// How many keys were seen.
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// The key's number; one that is new gets the next.
    #[inline]
    pub(crate) fn of(&mut self, key: u64) -> u32 {
        if self.slots.len() <= self.len() * 2 {
            self.grow();
        }
        let slot = self.slot(key);
        let number = &mut self.slots[slot];
        if *number == 0 {
            self.keys.push(key);
            *number = self.keys.len() as u32;
        }
        *number - 1
    }

    /// The number of a key that was seen.
    pub(crate) fn find(&self, key: u64) -> Option<u32> {
        if self.keys.is_empty() { None } else { self.slots[self.slot(key)].checked_sub(1) }
    }

    /// Where a key stands, or the free place where it would.
    #[inline]
    fn slot(&self, key: u64) -> usize {
        let last = self.slots.len() - 1;
        // both halves of the product count: keys may differ in high bits alone
        let product = u128::from(key) * 0x9e37_79b9_7f4a_7c15;
        let mut slot = ((product >> 64) ^ product) as usize & last;
        while self.slots[slot] != 0 && self.keys[self.slots[slot] as usize - 1] != key {
            slot = (slot + 1) & last;
        }
        slot
    }

    fn grow(&mut self) {
        self.slots = vec![0; (self.slots.len() * 2).max(64)];
        for number in 0..self.keys.len() {
            let slot = self.slot(self.keys[number]);
            self.slots[slot] = number as u32 + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Numbers;

    #[test]
    fn keys_are_numbered_as_they_come() {
        let mut numbers = Numbers::default();
        assert_eq!(numbers.find(7), None);
        // keys that differ only above, only below, and 0
        let keys: Vec<u64> = (0..500).flat_map(|k| [k, k << 48]).skip(1).collect();
        for round in 0..2 {
            for (number, &key) in keys.iter().enumerate() {
                assert_eq!(numbers.find(key).is_some(), round == 1, "{key}");
                assert_eq!(numbers.of(key), number as u32, "{key}");
            }
        }
        assert_eq!(numbers.len(), keys.len());
        numbers.clear();
        assert_eq!((numbers.len(), numbers.find(0), numbers.of(9)), (0, None, 0));
    }
}
