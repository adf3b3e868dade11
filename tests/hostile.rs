//! Pages made to break parsers, together in one folder beside a good page.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use pagesieve::cleaner::Status;
use pagesieve::limits::{BOUNDS, Limits};
use pagesieve::{Cleaner, Config, RawPage};
use serde_json::Value;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

fn pages() -> Vec<(&'static str, String)> {
    let storm = (0..8000).fold(String::new(), |mut page, i| {
        let _ = write!(page, "<p><b class=x{i}>x");
        page
    });
    let attributes = (0..80_000).fold(String::from("<p"), |mut tag, i| {
        let _ = write!(tag, " a{i}=1");
        tag
    });
    let good = "<title>Good</title><h1>Good</h1><p>This page stands among hostile ones and comes out whole, with all of \
                its words.</p>";
    vec![
        ("attributes", attributes + ">Some words that stand behind the tag, in a sentence as long as most."),
        ("closing", "<div>".repeat(32_000) + &"</span>".repeat(32_000) + "Words at the end."),
        ("divs", "<div>".repeat(100_000) + "Words at the bottom of it."),
        ("entities", "&".repeat(1_000_000) + " and words"),
        ("formatting", storm),
        ("good", good.to_owned()),
        ("links", "<a href=x><div>t".repeat(32_000)),
        ("lists", "<ul><li>".repeat(32_000) + "Words in the last entry."),
        ("long", "<p>".to_owned() + &"word and more words. ".repeat(200_000)),
        (
            "spans",
            "<p>Words before the table, in a sentence that is as long as most are.<table><tr><td colspan=9007199254740991 rowspan=99999>x<td>y<tr><td>z</table>".into(),
        ),
        ("stray", "<b></i>".repeat(30_000) + "Words in bold letters at the end of it all."),
        ("svg", "<svg>".repeat(100_000) + "text"),
        ("tables", "<table><tr><td>".repeat(30_000) + "cell"),
    ]
}

#[test]
fn hostile_pages_give_a_record_each_and_spare_the_good_one() {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).unwrap();
    for (name, page) in pages() {
        std::fs::write(dir.join(name).with_extension("html"), page).unwrap();
    }
    let output = Command::new(env!("CARGO_BIN_EXE_pagesieve")).arg("clean").arg(&dir).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let records: Vec<Value> = output
        .stdout
        .split(|b| *b == b'\n')
        .filter(|l| !l.is_empty())
        .map(|l| serde_json::from_slice(l).unwrap())
        .collect();
    assert_eq!(records.len(), pages().len());
    for (record, (name, _)) in records.iter().zip(pages()) {
        let status = record["status"].as_str().unwrap();
        let reason = record["reason"].as_str().unwrap_or_default();
        match name {
            "good" => assert_eq!((status, record["words"].as_u64()), ("ok", Some(15))),
            "formatting" | "lists" | "divs" | "closing" | "links" | "stray" | "svg" | "tables" => {
                assert!(status == "degraded" && reason.starts_with("limit: "), "{name}: {status} {reason}");
            }
            _ => assert!(status == "ok" || status == "skipped", "{name}: {status} {reason}"),
        }
    }
    let text = String::from_utf8(output.stdout).unwrap();
    for words in [
        "stand behind the tag",
        "at the bottom of it",
        "in the last entry",
        "and more words",
        "Words before",
        "Words in bold",
    ] {
        assert!(text.contains(words), "{words}");
    }
}

#[test]
fn of_a_page_over_the_limit_on_bytes_the_beginning_is_read() {
    let limits = Limits { page_bytes: 200, ..Limits::default() };
    let cleaner = Cleaner::new(Config { limits, ..Config::default() });
    let page = "<p>The ferry leaves at eight and comes back at noon, every day but Sunday.</p>".repeat(10);
    let clean = cleaner.clean(&RawPage::html(page, None)).unwrap();
    assert_eq!(clean.status, Status::Degraded);
    assert!(clean.reason.as_deref().is_some_and(|reason| reason.ends_with("page-bytes")), "{:?}", clean.reason);
    assert!((10..40).contains(&clean.words), "{}", clean.words);
}

