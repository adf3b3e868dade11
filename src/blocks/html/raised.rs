//! Raised text: a note's mark, a power, the pence of a price. In: a `<sup>` and what stands before it. Out: how it reads
//! on the line. Never looks the note up.

use crate::dom::{Attr, Dom, NodeId, Tag};

/// How a `<sup>` is written.
pub(super) enum Raised<'a> {
    /// As it stands.
    Plain,
    /// Behind a sign: `10^6`, `$19.99`.
    Behind(char),
    /// The mark of a note, `[1]`, and the place on the page that it points to.
    Mark(String, Option<&'a str>),
}

/// Characters of the longest mark: `[note 12]`.
const LONGEST_MARK: usize = 10;

/// Reads a `<sup>`; `before` is what the line holds so far, without white space behind it where there is some.
pub(super) fn read<'a>(dom: &'a Dom, n: NodeId, before: &str, parted: bool) -> Raised<'a> {
    let words = dom.words_up_to(n, 4 * LONGEST_MARK);
    let text = words.trim();
    if text.is_empty() || text.chars().count() > LONGEST_MARK {
        return Raised::Plain;
    }
    let target = target_of(dom, n);
    let is_digits = text.bytes().all(|b| b.is_ascii_digit() || b",-".contains(&b)) && text.len() <= 7;
    let is_sign = text.chars().all(|c| matches!(c, '*' | '†' | '‡' | '§'));
    if let Some(target) = target {
        let bare = text.trim_matches(|c| matches!(c, '[' | ']' | '(' | ')' | ' '));
        let counts = bare.bytes().any(|b| b.is_ascii_digit()) || bare.len() == 1 || text.starts_with('[');
        return if is_sign || !counts { Raised::Plain } else { Raised::Mark(format!("[{bare}]"), Some(target)) };
    }
    let is_power = text.trim_start_matches(['-', '−', '–', '+']).bytes().all(|b| b.is_ascii_digit() || b == b'n');
    let last = before.chars().next_back().filter(|_| !parted);
    match last {
        Some(c) if c.is_ascii_digit() && text.len() == 2 && is_digits && is_price(before) => Raised::Behind('.'),
        Some(c) if is_power && (c.is_ascii_digit() || c == ')' || is_unit(before)) => Raised::Behind('^'),
        Some(c)
            if is_digits && (c.is_alphabetic() || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '"' | '”' | '»')) =>
        {
            Raised::Mark(format!("[{text}]"), None)
        }
        _ => Raised::Plain,
    }
}

/// Where the mark of a note points to: the `#` address of the link in or around the `<sup>`.
fn target_of(dom: &Dom, n: NodeId) -> Option<&str> {
    let inside = dom.descendants(n).take(6).find(|&d| dom.tag(d) == Tag::A);
    let around = dom.parent(n).filter(|&p| dom.tag(p) == Tag::A);
    let href = inside.or(around).and_then(|a| dom.attr(a, Attr::Href))?;
    let (page, place) = href.split_once('#')?;
    // notes can be addressed with the page's own address in front
    let is_here = page.is_empty() || ["fn", "cite", "note", "ref"].iter().any(|name| place.contains(name));
    (is_here && !place.is_empty()).then_some(place)
}

/// Whether the line ends in a unit or a variable: at most two letters that stand for themselves.
fn is_unit(before: &str) -> bool {
    let letters = before.chars().rev().take_while(|c| c.is_alphabetic()).count();
    (1..=2).contains(&letters)
}

/// Whether the line ends in the whole part of a price.
fn is_price(before: &str) -> bool {
    let amount = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == ',').trim_end();
    amount.ends_with(['$', '€', '£', '¥', '₹'])
}
