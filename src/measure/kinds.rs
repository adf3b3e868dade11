//! What a page says it is: `og:type`, the types of its JSON-LD, the software that made it.

use super::Measures;
use crate::dom::Dom;
use crate::head::{Head, MetaTag};
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
pub(super) fn measure(dom: &Dom, head: &Head<'_>, m: &mut Measures) {
    let mut kinds = Kinds::default();
    head.metas.iter().for_each(|tag| kinds.meta(tag));
    for &script in &head.linked_scripts {
        dom.children(script).for_each(|text| kinds.linked_data(dom.text(text)));
    }
    let says = |kind: bool| f32::from(u8::from(kind));
    (m.says_article, m.says_product, m.says_thread) = (says(kinds.article), says(kinds.product), says(kinds.thread));
    (m.says_list, m.says_shop) = (says(kinds.list), says(kinds.shop));
    (m.says_forum, m.says_manual) = (says(kinds.forum), says(kinds.manual));
}

impl Kinds {
    fn meta(&mut self, tag: &MetaTag<'_>) {
        if !matches!(tag.name, "og:type" | "generator") || tag.content.len() > 80 {
            return;
        }
        let content = tag.content.to_ascii_lowercase();
        match tag.name {
            "og:type" => {
                self.article |= content.contains("article") || content.contains("blog");
                self.product |= content.contains("product");
            }
            "generator" => {
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
