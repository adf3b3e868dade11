//! Every container, by itself, packed, and in another: the same pages come out, from a file and from a stream, and each
//! can be cut out again by its place.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use pagesieve::RawPage;
use pagesieve::input::{InputFormat, Inputs, Item, raw_record};
use pagesieve::limits::Limits;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

const PAGES: usize = 7;

fn html(n: usize) -> Vec<u8> {
    format!("<html><body><p>The page with number {n} says a few words about the ferry.</p></body></html>").into_bytes()
}

fn http(n: usize) -> Vec<u8> {
    [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n".as_slice(), &html(n)].concat()
}

fn warc_record(fields: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("WARC/1.1\r\n{fields}Content-Length: {}\r\n\r\n", content.len());
    [head.as_bytes(), content, b"\r\n\r\n"].concat()
}

fn warc(n: usize) -> Vec<u8> {
    let fields = "WARC-Type: response\r\nWARC-Date: 2024-02-13T19:30:00Z\r\nContent-Type: application/http; msgtype=response\r\n";
    warc_record(&format!("{fields}WARC-Target-URI: http://ferry.example/{n}\r\n"), &http(n))
}

fn arc(n: usize, is_second: bool) -> Vec<u8> {
    let more = if is_second { "200 - - 512 log.arc " } else { "" };
    let content = http(n);
    let line = format!("http://ferry.example/{n} 192.0.2.7 20140216050221 text/html {more}{}\n", content.len());
    [line.as_bytes(), &content, b"\n"].concat()
}

fn arcs(is_second: bool) -> Vec<Vec<u8>> {
    let about = if is_second { "2 0 Ours\nURL IP-address …\n\n" } else { "1 0 Ours\nURL IP-address …\n\n" };
    let first = format!("filedesc://log.arc 0.0.0.0 20140216050221 text/plain {}\n{about}\n", about.len()).into_bytes();
    std::iter::once(first).chain((0..PAGES).map(|n| arc(n, is_second))).collect()
}

fn jsonl() -> Vec<u8> {
    let line =
        |n| format!("{{\"url\":\"http://ferry.example/{n}\",\"html\":\"{}\"}}\n", String::from_utf8(html(n)).unwrap());
    (0..PAGES).map(line).collect::<String>().into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut out = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}

fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut out = lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::with_preset(1)).unwrap();
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// How a ZIP file is written.
#[derive(Clone, Copy)]
struct ZipWay {
    is_stored: bool,
    /// Sizes behind the data, as a writer that cannot go back puts them.
    is_described: bool,
    is_64: bool,
}

fn zip(entries: &[(&str, Vec<u8>)], way: ZipWay) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, bytes) in entries {
        let packed = if way.is_stored {
            bytes.clone()
        } else {
            let mut deflate = DeflateEncoder::new(Vec::new(), Compression::default());
            deflate.write_all(bytes).unwrap();
            deflate.finish().unwrap()
        };
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        let flags = u16::from(way.is_described) << 3;
        let method: u16 = if way.is_stored { 0 } else { 8 };
        out.extend(b"PK\x03\x04\x2d\0");
        out.extend(flags.to_le_bytes());
        out.extend(method.to_le_bytes());
        out.extend([0; 4]);
        let (sum, short): (u32, [u32; 2]) = match way {
            ZipWay { is_described: true, .. } => (0, [0, 0]),
            ZipWay { is_64: true, .. } => (crc.sum(), [u32::MAX; 2]),
            _ => (crc.sum(), [packed.len() as u32, bytes.len() as u32]),
        };
        let has_field = way.is_64 && !way.is_described;
        out.extend(sum.to_le_bytes());
        out.extend(short.iter().flat_map(|n| n.to_le_bytes()));
        out.extend((name.len() as u16).to_le_bytes());
        out.extend(if has_field { 20u16 } else { 0 }.to_le_bytes());
        out.extend(name.as_bytes());
        if has_field {
            out.extend([1, 0, 16, 0]);
            out.extend((bytes.len() as u64).to_le_bytes());
            out.extend((packed.len() as u64).to_le_bytes());
        }
        out.extend(&packed);
        if way.is_described {
            out.extend(b"PK\x07\x08");
            out.extend(crc.sum().to_le_bytes());
            for size in [packed.len(), bytes.len()] {
                let long = (size as u64).to_le_bytes();
                out.extend(&long[..if way.is_64 { 8 } else { 4 }]);
            }
        }
    }
    out.extend(b"PK\x05\x06");
    out.extend([0; 18]);
    out
}

const PLAIN: ZipWay = ZipWay { is_stored: false, is_described: false, is_64: false };

fn tar(entries: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, bytes) in entries {
        let mut block = [0u8; 512];
        block[..name.len()].copy_from_slice(name.as_bytes());
        block[100..107].copy_from_slice(b"0000644");
        block[124..135].copy_from_slice(format!("{:011o}", bytes.len()).as_bytes());
        block[148..156].fill(b' ');
        block[156] = b'0';
        block[257..263].copy_from_slice(b"ustar\0");
        let sum: u32 = block.iter().map(|&b| u32::from(b)).sum();
        block[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
        out.extend(block);
        out.extend(bytes);
        out.resize(out.len().next_multiple_of(512), 0);
    }
    out.extend([0; 1024]);
    out
}

