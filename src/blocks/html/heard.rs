//! Words of controls for readers who hear the page: "Add the blue lamp to the list" beside the sign that the others see. In: an
//! inline element. Out: whether its class leaves its words to be heard. Never looks at words outside of controls, where they
//! may stand for a picture or tell an old price from a new one.

use crate::dom::{Attr, Dom, NodeId, Tag};

/// Classes that set words out of sight and leave them to be heard, as common style sheets have them (Bootstrap, Tailwind,
/// WordPress, Drupal, Foundation), without hyphens and underscores. A page's own names end with them.
const CLASSES: [&str; 9] = [
    "sronly",
    "visuallyhidden",
    "screenreadertext",
    "screenreaderonly",
    "screenreader",
    "hidevisually",
    "hiddenvisually",
    "elementinvisible",
    "showforsr",
];

/// Bytes of a class attribute that is read, at most.
const LONGEST: usize = 512;

/// Letters that a page's own name has before such a class, at most.
const LONGEST_OWN: usize = 16;

/// Nodes of a control that are looked at.
const LOOKED_AT: u32 = 200;

/// Elements up to a control around such words, at most.
pub(super) const STEPS: usize = 4;

/// Whether a class attribute says that words are heard only. Classes for some widths (`md:sr-only`), and what is undone there,
/// say nothing.
pub(super) fn says_so(class: &str) -> bool {
    let is_heard = |name: &str| {
        let signs = |c: &char| !matches!(c, '-' | '_');
        let name: String = name.chars().filter(signs).map(|c| c.to_ascii_lowercase()).collect();
        CLASSES.iter().any(|class| name.strip_suffix(class).is_some_and(is_own)) && !name.contains(':')
    };
    let names = || class.split_ascii_whitespace();
    class.len() <= LONGEST && names().any(is_heard) && !names().any(|name| name.contains("not-sr-only"))
}

/// Whether letters before such a class are a page's own name for it, and do not say the opposite.
fn is_own(before: &str) -> bool {
    let is_around = |word: &str| before.starts_with(word) || before.ends_with(word);
    before.len() <= LONGEST_OWN
        && !["hide", "undo", "ignore"].iter().any(|word| before.contains(word))
        && !["no", "not", "non", "un", "for"].iter().any(|word| is_around(word))
}

/// Whether a control shows something besides words that are heard only: other words, a picture, a sign, a field; or lies
/// over a picture beside it.
pub(super) fn shows_else(dom: &Dom, control: NodeId) -> bool {
    let is_picture = |n: NodeId| matches!(dom.tag(n), Tag::Img | Tag::Svg);
    let beside = || dom.parent(control).into_iter().flat_map(|around| dom.descendants(around));
    holds_else(dom, control, true) || beside().take(LOOKED_AT as usize).any(is_picture)
}

/// Whether words stand in an element that are not heard only.
pub(super) fn shows_words(dom: &Dom, n: NodeId) -> bool {
    holds_else(dom, n, false)
}

/// Whether words stand in an element, or signs and numbers where they count, that are not heard only.
fn holds_else(dom: &Dom, control: NodeId, signs_count: bool) -> bool {
    let end = NodeId(dom.end(control).0.min(control.0 + LOOKED_AT));
    let mut at = NodeId(control.0 + 1);
    while at < end {
        let class = dom.attr(at, Attr::Class).unwrap_or_default();
        if dom.tag(at) == Tag::Span && says_so(class) {
            at = dom.end(at);
            continue;
        }
        // signs are often drawn by a style sheet
        let is_drawn = matches!(dom.tag(at), Tag::Img | Tag::Svg | Tag::I | Tag::Input) || class.contains("icon");
        let is_shown = dom.has_text(at) && (signs_count || dom.text(at).contains(char::is_alphabetic));
        if is_drawn && signs_count || is_shown {
            return true;
        }
        at = NodeId(at.0 + 1);
    }
    false
}

/// Whether an element is a control.
pub(super) fn is_control(dom: &Dom, n: NodeId) -> bool {
    matches!(dom.tag(n), Tag::Button | Tag::Label) || dom.attr(n, Attr::Role) == Some("button")
}

#[cfg(test)]
mod tests {
    use super::says_so;

    #[test]
    fn classes_for_some_widths_hide_nothing() {
        for class in ["sr-only", "u-visually-hidden", "card__Visually_Hidden", "note screen-reader-text", "show-for-sr"]
        {
            assert!(says_so(class), "{class}");
        }
        for class in ["", "sr", "md:sr-only", "sr-only md:not-sr-only", "screen", "hidden", "sr-only-md"] {
            assert!(!says_so(class), "{class}");
        }
        for class in ["hide-for-screenreader", "not-visually-hidden", "no-screenreader", "is-not-sr-only"] {
            assert!(!says_so(class), "{class}");
        }
    }
}
