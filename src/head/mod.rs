//! What a page says of itself outside its text, gathered in one walk over the tree: `<title>`, `<meta>`, `<link>`,
//! `<base>`, where its scripts, first headings and times stand, and its JSON-LD, parsed once. Judges none of it.

mod addresses;
mod linked_data;
mod reviews;

use crate::dom::{Attr, Dom, NodeId, Tag};
use serde_json::Value;

pub(crate) use addresses::{leads_to_license, leads_to_tag};
pub(crate) use reviews::Reviews;

/// Bytes of a `<title>` that are read: a longer one is a list of search words.
const MOST_OF_TITLE: usize = 2000;

/// A `<meta>` as it stands.
#[derive(Clone, Copy, Debug)]
pub struct MetaTag<'d> {
    /// `property`, `name`, `http-equiv` or `itemprop`, the first there is.
    pub name: &'d str,
    /// `content`.
    pub content: &'d str,
}

/// A `<link>` as it stands.
#[derive(Clone, Copy, Debug)]
pub struct LinkTag<'d> {
    /// `rel`, else `itemprop`.
    pub rel: &'d str,
    /// `href`.
    pub href: &'d str,
}

/// What was gathered, each kind in document order. `<meta>` and its like count wherever they stand, since broken heads
/// spill into the body.
#[derive(Debug, Default)]
pub struct Head<'d> {
    /// The first `<title>` that is not empty, white space collapsed.
    pub title: Option<String>,
    /// `lang` of `<html>`.
    pub lang: Option<&'d str>,
    /// `href` of the first `<base>` in the head.
    pub base: Option<&'d str>,
    /// All `<meta>` with a name and a content.
    pub metas: Vec<MetaTag<'d>>,
    /// All `<link>` with `rel` or `itemprop`, and `href`.
    pub links: Vec<LinkTag<'d>>,
    /// The elements `<h1>`.
    pub headings: Vec<NodeId>,
    /// The elements `<h2>`.
    pub subheadings: Vec<NodeId>,
    /// The elements `<time>`, `<abbr class=published>`, and `<span itemprop=datePublished>` of the page's own.
    pub times: Vec<NodeId>,
    /// Links of `rel` tag or license or to the address of one, and links and spans of `itemprop` keywords.
    pub marked: Vec<NodeId>,
    /// The elements `<script>`.
    pub scripts: Vec<NodeId>,
    /// Those of them that hold JSON-LD.
    pub linked_scripts: Vec<NodeId>,
    /// What these hold, those that are JSON.
    pub linked_data: Vec<Value>,
}

