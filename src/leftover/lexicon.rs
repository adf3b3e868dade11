//! Word lists to classes of words. In: the lists as they ship. Out: for a word what it can be, as bits. Built once.

use super::words::{Word, Words};

/// What a word can be, as bits.
pub(super) mod class {
    /// In no prose but dummy text.
    pub const STRONG: u32 = 1;
    /// Latin that dummy text uses.
    pub const PLAIN: u32 = 1 << 1;
    /// Of the Ciceronian passages that word generators draw from.
    pub const LATE: u32 = 1 << 2;
    /// Says nothing either way.
    pub const SHORT: u32 = 1 << 3;
    /// Part of a text that an owner fills in.
    pub const NOUN: u32 = 1 << 4;
    /// The same, but readers fill in such things too.
    pub const THING: u32 = 1 << 5;
    /// Part of a page.
    pub const PART: u32 = 1 << 6;
    /// What to do with an empty place.
    pub const VERB: u32 = 1 << 7;
    /// What to do with a placeholder.
    pub const EDIT: u32 = 1 << 8;
    /// The place itself.
    pub const HERE: u32 = 1 << 9;
    /// Whose it is.
    pub const OWN: u32 = 1 << 10;
    /// Stands for something else.
    pub const SIGNAL: u32 = 1 << 11;
    /// Glue.
    pub const STOP: u32 = 1 << 12;
    /// First name of nobody.
    pub const FIRST: u32 = 1 << 13;
    /// Family name of nobody.
    pub const LAST: u32 = 1 << 14;
    /// Work and workplace of nobody.
    pub const ROLE: u32 = 1 << 15;
    /// Said by a form.
    pub const STATE: u32 = 1 << 16;
    /// Address of nobody.
    pub const PLACE: u32 = 1 << 17;
    /// Of a caption that describes no picture.
    pub const IMAGE: u32 = 1 << 18;
    /// Begins a call to action.
    pub const CALL: u32 = 1 << 19;
    /// Of a site's business, as builders speak of it to its owner.
    pub const OWNER: u32 = 1 << 20;
    /// A value that a script wrote out unread.
    pub const LEAK: u32 = 1 << 21;
}

const NAMES: [(&str, u32); 22] = [
    ("strong", class::STRONG),
    ("plain", class::PLAIN),
    ("late", class::LATE),
    ("short", class::SHORT),
    ("noun", class::NOUN),
    ("thing", class::THING),
    ("part", class::PART),
    ("verb", class::VERB),
    ("edit", class::EDIT),
    ("here", class::HERE),
    ("own", class::OWN),
    ("signal", class::SIGNAL),
    ("stop", class::STOP),
    ("first", class::FIRST),
    ("last", class::LAST),
    ("role", class::ROLE),
    ("state", class::STATE),
    ("place", class::PLACE),
    ("image", class::IMAGE),
    ("call", class::CALL),
    ("owner", class::OWNER),
    ("leak", class::LEAK),
];

const VOCABULARY: &str = include_str!("data/vocabulary.txt");
const CLASSES: &str = include_str!("data/classes.txt");

/// Slots of the table; a power of two, less than half full.
const SLOTS: usize = 1 << 13;

/// The words of the lists as they ship, each with its list's class. Of several classes is a word that comes again.
pub(super) fn shipped() -> impl Iterator<Item = (Word, u32)> {
    let lists = VOCABULARY.lines().chain(CLASSES.lines()).filter(|line| !line.starts_with('#'));
    lists.flat_map(|line| {
        let (name, list) = line.split_once(' ').unwrap_or_default();
        let bits = NAMES.iter().find(|(known, _)| *known == name).map_or(0, |(_, bits)| *bits);
        Words::of(list).map(move |word| (word, bits))
    })
}

/// Classes by word.
#[derive(Clone, Debug)]
pub(super) struct Lexicon {
    /// By the words' hashes, each in the first free slot from its own on.
    by_hash: Box<[(u32, u32)]>,
}

impl Lexicon {
    /// A lexicon of no words.
    pub(super) fn new() -> Self {
        Lexicon { by_hash: vec![(0, 0); SLOTS].into_boxed_slice() }
    }

    /// Adds a class to a word's.
    pub(super) fn add(&mut self, word: Word, class: u32) {
        let is_its = |&slot: &usize| matches!(self.by_hash[slot], (_, 0)) || self.by_hash[slot].0 == word.hash;
        if let Some(slot) = slots(word.hash).find(is_its) {
            self.by_hash[slot] = (word.hash, self.by_hash[slot].1 | class);
        }
    }

    /// Classes of a word; 0 where it is in no list. Words of one hash would share theirs: among 3,000 words and 32 bits
    /// that is one word in a million.
    #[inline]
    pub(super) fn classes(&self, word: Word) -> u32 {
        let found =
            slots(word.hash).map(|slot| self.by_hash[slot]).find(|&(hash, classes)| hash == word.hash || classes == 0);
        found.map_or(0, |(_, classes)| classes)
    }

    /// Classes of a text of one word.
    pub(super) fn classes_of(&self, text: &str) -> u32 {
        Words::of(text).next().map_or(0, |word| self.classes(word))
    }

    /// Classes of each word of a folded text, in order.
    pub(super) fn read<'t>(&self, folded: &'t str) -> impl Iterator<Item = (&'t str, u32)> {
        Words::of(folded).map(|word| (folded.get(word.start..word.end).unwrap_or_default(), self.classes(word)))
    }
}

/// The slots of a hash in the order in which they are tried.
fn slots(hash: u32) -> impl Iterator<Item = usize> {
    let first = (hash ^ hash >> 15) as usize;
    (0..SLOTS).map(move |step| (first + step) & (SLOTS - 1))
}

#[cfg(test)]
mod tests {
    use super::{CLASSES, VOCABULARY, shipped};

    #[test]
    fn every_entry_of_a_list_is_one_word_of_a_known_class() {
        let lists = VOCABULARY.lines().chain(CLASSES.lines()).filter(|line| !line.starts_with('#'));
        let n_entries: usize = lists.map(|list| list.split_whitespace().skip(1).count()).sum();
        assert_eq!(shipped().count(), n_entries);
        assert!(shipped().all(|(_, class)| class != 0));
    }
}
