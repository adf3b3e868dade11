//! Bytes to text: which encoding a page is read in, and what is kept of bytes that are none of it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use encoding_rs::Encoding;
use pagesieve::RawPage;
use pagesieve::decode::{Evidence, decode};
use proptest::prelude::*;

fn page(bytes: impl Into<Vec<u8>>) -> RawPage {
    RawPage::html(bytes, None)
}

fn encoded(label: &str, text: &str) -> Vec<u8> {
    Encoding::for_label(label.as_bytes()).unwrap().encode(text).0.into_owned()
}

#[test]
fn a_mark_outranks_the_header_the_header_meta_and_meta_the_guess() {
    let mut marked = b"\xef\xbb\xbf<meta charset=iso-8859-2><p>\xc3\xa9".to_vec();
    let mut raw = page(marked.clone());
    raw.charset = Some("windows-1251".to_owned());
    let text = decode(&raw, usize::MAX);
    assert_eq!((text.charset, text.evidence, &*text.text), ("UTF-8", Evidence::Mark, "<meta charset=iso-8859-2><p>é"));

    marked.drain(..3);
    let mut raw = page(encoded("windows-1251", "<meta charset=iso-8859-2><p>Жук"));
    raw.charset = Some("windows-1251".to_owned());
    let text = decode(&raw, usize::MAX);
    assert_eq!((text.charset, text.evidence), ("windows-1251", Evidence::Header));
    assert!(text.text.ends_with("Жук"));

    let raw = page(encoded("iso-8859-2", "<meta charset=iso-8859-2><p>Łódź"));
    let text = decode(&raw, usize::MAX);
    assert_eq!((text.charset, text.evidence), ("ISO-8859-2", Evidence::Meta));
    assert!(text.text.ends_with("Łódź"));

    let text = decode(&page("<p>plain é"), usize::MAX).evidence;
    assert_eq!(text, Evidence::Guess);
}

#[test]
fn labels_are_those_of_the_standard() {
    let cases = [
        ("latin1", "windows-1252"),
        ("ascii", "windows-1252"),
        ("utf8", "UTF-8"),
        ("x-sjis", "Shift_JIS"),
        ("ks_c_5601-1987", "EUC-KR"),
        ("gb2312", "GBK"),
        ("x-cp1251", "windows-1251"),
        ("utf-16", "UTF-8"),
    ];
    for (label, name) in cases {
        let text = decode(&page(format!("<meta charset=\"{label}\"><p>words")), usize::MAX).charset;
        assert_eq!(text, name, "{label}");
    }
}

#[test]
fn meta_is_found_in_all_its_forms_among_the_first_1024_bytes() {
    let forms = [
        "<meta charset=koi8-r>",
        "<META CHARSET='koi8-r' />",
        "<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>",
        "<meta content=\"text/html;charset=koi8-r\" http-equiv=\"content-type\">",
        "<!-- <meta charset=utf-8> --><meta name=x charset=koi8-r>",
    ];
    for form in forms {
        let raw = page(encoded("koi8-r", &format!("{form}<p>Весна")));
        let text = decode(&raw, usize::MAX);
        assert_eq!((text.charset, text.evidence), ("KOI8-R", Evidence::Meta), "{form}");
    }
    let late = format!("<!--{}--><meta charset=koi8-r>", " ".repeat(1100));
    assert_eq!(decode(&page(late), usize::MAX).evidence, Evidence::Guess);
}

