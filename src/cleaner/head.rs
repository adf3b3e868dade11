//! Title and description without leftovers. In: metadata and the page's evidence. Out: the same metadata, cut, and what was
//! cut. Never touches the page's own blocks.

use crate::blocks::{BlockKind, Blocks};
use crate::judge::Verdicts;
use crate::leftover::{self, Catalogue, Finding, Kind, Leftovers};
use crate::meta::{Found, Meta};

/// A piece of metadata that was cut, or left out.
pub(super) struct Cut {
    /// Its key in the record.
    pub key: &'static str,
    /// What it said.
    pub text: String,
    /// What gave it away.
    pub finding: Finding,
}

/// Cuts leftovers out of title and description. A title that was nothing else gives way to the page's first heading of
/// level 1 that is kept.
pub(super) fn clean(
    meta: &mut Meta,
    blocks: &Blocks,
    verdicts: &Verdicts,
    leftovers: &Leftovers,
    catalogue: &Catalogue,
    keep: &[Kind],
) -> Vec<Cut> {
    let mut cuts = Vec::new();
    for (key, slot) in [("title", &mut meta.title), ("description", &mut meta.description)] {
        let Some(found) = slot.as_mut() else { continue };
        let Some((rest, finding)) = leftover::cut(&found.value, leftovers, catalogue, keep) else { continue };
        cuts.push(Cut { key, text: std::mem::take(&mut found.value), finding });
        let rest = rest.trim_matches(|c: char| c.is_whitespace() || "|-–—·•:»,".contains(c));
        if rest.chars().any(char::is_alphanumeric) {
            found.value.push_str(rest);
        } else if key == "title" {
            *slot = first_heading(blocks, verdicts);
        } else {
            *slot = None;
        }
    }
    cuts
}

fn first_heading(blocks: &Blocks, verdicts: &Verdicts) -> Option<Found<String>> {
    let is_first = |id: &crate::blocks::BlockId| blocks.rows[id.index()].kind == BlockKind::Heading(1);
    let heading = blocks.ids().find(|id| is_first(id) && verdicts.keeps(*id))?;
    Some(Found { value: blocks.text_of(heading).to_owned(), from: "h1" })
}
