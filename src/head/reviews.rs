//! Reviews that are marked as parts of what they are about. In: an element. Out: whether it holds one by a reader. A critic's,
//! which is the page's own matter, is none.

use crate::dom::{Attr, Dom, NodeId};

/// Tells the reviews of a page's readers.
#[derive(Default)]
pub(crate) struct Reviews {
    /// Whether the page has several, once they were counted.
    are_several: Option<bool>,
}

impl Reviews {
    /// Whether an element is a reader's review: one of several, or one of goods.
    pub(crate) fn is_of_reader(&mut self, dom: &Dom, n: NodeId) -> bool {
        let several = || dom.descendants(NodeId::ROOT).filter(|&d| is_review(dom, d)).nth(1).is_some();
        is_review(dom, n) && (*self.are_several.get_or_insert_with(several) || is_of_goods(dom, n))
    }
}

fn is_review(dom: &Dom, n: NodeId) -> bool {
    matches!(dom.attr(n, Attr::Itemprop), Some("review" | "reviews"))
}

fn is_of_goods(dom: &Dom, n: NodeId) -> bool {
    let about = dom.ancestors(n).find_map(|a| dom.attr(a, Attr::Itemtype));
    about.is_some_and(|of| of.trim().ends_with("/Product"))
}
