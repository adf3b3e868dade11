//! Character references as the HTML standard decodes them (section 13.2.5.72 and following).

use html5ever::data::NAMED_ENTITIES;
use memchr::memchr;
use std::borrow::Cow;

/// A decoded reference: one or two characters, and where the text goes on.
pub(super) struct CharRef {
    /// The first character.
    pub first: char,
    /// The second, of the few names that stand for two.
    pub second: Option<char>,
    /// First byte after the reference.
    pub end: usize,
}

/// What bytes 0x80 to 0x9F of numeric references stand for: their windows-1252 meaning.
const WINDOWS_1252: [u16; 32] = [
    0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d,
    0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d,
    0x17e, 0x178,
];

/// A text with its character references decoded: for values that are escaped once more, as JSON-LD often is.
pub fn unescaped(text: &str) -> Cow<'_, str> {
    if memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    unescape(text, &mut out);
    Cow::Owned(out)
}

/// Adds a text with its character references decoded, as those of an attribute's value are.
pub(super) fn unescape(text: &str, out: &mut String) {
    let mut at = 0;
    while let Some(k) = memchr(b'&', &text.as_bytes()[at..]) {
        out.push_str(&text[at..at + k]);
        at += k;
        match decode(text.as_bytes(), at, true) {
            Some(found) => {
                out.push(found.first);
                out.extend(found.second);
                at = found.end;
            }
            None => {
                out.push('&');
                at += 1;
            }
        }
    }
    out.push_str(&text[at..]);
}

/// Decodes the reference at `bytes[at]`, which is `&`; `None` where it is a plain `&`.
pub(super) fn decode(bytes: &[u8], at: usize, in_attribute: bool) -> Option<CharRef> {
    match bytes.get(at + 1)? {
        b'#' => numeric(bytes, at + 2),
        c if c.is_ascii_alphanumeric() => named(bytes, at + 1, in_attribute),
        _ => None,
    }
}

fn numeric(bytes: &[u8], at: usize) -> Option<CharRef> {
    let (start, radix) = if matches!(bytes.get(at), Some(b'x' | b'X')) { (at + 1, 16) } else { (at, 10) };
    let mut end = start;
    let mut value = 0u32;
    while let Some(digit) = bytes.get(end).and_then(|&b| char::from(b).to_digit(radix)) {
        value = value.saturating_mul(radix).saturating_add(digit).min(0x20_0000);
        end += 1;
    }
    if end == start {
        return None;
    }
    end += usize::from(bytes.get(end) == Some(&b';'));
    let value = match value {
        0x80..=0x9f => u32::from(WINDOWS_1252[(value - 0x80) as usize]),
        0 => 0xfffd,
        other => other,
    };
    Some(CharRef { first: char::from_u32(value).unwrap_or('\u{fffd}'), second: None, end })
}

/// The names that make up nearly all references of real pages, with their semicolon: no longer name begins so.
fn common(bytes: &[u8]) -> Option<(char, usize)> {
    const COMMON: [(&[u8], char); 20] = [
        (b"amp;", '&'),
        (b"nbsp;", '\u{a0}'),
        (b"quot;", '"'),
        (b"lt;", '<'),
        (b"gt;", '>'),
        (b"rsquo;", '’'),
        (b"lsquo;", '‘'),
        (b"rdquo;", '”'),
        (b"ldquo;", '“'),
        (b"mdash;", '—'),
        (b"ndash;", '–'),
        (b"hellip;", '…'),
        (b"copy;", '©'),
        (b"raquo;", '»'),
        (b"laquo;", '«'),
        (b"apos;", '\''),
        (b"middot;", '·'),
        (b"bull;", '•'),
        (b"times;", '×'),
        (b"reg;", '®'),
    ];
    let (name, c) = COMMON.iter().find(|(name, _)| bytes.starts_with(name))?;
    Some((*c, name.len()))
}

/// The longest name that matches; names grow a byte at a time while any entity begins so.
fn named(bytes: &[u8], at: usize, in_attribute: bool) -> Option<CharRef> {
    if let Some((first, length)) = bytes.get(at..).and_then(common) {
        return Some(CharRef { first, second: None, end: at + length });
    }
    let mut best = None;
    let mut end = at;
    while end < bytes.len() {
        end += 1;
        let Some(&codes) =
            bytes.get(at..end).and_then(|b| std::str::from_utf8(b).ok()).and_then(|n| NAMED_ENTITIES.get(n))
        else {
            break;
        };
        if codes.0 != 0 {
            best = Some((codes, end));
        }
    }
    let ((first, second), end) = best?;
    let bare = bytes.get(end - 1) != Some(&b';');
    if in_attribute && bare && bytes.get(end).is_some_and(|c| *c == b'=' || c.is_ascii_alphanumeric()) {
        return None;
    }
    Some(CharRef { first: char::from_u32(first)?, second: char::from_u32(second).filter(|&c| c != '\0'), end })
}
