//! Leftovers: tables of wordings that go and look-alikes that stay, and what neighbours change.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use pagesieve::blocks::{BlockKind, Blocks, text::segment};
use pagesieve::leftover::{Catalogue, Finding, Kind, Strength, find};

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

#[test]
fn these_go_alone() {
    let table: [(Kind, &[&str]); 4] = [
        (
            Kind::Lorem,
            &[
                "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore.",
                "Lorem ipsum dolor sit amet conse adipiscing elit",
                "LOREM ISPUM DOLOR ET",
                "Lorem ipsum 2",
                "Suspendisse potenti vivamus nisl tincidunt, hendrerit mattis ligula porttitor eget.",
                "Consetetur sadipscing elitr, sed diam nonumy eirmod tempor invidunt ut labore et dolore magna aliquyam.",
                "Aenean commodo ligula eget dolor, aenean massa, cum sociis natoque penatibus et magnis dis parturient.",
                "Quia voluptas aspernatur aut odit fugit, sed consequuntur magni dolores ratione voluptatem sequi nesciunt.",
                "It has survived not only five centuries, but also the leap into electronic typesetting, remaining essentially unchanged.",
                "Далеко-далеко за словесными горами в стране гласных и согласных живут рыбные тексты.",
                "ここにテキストが入ります。ここにテキストが入ります。",
                "여기에 텍스트를 입력하세요",
                "点击此处添加文本",
                "Dies ist ein Blindtext.",
            ],
        ),
        (
            Kind::Placeholder,
            &[
                "HeadingHeading 3",
                "Heading Heading 2",
                "This is some text inside of a div block.",
                "I’m a paragraph. Click here to add your own text and edit me.",
                "Your content goes here. Edit or remove this text inline or in the module Content settings.",
                "Your team member’s bio goes here",
                "Add your section title here",
                "Insert caption here",
                "Placeholder image",
                "Double click to change this headline and make it your own title.",
                "Thank you! Your submission has been received!",
                "[Insert text here]",
                "WordPress へようこそ。こちらは最初の投稿です。編集または削除し、コンテンツ作成を始めてください。",
            ],
        ),
        (
            Kind::Unrendered,
            &[
                "{{ post.title }}",
                "Posted by {{ author.name }} on {{ post.date }}",
                "{% block title %}{% endblock %}",
                "<%= page.title %>",
                "${section.heading}",
                "%%sitename%% %%sep%% %%title%%",
                "[vc_row][vc_column][vc_column_text]",
                "[gallery ids=\"4,8,15\" columns=\"3\"]",
                "[event-list]",
                "__MSG_welcome__",
                "Hello *|FNAME|*",
                "View basket{cartSize}",
                "[object Object]",
                "NaN min read",
            ],
        ),
        (Kind::Artefact, &["* * *", "___________", "—"]),
    ];
    for (kind, lines) in table {
        for line in lines {
            let finding = of_line(line);
            assert!(goes(finding.as_ref()), "should go: {line:?} {finding:?}");
            assert_eq!(finding.map(|f| f.kind), Some(kind), "{line:?}");
        }
    }
}

#[test]
fn these_stay() {
    let lines = [
        "Card Title",
        "Heading",
        "John Doe",
        "Read more",
        "Talk Talk",
        "[Purpose]",
        "Coming soon",
        "The second volume is coming soon; the date is TBD.",
        "Designers fill a draft with “Lorem ipsum dolor sit amet” so that clients judge the layout.",
        "The page said “your content goes here” for a year before anyone noticed.",
        "In principio creavit Deus caelum et terram. Terra autem erat inanis et vacua.",
        "Arma virumque cano, Troiae qui primus ab oris Italiam fato profugus Laviniaque venit litora.",
        "Recorded on the ridge: Quercus robur, Fagus sylvatica, Sorbus aucuparia and Vaccinium myrtillus.",
        "The tax is an ad valorem tax, and the court heard it ex parte and pro bono.",
        "In a template, write {{ user.name }} to print a value and {% if user %} to open a condition.",
        "The function returns undefined when the key is missing, and NaN never equals itself.",
        "“[The boats] were ours,” she said, “and [the nets] too [sic].”",
        "Callers to (555) 555-5555 reached nothing, since the prefix is kept for films.",
        "The crew held a heading of 270 degrees, then turned to heading 3 1 0.",
        "Sample Page is the second track, and Hello World! the name of the tour.",
        "What Do I Do?",
        "You can place an order here by telephone or add your name to the list at the desk.",
        "Click Edit to change the title of the photo, then save it.",
        "Shor [[9,1,3]]",
        "[kal-ee-doh-nee-uh]",
        "The set {a, b} has four subsets.",
        "Text messages are free here.",
    ];
    for line in lines {
        let finding = of_line(line);
        let stays = finding.as_ref().is_none_or(|f| f.strength < Strength::Sure);
        assert!(stays, "should stay: {line:?} {finding:?}");
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
    for file in ["placeholder", "filler", "leak"] {
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
