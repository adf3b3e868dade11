//! Text that was UTF-8, was read as windows-1252 or Latin 1 and written as UTF-8 again ("donâ€™t"), and signs of windows-1252
//! that were written as control characters. Text in, the text as it was out, where there is no doubt. Never touches what
//! anybody could have meant on a page that has other signs above ASCII to speak of.

use encoding_rs::WINDOWS_1252;

/// Characters that must be such at least.
const FEW: usize = 3;
/// Times that a page may have been encoded over and over.
const TIMES: usize = 3;

/// What stands in a text above ASCII.
#[derive(Default)]
struct Signs {
    /// Characters that were several bytes of UTF-8 each.
    broken: usize,
    /// Of those, the ones that stand in a word or beside another, or that nobody sees: who writes about such signs sets them
    /// apart.
    in_words: usize,
    /// All others.
    whole: usize,
}

/// The text as it was before, and how many characters came of it; nothing where that is not certain.
pub(super) fn undone(text: &str) -> Option<(String, usize)> {
    let mut now: Option<(String, usize)> = None;
    for _ in 0..TIMES {
        let text = now.as_ref().map_or(text, |(text, _)| text);
        // the first byte of every such character was 0xC2 to 0xF4, which are all written with this one
        let lead = memchr::memchr_iter(0xc3, text.as_bytes());
        if lead.filter(|&at| sequence(text, at).is_some()).take(FEW).count() < FEW {
            break;
        }
        let signs = signs(text);
        let is_certain = signs.broken >= FEW && signs.whole * 10 <= signs.broken && signs.in_words * 2 >= signs.broken;
        if !is_certain {
            break;
        }
        now = Some((rewritten(text), signs.broken));
    }
    now
}

/// The text with its control characters 0x80 to 0x9F as the signs that they are in windows-1252, or as the character of
/// several bytes that they were part of, and how many came of it; nothing where there is none. HTML reads references to
/// such controls as windows-1252 too. Line ends (U+0085) and what terminals are told (U+009B before a number) stay.
pub(super) fn without_controls(text: &str) -> Option<(String, usize)> {
    let begins_control = |&at: &usize| text.as_bytes().get(at + 1).is_some_and(|byte| (0x80..=0x9f).contains(byte));
    memchr::memchr_iter(0xc2, text.as_bytes()).find(begins_control)?;
    let mut out = String::with_capacity(text.len());
    let (mut rest, mut n) = (text, 0);
    while let Some(at) = rest.bytes().position(|b| !b.is_ascii()) {
        let (ascii, odd) = rest.split_at(at);
        out.push_str(ascii);
        let Some(first) = odd.chars().next() else { break };
        let (c, len) = with_control(odd).unwrap_or((first, first.len_utf8()));
        rest = odd.get(len..).unwrap_or_default();
        let c = if tells_something(c, rest) { c } else { sign(c) };
        n += usize::from(c != first);
        out.push(c);
    }
    out.push_str(rest);
    (n > 0).then_some((out, n))
}

/// The character of several bytes that a text begins with, where one of them is a control character, and its bytes there. Of
/// those that were two bytes only the most common: any letter may stand before a quotation mark.
fn with_control(text: &str) -> Option<(char, usize)> {
    let is_common = text.starts_with(['Â', 'Ã']) || text.starts_with(|c: char| c >= 'à');
    let (c, len) = sequence(text, 0).filter(|_| is_common)?;
    text.get(..len)?.contains(is_control).then_some((c, len))
}

/// Whether a control character means what it is for; `rest` stands behind it.
fn tells_something(c: char, rest: &str) -> bool {
    c == '\u{85}' || c == '\u{9b}' && rest.starts_with(|c: char| c.is_ascii_digit())
}

/// A control character that no keyboard gives and no page shows.
fn is_control(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}')
}

/// What a control character is in windows-1252, which has a sign for all but five of them.
fn sign(c: char) -> char {
    let byte = u8::try_from(u32::from(c)).ok().filter(|_| is_control(c));
    byte.and_then(|byte| WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next()).unwrap_or(c)
}

/// The character that a sequence which starts at byte `at` was, and the sequence's bytes.
fn sequence(text: &str, at: usize) -> Option<(char, usize)> {
    let mut rest = text.get(at..)?.chars();
    let first = rest.next()?;
    let lead = u8::try_from(u32::from(first)).ok().filter(|b| (0xc2..=0xf4).contains(b))?;
    let n = match lead {
        ..0xe0 => 1,
        0xe0..0xf0 => 2,
        _ => 3,
    };
    let mut bytes = [lead, 0, 0, 0];
    let mut len = first.len_utf8();
    for slot in bytes.iter_mut().skip(1).take(n) {
        let c = rest.next()?;
        *slot = continuation(c)?;
        len += c.len_utf8();
    }
    let c = std::str::from_utf8(bytes.get(..=n)?).ok()?.chars().next()?;
    Some((c, len))
}

/// The byte 0x80 to 0xBF that windows-1252 shows as this character.
fn continuation(c: char) -> Option<u8> {
    let byte = match u8::try_from(u32::from(c)) {
        Ok(byte) => byte,
        Err(_) => {
            let mut buffer = [0; 4];
            let (bytes, _, is_bad) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
            *bytes.first().filter(|_| !is_bad)?
        }
    };
    (0x80..=0xbf).contains(&byte).then_some(byte)
}

fn signs(text: &str) -> Signs {
    let mut signs = Signs::default();
    let mut at = 0;
    let mut last_end = usize::MAX;
    while let Some(found) = text.as_bytes().get(at..).and_then(|rest| rest.iter().position(|b| !b.is_ascii())) {
        at += found;
        if let Some((_, len)) = sequence(text, at) {
            let before = text.as_bytes().get(at.wrapping_sub(1)).is_some_and(u8::is_ascii_alphanumeric);
            let after = text.as_bytes().get(at + len).is_some_and(u8::is_ascii_alphanumeric);
            signs.broken += 1;
            let has_control = text.get(at..at + len).is_some_and(|part| part.contains(is_control));
            signs.in_words += usize::from(before || after || last_end == at || has_control);
            at += len;
            last_end = at;
        } else {
            signs.whole += 1;
            at += text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
        }
    }
    signs
}

fn rewritten(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut done, mut at) = (0, 0);
    while let Some(found) = text.as_bytes().get(at..).and_then(|rest| memchr::memchr(0xc3, rest)) {
        at += found;
        match sequence(text, at) {
            Some((c, len)) => {
                out.push_str(text.get(done..at).unwrap_or_default());
                out.push(c);
                at += len;
                done = at;
            }
            None => at += 2,
        }
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}
