//! Every container, by itself, packed, and in another: the same pages come out, from a file and from a stream, and each
//! can be cut out again by its place.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod made;

use made::{PAGES, PLAIN, ZipWay, containers, gzip, html, http, site, tar, warc, warc_record, zip, zstd};
use pagesieve::RawPage;
use pagesieve::input::{InputFormat, Inputs, Item, raw_record};
use pagesieve::limits::Limits;
use pagesieve::tally::Tally;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

fn scratch(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("containers-{name}"));
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

fn pages(items: impl Iterator<Item = Item>) -> Vec<RawPage> {
    items
        .filter_map(|item| match item {
            Item::Page(page) => Some(page),
            Item::PassedOver(_) => None,
            Item::Bad(error) => panic!("{error}"),
            Item::Damage(error) => panic!("{error}"),
        })
        .collect()
}

fn of_bytes(name: &str, bytes: &[u8]) -> Vec<Item> {
    Inputs::from_reader(name, Cursor::new(bytes.to_vec()), InputFormat::Auto, &Limits::default()).collect()
}

#[test]
fn every_container_gives_its_pages_from_a_file_and_from_a_stream() {
    let dir = scratch("all");
    for (name, bytes) in containers() {
        let wanted: Vec<Vec<u8>> = (0..PAGES).map(html).collect();
        for shown in [name.as_str(), "-"] {
            let found: Vec<Vec<u8>> = pages(of_bytes(shown, &bytes).into_iter()).into_iter().map(|p| p.bytes).collect();
            assert!(found == wanted, "{name} as {shown}: {} pages", found.len());
        }
        let path = dir.join(&name);
        std::fs::write(&path, &bytes).unwrap();
        let from_file =
            pages(Inputs::open(std::slice::from_ref(&path), InputFormat::Auto, &Limits::default()).unwrap());
        let mut places: Vec<_> = from_file.iter().map(|p| (p.place.path.clone(), p.place.record)).collect();
        places.dedup();
        assert_eq!(places.len(), PAGES, "{name}: {places:?}");
        assert!(places.iter().all(|(path, _)| !path.contains("..") && path.starts_with(&name)), "{places:?}");
        if name.ends_with(".parquet") {
            assert!(raw_record(&path, 0).is_err());
            continue;
        }
        for page in from_file {
            let raw = raw_record(&dir.join(&page.place.path), page.place.offset).unwrap();
            let is_json = name.contains(".jsonl");
            let held =
                if is_json { String::from_utf8(raw.clone()).unwrap().replace("\\\"", "\"").into_bytes() } else { raw };
            let has = |words: &[u8]| memchr::memmem::find_iter(&held, words).count();
            assert!(has(&page.bytes) == 1 && has(b"<html>") == 1, "{name} {:?}", page.place);
        }
    }
}

#[test]
fn a_warc_may_bring_its_own_dictionary() {
    let samples: Vec<Vec<u8>> = (0..400).map(warc).collect();
    let dictionary = samples.concat()[..8000].to_vec();
    let frames: Vec<u8> = (0..PAGES)
        .flat_map(|n| {
            let mut out = zstd::stream::write::Encoder::with_dictionary(Vec::new(), 3, &dictionary).unwrap();
            out.write_all(&warc(n)).unwrap();
            out.finish().unwrap()
        })
        .collect();
    for held in [dictionary.clone(), zstd(&dictionary)] {
        let head = [b"\x5d\x2a\x4d\x18".as_slice(), &(held.len() as u32).to_le_bytes()].concat();
        let bytes = [head, held, frames.clone()].concat();
        assert_eq!(pages(of_bytes("log.warc.zst", &bytes).into_iter()).len(), PAGES);
    }
}

