//! One WARC record to one item: a page, or the name under which it is passed over. Never reads a file.

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
}

impl Header {
    /// Reads the header lines; the first names the version. Lines that start with white space go on from the one before.
    pub(super) fn read(bytes: &[u8]) -> Header {
        let text = String::from_utf8_lossy(bytes);
        let mut header = Header::default();
        for line in text.lines().skip(1) {
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim().to_owned();
            match name.trim().to_ascii_lowercase().as_str() {
                "warc-type" => header.kind = value.to_ascii_lowercase(),
                "content-type" => header.content_type = Some(value),
                // Early writers put the address in angle brackets.
                "warc-target-uri" => header.url = Some(value.trim_matches(['<', '>']).to_owned()),
                "warc-date" => header.date = Some(value),
                "content-length" => header.length = value.parse().ok(),
                _ => {}
            }
        }
        header
    }

    fn is_http(&self) -> bool {
        self.content_type.as_deref().is_none_or(|t| http::media_type(t) == "application/http")
    }
}

/// What a record gives.
pub(super) fn item(header: &Header, content: &[u8], missing: u64, place: Place, limits: &Limits) -> Item {
    let is_response = match header.kind.as_str() {
        "response" => header.is_http() || content.starts_with(b"HTTP/"),
        "resource" | "conversion" => false,
        "request" => return Item::PassedOver("request"),
        "warcinfo" => return Item::PassedOver("warcinfo"),
        "metadata" => return Item::PassedOver("metadata"),
        "revisit" => return Item::PassedOver("revisit"),
        "continuation" => return Item::PassedOver("continuation"),
        _ => return Item::PassedOver("other-record"),
    };
    let head = if is_response { http::head(content) } else { http::Head { status: 200, ..http::Head::default() } };
    match head.status {
        200..=299 => {}
        300..=399 => return Item::PassedOver("redirect"),
        _ => return Item::PassedOver("error-response"),
    }
    let content_type = if is_response { head.content_type.as_ref() } else { header.content_type.as_ref() };
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
