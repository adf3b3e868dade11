//! Files that are nothing but beginnings: reading them costs no more per byte the longer they are, and not many times what
//! a good archive costs. Time is that on a core, the least of several runs.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod made;

use made::{bzip2, gzip, html, tar, warc, xz, zstd};
use pagesieve::input::{InputFormat, Inputs};
use pagesieve::limits::Limits;
use rustix::time::{ClockId, clock_gettime};
use std::io::Cursor;

/// Bytes of a flood, and of one of eight times its length.
const UNIT: usize = 192 << 10;
const TIMES: usize = 8;
/// Cost per byte of the longer flood over that of the shorter one that is still taken for linear: what is quadratic has 8.
const MOST_GROWTH: f64 = 3.0;
/// Cost per byte over that of a good archive packed with gzip.
const MOST_COST: f64 = 50.0;
const RUNS: usize = 2;

fn seconds() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// The least time that a file took, and its items.
fn cost(name: &str, bytes: &[u8]) -> (f64, usize) {
    let (mut least, mut n) = (f64::INFINITY, 0);
    for _ in 0..RUNS {
        let bytes = bytes.to_vec();
        let start = seconds();
        n = Inputs::from_reader(name, Cursor::new(bytes), InputFormat::Auto, &Limits::default()).count();
        least = least.min(seconds() - start);
    }
    (least, n)
}

/// Deflated bytes that fail at their checksum: a head and what is made of it.
fn false_member(plain: &[u8]) -> Vec<u8> {
    let mut member = gzip(plain);
    let at = member.len() - 6;
    member[at] ^= 0x55;
    member
}

/// Names, a good beginning, and what is repeated behind it.
fn floods() -> Vec<(&'static str, Vec<u8>, Vec<u8>)> {
    let head = b"WARC/1.0\r\nWARC-Type: response\r\n".as_slice();
    let with = |more: &str| [head, more.as_bytes()].concat();
    let mut long_name = tar(&[("name", vec![b'a'; 40])]);
    long_name.truncate(1024);
    long_name[124..136].copy_from_slice(b"00003000000\0");
    long_name[156] = b'L';
    long_name[148..156].fill(b' ');
    let sum: u32 = long_name[..512].iter().map(|&b| u32::from(b)).sum();
    long_name[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    let page = tar(&[("0.html", html(0))])[..1024].to_vec();
    let line = b"http://a.example/ 192.0.2.7 20140216050221 text/html 99999999\n".to_vec();
    vec![
        ("magic.warc.gz", gzip(&warc(0)), b"\x1f\x8b\x08".to_vec()),
        ("heads.warc.gz", gzip(&warc(0)), b"\x1f\x8b\x08\0\0\0\0\0\0\x03".to_vec()),
        ("names.warc.gz", gzip(&warc(0)), b"\x1f\x8b\x08\x08abcdefgh".to_vec()),
        ("broken.warc.gz", [gzip(&warc(0)), gzip(&warc(1))].concat(), false_member(b"no record")),
        ("broken.tar.gz", gzip(&page), false_member(b"0123456789")),
        ("zeros.warc.gz", gzip(&warc(0)), false_member(&[0; 8000])),
        ("heads.warc.bz2", bzip2(&warc(0)), b"BZh91AY&SY".to_vec()),
        ("heads.warc.zst", zstd(&warc(0)), b"\x28\xb5\x2f\xfd".to_vec()),
        ("heads.warc.xz", xz(&warc(0)), b"\xfd7zXZ\0".to_vec()),
        ("first.warc.gz", b"no member".to_vec(), b"\x1f\x8b\x08\0\0\0\0\0\0\x03".to_vec()),
        ("versions.warc", warc(0), b"WARC/1.0\r\n".to_vec()),
        ("fields.warc", warc(0), b"X-Field: value\r\n".to_vec()),
        ("endless.warc", warc(0), with("X-Field: value\r\n")),
        ("lengthless.warc", warc(0), with("\r\n")),
        ("small.warc", warc(0), with("Content-Length: 9\r\n\r\n")),
        ("false.warc", warc(0), with("Content-Length: 50000000\r\n\r\n")),
        ("huge.warc", warc(0), with("Content-Length: 99999999999\r\n\r\n")),
        ("false.arc", line.clone(), line.clone()),
        ("lines.arc", line, b"http:x\n".to_vec()),
        ("signs.zip", b"PK\x03\x04".to_vec(), b"PK\x03\x04".to_vec()),
        (
            "heads.zip",
            b"PK\x03\x04".to_vec(),
            [b"PK\x03\x04\x14\0\0\0\x08\0".as_slice(), &[0; 16], b"\x01\0\0\0a"].concat(),
        ),
        ("names.tar", page.clone(), long_name),
        ("pages.tar", page, tar(&[("0.html", Vec::new())])[..512].to_vec()),
        ("blank.jsonl", made::jsonl(), b"\n".to_vec()),
        ("objects.jsonl", made::jsonl(), b"{\"html\":\n".to_vec()),
        (
            "edges.mhtml",
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=e\r\n\r\n".to_vec(),
            b"--e\r\n\r\n".to_vec(),
        ),
    ]
}

#[test]
fn floods_cost_no_more_than_their_bytes() {
    let good: Vec<u8> = (0..3000).flat_map(|n| gzip(&warc(n))).collect();
    let standard = cost("good.warc.gz", &good).0 / good.len() as f64;
    let mut faults = Vec::new();
    for (name, first, piece) in floods() {
        let of = |bytes: usize| [first.clone(), piece.repeat(bytes / piece.len()), first.clone()].concat();
        let (small, large) = (of(UNIT), of(UNIT * TIMES));
        // what looks too costly is looked at again: a fault stays one
        let (mut growth, mut times) = (f64::INFINITY, f64::INFINITY);
        for _ in 0..3 {
            let (few, many) = (cost(name, &small).0 / small.len() as f64, cost(name, &large).0 / large.len() as f64);
            (growth, times) = (growth.min(many / few), times.min(many / standard));
            if growth <= MOST_GROWTH && times <= MOST_COST {
                break;
            }
        }
        println!(
            "{name}: {growth:.1} times the cost per byte at {TIMES} times the length, {times:.1} that of a good one"
        );
        if growth > MOST_GROWTH || times > MOST_COST {
            faults.push(format!("{name}: growth {growth:.1}, {times:.1} times a good archive"));
        }
        assert!(cost(name, &large).1 <= large.len(), "{name}: more items than bytes");
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