#[test]
fn wide_encodings_are_read_by_their_marks() {
    let text = "<p>Größe";
    let le: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let be: Vec<u8> = [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    let wide: Vec<u8> =
        [0xff, 0xfe, 0, 0].into_iter().chain(text.chars().flat_map(|c| (c as u32).to_le_bytes())).collect();
    for (bytes, name) in [(le, "UTF-16LE"), (be, "UTF-16BE"), (wide, "UTF-32LE")] {
        let raw = page(bytes);
        let decoded = decode(&raw, usize::MAX);
        assert_eq!((decoded.charset, &*decoded.text, decoded.n_replaced), (name, text, 0));
    }
}

#[test]
fn what_is_undeclared_is_guessed_from_a_paragraph() {
    let cases = [
        (
            "Shift_JIS",
            "火曜日の夜、町議会は四時間にわたる会議の末、古い渡し船を春まで運航することを決めた。費用は道路の基金から出される。",
        ),
        (
            "EUC-KR",
            "화요일 저녁에 의회는 네 시간에 걸친 회의 끝에 낡은 나룻배를 봄까지 운항하기로 결정하였다. 비용은 도로 기금에서 나온다.",
        ),
        (
            "GBK",
            "星期二晚上，镇议会在开了四个小时的会议之后，决定让旧渡船运行到春天。费用将由道路基金支付，夏天以前票价不会上涨。",
        ),
        (
            "windows-1251",
            "Во вторник вечером совет решил оставить старый паром до весны после заседания, которое длилось четыре часа.",
        ),
        (
            "windows-1252",
            "Am Dienstagabend hat der Rat beschlossen, die alte Fähre bis zum Frühjahr fahren zu lassen, für größere Schäden zahlt niemand.",
        ),
    ];
    for (name, words) in cases {
        let raw = page(encoded(name, &format!("<html><body><p>{words}</p></body></html>")));
        let text = decode(&raw, usize::MAX);
        assert_eq!((text.charset, text.n_replaced), (name, 0));
        assert!(text.text.contains(words), "{name}: {}", text.text);
    }
}

#[test]
fn broken_bytes_are_replaced_and_counted() {
    let raw = page(b"<meta charset=utf-8><p>one \xff two \xc3( three \xe2\x82".as_slice());
    let text = decode(&raw, usize::MAX);
    assert_eq!(text.n_replaced, 3);
    assert_eq!(text.text.matches('\u{fffd}').count(), 3);
    assert!(text.text.contains("one ") && text.text.contains("( three"));
}

const LABELS: [&str; 12] = [
    "utf-8",
    "windows-1252",
    "iso-8859-2",
    "iso-8859-7",
    "windows-1251",
    "koi8-u",
    "windows-1256",
    "shift_jis",
    "euc-jp",
    "gb18030",
    "big5",
    "euc-kr",
];

proptest! {
    /// What is written in a declared encoding is read back as it was.
    #[test]
    fn declared_text_comes_back(label in prop::sample::select(&LABELS), words in "[a-zäéñłšЖщאبक水カ한 .,]{1,80}", by_header: bool) {
        let encoding = Encoding::for_label(label.as_bytes()).unwrap();
        // only what the encoding has
        let words: String = words.chars().filter(|c| !encoding.encode(&c.to_string()).2).collect();
        let bytes = encoding.encode(&words).0;
        let head = if by_header { String::new() } else { format!("<meta charset={label}>") };
        let mut raw = page([head.as_bytes(), &bytes].concat());
        raw.charset = by_header.then(|| label.to_owned());
        let text = decode(&raw, usize::MAX);
        prop_assert_eq!(&*text.text, format!("{head}{words}"));
        prop_assert_eq!((text.charset, text.n_replaced), (encoding.name(), 0));
    }

    /// No bytes stop the decoder, and what it gives without a mark is never longer than three bytes for each byte.
    #[test]
    fn any_bytes_give_text(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let n = bytes.len();
        let raw = page(bytes);
        prop_assert!(decode(&raw, usize::MAX).text.len() <= 3 * n + 3);
    }
}

#[test]
fn bytes_outrank_a_declaration_that_they_cannot_be() {
    let words = "<p>Жук сидит на ветке, а старый паром стоит у берега до самой весны.</p>";
    for label in ["windows-1252", "iso-8859-2", "koi8-r", "shift_jis", "gbk", "utf-16le"] {
        let mut raw = page(words);
        raw.charset = Some(label.to_owned());
        let text = decode(&raw, usize::MAX);
        assert_eq!((&*text.text, text.charset, text.n_replaced), (words, "UTF-8", 0), "{label}");
        assert!(text.repaired.as_deref().is_some_and(|why| why.contains("is declared")), "{label}");
    }
    let mut raw = page(encoded("windows-1251", words));
    raw.charset = Some("utf-8".to_owned());
    let text = decode(&raw, usize::MAX);
    assert_eq!((&*text.text, text.charset), (words, "windows-1251"));
    assert!(text.repaired.is_some());
    // the header says UTF-8, the page itself tells the truth
    let told = format!("<meta charset=koi8-r>{words}");
    let mut raw = page(encoded("koi8-r", &told));
    raw.charset = Some("utf-8".to_owned());
    let text = decode(&raw, usize::MAX);
    assert_eq!((&*text.text, text.charset, text.evidence), (&*told, "KOI8-R", Evidence::Meta));
}

#[test]
fn a_declaration_is_kept_where_the_bytes_can_be_in_it() {
    // one odd byte in a page of UTF-8; two signs that happen to be a character of UTF-8; nothing above ASCII
    let long = format!("<p>{}\u{e9}t\u{e9} \u{e0} la rivi\u{e8}re</p>", "\u{e9}l\u{e8}ve ".repeat(40));
    let mut broken = long.clone().into_bytes();
    broken.push(0xe9);
    let mut raw = page(broken);
    raw.charset = Some("utf-8".to_owned());
    let text = decode(&raw, usize::MAX);
    assert_eq!((text.charset, text.n_replaced, text.repaired), ("UTF-8", 1, None));
    let mut raw = page(b"<p>In Latin 1 the letter is \xc3\xa9, they say.</p>".as_slice());
    raw.charset = Some("windows-1252".to_owned());
    let text = decode(&raw, usize::MAX);
    assert!(text.text.contains("Ã©") && text.repaired.is_none());
    let mut raw = page("<p>plain words</p>");
    raw.charset = Some("windows-1251".to_owned());
    assert_eq!(decode(&raw, usize::MAX).charset, "windows-1251");
}

/// `text` as it looks after it was read as windows-1252 and written as UTF-8.
fn garbled(text: &str) -> String {
    encoding_rs::WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned()
}

#[test]
fn text_encoded_twice_is_undone_and_said_so() {
    let cases = [
        "<p>Élan, cœur, “naïve” words; it’s the élève’s café — 3 € a cup.</p>",
        "<p>Во вторник вечером совет решил оставить старый паром до весны.</p>",
        "<p>星期二晚上，镇议会决定让旧渡船运行到春天。</p>",
        "<p>It’s, don’t, won’t, can’t: the ferryman’s words 🚢🚢.</p>",
    ];
    for words in cases {
        for raw in [page(garbled(words)), page(garbled(&garbled(words)))] {
            let text = decode(&raw, usize::MAX);
            assert_eq!(text.text, words);
            assert!(text.repaired.as_deref().is_some_and(|why| why.contains("undone")), "{words}");
        }
    }
}

#[test]
fn control_characters_are_the_signs_they_were() {
    let cases = [
        // one sign each, among letters that are well
        (
            "<p>The café\u{92}s owner said \u{93}no\u{94} \u{97} twice</p>",
            "<p>The café’s owner said “no” — twice</p>",
            4,
        ),
        // read as Latin 1, among letters that are well
        (
            "<p>Élan, œuvre, naïveté: the fleet\u{e2}\u{80}\u{94}all of it.</p>",
            "<p>Élan, œuvre, naïveté: the fleet—all of it.</p>",
            1,
        ),
    ];
    for (words, meant, n) in cases {
        let raw = page(words);
        let text = decode(&raw, usize::MAX);
        assert_eq!(text.text, meant);
        let why = format!("{n} control characters were signs of windows-1252");
        assert_eq!(text.repaired.as_deref(), Some(why.as_str()));
    }
    let apart = page("<p>rope \u{e2}\u{80}\u{94} or chain \u{e2}\u{80}\u{94} or wire \u{e2}\u{80}\u{94} all hold</p>");
    assert_eq!(decode(&apart, usize::MAX).text, "<p>rope — or chain — or wire — all hold</p>");
    // a sign that was encoded twice comes out as the sign at once
    let again = page("<p>é, é, é: Ã\u{89}t\u{e9} \u{c2}\u{93}no</p>");
    assert_eq!(decode(&again, usize::MAX).text, "<p>é, é, é: Été “no</p>");
    for left in ["<p>no sign: \u{81}\u{9d}</p>", "<p>one line\u{85}another</p>", "<pre>\u{9b}31m red</pre>"] {
        assert_eq!(decode(&page(left), usize::MAX).repaired, None);
    }
}

#[test]
fn who_writes_about_garbled_text_is_left_alone() {
    let cases = [
        "<p>Signs such as “Ã©”, “Ã¨” and “â€™” in place of é, è and ’ mean that UTF-8 was read as Latin 1.</p>",
        "<p>SÃO PAULO, 12 — a água está à disposição; ação, coração e pão.</p>",
        "<p>Ä°, Ã and Â are letters too, and so is é in café.</p>",
        "<p>Là-haut, l’élève « a déjà » chanté.</p>",
    ];
    for words in cases {
        let raw = page(words);
        let text = decode(&raw, usize::MAX);
        assert_eq!((&*text.text, text.repaired), (words, None));
    }
}
