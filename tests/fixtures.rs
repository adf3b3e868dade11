//! Pages of our own, each about one point, against the records they must give: `testdata/pages/<family>--<point>/`.
//! `BLESS=1 cargo test --test fixtures` writes the records anew; what a page's `check.txt` asks for holds either way.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use pagesieve::eval::text_of;
use pagesieve::input::PageKind;
use pagesieve::write::Format;
use pagesieve::{CleanPage, Cleaner, Config, RawPage};
use serde_json::Value;
use std::path::{Path, PathBuf};

fn folders() -> Vec<PathBuf> {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/pages");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(pages).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|folder| folder.join("check.txt").is_file());
    folders.sort();
    folders
}

fn name_of(folder: &Path) -> &str {
    folder.file_name().unwrap().to_str().unwrap()
}

/// The record of a folder's page, as the command gives it for a file of that name.
fn clean(folder: &Path) -> CleanPage {
    let html = folder.join("page.html");
    let (file, kind) = if html.is_file() { (html, PageKind::Html) } else { (folder.join("page.txt"), PageKind::Text) };
    let mut page = RawPage::html(std::fs::read(&file).unwrap(), None);
    page.kind = kind;
    page.place.path = format!("{}/{}", name_of(folder), file.file_name().unwrap().to_str().unwrap());
    let mut config = Config::default();
    for flag in lines_of(folder).iter().filter_map(|line| line.strip_prefix("with ")) {
        match flag {
            "links" => config.sections.links = true,
            "images" => config.sections.images = true,
            "strip-tracking" => config.sections.strip_tracking = true,
            "comments" => config.judge.comments = true,
            _ => panic!("{}: with {flag}", name_of(folder)),
        }
    }
    Cleaner::new(config).clean(&page).unwrap()
}

/// The lines of a folder's `check.txt`.
fn lines_of(folder: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(folder.join("check.txt")).unwrap();
    text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// Whether `value` has all that `part` has: objects may have more keys, arrays more values around those named in a row.
fn covers(value: &Value, part: &Value) -> bool {
    match (value, part) {
        (Value::Object(value), Value::Object(part)) => {
            part.iter().all(|(key, part)| value.get(key).is_some_and(|value| covers(value, part)))
        }
        (Value::Array(value), Value::Array(part)) => {
            part.is_empty() && value.is_empty()
                || !part.is_empty()
                    && value
                        .windows(part.len())
                        .any(|run| run.iter().zip(part).all(|(value, part)| covers(value, part)))
        }
        _ => value == part,
    }
}

/// Whether any value of a record has all that `part` has.
fn has(value: &Value, part: &Value) -> bool {
    covers(value, part)
        || match value {
            Value::Object(map) => map.values().any(|value| has(value, part)),
            Value::Array(all) => all.iter().any(|value| has(value, part)),
            _ => false,
        }
}

fn written(page: &CleanPage, format: Format) -> String {
    let mut out = Vec::new();
    format.page(page, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// What is wrong with a record, by the lines of `check.txt`.
fn failures(folder: &Path, page: &CleanPage) -> Vec<String> {
    let text = text_of(page);
    let record = serde_json::to_value(page).unwrap();
    let mut wrong = Vec::new();
    let mut n_checks = 0;
    let json = |text: &str| serde_json::from_str(text).unwrap_or_else(|e| panic!("{}: {e}: {text}", name_of(folder)));
    let holds_line = |format, line: &str| written(page, format).lines().any(|given| given == line);
    for line in lines_of(folder).iter().filter(|line| !line.starts_with("with ")) {
        n_checks += if line.starts_with("has ") { 2 } else { 1 };
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let fired = page.removed.contains_key(rest);
        let holds = match word {
            "keep" => text.contains(rest),
            "drop" => !text.contains(rest),
            "none" => record.get(rest).is_none_or(|value| value.is_null() || *value == Value::Array(Vec::new())),
            "fires" => fired,
            "spares" => !fired,
            "has" => has(&record, &json(rest)),
            "lacks" => !has(&record, &json(rest)),
            "markdown" => holds_line(Format::Markdown, rest),
            "text" => holds_line(Format::Text, rest),
            "meta" => {
                let (key, value) = rest.split_once(' ').unwrap();
                match &record[key] {
                    Value::Array(all) => all.iter().any(|one| one["name"] == value || one == value),
                    one => one == value,
                }
            }
            _ => false,
        };
        if !holds {
            wrong.push(format!("{}: {line}", name_of(folder)));
        }
    }
    if n_checks < 2 {
        wrong.push(format!("{}: too little is asked of it", name_of(folder)));
    }
    wrong
}

/// The first place where two values differ.
fn difference(path: &str, given: &Value, expected: &Value) -> Option<String> {
    match (given, expected) {
        (Value::Object(a), Value::Object(b)) => {
            let keys: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            keys.into_iter().find_map(|key| {
                let (a, b) = (a.get(key).unwrap_or(&Value::Null), b.get(key).unwrap_or(&Value::Null));
                difference(&format!("{path}.{key}"), a, b)
            })
        }
        (Value::Array(a), Value::Array(b)) => (0..a.len().max(b.len())).find_map(|i| {
            let (a, b) = (a.get(i).unwrap_or(&Value::Null), b.get(i).unwrap_or(&Value::Null));
            difference(&format!("{path}[{i}]"), a, b)
        }),
        _ => (given != expected).then(|| format!("{path}\n     given {given}\n  expected {expected}")),
    }
}

#[test]
fn every_page_gives_its_record() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = Vec::new();
    let folders = folders();
    assert!(folders.len() >= 25, "{} pages", folders.len());
    for folder in folders {
        let page = clean(&folder);
        wrong.extend(failures(&folder, &page));
        let given = serde_json::to_value(&page).unwrap();
        let file = folder.join("expect.json");
        if bless {
            std::fs::write(&file, serde_json::to_string_pretty(&given).unwrap() + "\n").unwrap();
            continue;
        }
        let expected = std::fs::read_to_string(&file).map(|text| serde_json::from_str(&text).unwrap());
        let expected: Value = expected.unwrap_or_default();
        wrong.extend(difference("", &given, &expected).map(|at| format!("{}: {at}", name_of(&folder))));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
