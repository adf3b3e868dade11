//! Paths and streams in, pages out: containers, codings, damage, and short reads.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use pagesieve::input::{InputFormat, Inputs, Item, PageKind};
use pagesieve::limits::Limits;
use proptest::prelude::*;
use std::io::{Cursor, Read, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Gives what lies in it a few bytes at a time.
struct Short(Cursor<Vec<u8>>, usize);

impl Read for Short {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let n = out.len().min(self.1);
        self.0.read(&mut out[..n])
    }
}

/// Items in a form that can be compared: kind and what tells them apart.
fn items(inputs: Inputs) -> Vec<String> {
    inputs
        .map(|item| match item {
            Item::Page(page) => {
                let kind = if page.kind == PageKind::Html { "html" } else { "text" };
                let words = String::from_utf8_lossy(&page.bytes).into_owned();
                format!("{kind} {}@{} {} {words}", page.place.record, page.place.offset, page.url.unwrap_or_default())
            }
            Item::Bad(error) => format!("bad {}", error.kind),
            Item::PassedOver(what) => format!("passed over {what}"),
            Item::Damage(error) => format!("damage {error}"),
        })
        .collect()
}

fn of_bytes(name: &str, bytes: &[u8], at_a_time: usize) -> Vec<String> {
    let reader = Short(Cursor::new(bytes.to_vec()), at_a_time);
    items(Inputs::from_reader(name, reader, InputFormat::Auto, &Limits::default()))
}

fn pages(items: &[String]) -> Vec<&String> {
    items.iter().filter(|item| item.starts_with("html ") || item.starts_with("text ")).collect()
}

fn record(kind: &str, mime: &str, uri: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2024-02-13T19:30:00Z\r\n\
         Content-Type: {mime}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body, b"\r\n\r\n"].concat()
}

fn response(uri: &str, status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let http = [format!("HTTP/1.1 {status}\r\n{headers}\r\n").as_bytes(), body].concat();
    record("response", "application/http; msgtype=response", uri, &http)
}

fn html(n: usize) -> Vec<u8> {
    format!("<html><body><p>The page with number {n} says a few words about the ferry.</p></body></html>").into_bytes()
}

