//! An HTTP response as an archive keeps it: status, the headers that matter, and the body with transfer and content
//! coding undone. Lenient: heads with bare line feeds, without a head, bodies already decoded. Never goes over the bound.

use super::page::{self, Bounded};
use std::io::Read;

/// What the head says.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// Status code; 200 where there is no head.
    pub(super) status: u16,
    pub(super) content_type: Option<String>,
    pub(super) chunked: bool,
    pub(super) coding: Vec<String>,
    /// Bytes of the head.
    pub(super) len: usize,
}

/// Reads the head of a response; one that does not start with `HTTP/` has none.
pub(super) fn head(bytes: &[u8]) -> Head {
    if !bytes.starts_with(b"HTTP/") {
        return Head { status: 200, ..Head::default() };
    }
    let mut headers = [httparse::EMPTY_HEADER; 128];
    let mut response = httparse::Response::new(&mut headers);
    let mut config = httparse::ParserConfig::default();
    config
        .allow_spaces_after_header_name_in_responses(true)
        .allow_obsolete_multiline_headers_in_responses(true)
        .allow_multiple_spaces_in_response_status_delimiters(true)
        .ignore_invalid_headers_in_responses(true);
    if let Ok(httparse::Status::Complete(len)) = config.parse_response(&mut response, bytes) {
        let mut head = Head { status: response.code.unwrap_or(0), len, ..Head::default() };
        for header in response.headers.iter() {
            head.set(header.name, header.value);
        }
        return head;
    }
    loose_head(bytes)
}

/// A head that is not as the standard wants it: line by line, what has a colon is a header.
fn loose_head(bytes: &[u8]) -> Head {
    let mut head = Head::default();
    for (n, line) in bytes.split_inclusive(|&b| b == b'\n').enumerate() {
        let text = line.trim_ascii();
        if n > 0 && (text.is_empty() || text.starts_with(b"<")) {
            head.len += if text.is_empty() { line.len() } else { 0 };
            break;
        }
        head.len += line.len();
        if n == 0 {
            let code = text.split(|&b| b == b' ').nth(1).unwrap_or_default();
            head.status = std::str::from_utf8(code).ok().and_then(|c| c.parse().ok()).unwrap_or(0);
        } else if let Some(colon) = memchr::memchr(b':', text) {
            let (name, value) = text.split_at(colon);
            head.set(&String::from_utf8_lossy(name), value.get(1..).unwrap_or_default());
        }
    }
    head
}

impl Head {
    fn set(&mut self, name: &str, value: &[u8]) {
        let value = String::from_utf8_lossy(value.trim_ascii()).into_owned();
        if name.eq_ignore_ascii_case("content-type") {
            self.content_type.get_or_insert(value);
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            self.chunked |= value.to_ascii_lowercase().contains("chunked");
        } else if name.eq_ignore_ascii_case("content-encoding") {
            self.coding.extend(value.split(',').map(|c| c.trim().to_ascii_lowercase()));
        }
    }
}

/// `type/subtype` of a content type, in lower case.
pub(super) fn media_type(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// `charset` of a content type.
pub(super) fn charset(content_type: &str) -> Option<String> {
    content_type.split(';').skip(1).find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']).trim();
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    })
}

/// The body of a message with its codings undone, no longer than `limit`. What is missing is what the codings lack.
pub(super) fn body(head: &Head, mut message: Vec<u8>, limit: usize) -> Result<Bounded, String> {
    message.drain(..head.len.min(message.len()));
    let mut missing = 0;
    let mut bytes = message;
    if let Some((joined, lacking)) = head.chunked.then(|| dechunked(&bytes)).flatten() {
        bytes = joined;
        missing += lacking;
    }
    for coding in head.coding.iter().rev() {
        let decoded = match coding.as_str() {
            // A body that says gzip and is none has been decoded by whoever archived it.
            "gzip" | "x-gzip" if bytes.starts_with(b"\x1f\x8b") => {
                page::read_bounded(Vec::new(), flate2::read::MultiGzDecoder::new(bytes.as_slice()), limit)
            }
            "deflate" => inflated(&bytes, limit),
            "br" => unbrotlied(&bytes, limit),
            "zstd" if bytes.starts_with(b"\x28\xb5\x2f\xfd") => unzstd(&bytes, limit),
            _ => continue,
        };
        match decoded {
            Ok(Bounded { bytes: plain, missing: more }) => {
                missing += more;
                bytes = plain;
            }
            // As with gzip: decoded already, if it is text as it stands.
            Err(_) if super::sniff::is_markup(&bytes) => {}
            Err(why) => return Err(format!("broken content coding {coding}: {why}")),
        }
    }
    if bytes.len() > limit {
        missing += (bytes.len() - limit) as u64;
        bytes.truncate(limit);
    }
    Ok(Bounded { bytes, missing })
}

/// `deflate` is zlib by the standard and raw deflate by custom.
fn inflated(bytes: &[u8], limit: usize) -> Result<Bounded, String> {
    page::read_bounded(Vec::new(), flate2::read::ZlibDecoder::new(bytes), limit)
        .or_else(|_| page::read_bounded(Vec::new(), flate2::read::DeflateDecoder::new(bytes), limit))
}

fn unzstd(bytes: &[u8], limit: usize) -> Result<Bounded, String> {
    let decoder = zstd::stream::read::Decoder::with_buffer(bytes).map_err(|e| e.to_string())?;
    page::read_bounded(Vec::new(), decoder, limit)
}

fn unbrotlied(bytes: &[u8], limit: usize) -> Result<Bounded, String> {
    page::read_bounded(Vec::new(), brotli_decompressor::Decompressor::new(bytes, 4096).by_ref(), limit)
}

/// The chunks joined, and how many bytes the last one lacks; nothing where the body is not chunked in fact.
fn dechunked(bytes: &[u8]) -> Option<(Vec<u8>, u64)> {
    let mut out = Vec::new();
    let mut rest = bytes;
    let mut first = true;
    loop {
        let Some((size, after)) = chunk_size(rest) else {
            if first {
                return None;
            }
            // The chunks break off, or what follows them was never chunked: no byte of the page is thrown away.
            out.extend_from_slice(rest);
            return Some((out, u64::from(rest.is_empty())));
        };
        first = false;
        if size == 0 {
            return Some((out, 0));
        }
        let have = size.min(after.len());
        let (chunk, next) = after.split_at(have);
        out.extend_from_slice(chunk);
        if have < size {
            return Some((out, (size - have) as u64));
        }
        rest = next.strip_prefix(b"\r\n").or_else(|| next.strip_prefix(b"\n")).unwrap_or(next);
    }
}

/// The size a chunk's first line gives, and what follows the line.
fn chunk_size(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let window = bytes.get(..256).unwrap_or(bytes);
    let end = memchr::memchr(b'\n', window)?;
    let line = std::str::from_utf8(bytes.get(..end)?).ok()?;
    let digits = line.split(';').next()?.trim();
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    Some((usize::from_str_radix(digits, 16).ok()?, bytes.get(end + 1..)?))
}
