//! Template variables and tags that were not rendered. In: a block with marks of a template language. Out: a finding
//! where little but marks stands in it. Prose about templates has words around the marks and is spared.

use super::{Finding, Kind, Seen, Strength, has_words};
use crate::blocks::{BlockKind, GroupKind};
use std::ops::Range;

/// A mark in a text.
struct Mark {
    range: Range<usize>,
    kind: MarkKind,
    /// What opens it.
    opens: &'static str,
}

/// What a mark proves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum MarkKind {
    /// People don't write it.
    Strong,
    /// Also used by people: `{name}`, `%name%`.
    Weak,
    /// A shortcode with attributes, which no one writes by hand.
    Shortcode,
}

/// Most words that may stand beside marks in a block that goes as a whole: a greeting, a label, a byline.
const MOST_WORDS: usize = 5;

/// What a mark of a plugin is called.
const SHORTCODE: &str = "[shortcode]";

/// Finds unrendered marks in a block.
pub(super) fn find(seen: &Seen<'_>) -> Option<Finding> {
    let marks = marks(seen.text);
    let opens = marks.iter().find(|mark| mark.kind != MarkKind::Weak).or(marks.first())?.opens;
    let mut rest = String::new();
    let mut at = 0;
    for mark in &marks {
        rest.push_str(seen.text.get(at..mark.range.start).unwrap_or_default());
        rest.push(' ');
        at = mark.range.end;
    }
    rest.push_str(seen.text.get(at..).unwrap_or_default());
    let words = rest.split_whitespace().filter(|word| has_words(word)).count();
    let strong = marks.iter().filter(|mark| mark.kind != MarkKind::Weak).count();
    let is_cell = matches!(seen.group, GroupKind::Cell { .. } | GroupKind::Term);
    let is_sentence = words >= 3 && seen.text.ends_with(['.', '。']);
    // a shortcode's marks go, and what it held or stood beside stays
    let holds = marks.iter().any(|m| m.kind == MarkKind::Shortcode) || seen.text.contains("[/");
    let least = if matches!(seen.kind, BlockKind::Heading(_)) { 1 } else { MOST_WORDS };
    if holds && words >= least {
        let codes = marks.iter().filter(|m| m.opens == SHORTCODE).map(|m| m.range.start as u32..m.range.end as u32);
        let pieces: Vec<Range<u32>> = codes.collect();
        if !pieces.is_empty() {
            return Some(Finding { pieces, ..Finding::whole(Kind::Unrendered, Strength::Sure, SHORTCODE) });
        }
    }
    if strong > 0 && words <= MOST_WORDS && !is_sentence {
        let strength = if is_cell { Strength::Likely } else { Strength::Sure };
        return Some(Finding::whole(Kind::Unrendered, strength, opens));
    }
    if strong == 0 && words <= 3 && !is_cell {
        let is_machine = |m: &Mark| seen.text.get(m.range.clone()).is_some_and(is_machine_name);
        let strength = if marks.len() >= 2 || marks.iter().any(is_machine) { Strength::Sure } else { Strength::Likely };
        return Some(Finding::whole(Kind::Unrendered, strength, opens));
    }
    None
}

/// Whether a name is spelled as programs spell them: `cartSize`, `results_count`, `$title`.
fn is_machine_name(mark: &str) -> bool {
    let name = mark.trim_matches(|c: char| !c.is_alphanumeric());
    let camel =
        name.as_bytes().windows(2).any(|w| matches!(w, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase()));
    camel || name.contains('_') || mark.starts_with("{$")
}

/// Longest mark, in bytes: keeps a page of open braces linear.
const LONGEST: usize = 400;

/// Opening and closing of marks that people do not write in prose, and their names for the reader.
const STRONG: [(&str, &str, &str); 13] = [
    ("{{", "}}", "{{ }}"),
    ("{%", "%}", "{% %}"),
    ("{#", "#}", "{# #}"),
    ("{!!", "!!}", "{!! !!}"),
    ("${", "}", "${ }"),
    ("<%", "%>", "<% %>"),
    ("<?", "?>", "<? ?>"),
    ("*|", "|*", "*| |*"),
    ("#{", "}", "#{ }"),
    ("@{", "}", "@{ }"),
    ("%%", "%%", "%% %%"),
    ("@@", "@@", "@@ @@"),
    ("__MSG_", "__", "__MSG_ __"),
];

/// The name by which a subject is known of which a mark is part; for any that a text may hold.
pub(super) fn openings() -> impl Iterator<Item = (&'static str, &'static str)> {
    STRONG.iter().map(|&(open, _, name)| (open, name))
}

/// The marks of a text, in order.
fn marks(text: &str) -> Vec<Mark> {
    const OPENINGS: [char; 9] = ['{', '<', '*', '#', '%', '@', '$', '[', '_'];
    let mut marks = Vec::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(OPENINGS)) {
        let start = at + found;
        match mark_at(text.get(start..).unwrap_or_default()) {
            Some((length, kind, opens)) => {
                marks.push(Mark { range: start..start + length, kind, opens });
                at = start + length;
            }
            None => at = start + 1,
        }
    }
    marks
}

