//! Dates of publication and change, as precise as the page says, in ISO 8601.

use super::Found;
use super::linked_data::LinkedData;
use super::tags::Tags;
use crate::blocks::{BlockKind, Blocks};
use crate::dom::{Attr, Dom};
use crate::head::Head;

/// When the page was published: metadata, then `<time>` marked or standing near the top.
pub(super) fn published(
    dom: &Dom,
    head: &Head<'_>,
    blocks: &Blocks,
    tags: &Tags,
    linked: &LinkedData,
) -> Option<Found<String>> {
    let names = [
        "article:published_time",
        "parsely-pub-date",
        "sailthru.date",
        "citation_publication_date",
        "citation_date",
        "publish-date",
        "publishdate",
        "pubdate",
        "dc.date.issued",
        "dcterms.created",
        "dcterms.date",
        "dc.date",
        "date",
    ];
    // shops and firms date their pages too, for search engines alone: on wcxb-dev 9 in 10 such dates are nobody's
    let is_article = tags.first(&["og:type"]).is_some_and(|t| t.value.eq_ignore_ascii_case("article"));
    let of_page = linked.text("page published").filter(|_| is_article);
    let said = linked.text("published").or(of_page).into_iter();
    let said = said.chain(names.iter().filter_map(|name| tags.first(&[name])));
    first_date(said).or_else(|| in_time(dom, head)).or_else(|| shown(blocks, false))
}

/// When the page was last changed.
pub(super) fn modified(blocks: &Blocks, tags: &Tags, linked: &LinkedData) -> Option<Found<String>> {
    let names = ["article:modified_time", "og:updated_time", "dcterms.modified", "last-modified"];
    let of_page = linked.text("modified").or_else(|| linked.text("page modified"));
    let said = of_page.into_iter().chain(names.iter().filter_map(|name| tags.first(&[name])));
    first_date(said).or_else(|| shown(blocks, true))
}

fn first_date(mut said: impl Iterator<Item = Found<String>>) -> Option<Found<String>> {
    said.find_map(|found| Some(Found { value: iso(&found.value)?, from: found.from }))
}

/// The first `<time datetime>`: one marked as publication wins.
fn in_time(dom: &Dom, head: &Head<'_>) -> Option<Found<String>> {
    let times = || head.times.iter().copied();
    let marked = times().find(|&n| dom.attr(n, Attr::Itemprop) == Some("datePublished"));
    let date = |n| dom.attr(n, Attr::Datetime).and_then(iso).or_else(|| iso(&dom.words_of(n)));
    let value = marked.and_then(date).or_else(|| times().find_map(date))?;
    Some(Found { value, from: "time" })
}

/// A date in ISO 8601, out of ISO 8601 itself, `YYYY/MM/DD`, `YYYYMMDD`, or a day, a month's name and a year.
pub(super) fn iso(text: &str) -> Option<String> {
    let text = text.trim();
    numeric(text).or_else(|| cjk(text)).or_else(|| named(text)).or_else(|| dotted(text))
}

