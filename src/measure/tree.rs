//! Where a block stands in the tree: what its ancestors are called, and how large the containers around it are.

use super::hints::{self, Hints};
use super::{Measures, is_good};
use crate::blocks::Blocks;
use crate::dom::{Attr, Dom, NodeId, PerClass, Tag};
use memchr::memchr2;
use xxhash_rust::const_xxh3::xxh3_64 as const_xxh3;
use xxhash_rust::xxh3::xxh3_64;

/// Steps are counted up to here.
pub(super) const FAR: u8 = 16;

/// A block's element and boxes around it that are looked at to see what it stands beside.
const BOXES: usize = 4;

/// Sets the names of tags apart from those of classes.
const TAG: u32 = 0x5a5a_5a5a;

/// The hashes of the names of tags.
static TAGS: [u32; Tag::ALL.len()] = {
    let mut hashes = [0; Tag::ALL.len()];
    let mut at = 0;
    while at < hashes.len() {
        hashes[at] = hints::hash_of(Tag::ALL[at].name().as_bytes()) ^ TAG;
        at += 1;
    }
    hashes
};

/// Hash of the class of an element that has none: that of no bytes.
const NO_CLASS: u64 = const_xxh3(b"");

/// The tags whose distance is measured.
const LANDMARKS: [Tag; 10] = [
    Tag::Nav,
    Tag::Header,
    Tag::Footer,
    Tag::Aside,
    Tag::Main,
    Tag::Article,
    Tag::Form,
    Tag::Section,
    Tag::Li,
    Tag::Table,
];

/// An element with blocks in it: sums over its subtree, and what it takes over from its ancestors.
#[derive(Clone, Copy, Debug)]
pub(super) struct Branch {
    pub node: NodeId,
    /// Its parent's number in [`Tree::branches`]; its own for the first.
    pub parent: u32,
    pub words: f32,
    pub linked: f32,
    pub good: f32,
    pub commas: f32,
    /// Blocks, those of them that are headings, words in `<p>`, images and inputs.
    pub blocks: f32,
    pub headings: f32,
    pub paragraphs: f32,
    pub media: f32,
    /// 2 for an `itemprop` of a text on the element or up to three above, 1 for any other.
    itemprop: [u8; 4],
    steps: [u8; LANDMARKS.len()],
    /// Hints of the element itself and of the two above it.
    recent: [Hints; 3],
    all: Hints,
    hidden: bool,
    /// The outermost element around it, itself counted, that is hidden for good; 0 where there is none.
    hidden_for_good: u32,
    control: bool,
    /// The rows in [`Tree::names`] of its id, role and tag.
    pub names: (u32, u32),
    /// The number of its class attribute in [`Tree::classes`].
    pub classes: u32,
    /// Hash of its first class.
    pub class: u64,
}

/// What a class attribute says; pages give the same to many elements.
#[derive(Clone, Copy, Debug)]
struct Classes {
    hints: Hints,
    /// Its number in [`Tree::classes`].
    number: u32,
    /// Hash of the first.
    first: u64,
}

/// The part of a page's tree that blocks stand in, in document order; most nodes are text or hold none. Its memory serves
/// page after page.
#[derive(Clone, Debug, Default)]
pub(super) struct Tree {
    pub branches: Vec<Branch>,
    /// The branch of each block's element.
    pub of_block: Vec<u32>,
    /// The branch of each node; 0 where it has none.
    of_node: Vec<u32>,
    /// Hashes of the names in the branches' class, id and role attributes, and of their tags.
    pub names: Vec<u32>,
    /// The rows in `names` of each class attribute; the first is that of elements without any.
    pub classes: Vec<(u32, u32)>,
    read: PerClass<Classes>,
}

impl Branch {
    fn top() -> Branch {
        Branch {
            node: NodeId::ROOT,
            parent: 0,
            words: 0.0,
            linked: 0.0,
            good: 0.0,
            commas: 0.0,
            blocks: 0.0,
            headings: 0.0,
            paragraphs: 0.0,
            media: 0.0,
            itemprop: [0; 4],
            steps: [FAR; LANDMARKS.len()],
            recent: [Hints(0); 3],
            all: Hints(0),
            hidden: false,
            hidden_for_good: 0,
            control: false,
            names: (0, 0),
            classes: 0,
            class: NO_CLASS,
        }
    }
}

