//! Plain text to blocks: each case is a small page and what its blocks must be.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use pagesieve::blocks::{BlockKind, Blocks, GroupKind, text::segment};
use proptest::prelude::*;

/// One line per block: the groups around it, outermost first, what it is, and its text.
fn shape(page: &str) -> Vec<String> {
    let mut blocks = Blocks::default();
    segment(page, &mut blocks);
    check(page, &blocks);
    let name = |kind: GroupKind| match kind {
        GroupKind::Page => String::new(),
        GroupKind::List { count: Some(count) } => format!("ol{} ", count.start),
        GroupKind::List { .. } => "ul ".into(),
        GroupKind::Item { number: Some(number), .. } => format!("{number}: "),
        GroupKind::Item { number: None, .. } => "- ".into(),
        other => format!("{other:?} ").to_lowercase(),
    };
    let line = |id| {
        let mut groups: Vec<_> = blocks.groups_of(id).map(|g| name(blocks.groups[g.index()].kind)).collect();
        groups.reverse();
        let kind = match blocks.rows[id.index()].kind {
            BlockKind::Paragraph => "p",
            BlockKind::Heading(1) => "h1",
            BlockKind::Heading(2) => "h2",
            BlockKind::Heading(_) => "h3+",
            BlockKind::Code(_) => "code",
            BlockKind::Image => "image",
        };
        format!("{}{kind} {}", groups.concat(), blocks.text_of(id))
    };
    blocks.ids().map(line).collect()
}

/// What holds for every page: ranges rise, cover nothing twice, and lie within the page and their groups.
fn check(page: &str, blocks: &Blocks) {
    let (mut text, mut source) = (0, 0);
    for row in &blocks.rows {
        assert!(row.text.start >= text && row.text.end >= row.text.start, "text ranges rise");
        assert!(row.source.start >= source && row.source.end >= row.source.start, "source ranges rise");
        assert!(page.get(row.source.start as usize..row.source.end as usize).is_some(), "source on characters");
        (text, source) = (row.text.end, row.source.end);
    }
    assert_eq!(blocks.groups[0].kind, GroupKind::Page);
    assert_eq!(blocks.groups[0].blocks, 0..blocks.len() as u32);
    for (at, group) in blocks.groups.iter().enumerate().skip(1) {
        assert!(group.parent.index() < at, "parents come first");
        let parent = &blocks.groups[group.parent.index()].blocks;
        assert!(parent.start <= group.blocks.start && group.blocks.end <= parent.end, "groups nest");
    }
    for id in blocks.ids() {
        for group in blocks.groups_of(id) {
            assert!(blocks.groups[group.index()].blocks.contains(&id.0), "a block lies in its groups");
        }
    }
}

const PROSE: &str =
    "The mill stood by the river until the flood of that spring, and nobody built it up again afterwards.";

#[test]
fn headings_are_lines_alone_before_prose() {
    let page =
        format!("The Mill at Orrin\n\n{PROSE}\n\n\nWhat the flood took\n\n{PROSE}\n\nIt rained.\n\nA lone line\n");
    assert_eq!(
        shape(&page),
        [
            "h1 The Mill at Orrin".to_string(),
            format!("p {PROSE}"),
            "h2 What the flood took".into(),
            format!("p {PROSE}"),
            "p It rained.".into(),
            "p A lone line".into(),
        ]
    );
}

#[test]
fn line_ends_and_white_space_do_not_matter() {
    let unix = format!("The  Mill\tat\u{a0}Orrin \n\n{PROSE}  \n\nWhat it took\n\n{PROSE}\n");
    let dos = unix.replace('\n', "\r\n");
    assert_eq!(shape(&unix), shape(&dos));
    assert_eq!(shape(&unix)[0], "h1 The Mill at Orrin");
}

#[test]
fn a_page_without_blank_lines_is_a_block_a_line() {
    let page = format!("Orrin Mill - History\nHome\nVisit\nContact\n{PROSE}\nThe flood\n{PROSE}\n");
    let shapes = shape(&page);
    assert_eq!(shapes[..4], ["h1 Orrin Mill - History", "p Home", "p Visit", "p Contact"]);
    assert_eq!(shapes[5], "h2 The flood");
}

