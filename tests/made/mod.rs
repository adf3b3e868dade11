//! Containers of our own making, for the tests that read them.

#![allow(dead_code, clippy::unwrap_used)]

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use std::io::Write as _;

pub const PAGES: usize = 7;

pub fn html(n: usize) -> Vec<u8> {
    format!("<html><body><p>The page with number {n} says a few words about the ferry.</p></body></html>").into_bytes()
}

pub fn http(n: usize) -> Vec<u8> {
    [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n".as_slice(), &html(n)].concat()
}

pub fn warc_record(fields: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("WARC/1.1\r\n{fields}Content-Length: {}\r\n\r\n", content.len());
    [head.as_bytes(), content, b"\r\n\r\n"].concat()
}

pub fn warc(n: usize) -> Vec<u8> {
    let fields = "WARC-Type: response\r\nWARC-Date: 2024-02-13T19:30:00Z\r\nContent-Type: application/http; msgtype=response\r\n";
    warc_record(&format!("{fields}WARC-Target-URI: http://ferry.example/{n}\r\n"), &http(n))
}

pub fn arc(n: usize, is_second: bool) -> Vec<u8> {
    let more = if is_second { "200 - - 512 log.arc " } else { "" };
    let content = http(n);
    let line = format!("http://ferry.example/{n} 192.0.2.7 20140216050221 text/html {more}{}\n", content.len());
    [line.as_bytes(), &content, b"\n"].concat()
}

pub fn arcs(is_second: bool) -> Vec<Vec<u8>> {
    let about = if is_second { "2 0 Ours\nURL IP-address …\n\n" } else { "1 0 Ours\nURL IP-address …\n\n" };
    let first = format!("filedesc://log.arc 0.0.0.0 20140216050221 text/plain {}\n{about}\n", about.len()).into_bytes();
    std::iter::once(first).chain((0..PAGES).map(|n| arc(n, is_second))).collect()
}

pub fn jsonl() -> Vec<u8> {
    let line =
        |n| format!("{{\"url\":\"http://ferry.example/{n}\",\"html\":\"{}\"}}\n", String::from_utf8(html(n)).unwrap());
    (0..PAGES).map(line).collect::<String>().into_bytes()
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

pub fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut out = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

pub fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}

pub fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut out = lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::with_preset(1)).unwrap();
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// How a ZIP file is written.
#[derive(Clone, Copy)]
pub struct ZipWay {
    pub is_stored: bool,
    /// Sizes behind the data, as a writer that cannot go back puts them.
    pub is_described: bool,
    pub is_64: bool,
}

pub fn zip(entries: &[(&str, Vec<u8>)], way: ZipWay) -> Vec<u8> {
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

pub const PLAIN: ZipWay = ZipWay { is_stored: false, is_described: false, is_64: false };

pub fn tar(entries: &[(&str, Vec<u8>)]) -> Vec<u8> {
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

pub fn site() -> Vec<(&'static str, Vec<u8>)> {
    const NAMES: [&str; PAGES] = ["0.html", "a/1.html", "a/b/2.htm", "3", "4.php", "../../etc/5.html", "/6.html"];
    NAMES
        .into_iter()
        .enumerate()
        .map(|(n, name)| (name, html(n)))
        .chain([("a/style.css", b"p{color:red}".to_vec())])
        .collect()
}

pub fn wacz(way: ZipWay) -> Vec<u8> {
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
pub fn containers() -> Vec<(String, Vec<u8>)> {
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

#[cfg(feature = "parquet")]
pub fn parquet_file() -> Vec<u8> {
    parquet_of(&[(0..3).map(html).collect(), (3..PAGES).map(html).collect()])
}

/// Row groups of pages.
#[cfg(feature = "parquet")]
pub fn parquet_of(groups: &[Vec<Vec<u8>>]) -> Vec<u8> {
    use parquet::basic::{Compression, ZstdLevel};
    parquet_as(groups, Compression::ZSTD(ZstdLevel::default()), 1, "REQUIRED")
}

/// Row groups of pages as a version of the format has them, in a column that may leave values out or not.
#[cfg(feature = "parquet")]
pub fn parquet_as(
    groups: &[Vec<Vec<u8>>],
    packed: parquet::basic::Compression,
    version: i32,
    repetition: &str,
) -> Vec<u8> {
    use parquet::data_type::{ByteArray, ByteArrayType};
    use parquet::file::properties::{WriterProperties, WriterVersion};
    use parquet::file::writer::SerializedFileWriter;
    let schema = format!("message schema {{ REQUIRED BYTE_ARRAY url (UTF8); {repetition} BYTE_ARRAY html (UTF8); }}");
    let schema = std::sync::Arc::new(parquet::schema::parser::parse_message_type(&schema).unwrap());
    let version = if version == 1 { WriterVersion::PARQUET_1_0 } else { WriterVersion::PARQUET_2_0 };
    let properties = WriterProperties::builder()
        .set_writer_version(version)
        .set_compression(packed)
        .set_dictionary_enabled(false)
        .build();
    let mut out = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut out, schema, properties.into()).unwrap();
    let mut n = 0;
    for rows in groups {
        let mut group = writer.next_row_group().unwrap();
        let urls = (n..n + rows.len()).map(|n| format!("http://ferry.example/{n}").as_str().into());
        let urls: Vec<ByteArray> = urls.collect();
        let pages: Vec<ByteArray> = rows.iter().map(|page| ByteArray::from(page.clone())).collect();
        n += rows.len();
        let present = vec![1; rows.len()];
        for (values, levels) in [(urls, None), (pages, (repetition == "OPTIONAL").then_some(&present[..]))] {
            let mut column = group.next_column().unwrap().unwrap();
            column.typed::<ByteArrayType>().write_batch(&values, levels, None).unwrap();
            column.close().unwrap();
        }
        group.close().unwrap();
    }
    writer.close().unwrap();
    out
}
