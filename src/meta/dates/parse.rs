//! Texts to dates in ISO 8601: ISO itself, months in words, East Asian signs, and numbers where their order is in no
//! doubt. Relative dates are none.

use super::clock;
use crate::months::{month_in, month_of};

/// Bytes of a day in ISO 8601.
pub(super) const DAY: usize = 10;

/// What a page says on the order of `05/04/2023`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Order {
    /// Nothing.
    #[default]
    Unknown,
    /// The day comes first.
    DayFirst,
    /// The month comes first.
    MonthFirst,
}

/// What helps to read a page's dates.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    /// Order of numbers.
    pub order: Order,
    /// Two letters of the page's language.
    pub language: String,
}

impl Reading {
    /// By the page's language tag: those that write in English differ by country, hardly anybody else puts the month
    /// first.
    pub(super) fn of_language(tag: Option<&str>) -> Reading {
        let Some(tag) = tag else { return Reading::default() };
        let (language, rest) = tag.split_once('-').unwrap_or((tag, ""));
        let order = match (language, rest) {
            ("en", "US") => Order::MonthFirst,
            ("en", "") => Order::Unknown,
            ("en", region) if region.len() == 2 && !matches!(region, "CA" | "PH") => Order::DayFirst,
            ("en", _) | ("zh" | "ja" | "ko" | "hu" | "lt" | "sv" | "fa" | "tl" | "sw", _) => Order::Unknown,
            _ => Order::DayFirst,
        };
        Reading { order, language: language.to_owned() }
    }

    /// A date anywhere in a short text, with the time that follows it or that the text opens with.
    pub(super) fn date_in(&self, text: &str) -> Option<String> {
        let text = ascii_digits(text);
        let date = self.day_in(&text)?;
        if date.len() == DAY
            && let Some((before, time)) = clock::beside(&text)
            && self.day_in(before).is_some_and(|day| day == date)
        {
            return Some(format!("{date}T{time}"));
        }
        if date.len() == DAY
            && let Some((time, behind)) = clock::before(&text)
            && self.day_in(behind).is_some_and(|day| day == date)
        {
            return Some(format!("{date}T{time}"));
        }
        Some(date)
    }

    fn day_in(&self, text: &str) -> Option<String> {
        if !text.bytes().any(|b| b.is_ascii_digit()) {
            return None;
        }
        let is_beyond = !text.is_ascii();
        iso_inside(text)
            .or_else(|| if is_beyond { east_asian(text) } else { None })
            .or_else(|| self.named(text))
            .or_else(|| if is_beyond { vietnamese(text) } else { None })
            .or_else(|| self.numbers(text))
    }

    /// The date that a value of metadata or of a `datetime` is.
    pub(super) fn date_of(&self, text: &str) -> Option<String> {
        let text = text.trim();
        iso(text).or_else(|| self.date_in(text))
    }

    /// `March 5, 2024`, `5 March 2024`, `5. März 2024`, `Mon, 05 Mar 2024 10:00:00 GMT`, and their like.
    fn named(&self, text: &str) -> Option<String> {
        let words: Vec<String> = text
            .split(|c: char| !c.is_alphanumeric() && !is_mark(c))
            .filter(|w| !w.is_empty())
            .map(|w| w.to_lowercase().replace('\u{307}', ""))
            .filter(|w| !FILLERS.contains(&w.as_str()))
            .take(30)
            .collect();
        let number = |at: Option<usize>| {
            let word = at.and_then(|at| words.get(at))?;
            word.trim_end_matches(char::is_alphabetic).parse::<u32>().ok().filter(|_| !word.contains(':'))
        };
        let day = |at: Option<usize>| number(at).filter(|d| (1..=31).contains(d));
        let year = |at: Option<usize>| {
            let is_long = at.and_then(|at| words.get(at)).is_some_and(|w| w.len() >= 4);
            number(at).filter(|_| is_long).map(|y| if (2400..2700).contains(&y) { y - 543 } else { y })
        };
        (0..words.len()).find_map(|at| {
            let word = words[at].as_str();
            let (before, before2, after, after2) = (at.checked_sub(1), at.checked_sub(2), Some(at + 1), Some(at + 2));
            // no month stands alone: to look for numbers first is cheaper
            number(before).or_else(|| number(after))?;
            let month = month_in(word, &self.language).or_else(|| month_of(word))?;
            let orders = [
                (day(before), year(after)),
                (day(after), year(after2)),
                (day(after), year(before)),
                (day(before), year(before2)),
            ];
            let whole = orders.into_iter().find_map(|(day, year)| calendar(year?, month, day?));
            whole.or_else(|| month_only(year(after)?, month))
        })
    }

