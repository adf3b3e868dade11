//! The words that stand around an author's name: "by" and its like, and the phrases of links to all that one wrote.

use super::first_words::FirstWords;
use super::names::is_person;

/// Words that introduce a byline, in small letters; a space, a colon or the text's end follows.
const BY: &[&str] = &[
    "by",
    "written by",
    "article by",
    "posted by",
    "published by",
    "authored by",
    "contributed by",
    "created by",
    "submitted by",
    "started by",
    "story by",
    "text by",
    "words by",
    "report by",
    "author",
    "authors",
    "author(s)",
    "the author",
    "about the author",
    "topic author",
    "contributor",
    "contributors",
    "posts by",
    "articles by",
    "view all posts by",
    "see all posts by",
    "all posts by",
    "all articles by",
    "show all articles by",
    "show all articles of",
    "more from",
    "von",
    "text von",
    "ein beitrag von",
    "ein artikel von",
    "geschrieben von",
    "verfasst von",
    "veröffentlicht von",
    "erstellt von",
    "gepostet von",
    "beiträge von",
    "alle beiträge von",
    "zeige alle beiträge von",
    "alle artikel von",
    "autor",
    "autor/in",
    "autorin",
    "autoren",
    "text",
    "par",
    "écrit par",
    "publié par",
    "rédigé par",
    "posté par",
    "proposé par",
    "auteur",
    "auteure",
    "auteur(s)",
    "por",
    "escrito por",
    "publicado por",
    "autora",
    "autores",
    "door",
    "geschreven door",
    "geplaatst door",
    "di",
    "scritto da",
    "pubblicato da",
    "a cura di",
    "autore",
    "av",
    "skrevet av",
    "publicerad av",
    "skriven av",
    "af",
    "skrevet af",
    "kirjoittaja",
    "kirjoittanut",
    "autor tekstu",
    "opracował",
    "napisał",
    "szerző",
    "írta",
    "yazar",
    "yazan",
    "penulis",
    "oleh",
    "tác giả",
    "автор",
    "автор статьи",
    "текст",
    "συντάκτης",
    "των",
    "כתב",
    "מאת",
    "بقلم",
    "الكاتب",
    "نویسنده",
    "लेखक",
    "文",
    "文/",
    "作者",
    "撰文",
    "著者",
    "執筆者",
    "ライター",
    "投稿者",
    "글쓴이",
    "작성자",
];

/// Words that introduce somebody who is not the author.
const NOT_BY: &[&str] = &[
    "reviewed by",
    "medically reviewed by",
    "fact checked by",
    "fact-checked by",
    "edited by",
    "edited and",
    "updated by",
    "photo by",
    "photos by",
    "photograph by",
    "image by",
    "illustration by",
    "video by",
    "translated by",
    "verified by",
    "sponsored by",
    "powered by",
    "designed by",
    "geprüft von",
    "foto von",
    "fotos von",
    "bild von",
    "übersetzt von",
    "foto",
    "photo",
    "edited",
];

/// The longest first word of [`BY`], in bytes.
const LONGEST_FIRST: usize = 27;

/// Whether the text may open with any of the words of this module: of most, a few letters say that it does not.
pub(super) fn may_open(text: &str) -> bool {
    FIRST_OF_ANY.may_begin(text) && first_word(text).is_some_and(|first| FIRST_OF_ANY.may_hold(first.as_bytes()))
}

/// What follows the words of a byline; empty where they stand alone.
pub(super) fn after_by(text: &str) -> Option<&str> {
    let first = first_word(text)?;
    after(text, first, BY, &FIRST_BY).or_else(|| after_date(text, first))
}

/// What follows words of a byline that are no part of a name: "by", several words, a label with its colon, and a "Von" and
/// its like before a given name.
pub(super) fn after_sure(text: &str) -> Option<&str> {
    const BEFORE_GIVEN: [&str; 5] = ["Von", "Par", "Por", "Door", "Av"];
    let rest = after_by(text)?;
    let words = text.get(..text.len() - rest.len())?.trim_end();
    let is_sure = same("by", words) || words.contains([' ', ':', '：']);
    (is_sure || BEFORE_GIVEN.contains(&words) && is_person(rest)).then_some(rest)
}

/// `Posted on 5 May 2021 by …`: first words of such lines, and for each the word before the name.
const DATED: &[&str] = &[
    "posted",
    "published",
    "submitted",
    "written",
    "verfasst",
    "veröffentlicht",
    "geschrieben",
    "erstellt",
    "publié",
    "publicado",
    "pubblicato",
    "geplaatst",
];
const DATED_BY: [&str; DATED.len()] =
    [" by ", " by ", " by ", " by ", " von ", " von ", " von ", " von ", " par ", " por ", " da ", " door "];

/// Longest such line, in bytes.
const LONGEST_DATED: usize = 100;

