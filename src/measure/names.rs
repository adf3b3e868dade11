//! What the names that a page gives its elements (class, id, role, tag) speak for, and what they and its words say of its
//! type, by odds learned from labelled pages. Evidence in columns: no name and no word is a verdict.

use super::hints;
use super::odds::{NameTable, PAGE_TYPES};
use super::tree::Tree;
use crate::dom::{Attr, Dom, NodeId, Tag};
use crate::head::Head;
use serde_json::Value;

/// Names of the columns.
pub(super) const COLUMNS: [&str; 12] = [
    "names_own",
    "names_parent",
    "names_above",
    "names_rest",
    "names_sum",
    "names_least",
    "names_most",
    "names_fading",
    "names_fading_slowly",
    "names_before",
    "names_after",
    "names_heading",
];

/// A path of elements from the page down to one of them: the odds of their names, summed up in nine ways.
#[derive(Clone, Copy, Debug, Default)]
struct Path {
    /// The element's own names, its parent's, and those of the next three above.
    own: i32,
    parent: i32,
    above: [i32; 3],
    sum: i32,
    least: i32,
    most: i32,
    /// Sum in which each step up counts 0.67.
    fading: i32,
    /// Sum in which each step up counts 0.86.
    fading_slowly: i32,
}

impl Path {
    fn below(self, own: i32) -> Path {
        Path {
            own,
            parent: self.own,
            above: [self.parent, self.above[0], self.above[1]],
            sum: self.sum + own,
            least: self.least.min(own),
            most: self.most.max(own),
            fading: own + ((self.fading * 171) >> 8),
            fading_slowly: own + ((self.fading_slowly * 220) >> 8),
        }
    }

    /// The first nine columns.
    fn bytes(self) -> [u8; 9] {
        let above = self.above[0] + self.above[1];
        let rest = self.sum - self.own - self.parent - above;
        [
            byte(self.own),
            byte(self.parent),
            byte(above >> 1),
            byte(rest >> 2),
            byte(self.sum >> 2),
            byte(self.least),
            byte(self.most),
            byte(self.fading >> 2),
            byte(self.fading_slowly >> 3),
        ]
    }
}

/// A value on a scale whose middle is 128.
fn byte(value: i32) -> u8 {
    (value + 128).clamp(0, 255) as u8
}

/// What a page's names say of its blocks and of its type, and the memory to find it.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    /// [`COLUMNS`], each with a byte per block.
    pub columns: [Vec<u8>; COLUMNS.len()],
    /// For each type of page: the sum of the weights of the page's known names and words, each counted once, over the root of
    /// how many there are; in sixteenths of log-odds, with 128 for none.
    pub types: [u8; PAGE_TYPES],
    /// Hashes of what the page says of itself: classes of `<html>` and `<body>`, `og:type`, JSON-LD types, generator, and
    /// words of its address.
    pub of_page: Vec<u32>,
    /// Hashes of the words of its headings and short texts.
    pub of_words: Vec<u32>,
    /// The odds of each class attribute's names, summed up.
    classes: Vec<i32>,
    paths: Vec<Path>,
    votes: Votes,
}

impl Names {
    /// Empties the columns: what pages without markup have.
    pub fn reset(&mut self, n: usize) {
        self.of_page.clear();
        self.of_words.clear();
        self.types = [128; PAGE_TYPES];
        for column in &mut self.columns {
            column.clear();
            column.resize(n, 128);
        }
    }

    /// Fills the columns, and the odds of the page's types.
    pub fn measure(&mut self, tree: &Tree, headings: &[f32], table: &NameTable) {
        self.votes.begin(table);
        let votes = &mut self.votes;
        let mut odds = |(from, to): (u32, u32)| -> i32 {
            tree.names[from as usize..to as usize].iter().map(|&name| votes.add(table, name)).sum()
        };
        self.classes.clear();
        self.classes.extend(tree.classes.iter().map(|&names| odds(names)));
        self.paths.clear();
        // tags are few and come over and over: each is looked up once
        let mut of_tags = [None; Tag::ALL.len()];
        for (i, branch) in tree.branches.iter().enumerate() {
            let (names, tag) = branch.names_and_tag();
            let of_tag = match branch.tag {
                Tag::Other | Tag::Foreign => odds(tag),
                known => *of_tags[known as usize].get_or_insert_with(|| odds(tag)),
            };
            let own = self.classes[branch.classes as usize] + odds(names) + of_tag;
            let above = if i == 0 { Path::default() } else { self.paths[branch.parent as usize] };
            self.paths.push(above.below(own.clamp(-127, 127)));
        }
        for &name in self.of_page.iter().chain(&self.of_words) {
            self.votes.add(table, name);
        }
        self.types = self.votes.bytes();
        self.of_paths(&tree.of_block);
        self.neighbours(headings);
    }

