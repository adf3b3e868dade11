//! What has no verdict by itself: headings follow what they head, images what they stand among.

use super::heads::{self, HEADS_ODDS};
use super::{
    NOSCRIPT, Page, Verdict, Verdicts, alike, beside, code, code_labels, contents, copies, notes, pointers, rules,
    tables, writers,
};
use crate::blocks::{BlockId, BlockKind, GroupId, GroupKind};
use crate::leftover::{Finding, Kind};
use crate::measure::Hints;

/// Name of the verdict on headings whose whole section was dropped.
const EMPTY_SECTION: &str = "structure.empty-section";

/// Name of the verdict on headings that head nothing and are wanted for themselves: entries of a list, written as text.
const ENTRY: &str = "content.entry";

/// Log-odds from which on a heading is such an entry. On a fifth of `wcxb-dev`, by a model that did not see it, collections
/// gain 0.018 of word F1 by them, all pages 0.004.
const ENTRY_ODDS: f32 = -0.2;

/// Name of the verdict on headings that stand right over another one of their level: "Questions" over the first question.
const OVER: &str = "structure.over-heading";

/// Headings under such a one: over a single one it is that one's label, and one before many is mostly one of them, with
/// its text gone. Up to 16 headings F1 on `wcxb-dev` is 0.0003 more, and 2 % more headings have another level than the page
/// gives them.
const OVER_HEADINGS: std::ops::RangeInclusive<u32> = 2..=6;

/// Name of the verdict on headings of that level behind those under it: the first that is built in another way ends them.
const BESIDE_OVER: &str = "structure.beside-over";

/// Words dropped under such a heading at most: a price, a rating, a button. With more it headed a section that is gone.
const ENTRY_WORDS: f32 = 12.0;

/// Words from which on a block can be kept as a last resort: shorter ones ("Loading") are what empty pages show.
const LAST_WORDS: f32 = 10.0;

/// Words of a page up to which something is kept as a last resort. On longer pages the scores have seen enough to say that
/// nothing is wanted: of the 21 pages of `wcxb-dev` without any wanted word, all but a few are longer.
const LAST_RESORT_PAGE: f32 = 150.0;

/// The same on pages of this many words or fewer: a note of one line is all there is.
const LAST_WORDS_OF_SHORT: f32 = 5.0;

/// Blocks of text up to which a short page gives all it has.
const LONE_BLOCKS: usize = 2;

/// Words of a short page.
const SHORT_PAGE: f32 = 30.0;

/// Name of the verdict on blocks kept since nothing else was.
pub(super) const LAST_RESORT: &str = "content.last-resort";

/// Mends the verdicts on headings and images, and on pages of which nothing would be left.
pub(super) fn settle(page: &Page<'_>, verdicts: &mut Verdicts) {
    last_resort(page, verdicts);
    repeats(page, verdicts);
    alike::posts(page, verdicts);
    between(page, verdicts);
    beside::keep(page, verdicts);
    tables::follow(page, verdicts);
    tables::whole(page, verdicts);
    code::follow(page, verdicts);
    notes::keep(page, verdicts);
    captions(page, verdicts);
    pull_quotes(page, verdicts);
    let posts = page.blocks.posts();
    writers::keep(page, &posts, verdicts);
    heads::follow(page, verdicts);
    if heads::follow_alike(page, verdicts) {
        // there may be one over a heading that came back only now
        heads::follow(page, verdicts);
    }
    linked_titles(page, verdicts);
    copies::drop_second(page, verdicts);
    copies::drop_paragraphs(page, verdicts);
    pointers::drop_all(page, verdicts);
    code_labels::drop_all(page, verdicts);
    contents::drop_headings(page, verdicts);
    headings(page, &posts, verdicts);
    entries_alike(page, verdicts);
    beside_over(page, verdicts);
    images(page, verdicts);
}

