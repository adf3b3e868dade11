//! Every block with its verdict and reason.

use super::Stages;
use super::scripted::Scripted;
use crate::blocks::{BlockId, BlockKind, Blocks};
use crate::input::RawPage;
use crate::judge::Verdict;
use crate::leftover::Leftovers;
use serde::Serialize;
use serde_json::{Map, Value};
use std::ops::Range;

/// One block and what was decided on it.
#[derive(Clone, Debug, Serialize)]
pub struct ExplainedBlock {
    /// `paragraph`, `heading 2`, `code` or `image`.
    pub kind: String,
    /// Its text.
    pub text: String,
    /// Whether it is written out.
    pub keep: bool,
    /// The rule that decided.
    pub rule: &'static str,
    /// The values it looked at.
    pub because: Map<String, Value>,
    /// Its bytes in the decoded page.
    pub span: Range<u32>,
    /// Pieces of the text that are cut, with the wording that gave them away.
    pub cut: Vec<String>,
}

/// A page explained.
#[derive(Clone, Debug, Serialize)]
pub struct Explained {
    /// Where it came from.
    pub place: String,
    /// Name, value and source of each piece of metadata.
    pub meta: Vec<(&'static str, String, &'static str)>,
    /// All blocks in reading order.
    pub blocks: Vec<ExplainedBlock>,
    /// Elements of the tree; 0 for pages without markup.
    pub n_nodes: usize,
}

pub(super) fn explained(raw: &RawPage, stages: Stages<'_>) -> Explained {
    let own = stages.blocks.ids().map(|id| block(&stages, id));
    let blocks = own.chain(stages.scripted.iter().flat_map(scripted)).collect();
    let m = &stages.meta;
    let trouble = &stages.trouble;
    let mut meta = vec![("charset", trouble.charset.to_owned(), trouble.evidence.name())];
    meta.extend(trouble.repaired.as_ref().map(|why| ("repaired", why.clone(), "bytes")));
    let single = [
        ("title", &m.title),
        ("description", &m.description),
        ("canonical_url", &m.canonical_url),
        ("site_name", &m.site_name),
        ("language", &m.language),
        ("published", &m.published),
        ("modified", &m.modified),
        ("license", &m.license),
        ("image", &m.image),
    ];
    for (name, found) in single {
        meta.extend(found.as_ref().map(|f| (name, f.value.clone(), f.from)));
    }
    let names =
        |authors: &Vec<crate::meta::Author>| authors.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join("; ");
    meta.extend(m.authors.as_ref().map(|f| ("authors", names(&f.value), f.from)));
    meta.extend(m.tags.as_ref().map(|f| ("tags", f.value.join("; "), f.from)));
    Explained { place: raw.place.to_string(), meta, blocks, n_nodes: stages.dom.map_or(0, crate::dom::Dom::len) }
}

/// The blocks made of scripts.
fn scripted(scripted: &Scripted) -> impl Iterator<Item = ExplainedBlock> {
    scripted.blocks.ids().map(|id| {
        let verdict = scripted.verdicts.of_block[id.index()];
        let mut because = Map::new();
        because.insert("script".into(), true.into());
        explained_block(&scripted.blocks, &scripted.leftovers, id, verdict, because)
    })
}

fn block(stages: &Stages<'_>, id: BlockId) -> ExplainedBlock {
    let verdict = stages.verdicts.of_block[id.index()];
    explained_block(stages.blocks, &stages.leftovers, id, verdict, stages.because(id))
}

fn explained_block(
    blocks: &Blocks,
    leftovers: &Leftovers,
    id: BlockId,
    verdict: Verdict,
    because: Map<String, Value>,
) -> ExplainedBlock {
    let row = &blocks.rows[id.index()];
    let text = blocks.text_of(id);
    let finding = leftovers.of_block.get(id.index()).and_then(Option::as_ref);
    let pieces = finding.map(|f| f.pieces.as_slice()).unwrap_or_default();
    let cut = pieces.iter().filter_map(|p| text.get(p.start as usize..p.end as usize)).map(str::to_owned);
    ExplainedBlock {
        kind: match row.kind {
            BlockKind::Paragraph => "paragraph".to_owned(),
            BlockKind::Heading(level) => format!("heading {level}"),
            BlockKind::Code(_) => "code".to_owned(),
            BlockKind::Image => "image".to_owned(),
        },
        text: text.to_owned(),
        keep: verdict.keep,
        rule: verdict.rule,
        because,
        span: row.source.clone(),
        cut: cut.collect(),
    }
}
