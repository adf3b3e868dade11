//! Lines that say whose words follow. In: a line. Out: the name in it.

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

/// Characters of the longest name.
const LONGEST: usize = 40;

/// A line before the word at its end that says that somebody speaks.
pub(crate) fn without_says(line: &str) -> Option<&str> {
    SAYS.iter().find_map(|says| {
        let at = line.len().checked_sub(says.len())?;
        let (name, end) = (line.get(..at)?, line.get(at..)?);
        (end.to_lowercase() == *says).then_some(name)
    })
}

/// Whom a line over a quotation names: `Anna wrote:`, `On 3 May, Anna said: ↑`, `Originally posted by Anna`, `Quote from:
/// Anna on 3 May`.
pub(crate) fn named(line: &str) -> Option<&str> {
    let line = line.trim();
    let name = before_colon(line).or_else(|| behind_by(line))?;
    let is_name =
        name.contains(char::is_alphanumeric) && name.chars().count() <= LONGEST && !name.ends_with(['.', ',']);
    is_name.then_some(name)
}

/// The name before a word that says, a colon, and perhaps an arrow and a date; without the date before it.
fn before_colon(line: &str) -> Option<&str> {
    let mut colons = line.match_indices([':', '：']);
    let (name, _) = colons.find_map(|(at, _)| Some((without_says(line.get(..at)?)?, at)))?;
    let name = name.rsplit_once(", ").map_or(name, |(_, name)| name);
    Some(name.rsplit_once(')').map_or(name, |(_, name)| name).trim())
}

/// The name behind words that say whose words follow, without the date behind it.
fn behind_by(line: &str) -> Option<&str> {
    let by = BY.iter().find_map(|by| {
        let (head, rest) = line.split_at_checked(by.len())?;
        (head.to_lowercase() == *by).then_some(rest)
    })?;
    let is_apart = by.starts_with([' ', ':']);
    let name = by.trim_start_matches([':', ' ']);
    let name = name.split_once(" on ").map_or(name, |(name, _)| name);
    Some(name.trim_end_matches([':', ' '])).filter(|_| is_apart)
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
        ] {
            assert_eq!(named(line), Some("Anna"), "{line}");
        }
        for line in ["I will end with some questions:", "Quotes", "Quote", "The sea said nothing.", "quote:"] {
            assert_eq!(named(line), None, "{line}");
        }
    }
}
