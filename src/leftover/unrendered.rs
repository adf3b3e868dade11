//! Template variables and tags that were not rendered. In: a block with marks of a template language. Out: a finding
//! where little but marks stands in it. Prose about templates has words around the marks and is spared.

use super::{Finding, Kind, Seen, Strength, has_words};
use crate::blocks::GroupKind;
use std::ops::Range;

/// A mark in a text.
struct Mark {
    range: Range<usize>,
    /// Also used by people: `{name}`, `[name]`.
    is_weak: bool,
    /// A shortcode with attributes, which no one writes by hand.
    is_shortcode: bool,
}

/// Most words that may stand beside marks in a block that goes as a whole: a greeting, a label, a byline.
const MOST_WORDS: usize = 5;

/// Finds unrendered marks in a block.
pub(super) fn find(seen: &Seen<'_>) -> Option<Finding> {
    let marks = marks(seen.text);
    if marks.is_empty() {
        return None;
    }
    let mut rest = String::new();
    let mut at = 0;
    for mark in &marks {
        rest.push_str(seen.text.get(at..mark.range.start).unwrap_or_default());
        rest.push(' ');
        at = mark.range.end;
    }
    rest.push_str(seen.text.get(at..).unwrap_or_default());
    let words = rest.split_whitespace().filter(|word| has_words(word)).count();
    let strong = marks.iter().filter(|mark| !mark.is_weak).count();
    let name = "a template's mark";
    let is_cell = matches!(seen.group, GroupKind::Cell { .. } | GroupKind::Term);
    let is_sentence = words >= 3 && seen.text.ends_with(['.', '。']);
    if strong > 0 && words <= MOST_WORDS && !is_sentence {
        let strength = if is_cell { Strength::Likely } else { Strength::Sure };
        return Some(Finding::whole(Kind::Unrendered, strength, name));
    }
    let codes: Vec<Range<u32>> =
        marks.iter().filter(|m| m.is_shortcode).map(|m| m.range.start as u32..m.range.end as u32).collect();
    if !codes.is_empty() {
        let whole = Finding::whole(Kind::Unrendered, Strength::Sure, "a shortcode");
        return Some(Finding { pieces: codes, ..whole });
    }
    if strong == 0 && words <= 3 && !is_cell {
        let is_machine = |m: &Mark| seen.text.get(m.range.clone()).is_some_and(is_machine_name);
        let strength = if marks.len() >= 2 || marks.iter().any(is_machine) { Strength::Sure } else { Strength::Likely };
        return Some(Finding::whole(Kind::Unrendered, strength, name));
    }
    None
}

/// Whether a name is spelled as programs spell them: `cartSize`, `results_count`.
fn is_machine_name(mark: &str) -> bool {
    let name = mark.trim_matches(|c: char| !c.is_alphanumeric());
    let camel =
        name.as_bytes().windows(2).any(|w| matches!(w, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase()));
    camel || name.contains('_')
}

/// Longest mark, in bytes: keeps a page of open braces linear.
const LONGEST: usize = 400;

/// Opening and closing of marks that people do not write in prose.
const STRONG: [(&str, &str); 8] =
    [("{{", "}}"), ("{%", "%}"), ("${", "}"), ("<%", "%>"), ("*|", "|*"), ("#{", "}"), ("%%", "%%"), ("@@", "@@")];

/// The marks of a text, in order.
fn marks(text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(['{', '<', '*', '#', '%', '@', '$', '[', '_'])) {
        let start = at + found;
        let rest = text.get(start..).unwrap_or_default();
        match mark_at(rest) {
            Some((length, is_weak, is_shortcode)) => {
                marks.push(Mark { range: start..start + length, is_weak, is_shortcode });
                at = start + length;
            }
            None => at = start + 1,
        }
    }
    marks
}

/// Length of the mark that a text opens with, whether it is weak, and whether it is a shortcode with attributes.
fn mark_at(rest: &str) -> Option<(usize, bool, bool)> {
    for (open, close) in STRONG {
        if let Some(inner) = rest.strip_prefix(open) {
            let end = until(inner, close)?;
            let body = inner.get(..end)?;
            let is_name =
                has_words(body) && (open.len() == 2 && open.starts_with('{') || !body.contains(' ') || open == "<%");
            return is_name.then_some((open.len() + end + close.len(), false, false));
        }
    }
    if let Some(inner) = rest.strip_prefix("__MSG_") {
        let end = until(inner, "__")?;
        return Some((6 + end + 2, false, false));
    }
    if let Some(inner) = rest.strip_prefix('{') {
        let end = until(inner, "}")?;
        let name = inner.get(..end)?;
        let is_name =
            name.len() >= 4 && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'));
        return is_name.then_some((end + 2, true, false));
    }
    shortcode(rest)
}

/// Words in the names of shortcodes.
const PLUGIN_WORDS: [&str; 36] = [
    "account",
    "ad",
    "ads",
    "button",
    "calendar",
    "cart",
    "checkout",
    "code",
    "contact",
    "cookie",
    "event",
    "feed",
    "form",
    "gallery",
    "list",
    "login",
    "map",
    "menu",
    "name",
    "newsletter",
    "page",
    "player",
    "post",
    "posts",
    "product",
    "products",
    "reviews",
    "search",
    "share",
    "shop",
    "slider",
    "table",
    "toc",
    "user",
    "video",
    "views",
];

/// `[name]` with a hyphen or underscore in it, or `[name attribute="…"]`, or its closing tag.
fn shortcode(rest: &str) -> Option<(usize, bool, bool)> {
    let inner = rest.strip_prefix('[')?;
    let end = until(inner, "]")?;
    let body = inner.get(..end)?.trim_start_matches('/');
    let name_end = body.find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-')));
    let (name, attributes) = body.split_at_checked(name_end.unwrap_or(body.len()))?;
    let opens_well = name.len() >= 3 && name.bytes().next().is_some_and(|b| b.is_ascii_lowercase());
    if !opens_well || !(attributes.is_empty() || attributes.starts_with(' ')) {
        return None;
    }
    let has_attributes = attributes.contains("=\"")
        || attributes.contains("=”")
        || attributes.contains("=“")
        || attributes.contains("='")
        || attributes.split('=').nth(1).is_some_and(|v| v.starts_with(|c: char| c.is_ascii_alphanumeric()));
    // `[tur-ji-ver-seyt]` says how a word is spoken: hyphens alone ask for a word of what plugins do.
    let is_compound = attributes.is_empty()
        && (name.contains('_') || (name.contains('-') && name.split('-').any(|part| PLUGIN_WORDS.contains(&part))));
    if is_compound || has_attributes { Some((end + 2, false, has_attributes)) } else { None }
}

/// Where `close` stands in the next bytes.
fn until(text: &str, close: &str) -> Option<usize> {
    let mut bound = text.len().min(LONGEST);
    while !text.is_char_boundary(bound) {
        bound -= 1;
    }
    text.get(..bound)?.find(close)
}
