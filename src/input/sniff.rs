//! What bytes are, by their beginning: a container, markup, text, or a format that holds no text. Never
//! looks past the bytes it is given.

use super::syntax::{self, Syntax};
use super::{InputFormat, mhtml, tar};

/// Bytes of a file that are looked at.
pub(super) const LOOKED_AT: usize = 16 << 10;

/// Bytes that are no text, of no format known here.
const UNKNOWN: &str = "unknown binary format";

/// Beginnings of formats that are no text.
const FORMATS: &[(&[u8], &str)] = &[
    (b"%PDF-", "PDF"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"PK\x03\x04", "ZIP"),
    (b"PK\x05\x06", "ZIP"),
    (b"\x7fELF", "ELF"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"PAR1", "Parquet"),
    (b"SQLite format 3\0", "SQLite"),
    (b"wOFF", "WOFF"),
    (b"wOF2", "WOFF2"),
    (b"OggS", "Ogg"),
    (b"ID3", "MP3"),
    (b"\0asm", "WebAssembly"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"\0\0\x01\0", "ICO"),
];

/// `true` where a byte-order mark says that the bytes are text.
pub(super) fn has_mark(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xef\xbb\xbf")
        || bytes.starts_with(b"\xff\xfe")
        || bytes.starts_with(b"\xfe\xff")
        || bytes.starts_with(b"\0\0\xfe\xff")
}

/// Order of the bytes in units of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteOrder {
    /// The low byte first.
    Little,
    /// The high byte first.
    Big,
}

/// The byte order of UTF-16 that has no mark, told by its zero bytes: every ASCII character has one, markup has many.
pub fn utf16_order(bytes: &[u8]) -> Option<ByteOrder> {
    let head = bytes.get(..1024).unwrap_or(bytes);
    memchr::memchr(0, head.get(..64).unwrap_or(head))?;
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let (many, few) = (head.len() / 10, head.len() / 100);
    match (even, odd) {
        _ if head.len() < 8 => None,
        (even, odd) if even > many && odd <= few => Some(ByteOrder::Big),
        (even, odd) if odd > many && even <= few => Some(ByteOrder::Little),
        _ => None,
    }
}

/// The format of bytes that are no text.
pub(super) fn binary(bytes: &[u8]) -> Option<&'static str> {
    let head = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    if has_mark(head) {
        return None;
    }
    if let Some((_, name)) = FORMATS.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Some(name);
    }
    match (head.get(..4), head.get(8..12), head.get(4..8)) {
        (Some(b"RIFF"), Some(b"WEBP"), _) => return Some("WebP"),
        (Some(b"RIFF"), Some(b"WAVE" | b"AVI "), _) => return Some("RIFF"),
        (_, _, Some(b"ftyp")) => return Some("MP4"),
        _ => {}
    }
    if utf16_order(head).is_some() {
        return None;
    }
    // What the MIME sniffing standard calls binary data bytes. Random bytes hold one in ten; text holds a stray one.
    let is_odd = |b: &u8| u8::from(matches!(b, 0..=8 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f));
    // counted in bytes, so that the compiler can use wide registers
    let odd: usize = head.chunks(255).map(|c| usize::from(c.iter().map(is_odd).sum::<u8>())).sum();
    (odd * 32 > head.len() && !(is_markup(head) && odd * 4 < head.len())).then_some(UNKNOWN)
}

/// `true` where the bytes start as a page of markup does.
pub(super) fn is_markup(bytes: &[u8]) -> bool {
    let head = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if utf16_markup(head) {
        return true;
    }
    if head.starts_with(b"<!--") || head.starts_with(b"<?xml") {
        return true;
    }
    const FIRST: &[&str] = &[
        "!doctype", "html", "head", "script", "iframe", "h1", "h2", "div", "font", "table", "a", "style", "title", "b",
        "body", "br", "p", "meta", "link", "article", "section", "main", "header", "nav", "ul", "ol", "span", "img",
    ];
    if let Some(name) = head.strip_prefix(b"<") {
        let n = name.iter().position(|b| matches!(b, b' ' | b'>' | b'\t' | b'\n' | b'\r' | b'/'));
        if let Some(name) = n.and_then(|n| name.get(..n))
            && FIRST.iter().any(|first| name.eq_ignore_ascii_case(first.as_bytes()))
        {
            return true;
        }
    }
    // Text in front of the first tag: tags that end must make up some of it, so that a text that names one tag is text.
    let ends =
        memchr::memmem::find_iter(head, b"</").filter(|&at| head.get(at + 2).is_some_and(u8::is_ascii_alphabetic));
    ends.take(3).count() == 3
}

