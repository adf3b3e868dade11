//! Data files to matchers. In: wordings as they ship and the user's. Out: tables of them by their neighbouring words, built once.
//! Never looks at a page but to scan it.

use super::lexicon::{self, Lexicon};
use super::scan::{Scanner, Signs, pairs};
use super::words::{Word, Words, is_dense, pair};
use super::{Kind, Strength, fold};
use std::borrow::Cow;
use std::cmp::Reverse;
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
            if folded(wording).is_empty() {
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

/// The wordings and vocabularies that leftovers are known by, built once and shared by all pages.
#[derive(Clone, Debug)]
pub struct Catalogue {
    entries: Vec<Entry>,
    /// Wordings without their final stops, folded but for letters of ASCII: those are compared in either case.
    patterns: Vec<Cow<'static, str>>,
    /// Wordings by two neighbours in them or by their only word, in the order of those.
    anchors: Vec<Anchor>,
    /// Wordings in scripts without spaces: their first character and number, in the order of those, the longest first.
    dense: Vec<(char, usize)>,
    lexicon: Lexicon,
    scanner: Scanner,
}

/// What a wording is looked up by: the two neighbours of most letters, or its only word.
#[derive(Clone, Copy, Debug)]
struct Anchor {
    /// Hash of the neighbours or of the word.
    key: u32,
    entry: u32,
    /// Bytes of the wording before it.
    before: u32,
}

const FILES: [(Kind, &str); 4] = [
    (Kind::Placeholder, include_str!("data/placeholder.tsv")),
    (Kind::Placeholder, include_str!("data/wordpress.tsv")),
    (Kind::Lorem, include_str!("data/filler.tsv")),
    (Kind::Unrendered, include_str!("data/leak.tsv")),
];

/// Wordings in a text: their bytes and numbers, in order, without overlap.
pub(super) type Hits = Vec<(Range<usize>, usize)>;

impl Catalogue {
    /// The wordings that ship with pagesieve.
    pub fn builtin() -> Self {
        Catalogue::with(&Wordings::default())
    }

    /// The wordings that ship with pagesieve, and the user's.
    pub fn with(own: &Wordings) -> Self {
        let shipped = FILES.iter().flat_map(|&(kind, file)| rows(kind, file));
        let entries: Vec<Entry> = shipped.chain(own.entries.iter().cloned()).collect();
        let patterns: Vec<Cow<'static, str>> = entries.iter().map(pattern).collect();
        let (mut lexicon, mut scanner) = (Lexicon::new(), Scanner::new());
        for (word, class) in lexicon::shipped() {
            lexicon.add(word, class);
            scanner.add(word, class);
        }
        let mut anchors = Vec::with_capacity(entries.len());
        let mut dense = Vec::new();
        for (number, (entry, pattern)) in entries.iter().zip(&patterns).enumerate() {
            if is_dense(pattern) {
                dense.extend(pattern.chars().next().map(|first| (first, number)));
                continue;
            }
            let signs = if entry.strength == Strength::Sure { pairs::ANYWHERE } else { pairs::ALONE };
            if let Some((key, before)) = anchor(pattern, signs, &mut scanner) {
                anchors.push(Anchor { key, entry: number as u32, before: before as u32 });
            }
        }
        anchors.sort_unstable_by_key(|anchor| (anchor.key, anchor.entry));
        dense.sort_unstable_by_key(|&(first, number)| (first, Reverse(patterns[number].len()), number));
        Catalogue { entries, patterns, anchors, dense, lexicon, scanner }
    }

    /// The entry with this number.
    pub(super) fn entry(&self, number: usize) -> Option<&Entry> {
        self.entries.get(number)
    }

    /// Classes of words.
    pub(super) fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The signs of a text as it is written.
    pub(super) fn signs(&self, text: &str) -> Signs {
        let mut signs = self.scanner.scan(text, &self.lexicon);
        signs.wordings |= is_dense(text);
        signs
    }

    /// The wordings in a folded text.
    pub(super) fn hits(&self, folded: &str) -> Hits {
        let mut hits = Hits::new();
        let mut before: Option<Word> = None;
        let mut try_at = |key: u32, start: usize| {
            let first = self.anchors.partition_point(|anchor| anchor.key < key);
            for anchor in self.anchors[first..].iter().take_while(|anchor| anchor.key == key) {
                let Some(pattern) = self.patterns.get(anchor.entry as usize) else { continue };
                let Some(from) = start.checked_sub(anchor.before as usize) else { continue };
                let range = from..from + pattern.len();
                let is_said = folded.get(range.clone()).is_some_and(|said| said.eq_ignore_ascii_case(pattern));
                if is_said && stands_alone(folded, range.clone()) {
                    hits.push((range, anchor.entry as usize));
                }
            }
        };
        for word in Words::of(folded) {
            if self.scanner.may_be_single(word.hash) {
                try_at(word.hash, word.start);
            }
            if let Some(before) = before.filter(|before| self.scanner.may_open(before.hash, word.hash)) {
                try_at(pair(before.hash, word.hash), before.start);
            }
            before = Some(word);
        }
        if is_dense(folded) {
            self.dense_hits(folded, &mut hits);
        }
        hits.sort_by_key(|(range, _)| (range.start, Reverse(range.end)));
        let mut end = 0;
        hits.retain(|(range, _)| {
            let is_free = range.start >= end;
            end = if is_free { range.end } else { end };
            is_free
        });
        hits
    }

    /// The wordings in scripts without spaces: the first, of those that begin at one place the longest, and on behind it.
    fn dense_hits(&self, folded: &str, hits: &mut Hits) {
        let mut rest = folded;
        while let Some(first) = rest.chars().next() {
            let from = self.dense.partition_point(|&(other, _)| other < first);
            let alike = self.dense[from..].iter().take_while(|&&(other, _)| other == first);
            let said = |number: usize| rest.starts_with(self.patterns[number].as_ref());
            let mut passed = first.len_utf8();
            if let Some(number) = alike.map(|&(_, number)| number).find(|&number| said(number)) {
                let start = folded.len() - rest.len();
                passed = self.patterns[number].len();
                if stands_alone(folded, start..start + passed) {
                    hits.push((start..start + passed, number));
                }
            }
            rest = &rest[passed..];
        }
    }
}

/// What a wording is looked up by, and how many of its bytes stand before that.
fn anchor(pattern: &str, signs: u8, scanner: &mut Scanner) -> Option<(u32, usize)> {
    let length = |word: &Word| word.end - word.start;
    let mut words = Words::of(pattern);
    let only = words.next()?;
    let neighbours = words.scan(only, |before, word| Some((std::mem::replace(before, word), word)));
    let Some((first, second)) = neighbours.max_by_key(|(first, second)| length(first) + length(second)) else {
        scanner.add_single(only.hash);
        return Some((only.hash, only.start));
    };
    scanner.add_pair(first.hash, second.hash, signs);
    Some((pair(first.hash, second.hash), first.start))
}

/// The rows of a data file.
fn rows(kind: Kind, file: &'static str) -> impl Iterator<Item = Entry> {
    let mut rest = file;
    let lines = std::iter::from_fn(move || cut(&mut rest, b'\n'));
    lines.filter(|line| !line.starts_with('#')).filter_map(move |mut line| {
        let mut field = || cut(&mut line, b'\t');
        let (wording, system, _language) = (field()?, field()?, field()?);
        let strength = strength(field()?)?;
        Some(Entry { kind, strength, wording: Cow::Borrowed(wording), system: Cow::Borrowed(system) })
    })
}

/// What stands before the next such byte, and in `rest` what stands behind it.
fn cut(rest: &mut &'static str, mark: u8) -> Option<&'static str> {
    let end = memchr::memchr(mark, rest.as_bytes()).unwrap_or(rest.len());
    let piece = rest.get(..end).filter(|_| !rest.is_empty())?;
    *rest = rest.get(end + 1..).unwrap_or_default();
    Some(piece)
}

/// An entry's wording as it is searched for. Three in five that ship are so but for the case of letters, and are not copied.
fn pattern(entry: &Entry) -> Cow<'static, str> {
    match entry.wording {
        Cow::Borrowed(text) if text.is_ascii() && fold::is_plain(text) => Cow::Borrowed(without_stop(text)),
        _ => Cow::Owned(folded(&entry.wording)),
    }
}

/// A wording folded, without its final stop.
fn folded(wording: &str) -> String {
    let mut folded = String::new();
    fold::fold(wording, &mut folded);
    folded.truncate(without_stop(&folded).len());
    folded
}

fn without_stop(text: &str) -> &str {
    text.trim_end_matches(['.', '!', '?', '。', ' '])
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
