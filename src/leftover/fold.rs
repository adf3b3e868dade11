//! Text to folded text: lower case, straight quotes, plain spaces. In: a block's text. Out: what wordings are matched in.
//! Never changes what is written out.

use memchr::{memchr, memchr3};
use std::ops::Range;

/// Folds `text` into `out`, which is cleared first.
pub(super) fn fold(text: &str, out: &mut String) {
    out.clear();
    let is_plain = is_plain(text);
    if text.is_ascii() {
        return fold_ascii(text, is_plain, out);
    }
    out.reserve(text.len());
    let mut rest = text;
    while let Some(wide) = rest.bytes().position(|byte| !byte.is_ascii()) {
        fold_ascii(&rest[..wide], is_plain, out);
        let mut chars = rest[wide..].chars();
        chars.next().into_iter().for_each(|c| fold_char(c, out));
        rest = chars.as_str();
    }
    fold_ascii(rest, is_plain, out);
}

/// Whether folding changes nothing of ASCII but the case of letters.
pub(super) fn is_plain(text: &str) -> bool {
    memchr3(b'\n', b'\t', b'\r', text.as_bytes()).is_none() && memchr(b'`', text.as_bytes()).is_none()
}

/// Folds a run of ASCII onto `out`.
fn fold_ascii(text: &str, is_plain: bool, out: &mut String) {
    if is_plain {
        let from = out.len();
        out.push_str(text);
        out[from..].make_ascii_lowercase();
    } else {
        out.extend(text.chars().map(one_ascii));
    }
}

/// Lower case; line ends and tabs as spaces; a backtick as the quote it stands for.
fn one_ascii(c: char) -> char {
    match c {
        '\n' | '\t' | '\r' => ' ',
        '`' => '\'',
        c => c.to_ascii_lowercase(),
    }
}

fn fold_char(c: char, out: &mut String) {
    match c {
        '’' | '‘' | '´' | '′' | '‛' => out.push('\''),
        '“' | '”' | '„' | '«' | '»' | '″' => out.push('"'),
        '\u{a0}' | '\u{202f}' | '\u{2009}' => out.push(' '),
        '…' => out.push_str("..."),
        // small letters, and scripts that have but one case
        'ß'..='ÿ' | 'а'..='џ' | '\u{590}'..='\u{109f}' | '\u{2e80}'..='\u{a63f}' => out.push(c),
        c => out.extend(c.to_lowercase()),
    }
}

/// Maps places in a folded text back to the text, in rising order: linear however many are asked for.
pub(super) struct Unfolder<'a> {
    text: &'a str,
    /// A place in the text and the same place in the folded text.
    place: usize,
    folded: usize,
    piece: String,
}

impl<'a> Unfolder<'a> {
    /// Starts at the beginning of `text`.
    pub(super) fn new(text: &'a str) -> Self {
        Unfolder { text, place: 0, folded: 0, piece: String::new() }
    }

    /// The first place in the text whose folding reaches `folded`, which is not before the last one asked for.
    pub(super) fn place_of(&mut self, folded: usize) -> usize {
        while self.folded < folded {
            let Some(c) = self.text.get(self.place..).and_then(|rest| rest.chars().next()) else { break };
            self.piece.clear();
            if c.is_ascii() {
                self.piece.push(one_ascii(c))
            } else {
                fold_char(c, &mut self.piece)
            }
            self.folded += self.piece.len();
            self.place += c.len_utf8();
        }
        self.place
    }
}

/// The sentences of a text with their stops and the white space behind them, in order, without gaps.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at;
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        // up to the first byte that may end a sentence there is nothing to look at
        let calm = rest.bytes().position(|b| matches!(b, b'.' | b'!' | b'?' | b'\n' | 0x80..)).unwrap_or(rest.len());
        at = text.len();
        let mut stopped = false;
        let mut chars = rest.get(calm..).unwrap_or_default().char_indices().peekable();
        while let Some((place, c)) = chars.next() {
            let next = chars.peek().map(|&(_, c)| c);
            let dense = matches!(c, '。' | '！' | '？');
            stopped = (stopped && (is_closer(c) || c.is_whitespace())) || dense || matches!(c, '.' | '!' | '?' | '…');
            let goes_on = next.is_some_and(|c| c.is_whitespace() || is_closer(c) || matches!(c, '.' | '!' | '?' | '…'));
            let breaks = dense || c.is_whitespace();
            if c == '\n' && !goes_on || (stopped && breaks && !goes_on) {
                at = start + calm + place + c.len_utf8();
                break;
            }
        }
        Some(start..at)
    })
}

/// Marks that close a sentence behind its stop.
fn is_closer(c: char) -> bool {
    matches!(c, '"' | '”' | '’' | '\'' | ')' | '»' | ']')
}

#[cfg(test)]
mod tests {
    use super::fold_char;

    #[test]
    fn letters_of_all_scripts_fold_to_small_ones() {
        let mut folded = String::new();
        for c in ('\u{a1}'..=char::MAX).filter(|c| c.is_alphabetic()) {
            folded.clear();
            fold_char(c, &mut folded);
            assert_eq!(folded, c.to_lowercase().to_string());
        }
    }
}