fn numeric(text: &str) -> Option<String> {
    let digits = |from: usize, to: usize| {
        text.get(from..to).filter(|d| d.bytes().all(|b| b.is_ascii_digit())).and_then(|d| d.parse::<u32>().ok())
    };
    let year = digits(0, 4).filter(|y| (1900..2200).contains(y))?;
    let separator = text.as_bytes().get(4).copied();
    if separator.is_none() {
        return Some(format!("{year:04}"));
    }
    let dashed = matches!(separator, Some(b'-' | b'/' | b'.'));
    let (month, day, rest) = if dashed {
        (digits(5, 7)?, digits(8, 10), text.get(10..))
    } else {
        (digits(4, 6)?, digits(6, 8), text.get(8..))
    };
    if !(1..=12).contains(&month) {
        return None;
    }
    let Some(day) = day else { return dashed.then(|| format!("{year:04}-{month:02}")) };
    if !(1..=31).contains(&day) {
        return None;
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    Some(time_of(rest.unwrap_or_default()).map_or(date.clone(), |time| format!("{date}T{time}")))
}

/// `HH:MM[:SS][zone]` after a `T` or a space; a time without the colon is none.
fn time_of(rest: &str) -> Option<String> {
    let rest = rest.trim_start_matches(['T', 't', ' ']);
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.').unwrap_or(rest.len());
    let clock: Vec<&str> = rest[..end].split('.').next()?.split(':').collect();
    let [hours, minutes, ..] = clock.as_slice() else { return None };
    let parse = |text: &str, below: u32| text.parse::<u32>().ok().filter(|&n| text.len() == 2 && n < below);
    let (hours, minutes) = (parse(hours, 24)?, parse(minutes, 60)?);
    let seconds = clock.get(2).and_then(|s| parse(s, 61)).unwrap_or(0);
    Some(format!("{hours:02}:{minutes:02}:{seconds:02}{}", zone(rest[end..].trim())))
}

fn zone(text: &str) -> String {
    if text.eq_ignore_ascii_case("z") || text.eq_ignore_ascii_case("utc") || text.eq_ignore_ascii_case("gmt") {
        return "Z".to_owned();
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if text.starts_with(['+', '-']) && digits.len() == 4 && text.len() <= 6 {
        return format!("{}{}:{}", &text[..1], &digits[..2], &digits[2..]);
    }
    String::new()
}

/// Beginnings of the names of months, by language, in small letters; a longer one wins.
const MONTHS: [(&str, u32); 228] = [
    ("jan", 1),
    ("feb", 2),
    ("mar", 3),
    ("apr", 4),
    ("may", 5),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sep", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
    ("jän", 1),
    ("märz", 3),
    ("mai", 5),
    ("okt", 10),
    ("dez", 12),
    ("avr", 4),
    ("juin", 6),
    ("juil", 7),
    ("août", 8),
    ("déc", 12),
    ("fév", 2),
    ("aou", 8),
    ("ene", 1),
    ("abr", 4),
    ("ago", 8),
    ("set", 9),
    ("dic", 12),
    ("fev", 2),
    ("out", 10),
    ("gen", 1),
    ("mag", 5),
    ("giu", 6),
    ("lug", 7),
    ("ott", 10),
    ("maart", 3),
    ("mei", 5),
    ("mrt", 3),
    ("maj", 5),
    ("des", 12),
    ("tammi", 1),
    ("helmi", 2),
    ("maalis", 3),
    ("huhti", 4),
    ("touko", 5),
    ("kesä", 6),
    ("heinä", 7),
    ("elo", 8),
    ("syys", 9),
    ("loka", 10),
    ("marras", 11),
    ("joulu", 12),
    ("sty", 1),
    ("lut", 2),
    ("kwi", 4),
    ("cze", 6),
    ("lip", 7),
    ("sie", 8),
    ("wrz", 9),
    ("paź", 10),
    ("lis", 11),
    ("gru", 12),
    ("led", 1),
    ("úno", 2),
    ("bře", 3),
    ("dub", 4),
    ("kvě", 5),
    ("červn", 6),
    ("červenc", 7),
    ("srp", 8),
    ("září", 9),
    ("říj", 10),
    ("prosin", 12),
    ("máj", 5),
    ("jún", 6),
    ("júl", 7),
    ("márc", 3),
    ("ápr", 4),
    ("szept", 9),
    ("ian", 1),
    ("iun", 6),
    ("iul", 7),
    ("noi", 11),
    ("oca", 1),
    ("şub", 2),
    ("nis", 4),
    ("haz", 6),
    ("tem", 7),
    ("ağu", 8),
    ("eyl", 9),
    ("eki", 10),
    ("kas", 11),
    ("ara", 12),
    ("янв", 1),
    ("фев", 2),
    ("мар", 3),
    ("апр", 4),
    ("мая", 5),
    ("июн", 6),
    ("июл", 7),
    ("авг", 8),
    ("сен", 9),
    ("окт", 10),
    ("ноя", 11),
    ("дек", 12),
    ("май", 5),
    ("січ", 1),
    ("лют", 2),
    ("бер", 3),
    ("квіт", 4),
    ("трав", 5),
    ("черв", 6),
    ("лип", 7),
    ("серп", 8),
    ("вер", 9),
    ("жовт", 10),
    ("лист", 11),
    ("груд", 12),
    ("яну", 1),
    ("юни", 6),
    ("юли", 7),
    ("ιαν", 1),
    ("φεβ", 2),
    ("μαρ", 3),
    ("απρ", 4),
    ("μαΐ", 5),
    ("ιουν", 6),
    ("ιουλ", 7),
    ("αυγ", 8),
    ("σεπ", 9),
    ("οκτ", 10),
    ("νοε", 11),
    ("δεκ", 12),
    ("μάρ", 3),
    ("μαι", 5),
    ("ιούν", 6),
    ("ιούλ", 7),
    ("αύγ", 8),
    ("يناير", 1),
    ("فبراير", 2),
    ("مارس", 3),
    ("أبريل", 4),
    ("مايو", 5),
    ("يونيو", 6),
    ("يوليو", 7),
    ("أغسطس", 8),
    ("سبتمبر", 9),
    ("أكتوبر", 10),
    ("نوفمبر", 11),
    ("ديسمبر", 12),
    ("ژانویه", 1),
    ("فوریه", 2),
    ("آوریل", 4),
    ("ژوئن", 6),
    ("ژوئیه", 7),
    ("اوت", 8),
    ("اکتبر", 10),
    ("دسامبر", 12),
    ("ינואר", 1),
    ("פברואר", 2),
    ("מרץ", 3),
    ("אפריל", 4),
    ("מאי", 5),
    ("יוני", 6),
    ("יולי", 7),
    ("אוגוסט", 8),
    ("ספטמבר", 9),
    ("אוקטובר", 10),
    ("נובמבר", 11),
    ("דצמבר", 12),
    ("जनवरी", 1),
    ("फरवरी", 2),
    ("मार्च", 3),
    ("अप्रैल", 4),
    ("जून", 6),
    ("जुलाई", 7),
    ("अगस्त", 8),
    ("सितंबर", 9),
    ("अक्टूबर", 10),
    ("नवंबर", 11),
    ("दिसंबर", 12),
    ("มกราคม", 1),
    ("กุมภาพันธ์", 2),
    ("มีนาคม", 3),
    ("เมษายน", 4),
    ("พฤษภาคม", 5),
    ("มิถุนายน", 6),
    ("กรกฎาคม", 7),
    ("สิงหาคม", 8),
    ("กันยายน", 9),
    ("ตุลาคม", 10),
    ("พฤศจิกายน", 11),
    ("ธันวาคม", 12),
    ("agu", 8),
    ("saus", 1),
    ("vas", 2),
    ("kov", 3),
    ("bal", 4),
    ("geg", 5),
    ("birž", 6),
    ("liep", 7),
    ("rugp", 8),
    ("rugs", 9),
    ("spal", 10),
    ("lapkr", 11),
    ("jūn", 6),
    ("jūl", 7),
    ("jaan", 1),
    ("veebr", 2),
    ("märts", 3),
    ("juuni", 6),
    ("juuli", 7),
    ("dets", 12),
    ("siječ", 1),
    ("velj", 2),
    ("ožuj", 3),
    ("trav", 4),
    ("svib", 5),
    ("srpnj", 7),
    ("kolov", 8),
    ("ruj", 9),
    ("listopad", 10),
    ("stud", 11),
    ("avg", 8),
    ("maí", 5),
    ("ágú", 8),
    ("nóv", 11),
];

/// The month that a word in small letters names.
fn month_of(word: &str) -> Option<u32> {
    let known = MONTHS.iter().filter(|(start, _)| word.starts_with(start) && word.chars().count() <= 12);
    known.max_by_key(|(start, _)| start.len()).map(|&(_, month)| month)
}

/// `March 5, 2024`, `5 March 2024`, `5. März 2024`, `Mon, 05 Mar 2024 10:00:00 GMT`, and their like in some forty
/// languages.
fn named(text: &str) -> Option<String> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric() && !is_mark(c))
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .take(24)
        .collect();
    let number = |word: Option<&String>| word.and_then(|w| w.trim_end_matches(char::is_alphabetic).parse::<u32>().ok());
    let day = |n: Option<u32>| n.filter(|d| (1..=31).contains(d));
    let year = |word: Option<&String>| word.and_then(|w| w.parse::<u32>().ok()).filter(|y| (1900..2200).contains(y));
    (0..words.len()).find_map(|at| {
        let month = month_of(&words[at])?;
        // "de" and its like stand between the parts in some languages
        let after: Vec<&String> =
            words[at + 1..].iter().filter(|w| !matches!(w.as_str(), "de" | "del" | "of")).collect();
        let before: Vec<&String> =
            words[..at].iter().filter(|w| !matches!(w.as_str(), "de" | "del" | "of" | "the")).collect();
        let last = before.last().copied();
        if let (Some(day), Some(year)) = (day(number(last)), year(after.first().copied())) {
            return Some(format!("{year:04}-{month:02}-{day:02}"));
        }
        if let (Some(day), Some(year)) = (day(number(after.first().copied())), year(after.get(1).copied())) {
            return Some(format!("{year:04}-{month:02}-{day:02}"));
        }
        if let (Some(year), Some(day)) = (year(last), day(number(after.first().copied()))) {
            return Some(format!("{year:04}-{month:02}-{day:02}"));
        }
        year(after.first().copied()).map(|year| format!("{year:04}-{month:02}"))
    })
}

