//! The `<meta>` and `<link>` of a page whose names are known here.

use super::Found;
use crate::blocks::unseen::tidied;
use crate::head::{Head, LinkTag, MetaTag};

/// Names looked for, in no order; they are what [`Found::from`] says.
const NAMES: &[&str] = &[
    "application-name",
    "article:author",
    "article:modified_time",
    "article:published_time",
    "article:tag",
    "author",
    "bt:pubdate",
    "byl",
    "citation_author",
    "citation_authors",
    "citation_date",
    "citation_online_date",
    "citation_publication_date",
    "content-language",
    "cxenseparse:author",
    "date",
    "datemodified",
    "datepublished",
    "dc.creator",
    "dc.date",
    "dc.date.issued",
    "dc.rights",
    "dcterms.created",
    "dcterms.creator",
    "dcterms.date",
    "dcterms.issued",
    "dcterms.license",
    "dcterms.modified",
    "dcterms.rights",
    "description",
    "keywords",
    "last-modified",
    "last-updated",
    "modified-time",
    "modified_date",
    "news_keywords",
    "og:article:author",
    "og:article:modified_time",
    "og:article:published_time",
    "og:description",
    "og:image",
    "og:image:url",
    "og:locale",
    "og:modified_time",
    "og:pubdate",
    "og:published_time",
    "og:site_name",
    "og:title",
    "og:type",
    "og:updated_time",
    "og:url",
    "parsely-author",
    "parsely-pub-date",
    "parsely-tags",
    "parsely-title",
    "pubdate",
    "publication_date",
    "publish-date",
    "publish_date",
    "publishdate",
    "published",
    "published-date",
    "rnews:datepublished",
    "sailthru.author",
    "sailthru.date",
    "title",
    "twitter:data1",
    "twitter:data2",
    "twitter:description",
    "twitter:image",
    "twitter:label1",
    "twitter:label2",
    "twitter:title",
    "updated",
    "updated_at",
];

/// Longest value taken; longer ones are no metadata but whole texts.
const MAX_VALUE: usize = 4000;

/// What the head says, in document order.
#[derive(Default)]
pub(super) struct Tags {
    found: Vec<(&'static str, String)>,
    links: Vec<(&'static str, String)>,
}

impl Tags {
    /// Picks the known names out of what the page's head says.
    pub(super) fn gather(head: &Head<'_>) -> Tags {
        let mut tags = Tags::default();
        for tag in &head.metas {
            tags.meta(tag);
        }
        for link in &head.links {
            tags.linked(link);
        }
        tags
    }

    fn meta(&mut self, tag: &MetaTag<'_>) {
        let name = tag.name.trim();
        let Some(known) = NAMES.iter().find(|known| known.eq_ignore_ascii_case(name)) else { return };
        let content = tidied(tag.content);
        if !content.is_empty() && content.len() <= MAX_VALUE {
            self.found.push((known, content));
        }
    }

    fn linked(&mut self, link: &LinkTag<'_>) {
        for known in ["canonical", "license"] {
            let is_known = link.rel.split_ascii_whitespace().any(|r| r.eq_ignore_ascii_case(known));
            if is_known && !link.href.trim().is_empty() {
                self.links.push((known, link.href.trim().to_owned()));
            }
        }
    }

    /// The value of the first of these names that stands on the page.
    pub(super) fn first(&self, names: &[&'static str]) -> Option<Found<String>> {
        names.iter().find_map(|name| {
            let (_, value) = self.found.iter().find(|(n, _)| n == name)?;
            Some(Found { value: value.clone(), from: name })
        })
    }

    /// All values of the first of these names that stands on the page.
    pub(super) fn all(&self, names: &[&'static str]) -> Option<Found<Vec<String>>> {
        names.iter().find_map(|name| {
            let values: Vec<String> =
                self.found.iter().filter(|(n, _)| n == name).map(|(_, value)| value.clone()).collect();
            (!values.is_empty()).then_some(Found { value: values, from: name })
        })
    }

    /// `keywords` and its like, cut at commas.
    pub(super) fn keywords(&self, name: &'static str) -> Option<Found<Vec<String>>> {
        let found = self.first(&[name])?;
        let mut value: Vec<String> = Vec::new();
        split(&found.value).for_each(|tag| add(&mut value, tag));
        (!value.is_empty()).then_some(Found { value, from: found.from })
    }

    /// The address of a `<link>` by its `rel`.
    pub(super) fn link(&self, rel: &'static str) -> Option<Found<String>> {
        let (from, value) = self.links.iter().find(|(r, _)| *r == rel)?;
        Some(Found { value: value.clone(), from })
    }
}

/// What stands between the signs that part tags.
pub(super) fn split(tags: &str) -> impl Iterator<Item = &str> {
    tags.split([',', ';', '、'])
}

/// Adds a tag, once.
pub(super) fn add(tags: &mut Vec<String>, tag: &str) {
    let tag = tag.trim();
    if !tag.is_empty() && !tags.iter().any(|held| held == tag) {
        tags.push(tag.to_owned());
    }
}
