//! Every record that is written validates against `pagesieve schema`: those of our own pages and broken files with all
//! that can be asked for, and those of the labelled corpora where they are at hand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use jsonschema::Validator;
use pagesieve::cleaner::schema;
use serde_json::Value;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

fn validator() -> Validator {
    jsonschema::options().with_draft(jsonschema::Draft::Draft202012).build(&schema()).unwrap()
}

/// Runs the command and validates each line; gives their number.
fn validate(validator: &Validator, arguments: &[&str]) -> usize {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pagesieve"));
    command.arg("clean").arg("--quiet").args(arguments).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut n = 0;
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let record: Value = serde_json::from_str(&line.unwrap()).unwrap();
        if let Err(error) = validator.validate(&record) {
            panic!("{} at {}: {error}", record["source"], error.instance_path());
        }
        n += 1;
    }
    child.wait().unwrap();
    n
}

#[test]
fn records_of_our_own_pages_validate() {
    let validator = validator();
    let at =
        |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(name).to_str().unwrap().to_owned();
    let folders = [at("site"), at("broken"), at("pages")];
    let all = ["--links", "--images", "--comments", "--explain", "--strip-tracking"];
    let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
    assert!(validate(&validator, &folders) > 80);
    assert!(validate(&validator, &[folders, all.to_vec()].concat()) > 80);
}

#[test]
fn a_record_with_another_key_or_level_does_not() {
    let validator = validator();
    let record = |section: Value| {
        serde_json::json!({"schema": "pagesieve/1", "id": "0", "source": {"path": "a", "record": 0, "offset": 0, "length": 0},
            "status": "ok", "sections": [section], "words": 1})
    };
    assert!(validator.is_valid(&record(serde_json::json!({"level": 0, "path": [], "blocks": []}))));
    for wrong in [
        serde_json::json!({"level": 9, "path": [], "blocks": []}),
        serde_json::json!({"level": 1, "path": [], "blocks": [], "colour": "red"}),
        serde_json::json!({"level": 1, "path": [], "blocks": [{"type": "poem", "text": "a"}]}),
        serde_json::json!({"level": 1, "path": [], "blocks": [{"type": "paragraph"}]}),
    ] {
        assert!(!validator.is_valid(&record(wrong.clone())), "{wrong}");
    }
}

#[test]
fn records_of_labelled_pages_validate() {
    let corpora = Path::new("/work/shared/corpora");
    if !corpora.is_dir() {
        println!("skipped: {} is not there", corpora.display());
        return;
    }
    let validator = validator();
    for (name, least) in [("wcxb-dev", 1000), ("mozilla-dev", 50), ("trafilatura-dev", 300)] {
        let pages = corpora.join(name).join("html");
        assert!(validate(&validator, &[pages.to_str().unwrap(), "--links", "--images"]) > least);
    }
}