/// Pages that say one thing many times at no cost to themselves.
#[test]
fn a_record_is_bounded_however_little_the_page_pays_for_it() {
    let words = "<p>The ferry leaves at eight and comes back at noon, every day but Sunday, from the pier by the mill.";
    let base = format!("<base href='https://e.example/{}/'>{words}", "a".repeat(200_000))
        + &format!("{words} See <a href=x>the table</a> for it.").repeat(2000);
    let path = format!("<title>Ferry</title>{words}<h1>{}</h1>", "when it leaves and ".repeat(10_000))
        + &format!("<h2>In June</h2>{words}").repeat(2000);
    let limit = 8 << 20;
    let limits = Limits { output_bytes: limit, ..Limits::default() };
    let mut config = Config { limits, ..Config::default() };
    config.sections.links = true;
    let cleaner = Cleaner::new(config);
    for page in [base, path] {
        let cost = page.len();
        let clean = cleaner.clean(&RawPage::html(page, None)).unwrap();
        let json = serde_json::to_string(&clean).unwrap();
        assert_eq!(clean.status, Status::Degraded, "{cost} bytes gave {}", json.len());
        assert_eq!(clean.reason.as_deref(), Some("limit: the page goes over the limit on output-bytes"));
        assert!(json.len() < limit + limit / 2 && json.contains("from the pier by the mill"), "{}", json.len());
    }
    // what stays below the limit is as it was
    let small = RawPage::html(words, None);
    assert_eq!(cleaner.clean(&small).unwrap().words, Cleaner::new(Config::default()).clean(&small).unwrap().words);
}

#[test]
fn a_text_of_too_many_lines_is_read_up_to_the_limit() {
    let limits = Limits { nodes: 30, ..Limits::default() };
    let cleaner = Cleaner::new(Config { limits, ..Config::default() });
    let line = "The ferry leaves at eight and comes back at noon, every day but Sunday.\n\n";
    let clean = cleaner.clean(&RawPage::text(line.repeat(40))).unwrap();
    assert_eq!((clean.status, clean.words), (Status::Degraded, 15 * 14), "{:?}", clean.reason);
    assert!(clean.reason.unwrap().ends_with("nodes"));
    assert_eq!(cleaner.clean(&RawPage::text(line.repeat(15))).unwrap().status, Status::Ok);
    // a line end of two characters ends one line
    for end in ["\r\n", "\r"] {
        let clean = cleaner.clean(&RawPage::text(line.replace('\n', end).repeat(40))).unwrap();
        assert_eq!((clean.status, clean.words), (Status::Degraded, 15 * 14), "{end:?}");
        let whole = cleaner.clean(&RawPage::text(line.replace('\n', end).repeat(15))).unwrap();
        assert_eq!((whole.status, whole.words), (Status::Ok, 15 * 14), "{end:?}");
    }
}

#[test]
fn limits_are_set_by_the_names_that_reasons_have() {
    let mut limits = Limits::default();
    for (n, bound) in (7..).zip(&BOUNDS) {
        limits.set(&format!("{}={n}", bound.name)).unwrap();
    }
    let set: Vec<u64> = BOUNDS.iter().map(|bound| bound.value(&limits)).collect();
    assert_eq!(set, (7..17).collect::<Vec<u64>>(), "each name sets a bound of its own");
    let Limits { page_bytes, nodes, depth, seconds, memory_bytes, .. } = limits;
    assert_eq!((page_bytes, nodes, depth, seconds, memory_bytes), (7, 9, 10, 15, 16));
    for wrong in ["nodes", "nodes=", "nodes=-1", "nodes=many", "node=7"] {
        assert!(limits.set(wrong).is_err(), "{wrong}");
    }
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/broken/good.html");
    let run = |limit: &str| {
        Command::new(env!("CARGO_BIN_EXE_pagesieve")).args(["clean", "--limit", limit]).arg(&page).output()
    };
    assert!(String::from_utf8(run("nodes=5").unwrap().stdout).unwrap().contains("over the limit on nodes"));
    let refused = run("nodes=5,node=6").unwrap();
    assert!(refused.status.code() == Some(2) && refused.stdout.is_empty());
    assert!(String::from_utf8(refused.stderr).unwrap().contains("no limit is called `node`; there are page-bytes,"));
}
