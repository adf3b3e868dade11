//! What a page says it is: `og:type`, the types of its JSON-LD, the software that made it.

use super::Measures;
use crate::dom::{Attr, Dom, NodeId, Tag};
use memchr::memmem;

/// Bytes of one script looked at.
const LOOKED_AT: usize = 64 << 10;

#[derive(Default)]
struct Kinds {
    article: bool,
    product: bool,
    thread: bool,
    list: bool,
    shop: bool,
    forum: bool,
    manual: bool,
}

/// Fills the columns on what the page says of itself: the same in every row.
pub(super) fn measure(dom: &Dom, m: &mut Measures) {
    let mut kinds = Kinds::default();
    for n in dom.descendants(NodeId::ROOT) {
        match dom.tag(n) {
            Tag::Meta => kinds.meta(dom, n),
            Tag::Script if dom.attr(n, Attr::Type).is_some_and(|t| t.contains("ld+json")) => {
                dom.children(n).for_each(|text| kinds.linked_data(dom.text(text)));
            }
            _ => {}
        }
    }
    let columns = [
        (&mut m.says_article, kinds.article),
        (&mut m.says_product, kinds.product),
        (&mut m.says_thread, kinds.thread),
        (&mut m.says_list, kinds.list),
        (&mut m.says_shop, kinds.shop),
        (&mut m.says_forum, kinds.forum),
        (&mut m.says_manual, kinds.manual),
    ];
    for (column, says) in columns {
        column.fill(f32::from(u8::from(says)));
    }
}

impl Kinds {
    fn meta(&mut self, dom: &Dom, n: NodeId) {
        let Some(content) = dom.attr(n, Attr::Content).filter(|c| c.len() <= 80) else { return };
        let content = content.to_ascii_lowercase();
        match dom.attr(n, Attr::Property).or_else(|| dom.attr(n, Attr::Name)) {
            Some("og:type") => {
                self.article |= content.contains("article") || content.contains("blog");
                self.product |= content.contains("product");
            }
            Some("generator") => {
                let made_by = |names: &[&str]| names.iter().any(|name| content.contains(name));
                self.shop |= made_by(&["shop", "woocommerce", "magento", "opencart"]);
                self.forum |= made_by(&["forum", "discourse", "vbulletin", "phpbb", "xenforo", "invision", "mybb"]);
                self.manual |= made_by(&["docusaurus", "sphinx", "mkdocs", "docutils", "vuepress", "gitbook", "jsdoc"]);
            }
            _ => {}
        }
    }

    fn linked_data(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let bytes = bytes.get(..LOOKED_AT).unwrap_or(bytes);
        for at in memmem::find_iter(bytes, b"\"@type\"") {
            let rest = bytes.get(at + 7..(at + 60).min(bytes.len())).unwrap_or_default();
            let mut parts = rest.split(|&b| b == b'"');
            let _ = parts.next();
            match parts.next().unwrap_or_default() {
                b"Product" | b"ProductGroup" => self.product = true,
                b"DiscussionForumPosting" | b"QAPage" | b"Question" => self.thread = true,
                b"CollectionPage" | b"ItemList" | b"SearchResultsPage" | b"OfferCatalog" => self.list = true,
                kind if kind.ends_with(b"Article") || kind == b"BlogPosting" => self.article = true,
                _ => {}
            }
        }
    }
}
