//! Where a block stands in the tree: what its ancestors are called, and how large the containers around it are.

use super::hints::{self, Hints};
use super::{Measures, is_good};
use crate::blocks::Blocks;
use crate::dom::{Attr, Dom, NodeId, Tag};

/// Steps are counted up to here.
pub(super) const FAR: u8 = 16;

/// The tags whose distance is measured.
const LANDMARKS: [Tag; 8] =
    [Tag::Nav, Tag::Header, Tag::Footer, Tag::Aside, Tag::Main, Tag::Article, Tag::Form, Tag::Section];

/// Sums per node over its subtree, and what is inherited from above.
#[derive(Default)]
pub(super) struct Nodes {
    pub words: Vec<f32>,
    pub linked: Vec<f32>,
    pub good: Vec<f32>,
    pub commas: Vec<f32>,
}

impl Nodes {
    /// Sums the blocks' words up the tree: one pass from the last node to the first.
    pub(super) fn gather(dom: &Dom, blocks: &Blocks, m: &Measures) -> Nodes {
        let n = dom.len();
        let mut nodes = Nodes { words: vec![0.0; n], linked: vec![0.0; n], good: vec![0.0; n], commas: vec![0.0; n] };
        for (i, block) in blocks.rows.iter().enumerate() {
            let at = block.node.index();
            if at >= n {
                continue;
            }
            nodes.words[at] += m.words[i];
            nodes.linked[at] += m.words[i] * m.link_share[i];
            nodes.commas[at] += m.commas[i];
            if is_good(m.words[i], m.link_share[i]) {
                nodes.good[at] += m.words[i];
            }
        }
        for i in (1..n).rev() {
            if let Some(parent) = dom.parent(NodeId(i as u32)).map(NodeId::index)
                && nodes.words[i] > 0.0
            {
                nodes.words[parent] += nodes.words[i];
                nodes.linked[parent] += nodes.linked[i];
                nodes.good[parent] += nodes.good[i];
                nodes.commas[parent] += nodes.commas[i];
            }
        }
        nodes
    }
}

/// What a node takes over from its ancestors.
#[derive(Clone, Copy)]
struct Inherited {
    steps: [u8; LANDMARKS.len()],
    /// Hints of the element itself and of the two above it.
    recent: [Hints; 3],
    all: Hints,
    hidden: bool,
    control: bool,
}

impl Inherited {
    const TOP: Inherited = Inherited {
        steps: [FAR; LANDMARKS.len()],
        recent: [Hints(0); 3],
        all: Hints(0),
        hidden: false,
        control: false,
    };

    fn below(&self, dom: &Dom, n: NodeId) -> Inherited {
        let mut here = *self;
        let tag = dom.tag(n);
        for (step, &landmark) in here.steps.iter_mut().zip(&LANDMARKS) {
            *step = if tag == landmark || role_is(dom, n, landmark) { 0 } else { (*step + 1).min(FAR) };
        }
        let mut own = Hints::default();
        // the page's own classes describe the page, not a part of it
        if !matches!(tag, Tag::Html | Tag::Body) {
            for attr in [Attr::Class, Attr::Id, Attr::Role] {
                if let Some(value) = dom.attr(n, attr) {
                    own = own.with(hints::of_value(value));
                }
            }
        }
        here.recent = [own, self.recent[0], self.recent[1]];
        here.all = self.all.with(own);
        here.hidden |= is_hidden(dom, n);
        here.control |= matches!(tag, Tag::Button | Tag::Label) || dom.attr(n, Attr::Role) == Some("button");
        here
    }
}

fn role_is(dom: &Dom, n: NodeId, landmark: Tag) -> bool {
    let Some(role) = dom.attr(n, Attr::Role) else { return false };
    match landmark {
        Tag::Nav => role == "navigation" || role == "menu" || role == "menubar",
        Tag::Header => role == "banner",
        Tag::Footer => role == "contentinfo",
        Tag::Aside => role == "complementary",
        Tag::Main => role == "main",
        Tag::Article => role == "article",
        Tag::Form => role == "form" || role == "search",
        _ => false,
    }
}

fn is_hidden(dom: &Dom, n: NodeId) -> bool {
    if dom.attr(n, Attr::Hidden).is_some() || dom.attr(n, Attr::AriaHidden) == Some("true") {
        return true;
    }
    dom.attr(n, Attr::Style).is_some_and(|style| {
        let packed = |name: &str, value: &str| {
            style.split(';').any(|rule| {
                rule.split_once(':').is_some_and(|(k, v)| {
                    k.trim().eq_ignore_ascii_case(name) && v.trim().to_ascii_lowercase().starts_with(value)
                })
            })
        };
        packed("display", "none") || packed("visibility", "hidden")
    })
}

/// Fills the columns on ancestors and containers.
pub(super) fn measure(dom: &Dom, blocks: &Blocks, nodes: &Nodes, m: &mut Measures) {
    let inherited = inherit(dom, nodes);
    for (i, block) in blocks.rows.iter().enumerate() {
        let Some(here) = inherited.get(block.node.index()) else { continue };
        let steps = here.steps.map(f32::from);
        [m.to_nav[i], m.to_header[i], m.to_footer[i], m.to_aside[i]] = [steps[0], steps[1], steps[2], steps[3]];
        [m.to_main[i], m.to_article[i], m.to_form[i], m.to_section[i]] = [steps[4], steps[5], steps[6], steps[7]];
        m.near[i] = here.recent[0].with(here.recent[1]).with(here.recent[2]);
        m.all[i] = here.all;
        m.hidden[i] = f32::from(u8::from(here.hidden));
        m.control[i] = f32::from(u8::from(here.control));
        m.depth[i] = f32::from(dom.depth(block.node));
        m.paragraph[i] = f32::from(u8::from(dom.tag(block.node) == Tag::P));
        containers(dom, block.node, nodes, i, m);
    }
}

/// What every node that holds words inherits; nodes without words keep the top's values, as nobody asks.
fn inherit(dom: &Dom, nodes: &Nodes) -> Vec<Inherited> {
    let mut all = vec![Inherited::TOP; dom.len()];
    for i in 1..dom.len() {
        let n = NodeId(i as u32);
        if nodes.words[i] == 0.0 && dom.tag(n) == Tag::Text {
            continue;
        }
        if let Some(parent) = dom.parent(n)
            && dom.is_element(n)
        {
            all[i] = all[parent.index()].below(dom, n);
        }
    }
    all
}

/// Ancestors climbed at most in search of containers.
const CLIMB: usize = 24;

fn containers(dom: &Dom, node: NodeId, nodes: &Nodes, i: usize, m: &mut Measures) {
    let mut last = m.words[i].max(1.0);
    let mut found = 0;
    for n in std::iter::once(node).chain(dom.ancestors(node)).take(CLIMB) {
        let words = nodes.words[n.index()];
        if words <= last * 1.3 {
            continue;
        }
        last = words;
        let links = nodes.linked[n.index()] / words;
        let good = nodes.good[n.index()] / words;
        match found {
            0 => (m.words1[i], m.links1[i], m.good1[i]) = (words, links, good),
            1 => (m.words2[i], m.links2[i], m.good2[i]) = (words, links, good),
            _ => {
                (m.words3[i], m.links3[i], m.good3[i]) = (words, links, good);
                return;
            }
        }
        found += 1;
    }
}
