//! Searches for bytes that mostly stand close by. In: bytes. Out: the first place of what is looked for.

use crate::eights::{EACH, TOPS, each, eight_at, first};
use memchr::memchr2;

/// Kinds of bytes that end something, as bits.
pub(super) const TAG_NAME_END: u8 = 1;
/// What ends an attribute's name.
pub(super) const ATTRIBUTE_NAME_END: u8 = 1 << 1;
/// What ends an attribute's value without quotation marks.
pub(super) const BARE_VALUE_END: u8 = 1 << 2;
/// What is no white space.
pub(super) const NO_SPACE: u8 = 1 << 3;

/// What each byte is.
const KINDS: [u8; 256] = {
    let mut kinds = [NO_SPACE; 256];
    let mut byte = 0;
    while byte < kinds.len() {
        match byte as u8 {
            b' ' | b'\t' | b'\n' | 0x0c => kinds[byte] = TAG_NAME_END | ATTRIBUTE_NAME_END | BARE_VALUE_END,
            b'/' => kinds[byte] |= TAG_NAME_END | ATTRIBUTE_NAME_END,
            b'>' => kinds[byte] |= TAG_NAME_END | ATTRIBUTE_NAME_END | BARE_VALUE_END,
            b'=' => kinds[byte] |= ATTRIBUTE_NAME_END,
            _ => {}
        }
        byte += 1;
    }
    kinds
};

/// The first byte of a kind from `from` on.
#[inline]
pub(super) fn find(bytes: &[u8], from: usize, kind: u8) -> Option<usize> {
    let mut at = from;
    while KINDS[usize::from(*bytes.get(at)?)] & kind == 0 {
        at += 1;
    }
    Some(at)
}

/// The end of a name from `from` on, of an element or an attribute as `kind` says: eight bytes at a time.
#[inline]
pub(super) fn name_end(bytes: &[u8], from: usize, kind: u8) -> Option<usize> {
    let mut at = from;
    while let Some(word) = eight_at(bytes, at) {
        // below the digits are white space, `/`, and some that end no name; `=` and `>` are among the four from `<` on
        let mut marks = below(word, 0x30) | below(word ^ each(b'<'), 4);
        while marks != 0 {
            let end = at + first(marks);
            if KINDS[usize::from(bytes[end])] & kind != 0 {
                return Some(end);
            }
            marks &= marks - 1;
        }
        at += 8;
    }
    find(bytes, at, kind)
}

/// Bytes that [`near2`] looks at by itself.
const NEAR: usize = 24;

/// As [`memchr2`], whose preparations cost more than the search where the byte is one of the next few.
#[inline]
pub(super) fn near2(one: u8, second: u8, bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    while at < NEAR {
        let Some(word) = eight_at(bytes, at) else { break };
        let marks = below(word ^ each(one), 1) | below(word ^ each(second), 1);
        if marks != 0 {
            return Some(at + first(marks));
        }
        at += 8;
    }
    memchr2(one, second, &bytes[at..]).map(|found| at + found)
}

/// The top bit of the lowest byte that is less than `most`, and perhaps those of bytes above it.
fn below(word: u64, most: u64) -> u64 {
    word.wrapping_sub(EACH * most) & !word & TOPS
}
