//! Where two boxes of text meet without white space: style sheets set them apart, their markup does not. In: the tags
//! that close and open, and the text on both sides. Out: whether a space belongs there.

use crate::dom::Tag;

/// What happened since the last character.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Seam {
    /// Nothing that sets text apart.
    #[default]
    None,
    /// A box closed.
    Closed(Tag),
    /// Another opened right after.
    Between(Tag, Tag),
}

/// Inline elements that are boxes rather than type.
fn is_box(tag: Tag) -> bool {
    matches!(tag, Tag::Span | Tag::A | Tag::Time | Tag::Label | Tag::Data)
}

impl Seam {
    /// Notes that an inline element closed.
    pub(super) fn close(&mut self, tag: Tag) {
        *self = if is_box(tag) { Seam::Closed(tag) } else { Seam::None };
    }

    /// Notes that an inline element opened.
    pub(super) fn open(&mut self, tag: Tag) {
        *self = match *self {
            Seam::Closed(closed) if is_box(tag) => Seam::Between(closed, tag),
            Seam::Between(closed, opened) => Seam::Between(closed, opened),
            _ => Seam::None,
        };
    }

    /// Whether the text on both sides was set apart: two links, or what no word or number holds together, as in
    /// `ExampleModel`, `10.00$8.00`, `Bottle1`.
    pub(super) fn shows(self, before: &str, after: &str) -> bool {
        let Seam::Between(closed, opened) = self else { return false };
        let (Some(last), Some(next)) = (before.chars().next_back(), after.chars().next()) else { return false };
        let is_pair = last.is_alphanumeric() && next.is_alphanumeric();
        if is_pair && closed == Tag::A && opened == Tag::A {
            return true;
        }
        let run = |chars: &mut dyn Iterator<Item = char>| chars.take_while(|c| c.is_alphanumeric()).take(2).count();
        if run(&mut before.chars().rev()) < 2 {
            return false;
        }
        let is_long = run(&mut after.chars()) > 1;
        let begins_word = next.is_uppercase() && is_long;
        // `ACMEHeron 2`: capitals run into a word
        let ends_capitals = last.is_uppercase() && after.chars().nth(1).is_some_and(char::is_lowercase);
        let parts_words = begins_word && (last.is_lowercase() || ends_capitals);
        let parts_number =
            last.is_alphabetic() && next.is_numeric() || last.is_numeric() && next.is_alphabetic() && is_long;
        parts_words || parts_number || last.is_alphanumeric() && matches!(next, '$' | '€' | '£')
    }
}
