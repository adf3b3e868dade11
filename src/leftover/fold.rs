//! Text to folded text: lower case, straight quotes, plain spaces. In: a block's text. Out: what wordings are matched in.
//! Never changes what is written out.

use std::ops::Range;

/// Folds `text` into `out`, which is cleared first.
pub(super) fn fold(text: &str, out: &mut String) {
    out.clear();
    out.reserve(text.len());
    for c in text.chars() {
        if c.is_ascii() { out.push(one_ascii(c)) } else { fold_char(c, out) }
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
        c => out.extend(c.to_lowercase()),
    }
}

/// The bytes of `text` that folded to the given bytes.
pub(super) fn unfold(text: &str, folded: Range<usize>) -> Range<usize> {
    let (mut from, mut to) = (text.len(), text.len());
    let mut at = 0;
    let mut piece = String::new();
    for (place, c) in text.char_indices() {
        if at <= folded.start {
            from = place;
        }
        if at >= folded.end {
            to = place;
            break;
        }
        piece.clear();
        if c.is_ascii() {
            piece.push(one_ascii(c))
        } else {
            fold_char(c, &mut piece)
        }
        at += piece.len();
    }
    from.min(to)..to
}

/// The sentences of a text with their stops and the white space behind them, in order, without gaps.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at;
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let mut stopped = false;
        let mut chars = rest.char_indices().peekable();
        while let Some((place, c)) = chars.next() {
            let next = chars.peek().map(|&(_, c)| c);
            at = start + place + c.len_utf8();
            let dense = matches!(c, '。' | '！' | '？');
            stopped = (stopped && (is_closer(c) || c.is_whitespace())) || dense || matches!(c, '.' | '!' | '?' | '…');
            let goes_on = next.is_some_and(|c| c.is_whitespace() || is_closer(c) || matches!(c, '.' | '!' | '?' | '…'));
            let breaks = dense || c.is_whitespace();
            if c == '\n' && !goes_on || (stopped && breaks && !goes_on) {
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
