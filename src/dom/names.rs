//! Names to atoms and numbers, through a small cache: pages use the same hundred names over and over.

use super::tag::{Attr, Tag};
use html5ever::{LocalName, local_name};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// What is known of an element or attribute name.
#[derive(Clone)]
pub(super) struct Name {
    /// html5ever's atom.
    pub atom: LocalName,
    /// The attribute, where it is one that is kept.
    pub attr: Attr,
    /// Whether it names a formatting element, of which all attributes are kept: the tree builder compares them.
    pub is_formatting: bool,
}

/// Slots of the cache; each holds the name last seen there.
const SLOTS: usize = 1024;

/// Names up to this length are cached.
const SHORT: usize = 16;

/// Looks names up; one per parser.
pub(super) struct Names {
    slots: Vec<(u128, Name)>,
    attrs: HashMap<&'static str, Attr, BuildHasherDefault<NameHasher>>,
    tags: HashMap<&'static str, Tag, BuildHasherDefault<NameHasher>>,
}

/// FNV-1a: the names are short, and the tables hold ours alone, so that no page can make them collide.
struct NameHasher(u64);

impl Default for NameHasher {
    fn default() -> Self {
        NameHasher(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for NameHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

impl Default for Names {
    fn default() -> Self {
        let none = Name { atom: local_name!(""), attr: Attr::Other, is_formatting: false };
        Names {
            slots: vec![(0, none); SLOTS],
            attrs: Attr::ALL.iter().skip(1).map(|&a| (a.name(), a)).collect(),
            tags: Tag::ALL.iter().skip(4).map(|&t| (t.name(), t)).collect(),
        }
    }
}

impl Names {
    /// The name spelled by `bytes`, in lower case.
    pub(super) fn get(&mut self, bytes: &[u8]) -> Name {
        if bytes.len() > SHORT || bytes.is_empty() {
            return self.look_up(&String::from_utf8_lossy(bytes).to_ascii_lowercase());
        }
        let mut key = [0u8; SHORT];
        for (slot, byte) in key.iter_mut().zip(bytes) {
            *slot = byte.to_ascii_lowercase();
        }
        let packed = u128::from_le_bytes(key);
        let folded = (packed as u64) ^ ((packed >> 64) as u64).rotate_left(29);
        let at = (folded.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 54) as usize % SLOTS;
        if let Some((held, name)) = self.slots.get(at)
            && *held == packed
        {
            return name.clone();
        }
        let name = self.look_up(&String::from_utf8_lossy(&key[..bytes.len()]));
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = (packed, name.clone());
        }
        name
    }

    /// The number of an element's name.
    pub(super) fn tag(&self, name: &str) -> Tag {
        self.tags.get(name).copied().unwrap_or(Tag::Other)
    }

    /// The number of an attribute's name.
    pub(super) fn attr(&self, name: &str) -> Attr {
        self.attrs.get(name).copied().unwrap_or(Attr::Other)
    }

    fn look_up(&self, name: &str) -> Name {
        let is_formatting = matches!(
            name,
            "a" | "b"
                | "big"
                | "code"
                | "em"
                | "font"
                | "i"
                | "nobr"
                | "s"
                | "small"
                | "strike"
                | "strong"
                | "tt"
                | "u"
        );
        Name { atom: LocalName::from(name), attr: self.attr(name), is_formatting }
    }
}
