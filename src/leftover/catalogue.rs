//! Data files to matchers. In: wordings and vocabularies as they ship. Out: one automaton and one table, built once.
//! Never looks at a page but to scan it.

use super::{Kind, Strength, fold};
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// A wording that systems ship.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// What it is.
    pub kind: Kind,
    /// How much it proves.
    pub strength: Strength,
    /// As the system spells it.
    pub wording: Cow<'static, str>,
    /// The system it comes from.
    pub system: Cow<'static, str>,
}

/// What a scan of one block found.
#[derive(Clone, Debug, Default)]
pub(super) struct Hits {
    /// Wordings with their bytes in the folded text, in order, without overlap.
    pub wordings: Vec<(Range<usize>, usize)>,
    /// A mark of a template language stands in it.
    pub has_marker: bool,
    /// A word of an instruction to the site's owner stands in it.
    pub has_cue: bool,
}

/// Wordings of a user's own.
///
/// ```
/// use pagesieve::leftover::Wordings;
///
/// assert!(Wordings::parse("Your slogan sits here\tOurBuilder\ten\tsure\n").is_ok());
/// let error = Wordings::parse("# wording\tsystem\tlanguage\tsafety\nYour slogan\tOurBuilder\ten\tmaybe\n").unwrap_err();
/// assert_eq!(error.line, 2);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Wordings {
    entries: Vec<Entry>,
}

/// A line of a wordings file that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordingsError {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub why: &'static str,
}

impl std::fmt::Display for WordingsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.why)
    }
}

impl std::error::Error for WordingsError {}

impl Wordings {
    /// Reads lines of tab-separated fields, as in `src/leftover/data`: wording, system, language, safety (`sure`, `likely`
    /// or `possible`), and if wanted a source. Lines that begin with `#` are comments. What they name counts as
    /// [`Kind::Placeholder`].
    ///
    /// # Errors
    /// On the first line with other fields.
    pub fn parse(text: &str) -> Result<Wordings, WordingsError> {
        let mut own = Wordings::default();
        for (i, line) in text.lines().enumerate() {
            let fail = |why| Err(WordingsError { line: i + 1, why });
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
            let [wording, system, _language, safety, ..] = fields[..] else {
                return fail("expected wording, system, language and safety, parted by tabs");
            };
            if pattern(wording).is_empty() {
                return fail("the wording is empty");
            }
            let Some(strength) = strength(safety) else { return fail("the safety is none of sure, likely, possible") };
            let (wording, system) = (Cow::Owned(wording.to_owned()), Cow::Owned(system.to_owned()));
            own.entries.push(Entry { kind: Kind::Placeholder, strength, wording, system });
        }
        Ok(own)
    }
}

fn strength(safety: &str) -> Option<Strength> {
    match safety {
        "sure" => Some(Strength::Sure),
        "likely" => Some(Strength::Likely),
        "possible" => Some(Strength::Possible),
        _ => None,
    }
}

/// The families of dummy words, as bits: a word can be of several.
pub(super) mod family {
    /// In no prose but dummy text.
    pub const STRONG: u8 = 1;
    /// Latin that dummy text uses.
    pub const PLAIN: u8 = 2;
    /// Of the Ciceronian passages that word generators draw from.
    pub const LATE: u8 = 4;
    /// Says nothing either way.
    pub const SHORT: u8 = 8;
}

/// The wordings and vocabularies that leftovers are known by, built once and shared by all pages.
#[derive(Clone, Debug)]
pub struct Catalogue {
    automaton: Option<AhoCorasick>,
    entries: Vec<Entry>,
    vocabulary: HashMap<&'static str, u8>,
    /// For each first letter the set of second letters, and for each last letter the set of those before it: most words
    /// need no look-up.
    starts: [u32; 26],
    ends: [u32; 26],
}

const FILES: [(Kind, &str); 3] = [
    (Kind::Placeholder, include_str!("data/placeholder.tsv")),
    (Kind::Lorem, include_str!("data/filler.tsv")),
    (Kind::Unrendered, include_str!("data/leak.tsv")),
];
const VOCABULARY: &str = include_str!("data/vocabulary.txt");

/// Marks of template languages.
const MARKERS: [&str; 10] = ["{{", "{%", "${", "%%", "<%", "__msg_", "*|", "@@", "#{", "["];
/// Words without which a text is no instruction or label of a builder.
const CUES: [&str; 14] = [
    " here",
    "click",
    " title",
    "heading",
    "placeholder",
    "dummy",
    "sample",
    "example",
    "edit ",
    "replace ",
    " name",
    "goes",
    "text",
    "subtitle",
];

impl Catalogue {
    /// The wordings that ship with pagesieve.
    pub fn builtin() -> Self {
        Catalogue::with(&Wordings::default())
    }

