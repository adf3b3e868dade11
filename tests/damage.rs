//! Archives damaged at random places: every record that the damage does not touch comes out whole, in order, and every
//! page that is missing is accounted for at its place.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use flate2::Compression;
use flate2::write::GzEncoder;
use pagesieve::input::{InputFormat, Inputs, Item};
use pagesieve::limits::Limits;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use sha1::{Digest as _, Sha1};
use std::io::{Cursor, Write as _};
use std::ops::Range;

const PAGES: usize = 200;

/// A page of a few hundred bytes to a few kilobytes that packs as pages do.
fn page(n: usize) -> Vec<u8> {
    let words = ["ferry", "river", "bank", "spring", "council", "rope", "toll", "winter", "miller", "barge", "stone"];
    let mut seed = n as u64 * 2_654_435_761 + 1;
    let mut text = format!("<html><body><h1>Entry {n} of the log</h1>");
    for k in 0..20 + n % 50 * 8 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        if k % 12 == 0 {
            text.push_str("\n<p>");
        }
        text.push_str(words[(seed >> 33) as usize % words.len()]);
        text.push_str(&format!("{} ", seed >> 40 & 0xff));
    }
    text.push_str("</body></html>");
    text.into_bytes()
}

/// The SHA-1 of bytes in base 32, which is 160 bits as 32 digits of 5.
fn sha1(bytes: &[u8]) -> String {
    let bits: Vec<u8> = Sha1::digest(bytes).iter().flat_map(|byte| (0..8).rev().map(move |n| byte >> n & 1)).collect();
    let digit =
        |five: &[u8]| b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[five.iter().fold(0, |n, bit| n << 1 | usize::from(*bit))];
    bits.chunks(5).map(|five| char::from(digit(five))).collect()
}

fn warc(n: usize) -> Vec<u8> {
    let http = [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n".as_slice(), &page(n)].concat();
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{n:08}-0000-4000-8000-000000000000>\r\n\
         WARC-Date: 2024-02-13T19:30:00Z\r\nWARC-Target-URI: http://ferry.example/{n}\r\n\
         Content-Type: application/http; msgtype=response\r\nWARC-Block-Digest: sha1:{}\r\nContent-Length: {}\r\n\r\n",
        sha1(&http),
        http.len()
    );
    [head.as_bytes(), &http, b"\r\n\r\n"].concat()
}

