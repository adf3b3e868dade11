//! What a block says of itself: its words, signs and links.

use super::{Measures, rows};
use crate::blocks::{BlockId, BlockKind, Blocks, GroupKind};
use crate::eights::{EACH, TOPS, eight_at, first};

/// Fills the columns on a block's own text and structure.
pub(super) fn measure(blocks: &Blocks, m: &mut Measures) {
    rows!(m, blocks.len(); words, word_length, link_share, links, sentences, commas, capitals, digits, symbols, ends_stop);
    rows!(m, blocks.len(); ends_colon, price, copyright, separators, dated, heading, code, in_list, in_table, quote, caption);
    let yes = |holds: bool| f32::from(u8::from(holds));
    for i in 0..blocks.len() {
        let id = BlockId(i as u32);
        let block = &blocks.rows[i];
        let counts = count(blocks.text_of(id));
        let own_links = &blocks.links[block.links.start as usize..block.links.end as usize];
        let linked: u32 = own_links.iter().map(|l| l.text.end - l.text.start).sum();
        let length = (block.text.end - block.text.start).max(1);
        let chars = counts.chars.max(1) as f32;
        words[i] = counts.words();
        word_length[i] = (counts.letters + counts.digits) as f32 / counts.words().max(1.0);
        link_share[i] = (linked as f32 / length as f32).min(1.0);
        links[i] = own_links.len() as f32;
        sentences[i] = counts.sentences as f32;
        commas[i] = counts.commas as f32;
        capitals[i] = counts.capitals as f32 / (counts.runs as f32).max(1.0);
        digits[i] = counts.digits as f32 / chars;
        symbols[i] = counts.symbols as f32 / chars;
        (ends_stop[i], ends_colon[i]) = (yes(counts.ends_stop), yes(counts.ends_colon));
        price[i] = yes(counts.currency && counts.digits > 0);
        (copyright[i], dated[i]) = (yes(counts.copyright), yes(counts.dated));
        separators[i] = counts.separators as f32;
        (heading[i], code[i]) = match block.kind {
            BlockKind::Heading(level) => (f32::from(level), 0.0),
            BlockKind::Code(_) => (0.0, 1.0),
            BlockKind::Paragraph | BlockKind::Image => (0.0, 0.0),
        };
        (in_list[i], in_table[i], quote[i], caption[i]) = (0.0, 0.0, 0.0, 0.0);
        for group in blocks.groups_of(id).take(8) {
            match blocks.groups[group.index()].kind {
                GroupKind::Item { .. } | GroupKind::Term | GroupKind::Description => in_list[i] = 1.0,
                GroupKind::Cell { .. } => in_table[i] = 1.0,
                GroupKind::Quote { .. } => quote[i] = 1.0,
                GroupKind::FigureCaption | GroupKind::TableCaption => caption[i] = 1.0,
                _ => {}
            }
        }
    }
}

#[derive(Default)]
struct Counts {
    /// Runs of letters and digits.
    runs: u32,
    capitals: u32,
    cjk: u32,
    chars: u32,
    letters: u32,
    digits: u32,
    symbols: u32,
    sentences: u32,
    commas: u32,
    separators: u32,
    dated: bool,
    currency: bool,
    copyright: bool,
    ends_stop: bool,
    ends_colon: bool,
}

impl Counts {
    fn words(&self) -> f32 {
        self.runs as f32 + self.cjk as f32 / 2.0
    }
}

/// What an ASCII byte is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Small,
    Capital,
    Digit,
    Space,
    Sign,
    /// The first byte of a character beyond ASCII, or one of those that follow it.
    Wide,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Sign; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' => Class::Small,
            b'A'..=b'Z' => Class::Capital,
            b'0'..=b'9' => Class::Digit,
            b' ' | b'\n' => Class::Space,
            0x80.. => Class::Wide,
            _ => Class::Sign,
        };
        byte += 1;
    }
    classes
};

/// What stands before the character being counted.
#[derive(Default)]
struct Before {
    in_word: bool,
    stop: bool,
}

/// How many bytes are marked by their highest bit.
fn marked(tops: u64) -> u32 {
    ((tops >> 7).wrapping_mul(EACH) >> 56) as u32
}

fn count(text: &str) -> Counts {
    let mut c = Counts::default();
    let mut before = Before::default();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let class = CLASSES[usize::from(byte)];
        match class {
            Class::Wide => {
                let Some(ch) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
                c.wide(ch, &mut before);
                at += ch.len_utf8();
            }
            Class::Small | Class::Capital | Class::Space => match eight_at(bytes, at) {
                Some(eight) if byte != b'\n' => at += c.letters_and_spaces(eight, &mut before),
                _ => {
                    c.plain(class, &mut before);
                    at += 1;
                }
            },
            Class::Digit => {
                // a year of four digits, or the colon of a time of day
                c.dated |= !before.in_word && is_year(&bytes[at..]);
                c.plain(class, &mut before);
                at += 1;
            }
            Class::Sign => {
                c.dated |= byte == b':' && is_clock(bytes, at);
                c.sign(byte, &mut before);
                at += 1;
            }
        }
    }
    c.sentences += u32::from(before.stop);
    c.ends_stop = before.stop || text.ends_with(['。', '！', '？']);
    c.ends_colon = text.ends_with([':', '：']);
    c
}

