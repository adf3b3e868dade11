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

/// Elements up to a control around such words, at most.
pub(super) const STEPS: usize = 4;

/// Whether a class attribute says that words are heard only. Classes for some widths (`md:sr-only`), and what is undone there,
/// say nothing.
pub(super) fn says_so(class: &str) -> bool {
    let is_heard = |name: &str| {
        let signs = |c: &char| !matches!(c, '-' | '_');
        let name: String = name.chars().filter(signs).map(|c| c.to_ascii_lowercase()).collect();
        CLASSES.iter().any(|class| name.ends_with(class)) && !name.contains(':')
    };
    let names = || class.split_ascii_whitespace();
    class.len() <= LONGEST && names().any(is_heard) && !names().any(|name| name.contains("not-sr-only"))
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
        for class in ["sr-only", "u-visually-hidden", "card__Visually_Hidden", "note screen-reader-text"] {
            assert!(says_so(class), "{class}");
        }
        for class in ["", "sr", "md:sr-only", "sr-only md:not-sr-only", "screen", "hidden", "sr-only-md"] {
            assert!(!says_so(class), "{class}");
        }
    }
}
