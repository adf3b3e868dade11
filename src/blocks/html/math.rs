//! Formulas as text. In: a `<math>` element or TeX source. Out: TeX between dollar signs where the page holds it, else
//! the formula on one line. Never typesets.

use crate::dom::{Attr, Dom, NodeId, Tag};

/// TeX source as it is written out.
pub(super) fn tex(source: &str) -> String {
    let source = source.trim();
    let plain = ["{\\displaystyle", "{\\textstyle", "{\\scriptstyle"]
        .iter()
        .find_map(|open| source.strip_prefix(open)?.strip_suffix('}'))
        .unwrap_or(source);
    let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() || words.starts_with('$') || words.starts_with("\\(") { words } else { format!("${words}$") }
}

/// The text of a `<math>` element: its TeX annotation, its `alttext`, or its parts on one line.
pub(super) fn text_of(dom: &Dom, math: NodeId) -> String {
    let is_tex = |n: &NodeId| {
        dom.tag(*n) == Tag::Foreign
            && dom.name(*n) == "annotation"
            && dom.attr(*n, Attr::Encoding).is_some_and(|e| e.to_ascii_lowercase().contains("tex"))
    };
    if let Some(annotation) = dom.descendants(math).find(is_tex) {
        return tex(&dom.words_of(annotation));
    }
    let mut out = String::new();
    let mut open = vec![Piece::Node(math)];
    while let Some(piece) = open.pop() {
        match piece {
            Piece::Sign(sign) => out.push_str(sign),
            Piece::Node(n) => node(dom, n, &mut out, &mut open),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a script holds TeX that was not written already, as MathML in the picture before it.
pub(super) fn is_lone_source(dom: &Dom, script: NodeId) -> bool {
    if !is_source(dom, script) {
        return false;
    }
    let before = before(dom, script);
    let before = before.and_then(|n| if dom.is_element(n) { Some(n) } else { self::before(dom, n) });
    before.is_none_or(|before| is_mathjax(dom, before) || dom.first(before, Tag::Math).is_none())
}

/// Whether an element is a script with the TeX source of a formula.
pub(super) fn is_source(dom: &Dom, n: NodeId) -> bool {
    dom.tag(n) == Tag::Script && dom.attr(n, Attr::Type).is_some_and(|t| t.starts_with("math/tex"))
}

fn is_mathjax(dom: &Dom, n: NodeId) -> bool {
    dom.attr(n, Attr::Class).is_some_and(names_mathjax)
}

/// Whether a class is one of those that MathJax gives to what it shows of a formula, or shows until it is drawn.
pub(super) fn names_mathjax(class: &str) -> bool {
    class.split_ascii_whitespace().any(|name| name.starts_with("MathJax") || name.starts_with("MJXc"))
}

/// Nodes from what MathJax shows up to the script that holds the source.
const STEPS: usize = 6;

/// Whether what MathJax shows of a formula stands before its TeX source, by itself or in a box of MathJax's own.
pub(super) fn has_source(dom: &Dom, shown: NodeId) -> bool {
    let frame = dom.parent(shown).filter(|&p| is_mathjax(dom, p)).unwrap_or(shown);
    dom.behind(frame)
        .take(STEPS)
        .find(|&n| dom.has_text(n) || dom.tag(n) == Tag::Script)
        .is_some_and(|n| is_source(dom, n))
}

/// The node before one, with the same parent.
fn before(dom: &Dom, n: NodeId) -> Option<NodeId> {
    let parent = dom.parent(n)?;
    let last = NodeId(n.0.checked_sub(1)?);
    std::iter::once(last).chain(dom.ancestors(last)).find(|&a| a != parent && dom.parent(a) == Some(parent))
}

/// What is still to be written of a formula.
#[derive(Clone, Copy)]
enum Piece {
    Node(NodeId),
    Sign(&'static str),
}

/// Writes a node, or puts its parts on the stack.
fn node(dom: &Dom, n: NodeId, out: &mut String, open: &mut Vec<Piece>) {
    if dom.tag(n) == Tag::Text {
        let visible = dom.text(n).chars().filter(|c| !matches!(c, '\u{2061}'..='\u{2064}' | '\u{200b}'));
        out.extend(visible);
        return;
    }
    let parts: Vec<NodeId> = dom.children(n).filter(|&c| dom.tag(c) != Tag::Text || is_leaf(dom, n)).collect();
    let mut pieces: Vec<Piece> = Vec::new();
    let name = if dom.tag(n) == Tag::Foreign { dom.name(n) } else { "" };
    match (name, parts.as_slice()) {
        ("annotation" | "annotation-xml", _) => {}
        ("mfrac", [over, under]) => joined(dom, &["", "/"], &[*over, *under], &mut pieces),
        ("msup" | "mover", [base, up]) => joined(dom, &["", "^"], &[*base, *up], &mut pieces),
        ("msub" | "munder", [base, down]) => joined(dom, &["", "_"], &[*base, *down], &mut pieces),
        ("msubsup" | "munderover", [base, down, up]) => {
            joined(dom, &["", "_", "^"], &[*base, *down, *up], &mut pieces);
        }
        ("msqrt", parts) => bracketed("√(", parts, ")", &mut pieces),
        ("mroot", [base, root]) => {
            bracketed("√[", &[*root], "](", &mut pieces);
            bracketed("", &[*base], ")", &mut pieces);
        }
        ("mfenced", parts) => bracketed("(", parts, ")", &mut pieces),
        ("mtr", parts) => bracketed("", parts, "; ", &mut pieces),
        ("mtd" | "mtext", parts) => bracketed(" ", parts, " ", &mut pieces),
        ("mo", parts) if is_relation(&dom.words_up_to(n, 24)) => bracketed(" ", parts, " ", &mut pieces),
        _ => bracketed("", &parts, "", &mut pieces),
    }
    open.extend(pieces.into_iter().rev());
}

/// Whether the element holds words rather than elements.
fn is_leaf(dom: &Dom, n: NodeId) -> bool {
    dom.tag(n) == Tag::Foreign && matches!(dom.name(n), "mi" | "mn" | "mo" | "mtext" | "ms")
}

/// Signs with room around them, unlike those that stand at a number.
fn is_relation(sign: &str) -> bool {
    matches!(
        sign,
        "=" | "≠"
            | "≈"
            | "≡"
            | "<"
            | ">"
            | "≤"
            | "≥"
            | "→"
            | "⇒"
            | "⇔"
            | "∈"
            | "+"
            | "−"
            | "-"
            | "±"
            | "×"
            | "⋅"
    )
}

fn bracketed(open: &'static str, parts: &[NodeId], close: &'static str, out: &mut Vec<Piece>) {
    out.push(Piece::Sign(open));
    out.extend(parts.iter().map(|&n| Piece::Node(n)));
    out.push(Piece::Sign(close));
}

/// Parts with a sign before each; a part of several signs stands in brackets.
fn joined(dom: &Dom, signs: &[&'static str], parts: &[NodeId], out: &mut Vec<Piece>) {
    for (sign, &part) in signs.iter().zip(parts) {
        let leaves = dom.descendants(part).filter(|&d| dom.has_text(d));
        let is_whole = leaves.take(2).count() < 2;
        out.push(Piece::Sign(sign));
        let brackets = if is_whole { ("", "") } else { ("(", ")") };
        bracketed(brackets.0, &[part], brackets.1, out);
    }
}
