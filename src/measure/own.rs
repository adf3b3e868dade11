//! What a block says of itself: its words, signs and links.

use super::Measures;
use crate::blocks::{BlockKind, Blocks, GroupKind};

/// Fills the columns on a block's own text and structure.
pub(super) fn measure(blocks: &Blocks, out: &mut Measures) {
    for id in blocks.ids() {
        let i = id.index();
        let block = &blocks.rows[i];
        let counts = count(blocks.text_of(id));
        let links = &blocks.links[block.links.start as usize..block.links.end as usize];
        let linked: u32 = links.iter().map(|l| l.text.end - l.text.start).sum();
        let length = (block.text.end - block.text.start).max(1);
        let chars = counts.chars.max(1) as f32;
        out.words[i] = counts.words();
        out.word_length[i] = (counts.letters + counts.digits) as f32 / counts.words().max(1.0);
        out.link_share[i] = (linked as f32 / length as f32).min(1.0);
        out.links[i] = links.len() as f32;
        out.sentences[i] = counts.sentences as f32;
        out.commas[i] = counts.commas as f32;
        out.capitals[i] = counts.capitals as f32 / (counts.runs as f32).max(1.0);
        out.digits[i] = counts.digits as f32 / chars;
        out.symbols[i] = counts.symbols as f32 / chars;
        out.ends_stop[i] = f32::from(u8::from(counts.ends_stop));
        out.ends_colon[i] = f32::from(u8::from(counts.ends_colon));
        out.price[i] = f32::from(u8::from(counts.currency && counts.digits > 0));
        out.copyright[i] = f32::from(u8::from(counts.copyright));
        out.separators[i] = counts.separators as f32;
        out.dated[i] = f32::from(u8::from(counts.dated));
        match block.kind {
            BlockKind::Heading(level) => out.heading[i] = f32::from(level),
            BlockKind::Code(_) => out.code[i] = 1.0,
            BlockKind::Paragraph | BlockKind::Image => {}
        }
        for group in blocks.groups_of(id).take(8) {
            match blocks.groups[group.index()].kind {
                GroupKind::Item { .. } | GroupKind::Term | GroupKind::Description => out.in_list[i] = 1.0,
                GroupKind::Cell { .. } => out.in_table[i] = 1.0,
                GroupKind::Quote { .. } => out.quote[i] = 1.0,
                GroupKind::FigureCaption | GroupKind::TableCaption => out.caption[i] = 1.0,
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
    Stop,
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
            b'.' | b'!' | b'?' => Class::Stop,
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

/// How many small ASCII letters the bytes begin with.
fn small_letters(bytes: &[u8]) -> usize {
    bytes.iter().position(|b| !b.is_ascii_lowercase()).unwrap_or(bytes.len())
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
                continue;
            }
            Class::Small | Class::Capital | Class::Digit => {
                let starts = u32::from(!before.in_word);
                c.runs += starts;
                c.capitals += starts & u32::from(class == Class::Capital);
                c.digits += u32::from(class == Class::Digit);
                c.letters += u32::from(class != Class::Digit);
                // a year of four digits, or the colon of a time of day
                c.dated |= class == Class::Digit && starts == 1 && is_year(&bytes[at..]);
                before = Before { in_word: true, stop: false };
                // what most text is made of: small letters inside words
                let inside = small_letters(bytes.get(at + 1..).unwrap_or_default());
                c.letters += inside as u32;
                c.chars += inside as u32;
                at += inside;
            }
            Class::Space => {
                c.sentences += u32::from(before.stop);
                before = Before::default();
            }
            Class::Stop => {
                c.symbols += 1;
                before = Before { in_word: false, stop: true };
            }
            Class::Sign => {
                c.symbols += 1;
                c.commas += u32::from(byte == b',');
                c.separators += u32::from(matches!(byte, b'|' | b'/'));
                c.dated |= byte == b':' && is_clock(bytes, at);
                c.currency |= byte == b'$';
                before.in_word &= byte == b'\'';
                before.stop &= matches!(byte, b'"' | b')');
            }
        }
        c.chars += 1;
        at += 1;
    }
    c.sentences += u32::from(before.stop);
    c.ends_stop = before.stop || text.ends_with(['。', '！', '？']);
    c.ends_colon = text.ends_with([':', '：']);
    c
}

impl Counts {
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