#[test]
fn segments_are_joined() {
    let whole = http(1);
    let (first, rest) = whole.split_at(60);
    let (second, third) = rest.split_at(30);
    let head = "WARC-Type: response\r\nWARC-Record-ID: <urn:a>\r\nWARC-Target-URI: http://ferry.example/1\r\n\
                Content-Type: application/http\r\nWARC-Segment-Number: 1\r\n";
    let next = |n: usize, more: &str| {
        format!(
            "WARC-Type: continuation\r\nWARC-Record-ID: <urn:{n}>\r\nWARC-Segment-Origin-ID: <urn:a>\r\nWARC-Segment-Number: {n}\r\n{more}"
        )
    };
    let total = format!("WARC-Segment-Total-Length: {}\r\n", whole.len());
    let parts =
        [warc_record(head, first), warc(5), warc_record(&next(2, ""), second), warc_record(&next(3, &total), third)];
    let found = pages(of_bytes("a.warc", &parts.concat()).into_iter());
    assert_eq!(
        found.iter().map(|p| (p.bytes.clone(), p.bytes_missing)).collect::<Vec<_>>(),
        [(html(5), 0), (html(1), 0)]
    );
    assert_eq!(found[1].place.record, 0);
    // without its end, and without its middle, it is known to lack something
    for parts in [&parts[..3], &[parts[0].clone(), parts[3].clone()]] {
        let found = pages(of_bytes("a.warc", &parts.concat()).into_iter());
        assert!(found.iter().any(|p| p.url.as_deref() == Some("http://ferry.example/1") && p.bytes_missing > 0));
    }
}

#[test]
fn a_saved_page_is_one_page() {
    for (coding, body) in [
        ("quoted-printable", "<html><body><p>Caf=C3=A9 on the fer=\r\nry</p></body></html>"),
        ("base64", "PGh0bWw+PGJvZHk+PHA+Q2Fmw6kgb24gdGhl\r\nIGZlcnJ5PC9wPjwvYm9keT48L2h0bWw+"),
        ("8bit", "<html><body><p>Café on the ferry</p></body></html>"),
    ] {
        let file = format!(
            "From: <Saved by hand>\r\nSnapshot-Content-Location: https://ferry.example/cafe\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/related;\r\n\ttype=\"text/html\"; boundary=\"==edge==\"\r\n\r\n\
             --==edge==\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: {coding}\r\n\r\n{body}\r\n\
             --==edge==\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n\
             --==edge==\r\nContent-Type: text/html\r\n\r\n<p>an advertisement</p>\r\n--==edge==--\r\n"
        );
        let found = pages(of_bytes("cafe.mhtml", file.as_bytes()).into_iter());
        assert_eq!(found.len(), 1, "{coding}");
        assert_eq!(found[0].url.as_deref(), Some("https://ferry.example/cafe"));
        let text = String::from_utf8(found[0].bytes.clone()).unwrap();
        assert!(text.contains("<p>Café on the ferry</p>") && !text.contains("=="), "{coding}: {text}");
    }
}

#[test]
fn archives_lie_one_deep_in_archives_and_no_deeper() {
    let inner = zip(&site(), PLAIN);
    let deep = zip(&[("mid.zip", zip(&[("inner.zip", inner)], PLAIN)), ("page.html", html(9))], PLAIN);
    let items = of_bytes("deep.zip", &deep);
    assert_eq!(items.len(), 2);
    assert!(matches!(&items[0], Item::Bad(error) if error.to_string().contains("within")), "{items:?}");
    assert!(matches!(&items[1], Item::Page(page) if page.bytes == html(9)));
}

#[test]
fn a_broken_entry_costs_itself() {
    let mut entries: Vec<(String, Vec<u8>)> = (0..20).map(|n| (format!("{n}.html"), html(n))).collect();
    entries[0].1 = html(0).repeat(50);
    let named: Vec<(&str, Vec<u8>)> = entries.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    for is_stored in [false, true] {
        for is_described in [false, true] {
            let whole = zip(&named, ZipWay { is_stored, is_described, is_64: false });
            let mut bytes = whole.clone();
            let at = memchr::memmem::find(&bytes, b"9.html").unwrap() + 20;
            bytes[at..at + 9].fill(0x5a);
            let items = of_bytes("site.zip", &bytes);
            for n in (1..20).filter(|&n| n != 9) {
                assert!(items.iter().any(|i| matches!(i, Item::Page(p) if p.bytes == html(n))), "{n} {items:?}");
            }
            assert!(items.iter().any(|i| matches!(i, Item::Bad(e) if e.place.path == "site.zip/9.html")), "{items:?}");
            // the end of the file is cut off, directory and all
            let items = of_bytes("site.zip", &whole[..whole.len() - 60]);
            assert!(items.iter().any(|i| matches!(i, Item::Bad(_) | Item::Damage(_))), "{items:?}");
            assert!(items.iter().filter(|i| matches!(i, Item::Page(_))).count() >= 19);
        }
    }
    let mut bytes = tar(&named);
    let at = memchr::memmem::find(&bytes, b"9.html").unwrap();
    bytes[at..at + 300].fill(0);
    let items = of_bytes("site.tar", &bytes);
    assert_eq!(items.iter().filter(|i| matches!(i, Item::Page(_))).count(), 19, "{items:?}");
    assert!(items.iter().any(|i| matches!(i, Item::Damage(e) if e.place.length > 0)), "{items:?}");
}

