//! A text to the hashes of its words, and the places where a template may have left a mark. In: bytes. Out: words in order.
//! Letters of either case give the same hash; nothing is folded or copied.

use crate::eights::{TOPS, first};

/// A run of letters and digits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The same for the same letters, whatever their case.
    pub hash: u32,
}

/// For each byte what it adds to a word's hash; 0 parts words. The two cases of a letter differ in one bit, beyond ASCII too
/// once lead bytes are left out of account (Latin, Greek, Cyrillic). U+0080 to U+00BF and U+2000 to U+2FFF count as signs.
const FOLD: [u8; 256] = {
    let mut fold = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        fold[byte] = match byte as u8 {
            b'0'..=b'9' => byte as u8,
            b'a'..=b'z' | b'A'..=b'Z' | 0x80..=0xbf => byte as u8 | 0x20,
            0xc2 | 0xe2 => 0,
            0xc0..=0xff => 1,
            _ => 0,
        };
        byte += 1;
    }
    fold
};

/// The hash of no letters.
const START: u32 = 0x811c_9dc5;

/// Takes one more byte into a hash.
#[inline]
fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x9e37_79b1)
}

/// Hash of two neighbours.
#[inline]
pub(super) fn pair(first: u32, second: u32) -> u32 {
    (first.rotate_left(9) ^ second).wrapping_mul(0x85eb_ca6b)
}

/// The words of a text.
pub(super) struct Words<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Whether a mark of a template language was passed.
    pub has_mark: bool,
}

impl<'a> Words<'a> {
    /// Begins at the front.
    pub(super) fn of(text: &'a str) -> Self {
        Words { bytes: text.as_bytes(), at: 0, has_mark: false }
    }

    /// Whether the sign at this place may open a mark: `{`, `[`, `<%`, `%name`, `${`, `*|`, `@@`, `__`, …
    #[cold]
    fn opens_mark(&self, at: usize) -> bool {
        let next = self.bytes.get(at + 1).copied().unwrap_or_default();
        match self.bytes[at] {
            b'{' => true,
            b'[' => !next.is_ascii_digit(),
            b'<' => next.is_ascii_alphabetic() || matches!(next, b'%' | b'?'),
            b'%' => next.is_ascii_alphabetic() || next == b'%',
            b'$' | b'#' => next == b'{',
            b'*' => next == b'|',
            b'@' => matches!(next, b'@' | b'{'),
            b'_' => next == b'_',
            _ => false,
        }
    }
}

impl Iterator for Words<'_> {
    type Item = Word;

    #[inline]
    fn next(&mut self) -> Option<Word> {
        let mut at = self.at;
        loop {
            let byte = *self.bytes.get(at)?;
            if FOLD[usize::from(byte)] != 0 {
                break;
            }
            match byte {
                b' ' => at += 1,
                0xc2 => at += 2,
                0xe2 => at += 3,
                b'{' | b'[' | b'<' | b'%' | b'$' | b'#' | b'*' | b'@' | b'_' => {
                    self.has_mark |= self.opens_mark(at);
                    at += 1;
                }
                _ => at += 1,
            }
        }
        let start = at;
        let mut hash = START;
        while let Some(&byte) = self.bytes.get(at)
            && FOLD[usize::from(byte)] != 0
        {
            hash = step(hash, FOLD[usize::from(byte)]);
            at += 1;
        }
        self.at = at;
        Some(Word { start, end: at, hash })
    }
}

/// Whether a text is written in a script without spaces between words (Chinese, Japanese, Korean, Thai, Lao, Khmer,
/// Burmese) in any part. Korean has spaces but joins endings to its words.
pub(super) fn is_dense(text: &str) -> bool {
    let mut rest = text.as_bytes();
    while let Some(at) = lead_of_three(rest) {
        match rest[at..] {
            [0xe3..=0xed | 0xef, ..] | [0xe0, 0xb8..=0xbb, ..] | [0xe1, 0x80..=0x82 | 0x9e | 0x9f, ..] => return true,
            _ => rest = &rest[at + 1..],
        }
    }
    false
}

/// The first byte that begins a character of three bytes or more: the only ones with their three highest bits set. Looked for
/// eight at a time.
fn lead_of_three(bytes: &[u8]) -> Option<usize> {
    let (eights, rest) = bytes.as_chunks::<8>();
    for (at, eight) in eights.iter().enumerate() {
        let eight = u64::from_le_bytes(*eight);
        let leads = eight & eight << 1 & eight << 2 & TOPS;
        if leads != 0 {
            return Some(at * 8 + first(leads));
        }
    }
    rest.iter().position(|&byte| byte >= 0xe0).map(|at| eights.len() * 8 + at)
}
