//! Headings, and lines instead of them, of a page's table of contents that is gone, or that a script would fill: left alone
//! they would head the text behind. In: verdicts. Out: those dropped. Never drops one over a table that is kept.

use super::{Page, Verdict, Verdicts};
use crate::blocks::{BlockId, BlockKind};
use crate::measure::Hints;

/// Name of the verdict.
const CONTENTS: &str = "structure.contents";

/// Words of running text.
const RUNNING: f32 = 8.0;

/// Links to places of the page itself that are a table of contents.
const ENTRIES: usize = 2;

/// What such a heading says, in small letters, with no sign behind it. Many head a story's plot or what is in a box as well.
const NAMES: [&str; 63] = [
    "article contents",
    "auf dieser seite",
    "contenido",
    "contenidos",
    "contents",
    "conteúdo",
    "cuprins",
    "daftar isi",
    "dans cet article",
    "en esta página",
    "en este artículo",
    "i den här artikeln",
    "i denne artikkelen",
    "in diesem artikel",
    "in diesem beitrag",
    "in dit artikel",
    "in questa pagina",
    "in questo articolo",
    "in this article",
    "in this guide",
    "in this post",
    "in this story",
    "indhold",
    "indholdsfortegnelse",
    "indice",
    "indice dei contenuti",
    "inhalt",
    "inhaltsverzeichnis",
    "inhoud",
    "inhoudsopgave",
    "innehåll",
    "innehållsförteckning",
    "innhold",
    "innholdsfortegnelse",
    "içindekiler",
    "jump to",
    "jump to section",
    "mục lục",
    "nesta página",
    "neste artigo",
    "obsah",
    "on this page",
    "op deze pagina",
    "page contents",
    "sisällys",
    "sisällysluettelo",
    "sommaire",
    "spis treści",
    "sur cette page",
    "tabla de contenido",
    "tabla de contenidos",
    "table des matières",
    "table of content",
    "table of contents",
    "tartalomjegyzék",
    "w tym artykule",
    "índice",
    "зміст",
    "оглавление",
    "содержание",
    "目录",
    "目次",
    "목차",
];

/// Those that say nothing else anywhere: right over running text their table is gone, whatever is left of it.
const SURE: [&str; 21] = [
    "daftar isi",
    "indholdsfortegnelse",
    "indice dei contenuti",
    "inhaltsverzeichnis",
    "inhoudsopgave",
    "innehållsförteckning",
    "innholdsfortegnelse",
    "içindekiler",
    "mục lục",
    "sisällysluettelo",
    "spis treści",
    "tabla de contenido",
    "tabla de contenidos",
    "table des matières",
    "table of content",
    "table of contents",
    "tartalomjegyzék",
    "оглавление",
    "目录",
    "目次",
    "목차",
];

/// Drops headings that say "contents" and stand right over running text, where a table was left out between, or a class or
/// their very words say that one belongs there.
pub(super) fn drop_headings(page: &Page<'_>, verdicts: &mut Verdicts) {
    let mut behind: Option<BlockId> = None;
    // entries left out since
    let mut n_entries = 0;
    for id in page.blocks.ids().rev().filter(|&id| page.has_text(id)) {
        if !verdicts.keeps(id) {
            n_entries += entries(page, id);
            continue;
        }
        let is_line = page.measures.heading[id.index()] == 0.0;
        let is_gone = |next: BlockId, name: &str| {
            // a line that is no heading can stand over the first one of the text; books have such a line among others
            let heads_text = is_running(page, next) || is_line && page.measures.heading[next.index()] > 0.0;
            let is_sure = !is_line && SURE.contains(&name);
            heads_text && (n_entries >= ENTRIES || is_in_table(page, id, next) || is_sure)
        };
        let name = behind.and_then(|_| name(page, id));
        if behind.zip(name).is_some_and(|(next, name)| is_gone(next, name)) && verdicts.may_drop(id) {
            verdicts.of_block[id.index()] = Verdict { keep: false, rule: CONTENTS };
        } else {
            (behind, n_entries) = (Some(id), 0);
        }
    }
}

/// How many links of a block lead to places of the page itself.
fn entries(page: &Page<'_>, id: BlockId) -> usize {
    let links = &page.blocks.rows[id.index()].links;
    let links = page.blocks.links.get(links.start as usize..links.end as usize).unwrap_or_default();
    let is_entry = |url: &str| url.strip_prefix('#').is_some_and(|place| !place.is_empty());
    links.iter().filter(|link| is_entry(page.blocks.string(link.url))).count()
}

/// Whether a heading stands in a box whose class or id is that of a table of contents, and the text behind does not.
fn is_in_table(page: &Page<'_>, heading: BlockId, text: BlockId) -> bool {
    let is_in = |id: BlockId| page.measures.near[id.index()].any(Hints::NAVIGATION);
    is_in(heading) && !is_in(text)
}

fn is_running(page: &Page<'_>, id: BlockId) -> bool {
    let m = page.measures;
    let is_paragraph = page.blocks.rows[id.index()].kind == BlockKind::Paragraph;
    is_paragraph && m.in_list[id.index()] == 0.0 && m.link_share[id.index()] < 0.5 && m.words[id.index()] >= RUNNING
}

/// What a heading or a line that says "contents" says.
fn name(page: &Page<'_>, id: BlockId) -> Option<&'static str> {
    let is_part = page.measures.in_list[id.index()] + page.measures.in_table[id.index()] > 0.0;
    let may_head = match page.blocks.rows[id.index()].kind {
        BlockKind::Heading(_) => true,
        BlockKind::Paragraph => !is_part,
        BlockKind::Image | BlockKind::Code(_) => false,
    };
    let text = page.blocks.text_of(id).trim().trim_end_matches([':', '：']);
    let name = (may_head && text.len() <= 40).then(|| text.to_lowercase())?;
    NAMES.iter().copied().find(|known| *known == name)
}