    /// The columns that say what the blocks' paths do.
    fn of_paths(&mut self, of_block: &[u32]) {
        let n = of_block.len();
        let [own, parent, above, rest, sum, least, most, fading, slowly, ..] =
            self.columns.each_mut().map(|column| &mut column[..n]);
        for (i, &branch) in of_block.iter().enumerate() {
            let bytes = self.paths[branch as usize].bytes();
            [own[i], parent[i], above[i], rest[i], sum[i]] = [bytes[0], bytes[1], bytes[2], bytes[3], bytes[4]];
            [least[i], most[i], fading[i], slowly[i]] = [bytes[5], bytes[6], bytes[7], bytes[8]];
        }
    }

    /// The slowly fading sums of the block before, the block after, and the last heading.
    fn neighbours(&mut self, headings: &[f32]) {
        let [.., slowly, before, after, heading] = &mut self.columns;
        let n = slowly.len();
        let mut last = 128;
        for i in 0..n {
            if headings[i] > 0.0 {
                last = slowly[i];
            }
            heading[i] = last;
            before[i] = if i > 0 { slowly[i - 1] } else { 128 };
            after[i] = slowly.get(i + 1).copied().unwrap_or(128);
        }
    }
}

/// What the names seen so far say of the page's type.
#[derive(Clone, Debug, Default)]
struct Votes {
    sums: [i32; PAGE_TYPES],
    known: u32,
    /// A bit for each of the table's places that was counted, and a list of them.
    is_seen: Vec<u64>,
    seen: Vec<u32>,
}

impl Votes {
    /// Forgets the page before: in place of the whole table only what it had is cleared.
    fn begin(&mut self, table: &NameTable) {
        (self.sums, self.known) = ([0; PAGE_TYPES], 0);
        for slot in self.seen.drain(..) {
            self.is_seen[slot as usize / 64] = 0;
        }
        self.is_seen.resize(table.places().div_ceil(64), 0);
    }

    /// Counts a name, once a page. Gives the odds of what stands under it.
    fn add(&mut self, table: &NameTable, name: u32) -> i32 {
        let Some(slot) = table.find(name) else { return 0 };
        let odds = table.odds(slot);
        let (word, bit) = (&mut self.is_seen[slot / 64], 1 << (slot % 64));
        if *word & bit == 0 {
            *word |= bit;
            self.seen.push(slot as u32);
            self.known += u32::from(odds.types != [0; PAGE_TYPES]);
            for (sum, &odds) in self.sums.iter_mut().zip(&odds.types) {
                *sum += i32::from(odds);
            }
        }
        i32::from(odds.wanted)
    }

    fn bytes(&self) -> [u8; PAGE_TYPES] {
        let root = f64::from(self.known.max(1)).sqrt();
        self.sums.map(|sum| byte((f64::from(sum) / root * 2.0).floor() as i32))
    }
}

/// Words of an address looked at.
const WORDS_OF_ADDRESS: usize = 12;

/// Sets a name apart from those of the same spelling elsewhere.
fn of_kind(kind: &str, name: &str, out: &mut Vec<u32>) {
    let start = hints::hash_of(kind.as_bytes());
    let from = out.len();
    let _ = hints::of_value(name, out);
    for hash in &mut out[from..] {
        *hash ^= start;
    }
}

/// Gathers what a page says of itself.
pub(super) fn of_page(dom: &Dom, head: &Head<'_>, url: Option<&str>, out: &mut Vec<u32>) {
    for n in dom.children(NodeId::ROOT).flat_map(|n| std::iter::once(n).chain(dom.children(n))) {
        if matches!(dom.tag(n), Tag::Html | Tag::Body) {
            for value in [dom.attr(n, Attr::Class), dom.attr(n, Attr::Id)].into_iter().flatten() {
                of_kind("page", value, out);
            }
        }
    }
    for tag in &head.metas {
        if matches!(tag.name, "og:type" | "generator") && tag.content.len() <= 80 {
            of_kind(tag.name, tag.content, out);
        }
    }
    for value in &head.linked_data {
        of_linked_data(value, out);
    }
    let canonical = head.links.iter().find(|link| link.rel.eq_ignore_ascii_case("canonical")).map(|link| link.href);
    let path = url.or(canonical).and_then(|url| url.split_once("://")).and_then(|(_, rest)| rest.split_once('/'));
    let path = path.map(|(_, path)| path).unwrap_or_default();
    let depth = path.split(['?', '#']).next().unwrap_or_default().split('/').filter(|part| !part.is_empty()).count();
    out.push(hints::hash_of(format!("depth {}", depth.min(5)).as_bytes()));
    let words = path.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() >= 2);
    words.take(WORDS_OF_ADDRESS).for_each(|word| of_kind("address", word, out));
}

/// The types that JSON-LD gives the page and the things in its graph.
fn of_linked_data(value: &Value, out: &mut Vec<u32>) {
    let things = value.get("@graph").unwrap_or(value);
    for thing in things.as_array().map_or(std::slice::from_ref(things), Vec::as_slice).iter().take(32) {
        let types = thing.get("@type").unwrap_or(&Value::Null);
        for name in types.as_array().map_or(std::slice::from_ref(types), Vec::as_slice).iter().filter_map(Value::as_str)
        {
            of_kind("@type", name, out);
        }
    }
}
