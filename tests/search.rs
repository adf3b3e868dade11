//! The built-in index, through the commands: what is written is found, with its words marked, and nothing else is.

#![cfg(feature = "tantivy")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{listing, page, pagesieve, records, run, scratch, words};
use serde_json::Value;
use std::path::{Path, PathBuf};

fn folder(name: &str) -> PathBuf {
    let dir = scratch(name);
    std::fs::create_dir(dir.join("in")).unwrap();
    let boats = "<html lang=en><title>Boats</title><main><h1>Boats</h1><p>All boats of the basin are let out at noon by the \
                 keeper of the lock.</p><h2>The Heron</h2><p>The Heron is a dredger, and she clears the channel of the \
                 mud that every winter leaves behind.</p><h2>Other vessels</h2><p>Pilots and lighters lie along the \
                 eastern quay, where nothing is ever dredged.</p></main>";
    let chinese = "<html lang=zh><title>潮汐</title><main><h1>潮汐</h1><p>海水每天涨落两次,渔船随着潮水进出港口,灯塔的看守人记录\
                   每一次的高度。</p></main>";
    std::fs::write(dir.join("in/boats.html"), boats).unwrap();
    std::fs::write(dir.join("in/chinese.html"), chinese).unwrap();
    std::fs::write(dir.join("in/empty.html"), " ").unwrap();
    dir
}

fn index(dir: &Path) -> std::process::Output {
    let at = |name: &str| dir.join(name).to_str().unwrap().to_owned();
    run(&["clean", "-q", &at("in"), "--format", "tantivy", "-o", &at("index")])
}

fn search(dir: &Path, query: &str, more: &[&str]) -> Vec<Value> {
    let index = dir.join("index").to_str().unwrap().to_owned();
    let output = run(&[&["search", &index, query, "--json"], more].concat());
    assert!(output.status.success(), "{}", words(&output));
    records(&output.stdout)
}

#[test]
fn sections_are_found_by_their_words_with_those_marked() {
    let dir = folder("search-found");
    assert!(index(&dir).status.success());
    assert_eq!(listing(&dir), ["in", "index"]);
    let found = search(&dir, "dredger", &[]);
    assert_eq!(found.len(), 1);
    let hit = &found[0];
    assert_eq!((hit["title"].as_str(), hit["heading"].as_str()), (Some("Boats"), Some("The Heron")));
    let snippet = hit["snippet"].as_str().unwrap();
    let marked: Vec<&str> = hit["highlights"]
        .as_array()
        .unwrap()
        .iter()
        .map(|range| &snippet[range["start"].as_u64().unwrap() as usize..range["end"].as_u64().unwrap() as usize])
        .collect();
    assert_eq!(marked, ["dredger"]);
    let record = records(&run(&["clean", "-q", dir.join("in").to_str().unwrap()]).stdout);
    assert_eq!(hit["id"], record[0]["id"]);
    assert_eq!(record[0]["sections"][hit["section"].as_u64().unwrap() as usize]["heading"], "The Heron");
}

#[test]
fn queries_mean_what_the_help_says() {
    let dir = folder("search-queries");
    index(&dir);
    let n = |query: &str| search(&dir, query, &[]).len();
    // all words must be there; a heading weighs more than text
    assert_eq!((n("keeper lock"), n("keeper mud"), n("keeper OR mud")), (1, 0, 2));
    assert_eq!((n("\"eastern quay\""), n("\"quay eastern\"")), (1, 0));
    assert_eq!((n("boats"), n("boats -heron")), (3, 2));
    assert_eq!(search(&dir, "heron", &[])[0]["heading"], "The Heron");
    assert_eq!(search(&dir, "boats", &["--limit", "1"]).len(), 1);
    // characters run together are a phrase, whatever the order they are asked for apart
    assert_eq!((n("灯塔"), n("\"潮水进出\""), n("塔灯"), n("塔 灯")), (1, 1, 0, 1));
    assert_eq!((n("language:zh AND 海"), n("language:en AND 海")), (1, 0));
}

#[test]
fn what_people_write_is_asked_for_as_they_mean_it() {
    let dir = folder("search-written");
    let line = "<p>The keeper's log is kept at http://harbour.example/log?day=1 for all who ask.</p></main>";
    let boats = std::fs::read_to_string(dir.join("in/boats.html")).unwrap().replace("</main>", line);
    std::fs::write(dir.join("in/boats.html"), boats).unwrap();
    index(&dir);
    let n = |query: &str| search(&dir, query, &[]).len();
    assert_eq!((n("keeper's log"), n("who's log?"), n("the keeper's 'log'")), (1, 0, 1));
    assert_eq!((n("http://harbour.example/log?day=1"), n("http://harbour.example/day")), (1, 0));
    assert_eq!(n("-heron boats"), 2);
    let at = dir.join("index").to_str().unwrap().to_owned();
    let deep = run(&["search", &at, &"(".repeat(60_000)]);
    assert_eq!(deep.status.code(), Some(2));
    assert!(words(&deep).contains("100 deep"), "{}", words(&deep));
}

