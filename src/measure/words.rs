//! Words of a page's headings and short texts, by hash: against its title and description, and as what its type is read
//! from beside its names.

use super::hints::FNV;
use super::titles::{Found, Titles};
use super::{Measures, rows};
use crate::blocks::{BlockId, Blocks};
use crate::head::Head;

/// Blocks with more words are no titles, and descriptions are shorter too.
const LONGEST: f32 = 80.0;

/// Texts of so many words are taken whole too, and their words one by one: labels, buttons, entries of menus. What long
/// texts are about says less of the page's type than what it calls its parts.
const SHORT: f32 = 8.0;

/// Words of a heading taken.
const OF_HEADING: usize = 20;

/// Set the words of headings, whole texts and words of short texts apart from each other and from names.
const HEADING: u32 = 0x3c6e_f372;
const WHOLE: u32 = 0xa54f_f53a;
const WORD: u32 = 0x510e_527f;

/// Fills the columns on title and description, and gathers the words of headings and short texts, each as often as the page
/// has it.
pub(super) fn measure(head: &Head<'_>, blocks: &Blocks, m: &mut Measures, found: &mut Vec<u32>) {
    let titles = Titles::of(head);
    let mut of_block = Vec::new();
    found.clear();
    rows!(m, blocks.len(); words, heading, in_title, of_title, in_description);
    for i in 0..blocks.len() {
        if words[i] == 0.0 || words[i] > LONGEST {
            (in_title[i], of_title[i], in_description[i]) = (0.0, 0.0, 0.0);
            continue;
        }
        let text = blocks.text_of(BlockId(i as u32));
        let mut in_titles = Found::default();
        let (is_heading, is_short) = (heading[i] > 0.0, words[i] <= SHORT);
        if is_heading || is_short {
            of_block.clear();
            each_word(text, |word| of_block.push(word));
            of_block.iter().for_each(|&word| titles.count(word, &mut in_titles));
        } else {
            each_word(text, |word| titles.count(word, &mut in_titles));
        }
        (in_title[i], of_title[i], in_description[i]) = titles.shares(in_titles);
        if is_heading {
            found.extend(of_block.iter().take(OF_HEADING).map(|word| word ^ HEADING));
        }
        if is_short {
            found.extend(of_block.iter().map(|word| word ^ WORD));
            found.push(of_block.iter().fold(FNV.0, |whole, word| (whole ^ word).wrapping_mul(FNV.1)) ^ WHOLE);
        }
    }
}

/// For each byte what it adds to a word's hash; 0 parts words.
const SMALL: [u8; 256] = {
    let mut small = [0; 256];
    let mut byte = 0;
    while byte < small.len() {
        let b = byte as u8;
        small[byte] = if b.is_ascii_alphanumeric() || b >= 0x80 { b.to_ascii_lowercase() } else { 0 };
        byte += 1;
    }
    small
};

/// FNV-1a of each run of letters and digits; ASCII capitals count as small, and so do not those beyond.
pub(super) fn each_word(text: &str, mut found: impl FnMut(u32)) {
    let mut hash = FNV.0;
    for &byte in text.as_bytes() {
        let small = SMALL[usize::from(byte)];
        if small != 0 {
            hash = (hash ^ u32::from(small)).wrapping_mul(FNV.1);
        } else if hash != FNV.0 {
            found(hash);
            hash = FNV.0;
        }
    }
    if hash != FNV.0 {
        found(hash);
    }
}
