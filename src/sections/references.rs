//! Lists of sources: under a heading that says so, or marked as such by the plain-text segmenter.

use super::{Content, Reference, Section};

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

/// Takes the lists out of sections whose heading names sources; a section left with nothing goes too.
pub(super) fn take(sections: &mut Vec<Section>, references: &mut Vec<Reference>) {
    let mut emptied = Vec::new();
    for (i, section) in sections.iter_mut().enumerate() {
        if !section.heading.as_deref().is_some_and(names_sources) {
            continue;
        }
        let before = references.len();
        section.blocks.retain(|block| !taken(block, references));
        if references.len() > before && section.blocks.is_empty() {
            emptied.push(i);
        }
    }
    for &i in emptied.iter().rev() {
        let heads = sections.get(i + 1).is_some_and(|next| next.level > sections[i].level);
        if !heads {
            sections.remove(i);
        }
    }
}

fn taken(block: &Content, references: &mut Vec<Reference>) -> bool {
    let Content::List { ordered, start, items } = block else { return false };
    let first = start.and_then(|s| u32::try_from(s).ok()).filter(|_| *ordered);
    for (i, item) in items.iter().enumerate() {
        let number = first.map(|f| f + i as u32);
        let text = std::iter::once(&item.text).chain(item.items.iter().map(|sub| &sub.text));
        let text = text.filter(|t| !t.is_empty()).map(String::as_str).collect::<Vec<_>>().join("\n");
        references.push(Reference { number, text: text.trim_start_matches(['^', '↑', ' ']).to_owned() });
    }
    true
}

fn names_sources(heading: &str) -> bool {
    let plain = heading.trim_end_matches("[edit]").trim().trim_end_matches(':').to_lowercase();
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