#[test]
fn wrapped_lines_are_joined_and_verse_is_not() {
    let wrapped = "Title here\n\nThe keeper of the light wrote down every ship that\npassed in the night, its rig and its heading, and at\ndawn he read the list to his wife.\n";
    assert_eq!(
        shape(wrapped)[1],
        "p The keeper of the light wrote down every ship that passed in the night, its rig and its heading, and at dawn \
         he read the list to his wife."
    );
    let verse = "The Keeper\n\nA lamp above the sea,\na hand upon the stair,\nand all\nthe ships go home.\n";
    assert_eq!(shape(verse).len(), 5);
}

#[test]
fn lists_nest_by_indentation_and_keep_their_numbers() {
    let page = "Tools\n\n- saw\n- files\n    - flat\n    - round\n- vice\n\nSteps to take first:\n\n3. Cut the board.\n4. Plane it.\n";
    assert_eq!(
        shape(page),
        [
            "h1 Tools",
            "ul - p saw",
            "ul - p files",
            "ul - ul - p flat",
            "ul - ul - p round",
            "ul - p vice",
            "p Steps to take first:",
            "ol3 3: p Cut the board.",
            "ol3 4: p Plane it.",
        ]
    );
}

#[test]
fn one_number_makes_no_list() {
    let page = format!("A Survey\n\n1. Introduction\n\n{PROSE}\n\n2.1 Wells\n\n{PROSE}\n");
    let shapes = shape(&page);
    assert_eq!(shapes[1], "h2 1. Introduction");
    assert_eq!(shapes[3], "h3+ 2.1 Wells");
}

#[test]
fn markdown_marks_are_read() {
    let page = "# Loom\n\nIntro line that says little.\n\nWarp\n----\n\n> as he said\n> and meant\n\n```rust\nfn main() {\n\n    weave();\n}\n```\n\n### Weft ###\n\nDone.\n";
    assert_eq!(
        shape(page),
        [
            "h1 Loom",
            "p Intro line that says little.",
            "h2 Warp",
            "quote { cite: span { from: 0, to: 0 } } p as he said and meant",
            "code fn main() {\n\n    weave();\n}\n",
            "h3+ Weft",
            "p Done.",
        ]
    );
}

#[test]
fn sources_people_and_thanks_stand_apart() {
    let page = format!(
        "Wells of Orrin\n\n{PROSE}\n\nFindings\n\n{PROSE}\n\nThe survey wishes to thank Ada Pell and the parish for their maps.\n\n\
         1. Pell, Ada. “Dry Years.” Orrin Press, 1998.\n2. Holm, Per. “Water.” Nord, 2003.\n3. County Office. \"Levels.\" 2011.\n\n\
         Ada Pell\n\nLead Analyst, Water\n\nAda has mapped wells in the county for thirty years.\n\nPer Holm\n\nResearch Fellow\n"
    );
    let shapes = shape(&page);
    assert_eq!(shapes[2], "h2 Findings");
    assert!(shapes[4].starts_with("apart p The survey wishes"), "{shapes:#?}");
    assert_eq!(shapes[5], "references 1: p Pell, Ada. “Dry Years.” Orrin Press, 1998.");
    assert_eq!(shapes[8], "person p Ada Pell");
    assert_eq!(shapes[10], "person p Ada has mapped wells in the county for thirty years.");
    assert_eq!(shapes[12], "person p Research Fellow");
    assert_eq!(shapes.len(), 13);
}

#[test]
fn look_alikes_are_not_taken_for_people_or_sources() {
    let page = format!(
        "Orrin\n\nRiver Walk\n\nShort Loop\n\n{PROSE}\n\nMill Lane\n\nLong Loop\n\n{PROSE}\n\n1. Mix flour and water.\n2. Wait an hour.\n3. Bake.\n"
    );
    assert!(shape(&page).iter().all(|line| !line.starts_with("person") && !line.starts_with("references")));
}

#[test]
fn thanks_in_the_middle_stay_in_their_section() {
    let page = format!("Orrin\n\nHistory\n\n{PROSE}\n\nWe would like to thank the miller.\n\n{PROSE}\n");
    assert!(shape(&page).iter().all(|line| !line.starts_with("apart")));
}

proptest! {
    #[test]
    fn any_text_gives_sound_blocks(page in "([A-Za-z .,:0-9#>*`=\\-\u{e9}\u{3042}]{0,30}(\n|\r\n|\n\n)){0,30}") {
        shape(&page);
    }
}