/// A heading goes when nothing under it is kept, down to the next heading of its level or above. One sweep from the end,
/// which carries for each level whether anything was kept since.
fn headings(page: &Page<'_>, posts: &[GroupId], verdicts: &mut Verdicts) {
    // kept[l]: something was kept after this point before the next heading of level <= l
    let mut kept = [false; 7];
    // words dropped since the last heading; a leftover outweighs any number
    let mut dropped = 0.0f32;
    // level of the heading right behind, where that heads anything
    let mut behind = None;
    // whether a heading stands right behind: the lines that lead to it are its own
    let mut leads = false;
    // n[l]: headings of level l from here to the next over others of that level, or of a level above
    let mut n = [0u32; 7];
    // the kept block right behind
    let mut next_kept: Option<BlockId> = None;
    for id in page.blocks.ids().rev() {
        let keeps = verdicts.keeps(id);
        if keeps && next_kept.is_some_and(|next| begins_anew(page, posts, verdicts, (id, next))) {
            (kept, behind, leads) = ([false; 7], None, false);
        }
        next_kept = if keeps { Some(id) } else { next_kept };
        let Some(verdict) = verdicts.of_block.get_mut(id.index()) else { continue };
        let row = &page.blocks.rows[id.index()];
        match row.kind {
            // a lower heading that leads to a higher one is written under that one as well
            BlockKind::Heading(_) if keeps && leads && row.leads => {
                *verdict = over_nothing(page.odds(id), dropped, false);
                leads = verdict.keep;
            }
            BlockKind::Heading(level) if page.has_text(id) => {
                let level = usize::from(level).min(6);
                let (next, lost) = (behind.take(), std::mem::take(&mut dropped));
                if keeps && !kept[level] && page.has_markup {
                    *verdict =
                        over_nothing(page.odds(id), lost, next == Some(level) && OVER_HEADINGS.contains(&n[level]));
                    if verdict.rule == ENTRY {
                        // it stands beside the headings of its own level, and is no text under them
                        kept[..level].fill(true);
                        leads = false;
                        continue;
                    }
                } else if keeps {
                    behind = Some(level);
                }
                // a heading that goes heads nothing: what stands under it stands under the one before
                if verdict.keep {
                    n[level] = if verdict.rule == OVER { 0 } else { n[level] + 1 };
                    n[level + 1..].fill(0);
                    for (l, flag) in kept.iter_mut().enumerate() {
                        *flag = l < level;
                    }
                }
                leads = verdict.keep;
            }
            BlockKind::Image => {}
            // one without text, which a user wants kept with all around it
            BlockKind::Heading(_) if keeps => {}
            _ if keeps && leads && row.leads => {}
            _ if keeps => {
                kept = [true; 7];
                (behind, leads) = (None, false);
            }
            _ if verdict.rule.starts_with("leftover.") => dropped = f32::INFINITY,
            _ => dropped += page.measures.words.get(id.index()).copied().unwrap_or_default(),
        }
    }
}

/// Whether a post, the readers' comments, or what follows them, begins with the second of two blocks and stands under none of
/// the headings before: one that begins with a heading of its own does.
fn begins_anew(page: &Page<'_>, posts: &[GroupId], verdicts: &Verdicts, (block, next): (BlockId, BlockId)) -> bool {
    let whose = |id: BlockId| {
        let post = posts.get(page.blocks.rows[id.index()].group.index()).copied();
        (post, verdicts.of_block[id.index()].rule == rules::COMMENTS_WANTED)
    };
    let is_heading = matches!(page.blocks.rows[next.index()].kind, BlockKind::Heading(_));
    !(is_heading && verdicts.of_block[next.index()].rule != ENTRY) && whose(block) != whose(next)
}

/// Share of the headings of a shape with nothing under them that must be kept as entries for the rest to follow, and log-odds
/// from which on one follows.
const ENTRIES: (f32, f32) = (0.34, -2.0);

/// Entries that head nothing are kept where many of their shape are: of a row of cards scores keep some and drop others by little.
fn entries_alike(page: &Page<'_>, verdicts: &mut Verdicts) {
    let rule_of = |verdicts: &Verdicts, i: usize| verdicts.of_block[i].rule;
    if !verdicts.of_block.iter().any(|verdict| verdict.rule == ENTRY) {
        return;
    }
    let is_bare = |i: usize| matches!(rule_of(verdicts, i), ENTRY | EMPTY_SECTION);
    let shapes = alike::Shapes::of(page, verdicts, is_bare, |_| 1.0);
    let follow: Vec<usize> = (0..page.measures.shapes.len())
        .filter(|&i| rule_of(verdicts, i) == EMPTY_SECTION && page.odds(BlockId(i as u32)) >= ENTRIES.1)
        .filter(|&i| shapes.keeps(i, ENTRIES.0))
        .collect();
    for i in follow {
        verdicts.of_block[i] = Verdict { keep: true, rule: ENTRY };
    }
}

/// Where the headings under one of their level end.
#[derive(Clone, Copy)]
enum Under {
    /// No such heading is open.
    None,
    /// One is open.
    Open,
    /// The shape of the first under it, and whether a second had it: a first one alone may be an odd one.
    Some(Option<u32>, bool),
    /// The headings under it have ended.
    Ended,
}

