//! Page to tokens: looks at the whole page at once and feeds a tree builder. Text and attribute values are ranges of the
//! page; script, style and comment bodies are skipped by search. Never looks at the tree.

use super::builder::{Body, Builder, Next, Run, StartTag, Value};
use super::bytes::{ATTRIBUTE_NAME_END, BARE_VALUE_END, NO_SPACE, TAG_NAME_END, find, name_end, near2};
use super::char_ref;
use super::guard::Guard;
use super::names::{Name, Names};
use super::raw_text::raw_text_end;
use super::tree::{Rule, SPECIAL};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::Doctype;
use memchr::{memchr, memmem};
use std::ops::Range;

/// A page being cut into tokens. The page holds no `\r` and no NUL.
pub(super) struct Tokenizer<'a, B: Builder> {
    page: &'a str,
    bytes: &'a [u8],
    builder: &'a mut B,
    names: &'a mut Names,
    guard: &'a Guard,
    at: usize,
    /// The last start tag's name, and where it stands.
    last_start: Option<(Name, Range<usize>)>,
    next: Next,
    /// Whether a `<noscript>` is open.
    in_noscript: bool,
    /// The last `</noscript` that was looked for, or the page's end.
    noscript_end: usize,
    /// Whether elements were left out that would have nested too deep.
    is_deep: bool,
    /// Where the last tag ended that parts words without an element of its own.
    parted: usize,
}

impl<'a, B: Builder> Tokenizer<'a, B> {
    /// A tokenizer at the page's first byte.
    pub(super) fn new(page: &'a str, builder: &'a mut B, names: &'a mut Names, guard: &'a Guard) -> Self {
        let bytes = page.as_bytes();
        Tokenizer {
            page,
            bytes,
            builder,
            names,
            guard,
            at: 0,
            last_start: None,
            next: Next::Markup,
            in_noscript: false,
            noscript_end: 0,
            is_deep: false,
            parted: 0,
        }
    }

    /// Feeds the whole page to the builder, or what the guard allows; whether the builder could take it in.
    pub(super) fn run(&mut self) -> bool {
        self.names.begin();
        while self.at < self.bytes.len() && !self.guard.is_over() {
            match std::mem::replace(&mut self.next, Next::Markup) {
                Next::Markup => self.step(),
                Next::Body(body) => self.body(body),
                Next::Plaintext => {
                    self.text(self.at, self.bytes.len());
                    break;
                }
                Next::Other => return false,
            }
        }
        if self.next == Next::Other {
            return false;
        }
        self.builder.finish();
        true
    }

    fn text(&mut self, from: usize, to: usize) {
        if to > from {
            self.guard.stand(from, to);
            self.builder.text(Run { from, to, decoded: None });
        }
    }

    fn step(&mut self) {
        let from = self.at;
        if self.bytes[from] != b'<' {
            let run = near2(b'<', b'&', &self.bytes[from..]).unwrap_or(self.bytes.len() - from);
            self.text(from, from + run);
            self.at += run;
            if self.bytes.get(self.at) == Some(&b'&') {
                self.reference(self.bytes.len());
            }
            return;
        }
        match self.bytes.get(from + 1) {
            Some(c) if c.is_ascii_alphabetic() => self.start_tag(from + 1),
            Some(b'/') => self.after_slash(),
            Some(b'!') => self.declaration(),
            Some(b'?') => self.bogus_comment(),
            _ => {
                self.text(from, from + 1);
                self.at += 1;
            }
        }
    }

    fn reference(&mut self, end: usize) {
        let from = self.at;
        if let Some(found) = char_ref::decode(&self.bytes[..end], from, false) {
            self.guard.stand(from, found.end);
            self.builder.text(Run { from, to: found.end, decoded: Some((found.first, found.second)) });
            self.at = found.end;
        } else {
            self.text(from, from + 1);
            self.at += 1;
        }
    }

    fn body(&mut self, body: Body) {
        let Some((name, spelled)) = self.last_start.clone() else { return };
        let most = if self.in_noscript { self.noscript_end() } else { self.bytes.len() };
        let end = raw_text_end(&self.bytes[..most], self.at, &self.bytes[spelled.clone()], body == Body::Script);
        if body == Body::Rcdata {
            while self.at < end {
                let run = memchr(b'&', &self.bytes[self.at..end]).unwrap_or(end - self.at);
                self.text(self.at, self.at + run);
                self.at += run;
                if self.at < end {
                    self.reference(end);
                }
            }
        } else {
            self.text(self.at, end);
        }
        self.at = end;
        if end < most {
            self.end_tag(end + 2);
        } else if end < self.bytes.len() {
            self.builder.end(&name, &spelled);
        }
    }

