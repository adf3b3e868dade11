//! What opens something as a heading: `<summary>`, and buttons right before what they open. In: the element and the tree
//! around it. Out: its level where it heads what it opens. Never looks at what words say.

use super::display::heading_level;
use crate::dom::{Attr, Dom, NodeId, Tag};

/// Nodes looked at behind an entry for what follows it.
const LOOKED_AT: u32 = 4000;

/// Nodes between a button and what it opens, and nodes of that which are looked at for running text.
const BETWEEN: u32 = 24;
const OPENED: usize = 400;

/// Nodes in a line that opens something, at most.
const LINE: usize = 24;

/// Bytes of a text that runs: what a button opens that holds none is a menu or a filter.
const RUNNING: usize = 60;

/// Entries with running text from which on a run has headings whatever comes after it.
const SURE_RUN: u32 = 3;

/// Runs of entries, looked at once each.
#[derive(Default)]
pub(super) struct Accordions {
    /// Up to where the last run goes, and whether its entries have headings.
    run: Option<(NodeId, bool)>,
}

impl Accordions {
    /// The level of an element that opens something and acts as its heading, one below the heading before the run: where
    /// several follow each other, and what comes after the last stands under a heading of its own: else text after the run
    /// would seem to belong to its last entry. Of many entries with running text that is the lesser harm.
    pub(super) fn level(&mut self, dom: &Dom, n: NodeId, above: u8) -> Option<u8> {
        let (entry, depth) = match dom.tag(n) {
            Tag::Summary => {
                let details = dom.parent(n).filter(|&p| dom.tag(p) == Tag::Details)?;
                (details, dom.ancestors(details).filter(|&a| dom.tag(a) == Tag::Details).count().min(6) as u8)
            }
            Tag::Button | Tag::Div => {
                opened_by(dom, n)?;
                (n, 0)
            }
            _ => return None,
        };
        let known = self.run.filter(|&(end, _)| entry < end);
        let (_, is_heading) = *self.run.insert(known.unwrap_or_else(|| run_at(dom, entry)));
        is_heading.then(|| above.saturating_add(1).saturating_add(depth).clamp(2, 6))
    }
}

/// Where an entry ends that begins with this element.
fn end_of_entry(dom: &Dom, n: NodeId) -> Option<NodeId> {
    match dom.tag(n) {
        Tag::Details => Some(dom.end(n)),
        Tag::Button | Tag::Div => opened_by(dom, n).map(|opened| dom.end(opened)),
        _ => None,
    }
}

/// What an element opens and shuts: the element that it names, right behind it, which holds running text.
fn opened_by(dom: &Dom, n: NodeId) -> Option<NodeId> {
    dom.attr(n, Attr::AriaExpanded)?;
    let id = dom.attr(n, Attr::AriaControls).map(str::trim).filter(|id| !id.is_empty())?;
    // a box around a heading, or around much else, is no line
    let is_line = dom.descendants(n).take(LINE + 1).count() <= LINE;
    if !is_line || dom.descendants(n).any(|d| heading_level(dom, d).is_some()) {
        return None;
    }
    let behind = dom.end(n).0..(dom.len() as u32).min(dom.end(n).0 + BETWEEN);
    let opened = behind.map(NodeId).take_while(|&n| !dom.has_text(n)).find(|&n| dom.attr(n, Attr::Id) == Some(id))?;
    let (mut running, mut linked, mut link_end) = (0, 0, opened);
    for d in dom.descendants(opened).take(OPENED) {
        match dom.tag(d) {
            Tag::A => link_end = link_end.max(dom.end(d)),
            Tag::Text if d < link_end => linked += length(dom.text(d)),
            Tag::Text => running += length(dom.text(d)),
            _ => {}
        }
    }
    (running >= RUNNING && running > linked).then_some(opened)
}

/// Bytes of a text without the white space around it, of its first few hundred: elements that open something may be nested.
fn length(text: &str) -> usize {
    text.as_bytes().get(..500).unwrap_or(text.as_bytes()).trim_ascii().len()
}

/// Where the run of entries that begins here ends, and whether they have headings.
fn run_at(dom: &Dom, first: NodeId) -> (NodeId, bool) {
    let Some(mut end) = end_of_entry(dom, first) else { return (first, false) };
    // what buttons open was looked at, what `<details>` hold may be anything
    let has_running_text = dom.tag(first) != Tag::Details;
    let label = |n: NodeId| dom.words_up_to(n, 80);
    // "Show the answer" each time heads nothing
    let (first_label, mut differ) = (label(first), false);
    let mut n_entries = 1;
    let mut at = end;
    let stop = NodeId((dom.len() as u32).min(end.0.saturating_add(LOOKED_AT)));
    while at < stop {
        if let Some(after) = end_of_entry(dom, at) {
            n_entries += 1;
            differ |= label(at) != first_label;
            end = after;
            at = end;
            continue;
        }
        match dom.tag(at) {
            Tag::Script | Tag::Style | Tag::Template | Tag::Noscript | Tag::Svg => {
                at = dom.end(at);
                continue;
            }
            Tag::Footer | Tag::Nav | Tag::Aside => break,
            Tag::Text if dom.has_text(at) => {
                return (end, differ && has_running_text && n_entries >= SURE_RUN);
            }
            _ if heading_level(dom, at).is_some() => break,
            _ => {}
        }
        at = NodeId(at.0 + 1);
    }
    (end, differ && n_entries > 1)
}
