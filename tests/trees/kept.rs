//! Which attributes are kept where not all are.

use pagesieve::dom::{Attr, Tag};

/// Whether an element is one of HTML: attributes of SVG and MathML may have capitals or a namespace (`xlink:href`), and
/// nothing of ours asks for them.
pub fn is_html(tag: Tag) -> bool {
    !matches!(tag, Tag::Svg | Tag::Math | Tag::Foreign)
}

/// Whether an attribute of an element of HTML is kept.
pub fn is_kept(name: &str) -> bool {
    Attr::ALL.iter().skip(1).any(|a| a.name() == name)
}
