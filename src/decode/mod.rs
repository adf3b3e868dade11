//! Bytes to text: byte-order mark, HTTP header, `<meta>`, then detection, as the WHATWG standards order them.

mod letters;
mod mojibake;
mod prescan;
mod utf32;

use crate::input::{self, ByteOrder, PageKind, RawPage};
use encoding_rs::{DecoderResult, Encoding, ISO_2022_JP, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE};
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

impl Evidence {
    /// The evidence as `explain` names it.
    pub fn name(self) -> &'static str {
        match self {
            Evidence::Mark => "byte-order mark",
            Evidence::Header => "header",
            Evidence::Meta => "meta",
            Evidence::Guess => "guess",
        }
    }
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
    /// What was put right, in words: an encoding that the page is not in, UTF-8 that was encoded twice.
    pub repaired: Option<String>,
}

/// Bytes handed to the detector: more would cost time on large pages and not change its mind.
const DETECTED: usize = 256 << 10;

/// Decodes a page, no more than `limit` bytes of it. Never fails: bytes that are none of the encoding become U+FFFD and
/// are counted.
///
/// The encoding is the one that browsers would take: that of the byte-order mark, the HTTP header, `<meta>`, or a guess.
/// Bytes that cannot be in it are read as what they are, and `repaired` says so.
pub fn decode(page: &RawPage, limit: usize) -> Text<'_> {
    let bytes = page.bytes.get(..limit).unwrap_or(&page.bytes);
    if let Some((order, rest)) = utf32::mark(bytes) {
        let (text, n_replaced) = utf32::decode(rest, order);
        let charset = order.name();
        return Text { text: text.into(), charset, evidence: Evidence::Mark, n_replaced, repaired: None };
    }
    if let Some((encoding, len)) = Encoding::for_bom(bytes) {
        return twice(decoded(encoding, Evidence::Mark, bytes.get(len..).unwrap_or_default()));
    }
    let header = page.charset.as_deref().and_then(|label| Encoding::for_label(label.as_bytes()));
    let is_html = page.kind == PageKind::Html;
    let meta = || prescan::declared(bytes).filter(|_| is_html);
    let Some((encoding, evidence)) =
        header.map(|e| (e, Evidence::Header)).or_else(|| meta().map(|e| (e, Evidence::Meta)))
    else {
        return twice(decoded(detected(page, bytes), Evidence::Guess, bytes));
    };
    if let Some(other) = contradicted(encoding, evidence, bytes) {
        let why = format!("{} is declared, but the bytes are {}", encoding.name(), other.name());
        return twice(Text { repaired: Some(why), ..decoded(other, evidence, bytes) });
    }
    let text = decoded(encoding, evidence, bytes);
    let is_meta_left = evidence == Evidence::Header;
    twice(rival(page, bytes, text, meta().filter(|_| is_meta_left)))
}

fn decoded<'a>(encoding: &'static Encoding, evidence: Evidence, bytes: &'a [u8]) -> Text<'a> {
    let (text, n_replaced) = decode_as(encoding, bytes);
    Text { text, charset: encoding.name(), evidence, n_replaced, repaired: None }
}

/// Undoes double encoding.
fn twice(mut text: Text<'_>) -> Text<'_> {
    if text.charset != UTF_8.name() {
        return text;
    }
    if let Some((whole, n)) = mojibake::undone(&text.text) {
        text.repair(whole, format!("UTF-8 was read as windows-1252 and encoded again: {n} characters undone"));
    }
    if let Some((whole, n)) = mojibake::without_controls(&text.text) {
        text.repair(whole, format!("{n} control characters were signs of windows-1252"));
    }
    text
}

impl Text<'_> {
    fn repair(&mut self, whole: String, why: String) {
        self.text = whole.into();
        self.repaired = Some(self.repaired.take().map_or_else(|| why.clone(), |first| format!("{first}; {why}")));
    }
}

