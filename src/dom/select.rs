//! CSS selectors over the arena: scraper's selector parser and the `selectors` crate's matching.

use super::{Attr, Dom, NodeId, Tag};
use cssparser::Parser as CssParser;
use html5ever::{LocalName, Namespace, ns};
use scraper::selector::{CssLocalName, CssString, NonTSPseudoClass, Parser, PseudoElement, Simple};
use selectors::attr::{AttrSelectorOperation, CaseSensitivity, NamespaceConstraint};
use selectors::bloom::BloomFilter;
use selectors::context::{
    MatchingContext, MatchingForInvalidation, MatchingMode, NeedsSelectorFlags, QuirksMode, SelectorCaches,
};
use selectors::matching::{ElementSelectorFlags, matches_selector};
use selectors::parser::{ParseRelative, SelectorList};
use selectors::{Element, OpaqueElement};

/// A list of selectors, parsed once.
#[derive(Clone, Debug)]
pub struct Selectors {
    text: String,
}

/// A selector that cannot be parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectorError {
    /// Column in characters, from 0.
    pub column: usize,
    /// What is wrong.
    pub why: String,
}

fn parsed(text: &str) -> Result<SelectorList<Simple>, SelectorError> {
    let mut input = CssParser::new(text);
    SelectorList::parse(&Parser, &mut input, ParseRelative::No).map_err(|error| SelectorError {
        column: (input.current_source_location().column as usize).saturating_sub(1),
        why: format!("not a selector: {:?}", error.kind),
    })
}

impl Selectors {
    /// Parses a comma-separated list of selectors.
    ///
    /// # Errors
    /// Names the column at which the parser stopped.
    pub fn parse(text: &str) -> Result<Selectors, SelectorError> {
        parsed(text)?;
        Ok(Selectors { text: text.to_owned() })
    }

    /// The elements that match, in document order.
    pub fn matching(&self, dom: &Dom) -> Vec<NodeId> {
        // parsed anew for each page: the parsed form is tied to one thread, and only pages with rules come here
        let Ok(list) = parsed(&self.text) else { return Vec::new() };
        let mut caches = SelectorCaches::default();
        let mut context = MatchingContext::new(
            MatchingMode::Normal,
            None,
            &mut caches,
            QuirksMode::NoQuirks,
            NeedsSelectorFlags::No,
            MatchingForInvalidation::No,
        );
        let all = (1..dom.len() as u32).map(NodeId).filter(|&n| dom.is_element(n));
        all.filter(|&node| {
            list.slice().iter().any(|s| matches_selector(s, 0, None, &Selected { dom, node }, &mut context))
        })
        .collect()
    }
}

/// An element of the arena as the matcher sees it.
#[derive(Clone)]
struct Selected<'a> {
    dom: &'a Dom,
    node: NodeId,
}

impl std::fmt::Debug for Selected<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<{}>", self.dom.name(self.node))
    }
}

impl<'a> Selected<'a> {
    fn attr(&self, name: &str) -> Option<&'a str> {
        self.dom.attrs(self.node).find(|(n, _)| *n == name).map(|(_, value)| value)
    }

    fn at(&self, node: NodeId) -> Self {
        Selected { dom: self.dom, node }
    }

    fn sibling(&self, step: impl Fn(&[NodeId], usize) -> Option<NodeId>) -> Option<Self> {
        let parent = self.dom.parent(self.node)?;
        let siblings: Vec<NodeId> = self.dom.children(parent).filter(|&c| self.dom.is_element(c)).collect();
        let at = siblings.iter().position(|&s| s == self.node)?;
        step(&siblings, at).map(|n| self.at(n))
    }
}

impl Element for Selected<'_> {
    type Impl = Simple;

    fn opaque(&self) -> OpaqueElement {
        OpaqueElement::new(&self.dom.nodes[self.node.index()])
    }

    fn parent_element(&self) -> Option<Self> {
        self.dom.parent(self.node).filter(|&p| self.dom.is_element(p)).map(|p| self.at(p))
    }

    fn parent_node_is_shadow_root(&self) -> bool {
        false
    }

    fn containing_shadow_host(&self) -> Option<Self> {
        None
    }

    fn is_pseudo_element(&self) -> bool {
        false
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.sibling(|all, at| at.checked_sub(1).and_then(|i| all.get(i)).copied())
    }

    fn next_sibling_element(&self) -> Option<Self> {
        self.sibling(|all, at| all.get(at + 1).copied())
    }

    fn first_element_child(&self) -> Option<Self> {
        self.dom.children(self.node).find(|&c| self.dom.is_element(c)).map(|c| self.at(c))
    }

    fn is_html_element_in_html_document(&self) -> bool {
        !matches!(self.dom.tag(self.node), Tag::Svg | Tag::Math | Tag::Foreign)
    }

    fn has_local_name(&self, name: &CssLocalName) -> bool {
        *self.dom.name(self.node) == *name.0
    }

    fn has_namespace(&self, namespace: &Namespace) -> bool {
        (*namespace == ns!(html)) == self.is_html_element_in_html_document()
    }

    fn is_same_type(&self, other: &Self) -> bool {
        self.dom.name(self.node) == other.dom.name(other.node)
    }

    fn attr_matches(
        &self,
        _: &NamespaceConstraint<&Namespace>,
        name: &CssLocalName,
        operation: &AttrSelectorOperation<&CssString>,
    ) -> bool {
        let name: &LocalName = &name.0;
        self.attr(name).is_some_and(|value| operation.eval_str(value))
    }

    fn match_non_ts_pseudo_class(&self, _: &NonTSPseudoClass, _: &mut MatchingContext<'_, Simple>) -> bool {
        false
    }

    fn match_pseudo_element(&self, _: &PseudoElement, _: &mut MatchingContext<'_, Simple>) -> bool {
        false
    }

    fn apply_selector_flags(&self, _: ElementSelectorFlags) {}

    fn is_link(&self) -> bool {
        self.dom.tag(self.node) == Tag::A && self.attr("href").is_some()
    }

    fn is_html_slot_element(&self) -> bool {
        false
    }

    fn has_id(&self, id: &CssLocalName, case: CaseSensitivity) -> bool {
        self.dom.attr(self.node, Attr::Id).is_some_and(|value| case.eq(id.0.as_bytes(), value.as_bytes()))
    }

    fn has_class(&self, name: &CssLocalName, case: CaseSensitivity) -> bool {
        let classes = self.dom.attr(self.node, Attr::Class).unwrap_or_default();
        classes.split_ascii_whitespace().any(|class| case.eq(class.as_bytes(), name.0.as_bytes()))
    }

    fn has_custom_state(&self, _: &CssLocalName) -> bool {
        false
    }

    fn imported_part(&self, _: &CssLocalName) -> Option<CssLocalName> {
        None
    }

    fn is_part(&self, _: &CssLocalName) -> bool {
        false
    }

    fn is_empty(&self) -> bool {
        self.dom.children(self.node).next().is_none()
    }

    fn is_root(&self) -> bool {
        self.dom.parent(self.node) == Some(NodeId::ROOT)
    }

    fn add_element_unique_hashes(&self, _: &mut BloomFilter) -> bool {
        false
    }
}
