//! Lines between the paragraphs of an article that point to other pages: `Read also: The bridge is closed`. In: verdicts. Out:
//! those lines dropped where what they point to is linked. On other pages they are part of the matter, as "See also" is under
//! an entry of a dictionary.

use super::{Page, Verdict, Verdicts};
use crate::blocks::BlockId;
use crate::score::PageType;

/// Name of the verdict.
const RELATED: &str = "boilerplate.related";

/// What such a line begins with, in small letters. With a stop of its own (`read more:`) or alone above links it always
/// points elsewhere.
const LEADS: [&str; 112] = [
    "also read",
    "also see",
    "more on this story",
    "more on this topic",
    "read also",
    "read more",
    "read next",
    "related",
    "related articles",
    "related content",
    "related coverage",
    "related news",
    "related posts",
    "related stories",
    "related story",
    "see also",
    "you may also like",
    "you might also like",
    "don't miss",
    "recommended for you",
    "explore further",
    "auch interessant",
    "das könnte dich auch interessieren",
    "das könnte sie auch interessieren",
    "das thema könnte dich auch interessieren",
    "lesen sie auch",
    "lesen sie mehr",
    "lies auch",
    "mehr dazu",
    "mehr lesen",
    "mehr themen",
    "mehr zum thema",
    "passend dazu",
    "siehe auch",
    "weiterlesen",
    "zum weiterlesen",
    "à lire aussi",
    "à lire également",
    "à voir aussi",
    "lire aussi",
    "lire également",
    "sur le même sujet",
    "voir aussi",
    "lea",
    "lea además",
    "lea más",
    "lea también",
    "lee más",
    "lee también",
    "leer más",
    "noticias relacionadas",
    "puedes leer",
    "te puede interesar",
    "le puede interesar",
    "también te puede interesar",
    "vea también",
    "ve también",
    "ver también",
    "leia mais",
    "leia também",
    "notícias relacionadas",
    "saiba mais",
    "veja também",
    "approfondisci",
    "leggi anche",
    "potrebbe interessarti",
    "ti potrebbe interessare",
    "vedi anche",
    "bekijk ook",
    "lees meer",
    "lees ook",
    "läs också",
    "läs även",
    "läs mer",
    "les også",
    "les mer",
    "læs også",
    "læs mere",
    "lue lisää",
    "lue myös",
    "czytaj również",
    "czytaj także",
    "czytaj też",
    "czytaj więcej",
    "dowiedz się więcej",
    "przeczytaj także",
    "zobacz także",
    "zobacz też",
    "čtěte také",
    "čítajte aj",
    "prečítajte si aj",
    "přečtěte si také",
    "citește și",
    "citeşte şi",
    "pročitajte i",
    "читайте также",
    "читать также",
    "смотрите также",
    "читайте також",
    "прочетете още",
    "διαβάστε επίσης",
    "bunlar da ilginizi çekebilir",
    "baca juga",
    "xem thêm",
    "đọc thêm",
    "関連記事",
    "あわせて読みたい",
    "相关阅读",
    "延伸阅读",
    "相關閱讀",
    "관련기사",
    "اقرأ أيضا",
];

/// Words of a line up to which it is looked at.
const MOST_WORDS: f32 = 40.0;

/// Share of a line that is linked where it points elsewhere; of one under such a line.
const POINTS: f32 = 0.5;
const POINTED: f32 = 0.9;

/// Drops them, and what is linked under those that stand alone.
pub(super) fn drop_all(page: &Page<'_>, verdicts: &mut Verdicts) {
    if page.page_type != Some(PageType::Article) {
        return;
    }
    let m = page.measures;
    let kept: Vec<BlockId> = page.blocks.ids().filter(|&id| page.has_text(id) && verdicts.keeps(id)).collect();
    // a heading that is a link begins something else
    let is_linked = |id: &BlockId| m.link_share[id.index()] >= POINTED && m.heading[id.index()] == 0.0;
    let mut is_under = false;
    for (k, id) in kept.iter().enumerate() {
        let i = id.index();
        let heads = kept.get(k + 1).is_some_and(is_linked);
        is_under &= is_linked(id) && m.words[i] <= MOST_WORDS;
        // few lines are linked or stand above links: only those are read
        let may = !is_under && m.words[i] <= MOST_WORDS && (heads || m.link_share[i] >= POINTS);
        let lead = if may { after_lead(page.blocks.text_of(*id)) } else { None };
        let leads = lead.is_some_and(|is_alone| if is_alone { heads } else { m.link_share[i] >= POINTS });
        if (is_under || leads) && verdicts.may_drop(*id) && m.in_table[i] == 0.0 {
            verdicts.of_block[i] = Verdict { keep: false, rule: RELATED };
        }
        is_under |= lead == Some(true) && heads;
    }
}

/// Whether a text that begins so says no more than that; `None` where it does not begin so.
fn after_lead(text: &str) -> Option<bool> {
    let is_sign = |c: char| !c.is_alphanumeric();
    let text = text.trim_start_matches(is_sign);
    // as the wordings are written: a straight apostrophe, no dot over a small i, no signs of Arabic vowels
    let small = text.chars().take(48).flat_map(char::to_lowercase);
    let small =
        small.filter(|c| !matches!(c, '\u{307}' | '\u{64b}'..='\u{652}')).map(|c| if c == '’' { '\'' } else { c });
    let small = small.collect::<String>();
    let rests = LEADS.iter().filter_map(|lead| small.strip_prefix(lead));
    let rest = rests.min_by_key(|rest| rest.len())?;
    if rest.chars().all(is_sign) && text.chars().count() <= 48 {
        return Some(true);
    }
    rest.trim_start().starts_with([':', '：', '】', '»', '›', '>', '|', '–', '—']).then_some(false)
}
