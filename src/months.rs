//! The names of the months in fifty languages.

use std::collections::HashMap;
use std::sync::LazyLock;

static NAMES: LazyLock<Names> = LazyLock::new(|| Names::read(include_str!("months.tsv")));

struct Names {
    whole: HashMap<&'static str, u32>,
    /// Beginnings, longest first.
    beginnings: Vec<(&'static str, u32)>,
    /// The table's lines by language.
    lines: HashMap<&'static str, &'static str>,
}

impl Names {
    fn read(table: &'static str) -> Names {
        let mut names = Names { whole: HashMap::new(), beginnings: Vec::new(), lines: HashMap::new() };
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            names.lines.extend(line.split_once('\t'));
            for (month, forms) in line.split('\t').skip(1).enumerate() {
                for form in forms.split('/') {
                    match form.strip_suffix('*') {
                        Some(start) => names.beginnings.push((start, month as u32 + 1)),
                        None => drop(names.whole.entry(form).or_insert(month as u32 + 1)),
                    }
                }
            }
        }
        names.beginnings.sort_by_key(|(start, _)| std::cmp::Reverse(start.len()));
        names
    }
}

/// The month, 1 to 12, that a word in small letters names in any of the languages. Where two differ (`lip` is June in
/// Croatian and July in Polish), the first of the table is taken.
pub fn month_of(word: &str) -> Option<u32> {
    let begins = || NAMES.beginnings.iter().find(|(start, _)| word.starts_with(start)).map(|&(_, month)| month);
    NAMES.whole.get(word).copied().or_else(begins)
}

/// The month in words of a language (`cs`), where they differ between languages.
pub fn month_in(word: &str, language: &str) -> Option<u32> {
    let line = NAMES.lines.get(language)?;
    let says = |form: &str| form.strip_suffix('*').map_or(form == word, |start| word.starts_with(start));
    line.split('\t').position(|forms| forms.split('/').any(says)).map(|month| month as u32 + 1)
}

/// Whether a word, in small letters, is all of a month's name or of its short form.
pub fn is_month(word: &str) -> bool {
    NAMES.whole.contains_key(word)
}
