//! Data files to matchers. In: wordings as they ship and the user's. Out: tables of them by their neighbouring words, built once.
//! Never looks at a page but to scan it.

use super::lexicon::Lexicon;
use super::scan::{Scanner, Signs, pairs};
use super::words::{Word, Words, is_dense, pair};
use super::{Kind, Strength, fold};
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

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

/// The wordings and vocabularies that leftovers are known by, built once and shared by all pages.
#[derive(Clone, Debug)]
pub struct Catalogue {
    entries: Vec<Entry>,
    /// Folded wordings, without their final stops.
    patterns: Vec<String>,
    /// Wordings by two neighbours in them, or by their only word.
    anchors: HashMap<u32, Vec<Anchor>>,
    /// The numbers of the wordings in scripts without spaces.
    dense: Vec<usize>,
    /// Their automaton, built when the first page asks.
    automaton: OnceLock<Option<AhoCorasick>>,
    lexicon: Lexicon,
    scanner: Scanner,
}

/// Where in a wording its anchor stands.
#[derive(Clone, Copy, Debug)]
struct Anchor {
    entry: usize,
    /// Bytes of the folded wording before it.
    before: usize,
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
        let patterns: Vec<String> = entries.iter().map(|entry| pattern(&entry.wording)).collect();
        let lexicon = Lexicon::builtin();
        let mut scanner = Scanner::new(&lexicon);
        let mut anchors: HashMap<u32, Vec<Anchor>> = HashMap::with_capacity(entries.len());
        let mut dense = Vec::new();
        for (number, (entry, pattern)) in entries.iter().zip(&patterns).enumerate() {
            if is_dense(pattern) {
                dense.push(number);
                continue;
            }
            let signs = if entry.strength == Strength::Sure { pairs::ANYWHERE } else { pairs::ALONE };
            if let Some((key, before)) = anchor(pattern, signs, &mut scanner) {
                anchors.entry(key).or_default().push(Anchor { entry: number, before });
            }
        }
        Catalogue { entries, patterns, anchors, dense, automaton: OnceLock::new(), lexicon, scanner }
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
            for anchor in self.anchors.get(&key).into_iter().flatten() {
                let Some(pattern) = self.patterns.get(anchor.entry) else { continue };
                let Some(from) = start.checked_sub(anchor.before) else { continue };
                let range = from..from + pattern.len();
                if folded.get(range.clone()) == Some(pattern) && stands_alone(folded, range.clone()) {
                    hits.push((range, anchor.entry));
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

    /// The wordings in scripts without spaces.
    fn dense_hits(&self, folded: &str, hits: &mut Hits) {
        let automaton = self.automaton.get_or_init(|| {
            let patterns = self.dense.iter().filter_map(|&number| self.patterns.get(number));
            AhoCorasick::builder()
                .kind(Some(AhoCorasickKind::NoncontiguousNFA))
                .match_kind(MatchKind::LeftmostLongest)
                .build(patterns)
                .ok()
        });
        for hit in automaton.iter().flat_map(|automaton| automaton.find_iter(folded)) {
            if let Some(&number) = self.dense.get(hit.pattern().as_usize())
                && stands_alone(folded, hit.range())
            {
                hits.push((hit.range(), number));
            }
        }
    }
}

/// What a wording is looked up by, and how many of its bytes stand before that: the two neighbours of most letters, or its
/// only word.
fn anchor(pattern: &str, signs: u8, scanner: &mut Scanner) -> Option<(u32, usize)> {
    let words: Vec<Word> = Words::of(pattern).collect();
    let length = |word: &Word| word.end - word.start;
    let best = words.windows(2).max_by_key(|two| two.iter().map(length).sum::<usize>());
    match (best, words.first()) {
        (Some([first, second]), _) => {
            scanner.add_pair(first.hash, second.hash, signs);
            Some((pair(first.hash, second.hash), first.start))
        }
        (_, Some(only)) => {
            scanner.add_single(only.hash);
            Some((only.hash, only.start))
        }
        _ => None,
    }
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
