//! What of a block stands in the page's title and description.

use super::words::each_word;
use crate::head::Head;

/// Words of the title and of the description looked at.
const MOST: usize = 64;

/// A page's title and description.
pub(super) struct Titles {
    title: Few,
    description: Few,
}

impl Titles {
    pub(super) fn of(head: &Head<'_>) -> Titles {
        let title = Few::of(head.title.as_deref().unwrap_or_default());
        Titles { title, description: Few::of(description(head)) }
    }

    /// Of a block's words, the share that stand in the title, as a share of the title, and that stand in the description.
    pub(super) fn shares(&self, words: &[u32]) -> (f32, f32, f32) {
        let share = |found: usize, of: usize| found as f32 / of.max(1) as f32;
        let (mut in_title, mut in_description) = (0, 0);
        for &word in words {
            in_title += usize::from(self.title.holds(word));
            in_description += usize::from(self.description.holds(word));
        }
        let of_title = share(in_title, self.title.words.len()).min(1.0);
        (share(in_title, words.len()), of_title, share(in_description, words.len()))
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
    /// A bit for the top ten bits of each: nearly all other words are told by it.
    bits: [u64; 16],
}

impl Few {
    fn of(text: &str) -> Few {
        let mut words = Vec::new();
        each_word(text, |word| words.push(word));
        words.truncate(MOST);
        words.sort_unstable();
        words.dedup();
        let mut bits = [0; 16];
        words.iter().for_each(|word| bits[(word >> 28) as usize] |= 1 << (word >> 22 & 63));
        Few { words, bits }
    }

    fn holds(&self, word: u32) -> bool {
        self.bits[(word >> 28) as usize] >> (word >> 22 & 63) & 1 == 1 && self.words.binary_search(&word).is_ok()
    }
}
