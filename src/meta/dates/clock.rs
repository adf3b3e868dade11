//! Times of day, as ISO 8601 has them behind a date and as pages write them beside one. Out: `HH:MM:SS`, and the zone where
//! one is said that no other is called like.

use super::shown::is_of_page;

/// The time that follows a date after a `T` or spaces; one without a colon is none.
pub(super) fn after_date(rest: &str) -> Option<String> {
    let rest = rest.trim_start_matches(['T', 't', ' ']);
    read(rest, 2)
}

/// The time in a short text, and what stands before it, where that may be its date: `March 5, 2024 at 4:15 pm EST`,
/// `5.3.2024, 16:15 Uhr`, `5 mars 2024 à 16h15`.
pub(super) fn beside(text: &str) -> Option<(&str, String)> {
    let bytes = text.as_bytes();
    let is_sign = |at: &usize| match bytes[*at] {
        b':' | b'h' => true,
        b'.' => text.get(..at.saturating_sub(2)).is_some_and(|before| ASKING.contains(&last_word(before))),
        _ => false,
    };
    let sign = (1..bytes.len()).filter(is_sign).find(|&at| is_between_numbers(bytes, at))?;
    let from = bytes[..sign].iter().rposition(|b| !b.is_ascii_digit()).map_or(0, |at| at + 1);
    let (before, is_apart) = up_to_date(&text[..from]);
    let clock = format!("{}:{}", &text[from..sign], &text[sign + 1..]);
    let behind = clock.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':').trim_start();
    // behind a bar or a dash stand lengths, too: `5 March 2024 | 12:40`
    let is_time = !is_apart || behind.starts_with(char::is_alphabetic);
    let is_day = DAY_ENDS.contains(&last_word(before)) || last_word(before).chars().count() < 2;
    read(&clock, 1).filter(|_| is_time && is_day).map(|time| (before, time))
}

/// The time that a short text begins with or has behind a label of publication or change, and what follows, where that may be its
/// date: `16:15, 3 March 2021`, `Published: at 4:15 pm EST, March 3, 2021`.
pub(super) fn before(text: &str) -> Option<(String, &str)> {
    let bytes = text.as_bytes();
    let sign = (1..bytes.len()).filter(|&at| bytes[at] == b':').find(|&at| is_between_numbers(bytes, at))?;
    let from = bytes[..sign].iter().rposition(|b| !b.is_ascii_digit()).map_or(0, |at| at + 1);
    let word = last_word(&text[..from]);
    let is_asked = BETWEEN.contains(&word.to_lowercase().as_str());
    let lead = text[..from].trim_end().strip_suffix(word).filter(|_| is_asked).unwrap_or(&text[..from]).trim_end();
    let rest = text[sign..].trim_start_matches(|c: char| c.is_ascii_digit() || c == ':');
    // before a bar or a dash stand lengths, too
    let is_apart = rest.trim_start().starts_with(['|', '·', '•', '-', '–', '—', '/', '+']);
    // `Kick-off: 19:30, 3 May 2019`
    let is_of_page = lead.is_empty() || lead.ends_with([':', '：']) && is_of_page(&lead.to_lowercase());
    let time = read(&text[from..], 1).filter(|_| is_of_page && !is_apart)?;
    let end = rest.match_indices(' ').nth(FIRST_WORDS).map_or(rest.len(), |(at, _)| at);
    Some((time, &rest[..end]))
}

/// Words behind a time among which its date is.
const FIRST_WORDS: usize = 8;

/// Words that a date may end on, beside single letters.
const DAY_ENDS: [&str; 8] = ["st", "nd", "rd", "th", "года", "год", "року", "gada"];

/// Words before a time whose minutes stand behind a full stop.
const ASKING: [&str; 5] = ["kl", "klo", "alle", "ore", "um"];

/// Whether one or two digits stand before a sign and two behind it, and none beside those.
fn is_between_numbers(text: &[u8], sign: usize) -> bool {
    let is_digit = |at: usize| text.get(at).is_some_and(u8::is_ascii_digit);
    let before = text[..sign].iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let is_joined = sign > before && matches!(text[sign - before - 1], b':' | b'.' | b'/' | b'-' | b'+');
    (1..=2).contains(&before) && !is_joined && is_digit(sign + 1) && is_digit(sign + 2) && !is_digit(sign + 3)
}

fn last_word(text: &str) -> &str {
    let text = text.trim_end_matches([' ', '\u{a0}', '.']);
    text.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default()
}

/// Words between a date and its time.
const BETWEEN: [&str; 26] = [
    "at", "um", "à", "a", "as", "às", "ás", "las", "kl", "klo", "alle", "ore", "ora", "om", "o", "ob", "в", "о", "об",
    "godz", "saat", "jam", "pukul", "lúc", "u", "og",
];

