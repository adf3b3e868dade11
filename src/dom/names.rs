//! Names to numbers, through a small cache: pages use the same hundred names over and over.

use super::tag::{Attr, Tag};
use super::tree::{Rule, Sets, asked};
use crate::hashed::Numbers;
use html5ever::LocalName;
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;
use xxhash_rust::xxh3::xxh3_64;

/// A name's number, the same for the same name as long as a page is read.
pub(super) type Ident = u32;

/// The number of a name that [`Tag`] has.
pub(super) const fn ident(tag: Tag) -> Ident {
    tag as Ident
}

/// The first number of names that [`Tag`] lacks.
const FIRST_OTHER: Ident = 256;

/// The number of a name that [`Tag`] lacks and no element of the page has.
const NO_IDENT: Ident = Ident::MAX / 2;

/// What is known of an element or attribute name.
#[derive(Clone, Copy)]
pub(super) struct Name {
    /// Which name it is. Names that [`Tag`] lacks get a number from [`Names::open`].
    pub ident: Ident,
    /// The rule that tags of this name follow.
    pub rule: Rule,
    /// The sets of names that it is in.
    pub sets: Sets,
    /// The element's number, where it has one.
    pub tag: Option<Tag>,
    /// The attribute, where it is one that is kept.
    pub attr: Attr,
}

impl Name {
    /// A name of which nothing is known.
    const UNKNOWN: Name = Name { ident: NO_IDENT, rule: Rule::Other, sets: 0, tag: None, attr: Attr::Other };

    /// Whether elements of this name are made again where markup nests wrongly.
    pub(super) fn is_formatting(&self) -> bool {
        matches!(self.rule, Rule::A | Rule::Formatting | Rule::Nobr)
    }

    /// html5ever's atom of the name, which the page spells so.
    pub(super) fn atom(&self, spelled: &[u8]) -> LocalName {
        self.tag.map_or_else(|| LocalName::from(lower(spelled)), |tag| LocalName::from(tag.name()))
    }
}

/// All names of which anything is known.
static KNOWN: LazyLock<HashMap<&'static str, Name>> = LazyLock::new(|| {
    let mut known: HashMap<&str, Name> = HashMap::new();
    for (name, rule, sets) in asked() {
        let entry = known.entry(name).or_insert(Name::UNKNOWN);
        (entry.rule, entry.sets) = (rule, sets);
    }
    for &tag in Tag::ALL.iter().skip(4) {
        let entry = known.entry(tag.name()).or_insert(Name::UNKNOWN);
        (entry.tag, entry.ident) = (Some(tag), ident(tag));
    }
    for &attr in Attr::ALL.iter().skip(1) {
        known.entry(attr.name()).or_insert(Name::UNKNOWN).attr = attr;
    }
    known
});

/// What is known of a name in lower case.
pub(super) fn known(name: &str) -> Name {
    KNOWN.get(name).copied().unwrap_or(Name::UNKNOWN)
}

/// Slots of the cache; each holds the name last seen there, under the letters that the page spells it with.
const SLOTS: usize = 1024;

/// Names up to this length are cached.
const SHORT: usize = 16;

/// Looks names up; one per parser.
pub(super) struct Names {
    slots: Vec<(u128, Name)>,
    /// The numbers of the page's elements whose names [`Tag`] lacks, by the hashes of the names.
    others: Numbers,
}

/// For each length the bits of so many first bytes: a shift by a number of bytes takes longer.
const FIRST_BYTES: [u128; SHORT + 1] = {
    let mut masks = [0; SHORT + 1];
    let mut length = 1;
    while length <= SHORT {
        masks[length] = u128::MAX >> (8 * (SHORT - length));
        length += 1;
    }
    masks
};

/// A name of 1 to 16 bytes as a number.
fn packed(page: &[u8], range: Range<usize>) -> Option<u128> {
    let length = range.len();
    if length == 0 || length > SHORT {
        return None;
    }
    Some(match page.get(range.start..).and_then(|rest| rest.first_chunk::<SHORT>()) {
        // one load, of which the bytes behind the name are cut off
        Some(window) => u128::from_le_bytes(*window) & FIRST_BYTES[length],
        None => {
            let mut window = [0u8; SHORT];
            window[..length].copy_from_slice(&page[range]);
            u128::from_le_bytes(window)
        }
    })
}

/// A name as the tree has it; pages mostly spell it so.
pub(super) fn lower(name: &[u8]) -> Cow<'_, str> {
    match String::from_utf8_lossy(name) {
        Cow::Borrowed(name) if !name.bytes().any(|byte| byte.is_ascii_uppercase()) => Cow::Borrowed(name),
        name => Cow::Owned(name.to_ascii_lowercase()),
    }
}

impl Default for Names {
    fn default() -> Self {
        Names { slots: vec![(0, Name::UNKNOWN); SLOTS], others: Numbers::default() }
    }
}

impl Names {
    /// The name that stands at `range` of the page, in lower case.
    #[inline]
    pub(super) fn get(&mut self, page: &[u8], range: Range<usize>) -> Name {
        match packed(page, range.clone()) {
            Some(key) => *self.cached(key, range.len()),
            None => known(&lower(&page[range])),
        }
    }

    /// The attribute whose name stands at `range` of the page.
    pub(super) fn attr_at(&mut self, page: &[u8], range: Range<usize>) -> Attr {
        // the longest that are known have 13 letters
        packed(page, range.clone()).map_or(Attr::Other, |key| self.cached(key, range.len()).attr)
    }

    #[inline]
    fn cached(&mut self, key: u128, length: usize) -> &Name {
        let folded = (key as u64) ^ ((key >> 64) as u64).rotate_left(29);
        let at = (folded.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 54) as usize % SLOTS;
        if self.slots[at].0 != key {
            let name = known(&lower(&key.to_le_bytes()[..length]));
            self.slots[at] = (key, name);
        }
        &self.slots[at].1
    }

    /// A page begins.
    pub(super) fn begin(&mut self) {
        self.others.clear();
    }

    /// Gives a name that an element is to have its number. What a page may cost in memory is bounded by its elements.
    #[inline]
    pub(super) fn open(&mut self, name: &mut Name, spelled: &[u8]) {
        if name.tag.is_none() {
            name.ident = FIRST_OTHER + self.others.of(xxh3_64(lower(spelled).as_bytes()));
        }
    }

    /// Finds the number of a name that elements may have.
    #[inline]
    pub(super) fn find(&self, name: &mut Name, spelled: &[u8]) {
        if name.tag.is_none() && self.others.len() > 0 {
            let number = self.others.find(xxh3_64(lower(spelled).as_bytes()));
            name.ident = number.map_or(NO_IDENT, |number| FIRST_OTHER + number);
        }
    }
}
