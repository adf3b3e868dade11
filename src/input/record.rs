//! One WARC or ARC record to one item: a page, or the name under which it is passed over. Never reads a file.

use super::{Item, PageKind, RawPage, http, page, sniff};
use crate::error::{PageError, PageErrorKind};
use crate::limits::Limits;
use crate::place::Place;

/// What a record's header says.
#[derive(Debug, Default)]
pub(super) struct Header {
    kind: String,
    content_type: Option<String>,
    url: Option<String>,
    date: Option<String>,
    pub(super) length: Option<u64>,
    /// Whether it names one, be it a number or not.
    has_length: bool,
    /// The record's own name.
    pub(super) id: Option<String>,
    /// Number of the segment, from 1, where the record is one of several.
    pub(super) segment: Option<u64>,
    /// The name of the record that a segment goes on from.
    pub(super) origin: Option<String>,
    /// SHA-1 of the record's bytes, as it is written there.
    pub(super) digest: Option<String>,
    /// Bytes of all segments together, which the last one says.
    pub(super) total: Option<u64>,
    /// Whether the record's bytes are others than when the digest was made.
    pub(super) is_changed: bool,
    /// Whether it says two things where there can be one: two headers that have grown together.
    pub(super) is_two: bool,
}

impl Header {
    /// Reads the header lines; the first names the version. Lines without a colon say nothing.
    pub(super) fn of_warc(bytes: &[u8]) -> Header {
        let text = String::from_utf8_lossy(bytes);
        let mut header = Header::default();
        for line in text.lines().skip(1) {
            let Some((name, value)) = line.split_once(':') else { continue };
            header.set(name.trim(), value.trim());
        }
        header
    }

    fn set(&mut self, name: &str, value: &str) {
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        if is("WARC-Type") {
            self.is_two |= !self.kind.is_empty();
            self.kind = value.to_ascii_lowercase();
        } else if is("Content-Type") {
            self.content_type = Some(value.to_owned());
        } else if is("WARC-Target-URI") {
            // Early writers put the address in angle brackets.
            let url = value.trim_matches(['<', '>']);
            self.is_two |= self.url.as_ref().is_some_and(|other| other != url);
            self.url = Some(url.to_owned());
        } else if is("WARC-Date") {
            self.is_two |= self.date.as_ref().is_some_and(|other| other != value);
            self.date = Some(value.to_owned());
        } else if is("Content-Length") {
            self.is_two |= self.has_length;
            self.has_length = true;
            self.length = value.parse().ok();
        } else if is("WARC-Block-Digest") {
            let sha1 = value.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("sha1"));
            self.digest = sha1.map(|(_, digits)| digits.to_owned());
        } else if is("WARC-Record-ID") {
            self.is_two |= self.id.as_ref().is_some_and(|other| other != value);
            self.id = Some(value.to_owned());
        } else if is("WARC-Segment-Number") {
            self.segment = value.parse().ok();
        } else if is("WARC-Segment-Origin-ID") {
            self.origin = Some(value.to_owned());
        } else if is("WARC-Segment-Total-Length") {
            self.total = value.parse().ok();
        }
    }

    /// Reads an ARC record's line: address, IP address, date, type, in ARC 1.1 five more, and the length.
    pub(super) fn of_arc(line: &[u8]) -> Header {
        let line = String::from_utf8_lossy(line);
        let words: Vec<&str> = line.split_ascii_whitespace().collect();
        let url = words.first().copied().unwrap_or_default();
        let kind = match url.split(':').next().unwrap_or_default() {
            "http" | "https" => "http",
            "filedesc" => "filedesc",
            _ => "other",
        };
        Header {
            kind: kind.to_owned(),
            content_type: words.get(3).map(|&mime| mime.trim_end_matches(';').to_owned()),
            url: Some(url.to_owned()),
            date: words.get(2).and_then(|digits| iso_date(digits)),
            length: words.last().and_then(|length| length.parse().ok()),
            ..Header::default()
        }
    }

    /// Whether the record is the first of several segments.
    pub(super) fn is_first_segment(&self) -> bool {
        self.segment == Some(1) && self.kind != "continuation" && self.id.is_some()
    }

    /// Whether the record goes on from one before.
    pub(super) fn is_continuation(&self) -> bool {
        self.kind == "continuation"
    }

    /// Whether the record says that it holds an archive: what looks like a record in it is a part of it. `start` are its
    /// first bytes.
    pub(super) fn holds_records(&self, start: &[u8]) -> bool {
        let inner = self.page_type().is_none().then(|| http::head(start).content_type).flatten();
        let kind = inner.as_ref().or(self.page_type()).map(|kind| http::media_type(kind)).unwrap_or_default();
        kind.contains("warc") || kind.contains("octet-stream") || kind.contains("x-arc")
    }

    /// The type of the page itself, where the header names it and not that of an HTTP message.
    fn page_type(&self) -> Option<&String> {
        self.content_type.as_ref().filter(|t| http::media_type(t) != "application/http")
    }
}

