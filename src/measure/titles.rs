//! What of a block stands in the page's title and description.

use super::Measures;
use crate::blocks::Blocks;
use crate::head::Head;

/// Blocks with more words are no titles, and descriptions are shorter too.
const LONGEST: f32 = 80.0;

/// Words of the title and of the description looked at.
const MOST: usize = 64;

/// Fills the columns on title and description.
pub(super) fn measure(head: &Head<'_>, blocks: &Blocks, m: &mut Measures) {
    let title = Few::of(head.title.as_deref().unwrap_or_default());
    let description = Few::of(description(head));
    if title.words.is_empty() && description.words.is_empty() {
        return;
    }
    for id in blocks.ids() {
        let i = id.index();
        if m.words[i] == 0.0 || m.words[i] > LONGEST {
            continue;
        }
        let (mut words, mut titled, mut described) = (0.0f32, 0.0f32, 0.0f32);
        each_word(blocks.text_of(id), |word| {
            words += 1.0;
            titled += f32::from(u8::from(title.holds(word)));
            described += f32::from(u8::from(description.holds(word)));
        });
        m.in_title[i] = titled / words.max(1.0);
        m.of_title[i] = (titled / title.words.len().max(1) as f32).min(1.0);
        m.in_description[i] = described / words.max(1.0);
    }
}

fn description<'d>(head: &Head<'d>) -> &'d str {
    let found = head.metas.iter().find(|tag| matches!(tag.name, "description" | "og:description"));
    found.map(|tag| tag.content).unwrap_or_default()
}

/// A few words.
struct Few {
    /// Their hashes, sorted.
    words: Vec<u32>,
    /// A bit for the top six bits of each: most other words are told by it.
    bits: u64,
}

impl Few {
    fn of(text: &str) -> Few {
        let mut words = Vec::new();
        each_word(text, |word| words.push(word));
        words.truncate(MOST);
        words.sort_unstable();
        words.dedup();
        let bits = words.iter().fold(0, |bits, word| bits | 1 << (word >> 26));
        Few { words, bits }
    }

    fn holds(&self, word: u32) -> bool {
        self.bits >> (word >> 26) & 1 == 1 && self.words.binary_search(&word).is_ok()
    }
}

/// FNV-1a of each run of letters and digits; ASCII capitals count as small, and so do not those beyond.
fn each_word(text: &str, mut found: impl FnMut(u32)) {
    const EMPTY: u32 = 0x811c_9dc5;
    let mut hash = EMPTY;
    for &byte in text.as_bytes() {
        if byte.is_ascii_alphanumeric() || byte >= 0x80 {
            hash = (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193);
        } else if hash != EMPTY {
            found(hash);
            hash = EMPTY;
        }
    }
    if hash != EMPTY {
        found(hash);
    }
}
