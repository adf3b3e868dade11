//! Kept blocks to sections: each run of blocks in one list, table or quotation becomes one piece of content.

use super::paths::{self, BOLD, Origin, Paths};
use super::said::{Said, plain};
use super::written::Written;
use super::{
    Content, LinkOut, ListItem, Person, Sections, Settings, bold, bullets, definitions, figures, lists, quotes,
    references, tables, units,
};
use crate::blocks::{BlockId, BlockKind, Blocks, GroupId, GroupKind};
use crate::judge::Verdicts;
use crate::leftover::Leftovers;
use crate::limits::Budget;
use url::Url;

/// Builds a page's sections out of the blocks kept. `title` is left out where it is repeated as a heading; `base` is
/// what addresses are resolved against. What goes over the budget is left out.
pub fn build(
    blocks: &Blocks,
    verdicts: &Verdicts,
    leftovers: &Leftovers,
    title: Option<&str>,
    base: Option<&Url>,
    settings: &Settings,
    budget: &Budget,
) -> Sections {
    let written = Written { blocks, leftovers, base, settings, budget };
    let kept: Vec<BlockId> = blocks.ids().filter(|&id| verdicts.keeps(id)).collect();
    let units = units::units(blocks, &kept);
    let posts = blocks.posts();
    let is_h1 = |id: &&BlockId| blocks.rows[id.index()].kind == BlockKind::Heading(1);
    let own = title.map(plain);
    let firsts = kept.iter().filter(is_h1).filter(|&&id| own.as_deref() != Some(plain(blocks.text_of(id)).as_str()));
    let top = if title.is_some() && firsts.take(2).count() > 1 { 2 } else { 1 };
    let bold = bold::headings(&written, &kept, &units, own.as_deref());
    let of_rule = |rule| kept.iter().copied().filter(|id| verdicts.of_block[id.index()].rule == rule).collect();
    let mut builder = Builder {
        written,
        paths: Paths::new(top),
        out: Sections::default(),
        said: Said::new(title),
        bold,
        entries: of_rule(ENTRY),
        over: of_rule(OVER),
        beside: of_rule(BESIDE_OVER),
        labels: Vec::new(),
        of: Whose::default(),
        last_list: None,
        caption: None,
        last_figure: None,
    };
    let mut at = 0;
    while let Some(&first) = kept.get(at).filter(|_| !budget.is_over()) {
        let group = blocks.rows[first.index()].group;
        let unit = units[group.index()];
        let whose = Whose { post: posts[group.index()], comment: verdicts.of_block[first.index()].rule == COMMENT };
        let is_same = |id: &&BlockId| {
            let group = blocks.rows[id.index()].group;
            let comment = verdicts.of_block[id.index()].rule == COMMENT;
            units[group.index()] == unit && (Whose { post: posts[group.index()], comment }) == whose
        };
        let length = kept[at..].iter().take_while(is_same).count();
        let run = &kept[at..at + length];
        builder.belongs(whose, first);
        if unit == GroupId::ROOT {
            builder.singles(run);
        } else {
            builder.unit(unit, run);
        }
        at += length;
    }
    builder.finish()
}

/// Name of the rule that keeps readers' comments.
const COMMENT: &str = "comments";

/// Name of the rule that keeps headings with nothing under them: entries of a list.
const ENTRY: &str = "content.entry";

/// Names of the rules on headings over others of their level, and on those that stand beside these.
const OVER: &str = "structure.over-heading";
const BESIDE_OVER: &str = "structure.beside-over";

/// Whose a block is.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Whose {
    /// The post it stands in; the page where it stands in none.
    post: GroupId,
    comment: bool,
}

/// Words at a heading's end that link to a place on the same page and say nothing of it, in order.
const LEADS_BACK: [&str; 20] = [
    "#",
    "Anchor",
    "Back to top",
    "Copy link",
    "Link",
    "Link to this heading",
    "Link to this section",
    "Permalink",
    "Top",
    "[#]",
    "[top]",
    "anchor",
    "back to top",
    "copy link",
    "link",
    "permalink",
    "to top",
    "top",
    "¶",
    "🔗",
];

/// What wikis call the link beside a heading that opens it for editing.
const EDIT: [&str; 27] = [
    "edit",
    "bearbeiten",
    "modifier",
    "editar",
    "modifica",
    "править",
    "редагувати",
    "编辑",
    "編輯",
    "編集",
    "편집",
    "edytuj",
    "bewerken",
    "redigera",
    "rediger",
    "muokkaa",
    "عدل",
    "تعديل",
    "ویرایش",
    "עריכה",
    "düzenle",
    "değiştir",
    "szerkesztés",
    "editovat",
    "editează",
    "modificare",
    "แก้ไข",
];