impl<'d> Head<'d> {
    /// Walks the tree once.
    pub fn gather(dom: &'d Dom) -> Head<'d> {
        let (mut head, mut reviews) = (Head::default(), Reviews::default());
        for n in dom.descendants(NodeId::ROOT) {
            match dom.tag(n) {
                Tag::Meta => head.meta(dom, n, &mut reviews),
                Tag::Link => head.link(dom, n),
                Tag::Title if head.title.is_none() => {
                    head.title = Some(dom.words_up_to(n, MOST_OF_TITLE)).filter(|t| !t.is_empty())
                }
                Tag::Html if head.lang.is_none() => head.lang = dom.attr(n, Attr::Lang),
                Tag::Base if head.base.is_none() && dom.parent(n).is_some_and(|p| dom.tag(p) == Tag::Head) => {
                    head.base = dom.attr(n, Attr::Href);
                }
                Tag::H1 => head.headings.push(n),
                Tag::H2 => head.subheadings.push(n),
                // old blogs date their entries by <abbr class="published" title="…">
                Tag::Time => head.times.push(n),
                Tag::Abbr if dom.attr(n, Attr::Class).is_some_and(|c| c.contains("published")) => head.times.push(n),
                Tag::A | Tag::Span => head.marked(dom, n),
                Tag::Script => head.script(dom, n),
                _ => {}
            }
        }
        head
    }

    /// What a link or a span is marked as: a tag, a licence, keywords, the day of publication.
    fn marked(&mut self, dom: &Dom, n: NodeId) {
        let is_known = |word: &str| word.eq_ignore_ascii_case("tag") || word.eq_ignore_ascii_case("license");
        let is_rel = dom.attr(n, Attr::Rel).is_some_and(|rel| rel.split_ascii_whitespace().any(is_known));
        let is_link = dom.tag(n) == Tag::A;
        match dom.attr(n, Attr::Itemprop) {
            Some("datePublished") if !is_rel && !is_link => self.times.extend(Some(n).filter(|&n| !is_in_part(dom, n))),
            property if is_rel || property == Some("keywords") => self.marked.push(n),
            _ if is_link && self.may_be_own(dom, n) => self.marked.push(n),
            _ => {}
        }
    }

    /// Whether a link leads to a licence or, below a heading, to the pages of a tag.
    fn may_be_own(&self, dom: &Dom, n: NodeId) -> bool {
        let leads = |href| !self.headings.is_empty() && leads_to_tag(href) || leads_to_license(href);
        dom.attr(n, Attr::Href).is_some_and(leads)
    }

    fn meta(&mut self, dom: &'d Dom, n: NodeId, reviews: &mut Reviews) {
        let name = [Attr::Property, Attr::Name, Attr::HttpEquiv, Attr::Itemprop].iter().find_map(|&a| dom.attr(n, a));
        let is_own = dom.attr(n, Attr::Itemprop).is_none() || !is_in_review(dom, n, reviews);
        if let (Some(name), Some(content)) = (name.filter(|_| is_own), dom.attr(n, Attr::Content)) {
            self.metas.push(MetaTag { name, content });
        }
    }

    fn link(&mut self, dom: &'d Dom, n: NodeId) {
        let rel = dom.attr(n, Attr::Rel).or_else(|| dom.attr(n, Attr::Itemprop));
        if let (Some(rel), Some(href)) = (rel, dom.attr(n, Attr::Href)) {
            self.links.push(LinkTag { rel, href });
        }
    }

    fn script(&mut self, dom: &Dom, n: NodeId) {
        self.scripts.push(n);
        if dom.attr(n, Attr::Type).is_some_and(|t| t.contains("ld+json")) {
            self.linked_scripts.push(n);
            self.linked_data.extend(dom.children(n).next().and_then(|text| linked_data::parse(dom.text(text))));
        }
    }
}

/// Whether a property is one of a part that has a date of its own: marked or called so, or a thing that is no text.
fn is_in_part(dom: &Dom, n: NodeId) -> bool {
    let is_part = |a: NodeId| matches!(dom.attr(a, Attr::Itemprop), Some("comment" | "review" | "reviews" | "answer"));
    let is_comment = |a: NodeId| {
        let is_whole = matches!(dom.tag(a), Tag::Html | Tag::Body | Tag::Main | Tag::Article);
        !is_whole && dom.attr(a, Attr::Class).is_some_and(|class| class.to_ascii_lowercase().contains("comment"))
    };
    let item = dom.ancestors(n).find_map(|a| dom.attr(a, Attr::Itemtype));
    item.is_some_and(|item| !is_text(item)) || dom.ancestors(n).any(|a| is_part(a) || is_comment(a))
}

/// Whether the type of an item is one of texts.
fn is_text(itemtype: &str) -> bool {
    let name = itemtype.trim().trim_end_matches('/');
    ["Article", "Page", "Posting", "CreativeWork"].iter().any(|end| name.ends_with(end))
}

/// Whether a property is one of a reader's review of what the page is about.
fn is_in_review(dom: &Dom, n: NodeId, reviews: &mut Reviews) -> bool {
    let item = dom.ancestors(n).find(|&a| dom.attr(a, Attr::Itemtype).is_some());
    item.is_some_and(|item| reviews.is_of_reader(dom, item))
}