/// Length, kind and name of the mark that a text opens with.
fn mark_at(rest: &str) -> Option<(usize, MarkKind, &'static str)> {
    for (open, close, name) in STRONG {
        if let Some(inner) = rest.strip_prefix(open) {
            // a tag of three braces closes with three
            let end = until(inner, close)?;
            let closes = close.len() + usize::from(close == "}}" && inner[end..].starts_with("}}}"));
            let body = inner.get(..end)?;
            let may_have_spaces = matches!(open, "{{" | "{%" | "{#" | "{!!" | "<%" | "<?");
            let is_name = has_words(body) && (may_have_spaces || !body.contains(' '));
            return is_name.then_some((open.len() + end + closes, MarkKind::Strong, name));
        }
    }
    let first = rest.as_bytes().first()?;
    match first {
        b'{' => brace(rest),
        b'%' => enclosed(rest, '%', |b| b.is_ascii_alphabetic() || b == b'_', "% %"),
        b'_' => shouted(rest),
        b'[' => bracket(rest),
        _ => None,
    }
}

/// `{name}`, `{$name}`, `{0}`.
fn brace(rest: &str) -> Option<(usize, MarkKind, &'static str)> {
    let inner = rest.strip_prefix('{')?;
    let end = until(inner, "}")?;
    let name = inner.get(..end)?;
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-' | b'$' | b':' | b'|');
    let is_name = name.len() >= 4 && name.bytes().all(is_plain) && name.bytes().any(|b| b.is_ascii_alphabetic());
    let is_number = (1..=2).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_digit());
    (is_name || is_number).then_some((end + 2, MarkKind::Weak, "{ }"))
}

/// A name of four letters or more between two of the same sign.
fn enclosed(
    rest: &str,
    sign: char,
    is_part: fn(u8) -> bool,
    name: &'static str,
) -> Option<(usize, MarkKind, &'static str)> {
    let inner = rest.strip_prefix(sign)?;
    let end = inner.bytes().take_while(|&b| is_part(b)).count();
    let closes = end >= 4 && inner.as_bytes().get(end).is_some_and(|&b| char::from(b) == sign);
    closes.then_some((end + 2, MarkKind::Weak, name))
}

/// `__TITLE__`; in small letters such names are Python's own.
fn shouted(rest: &str) -> Option<(usize, MarkKind, &'static str)> {
    let inner = rest.strip_prefix("__")?;
    let end = until(inner, "__")?;
    let name = inner.get(..end)?;
    let is_name = name.len() >= 3 && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    is_name.then_some((end + 4, MarkKind::Strong, "__ __"))
}

/// Words in the names of shortcodes.
const PLUGIN_WORDS: [&str; 38] = [
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
    "template",
    "toc",
    "user",
    "video",
    "views",
    "widget",
];

/// `[name]` with a hyphen or underscore in it, or `[name attribute="…"]`, or its closing tag; `[[name]]`, `[%name%]`.
fn bracket(rest: &str) -> Option<(usize, MarkKind, &'static str)> {
    let inner = rest.strip_prefix('[')?;
    if let Some(body) = inner.strip_prefix('[') {
        let end = until(body, "]]")?;
        let name = body.get(..end)?;
        let is_name = name.len() >= 4
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'*' | b'$' | b'+' | b'-' | b'!'));
        let is_machine =
            is_name && (is_machine_name(name) || name.contains(['*', '$', '+', '!']) || name.contains('.'));
        return is_machine.then_some((end + 4, MarkKind::Strong, "[[ ]]"));
    }
    let end = until(inner, "]")?;
    let body = inner.get(..end)?.trim_start_matches('/').trim_end_matches([' ', '/']);
    if let Some(name) = body.strip_prefix('%').and_then(|name| name.strip_suffix('%')) {
        let is_name = name.len() >= 3 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        return is_name.then_some((end + 2, MarkKind::Strong, "[% %]"));
    }
    if body.contains('_') && body.len() >= 6 && body.bytes().all(|b| b.is_ascii_uppercase() || b == b'_') {
        return Some((end + 2, MarkKind::Strong, "[NAME_OF]"));
    }
    let name_end = body.find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-')));
    let (name, attributes) = body.split_at_checked(name_end.unwrap_or(body.len()))?;
    let opens_well = name.len() >= 2 && name.bytes().next().is_some_and(|b| b.is_ascii_lowercase());
    if !opens_well || !(attributes.is_empty() || attributes.starts_with(' ')) {
        return None;
    }
    let has_attributes = ["=\"", "=”", "=“", "='", "=″", "=’", "=«"].iter().any(|sign| attributes.contains(sign))
        || attributes.split('=').nth(1).is_some_and(|v| v.starts_with(|c: char| c.is_ascii_alphanumeric()));
    // `[tur-ji-ver-seyt]` says how a word is spoken: hyphens alone ask for a word of what plugins do.
    let is_compound = attributes.is_empty()
        && name.len() >= 3
        && (name.contains('_') || (name.contains('-') && name.split('-').any(|part| PLUGIN_WORDS.contains(&part))));
    // a plugin's form by its number: `[wpforms 12]`
    let is_numbered =
        attributes.trim().bytes().all(|b| b.is_ascii_digit()) && !attributes.is_empty() && name.len() >= 4;
    match (has_attributes, is_compound || is_numbered) {
        (true, _) => Some((end + 2, MarkKind::Shortcode, SHORTCODE)),
        (_, true) => Some((end + 2, MarkKind::Strong, SHORTCODE)),
        _ => None,
    }
}

/// Where `close` stands in the next bytes.
fn until(text: &str, close: &str) -> Option<usize> {
    let mut bound = text.len().min(LONGEST);
    while !text.is_char_boundary(bound) {
        bound -= 1;
    }
    text.get(..bound)?.find(close)
}
