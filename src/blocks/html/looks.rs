//! Words set apart by their looks: what style sheets make of a line that no element marks as a heading. In: an element. Out:
//! whether its class or inline style says so. Never looks at the words.

use super::{heard, math};
use crate::dom::{Attr, Dom, NodeId, style_rules};

/// Whether a class says that a box is a heading; some pages have no others.
pub(super) fn names_heading(class: &str) -> bool {
    const NAMES: [&str; 16] = [
        "title",
        "heading",
        "heading-1",
        "heading-2",
        "heading-3",
        "heading-4",
        "subhead",
        "subheading",
        "headline",
        "section-title",
        "section-heading",
        "h1",
        "h2",
        "h3",
        "h4",
        "subtitle",
    ];
    class.len() < 120 && class.split_ascii_whitespace().any(|name| NAMES.contains(&name)) || is_large_and_bold(class)
}

/// Whether utility classes (Tailwind and its like) set words in large bold type.
fn is_large_and_bold(class: &str) -> bool {
    let has = |names: &[&str]| class.split_ascii_whitespace().any(|name| names.contains(&name));
    class.contains("font-")
        && has(&["font-semibold", "font-bold", "font-extrabold", "font-black"])
        && has(&["text-lg", "text-xl", "text-2xl", "text-3xl", "text-4xl", "text-5xl", "text-6xl"])
}

/// Whether an inline style sets words in bold type, or in much larger type than those around.
pub(super) fn is_set_apart(dom: &Dom, n: NodeId) -> bool {
    let sets = |(name, value): (&str, &str)| {
        let value = value.trim_end_matches("!important").trim_end();
        match name {
            name if name.eq_ignore_ascii_case("font-weight") => is_heavy(value),
            name if name.eq_ignore_ascii_case("font-size") => is_large(value),
            _ => false,
        }
    };
    let style = dom.attr(n, Attr::Style).filter(|style| style.contains("font-") || style.contains("FONT-"));
    style.is_some_and(|style| style_rules(style).any(sets))
}

fn is_heavy(value: &str) -> bool {
    value.eq_ignore_ascii_case("bold") || value.parse::<u32>().is_ok_and(|weight| weight >= 600)
}

/// Whether a size is that of a heading: running text has 16 pixels, or 12 points.
fn is_large(value: &str) -> bool {
    const LEAST: [(&str, f32); 4] = [("px", 20.0), ("pt", 15.0), ("em", 1.25), ("%", 125.0)];
    let at_least = |(unit, least): &(&str, f32)| {
        let number = value.strip_suffix(unit)?.trim_end_matches('r');
        Some(number.parse::<f32>().ok()? >= *least)
    };
    ["large", "x-large", "xx-large"].contains(&value) || LEAST.iter().find_map(at_least).unwrap_or(false)
}

/// What a class says of a span.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// Its words are heard only.
    Heard,
    /// It is a formula as MathJax draws it.
    Formula,
    /// It is a note that stands beside the text.
    Note,
    Words,
}

impl Shown {
    /// By the class.
    pub(super) fn by(class: &str) -> Shown {
        match class {
            _ if heard::says_so(class) => Shown::Heard,
            _ if math::names_mathjax(class) => Shown::Formula,
            _ if names_note(class) => Shown::Note,
            _ => Shown::Words,
        }
    }
}

/// Whether a class is that of a note in the margin, as Tufte's style sheets call it.
fn names_note(class: &str) -> bool {
    const NAMES: [&str; 5] = ["sidenote", "side-note", "marginnote", "margin-note", "marginalia"];
    class.split_ascii_whitespace().any(|name| NAMES.contains(&name))
}