#[test]
fn parts_within_parts_are_read_to_a_depth_and_cost_no_more_than_their_lines() {
    let nested = |depth: usize, body: &str| {
        let mut file = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=e0\r\n\r\n".to_owned();
        for n in 0..depth {
            file += &format!("--e{n}\r\nContent-Type: multipart/related; boundary=e{}\r\n\r\n", n + 1);
        }
        file + &format!("--e{depth}\r\nContent-Type: text/html\r\n\r\n{body}\r\n--e{depth}--\r\n")
    };
    let page = "<html><body><p>A word on the ferry</p></body></html>";
    let found = pages(of_bytes("a.mhtml", nested(3, page).as_bytes()).into_iter());
    assert_eq!(String::from_utf8_lossy(&found[0].bytes).trim_end(), page);
    // parts that hold parts stand beside each other as often as they like
    let beside: String = (0..20)
        .map(|n| {
            let inner = if n == 19 { page } else { "" };
            let kind = if n == 19 { "text/html" } else { "text/plain" };
            format!("--top\r\nContent-Type: multipart/alternative; boundary=in{n}\r\n\r\n--in{n}\r\nContent-Type: {kind}\r\n\r\n{inner}\r\n--in{n}--\r\n")
        })
        .collect();
    let file = format!("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=top\r\n\r\n{beside}--top--\r\n");
    let found = pages(of_bytes("a.mhtml", file.as_bytes()).into_iter());
    assert_eq!(String::from_utf8_lossy(&found[0].bytes).trim_end(), page);
    let begun = std::time::Instant::now();
    let items = of_bytes("a.mhtml", nested(10_000, page).as_bytes());
    assert!(!items.is_empty());
    assert!(begun.elapsed() < std::time::Duration::from_secs(3), "{:?}", begun.elapsed());
}