    /// Where the open `<noscript>` ends. To a browser that runs scripts it is one raw text, so that what is never closed in
    /// it (`<iframe/>` is common) ends with it; taken for markup, it would swallow the rest of the page.
    fn noscript_end(&mut self) -> usize {
        if self.noscript_end < self.at {
            self.noscript_end = raw_text_end(self.bytes, self.at, b"noscript", false);
        }
        self.noscript_end
    }

    fn after_slash(&mut self) {
        match self.bytes.get(self.at + 2) {
            Some(c) if c.is_ascii_alphabetic() => self.end_tag(self.at + 2),
            Some(b'>') => self.at += 3,
            None => {
                self.text(self.at, self.bytes.len());
                self.at = self.bytes.len();
            }
            _ => self.bogus_comment(),
        }
    }

    fn bogus_comment(&mut self) {
        self.at = memchr(b'>', &self.bytes[self.at..]).map_or(self.bytes.len(), |k| self.at + k + 1);
        self.builder.comment();
    }

    fn declaration(&mut self) {
        let rest = &self.bytes[self.at..];
        if rest.starts_with(b"<!--") {
            self.at = comment_end(self.bytes, self.at + 4);
            self.builder.comment();
        } else if rest.len() >= 9 && rest[2..9].eq_ignore_ascii_case(b"doctype") {
            let end = memchr(b'>', rest).map_or(self.bytes.len(), |k| self.at + k);
            let doctype = doctype(self.page.get(self.at + 9..end).unwrap_or_default());
            self.builder.doctype(doctype);
            self.at = (end + 1).min(self.bytes.len());
        } else if rest.starts_with(b"<![CDATA[") && self.builder.is_in_foreign_content() {
            let end = memmem::find(rest, b"]]>").map_or(self.bytes.len(), |k| self.at + k);
            self.text(self.at + 9, end);
            self.at = (end + 3).min(self.bytes.len());
        } else {
            self.bogus_comment();
        }
    }

    /// The name that begins at `from`, and where it stands. A tag that the page's end cuts off is none.
    fn name(&mut self, from: usize) -> Option<(Name, Range<usize>)> {
        let Some(end) = name_end(self.bytes, from, TAG_NAME_END) else {
            self.at = self.bytes.len();
            return None;
        };
        self.at = end;
        Some((self.names.get(self.bytes, from..end), from..end))
    }

    fn start_tag(&mut self, from: usize) {
        let start = self.at;
        let Some((mut name, spelled)) = self.name(from) else { return };
        self.builder.begin_tag(&name);
        let Some(closes_itself) = self.attributes(true) else {
            self.at = self.bytes.len();
            return self.builder.leave_out_tag();
        };
        if !self.guard.admits(&name, self.builder) {
            self.builder.leave_out_tag();
            self.is_deep |= !name.is_formatting();
            return self.part(start, &name);
        }
        self.names.open(&mut name, &self.bytes[spelled.clone()]);
        self.guard.stand(start, self.at);
        if name.rule == Rule::Noscript {
            self.in_noscript = true;
        }
        self.last_start = Some((name, spelled.clone()));
        self.next = self.builder.start(&StartTag { name, spelled, closes_itself });
    }

    fn end_tag(&mut self, from: usize) {
        let start = self.at;
        let Some((mut name, spelled)) = self.name(from) else { return };
        // those of an end tag say nothing
        if self.attributes(false).is_none() {
            self.at = self.bytes.len();
            return;
        }
        self.names.find(&mut name, &self.bytes[spelled.clone()]);
        self.guard.stand(start, self.at);
        if name.rule == Rule::Noscript {
            self.in_noscript = false;
        }
        self.builder.end(&name, &spelled);
        if self.is_deep {
            self.part(start, &name);
        }
    }

    /// Parts the words on both sides of a tag of a block that is left out, or of which the end closes nothing any more: a
    /// space stands for it, one for tags in a row.
    fn part(&mut self, start: usize, name: &Name) {
        if name.sets & SPECIAL == 0 {
            return;
        }
        if self.parted != start {
            self.builder.text(Run { from: start, to: self.at, decoded: Some((' ', None)) });
        }
        self.parted = self.at;
    }

