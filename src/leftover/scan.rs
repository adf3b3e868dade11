//! A block to signs: one pass over its bytes that tells which detectors have anything to look for. In: a text. Out: signs,
//! some of them false; detectors look closely. Never misses what the catalogue holds.

use super::lexicon::{Lexicon, class};
use super::words::{Word, Words, pair};

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
    /// Names something that an owner fills in, or somebody that an owner replaces.
    pub const TELLING: u8 = 1 << 6;
    /// A value that scripts write out.
    pub const LEAK: u8 = 1 << 7;
}

/// What a pair of neighbours may be part of, as bits.
pub(super) mod pairs {
    /// A wording that is cut out of paragraphs.
    pub const ANYWHERE: u8 = 1;
    /// A wording that is a block of its own.
    pub const ALONE: u8 = 1 << 1;
    /// Speaks of placeholders, or of pages about them.
    pub const CUE: u8 = 1 << 2;
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
    /// An instruction may.
    pub cues: bool,
    /// It is short and made of words of labels and instructions.
    pub labels: bool,
    /// A script's value may stand in it.
    pub leaks: bool,
}

impl Signs {
    /// Whether any detector that reads words has something to look for.
    pub(super) fn any(self) -> bool {
        self.marks || self.dummy || self.wordings || self.cues || self.labels || self.leaks
    }
}

/// Words of texts that are labels, single wordings and the like, at most.
pub(super) const SHORT: u32 = 24;

/// Words that speak of placeholders in texts of any length. Others are too common in prose to look closely each time.
const CUES: [&str; 17] = [
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
    "editing",
    "blindtext",
    "double",
    "todo",
    "fixme",
    "tbd",
    "tbc",
];

/// Pairs that speak of placeholders, or of pages about them.
const CUE_PAIRS: [(&str, &str); 26] = [
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
    ("your", "new"),
    ("great", "place"),
    ("great", "space"),
    ("this", "space"),
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

/// Slots of the table of words; a power of two. 3,000 words in 32,768 slots make 9 in 100 other words look like one.
const WORDS: usize = 1 << 15;
/// Slots of the table of pairs.
const PAIRS: usize = 1 << 16;

/// Classes that name something to fill in or somebody to replace.
const TELLING: u32 = class::NOUN
    | class::THING
    | class::SIGNAL
    | class::HERE
    | class::IMAGE
    | class::FIRST
    | class::ROLE
    | class::STATE
    | class::PLACE;
/// All classes of labels, instructions and forms.
const LABELS: u32 = TELLING
    | class::PART
    | class::VERB
    | class::EDIT
    | class::OWN
    | class::STOP
    | class::LAST
    | class::CALL
    | class::OWNER;

/// Tables of hashes.
#[derive(Clone, Debug)]
pub(super) struct Scanner {
    words: Box<[u8]>,
    pairs: Box<[u8]>,
}

impl Scanner {
    /// The signs of words that speak of placeholders; those of the lexicon and the wordings are added one by one.
    pub(super) fn new() -> Self {
        let mut scanner =
            Scanner { words: vec![0; WORDS].into_boxed_slice(), pairs: vec![0; PAIRS].into_boxed_slice() };
        for word in CUES.into_iter().flat_map(Words::of) {
            scanner.add_hash(word.hash, sign::CUE);
        }
        for (first, second) in CUE_PAIRS {
            if let (Some(first), Some(second)) = (Words::of(first).next(), Words::of(second).next()) {
                scanner.add_pair(first.hash, second.hash, pairs::CUE);
            }
        }
        scanner
    }

    /// Adds a word of a class.
    pub(super) fn add(&mut self, word: Word, class: u32) {
        self.add_hash(word.hash, signs_of(class, word.end - word.start));
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
    pub(super) fn scan(&self, text: &str, lexicon: &Lexicon) -> Signs {
        let (mut n, mut seen, mut known, mut dummies, mut paired, mut strong) = (0u32, 0u8, 0u32, 0u32, 0u8, false);
        let (mut before, mut is_open) = (0u32, false);
        let mut words = Words::of(text);
        for word in words.by_ref() {
            let is = self.words[slot(word.hash, WORDS)];
            n += 1;
            // looked up after every word: which words open a pair no processor can foretell
            let of_pair = self.pairs[slot(pair(before, word.hash), PAIRS)];
            paired |= if is_open { of_pair } else { 0 };
            (before, is_open) = (word.hash, is & sign::OPENS != 0);
            seen |= is;
            dummies += u32::from(is & sign::DUMMY != 0);
            // so many words are strong ones that a slot by chance would show in every other paragraph
            if is & sign::STRONG != 0 && !strong {
                strong = is_strong(lexicon.classes(word));
            }
            known += u32::from(is & sign::LABEL != 0 || text.as_bytes()[word.start].is_ascii_digit());
        }
        let is_short = n <= SHORT;
        Signs {
            words: n,
            marks: words.has_mark,
            // dummy text has a word that nothing else has, or is made of the vocabulary throughout
            dummy: strong || dummies >= 6 || (dummies > 0 && seen & sign::CUE != 0),
            wordings: paired & pairs::ANYWHERE != 0
                || (is_short && (paired & pairs::ALONE != 0 || (n <= SINGLES && seen & sign::SINGLE != 0))),
            cues: seen & sign::CUE != 0 || paired & pairs::CUE != 0,
            labels: is_short && n >= 2 && seen & sign::TELLING != 0 && known * 10 >= n * 9,
            leaks: seen & sign::LEAK != 0,
        }
    }

    /// Whether a wording may begin at a word that is followed by another one.
    pub(super) fn may_open(&self, first: u32, second: u32) -> bool {
        self.words[slot(first, WORDS)] & sign::OPENS != 0
            && self.pairs[slot(pair(first, second), PAIRS)] & (pairs::ANYWHERE | pairs::ALONE) != 0
    }

    /// Whether a word may be a wording by itself.
    pub(super) fn may_be_single(&self, word: u32) -> bool {
        self.words[slot(word, WORDS)] & sign::SINGLE != 0
    }
}

/// The signs of a word of so many bytes.
fn signs_of(classes: u32, bytes: usize) -> u8 {
    let is_dummy = classes & (class::PLAIN | class::LATE | class::STRONG) != 0 && bytes >= 4;
    let said = [
        (is_strong(classes), sign::STRONG),
        (is_dummy, sign::DUMMY),
        (classes & LABELS != 0, sign::LABEL),
        (classes & TELLING != 0, sign::TELLING),
        (classes & class::LEAK != 0, sign::LEAK),
    ];
    said.into_iter().filter(|(is, _)| *is).fold(0, |signs, (_, sign)| signs | sign)
}

/// Whether a word stands in no prose but dummy text.
fn is_strong(classes: u32) -> bool {
    classes & class::STRONG != 0
}

/// Words of a text in which a wording of one word is looked for, at most: alone, said again, or with another one.
const SINGLES: u32 = 6;

/// Place of a hash in a table.
#[inline]
fn slot(hash: u32, slots: usize) -> usize {
    // the low bits of a product are the poor ones
    (hash >> 16 ^ hash) as usize & (slots - 1)
}