fn good(n: usize) -> Vec<u8> {
    response(&format!("http://ferry.example/{n}"), "200 OK", "Content-Type: text/html\r\n", &html(n))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn scratch(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("input-{name}"));
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

#[test]
fn a_warc_gives_its_successful_pages_and_counts_the_rest() {
    let mut warc = record("warcinfo", "application/warc-fields", "", b"software: ours\r\n");
    warc.extend(good(1));
    warc.extend(record(
        "request",
        "application/http; msgtype=request",
        "http://ferry.example/1",
        b"GET / HTTP/1.1\r\n\r\n",
    ));
    warc.extend(response("http://ferry.example/gone", "404 Not Found", "Content-Type: text/html\r\n", &html(9)));
    warc.extend(response("http://ferry.example/moved", "301 Moved", "Location: /1\r\n", b""));
    warc.extend(response("http://ferry.example/p.png", "200 OK", "Content-Type: image/png\r\n", b"\x89PNG\r\n\x1a\n"));
    warc.extend(record("conversion", "text/plain", "http://ferry.example/2", b"The second page, as text."));
    let found = of_bytes("a.warc", &warc, 4096);
    let kept = pages(&found);
    assert_eq!(kept.len(), 2, "{found:?}");
    assert!(kept[0].starts_with("html ") && kept[0].contains("http://ferry.example/1"), "{kept:?}");
    assert!(kept[1].starts_with("text ") && kept[1].ends_with("The second page, as text."), "{kept:?}");
    assert_eq!(found.iter().filter(|item| item.starts_with("passed over")).count(), 5, "{found:?}");
}

#[test]
fn bodies_are_dechunked_and_decompressed() {
    let page = html(7);
    let zlib = {
        let mut out = ZlibEncoder::new(Vec::new(), Compression::default());
        out.write_all(&page).unwrap();
        out.finish().unwrap()
    };
    let deflate = {
        let mut out = DeflateEncoder::new(Vec::new(), Compression::default());
        out.write_all(&page).unwrap();
        out.finish().unwrap()
    };
    let (first, rest) = page.split_at(20);
    let second = format!("\r\n{:x};x=y\r\n", rest.len());
    let chunked = [b"14\r\n".as_slice(), first, second.as_bytes(), rest, b"\r\n0\r\n\r\n"];
    let cases: [(&str, Vec<u8>); 6] = [
        ("Content-Encoding: gzip\r\n", gzip(&page)),
        ("Content-Encoding: deflate\r\n", zlib),
        ("Content-Encoding: deflate\r\n", deflate),
        ("Transfer-Encoding: chunked\r\n", chunked.concat()),
        // says that it is chunked and is not
        ("Transfer-Encoding: chunked\r\n", page.clone()),
        // says that it is packed and is not
        ("Content-Encoding: gzip\r\n", page.clone()),
    ];
    for (header, body) in cases {
        let warc = response("http://ferry.example/7", "200 OK", &format!("Content-Type: text/html\r\n{header}"), &body);
        let found = of_bytes("a.warc", &warc, 4096);
        assert!(
            found.len() == 1 && found[0].ends_with("</html>") && found[0].contains("number 7"),
            "{header}: {found:?}"
        );
    }
}

#[test]
fn json_lines_keep_their_address_and_id_and_a_bad_one_costs_itself() {
    let lines = "{\"id\":\"a\",\"url\":\"http://ferry.example/a\",\"html\":\"<p>One page of the ferry</p>\"}\n\
                 {\"id\":\"b\",\"html\":\n\
                 {\"id\":\"c\",\"text\":\"The third line is text\"}\n";
    let found = of_bytes("a.jsonl", lines.as_bytes(), 4096);
    assert_eq!(pages(&found).len(), 2, "{found:?}");
    assert!(found[0].contains("http://ferry.example/a <p>One"), "{found:?}");
    assert!(found[1].starts_with("bad ") || found[1].starts_with("damage "), "{found:?}");
    assert!(found[2].starts_with("text ") && found[2].contains("third line"), "{found:?}");
}

#[test]
fn a_damaged_member_costs_one_record_and_is_reported() {
    let members: Vec<Vec<u8>> = (0..9).map(|n| gzip(&good(n))).collect();
    let mut bytes: Vec<u8> = Vec::new();
    for (n, member) in members.iter().enumerate() {
        let mut member = member.clone();
        if n == 4 {
            let middle = member.len() / 2;
            member[middle..middle + 6].fill(0xa5);
        }
        bytes.extend(member);
    }
    let found = of_bytes("a.warc.gz", &bytes, 4096);
    let kept = pages(&found);
    for n in (0..9).filter(|&n| n != 4) {
        assert!(kept.iter().any(|page| page.contains(&format!("number {n} "))), "{n}: {found:?}");
    }
    assert!(found.iter().any(|item| item.starts_with("damage ")), "{found:?}");
}

#[test]
fn a_first_member_without_its_head_costs_only_itself() {
    let mut bytes: Vec<u8> = (0..3).flat_map(|n| gzip(&good(n))).collect();
    bytes[0] = 0x41;
    let found = of_bytes("a.warc.gz", &bytes, usize::MAX);
    assert_eq!(pages(&found).len(), 2, "{found:?}");
    assert!(found.iter().any(|item| item.starts_with("damage ")), "{found:?}");
}

#[test]
fn folders_are_read_in_the_order_of_their_paths() {
    let dir = scratch("folder");
    std::fs::create_dir_all(dir.join("b/deep")).unwrap();
    for name in ["z.html", "a.html", "b/deep/2.html", "b/1.html"] {
        std::fs::write(dir.join(name), format!("<p>The words of {name} stand here</p>")).unwrap();
    }
    let inputs = Inputs::open(&[dir], InputFormat::Auto, &Limits::default()).unwrap();
    let found = items(inputs);
    let order: Vec<usize> = ["a.html", "b/1.html", "b/deep/2.html", "z.html"]
        .iter()
        .map(|n| found.iter().position(|i| i.contains(n)).unwrap())
        .collect();
    assert_eq!(order, [0, 1, 2, 3], "{found:?}");
}

#[test]
fn content_outranks_the_name() {
    let dir = scratch("names");
    std::fs::write(dir.join("page.txt"), "<!doctype html><html><body><p>Markup in spite of its name</p></body></html>")
        .unwrap();
    std::fs::write(dir.join("picture.html"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap();
    std::fs::write(dir.join("empty.html"), "").unwrap();
    std::fs::write(dir.join("archive.bin"), good(3)).unwrap();
    let found = items(Inputs::open(&[dir], InputFormat::Auto, &Limits::default()).unwrap());
    assert!(found.iter().any(|item| item.starts_with("html ") && item.contains("in spite of its name")), "{found:?}");
    assert!(found.iter().any(|item| item.contains("number 3")), "{found:?}");
    assert!(found.iter().any(|item| item.starts_with("bad ") && item.contains("PNG")), "{found:?}");
    assert_eq!(found.iter().filter(|item| item.starts_with("bad ")).count(), 2, "{found:?}");
}

#[test]
fn a_missing_input_is_named_before_anything_is_read() {
    let error =
        Inputs::open(&[PathBuf::from("no/such/file.warc")], InputFormat::Auto, &Limits::default()).err().unwrap();
    assert!(error.to_string().contains("no/such/file.warc"), "{error}");
}

#[test]
fn real_archives_give_the_counts_of_other_readers() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/archives");
    if !dir.is_dir() {
        eprintln!("skipped: no archives at {}", dir.display());
        return;
    }
    // HTML and text records of successful responses, by warcio and by hand
    let cases = [
        ("example.warc.gz", 1),
        ("example-bad-non-chunked.warc.gz", 1),
        ("example-iana.org-chunked.warc", 1),
        ("whirlwind.warc.gz", 1),
        ("whirlwind.warc.wet.gz", 1),
    ];
    for (name, n) in cases {
        let found = items(Inputs::open(&[dir.join(name)], InputFormat::Auto, &Limits::default()).unwrap());
        assert_eq!(pages(&found).len(), n, "{name}: {found:.200?}");
        assert!(!found.iter().any(|item| item.starts_with("damage ")), "{name}");
    }
}

/// Gives one piece over and over, then an end; takes no memory for it.
struct Endless {
    piece: Vec<u8>,
    times: usize,
    end: Vec<u8>,
    at: usize,
}

impl Read for Endless {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let now = if self.times > 0 { &self.piece } else { &self.end };
        let n = out.len().min(now.len() - self.at);
        out[..n].copy_from_slice(&now[self.at..self.at + n]);
        self.at += n;
        if self.times > 0 && self.at == now.len() {
            (self.times, self.at) = (self.times - 1, 0);
        }
        Ok(n)
    }
}

/// How many times larger the inputs of the test below are than they need be.
fn scale() -> usize {
    std::env::var("BUDGET_SCALE").ok().and_then(|n| n.parse().ok()).unwrap_or(1)
}

#[test]
fn bombs_long_lines_and_floods_of_records_cost_a_bounded_amount() {
    let limits = Limits { page_bytes: 1 << 20, ..Limits::default() };
    let read = |name: &str, piece: Vec<u8>, times: usize, end: &[u8]| {
        let reader = Endless { piece, times, end: end.to_vec(), at: 0 };
        Inputs::from_reader(name, reader, InputFormat::Auto, &limits)
    };
    // zeros by the gigabyte: not read further than it takes to know
    let zeros = gzip(&vec![0; 64 << 20]);
    for name in ["log.warc.gz", "pages.jsonl.gz", "site.tar.gz"] {
        let found = items(read(name, zeros.repeat(4), 4 * scale(), b""));
        assert!(found.len() <= 20 && !found.iter().any(|i| i.starts_with("html")), "{found:.300?}");
    }
    // a line that does not end, and one after it
    let line = b"{\"html\":\"<p>The words after a long line</p>\"}\n";
    let words = "a word and ".repeat(1000).into_bytes();
    let found = items(read(
        "pages.jsonl",
        [b"{\"html\":\"".as_slice(), &words].concat(),
        2000 * scale(),
        &[b"\n".as_slice(), line].concat(),
    ));
    assert!(
        found.len() == 2 && found[0].starts_with("bad ") && found[1].contains("after a long line"),
        "{found:.300?}"
    );
    let found = items(read("page.html", words, 2000 * scale(), b""));
    assert!(found.len() == 1 && found[0].len() < 2 << 20, "{}", found.len());
    // records as small as records can be
    let n = 20_000 * scale();
    assert_eq!(read("log.warc", good(1), n, b"").filter(|i| matches!(i, Item::Page(_))).count(), n);
}

/// A bomb among good records costs itself, wherever it stands, and its bytes are named.
#[test]
fn a_bomb_among_records_costs_itself() {
    let limits = Limits { page_bytes: 1 << 20, ..Limits::default() };
    let head =
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://bomb.example/\r\nContent-Length: 40000000\r\n\r\n";
    let plain = [head.as_bytes(), &vec![b'0'; 40_000_000], b"\r\n\r\n"].concat();
    let zstd = |bytes: &[u8]| zstd::encode_all(bytes, 3).unwrap();
    for (name, pack) in [("a.warc.gz", &gzip as &dyn Fn(&[u8]) -> Vec<u8>), ("a.warc.zst", &zstd)] {
        let bomb = pack(&plain);
        for before in [0, 1, 3000] {
            let front: Vec<u8> = (0..before).flat_map(|k| pack(&good(k))).collect();
            let bytes = [&front[..], &bomb, &pack(&good(1)), &pack(&good(2)), &bomb, &pack(&good(3))].concat();
            let length = bytes.len() as u64;
            let items: Vec<Item> = Inputs::from_reader(name, Cursor::new(bytes), InputFormat::Auto, &limits).collect();
            let is_good =
                |i: &&Item| matches!(i, Item::Page(page) if page.url.as_deref() != Some("http://bomb.example/"));
            assert_eq!(items.iter().filter(is_good).count(), before + 3, "{name} {before}");
            let lost: Vec<(u64, u64)> = items
                .iter()
                .filter_map(|i| if let Item::Damage(e) = i { Some((e.place.offset, e.place.length)) } else { None })
                .filter(|&(_, n)| n > 0)
                .collect();
            let second = length - (pack(&good(3)).len() + bomb.len()) as u64;
            let n = bomb.len() as u64;
            assert_eq!(lost, [(front.len() as u64, n), (second, n)], "{name} {before}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 48, ..ProptestConfig::default() })]

    /// However few bytes a read gives, the items are the same.
    #[test]
    fn short_reads_change_nothing(n in 1usize..6, at_a_time in 1usize..8, packed: bool) {
        let records: Vec<Vec<u8>> = (0..n).map(good).collect();
        let bytes: Vec<u8> = records.iter().flat_map(|r| if packed { gzip(r) } else { r.clone() }).collect();
        let whole = of_bytes("a.warc.gz", &bytes, usize::MAX);
        prop_assert_eq!(pages(&whole).len(), n);
        prop_assert_eq!(of_bytes("a.warc.gz", &bytes, at_a_time), whole);
    }

    /// A stretch of noise anywhere in an archive costs no record that it does not touch, and is never silent.
    #[test]
    fn noise_costs_only_what_it_touches(n in 3usize..10, at in 0.0f64..1.0, length in 1usize..200, seed: u8) {
        let members: Vec<Vec<u8>> = (0..n).map(|k| gzip(&good(k))).collect();
        let mut bytes: Vec<u8> = members.concat();
        let from = (at * (bytes.len() - 1) as f64) as usize;
        let to = (from + length).min(bytes.len());
        let mut noise = seed;
        for byte in &mut bytes[from..to] {
            noise = noise.wrapping_mul(167).wrapping_add(41);
            *byte = noise;
        }
        let found = of_bytes("a.warc.gz", &bytes, usize::MAX);
        let mut start = 0;
        for (k, member) in members.iter().enumerate() {
            let end = start + member.len();
            if end <= from || start >= to {
                let words = format!("number {k} ");
                prop_assert!(found.iter().any(|item| item.contains(&words)), "{} {:?}", k, found);
            }
            start = end;
        }
    }
}

#[test]
fn records_of_false_lengths_cost_no_more_than_their_bytes() {
    let wanted: Vec<String> = (0..4000).map(|n| String::from_utf8(html(n)).unwrap()).collect();
    for length in ["99999999999", "60000000"] {
        let records: Vec<u8> = (0..4000)
            .flat_map(|n| {
                let text = String::from_utf8(good(n)).unwrap();
                let at = text.find("Content-Length: ").unwrap() + 16;
                let end = at + text[at..].find('\r').unwrap();
                format!("{}{length}{}", &text[..at], &text[end..]).into_bytes()
            })
            .collect();
        let begun = Instant::now();
        let inputs = Inputs::from_reader("a.warc", Cursor::new(records), InputFormat::Auto, &Limits::default());
        let mut found = Vec::new();
        for item in inputs {
            if let Item::Page(page) = item {
                assert!(page.bytes.capacity() < 64 << 10, "{} bytes held", page.bytes.capacity());
                found.push(String::from_utf8(page.bytes).unwrap());
            }
        }
        assert!(found.iter().map(|f| f.trim_end()).eq(&wanted), "{length}: {} pages", found.len());
        assert!(begun.elapsed() < Duration::from_secs(3), "{length}: {:?}", begun.elapsed());
    }
}

#[test]
fn headers_without_an_end_cost_no_more_than_their_bytes() {
    let begun = Instant::now();
    let records = ["WARC/1.0\r\n".repeat(20_000).into_bytes(), good(1)].concat();
    let found = of_bytes("a.warc", &records, 4096);
    assert_eq!(pages(&found).len(), 1);
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
}

/// The numbers of the pages that came out, whatever else did, and what was said of damage.
fn numbers(name: &str, bytes: Vec<u8>) -> (Vec<usize>, Vec<String>) {
    let limits = Limits { page_bytes: 64 << 10, ..Limits::default() };
    let found = items(Inputs::from_reader(name, Cursor::new(bytes), InputFormat::Auto, &limits));
    let number = |item: &String| {
        let at = item.find("number ")? + 7;
        item[at..].split(' ').next()?.parse().ok()
    };
    (
        pages(&found).into_iter().filter_map(number).collect(),
        found.into_iter().filter(|i| i.starts_with("damage")).collect(),
    )
}

/// A record with another length in its header.
fn with_length(record: &[u8], length: usize) -> Vec<u8> {
    let text = String::from_utf8(record.to_vec()).unwrap();
    let at = text.find("Content-Length: ").unwrap() + 16;
    let end = at + text[at..].find('\r').unwrap();
    format!("{}{length}{}", &text[..at], &text[end..]).into_bytes()
}

#[test]
fn a_large_record_of_a_false_length_swallows_none_behind_it() {
    // larger than what is kept of a record, with a length that is larger still
    let image = response("http://ferry.example/p.png", "200 OK", "Content-Type: image/png\r\n", &[b'x'; 3 << 20]);
    let bytes = [good(1), with_length(&image, 90 << 20), good(2), good(3)].concat();
    let (found, damage) = numbers("a.warc", bytes);
    assert_eq!(found, [1, 2, 3], "{damage:?}");
    assert!(damage.len() == 1 && damage[0].contains("starts after"), "{damage:?}");
}

#[test]
fn records_within_records_are_none_of_the_file() {
    let inner: Vec<u8> = (100..130).flat_map(good).collect();
    let shown =
        [b"<html><body><p>The page with number 5 shows a record:<pre>".as_slice(), &good(105), b"</pre><p>The end."]
            .concat();
    let page = response("http://ferry.example/5", "200 OK", "Content-Type: text/html\r\n", &shown);
    let archive =
        |times: usize| record("resource", "application/warc", "http://ferry.example/all.warc", &inner.repeat(times));
    let download =
        response("http://ferry.example/a", "200 OK", "Content-Type: application/warc\r\n", &inner.repeat(400));
    // whole, also where they have more bytes than are kept of a record
    for record in [archive(1), archive(400), download.clone()] {
        let bytes = [good(1), record, page.clone(), good(2)].concat();
        assert!(numbers("a.warc", bytes).0 == [1, 5, 2]);
    }
    // with bytes gone, so that the length goes into the record behind
    for record in [&page, &archive(1)] {
        for gone in [1, 40, 150] {
            let mut short = record.clone();
            let at = short.len() - 4 - gone;
            short.drain(at..at + gone);
            let (found, damage) = numbers("a.warc", [good(1), short, good(2), good(3)].concat());
            assert_eq!(found.iter().filter(|&&n| n != 5).collect::<Vec<_>>(), [&1, &2, &3], "{gone}: {damage:?}");
            // one byte less and one line end more: only a digest could tell
            assert!(gone == 1 || !damage.is_empty());
        }
    }
    // where each record is a member of its own nothing within one starts another
    for length in [3, 300, 90 << 20] {
        for record in [&page, &archive(1), &archive(400)] {
            let members = [good(1), good(2), with_length(record, length), good(3)];
            let (found, damage) = numbers("a.warc.gz", members.iter().flat_map(|r| gzip(r)).collect());
            assert_eq!(found.iter().filter(|&&n| n != 5).collect::<Vec<_>>(), [&1, &2, &3], "{length}: {damage:?}");
            assert!(!damage.is_empty());
        }
    }
}
