//! Leftovers: tables of wordings that go and look-alikes that stay, and what neighbours change.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use pagesieve::blocks::{BlockKind, Blocks, text::segment};
use pagesieve::leftover::{Catalogue, Finding, Strength, find};
use pagesieve::{CleanPage, Cleaner, Config, RawPage};

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

/// A page with markup of eight paragraphs; `unit` stands in front of the one with this number.
fn page_with(unit: &str, at: usize) -> RawPage {
    let mut body = String::new();
    for i in 0..8 {
        if i == at {
            body.push_str(unit);
        }
        if i % 3 == 0 {
            body.push_str(&format!(
                "<h2>{}</h2>",
                ["Winter on the landing", "The ice and the nets", "What was mended"][i / 3]
            ));
        }
        let text =
            [BEFORE, AFTER, "Nobody on the island owned a clock that could be trusted before the mail boat came."]
                [i % 3];
        body.push_str(&format!("<p>{text} That was in the year {}, and it is still told.</p>", 1902 + i));
    }
    if at >= 8 {
        body.push_str(unit);
    }
    let html = format!(
        "<!DOCTYPE html><title>The landing</title><main><article><h1>The landing at Tern Island</h1>{body}</article></main>"
    );
    RawPage::html(html, None)
}

fn cleaned(page: &RawPage) -> CleanPage {
    Cleaner::new(Config::default()).clean(page).expect("a page that can be cleaned")
}

/// What a record says, without what was removed.
fn said(page: &CleanPage) -> serde_json::Value {
    serde_json::to_value(&page.sections).expect("sections as JSON")
}

#[test]
fn these_go_in_a_unit_of_leftovers_and_stay_alone() {
    let catalogue = Catalogue::builtin();
    let bare = said(&cleaned(&page_with("", 0)));
    let mut wrong = Vec::new();
    for row in table("beside") {
        let [language, text] = &row[..] else { panic!("two fields: {row:?}") };
        if goes(of_line_with(text, &catalogue).as_ref()) {
            wrong.push(format!("{language}: {text:?} goes alone"));
        }
        let card = format!(
            "<div class=card><h3>{text}</h3><p>Lorem ipsum dolor sit amet, consectetur adipiscing elit.</p></div>"
        );
        let author =
            format!("<div class=box><p>Aenean eu leo quam pellentesque ornare sem lacinia.</p><p>{text}</p></div>");
        for unit in [card, author] {
            if said(&cleaned(&page_with(&unit, 4))) != bare {
                wrong.push(format!("{language}: {text:?} stays in {unit}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn these_go_together() {
    let bare = said(&cleaned(&page_with("", 0)));
    let mut wrong = Vec::new();
    for row in table("together") {
        let unit: String = row.iter().map(|line| format!("<p>{line}</p>")).collect();
        let page = cleaned(&page_with(&format!("<div>{unit}</div>"), 5));
        if said(&page) != bare {
            wrong.push(format!("{row:?}: {:?}", page.removed));
        }
        for line in &row {
            if goes(of_line(line).as_ref()) && !line.contains("(123)") {
                wrong.push(format!("{line:?} goes alone"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Units as builders make them, of wordings that go alone.
fn units() -> Vec<String> {
    let lines: Vec<(bool, String)> = table("alone")
        .into_iter()
        .filter(|row| row[0] != "artefact")
        .map(|row| (row[0] == "placeholder", row[2].clone()))
        .collect();
    let escape = |line: &str| line.replace('&', "&amp;").replace('<', "&lt;");
    let mut units = Vec::new();
    for (i, (may_be_quoted, line)) in lines.iter().enumerate() {
        let line = escape(line);
        units.push(match i % 7 {
            0 => format!("<p>{line}</p>"),
            1 => format!(
                "<div class=row>{}</div>",
                format!("<div class=card><h3>Card title</h3><p>{line}</p><a href=\"#\">Button text</a></div>")
                    .repeat(3)
            ),
            2 => format!("<section><h3>{line}</h3></section>"),
            // Latin and values of scripts are quoted by people
            3 if *may_be_quoted => format!("<blockquote><p>{line}</p></blockquote>"),
            4 => format!("<ul><li>{line}</li><li></li></ul>"),
            5 => format!("<div><h4>Author Name</h4><p>Job title</p><p>{line}</p></div>"),
            _ => format!("<div>{line}</div><hr><p>* * *</p>"),
        });
    }
    units
}

#[test]
fn a_unit_added_to_a_page_and_removed_leaves_the_page_as_it_was() {
    let bare = said(&cleaned(&page_with("", 0)));
    let mut wrong = Vec::new();
    for (i, unit) in units().iter().enumerate() {
        let page = cleaned(&page_with(unit, i % 9));
        if said(&page) != bare {
            wrong.push(format!("at {}: {unit} {:?}", i % 9, page.removed));
        }
    }
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// What is left of a text page once leftovers are out, block by block.
fn without_leftovers(page: &str, catalogue: &Catalogue) -> Vec<String> {
    let mut left = Vec::new();
    for (mut text, finding) in findings_with(page, catalogue) {
        if goes(finding.as_ref()) {
            continue;
        }
        for piece in finding.iter().flat_map(|f| f.pieces.iter().rev()) {
            text.replace_range(piece.start as usize..piece.end as usize, "");
        }
        left.push(text.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    left
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]

    #[test]
    fn removing_twice_changes_nothing(picks in proptest::collection::vec((0usize..3, 0usize..1000), 1..12)) {
        let (alone, beside, stays) = (table("alone"), table("beside"), table("stays"));
        let catalogue = Catalogue::builtin();
        let mut page = String::from("The landing\n\n");
        for (kind, n) in picks {
            let line = match kind {
                0 => &alone[n % alone.len()][2],
                1 => &beside[n % beside.len()][1],
                _ => &stays[n % stays.len()][1],
            };
            // whether a line said twice is a heading doubled hangs on what stands under it, which removing changes
            if page.contains(line.as_str()) {
                continue;
            }
            page.push_str(&format!("{line}\n\n"));
        }
        let once = without_leftovers(&page, &catalogue);
        let twice = without_leftovers(&once.join("\n\n"), &catalogue);
        proptest::prop_assert_eq!(once, twice);
    }

    #[test]
    fn no_text_breaks_a_detector(text in "\\PC{0,200}", marks in "[\\[\\]{}<>%$#*@_&a-z \\n.\"=]{0,200}") {
        let catalogue = Catalogue::builtin();
        for page in [&text, &marks] {
            for (block, finding) in findings_with(page, &catalogue) {
                let mut at = 0;
                for piece in finding.iter().flat_map(|f| &f.pieces) {
                    proptest::prop_assert!(at <= piece.start && piece.start < piece.end);
                    proptest::prop_assert!(block.get(piece.start as usize..piece.end as usize).is_some());
                    at = piece.end;
                }
            }
        }
    }
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
    for piece in [
        "Your text goes here. x ",
        "[a-b [c",
        "{{ lorem ipsum. ",
        "Add text here. y ",
        "name. ",
        "null,",
        "[object Object]",
    ] {
        let page = format!("Title\n\n{}\n", piece.repeat(400_000 / piece.len()));
        let start = std::time::Instant::now();
        findings(&page);
        assert!(start.elapsed().as_secs() < 5, "{piece:?} took {:?}", start.elapsed());
    }
}
