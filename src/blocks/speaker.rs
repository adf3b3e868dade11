//! Lines that say whose words follow. In: a line. Out: the name in it.

use crate::months::month_of;

/// Words behind a name, in small letters.
const SAYS: [&str; 24] = [
    " says",
    " said",
    " wrote",
    " writes",
    " sagt",
    " sagte",
    " schreibt",
    " schrieb",
    " a dit",
    " dit",
    " a écrit",
    " dice",
    " dijo",
    " escribió",
    " diz",
    " disse",
    " escreveu",
    " ha scritto",
    " ha detto",
    " zegt",
    " schreef",
    " skrev",
    " napisał",
    " написал",
];

/// Words before a name, in small letters.
const BY: [&str; 10] = [
    "originally posted by",
    "quote from",
    "quoting",
    "zitat von",
    "ursprünglich von",
    "citation de",
    "cita de",
    "iniciado por",
    "citazione di",
    "citaat van",
];

/// Words before a name in a sentence, in small letters: "Then Anna said" tells a story. None of them is a name with another
/// behind it, as "So" is.
const BEFORE_NAMES: [&str; 18] = [
    "alors",
    "als",
    "and",
    "but",
    "dann",
    "dopo",
    "entonces",
    "et",
    "luego",
    "och",
    "poi",
    "potem",
    "puis",
    "then",
    "toen",
    "und",
    "when",
    "потом",
];

/// Words in a name's place, in small letters. Those that are names as well ("Elle", "Ona") are left out.
const FOR_NAMES: [&str; 10] = ["er", "he", "hij", "ich", "she", "sie", "they", "we", "он", "она"];

/// Characters and words of the longest name.
const LONGEST: usize = 40;
const MOST_WORDS: usize = 4;

/// Bytes of the longest line that names somebody, and of the longest date in it.
const LONGEST_LINE: usize = 160;
const LONGEST_DATE: usize = 60;

/// Words around a date, in small letters.
const AROUND_DATES: [&str; 18] =
    ["on", "at", "am", "um", "uhr", "pm", "le", "à", "el", "a", "las", "em", "às", "il", "op", "om", "den", "kl"];

/// A line before the word at its end that says that somebody speaks.
pub(crate) fn without_says(line: &str) -> Option<&str> {
    SAYS.iter().find_map(|says| {
        let at = line.len().checked_sub(says.len())?;
        // all begin with a space
        let (name, end) = (line.get(..at)?, line.get(at..).filter(|end| end.starts_with(' '))?);
        (end.to_lowercase() == *says).then_some(name)
    })
}

/// Whom a line over a quotation names, where it says nothing else but when: `Anna wrote:`, `On 3 May, Anna said: ↑`,
/// `Originally posted by Anna`, `Quote from: Anna on 3 May`.
pub(crate) fn named(line: &str) -> Option<&str> {
    let line = Some(line.trim()).filter(|line| line.len() <= LONGEST_LINE)?;
    let name = before_colon(line).filter(|name| !tells(name)).or_else(|| behind_by(line))?;
    let is_name = name.contains(char::is_alphanumeric)
        && name.chars().count() <= LONGEST
        && name.split_whitespace().count() <= MOST_WORDS
        && !name.contains([',', ')'])
        && !name.ends_with('.');
    is_name.then_some(name)
}

/// Whether words before one that says are the beginning of a sentence. "He Ying" is a name.
fn tells(words: &str) -> bool {
    let mut words = words.split_whitespace();
    let first = words.next().unwrap_or_default().to_lowercase();
    let second = words.next();
    let is_small = |word: &str| !word.starts_with(char::is_uppercase);
    second.is_some() && BEFORE_NAMES.contains(&first.as_str())
        || second.is_none_or(is_small) && FOR_NAMES.contains(&first.as_str())
}