/// The text without what stands between a date and its time, and whether a sign parts the two.
fn up_to_date(text: &str) -> (&str, bool) {
    let mut rest = text.trim_end_matches([' ', ',', '\u{a0}', '.', '@']);
    for _ in 0..2 {
        let word = last_word(rest);
        if BETWEEN.contains(&word) {
            rest = rest[..rest.len() - word.len()].trim_end_matches([' ', ',', '\u{a0}', '.']);
        }
    }
    let before = rest.trim_end_matches([' ', '|', '·', '•', '-', '–', '—', '/', '\u{a0}']);
    (
        before,
        before.contains(char::is_alphanumeric) && rest[before.len()..].contains(|c: char| c != ' ' && c != '\u{a0}'),
    )
}

/// `HH:MM[:SS]` at the text's beginning, the hours of `least` digits or two, with what is said behind it.
fn read(text: &str, least: usize) -> Option<String> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.').unwrap_or(text.len());
    let clock: Vec<&str> = text[..end].split('.').next()?.split(':').collect();
    let [hours, minutes, ..] = clock.as_slice() else { return None };
    let number = |text: &str, below: u32| text.parse::<u32>().ok().filter(|&n| n < below);
    let is_long = (least..=2).contains(&hours.len()) && minutes.len() == 2;
    let (hours, minutes) = (number(hours, 24).filter(|_| is_long)?, number(minutes, 60)?);
    let seconds = clock.get(2).filter(|s| s.len() == 2).and_then(|s| number(s, 61)).unwrap_or(0);
    let (hours, rest) = of_day(hours, text[end..].trim_start())?;
    Some(format!("{hours:02}:{minutes:02}:{seconds:02}{}", zone(rest.trim())))
}

/// What halves of the day are called, and the hours before them.
const HALVES: [(&str, u32); 16] = [
    ("am", 0),
    ("a.m.", 0),
    ("a. m.", 0),
    ("a.\u{a0}m.", 0),
    ("a.m", 0),
    ("πμ", 0),
    ("π.μ.", 0),
    ("ص", 0),
    ("pm", 12),
    ("p.m.", 12),
    ("p. m.", 12),
    ("p.\u{a0}m.", 12),
    ("p.m", 12),
    ("μμ", 12),
    ("μ.μ.", 12),
    ("م", 12),
];

/// Short words behind a time that are no halves of the day.
const OTHERS: [&str; 12] = ["uhr", "h", "hrs", "by", "von", "par", "por", "in", "gmt", "utc", "et", "z"];

/// Hours since midnight, and what follows on `AM` or `PM` where they are of half a day; none where there is no such hour, or
/// where a short word follows that may name a half.
fn of_day(hours: u32, rest: &str) -> Option<(u32, &str)> {
    let is_said = |half: &str| rest.get(..half.len()).is_some_and(|start| start.eq_ignore_ascii_case(half));
    if let Some((half, noon)) = HALVES.into_iter().find(|(half, _)| is_said(half)) {
        return (1..=12).contains(&hours).then(|| (hours % 12 + noon, &rest[half.len()..]));
    }
    let word = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let is_plain =
        || hours > 12 || hours == 0 || OTHERS.contains(&word.to_lowercase().as_str()) || offset_of(word).is_some();
    (word.chars().count() > 3 || word.is_empty() || is_plain()).then_some((hours, rest))
}

/// Zones by names that no other zone has.
const ZONES: [(&str, &str); 20] = [
    ("EST", "-05:00"),
    ("EDT", "-04:00"),
    ("CDT", "-05:00"),
    ("MDT", "-06:00"),
    ("PST", "-08:00"),
    ("PDT", "-07:00"),
    ("CET", "+01:00"),
    ("CEST", "+02:00"),
    ("MEZ", "+01:00"),
    ("MESZ", "+02:00"),
    ("EET", "+02:00"),
    ("EEST", "+03:00"),
    ("MSK", "+03:00"),
    ("JST", "+09:00"),
    ("KST", "+09:00"),
    ("AEST", "+10:00"),
    ("AEDT", "+11:00"),
    ("NZST", "+12:00"),
    ("NZDT", "+13:00"),
    ("WIB", "+07:00"),
];

fn offset_of(word: &str) -> Option<&'static str> {
    ZONES.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, offset)| *offset)
}

/// The zone that the words behind a time begin with.
fn zone(text: &str) -> String {
    let text = text.trim_start_matches(['(', ' ']);
    let is_zero = ["utc", "gmt"].iter().any(|name| text.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(name)));
    let text = if is_zero { text[3..].trim_start() } else { text };
    let word = text.split([' ', ')', ',']).next().unwrap_or_default();
    if word.starts_with(['+', '-']) {
        let digits: String = word.chars().filter(char::is_ascii_digit).collect();
        let is_whole = digits.len() == 4 && word.len() <= 6;
        return if is_whole { format!("{}{}:{}", &word[..1], &digits[..2], &digits[2..]) } else { String::new() };
    }
    if is_zero || word.eq_ignore_ascii_case("z") {
        return "Z".to_owned();
    }
    offset_of(word).unwrap_or_default().to_owned()
}