/// The heading before a link in brackets at its end that opens it for editing: `[edit]`, `[править | править код]`.
fn without_edit_link(heading: &str) -> Option<&str> {
    let (rest, inner) = heading.strip_suffix(']')?.rsplit_once('[')?;
    let first = inner.split('|').next()?.trim();
    let verb = first.split(' ').next()?.to_lowercase();
    (first.split(' ').count() <= 3 && EDIT.contains(&verb.as_str())).then_some(rest)
}

/// A heading without the signs that manuals hang on its ends to link to it: `¶`, `#` beside a space, `§` right before a
/// letter, `[edit]` in many languages. `C#` stays, and so does `§ 5`.
pub fn without_permalink(heading: &str) -> &str {
    let rest = heading.trim();
    let sign = rest.strip_prefix('§').filter(|rest| rest.starts_with(char::is_alphabetic));
    let mut rest = sign.or_else(|| ["# ", "¶", "🔗"].iter().find_map(|sign| rest.strip_prefix(sign))).unwrap_or(rest);
    rest = rest.trim_start();
    // "Â¶" is what becomes of the sign where UTF-8 is read as Latin-1
    while let Some(cut) = ["Â¶", "¶", "🔗", "§", " #", "[top]", "↑", "⇧"]
        .iter()
        .find_map(|sign| rest.strip_suffix(sign))
        .or_else(|| without_edit_link(rest))
    {
        if cut.trim().is_empty() {
            break;
        }
        rest = cut.trim_end();
    }
    rest
}

struct Builder<'a> {
    written: Written<'a>,
    paths: Paths,
    out: Sections,
    said: Said,
    /// Paragraphs that are headings.
    bold: Vec<BlockId>,
    /// Headings that head nothing.
    entries: Vec<BlockId>,
    /// Headings over others of their level.
    over: Vec<BlockId>,
    /// Headings of their level that stand beside those.
    beside: Vec<BlockId>,
    /// Lines and images that stand over a heading to come and belong to it.
    labels: Vec<BlockId>,
    of: Whose,
    /// The list written last: the group around it, and its last block.
    last_list: Option<(GroupId, BlockId)>,
    /// The caption of a figure written last, with the figure.
    caption: Option<(GroupId, BlockId)>,
    /// The figure around the table written last.
    last_figure: Option<GroupId>,
}