impl Tree {
    /// What an element inside the branch `parent` starts from.
    fn below(&mut self, dom: &Dom, node: NodeId, parent: u32) -> Branch {
        let above = &self.branches[parent as usize];
        let tag = dom.tag(node);
        let role = dom.attr(node, Attr::Role);
        let mut steps = above.steps.map(|step| (step + 1).min(FAR));
        if let Some(k) = LANDMARKS.iter().position(|&landmark| landmark == tag) {
            steps[k] = 0;
        }
        if let Some(k) = role.and_then(landmark_of) {
            steps[k] = 0;
        }
        let value = dom.attr(node, Attr::Class);
        // the page's own names describe the page, not a part of it
        let is_page = matches!(tag, Tag::Html | Tag::Body);
        let said = match value {
            Some(value) if !is_page => of_classes(dom, node, value, &mut self.names, &mut self.classes, &mut self.read),
            value => Classes { hints: Hints::default(), number: 0, first: value.map_or(NO_CLASS, first_class) },
        };
        let mut own = said.hints;
        let from = self.names.len() as u32;
        for value in [dom.attr(node, Attr::Id), role].into_iter().flatten().filter(|_| !is_page) {
            own = own.with(hints::of_value(value, &mut self.names));
        }
        self.names.push(match tag {
            Tag::Other | Tag::Foreign => hints::hash_of(dom.name(node).as_bytes()) ^ TAG,
            tag => TAGS[tag as usize],
        });
        Branch {
            node,
            parent,
            names: (from, self.names.len() as u32),
            classes: said.number,
            class: said.first,
            steps,
            itemprop: [itemprop(dom, node), above.itemprop[0], above.itemprop[1], above.itemprop[2]],
            recent: [own, above.recent[0], above.recent[1]],
            all: above.all.with(own),
            hidden: above.hidden || is_hidden(dom, node),
            hidden_for_good: above.hidden_for_good,
            control: above.control || matches!(tag, Tag::Button | Tag::Label) || role == Some("button"),
            ..Branch::top()
        }
    }
}

/// What an element's class attribute says. One that is new has its names put onto `names` and a row into `classes`.
fn of_classes(
    dom: &Dom,
    n: NodeId,
    value: &str,
    names: &mut Vec<u32>,
    classes: &mut Vec<(u32, u32)>,
    read: &mut PerClass<Classes>,
) -> Classes {
    read.get(dom, n, || {
        let from = names.len() as u32;
        let hints = hints::of_value(value, names);
        classes.push((from, names.len() as u32));
        Classes { hints, number: classes.len() as u32 - 1, first: first_class(value) }
    })
}

fn first_class(value: &str) -> u64 {
    value.split_ascii_whitespace().next().map_or(NO_CLASS, |class| xxh3_64(class.as_bytes()))
}

fn itemprop(dom: &Dom, node: NodeId) -> u8 {
    match dom.attr(node, Attr::Itemprop) {
        None => 0,
        Some("articleBody" | "description" | "text" | "reviewBody" | "mainContentOfPage" | "recipeInstructions") => 2,
        Some(_) => 1,
    }
}

/// Number of the landmark that a role makes of an element.
fn landmark_of(role: &str) -> Option<usize> {
    match role {
        "navigation" | "menu" | "menubar" => Some(0),
        "banner" => Some(1),
        "contentinfo" => Some(2),
        "complementary" => Some(3),
        "main" => Some(4),
        "article" => Some(5),
        "form" | "search" => Some(6),
        _ => None,
    }
}

fn is_hidden(dom: &Dom, n: NodeId) -> bool {
    let by_style = || dom.attr(n, Attr::Style).is_some_and(hides);
    dom.attr(n, Attr::Hidden).is_some() || dom.attr(n, Attr::AriaHidden) == Some("true") || by_style()
}

/// Share of a page's words from which on a hidden element is shown once the page is loaded.
const SHOWN_LATER: f32 = 0.75;

/// Whether an element is hidden, has no name that a script would find it by, and the page has no script: archives that
/// took the scripts away left the names.
fn is_hidden_for_good(dom: &Dom, n: NodeId, has_scripts: &mut Option<bool>) -> bool {
    let is_so = match dom.attr(n, Attr::Hidden) {
        Some(value) => !value.eq_ignore_ascii_case("until-found"),
        None => dom.attr(n, Attr::Style).is_some_and(hides),
    };
    let is_nameless = is_so && dom.attrs(n).count() == 1;
    is_nameless && !*has_scripts.get_or_insert_with(|| (1..dom.len()).any(|i| dom.tag(NodeId(i as u32)) == Tag::Script))
}

