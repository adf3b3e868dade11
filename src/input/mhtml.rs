//! A page saved with all that it shows (MHTML, RFC 2557). Bytes in, the page itself and a count of the other parts out.
//! Never keeps a part but the page, nor more of that than a page may have.

use super::{Item, PageKind, RawPage, Source, http, page};
use crate::error::{InputError, PageError, PageErrorKind};
use crate::place::Place;

/// Bytes of a header that are read.
const HEADER: usize = 64 << 10;
/// Quoted-printable writes a byte as three.
const QUOTED: usize = 3;
/// Parts within parts; saved pages have two.
const DEPTH: usize = 8;

/// The header fields that matter, of the message or of a part.
#[derive(Default)]
struct Fields {
    content_type: String,
    coding: String,
    location: Option<String>,
    snapshot: Option<String>,
    id: String,
}

impl Fields {
    /// Reads fields up to the blank line.
    fn read(from: &mut Source) -> Fields {
        let mut fields = Fields::default();
        let (mut field, mut taken) = (String::new(), 0);
        loop {
            let mut line = Vec::new();
            let read = from.line(&mut line, HEADER);
            taken += line.len();
            let text = String::from_utf8_lossy(&line);
            let is_end = read.n == 0 || text.trim().is_empty() || taken > HEADER;
            // a field goes on in lines that start with white space
            if !is_end && text.starts_with([' ', '\t']) {
                field.push(' ');
                field.push_str(text.trim());
                continue;
            }
            if let Some((name, value)) = field.split_once(':') {
                fields.set(name.trim(), value.trim());
            }
            if is_end {
                return fields;
            }
            field = text.into_owned();
        }
    }

    fn set(&mut self, name: &str, value: &str) {
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        if is("Content-Type") {
            self.content_type = value.to_owned();
        } else if is("Content-Transfer-Encoding") {
            self.coding = value.to_ascii_lowercase();
        } else if is("Content-Location") {
            self.location = Some(value.to_owned());
        } else if is("Snapshot-Content-Location") {
            self.snapshot = Some(value.to_owned());
        } else if is("Content-ID") {
            self.id = value.to_owned();
        }
    }

    fn parameter(&self, name: &str) -> Option<String> {
        self.content_type.split(';').skip(1).find_map(|part| {
            let (key, value) = part.split_once('=')?;
            key.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"').to_owned())
        })
    }
}