    /// `05.03.2024`, `31/12/2023`: where the order is in no doubt, by dots (day first everywhere), a part over 12, or
    /// what the page says.
    fn numbers(&self, text: &str) -> Option<String> {
        words_of_numbers(text).find_map(|(separator, [first, second, year], digits)| {
            let (day, month) = match separator {
                '.' => (first, second),
                _ if first > 12 => (first, second),
                _ if second > 12 || first == second => (second, first),
                _ => match self.order {
                    Order::DayFirst => (first, second),
                    Order::MonthFirst => (second, first),
                    Order::Unknown => return None,
                },
            };
            // two digits are a year where dots or slashes leave nothing else for them to be
            let year = if digits == 2 && separator != '-' && year < 50 { 2000 + year } else { year };
            calendar(year, month, day)
        })
    }
}

/// The order that the first date of the text shows whose parts can be read in one way only.
pub(super) fn order_in(text: &str) -> Option<Order> {
    words_of_numbers(text).filter(|(separator, ..)| *separator != '.').find_map(|(_, [first, second, _], _)| {
        match (first, second) {
            (13..=31, 1..=12) => Some(Order::DayFirst),
            (1..=12, 13..=31) => Some(Order::MonthFirst),
            _ => None,
        }
    })
}

/// Words like `31/12/2023`: the sign between, the numbers, and the digits of the last.
fn words_of_numbers(text: &str) -> impl Iterator<Item = (char, [u32; 3], usize)> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '|' | ',' | '(' | ')' | ';' | '[' | ']')).filter_map(|word| {
        let word = word.trim_matches(|c: char| !c.is_ascii_digit());
        let separator = ['.', '/', '-'].into_iter().find(|&s| word.matches(s).count() == 2)?;
        let mut parts = word.split(separator);
        let (first, second, last) = (parts.next()?, parts.next()?, parts.next()?);
        let is_short = first.len() <= 2 && second.len() <= 2 && matches!(last.len(), 2 | 4);
        let numbers = [first.parse().ok()?, second.parse().ok()?, last.parse().ok()?];
        is_short.then_some((separator, numbers, last.len()))
    })
}

/// Small words inside dates.
pub(super) const FILLERS: [&str; 22] = [
    "de", "del", "of", "the", "d", "den", "le", "el", "la", "m", "gada", "anno", "года", "г", "р", "року", "год", "ค",
    "ศ", "พ", "th", "no",
];

/// The day, where the calendar has it; dates nobody means (the epoch, year 1) are none.
fn calendar(year: u32, month: u32, day: u32) -> Option<String> {
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        1..=12 => 31,
        _ => return None,
    };
    let is_date = (1900..2100).contains(&year) && (1..=days).contains(&day) && (year, month, day) != (1970, 1, 1);
    is_date.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

fn month_only(year: u32, month: u32) -> Option<String> {
    ((1900..2100).contains(&year) && (1..=12).contains(&month)).then(|| format!("{year:04}-{month:02}"))
}

/// ISO 8601 at the text's beginning, `YYYY/MM/DD`, `YYYYMMDD`, `YYYY-MM`, a year alone.
pub(super) fn iso(text: &str) -> Option<String> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let n = digits(text);
    if n == 8 {
        let at = |from: usize, to: usize| text.get(from..to).and_then(|d| d.parse().ok());
        return with_time(calendar(at(0, 4)?, at(4, 6)?, at(6, 8)?)?, &text[8..]);
    }
    if n != 4 {
        return None;
    }
    let year: u32 = text[..4].parse().ok().filter(|y| (1900..2100).contains(y))?;
    let Some(separator) = text[4..].chars().next() else { return Some(format!("{year:04}")) };
    if !matches!(separator, '-' | '/' | '.') {
        return None;
    }
    let rest = &text[5..];
    let n = digits(rest);
    let month: u32 = rest.get(..n).filter(|_| (1..=2).contains(&n)).and_then(|d| d.parse().ok())?;
    let Some(rest) = rest[n..].strip_prefix(separator) else {
        return month_only(year, month).filter(|_| rest[n..].is_empty());
    };
    let n = digits(rest);
    let day: u32 = rest.get(..n).filter(|_| (1..=2).contains(&n)).and_then(|d| d.parse().ok())?;
    with_time(calendar(year, month, day)?, &rest[n..])
}