/// Whether an inline style hides its element.
fn hides(style: &str) -> bool {
    // both properties have a letter that few others have
    if memchr2(b'y', b'Y', style.as_bytes()).is_none() {
        return false;
    }
    let starts = |value: &str, with: &str| value.get(..with.len()).is_some_and(|v| v.eq_ignore_ascii_case(with));
    style.split(';').filter_map(|rule| rule.split_once(':')).any(|(name, value)| {
        let is = |n: &str, v: &str| name.trim().eq_ignore_ascii_case(n) && starts(value.trim(), v);
        is("display", "none") || is("visibility", "hidden")
    })
}

impl Tree {
    /// Finds the branches and sums the blocks' words up: linear in the nodes of the page.
    pub(super) fn gather(&mut self, dom: &Dom, blocks: &Blocks, m: &Measures) {
        self.grow(dom, blocks);
        for (i, &at) in self.of_block.iter().enumerate() {
            let Some(branch) = self.branches.get_mut(at as usize) else { continue };
            branch.words += m.words[i];
            branch.linked += m.words[i] * m.link_share[i];
            branch.commas += m.commas[i];
            branch.blocks += f32::from(u8::from(m.words[i] > 0.0));
            branch.headings += f32::from(u8::from(m.heading[i] > 0.0 && m.words[i] > 0.0));
            branch.media += f32::from(u8::from(m.words[i] == 0.0));
            if dom.tag(branch.node) == Tag::P {
                branch.paragraphs += m.words[i];
            }
            if is_good(m.words[i], m.link_share[i]) {
                branch.good += m.words[i];
            }
        }
        for i in (1..self.branches.len()).rev() {
            let below = self.branches[i];
            let above = &mut self.branches[below.parent as usize];
            let Branch { words, linked, good, commas, blocks, headings, paragraphs, media, .. } = below;
            above.blocks += blocks;
            above.headings += headings;
            above.paragraphs += paragraphs;
            above.media += media;
            above.words += words;
            above.linked += linked;
            above.good += good;
            above.commas += commas;
        }
    }

    /// Marks the ancestors of all blocks, then lines them up in document order.
    fn grow(&mut self, dom: &Dom, blocks: &Blocks) {
        self.of_node.clear();
        self.of_node.resize(dom.len(), 0);
        self.branches.clear();
        self.names.clear();
        self.classes.clear();
        self.classes.push((0, 0));
        self.read.clear();
        self.branches.push(Branch::top());
        for block in &blocks.rows {
            for n in std::iter::once(block.node).chain(dom.ancestors(block.node)) {
                let Some(mark) = self.of_node.get_mut(n.index()) else { break };
                if std::mem::replace(mark, 1) == 1 {
                    break;
                }
            }
        }
        // looked for where something is hidden
        let mut has_scripts = None;
        for i in 1..dom.len() {
            if self.of_node[i] == 0 {
                continue;
            }
            let node = NodeId(i as u32);
            let parent = dom.parent(node).map_or(0, |p| if p == NodeId::ROOT { 0 } else { self.of_node[p.index()] });
            self.of_node[i] = self.branches.len() as u32;
            let mut branch = self.below(dom, node, parent);
            if branch.hidden && branch.hidden_for_good == 0 && is_hidden_for_good(dom, node, &mut has_scripts) {
                branch.hidden_for_good = self.of_node[i];
            }
            self.branches.push(branch);
        }
        self.of_block.clear();
        let of_node = |n: NodeId| if n == NodeId::ROOT { 0 } else { self.of_node.get(n.index()).copied().unwrap_or(0) };
        self.of_block.extend(blocks.rows.iter().map(|block| of_node(block.node)));
    }

    /// What [`Measures::is_hidden_for_good`] says.
    pub(super) fn is_hidden_for_good(&self, block: usize) -> bool {
        let around = self.of_block.get(block).map_or(0, |&at| self.branches[at as usize].hidden_for_good);
        around != 0 && self.branches[around as usize].words < SHOWN_LATER * self.branches[0].words
    }

    /// What [`Measures::stands_beside`] says.
    pub(super) fn stands_beside(&self, block: usize, other: usize) -> bool {
        let (Some(&at), Some(&other)) = (self.of_block.get(block), self.of_block.get(other)) else { return false };
        let parents = |branch: u32, most: usize| {
            self.upward(branch).take(most).filter(|&b| b != 0).map(|b| self.branches[b as usize].parent)
        };
        parents(other, 2).any(|level| parents(at, BOXES).any(|parent| parent == level))
    }