/// `true` where the bytes start as such a file does.
pub(super) fn is_mhtml(head: &[u8]) -> bool {
    let head = head.get(..4096).unwrap_or(head);
    let end = memchr::memmem::find(head, b"\n\n").or_else(|| memchr::memmem::find(head, b"\r\n\r\n"));
    let fields = head.get(..end.unwrap_or(head.len())).unwrap_or_default().to_ascii_lowercase();
    let is_field = memchr::memchr(b':', &fields).is_some_and(|at| {
        fields.get(..at).is_some_and(|name| name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-'))
    });
    is_field
        && memchr::memmem::find(&fields, b"mime-version:").is_some()
        && memchr::memmem::find(&fields, b"multipart/related").is_some()
}

/// What the file holds.
pub(super) fn read(mut from: Source, path: &str, limit: usize) -> Vec<Item> {
    let message = Fields::read(&mut from);
    let start = message.parameter("start");
    let mut edges: Vec<Vec<u8>> = message.parameter("boundary").map(edge).into_iter().collect();
    let mut items = Vec::new();
    let mut found: Option<RawPage> = None;
    skip_to_edge(&mut from, &mut edges, None);
    while !from.ahead(1).is_empty() {
        let part = Fields::read(&mut from);
        if let Some(inner) = part.parameter("boundary").filter(|_| edges.len() < DEPTH) {
            edges.push(edge(inner));
            skip_to_edge(&mut from, &mut edges, None);
            continue;
        }
        let media = http::media_type(&part.content_type);
        let is_page = matches!(media.as_str(), "text/html" | "application/xhtml+xml")
            && found.is_none()
            && start.as_ref().is_none_or(|start| *start == part.id);
        if !is_page {
            let has_content = !part.content_type.is_empty();
            skip_to_edge(&mut from, &mut edges, None);
            items.extend(has_content.then_some(Item::PassedOver("page-part")));
            continue;
        }
        let mut body = Vec::new();
        let most = limit.saturating_mul(QUOTED);
        let missing = skip_to_edge(&mut from, &mut edges, Some((&mut body, most)));
        let mut bytes = decoded(&part.coding, body);
        let over = bytes.len().saturating_sub(limit) as u64;
        bytes.truncate(limit);
        let url = part.location.filter(|l| l.contains("://")).or_else(|| message.snapshot.clone());
        found = Some(RawPage {
            url: url.or_else(|| message.location.clone()),
            kind: PageKind::Html,
            charset: http::charset(&part.content_type),
            bytes_missing: missing + over,
            ..RawPage::html(bytes, None)
        });
    }
    let place = Place { path: path.to_owned(), record: 0, offset: 0, length: from.offset() };
    let mut lost: Vec<InputError> = from.losses(path, 0);
    // what cannot be read lies behind what could
    let end = Place { offset: place.length, length: 0, ..place.clone() };
    let error = from.read_error().map(|e| InputError { place: end, is_unpacked: false, why: e.to_string() });
    lost.extend(error);
    let page = match found {
        Some(found) => page::checked(RawPage { place, ..found }),
        None => {
            let kind = PageErrorKind::Malformed("no part of the saved page is markup".to_owned());
            Item::Bad(PageError { place, url: message.snapshot, kind })
        }
    };
    items.insert(0, page);
    items.extend(lost.into_iter().map(Item::Damage));
    items
}

fn edge(boundary: String) -> Vec<u8> {
    [b"--", boundary.as_bytes()].concat()
}

/// Reads lines up to one that parts parts, into `body` as far as there is room; 1 if bytes are missing. The edges of the
/// parts that end with it are dropped.
fn skip_to_edge(from: &mut Source, edges: &mut Vec<Vec<u8>>, mut body: Option<(&mut Vec<u8>, usize)>) -> u64 {
    let mut missing = 0;
    loop {
        let mut line = Vec::new();
        let most = body.as_ref().map_or(HEADER, |(bytes, most)| most.saturating_sub(bytes.len()).max(HEADER));
        let read = from.line(&mut line, most);
        if read.n == 0 {
            // the last part ends with an edge too
            return missing.max(u64::from(body.is_some()));
        }
        let bare = line.trim_ascii_end();
        let is_at = |edge: &Vec<u8>| bare.strip_prefix(edge.as_slice()).is_some_and(|rest| matches!(rest, b"" | b"--"));
        if let Some(level) = edges.iter().position(is_at) {
            edges.truncate(level + 1);
            return missing;
        }
        if let Some((bytes, most)) = &mut body {
            missing |= u64::from(read.over || read.broken || bytes.len() > *most);
            if bytes.len() <= *most {
                bytes.append(&mut line);
                bytes.push(b'\n');
            }
        }
    }
}

fn decoded(coding: &str, body: Vec<u8>) -> Vec<u8> {
    match coding {
        "quoted-printable" => unquoted(&body),
        "base64" => unbase64(&body),
        _ => body,
    }
}

/// Quoted-printable (RFC 2045) undone; what is none stays as it is.
fn unquoted(body: &[u8]) -> Vec<u8> {
    let hex = |b: Option<&u8>| b.and_then(|&b| char::from(b).to_digit(16));
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = memchr::memchr(b'=', rest) {
        out.extend_from_slice(rest.get(..at).unwrap_or_default());
        rest = rest.get(at + 1..).unwrap_or_default();
        if let (Some(high), Some(low)) = (hex(rest.first()), hex(rest.get(1))) {
            out.push((high << 4 | low) as u8);
            rest = rest.get(2..).unwrap_or_default();
            continue;
        }
        let blank = rest.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\r')).count();
        match rest.get(blank) {
            Some(b'\n') => rest = rest.get(blank + 1..).unwrap_or_default(),
            _ => out.push(b'='),
        }
    }
    out.extend_from_slice(rest);
    out
}

/// Base64 undone; signs that are none are passed over.
fn unbase64(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() / 4 * 3);
    let (mut bits, mut n) = (0u32, 0);
    for &b in body {
        let value = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        n += 6;
        if n >= 8 {
            n -= 8;
            out.push((bits >> n) as u8);
        }
    }
    out
}
