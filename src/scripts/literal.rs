//! Values as programs write them, where they are no JSON: keys without quotes, single quotes, and the function that names
//! what it says often (`(function(a,b){return {title:a}}("…",1))`). A script's text in, its value out. Runs nothing: what is
//! no literal is `Other`. Reads each byte at most three times.

use super::json::Json;
use std::collections::HashMap;

/// Values in one another.
const DEPTH: usize = 128;

/// The value that a text begins with; `most` bounds the bytes that names stand for in it, all together.
pub(super) fn parse(text: &str, most: usize) -> Option<Json> {
    let mut reader = Reader { text, at: 0, names: HashMap::new(), left: most };
    if text.starts_with('(') { reader.call() } else { reader.value(DEPTH) }
}

struct Reader<'s> {
    text: &'s str,
    at: usize,
    /// What a function was handed, and the bytes that it has.
    names: HashMap<&'s str, (Json, usize)>,
    /// Bytes that names may still stand for.
    left: usize,
}

impl<'s> Reader<'s> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The byte behind white space.
    fn next(&mut self) -> Option<u8> {
        while self.peek().is_some_and(|b| b.is_ascii_whitespace()) {
            self.at += 1;
        }
        self.peek()
    }

    /// Takes `token`, after white space.
    fn take(&mut self, token: &str) -> Option<()> {
        self.next();
        let is_there = self.text.as_bytes().get(self.at..)?.starts_with(token.as_bytes());
        self.at += if is_there { token.len() } else { 0 };
        is_there.then_some(())
    }

    /// Takes a name; an empty one where there is none.
    fn name(&mut self) -> &'s str {
        self.next();
        let from = self.at;
        while self.peek().is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$') || !b.is_ascii()) {
            self.at += 1;
        }
        self.text.get(from..self.at).unwrap_or_default()
    }

    /// A function that is called where it stands: what it returns, with what it is handed under its names.
    fn call(&mut self) -> Option<Json> {
        self.take("(")?;
        self.take("function")?;
        self.name();
        self.take("(")?;
        let mut names = Vec::new();
        while self.next()? != b')' {
            let name = self.name();
            if name.is_empty() {
                return None;
            }
            names.push(name);
            // none after the last
            let _ = self.take(",");
        }
        self.take(")")?;
        self.take("{")?;
        let body = self.at;
        self.pass(|_| false);
        self.take("}")?;
        // the call stands within the brackets or behind them
        let _ = self.take(")");
        self.take("(")?;
        for name in names {
            if self.next()? == b')' {
                break;
            }
            let value = self.value(DEPTH)?;
            let size = size(&value);
            self.names.insert(name, (value, size));
            let _ = self.take(",");
        }
        self.at = body;
        loop {
            let from = self.at;
            if self.name() == "return" {
                return self.value(DEPTH);
            }
            self.pass(|b| b == b';');
            let _ = self.take(";");
            if self.at == from || self.peek()? == b'}' {
                return None;
            }
        }
    }

    fn value(&mut self, depth: usize) -> Option<Json> {
        let deeper = depth.checked_sub(1)?;
        let value = match self.next()? {
            b'{' => self.object(deeper)?,
            b'[' => self.list(deeper)?,
            b'"' | b'\'' => Json::Text(self.string()?),
            _ => {
                let from = self.at;
                let name = self.name();
                if self.is_end() { self.named(name) } else { self.rest(from) }
            }
        };
        // what goes on is a term of something
        if self.is_end() { Some(value) } else { Some(self.rest(self.at)) }
    }

    /// Whether a value is over here.
    fn is_end(&mut self) -> bool {
        matches!(self.next(), None | Some(b',' | b'}' | b']' | b')' | b';'))
    }

    /// Passes over an expression that is no literal.
    fn rest(&mut self, from: usize) -> Json {
        self.at = from;
        self.pass(|b| matches!(b, b',' | b';'));
        Json::Other
    }

    fn named(&mut self, name: &str) -> Json {
        let Some((value, size)) = self.names.get(name) else { return Json::Other };
        match self.left.checked_sub(*size) {
            Some(left) => {
                self.left = left;
                value.clone()
            }
            None => Json::Other,
        }
    }

    fn object(&mut self, depth: usize) -> Option<Json> {
        self.take("{")?;
        let mut fields = Vec::new();
        loop {
            let key = match self.next()? {
                b'}' => break,
                b'"' | b'\'' => self.string()?,
                _ => self.name().to_owned(),
            };
            // a method, or a name that is its own value
            let value = if self.take(":").is_some() { self.value(depth)? } else { self.rest(self.at) };
            fields.push((key, value));
            if self.take(",").is_none() {
                break;
            }
        }
        self.take("}")?;
        Some(Json::Object(fields))
    }

    fn list(&mut self, depth: usize) -> Option<Json> {
        self.take("[")?;
        let mut items = Vec::new();
        loop {
            match self.next()? {
                b']' => break,
                b',' => {}
                _ => items.push(self.value(depth)?),
            }
            if self.take(",").is_none() {
                break;
            }
        }
        self.take("]")?;
        Some(Json::List(items))
    }

    /// Passes over whole brackets and strings, up to a byte that ends it or a bracket that was not opened here.
    fn pass(&mut self, is_end: fn(u8) -> bool) {
        let mut open = 0usize;
        while let Some(b) = self.peek() {
            match b {
                b'"' | b'\'' | b'`' => {
                    self.pass_string(b);
                    continue;
                }
                b'(' | b'[' | b'{' => open += 1,
                b')' | b']' | b'}' if open == 0 => return,
                b')' | b']' | b'}' => open -= 1,
                _ if open == 0 && is_end(b) => return,
                _ => {}
            }
            self.at += 1;
        }
    }

    fn pass_string(&mut self, quote: u8) {
        self.at += 1;
        while let Some(b) = self.peek() {
            self.at += if b == b'\\' { 2 } else { 1 };
            if b == quote {
                return;
            }
        }
    }

    /// Takes a string; escapes as ECMA-262 (12.9.4) has them, halves of surrogate pairs joined.
    fn string(&mut self) -> Option<String> {
        let quote = self.peek()?;
        self.at += 1;
        let mut out = String::new();
        loop {
            let rest = self.text.as_bytes().get(self.at..)?;
            let n = memchr::memchr2(quote, b'\\', rest)?;
            out.push_str(self.text.get(self.at..self.at + n)?);
            self.at += n + 1;
            if rest.get(n) == Some(&quote) {
                return Some(out);
            }
            out.extend(self.escape()?);
        }
    }

    /// What stands for a character behind a backslash; nothing where that is the end of a line.
    fn escape(&mut self) -> Option<Option<char>> {
        let c = self.text.get(self.at..)?.chars().next()?;
        self.at += c.len_utf8();
        Some(Some(match c {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' | 'f' | 'v' | '0' => ' ',
            '\n' => return Some(None),
            'x' => char::from_u32(self.digits(2)?)?,
            'u' => self.unit()?,
            other => other,
        }))
    }

    fn unit(&mut self) -> Option<char> {
        if self.text.get(self.at..)?.starts_with('{') {
            let end = self.text.get(self.at..self.at + 9)?.find('}')?;
            let code = u32::from_str_radix(self.text.get(self.at + 1..self.at + end)?, 16).ok()?;
            self.at += end + 1;
            return Some(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let first = self.digits(4)?;
        let is_half = (0xd800..0xdc00).contains(&first) && self.text.get(self.at..)?.starts_with("\\u");
        if !is_half {
            return Some(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        self.at += 2;
        let second = self.digits(4)?;
        let code = 0x1_0000 + ((first - 0xd800) << 10) + (second & 0x3ff);
        Some(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn digits(&mut self, n: usize) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + n)?;
        self.at += n;
        u32::from_str_radix(digits, 16).ok()
    }
}

/// Bytes that a value has, about.
fn size(value: &Json) -> usize {
    const ITEM: usize = 32;
    ITEM + match value {
        Json::Text(text) => text.len(),
        Json::List(items) => items.iter().map(size).sum(),
        Json::Object(fields) => fields.iter().map(|(key, value)| key.len() + size(value)).sum(),
        Json::Other => 0,
    }
}