/// The name before a word that says, a colon, and perhaps an arrow or a date; without the time before it.
fn before_colon(line: &str) -> Option<&str> {
    let mut colons = line.match_indices([':', '：']);
    let (name, rest) =
        colons.find_map(|(at, colon)| Some((without_says(line.get(..at)?)?, line.get(at + colon.len()..)?)))?;
    let name = behind_time(name, ", ").unwrap_or(name);
    let name = behind_time(name, ")").unwrap_or(name);
    let is_sign = |c: char| c.is_whitespace() || matches!(c, '←'..='⇿' | '»' | '›' | '>' | '^');
    let rest = rest.trim_matches(is_sign);
    (rest.is_empty() || is_date(rest)).then(|| name.trim())
}

/// What stands behind a time and a sign.
fn behind_time<'a>(line: &'a str, sign: &str) -> Option<&'a str> {
    let (time, rest) = line.rsplit_once(sign)?;
    time.contains(|c: char| c.is_ascii_digit()).then_some(rest)
}

/// The name behind words that say whose words follow, without the date behind it.
fn behind_by(line: &str) -> Option<&str> {
    let by = BY.iter().find_map(|by| {
        let (head, rest) = line.split_at_checked(by.len())?;
        (head.to_lowercase() == *by).then_some(rest)
    })?;
    let is_apart = by.starts_with([' ', ':']);
    let name = by.trim_start_matches([':', ' ']);
    let is_dated = |(at, _): &(usize, &str)| name.get(*at..).is_some_and(|rest| begins_as_date(rest) && is_date(rest));
    let dated = name.match_indices(' ').find(is_dated);
    let name = dated.and_then(|(at, _)| name.get(..at)).unwrap_or(name);
    Some(name.trim_end_matches([':', ' ', ','])).filter(|_| is_apart)
}

/// Whether all of a text is a date: numbers with a month's name or a year, and at most one other word (that of the day).
fn is_date(text: &str) -> bool {
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let (mut n_numbers, mut n_months, mut has_year, mut n_others) = (0, 0, false, 0);
    for word in words_of(text).take_while(|_| text.len() <= LONGEST_DATE) {
        let is_year = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
        has_year |= is_year;
        match word.to_lowercase() {
            word if is_number(&word) => n_numbers += 1,
            word if AROUND_DATES.contains(&word.as_str()) => {}
            word if month_of(&word).is_some() => n_months += 1,
            _ => n_others += 1,
        }
    }
    n_others <= 1 && (n_months == 1 && n_numbers > 0 || n_months == 0 && has_year && n_numbers > 2)
}

/// Whether a text begins as a date does.
fn begins_as_date(text: &str) -> bool {
    words_of(text).next().is_some_and(|word| {
        let word = word.to_lowercase();
        word.starts_with(|c: char| c.is_ascii_digit())
            || AROUND_DATES.contains(&word.as_str())
            || month_of(&word).is_some()
    })
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn lines_over_quotations_name_who_wrote() {
        for line in [
            "Anna wrote:",
            "Anna said: ↑",
            "Anna schrieb: 3. Mai 2022",
            "3 minutes ago, Anna said:",
            "On 8/26/2024 at 5:29 PM, Anna said:",
            "(2024-01-05, 03:34 AM)Anna Wrote: ",
            "Originally Posted by Anna ",
            "Quote from: Anna on June 09, 2024, 03:29:46 AM",
            "Quoting Anna:",
            "Zitat von Anna am 3. Mai 2022",
            "Originally posted by Anna on Sunday 3 May, 5:29",
            "Anna wrote: Sun Jun 09, 2024 3:29 pm",
        ] {
            assert_eq!(named(line), Some("Anna"), "{line}");
        }
        for name in ["Ella", "So Young", "He Ying", "Then"] {
            assert_eq!(named(&format!("{name} said: ↑")), Some(name), "{name}");
        }
        assert_eq!(named("Originally posted by He"), Some("He"));
        for line in [
            "Then Anna said:",
            "She said:",
            "He then said:",
            "I will end with some questions:",
            "Quotes",
            "Quote",
            "The sea said nothing.",
            "quote:",
            "Anna said: the sea is cold today.",
            "Anna sagt: am 3. Mai kommt sie wieder.",
            "When all of it was done, Anna said:",
            "Originally posted by Anna on Sunday the boats are back.",
        ] {
            assert_eq!(named(line), None, "{line}");
        }
    }
}
