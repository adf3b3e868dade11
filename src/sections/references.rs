//! Lists of sources: under a heading that says so, or marked as such by the plain-text segmenter.

use super::written::Written;
use super::{Content, Reference, Section, lists};
use crate::blocks::{BlockId, GroupId, GroupKind};

/// Headings of lists of sources, in small letters: the word alone, in the languages of the corpora and their neighbours.
const HEADINGS: &[&str] = &[
    "bibliografi",
    "bibliografia",
    "bibliografía",
    "bibliographie",
    "bibliography",
    "bronnen",
    "citations",
    "einzelnachweise",
    "forrás",
    "források",
    "fuentes",
    "fußnoten",
    "források és irodalom",
    "kaynakça",
    "kaynaklar",
    "källor",
    "lähteet",
    "literatur",
    "literatura",
    "literatúra",
    "literature cited",
    "notes and references",
    "primary sources",
    "przypisy",
    "quellen",
    "quellenangaben",
    "reference list",
    "references",
    "referencias",
    "referências",
    "referenser",
    "referenties",
    "riferimenti",
    "riferimenti bibliografici",
    "références",
    "sources",
    "viitteet",
    "works cited",
    "zdroje",
    "źródła",
    "βιβλιογραφία",
    "джерела",
    "источники",
    "литература",
    "література",
    "примечания",
    "список литературы",
    "ביבליוגרפיה",
    "المراجع",
    "المصادر",
    "स्रोत",
    "参考文献",
    "参考资料",
    "參考文獻",
    "出典",
    "脚注",
    "참고 문헌",
    "참고문헌",
    "각주",
];

/// Takes the lists out of sections whose heading names sources.
pub(super) fn take(sections: &mut [Section], references: &mut Vec<Reference>) {
    for section in sections {
        if section.heading.as_deref().is_some_and(names_sources) {
            section.blocks.retain(|block| !taken(block, references));
        }
    }
}

fn taken(block: &Content, references: &mut Vec<Reference>) -> bool {
    let Content::List { ordered, start, items, .. } = block else { return false };
    let mut next = start.filter(|_| *ordered);
    for item in items {
        let number = next.map(|n| item.number.unwrap_or(n));
        next = number.map(|n| n.saturating_add(1));
        let mut texts = Vec::new();
        let mut open = vec![item];
        while let Some(item) = open.pop() {
            texts.extend(Some(item.text.as_str()).filter(|text| !text.is_empty()));
            open.extend(item.items.iter().rev());
        }
        references.push(entry(number.and_then(|n| u32::try_from(n).ok()), &texts.join("\n")));
    }
    true
}

/// What wikis say beside an entry's arrow to readers who hear the page.
const JUMPS: [&str; 15] = [
    "Jump up to:",
    "Jump up",
    "Hochspringen nach:",
    "Hochspringen",
    "Revenir plus haut en :",
    "Revenir plus haut",
    "Volver arriba",
    "Ir para cima",
    "Hoppa upp",
    "Hop op",
    "Skocz do góry",
    "Skočit nahoru",
    "Перейти обратно",
    "Перейти",
    "Naar boven",
];

/// An entry without the links that lead back to its marks, and without its number, which is kept apart.
fn entry(number: Option<u32>, text: &str) -> Reference {
    const BACK: [char; 7] = ['^', '↑', '↩', '⤴', '\u{fe0e}', '\u{fe0f}', ' '];
    let leads_back = text.starts_with(BACK);
    let mut text = text.trim_start_matches(BACK).trim_end_matches(BACK);
    let jump = JUMPS.iter().find_map(|jump| {
        let rest = text.strip_prefix(jump)?;
        rest.strip_prefix([' ', '\u{a0}']).or_else(|| rest.starts_with(BACK).then_some(rest))
    });
    text = jump.filter(|rest| leads_back || rest.starts_with(BACK)).map_or(text, |rest| rest.trim_start_matches(BACK));
    let printed = printed_number(text);
    if let Some((own, rest)) = printed.filter(|(own, _)| number.is_none_or(|number| number == *own)) {
        return Reference { number: Some(own), text: rest.trim_start_matches(BACK).to_owned() };
    }
    Reference { number, text: text.to_owned() }
}

/// The number that an entry begins with, in brackets or with a stop behind it, and the words behind it.
fn printed_number(text: &str) -> Option<(u32, &str)> {
    let open = text.strip_prefix(['[', '(']);
    let digits_from = open.unwrap_or(text);
    let digits = digits_from.bytes().take_while(u8::is_ascii_digit).count();
    let number = digits_from.get(..digits).filter(|d| (1..=4).contains(&d.len()))?.parse().ok()?;
    let rest = digits_from.get(digits..)?;
    let rest = if open.is_some() { rest.strip_prefix([']', ')'])? } else { rest.strip_prefix(['.', ')', ':'])? };
    let is_apart = open.is_some() || !rest.starts_with(|c: char| c.is_numeric() || c.is_lowercase());
    is_apart.then_some((number, rest.trim_start()))
}

/// The entries of a list of sources, each with its number; a block that is only a number is that of the next.
pub(super) fn list(written: &Written<'_>, unit: GroupId, run: &[BlockId], references: &mut Vec<Reference>) {
    let blocks = written.blocks;
    let kind = |g: GroupId| blocks.groups[g.index()].kind;
    let mut last: Option<GroupId> = None;
    let mut waiting: Option<u32> = None;
    for &id in run {
        let mut around = blocks.groups_of(id).take_while(|&g| g != unit);
        let item = around.find(|&g| matches!(kind(g), GroupKind::Item { .. }));
        let text = written.text(id);
        let linked = linked_number(written, id);
        let bare = text.trim_matches(|c: char| matches!(c, '[' | ']' | '(' | ')' | '.' | ':' | '^' | ' '));
        if item.is_none() && !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit()) {
            waiting = bare.parse().ok();
            last = None;
            continue;
        }
        match references.last_mut() {
            Some(reference) if item.is_some() && item == last => {
                let more = entry(None, &text);
                lists::join(&mut reference.text, &more.text);
            }
            _ => {
                let own = item.and_then(|g| match kind(g) {
                    GroupKind::Item { number, .. } => number,
                    _ => None,
                });
                match linked.and_then(|number| text.strip_prefix(number)?.strip_prefix(' ').zip(number.parse().ok())) {
                    Some((rest, number)) => references.push(entry(Some(number), rest)),
                    None => references.push(entry(waiting.take().or(own), &text)),
                }
            }
        }
        last = item;
    }
}

/// The number that an entry begins with as a link back to its mark, without any sign behind it.
fn linked_number<'a>(written: &Written<'a>, id: BlockId) -> Option<&'a str> {
    let blocks = written.blocks;
    let row = &blocks.rows[id.index()];
    let link = blocks.links.get(row.links.start as usize..row.links.end as usize)?.first()?;
    let number = blocks.text.get(link.text.start as usize..link.text.end as usize)?;
    let is_number = (1..=4).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    let leads_back = link.text.start == row.text.start && blocks.string(link.url).starts_with('#');
    (is_number && leads_back).then_some(number)
}

fn names_sources(heading: &str) -> bool {
    let plain = super::build::without_permalink(heading).trim_end_matches(':').to_lowercase();
    HEADINGS.contains(&plain.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_have_no_repeats() {
        let mut seen = HEADINGS.to_vec();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), HEADINGS.len());
        assert!(names_sources("References:") && names_sources("Literatur") && !names_sources("Our references"));
    }
}
