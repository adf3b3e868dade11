//! White space as a browser shows it. In: characters of the page. Out: the same with runs of white space as one space.
//! Never looks at the tree.

use super::unseen::shows;
use crate::eights::{EACH, TOPS, each, eight_at};
use memchr::memchr;

/// U+3000.
const INDENT: &[u8] = "\u{3000}".as_bytes();

/// Appends text while collapsing white space across calls.
#[derive(Debug, Default)]
pub(super) struct Collapser {
    /// White space was seen since the last visible character.
    pending: bool,
    /// It was nothing but an icon, which stands before a full stop without a space.
    is_icon: bool,
}

impl Collapser {
    /// Forgets pending white space: what a block's edge does.
    pub(super) fn reset(&mut self) {
        *self = Collapser::default();
    }

    /// Notes white space, as a block element inside a heading makes it.
    pub(super) fn space(&mut self) {
        self.pending = true;
        self.is_icon = false;
    }

    /// Whether white space was seen since the last visible character.
    pub(super) fn is_pending(&self) -> bool {
        self.pending
    }

    /// Appends `text` to `out`, whose current block begins at byte `start`. Runs of ASCII white space and no-break
    /// spaces become one space, as does an icon, none at the block's edges or beside a line break; what has no width vanishes
    /// where no reader sees what it does.
    pub(super) fn push(&mut self, text: &str, out: &mut String, start: usize) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let spaces = ascii_spaces(&bytes[at..]);
            if spaces > 0 {
                self.space();
                at += spaces;
                continue;
            }
            let mut run = invisible(&bytes[at..]);
            if run > 0 && !self.stays(text, at, run, out.get(start..).unwrap_or_default()) {
                match unseen(&bytes[at..at + run]) {
                    Unseen::Space => self.space(),
                    Unseen::Icon => {
                        self.is_icon |= !self.pending;
                        self.pending = true;
                    }
                    Unseen::NoWidth => {}
                }
                at += run;
                continue;
            }
            // the ideographic space that indents a paragraph
            if bytes[at..].starts_with(INDENT) && (out.len() <= start || out.ends_with('\n')) {
                at += INDENT.len();
                continue;
            }
            run = run.max(visible(&bytes[at..]));
            if std::mem::take(&mut self.pending) {
                let is_needless = std::mem::take(&mut self.is_icon) && b".,;:!?)]".contains(&bytes[at]);
                if out.len() > start && !out.ends_with(['\n', ' ']) && !is_needless {
                    out.push(' ');
                }
            }
            out.push_str(text.get(at..at + run).unwrap_or_default());
            at += run;
        }
    }

    /// Whether the character of `length` bytes at `at`, which shows nothing by itself, is seen between its neighbours.
    fn stays(&self, text: &str, at: usize, length: usize, block: &str) -> bool {
        let mut following = text.get(at..).unwrap_or_default().chars();
        let Some(c) = following.next().filter(|_| length == 3) else { return false };
        let before = block.chars().next_back().filter(|c| !self.pending && *c != '\n');
        shows(before, c, following.next())
    }
}

/// Whether a text shows anything: characters that stay between others alone are no text.
pub(super) fn shows_text(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match invisible(&bytes[at..]) {
            0 => return true,
            run => at += run,
        }
    }
    false
}

/// Whether a text is ASCII white space and nothing else, as most between tags is; not where it is empty.
pub(super) fn is_space(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_whitespace()) && ascii_spaces(text.as_bytes()) == text.len()
}

/// How many ASCII white-space characters stand at the start. Indentation is passed over eight at a time.
fn ascii_spaces(bytes: &[u8]) -> usize {
    let mut at = 0;
    loop {
        while bytes.get(at..).is_some_and(|rest| rest.starts_with(&[b' '; 8]) || rest.starts_with(&[b'\t'; 8])) {
            at += 8;
        }
        match bytes.get(at) {
            Some(byte) if byte.is_ascii_whitespace() => at += 1,
            _ => return at,
        }
    }
}

/// Length of the one white-space, zero-width or private character at the start; 0 where a visible one stands.
fn invisible(bytes: &[u8]) -> usize {
    match bytes {
        [first, ..] if first.is_ascii_whitespace() => 1,
        [0xc2, 0xa0 | 0xad, ..] => 2,
        // U+200B to U+200F, U+2060, U+FEFF
        [0xe2, 0x80, 0x8b..=0x8f, ..] | [0xe2, 0x81, 0xa0, ..] | [0xef, 0xbb, 0xbf, ..] => 3,
        // U+E000 to U+F8FF
        [0xee, _, _, ..] | [0xef, 0x80..=0xa3, _, ..] => 3,
        _ => 0,
    }
}

/// What a character is that [`invisible`] found.
enum Unseen {
    Space,
    NoWidth,
    Icon,
}

fn unseen(character: &[u8]) -> Unseen {
    match character {
        [0xc2, 0xad] | [0xe2, ..] | [0xef, 0xbb, ..] => Unseen::NoWidth,
        [0xee | 0xef, ..] => Unseen::Icon,
        _ => Unseen::Space,
    }
}

/// What ends a run that is copied as it stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    No,
    /// A space: goes on where one visible character follows.
    Space,
    /// Other white space, or a byte that may begin an invisible character.
    Look,
}

const STOPS: [Stop; 256] = {
    let mut stops = [Stop::No; 256];
    stops[b' ' as usize] = Stop::Space;
    let looks = [b'\t', b'\n', b'\r', 0x0c, 0xc2, 0xe2, 0xee, 0xef];
    let mut i = 0;
    while i < looks.len() {
        stops[looks[i] as usize] = Stop::Look;
        i += 1;
    }
    stops
};

/// Length of the run at the start that needs no change: visible characters with single spaces between them (at least 1
/// where there is a visible one).
fn visible(bytes: &[u8]) -> usize {
    let mut at = plain(bytes);
    while at < bytes.len() {
        match STOPS[usize::from(bytes[at])] {
            Stop::No => at += 1,
            Stop::Space => match bytes.get(at + 1) {
                Some(&next) if STOPS[usize::from(next)] == Stop::No => at += 1 + plain(&bytes[at + 1..]).max(1),
                _ => break,
            },
            Stop::Look if invisible(&bytes[at..]) > 0 => break,
            Stop::Look => at += 1,
        }
    }
    at
}

/// How many bytes at the start are ASCII words with single spaces between them, as far as that can be told eight at a time.
fn plain(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(eight) = eight_at(bytes, at) {
        // a byte's top bit stays clear where all its other bits are
        let any = |word: u64| ((word & (EACH * 0x7f)) + EACH * 0x7f) | word;
        let spaces = !any(eight ^ (each(b' ')));
        let shown = any(eight & (EACH * 0x60)) & !eight;
        if shown & !(spaces & spaces << 8) & TOPS != TOPS {
            break;
        }
        // what follows on a last space is not known
        at += if spaces >> 63 == 1 { 7 } else { 8 };
    }
    at
}

/// Preformatted text: tabs and spaces stay; one line end at the start and white space at the end go.
pub(super) fn trim_preformatted(text: &str) -> &str {
    let text = text.strip_prefix('\n').unwrap_or(text);
    let text = text.trim_end();
    // an indented first line must keep its indentation: only whole blank lines are cut
    let mut rest = text;
    while let Some(end) = memchr(b'\n', rest.as_bytes()) {
        if !rest[..end].trim().is_empty() {
            break;
        }
        rest = &rest[end + 1..];
    }
    rest
}