/// The encoding that the bytes themselves show, where it is not the one declared.
fn contradicted(declared: &'static Encoding, evidence: Evidence, bytes: &[u8]) -> Option<&'static Encoding> {
    let is_wide = declared == UTF_16LE || declared == UTF_16BE;
    if let Some(order) = input::utf16_order(bytes) {
        let encoding = if order == ByteOrder::Little { UTF_16LE } else { UTF_16BE };
        // a declaration that could be read byte by byte is none of UTF-16
        return (encoding != declared && (is_wide || evidence == Evidence::Meta)).then_some(encoding);
    }
    if declared == UTF_8 || bytes.is_ascii() {
        return (is_wide && bytes.is_ascii()).then_some(UTF_8);
    }
    // In the one-byte encodings letters of several bytes of UTF-8 would be odd pairs of signs; Chinese, Japanese and
    // Korean pairs may be valid by chance, but not many of them and no others.
    let needed = if declared.is_single_byte() || is_wide { 2 } else { 4 };
    let text = std::str::from_utf8(bytes).ok()?;
    (text.chars().filter(|c| !c.is_ascii()).take(needed).count() == needed).then_some(UTF_8)
}

/// The page in another encoding, if in the one declared much of it is none and in the other all or nearly all is.
fn rival<'a>(page: &RawPage, bytes: &'a [u8], text: Text<'a>, meta: Option<&'static Encoding>) -> Text<'a> {
    if text.n_replaced == 0 || is_replacement(text.charset) {
        return text;
    }
    let good = text.text.chars().filter(|c| !c.is_ascii()).count().saturating_sub(text.n_replaced);
    if text.n_replaced * DOUBT <= good {
        return text;
    }
    let meta = meta.map(|encoding| (encoding, Evidence::Meta));
    for (encoding, evidence) in meta.into_iter().chain([(detected(page, bytes), Evidence::Guess)]) {
        let first = bytes.get(..DETECTED).unwrap_or(bytes);
        if encoding.name() == text.charset || !letters::is_likely(encoding, first) {
            continue;
        }
        let other = decoded(encoding, evidence, bytes);
        if other.n_replaced * DOUBT <= text.n_replaced {
            let why = format!("{} is declared, but the bytes are {}", text.charset, other.charset);
            return Text { repaired: Some(why), ..other };
        }
    }
    text
}

/// One character in so many that is none of the encoding puts it in doubt.
const DOUBT: usize = 10;

fn is_replacement(charset: &str) -> bool {
    charset == REPLACEMENT.name()
}

/// The encoding the bytes look like. Bytes that are valid UTF-8 are UTF-8: no other encoding gives such bytes by chance,
/// but for ISO-2022-JP, which is ASCII with escapes.
fn detected(page: &RawPage, bytes: &[u8]) -> &'static Encoding {
    if let Some(order) = input::utf16_order(bytes) {
        return if order == ByteOrder::Little { UTF_16LE } else { UTF_16BE };
    }
    let first = bytes.get(..DETECTED).unwrap_or(bytes);
    let cut_off = page.bytes_missing > 0 || bytes.len() < page.bytes.len();
    match std::str::from_utf8(bytes) {
        Ok(_) if memchr::memmem::find(first, b"\x1b$").is_none() => return UTF_8,
        Err(e) if cut_off && e.error_len().is_none() => return UTF_8,
        Ok(_) | Err(_) => {}
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(first, bytes.len() <= DETECTED);
    let host = page.url.as_deref().and_then(|url| url::Url::parse(url).ok());
    let tld = host.as_ref().and_then(|url| url.domain()).and_then(|domain| domain.rsplit('.').next());
    // The detector takes lower-case ASCII (Punycode too) alone.
    let tld = tld.filter(|tld| tld.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
    let guess = detector.guess(tld.map(str::as_bytes), chardetng::Utf8Detection::Deny);
    // Not valid UTF-8 over all, yet nearly so: one broken byte must not turn all other letters into others.
    if guess != ISO_2022_JP && nearly_utf8(bytes) {
        return UTF_8;
    }
    letters::settled(guess, first)
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
