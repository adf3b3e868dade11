//! How an element takes part in the flow, by its name alone. Style sheets are not read.

use super::math;
use crate::dom::{Attr, Dom, NodeId, Tag, style_rules, trimmed};

/// What an element does to the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Display {
    /// Nothing in it is shown, or nothing that is text.
    None,
    /// It flows with the text around it.
    Inline,
    /// It starts and ends a block.
    Block,
    /// `<br>`.
    Break,
    /// `<img>`, `<amp-img>`.
    Image,
    /// `<hr>`.
    Rule,
}

/// The display of an element.
pub(super) fn display(dom: &Dom, n: NodeId) -> Display {
    match dom.tag(n) {
        Tag::Head
        | Tag::Script
        | Tag::Style
        | Tag::Template
        | Tag::Noscript
        | Tag::Svg
        | Tag::Iframe
        | Tag::Object
        | Tag::Embed
        | Tag::Applet
        | Tag::Canvas
        | Tag::Audio
        | Tag::Video
        | Tag::Select
        | Tag::Datalist
        | Tag::Textarea
        | Tag::Input
        | Tag::Meter
        | Tag::Progress
        | Tag::Noembed
        | Tag::Noframes
        | Tag::Frameset
        | Tag::Title
        | Tag::Link
        | Tag::Meta
        | Tag::Base
        | Tag::Param
        | Tag::Source
        | Tag::Track
        | Tag::Area
        | Tag::Map
        | Tag::Rp
        | Tag::Rt
        | Tag::Rtc
        | Tag::Col
        | Tag::Colgroup => Display::None,
        Tag::Br => Display::Break,
        Tag::Hr => Display::Rule,
        Tag::Img => Display::Image,
        Tag::Foreign => foreign(dom, n),
        Tag::Other => custom(dom.name(n)),
        tag if is_block(tag) => Display::Block,
        _ => Display::Inline,
    }
}

/// Whether what follows a node stands on another line than what is before it.
pub(crate) fn parts_lines(dom: &Dom, n: NodeId) -> bool {
    matches!(display(dom, n), Display::Block | Display::Break | Display::Rule)
}

/// MathML shows its text, not its annotations.
fn foreign(dom: &Dom, n: NodeId) -> Display {
    match dom.name(n) {
        "annotation" | "annotation-xml" => Display::None,
        _ => Display::Inline,
    }
}

/// Custom elements wrap blocks far more often than words, but for those of formulas; unknown words without a hyphen are
/// old inline elements.
fn custom(name: &str) -> Display {
    match name {
        "xmp" | "listing" => Display::Block,
        "amp-img" => Display::Image,
        _ if name.contains('-') && !name.starts_with("mjx-") => Display::Block,
        _ => Display::Inline,
    }
}

/// Whether an element is the picture of a formula that stands beside it as MathML or TeX.
pub(super) fn is_drawn_formula(dom: &Dom, n: NodeId) -> bool {
    if dom.attr(n, Attr::AriaHidden) != Some("true") && !(dom.tag(n) == Tag::Other && dom.name(n) == "mjx-math") {
        return false;
    }
    let class = dom.attr(n, Attr::Class).unwrap_or_default();
    let is_drawn = ["katex-html", "mjx-", "MathJax", "MJX"].iter().any(|drawn| class.starts_with(drawn));
    let is_source = |d: NodeId| dom.tag(d) == Tag::Math || math::is_source(dom, d);
    (is_drawn || matches!(dom.name(n), "nobr" | "mjx-math"))
        && dom.ancestors(n).take(2).any(|around| dom.descendants(around).take(1000).any(is_source))
}

fn is_block(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Address
            | Tag::Article
            | Tag::Aside
            | Tag::Blockquote
            | Tag::Body
            | Tag::Caption
            | Tag::Center
            | Tag::Dd
            | Tag::Details
            | Tag::Dialog
            | Tag::Dir
            | Tag::Div
            | Tag::Dl
            | Tag::Dt
            | Tag::Fieldset
            | Tag::Figcaption
            | Tag::Figure
            | Tag::Footer
            | Tag::Form
            | Tag::H1
            | Tag::H2
            | Tag::H3
            | Tag::H4
            | Tag::H5
            | Tag::H6
            | Tag::Header
            | Tag::Hgroup
            | Tag::Html
            | Tag::Legend
            | Tag::Li
            | Tag::Main
            | Tag::Menu
            | Tag::Nav
            | Tag::Ol
            | Tag::Optgroup
            | Tag::Option
            | Tag::P
            | Tag::Plaintext
            | Tag::Pre
            | Tag::Search
            | Tag::Section
            | Tag::Summary
            | Tag::Table
            | Tag::Tbody
            | Tag::Td
            | Tag::Tfoot
            | Tag::Th
            | Tag::Thead
            | Tag::Tr
            | Tag::Ul
            | Tag::Button
    )
}

