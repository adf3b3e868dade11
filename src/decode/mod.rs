//! Bytes to text: byte-order mark, HTTP header, `<meta>`, then detection, as the WHATWG standards order them.

mod prescan;
mod utf32;

use crate::input::{PageKind, RawPage};
use encoding_rs::{DecoderResult, Encoding, UTF_8};
use std::borrow::Cow;

/// What said which encoding a page has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// A byte-order mark.
    Mark,
    /// The HTTP header.
    Header,
    /// A `<meta>` element among the first 1,024 bytes.
    Meta,
    /// Detection from the bytes.
    Guess,
}

/// A decoded page.
#[derive(Clone, Debug)]
pub struct Text<'a> {
    /// The text, without byte-order mark. Line ends as in the page.
    pub text: Cow<'a, str>,
    /// WHATWG name of the encoding.
    pub charset: &'static str,
    /// What named it.
    pub evidence: Evidence,
    /// Characters replaced by U+FFFD since their bytes are none of the encoding.
    pub n_replaced: usize,
}

/// Bytes handed to the detector: more would cost time on large pages and not change its mind.
const DETECTED: usize = 256 << 10;

/// Decodes a page, no more than `limit` bytes of it. Never fails: bytes that are none of the encoding become U+FFFD and
/// are counted.
pub fn decode(page: &RawPage, limit: usize) -> Text<'_> {
    let bytes = page.bytes.get(..limit).unwrap_or(&page.bytes);
    if let Some((order, rest)) = utf32::mark(bytes) {
        let (text, n_replaced) = utf32::decode(rest, order);
        return Text { text: text.into(), charset: order.name(), evidence: Evidence::Mark, n_replaced };
    }
    let (encoding, evidence, rest) = encoding(page, bytes);
    let (text, n_replaced) = decode_as(encoding, rest);
    Text { text, charset: encoding.name(), evidence, n_replaced }
}

/// The page's encoding, what named it, and the bytes without byte-order mark.
fn encoding<'a>(page: &RawPage, bytes: &'a [u8]) -> (&'static Encoding, Evidence, &'a [u8]) {
    if let Some((encoding, len)) = Encoding::for_bom(bytes) {
        return (encoding, Evidence::Mark, bytes.get(len..).unwrap_or_default());
    }
    if let Some(encoding) = page.charset.as_deref().and_then(|label| Encoding::for_label(label.as_bytes())) {
        return (encoding, Evidence::Header, bytes);
    }
    if page.kind == PageKind::Html
        && let Some(encoding) = prescan::declared(bytes)
    {
        return (encoding, Evidence::Meta, bytes);
    }
    (detected(page, bytes), Evidence::Guess, bytes)
}

/// The encoding the bytes look like. Bytes that are valid UTF-8 are UTF-8: no other encoding gives such bytes by chance.
fn detected(page: &RawPage, bytes: &[u8]) -> &'static Encoding {
    let cut_off = page.bytes_missing > 0 || bytes.len() < page.bytes.len();
    match std::str::from_utf8(bytes) {
        Ok(_) => return UTF_8,
        Err(e) if cut_off && e.error_len().is_none() => return UTF_8,
        Err(_) => {}
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(bytes.get(..DETECTED).unwrap_or(bytes), bytes.len() <= DETECTED);
    let host = page.url.as_deref().and_then(|url| url::Url::parse(url).ok());
    let tld = host.as_ref().and_then(|url| url.domain()).and_then(|domain| domain.rsplit('.').next());
    // The detector takes lower-case ASCII (Punycode too) alone.
    let tld = tld.filter(|tld| tld.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
    // Not valid UTF-8 over all, yet nearly so: one broken byte must not turn all other letters into others.
    let utf8 = if nearly_utf8(bytes) { chardetng::Utf8Detection::Allow } else { chardetng::Utf8Detection::Deny };
    if utf8 == chardetng::Utf8Detection::Allow {
        return UTF_8;
    }
    detector.guess(tld.map(str::as_bytes), utf8)
}

/// At most one broken sequence to fifty good ones of several bytes.
fn nearly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut broken) = (0usize, 0usize);
    for chunk in bytes.get(..DETECTED).unwrap_or(bytes).utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    good >= broken * 50
}

/// Decodes; borrows where the bytes are the text.
fn decode_as<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> (Cow<'a, str>, usize) {
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        return (text, 0);
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 2 + 16);
    let mut rest = bytes;
    let mut replaced = 0;
    loop {
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        rest = rest.get(read..).unwrap_or_default();
        match result {
            DecoderResult::InputEmpty => return (text.into(), replaced),
            DecoderResult::OutputFull => text.reserve(rest.len() + rest.len() / 2 + 16),
            DecoderResult::Malformed(..) => {
                replaced += 1;
                text.reserve(4);
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
    }
}
