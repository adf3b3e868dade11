//! The words that stand around an author's name: "by" and its like, and the phrases of links to all that one wrote.

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

/// What follows the words of a byline; empty where they stand alone.
pub(super) fn after_by(text: &str) -> Option<&str> {
    after(text, BY, &FIRST_BY).or_else(|| after_date(text))
}

/// `Posted on 5 May 2021 by …`: first words of such lines, and the word before the name.
const DATED: [(&str, &str); 12] = [
    ("posted", " by "),
    ("published", " by "),
    ("submitted", " by "),
    ("written", " by "),
    ("verfasst", " von "),
    ("veröffentlicht", " von "),
    ("geschrieben", " von "),
    ("erstellt", " von "),
    ("publié", " par "),
    ("publicado", " por "),
    ("pubblicato", " da "),
    ("geplaatst", " door "),
];

/// Longest such line, in bytes.
const LONGEST_DATED: usize = 100;

fn after_date(text: &str) -> Option<&str> {
    let first = first_word(text).filter(|word| word.len() >= 6 && text.len() <= LONGEST_DATED)?;
    let (_, by) = DATED.iter().find(|(word, _)| same(word, first))?;
    let at = text.rfind(by)?;
    text.get(at + by.len()..)
}

/// Whether the text opens with words that introduce somebody else.
pub(super) fn is_other(text: &str) -> bool {
    after(text, NOT_BY, &FIRST_NOT_BY).is_some()
}

/// Whether the words of a byline can hardly mean anything else: more than "by", "from" and their like.
pub(super) fn is_plain(words: &str) -> bool {
    let words = words.trim_matches([' ', ':', '\u{a0}']);
    words.chars().count() > 4 && !same("more from", words)
}

fn after<'t>(text: &'t str, phrases: &[&str], firsts: &FirstWords) -> Option<&'t str> {
    // most texts are told apart by their first word
    let first = first_word(text)?;
    if !firsts.may_hold(first) {
        return None;
    }
    let mut best = 0;
    for phrase in phrases {
        if phrase.len() > best && opens(phrase, first) && begins(text, phrase) {
            best = phrase.len();
        }
    }
    let rest = text.get(best..).filter(|_| best > 0)?;
    Some(rest.trim_start_matches([' ', ':', '：', '\u{a0}', '/', '／']))
}

/// Which lengths the first words of a list of phrases have, by their first letter.
struct FirstWords([u32; 128]);

static FIRST_BY: FirstWords = FirstWords::of(BY);
static FIRST_NOT_BY: FirstWords = FirstWords::of(NOT_BY);

impl FirstWords {
    const fn of(phrases: &[&str]) -> FirstWords {
        let mut lengths = [0; 128];
        let mut at = 0;
        while at < phrases.len() {
            let phrase = phrases[at].as_bytes();
            let mut length = 0;
            while length < phrase.len() && !matches!(phrase[length], b' ' | b'/') {
                length += 1;
            }
            if phrase[0] < 128 {
                lengths[phrase[0] as usize] |= 1 << length;
            }
            at += 1;
        }
        FirstWords(lengths)
    }

    /// Whether the word may be one of them: sure to say no of most, and always yes beyond ASCII.
    fn may_hold(&self, word: &str) -> bool {
        let first = word.as_bytes().first().map_or(0, u8::to_ascii_lowercase);
        let lengths = self.0.get(usize::from(first)).copied().unwrap_or(u32::MAX);
        lengths >> word.len() & 1 == 1 || !word.is_ascii()
    }
}

fn first_word(text: &str) -> Option<&str> {
    let ends = |b: &u8| matches!(b, b' ' | b':' | b'/' | 0xc2 | 0xef);
    let end = text.as_bytes().iter().take(LONGEST_FIRST + 1).position(ends).unwrap_or(text.len());
    text.get(..end).filter(|word| (1..=LONGEST_FIRST).contains(&word.len()))
}

fn opens(phrase: &str, first: &str) -> bool {
    let ends = matches!(phrase.as_bytes().get(first.len()), None | Some(b' ' | b'/'));
    ends && phrase.get(..first.len()).is_some_and(|head| same(head, first))
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
