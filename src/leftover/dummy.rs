//! Dummy text by its vocabulary. In: a block. Out: a finding where enough of its words are dummy words.
//! Never compares sentences: shuffled, cut and garbled filler has the same words.

use super::catalogue::{Catalogue, family};
use super::wording::is_quote;
use super::{Finding, Kind, Seen, Strength, fold};

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
    if all.dummy == 0 || all.dummy < 2 && all.content > 2 {
        return None;
    }
    if all.is_sure() || (all.is_drawn() && !is_quote(seen.group)) {
        return Some(Finding::whole(Kind::Lorem, Strength::Sure, "vocabulary of dummy text"));
    }
    if all.strong > 0 && !is_quote(seen.group) {
        let pieces = pieces(seen.text, catalogue);
        if !pieces.is_empty() {
            let whole = Finding::whole(Kind::Lorem, Strength::Sure, "vocabulary of dummy text");
            return Some(Finding { pieces, ..whole });
        }
    }
    all.is_likely().then(|| Finding::whole(Kind::Lorem, Strength::Likely, "vocabulary of dummy text"))
}

/// The sentences that are dummy text.
fn pieces(text: &str, catalogue: &Catalogue) -> Vec<std::ops::Range<u32>> {
    let mut out: Vec<std::ops::Range<u32>> = Vec::new();
    let mut folded = String::new();
    let mut is_dummy = |piece: &str| {
        fold::fold(piece, &mut folded);
        let words = count(&folded, catalogue);
        // One word of five may be the writer's.
        words.content >= 4 && words.strong >= 1 && words.dummy * 5 >= words.content * 4
    };
    for mut sentence in fold::sentences(text) {
        let whole = text.get(sentence.clone()).unwrap_or_default();
        let mut found = is_dummy(whole);
        if !found && let Some(at) = whole.find(": ").map(|at| at + 2) {
            found = whole.get(at..).is_some_and(&mut is_dummy);
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

/// What a byte of a folded text is to a word. Beyond ASCII all but U+0080 to U+00BF and U+2000 to U+2FFF counts as
/// letters: dummy vocabularies are written in plain ones.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Letter,
    Digit,
    /// Parts words; so do the bytes that follow it, as many as the number says.
    Between(u8),
}

const PARTS: [Part; 256] = {
    let mut parts = [Part::Between(0); 256];
    let mut byte = 0;
    while byte < 256 {
        parts[byte] = match byte as u8 {
            b'0'..=b'9' => Part::Digit,
            0xc2 => Part::Between(1),
            0xe2 => Part::Between(2),
            b'a'..=b'z' | 0x80..=0xff => Part::Letter,
            _ => Part::Between(0),
        };
        byte += 1;
    }
    parts
};

/// Counts the words of a folded text.
fn count(folded: &str, catalogue: &Catalogue) -> Count {
    let mut count = Count::default();
    let bytes = folded.as_bytes();
    let (mut start, mut letters) = (0, false);
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match PARTS[usize::from(byte)] {
            Part::Letter => letters = true,
            Part::Digit => {}
            Part::Between(more) => {
                if letters {
                    count.add(folded.get(start..at - 1).unwrap_or_default(), catalogue);
                    letters = false;
                }
                at += usize::from(more);
                start = at;
            }
        }
    }
    if letters {
        count.add(folded.get(start..).unwrap_or_default(), catalogue);
    }
    count
}

impl Count {
    fn add(&mut self, word: &str, catalogue: &Catalogue) {
        let families = catalogue.families(word);
        if families & family::STRONG != 0 {
            self.strong += 1;
        }
        let is_short = families & family::SHORT != 0 || word.len() <= 2;
        if is_short && families & family::STRONG == 0 {
            return;
        }
        self.content += 1;
        self.dummy += u32::from(families & (family::STRONG | family::PLAIN | family::LATE) != 0);
    }
}
