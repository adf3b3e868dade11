//! What the page says of itself: title, authors, dates, language and so on, each with where it was found.

/// A value and where it was found (`og:title`, `json-ld`, `h1`, `byline`, …).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<T> {
    /// The value.
    pub value: T,
    /// Where it was found.
    pub from: &'static str,
}

/// An author as metadata names them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Author {
    /// The name.
    pub name: String,
    /// Their page.
    pub url: Option<String>,
}

/// A page's metadata.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// Title without the site's name.
    pub title: Option<Found<String>>,
    /// Description.
    pub description: Option<Found<String>>,
    /// The page's preferred address, absolute.
    pub canonical_url: Option<Found<String>>,
    /// What `<base>` says links are relative to, absolute.
    pub base_url: Option<String>,
    /// Name of the site.
    pub site_name: Option<Found<String>>,
    /// BCP 47 tag.
    pub language: Option<Found<String>>,
    /// Authors in order.
    pub authors: Option<Found<Vec<Author>>>,
    /// ISO 8601, as precise as the page says.
    pub published: Option<Found<String>>,
    /// ISO 8601, as precise as the page says.
    pub modified: Option<Found<String>>,
    /// Tags and keywords.
    pub tags: Option<Found<Vec<String>>>,
    /// Licence, as an address or a name.
    pub license: Option<Found<String>>,
    /// The page's image, absolute.
    pub image: Option<Found<String>>,
}

/// Reads a page's metadata; `dom` is `None` on pages without markup, `url` is the page's address where known.
pub fn read(dom: Option<&crate::dom::Dom>, blocks: &crate::blocks::Blocks, url: Option<&str>) -> Meta {
    let _ = (dom, blocks, url);
    Meta::default()
}
