//! The page's language as a BCP 47 tag: declared, else detected from its words.

use super::Found;
use super::tags::Tags;
use crate::blocks::Blocks;
use crate::head::Head;

/// Bytes looked at; more do not make the detector surer.
const SAMPLE: usize = 1600;

/// What the page declares, where its own words do not speak against it; else what they are detected to be.
pub(super) fn of_page(head: &Head<'_>, tags: &Tags, blocks: &Blocks) -> Option<Found<String>> {
    let Some(declared) = declared(head, tags) else { return detect(blocks) };
    let sample = sample(blocks);
    let language = declared.value.split('-').next().unwrap_or_default();
    if sample.len() < LEAST || speaks(&sample, language) {
        return Some(declared);
    }
    // the detector takes near languages for one another; only a sure word to the contrary outranks the declaration
    let found = whatlang::detect(&sample).filter(|info| info.is_reliable() && info.confidence() >= SURE);
    let other = found.and_then(|info| two_letters(info.lang().code()));
    match other.filter(|other| !is_near(other, language)) {
        Some(other) => Some(Found { value: other.to_owned(), from: "detected" }),
        None => Some(declared),
    }
}

/// Bytes of text below which a declaration stands unchecked.
const LEAST: usize = 400;

/// Confidence of the detector, 0 to 1, from which it outranks a declaration.
const SURE: f64 = 0.95;

/// Small words of languages in Latin letters: text in them holds several.
const SMALL_WORDS: &[(&str, &[&str])] = &[
    ("en", &["the", "of", "and", "to", "in", "is", "for", "that", "with"]),
    ("de", &["der", "die", "und", "das", "ist", "den", "mit", "nicht", "ein", "von", "zu"]),
    ("fr", &["les", "des", "est", "dans", "pour", "une", "que", "sur", "qui", "et"]),
    ("es", &["los", "que", "las", "del", "para", "una", "por", "con", "el", "y"]),
    ("pt", &["que", "para", "uma", "com", "não", "os", "dos", "por", "e", "da", "do"]),
    ("it", &["che", "per", "una", "della", "con", "non", "sono", "di", "il", "e"]),
    ("nl", &["het", "een", "van", "voor", "met", "niet", "zijn", "de", "en"]),
    ("sv", &["och", "att", "som", "för", "är", "med", "inte", "på", "en"]),
    ("da", &["og", "at", "det", "som", "til", "med", "ikke", "er", "på", "en"]),
    ("nb", &["og", "at", "det", "som", "til", "med", "ikke", "er", "på", "en"]),
    ("no", &["og", "at", "det", "som", "til", "med", "ikke", "er", "på", "en"]),
    ("fi", &["ja", "on", "ei", "että", "ovat", "myös", "tai", "kun"]),
    ("pl", &["nie", "się", "na", "jest", "oraz", "do", "że", "w", "i"]),
    ("cs", &["se", "na", "je", "že", "pro", "jako", "které", "v", "a"]),
    ("hu", &["és", "hogy", "nem", "egy", "az", "is", "a"]),
    ("ro", &["și", "care", "pentru", "din", "este", "cu", "de", "nu"]),
    ("tr", &["ve", "bir", "için", "bu", "ile", "olarak", "da", "de"]),
    ("id", &["yang", "dan", "untuk", "dengan", "ini", "dari", "di"]),
];

/// Small words that must stand in the sample for it to be of the language.
const SEVERAL: usize = 8;

fn speaks(sample: &str, language: &str) -> bool {
    let Some((_, words)) = SMALL_WORDS.iter().find(|(code, _)| *code == language) else { return false };
    // between two spaces stands the smallest of all
    let is_small = |word: &&str| {
        word.is_empty()
            || word.len() <= 8
                && words.iter().any(|small| small.len() == word.len() && small.eq_ignore_ascii_case(word))
    };
    sample.split(' ').filter(is_small).take(SEVERAL).count() == SEVERAL
}

