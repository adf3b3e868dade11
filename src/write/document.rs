//! A page as a search engine takes it: one flat object, the text whole. The same fields in every engine's own envelope.

use super::text::laid_out;
use crate::cleaner::{CleanPage, Status};
use serde::Serialize;
use std::borrow::Cow;
use url::Url;

/// The fields of a document; unknown ones are left out.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    canonical_url: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    site_name: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    license: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    headings: Vec<Cow<'a, str>>,
    text: String,
    words: u64,
}

/// Whether a page belongs into an index: what was skipped or failed has no text to find it by.
pub(crate) fn is_indexed(page: &CleanPage) -> bool {
    matches!(page.status, Status::Ok | Status::Degraded)
}

/// A page's address: its own, else the one it prefers.
pub(crate) fn address(page: &CleanPage) -> Option<&str> {
    page.url.as_deref().or(page.canonical_url.as_deref())
}

/// The host of a page's address, in small letters.
pub(crate) fn host(page: &CleanPage) -> Option<String> {
    Url::parse(address(page)?).ok()?.host_str().map(str::to_owned)
}

/// The document of a page; with its id among the fields, where the envelope has no other place for it.
pub(super) fn document(page: &CleanPage, has_id: bool) -> Document<'_> {
    fn text(value: &Option<String>) -> Option<Cow<'_, str>> {
        value.as_deref().map(plain)
    }
    Document {
        id: has_id.then_some(&page.id),
        url: text(&page.url),
        canonical_url: text(&page.canonical_url),
        host: host(page),
        site_name: text(&page.site_name),
        page_type: page.page_type.map(|kind| kind.name()),
        confidence: page.confidence,
        language: page.language.as_deref(),
        title: text(&page.title),
        description: text(&page.description),
        authors: page.authors.iter().map(|a| plain(&a.name)).collect(),
        published: page.published.as_deref(),
        modified: page.modified.as_deref(),
        tags: page.tags.iter().map(|tag| plain(tag)).collect(),
        license: text(&page.license),
        image: text(&page.image),
        headings: page.sections.iter().filter_map(|s| s.heading.as_deref()).map(plain).collect(),
        text: plain(&laid_out(page).text).into_owned(),
        words: page.words,
    }
}

/// The text with a space for each character that XML and Vespa forbid: controls and those that are none. The number of
/// characters stays.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let is_odd = |c: char| {
        (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
            || matches!(c, '\u{fdd0}'..='\u{fdef}')
            || u32::from(c) & 0xfffe == 0xfffe
    };
    if text.contains(is_odd) { text.replace(is_odd, " ").into() } else { text.into() }
}
