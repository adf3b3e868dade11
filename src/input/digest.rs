//! Digests that WARC records carry. A record's bytes and what its header says in, whether they match out.

use sha1::{Digest as _, Sha1};

/// Digits of base 32 (RFC 4648).
const DIGITS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Whether the digest, in base 32 or 16, is that of the bytes; one of another form matches all.
pub(super) fn matches(digest: &str, bytes: &[u8]) -> bool {
    let sha1 = || Sha1::digest(bytes);
    match digest.len() {
        32 => base32(&sha1()).eq_ignore_ascii_case(digest),
        40 => base16(&sha1()).eq_ignore_ascii_case(digest),
        _ => true,
    }
}

/// Five bytes are eight digits.
fn base32(bytes: &[u8]) -> String {
    let digits = |five: &[u8]| {
        let bits = five.iter().fold(0u64, |bits, &byte| bits << 8 | u64::from(byte));
        (0..8).rev().map(move |n| char::from(DIGITS[(bits >> (n * 5) & 31) as usize]))
    };
    bytes.chunks(5).flat_map(digits).collect()
}

fn base16(bytes: &[u8]) -> String {
    let digit = |n: u8| char::from_digit(u32::from(n), 16).unwrap_or_default();
    bytes.iter().flat_map(|&byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
