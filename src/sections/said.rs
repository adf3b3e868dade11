//! Headings that say the page's title again. In: headings as they come. Out: whether one goes. Never drops text.

use crate::months::month_of;

/// The title that the page's headings may say again.
pub(super) struct Said {
    /// The title, letters and digits in small letters.
    title: String,
    /// Whether it was met as a heading.
    is_met: bool,
    /// Whether no heading was met yet.
    is_first: bool,
}

impl Said {
    /// Of a page with this title.
    pub(super) fn new(title: Option<&str>) -> Said {
        Said { title: title.map(plain).unwrap_or_default(), is_met: false, is_first: true }
    }

    /// Whether a heading of the page says the title again; `begins` where nothing is written yet. It is left out once, and
    /// twice where nothing stands between.
    pub(super) fn title(&mut self, heading: &str, level: u8, begins: bool) -> bool {
        let is_first = std::mem::take(&mut self.is_first);
        if self.title.is_empty() {
            return false;
        }
        let words = plain(heading);
        let says = match self.is_met {
            true => words == self.title && begins,
            false => repeats(&self.title, &words, heading, is_first && level == 1),
        };
        self.is_met |= says;
        says
    }
}

/// Letters and digits in small letters: what titles and headings are compared by.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a heading says the title again: all of it, or, as the page's first, most of its beginning, or all of it behind a
/// label or a date. One that says more behind it stays.
fn repeats(title: &str, words: &str, heading: &str, is_first: bool) -> bool {
    let is_part = || title.starts_with(words) && words.len() * 2 >= title.len();
    let is_labelled = || {
        words.ends_with(title)
            && title.len() * 3 >= words.len() * 2
            && label(heading, words.len() - title.len()).is_some_and(|l| ends_in_sign(l) || is_date(l))
    };
    !words.is_empty() && (title == words || is_first && (is_part() || is_labelled()))
}

/// The beginning of a heading that has as many bytes of letters and digits, with the signs behind them.
fn label(heading: &str, bytes: usize) -> Option<&str> {
    let mut counted = 0;
    let is_over = |c: char| {
        let is_word = c.is_alphanumeric();
        let over = is_word && counted >= bytes;
        counted += if is_word { c.to_lowercase().map(char::len_utf8).sum() } else { 0 };
        over
    };
    heading.find(is_over).and_then(|end| heading.get(..end))
}

fn ends_in_sign(label: &str) -> bool {
    label.trim_end().ends_with([':', '|', ']', '–', '—', '-', '•', '·', '：'])
}

/// Whether words are a date: a year, and beside it the numbers of a day and a month, or a month with a day or alone. "Model
/// 2019" is none.
fn is_date(label: &str) -> bool {
    let parts = || label.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let is_number = |part: &&str| part.bytes().all(|b| b.is_ascii_digit());
    let n_years = parts().filter(is_number).filter(|part| part.len() == 4).count();
    let n_days = parts().filter(is_number).filter(|part| part.len() <= 2).count();
    let n_parts = parts().count();
    let names_month = || parts().any(|part| month_of(&part.to_lowercase()).is_some());
    (2..=5).contains(&n_parts)
        && n_years == 1
        && (n_days == 2 || (n_days == 1 || n_parts == 2) && names_month())
        && parts().filter(|part| !is_number(part)).count() <= 2
}