    /// Goes over the attributes up to the tag's `>`; whether it closes itself, `None` where the page ends first.
    fn attributes(&mut self, are_kept: bool) -> Option<bool> {
        let bytes = self.bytes;
        let mut at = self.at;
        loop {
            at = find(bytes, at, NO_SPACE)?;
            match bytes[at] {
                b'>' => {
                    self.at = at + 1;
                    return Some(false);
                }
                b'/' if bytes.get(at + 1) == Some(&b'>') => {
                    self.at = at + 2;
                    return Some(true);
                }
                b'/' => {
                    at += 1;
                    continue;
                }
                _ => {}
            }
            // a name may begin with `=`
            let end = name_end(bytes, at + 1, ATTRIBUTE_NAME_END)?;
            let (value, after) = attribute_value(bytes, end)?;
            if are_kept {
                self.builder.attribute(self.names, at..end, value);
            }
            at = after;
        }
    }
}

/// The value after an attribute's name (empty where there is none), and where the next attribute may begin.
fn attribute_value(bytes: &[u8], name_end: usize) -> Option<(Value, usize)> {
    let mut at = find(bytes, name_end, NO_SPACE)?;
    if bytes[at] != b'=' {
        return Some((Value { from: name_end, to: name_end, has_references: false }, at));
    }
    at = find(bytes, at + 1, NO_SPACE)?;
    match bytes[at] {
        quote @ (b'"' | b'\'') => {
            let from = at + 1;
            let mut to = from + near2(quote, b'&', &bytes[from..])?;
            let has_references = bytes[to] == b'&';
            if has_references {
                to += memchr(quote, &bytes[to..])?;
            }
            Some((Value { from, to, has_references }, to + 1))
        }
        b'>' => Some((Value { from: at, to: at, has_references: false }, at)),
        _ => {
            let to = find(bytes, at, BARE_VALUE_END)?;
            Some((Value { from: at, to, has_references: bytes[at..to].contains(&b'&') }, to))
        }
    }
}

/// First byte after the comment whose body begins at `from`.
fn comment_end(bytes: &[u8], from: usize) -> usize {
    let body = &bytes[from..];
    if body.starts_with(b">") {
        return from + 1;
    }
    if body.starts_with(b"->") {
        return from + 2;
    }
    let mut at = from;
    while let Some(k) = memmem::find(&bytes[at..], b"--") {
        let after = at + k + 2;
        match (bytes.get(after), bytes.get(after + 1)) {
            (Some(b'>'), _) => return after + 1,
            (Some(b'!'), Some(b'>')) => return after + 2,
            (None, _) => break,
            _ => at = after - 1,
        }
    }
    bytes.len()
}

/// The doctype of `<!doctype` and what follows; only what the tree builder asks for, its name and identifiers.
fn doctype(declaration: &str) -> Doctype {
    let text = declaration.trim_start();
    let end = text.find(|c: char| c.is_ascii_whitespace()).unwrap_or(text.len());
    let mut doctype = Doctype::default();
    let (name, mut rest) = text.split_at(end);
    if name.is_empty() {
        doctype.force_quirks = true;
    } else {
        doctype.name = Some(StrTendril::from_slice(&name.to_ascii_lowercase()));
    }
    rest = rest.trim_start();
    let keyword = rest.get(..6).unwrap_or_default().to_ascii_lowercase();
    if keyword == "public" || keyword == "system" {
        rest = &rest[6..];
        if keyword == "public" {
            doctype.public_id = quoted(&mut rest);
            doctype.force_quirks |= doctype.public_id.is_none();
        }
        doctype.system_id = quoted(&mut rest);
        doctype.force_quirks |= keyword == "system" && doctype.system_id.is_none();
    } else {
        doctype.force_quirks |= !rest.is_empty();
    }
    doctype
}

fn quoted(rest: &mut &str) -> Option<StrTendril> {
    let text = rest.trim_start();
    let quote = text.chars().next().filter(|&c| c == '"' || c == '\'')?;
    let body = &text[1..];
    let end = body.find(quote)?;
    *rest = &body[end + 1..];
    Some(StrTendril::from_slice(&body[..end]))
}
