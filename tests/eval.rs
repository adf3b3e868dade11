//! `pagesieve eval`: the table, the columns for training, models of the user's own, and floors under which quality must
//! not sink.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{records, run, scratch, words};
use pagesieve::score::Columns;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A labelled folder of two pages, and a label without a page.
fn labelled(name: &str) -> PathBuf {
    let dir = scratch(name);
    std::fs::create_dir(dir.join("html")).unwrap();
    let text = "The ferry crossed the Oyne four times a day until the bridge was opened, and once a day after that.";
    let page = |extra: &str| {
        format!(
            "<title>The ferry</title><nav><a href=/>Home</a><a href=/maps>Maps</a></nav><article class='post entry'>\
             <h1>The ferry</h1><p>{text}</p>{extra}</article><footer>© The ferry society</footer>"
        )
    };
    std::fs::write(dir.join("html/a.html"), page("")).unwrap();
    std::fs::write(dir.join("html/b.html"), page("<p>Its last ferryman kept the bell, which hangs in the school.</p>"))
        .unwrap();
    let gold = |id: &str| json!({"id": id, "url": "https://ferry.example/x", "page_type": "article", "text": text});
    let lines: Vec<String> = ["a", "b", "c"].iter().map(|id| gold(id).to_string()).collect();
    std::fs::write(dir.join("gold.jsonl"), lines.join("\n")).unwrap();
    dir
}

/// The table's rows by page type: pages, then the figures.
fn table(text: &str) -> BTreeMap<String, Vec<f64>> {
    let row = |line: &str| {
        let mut parts = line.split_whitespace();
        let name = parts.next()?.to_owned();
        let figures: Option<Vec<f64>> = parts.map(|part| part.parse().ok()).collect();
        Some((name, figures.filter(|f| f.len() == 5)?))
    };
    text.lines().filter_map(row).collect()
}

#[test]
fn pages_are_scored_by_type_and_a_label_without_a_page_counts_as_empty() {
    let output = run(&["eval".as_ref(), labelled("eval-table").as_os_str()]);
    assert!(output.status.success(), "{}", words(&output));
    assert!(words(&output).contains("no page for c"));
    let table = table(&String::from_utf8(output.stdout).unwrap());
    let [pages, f1, ..] = table["all"][..] else { panic!("{table:?}") };
    assert_eq!(pages, 3.0);
    assert!(f1 > 0.5 && f1 < 0.667, "two pages of three, one with words too many: {f1}");
    assert_eq!(table["all"], table["article"]);
}

#[test]
fn leftovers_that_the_labels_hold_are_kept_on_demand() {
    let dir = scratch("eval-leftovers");
    std::fs::create_dir(dir.join("html")).unwrap();
    let prose = "The ferry crossed the Oyne four times a day until the bridge was opened, and once a day after that.";
    let lorem = "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore.";
    let page = format!("<title>The ferry</title><article><h1>The ferry</h1><p>{prose}</p><p>{lorem}</p></article>");
    std::fs::write(dir.join("html/a.html"), page).unwrap();
    let gold = json!({"id": "a", "page_type": "article", "text": format!("{prose} {lorem}")});
    std::fs::write(dir.join("gold.jsonl"), gold.to_string()).unwrap();
    let recall = |flags: &[&str]| {
        let output = run(&[&["eval", dir.to_str().unwrap()], flags].concat());
        assert!(output.status.success(), "{}", words(&output));
        table(&String::from_utf8(output.stdout).unwrap())["all"][3]
    };
    assert!(recall(&[]) < 0.7, "lorem ipsum was not removed");
    assert!(recall(&["--keep-leftovers", "artefact"]) < 0.7, "another kind keeps it");
    assert_eq!(recall(&["--keep-leftovers", "placeholder,lorem"]), 1.0);
    assert_eq!(run(&["eval", "--keep-leftovers", "nonsense", "."]).status.code(), Some(2));
}

#[test]
fn columns_have_a_byte_for_each_block_and_parts_stand_beside_the_whole() {
    let dir = labelled("eval-columns");
    let file = dir.join("columns.jsonl");
    let output = run(&["eval".as_ref(), "--columns".as_ref(), file.as_os_str(), dir.as_os_str()]);
    assert!(output.status.success(), "{}", words(&output));
    let lines = records(&std::fs::read(&file).unwrap());
    let names = lines[0]["columns"].as_array().unwrap();
    assert_eq!(names.len(), Columns::COUNT);
    let whole: Vec<&Value> = lines[1..].iter().filter(|line| line["part"] == false).collect();
    assert_eq!(whole.len(), 2);
    assert!(lines.len() > 3, "no page is written in parts");
    for line in &lines[1..] {
        let n = line["texts"].as_array().unwrap().len();
        for of_blocks in ["ruled_out", "units", "words", "of_block"] {
            assert_eq!(line[of_blocks].as_array().unwrap().len(), n, "{of_blocks}");
        }
        assert_eq!(line["bytes"].as_str().unwrap().len(), 2 * n * names.len());
        assert_eq!(line["page_row"].as_array().unwrap().len(), Columns::OF_PAGE);
        assert_eq!(line["names"].as_array().unwrap().len(), line["parents"].as_array().unwrap().len());
    }
}

#[test]
fn what_is_no_model_is_refused_before_any_page_is_read() {
    let dir = labelled("eval-model");
    let shipped = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/score/blocks.model")).unwrap();
    let mut other_columns = shipped.clone();
    other_columns[20] ^= 1;
    let cases = [
        (b"a picture".to_vec(), "does not begin as one"),
        (shipped[..shipped.len() / 2].to_vec(), "cut short"),
        (other_columns, "other columns"),
    ];
    for (bytes, why) in cases {
        let model = dir.join("wrong.model");
        std::fs::write(&model, bytes).unwrap();
        let output = run(&["eval".as_ref(), "--model".as_ref(), model.as_os_str(), dir.as_os_str()]);
        assert_eq!(output.status.code(), Some(2));
        let said = words(&output);
        assert!(said.contains("wrong.model") && said.contains(why), "{said}");
        assert!(output.stdout.is_empty());
    }
    let own = dir.join("own.model");
    std::fs::write(&own, shipped).unwrap();
    let with_own = run(&["eval".as_ref(), "--model".as_ref(), own.as_os_str(), dir.as_os_str()]);
    assert_eq!(with_own.stdout, run(&["eval".as_ref(), dir.as_os_str()]).stdout);
}

#[test]
fn quality_stays_above_its_floors() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let floors: Value = serde_json::from_slice(&std::fs::read(root.join("testdata/floors.json")).unwrap()).unwrap();
    for (name, floors) in floors.as_object().unwrap() {
        let dir = root.join("../shared/corpora").join(name);
        if !dir.is_dir() {
            println!("skipped: {} is not here", dir.display());
            continue;
        }
        let output = run(&["eval".as_ref(), dir.as_os_str()]);
        let text = String::from_utf8(output.stdout).unwrap();
        let table = table(&text);
        let pages = table["all"][0];
        assert_eq!(floors["pages"].as_f64(), Some(pages), "the corpus has changed: its floors say nothing");
        for (page_type, floor) in floors["f1"].as_object().unwrap() {
            let f1 = table[page_type][1];
            assert!(f1 >= floor.as_f64().unwrap(), "{name}: {page_type} has sunk to {f1}, below {floor}\n{text}");
        }
    }
}
