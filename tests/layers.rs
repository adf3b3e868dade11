//! Imports run one way: a room of `src/` uses only rooms before it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};

/// The rooms in data-flow order.
const ROOMS: &[&str] = &[
    "place", "limits", "error", "eights", "hashed", "months", "input", "decode", "dom", "head", "blocks", "scripts",
    "measure", "leftover", "score", "judge", "sections", "meta", "cleaner", "arrow", "tally", "write", "search",
    "output", "journal", "updates", "pipeline", "eval", "bench", "cli",
];

fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let mut found: Vec<PathBuf> =
        std::fs::read_dir(path).unwrap().flat_map(|entry| files(&entry.unwrap().path())).collect();
    found.sort();
    found.retain(|file| file.extension().is_some_and(|e| e == "rs"));
    found
}

#[test]
fn a_room_imports_only_rooms_before_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for file in files(&src) {
        let below = file.strip_prefix(&src).unwrap();
        let room = below.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned();
        if room == "lib" || room == "main" {
            continue;
        }
        let Some(at) = ROOMS.iter().position(|r| *r == room) else {
            wrong.push(format!("{} is in no known room", below.display()));
            continue;
        };
        let text = std::fs::read_to_string(&file).unwrap();
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for used in line.split("crate::").skip(1) {
                let name: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let known = ROOMS.iter().position(|r| *r == name);
                if known.is_some_and(|k| k > at) {
                    wrong.push(format!("{} uses {name}", below.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_dom_knows_the_parser_and_only_the_pipeline_knows_threads() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in files(&src) {
        let below = file.strip_prefix(&src).unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(&file).unwrap();
        let uses = |name: &str| text.lines().any(|l| l.trim_start().starts_with("use ") && l.contains(name));
        assert!(!uses("html5ever") || below.starts_with("dom"), "{below} uses html5ever");
        assert!(!uses("rayon") || below.starts_with("pipeline"), "{below} uses rayon");
        assert!(!uses("clap") || below.starts_with("cli"), "{below} uses clap");
    }
}
