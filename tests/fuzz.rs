//! Inputs that nobody would write: files of our own making with pieces changed, left out, doubled and put in anew, through
//! the readers, the decoder and the parser. A short run each time; `FUZZ_SECONDS=3600 cargo test --release --test fuzz`
//! for a long one, which starts elsewhere each time and names the file that it fails on.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod made;

use pagesieve::RawPage;
use pagesieve::decode::decode;
use pagesieve::dom::{Attributes, Parser};
use pagesieve::input::{InputFormat, Inputs, Item};
use pagesieve::limits::Limits;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Rounds of a short run.
const ROUNDS: usize = 400;
/// Longest that one input may take: they are all small.
const LONGEST: Duration = Duration::from_secs(20);

/// Signs that readers look for.
const TOKENS: &[&[u8]] = &[
    b"WARC/1.0\r\n",
    b"Content-Length: ",
    b"\r\n\r\n",
    b"99999999999999999999",
    b"-1",
    b"HTTP/1.1 200 OK\r\n",
    b"PK\x03\x04",
    b"PK\x07\x08",
    b"PK\x01\x02",
    b"\x1f\x8b\x08\0\0\0\0\0\0\x03",
    b"\x28\xb5\x2f\xfd",
    b"BZh91AY&SY",
    b"\xfd7zXZ\0",
    b"PAR1",
    b"Transfer-Encoding: chunked\r\n",
    b"Content-Encoding: br\r\n",
    b"\xff\xff\xff\xff",
    b"\0\0\0\0",
    b"<!--",
    b"</p>",
    b"<table><tr>",
    b"<b><a href=x>",
    b"<svg>",
    b"<template>",
    b"&#x110000;",
    b"<meta charset=utf-16>",
    b"\x1b$B",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"{\"html\":\"",
    b"--==edge==\r\n",
    b"<select><option>",
    b"<frameset>",
    b"<script>",
    b"<![CDATA[",
    b"<math><mi>",
    b"\xc3\x83\xc2\xa9",
];

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides.max(1) as u64) as usize
    }
}

fn changed(seed: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=dice.roll(6) {
        let at = dice.roll(bytes.len() + 1);
        let end = (at + dice.roll(64) + 1).min(bytes.len());
        match dice.roll(8) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.roll(8),
            1 if at < bytes.len() => bytes[at] = dice.roll(256) as u8,
            2 => drop(bytes.drain(at.min(end)..end)),
            3 => bytes.truncate(at),
            4 => {
                let piece = bytes[at.min(end)..end].repeat(1 + dice.roll(20));
                bytes.splice(at..at, piece);
            }
            5 => {
                let from = dice.roll(other.len() + 1);
                let to = (from + dice.roll(2000)).min(other.len());
                bytes.splice(at..at, other[from..to].iter().copied());
            }
            6 => bytes[at.min(end)..end].fill(0),
            _ => drop(bytes.splice(at..at, TOKENS[dice.roll(TOKENS.len())].iter().copied())),
        }
    }
    bytes
}

/// Runs `case` on changed seeds; what it fails on is kept as a file.
fn fuzz(name: &str, seeds: &[(String, Vec<u8>)], mut case: impl FnMut(&str, &[u8])) {
    let seconds: Option<u64> = std::env::var("FUZZ_SECONDS").ok().and_then(|s| s.parse().ok());
    let start = Instant::now();
    let clock = std::time::SystemTime::UNIX_EPOCH.elapsed().map_or(1, |d| d.as_nanos() as u64);
    let mut dice = Dice(if seconds.is_some() { clock | 1 } else { 0x9e37_79b9_7f4a_7c15 });
    let mut rounds = 0usize;
    while seconds.map_or(rounds < ROUNDS, |s| start.elapsed() < Duration::from_secs(s)) {
        let (shown, seed) = &seeds[dice.roll(seeds.len())];
        let (_, other) = &seeds[dice.roll(seeds.len())];
        let bytes = changed(seed, other, &mut dice);
        let begun = Instant::now();
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| case(shown, &bytes)));
        if outcome.is_err() || begun.elapsed() > LONGEST {
            let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{name}-{shown}"));
            std::fs::write(&kept, &bytes).unwrap();
            panic!("{name} after {rounds} rounds, {:?}: {}", begun.elapsed(), kept.display());
        }
        rounds += 1;
    }
    println!("{name}: {rounds} rounds in {:?}", start.elapsed());
}

fn testdata(folder: &str) -> Vec<(String, Vec<u8>)> {
    let mut todo = vec![PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("testdata").join(folder)];
    let mut found = Vec::new();
    while let Some(path) = todo.pop() {
        if path.is_dir() {
            todo.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if !path.ends_with("expect.json") && !path.ends_with("check.txt") {
            found.push((path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

#[test]
fn readers_take_anything() {
    let mut seeds = made::containers();
    seeds.extend(testdata("site"));
    seeds.extend(testdata("broken"));
    let limits = Limits { page_bytes: 1 << 20, ..Limits::default() };
    fuzz("input", &seeds, |name, bytes| {
        let of = |shown: &str| -> Vec<Item> {
            Inputs::from_reader(shown, Cursor::new(bytes.to_vec()), InputFormat::Auto, &limits).collect()
        };
        for item in of(name) {
            match item {
                Item::Page(page) => assert!(page.bytes.len() <= limits.page_bytes),
                Item::Damage(error) => assert!(!error.why.contains("panicked"), "{error}"),
                Item::Bad(error) => assert!(!error.to_string().contains("panic"), "{error}"),
                Item::PassedOver(_) => {}
            }
        }
        of("-");
    });
}

#[test]
fn the_decoder_takes_anything() {
    let seeds = [testdata("pages"), testdata("site"), testdata("broken")].concat();
    let labels = [
        None,
        Some("utf-8"),
        Some("windows-1252"),
        Some("shift_jis"),
        Some("utf-16le"),
        Some("iso-2022-jp"),
        Some("gbk"),
    ];
    let mut turn = 0;
    fuzz("decode", &seeds, |_, bytes| {
        turn += 1;
        let mut page = RawPage::html(bytes, None);
        page.charset = labels[turn % labels.len()].map(str::to_owned);
        let text = decode(&page, usize::MAX);
        assert!(text.text.len() <= 3 * bytes.len() + 3);
        assert!(text.n_replaced <= bytes.len() + 1);
    });
}

#[test]
fn the_parser_takes_anything() {
    let seeds = [testdata("pages"), testdata("site")].concat();
    let mut parser = Parser::default();
    fuzz("dom", &seeds, |_, bytes| {
        let text = String::from_utf8_lossy(bytes);
        let limits = Limits::default();
        let dom = parser.parse(&text, &limits, Attributes::All);
        assert!(dom.len() <= limits.nodes);
    });
}
