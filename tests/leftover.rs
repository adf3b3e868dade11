//! Leftovers: tables of wordings that go and look-alikes that stay, and what neighbours change.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use pagesieve::blocks::{BlockKind, Blocks, text::segment};
use pagesieve::leftover::{Catalogue, Finding, Strength, find};

const BEFORE: &str = "The ferry crossed twice a day that winter, and the whole village set its clocks by the horn.";
const AFTER: &str = "In April the ice broke early, and the boats were out again before anyone had mended the nets.";

/// The findings on each block of a text page.
fn findings(page: &str) -> Vec<(String, Option<Finding>)> {
    findings_with(page, &Catalogue::builtin())
}

/// The same with a catalogue built before.
fn findings_with(page: &str, catalogue: &Catalogue) -> Vec<(String, Option<Finding>)> {
    let mut blocks = Blocks::default();
    segment(page, &mut blocks);
    let found = find(&blocks, None, catalogue, &[]);
    blocks.ids().map(|id| (blocks.text_of(id).to_owned(), found.of_block[id.index()].clone())).collect()
}

/// The finding on a line that stands between two real paragraphs.
fn of_line(line: &str) -> Option<Finding> {
    of_line_with(line, &Catalogue::builtin())
}

/// The same with a catalogue built before.
fn of_line_with(line: &str, catalogue: &Catalogue) -> Option<Finding> {
    let page = format!("A title of the page\n\n{BEFORE}\n\n{line}\n\n{AFTER}\n");
    let found = findings_with(&page, catalogue);
    found.into_iter().find(|(text, _)| text == line).unwrap_or_else(|| panic!("no block holds {line:?}")).1
}

/// Whether the judge drops the block on this evidence.
fn goes(finding: Option<&Finding>) -> bool {
    finding.is_some_and(|f| f.strength == Strength::Sure && f.pieces.is_empty())
}

