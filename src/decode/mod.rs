//! Bytes to text: byte-order mark, HTTP header, `<meta>`, then detection, as the WHATWG standards order them.

use std::borrow::Cow;

/// What said which encoding a page has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// A byte-order mark.
    Mark,
    /// The HTTP header.
    Header,
    /// A `<meta>` element among the first 1,024 bytes.
    Meta,
    /// Detection from the bytes.
    Guess,
}

/// A decoded page.
#[derive(Clone, Debug)]
pub struct Text<'a> {
    /// The text, without byte-order mark. Line ends as in the page.
    pub text: Cow<'a, str>,
    /// WHATWG name of the encoding.
    pub charset: &'static str,
    /// What named it.
    pub evidence: Evidence,
    /// Characters replaced by U+FFFD since their bytes are none of the encoding.
    pub n_replaced: usize,
}

/// Decodes a page. Never fails: bytes that are none of the encoding become U+FFFD and are counted.
pub fn decode(page: &crate::input::RawPage) -> Text<'_> {
    let _ = page;
    todo!()
}