/// Languages that a detector takes for one another, and the two codes that are one language.
fn is_near(one: &str, other: &str) -> bool {
    const GROUPS: [&[&str]; 8] = [
        &["nb", "no", "nn", "da", "sv"],
        &["hr", "sr", "bs", "sl", "mk", "bg", "sh"],
        &["cs", "sk"],
        &["id", "ms", "jv"],
        &["es", "pt", "gl", "ca", "it", "la"],
        &["ru", "uk", "be"],
        &["hi", "mr", "ne"],
        &["nl", "af", "fy", "de", "lb"],
    ];
    one == other || GROUPS.iter().any(|group| group.contains(&one) && group.contains(&other))
}

/// `<html lang>`, `content-language`, `og:locale`.
fn declared(head: &Head<'_>, tags: &Tags) -> Option<Found<String>> {
    if let Some(value) = head.lang.and_then(tag) {
        return Some(Found { value, from: "html-lang" });
    }
    let said = tags.first(&["content-language", "og:locale"])?;
    Some(Found { value: tag(&said.value)?, from: said.from })
}

/// A tag in its usual form (`en`, `pt-BR`, `zh-Hant`); `None` where it is none.
fn tag(text: &str) -> Option<String> {
    let text = text.split([',', ';']).next()?.trim().replace('_', "-");
    let mut parts = text.split('-');
    let language = parts.next()?.to_ascii_lowercase();
    if !(2..=3).contains(&language.len()) || !language.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let mut out = language;
    for part in parts {
        match part.len() {
            2 if part.bytes().all(|b| b.is_ascii_alphabetic()) => out += &format!("-{}", part.to_ascii_uppercase()),
            3 if part.bytes().all(|b| b.is_ascii_digit()) => out += &format!("-{part}"),
            4 if part.bytes().all(|b| b.is_ascii_alphabetic()) => {
                out += &format!("-{}{}", part[..1].to_ascii_uppercase(), part[1..].to_ascii_lowercase());
            }
            _ => break,
        }
    }
    Some(out)
}

/// Detected from the longer blocks; only where the detector is sure.
pub(super) fn detect(blocks: &Blocks) -> Option<Found<String>> {
    let info = whatlang::detect(&sample(blocks)).filter(whatlang::Info::is_reliable)?;
    two_letters(info.lang().code()).map(|code| Found { value: code.to_owned(), from: "detected" })
}

fn sample(blocks: &Blocks) -> String {
    let mut sample = String::new();
    for block in blocks.ids().filter(|&b| blocks.text_of(b).len() >= 60) {
        let text = blocks.text_of(block);
        let mut end = SAMPLE.saturating_sub(sample.len()).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        sample.push_str(&text[..end]);
        sample.push(' ');
        if sample.len() >= SAMPLE {
            break;
        }
    }
    sample
}

/// ISO 639-3 to 639-1, which BCP 47 asks for where it exists.
fn two_letters(code: &str) -> Option<&str> {
    const PAIRS: &str = "afr af aka ak amh am ara ar aze az bel be ben bn bul bg cat ca ces cs cmn zh dan da deu de ell el \
        eng en epo eo est et fin fi fra fr guj gu heb he hin hi hrv hr hun hu hye hy ind id ita it jav jv jpn ja kan kn \
        kat ka khm km kor ko lat la lav lv lit lt mal ml mar mr mkd mk mya my nep ne nld nl nob nb ori or pan pa pes fa \
        pol pl por pt ron ro rus ru sin si slk sk slv sl sna sn spa es srp sr swe sv tam ta tel te tgl tl tha th tuk tk \
        tur tr ukr uk urd ur uzb uz vie vi yid yi zul zu cym cy";
    let mut words = PAIRS.split_whitespace();
    while let (Some(three), Some(two)) = (words.next(), words.next()) {
        if three == code {
            return Some(two);
        }
    }
    None
}