fn arc(n: usize) -> Vec<u8> {
    let http = [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n".as_slice(), &page(n)].concat();
    let head = format!("http://ferry.example/{n} 192.0.2.7 20140216050221 text/html {}\n", http.len());
    [head.as_bytes(), &http, b"\n"].concat()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    let mut out = zstd::stream::write::Encoder::new(Vec::new(), 3).unwrap();
    out.include_checksum(true).unwrap();
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut out = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// An archive and the bytes that each of its pages takes.
struct Archive {
    name: &'static str,
    bytes: Vec<u8>,
    records: Vec<Range<usize>>,
}

fn archive(name: &'static str, n: usize) -> Archive {
    let is_arc = name.contains(".arc");
    let packed = |record: Vec<u8>| match name.rsplit('.').next() {
        Some("gz") => gzip(&record),
        Some("zst") => zstd(&record),
        Some("bz2") => bzip2(&record),
        _ => record,
    };
    let first = if is_arc {
        let about = "1 0 Ours\nURL IP-address Archive-date Content-type Archive-length\n\n";
        format!("filedesc://ours.arc 0.0.0.0 20140216050221 text/plain {}\n{about}\n", about.len()).into_bytes()
    } else {
        let about = "software: ours\r\n";
        let head = "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Type: application/warc-fields\r\nContent-Length: ";
        format!("{head}{}\r\n\r\n{about}\r\n\r\n", about.len()).into_bytes()
    };
    let mut bytes = packed(first);
    let mut records = Vec::new();
    for k in 0..n {
        let record = packed(if is_arc { arc(k) } else { warc(k) });
        records.push(bytes.len()..bytes.len() + record.len());
        bytes.extend(record);
    }
    Archive { name, bytes, records }
}

#[derive(Clone, Debug)]
enum Damage {
    Flip { at: f64, bit: u8 },
    Cut { at: f64 },
    Zeros { at: f64, length: usize },
    Noise { at: f64, length: usize, seed: u8 },
    Removed { at: f64, length: usize },
    Inserted { at: f64, length: usize, seed: u8 },
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = || 0.0f64..1.0;
    prop_oneof![
        (at(), 0u8..8).prop_map(|(at, bit)| Damage::Flip { at, bit }),
        at().prop_map(|at| Damage::Cut { at }),
        (at(), 1usize..6000).prop_map(|(at, length)| Damage::Zeros { at, length }),
        (at(), 1usize..6000, any::<u8>()).prop_map(|(at, length, seed)| Damage::Noise { at, length, seed }),
        (at(), 1usize..3000).prop_map(|(at, length)| Damage::Removed { at, length }),
        (at(), 1usize..3000, any::<u8>()).prop_map(|(at, length, seed)| Damage::Inserted { at, length, seed }),
    ]
}

impl Damage {
    /// Damages the bytes; which of them it touches, in the coordinates they had.
    fn apply(&self, bytes: &mut Vec<u8>) -> Range<usize> {
        let place = |at: f64| (at * (bytes.len() - 1) as f64) as usize;
        let noise = |seed: u8, n: usize| -> Vec<u8> {
            (0..n)
                .scan(seed, |s, _| {
                    *s = s.wrapping_mul(167).wrapping_add(41);
                    Some(*s)
                })
                .collect()
        };
        match *self {
            Damage::Flip { at, bit } => {
                let at = place(at);
                bytes[at] ^= 1 << bit;
                at..at + 1
            }
            Damage::Cut { at } => {
                let at = place(at);
                let end = bytes.len();
                bytes.truncate(at);
                at..end
            }
            Damage::Zeros { at, length } => {
                let at = place(at);
                let end = (at + length).min(bytes.len());
                bytes[at..end].fill(0);
                at..end
            }
            Damage::Noise { at, length, seed } => {
                let at = place(at);
                let end = (at + length).min(bytes.len());
                bytes[at..end].copy_from_slice(&noise(seed, end - at));
                at..end
            }
            Damage::Removed { at, length } => {
                let at = place(at);
                let end = (at + length).min(bytes.len());
                bytes.drain(at..end);
                at..end
            }
            Damage::Inserted { at, length, seed } => {
                let at = place(at);
                bytes.splice(at..at, noise(seed, length));
                at..at + 1
            }
        }
    }

    /// How much further bytes behind the damage lie than before.
    fn shift(&self, touched: &Range<usize>) -> i64 {
        match self {
            Damage::Removed { .. } => -(touched.len() as i64),
            Damage::Inserted { length, .. } => *length as i64,
            _ => 0,
        }
    }
}

fn read(name: &str, bytes: &[u8]) -> Vec<Item> {
    Inputs::from_reader(name, Cursor::new(bytes.to_vec()), InputFormat::Auto, &Limits::default()).collect()
}

fn check(whole: &Archive, damages: &[Damage]) -> Result<(), TestCaseError> {
    let mut bytes = whole.bytes.clone();
    let mut touched = Vec::new();
    for damage in damages {
        let range = damage.apply(&mut bytes);
        touched.push((range.clone(), damage.shift(&range)));
    }
    let items = read(whole.name, &bytes);
    let pages: Vec<_> =
        items.iter().filter_map(|item| if let Item::Page(page) = item { Some(page) } else { None }).collect();
    let lost: Vec<_> =
        items.iter().filter_map(|item| if let Item::Damage(error) = item { Some(error) } else { None }).collect();
    let not_ok = items.iter().filter(|i| matches!(i, Item::Bad(_) | Item::PassedOver(_))).count();
    let mut last = None;
    let mut n_missing = 0;
    for (n, record) in whole.records.iter().enumerate() {
        // the line end in front of an ARC record is part of how it begins
        let start = record.start - usize::from(whole.name.ends_with(".arc"));
        let hit = touches(&touched, start..record.end);
        let url = format!("http://ferry.example/{n}");
        let wanted = page(n);
        let found =
            pages.iter().position(|p| p.bytes == wanted && p.bytes_missing == 0 && p.url.as_deref() == Some(&url));
        if let Some(found) = found {
            prop_assert!(last.is_none_or(|last| last < found), "page {} is out of order", n);
            last = Some(found);
            continue;
        }
        prop_assert!(hit, "page {} is lost, though it is whole: {:?}\n{:?}", n, damages, lost);
        if let Some(other) = pages.iter().find(|p| p.url.as_deref() == Some(&url) || p.bytes == wanted) {
            // nothing tells that a byte of an address is another; that bytes of the page are, the digest does, which ARC lacks
            let is_known = other.bytes == wanted || other.damage.is_some() || other.bytes_missing > 0;
            let has_digest = !whole.name.contains(".arc") && !touches(&touched, digest_of(whole, record));
            prop_assert!(is_known || !has_digest, "page {} is another and nothing says so: {:?}", n, damages);
            continue;
        }
        let is_gone = damages.iter().zip(&touched).any(|(damage, (range, _))| {
            let all = range.start <= record.start && record.end <= range.end;
            all && matches!(damage, Damage::Cut { .. } | Damage::Removed { .. })
        });
        if is_gone {
            continue;
        }
        n_missing += usize::from(touched.len() > 1);
        // one damage alone leaves no doubt where things lie
        if let [(range, shift)] = touched.as_slice() {
            let (start, end) = (record.start.min(range.start) as u64, (record.end as i64 + (*shift).max(0)) as u64);
            let reported = lost.iter().any(|e| e.place.offset < end && start <= e.place.offset + e.place.length);
            // as many bytes gone as the next record has, or one and a line end: nothing in a plain ARC file tells, nor in WARC
            // where one header goes on as the other
            let is_exact = matches!(damages, [Damage::Removed { length, .. }] if {
                let is_in_header = |at: usize| whole.records.iter().any(|r| digest_of(whole, r).contains(&at));
                let is_arc = whole.name.contains(".arc") && length.abs_diff(record.len()) <= 2;
                is_arc || (is_in_header(range.start) && is_in_header(range.end))
            });
            prop_assert!(
                reported || not_ok > 1 || is_exact,
                "page {} at {:?} is missing and nothing says so: {:?} {:?}\n{:?}",
                n,
                record,
                damages,
                range,
                lost
            );
        }
    }
    let is_silent = lost.is_empty() && not_ok <= 1;
    prop_assert!(n_missing == 0 || !is_silent, "{} pages are missing without a word: {:?}", n_missing, damages);
    Ok(())
}

/// As many damages as there may be, of all kinds: records that still stand in the file come out, and what is reported as
/// lost are other bytes of the file, none of them twice.
fn check_losses(whole: &Archive, damages: &[Damage]) -> Result<(), TestCaseError> {
    let mut bytes = whole.bytes.clone();
    for damage in damages {
        if bytes.len() > 1 {
            damage.apply(&mut bytes);
        }
    }
    let items = read(whole.name, &bytes);
    let mut found = Vec::new();
    let mut lost = Vec::new();
    let mut covered = Vec::new();
    let mut n_passed_over = 0;
    for item in &items {
        match item {
            Item::Page(page) => found.push(page),
            Item::Damage(error) if error.is_unpacked => {}
            Item::Damage(error) => lost.push(error.place.offset..error.place.offset + error.place.length),
            Item::Bad(error) => covered.push(error.place.offset..error.place.offset + error.place.length),
            Item::PassedOver(_) => n_passed_over += 1,
        }
    }
    covered.extend(found.iter().map(|p| p.place.offset..p.place.offset + p.place.length));
    covered.extend(lost.iter().cloned());
    lost.sort_by_key(|range| range.start);
    prop_assert!(lost.windows(2).all(|two| two[0].end <= two[1].start), "lost twice: {:?}\n{:?}", lost, damages);
    prop_assert!(lost.last().is_none_or(|last| last.end <= bytes.len() as u64), "{:?} of {}", lost.last(), bytes.len());
    for (n, record) in whole.records.iter().enumerate() {
        let Some(at) = memchr::memmem::find(&bytes, &whole.bytes[record.clone()]) else { continue };
        let range = at as u64..(at + record.len()) as u64;
        // an ARC record begins with the line end in front of it
        if whole.name.ends_with(".arc") && (at == 0 || bytes[at - 1] != b'\n') {
            continue;
        }
        let there = found.iter().find(|p| p.place.offset == range.start && p.place.length > 0);
        let wanted = page(n);
        let is_whole = there.is_some_and(|p| p.bytes == wanted && p.bytes_missing == 0 && p.damage.is_none());
        prop_assert!(
            is_whole,
            "page {} at {:?} is whole, but {:?}\n{:?}\n{:?}",
            n,
            range,
            there.map(|p| &p.place),
            lost,
            damages
        );
        let overlap = lost.iter().find(|l| l.start < range.end && range.start < l.end);
        prop_assert!(overlap.is_none(), "page {} at {:?} is whole and lost: {:?}\n{:?}", n, range, overlap, damages);
    }
    // what is in no page and not lost are records of other kinds, each in one piece, and what stands between records
    let n_gaps = gaps(&bytes, covered);
    prop_assert!(n_gaps <= n_passed_over, "{} stretches for {} records\n{:?}", n_gaps, n_passed_over, damages);
    Ok(())
}

/// Stretches of a file that no range covers, but for those of line ends and zeros alone.
fn gaps(bytes: &[u8], mut covered: Vec<Range<u64>>) -> usize {
    covered.sort_by_key(|range| range.start);
    let (mut at, mut n) = (0, 0);
    let end = bytes.len() as u64;
    for range in covered.into_iter().chain(std::iter::once(end..end)) {
        let between = bytes.get(at as usize..range.start.min(end) as usize).unwrap_or_default();
        n += usize::from(between.iter().any(|b| !matches!(b, b'\r' | b'\n' | 0)));
        at = at.max(range.end);
    }
    n
}

fn touches(touched: &[(Range<usize>, i64)], bytes: Range<usize>) -> bool {
    touched.iter().any(|(range, _)| bytes.start < range.end && range.start < bytes.end)
}

/// The header of a plain record, where its digest stands; in ARC, which has none, that of the page too.
fn digest_of(whole: &Archive, record: &Range<usize>) -> Range<usize> {
    let end = memchr::memmem::find(&whole.bytes[record.clone()], b"\r\n\r\n").unwrap_or_default();
    record.start..record.start + end
}

fn law(name: &'static str, cases: u32) {
    let whole = archive(name, PAGES);
    assert_eq!(read(name, &whole.bytes).iter().filter(|i| matches!(i, Item::Page(_))).count(), PAGES);
    let config = ProptestConfig { failure_persistence: None, cases, ..ProptestConfig::default() };
    // The same damage each time, so that the law tells of a change; with DAMAGE_CASES set, other damage each time. A
    // runner runs its cases once.
    let runner = || match std::env::var_os("DAMAGE_CASES") {
        Some(_) => TestRunner::new(config.clone()),
        None => TestRunner::new_with_rng(config.clone(), TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
    };
    let strategy = prop_oneof![3 => prop::collection::vec(damage(), 1..2), 1 => prop::collection::vec(flips(), 2..6)];
    runner().run(&strategy, |damages| check(&whole, &damages)).unwrap();
    let uncut = damage().prop_filter("cuts", |d| !matches!(d, Damage::Cut { .. }));
    let many = prop::collection::vec(prop_oneof![30 => uncut, 1 => damage()], 1..40);
    runner().run(&many, |damages| check_losses(&whole, &damages)).unwrap();
}

/// Damage that moves nothing, so that several can be told apart.
fn flips() -> impl Strategy<Value = Damage> {
    damage().prop_filter("moves bytes", |d| {
        !matches!(d, Damage::Cut { .. } | Damage::Removed { .. } | Damage::Inserted { .. })
    })
}

/// Rounds of each law; more can be asked for when there is time.
fn cases() -> u32 {
    std::env::var("DAMAGE_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(32)
}

#[test]
fn damage_to_a_packed_warc_costs_only_what_it_touches() {
    law("log.warc.gz", cases());
}

#[test]
fn damage_to_a_plain_warc_costs_only_what_it_touches() {
    law("log.warc", cases());
}

#[test]
fn damage_to_a_zstandard_warc_costs_only_what_it_touches() {
    law("log.warc.zst", cases());
}

#[test]
fn damage_to_a_bzip2_warc_costs_only_what_it_touches() {
    law("log.warc.bz2", cases().div_ceil(4));
}

#[test]
fn damage_to_an_arc_costs_only_what_it_touches() {
    law("log.arc", cases());
    law("log.arc.gz", cases());
}