impl Builder<'_> {
    /// Blocks that are part of no larger piece. Paragraphs in a row that begin with bullets or numbers are a list.
    fn singles(&mut self, run: &[BlockId]) {
        let blocks = self.written.blocks;
        let mut at = 0;
        while at < run.len() {
            let above = at.checked_sub(1).and_then(|above| run.get(above)).map(|&id| blocks.text_of(id));
            let lines = run[at..].iter().map_while(|&id| self.line(id));
            let entries = bullets::run(above, lines);
            let Some(mark) = entries.first else {
                let end = at + entries.length.max(1);
                run[at..end].iter().for_each(|&id| self.single(id));
                at = end;
                continue;
            };
            self.put_labels();
            let items = run[at..at + entries.length].iter().map(|&id| {
                let line = self.written.text(id);
                let text = bullets::mark(&line).map_or(line.as_str(), |(_, words)| words).to_owned();
                ListItem { text, checked: bullets::ticked(&line), links: self.written.links(id), ..ListItem::default() }
            });
            let items: Vec<ListItem> = items.filter(|item| !item.text.is_empty()).collect();
            self.paths.push(bullets::list(mark, items));
            at += entries.length;
        }
    }

    /// The text of a paragraph that is one line and no heading.
    fn line(&self, id: BlockId) -> Option<&str> {
        let row = &self.written.blocks.rows[id.index()];
        let text = self.written.blocks.text_of(id);
        let is_line = row.kind == BlockKind::Paragraph && !row.leads && !text.contains('\n');
        (is_line && self.bold.binary_search(&id).is_err()).then_some(text)
    }

    /// A block that is part of no larger piece.
    fn single(&mut self, id: BlockId) {
        let row = &self.written.blocks.rows[id.index()];
        match row.kind {
            BlockKind::Heading(level) if self.entries.binary_search(&id).is_err() => {
                self.put_labels_of_others(id);
                let text = self.heading_text(id);
                let is_over = self.over.binary_search(&id).is_ok();
                if is_figure(&text) || is_over && !self.paths.has_room_under(level) {
                    self.put_labels();
                    return self.content(id);
                }
                let is_beside = self.beside.binary_search(&id).is_ok();
                self.heading(level, is_over || is_beside, &text);
            }
            BlockKind::Paragraph | BlockKind::Image | BlockKind::Heading(_) if row.leads => self.labels.push(id),
            _ => {
                self.put_labels();
                self.content(id);
            }
        }
    }

    /// Writes the lines that wait for another heading than this one, which was dropped.
    fn put_labels_of_others(&mut self, heading: BlockId) {
        let Some(&last) = self.labels.last() else { return };
        let between = self.written.blocks.rows.get(last.index() + 1..heading.index()).unwrap_or_default();
        if between.iter().any(|row| matches!(row.kind, BlockKind::Heading(_))) {
            self.put_labels();
        }
    }

    /// Writes the lines that wait for a heading.
    fn put_labels(&mut self) {
        for id in std::mem::take(&mut self.labels) {
            self.content(id);
        }
    }

    /// A block that is no heading by its element.
    fn content(&mut self, id: BlockId) {
        match self.written.blocks.rows[id.index()].kind {
            BlockKind::Heading(level) => {
                let (text, links) = (self.heading_text(id), self.written.links(id));
                if !self.said.title(&text, level, self.paths.is_empty()) {
                    self.paths.push(Content::Paragraph { text, links });
                }
            }
            BlockKind::Image => self.push_all(figures::figures(&self.written, &[id])),
            BlockKind::Code(_) => self.push_all(self.written.code(id)),
            BlockKind::Paragraph if self.bold.binary_search(&id).is_ok() => self.bold_heading(id),
            BlockKind::Paragraph => {
                let text = self.written.text(id);
                let links = self.written.links(id);
                if text.is_empty() || self.captions(id, &text, &links) {
                    return;
                }
                match bullets::lines(&text, &links) {
                    Some(contents) => self.push_all(contents),
                    None => self.paths.push(Content::Paragraph { text, links }),
                }
            }
        }
    }

    /// A paragraph that is a heading in bold type, or has one as its first line.
    fn bold_heading(&mut self, id: BlockId) {
        let text = self.written.text(id);
        let line = bold::line(&self.written, id).unwrap_or_default();
        self.heading(BOLD, false, line);
        let rest = text.get(line.len()..).unwrap_or_default().trim_start();
        if !rest.is_empty() {
            let links = self.written.links(id).into_iter().filter(|link| rest.contains(&link.text)).collect();
            self.paths.push(Content::Paragraph { text: rest.to_owned(), links });
        }
    }

    /// Whether the paragraph is the caption of an image written last, or of a figure around what was: it says whom a quotation
    /// was taken from, or what a table shows.
    fn captions(&mut self, id: BlockId, text: &str, links: &[LinkOut]) -> bool {
        if figures::is_behind_image(self.written.blocks, id)
            && let Some(Content::Figure { caption: caption @ None, .. }) = self.paths.last_mut()
        {
            *caption = Some(text.to_owned());
            return true;
        }
        let Some(figure) = figures::captioned(self.written.blocks, id) else { return false };
        match self.paths.last_mut() {
            Some(Content::Quote { cite: cite @ None, .. }) => {
                *cite = Some(text.trim_start_matches(['—', '–', '-', ' ']).to_owned());
                true
            }
            Some(Content::Table { caption: caption @ None, links: of_table, .. })
                if self.last_figure == Some(figure) =>
            {
                *caption = Some(text.to_owned());
                of_table.extend_from_slice(links);
                true
            }
            _ => {
                self.caption = Some((figure, id));
                false
            }
        }
    }

    /// Writes a table; a figure's caption right before it is its own.
    fn table(&mut self, unit: GroupId, contents: Vec<Content>) {
        let figure = figures::around(self.written.blocks, unit);
        self.last_figure = figure;
        let mut contents = contents;
        if let (Some((of, id)), [Content::Table { caption: caption @ None, links: of_table, .. }]) =
            (self.caption.take(), contents.as_mut_slice())
            && Some(of) == figure
            && let Some(last) = self.paths.last_mut()
            && let Content::Paragraph { text, links } = &*last
            && *text == self.written.text(id)
        {
            *caption = Some(text.clone());
            of_table.extend_from_slice(links);
            *last = contents.remove(0);
        }
        self.push_all(contents);
    }

    /// A heading's text without the word at its end that leads to a place on the page (`top`, `link`).
    fn heading_text(&self, id: BlockId) -> String {
        let text = self.written.text(id);
        let blocks = self.written.blocks;
        let row = &blocks.rows[id.index()];
        let last = blocks.links.get(row.links.start as usize..row.links.end as usize).and_then(<[_]>::last);
        let word = last.filter(|link| link.text.end == row.text.end && link.text.start > row.text.start);
        let word = word.filter(|link| blocks.string(link.url).starts_with('#'));
        let word = word.and_then(|link| blocks.text.get(link.text.start as usize..link.text.end as usize));
        // some spell the place out: `#section-2`
        let says_place = |word: &str| last.is_some_and(|link| blocks.string(link.url) == word);
        let rest = word
            .and_then(|word| text.strip_suffix(word))
            .filter(|_| word.is_some_and(|w| LEADS_BACK.contains(&w) || says_place(w)));
        rest.map_or(text.clone(), |rest| rest.trim_end().to_owned())
    }

    fn heading(&mut self, level: u8, is_over: bool, text: &str) {
        let heading = without_permalink(text);
        if heading.is_empty() {
            return self.put_labels();
        }
        let is_title = self.said.title(heading, level, self.paths.is_empty());
        if !is_title {
            let bytes = match is_over {
                true => self.paths.open_over(level, heading.to_owned()),
                false => self.paths.open(level, heading.to_owned()),
            };
            self.written.budget.spend(bytes);
        }
        self.put_labels();
    }

    /// Opens a section where a post or the comments begin or end. A post that begins with a heading of its own needs
    /// none.
    fn belongs(&mut self, whose: Whose, first: BlockId) {
        if whose == self.of {
            return;
        }
        self.put_labels();
        self.of = whose;
        let mut origin = Origin { comment: whose.comment, ..Origin::default() };
        let blocks = self.written.blocks;
        if let GroupKind::Post { author, published, accepted } = blocks.groups[whose.post.index()].kind {
            let said = |span| Some(blocks.string(span).to_owned()).filter(|s: &String| !s.is_empty());
            (origin.author, origin.published, origin.accepted) = (said(author), said(published), accepted);
        }
        self.paths.set_origin(origin);
        let is_heading = matches!(blocks.rows[first.index()].kind, BlockKind::Heading(_));
        let begins = is_heading && self.entries.binary_search(&first).is_err();
        if !begins || is_figure(blocks.text_of(first)) {
            self.paths.open_bare();
        }
    }

    /// The blocks of one list, table, quotation and so on.
    fn unit(&mut self, unit: GroupId, run: &[BlockId]) {
        self.put_labels();
        let written = &self.written;
        let with_text: Vec<BlockId> =
            run.iter().copied().filter(|id| !written.blocks.text_of(*id).is_empty()).collect();
        match written.blocks.groups[unit.index()].kind {
            GroupKind::List { .. } => {
                let contents = lists::list(written, unit, &with_text);
                self.lists(unit, run, contents);
            }
            GroupKind::Definitions => self.push_all(definitions::definitions(written, unit, &with_text)),
            GroupKind::Table => {
                let contents = tables::table(written, unit, &with_text);
                self.table(unit, contents);
            }
            GroupKind::Quote { cite } => self.push_all(quotes::quote(written, unit, cite, &with_text)),
            GroupKind::References => references::list(written, unit, &with_text, &mut self.out.references),
            GroupKind::Person => self.person(&with_text),
            GroupKind::Apart => {
                self.paths.open_bare();
                self.singles(&with_text);
            }
            GroupKind::Figure => {
                let figures = figures::figures(written, run);
                if figures.is_empty() {
                    self.singles(&with_text);
                }
                self.push_all(figures);
            }
            _ => self.singles(&with_text),
        }
    }

    /// Writes a list's contents. Bulleted lists right behind each other are one where the first or the second has but one
    /// entry: some editors open a list for each.
    fn lists(&mut self, unit: GroupId, run: &[BlockId], mut contents: Vec<Content>) {
        let parent = self.written.blocks.groups[unit.index()].parent;
        let (Some(first), Some(&last)) = (run.first(), run.last()) else { return };
        let follows = self.last_list.is_some_and(|(around, end)| around == parent && end.0 + 1 == first.0);
        self.last_list = Some((parent, last));
        if follows
            && let Some(Content::List { ordered: false, items: before, .. }) = self.paths.last_mut()
            && let Some(Content::List { ordered: false, items, .. }) = contents.first_mut()
            && (before.len() == 1 || items.len() == 1)
        {
            before.append(items);
            contents.remove(0);
        }
        self.push_all(contents);
    }

    fn push_all(&mut self, contents: impl IntoIterator<Item = Content>) {
        contents.into_iter().for_each(|content| self.paths.push(content));
    }

    fn person(&mut self, run: &[BlockId]) {
        let mut texts = run.iter().map(|&id| self.written.text(id));
        let Some(name) = texts.next() else { return };
        let role = texts.next();
        let bio = texts.collect::<Vec<_>>().join("\n");
        self.out.people.push(Person { name, role, bio: (!bio.is_empty()).then_some(bio) });
    }

    fn finish(mut self) -> Sections {
        self.put_labels();
        let mut out = self.out;
        out.sections = self.paths.finish();
        references::take(&mut out.sections, &mut out.references);
        out.sections = paths::prune(out.sections);
        out
    }
}

/// Whether a heading is no more than a number, a price or the stamp of a post. Years and days are headings of their own.
fn is_figure(text: &str) -> bool {
    let is_date = || text.len() <= 10 && text.bytes().take_while(u8::is_ascii_digit).count() == 4;
    !text.is_empty() && !text.contains(char::is_alphabetic) && !is_date()
}
