//! `<summary>` as a heading. In: the element and the tree around it. Out: its level where it heads what it opens. Never
//! looks at words.

use super::display::heading_level;
use crate::dom::{Dom, NodeId, Tag};

/// Nodes looked at behind a `<details>` for what follows it.
const LOOKED_AT: u32 = 4000;

/// Runs of `<details>`, looked at once each.
#[derive(Default)]
pub(super) struct Accordions {
    /// Up to where the last run goes, and whether its summaries are headings.
    run: Option<(NodeId, bool)>,
}

impl Accordions {
    /// The level of a summary that acts as a heading, one below the heading before the run: where several follow each
    /// other, and what comes after the last stands under a heading of its own. Else text after the run would seem to
    /// belong to its last entry.
    pub(super) fn level(&mut self, dom: &Dom, summary: NodeId, above: u8) -> Option<u8> {
        let details = dom.parent(summary).filter(|&p| dom.tag(p) == Tag::Details)?;
        let known = self.run.filter(|&(end, _)| details < end);
        let (_, is_heading) = *self.run.insert(known.unwrap_or_else(|| run_at(dom, details)));
        let depth = dom.ancestors(details).filter(|&a| dom.tag(a) == Tag::Details).count().min(6) as u8;
        is_heading.then(|| above.saturating_add(1).saturating_add(depth).clamp(2, 6))
    }
}

/// Where the run of `<details>` that begins here ends, and whether its summaries are headings.
fn run_at(dom: &Dom, first: NodeId) -> (NodeId, bool) {
    let mut end = dom.end(first);
    let mut n_entries = 1;
    let mut at = end;
    let stop = NodeId((dom.len() as u32).min(end.0.saturating_add(LOOKED_AT)));
    while at < stop {
        match dom.tag(at) {
            Tag::Details => {
                n_entries += 1;
                end = dom.end(at);
                at = end;
                continue;
            }
            Tag::Script | Tag::Style | Tag::Template | Tag::Noscript | Tag::Svg => {
                at = dom.end(at);
                continue;
            }
            Tag::Footer | Tag::Nav | Tag::Aside => break,
            Tag::Text if !dom.text(at).trim().is_empty() => return (end, false),
            _ if heading_level(dom, at).is_some() => break,
            _ => {}
        }
        at = NodeId(at.0 + 1);
    }
    (end, n_entries > 1)
}