/// The heading level of an element, by tag or by `role="heading"` with `aria-level` (2 where it is missing, as ARIA
/// 1.2 says).
pub(super) fn heading_level(dom: &Dom, n: NodeId) -> Option<u8> {
    match dom.tag(n) {
        Tag::H1 => Some(1),
        Tag::H2 => Some(2),
        Tag::H3 => Some(3),
        Tag::H4 => Some(4),
        Tag::H5 => Some(5),
        Tag::H6 => Some(6),
        Tag::Div | Tag::Span | Tag::P | Tag::Section | Tag::Strong | Tag::B | Tag::Header
            if dom.attr(n, Attr::Role) == Some("heading") && !holds_prose(dom, n) =>
        {
            let level = dom.attr(n, Attr::AriaLevel).and_then(|v| v.trim().parse().ok()).unwrap_or(2);
            Some(u8::clamp(level, 1, 6))
        }
        _ => None,
    }
}

/// Characters of a paragraph from which on the box around it is prose, whatever its role says.
const PROSE: usize = 120;

/// Whether a box holds several paragraphs, or a long one: some forums give comments the role of a heading.
fn holds_prose(dom: &Dom, n: NodeId) -> bool {
    let mut paragraphs = dom.children(n).filter(|&child| dom.tag(child) == Tag::P);
    paragraphs
        .next()
        .is_some_and(|first| dom.words_up_to(first, 4 * PROSE).chars().count() >= PROSE || paragraphs.next().is_some())
}

/// Whether an inline style sets an inline element on lines of its own.
pub(crate) fn is_block_by_style(dom: &Dom, n: NodeId) -> bool {
    const BLOCKS: [&str; 6] = ["block", "flex", "grid", "list-item", "table", "-webkit-box"];
    let is_display = |(name, value): (&str, &str)| {
        let value = value.split([' ', '!']).next().unwrap_or_default();
        name.eq_ignore_ascii_case("display") && BLOCKS.iter().any(|block| value.eq_ignore_ascii_case(block))
    };
    dom.attr(n, Attr::Style).is_some_and(|style| style_rules(style).any(is_display))
}

/// Whether its role makes a block of an inline element: a heading, a part of a list or table.
pub(super) fn is_block_by_role(dom: &Dom, n: NodeId) -> bool {
    let parts = ["list", "listitem", "table", "row", "cell", "columnheader", "rowheader"];
    heading_level(dom, n).is_some()
        || dom.tag(n) == Tag::Span && dom.attr(n, Attr::Role).is_some_and(|role| parts.contains(&role))
}

/// Blocks inside a heading are run together, but these end it: no heading holds them on purpose.
pub(super) fn ends_heading(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Table | Tag::Ul | Tag::Ol | Tag::Dl | Tag::Article | Tag::Section | Tag::Blockquote | Tag::Pre | Tag::Form
    )
}

/// Whether `<noscript>` elements are shown. They are not where scripts run, but some systems put the whole page there for
/// readers without scripts: then more characters stand inside than outside. Markup written out as text inside counts for
/// nothing: pages that a browser saved have it there.
pub(super) fn shows_noscript(dom: &Dom) -> bool {
    let shown = |n: NodeId| if dom.tag(n) == Tag::Text { trimmed(dom.text(n)).len() } else { 0 };
    let is_markup = |n: NodeId| dom.text(n).trim_start().starts_with('<');
    let is_unseen = |n: NodeId| matches!(dom.tag(n), Tag::Head | Tag::Script | Tag::Style | Tag::Template);
    let (mut inside, mut inside_end) = (0usize, NodeId(0));
    let mut n = NodeId(1);
    while n.index() < dom.len() {
        if is_unseen(n) {
            n = dom.end(n);
            continue;
        }
        if dom.tag(n) == Tag::Noscript {
            inside_end = inside_end.max(dom.end(n));
        } else if n < inside_end && !is_markup(n) {
            inside += shown(n);
        }
        n = NodeId(n.0 + 1);
    }
    // nearly always the first lines outside decide
    let mut outside = 0usize;
    n = NodeId(1);
    while n.index() < dom.len() && outside < inside {
        if is_unseen(n) || dom.tag(n) == Tag::Noscript {
            n = dom.end(n);
        } else {
            outside += shown(n);
            n = NodeId(n.0 + 1);
        }
    }
    inside > outside
}
