//! Eight bytes as one number, the first in its lowest bits, so that one operation asks something of all of them. Marks are
//! the highest bits of bytes.

/// The lowest bit of each byte.
pub(crate) const EACH: u64 = u64::MAX / 0xff;

/// The highest bit of each byte.
pub(crate) const TOPS: u64 = EACH * 0x80;

/// Eight such bytes.
#[inline]
pub(crate) const fn each(byte: u8) -> u64 {
    EACH * byte as u64
}

/// The eight bytes from `at` on; `None` where fewer are left.
#[inline]
pub(crate) fn eight_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|eight| u64::from_le_bytes(*eight))
}

/// The place of the first byte that is marked, 8 where none is.
#[inline]
pub(crate) fn first(marks: u64) -> usize {
    marks.trailing_zeros() as usize / 8
}
