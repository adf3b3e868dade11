//! What the page says of itself: title, authors, dates, language and so on, each with where it was found.

mod authors;
mod dates;
mod image;
mod keywords;
mod language;
mod linked_data;
mod marked;
mod site;
mod tags;
mod title;
mod words;

use crate::blocks::Blocks;
use crate::dom::Dom;
use crate::head::Head;
use crate::score::PageType;
use site::Site;
use url::Url;

pub use dates::{of_posts as dates_of_posts, of_thread as date_of_thread};

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

/// Reads a page's metadata; `markup` is `None` on pages without any, `url` is the page's address where known and
/// `page_type` what the page looks like.
pub fn read(
    markup: Option<(&Dom, &Head<'_>)>,
    blocks: &Blocks,
    url: Option<&str>,
    page_type: Option<PageType>,
) -> Meta {
    let Some((dom, head)) = markup else {
        return Meta { title: title::of_text(blocks), language: language::detect(blocks), ..Meta::default() };
    };
    let tags = tags::Tags::gather(head);
    let linked = linked_data::LinkedData::gather(head);
    let base = head.base.and_then(|href| resolve(href, url));
    let address = |value: Option<Found<String>>| {
        value.and_then(|f| Some(Found { value: resolve(&f.value, base.as_deref().or(url))?, from: f.from }))
    };
    let canonical_url = address(tags.link("canonical").or_else(|| tags.first(&["og:url"])));
    let own_url = url.or(canonical_url.as_ref().map(|f| f.value.as_str()));
    let site = Site::of_page(&tags, &linked, own_url);
    let title = title::of_page(dom, head, &tags, &linked, &site, page_type);
    let says_title = title.as_ref().map(|t| t.value.as_str());
    let mut authors = authors::of_page(&authors::Page {
        dom,
        head,
        tags: &tags,
        linked: &linked,
        site: &site,
        title: says_title,
        page_type,
    });
    for author in authors.iter_mut().flat_map(|found| &mut found.value) {
        author.url = author.url.take().and_then(|href| resolve(&href, base.as_deref().or(url)));
    }
    let is_author = |name: &String| authors.iter().flat_map(|found| &found.value).any(|author| author.name == *name);
    let publisher = linked.publisher.clone().filter(|name| !name.trim().is_empty() && !is_author(name));
    let publisher = publisher.map(|value| Found { value, from: "json-ld" });
    let site_name = site.name.clone().or_else(|| title::site_part(head, says_title, &site)).or(publisher);
    let language = language::of_page(head, &tags, blocks);
    let (published, modified) = dates::of_page(&dates::Page {
        dom,
        head,
        blocks,
        tags: &tags,
        linked: &linked,
        title: says_title,
        language: language.as_ref().map(|l| l.value.as_str()),
        url: own_url,
        has_author: authors.is_some(),
        page_type,
    });
    let description =
        tags.first(&["description", "og:description", "twitter:description"]).or_else(|| linked.text("description"));
    let says = description.as_ref().map(|d| d.value.as_str());
    let said = ["keywords", "news_keywords", "parsely-tags"].into_iter().map(|name| tags.keywords(name));
    let sources = std::iter::once(tags.all(&["article:tag"])).chain(said);
    let sources = sources.chain([linked.keywords(), marked::tags(dom, head, says_title)]);
    let named = keywords::first(sources.flatten(), says);
    let rights = tags.first(&["dcterms.license", "dc.rights", "dcterms.rights"]);
    let license = tags.link("license").or_else(|| linked.text("license"));
    let license = license.or_else(|| rights.filter(|found| marked::is_license(&found.value)));
    Meta {
        description,
        language,
        authors,
        published,
        modified,
        tags: named,
        license: license.or_else(|| marked::license(dom, head, says_title)),
        image: address(image::of_page(&tags, &linked)),
        base_url: base,
        site_name,
        canonical_url,
        title,
    }
}

/// Whether the preview card calls the page an article.
fn says_article(tags: &tags::Tags) -> bool {
    tags.first(&["og:type"]).is_some_and(|t| t.value.eq_ignore_ascii_case("article"))
}

fn resolve(href: &str, base: Option<&str>) -> Option<String> {
    let href = href.trim();
    if let Ok(url) = Url::parse(href) {
        return url.scheme().starts_with("http").then(|| url.into());
    }
    Url::parse(base?).ok()?.join(href).ok().map(String::from)
}