fn site() -> Vec<(&'static str, Vec<u8>)> {
    const NAMES: [&str; PAGES] = ["0.html", "a/1.html", "a/b/2.htm", "3", "4.php", "../../etc/5.html", "/6.html"];
    NAMES
        .into_iter()
        .enumerate()
        .map(|(n, name)| (name, html(n)))
        .chain([("a/style.css", b"p{color:red}".to_vec())])
        .collect()
}

fn wacz(way: ZipWay) -> Vec<u8> {
    let archive: Vec<u8> = (0..PAGES).flat_map(|n| gzip(&warc(n))).collect();
    let list = b"{\"format\": \"json-pages-1.0\", \"id\": \"pages\"}\n{\"url\": \"http://ferry.example/0\", \"text\": \"words\"}\n";
    let index = gzip(b"example,ferry)/0 20240213 {\"url\": \"http://ferry.example/0\"}\n");
    let about = b"{\n  \"profile\": \"data-package\"\n}\n".to_vec();
    let entries = [
        ("indexes/index.cdx.gz", index),
        ("pages/pages.jsonl", list.to_vec()),
        ("archive/a.warc.gz", archive),
        ("datapackage.json", about),
    ];
    zip(&entries, way)
}

/// All containers with the same pages in them.
fn containers() -> Vec<(String, Vec<u8>)> {
    let records: Vec<Vec<u8>> = (0..PAGES).map(warc).collect();
    let described = ZipWay { is_described: true, ..PLAIN };
    let mut all: Vec<(String, Vec<u8>)> = [
        ("log.warc", records.concat()),
        ("log.arc", arcs(false).concat()),
        ("second.arc", arcs(true).concat()),
        ("pages.jsonl", jsonl()),
        ("site.zip", zip(&site(), PLAIN)),
        ("stored.zip", zip(&site(), ZipWay { is_stored: true, ..PLAIN })),
        ("large.zip", zip(&site(), ZipWay { is_64: true, ..PLAIN })),
        ("stream.zip", zip(&site(), described)),
        ("stored-stream.zip", zip(&site(), ZipWay { is_stored: true, ..described })),
        ("large-stream.zip", zip(&site(), ZipWay { is_64: true, ..described })),
        ("site.tar", tar(&site())),
        ("site.wacz", wacz(PLAIN)),
        ("stored.wacz", wacz(ZipWay { is_stored: true, is_64: true, ..described })),
        ("logs.tar", tar(&[("log.warc.gz", records.iter().flat_map(|r| gzip(r)).collect())])),
        ("logs.zip", zip(&[("log.arc.bz2", bzip2(&arcs(false).concat()))], PLAIN)),
        ("zips.tar", tar(&[("site.zip", zip(&site(), PLAIN))])),
    ]
    .into_iter()
    .map(|(name, bytes)| (name.to_owned(), bytes))
    .collect();
    for (ending, pack) in [("gz", gzip as fn(&[u8]) -> Vec<u8>), ("bz2", bzip2), ("zst", zstd), ("xz", xz)] {
        all.push((format!("members.warc.{ending}"), records.iter().flat_map(|r| pack(r)).collect()));
        all.push((format!("members.arc.{ending}"), arcs(true).iter().flat_map(|r| pack(r)).collect()));
        all.push((format!("whole.warc.{ending}"), pack(&records.concat())));
        all.push((format!("pages.jsonl.{ending}"), pack(&jsonl())));
        all.push((format!("site.tar.{ending}"), pack(&tar(&site()))));
    }
    #[cfg(feature = "parquet")]
    all.push(("pages.parquet".to_owned(), parquet_file()));
    all
}

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

#[cfg(feature = "parquet")]
fn parquet_file() -> Vec<u8> {
    use parquet::data_type::{ByteArray, ByteArrayType};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    let schema = "message schema { REQUIRED BYTE_ARRAY url (UTF8); REQUIRED BYTE_ARRAY html (UTF8); }";
    let schema = std::sync::Arc::new(parquet::schema::parser::parse_message_type(schema).unwrap());
    let properties = WriterProperties::builder().set_compression(parquet::basic::Compression::SNAPPY).build();
    let mut out = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut out, schema, properties.into()).unwrap();
    for rows in [0..3, 3..PAGES] {
        let mut group = writer.next_row_group().unwrap();
        let urls: Vec<ByteArray> = rows.clone().map(|n| format!("http://ferry.example/{n}").as_str().into()).collect();
        let pages: Vec<ByteArray> = rows.map(|n| ByteArray::from(html(n))).collect();
        for values in [urls, pages] {
            let mut column = group.next_column().unwrap().unwrap();
            column.typed::<ByteArrayType>().write_batch(&values, None, None).unwrap();
            column.close().unwrap();
        }
        group.close().unwrap();
    }
    writer.close().unwrap();
    out
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
