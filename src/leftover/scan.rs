//! A block to signs: one pass over its bytes that tells which detectors have anything to look for. In: a text. Out: signs,
//! some of them false; detectors look closely. Never misses what the catalogue holds.

use super::lexicon::{Lexicon, class};
use super::words::{Words, pair};

/// What a word may be part of, as bits.
mod sign {
    /// A word that stands in no prose but dummy text.
    pub const STRONG: u8 = 1;
    /// A longer word of dummy text.
    pub const DUMMY: u8 = 1 << 1;
    /// Of instructions, in texts of any length.
    pub const CUE: u8 = 1 << 2;
    /// Of labels and instructions, in short texts.
    pub const LABEL: u8 = 1 << 3;
    /// Opens a pair by which a wording is known.
    pub const OPENS: u8 = 1 << 4;
    /// A wording of one word.
    pub const SINGLE: u8 = 1 << 5;
}

/// What a pair of neighbours may be part of, as bits.
pub(super) mod pairs {
    /// A wording that is cut out of paragraphs.
    pub const ANYWHERE: u8 = 1;
    /// A wording that is a block of its own.
    pub const ALONE: u8 = 1 << 1;
}

/// What the pass saw in one block.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Signs {
    /// Words.
    pub words: u32,
    /// A mark of a template language may stand in it.
    pub marks: bool,
    /// Dummy text may.
    pub dummy: bool,
    /// A wording of the catalogue may.
    pub wordings: bool,
    /// An instruction or label may.
    pub labels: bool,
}

impl Signs {
    /// Whether any detector that reads words has something to look for.
    pub(super) fn any(self) -> bool {
        self.marks || self.dummy || self.wordings || self.labels
    }
}

/// Words of texts that are labels, single wordings and the like, at most.
pub(super) const SHORT: u32 = 24;

/// Words that speak of placeholders in texts of any length. Others are too common in prose to look closely each time.
const CUES: [&str; 22] = [
    "here",
    "click",
    "edit",
    "replace",
    "placeholder",
    "dummy",
    "sample",
    "ipsum",
    "goes",
    "paragraph",
    "oops",
    "undefined",
    "nan",
    "null",
    "editing",
    "blindtext",
    "double",
    "todo",
    "fixme",
    "todo",
    "insert",
    "delete",
];

/// Pairs that speak of placeholders, or of pages about them.
const CUE_PAIRS: [(&str, &str); 22] = [
    ("use", "this"),
    ("i", "m"),
    ("i", "am"),
    ("tell", "your"),
    ("tell", "people"),
    ("let", "your"),
    ("your", "own"),
    ("your", "visitors"),
    ("your", "customers"),
    ("your", "business"),
    ("first", "post"),
    ("filler", "text"),
    ("blind", "text"),
    ("example", "text"),
    ("card", "title"),
    ("card", "component"),
    ("heading", "level"),
    ("headings", "h"),
    ("example", "content"),
    ("test", "post"),
    ("default", "text"),
    ("demo", "content"),
];

/// Slots of the table of words; a power of two. 2,500 words in 32,768 slots make 7 in 100 other words look like one.
const WORDS: usize = 1 << 15;
/// Slots of the table of pairs.
const PAIRS: usize = 1 << 14;

/// Tables of hashes.
#[derive(Clone, Debug)]
pub(super) struct Scanner {
    words: Box<[u8]>,
    pairs: Box<[u8]>,
}

impl Scanner {
    /// The signs of the lexicon's words; wordings are added one by one.
    pub(super) fn new(lexicon: &Lexicon) -> Self {
        let mut scanner =
            Scanner { words: vec![0; WORDS].into_boxed_slice(), pairs: vec![0; PAIRS].into_boxed_slice() };
        const LABELS: u32 = class::NOUN
            | class::THING
            | class::PART
            | class::VERB
            | class::EDIT
            | class::HERE
            | class::OWN
            | class::SIGNAL
            | class::STOP
            | class::FIRST
            | class::LAST
            | class::ROLE
            | class::STATE
            | class::PLACE
            | class::IMAGE
            | class::CALL
            | class::OWNER
            | class::LEAK;
        for (word, classes) in lexicon.words() {
            let mut signs = 0;
            // fillers of other trades open with a word of theirs and "ipsum"
            if classes & class::STRONG != 0 || word == "ipsum" {
                signs |= sign::STRONG;
            }
            if classes & (class::PLAIN | class::LATE | class::STRONG) != 0 && word.len() >= 4 {
                signs |= sign::DUMMY;
            }
            if classes & LABELS != 0 {
                signs |= sign::LABEL;
            }
            scanner.add(word, signs);
        }
        for word in CUES {
            scanner.add(word, sign::CUE);
        }
        for (first, second) in CUE_PAIRS {
            if let (Some(first), Some(second)) = (Words::of(first).next(), Words::of(second).next()) {
                scanner.add_pair(first.hash, second.hash, pairs::ANYWHERE);
            }
        }
        scanner
    }

    fn add(&mut self, word: &str, signs: u8) {
        for word in Words::of(word) {
            self.add_hash(word.hash, signs);
        }
    }

    fn add_hash(&mut self, hash: u32, signs: u8) {
        self.words[slot(hash, WORDS)] |= signs;
    }

    /// Adds a wording of one word.
    pub(super) fn add_single(&mut self, hash: u32) {
        self.add_hash(hash, sign::SINGLE);
    }

    /// Adds two neighbours of a wording.
    pub(super) fn add_pair(&mut self, first: u32, second: u32, signs: u8) {
        self.add_hash(first, sign::OPENS);
        self.pairs[slot(pair(first, second), PAIRS)] |= signs;
    }

    /// Passes over a text.
    pub(super) fn scan(&self, text: &str) -> Signs {
        let (mut n, mut seen, mut labels, mut dummies, mut paired) = (0u32, 0u8, 0u32, 0u32, 0u8);
        let (mut before, mut is_open) = (0u32, false);
        let mut words = Words::of(text);
        for word in words.by_ref() {
            let is = self.words[slot(word.hash, WORDS)];
            n += 1;
            if is_open {
                paired |= self.pairs[slot(pair(before, word.hash), PAIRS)];
            }
            (before, is_open) = (word.hash, is & sign::OPENS != 0);
            if is != 0 {
                seen |= is;
                labels += u32::from(is & sign::LABEL != 0);
                dummies += u32::from(is & sign::DUMMY != 0);
            }
        }
        let is_short = n <= SHORT;
        Signs {
            words: n,
            marks: words.has_mark,
            // dummy text has a word that nothing else has, or is made of the vocabulary throughout
            dummy: seen & sign::STRONG != 0 || dummies >= 6,
            wordings: paired & pairs::ANYWHERE != 0
                || (is_short && (paired != 0 || (n <= SINGLES && seen & sign::SINGLE != 0))),
            labels: seen & sign::CUE != 0 || (is_short && labels * 2 >= n && n > 0),
        }
    }
}

/// Words of a text in which a wording of one word is looked for, at most: alone, said again, or with another one.
const SINGLES: u32 = 6;

/// Place of a hash in a table.
#[inline]
fn slot(hash: u32, slots: usize) -> usize {
    // the low bits of a product are the poor ones
    (hash >> 16 ^ hash) as usize & (slots - 1)
}