/// The date with `THH:MM[:SS][zone]` where it follows after a `T` or a space; a time without the colon is none.
fn with_time(date: String, rest: &str) -> Option<String> {
    Some(clock::after_date(rest).map_or(date.clone(), |time| format!("{date}T{time}")))
}

/// ISO 8601 or `2024/05/03`, `2024. 5. 3.` anywhere in a text.
fn iso_inside(text: &str) -> Option<String> {
    let mut from = 0;
    while let Some(k) = text[from..].find(|c: char| c.is_ascii_digit()) {
        let at = from + k;
        let rest = &text[at..];
        let n = rest.bytes().take_while(u8::is_ascii_digit).count();
        if n == 4 {
            let spaced =
                rest.get(..16).or(Some(rest)).filter(|r| r[4..].starts_with(". ")).map(|r| r.replace(". ", "."));
            let found = spaced.as_deref().and_then(iso).or_else(|| iso(rest));
            if let Some(date) = found.filter(|date| date.len() >= 10) {
                return Some(date);
            }
        }
        from = at + n;
    }
    None
}

/// `2024年5月3日`, `2024년 5월 3일`.
fn east_asian(text: &str) -> Option<String> {
    let parts = |marks: [char; 3]| -> Option<String> {
        let (year, rest) = text.split_once(marks[0])?;
        let (month, rest) = rest.split_once(marks[1])?;
        let (day, _) = rest.split_once(marks[2])?;
        let tail: String = year.trim_end().chars().rev().take_while(char::is_ascii_digit).collect();
        let year: u32 = tail.chars().rev().collect::<String>().parse().ok()?;
        calendar(year, month.trim().parse().ok()?, day.trim().parse().ok()?)
    };
    parts(['年', '月', '日']).or_else(|| parts(['년', '월', '일']))
}

/// `5 tháng 3, 2024`, `ngày 5 tháng 3 năm 2024`.
fn vietnamese(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let (before, after) = lower.split_once("tháng")?;
    let numbers = |text: &str| -> Vec<u32> {
        text.split(|c: char| !c.is_ascii_digit()).filter(|w| !w.is_empty()).filter_map(|w| w.parse().ok()).collect()
    };
    let after = numbers(after);
    let day = numbers(before).last().copied()?;
    calendar(*after.get(1)?, *after.first()?, day)
}

/// Vowel signs of scripts whose words hold them, and stops inside Thai abbreviations.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0900}'..='\u{0903}' | '\u{093a}'..='\u{094f}' | '\u{0981}'..='\u{0983}' | '\u{09bc}'..='\u{09cd}'
        | '\u{0bbe}'..='\u{0bcd}' | '\u{0c3e}'..='\u{0c4d}' | '\u{0e31}' | '\u{0e34}'..='\u{0e4e}' | '\u{307}')
}

