//! Where a block stands in the tree: what its ancestors are called, and how large the containers around it are.

use super::hints::{self, Hints};
use super::{Measures, is_good, rows};
use crate::blocks::Blocks;
use crate::dom::{Attr, Dom, HIDDEN, NodeId, PerClass, Tag, hides};
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

/// The number of each tag among the landmarks; [`NO_LANDMARK`] for the others.
static LANDMARK_OF: [u8; Tag::ALL.len()] = {
    let mut numbers = [NO_LANDMARK; Tag::ALL.len()];
    let mut at = 0;
    while at < LANDMARKS.len() {
        numbers[LANDMARKS[at] as usize] = at as u8;
        at += 1;
    }
    numbers
};

const NO_LANDMARK: u8 = u8::MAX;

/// Steps up to each landmark; as many as the machine counts at a time, of which the last are of none.
type Steps = [u8; 16];

const _: () = assert!(LANDMARKS.len() <= size_of::<Steps>());

/// An element with blocks in it: sums over its subtree, and what it takes over from its ancestors.
#[derive(Clone, Copy, Debug)]
pub(super) struct Branch {
    pub node: NodeId,
    pub tag: Tag,
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
    steps: Steps,
    /// Hints of the element itself and of the two above it.
    recent: [Hints; 3],
    all: Hints,
    hidden: bool,
    /// The outermost element around it, itself counted, that is hidden for good; 0 where there is none.
    hidden_for_good: u32,
    control: bool,
    /// The rows in [`Tree::names`] of its id, role and tag; the tag is the last.
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
            tag: Tag::Document,
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
            steps: [FAR; size_of::<Steps>()],
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

impl Branch {
    /// The rows of its id and role, and that of its tag, which the page itself lacks.
    pub fn names_and_tag(&self) -> ((u32, u32), (u32, u32)) {
        let (from, to) = self.names;
        let tag = to.saturating_sub(1).max(from);
        ((from, tag), (tag, to))
    }
}

impl Tree {
    /// What an element inside the branch `parent` starts from.
    fn below(&mut self, dom: &Dom, node: NodeId, parent: u32) -> Branch {
        let above = &self.branches[parent as usize];
        let tag = dom.tag(node);
        let role = dom.attr(node, Attr::Role);
        let mut steps = above.steps.map(|step| (step + 1).min(FAR));
        if let Some(step) = steps.get_mut(usize::from(LANDMARK_OF[tag as usize])) {
            *step = 0;
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
            tag,
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
    let by_style = || dom.attr(n, Attr::Style).is_some_and(|style| hides(style, HIDDEN));
    dom.attr(n, Attr::Hidden).is_some() || dom.attr(n, Attr::AriaHidden) == Some("true") || by_style()
}

/// Share of a page's words from which on a hidden element is shown once the page is loaded.
const SHOWN_LATER: f32 = 0.75;

/// Whether an element is hidden, has no name that a script would find it by, and the page has no script: archives that
/// took the scripts away left the names.
fn is_hidden_for_good(dom: &Dom, n: NodeId, has_scripts: &mut Option<bool>) -> bool {
    let is_nameless = dom.is_hidden(n, HIDDEN) && dom.attrs(n).count() == 1;
    is_nameless && !*has_scripts.get_or_insert_with(|| (1..dom.len()).any(|i| dom.tag(NodeId(i as u32)) == Tag::Script))
}

impl Tree {
    /// Finds the branches and sums the blocks' words up: linear in the nodes of the page.
    pub(super) fn gather(&mut self, dom: &Dom, blocks: &Blocks, m: &Measures) {
        self.grow(dom, blocks);
        let own = m.words.iter().zip(&m.link_share).zip(m.commas.iter().zip(&m.heading));
        for (&at, ((&words, &link_share), (&commas, &heading))) in self.of_block.iter().zip(own) {
            let branch = &mut self.branches[at as usize];
            branch.words += words;
            branch.linked += words * link_share;
            branch.commas += commas;
            branch.blocks += f32::from(u8::from(words > 0.0));
            branch.headings += f32::from(u8::from(heading > 0.0 && words > 0.0));
            branch.media += f32::from(u8::from(words == 0.0));
            if branch.tag == Tag::P {
                branch.paragraphs += words;
            }
            if is_good(words, link_share) {
                branch.good += words;
            }
        }
        for i in (1..self.branches.len()).rev() {
            // a parent stands before its children
            let (before, below) = self.branches.split_at_mut(i);
            let (below, above) = (&below[0], &mut before[below[0].parent as usize]);
            above.blocks += below.blocks;
            above.headings += below.headings;
            above.paragraphs += below.paragraphs;
            above.media += below.media;
            above.words += below.words;
            above.linked += below.linked;
            above.good += below.good;
            above.commas += below.commas;
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
    elements(dom, tree, m);
    containers(tree, m);
}

/// What each block's own element is, and what is around it.
fn elements(dom: &Dom, tree: &Tree, m: &mut Measures) {
    let n = tree.of_block.len();
    rows!(m, n; to_nav, to_header, to_footer, to_aside, to_main, to_article, to_form, to_section, to_item, to_table);
    rows!(m, n; itemprop_text, itemprop_other, element, beside_before, beside_after, near, all, hidden, control, depth);
    rows!(m, n; paragraph);
    let yes = |holds: bool| f32::from(u8::from(holds));
    for (i, &at) in tree.of_block.iter().enumerate() {
        let here = &tree.branches[at as usize];
        let steps = here.steps.map(f32::from);
        [to_nav[i], to_header[i], to_footer[i], to_aside[i]] = [steps[0], steps[1], steps[2], steps[3]];
        [to_main[i], to_article[i], to_form[i], to_section[i]] = [steps[4], steps[5], steps[6], steps[7]];
        [to_item[i], to_table[i]] = [steps[8], steps[9]];
        (itemprop_text[i], itemprop_other[i]) = (yes(here.itemprop.contains(&2)), yes(here.itemprop.contains(&1)));
        let parent_of = |block: Option<&u32>| block.map(|&b| tree.branches[b as usize].parent);
        let beside = |other: Option<&u32>| yes(at != 0 && parent_of(other) == Some(here.parent));
        beside_before[i] = beside(i.checked_sub(1).and_then(|k| tree.of_block.get(k)));
        beside_after[i] = beside(tree.of_block.get(i + 1));
        near[i] = here.recent[0].with(here.recent[1]).with(here.recent[2]);
        all[i] = here.all;
        (hidden[i], control[i]) = (yes(here.hidden), yes(here.control));
        depth[i] = f32::from(dom.depth(here.node));
        (element[i], paragraph[i]) = (element_number(here.tag), yes(here.tag == Tag::P));
    }
}

/// The number of [`Measures::element`].
fn element_number(tag: Tag) -> f32 {
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

/// Fills the columns on the three containers around each block.
fn containers(tree: &Tree, m: &mut Measures) {
    let n = tree.of_block.len();
    let whole = m.page_words.max(1.0);
    rows!(m, n; words, words1, words2, words3, links1, links2, links3, good1, good2, good3, share1, share2, share3);
    rows!(m, n; per_block1, per_block2, per_block3, paragraphs1, paragraphs2, paragraphs3);
    rows!(m, n; headings1, headings2, media1, media2);
    for (i, &at) in tree.of_block.iter().enumerate() {
        let [first, second, third] = containers_of(tree, at, words[i]);
        (words1[i], words2[i], words3[i]) = (first.words, second.words, third.words);
        (links1[i], links2[i], links3[i]) = (first.links, second.links, third.links);
        (good1[i], good2[i], good3[i]) = (first.good, second.good, third.good);
        (share1[i], share2[i], share3[i]) = (first.words / whole, second.words / whole, third.words / whole);
        (per_block1[i], per_block2[i], per_block3[i]) = (first.per_block, second.per_block, third.per_block);
        (paragraphs1[i], paragraphs2[i], paragraphs3[i]) = (first.paragraphs, second.paragraphs, third.paragraphs);
        (headings1[i], headings2[i]) = (first.headings, second.headings);
        (media1[i], media2[i]) = (first.media, second.media);
    }
}

/// A container by what its columns say; all 0 where there is none.
#[derive(Clone, Copy, Default)]
struct Container {
    words: f32,
    links: f32,
    good: f32,
    per_block: f32,
    paragraphs: f32,
    headings: f32,
    media: f32,
}

/// The three containers around a block of so many words: each holds markedly more than what is in it.
fn containers_of(tree: &Tree, at: u32, words: f32) -> [Container; 3] {
    let mut containers = [Container::default(); 3];
    let mut last = words.max(1.0);
    let mut found = 0;
    for above in tree.upward(at).take(CLIMB) {
        let here = &tree.branches[above as usize];
        if here.words <= last * 1.3 {
            continue;
        }
        let (words, blocks) = (here.words, here.blocks.max(1.0));
        containers[found] = Container {
            words,
            links: here.linked / words,
            good: here.good / words,
            per_block: words / blocks,
            paragraphs: here.paragraphs / words,
            headings: here.headings / blocks,
            media: here.media / blocks,
        };
        last = words;
        found += 1;
        if found == containers.len() {
            break;
        }
    }
    containers
}