/// Vowel signs of scripts whose words hold them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0900}'..='\u{0903}' | '\u{093a}'..='\u{094f}' | '\u{0e31}' | '\u{0e34}'..='\u{0e4e}')
}

/// `2024年5月3日`, `2024년 5월 3일`.
fn cjk(text: &str) -> Option<String> {
    let parts = |marks: [char; 3]| -> Option<String> {
        let (year, rest) = text.split_once(marks[0])?;
        let (month, rest) = rest.split_once(marks[1])?;
        let (day, _) = rest.split_once(marks[2])?;
        let tail: String = year.chars().rev().take_while(char::is_ascii_digit).collect();
        let year: u32 = tail.chars().rev().collect::<String>().parse().ok().filter(|y| (1900..2200).contains(y))?;
        let month: u32 = month.trim().parse().ok().filter(|m| (1..=12).contains(m))?;
        let day: u32 = day.trim().parse().ok().filter(|d| (1..=31).contains(d))?;
        Some(format!("{year:04}-{month:02}-{day:02}"))
    };
    parts(['年', '月', '日']).or_else(|| parts(['년', '월', '일']))
}

/// `05.03.2024`, `31/12/2023`: only where the order is in no doubt, by dots (day first everywhere) or a part over 12.
fn dotted(text: &str) -> Option<String> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '|' | ',' | '(' | ')')).find_map(|word| {
        let separator = ['.', '/', '-'].into_iter().find(|&s| word.matches(s).count() == 2)?;
        let parts: Vec<u32> = word.split(separator).map(|p| p.parse().ok()).collect::<Option<_>>()?;
        let &[first, second, year] = parts.as_slice() else { return None };
        let (day, month) = match separator {
            '.' => (first, second),
            _ if first > 12 => (first, second),
            _ if second > 12 || first == second => (second, first),
            _ => return None,
        };
        let is_date = (1..=31).contains(&day) && (1..=12).contains(&month) && (1900..2200).contains(&year);
        is_date.then(|| format!("{year:04}-{month:02}-{day:02}"))
    })
}