/// Digits of Arabic, Persian, Devanagari, Bengali and Thai as those of ASCII.
fn ascii_digits(text: &str) -> std::borrow::Cow<'_, str> {
    const ZEROS: [u32; 5] = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50];
    let digit = |c: char| ZEROS.iter().find_map(|&zero| (c as u32).checked_sub(zero).filter(|&d| d < 10));
    if text.is_ascii() || !text.chars().any(|c| digit(c).is_some()) {
        return text.into();
    }
    text.chars().map(|c| digit(c).and_then(|d| char::from_digit(d, 10)).unwrap_or(c)).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::{DAY, Order, Reading, iso, order_in};

    #[test]
    fn dates_come_out_as_precise_as_they_are() {
        let cases = [
            ("2024-04-16T08:00:00Z", Some("2024-04-16T08:00:00Z")),
            ("2024-04-16T08:00:00.000+0200", Some("2024-04-16T08:00:00+02:00")),
            ("2024-04-16 08:00", Some("2024-04-16T08:00:00")),
            ("2024-04-16 10:22 PM", Some("2024-04-16T22:22:00")),
            ("2024-04-16 12:05 a.m. GMT", Some("2024-04-16T00:05:00Z")),
            ("2024-04-16 14:05 PM", Some("2024-04-16")),
            ("2024/04/16", Some("2024-04-16")),
            ("2024-4-6", Some("2024-04-06")),
            ("20240416", Some("2024-04-16")),
            ("2024-04", Some("2024-04")),
            ("2024", Some("2024")),
            ("2024-19-40", None),
            ("2023-02-29", None),
            ("2024-02-29", Some("2024-02-29")),
            ("1970-01-01T00:00:00Z", None),
            ("0000-00-00", None),
            ("20244", None),
        ];
        for (text, expected) in cases {
            assert_eq!(iso(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn months_are_read_in_their_languages() {
        let cases = [
            ("af", "5 Maart 2024"),
            ("ar", "5 مارس 2024"),
            ("ar", "٥ آذار ٢٠٢٤"),
            ("az", "5 mart 2024"),
            ("be", "5 сакавіка 2024"),
            ("bg", "5 март 2024 г."),
            ("bn", "৫ মার্চ ২০২৪"),
            ("ca", "5 de març de 2024"),
            ("cs", "5. března 2024"),
            ("cy", "5 Mawrth 2024"),
            ("da", "5. marts 2024"),
            ("de", "Dienstag, 5. März 2024"),
            ("el", "5 Μαρτίου 2024"),
            ("en", "March 5th, 2024"),
            ("eo", "5 marto 2024"),
            ("es", "5 de marzo de 2024"),
            ("et", "5. märts 2024"),
            ("eu", "2024ko martxoaren 5a"),
            ("fa", "۵ مارس ۲۰۲۴"),
            ("fi", "5. maaliskuuta 2024"),
            ("fr", "mardi 5 mars 2024"),
            ("ga", "5 Márta 2024"),
            ("gl", "5 de marzo de 2024"),
            ("he", "5 במרץ 2024"),
            ("hi", "5 मार्च 2024"),
            ("hr", "5. ožujka 2024."),
            ("hu", "2024. március 5."),
            ("hy", "5 մարտի 2024"),
            ("id", "5 Maret 2024"),
            ("is", "5. mars 2024"),
            ("it", "5 marzo 2024"),
            ("ja", "2024年3月5日"),
            ("ka", "5 მარტი 2024"),
            ("ko", "2024년 3월 5일"),
            ("ko", "2024. 3. 5."),
            ("lt", "2024 m. kovo 5 d."),
            ("lv", "2024. gada 5. martā"),
            ("mk", "5 март 2024"),
            ("ms", "5 Mac 2024"),
            ("nb", "5. mars 2024"),
            ("nl", "5 maart 2024"),
            ("pl", "5 marca 2024"),
            ("pt", "5 de março de 2024"),
            ("ro", "5 martie 2024"),
            ("ru", "5 марта 2024 года"),
            ("sk", "5. marca 2024"),
            ("sl", "5. marec 2024"),
            ("sq", "5 mars 2024"),
            ("sr", "5. март 2024."),
            ("sv", "den 5 mars 2024"),
            ("sw", "5 Machi 2024"),
            ("ta", "5 மார்ச் 2024"),
            ("te", "5 మార్చి 2024"),
            ("th", "5 มีนาคม 2567"),
            ("tl", "Marso 5, 2024"),
            ("tr", "5 Mart 2024"),
            ("uk", "5 березня 2024 р."),
            ("ur", "5 مارچ 2024"),
            ("vi", "ngày 5 tháng 3 năm 2024"),
            ("zh", "2024年3月5日"),
        ];
        for (language, text) in cases {
            let reading = Reading::of_language(Some(language));
            assert_eq!(reading.date_in(text).as_deref(), Some("2024-03-05"), "{language}: {text}");
        }
    }

    #[test]
    fn times_are_read_behind_their_days() {
        let cases = [
            ("Tue, 05 Mar 2024 10:00:00 GMT", "T10:00:00Z"),
            ("Tue Mar 05 2024 10:00:00 GMT+0200 (CEST)", "T10:00:00+02:00"),
            ("March 5, 2024 at 4:15 pm EST", "T16:15:00-05:00"),
            ("March 5, 2024 4:15pm | Ida Lund", "T16:15:00"),
            ("5 March 2024, 16:15 by Ida", "T16:15:00"),
            ("5. März 2024, 16:15 Uhr", "T16:15:00"),
            ("5. marts 2024 kl. 16.15", "T16:15:00"),
            ("le 5 mars 2024 à 16h15", "T16:15:00"),
            ("5 de marzo de 2024 a las 4:15 p. m.", "T16:15:00"),
            ("05.03.2024 16:15:30", "T16:15:30"),
            ("2024年3月5日 16:15", "T16:15:00"),
            ("2024-03-05 4:15 PM", "T16:15:00"),
            ("5 March 2024 - 4:15 pm", "T16:15:00"),
            ("16:15, 5 March 2024", "T16:15:00"),
            ("Published: 4:15 pm EST, March 5, 2024", "T16:15:00-05:00"),
            ("um 16:15 Uhr, 5. März 2024", "T16:15:00"),
            ("12:40 | 5 March 2024", ""),
            ("Doors at 19:30, 5 March 2024", ""),
            ("Kick-off: 19:30, 5 March 2024", ""),
            ("Score: 3:15, 5 March 2024", ""),
            ("Luke 4:15, 5 March 2024", ""),
            ("4:15 md, 5 tetor 2024", ""),
            ("5 March 2024 | 12:40", ""),
            ("5 March 2024, 5 min, 4:15", ""),
            ("5 tetor 2024, 4:15 md", ""),
            ("5 March 2024, doors at 19:30", ""),
            ("5 March 2024 opening hours 9:00", ""),
            ("5 March 2024 Luke 4:15", ""),
            ("5 March 2024, 25:70", ""),
        ];
        for (text, time) in cases {
            let date = Reading::of_language(Some("xx")).date_in(text).unwrap_or_default();
            assert_eq!(date.get(DAY..), Some(time), "{text}");
        }
    }

    #[test]
    fn a_name_that_two_languages_share_is_read_in_the_pages_own() {
        let june_or_july = |language| Reading::of_language(Some(language)).date_in("5 lip 2024");
        assert_eq!(june_or_july("hr").as_deref(), Some("2024-06-05"));
        assert_eq!(june_or_july("pl").as_deref(), Some("2024-07-05"));
    }

    #[test]
    fn numbers_are_read_where_their_order_is_in_no_doubt() {
        let cases = [
            ("31/12/2023", None, Some("2023-12-31")),
            ("12/31/2023", None, Some("2023-12-31")),
            ("05.03.2024", None, Some("2024-03-05")),
            ("5.3.24", None, Some("2024-03-05")),
            ("04/05/2023", None, None),
            ("04/05/2023", Some("en"), None),
            ("04/05/2023", Some("en-GB"), Some("2023-05-04")),
            ("04/05/2023", Some("en-US"), Some("2023-04-05")),
            ("04/05/2023", Some("fr"), Some("2023-05-04")),
            ("04/04/2023", None, Some("2023-04-04")),
            ("version 1.2.2024.7", Some("de"), None),
            ("40/40/2023", Some("de"), None),
        ];
        for (text, language, expected) in cases {
            assert_eq!(Reading::of_language(language).date_in(text).as_deref(), expected, "{text} {language:?}");
        }
        assert_eq!(order_in("open on 23/06/2023"), Some(Order::DayFirst));
        assert_eq!(order_in("open on 06/23/2023"), Some(Order::MonthFirst));
        assert_eq!(order_in("open on 23-06-2023"), Some(Order::DayFirst));
        assert_eq!(order_in("open on 06/07/2023"), None);
    }

    #[test]
    fn what_is_no_date_gives_none() {
        for text in
            ["", "yesterday", "3 days ago", "vor 3 Stunden", "Marginal notes", "market 5 2024", "may", "1,024 pages"]
        {
            assert_eq!(Reading::default().date_in(text), None, "{text}");
        }
    }
}
