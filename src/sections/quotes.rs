//! Quotations and whom they were taken from. In: the blocks of one quotation. Out: its text, and its source where that
//! stands behind it or is said to speak in the line above it.

use super::written::Written;
use super::{Content, LinkOut, lists};
use crate::blocks::{BlockId, GroupId, GroupKind, Span, speaker};

/// Words of the longest line that names a source behind a dash.
const LONGEST_SOURCE: usize = 16;

/// The quotation `unit` with the blocks given. A source at its end is its `cite`; one in its midst stays where it is.
pub(super) fn quote(written: &Written<'_>, unit: GroupId, cite: Span, run: &[BlockId]) -> Option<Content> {
    let is_source = |id: &BlockId| {
        let mut around = written.blocks.groups_of(*id).take_while(|&g| g != unit);
        around.any(|g| written.blocks.groups[g.index()].kind == GroupKind::QuoteSource)
    };
    let n_sources = run.iter().rev().take_while(|id| is_source(id)).count();
    let (body, sources) = run.split_at(run.len() - n_sources);
    let (mut text, mut source) = (String::new(), String::new());
    let mut links: Vec<LinkOut> = Vec::new();
    for &id in body {
        lists::join(&mut text, &written.text(id));
        links.extend(written.links(id));
    }
    for &id in sources {
        lists::join(&mut source, &written.text(id));
        links.extend(written.links(id));
    }
    if source.is_empty()
        && let Some((before, name)) =
            text.rsplit_once('\n').and_then(|(before, last)| Some((before, behind_dash(last)?)))
        && !before.lines().any(begins_with_dash)
    {
        source = name.to_owned();
        text = before.to_owned();
    }
    if source.is_empty()
        && let Some((name, rest)) = text.split_once('\n').and_then(|(first, rest)| Some((speaker::named(first)?, rest)))
    {
        source = name.to_owned();
        text = rest.to_owned();
    }
    if text.is_empty() {
        text = std::mem::take(&mut source);
    }
    let source = without_dash(&source).to_owned();
    let address = written.blocks.string(cite);
    let cite = Some(source).filter(|s| !s.is_empty()).or_else(|| Some(address.to_owned()).filter(|a| !a.is_empty()));
    (!text.is_empty()).then_some(Content::Quote { text, cite, links })
}

fn without_dash(line: &str) -> &str {
    line.trim_start_matches(['—', '–', '―', '-', '~', ' '])
}

/// Whether a line begins as those that name a source do; of several in a quotation each is an entry or is spoken.
fn begins_with_dash(line: &str) -> bool {
    line.starts_with(['—', '–', '―', '~']) || line.starts_with("- ")
}

/// Who a line names, where it begins with a dash and is no sentence.
fn behind_dash(line: &str) -> Option<&str> {
    let name = Some(line).filter(|line| begins_with_dash(line))?;
    let name = without_dash(name);
    let is_name = (1..=LONGEST_SOURCE).contains(&name.split_whitespace().count()) && !name.ends_with(['.', '!', '?']);
    is_name.then_some(name)
}
