//! The page's language as a BCP 47 tag: declared, else detected from its words.

use super::Found;
use super::tags::Tags;
use crate::blocks::Blocks;
use crate::head::Head;

/// Characters looked at; more do not make the detector surer.
const SAMPLE: usize = 1200;

/// `<html lang>`, `content-language`, `og:locale`.
pub(super) fn declared(head: &Head<'_>, tags: &Tags) -> Option<Found<String>> {
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

/// Detected from the longest blocks; only where the detector is sure.
pub(super) fn detect(blocks: &Blocks) -> Option<Found<String>> {
    let mut sample = String::new();
    for block in blocks.ids().filter(|&b| blocks.text_of(b).len() >= 60) {
        sample.push_str(blocks.text_of(block));
        sample.push(' ');
        if sample.len() > SAMPLE {
            break;
        }
    }
    let sample: String = sample.chars().take(SAMPLE).collect();
    let info = whatlang::detect(&sample).filter(whatlang::Info::is_reliable)?;
    two_letters(info.lang().code()).map(|code| Found { value: code.to_owned(), from: "detected" })
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
