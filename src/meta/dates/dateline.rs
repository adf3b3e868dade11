//! Lines that are a date and nothing else. In: a short line. Out: whether all that stands beside its one date is a time, the
//! time that reading takes, who wrote, and words of publication.

use super::super::authors::is_writer;
use super::parse::{FILLERS, Reading};
use super::shown::is_of_page;
use crate::months::month_of;

/// Whether a line is one date, and no more than says that it is the page's. Two years or two days are a life, a war, an opening.
pub(super) fn is_alone(line: &str, reading: &Reading) -> bool {
    let mut count = Count::default();
    let is_sign = |c: char| matches!(c, ',' | '|' | '·' | '•' | '–' | '—' | '\n');
    let mut parts = line.split(is_sign).map(|part| without_reading_time(without_writer(part.trim())));
    parts.all(|part| part.split_whitespace().all(|word| count.takes(word)))
        && count.is_one_date()
        && reading.date_in(line).is_some()
}

/// `3 May 2018 by Ida Lund` without who wrote.
fn without_writer(part: &str) -> &str {
    const BY: [&str; 6] = [" by ", " von ", " par ", " por ", " da ", " door "];
    if is_writer(part) {
        return "";
    }
    let is_signed = |(_, name): &(&str, &str)| is_writer(&format!("by {name}"));
    let cut = BY.into_iter().filter_map(|by| part.rsplit_once(by)).find(is_signed);
    cut.map_or(part, |(before, _)| before)
}

/// `7 min read` is no part of a date.
fn without_reading_time(part: &str) -> &str {
    const WORDS: [&str; 9] = ["min", "mins", "minute", "minutes", "minuten", "minutos", "minuti", "minuter", "мин"];
    let mut words = part.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_number = words.next().is_some_and(|word| word.len() < 3 && word.bytes().all(|b| b.is_ascii_digit()));
    let is_length = is_number && words.next().is_some_and(|word| WORDS.contains(&word.to_lowercase().as_str()));
    if is_length && words.count() < 4 { "" } else { part }
}

/// What stands in a line.
#[derive(Default)]
struct Count {
    numbers: usize,
    months: usize,
    years: usize,
}

impl Count {
    /// Counts the parts of a word between spaces; false where one of them belongs to no date.
    fn takes(&mut self, word: &str) -> bool {
        if word.contains(['(', ')', '…', '?', '"']) {
            return false;
        }
        let word = word.to_lowercase();
        // `2022-12-07T10:10:52+01:00`, `19:30`, `16h15`
        let is_hour = |(hour, rest): (&str, &str)| {
            !hour.is_empty() && hour.bytes().chain(rest.bytes().take(1)).all(|b| b.is_ascii_digit())
        };
        let is_clock = word.contains(':') || word.split_once('h').is_some_and(is_hour) && !word.ends_with('h');
        let day = if !is_clock { word.as_str() } else { word.split_once('t').map_or("", |(day, _)| day) };
        // a label keeps its colon
        let day = if is_clock && !word.contains(|c: char| c.is_ascii_digit()) { word.as_str() } else { day };
        runs(day).into_iter().all(|(run, is_number)| if is_number { self.number(run) } else { self.letters(run) })
    }

    fn number(&mut self, run: &str) -> bool {
        self.numbers += 1;
        self.years += usize::from(run.chars().count() == 4);
        run.chars().count() <= 4
    }

    fn letters(&mut self, run: &str) -> bool {
        if month_of(run).is_some() && !is_day_of_week(run) {
            self.months += 1;
            return true;
        }
        is_day_of_week(run) || BESIDE.contains(&run) || FILLERS.contains(&run) || run != "public" && is_of_page(run)
    }

    fn is_one_date(&self) -> bool {
        self.years < 2 && self.months < 2 && self.numbers + self.months == 3
    }
}

/// Runs of digits and of letters, and whether each is of digits: `5th`, `2024年5月3日`.
fn runs(text: &str) -> Vec<(&str, bool)> {
    let mut runs = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_digit = first.is_ascii_digit();
        let is_other = |c: char| !c.is_alphanumeric() || c.is_ascii_digit() != is_digit;
        let end = rest.find(is_other).unwrap_or(rest.len()).max(first.len_utf8());
        if first.is_alphanumeric() {
            runs.push((&rest[..end], is_digit));
        }
        rest = &rest[end..];
    }
    runs
}

/// Beginnings of the days of the week, and whole short names of them.
const WEEKDAYS: [&str; 37] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "lunes",
    "martes",
    "miércoles",
    "jueves",
    "viernes",
    "sábado",
    "domingo",
    "понедельник",
    "вторник",
    "сред",
    "четверг",
    "пятниц",
    "суббот",
    "воскресенье",
    "星期",
    "曜日",
];
const SHORT_WEEKDAYS: [&str; 18] = [
    "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "mo", "di", "mi", "do", "fr", "sa", "so",
    "lun",
];

fn is_day_of_week(word: &str) -> bool {
    WEEKDAYS.iter().any(|day| word.starts_with(day)) || SHORT_WEEKDAYS.contains(&word)
}

/// Small words beside a date and its time, in small letters.
const BESIDE: [&str; 44] = [
    "on",
    "at",
    "am",
    "pm",
    "a",
    "p",
    "m",
    "h",
    "uhr",
    "um",
    "à",
    "as",
    "às",
    "las",
    "kl",
    "klo",
    "om",
    "op",
    "em",
    "den",
    "vom",
    "il",
    "est",
    "edt",
    "utc",
    "gmt",
    "cet",
    "cest",
    "pst",
    "pdt",
    "st",
    "nd",
    "rd",
    "first",
    "originally",
    "last",
    "年",
    "月",
    "日",
    "년",
    "월",
    "일",
    "г",
    "в",
];

#[cfg(test)]
mod tests {
    use super::super::parse::Reading;
    use super::is_alone;

    #[test]
    fn a_line_is_a_date_where_nothing_else_is_said() {
        let cases = [
            ("3 May 2018", true),
            ("Dec 30, 2013", true),
            ("Saturday, 3rd May 2018 at 4:15 pm EST", true),
            ("Published on 3 May 2018", true),
            ("Veröffentlicht am 3. Mai 2018, 16:15 Uhr", true),
            ("Publié le 3 mai 2018 à 16h15", true),
            ("By Ida Lund | 3 May 2018 | 7 min read", true),
            ("Ida Lund · Dec 30, 2013", true),
            ("Posted on 3 May 2018 by Ida Lund", true),
            ("2018-05-03T10:10:52+01:00", true),
            ("2018年5月3日 16:15", true),
            ("Born 3 May 1958", false),
            ("Ida Lund (3 May 1958 – 4 June 2018) kept ferries.", false),
            ("12 March 1931 – 3 May 2018", false),
            ("3.5.1958 – 4.6.2018", false),
            ("3–5 May 2018", false),
            ("The ferry, 3 January 1978. Photo: Eva", false),
            ("On 3 January 1978 the ferry sank.", false),
            ("Related: The mill (3 May 2019)", false),
            ("Recorded on 3 May 1958", false),
            ("Founded on 3 May 1958", false),
            ("Premiere: 3 May 1958", false),
            ("Died 3 May 1958", false),
            ("Open since 3 May 1958", false),
            ("In cinemas 3 May 2018", false),
            ("Version 1.2.2019", false),
            ("Public hearing 3 May 2019", false),
            ("Saturday 3 May 2019, 19:30, Town Hall", false),
            ("May 2018", false),
        ];
        for (line, expected) in cases {
            assert_eq!(is_alone(line, &Reading::default()), expected, "{line}");
        }
    }
}
