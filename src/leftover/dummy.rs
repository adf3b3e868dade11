//! Dummy text by its vocabulary. In: a block. Out: a finding where enough of its words are dummy words.
//! Never compares sentences: shuffled, cut and garbled filler has the same words.

use super::catalogue::Catalogue;
use super::lexicon::class;
use super::translit;
use super::wording::is_quote;
use super::words::Words;
use super::{Finding, Kind, Seen, Strength, fold};
use std::ops::Range;

/// Words of a stretch of text by what they prove.
#[derive(Clone, Copy, Default)]
struct Count {
    /// Words that say something.
    content: u32,
    /// Of these, words of any dummy vocabulary.
    dummy: u32,
    /// Words that stand in no prose.
    strong: u32,
}

impl Count {
    /// Dummy text for sure. Half of six words: 37 false hits in 120,091 paragraphs of real Latin without the asking
    /// for a strong word. Fewer than six must all be dummy words.
    fn is_sure(self) -> bool {
        let by_share = self.content >= 6 && self.dummy * 2 >= self.content && self.strong >= 1;
        let by_all = self.content >= 2 && self.dummy == self.content && self.strong >= 1;
        by_share || by_all
    }

    /// Words drawn from Cicero by a generator: real Latin each, so nearly all of many words are asked for.
    fn is_drawn(self) -> bool {
        self.content >= 8 && self.dummy * 20 >= self.content * 19
    }

    /// Too few or too mixed to go alone.
    fn is_likely(self) -> bool {
        self.content >= 5 && self.dummy * 5 >= self.content * 2 && self.strong >= 1
    }
}

/// Finds dummy text in a block.
pub(super) fn find(seen: &Seen<'_>, catalogue: &Catalogue) -> Option<Finding> {
    let all = count(seen.folded, catalogue);
    if is_named_filler(seen.folded, catalogue) && !is_quote(seen.group) {
        return Some(Finding::whole(Kind::Lorem, Strength::Sure, "a named filler text"));
    }
    if all.dummy == 0 || all.dummy < 2 && all.content > 2 {
        return None;
    }
    let whole = Finding::whole(Kind::Lorem, Strength::Sure, "vocabulary of dummy text");
    let is_whole = all.is_sure() || (all.is_drawn() && !is_quote(seen.group));
    // where a fifth of the words or more are others, a sentence of the writer's may be among them
    let is_mixed = all.dummy * 5 < all.content * 4;
    if all.strong > 0 && (!is_whole || is_mixed) {
        let pieces = pieces(seen.text, is_quote(seen.group), catalogue);
        if !pieces.is_empty() {
            return Some(Finding { pieces, ..whole });
        }
    }
    if is_whole {
        return Some(whole);
    }
    all.is_likely().then(|| Finding::whole(Kind::Lorem, Strength::Likely, "vocabulary of dummy text"))
}

/// Whether a text opens as the fillers that mix "ipsum" with words of a trade do: `Bacon ipsum dolor amet`.
fn is_named_filler(folded: &str, catalogue: &Catalogue) -> bool {
    let mut words = catalogue.lexicon().read(folded).skip(1);
    let opens = words.next().is_some_and(|(word, _)| word == "ipsum");
    opens && words.next().is_some_and(|(_, classes)| classes & (class::STRONG | class::PLAIN) != 0)
}

/// The sentences that are dummy text, and sentences' ends that are.
fn pieces(text: &str, is_quoted: bool, catalogue: &Catalogue) -> Vec<Range<u32>> {
    let mut out: Vec<Range<u32>> = Vec::new();
    let mut folded = String::new();
    let mut is_dummy = |piece: &str| {
        fold::fold(piece, &mut folded);
        let words = count(&folded, catalogue);
        // One word of five may be the writer's; in a quotation none, for Latin is quoted.
        let all = words.content >= 6 && words.strong >= 2 && words.dummy == words.content;
        all || (!is_quoted && words.content >= 4 && words.strong >= 1 && words.dummy * 5 >= words.content * 4)
    };
    for mut sentence in fold::sentences(text) {
        let whole = text.get(sentence.clone()).unwrap_or_default();
        let mut found = is_dummy(whole);
        if !found && let Some(at) = whole.find(": ").map(|at| at + 2) {
            found = whole.get(at..).is_some_and(&mut is_dummy);
            sentence.start += if found { at } else { 0 };
        }
        if !found && let Some(at) = dummy_end(whole, catalogue) {
            found = true;
            sentence.start += at;
        }
        if found {
            let (start, end) = (sentence.start as u32, sentence.end as u32);
            match out.last_mut() {
                Some(last) if last.end == start => last.end = end,
                _ => out.push(start..end),
            }
        }
    }
    out
}

/// Where dummy text begins that runs to a sentence's end: six words or more, the first with a capital and no quotation mark.
fn dummy_end(sentence: &str, catalogue: &Catalogue) -> Option<usize> {
    let mut folded = String::new();
    let mut start = None;
    let mut run = Count::default();
    for word in Words::of(sentence) {
        let text = sentence.get(word.start..word.end).unwrap_or_default();
        fold::fold(text, &mut folded);
        let classes = catalogue.lexicon().classes(word);
        if classes & (class::STRONG | class::PLAIN | class::LATE | class::SHORT) == 0 {
            (start, run) = (None, Count::default());
            continue;
        }
        let is_capital = text.starts_with(char::is_uppercase);
        if start.is_none() && is_capital {
            let before = sentence.get(..word.start).unwrap_or_default();
            start = (!before.ends_with(['"', '“', '„', '«', '‘', '\''])).then_some(word.start);
            run = Count::default();
        }
        run.add(&folded, classes);
    }
    let is_long = run.content >= 6 && run.strong >= 2 && run.dummy == run.content;
    let is_closed = !sentence.trim_end().ends_with(['"', '”', '’', '»']);
    start.filter(|&at| is_long && is_closed && at > 0)
}

/// Counts the words of a folded text.
fn count(folded: &str, catalogue: &Catalogue) -> Count {
    let mut count = Count::default();
    for (word, classes) in catalogue.lexicon().read(folded) {
        count.add(word, if classes == 0 { of_other_script(word, catalogue) } else { classes });
    }
    count
}

/// Classes of a word of Latin that is written in another alphabet.
fn of_other_script(word: &str, catalogue: &Catalogue) -> u32 {
    let is_other =
        word.as_bytes().first().is_some_and(|&b| matches!(b, 0xce | 0xcf | 0xd0 | 0xd1 | 0xd4..=0xd6 | 0xe1));
    let latin = if is_other { translit::latin(word) } else { None };
    latin.map_or(0, |latin| {
        catalogue.lexicon().classes_of(&latin) & (class::STRONG | class::PLAIN | class::LATE | class::SHORT)
    })
}

impl Count {
    fn add(&mut self, word: &str, classes: u32) {
        let is_strong = classes & class::STRONG != 0;
        self.strong += u32::from(is_strong);
        let says_nothing = classes & class::SHORT != 0 || word.len() <= 2 || word.bytes().all(|b| b.is_ascii_digit());
        if says_nothing && !is_strong {
            return;
        }
        self.content += 1;
        self.dummy += u32::from(classes & (class::STRONG | class::PLAIN | class::LATE) != 0);
    }
}