#[test]
fn an_index_that_is_not_whole_is_thrown_away() {
    let dir = folder("search-cut");
    let at = |name: &str| dir.join(name).to_str().unwrap().to_owned();
    std::fs::write(dir.join("in/zz.jsonl"), "no JSON\n").unwrap();
    let flags = ["clean", &at("in"), "--format", "tantivy", "-o", &at("index")];
    let cut = run(&[&flags[..], &["--fail-fast"]].concat());
    assert_eq!(cut.status.code(), Some(2));
    assert!(words(&cut).contains("thrown away"), "{}", words(&cut));
    assert_eq!(listing(&dir), ["in"]);
    // what a run that was killed left goes, before anything of it was written too
    std::fs::create_dir(dir.join("index.partial")).unwrap();
    assert_eq!(run(&flags).status.code(), Some(1));
    std::fs::create_dir_all(dir.join("index.partial/deeper")).unwrap();
    std::fs::write(dir.join("index.partial/.pagesieve.lock"), "").unwrap();
    std::fs::write(dir.join("index.partial/segment"), "half").unwrap();
    let again = run(&flags);
    assert!(words(&again).starts_with("started anew"), "{}", words(&again));
    assert_eq!(listing(&dir), ["in", "index"]);
    assert!(!listing(&dir.join("index")).contains(&".pagesieve.lock".to_owned()));
    // between taking the index before away and putting its own in place
    std::fs::rename(dir.join("index"), dir.join("index.replaced")).unwrap();
    assert_eq!(run(&[&flags[..], &["--fail-fast"]].concat()).status.code(), Some(2));
    assert_eq!((search(&dir, "dredger", &[]).len(), listing(&dir)), (1, vec!["in".to_owned(), "index".to_owned()]));
    // what is not ours stays
    std::fs::create_dir(dir.join("index.partial")).unwrap();
    std::fs::write(dir.join("index.partial/letters.txt"), "keep me").unwrap();
    let refused = run(&flags);
    assert!(refused.status.code() == Some(2) && words(&refused).contains("not what a run left"), "{}", words(&refused));
    assert_eq!(std::fs::read(dir.join("index.partial/letters.txt")).unwrap(), b"keep me");
}

#[test]
fn two_runs_on_one_index_are_refused() {
    let dir = folder("search-two");
    let at = |name: &str| dir.join(name).to_str().unwrap().to_owned();
    let mut first =
        pagesieve(&["clean", "-q", "-", "--input-format", "jsonl", "--format", "tantivy", "-o", &at("index")])
            .stdin(std::process::Stdio::piped())
            .spawn()
            .unwrap();
    while !dir.join("index.partial/meta.json").exists() {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let second = index(&dir);
    assert_eq!(second.status.code(), Some(2));
    assert!(words(&second).contains("another run is writing it"), "{}", words(&second));
    drop(first.stdin.take());
    assert!(first.wait().unwrap().success());
    assert_eq!(listing(&dir), ["in", "index"]);
}

#[test]
fn an_index_stands_in_no_input_and_no_input_in_it() {
    let dir = folder("search-within");
    let at = |name: &str| dir.join(name).to_str().unwrap().to_owned();
    let refused = |input: &str, out: &str, why: &str| {
        let output = run(&["clean", "-q", &at(input), "--format", "tantivy", "-o", &at(out)]);
        assert!(output.status.code() == Some(2) && words(&output).contains(why), "{}", words(&output));
    };
    refused("in", "in/index", "would stand in the input");
    refused("", "index", "would stand in the input");
    assert_eq!((listing(&dir), listing(&dir.join("in")).len()), (vec!["in".to_owned()], 3));
    index(&dir);
    refused("index/meta.json", "index", "one of the inputs");
    refused("index", "index", "one of the inputs");
    assert_eq!(search(&dir, "dredger", &[]).len(), 1);
}

#[test]
fn a_reader_sees_where_it_stands_and_what_was_found() {
    let dir = folder("search-shown");
    index(&dir);
    let at = dir.join("index").to_str().unwrap().to_owned();
    let shown = String::from_utf8(run(&["search", &at, "mud channel"]).stdout).unwrap();
    assert!(shown.starts_with("1. Boats › The Heron  "), "{shown}");
    assert!(shown.contains("clears the **channel** of the **mud**"), "{shown}");
    let none = String::from_utf8(run(&["search", &at, "volcano"]).stdout).unwrap();
    assert_eq!(none, "none of 4 sections\n");
    for (query, folder) in [("\"boats", at.as_str()), ("nofield:boats", &at), ("boats", dir.to_str().unwrap())] {
        let output = run(&["search", folder, query]);
        assert_eq!(output.status.code(), Some(2), "{query}");
        assert!(!words(&output).is_empty() && output.stdout.is_empty());
    }
}

#[test]
fn an_index_is_replaced_when_the_next_is_whole_and_nothing_else_ever_is() {
    let dir = folder("search-again");
    index(&dir);
    std::fs::write(dir.join("in/new.html"), page(3, 2)).unwrap();
    assert!(index(&dir).status.success());
    assert_eq!(search(&dir, "\"tide table 3\"", &[]).len(), 1);
    assert_eq!(search(&dir, "dredger", &[]).len(), 1);
    assert_eq!(listing(&dir), ["in", "index"]);
    let other = dir.join("other");
    std::fs::create_dir(&other).unwrap();
    std::fs::write(other.join("letters.txt"), "keep me").unwrap();
    let input = dir.join("in").to_str().unwrap().to_owned();
    let refused = run(&["clean", "-q", &input, "--format", "tantivy", "-o", other.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(words(&refused).contains("is there and no index"), "{}", words(&refused));
    assert_eq!(std::fs::read(other.join("letters.txt")).unwrap(), b"keep me");
    for flags in [&["--resume"][..], &["--shard-bytes", "9999999"], &["--since", "/no/such"]] {
        let at = dir.join("index").to_str().unwrap().to_owned();
        let output = run(&[&["clean", "-q", &input, "--format", "tantivy", "-o", &at], flags].concat());
        assert_eq!(output.status.code(), Some(2), "{flags:?}");
    }
    let nowhere = run(&["clean", "-q", &input, "--format", "tantivy"]);
    assert!(words(&nowhere).contains("name it with --output"));
    assert_eq!(search(&dir, "dredger", &[]).len(), 1);
}
