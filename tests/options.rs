//! Each flag of `clean` and each field of `Config` changes the output, and in the way that its help says.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use pagesieve::cleaner::SiteRules;
use pagesieve::leftover::{Kind, Wordings};
use pagesieve::limits::{BOUNDS, Limits};
use pagesieve::{CleanPage, Cleaner, Config, RawPage};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const PAGE: &str = r##"<html lang=en><head><title>Sails of the Grey Lady</title><base href="https://boats.example/log/"></head><body>
<nav><a href=/>Home</a> <a href=/log>Log</a></nav>
<main><article><h1>Sails of the Grey Lady</h1>
<p>The Grey Lady carried four sails in fair weather and two in foul, and each was sewn in <a href="loft.html?utm_source=log&amp;room=2&amp;fbclid=x1#bench">the loft at
Penmar</a> by the same three people, who signed the hem of every one they finished.</p>
<figure><img src="sail.jpg" alt="A brown sail"><figcaption>The mainsail, drying on the slip in the spring of that year.</figcaption></figure>
<p class="survey">Tell us in two minutes how you liked this page of the log, and win a day on the water with the crew.</p>
<p>Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore.</p>
<p>Your ship's motto sits here</p>
<p>She was broken up in the autumn, and her canvas went to the farms along the river, where it covered hay for twenty
years and more before anyone thought of keeping a piece.</p></article>
<section id="comments" class="comments-area"><h2>Comments</h2><div class="comment"><p>My aunt worked in that loft until it
closed, and she still has her palm and her needles.</p></div></section></main>
<footer>© Boats</footer></body></html>"##;

fn clean(config: Config) -> (CleanPage, String) {
    let page = RawPage::html(PAGE, Some("https://boats.example/log/grey-lady"));
    let clean = Cleaner::new(config).clean(&page).unwrap();
    let json = serde_json::to_string(&clean).unwrap();
    (clean, json)
}

fn scratch(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("options-{name}"));
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).unwrap();
    std::fs::write(dir.join("page.html"), PAGE).unwrap();
    dir
}