fn after_date<'t>(text: &'t str, first: &str) -> Option<&'t str> {
    if text.len() > LONGEST_DATED || !FIRST_DATED.may_hold(first.as_bytes()) {
        return None;
    }
    let by = DATED_BY.get(DATED.iter().position(|word| same(word, first))?)?;
    let at = text.rfind(by)?;
    text.get(at + by.len()..)
}

/// Whether the text opens with words that introduce somebody else.
pub(super) fn is_other(text: &str) -> bool {
    first_word(text).and_then(|first| after(text, first, NOT_BY, &FIRST_NOT_BY)).is_some()
}

/// Whether the words of a byline can hardly mean anything else: more than "by", "from" and their like.
pub(super) fn is_plain(words: &str) -> bool {
    let words = words.trim_matches([' ', ':', '\u{a0}']);
    words.chars().count() > 4 && !same("more from", words)
}

/// What follows the longest of the phrases that the text begins with; `first` is its first word, by which most texts are told
/// apart.
fn after<'t>(text: &'t str, first: &str, phrases: &[&str], firsts: &FirstWords) -> Option<&'t str> {
    if !firsts.may_hold(first.as_bytes()) {
        return None;
    }
    // where small letters are longer or shorter than capitals, no phrase is meant
    let small = Some(first.to_lowercase()).filter(|small| small.len() == first.len())?;
    let mut best = 0;
    for phrase in phrases {
        if phrase.len() > best && opens(phrase, &small) && begins(text, phrase) {
            best = phrase.len();
        }
    }
    let rest = text.get(best..).filter(|_| best > 0)?;
    Some(rest.trim_start_matches([' ', ':', '：', '\u{a0}', '/', '／']))
}

static FIRST_OF_ANY: FirstWords = FirstWords::of(&[BY, NOT_BY, DATED]);
static FIRST_BY: FirstWords = FirstWords::of(&[BY]);
static FIRST_NOT_BY: FirstWords = FirstWords::of(&[NOT_BY]);
static FIRST_DATED: FirstWords = FirstWords::of(&[DATED]);

fn first_word(text: &str) -> Option<&str> {
    let ends = |b: &u8| matches!(b, b' ' | b':' | b'/' | 0xc2 | 0xef);
    let end = text.as_bytes().iter().take(LONGEST_FIRST + 1).position(ends).unwrap_or(text.len());
    text.get(..end).filter(|word| (1..=LONGEST_FIRST).contains(&word.len()))
}

fn opens(phrase: &str, first: &str) -> bool {
    // most phrases begin with another letter
    phrase.as_bytes().first() == first.as_bytes().first()
        && phrase.strip_prefix(first).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '/']))
}

/// Whether the text begins with the phrase and goes on with a space, a colon or not at all.
fn begins(text: &str, phrase: &str) -> bool {
    let (Some(head), Some(rest)) = (text.get(..phrase.len()), text.get(phrase.len()..)) else { return false };
    same(phrase, head) && (rest.is_empty() || rest.starts_with([' ', ':', '：', '\u{a0}', '/', '／']))
}

/// Whether two texts, the first in small letters, differ in capitals at most; without making either small where ASCII
/// is all there is.
fn same(small: &str, other: &str) -> bool {
    small.eq_ignore_ascii_case(other) || (!other.is_ascii() && small == other.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::after_by;

    #[test]
    fn a_byline_is_told_by_its_first_words() {
        let cases = [
            ("By Ida Lund", Some("Ida Lund")),
            ("BY IDA LUND", Some("IDA LUND")),
            ("by: Ida Lund", Some("Ida Lund")),
            ("Written by Ida Lund", Some("Ida Lund")),
            ("Written by", Some("")),
            ("View all posts by Ida Lund", Some("Ida Lund")),
            ("Author(s)", Some("")),
            ("Von Ida Lund", Some("Ida Lund")),
            ("Zeige alle Beiträge von Ida Lund", Some("Ida Lund")),
            ("Écrit par Ida Lund", Some("Ida Lund")),
            ("Rédigé par : Ida Lund", Some("Ida Lund")),
            ("Escrito por Ida Lund", Some("Ida Lund")),
            ("A cura di Ida Lund", Some("Ida Lund")),
            ("Geschreven door Ida Lund", Some("Ida Lund")),
            ("Skrevet av Ida Lund", Some("Ida Lund")),
            ("Автор: Ида Лунд", Some("Ида Лунд")),
            ("作者：李明", Some("李明")),
            ("文/李明", Some("李明")),
            ("بقلم: ليلى", Some("ليلى")),
            ("מאת דנה לוי", Some("דנה לוי")),
            ("Posted on 5 May 2021 by Ida Lund", Some("Ida Lund")),
            ("Veröffentlicht am 5. Mai 2021 von Ida Lund", Some("Ida Lund")),
            ("Bygone days", None),
            ("Vondel", None),
            ("Parliament", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(after_by(text), expected, "{text}");
        }
    }
}