/// The rows of a table in `testdata/leftovers`, as fields.
fn table(name: &str) -> Vec<Vec<String>> {
    let path = format!("{}/testdata/leftovers/{name}.tsv", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("a table of wordings");
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    rows.map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

#[test]
fn these_go_alone() {
    let catalogue = Catalogue::builtin();
    let mut wrong = Vec::new();
    for row in table("alone") {
        let [kind, language, line] = &row[..] else { panic!("three fields: {row:?}") };
        let finding = of_line_with(line, &catalogue);
        let rule = format!("leftover.{kind}");
        if !goes(finding.as_ref()) || finding.as_ref().is_none_or(|f| f.kind.rule() != rule) {
            wrong.push(format!("{kind} {language}: {line:?} {finding:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} should go:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn these_stay() {
    let catalogue = Catalogue::builtin();
    let mut wrong = Vec::new();
    for row in table("stays") {
        let [language, line] = &row[..] else { panic!("two fields: {row:?}") };
        let finding = of_line_with(line, &catalogue);
        if finding.as_ref().is_some_and(|f| f.strength == Strength::Sure) {
            wrong.push(format!("{language}: {line:?} {finding:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} should stay:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn sure_neighbours_raise_what_stands_beside_them() {
    let page = format!(
        "Harbour notes\n\n{BEFORE}\n\nCard Title\n\nLorem ipsum dolor sit amet adipiscing elit\n\nRead more\n\n{AFTER}\n\nRead more\n"
    );
    let found = findings(&page);
    let gone: Vec<&str> = found.iter().filter(|(_, f)| goes(f.as_ref())).map(|(text, _)| text.as_str()).collect();
    assert_eq!(gone, ["Card Title", "Lorem ipsum dolor sit amet adipiscing elit", "Read more"]);
    assert!(!goes(found.last().and_then(|(_, f)| f.as_ref())), "the same words beside real text stay");
}

#[test]
fn leftover_sentences_are_cut_out_of_real_paragraphs() {
    let cases = [
        ("Your content goes here. ", ""),
        ("", " Lorem ipsum dolor sit amet, consectetur adipiscing elit."),
        ("Edit or remove this text inline or in the module Content settings. ", ""),
    ];
    for (front, back) in cases {
        let line = format!("{front}{BEFORE}{back}");
        let finding = of_line(&line).unwrap_or_else(|| panic!("nothing found in {line:?}"));
        assert_eq!(finding.strength, Strength::Sure);
        let mut rest = line.clone();
        for piece in finding.pieces.iter().rev() {
            rest.replace_range(piece.start as usize..piece.end as usize, "");
        }
        assert_eq!(rest.trim(), BEFORE);
    }
    let line = format!("{BEFORE} [ad-player id=\"7\"] {AFTER}");
    let pieces = of_line(&line).map(|f| f.pieces).unwrap_or_default();
    let cut: Vec<&str> = pieces.iter().map(|p| &line[p.start as usize..p.end as usize]).collect();
    assert_eq!(cut, ["[ad-player id=\"7\"]"]);
}

#[test]
fn a_page_about_dummy_text_keeps_its_samples() {
    let page = "What dummy text is for\n\nPrinters have set lorem ipsum in their specimens since the days of metal type.\n\n\
                The words lorem ipsum come from a passage on pain that somebody cut to pieces.\n\n\
                Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt.\n";
    assert!(findings(page).iter().all(|(_, f)| !goes(f.as_ref())));
}

#[test]
fn code_is_spared() {
    let page = format!("Templates at work\n\n{BEFORE}\n\n```\n{{{{ title }}}}\nLorem ipsum dolor sit amet\n```\n");
    assert!(findings(&page).iter().all(|(_, f)| f.is_none()));
}

#[test]
fn a_heading_run_together_with_its_copy_loses_one() {
    let mut blocks = Blocks::default();
    segment(
        &format!("Title of it\n\n## Nets and boatsNets and boats\n\n{BEFORE}\n\n## Ice\n\n## Ice\n\n{AFTER}\n"),
        &mut blocks,
    );
    let found = find(&blocks, None, &Catalogue::builtin(), &[]);
    let doubled = found.of_block[1].as_ref().expect("the doubled heading is found");
    assert_eq!(doubled.pieces, std::iter::once(0..14).collect::<Vec<_>>());
    assert!(matches!(blocks.rows[3].kind, BlockKind::Heading(_)));
    assert!(
        found.of_block[3].is_none() && goes(found.of_block[4].as_ref()),
        "of a heading said twice, the second goes"
    );
}

#[test]
fn every_wording_of_the_catalogue_is_found() {
    let catalogue = Catalogue::builtin();
    for file in ["placeholder", "wordpress", "filler", "leak"] {
        let path = format!("{}/src/leftover/data/{file}.tsv", env!("CARGO_MANIFEST_DIR"));
        let rows = std::fs::read_to_string(&path).expect("a data file of the crate");
        for (number, row) in rows.lines().enumerate().filter(|(_, row)| !row.starts_with('#')) {
            let fields: Vec<&str> = row.split('\t').collect();
            assert_eq!(fields.len(), 5, "{file}.tsv line {}", number + 1);
            assert!(["sure", "likely", "possible"].contains(&fields[3]), "{file}.tsv line {}", number + 1);
            let finding = of_line_with(fields[0], &catalogue);
            assert!(finding.is_some(), "not found: {}", fields[0]);
            assert!(fields[3] != "sure" || goes(finding.as_ref()), "should go: {} {finding:?}", fields[0]);
        }
    }
}

#[test]
fn pages_of_one_huge_block_stay_linear() {
    // 400 KB that a quadratic walk would need minutes for.
    for piece in ["Your text goes here. x ", "[a-b [c", "{{ lorem ipsum. ", "Add text here. y ", "name. "] {
        let page = format!("Title\n\n{}\n", piece.repeat(400_000 / piece.len()));
        let start = std::time::Instant::now();
        findings(&page);
        assert!(start.elapsed().as_secs() < 5, "{piece:?} took {:?}", start.elapsed());
    }
}
