//! Page to tokens: looks at the whole page at once and feeds html5ever's tree builder. Text and attribute values are
//! shared pieces of the page; script, style and comment bodies are skipped by search. Never looks at the tree.

use super::bytes::{ATTRIBUTE_NAME_END, BARE_VALUE_END, NO_SPACE, TAG_NAME_END, find, name_end, near2};
use super::carried::Carried;
use super::char_ref;
use super::guard::Guard;
use super::names::{Name, Names};
use super::raw_text::raw_text_end;
use super::tag::Attr;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Doctype, Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::{Attribute, LocalName, QualName, local_name, ns};
use memchr::{memchr, memmem};
use std::ops::Range;

/// A page being cut into tokens. The page holds no `\r` and no NUL.
pub(super) struct Tokenizer<'a, S: TokenSink> {
    page: &'a StrTendril,
    bytes: &'a [u8],
    sink: &'a S,
    names: &'a mut Names,
    guard: &'a Guard,
    carried: &'a Carried,
    all_attributes: bool,
    at: usize,
    last_start: LocalName,
    raw: Option<RawKind>,
    plaintext: bool,
    /// Whether a `<noscript>` is open.
    in_noscript: bool,
    /// The last `</noscript` that was looked for, or the page's end.
    noscript_end: usize,
}

/// What becomes of a tag's attributes.
#[derive(Clone, Copy)]
enum Keep {
    /// Nothing: those of an end tag say nothing.
    None,
    /// Those that are known go past the tree builder.
    Carried,
    /// So they do, and the tree builder gets a label that stands for them.
    Labelled,
    /// Those that are known go to the tree builder.
    Known,
    /// All go to the tree builder.
    All,
}

/// Longest string that a tendril holds itself: to make one of it costs less than to ask the page for a share.
const UNSHARED: usize = 8;

impl<'a, S: TokenSink> Tokenizer<'a, S> {
    /// A tokenizer at the page's first byte.
    pub(super) fn new(
        page: &'a StrTendril,
        sink: &'a S,
        names: &'a mut Names,
        guard: &'a Guard,
        carried: &'a Carried,
        all_attributes: bool,
    ) -> Self {
        let bytes = page.as_bytes();
        let last_start = local_name!("");
        Tokenizer {
            page,
            bytes,
            sink,
            names,
            guard,
            carried,
            all_attributes,
            at: 0,
            last_start,
            raw: None,
            plaintext: false,
            in_noscript: false,
            noscript_end: 0,
        }
    }

    /// Feeds the whole page to the sink, or what the guard allows.
    pub(super) fn run(&mut self) {
        self.carried.reset();
        while self.at < self.bytes.len() && !self.guard.is_over() {
            if self.plaintext {
                self.text(self.at, self.bytes.len());
                break;
            }
            if let Some(kind) = self.raw.take() {
                self.raw_text(kind);
                continue;
            }
            self.step();
        }
        let _ = self.emit(Token::EOFToken);
        self.sink.end();
    }

    fn emit(&self, token: Token) -> TokenSinkResult<S::Handle> {
        self.sink.process_token(token, 1)
    }

    /// A piece of the page, shared. `from` and `to` are character borders: both stand beside ASCII bytes or at the ends.
    fn piece(&self, from: usize, to: usize) -> StrTendril {
        if to - from <= UNSHARED {
            return StrTendril::from_slice(self.page.get(from..to).unwrap_or_default());
        }
        self.page.subtendril(from as u32, (to - from) as u32)
    }

    fn text(&self, from: usize, to: usize) {
        if to > from {
            self.guard.stand(from, to);
            let _ = self.emit(Token::CharacterTokens(self.piece(from, to)));
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
            Some(c) if c.is_ascii_alphabetic() => self.tag(from + 1, TagKind::StartTag),
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
            let mut text = StrTendril::from_char(found.first);
            if let Some(second) = found.second {
                text.push_char(second);
            }
            self.guard.stand(from, found.end);
            let _ = self.emit(Token::CharacterTokens(text));
            self.at = found.end;
        } else {
            self.text(from, from + 1);
            self.at += 1;
        }
    }

