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

fn count(text: &str) -> Counts {
    let mut c = Counts::default();
    let mut in_word = false;
    let mut was_stop = false;
    for ch in text.chars() {
        c.chars += 1;
        let space = ch == ' ' || ch == '\n';
        c.sentences += u32::from(was_stop && space);
        if ch.is_ascii_alphanumeric() || (!ch.is_ascii() && ch.is_alphanumeric()) {
            if is_cjk(ch) {
                c.cjk += 1;
                in_word = false;
            } else if !in_word {
                in_word = true;
                c.runs += 1;
                c.capitals += u32::from(ch.is_uppercase());
            }
            if ch.is_ascii_digit() {
                c.digits += 1;
            } else {
                c.letters += 1;
            }
            was_stop = false;
            continue;
        }
        in_word &= matches!(ch, '\'' | '’');
        if space {
            was_stop = false;
            continue;
        }
        c.symbols += 1;
        let full_width_stop = matches!(ch, '。' | '！' | '？');
        was_stop = matches!(ch, '.' | '!' | '?' | '…' | '؟' | '।' | '۔')
            || (was_stop && matches!(ch, '"' | '”' | '»' | ')' | '’'));
        c.sentences += u32::from(full_width_stop);
        c.commas += u32::from(matches!(ch, ',' | '،' | '、' | '，'));
        c.currency |= matches!(ch, '$' | '€' | '£' | '¥' | '₹' | '₽' | '₩' | '฿' | '￥');
        c.copyright |= matches!(ch, '©' | '®');
    }
    c.sentences += u32::from(was_stop);
    c.ends_stop = was_stop || text.ends_with(['。', '！', '？']);
    c.ends_colon = text.ends_with([':', '：']);
    c
}

/// Scripts that part no words: Han, Kana, Thai, Lao, Khmer, Burmese.
fn is_cjk(ch: char) -> bool {
    matches!(ch, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
