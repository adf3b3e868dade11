//! What of a block stands in the page's title and description.

use super::words::each_word;
use crate::head::Head;

/// Words of the title and of the description looked at.
const MOST: usize = 64;

/// A page's title and description.
pub(super) struct Titles {
    /// The hashes of their words, sorted, each set without repeats.
    title: Vec<u32>,
    description: Vec<u32>,
    /// A bit for the top ten bits of each: nearly all other words are told by it.
    bits: [u64; 16],
}

/// Words of a block, and how many of them stand in the title and in the description.
#[derive(Clone, Copy, Default)]
pub(super) struct Found {
    words: usize,
    in_title: usize,
    in_description: usize,
}

impl Titles {
    pub(super) fn of(head: &Head<'_>) -> Titles {
        let title = words_of(head.title.as_deref().unwrap_or_default());
        let description = words_of(description(head));
        let mut bits = [0; 16];
        title.iter().chain(&description).for_each(|word| bits[(word >> 28) as usize] |= 1 << (word >> 22 & 63));
        Titles { title, description, bits }
    }

    /// Counts one word of a block.
    #[inline]
    pub(super) fn count(&self, word: u32, found: &mut Found) {
        found.words += 1;
        if self.bits[(word >> 28) as usize] >> (word >> 22 & 63) & 1 == 1 {
            found.in_title += usize::from(self.title.binary_search(&word).is_ok());
            found.in_description += usize::from(self.description.binary_search(&word).is_ok());
        }
    }

    /// Of a block's words, the share that stand in the title, as a share of the title, and that stand in the description.
    pub(super) fn shares(&self, found: Found) -> (f32, f32, f32) {
        let share = |found: usize, of: usize| found as f32 / of.max(1) as f32;
        let of_title = share(found.in_title, self.title.len()).min(1.0);
        (share(found.in_title, found.words), of_title, share(found.in_description, found.words))
    }
}

fn description<'d>(head: &Head<'d>) -> &'d str {
    let found = head.metas.iter().find(|tag| matches!(tag.name, "description" | "og:description"));
    found.map(|tag| tag.content).unwrap_or_default()
}

/// The hashes of a text's first words, sorted and each but once.
fn words_of(text: &str) -> Vec<u32> {
    let mut words = Vec::new();
    each_word(text, |word| words.push(word));
    words.truncate(MOST);
    words.sort_unstable();
    words.dedup();
    words
}