    fn raw_text(&mut self, kind: RawKind) {
        let is_script = matches!(kind, RawKind::ScriptData);
        let most = if self.in_noscript { self.noscript_end() } else { self.bytes.len() };
        let end = raw_text_end(&self.bytes[..most], self.at, self.last_start.as_bytes(), is_script);
        if matches!(kind, RawKind::Rcdata) {
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
            self.tag(end + 2, TagKind::EndTag);
        } else if end < self.bytes.len() {
            let name = self.last_start.clone();
            let tag = Tag {
                kind: TagKind::EndTag,
                name,
                self_closing: false,
                attrs: Vec::new(),
                had_duplicate_attributes: false,
            };
            let _ = self.emit(Token::TagToken(tag));
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
            Some(c) if c.is_ascii_alphabetic() => self.tag(self.at + 2, TagKind::EndTag),
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
        let _ = self.emit(Token::CommentToken(StrTendril::new()));
    }

    fn declaration(&mut self) {
        let rest = &self.bytes[self.at..];
        if rest.starts_with(b"<!--") {
            self.at = comment_end(self.bytes, self.at + 4);
            let _ = self.emit(Token::CommentToken(StrTendril::new()));
        } else if rest.len() >= 9 && rest[2..9].eq_ignore_ascii_case(b"doctype") {
            let end = memchr(b'>', rest).map_or(self.bytes.len(), |k| self.at + k);
            let doctype = doctype(self.page.get(self.at + 9..end).unwrap_or_default());
            let _ = self.emit(Token::DoctypeToken(doctype));
            self.at = (end + 1).min(self.bytes.len());
        } else if rest.starts_with(b"<![CDATA[") && self.sink.adjusted_current_node_present_but_not_in_html_namespace()
        {
            let end = memmem::find(rest, b"]]>").map_or(self.bytes.len(), |k| self.at + k);
            self.text(self.at + 9, end);
            self.at = (end + 3).min(self.bytes.len());
        } else {
            self.bogus_comment();
        }
    }

    /// Takes in the tag whose name begins at `from`. A tag that the page's end cuts off is none.
    fn tag(&mut self, from: usize, kind: TagKind) {
        let start = self.at;
        let bytes = self.bytes;
        let Some(end) = name_end(bytes, from, TAG_NAME_END) else {
            self.at = bytes.len();
            return;
        };
        let name = self.names.get(bytes, from..end);
        self.at = end;
        let keep = self.keep_of(kind, &name);
        let Some((mut attrs, self_closing)) = self.attributes(keep) else {
            self.at = bytes.len();
            return;
        };
        if !self.guard.admits(kind, &name.atom, name.formatting) {
            self.carried.clear();
            return;
        }
        self.guard.stand(start, self.at);
        if name.atom == local_name!("noscript") {
            self.in_noscript = kind == TagKind::StartTag;
        }
        if kind == TagKind::StartTag {
            self.last_start = name.atom.clone();
            if matches!(keep, Keep::Labelled) {
                attrs = self.carried.label();
            }
            self.carried.send(&name.atom, name.tag);
        }
        let tag = Tag { kind, name: name.atom, self_closing, attrs, had_duplicate_attributes: false };
        match self.emit(Token::TagToken(tag)) {
            TokenSinkResult::RawData(kind) => self.raw = Some(kind),
            TokenSinkResult::Plaintext => self.plaintext = true,
            _ => {}
        }
        self.carried.clear();
    }

    /// What becomes of a tag's attributes. Of formatting elements the tree builder compares them all, of three or more that are
    /// open; of `<a>` there are no three, since each closes the one before.
    fn keep_of(&self, kind: TagKind, name: &Name) -> Keep {
        match kind {
            TagKind::EndTag => Keep::None,
            TagKind::StartTag if self.all_attributes => Keep::All,
            TagKind::StartTag if name.atom == local_name!("a") => Keep::Labelled,
            TagKind::StartTag if name.formatting.is_some() => Keep::All,
            TagKind::StartTag if name.are_attributes_read => Keep::Known,
            TagKind::StartTag => Keep::Carried,
        }
    }

    /// The attributes up to the tag's `>`, and whether it closes itself; `None` where the page ends first.
    fn attributes(&mut self, keep: Keep) -> Option<(Vec<Attribute>, bool)> {
        let bytes = self.bytes;
        let mut attrs: Vec<Attribute> = Vec::new();
        let mut at = self.at;
        loop {
            at = find(bytes, at, NO_SPACE)?;
            match bytes[at] {
                b'>' => {
                    self.at = at + 1;
                    return Some((attrs, false));
                }
                b'/' if bytes.get(at + 1) == Some(&b'>') => {
                    self.at = at + 2;
                    return Some((attrs, true));
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
            match keep {
                Keep::None => {}
                Keep::Carried | Keep::Labelled => self.carry_attribute(at..end, value),
                Keep::Known => self.keep_attribute(at..end, value, false, &mut attrs),
                Keep::All => self.keep_attribute(at..end, value, true, &mut attrs),
            }
            at = after;
        }
    }

    fn carry_attribute(&mut self, name: Range<usize>, value: Value) {
        let name = self.names.attr_at(self.bytes, name);
        if name == Attr::Other || !self.guard.admits_attribute(self.carried.len()) || self.carried.holds(name) {
            return;
        }
        if value.has_references {
            self.carried.add_decoded(name, &self.value(value));
        } else {
            self.carried.add(name, value.from, value.to);
        }
    }

    fn keep_attribute(&mut self, name: Range<usize>, value: Value, all: bool, attrs: &mut Vec<Attribute>) {
        let name = self.names.get(self.bytes, name);
        if !all && name.attr == Attr::Other {
            return;
        }
        if !self.guard.admits_attribute(attrs.len()) || attrs.iter().any(|a| a.name.local == name.atom) {
            return;
        }
        let value = self.value(value);
        attrs.push(Attribute { name: QualName::new(None, ns!(), name.atom), value });
    }

    fn value(&self, value: Value) -> StrTendril {
        let Value { from, to, has_references } = value;
        if !has_references {
            return self.piece(from, to);
        }
        let mut out = StrTendril::with_capacity((to - from) as u32);
        let mut at = from;
        while at < to {
            let run = memchr(b'&', &self.bytes[at..to]).unwrap_or(to - at);
            out.push_slice(self.page.get(at..at + run).unwrap_or_default());
            at += run;
            if at == to {
                break;
            }
            if let Some(found) = char_ref::decode(&self.bytes[..to], at, true) {
                out.push_char(found.first);
                if let Some(second) = found.second {
                    out.push_char(second);
                }
                at = found.end;
            } else {
                out.push_char('&');
                at += 1;
            }
        }
        out
    }
}

/// An attribute's value as it stands in the page.
#[derive(Clone, Copy)]
struct Value {
    from: usize,
    to: usize,
    /// Whether a `&` is in it.
    has_references: bool,
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
