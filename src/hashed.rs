//! A hash table for keys that are hashes already.

/// Places kept from one page to the next.
const KEPT: usize = 1 << 10;

/// Numbers keys as they come, from 0. Open addressing, at most half full: a key that was seen is found at the first look or
/// beside it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Numbers {
    /// A key and its number, from 1; 0 in a free place.
    slots: Vec<(u64, u32)>,
    len: u32,
}

impl Numbers {
    /// Room for so many keys; more are taken too.
    pub(crate) fn with_capacity(keys: usize) -> Numbers {
        Numbers { slots: vec![(0, 0); (keys * 2).next_power_of_two().max(16)], len: 0 }
    }

    /// Forgets all keys. What one large page needed is not gone through for every page after it.
    pub(crate) fn clear(&mut self) {
        self.slots.truncate(KEPT);
        self.slots.fill((0, 0));
        self.len = 0;
    }

    /// How many keys were seen.
    pub(crate) fn len(&self) -> usize {
        self.len as usize
    }

    /// The key's number; one that is new gets the next.
    #[inline]
    pub(crate) fn of(&mut self, key: u64) -> u32 {
        if self.slots.len() <= self.len() * 2 {
            self.grow();
        }
        let slot = self.slot(key);
        let place = &mut self.slots[slot];
        if place.1 == 0 {
            self.len += 1;
            *place = (key, self.len);
        }
        place.1 - 1
    }

    /// The number of a key that was seen.
    pub(crate) fn find(&self, key: u64) -> Option<u32> {
        if self.len == 0 { None } else { self.slots[self.slot(key)].1.checked_sub(1) }
    }

    /// Where a key stands, or the free place where it would.
    fn slot(&self, key: u64) -> usize {
        let last = self.slots.len() - 1;
        // both halves of the product count: keys may differ in high bits alone
        let product = u128::from(key) * 0x9e37_79b9_7f4a_7c15;
        let mut slot = ((product >> 64) ^ product) as usize & last;
        while self.slots[slot].1 != 0 && self.slots[slot].0 != key {
            slot = (slot + 1) & last;
        }
        slot
    }

    fn grow(&mut self) {
        let larger = vec![(0, 0); (self.slots.len() * 2).max(64)];
        for place in std::mem::replace(&mut self.slots, larger).into_iter().filter(|place| place.1 != 0) {
            let slot = self.slot(place.0);
            self.slots[slot] = place;
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
