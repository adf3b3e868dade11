//! Default names of a page's parts: `Card Title`, `Slide 2 heading`, `[Your Name]`, `TitleSubtitle`, captions of no picture.
//! In: a short block. Out: a finding where no word of it says anything.

use super::catalogue::Catalogue;
use super::lexicon::{Lexicon, class};
use super::scan::Signs;
use super::{Finding, Kind, Seen, Strength};
use crate::blocks::{BlockKind, GroupKind};

/// Words of a label, at most.
const MOST_WORDS: u32 = 8;

/// Finds default labels.
pub(super) fn find(seen: &Seen<'_>, catalogue: &Catalogue) -> Option<Finding> {
    if seen.signs.words > MOST_WORDS || matches!(seen.group, GroupKind::Cell { .. } | GroupKind::Term) {
        return None;
    }
    let lexicon = catalogue.lexicon();
    let placeholder = |strength, wording| Some(Finding::whole(Kind::Placeholder, strength, wording));
    if let Some(strength) = bracketed(seen.folded, lexicon) {
        return placeholder(strength, BRACKETED);
    }
    if default_names(seen.text) >= 2 {
        return placeholder(Strength::Sure, "default headings run together");
    }
    if seen.group == GroupKind::FigureCaption && says_no_picture(seen.folded, lexicon) {
        return placeholder(Strength::Sure, "a caption that describes no picture");
    }
    let strength = label(seen, lexicon)?;
    placeholder(strength, "a builder's label")
}

/// What a finding on a bracketed name is called.
pub(super) const BRACKETED: &str = "a bracketed blank";

/// `[Insert text here]`, `[Your Name]`, `<your title>`: sure with a word of filling in, likely with names of blanks alone.
fn bracketed(folded: &str, lexicon: &Lexicon) -> Option<Strength> {
    let text = folded.trim();
    let inner = [('[', ']'), ('<', '>'), ('{', '}')]
        .iter()
        .find_map(|&(open, close)| text.strip_prefix(open)?.strip_suffix(close).map(|inner| (open, inner)));
    let (open, inner) = inner?;
    // `<input type="text">` and the like are code
    if !inner.chars().all(|c| c.is_alphanumeric() || " '-,/&.".contains(c)) || (open != '[' && !inner.contains(' ')) {
        return None;
    }
    let words: Vec<(&str, u32)> = lexicon.read(inner).collect();
    let blank = class::NOUN
        | class::THING
        | class::PART
        | class::PLACE
        | class::ROLE
        | class::OWN
        | class::VERB
        | class::SIGNAL
        | class::HERE
        | class::STOP
        | class::IMAGE
        | class::OWNER;
    let all = words.iter().all(|(_, classes)| classes & blank != 0);
    let (&(first, classes), n) = (words.first()?, words.len());
    let fills = matches!(
        first,
        "insert"
            | "add"
            | "enter"
            | "your"
            | "placeholder"
            | "type"
            | "put"
            | "write"
            | "replace"
            | "edit"
            | "sample"
            | "dummy"
    ) || classes & (class::VERB | class::SIGNAL) != 0;
    let names =
        words.iter().any(|(_, c)| c & (class::NOUN | class::THING | class::PLACE | class::ROLE | class::OWNER) != 0);
    match (fills && names && n >= 2, all) {
        (true, true) => Some(Strength::Sure),
        (false, true) if open == '[' && n >= 2 && names => Some(Strength::Likely),
        (true, false) if open == '[' && first == "insert" && n <= 6 => Some(Strength::Sure),
        _ => None,
    }
}

/// Whether a text may be default names run together, which as one word are none of the lexicon's.
pub(super) fn may_be_run_together(text: &str, signs: Signs) -> bool {
    signs.words <= 4
        && text.len() >= 10
        && text.starts_with(['H', 'S', 'T', 'M', 'P', 'C', 'Y'])
        && (holds(text, b"itle") || holds(text, b"ead"))
}

/// Whether a short text has these few letters in it.
fn holds<const N: usize>(text: &str, letters: &[u8; N]) -> bool {
    text.as_bytes().windows(N).any(|here| here == letters)
}