fn run(dir: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pagesieve"));
    command.arg("clean").args(arguments).arg("page.html").current_dir(dir).stdin(Stdio::null());
    command.output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn by_default_the_text_alone_is_written() {
    let (page, json) = clean(Config::default());
    assert!(json.contains("four sails") && json.contains("broken up"), "{json}");
    let gone = ["loft.html", "sail.jpg", "Lorem ipsum", "My aunt", "Home", "© Boats", "removed_blocks"];
    for gone in gone {
        assert!(!json.contains(gone), "{gone}: {json}");
    }
    assert_eq!(page.removed["leftover.lorem"], 1);
}

#[test]
fn links_are_resolved_against_the_base() {
    let mut config = Config::default();
    config.sections.links = true;
    assert!(clean(config).1.contains("https://boats.example/log/loft.html"));
}

#[test]
fn parameters_of_trackers_are_stripped_when_asked_for() {
    let mut config = Config::default();
    config.sections.links = true;
    assert!(clean(config).1.contains("loft.html?utm_source=log&room=2&fbclid=x1#bench"));
    let mut config = Config::default();
    (config.sections.links, config.sections.strip_tracking) = (true, true);
    assert!(clean(config).1.contains("https://boats.example/log/loft.html?room=2#bench"));
}

#[test]
fn images_bring_figures_with_their_captions() {
    let mut config = Config::default();
    config.sections.images = true;
    let json = clean(config).1;
    assert!(json.contains("https://boats.example/log/sail.jpg") && json.contains("A brown sail"), "{json}");
}

#[test]
fn comments_are_kept_when_asked_for() {
    let mut config = Config::default();
    config.judge.comments = true;
    assert!(clean(config).1.contains("My aunt worked"));
}

#[test]
fn per_site_selectors_outrank_every_rule() {
    let rules = "[boats.example]\nkeep footer\ndrop .survey\n";
    let config = Config { rules: SiteRules::parse(rules).unwrap(), ..Config::default() };
    let (page, json) = clean(config);
    assert!(json.contains("© Boats") && !json.contains("two minutes"), "{json}");
    assert_eq!(page.removed["site.drop"], 1);
    // another site's rules say nothing here
    let config = Config { rules: SiteRules::parse(&rules.replace("boats", "cars")).unwrap(), ..Config::default() };
    assert_eq!(clean(config).1, clean(Config::default()).1);
}

#[test]
fn a_kind_of_leftover_stays_when_asked_for() {
    let mut config = Config::default();
    config.leftover.keep = vec![Kind::Lorem];
    assert!(clean(config).1.contains("Lorem ipsum"));
    let mut config = Config::default();
    config.leftover.keep = vec![Kind::Placeholder];
    assert!(!clean(config).1.contains("Lorem ipsum"));
}

#[test]
fn wordings_of_the_users_own_are_found() {
    let mut config = Config::default();
    config.leftover.wordings = Wordings::parse("Your ship's motto sits here\tShipyard\ten\tsure\n").unwrap();
    let (page, json) = clean(config);
    assert!(!json.contains("motto"), "{json}");
    assert_eq!(page.leftover_wordings["Your ship's motto sits here (Shipyard)"], 1);
}

#[test]
fn limits_cut_a_page_short_and_say_so() {
    let mut config = Config::default();
    config.limits.nodes = 30;
    let (page, _) = clean(config);
    assert!(page.reason.unwrap().contains("nodes"));
}

#[test]
fn explain_writes_what_was_removed_and_why() {
    let (page, _) = clean(Config { explain: true, ..Config::default() });
    let lorem = page.removed_blocks.iter().find(|b| b.rule == "leftover.lorem").unwrap();
    assert!(lorem.because.contains_key("wording") && lorem.text.starts_with("Lorem"));
    let (from, to) = (lorem.span.0 as usize, lorem.span.1 as usize);
    assert!(PAGE[from..to].starts_with("Lorem"));
    let scored = page.removed_blocks.iter().find(|b| b.rule.starts_with("boilerplate.navigation")).unwrap();
    assert!(scored.because.contains_key("score"), "{scored:?}");
}

#[test]
fn flags_do_what_the_fields_do() {
    let dir = scratch("flags");
    std::fs::write(dir.join("own.tsv"), "# own\nYour ship's motto sits here\tShipyard\ten\tsure\n").unwrap();
    let plain = stdout(&run(&dir, &["-q"]));
    let cases: [(&[&str], &str); 6] = [
        (&["-q", "--links"], "loft.html"),
        (&["-q", "--links", "--strip-tracking"], "loft.html?room=2#bench"),
        (&["-q", "--images"], "sail.jpg"),
        (&["-q", "--comments"], "My aunt"),
        (&["-q", "--keep-leftovers", "lorem"], "Lorem ipsum"),
        (&["-q", "--explain"], "removed_blocks"),
    ];
    for (flags, shows) in cases {
        assert!(!plain.contains(shows) && stdout(&run(&dir, flags)).contains(shows), "{flags:?}");
    }
    let summary = String::from_utf8(run(&dir, &["--leftovers", "own.tsv"]).stderr).unwrap();
    assert!(summary.contains("leftover: 1 × Your ship's motto sits here (Shipyard)"), "{summary}");
}

#[test]
fn formats_and_files() {
    let dir = scratch("formats");
    let markdown = stdout(&run(&dir, &["-q", "--format", "markdown"]));
    assert!(markdown.contains("# Sails of the Grey Lady"), "{markdown}");
    let text = stdout(&run(&dir, &["-q", "--format", "text"]));
    assert!(text.contains("four sails") && !text.contains('{'), "{text}");
    let array: Value = serde_json::from_str(&stdout(&run(&dir, &["-q", "--format", "json"]))).unwrap();
    assert_eq!(array.as_array().unwrap().len(), 1);
    let output =
        run(&dir, &["--threads", "2", "-o", "out.jsonl", "--report", "report.json", "--errors", "errors.jsonl"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0));
    let report: Value = serde_json::from_slice(&std::fs::read(dir.join("report.json")).unwrap()).unwrap();
    assert_eq!(report["pages"], 1);
    assert_eq!(std::fs::read(dir.join("errors.jsonl")).unwrap(), b"");
    // read as text, the markup is words like any other
    let as_text = stdout(&run(&dir, &["-q", "--input-format", "text"]));
    assert!(as_text.contains("<nav>"), "{as_text}");
}

#[test]
fn bad_flags_and_files_stop_the_run_before_it_starts() {
    let dir = scratch("bad");
    std::fs::write(dir.join("rules.txt"), "[boats.example]\ndrop div[\n").unwrap();
    std::fs::write(dir.join("own.tsv"), "one field\n").unwrap();
    let cases: [(&[&str], &str); 6] = [
        (&["--rules", "rules.txt"], "line 2"),
        (&["--leftovers", "own.tsv"], "line 1"),
        (&["--rules", "missing.txt"], "missing.txt"),
        (&["--keep-leftovers", "nonsense"], "nonsense"),
        (&["--threads", "0"], "threads"),
        (&["-o", "no/such/folder/out.jsonl"], "no/such/folder"),
    ];
    for (flags, named) in cases {
        let output = run(&dir, flags);
        let words = String::from_utf8(output.stderr.clone()).unwrap();
        assert!(output.status.code() == Some(2) && words.contains(named), "{flags:?}: {words}");
        assert!(output.stdout.is_empty(), "{flags:?}");
    }
}

#[test]
fn a_heading_that_goes_takes_no_other_with_it() {
    let words = "<p>The pond at the mill froze over in the first week of December and was safe to walk on for a month, \
                 which nobody in the village could remember having seen before.</p>";
    let cases = [
        ("<h2>Ice on the pond</h2><h2>Ice on the pond</h2>", "Ice on the pond"),
        ("<h2>Prices of hay</h2><h2></h2>", "Prices of hay"),
    ];
    for (headings, kept) in cases {
        let page =
            format!("<title>Frost</title><article><h1>Frost</h1>{words}{words}{headings}{words}{words}</article>");
        let clean = Cleaner::new(Config::default()).clean(&RawPage::html(page, None)).unwrap();
        let found: Vec<&str> = clean.sections.iter().filter_map(|s| s.heading.as_deref()).collect();
        assert_eq!(found, [kept], "{:?}", clean.removed);
    }
}

#[test]
fn a_table_in_a_figure_stays_a_table() {
    let words = "<p>The pond at the mill froze over in the first week of December and was safe to walk on for a month, \
                 which nobody in the village could remember having seen before.</p>";
    let table = "<figure class=wp-block-table><table><tbody><tr><td>January</td><td>21 days of frost</td></tr>\
                 <tr><td>February</td><td>12 days of frost</td></tr></tbody></table></figure>";
    let page = format!("<title>Frost</title><article><h1>Frost</h1>{words}{words}{table}{words}{words}</article>");
    let clean = Cleaner::new(Config::default()).clean(&RawPage::html(page, None)).unwrap();
    let json = serde_json::to_value(&clean.sections).unwrap();
    let table = json[0]["blocks"].as_array().unwrap().iter().find(|b| b["type"] == "table").unwrap();
    assert_eq!(table["rows"][1][1], "12 days of frost");
}

/// A number as people write it: bytes in MiB and GiB, else with commas.
fn shown(name: &str, n: u64) -> String {
    if name.ends_with("-bytes") {
        return if n < 1 << 30 { format!("{} MiB", n >> 20) } else { format!("{} GiB", n >> 30) };
    }
    if n < 1000 { n.to_string() } else { format!("{},{:03}", n / 1000, n % 1000) }
}

#[test]
fn help_and_readme_name_every_limit_with_its_value() {
    let limits = Limits::default();
    let help = Command::new(env!("CARGO_BIN_EXE_pagesieve")).args(["clean", "--help"]).output().unwrap();
    let help = stdout(&help).split_whitespace().collect::<Vec<_>>().join(" ");
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let start = readme.find("`--limit NAME=N` bounds").unwrap();
    let readme = readme[start..].split("\n\n").next().unwrap().replace('\n', " ");
    for bound in &BOUNDS {
        let value = bound.value(&limits);
        let entry = format!("{} {value} ({})", bound.name, bound.meaning);
        assert!(help.contains(&entry), "{entry}: {help}");
        let entry = format!("`{}` ({}", bound.name, shown(bound.name, value));
        assert!(readme.contains(&entry), "{entry}: {readme}");
    }
    let named = readme.split('`').skip(1).step_by(2).filter(|word| readme.contains(&format!("`{word}` (")));
    assert_eq!(named.count(), BOUNDS.len(), "README names limits that there are not: {readme}");
}
