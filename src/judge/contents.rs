//! Headings of a page's table of contents that is gone, or that a script would fill: left alone they would head the text
//! behind. In: verdicts. Out: such headings dropped. Never drops one over a table that is kept.

use super::{Page, Verdict, Verdicts};
use crate::blocks::{BlockId, BlockKind};

/// Name of the verdict.
const CONTENTS: &str = "structure.contents";

/// Words of running text.
const RUNNING: f32 = 8.0;

/// What such a heading says, in small letters, with no sign behind it. Words that head a story's plot or what is in a box as
/// well ("Inhalt", "Obsah") are none.
const NAMES: [&str; 52] = [
    "article contents",
    "auf dieser seite",
    "contents",
    "cuprins",
    "daftar isi",
    "dans cet article",
    "en esta página",
    "en este artículo",
    "i den här artikeln",
    "i denne artikkelen",
    "içindekiler",
    "in diesem artikel",
    "in diesem beitrag",
    "in dit artikel",
    "in questa pagina",
    "in questo articolo",
    "in this article",
    "in this guide",
    "in this post",
    "in this story",
    "indholdsfortegnelse",
    "indice",
    "indice dei contenuti",
    "inhaltsverzeichnis",
    "inhoudsopgave",
    "innehållsförteckning",
    "innholdsfortegnelse",
    "jump to",
    "jump to section",
    "mục lục",
    "nesta página",
    "neste artigo",
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
    "оглавление",
    "목차",
    "目录",
    "目次",
];

/// Drops headings that say "contents" and stand right over running text.
pub(super) fn drop_headings(page: &Page<'_>, verdicts: &mut Verdicts) {
    let mut behind: Option<BlockId> = None;
    for id in page.blocks.ids().rev() {
        if !page.has_text(id) || !verdicts.keeps(id) {
            continue;
        }
        let over_text = behind.is_some_and(|next| is_running(page, next));
        if over_text && says_contents(page, id) && verdicts.may_drop(id) {
            verdicts.of_block[id.index()] = Verdict { keep: false, rule: CONTENTS };
        } else {
            behind = Some(id);
        }
    }
}

fn is_running(page: &Page<'_>, id: BlockId) -> bool {
    let m = page.measures;
    let is_paragraph = page.blocks.rows[id.index()].kind == BlockKind::Paragraph;
    is_paragraph && m.in_list[id.index()] == 0.0 && m.link_share[id.index()] < 0.5 && m.words[id.index()] >= RUNNING
}

fn says_contents(page: &Page<'_>, id: BlockId) -> bool {
    let is_heading = matches!(page.blocks.rows[id.index()].kind, BlockKind::Heading(_));
    let text = page.blocks.text_of(id).trim().trim_end_matches([':', '：']);
    is_heading && text.len() <= 40 && NAMES.contains(&text.to_lowercase().as_str())
}