/// Headings over others of their level head those of one shape: what is built in another way stands beside them.
fn beside_over(page: &Page<'_>, verdicts: &mut Verdicts) {
    let mut under = [Under::None; 7];
    for id in page.blocks.ids().filter(|&id| page.has_text(id)) {
        let BlockKind::Heading(level) = page.blocks.rows[id.index()].kind else { continue };
        let (level, shape) = (usize::from(level).min(6), page.measures.shapes.get(id.index()).copied());
        let verdict = &mut verdicts.of_block[id.index()];
        if !verdict.keep || verdict.rule == ENTRY {
            continue;
        }
        under[level + 1..].fill(Under::None);
        under[level] = match under[level] {
            _ if verdict.rule == OVER => Under::Open,
            Under::None => Under::None,
            Under::Open => Under::Some(shape, false),
            Under::Some(first, _) if first == shape => Under::Some(first, true),
            Under::Some(_, false) => Under::Some(shape, false),
            Under::Some(_, true) | Under::Ended => {
                *verdict = Verdict { keep: true, rule: BESIDE_OVER };
                Under::Ended
            }
        };
    }
}

/// The verdict on a heading with nothing under it; `lost` words were dropped there, and `is_over` says that a heading of
/// its level stands right behind.
fn over_nothing(odds: f32, lost: f32, is_over: bool) -> Verdict {
    if is_over && lost == 0.0 {
        Verdict { keep: true, rule: OVER }
    } else if odds >= ENTRY_ODDS && lost <= ENTRY_WORDS {
        Verdict { keep: true, rule: ENTRY }
    } else {
        Verdict { keep: false, rule: EMPTY_SECTION }
    }
}

/// An image is kept where the nearest texts before and after it are, captions aside: its own may be too short to be kept.
fn images(page: &Page<'_>, verdicts: &mut Verdicts) {
    let is_image = |id: &BlockId| page.blocks.rows[id.index()].kind == BlockKind::Image;
    if !page.blocks.ids().any(|id| is_image(&id)) {
        return;
    }
    let beside = beside_captions(page, verdicts);
    for id in page.blocks.ids().filter(|id| is_image(id) && !page.has_text(*id)) {
        let keep = beside[id.index()].0 && beside[id.index()].1;
        let rule = if keep { "content" } else { "boilerplate.image" };
        verdicts.of_block[id.index()] = Verdict { keep, rule };
    }
}

/// Name of the verdict on a heading said twice whose first saying was dropped.
const ONLY_COPY: &str = "structure.only-copy";

/// Of a heading said twice the second goes, unless the first went already.
fn repeats(page: &Page<'_>, verdicts: &mut Verdicts) {
    let mut is_last_kept = true;
    for id in page.blocks.ids().filter(|&id| page.has_text(id)) {
        let i = id.index();
        let is_repeat = page.leftovers.of_block.get(i).and_then(Option::as_ref).is_some_and(Finding::is_repeat);
        let is_dropped = verdicts.of_block[i].rule == Kind::Artefact.rule();
        if is_repeat && is_dropped && !is_last_kept && page.odds(id) >= HEADS_ODDS {
            verdicts.of_block[i] = Verdict { keep: true, rule: ONLY_COPY };
        }
        is_last_kept = verdicts.keeps(id);
    }
}

/// Name of the verdict on blocks kept since those around them are.
const BETWEEN: &str = "content.between";

/// Blocks between two kept ones that are kept as well, at most.
const BETWEEN_MOST: usize = 8;

/// Log-odds from which on a block is kept between kept ones: a share of 0.27. Costs 0.0005 of word F1 on `wcxb-dev` and
/// keeps two in three of the short real lines that the choice leaves out of running text.
const BETWEEN_ODDS: f32 = -1.0;

/// A short gap in what is kept is filled where its blocks are not unlikely, hardly linked, and stand in no box of another name
/// than what is before them: names under a quotation, an address, a line of code.
fn between(page: &Page<'_>, verdicts: &mut Verdicts) {
    let m = page.measures;
    let mut gap: Vec<usize> = Vec::new();
    let (mut before, mut is_open) = (None, false);
    for id in page.blocks.ids().filter(|&id| page.has_text(id)) {
        let i = id.index();
        if verdicts.keeps(id) {
            if is_open && gap.len() <= BETWEEN_MOST {
                for &k in &gap {
                    verdicts.of_block[k] = Verdict { keep: true, rule: BETWEEN };
                }
            }
            (before, is_open, gap) = (Some(i), true, Vec::new());
        } else if verdicts.of_block[i].rule.starts_with("leftover.") {
            // what stood there is gone: it neither fills nor parts
        } else {
            is_open &= page.left_out_by_score(id) && page.odds(id) >= BETWEEN_ODDS;
            is_open &= m.link_share[i] < 0.1 && m.hidden[i] == 0.0;
            is_open &= before.is_some_and(|before| !m.near[i].without(m.near[before]).any(beside::APART));
            gap.push(i);
        }
    }
}

