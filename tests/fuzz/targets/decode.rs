//! The decoder: any bytes, under any label or none. The last byte chooses the label.

#![no_main]

use encoding_rs::UTF_8;
use libfuzzer_sys::fuzz_target;
use pagesieve::RawPage;
use pagesieve::decode::{Evidence, decode};
use pagesieve::input::PageKind;

const LABELS: [Option<&str>; 44] = [
    None,
    Some("utf-8"),
    Some("ibm866"),
    Some("iso-8859-2"),
    Some("iso-8859-3"),
    Some("iso-8859-4"),
    Some("iso-8859-5"),
    Some("iso-8859-6"),
    Some("iso-8859-7"),
    Some("iso-8859-8"),
    Some("iso-8859-8-i"),
    Some("iso-8859-10"),
    Some("iso-8859-13"),
    Some("iso-8859-14"),
    Some("iso-8859-15"),
    Some("iso-8859-16"),
    Some("koi8-r"),
    Some("koi8-u"),
    Some("macintosh"),
    Some("windows-874"),
    Some("windows-1250"),
    Some("windows-1251"),
    Some("windows-1252"),
    Some("windows-1253"),
    Some("windows-1254"),
    Some("windows-1255"),
    Some("windows-1256"),
    Some("windows-1257"),
    Some("windows-1258"),
    Some("x-mac-cyrillic"),
    Some("gbk"),
    Some("gb18030"),
    Some("big5"),
    Some("euc-jp"),
    Some("iso-2022-jp"),
    Some("shift_jis"),
    Some("euc-kr"),
    Some("replacement"),
    Some("utf-16be"),
    Some("utf-16le"),
    Some("x-user-defined"),
    Some("utf-32"),
    Some("latin1"),
    Some("no such label"),
];

fuzz_target!(|input: &[u8]| {
    let Some((choice, bytes)) = input.split_last() else { return };
    for kind in [PageKind::Html, PageKind::Text] {
        let mut page = RawPage::html(bytes, Some("http://ferry.example/"));
        page.kind = kind;
        page.charset = LABELS[usize::from(*choice) % LABELS.len()].map(str::to_owned);
        let decoded = decode(&page, usize::MAX);
        assert!(decoded.text.len() <= 3 * bytes.len() + 3);
        assert!(decoded.n_replaced <= bytes.len() + 1);
        assert!(decoded.text.chars().filter(|&c| c == '\u{fffd}').count() >= decoded.n_replaced);
        assert!(decoded.n_replaced == 0 || !bytes.is_ascii() || decoded.charset != UTF_8.name());
        if decoded.evidence == Evidence::Header && decoded.charset == UTF_8.name() && decoded.repaired.is_none() {
            assert_eq!(decoded.text, String::from_utf8_lossy(bytes));
        }
        // what is asked for at most is a beginning of it
        decode(&page, bytes.len() / 2);
    }
});