/// ISO 8601 anywhere in a text.
fn iso_inside(text: &str) -> Option<String> {
    text.split(|c: char| c.is_whitespace() || c == '(').find_map(|word| {
        let is_shaped =
            word.len() >= 10 && word.as_bytes().get(4) == Some(&b'-') && word.as_bytes().get(7) == Some(&b'-');
        is_shaped.then(|| numeric(word)).flatten()
    })
}

/// Blocks looked at on either side of the page's heading.
const AROUND: usize = 14;

/// Longest block that counts as a dateline, in characters.
const DATELINE: usize = 120;

/// The date in a short line by the page's first `h1`: one that speaks of publication before one that says nothing, one
/// that speaks of a change only where `changed` asks for it.
pub(super) fn shown(blocks: &Blocks, changed: bool) -> Option<Found<String>> {
    let h1 = blocks.rows.iter().position(|b| b.kind == BlockKind::Heading(1))?;
    let range = h1.saturating_sub(AROUND / 2)..(h1 + AROUND).min(blocks.len());
    let mut best: Option<(bool, String)> = None;
    for id in blocks.ids().skip(range.start).take(range.len()) {
        let text = blocks.text_of(id);
        let is_heading = matches!(blocks.rows[id.index()].kind, BlockKind::Heading(_));
        if is_heading || text.chars().count() > DATELINE {
            continue;
        }
        let lower = text.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        if says(CHANGED) != changed {
            continue;
        }
        let published = changed || says(PUBLISHED);
        let Some(date) = iso_inside(text).or_else(|| cjk(text)).or_else(|| named(text)).or_else(|| dotted(text)) else {
            continue;
        };
        // a month alone is as likely an event's as the page's
        if date.len() >= 10 && best.as_ref().is_none_or(|(held, _)| published && !held) {
            best = Some((published, date));
        }
    }
    best.map(|(_, value)| Found { value, from: "dateline" })
}