    /// The wordings that ship with pagesieve, and the user's.
    pub fn with(own: &Wordings) -> Self {
        let shipped = FILES.iter().flat_map(|&(kind, file)| rows(kind, file));
        let entries: Vec<Entry> = shipped.chain(own.entries.iter().cloned()).collect();
        let folded = entries.iter().map(|entry| pattern(&entry.wording));
        let patterns = folded.chain(MARKERS.iter().chain(&CUES).map(|&p| p.to_owned()));
        let patterns = patterns.chain(std::iter::once("{".to_owned()));
        let automaton = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .match_kind(MatchKind::LeftmostLongest)
            .build(patterns)
            .ok();
        let mut vocabulary = HashMap::new();
        let (mut starts, mut ends) = ([0u32; 26], [0u32; 26]);
        for line in VOCABULARY.lines().filter(|line| !line.starts_with('#')) {
            let (name, words) = line.split_once(' ').unwrap_or_default();
            let bit = match name {
                "strong" => family::STRONG,
                "plain" => family::PLAIN,
                "late" => family::LATE,
                _ => family::SHORT,
            };
            for word in words.split_whitespace() {
                *vocabulary.entry(word).or_insert(0) |= bit;
                for (set, (letter, beside)) in [(&mut starts, letters(word)), (&mut ends, last_letters(word))]
                    .into_iter()
                    .filter_map(|(set, pair)| Some((set, pair?)))
                {
                    if let Some(bits) = set.get_mut(letter) {
                        *bits |= 1 << beside;
                    }
                }
            }
        }
        Catalogue { automaton, entries, vocabulary, starts, ends }
    }

    /// The entry with this number.
    pub(super) fn entry(&self, number: usize) -> Option<&Entry> {
        self.entries.get(number)
    }

    /// Families of a folded word; 0 where it is of none.
    pub(super) fn families(&self, word: &str) -> u8 {
        let is_in = |set: &[u32; 26], pair: Option<(usize, u32)>| {
            pair.is_some_and(|(letter, beside)| set.get(letter).is_some_and(|bits| bits >> beside & 1 == 1))
        };
        if is_in(&self.starts, letters(word)) && is_in(&self.ends, last_letters(word)) {
            self.vocabulary.get(word).copied().unwrap_or(0)
        } else {
            0
        }
    }

    /// Scans a folded text in one pass.
    pub(super) fn scan(&self, folded: &str) -> Hits {
        let mut hits = Hits::default();
        let Some(automaton) = &self.automaton else { return hits };
        for hit in automaton.find_iter(folded) {
            let number = hit.pattern().as_usize();
            let cues = self.entries.len() + MARKERS.len();
            if number < self.entries.len() {
                if stands_alone(folded, hit.range()) {
                    hits.wordings.push((hit.range(), number));
                }
                // A wording hides the cues inside it.
                hits.has_cue = true;
                hits.has_marker |= folded.get(hit.range()).is_some_and(|text| text.contains(['[', '{']));
            } else if number < cues || number == cues + CUES.len() {
                hits.has_marker = true;
            } else {
                hits.has_cue = true;
            }
        }
        hits
    }
}

/// First and second letter as numbers, where both are `a` to `z`.
fn letters(word: &str) -> Option<(usize, u32)> {
    let &[first, second, ..] = word.as_bytes() else { return None };
    pair(first, second)
}

/// Last letter and the one before it.
fn last_letters(word: &str) -> Option<(usize, u32)> {
    let &[.., before, last] = word.as_bytes() else { return None };
    pair(last, before)
}

/// Two letters as numbers.
fn pair(one: u8, other: u8) -> Option<(usize, u32)> {
    let are_letters = one.is_ascii_lowercase() && other.is_ascii_lowercase();
    are_letters.then(|| (usize::from(one - b'a'), u32::from(other - b'a')))
}

/// The rows of a data file.
fn rows(kind: Kind, file: &'static str) -> impl Iterator<Item = Entry> {
    file.lines().filter(|line| !line.starts_with('#')).filter_map(move |line| {
        let mut fields = line.split('\t');
        let (wording, system, _language) = (fields.next()?, fields.next()?, fields.next()?);
        let strength = strength(fields.next()?)?;
        Some(Entry { kind, strength, wording: Cow::Borrowed(wording), system: Cow::Borrowed(system) })
    })
}

/// A wording as it is searched for: folded, without its final stop.
fn pattern(wording: &str) -> String {
    let mut folded = String::new();
    fold::fold(wording, &mut folded);
    folded.trim_end_matches(['.', '!', '?', '。', ' ']).to_owned()
}

/// Whether a hit begins and ends at the edges of words; scripts without spaces have none.
fn stands_alone(folded: &str, range: Range<usize>) -> bool {
    let is_word = |c: char| c.is_alphanumeric() && !matches!(c, '\u{0e00}'..='\u{0e7f}' | '\u{2e80}'..='\u{d7ff}');
    let before = folded.get(..range.start).and_then(|s| s.chars().next_back());
    let after = folded.get(range.end..).and_then(|s| s.chars().next());
    let hit = folded.get(range).unwrap_or_default();
    let (first, last) = (hit.chars().next(), hit.chars().next_back());
    let edge = |inner: Option<char>, outer: Option<char>| !(inner.is_some_and(is_word) && outer.is_some_and(is_word));
    edge(first, before) && edge(last, after)
}