/// A page in UTF-16, with a byte-order mark or without: its first character is `<`.
fn utf16_markup(head: &[u8]) -> bool {
    let rest = match head.get(..2) {
        Some(b"\xff\xfe" | b"\xfe\xff") => head.get(2..).unwrap_or_default(),
        _ if utf16_order(head).is_some() => head,
        _ => return false,
    };
    let text: Vec<u8> = rest.iter().copied().filter(|&b| b != 0).take(64).collect();
    text.trim_ascii_start().starts_with(b"<")
}

/// The first line is a JSON object with a page in it, as far as it can be seen.
fn is_jsonl(bytes: &[u8]) -> bool {
    let head = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if !head.starts_with(b"{") {
        return false;
    }
    let line = head.split(|&b| b == b'\n').next().unwrap_or(head);
    let has = |key: &[u8]| memchr::memmem::find(line, key).is_some();
    has(b"\"html\"") || has(b"\"text\"") || has(b"\"url\"") || has(b"\"content\"")
}

/// The list of pages in a WACZ file: its pages themselves stand in its archives.
fn is_wacz_list(head: &[u8]) -> bool {
    let line = head.split(|&b| b == b'\n').next().unwrap_or(head);
    line.starts_with(b"{") && memchr::memmem::find(line, b"json-pages-1.0").is_some()
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Html,
    Text,
    Jsonl,
    /// WARC or ARC.
    Records(Syntax),
    Zip,
    Tar,
    Parquet,
    Mhtml,
    /// A part of a collection that repeats what stands in others.
    List,
    Binary(&'static str),
}

/// What a file is by its first bytes (unpacked), its name and what the user says.
pub(super) fn kind(head: &[u8], name: &str, format: InputFormat) -> Kind {
    let name = plain_name(name);
    let named = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    match format {
        InputFormat::Html => return Kind::Html,
        InputFormat::Text => return Kind::Text,
        InputFormat::Jsonl => return Kind::Jsonl,
        InputFormat::Warc if syntax::is_arc(head) => return Kind::Records(Syntax::Arc),
        InputFormat::Warc => return Kind::Records(Syntax::Warc),
        InputFormat::Auto => {}
    }
    if let Some(container) = container(head) {
        return container;
    }
    let binary = binary(head);
    // an archive whose first record is damaged begins as anything may
    if matches!(binary, None | Some(UNKNOWN)) && !starts_page(head) {
        if let Some(syntax) = named_syntax(&name) {
            return Kind::Records(syntax);
        }
        if named(&[".tar", ".tgz", ".tbz2", ".txz"]) {
            return Kind::Tar;
        }
        if named(&[".zip", ".wacz"]) {
            return Kind::Zip;
        }
    }
    if let Some(format) = binary {
        return Kind::Binary(format);
    }
    if is_wacz_list(head) {
        return Kind::List;
    }
    if is_jsonl(head) || (named(&[".jsonl", ".ndjson"]) && !is_markup(head)) {
        return Kind::Jsonl;
    }
    if mhtml::is_mhtml(head) {
        return Kind::Mhtml;
    }
    if is_markup(head) {
        return if named(&[".txt", ".text", ".md"]) && !starts_page(head) { Kind::Text } else { Kind::Html };
    }
    if named(&[".html", ".htm", ".xhtml"]) { Kind::Html } else { Kind::Text }
}

/// The container that the first bytes show.
fn container(head: &[u8]) -> Option<Kind> {
    if syntax::is_warc(head) {
        return Some(Kind::Records(Syntax::Warc));
    }
    if head.starts_with(b"filedesc://") || syntax::is_arc(head) {
        return Some(Kind::Records(Syntax::Arc));
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") || head.starts_with(b"PK\x07\x08PK") {
        return Some(Kind::Zip);
    }
    if head.starts_with(b"PAR1") {
        return Some(Kind::Parquet);
    }
    tar::is_header(head).then_some(Kind::Tar)
}

/// A name in lower case, without the ending that says how the file is packed.
fn plain_name(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    for ending in [".gz", ".bz2", ".zst", ".zstd", ".xz"] {
        if let Some(plain) = name.strip_suffix(ending) {
            return plain.to_owned();
        }
    }
    name
}

/// The format of records that a name promises.
pub(super) fn named_syntax(name: &str) -> Option<Syntax> {
    let name = plain_name(name);
    if [".warc", ".wet", ".wat"].iter().any(|ending| name.ends_with(ending)) {
        return Some(Syntax::Warc);
    }
    name.ends_with(".arc").then_some(Syntax::Arc)
}

/// Begins with a doctype or `<html`: a page whatever its name is.
pub(super) fn starts_page(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let starts = |with: &[u8]| head.get(..with.len()).is_some_and(|h| h.eq_ignore_ascii_case(with));
    starts(b"<!doctype html") || starts(b"<html")
}