/// Name of the verdict on captions kept since what they explain is.
const CAPTION: &str = "structure.caption";

/// Log-odds from which on a figure's caption follows the text around the figure.
const CAPTION_ODDS: f32 = -1.5;

/// A caption that only its score dropped is kept where its table or the quotation in its figure is, or where the blocks
/// before and after its figure are, other captions aside. One by its class alone, without a figure, is left to its score:
/// most of those kept otherwise are credits.
fn captions(page: &Page<'_>, verdicts: &mut Verdicts) {
    let groups = &page.blocks.groups;
    let is_caption = |kind| matches!(kind, GroupKind::TableCaption | GroupKind::FigureCaption | GroupKind::QuoteSource);
    if !groups.iter().any(|group| is_caption(group.kind)) {
        return;
    }
    let beside = beside_captions(page, verdicts);
    for caption in groups.iter().filter(|group| is_caption(group.kind)) {
        let own = caption.blocks.clone();
        let around = &groups[caption.parent.index()];
        if caption.kind == GroupKind::FigureCaption && around.kind != GroupKind::Figure {
            continue;
        }
        let whole = around.blocks.clone();
        let keeps = |id: &BlockId| verdicts.keeps(*id) && page.has_text(*id);
        let holds = caption.parent.index() != 0
            && whole.clone().filter(|i| !own.contains(i)).map(BlockId).any(|id| keeps(&id) && !in_caption(page, id));
        let stands = caption.kind == GroupKind::FigureCaption
            && beside.get(whole.start as usize).is_some_and(|(before, _)| *before)
            && beside.get(whole.end as usize).is_some_and(|(_, after)| *after);
        for id in own.map(BlockId).filter(|_| holds || stands) {
            if page.left_out_by_score(id) && (holds || page.odds(id) >= CAPTION_ODDS) {
                verdicts.of_block[id.index()] = Verdict { keep: true, rule: CAPTION };
            }
        }
    }
}

fn in_caption(page: &Page<'_>, id: BlockId) -> bool {
    page.blocks.groups_of(id).take(3).any(|g| page.blocks.groups[g.index()].kind == GroupKind::FigureCaption)
}

/// For each place between blocks whether the nearest text before it and that from it on is kept, captions aside.
fn beside_captions(page: &Page<'_>, verdicts: &Verdicts) -> Vec<(bool, bool)> {
    let n = page.blocks.len();
    let mut beside = vec![(false, false); n + 1];
    let has_captions = page.blocks.groups.iter().any(|group| group.kind == GroupKind::FigureCaption);
    let counts = |id: BlockId| page.has_text(id) && !(has_captions && in_caption(page, id));
    let mut nearest = false;
    for id in page.blocks.ids() {
        beside[id.index()].0 = nearest;
        if counts(id) {
            nearest = verdicts.keeps(id);
        }
    }
    beside[n].0 = nearest;
    nearest = false;
    for id in page.blocks.ids().rev() {
        if counts(id) {
            nearest = verdicts.keeps(id);
        }
        beside[id.index()].1 = nearest;
    }
    beside
}

/// Name of the verdict on quotations of the page itself.
const PULL_QUOTE: &str = "structure.pull-quote";

/// Quotations of a page that are looked for in its text, and bytes of the shortest and longest.
const PULL_QUOTES: usize = 32;
const PULL_QUOTE_BYTES: std::ops::Range<usize> = 24..400;

