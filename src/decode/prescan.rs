//! The encoding that the first 1,024 bytes of a page of markup declare: the HTML standard's prescan, and the XML
//! declaration as browsers read it. Never looks further, never decodes.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};

/// Bytes looked at, as the HTML standard says.
const PRESCANNED: usize = 1024;

/// The encoding that `<meta>` or the XML declaration names.
pub(super) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..PRESCANNED).unwrap_or(bytes);
    let scan = Scan { bytes: head, at: 0 };
    xml_declared(head).or_else(|| scan.run())
}

/// What a page can declare: bytes in which a declaration was read are not UTF-16.
fn usable(label: &[u8]) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(label)?;
    if encoding == UTF_16BE || encoding == UTF_16LE {
        Some(UTF_8)
    } else if encoding == X_USER_DEFINED {
        Some(WINDOWS_1252)
    } else {
        Some(encoding)
    }
}

fn xml_declared(head: &[u8]) -> Option<&'static Encoding> {
    if head.starts_with(b"<\0?\0x\0") {
        return Some(UTF_16LE);
    }
    if head.starts_with(b"\0<\0?\0x") {
        return Some(UTF_16BE);
    }
    let rest = head.strip_prefix(b"<?xml")?;
    let declaration = rest.get(..memchr::memchr(b'>', rest)?)?;
    let at = memchr::memmem::find(declaration, b"encoding")?;
    let rest = declaration.get(at + 8..)?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (&quote, rest) = rest.split_first()?;
    if quote != b'"' && quote != b'\'' {
        return None;
    }
    usable(rest.get(..memchr::memchr(quote, rest)?)?)
}

struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Scan<'a> {
    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn run(mut self) -> Option<&'static Encoding> {
        while let Some(found) = memchr::memchr(b'<', self.rest()) {
            self.at += found;
            let rest = self.rest();
            if rest.starts_with(b"<!--") {
                // `<!-->` is a whole comment.
                self.at += 2;
                self.at += memchr::memmem::find(self.rest(), b"-->")? + 3;
            } else if is_meta(rest) {
                self.at += 6;
                if let Some(encoding) = self.meta() {
                    return Some(encoding);
                }
            } else if rest.get(1).is_some_and(u8::is_ascii_alphabetic)
                || (rest.get(1) == Some(&b'/') && rest.get(2).is_some_and(u8::is_ascii_alphabetic))
            {
                self.at += rest.iter().position(|&b| is_space(b) || b == b'>').unwrap_or(rest.len());
                while self.attribute().is_some() {}
            } else if matches!(rest.get(1), Some(b'!' | b'/' | b'?')) {
                self.at += memchr::memchr(b'>', rest).unwrap_or(rest.len());
            } else {
                self.at += 1;
            }
        }
        None
    }

    /// The attributes of a `<meta>` tag.
    fn meta(&mut self) -> Option<&'static Encoding> {
        let (mut pragma, mut need_pragma, mut charset) = (false, None, None);
        let mut seen: Vec<Vec<u8>> = Vec::new();
        while let Some((name, value)) = self.attribute() {
            if seen.contains(&name) {
                continue;
            }
            match name.as_slice() {
                b"http-equiv" => pragma = value == b"content-type",
                b"content" if charset.is_none() => {
                    if let Some(encoding) = in_content(&value) {
                        charset = Some(encoding);
                        need_pragma = Some(true);
                    }
                }
                b"charset" => {
                    charset = usable(&value);
                    need_pragma = Some(false);
                }
                _ => {}
            }
            seen.push(name);
        }
        if need_pragma? && !pragma { None } else { charset }
    }

    /// The next attribute of a tag, in lower case; none at the tag's end.
    fn attribute(&mut self) -> Option<(Vec<u8>, Vec<u8>)> {
        while self.peek().is_some_and(|b| is_space(b) || b == b'/') {
            self.at += 1;
        }
        if self.peek()? == b'>' {
            return None;
        }
        let (mut name, mut value) = (Vec::new(), Vec::new());
        loop {
            match self.peek()? {
                b'=' if !name.is_empty() => break,
                b if is_space(b) => break,
                b'/' | b'>' => return Some((name, value)),
                b => name.push(b.to_ascii_lowercase()),
            }
            self.at += 1;
        }
        self.skip_space();
        if self.peek()? != b'=' {
            return Some((name, value));
        }
        self.at += 1;
        self.skip_space();
        let quote = self.peek()?;
        if quote == b'"' || quote == b'\'' {
            self.at += 1;
            let end = memchr::memchr(quote, self.rest())?;
            value = self.rest().get(..end)?.to_ascii_lowercase();
            self.at += end + 1;
        } else {
            while let Some(b) = self.peek().filter(|&b| !is_space(b) && b != b'>') {
                value.push(b.to_ascii_lowercase());
                self.at += 1;
            }
        }
        Some((name, value))
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(is_space) {
            self.at += 1;
        }
    }
}

fn is_space(b: u8) -> bool {
    matches!(b, b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

fn is_meta(rest: &[u8]) -> bool {
    rest.get(..5).is_some_and(|tag| tag.eq_ignore_ascii_case(b"<meta"))
        && rest.get(5).is_some_and(|&b| is_space(b) || b == b'/')
}

/// `charset=` in the `content` of a `<meta http-equiv>`.
fn in_content(value: &[u8]) -> Option<&'static Encoding> {
    let mut rest = value;
    loop {
        let at = memchr::memmem::find(rest, b"charset")?;
        rest = rest.get(at + 7..)?;
        let after = rest.trim_ascii_start();
        let Some(after) = after.strip_prefix(b"=") else { continue };
        let after = after.trim_ascii_start();
        return match after.split_first()? {
            (&quote @ (b'"' | b'\''), inner) => usable(inner.get(..memchr::memchr(quote, inner)?)?),
            _ => {
                let end = after.iter().position(|&b| is_space(b) || b == b';').unwrap_or(after.len());
                usable(after.get(..end)?)
            }
        };
    }
}