/// Words that say that a date is of a change.
const CHANGED: &[&str] =
    &["updated", "modified", "revised", "aktualisiert", "mis à jour", "actualizado", "aggiornato", "обновлен", "更新"];

/// Words that say that a date is of publication.
const PUBLISHED: &[&str] =
    &["publi", "posted", "veröffentlicht", "erstellt", "pubbl", "опубликован", "written", "发布"];

#[cfg(test)]
mod tests {
    use super::iso;

    #[test]
    fn dates_come_out_as_precise_as_they_are() {
        let cases = [
            ("2024-04-16T08:00:00Z", Some("2024-04-16T08:00:00Z")),
            ("2024-04-16T08:00:00.000+0200", Some("2024-04-16T08:00:00+02:00")),
            ("2024/04/16", Some("2024-04-16")),
            ("20240416", Some("2024-04-16")),
            ("2024-04", Some("2024-04")),
            ("March 5th, 2024", Some("2024-03-05")),
            ("Mon, 05 Mar 2024 10:00:00 GMT", Some("2024-03-05")),
            ("May 2021", Some("2021-05")),
            ("5. März 2024", Some("2024-03-05")),
            ("5 de marzo de 2024", Some("2024-03-05")),
            ("1er août 2023", Some("2023-08-01")),
            ("12 мая 2022 г.", Some("2022-05-12")),
            ("2024年5月3日", Some("2024-05-03")),
            ("2024년 5월 3일", Some("2024-05-03")),
            ("31/12/2023", Some("2023-12-31")),
            ("05.03.2024", Some("2024-03-05")),
            ("04/05/2023", None),
            ("Marginal notes", None),
            ("yesterday", None),
            ("2024-19-40", None),
        ];
        for (text, expected) in cases {
            assert_eq!(iso(text).as_deref(), expected, "{text}");
        }
    }
}
