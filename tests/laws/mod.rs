//! What holds of the sections of any page: for the tests and for fuzzing.

use pagesieve::sections::{Content, Section};
use std::collections::HashSet;

/// What is wrong with the form of sections.
pub fn faults(sections: &[Section]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (i, section) in sections.iter().enumerate() {
        let name = section.heading.as_deref().unwrap_or("(none)");
        if section.path.last().map(String::as_str) != section.heading.as_deref() {
            wrong.push(format!("the path of {name} ends elsewhere: {:?}", section.path));
        }
        if section.heading.is_none() != (section.level == 0) {
            wrong.push(format!("{name} has level {}", section.level));
        }
        if let [above @ .., _, _] = section.path.as_slice() {
            let above = &section.path[..=above.len()];
            let parent = sections[..i].iter().rev().find(|s| s.level > 0 && s.level < section.level);
            if parent.map(|p| (p.path.as_slice(), p.level + 1)) != Some((above, section.level)) {
                wrong.push(format!("{name}, level {}, path {:?}: not under {parent:?}", section.level, section.path));
            }
        } else if section.level > 2 {
            wrong.push(format!("{name} stands under nothing at level {}", section.level));
        }
        let heads = sections.get(i + 1).is_some_and(|next| section.level > 0 && next.level > section.level);
        if section.blocks.is_empty() && !heads {
            wrong.push(format!("{name} is empty"));
        }
        for block in &section.blocks {
            match block {
                Content::Table { header, rows, .. } => {
                    let widths: HashSet<usize> = header.iter().chain(rows).map(Vec::len).collect();
                    if widths.len() != 1 || widths.contains(&0) || widths.contains(&1) {
                        wrong.push(format!("a table's rows have {widths:?} cells"));
                    }
                }
                Content::Paragraph { text, .. } | Content::Code { text, .. } if text.trim().is_empty() => {
                    wrong.push(format!("{name} holds an empty block"));
                }
                Content::List { items, .. } if items.is_empty() => wrong.push(format!("{name} holds an empty list")),
                _ => {}
            }
        }
    }
    wrong
}
