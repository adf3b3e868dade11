//! Class attributes by number: pages give the same few to most of their elements, and what is read from one is read once.

use super::{Dom, NodeId};
use crate::hashed::Numbers;
use xxhash_rust::xxh3::xxh3_64;

/// Numbers of a page's class attributes, from 1, by the hashes of their values.
#[derive(Default)]
pub(super) struct ClassNumbers(Numbers);

impl ClassNumbers {
    /// Forgets those of the page before.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// The number of a value; 0 where the page has too many.
    pub(super) fn of(&mut self, value: &str) -> u16 {
        let key = xxh3_64(value.as_bytes());
        if self.0.len() < usize::from(u16::MAX) {
            return self.0.of(key) as u16 + 1;
        }
        self.0.find(key).map_or(0, |number| number as u16 + 1)
    }
}

/// What was found out of a page's class attributes, of each once.
#[derive(Clone, Debug)]
pub struct PerClass<T>(Vec<Option<T>>);

impl<T> Default for PerClass<T> {
    fn default() -> Self {
        PerClass(Vec::new())
    }
}

impl<T: Copy> PerClass<T> {
    /// Forgets it, for another page.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// What `read` finds out of an element's class attribute, or has found.
    #[inline]
    pub fn get(&mut self, dom: &Dom, n: NodeId, read: impl FnOnce() -> T) -> T {
        let number = usize::from(dom.nodes[n.index()].class);
        if number == 0 {
            return read();
        }
        if number >= self.0.len() {
            self.0.resize(number + 1, None);
        }
        *self.0[number].get_or_insert_with(read)
    }
}