/// How many default names of headings make up all of a text (`HeadingHeading 3`, `TitleSubtitle`); 0 where anything else is
/// in it.
fn default_names(text: &str) -> u32 {
    const NAMES: [&str; 18] = [
        "subheading",
        "sub heading",
        "sub-heading",
        "subheadline",
        "section heading",
        "section title",
        "section subtitle",
        "main heading",
        "main title",
        "page title",
        "card title",
        "heading",
        "headline",
        "subtitle",
        "sub title",
        "title",
        "tagline",
        "your title here",
    ];
    let mut count = 0;
    let mut rest = text.trim();
    while !rest.is_empty() {
        let starts = |name: &&&str| rest.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
        let Some(name) = NAMES.iter().filter(starts).max_by_key(|name| name.len()) else { return 0 };
        // each name stands as one writes a heading: with a capital
        if !rest.starts_with(|c: char| c.is_uppercase()) {
            return 0;
        }
        let after = rest.get(name.len()..).unwrap_or_default();
        let number = after.trim_start();
        let digits = number.bytes().take_while(u8::is_ascii_digit).count().min(1);
        rest = number.get(digits..).unwrap_or_default().trim_start();
        count += 1;
    }
    count
}

/// Whether every word of a caption is of pictures and placeholders.
fn says_no_picture(folded: &str, lexicon: &Lexicon) -> bool {
    let text = folded.trim();
    let is_file =
        [".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg"].iter().any(|end| text.ends_with(end)) && !text.contains(' ');
    let allowed = class::IMAGE | class::STOP | class::OWN | class::SIGNAL | class::HERE | class::VERB | class::NOUN;
    let words = || lexicon.read(folded).filter(|(word, _)| !word.bytes().all(|b| b.is_ascii_digit()));
    let telling = words().filter(|(_, classes)| classes & (class::IMAGE | class::NOUN) != 0).count();
    is_file || (telling > 0 && words().all(|(_, classes)| classes & allowed != 0))
}

/// Words that builders call a heading or a text by.
const TITLES: [&str; 11] = [
    "title",
    "heading",
    "headline",
    "subtitle",
    "subheading",
    "text",
    "subheadline",
    "tagline",
    "paragraph",
    "caption",
    "subtext",
];

/// Words before them that only tell one from another, beside those of [`class::PART`].
const PARTS: [&str; 20] = [
    "main",
    "sub",
    "small",
    "big",
    "large",
    "secondary",
    "primary",
    "body",
    "button",
    "image",
    "first",
    "one",
    "two",
    "three",
    "four",
    "second",
    "third",
    "long",
    "short",
    "another",
];

/// A label's words but for counters (`Slide 2`), and what they can be.
struct Label<'a> {
    words: Vec<(&'a str, u32)>,
    has_number: bool,
}

/// Strength of a label; none where a word of it says something.
fn label(seen: &Seen<'_>, lexicon: &Lexicon) -> Option<Strength> {
    let all: Vec<(&str, u32)> = lexicon.read(seen.folded).collect();
    let is_counter = |(word, _): &(&str, u32)| word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
    let has_number = all.iter().any(is_counter);
    let label = Label { words: all.into_iter().filter(|word| !is_counter(word)).collect(), has_number };
    let is_plain = seen.text.chars().all(|c| c.is_alphanumeric() || " '’-–#&,.…!*/\u{a0}\n()\"“”".contains(c));
    let n = label.words.len();
    if n == 0 || n > 5 || !is_plain || seen.text.ends_with('?') || seen.text.starts_with('-') {
        return None;
    }
    let by_signal = || label.by_signal();
    let asks = || label.asks_the_owner().then_some(Strength::Likely);
    by_signal().or_else(asks).or_else(|| label.names_a_part()).or_else(|| label.of_one_word(seen))
}

