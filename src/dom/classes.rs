//! Class attributes by number: pages give the same few to most of their elements, and what is read from one is read once.

use super::{Dom, NodeId};
use crate::hashed::ByHash;
use xxhash_rust::xxh3::xxh3_64;

/// Numbers of a page's class attributes, from 1, by the hashes of their values.
#[derive(Default)]
pub(super) struct ClassNumbers(ByHash<u16>);

impl ClassNumbers {
    /// Forgets those of the page before.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// The number of a value; 0 where the page has too many.
    pub(super) fn of(&mut self, value: &str) -> u16 {
        let next = u16::try_from(self.0.len() + 1).unwrap_or_default();
        let key = xxh3_64(value.as_bytes());
        if next == 0 { self.0.get(&key).copied().unwrap_or_default() } else { *self.0.entry(key).or_insert(next) }
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