#[test]
fn a_long_name_of_a_false_size_costs_itself() {
    for kind in [b'L', b'x'] {
        for size in ["77777777777", "00003777777", "00001777777", "00000002000"] {
            let mut bytes = tar(&[("0.html", html(0)), ("longlink", b"name".to_vec()), ("1.html", html(1))]);
            let at = memchr::memmem::find(&bytes, b"longlink").unwrap();
            bytes[at + 124..at + 124 + size.len()].copy_from_slice(size.as_bytes());
            bytes[at + 156] = kind;
            bytes[at + 148..at + 156].fill(b' ');
            let sum: u32 = bytes[at..at + 512].iter().map(|&b| u32::from(b)).sum();
            bytes[at + 148..at + 156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
            let items = of_bytes("site.tar", &bytes);
            let found: Vec<_> = items.iter().filter(|i| matches!(i, Item::Page(_))).collect();
            assert_eq!(found.len(), 2, "{size} {items:?}");
            assert!(items.iter().any(|i| matches!(i, Item::Damage(e) if e.to_string().contains("size"))), "{items:?}");
            // the name itself is there all the same
            let has_name = |i: &&&Item| matches!(i, Item::Page(page) if page.place.path == "site.tar/name");
            assert_eq!(found.iter().filter(has_name).count(), usize::from(kind == b'L'), "{size} {items:?}");
        }
    }
}

#[cfg(feature = "parquet")]
#[test]
fn a_parquet_file_is_counted_once_and_its_bombs_cost_their_rows() {
    let dir = scratch("parquet");
    let path = dir.join("pages.parquet");
    std::fs::write(&path, made::parquet_file()).unwrap();
    let length = std::fs::metadata(&path).unwrap().len();
    let mut inputs = Inputs::open(&[path], InputFormat::Auto, &Limits::default()).unwrap();
    assert_eq!((inputs.by_ref().count(), inputs.bytes_read()), (PAGES, length));
    let limits = Limits { page_bytes: 64 << 10, ..Limits::default() };
    let zeros = vec![b' '; 1 << 20];
    let bytes = made::parquet_of(&[vec![html(0), html(1)], vec![html(2), zeros], vec![html(3)]]);
    let items: Vec<Item> = Inputs::from_reader("a.parquet", Cursor::new(bytes), InputFormat::Auto, &limits).collect();
    let found = items.iter().filter(|i| matches!(i, Item::Page(_))).count();
    assert_eq!(found, 3, "{items:.300?}");
    assert!(items.iter().any(|i| matches!(i, Item::Damage(e) if e.why.contains("2 rows") && e.why.contains("unpack"))));
}

/// A size in the header of a Parquet page, as Thrift's compact protocol writes it, in as many bytes as asked for.
#[cfg(feature = "parquet")]
fn size_field(size: usize, bytes: usize) -> Vec<u8> {
    let zigzag = size << 1;
    let digit = |n: usize| (zigzag >> (7 * n) & 0x7f) as u8 | if n + 1 < bytes { 0x80 } else { 0 };
    std::iter::once(0x15).chain((0..bytes).map(digit)).collect()
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_that_hides_how_much_it_unpacks_to_costs_its_rows() {
    use parquet::basic::{BrotliLevel, Compression, GzipLevel};
    const ZEROS: usize = 8 << 20;
    let limits = Limits { page_bytes: 64 << 10, ..Limits::default() };
    let codecs = [Compression::GZIP(GzipLevel::default()), Compression::BROTLI(BrotliLevel::default())];
    for (codec, version, repetition) in codecs
        .into_iter()
        .flat_map(|c| [(c, 1, "REQUIRED"), (c, 2, "REQUIRED"), (c, 2, "OPTIONAL"), (c, 1, "OPTIONAL")])
    {
        let groups = [vec![html(0), html(1)], vec![vec![b' '; ZEROS]], vec![html(2)]];
        let mut bytes = made::parquet_as(&groups, codec, version, repetition);
        let read = |bytes: &[u8]| -> Vec<Item> {
            Inputs::from_reader("a.parquet", Cursor::new(bytes.to_vec()), InputFormat::Auto, &limits).collect()
        };
        let damage = |items: &[Item], why: &str| {
            items.iter().any(|i| matches!(i, Item::Damage(e) if e.why.contains("1 rows") && e.why.contains(why)))
        };
        assert!(damage(&read(&bytes), "say that they unpack"), "{codec} {version} {repetition}");
        // what is before the value: its length, and the levels where they are packed with it
        let at = (0..32).find_map(|more| memchr::memmem::find(&bytes, &size_field(ZEROS + more, 4))).unwrap();
        bytes[at..at + 5].copy_from_slice(&size_field(1000, 4));
        let items = read(&bytes);
        assert!(damage(&items, "more than they say"), "{codec} {version} {repetition}: {items:.300?}");
        assert_eq!(items.iter().filter(|i| matches!(i, Item::Page(_))).count(), 3);
    }
}

/// A frame of LZ4 (its frame format, 1.6.1) of exactly so many bytes that holds a value of Parquet, its length in front of
/// it: these words and as many spaces as it takes. Its bytes, and how many it holds.
#[cfg(feature = "parquet")]
fn lz4_frame(words: &[u8], length: usize) -> (Vec<u8>, usize) {
    // magic, version 1 with independent blocks of 4 MB at most and their checksum; one block; the mark of the end
    const AROUND: usize = 7 + 4 + 4;
    const LAST: &[u8] = b"\x50     ";
    let literals = 4 + words.len() + 1;
    let more = (literals - 15) / 255;
    let fixed = 1 + more + 1 + literals + 2 + 1 + LAST.len();
    // each byte of 255 is as many spaces
    let run = length - AROUND - fixed;
    let holds = literals + 4 + 15 + 255 * run + 5;
    let mut block = vec![0xff];
    block.extend(std::iter::repeat_n(0xff, more));
    block.push(((literals - 15) % 255) as u8);
    block.extend((holds as u32 - 4).to_le_bytes());
    block.extend(words);
    block.extend(b" \x01\0");
    block.extend(std::iter::repeat_n(0xff, run));
    block.push(0);
    block.extend(LAST);
    let size = (block.len() as u32).to_le_bytes();
    let frame = [b"\x04\x22\x4d\x18\x60\x70\x73", size.as_slice(), &block, &[0; 4]].concat();
    assert_eq!(frame.len(), length);
    (frame, holds)
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_packed_with_lz4_in_frames_is_read_and_its_bombs_cost_their_rows() {
    use parquet::basic::Compression;
    let limits = Limits { page_bytes: 64 << 10, ..Limits::default() };
    // what the crate writes is Hadoop's form: sizes, high bytes first, then one block
    for (spaces, is_bomb) in [(30 << 10, false), (3 << 20, true)] {
        let groups = [vec![html(0), html(1)], vec![[html(2), vec![b' '; spaces]].concat()], vec![html(3)]];
        let mut bytes = made::parquet_as(&groups, Compression::LZ4, 1, "REQUIRED");
        let holds = groups[1][0].len() + 4;
        let at = memchr::memmem::find(&bytes, &(holds as u32).to_be_bytes()).unwrap();
        let block: [u8; 4] = bytes[at + 4..at + 8].try_into().unwrap();
        let packed = 8 + u32::from_be_bytes(block) as usize;
        let (frame, framed) = lz4_frame(&html(2), packed);
        bytes[at..at + packed].copy_from_slice(&frame);
        let width = (1..5).find(|&n| holds << 1 < 1 << (7 * n)).unwrap();
        let head = at - 64;
        let says = head + memchr::memmem::rfind(&bytes[head..at], &size_field(holds, width)).unwrap();
        bytes[says..says + 1 + width].copy_from_slice(&size_field(if is_bomb { 1000 } else { framed }, width));
        let items: Vec<Item> =
            Inputs::from_reader("a.parquet", Cursor::new(bytes), InputFormat::Auto, &limits).collect();
        let found: Vec<&RawPage> =
            items.iter().filter_map(|i| if let Item::Page(page) = i { Some(page) } else { None }).collect();
        let lost = items.iter().find(|i| matches!(i, Item::Damage(_)));
        assert_eq!((found.len(), lost.is_some()), (4 - usize::from(is_bomb), is_bomb), "{items:.300?}");
        if is_bomb {
            assert!(
                matches!(lost, Some(Item::Damage(e)) if e.why.contains("1 rows") && e.why.contains("more than they say"))
            );
        } else {
            assert_eq!(found[2].bytes.trim_ascii_end(), html(2));
        }
    }
}

#[test]
fn losses_in_an_archive_within_another_are_no_bytes_of_the_file() {
    let record = made::warc(0);
    let mut inner = record.repeat(3);
    inner.splice(record.len()..record.len(), b"no record ".repeat(20_000));
    for (name, bytes) in [
        ("site.zip", zip(&[("log.warc", inner.clone()), ("page.html", html(9))], PLAIN)),
        ("site.tar.gz", gzip(&tar(&[("log.warc", inner.clone()), ("page.html", html(9))]))),
        ("log.warc.gz", gzip(&inner)),
    ] {
        let length = bytes.len() as u64;
        let mut inputs = Inputs::from_reader(name, Cursor::new(bytes), InputFormat::Auto, &Limits::default());
        let mut tally = Tally::default();
        for item in inputs.by_ref() {
            if let Item::Damage(error) = &item {
                tally += Tally::damage(error);
            }
        }
        assert_eq!((inputs.bytes_read(), tally.n_damaged, tally.bytes_lost), (length, 1, 0), "{name}");
        assert!(tally.unpacked_bytes_lost >= 200_000 && length < 200_000, "{name}: {tally:?}");
    }
}