impl Label<'_> {
    /// Whether the word at this place is of these classes.
    fn is(&self, at: usize, classes: u32) -> bool {
        self.words.get(at).is_some_and(|(_, c)| c & classes != 0)
    }

    fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |(word, _)| *word)
    }

    /// Whether a word of these classes stands in it.
    fn has(&self, classes: u32) -> bool {
        self.words.iter().any(|(_, c)| c & classes != 0)
    }

    /// Whether all words are of these classes.
    fn is_all(&self, classes: u32) -> bool {
        self.words.iter().all(|(_, c)| c & classes != 0)
    }

    /// `Placeholder image`, `Text de remplissage`, `Überschrift (Platzhalter)`; likely: `Sample text`.
    fn by_signal(&self) -> Option<Strength> {
        let signals = |word: &str| {
            matches!(word, "placeholder" | "dummy" | "blindtext" | "lorem")
                || ["platzhalter", "plats", "plads"].iter().any(|start| word.starts_with(start))
        };
        if self.words.len() < 2 {
            return None;
        }
        let parts = class::NOUN | class::THING | class::PART | class::STOP | class::SIGNAL | class::IMAGE | class::OWN;
        let says = self.words.iter().any(|(word, _)| signals(word));
        if says && self.has(class::NOUN | class::IMAGE) && self.is_all(parts) {
            return Some(Strength::Sure);
        }
        let is_sample = self.has(class::SIGNAL) && self.has(class::NOUN);
        let is_all = self.is_all(class::NOUN | class::PART | class::STOP | class::SIGNAL);
        (is_sample && is_all).then_some(Strength::Likely)
    }

    /// `Your headline`, `Your title text`; `Add a heading`, `Enter title`, `Titel eingeben`.
    fn asks_the_owner(&self) -> bool {
        let n = self.words.len();
        if !(2..=4).contains(&n) {
            return false;
        }
        let at = usize::from(matches!(self.word(0), "il" | "la" | "o" | "a" | "the" | "el"));
        let owned = self.is(at, class::OWN)
            && self.is(n - 1, class::NOUN)
            && self.is_all(class::NOUN | class::PART | class::OWN | class::STOP | class::OWNER);
        let fills = self.is(0, class::VERB) && self.is(n - 1, class::NOUN)
            || (n == 2 && self.is(1, class::VERB) && self.is(0, class::NOUN));
        owned || (fills && self.is_all(class::NOUN | class::VERB | class::STOP | class::PART | class::OWN))
    }

    /// `Card title`, `Main heading text`; `Feature description`, surer with a number.
    fn names_a_part(&self) -> Option<Strength> {
        let n = self.words.len();
        let is_part = |at: usize| self.is(at, class::PART) || PARTS.contains(&self.word(at));
        if (2..=3).contains(&n) && TITLES.contains(&self.word(n - 1)) && (0..n - 1).all(is_part) {
            return Some(Strength::Likely);
        }
        let last = self.word(1);
        let names = n == 2 && is_part(0);
        (names && matches!(last, "description" | "name" | "label" | "content" | "image" | "item"))
            .then_some(if self.has_number && last != "name" { Strength::Likely } else { Strength::Possible })
    }

    /// `Heading`, `Title 2`.
    fn of_one_word(&self, seen: &Seen<'_>) -> Option<Strength> {
        if self.words.len() != 1 {
            return None;
        }
        let word = self.word(0);
        if matches!(word, "heading" | "subheading" | "headline" | "subheadline") {
            return Some(if names_its_level(seen) { Strength::Sure } else { Strength::Likely });
        }
        if TITLES.contains(&word) {
            return Some(if self.has_number { Strength::Likely } else { Strength::Possible });
        }
        (self.has_number && self.is(0, class::PART | class::NOUN)).then_some(Strength::Possible)
    }
}

/// Whether a heading of level n is called "Heading n": what a builder writes into a new one, and hardly anybody else.
pub(super) fn names_its_level(seen: &Seen<'_>) -> bool {
    let number = seen.folded.trim().strip_prefix("heading").map(str::trim_start);
    matches!(seen.kind, BlockKind::Heading(level) if number.is_some_and(|n| n.parse() == Ok(level)))
}