    /// A branch and those around it, innermost first.
    pub(super) fn upward(&self, branch: u32) -> impl Iterator<Item = u32> {
        let mut next = Some(branch);
        std::iter::from_fn(move || {
            let at = next?;
            next = (at != 0).then(|| self.branches[at as usize].parent);
            Some(at)
        })
    }
}

/// Fills the columns on ancestors and containers.
pub(super) fn measure(dom: &Dom, tree: &Tree, m: &mut Measures) {
    let page = &tree.branches[0];
    m.page_media = page.media / page.blocks.max(1.0);
    m.page_paragraphs = page.paragraphs / page.words.max(1.0);
    for (i, &at) in tree.of_block.iter().enumerate() {
        let here = &tree.branches[at as usize];
        let steps = here.steps.map(f32::from);
        [m.to_nav[i], m.to_header[i], m.to_footer[i], m.to_aside[i]] = [steps[0], steps[1], steps[2], steps[3]];
        [m.to_main[i], m.to_article[i], m.to_form[i], m.to_section[i]] = [steps[4], steps[5], steps[6], steps[7]];
        [m.to_item[i], m.to_table[i]] = [steps[8], steps[9]];
        let has = |kind: u8| f32::from(u8::from(here.itemprop.contains(&kind)));
        (m.itemprop_text[i], m.itemprop_other[i]) = (has(2), has(1));
        m.element[i] = element(dom.tag(here.node));
        let parent_of = |block: Option<&u32>| block.map(|&b| tree.branches[b as usize].parent);
        let beside = |other: Option<&u32>| f32::from(u8::from(at != 0 && parent_of(other) == Some(here.parent)));
        m.beside_before[i] = beside(i.checked_sub(1).and_then(|k| tree.of_block.get(k)));
        m.beside_after[i] = beside(tree.of_block.get(i + 1));
        m.near[i] = here.recent[0].with(here.recent[1]).with(here.recent[2]);
        m.all[i] = here.all;
        m.hidden[i] = f32::from(u8::from(here.hidden));
        m.control[i] = f32::from(u8::from(here.control));
        m.depth[i] = f32::from(dom.depth(here.node));
        m.paragraph[i] = f32::from(u8::from(dom.tag(here.node) == Tag::P));
        containers(tree, at, i, m);
        let share = |words: f32| words / m.page_words.max(1.0);
        (m.share1[i], m.share2[i], m.share3[i]) = (share(m.words1[i]), share(m.words2[i]), share(m.words3[i]));
    }
}

/// The number of [`Measures::element`].
fn element(tag: Tag) -> f32 {
    match tag {
        Tag::Span => 1.0,
        Tag::P => 2.0,
        Tag::Li => 3.0,
        Tag::Td | Tag::Th => 4.0,
        Tag::A => 5.0,
        Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => 6.0,
        Tag::Button | Tag::Label => 7.0,
        Tag::Dt | Tag::Dd => 8.0,
        _ => 0.0,
    }
}

/// Ancestors climbed at most in search of containers.
const CLIMB: usize = 24;

fn containers(tree: &Tree, at: u32, i: usize, m: &mut Measures) {
    let mut last = m.words[i].max(1.0);
    let mut found = 0;
    for above in tree.upward(at).take(CLIMB) {
        let Branch { words, linked, good, blocks, headings, paragraphs, media, .. } = tree.branches[above as usize];
        if words <= last * 1.3 {
            continue;
        }
        last = words;
        let (links, good, paragraphs) = (linked / words, good / words, paragraphs / words);
        let blocks = blocks.max(1.0);
        let (per_block, headings, media) = (words / blocks, headings / blocks, media / blocks);
        match found {
            0 => {
                (m.words1[i], m.links1[i], m.good1[i]) = (words, links, good);
                (m.per_block1[i], m.paragraphs1[i]) = (per_block, paragraphs);
                (m.headings1[i], m.media1[i]) = (headings, media);
            }
            1 => {
                (m.words2[i], m.links2[i], m.good2[i]) = (words, links, good);
                (m.per_block2[i], m.paragraphs2[i]) = (per_block, paragraphs);
                (m.headings2[i], m.media2[i]) = (headings, media);
            }
            _ => {
                (m.words3[i], m.links3[i], m.good3[i]) = (words, links, good);
                (m.per_block3[i], m.paragraphs3[i]) = (per_block, paragraphs);
                return;
            }
        }
        found += 1;
    }
}