/// A quotation whose words stand in a longer kept paragraph, or are one, is set large to catch the eye: the paragraph keeps them.
fn pull_quotes(page: &Page<'_>, verdicts: &mut Verdicts) {
    let blocks = page.blocks;
    let quotes = blocks.groups.iter().filter(|group| matches!(group.kind, GroupKind::Quote { .. }));
    for quote in quotes.filter(|quote| quote.blocks.len() == 1).take(PULL_QUOTES) {
        let id = BlockId(quote.blocks.start);
        let signs = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '…' | '.' | ' ');
        let words = blocks.text_of(id).trim_matches(signs);
        if !verdicts.keeps(id) || !PULL_QUOTE_BYTES.contains(&words.len()) {
            continue;
        }
        let own = &blocks.rows[id.index()].text;
        let around: Vec<GroupId> = blocks.groups_of(id).skip(1).collect();
        let places = memchr::memmem::find_iter(blocks.text.as_bytes(), words.as_bytes()).map(|at| at as u32);
        let holder = |at: u32| BlockId(blocks.rows.partition_point(|row| row.text.end <= at) as u32);
        let stands = |at: u32| {
            let holder = holder(at);
            let row = blocks.rows.get(holder.index());
            // a post may quote another one, whole
            let is_quoted = || {
                let is_other = |g: &GroupId| {
                    let kind = blocks.groups[g.index()].kind;
                    matches!(kind, GroupKind::Quote { .. } | GroupKind::Post { .. }) && !around.contains(g)
                };
                blocks.groups_of(holder).any(|g| is_other(&g))
            };
            let says = row.is_some_and(|row| {
                let is_longer = row.text.end - row.text.start > 2 * (own.end - own.start);
                row.kind == BlockKind::Paragraph
                    && (is_longer || blocks.text_of(holder).trim_matches(signs) == words && !is_quoted())
            });
            !own.contains(&at) && verdicts.keeps(holder) && says
        };
        if places.take(8).any(stands) {
            verdicts.of_block[id.index()] = Verdict { keep: false, rule: PULL_QUOTE };
        }
    }
}

/// Name of the verdict on links that say what the heading behind them says.
const LINKED_TITLE: &str = "structure.linked-title";

/// Blocks before a heading that are looked at.
const LINKED_TITLE_WITHIN: usize = 6;

/// A card often has a link over all of it, for readers who hear the page: it says the card's heading, which says it again.
fn linked_titles(page: &Page<'_>, verdicts: &mut Verdicts) {
    let mut links: Vec<BlockId> = Vec::new();
    for id in page.blocks.ids() {
        if !verdicts.keeps(id) || !page.has_text(id) {
            continue;
        }
        let text = page.blocks.text_of(id);
        match page.blocks.rows[id.index()].kind {
            BlockKind::Heading(_) => {
                let near = |link: &&BlockId| id.index() - link.index() <= LINKED_TITLE_WITHIN;
                let said = links.iter().rev().take_while(near).find(|&&link| page.blocks.text_of(link) == text);
                if let Some(link) = said {
                    verdicts.of_block[link.index()] = Verdict { keep: false, rule: LINKED_TITLE };
                }
                links.clear();
            }
            BlockKind::Paragraph if page.measures.link_share[id.index()] >= 0.9 => links.push(id),
            _ => {}
        }
    }
}

/// Words of a block up to which a word on JavaScript makes it a request to turn that on, and not a page about it.
const REQUEST_WORDS: f32 = 40.0;

/// Whether the block says that the page needs its scripts: the name is the same in every language.
fn asks_for_scripts(page: &Page<'_>, id: BlockId) -> bool {
    let is_short = page.measures.words[id.index()] <= REQUEST_WORDS;
    is_short && page.blocks.text_of(id).to_ascii_lowercase().contains("javascript")
}

/// A page of which nothing is left gives what speaks least against it: blocks that only their scores dropped, little
/// linked and outside menus and feet, and no requests for scripts. A lost page is worse than a poor one.
fn last_resort(page: &Page<'_>, verdicts: &mut Verdicts) {
    let keeps_text = |id| verdicts.keeps(id) && page.has_text(id);
    if !page.has_markup || page.blocks.ids().any(keeps_text) {
        return;
    }
    let m = page.measures;
    if m.page_words > LAST_RESORT_PAGE {
        return;
    }
    let is_short = m.page_words <= SHORT_PAGE;
    let n_texts = page.blocks.ids().filter(|&id| page.has_text(id)).take(LONE_BLOCKS + 1).count();
    let least = match (is_short, n_texts <= LONE_BLOCKS) {
        (true, true) => 0.0,
        (true, false) => LAST_WORDS_OF_SHORT,
        (false, _) => LAST_WORDS,
    };
    for id in page.blocks.ids() {
        let i = id.index();
        let by_score = verdicts.of_block[i].rule.starts_with("boilerplate.") && m.hidden[i] == 0.0;
        let around = Hints::CONSENT.with(Hints::NAVIGATION).with(Hints::FOOTER);
        let outside = m.to_nav[i] >= 16.0 && m.to_footer[i] >= 16.0 && !page.hints(id).any(around);
        if by_score && asks_for_scripts(page, id) {
            verdicts.of_block[i] = Verdict { keep: false, rule: NOSCRIPT };
        } else if by_score && outside && m.link_share[i] < 0.5 && m.words[i] >= least {
            verdicts.of_block[i] = Verdict { keep: true, rule: LAST_RESORT };
        }
    }
}