/// `20140216050221` as `2014-02-16T05:02:20Z`; nothing for a date of another length.
fn iso_date(digits: &str) -> Option<String> {
    let part = |from: usize, to: usize| digits.get(from..to);
    if digits.len() != 14 {
        return None;
    }
    Some(format!(
        "{}-{}-{}T{}:{}:{}Z",
        part(0, 4)?,
        part(4, 6)?,
        part(6, 8)?,
        part(8, 10)?,
        part(10, 12)?,
        part(12, 14)?
    ))
}

/// What a record gives.
pub(super) fn item(header: &Header, content: Vec<u8>, missing: u64, place: Place, limits: &Limits) -> Item {
    let damage = header.is_changed.then(|| "the record does not match its digest".to_owned());
    let is_response = match header.kind.as_str() {
        "response" => header.page_type().is_none() || content.starts_with(b"HTTP/"),
        "http" => true,
        "resource" | "conversion" => false,
        "request" => return Item::PassedOver("request"),
        "warcinfo" => return Item::PassedOver("warcinfo"),
        "filedesc" => return Item::PassedOver("filedesc"),
        "metadata" => return Item::PassedOver("metadata"),
        "revisit" => return Item::PassedOver("revisit"),
        "continuation" => return Item::PassedOver("continuation"),
        _ => return Item::PassedOver("other-record"),
    };
    let head = if is_response { http::head(&content) } else { http::Head { status: 200, ..http::Head::default() } };
    match head.status {
        200..=299 => {}
        300..=399 => return Item::PassedOver("redirect"),
        _ => return Item::PassedOver("error-response"),
    }
    let content_type = if head.len > 0 { head.content_type.as_ref() } else { header.page_type() };
    let charset = content_type.and_then(|t| http::charset(t));
    let media = content_type.map(|t| http::media_type(t)).unwrap_or_default();
    if !may_be_page(&media) {
        return Item::PassedOver("not-text");
    }
    let bounded = match http::body(&head, content, limits.page_bytes) {
        Ok(bounded) => bounded,
        Err(why) => {
            return Item::Bad(PageError { place, url: header.url.clone(), kind: PageErrorKind::Malformed(why) });
        }
    };
    let Some(kind) = page_kind(&media, &bounded.bytes) else { return Item::PassedOver("not-text") };
    page::checked(RawPage {
        place,
        url: header.url.clone(),
        kind,
        charset,
        fetched_at: header.date.clone(),
        given_id: None,
        bytes: bounded.bytes,
        bytes_missing: bounded.missing + missing,
        damage,
    })
}

fn may_be_page(media: &str) -> bool {
    matches!(
        media,
        "" | "text/html" | "application/xhtml+xml" | "text/plain" | "text/markdown" | "text/xml" | "application/xml"
    ) || !media.contains('/')
}

/// Markup or text; nothing where the content says that it is no page.
fn page_kind(media: &str, bytes: &[u8]) -> Option<PageKind> {
    match media {
        "text/html" | "application/xhtml+xml" => Some(PageKind::Html),
        "text/plain" | "text/markdown" if sniff::starts_page(bytes) => Some(PageKind::Html),
        "text/plain" | "text/markdown" => Some(PageKind::Text),
        "text/xml" | "application/xml" => {
            let head = bytes.get(..1024).unwrap_or(bytes);
            memchr::memmem::find(head, b"<html").map(|_| PageKind::Html)
        }
        // No type, or none that is one: the content says.
        _ if sniff::is_markup(bytes) => Some(PageKind::Html),
        _ => (sniff::binary(bytes).is_none()).then_some(PageKind::Text),
    }
}
