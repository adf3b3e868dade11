//! Names to atoms and numbers, through a small cache: pages use the same hundred names over and over.

use super::tag::{Attr, Tag};
use super::tree::{Rule, Sets, asked_of};
use html5ever::LocalName;
use std::collections::HashMap;
use std::ops::Range;

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
    /// Its place in [`FORMATTING`]. Of formatting elements all attributes are kept: the tree builder compares them.
    pub formatting: Option<u8>,
}

/// Slots of the cache; each holds the name last seen there, under the letters that the page spells it with.
const SLOTS: usize = 1024;

/// Names up to this length are cached.
const SHORT: usize = 16;

/// Looks names up; one per parser.
pub(super) struct Names {
    slots: Vec<(u128, Name)>,
    attrs: Numbers<Attr>,
    tags: Numbers<Tag>,
    /// What the tree construction asks of the names of [`Tag`], in its order.
    rules: Vec<(Rule, Sets)>,
    /// The numbers of the page's elements whose names [`Tag`] lacks.
    others: HashMap<String, Ident>,
    /// The names of [`Tag`] in its order.
    atoms: Vec<LocalName>,
}

/// Numbers of known names by the hash that html5ever's atoms carry: open addressing, never full. It holds our names alone,
/// so that no page can make them collide.
struct Numbers<T> {
    slots: Vec<Option<(LocalName, T)>>,
}

impl<T: Copy> Numbers<T> {
    /// Slots: at least three in four stay empty.
    const SIZE: usize = 1024;

    fn new(names: impl Iterator<Item = (&'static str, T)>) -> Self {
        let mut numbers = Numbers { slots: vec![None; Self::SIZE] };
        for (name, number) in names {
            let atom = LocalName::from(name);
            let mut at = atom.get_hash() as usize % Self::SIZE;
            while numbers.slots[at].is_some() {
                at = (at + 1) % Self::SIZE;
            }
            numbers.slots[at] = Some((atom, number));
        }
        numbers
    }

    fn get(&self, name: &LocalName) -> Option<(&LocalName, T)> {
        let mut at = name.get_hash() as usize % Self::SIZE;
        while let Some((held, number)) = self.slots.get(at)? {
            if held == name {
                return Some((held, *number));
            }
            at = (at + 1) % Self::SIZE;
        }
        None
    }
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

/// A name as the tree has it.
pub(super) fn lower(name: &[u8]) -> String {
    String::from_utf8_lossy(name).to_ascii_lowercase()
}

/// The standard's formatting elements.
pub(super) const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

impl Default for Names {
    fn default() -> Self {
        let none = Name {
            ident: ident(Tag::Other),
            rule: Rule::Other,
            sets: 0,
            tag: None,
            attr: Attr::Other,
            formatting: None,
        };
        Names {
            slots: vec![(0, none); SLOTS],
            rules: Tag::ALL.iter().map(|tag| asked_of(tag.name())).collect(),
            others: HashMap::new(),
            attrs: Numbers::new(Attr::ALL.iter().skip(1).map(|&a| (a.name(), a))),
            tags: Numbers::new(Tag::ALL.iter().skip(4).map(|&t| (t.name(), t))),
            atoms: Tag::ALL.iter().map(|tag| LocalName::from(tag.name())).collect(),
        }
    }
}

impl Names {
    /// The name that stands at `range` of the page, in lower case.
    #[inline]
    pub(super) fn get(&mut self, page: &[u8], range: Range<usize>) -> Name {
        match packed(page, range.clone()) {
            Some(key) => *self.cached(key, range.len()),
            None => self.look_up(&lower(&page[range])),
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
            let name = self.look_up(&lower(&key.to_le_bytes()[..length]));
            self.slots[at] = (key, name);
        }
        &self.slots[at].1
    }

    /// The number of an element's name, and the name as it is held here; `None` of names that [`Tag`] lacks.
    pub(super) fn tag(&self, name: &LocalName) -> Option<(&LocalName, Tag)> {
        self.tags.get(name)
    }

    /// The name of an element by its number, as it is held here.
    pub(super) fn held(&self, tag: Tag) -> Option<&LocalName> {
        self.atoms.get(tag as usize)
    }

    /// The sets that an element's name is in.
    pub(super) fn sets(&self, tag: Tag) -> Sets {
        self.rules[tag as usize].1
    }

    /// The number of an attribute's name.
    pub(super) fn attr(&self, name: &LocalName) -> Attr {
        self.attrs.get(name).map_or(Attr::Other, |(_, attr)| attr)
    }

    /// html5ever's atom of a name.
    pub(super) fn atom(&self, name: &Name, spelled: &[u8]) -> LocalName {
        name.tag.and_then(|tag| self.held(tag)).cloned().unwrap_or_else(|| LocalName::from(lower(spelled)))
    }

    /// A page begins.
    pub(super) fn begin(&mut self) {
        self.others.clear();
    }

    /// Gives a name that an element is to have its number. What a page may cost in memory is bounded by its elements.
    #[inline]
    pub(super) fn open(&mut self, name: &mut Name, spelled: &[u8]) {
        if name.tag.is_none() {
            let next = FIRST_OTHER + self.others.len() as Ident;
            name.ident = *self.others.entry(lower(spelled)).or_insert(next);
        }
    }

    /// Finds the number of a name that elements may have.
    #[inline]
    pub(super) fn find(&self, name: &mut Name, spelled: &[u8]) {
        if name.tag.is_none() && !self.others.is_empty() {
            name.ident = self.others.get(&lower(spelled)).copied().unwrap_or(NO_IDENT);
        }
    }

    fn look_up(&self, name: &str) -> Name {
        let formatting = FORMATTING.iter().position(|&known| known == name).map(|at| at as u8);
        let atom = LocalName::from(name);
        let tag = self.tag(&atom).map(|(_, tag)| tag);
        let attr = self.attr(&atom);
        let (rule, sets) = match tag {
            Some(tag) => self.rules[tag as usize],
            None => asked_of(name),
        };
        let ident = tag.map_or(NO_IDENT, ident);
        Name { ident, rule, sets, tag, attr, formatting }
    }
}