impl Counts {
    /// Counts an ASCII letter, a digit or white space.
    fn plain(&mut self, class: Class, before: &mut Before) {
        self.chars += 1;
        if class == Class::Space {
            self.sentences += u32::from(before.stop);
            *before = Before::default();
            return;
        }
        let starts = u32::from(!before.in_word);
        self.runs += starts;
        self.capitals += starts & u32::from(class == Class::Capital);
        self.digits += u32::from(class == Class::Digit);
        self.letters += u32::from(class != Class::Digit);
        *before = Before { in_word: true, stop: false };
    }

    /// Counts the ASCII letters and spaces that eight bytes begin with, at once, and says how many there are: most of most
    /// texts is nothing else.
    fn letters_and_spaces(&mut self, eight: u64, before: &mut Before) -> usize {
        let low = (eight | (EACH * 0x20)) & (EACH * 0x7f);
        // the highest bit shows whether a byte is at least `a`, and not above `z`
        let letters = (low + EACH * (0x80 - 0x61)) & !(low + EACH * (0x7f - 0x7a)) & !eight & TOPS;
        let other = (eight ^ (EACH * 0x20)) & !TOPS;
        let spaces = !(other + EACH * 0x7f) & !eight & TOPS;
        let n = first(!(letters | spaces) & TOPS);
        let passed = u64::MAX.checked_shr(64 - 8 * n as u32).unwrap_or(0);
        let letters = letters & passed;
        let starts = letters & !(letters << 8 | u64::from(before.in_word) << 7);
        self.chars += n as u32;
        self.letters += marked(letters);
        self.runs += marked(starts);
        // capitals lack the bit of the small letters
        self.capitals += marked(starts & !(eight << 2));
        self.sentences += u32::from(before.stop && spaces & 0x80 != 0);
        *before = Before { in_word: letters >> (8 * n - 1) & 1 == 1, stop: false };
        n
    }

    /// Counts any other ASCII character.
    fn sign(&mut self, byte: u8, before: &mut Before) {
        self.chars += 1;
        self.symbols += 1;
        if matches!(byte, b'.' | b'!' | b'?') {
            *before = Before { in_word: false, stop: true };
            return;
        }
        self.commas += u32::from(byte == b',');
        self.separators += u32::from(matches!(byte, b'|' | b'/'));
        self.currency |= byte == b'$';
        before.in_word &= byte == b'\'';
        before.stop &= matches!(byte, b'"' | b')');
    }

    /// Counts a character beyond ASCII.
    fn wide(&mut self, ch: char, before: &mut Before) {
        self.chars += 1;
        if ch.is_alphanumeric() {
            if is_unparted(ch) {
                self.cjk += 1;
                before.in_word = false;
            } else if !before.in_word {
                before.in_word = true;
                self.runs += 1;
                self.capitals += u32::from(ch.is_uppercase());
            }
            self.letters += 1;
            before.stop = false;
            return;
        }
        before.in_word &= ch == '’';
        self.symbols += 1;
        self.sentences += u32::from(matches!(ch, '。' | '！' | '？'));
        before.stop = matches!(ch, '…' | '؟' | '।' | '۔') || (before.stop && matches!(ch, '”' | '»' | '’'));
        self.commas += u32::from(matches!(ch, '،' | '、' | '，'));
        self.separators += u32::from(matches!(ch, '·' | '•' | '›' | '»'));
        self.currency |= matches!(ch, '€' | '£' | '¥' | '₹' | '₽' | '₩' | '฿' | '￥');
        self.copyright |= matches!(ch, '©' | '®');
    }
}

/// Whether the bytes begin with a year from 1900 to 2099 and no longer number.
fn is_year(bytes: &[u8]) -> bool {
    let century = matches!(bytes, [b'1', b'9', ..] | [b'2', b'0', ..]);
    let digits = |n: usize| bytes.get(n).is_some_and(u8::is_ascii_digit);
    century && digits(2) && digits(3) && !digits(4)
}

/// Whether the colon at `at` parts hours from minutes.
fn is_clock(bytes: &[u8], at: usize) -> bool {
    let digit = |n: Option<usize>| n.and_then(|n| bytes.get(n)).is_some_and(u8::is_ascii_digit);
    digit(at.checked_sub(1)) && digit(Some(at + 1)) && digit(Some(at + 2)) && !digit(Some(at + 3))
}

/// Scripts that part no words: Han, Kana, Thai, Lao, Khmer, Burmese.
pub(crate) fn is_unparted(ch: char) -> bool {
    matches!(ch, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
