//! Numbers that may count pages: `Page 3`, `- 3 -`, `Lund        [3]`. In: a line. Out: its numbers, each with what stands on
//! either side. Never takes what counts parts of the text (`Chapter 3`, `3. Weirs`), days or sums.

use crate::months::is_month;

/// Numbers of a line that are looked at: tables have more.
const MOST: usize = 4;

/// What stands before the number of a page.
const PAGE: [&str; 24] = [
    "page",
    "pg",
    "p",
    "pp",
    "seite",
    "s",
    "página",
    "pág",
    "pagina",
    "pag",
    "sida",
    "side",
    "sivu",
    "strona",
    "str",
    "strana",
    "oldal",
    "sayfa",
    "halaman",
    "trang",
    "страница",
    "стр",
    "стор",
    "第",
];

/// Signs that part a number from words before it.
const PARTING: [char; 11] = ['-', '–', '—', '(', '[', '|', '·', '•', '/', '_', '~'];

/// A number of a line.
pub(super) struct Number {
    pub value: i64,
    /// What stands before it and behind it, without white space.
    pub before: String,
    pub behind: String,
}

/// The numbers of a line that may be the page's.
pub(super) fn of(line: &str) -> Vec<Number> {
    let bytes = line.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let begins = (0..bytes.len()).filter(|&at| is_digit(at) && !(at > 0 && is_digit(at - 1)));
    let begins: Vec<usize> = begins.take(MOST + 1).collect();
    if begins.len() > MOST {
        return Vec::new();
    }
    let number = |from: usize| {
        let to = (from..=bytes.len()).find(|&at| !is_digit(at))?;
        let (before, behind) = (&line[..from], &line[to..]);
        let value = line[from..to].parse::<u32>().ok()?;
        let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect();
        may_be_page(before, behind).then(|| Number {
            value: value.into(),
            before: plain(before),
            behind: plain(behind),
        })
    };
    begins.into_iter().filter_map(number).collect()
}

/// Whether a number may be that of a page by what stands on either side.
fn may_be_page(before: &str, behind: &str) -> bool {
    is_whole(before, behind) && !is_numbering(behind) && !is_day(before, behind) && stands_free(before)
}

/// Whether neither letters nor the rest of a date, time or sum are joined to a number.
fn is_whole(before: &str, behind: &str) -> bool {
    const JOINS: [char; 6] = ['-', '.', ',', ':', '/', '–'];
    let joins = |c: Option<char>, next: Option<char>| {
        c.is_some_and(|c| c.is_ascii_alphabetic() || "$€£%°".contains(c))
            || c.is_some_and(|c| JOINS.contains(&c)) && next.is_some_and(|next| next.is_ascii_digit())
    };
    let (mut back, mut on) = (before.chars().rev(), behind.chars());
    !joins(back.next(), back.next()) && !joins(on.next(), on.next())
}

/// Whether a number with this behind it counts what follows: `3. Weirs`.
fn is_numbering(behind: &str) -> bool {
    behind.starts_with(['.', ')', ':']) && behind.contains(char::is_alphabetic)
}

fn is_day(before: &str, behind: &str) -> bool {
    let is_month = |word: Option<&str>| word.is_some_and(|word| is_month(&word.to_lowercase()));
    let is_part = |c: char| !c.is_alphabetic();
    is_month(before.rsplit(is_part).find(|w| !w.is_empty())) || is_month(behind.split(is_part).find(|w| !w.is_empty()))
}

/// Whether a number begins its line, stands in a column or between signs, or behind the word for a page.
fn stands_free(before: &str) -> bool {
    let words = before.trim_end();
    if words.is_empty() || words.ends_with(PARTING) || before.ends_with("  ") {
        return true;
    }
    let last = words.trim_end_matches('.').rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    PAGE.contains(&last.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn only_what_may_be_a_page_counts() {
        let pages = [
            "Page 12",
            "- 12 -",
            "[12]",
            "12",
            "Lund   [Page 12]",
            "The Weir  12",
            "12 The Weir",
            "Seite 12 von 30",
            "第 12 页",
            "A-12",
        ];
        for line in pages {
            assert_eq!(of(line).first().map(|number| number.value), Some(12), "{line}");
        }
        let others = [
            "Chapter 12",
            "Step 12",
            "12. Weirs",
            "12 March",
            "May 12",
            "2024-05-12 12:05",
            "$12",
            "12th",
            "12,50",
            "No. 12",
            "99999999999",
            "1 2 3 4 5",
            "",
        ];
        for line in others {
            assert!(of(line).is_empty(), "{line}");
        }
    }
}
